#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"

#include <unistd.h>

/* ---- imports and rejects --------------------------------------------------------------------- */

static void test_imports_come_back_as_they_were_committed(void **state)
{
    (void)state;
    assert_int_equal(append((struct survey_import){.seed = 1, .rows = 100, .rejects = 3}), 1);
    assert_int_equal(append((struct survey_import){.seed = 2, .rows = 0}), 2);
    assert_int_equal(append((struct survey_import){.seed = 3, .rows = 0, .rejects = 2}), 3);
    assert_int_equal(survey_folder_files(&folder), 1);
    trig_store *store = open_store(TRIG_STORE_READ);
    struct trig_arena arena;
    trig_arena_init(&arena);
    const struct trig_import *imports;
    size_t count;
    assert_ok(trig_store_imports(store, &arena, &imports, &count, &error), error);
    assert_int_equal(count, 3);
    assert_true(trig_view_is(imports[0].file, "export.csv"));
    assert_true(trig_view_is(imports[0].institution, "uni_a"));
    assert_int_equal(imports[0].wave.length, 0);
    assert_int_equal(imports[0].time.length, strlen("2024-05-28T14:03:11Z"));
    assert_int_equal(imports[0].definition, 1);
    assert_true(imports[0].read == 103 && imports[0].stored == 100 && imports[0].rejected == 3);
    assert_true(imports[1].read == 0 && imports[2].rejected == 2);
    uint64_t id;
    char sha256[TRIG_SHA256_TEXT];
    memcpy(sha256, imports[1].sha256.data, sizeof sha256);
    assert_ok(trig_store_find_import(store, sha256, &id, &error), error);
    assert_int_equal(id, 2);
    assert_ok(trig_store_find_import(store, "no such hash", &id, &error), error);
    assert_int_equal(id, 0);
    trig_arena_clear(&arena);
    trig_store_close(store);
}

struct gathered {
    size_t count;
    uint64_t imports[16];
    uint64_t records[16];
    char last[64];
    size_t stop_after;
};

static enum trig_status gather(void *context, const struct trig_reject *reject, struct trig_error *why)
{
    struct gathered *gathered = context;
    gathered->imports[gathered->count] = reject->import;
    gathered->records[gathered->count] = reject->record;
    snprintf(gathered->last, sizeof gathered->last, "%.*s", TRIG_VIEW_ARG(reject->value));
    gathered->count++;
    if (gathered->stop_after == gathered->count)
        return trig_error_set(why, TRIG_ERR_IO, "enough");
    return TRIG_OK;
}

static void test_rejects_come_in_order_of_one_import_or_of_all(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 10, .rejects = 2});
    append((struct survey_import){.seed = 2, .rows = 20, .rejects = 3});
    trig_store *store = open_store(TRIG_STORE_READ);
    struct gathered all = {0};
    assert_ok(trig_store_rejects(store, 0, gather, &all, &error), error);
    assert_int_equal(all.count, 5);
    static const uint64_t imports[] = {1, 1, 2, 2, 2};
    static const uint64_t records[] = {11, 12, 21, 22, 23};
    assert_memory_equal(all.imports, imports, sizeof imports);
    assert_memory_equal(all.records, records, sizeof records);
    assert_string_equal(all.last, "seed 2, reject 2");
    struct gathered one = {0};
    assert_ok(trig_store_rejects(store, 1, gather, &one, &error), error);
    assert_int_equal(one.count, 2);
    struct gathered stopped = {.stop_after = 3};
    assert_int_equal(trig_store_rejects(store, 0, gather, &stopped, &error), TRIG_ERR_IO);
    assert_string_equal(error.message, "enough");
    assert_int_equal(stopped.count, 3);
    trig_store_close(store);
}

/* ---- the writer ---------------------------------------------------------------------------------- */

static trig_import_writer *stage(trig_store *store, uint64_t seed, size_t rows)
{
    const struct survey_import import = {.seed = seed, .rows = rows, .rejects = 1};
    trig_import_writer *writer = NULL;
    assert_ok(survey_stage(store, &import, &writer, &error), error);
    return writer;
}

static void test_abandon_leaves_the_store_as_it_was(void **state)
{
    (void)state;
    uint64_t before;
    uint64_t after;
    append((struct survey_import){.seed = 1, .rows = 50, .rejects = 1});
    assert_ok(survey_dump(folder.path, &before, &error), error);
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_import_abandon(stage(store, 2, 70000));
    trig_import_abandon(NULL);
    uint64_t id;
    const struct survey_import import = {.seed = 3, .rows = 5};
    trig_store_close(store);
    assert_int_equal(survey_folder_files(&folder), 1);
    assert_ok(survey_dump(folder.path, &after, &error), error);
    assert_true(before == after);
    /* The same store can be used again after it. */
    store = open_store(TRIG_STORE_WRITE);
    trig_import_abandon(stage(store, 2, 10));
    assert_ok(survey_append(store, &import, &id, &error), error);
    assert_int_equal(id, 2);
    trig_store_close(store);
}

static void test_commit_of_counts_that_do_not_add_up_writes_nothing(void **state)
{
    (void)state;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    uint64_t id = 0;
    assert_int_equal(trig_import_commit(stage(store, 1, 10), 12, 0, false, &id, &error), TRIG_ERR_DAMAGED);
    assert_message("12 records were read, but 10 stored and 1 set aside");
    assert_ok(trig_store_newest(store, &id, &error), error);
    assert_int_equal(id, 0);
    trig_store_close(store);
}

static void test_commit_after_somebody_elses_is_busy_and_then_goes_through(void **state)
{
    (void)state;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_import_writer *writer = stage(store, 1, 10);
    append((struct survey_import){.seed = 2, .rows = 10});
    uint64_t id = 0;
    assert_int_equal(trig_import_commit(writer, 11, 0, false, &id, &error), TRIG_ERR_BUSY);
    assert_message("nothing was written");
    assert_ok(trig_import_commit(stage(store, 1, 10), 11, 1, false, &id, &error), error);
    assert_int_equal(id, 2);
    trig_store_close(store);
    store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
}

static void test_commit_after_an_undo_is_busy_whatever_was_undone(void **state)
{
    (void)state;
    static const uint64_t undone[] = {1, 2};
    for (size_t i = 0; i < 2; i++) {
        unlink(folder.path);
        assert_ok(survey_create(folder.path, &error), error);
        append((struct survey_import){.seed = 1, .rows = 10});
        append((struct survey_import){.seed = 2, .rows = 10});
        trig_store *store = open_store(TRIG_STORE_WRITE);
        trig_store *other = open_store(TRIG_STORE_WRITE);
        trig_import_writer *writer = stage(store, 3, 10);
        assert_ok(trig_store_undo(other, undone[i], &error), error);
        uint64_t id = 0;
        assert_int_equal(trig_import_commit(writer, 11, 2, false, &id, &error), TRIG_ERR_BUSY);
        trig_store_close(other);
        trig_store_close(store);
    }
}

static void test_commit_of_the_same_file_is_refused_unless_asked(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 10, .rejects = 1});
    trig_store *store = open_store(TRIG_STORE_WRITE);
    uint64_t id = 0;
    assert_int_equal(trig_import_commit(stage(store, 1, 10), 11, 1, false, &id, &error), TRIG_ERR_REFUSED);
    assert_message("stored already, as import 1");
    assert_ok(trig_import_commit(stage(store, 1, 10), 11, 1, true, &id, &error), error);
    assert_int_equal(id, 2);
    trig_store_close(store);
}

static void test_begin_on_a_store_for_reading_is_refused(void **state)
{
    (void)state;
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_import_writer *writer = NULL;
    const struct trig_import import = {.file = trig_view("x")};
    assert_int_equal(trig_import_begin(store, &import, &writer, &error), TRIG_ERR_USAGE);
    assert_int_equal(trig_store_undo(store, 1, &error), TRIG_ERR_USAGE);
    trig_store_close(store);
}

static void test_append_of_a_wrong_batch_is_refused_and_leaves_the_writer_usable(void **state)
{
    (void)state;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_import_writer *writer = stage(store, 1, 10);
    const uint64_t words[] = {1, 2};
    const struct trig_column twice[] = {
        {.name = trig_view("w"), .encoding = TRIG_ENCODING_WORDS, .words = words},
        {.name = trig_view("w"), .encoding = TRIG_ENCODING_WORDS, .words = words},
    };
    const struct trig_batch batch = {2, 2, twice};
    assert_int_equal(trig_import_append(writer, &batch, &error), TRIG_ERR_USAGE);
    const uint8_t codes[] = {9, 9};
    trig_dictionary *dictionary = trig_dictionary_create(NULL);
    const struct trig_column outside[] = {
        {.name = trig_view("w"), .encoding = TRIG_ENCODING_WORDS, .words = words},
        {.name = trig_view("c"), .encoding = TRIG_ENCODING_CODES8, .codes8 = codes, .dictionary = dictionary},
    };
    const struct trig_batch bad = {2, 2, outside};
    assert_int_equal(trig_import_append(writer, &bad, &error), TRIG_ERR_USAGE);
    trig_dictionary_destroy(dictionary);
    uint64_t id;
    assert_ok(trig_import_commit(writer, 11, 0, false, &id, &error), error);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
}

static void test_restart_forgets_what_was_staged(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 10, .rejects = 2});
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_import_writer *writer = stage(store, 2, 20);
    const uint64_t words[] = {1, 2};
    const struct trig_column column = {
        .name = trig_view("w"), .encoding = TRIG_ENCODING_WORDS, .words = words};
    const struct trig_batch batch = {2, 1, &column};
    const struct trig_reject reject = {.record = 7, .reason = trig_view("blank")};
    assert_ok(trig_import_restart(writer, &error), error);
    assert_ok(trig_import_reject(writer, &reject, &error), error);
    assert_ok(trig_import_append(writer, &batch, &error), error);
    assert_ok(trig_import_reject(writer, &reject, &error), error);
    uint64_t id;
    struct gathered second = {0};
    assert_ok(trig_import_commit(writer, 4, 1, false, &id, &error), error);
    assert_ok(trig_store_rejects(store, id, gather, &second, &error), error);
    assert_int_equal(second.count, 2);
    assert_int_equal(second.records[0], 7);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
}

/* ---- undo ------------------------------------------------------------------------------------------ */

static bool file_holds(const char *text)
{
    struct trig_arena arena;
    struct trig_view bytes;
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &bytes, &error), error);
    bool found = memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
    trig_arena_clear(&arena);
    return found;
}

static void test_undo_removes_an_import_and_every_byte_of_it(void **state)
{
    (void)state;
    uint64_t before;
    uint64_t after;
    append((struct survey_import){.seed = 1, .rows = 100, .rejects = 2});
    assert_ok(survey_dump(folder.path, &before, &error), error);
    append((struct survey_import){.seed = 2, .rows = 3000, .rejects = 200});
    assert_true(file_holds("R-2-2999") && file_holds("seed 2, reject 199"));
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_ok(trig_store_undo(store, 2, &error), error);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
    assert_false(file_holds("R-2-"));
    assert_false(file_holds("seed 2, reject"));
    assert_true(file_holds("R-1-99"));
    assert_ok(survey_dump(folder.path, &after, &error), error);
    assert_true(before == after);
    assert_int_equal(append((struct survey_import){.seed = 3, .rows = 1}), 3); /* a number is given once */
}

static void test_undo_of_what_is_not_there_says_so(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 10});
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_int_equal(trig_store_undo(store, 2, &error), TRIG_ERR_MISSING);
    assert_message("has no import 2");
    assert_ok(trig_store_undo(store, 1, &error), error);
    assert_int_equal(trig_store_undo(store, 1, &error), TRIG_ERR_MISSING);
    trig_store_close(store);
}

/* ---- verify ------------------------------------------------------------------------------------------ */

static void test_verify_names_what_was_changed(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        const char *message;
    } cases[] = {
        {"UPDATE segment SET data = zeroblob(length(data)) WHERE batch = 1 AND variable = 'vis_1'",
         "\"vis_1\" in import 1, batch 1 is damaged: its checksum does not fit"},
        {"UPDATE segment SET dictionary = zeroblob(4) WHERE variable = 'department'",
         "\"department\" in import 1, batch 1 is damaged"},
        {"DELETE FROM segment WHERE variable = 'grade'", "10 columns were stored and 9 are there"},
        {"UPDATE segment SET variable = 'vis_9' WHERE variable = 'vis_1'", "\"vis_9\" in import 1, batch 1"},
        {"UPDATE import SET rejected = 7", "the record of import 1 is damaged"},
        {"UPDATE import SET time = '2001-01-01T00:00:00Z'", "the record of import 1 is damaged"},
        {"UPDATE batch SET rows = rows - 1", "the record of import 1, batch 1 is damaged"},
        {"UPDATE reject SET reason = 'blank' WHERE id = 2",
         "the reject of record 102 in import 1 is damaged"},
        {"DELETE FROM reject WHERE id = 2", "3 records were rejected and 2 are there"},
        {"UPDATE definition_file SET content = replace(content, 'visible', 'invisible')",
         "the definition's file \"variables.csv\" is damaged"},
        {"UPDATE definition_version SET sha256 = 'abc'", "the definition's version 1 is damaged"},
        {"PRAGMA foreign_keys = OFF; DELETE FROM import", "refers to a row of \"import\" that is not there"},
    };
    append((struct survey_import){.seed = 1, .rows = 100, .rejects = 3});
    struct trig_arena arena;
    struct trig_view bytes;
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &bytes, &error), error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(folder.path, bytes.data, bytes.length);
        trig_store *store = open_store(TRIG_STORE_READ);
        assert_ok(trig_store_verify(store, NULL, &error), error);
        meddle(cases[i].sql);
        struct trig_problems problems;
        trig_problems_init(&problems);
        enum trig_status status = trig_store_verify(store, &problems, &error);
        trig_store_close(store);
        bool named = false;
        for (size_t j = 0; j < problems.count; j++)
            named |= strstr(problems.items[j].error.message, cases[i].message) != NULL;
        if (status != TRIG_ERR_DAMAGED || !named)
            fail_msg("%s: status %d, first of %zu: %s", cases[i].sql, status, problems.count,
                     problems.count ? problems.items[0].error.message : "");
        trig_problems_clear(&problems);
    }
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_imports_come_back_as_they_were_committed),
        CASE(test_rejects_come_in_order_of_one_import_or_of_all),
        CASE(test_abandon_leaves_the_store_as_it_was),
        CASE(test_commit_of_counts_that_do_not_add_up_writes_nothing),
        CASE(test_commit_after_somebody_elses_is_busy_and_then_goes_through),
        CASE(test_commit_after_an_undo_is_busy_whatever_was_undone),
        CASE(test_commit_of_the_same_file_is_refused_unless_asked),
        CASE(test_begin_on_a_store_for_reading_is_refused),
        CASE(test_append_of_a_wrong_batch_is_refused_and_leaves_the_writer_usable),
        CASE(test_restart_forgets_what_was_staged),
        CASE(test_undo_removes_an_import_and_every_byte_of_it),
        CASE(test_undo_of_what_is_not_there_says_so),
        CASE(test_verify_names_what_was_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
