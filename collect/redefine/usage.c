#include "collect/redefine/usage.h"

/* The row answered, and with [code] unless that is SIZE_MAX. */
static bool counts(const struct trig_column *column, size_t row, size_t code)
{
    size_t found = SIZE_MAX;
    if (trig_column_answer(column, row, &found) != TRIG_ANSWERED)
        return false;
    if (code == SIZE_MAX)
        return true;
    return column->encoding == TRIG_ENCODING_FLAGS ? column->words[row] >> code & 1 : found == code;
}

static bool is_stored(const trig_definition *definition, struct trig_view name)
{
    if (trig_view_is(name, TRIG_COLUMN_WAVE))
        return definition->wave_count > 0;
    if (trig_view_is(name, TRIG_COLUMN_INSTITUTION))
        return definition->institution_count > 0;
    size_t index = trig_definition_variable(definition, name);
    return index != TRIG_NONE && definition->variables[index].role != TRIG_ROLE_PERSONAL &&
           definition->variables[index].role != TRIG_ROLE_IGNORE;
}

/* [code] may be NULL: any answer. */
static enum trig_status count(trig_store *store, struct trig_view name, const struct trig_view *code,
                              uint64_t *out, struct trig_error *error)
{
    trig_scan *scan = NULL;
    struct trig_batch batch;
    *out = 0;
    if (!is_stored(trig_store_definition(store), name))
        return TRIG_OK;
    enum trig_status status = trig_scan_open(store, &name, 1, &scan, error);
    if (status != TRIG_OK)
        return status;
    const trig_dictionary *dictionary = trig_scan_dictionary(scan, 0);
    size_t wanted = code && dictionary ? trig_dictionary_find(dictionary, *code) : SIZE_MAX;
    bool possible = !code || wanted != SIZE_MAX;
    while (possible && (status = trig_scan_next(scan, &batch, error)) == TRIG_OK && batch.rows)
        for (size_t row = 0; row < batch.rows; row++)
            *out += counts(&batch.columns[0], row, wanted);
    trig_scan_close(scan);
    return status;
}

enum trig_status trig_usage_answers(trig_store *store, struct trig_view name, uint64_t *out,
                                    struct trig_error *error)
{
    return count(store, name, NULL, out, error);
}

enum trig_status trig_usage_code(trig_store *store, struct trig_view name, struct trig_view code,
                                 uint64_t *out, struct trig_error *error)
{
    return count(store, name, &code, out, error);
}
