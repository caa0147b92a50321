#include "collect/census.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

/* A variable with an `eligible` rule; its column in the scan follows wave and institution. */
struct rule {
    const struct trig_variable *variable;
    size_t column;
};

struct counting {
    const trig_definition *definition;
    struct trig_census *census;
    struct trig_view *names; /* of the scan's columns */
    size_t name_count;
    size_t wave_column; /* TRIG_NONE: a survey without */
    size_t institution_column;
    struct rule *rules;
    size_t rule_count;
};

static bool lists_text(struct trig_views list, struct trig_view text)
{
    for (size_t i = 0; i < list.count; i++)
        if (trig_view_equal(list.items[i], text))
            return true;
    return false;
}

static bool lists_number(struct trig_views list, double number)
{
    double listed;
    for (size_t i = 0; i < list.count; i++)
        if (trig_text_to_number(list.items[i], &listed) && listed == number)
            return true;
    return false;
}

static bool lists_option(struct trig_views list, const trig_dictionary *options, uint64_t flags)
{
    for (size_t i = 0; i < trig_dictionary_count(options) && i < 64; i++)
        if (flags >> i & 1 && lists_text(list, trig_dictionary_at(options, i)))
            return true;
    return false;
}

static bool matches(const struct rule *rule, const struct trig_column *column, size_t row)
{
    struct trig_views list = rule->variable->eligible;
    size_t code = 0;
    if (trig_column_answer(column, row, &code) != TRIG_ANSWERED)
        return false;
    if (column->encoding == TRIG_ENCODING_FLAGS)
        return lists_option(list, column->dictionary, column->words[row]);
    if (column->numbers)
        return lists_number(list, column->numbers[row]);
    if (column->offsets)
        return lists_text(list, trig_column_text(column, row));
    return lists_text(list, trig_dictionary_at(column->dictionary, code));
}

/* The code of a row, or the place after the last when it has none. */
static size_t place(const struct trig_batch *batch, size_t column, size_t row, size_t count)
{
    size_t code = count - 1;
    if (column != TRIG_NONE && trig_column_answer(&batch->columns[column], row, &code) != TRIG_ANSWERED)
        code = count - 1;
    return code;
}

static void count_batch(const struct counting *counting, const struct trig_batch *batch)
{
    struct trig_census *census = counting->census;
    for (size_t row = 0; row < batch->rows; row++) {
        size_t wave = place(batch, counting->wave_column, row, census->waves);
        size_t institution = place(batch, counting->institution_column, row, census->institutions);
        bool in_scope = true;
        for (size_t i = 0; i < counting->rule_count && in_scope; i++)
            in_scope = matches(&counting->rules[i], &batch->columns[counting->rules[i].column], row);
        census->stored[wave * census->institutions + institution]++;
        census->in_scope[wave * census->institutions + institution] += in_scope;
    }
}

static enum trig_status prepare(struct counting *counting, struct trig_error *error)
{
    const trig_definition *definition = counting->definition;
    struct trig_census *census = counting->census;
    census->waves = definition->wave_count + 1;
    census->institutions = definition->institution_count + 1;
    census->stored = trig_calloc(census->waves * census->institutions, sizeof *census->stored);
    census->in_scope = trig_calloc(census->waves * census->institutions, sizeof *census->in_scope);
    counting->names = trig_calloc(definition->variable_count + 2, sizeof *counting->names);
    counting->rules = trig_calloc(definition->variable_count, sizeof *counting->rules);
    if (!census->stored || !census->in_scope || !counting->names || !counting->rules)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to count the responses");
    counting->wave_column = counting->institution_column = TRIG_NONE;
    if (definition->wave_count) {
        counting->wave_column = counting->name_count;
        counting->names[counting->name_count++] = trig_view(TRIG_COLUMN_WAVE);
    }
    if (definition->institution_count) {
        counting->institution_column = counting->name_count;
        counting->names[counting->name_count++] = trig_view(TRIG_COLUMN_INSTITUTION);
    }
    for (size_t i = 0; i < definition->variable_count; i++)
        if (definition->variables[i].eligible.count) {
            counting->rules[counting->rule_count++] =
                (struct rule){&definition->variables[i], counting->name_count};
            counting->names[counting->name_count++] = definition->variables[i].name;
        }
    return TRIG_OK;
}

static enum trig_status scan_all(struct counting *counting, trig_store *store, struct trig_error *error)
{
    struct trig_batch batch;
    trig_scan *scan = NULL;
    struct trig_view any = counting->definition->variables[0].name;
    bool alone = counting->name_count == 0;
    enum trig_status status =
        trig_scan_open(store, alone ? &any : counting->names, alone ? 1 : counting->name_count, &scan, error);
    if (status != TRIG_OK)
        return status;
    while ((status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        count_batch(counting, &batch);
    trig_scan_close(scan);
    return status;
}

enum trig_status trig_census_take(trig_store *store, struct trig_census *out, struct trig_error *error)
{
    struct counting counting = {.definition = trig_store_definition(store), .census = out};
    *out = (struct trig_census){.waves = 0};
    enum trig_status status = prepare(&counting, error);
    if (status == TRIG_OK)
        status = scan_all(&counting, store, error);
    trig_free(counting.names);
    trig_free(counting.rules);
    if (status != TRIG_OK)
        trig_census_clear(out);
    return status;
}

void trig_census_clear(struct trig_census *census)
{
    trig_free(census->stored);
    trig_free(census->in_scope);
    *census = (struct trig_census){.waves = 0};
}
