#include "collect/export/wide.h"

#include "surveys/base/text.h"
#include "surveys/batch/column_spec.h"
#include "surveys/store/store_weighting.h"

#include "collect/records/people.h"

#include <math.h>

static const char *const kind_names[] = {[TRIG_SKIPPED] = "skipped",
                                         [TRIG_NOT_SHOWN] = "not_shown",
                                         [TRIG_DECLARED_MISSING] = "declared_missing",
                                         [TRIG_UNREADABLE] = "unreadable"};

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the responses");
}

/* ---- cells --------------------------------------------------------------------------- */

static struct trig_view code_text(const struct trig_wide_column *about, const struct trig_column *column,
                                  size_t code, bool labels)
{
    return labels && about->scale ? about->scale->codes[code].label
                                  : trig_dictionary_at(column->dictionary, code);
}

static struct trig_view several_text(const struct trig_wide_column *about, const struct trig_column *column,
                                     size_t row, bool labels, struct trig_arena *room)
{
    struct trig_view text = {"", 0};
    for (size_t i = 0; i < trig_dictionary_count(column->dictionary) && text.data; i++)
        if (column->words[row] >> i & 1)
            text = trig_arena_printf(room, "%.*s%s%.*s", TRIG_VIEW_ARG(text), text.length ? "|" : "",
                                     TRIG_VIEW_ARG(code_text(about, column, i, labels)));
    return text;
}

bool trig_wide_is_number(const struct trig_wide_column *column)
{
    bool is_date = column->variable && column->variable->type == TRIG_TYPE_DATE;
    return column->encoding == TRIG_ENCODING_NUMBER && !is_date;
}

struct trig_view trig_wide_text(const struct trig_wide_row *row, size_t column, bool labels,
                                struct trig_arena *room)
{
    const struct trig_wide_column *about = &row->wide->columns[column];
    const struct trig_column *cells = &row->batch->columns[column];
    struct trig_view nothing = {"", 0};
    size_t code = 0;
    if (trig_column_answer(cells, row->row, &code) != TRIG_ANSWERED)
        return nothing;
    if (about->encoding == TRIG_ENCODING_FLAGS)
        return several_text(about, cells, row->row, labels, room);
    if (cells->codes8 || cells->codes16)
        return code_text(about, cells, code, labels);
    if (cells->numbers && !trig_wide_is_number(about)) {
        char date[TRIG_TIME_TEXT];
        trig_text_from_time(cells->numbers[row->row], date);
        return trig_arena_copy(room, trig_view(date));
    }
    if (!cells->offsets)
        return nothing;
    struct trig_view text = trig_column_text(cells, row->row);
    if (about->variable->role == TRIG_ROLE_RESPONDENT)
        return trig_arena_printf(room, TRIG_PERSON_PREFIX "%.*s", TRIG_VIEW_ARG(text));
    return text.length ? text : nothing;
}

struct trig_view trig_wide_record(const struct trig_wide_row *row, struct trig_arena *room)
{
    for (size_t i = 0; i < row->wide->count; i++) {
        const struct trig_variable *variable = row->wide->columns[i].variable;
        if (variable && variable->role == TRIG_ROLE_RECORD)
            return trig_wide_text(row, i, false, room);
    }
    return trig_view("");
}

/* Why a cell is blank that was not skipped; NULL: it was, or holds something. */
static const char *kind_of(const struct trig_wide_column *about, const struct trig_column *cells, size_t row)
{
    enum trig_answer answer = trig_column_answer(cells, row, NULL);
    if (about->encoding == TRIG_ENCODING_FLAGS && answer == TRIG_ANSWERED && !cells->words[row])
        return "none"; /* an answer too: not one of the options */
    return answer == TRIG_ANSWERED || answer == TRIG_SKIPPED ? NULL : kind_names[answer];
}

/* Whether the list has to say it, since the cell does not. What could not be read is in the
 * list in any case: somebody did answer. */
static bool is_listed_kind(const struct trig_wide_column *about, const struct trig_column *cells, size_t row)
{
    return !about->says_why || trig_column_answer(cells, row, NULL) == TRIG_UNREADABLE;
}

static struct trig_view list_kinds(const struct trig_wide *wide, const struct trig_batch *batch, size_t row,
                                   struct trig_arena *room)
{
    struct trig_view text = {"", 0};
    for (size_t i = 0; i < wide->count && text.data; i++) {
        const char *kind = kind_of(&wide->columns[i], &batch->columns[i], row);
        if (kind && is_listed_kind(&wide->columns[i], &batch->columns[i], row))
            text = trig_arena_printf(room, "%.*s%s%.*s=%s", TRIG_VIEW_ARG(text), text.length ? "|" : "",
                                     TRIG_VIEW_ARG(wide->columns[i].name), kind);
    }
    return text;
}

/* ---- columns ---------------------------------------------------------------------------- */

static void add_column(struct trig_wide *wide, struct trig_view name, struct trig_view stored,
                       struct trig_view label, const struct trig_variable *variable)
{
    struct trig_wide_column *column = &wide->columns[wide->count++];
    *column = (struct trig_wide_column){
        .name = name, .stored = stored, .label = label, .variable = variable, .low = NAN};
    if (variable && variable->scale != TRIG_NONE && stored.data[0] != '#')
        column->scale = &wide->definition->scales[variable->scale];
}

static void add_variable(struct trig_wide *wide, const struct trig_variable *variable)
{
    struct trig_view stored = variable->name;
    if (variable->role == TRIG_ROLE_PERSONAL || variable->role == TRIG_ROLE_IGNORE)
        return;
    if (variable->role == TRIG_ROLE_WAVE)
        stored = trig_view(TRIG_COLUMN_WAVE);
    if (variable->role == TRIG_ROLE_INSTITUTION)
        stored = trig_view(TRIG_COLUMN_INSTITUTION);
    bool is_listed = variable->role == TRIG_ROLE_WAVE          ? wide->definition->wave_count > 0
                     : variable->role == TRIG_ROLE_INSTITUTION ? wide->definition->institution_count > 0
                                                               : true;
    if (is_listed)
        add_column(wide, variable->name, stored, variable->label, variable);
}

/* Weights that no longer fit are left out. */
static enum trig_status add_weights(struct trig_wide *wide, const struct trig_weighting *weightings,
                                    size_t count, struct trig_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (weightings[i].stale)
            continue;
        struct trig_view name =
            trig_arena_printf(&wide->arena, TRIG_COLUMN_WEIGHT "%.*s", TRIG_VIEW_ARG(weightings[i].name));
        if (!name.data)
            return out_of_memory(error);
        add_column(wide, name, name, trig_view("Computed weight"), NULL);
    }
    return TRIG_OK;
}

static enum trig_status list_columns(struct trig_wide *wide, struct trig_error *error)
{
    const trig_definition *definition = wide->definition;
    const struct trig_weighting *weightings;
    size_t count;
    enum trig_status status = trig_store_weightings(wide->store, &wide->arena, &weightings, &count, error);
    if (status)
        return status;
    wide->columns =
        trig_arena_calloc(&wide->arena, definition->variable_count + 2 + count, sizeof *wide->columns);
    if (!wide->columns)
        return out_of_memory(error);
    for (size_t i = 0; i < definition->variable_count; i++)
        add_variable(wide, &definition->variables[i]);
    if (definition->wave_count && trig_definition_role(definition, TRIG_ROLE_WAVE) == TRIG_NONE)
        add_column(wide, trig_view(TRIG_COLUMN_WAVE), trig_view(TRIG_COLUMN_WAVE), trig_view("Wave"), NULL);
    if (definition->institution_count && trig_definition_role(definition, TRIG_ROLE_INSTITUTION) == TRIG_NONE)
        add_column(wide, trig_view(TRIG_COLUMN_INSTITUTION), trig_view(TRIG_COLUMN_INSTITUTION),
                   trig_view("Institution"), NULL);
    return add_weights(wide, weightings, count, error);
}

/* ---- reading ------------------------------------------------------------------------------- */

static enum trig_status read_batch(const struct trig_wide *wide, const struct trig_batch *batch,
                                   uint64_t before, trig_wide_sink *sink, void *context,
                                   struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    struct trig_arena room;
    for (size_t row = 0; row < batch->rows && status == TRIG_OK; row++) {
        trig_arena_init(&room);
        const struct trig_wide_row at = {wide, batch, row, before + row + 1,
                                         list_kinds(wide, batch, row, &room)};
        status = at.kinds.data ? sink(context, &at, error) : out_of_memory(error);
        trig_arena_clear(&room);
    }
    return status;
}

enum trig_status trig_wide_read(const struct trig_wide *wide, trig_wide_sink *sink, void *context,
                                struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_batch batch;
    trig_scan *scan = NULL;
    uint64_t before = 0;
    trig_arena_init(&arena);
    struct trig_view *names = trig_arena_calloc(&arena, wide->count + 1, sizeof *names);
    enum trig_status status = names ? TRIG_OK : out_of_memory(error);
    for (size_t i = 0; i < wide->count && names; i++)
        names[i] = wide->columns[i].stored;
    if (status == TRIG_OK)
        status = trig_scan_open(wide->store, names, wide->count, &scan, error);
    while (status == TRIG_OK && (status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows) {
        status = read_batch(wide, &batch, before, sink, context, error);
        before += batch.rows;
    }
    trig_scan_close(scan);
    trig_arena_clear(&arena);
    return status;
}

/* ---- a first look -------------------------------------------------------------------------- */

static enum trig_status look(void *context, const struct trig_wide_row *row, struct trig_error *error)
{
    struct trig_wide *wide = context;
    enum trig_status status = TRIG_OK;
    struct trig_arena room;
    trig_arena_init(&room);
    wide->rows++;
    for (size_t i = 0; i < wide->count && status == TRIG_OK; i++) {
        struct trig_wide_column *column = &wide->columns[i];
        const struct trig_column *cells = &row->batch->columns[i];
        column->encoding = cells->encoding;
        column->kinds[trig_column_answer(cells, row->row, NULL)]++;
        if (cells->numbers)
            column->low = fmin(column->low, cells->numbers[row->row]);
        if (cells->numbers || cells->encoding == TRIG_ENCODING_FLAGS)
            continue;
        struct trig_view text = trig_wide_text(row, i, false, &room);
        column->longest = text.length > column->longest ? text.length : column->longest;
        status = text.data ? TRIG_OK : out_of_memory(error);
    }
    trig_arena_clear(&room);
    return status;
}

/* Of questions that nobody was asked the table says nothing: that reads back as the same. */
static void drop_unasked(struct trig_wide *wide)
{
    size_t kept = 0;
    for (size_t i = 0; i < wide->count; i++)
        if (wide->columns[i].kinds[TRIG_NOT_SHOWN] < wide->rows)
            wide->columns[kept++] = wide->columns[i];
    wide->count = kept;
}

/* Numbers so low that others below them are not all different say nothing of their own. */
#define LOWEST (-1e12)

static bool says_why(const struct trig_wide_column *column, enum trig_wide_cells cells)
{
    bool is_number = column->encoding == TRIG_ENCODING_NUMBER;
    bool is_date = is_number && !trig_wide_is_number(column);
    bool is_coded = column->scale && column->encoding != TRIG_ENCODING_FLAGS;
    if (cells == TRIG_WIDE_LETTERS)
        return is_coded || is_number;
    return cells == TRIG_WIDE_NUMBERS && (is_coded || (is_number && !is_date && !(column->low < LOWEST)));
}

static enum trig_status look_at_kinds(void *context, const struct trig_wide_row *row,
                                      struct trig_error *error)
{
    struct trig_wide *wide = context;
    (void)error;
    wide->has_kinds |= row->kinds.length > 0;
    if (row->kinds.length > wide->longest_kinds)
        wide->longest_kinds = row->kinds.length;
    return TRIG_OK;
}

enum trig_status trig_wide_open(trig_store *store, enum trig_wide_cells cells, struct trig_wide *out,
                                struct trig_error *error)
{
    *out = (struct trig_wide){.store = store, .definition = trig_store_definition(store)};
    trig_arena_init(&out->arena);
    enum trig_status status = list_columns(out, error);
    if (status == TRIG_OK)
        status = trig_wide_read(out, look, out, error);
    drop_unasked(out);
    for (size_t i = 0; i < out->count; i++)
        out->columns[i].says_why = says_why(&out->columns[i], cells);
    if (status == TRIG_OK && !out->count)
        return trig_error_set(error, TRIG_ERR_MISSING, "the store holds no responses to export");
    return status == TRIG_OK ? trig_wide_read(out, look_at_kinds, out, error) : status;
}

void trig_wide_clear(struct trig_wide *wide)
{
    trig_arena_clear(&wide->arena);
    *wide = (struct trig_wide){.count = 0};
}
