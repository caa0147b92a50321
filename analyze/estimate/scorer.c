#include "analyze/estimate/scorer.h"

#include "analyze/frame/frame_internal.h"

#include <math.h>

/* Grids finer than this would need more states than answers. */
#define FINEST_GRID 60

enum way { WAY_CONSTANT, WAY_CODED, WAY_LATTICE, WAY_MIXED };

/* A source with its column; tables have at least 256 entries, the one at
 * [code_count] stands for every code beyond. */
struct part {
    size_t column;
    const struct trig_source *source;
    double *values;   /* owned; by code; NAN: no answer; NULL: numbers and flags */
    uint16_t *states; /* owned; lattice: by code */
    size_t code_count;
    bool even; /* states are a line over the codes below [even_count] and 0 beyond: no look-up is needed */
    uint8_t even_count;
    uint16_t even_first;
    uint16_t even_step; /* modulo 2^16, so it may go down */
};

struct trig_scorer {
    enum way way;
    const struct trig_measure *measure;
    double shift;
    struct part *parts;
    size_t part_count;
    double *lattice; /* owned; by state: y - shift */
};

/* ---- making ------------------------------------------------------------------- */

static enum trig_status no_memory(const struct trig_measure *measure, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the tables of \"%.*s\"",
                   TRIG_VIEW_ARG(measure->name));
    return TRIG_ERR_MEMORY;
}

/* The value of a store's code; a variable without scale is compared by text. */
static double value_of(const struct trig_source *source, const trig_dictionary *codes, size_t code)
{
    if (code >= trig_dictionary_count(codes))
        return NAN;
    if (source->values)
        return code < source->value_count ? source->values[code] : NAN;
    return trig_view_equal(trig_dictionary_at(codes, code), source->text) ? 1.0 : 0.0;
}

static enum trig_status make_part(const trig_frame *frame, size_t store, const struct trig_measure *measure,
                                  size_t index, struct part *part, struct trig_error *error)
{
    part->source = &measure->sources[index];
    part->column = frame->variable_columns[part->source->variable];
    const trig_dictionary *codes = trig_scan_dictionary(frame->stores[store].scan, part->column);
    if (!codes || frame->specs[part->column].encoding == TRIG_ENCODING_FLAGS)
        return TRIG_OK;
    part->code_count = trig_dictionary_count(codes);
    size_t entries = part->code_count < 256 ? 256 : part->code_count + 1;
    part->values = trig_calloc(entries, sizeof *part->values);
    if (!part->values)
        return no_memory(measure, error);
    for (size_t code = 0; code < entries; code++)
        part->values[code] = value_of(part->source, codes, code);
    return TRIG_OK;
}

/* Whether every value lies on the grid of [high] / [grid]. */
static bool lies_on(const struct trig_scorer *scorer, double grid)
{
    for (size_t i = 0; i < scorer->part_count; i++) {
        const struct part *part = &scorer->parts[i];
        for (size_t code = 0; code < part->code_count; code++) {
            double steps = part->values[code] * grid / scorer->measure->high;
            if (!isnan(steps) && fabs(steps - round(steps)) > 1e-9)
                return false;
        }
    }
    return true;
}

/* The coarsest grid of a pillar whose parts are all single bytes; 0: none. */
static unsigned find_grid(const struct trig_scorer *scorer)
{
    for (size_t i = 0; i < scorer->part_count; i++)
        if (!scorer->parts[i].values || scorer->parts[i].code_count > TRIG_CODES8_MOST)
            return 0;
    for (unsigned grid = 1; grid <= FINEST_GRID; grid++)
        if (lies_on(scorer, grid))
            return grid;
    return 0;
}

static unsigned bits_for(size_t most)
{
    unsigned bits = 0;
    while (most >> bits)
        bits++;
    return bits;
}

/* Most scales' codes are evenly spaced and come before "not applicable" and its
 * like. Then states follow from codes by arithmetic, which the compiler turns
 * into operations on many rows at once. */
static void find_even(struct part *part)
{
    size_t count = 0;
    while (count < part->code_count && part->states[count])
        count++;
    part->even_count = (uint8_t)count;
    part->even_first = part->states[0];
    part->even_step = count > 1 ? (uint16_t)(part->states[1] - part->states[0]) : 0;
    part->even = true;
    for (size_t code = 0; code < 256; code++) {
        unsigned line = code < count ? part->even_first + (unsigned)code * part->even_step : 0;
        part->even = part->even && part->states[code] == (uint16_t)line;
    }
}

static enum trig_status make_states(struct trig_scorer *scorer, unsigned grid, unsigned bits,
                                    struct trig_error *error)
{
    for (size_t i = 0; i < scorer->part_count; i++) {
        struct part *part = &scorer->parts[i];
        part->states = trig_calloc(256, sizeof *part->states);
        if (!part->states)
            return no_memory(scorer->measure, error);
        for (size_t code = 0; code < part->code_count; code++)
            if (!isnan(part->values[code]))
                part->states[code] = (uint16_t)((1u << bits) + (unsigned)lround(part->values[code] * grid /
                                                                                scorer->measure->high));
        find_even(part);
    }
    return TRIG_OK;
}

static enum trig_status make_lattice(struct trig_scorer *scorer, struct trig_error *error)
{
    unsigned grid = find_grid(scorer);
    unsigned bits = bits_for(scorer->part_count * grid);
    size_t states = (scorer->part_count + 1) << bits;
    if (grid == 0 || states > UINT16_MAX)
        return TRIG_OK;
    scorer->lattice = trig_calloc(states, sizeof *scorer->lattice);
    if (!scorer->lattice)
        return no_memory(scorer->measure, error);
    for (size_t state = 0; state < states; state++) {
        size_t answered = state >> bits;
        double sum = (double)(state & ((1u << bits) - 1));
        scorer->lattice[state] = answered >= scorer->measure->least_answered
                                     ? scorer->measure->high * sum / (double)(grid * answered) - scorer->shift
                                     : NAN;
    }
    scorer->way = WAY_LATTICE;
    return make_states(scorer, grid, bits, error);
}

static enum trig_status choose_way(struct trig_scorer *scorer, struct trig_error *error)
{
    enum trig_measure_kind kind = scorer->measure->kind;
    scorer->way = WAY_MIXED;
    if (kind == TRIG_MEASURE_RESPONDENTS)
        scorer->way = WAY_CONSTANT;
    else if (kind == TRIG_MEASURE_PILLAR || kind == TRIG_MEASURE_PILLAR_POSITIVE)
        return make_lattice(scorer, error);
    else if (scorer->parts[0].values)
        scorer->way = WAY_CODED;
    if (scorer->way == WAY_CODED)
        for (size_t code = 0; code < 256 || code <= scorer->parts[0].code_count; code++)
            scorer->parts[0].values[code] -= scorer->shift;
    return TRIG_OK;
}

trig_scorer *trig_scorer_create(const trig_frame *frame, size_t store, size_t measure,
                                struct trig_error *error)
{
    const struct trig_measure *asked = &frame->request->measures->items[measure];
    trig_scorer *scorer = trig_calloc(1, sizeof *scorer);
    struct part *parts = trig_calloc(asked->source_count, sizeof *parts);
    if (!scorer || !parts) {
        trig_free(scorer);
        trig_free(parts);
        no_memory(asked, error);
        return NULL;
    }
    scorer->measure = asked;
    scorer->shift = frame->shifts[measure];
    scorer->parts = parts;
    scorer->part_count = asked->source_count;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < asked->source_count && status == TRIG_OK; i++)
        status = make_part(frame, store, asked, i, &parts[i], error);
    if (status == TRIG_OK)
        status = choose_way(scorer, error);
    if (status == TRIG_OK)
        return scorer;
    trig_scorer_destroy(scorer);
    return NULL;
}

void trig_scorer_destroy(trig_scorer *scorer)
{
    if (!scorer)
        return;
    for (size_t i = 0; i < scorer->part_count; i++) {
        trig_free(scorer->parts[i].values);
        trig_free(scorer->parts[i].states);
    }
    trig_free(scorer->parts);
    trig_free(scorer->lattice);
    trig_free(scorer);
}

/* ---- running ------------------------------------------------------------------- */

static void run_coded(const struct part *part, const struct trig_column *column, size_t start, size_t count,
                      double *y)
{
    if (column->codes8) {
        const uint8_t *codes = column->codes8 + start;
        for (size_t i = 0; i < count; i++)
            y[i] = part->values[codes[i]];
        return;
    }
    const uint16_t *codes = column->codes16 + start;
    for (size_t i = 0; i < count; i++)
        y[i] = part->values[codes[i] < part->code_count ? codes[i] : part->code_count];
}

static void add_even(const struct part *part, const uint8_t *codes, size_t count, uint16_t *state)
{
    uint16_t first = part->even_first;
    uint16_t step = part->even_step;
    uint8_t codes_on_line = part->even_count;
    for (size_t row = 0; row < count; row++) {
        uint16_t line = (uint16_t)(first + (uint16_t)(step * (unsigned)codes[row]));
        state[row] = (uint16_t)(state[row] + (codes[row] < codes_on_line ? line : 0));
    }
}

static void add_states(const struct part *part, const uint8_t *codes, size_t count, uint16_t *state)
{
    for (size_t row = 0; row < count; row++)
        state[row] = (uint16_t)(state[row] + part->states[codes[row]]);
}

static void run_lattice(const trig_scorer *scorer, const struct trig_batch *batch, size_t start, size_t count,
                        double *y)
{
    uint16_t state[TRIG_BLOCK];
    memset(state, 0, count * sizeof *state);
    for (size_t i = 0; i < scorer->part_count; i++) {
        const struct part *part = &scorer->parts[i];
        const uint8_t *codes = batch->columns[part->column].codes8 + start;
        if (part->even)
            add_even(part, codes, count, state);
        else
            add_states(part, codes, count, state);
    }
    for (size_t row = 0; row < count; row++)
        y[row] = scorer->lattice[state[row]];
}

/* A source's own values, NAN where there is no answer. */
static void run_part(const struct part *part, const struct trig_column *column, size_t start, size_t count,
                     double *out)
{
    if (part->values) {
        run_coded(part, column, start, count, out);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t row = start + i;
        if (column->answers[row] != TRIG_ANSWERED)
            out[i] = NAN;
        else if (column->numbers)
            out[i] = part->source->offset + part->source->factor * column->numbers[row];
        else
            out[i] = (double)(column->words[row] >> part->source->bit & 1);
    }
}

static void run_mixed(const trig_scorer *scorer, const struct trig_batch *batch, size_t start, size_t count,
                      double *y)
{
    double values[TRIG_BLOCK];
    double answered[TRIG_BLOCK];
    for (size_t i = 0; i < count; i++)
        y[i] = answered[i] = 0.0;
    for (size_t i = 0; i < scorer->part_count; i++) {
        run_part(&scorer->parts[i], &batch->columns[scorer->parts[i].column], start, count, values);
        for (size_t row = 0; row < count; row++) {
            bool missing = isnan(values[row]);
            y[row] += missing ? 0.0 : values[row];
            answered[row] += missing ? 0.0 : 1.0;
        }
    }
    double least = (double)scorer->measure->least_answered;
    for (size_t i = 0; i < count; i++)
        y[i] = answered[i] >= least ? y[i] / answered[i] - scorer->shift : NAN;
}

void trig_scorer_run(const trig_scorer *scorer, const struct trig_batch *batch, size_t start, size_t count,
                     double *y)
{
    switch (scorer->way) {
    case WAY_CONSTANT:
        for (size_t i = 0; i < count; i++)
            y[i] = 1.0 - scorer->shift;
        break;
    case WAY_CODED:
        run_coded(&scorer->parts[0], &batch->columns[scorer->parts[0].column], start, count, y);
        break;
    case WAY_LATTICE:
        run_lattice(scorer, batch, start, count, y);
        break;
    default:
        run_mixed(scorer, batch, start, count, y);
    }
}
