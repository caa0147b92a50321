#include "collect/report/outcomes.h"

#include "surveys/table/table.h"

void trig_outcomes_init(struct trig_outcomes *outcomes)
{
    *outcomes = (struct trig_outcomes){.count = 0};
    trig_arena_init(&outcomes->arena);
}

void trig_outcomes_clear(struct trig_outcomes *outcomes)
{
    trig_free(outcomes->items);
    trig_arena_clear(&outcomes->arena);
    outcomes->items = NULL;
    outcomes->count = 0;
}

enum trig_status trig_outcomes_add(struct trig_outcomes *outcomes, const char *path,
                                   const struct trig_ingest_result *result, const struct trig_error *failure,
                                   struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&outcomes->items, &outcomes->capacity, outcomes->count + 1,
                                        sizeof *outcomes->items, error);
    if (status != TRIG_OK)
        return status;
    const char *name = result->export.path ? result->export.path : path;
    struct trig_outcome outcome = {.file = trig_arena_copy(&outcomes->arena, trig_view(name))};
    if (failure) {
        const char *why = failure->message[0] ? failure->message : trig_status_text(failure->status);
        outcome.failure = trig_arena_copy(&outcomes->arena, trig_view(why));
        outcome.failed = 1;
    } else {
        outcome.import = result->import;
        outcome.read = result->tally.read;
        outcome.stored = result->tally.stored;
        outcome.rejected = trig_tally_rejected(&result->tally);
        outcome.invalid = trig_tally_invalid(&result->tally);
    }
    if (!outcome.file.data || (failure && !outcome.failure.data))
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the report");
    outcomes->items[outcomes->count++] = outcome;
    return TRIG_OK;
}

struct trig_outcome trig_outcomes_sum(const struct trig_outcomes *outcomes)
{
    struct trig_outcome all = {.file = trig_view("all")};
    for (size_t i = 0; i < outcomes->count; i++) {
        all.import |= outcomes->items[i].import;
        all.failed += outcomes->items[i].failed;
        all.read += outcomes->items[i].read;
        all.stored += outcomes->items[i].stored;
        all.rejected += outcomes->items[i].rejected;
        all.invalid += outcomes->items[i].invalid;
    }
    return all;
}

enum { FILE_COLUMN, IMPORT_COLUMN, READ_COLUMN, STORED_COLUMN, REJECTED_COLUMN, NOTE_COLUMN, COLUMNS };

static enum trig_status add_row(trig_table *table, const struct trig_outcome *outcome, bool is_sum,
                                struct trig_view note, struct trig_error *error)
{
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, row, FILE_COLUMN, outcome->file, error);
    if (status == TRIG_OK)
        status = trig_table_set_text(table, row, NOTE_COLUMN, note, error);
    if (status != TRIG_OK)
        return status;
    if (outcome->import && !is_sum)
        trig_table_set_count(table, row, IMPORT_COLUMN, outcome->import);
    if (outcome->failure.length)
        return TRIG_OK;
    trig_table_set_count(table, row, READ_COLUMN, outcome->read);
    trig_table_set_count(table, row, STORED_COLUMN, outcome->stored);
    trig_table_set_count(table, row, REJECTED_COLUMN, outcome->rejected);
    return TRIG_OK;
}

static enum trig_status fill(const struct trig_outcomes *outcomes, trig_table *table,
                             struct trig_error *error)
{
    char note[120] = "";
    struct trig_outcome all = trig_outcomes_sum(outcomes);
    enum trig_status status = trig_table_set_title(table, trig_view("All files"), error);
    for (size_t i = 0; i < outcomes->count && status == TRIG_OK; i++) {
        const struct trig_outcome *outcome = &outcomes->items[i];
        struct trig_view text = outcome->failure;
        struct trig_arena arena;
        trig_arena_init(&arena);
        if (outcome->failure.length)
            text = trig_arena_printf(&arena, "FAILED: %.*s", TRIG_VIEW_ARG(outcome->failure));
        else if (outcome->invalid)
            text = trig_view("some records are invalid");
        status = add_row(table, outcome, false, text, error);
        trig_arena_clear(&arena);
    }
    if (all.failed)
        snprintf(note, sizeof note, "%llu of %zu files failed: nothing of them is stored",
                 (unsigned long long)all.failed, outcomes->count);
    return status == TRIG_OK ? add_row(table, &all, true, trig_view(note), error) : status;
}

enum trig_status trig_outcomes_write(const struct trig_outcomes *outcomes, FILE *out, size_t width,
                                     struct trig_error *error)
{
    struct trig_outcome all = trig_outcomes_sum(outcomes);
    const char *stored = all.stored && !all.import ? "would be stored" : "stored";
    const struct trig_table_column columns[COLUMNS] = {
        {"file", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},        {"import", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
        {"read", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},     {stored, TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
        {"rejected", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER}, {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    trig_table *table = trig_table_create(columns, COLUMNS, error);
    enum trig_status status = table ? fill(outcomes, table, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_table_write_text(table, out, width, error);
    trig_table_destroy(table);
    return status;
}
