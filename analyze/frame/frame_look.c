#include "analyze/frame/frame_internal.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* What a column is looked at for. */
enum purpose { LOOK_WAVES, LOOK_CATEGORIES, LOOK_LEVEL };

struct look {
    enum purpose purpose;
    size_t target; /* the dimension, or the measure */
};

struct looking {
    trig_frame *frame;
    struct look *looks; /* one a column of the scan */
    struct trig_view *names;
    size_t count;
    bool *met; /* by wave: holds responses */
};

/* ---- what to look at ---------------------------------------------------------- */

static void add_look(struct looking *looking, enum purpose purpose, size_t target, size_t column)
{
    looking->looks[looking->count] = (struct look){purpose, target};
    looking->names[looking->count++] = looking->frame->specs[column].name;
}

static bool is_found_by_row(const trig_frame *frame, const struct trig_dimension *dimension)
{
    if (dimension->kind == TRIG_DIMENSION_SCOPE)
        return false;
    enum trig_encoding encoding = frame->specs[dimension->column].encoding;
    return encoding == TRIG_ENCODING_NUMBER || encoding == TRIG_ENCODING_TEXT;
}

static void list_looks(struct looking *looking)
{
    const trig_frame *frame = looking->frame;
    const struct trig_measures *measures = frame->request->measures;
    if (frame->wave_column != TRIG_NO_COLUMN && frame->request->waves.choice != TRIG_WAVES_ALL)
        add_look(looking, LOOK_WAVES, 0, frame->wave_column);
    for (size_t i = 0; i < frame->dimension_count; i++)
        if (is_found_by_row(frame, &frame->dimensions[i]))
            add_look(looking, LOOK_CATEGORIES, i, frame->dimensions[i].column);
    for (size_t i = 0; i < measures->count; i++)
        if (isnan(frame->shifts[i]))
            add_look(looking, LOOK_LEVEL, i, frame->variable_columns[measures->items[i].variable]);
}

/* ---- looking ---------------------------------------------------------------------- */

static void meet_waves(struct looking *looking, const struct trig_column *column, size_t rows)
{
    size_t count = looking->frame->definition->wave_count;
    for (size_t row = 0; row < rows; row++) {
        size_t wave = column->codes8 ? column->codes8[row] : column->codes16[row];
        if (wave < count)
            looking->met[wave] = true;
    }
}

static enum trig_status find_categories(const struct trig_column *column, size_t rows,
                                        struct trig_dimension *dimension, struct trig_error *error)
{
    if (!dimension->found)
        dimension->found = trig_dictionary_create(error);
    if (!dimension->found)
        return TRIG_ERR_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        if (column->answers[row] != TRIG_ANSWERED)
            continue;
        double number = column->numbers ? column->numbers[row] + 0.0 : 0.0; /* -0 is 0 */
        struct trig_view raw = column->numbers ? trig_view_of((const char *)&number, sizeof number)
                                               : trig_column_text(column, row);
        enum trig_status status = trig_dictionary_add(dimension->found, raw, NULL, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* The median of the first batch that has numbers: near the data whatever
 * outliers they hold, and the same for every later scan. */
static enum trig_status find_level(const struct trig_column *column, size_t rows, double *shift,
                                   struct trig_error *error)
{
    if (!isnan(*shift))
        return TRIG_OK;
    double *numbers = trig_calloc(rows, sizeof *numbers);
    if (!numbers)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu numbers", rows);
    size_t count = 0;
    for (size_t row = 0; row < rows; row++)
        if (column->answers[row] == TRIG_ANSWERED)
            numbers[count++] = column->numbers[row];
    if (count)
        *shift = gsl_stats_median(numbers, 1, count);
    trig_free(numbers);
    return TRIG_OK;
}

static enum trig_status look_at(struct looking *looking, const struct trig_batch *batch,
                                struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < looking->count && status == TRIG_OK; i++) {
        const struct look *look = &looking->looks[i];
        const struct trig_column *column = &batch->columns[i];
        if (look->purpose == LOOK_WAVES)
            meet_waves(looking, column, batch->rows);
        else if (look->purpose == LOOK_CATEGORIES)
            status = find_categories(column, batch->rows, &looking->frame->dimensions[look->target], error);
        else
            status = find_level(column, batch->rows, &looking->frame->shifts[look->target], error);
    }
    return status;
}

static enum trig_status look_through(struct looking *looking, trig_store *store, struct trig_error *error)
{
    trig_scan *scan;
    enum trig_status status = trig_scan_open(store, looking->names, looking->count, &scan, error);
    if (status)
        return status;
    struct trig_batch batch;
    do {
        status = trig_scan_next(scan, &batch, error);
        if (status == TRIG_OK && batch.rows)
            status = look_at(looking, &batch, error);
    } while (status == TRIG_OK && batch.rows);
    trig_scan_close(scan);
    return status;
}

/* ---- the waves ------------------------------------------------------------------ */

/* Whether wave [a] opened after wave [b]; undated ones follow the file's order. */
static bool is_later(const trig_definition *definition, size_t a, size_t b)
{
    double x = definition->waves[a].opened;
    double y = definition->waves[b].opened;
    return isnan(x) || isnan(y) || x == y ? a > b : x > y;
}

static enum trig_status select_latest(struct looking *looking, struct trig_error *error)
{
    const trig_definition *definition = looking->frame->definition;
    size_t latest = TRIG_NONE;
    for (size_t i = 0; i < definition->wave_count; i++)
        if (looking->met[i] && (latest == TRIG_NONE || is_later(definition, i, latest)))
            latest = i;
    if (latest == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "there are no responses in the store yet; add some with `trig-collect ingest`");
    looking->frame->waves[latest] = true;
    return TRIG_OK;
}

static enum trig_status select_listed(struct looking *looking, struct trig_error *error)
{
    const trig_definition *definition = looking->frame->definition;
    const struct trig_waves *asked = &looking->frame->request->waves;
    for (size_t i = 0; i < asked->count; i++) {
        size_t wave = asked->items[i];
        if (!looking->met[wave])
            return trig_error_set(error, TRIG_ERR_DOMAIN, "the wave \"%.*s\" holds no responses",
                                  TRIG_VIEW_ARG(definition->waves[wave].id));
        looking->frame->waves[wave] = true;
    }
    return TRIG_OK;
}

static enum trig_status select_waves(struct looking *looking, struct trig_error *error)
{
    trig_frame *frame = looking->frame;
    if (frame->wave_column == TRIG_NO_COLUMN)
        return TRIG_OK;
    if (frame->request->waves.choice == TRIG_WAVES_LATEST)
        return select_latest(looking, error);
    if (frame->request->waves.choice == TRIG_WAVES_LISTED)
        return select_listed(looking, error);
    for (size_t i = 0; i < frame->definition->wave_count; i++)
        frame->waves[i] = true;
    return TRIG_OK;
}

/* A measure nobody answered has no level; any shift will do. */
static void set_missing_shifts(trig_frame *frame)
{
    for (size_t i = 0; i < frame->request->measures->count; i++)
        if (isnan(frame->shifts[i]))
            frame->shifts[i] = 0.0;
}

static enum trig_status look(struct looking *looking, trig_store *const *stores, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    list_looks(looking);
    for (size_t i = 0; looking->count && i < looking->frame->store_count && status == TRIG_OK; i++)
        status = look_through(looking, stores[i], error);
    set_missing_shifts(looking->frame);
    return status ? status : select_waves(looking, error);
}

enum trig_status trig_frame_look(trig_frame *frame, trig_store *const *stores, struct trig_error *error)
{
    size_t most = 1 + frame->dimension_count + frame->request->measures->count;
    struct looking looking = {.frame = frame,
                              .looks = trig_calloc(most, sizeof *looking.looks),
                              .names = trig_calloc(most, sizeof *looking.names),
                              .met = trig_calloc(frame->definition->wave_count, sizeof *looking.met)};
    enum trig_status status = TRIG_ERR_MEMORY;
    if (looking.looks && looking.names && looking.met)
        status = look(&looking, stores, error);
    else
        trig_error_set(error, status, "out of memory for a first look at the data");
    trig_free(looking.met);
    trig_free(looking.names);
    trig_free(looking.looks);
    return status;
}
