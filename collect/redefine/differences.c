#include "collect/redefine/differences.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/csv/csv_reader.h"

#include "collect/redefine/differences_parts.h"
#include "collect/redefine/usage.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* ---- where a row is -------------------------------------------------------------- */

struct search {
    const struct trig_row_key *key;
    size_t columns[2];
    uint64_t line;
};

static bool holds(const struct trig_csv_record *record, size_t column, struct trig_view text)
{
    return column < record->count && trig_view_equal(trig_text_trim(record->fields[column].text), text);
}

static enum trig_status look(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    struct search *search = context;
    (void)error;
    if (record->number == 1) {
        for (size_t i = 0; i < record->count; i++)
            for (size_t j = 0; j < 2; j++)
                if (search->key->columns[j] &&
                    trig_view_is(trig_text_trim(record->fields[i].text), search->key->columns[j]))
                    search->columns[j] = i;
        return TRIG_OK;
    }
    bool found = holds(record, search->columns[0], search->key->values[0]) &&
                 (!search->key->columns[1] || holds(record, search->columns[1], search->key->values[1]));
    if (found && !search->line)
        search->line = record->line;
    return TRIG_OK;
}

static uint64_t find_line(const struct trig_definition_files *files, const struct trig_row_key *key)
{
    struct search search = {.key = key, .columns = {SIZE_MAX, SIZE_MAX}};
    for (size_t i = 0; i < files->count && key->columns[0]; i++)
        if (trig_view_is(files->items[i].name, key->file))
            (void)trig_csv_read_bytes(files->items[i].content, NULL, NULL, look, &search, NULL);
    return search.line;
}

/* ---- adding ------------------------------------------------------------------------ */

static void fail(struct trig_comparison *comparison)
{
    if (comparison->status == TRIG_OK)
        comparison->status =
            trig_error_set(comparison->error, TRIG_ERR_MEMORY, "not enough memory for the differences");
}

void trig_comparison_add(struct trig_comparison *comparison, const struct trig_row_key *key, uint64_t refused,
                         const char *format, ...)
{
    struct trig_differences *out = comparison->out;
    char what[1200], why[120] = "";
    va_list arguments;
    if (comparison->status != TRIG_OK || (comparison->only_refused && !refused))
        return;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (refused)
        snprintf(why, sizeof why, "; %llu stored answer%s would change meaning or be lost",
                 (unsigned long long)refused, refused == 1 ? "" : "s");
    if (trig_grow((void **)&out->items, &out->capacity, out->count + 1, sizeof *out->items, NULL)) {
        fail(comparison);
        return;
    }
    struct trig_difference *item = &out->items[out->count++];
    *item = (struct trig_difference){key->file, find_line(comparison->files, key), refused > 0,
                                     trig_arena_printf(&out->arena, "%s%s", what, why)};
    out->refused += item->refused;
    if (!item->what.data)
        fail(comparison);
}

void trig_comparison_text(struct trig_comparison *comparison, const struct trig_row_key *key,
                          const char *name, struct trig_view before, struct trig_view after)
{
    if (trig_view_equal(before, after))
        return;
    if (!after.length)
        trig_comparison_add(comparison, key, 0, "%s is blank; it was \"%.*s\"", name, TRIG_VIEW_ARG(before));
    else if (!before.length)
        trig_comparison_add(comparison, key, 0, "%s is \"%.*s\"; it was blank", name, TRIG_VIEW_ARG(after));
    else
        trig_comparison_add(comparison, key, 0, "%s is \"%.*s\"; it was \"%.*s\"", name, TRIG_VIEW_ARG(after),
                            TRIG_VIEW_ARG(before));
}

static bool has(struct trig_views list, struct trig_view text)
{
    for (size_t i = 0; i < list.count; i++)
        if (trig_view_equal(list.items[i], text))
            return true;
    return false;
}

void trig_comparison_list(struct trig_comparison *comparison, const struct trig_row_key *key,
                          const char *name, struct trig_views before, struct trig_views after)
{
    for (size_t i = 0; i < after.count; i++)
        if (!has(before, after.items[i]))
            trig_comparison_add(comparison, key, 0, "%s: \"%.*s\" is new", name,
                                TRIG_VIEW_ARG(after.items[i]));
    for (size_t i = 0; i < before.count; i++)
        if (!has(after, before.items[i]))
            trig_comparison_add(comparison, key, 0, "%s: \"%.*s\" is not there any more", name,
                                TRIG_VIEW_ARG(before.items[i]));
}

bool trig_numbers_differ(double before, double after)
{
    return isnan(before) != isnan(after) || before < after || before > after;
}

uint64_t trig_comparison_answers(struct trig_comparison *comparison, struct trig_view name)
{
    uint64_t count = 0;
    if (comparison->status == TRIG_OK)
        comparison->status = trig_usage_answers(comparison->store, name, &count, comparison->error);
    return count;
}

uint64_t trig_comparison_uses(struct trig_comparison *comparison, struct trig_view name,
                              struct trig_view code)
{
    uint64_t count = 0;
    if (comparison->status == TRIG_OK)
        comparison->status = trig_usage_code(comparison->store, name, code, &count, comparison->error);
    return count;
}

/* ---- all of it ----------------------------------------------------------------------- */

enum trig_status trig_differences_find(trig_store *store, const trig_definition *after,
                                       const struct trig_definition_files *files,
                                       struct trig_differences *out, struct trig_error *error)
{
    struct trig_comparison comparison = {.store = store,
                                         .before = trig_store_definition(store),
                                         .after = after,
                                         .files = files,
                                         .out = out,
                                         .error = error};
    *out = (struct trig_differences){.count = 0};
    trig_arena_init(&out->arena);
    trig_comparison_lists(&comparison);
    trig_comparison_scales(&comparison);
    trig_comparison_variables(&comparison);
    return comparison.status;
}

void trig_differences_clear(struct trig_differences *differences)
{
    trig_free(differences->items);
    trig_arena_clear(&differences->arena);
    *differences = (struct trig_differences){.count = 0};
}
