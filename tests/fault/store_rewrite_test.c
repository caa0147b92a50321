/* Those who change what is stored already (imports that replace, erasures, new
 * definitions), on a disk that fills up and in processes that are killed. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"
#include "surveys/store/store_erase.h"
#include "tests/fault/failing_vfs.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#define ROWS  300u
#define KILLS 20

/* Does its work on an open store. */
typedef enum trig_status work(trig_store *store, uint64_t seed);

static enum trig_status ignore_record(void *context, uint64_t import, struct trig_view record,
                                      struct trig_error *why)
{
    (void)context;
    (void)import;
    (void)record;
    (void)why;
    return TRIG_OK;
}

static enum trig_status is_nobodys(void *context, const struct trig_reject *reject, bool *theirs,
                                   struct trig_error *why)
{
    (void)context;
    (void)reject;
    (void)why;
    *theirs = false;
    return TRIG_OK;
}

/* The text of the record column in response number [row], in the arena. */
static enum trig_status read_record(trig_store *store, size_t row, struct trig_arena *arena,
                                    struct trig_view *out)
{
    trig_scan *scan = NULL;
    struct trig_batch batch = {.rows = 0};
    enum trig_status status = trig_scan_open(store, &survey_columns[SURVEY_RECORD], 1, &scan, &error);
    while (!status && !(status = trig_scan_next(scan, &batch, &error)) && batch.rows && row >= batch.rows)
        row -= batch.rows;
    if (!status && batch.rows)
        *out = trig_arena_copy(arena, trig_column_text(&batch.columns[0], row));
    trig_scan_close(scan);
    return status;
}

/* Removes whoever has the record id of response number [seed]: the record's text stands
 * for a pseudonym. */
static enum trig_status erase_one(trig_store *store, uint64_t seed)
{
    struct trig_arena arena;
    struct trig_erased erased;
    struct trig_erasure erasure = {.column = survey_columns[SURVEY_RECORD],
                                   .tombstone = trig_view("a tombstone"),
                                   .key = trig_view("a key"),
                                   .note = ignore_record,
                                   .is_theirs = is_nobodys};
    trig_arena_init(&arena);
    enum trig_status status = read_record(store, seed, &arena, &erasure.pseudonym);
    if (!status)
        status = trig_store_erase(store, &erasure, &erased, &error);
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status replace_some(trig_store *store, uint64_t seed)
{
    const struct survey_import import = {.seed = 1000 + seed, .rows = 50, .rejects = 1};
    trig_import_writer *writer = NULL;
    uint64_t newest = 0, id = 0;
    enum trig_status status = trig_store_newest(store, &newest, &error);
    if (!status)
        status = survey_stage(store, &import, &writer, &error);
    if (status)
        return status;
    for (uint64_t row = 0; row < 20 && !status; row++) {
        const struct trig_place place = {newest, 1, 2 * row};
        status = trig_import_supersede(writer, &place, &error);
    }
    if (!status)
        return trig_import_commit(writer, 51, newest, false, &id, &error);
    trig_import_abandon(writer);
    return status;
}

static enum trig_status redefine(trig_store *store, uint64_t seed)
{
    struct trig_definition_files files;
    enum trig_status status = survey_definition(seed % 2 == 0, &files, &error);
    if (!status)
        status = trig_store_redefine(store, &files, TRIG_ANY_IMPORT, &error);
    trig_definition_files_clear(&files);
    return status;
}

/* ---- a disk that fills up -------------------------------------------------------------- */

static enum trig_status attempt(work *run)
{
    trig_store *store = NULL;
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error);
    if (!status)
        status = run(store, 4);
    trig_store_close(store);
    return status;
}

static uint64_t hash_of_sound_store(size_t nth)
{
    uint64_t hash = 0;
    struct trig_error why = {0};
    trig_store *store = NULL;
    enum trig_status status = survey_dump(folder.path, &hash, &why);
    if (!status)
        status = trig_store_open(folder.path, TRIG_STORE_READ, &store, &why);
    if (!status)
        status = trig_store_verify(store, NULL, &why);
    trig_store_close(store);
    if (status)
        fail_msg("failure %zu left a store that cannot be read: %s", nth, why.message);
    return hash;
}

/* Every write in turn is the first that fails. What the work did is there whole or not at
 * all; an error may follow what is done (the log of an erasure), success never what is not. */
static void sweep(enum failing_kind kind, work *run)
{
    struct trig_arena arena;
    struct trig_view before;
    append((struct survey_import){.seed = 1, .rows = ROWS, .batch = 97, .rejects = 2});
    uint64_t untouched = hash_of_sound_store(0);
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &before, &error), error);
    size_t failures = 0;
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        restore_file(before);
        failing_vfs_arm(kind, nth);
        enum trig_status status = attempt(run);
        failed = failing_vfs_mend();
        failures += status != TRIG_OK;
        bool changed = hash_of_sound_store(nth) != untouched;
        if (!status && !changed)
            fail_msg("failure %zu: success, and yet nothing was written", nth);
        if (status && !failed)
            fail_msg("%s, though nothing failed", error.message);
        if (status && changed && !strstr(error.message, "the person is removed"))
            fail_msg("failure %zu: \"%s\", and yet something was written", nth, error.message);
        if (status)
            assert_ok(attempt(run), error);
        assert_int_equal(survey_folder_files(&folder), 1);
    }
    assert_true(failures > 0);
    trig_arena_clear(&arena);
}

static void test_full_disk_at_any_write_of_an_erasure_erases_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_FULL, erase_one);
}

static void test_device_error_at_any_sync_of_an_erasure_erases_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_SYNC, erase_one);
}

static void test_full_disk_at_any_write_of_a_replacing_import_replaces_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_FULL, replace_some);
}

static void test_device_error_at_any_sync_of_a_replacing_import_replaces_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_SYNC, replace_some);
}

static void test_full_disk_at_any_write_of_a_new_definition_takes_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_FULL, redefine);
}

static void test_device_error_at_any_sync_of_a_new_definition_takes_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_SYNC, redefine);
}

static enum trig_status undo_newest(trig_store *store, uint64_t seed)
{
    uint64_t newest = 0;
    (void)seed;
    enum trig_status status = trig_store_newest(store, &newest, &error);
    return status ? status : trig_store_undo(store, newest, &error);
}

static void test_full_disk_at_any_write_of_an_undone_import_undoes_all_or_nothing(void **state)
{
    (void)state;
    sweep(FAILING_FULL, undo_newest);
}

/* ---- what is erased is gone ------------------------------------------------------------------- */

static void test_erasure_leaves_no_byte_of_the_record_in_the_file(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_view record = {NULL, 0}, bytes;
    append((struct survey_import){.seed = 1, .rows = ROWS, .batch = 97, .rejects = 2});
    append((struct survey_import){.seed = 2, .rows = ROWS});
    trig_arena_init(&arena);
    /* Ids of three digits, none of which another one begins with. */
    for (size_t row = 100; row < 140; row++) {
        trig_store *store = open_store(TRIG_STORE_WRITE);
        assert_ok(read_record(store, row, &arena, &record), error);
        assert_ok(erase_one(store, row), error);
        trig_store_close(store);
        assert_ok(trig_file_read(folder.path, 0, &arena, &bytes, &error), error);
        assert_null(memmem(bytes.data, bytes.length, record.data, record.length));
    }
    hash_of_sound_store(0);
    trig_arena_clear(&arena);
}

/* ---- processes that are killed ------------------------------------------------------------------ */

static int work_for_ever(uint64_t seed)
{
    static work *const all[] = {erase_one, replace_some, redefine};
    trig_store *store = NULL;
    for (;; seed++) {
        if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error) != TRIG_OK)
            return 1;
        enum trig_status status = all[seed % 3](store, seed);
        /* Refused: the other one has changed the definition meanwhile. */
        if (status != TRIG_OK && status != TRIG_ERR_BUSY && status != TRIG_ERR_REFUSED)
            return 10 + (int)status;
        trig_store_close(store);
    }
}

static void kill_some(size_t writers)
{
    srand(23);
    for (uint64_t i = 0; i < KILLS; i++) {
        pid_t children[2];
        const struct timespec moment = {0, 1000000L * (rand() % 80)};
        fflush(NULL);
        for (size_t j = 0; j < writers; j++) {
            children[j] = fork();
            if (children[j] == 0)
                _exit(work_for_ever(1 + 1000 * i + 100000 * j));
        }
        nanosleep(&moment, NULL);
        for (size_t j = 0; j < writers; j++) {
            int status = 0;
            if (waitpid(children[j], &status, WNOHANG) != 0)
                fail_msg("a writer ended by itself with %d", WEXITSTATUS(status));
            kill(children[j], SIGKILL);
            waitpid(children[j], &status, 0);
        }
        hash_of_sound_store((size_t)i);
    }
}

static void test_killed_writers_leave_a_sound_store(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 20000, .batch = 997, .rejects = 2});
    kill_some(1);
}

static void test_two_killed_writers_leave_a_sound_store(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 20000, .batch = 997, .rejects = 2});
    kill_some(2);
}

int main(void)
{
    failing_vfs_install();
    const struct CMUnitTest tests[] = {
        CASE(test_full_disk_at_any_write_of_an_erasure_erases_all_or_nothing),
        CASE(test_device_error_at_any_sync_of_an_erasure_erases_all_or_nothing),
        CASE(test_full_disk_at_any_write_of_a_replacing_import_replaces_all_or_nothing),
        CASE(test_device_error_at_any_sync_of_a_replacing_import_replaces_all_or_nothing),
        CASE(test_full_disk_at_any_write_of_a_new_definition_takes_all_or_nothing),
        CASE(test_device_error_at_any_sync_of_a_new_definition_takes_all_or_nothing),
        CASE(test_full_disk_at_any_write_of_an_undone_import_undoes_all_or_nothing),
        CASE(test_erasure_leaves_no_byte_of_the_record_in_the_file),
        CASE(test_killed_writers_leave_a_sound_store),
        CASE(test_two_killed_writers_leave_a_sound_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
