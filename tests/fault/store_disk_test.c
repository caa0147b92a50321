/* A disk that fills up or breaks at any moment of an ingest. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"
#include "tests/fault/failing_vfs.h"

#include <unistd.h>

/* What the store holds before and after the import under test. */
struct around {
    struct trig_arena arena;
    struct trig_view before;
    uint64_t hash_before;
};

static void prepare(struct around *around)
{
    append((struct survey_import){.seed = 1, .rows = 30, .rejects = 1});
    trig_arena_init(&around->arena);
    assert_ok(trig_file_read(folder.path, 0, &around->arena, &around->before, &error), error);
    assert_ok(survey_dump(folder.path, &around->hash_before, &error), error);
}

/* Opens, appends and closes while things fail; [id] stays 0 when nothing was stored. */
static enum trig_status attempt(struct survey_import import, uint64_t *id)
{
    trig_store *store = NULL;
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error);
    if (!status)
        status = survey_append(store, &import, id, &error);
    trig_store_close(store);
    return status;
}

static void assert_whole(const struct around *around, enum trig_status status, size_t nth)
{
    uint64_t hash = 0;
    struct trig_error why = {0};
    enum trig_status dumped = survey_dump(folder.path, &hash, &why);
    trig_store *store = NULL;
    if (!dumped)
        dumped = trig_store_open(folder.path, TRIG_STORE_READ, &store, &why);
    if (!dumped)
        dumped = trig_store_verify(store, NULL, &why);
    trig_store_close(store);
    if (dumped)
        fail_msg("failure %zu left a store that cannot be read: %s", nth, why.message);
    if (status && hash != around->hash_before)
        fail_msg("failure %zu: \"%s\", and yet something was written", nth, error.message);
    if (!status && hash == around->hash_before)
        fail_msg("failure %zu: success, and yet nothing was written", nth);
    /* A journal whose first sync failed holds nothing, and goes when the next writer comes. */
    if (survey_folder_files(&folder) != 1)
        trig_store_close(open_store(TRIG_STORE_WRITE));
    if (survey_folder_files(&folder) != 1)
        fail_msg("failure %zu left %zu files", nth, survey_folder_files(&folder));
}

/* Sweeps the n-th operation, every [stride]-th of them, until none is left to fail. */
static size_t sweep(enum failing_kind kind, struct survey_import import, size_t stride, const char *message)
{
    struct around around;
    prepare(&around);
    size_t failures = 0;
    bool failed = true;
    for (size_t nth = 1; failed; nth += stride) {
        uint64_t id = 0;
        restore_file(around.before);
        failing_vfs_arm(kind, nth);
        enum trig_status status = attempt(import, &id);
        failed = failing_vfs_mend();
        failures += status != TRIG_OK;
        if (status && (status != TRIG_ERR_IO || !strstr(error.message, message)))
            fail_msg("failure %zu: status %d, %s", nth, status, error.message);
        if (status && !failed)
            fail_msg("%s, though nothing failed", error.message);
        assert_whole(&around, status, nth);
    }
    trig_arena_clear(&around.arena);
    return failures;
}

static void test_full_disk_at_any_write_leaves_no_half_import(void **state)
{
    (void)state;
    struct survey_import import = {.seed = 2, .rows = 300, .batch = 200, .rejects = 2};
    assert_true(sweep(FAILING_FULL, import, 1, "no space is left") > 10);
}

/* More than SQLite keeps in memory: staging writes to the disk too. */
static void test_full_disk_while_a_large_import_is_staged_leaves_nothing(void **state)
{
    (void)state;
    struct survey_import import = {.seed = 2, .rows = 60000, .batch = 8192, .rejects = 2};
    assert_true(sweep(FAILING_FULL, import, 131, "no space is left") > 2);
}

/* So large that it is on its way to the disk before it is synced. */
static const struct survey_import large = {.seed = 2, .rows = 150000, .batch = 32768, .rejects = 2};

static void test_full_disk_while_a_large_import_is_brought_to_it_leaves_nothing(void **state)
{
    (void)state;
    assert_true(sweep(FAILING_FULL, large, 613, "no space is left") > 2);
}

static void test_device_error_at_a_sync_of_a_large_import_leaves_nothing(void **state)
{
    (void)state;
    assert_true(sweep(FAILING_SYNC, large, 4, "could not be read or written") > 0);
}

static void test_device_error_at_any_sync_leaves_no_half_import(void **state)
{
    (void)state;
    struct survey_import import = {.seed = 2, .rows = 300, .batch = 200, .rejects = 2};
    assert_true(sweep(FAILING_SYNC, import, 1, "could not be read or written") > 0);
}

static void test_full_disk_at_any_write_of_create_leaves_nothing(void **state)
{
    (void)state;
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        unlink(folder.path);
        failing_vfs_arm(FAILING_FULL, nth);
        enum trig_status status = survey_create(folder.path, &error);
        failed = failing_vfs_mend();
        if (status && status != TRIG_ERR_IO)
            fail_msg("failure %zu: %s", nth, error.message);
        assert_int_equal(survey_folder_files(&folder), status ? 0 : 1);
        if (status)
            assert_string_equal(error.file, folder.path);
    }
}

static void test_full_disk_at_any_write_of_undo_undoes_all_or_nothing(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 2, .rows = 300, .batch = 200, .rejects = 2});
    struct around around;
    prepare(&around); /* which appends another */
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        trig_store *store = NULL;
        restore_file(around.before);
        failing_vfs_arm(FAILING_FULL, nth);
        enum trig_status status = trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error);
        if (!status)
            status = trig_store_undo(store, 1, &error);
        trig_store_close(store);
        failed = failing_vfs_mend();
        assert_whole(&around, status, nth);
    }
    trig_arena_clear(&around.arena);
}

int main(void)
{
    failing_vfs_install();
    const struct CMUnitTest tests[] = {
        CASE(test_full_disk_at_any_write_leaves_no_half_import),
        CASE(test_full_disk_while_a_large_import_is_staged_leaves_nothing),
        CASE(test_full_disk_while_a_large_import_is_brought_to_it_leaves_nothing),
        CASE(test_device_error_at_a_sync_of_a_large_import_leaves_nothing),
        CASE(test_device_error_at_any_sync_leaves_no_half_import),
        CASE(test_full_disk_at_any_write_of_create_leaves_nothing),
        CASE(test_full_disk_at_any_write_of_undo_undoes_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
