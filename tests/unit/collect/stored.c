#include "tests/unit/collect/stored.h"

#include "tests/support.h"

#include <unistd.h>

void stored_open(struct stored *stored, const struct sheet *sheets)
{
    struct trig_definition_files files;
    struct trig_error error;
    temporary_write(&stored->file, "survey.trig", "", 0);
    unlink(stored->file.path);
    trig_definition_destroy(make_definition(sheets, &files));
    assert_ok(trig_store_create(stored->file.path, &files, &error), error);
    assert_ok(trig_store_open(stored->file.path, TRIG_STORE_WRITE, &stored->store, &error), error);
    trig_definition_files_clear(&files);
}

void stored_close(struct stored *stored)
{
    trig_store_close(stored->store);
    temporary_remove(&stored->file);
}

void stored_ingest(struct stored *stored, const char *path, const struct trig_ingest_options *options,
                   enum trig_status expected, struct trig_tally *tally)
{
    struct trig_ingest_result result;
    struct trig_error error;
    enum trig_status status = trig_ingest(stored->store, trig_store_definition(stored->store), path, options,
                                          NULL, &result, &error);
    if (status != expected)
        fail_msg("%s: %d, not %d: %s", path, status, expected, status ? error.message : "");
    if (status == TRIG_OK)
        assert_int_equal(result.tally.read, result.tally.stored + trig_tally_rejected(&result.tally));
    if (tally) {
        *tally = result.tally;
        tally->faults = NULL;
        trig_arena_init(&tally->arena);
    }
    trig_ingest_result_clear(&result);
}

static size_t print_cell(const struct trig_column *column, size_t row, char *out, size_t size)
{
    size_t code = 0, used = 0;
    enum trig_answer answer = trig_column_answer(column, row, &code);
    if (answer != TRIG_ANSWERED)
        return (size_t)snprintf(out, size, "(%d) ", answer);
    if (column->numbers)
        return (size_t)snprintf(out, size, "%.17g ", column->numbers[row]);
    if (column->offsets)
        return (size_t)snprintf(out, size, "'%.*s' ", TRIG_VIEW_ARG(trig_column_text(column, row)));
    if (column->encoding == TRIG_ENCODING_WORDS)
        return (size_t)snprintf(out, size, "%016llx ", (unsigned long long)column->words[row]);
    if (column->encoding != TRIG_ENCODING_FLAGS)
        return (size_t)snprintf(out, size, "%.*s ",
                                TRIG_VIEW_ARG(trig_dictionary_at(column->dictionary, code)));
    for (size_t i = 0; i < 64; i++)
        if (column->words[row] >> i & 1)
            used += (size_t)snprintf(out + used, size - used, "%.*s+",
                                     TRIG_VIEW_ARG(trig_dictionary_at(column->dictionary, i)));
    return used + (size_t)snprintf(out + used, size - used, "| ");
}

void stored_print(struct stored *stored, const char *const *names, char *out, size_t size)
{
    struct trig_view views[64];
    size_t count = 0, used = 0;
    struct trig_batch batch;
    struct trig_error error;
    trig_scan *scan = NULL;
    for (; names[count]; count++)
        views[count] = trig_view(names[count]);
    assert_ok(trig_scan_open(stored->store, views, count, &scan, &error), error);
    out[0] = 0;
    for (;;) {
        assert_ok(trig_scan_next(scan, &batch, &error), error);
        if (!batch.rows)
            break;
        for (size_t row = 0; row < batch.rows; row++) {
            for (size_t i = 0; i < count; i++)
                used += print_cell(&batch.columns[i], row, out + used, size - used);
            used += (size_t)snprintf(out + used, size - used, "\n");
            assert_true(used < size);
        }
    }
    trig_scan_close(scan);
}

void stored_ingest_text(struct stored *stored, const char *text, const struct trig_ingest_options *options,
                        enum trig_status expected, struct trig_tally *tally)
{
    struct temporary file;
    temporary_write(&file, "export.csv", text, strlen(text));
    stored_ingest(stored, file.path, options, expected, tally);
    temporary_remove(&file);
}

void stored_assert(struct stored *stored, const char *const *names, const char *expected)
{
    static char text[1 << 16];
    stored_print(stored, names, text, sizeof text);
    assert_string_equal(text, expected);
}
