/* Responses and rejects that a later import takes the place of. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"

#define ROWS  300u
#define BATCH 97u

static const struct survey_import first = {.seed = 1, .rows = ROWS, .batch = BATCH, .rejects = 3};

/* Every third row, and all of the second batch. */
static bool is_replaced(size_t row)
{
    return row % 3 == 0 || row / BATCH == 1;
}

static enum trig_status supersede_rows(trig_import_writer *writer, uint64_t import)
{
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < ROWS && status == TRIG_OK; row++) {
        const struct trig_place place = {import, row / BATCH + 1, row % BATCH};
        if (is_replaced(row))
            status = trig_import_supersede(writer, &place, &error);
    }
    return status;
}

static enum trig_status note_reject(void *context, const struct trig_reject *reject, struct trig_error *why)
{
    uint64_t *ids = context;
    (void)why;
    ids[1 + ids[0]++] = reject->id;
    return TRIG_OK;
}

/* Import [seed] of 10 rows that replaces rows, and the first reject, of import [of]. */
static uint64_t replace(uint64_t seed, uint64_t of)
{
    const struct survey_import import = {.seed = seed, .rows = 10};
    uint64_t id = 0, ids[8] = {0};
    trig_import_writer *writer = NULL;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_ok(trig_store_rejects(store, of, note_reject, ids, &error), error);
    assert_ok(survey_stage(store, &import, &writer, &error), error);
    assert_ok(supersede_rows(writer, of), error);
    assert_ok(trig_import_supersede(writer, &(struct trig_place){of, 0, ids[1]}, &error), error);
    assert_ok(trig_import_commit(writer, 10, of, false, &id, &error), error);
    trig_store_close(store);
    return id;
}

static uint64_t dump(void)
{
    uint64_t hash = 0;
    assert_ok(survey_dump(folder.path, &hash, &error), error);
    return hash;
}

static void assert_verified(enum trig_status expected)
{
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_int_equal(trig_store_verify(store, NULL, &error), expected);
    trig_store_close(store);
}

/* All cells of the rows that are left, and where they are. */
static void assert_left(trig_store *store)
{
    trig_scan *scan = NULL;
    struct trig_batch batch;
    size_t row = 0, seen = 0;
    assert_ok(trig_scan_open(store, survey_columns, SURVEY_COLUMNS, &scan, &error), error);
    while (row < ROWS) {
        assert_ok(trig_scan_next(scan, &batch, &error), error);
        assert_true(batch.rows > 0);
        for (size_t i = 0; i < batch.rows; i++, row++, seen++) {
            while (is_replaced(row))
                row++;
            struct trig_place place = trig_scan_place(scan, i);
            assert_true(place.import == 1 && (place.batch - 1) * BATCH + place.row == row);
            for (size_t k = 0; k < SURVEY_COLUMNS; k++)
                if (!survey_cell_is(&batch.columns[k], (enum survey_column)k, 1, row, i))
                    fail_msg("row %zu: \"%.*s\" differs", row, TRIG_VIEW_ARG(survey_columns[k]));
        }
        while (row < ROWS && is_replaced(row))
            row++;
    }
    assert_true(trig_scan_rows(scan) == seen + 10);
    trig_scan_close(scan);
}

static void test_scan_leaves_out_what_a_later_import_replaced(void **state)
{
    (void)state;
    uint64_t ids[8] = {0};
    append(first);
    replace(2, 1);
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_left(store);
    assert_ok(trig_store_rejects(store, 1, note_reject, ids, &error), error);
    assert_int_equal(ids[0], 2);
    trig_store_close(store);
    assert_verified(TRIG_OK);
}

static void test_undo_brings_back_what_was_replaced(void **state)
{
    (void)state;
    append(first);
    uint64_t before = dump();
    uint64_t id = replace(2, 1);
    assert_true(dump() != before);
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_ok(trig_store_undo(store, id, &error), error);
    trig_store_close(store);
    assert_true(dump() == before);
    assert_verified(TRIG_OK);
}

static void test_undo_of_the_middle_of_a_chain_is_refused(void **state)
{
    (void)state;
    append(first);
    replace(2, 1);
    trig_store *store = open_store(TRIG_STORE_WRITE);
    const struct survey_import import = {.seed = 3, .rows = 10};
    trig_import_writer *writer = NULL;
    uint64_t id = 0;
    assert_ok(survey_stage(store, &import, &writer, &error), error);
    assert_ok(trig_import_supersede(writer, &(struct trig_place){2, 1, 4}, &error), error);
    assert_ok(trig_import_commit(writer, 10, 2, false, &id, &error), error);
    assert_int_equal(trig_store_undo(store, 2, &error), TRIG_ERR_REFUSED);
    assert_message("undo import 3 first");
    assert_ok(trig_store_undo(store, 3, &error), error);
    assert_ok(trig_store_undo(store, 2, &error), error);
    trig_store_close(store);
    assert_verified(TRIG_OK);
}

static void test_pairs_say_how_much_was_replaced_by_whom(void **state)
{
    (void)state;
    struct trig_arena arena;
    const struct trig_superseded *pairs = NULL;
    size_t count = 0, rows = 0;
    append(first);
    replace(2, 1);
    for (size_t row = 0; row < ROWS; row++)
        rows += is_replaced(row);
    trig_arena_init(&arena);
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_superseded(store, &arena, &pairs, &count, &error), error);
    assert_int_equal(count, 1);
    assert_true(pairs[0].import == 1 && pairs[0].by == 2 && pairs[0].responses == rows &&
                pairs[0].rejects == 1);
    trig_store_close(store);
    trig_arena_clear(&arena);
}

static void test_changed_notes_of_what_was_replaced_are_damage(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "UPDATE superseded SET row = 7 WHERE batch = 1 AND row = 6",
        "UPDATE superseded SET by = 1 WHERE batch = 1 AND row = 9",
        "UPDATE superseded SET batch = 4, row = 1 WHERE batch = 1 AND row = 12",
    };
    struct trig_arena arena;
    struct trig_view whole;
    append(first);
    replace(2, 1);
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &whole, &error), error);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        meddle(changes[i]);
        assert_verified(TRIG_ERR_DAMAGED);
        restore_file(whole);
    }
    trig_arena_clear(&arena);
}

static void test_store_of_version_1_is_read_and_brought_up_to_date(void **state)
{
    (void)state;
    append(first);
    uint64_t before = dump();
    meddle("DROP TABLE weighting; DROP TABLE superseded; DROP TABLE erasure; PRAGMA user_version = 1");
    assert_true(dump() == before);
    assert_verified(TRIG_OK);
    replace(2, 1);
    assert_verified(TRIG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_scan_leaves_out_what_a_later_import_replaced),
        CASE(test_undo_brings_back_what_was_replaced),
        CASE(test_undo_of_the_middle_of_a_chain_is_refused),
        CASE(test_pairs_say_how_much_was_replaced_by_whom),
        CASE(test_changed_notes_of_what_was_replaced_are_damage),
        CASE(test_store_of_version_1_is_read_and_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
