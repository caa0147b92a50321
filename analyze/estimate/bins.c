#include "analyze/estimate/bins.h"

#include "analyze/frame/frame_internal.h"

/* A counted variable with its column. */
struct counter {
    size_t column;
    size_t place;         /* its first bin */
    size_t codes;         /* how many codes it has */
    uint16_t bin_of[256]; /* by byte of a CODES8 column: the bin, from the first */
};

struct trig_bins {
    struct counter *counters;
    size_t count;
};

/* ---- layout ---------------------------------------------------------------------- */

size_t trig_bins_codes(const trig_definition *definition, size_t variable)
{
    size_t scale = definition->variables[variable].scale;
    return scale == TRIG_NONE ? 0 : definition->scales[scale].count;
}

size_t trig_bins_place(const trig_definition *definition, const struct trig_request *request, size_t index)
{
    size_t place = 0;
    for (size_t i = 0; i < index; i++)
        place += trig_bins_codes(definition, request->counted[i]) + TRIG_BINS_OUTCOMES;
    return place;
}

size_t trig_bins_count(const trig_definition *definition, const struct trig_request *request)
{
    return trig_bins_place(definition, request, request->counted_count);
}

/* ---- making ---------------------------------------------------------------------- */

/* The bin of a code as the store holds it: bytes and words beyond the dictionary
 * say what became of the question. */
static size_t bin_of(size_t codes, size_t code, size_t values)
{
    if (code < codes)
        return code;
    size_t answer = values - code;
    return codes + (answer <= TRIG_UNREADABLE ? answer : TRIG_UNREADABLE);
}

static void init_counter(const trig_frame *frame, size_t index, struct counter *counter)
{
    size_t variable = frame->request->counted[index];
    counter->column = frame->variable_columns[variable];
    counter->place = trig_bins_place(frame->definition, frame->request, index);
    counter->codes = trig_bins_codes(frame->definition, variable);
    if (counter->codes > TRIG_CODES8_MOST)
        return;
    for (size_t byte = 0; byte < 256; byte++)
        counter->bin_of[byte] = (uint16_t)bin_of(counter->codes, byte, 256);
}

trig_bins *trig_bins_create(const trig_frame *frame, struct trig_error *error)
{
    trig_bins *bins = trig_calloc(1, sizeof *bins);
    if (bins)
        bins->counters = trig_calloc(frame->request->counted_count, sizeof *bins->counters);
    if (!bins || !bins->counters) {
        trig_free(bins);
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the counts of answers");
        return NULL;
    }
    bins->count = frame->request->counted_count;
    for (size_t i = 0; i < bins->count; i++)
        init_counter(frame, i, &bins->counters[i]);
    return bins;
}

void trig_bins_destroy(trig_bins *bins)
{
    if (!bins)
        return;
    trig_free(bins->counters);
    trig_free(bins);
}

/* ---- counting -------------------------------------------------------------------- */

/* Where the bins of one variable are. */
struct target {
    double *values; /* of slot 0 */
    size_t width;   /* doubles a slot */
    size_t size;    /* doubles a bin */
};

static void add_one(const struct target *target, const struct trig_bins_rows *rows, size_t row, size_t bin)
{
    double *values = target->values + rows->slots[row] * target->width + bin * target->size;
    if (!rows->weights) { /* and a bin is its count alone */
        values[0] += 1.0;
        return;
    }
    double w = rows->weights[row];
    if (!(w > 0.0))
        return;
    values[0] += 1.0;
    values[1] += w;
    values[2] += w * w;
}

/* The way of almost every item: a byte a row, everybody weighs 1. */
static void add_bytes(const struct target *target, const struct trig_bins_rows *rows, const uint8_t *codes,
                      const uint16_t *bin_of_byte)
{
    for (size_t i = 0; i < rows->count; i++)
        target->values[rows->slots[i] * target->width + bin_of_byte[codes[i]]] += 1.0;
}

static size_t coded_bin(const struct counter *counter, const struct trig_column *column, size_t row)
{
    return column->codes8 ? counter->bin_of[column->codes8[row]]
                          : bin_of(counter->codes, column->codes16[row], 65536);
}

static void add_codes(const struct counter *counter, const struct target *target,
                      const struct trig_bins_rows *rows, const struct trig_column *column)
{
    for (size_t i = 0; i < rows->count; i++)
        add_one(target, rows, i, coded_bin(counter, column, rows->start + i));
}

/* Numbers, and several answers at once. */
static void add_outcomes(const struct counter *counter, const struct target *target,
                         const struct trig_bins_rows *rows, const struct trig_column *column)
{
    for (size_t i = 0; i < rows->count; i++) {
        size_t row = rows->start + i;
        add_one(target, rows, i, counter->codes + column->answers[row]);
        uint64_t flags = column->words ? column->words[row] : 0;
        for (; flags; flags &= flags - 1)
            add_one(target, rows, i, (size_t)__builtin_ctzll(flags));
    }
}

void trig_bins_add(const trig_bins *bins, const struct trig_bins_rows *rows, struct trig_sums *sums)
{
    for (size_t i = 0; i < bins->count; i++) {
        const struct counter *counter = &bins->counters[i];
        const struct trig_column *column = &rows->batch->columns[counter->column];
        struct target target = {.width = sums->width, .size = trig_sums_bin_size(sums)};
        target.values = sums->values + trig_sums_bins(sums) + counter->place * target.size;
        if (column->codes8 && !rows->weights)
            add_bytes(&target, rows, column->codes8 + rows->start, counter->bin_of);
        else if (column->codes8 || column->codes16)
            add_codes(counter, &target, rows, column);
        else
            add_outcomes(counter, &target, rows, column);
    }
}

void trig_bins_find(const trig_bins *bins, size_t index, const struct trig_batch *batch, size_t start,
                    const uint16_t *rows, size_t count, uint32_t *out)
{
    const struct counter *counter = &bins->counters[index];
    const struct trig_column *column = &batch->columns[counter->column];
    bool coded = column->codes8 || column->codes16;
    for (size_t i = 0; i < count; i++) {
        size_t row = start + rows[i];
        size_t bin = coded ? coded_bin(counter, column, row) : counter->codes + column->answers[row];
        out[i] = (uint32_t)(counter->place + bin);
    }
}
