/* Memory that runs out at any moment: ours, and SQLite's own. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"
#include "surveys/store/store_writeback.h"
#include "tests/fault/failing_memory.h"

#include <unistd.h>

/* ---- SQLite's memory through the same seam, each block with its size in front -------- */

#define FRONT 16 /* keeps what follows aligned */

static void *sql_malloc(int size)
{
    char *block = failing_memory_malloc((size_t)size + FRONT);
    if (!block)
        return NULL;
    memcpy(block, &size, sizeof size);
    return block + FRONT;
}

static void sql_free(void *pointer)
{
    failing_memory_free((char *)pointer - FRONT);
}

static int sql_size(void *pointer)
{
    int size = 0;
    if (pointer)
        memcpy(&size, (char *)pointer - FRONT, sizeof size);
    return size;
}

static void *sql_realloc(void *pointer, int size)
{
    int old = sql_size(pointer);
    void *larger = sql_malloc(size);
    if (!larger)
        return NULL;
    memcpy(larger, pointer, (size_t)(old < size ? old : size));
    sql_free(pointer);
    return larger;
}

static int sql_round(int size)
{
    return (size + 7) & ~7;
}

static int sql_begin(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void sql_end(void *context)
{
    (void)context;
}

static const sqlite3_mem_methods sql_memory = {sql_malloc, sql_free,  sql_realloc, sql_size,
                                               sql_round,  sql_begin, sql_end,     NULL};

/* ---- the work ---------------------------------------------------------------------------- */

static enum trig_status dump(void *context, struct trig_error *why)
{
    (void)context;
    uint64_t hash;
    return survey_dump(folder.path, &hash, why);
}

static enum trig_status verify(void *context, struct trig_error *why)
{
    (void)context;
    trig_store *store = NULL;
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_READ, &store, why);
    if (!status)
        status = trig_store_verify(store, NULL, why);
    trig_store_close(store);
    return status;
}

/* Starts from the same bytes each time, whatever the run before has stored. */
static enum trig_status stage_and_commit(void *context, struct trig_error *why)
{
    const struct trig_view *bytes = context;
    trig_store *store = NULL;
    uint64_t id = 0;
    const struct survey_import import = {.seed = 2, .rows = 40, .batch = 30, .rejects = 1};
    restore_file(*bytes);
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_WRITE, &store, why);
    if (!status)
        status = survey_append(store, &import, &id, why);
    trig_store_close(store);
    return status;
}

static enum trig_status undo(void *context, struct trig_error *why)
{
    const struct trig_view *bytes = context;
    trig_store *store = NULL;
    restore_file(*bytes);
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_WRITE, &store, why);
    if (!status)
        status = trig_store_undo(store, 1, why);
    trig_store_close(store);
    return status;
}

static enum trig_status create(void *context, struct trig_error *why)
{
    (void)context;
    unlink(folder.path);
    return survey_create(folder.path, why);
}

static const struct {
    const char *label;
    failing_memory_run *run;
} works[] = {
    {"create", create}, {"dump", dump}, {"verify", verify}, {"append", stage_and_commit}, {"undo", undo},
};

static struct trig_view make_bytes(struct trig_arena *arena)
{
    struct trig_view bytes;
    unlink(folder.path);
    assert_ok(survey_create(folder.path, &error), error);
    append((struct survey_import){.seed = 1, .rows = 40, .batch = 30, .rejects = 1});
    trig_arena_init(arena);
    assert_ok(trig_file_read(folder.path, 0, arena, &bytes, &error), error);
    return bytes;
}

static void test_store_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        struct trig_arena arena;
        struct trig_view bytes = make_bytes(&arena);
        assert_true(failing_memory_sweep(works[i].label, works[i].run, &bytes) > 10);
        trig_arena_clear(&arena);
    }
}

static enum trig_status bring_to_disk(void *context, struct trig_error *why)
{
    (void)context;
    (void)why;
    trig_writeback *writeback = trig_writeback_start(folder.path);
    trig_writeback_go(writeback);
    trig_writeback_stop(writeback);
    return TRIG_OK;
}

static void test_writeback_without_memory_is_done_without(void **state)
{
    (void)state;
    assert_int_equal(failing_memory_sweep("writeback", bring_to_disk, NULL), 1);
}

/* One run with the [nth] allocation, SQLite's included, failing, alone or with
 * all after it. @return whether one failed. */
static bool run_failing(size_t work, struct trig_view *bytes, size_t nth, bool all)
{
    struct trig_error why = {0};
    size_t before = failing_memory_live();
    if (all)
        failing_memory_arm_all(nth);
    else
        failing_memory_arm(nth);
    enum trig_status status = works[work].run(bytes, &why);
    bool struck = failing_memory_struck();
    failing_memory_arm(0);
    if (status && (!struck || status != TRIG_ERR_MEMORY || why.message[0] == '\0'))
        fail_msg("%s: status %d, '%s', when allocation %zu failed", works[work].label, status, why.message,
                 nth);
    if (failing_memory_live() != before)
        fail_msg("%s: %zu blocks were lost when allocation %zu failed", works[work].label,
                 failing_memory_live() - before, nth);
    return struck;
}

/* SQLite takes thousands of blocks: some of them, by a stride without rhythm. */
static void test_store_with_sqlite_out_of_memory_says_so(void **state)
{
    (void)state;
    const size_t stride = 29;
    sqlite3_shutdown();
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &sql_memory), SQLITE_OK);
    sqlite3_initialize();
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        struct trig_arena arena;
        struct trig_view bytes = make_bytes(&arena);
        bool struck = true;
        for (size_t nth = 1; struck; nth += stride)
            struck = run_failing(i, &bytes, nth, nth % 2);
        trig_arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_store_with_any_allocation_failing_says_so),
        CASE(test_writeback_without_memory_is_done_without),
        CASE(test_store_with_sqlite_out_of_memory_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
