/* Several programs on one store, and programs that are killed. */
#include "tests/unit/surveys/store/store_fixture.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITERS 3
#define IMPORTS 8
#define KILLS   30

/* What a child does; its exit code is the result, since a test may only fail in
 * the process that cmocka knows. */
typedef int work(uint64_t seed);

static pid_t start(work *run, uint64_t seed)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(run(seed));
    return child;
}

static void assert_done(pid_t child, const char *what)
{
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s ended with %d", what, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static int append_some(uint64_t seed)
{
    for (uint64_t i = 0; i < IMPORTS; i++) {
        struct trig_error why;
        trig_store *store = NULL;
        uint64_t id = 0;
        const struct survey_import import = {.seed = seed + i, .rows = 50 + 10 * i, .rejects = 1};
        if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &why) != TRIG_OK)
            return 1;
        enum trig_status status = survey_append(store, &import, &id, &why);
        trig_store_close(store);
        if (status != TRIG_OK || id == 0)
            return 2;
    }
    return 0;
}

/* Reads while others write: each time a whole number of imports, never fewer. */
static int read_meanwhile(uint64_t most)
{
    uint64_t before = 0;
    time_t patience = time(NULL) + 240; /* the writers take seconds */
    while (before < most && time(NULL) < patience) {
        struct trig_error why;
        trig_store *store = NULL;
        uint64_t hash;
        uint64_t newest = 0;
        if (survey_dump(folder.path, &hash, &why) != TRIG_OK)
            return 1;
        if (trig_store_open(folder.path, TRIG_STORE_READ, &store, &why) != TRIG_OK)
            return 2;
        enum trig_status status = trig_store_newest(store, &newest, &why);
        trig_store_close(store);
        if (status != TRIG_OK || newest < before)
            return 3;
        before = newest;
    }
    return before == most ? 0 : 4;
}

static void assert_sound(uint64_t imports)
{
    uint64_t newest = 0;
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    assert_ok(trig_store_newest(store, &newest, &error), error);
    trig_store_close(store);
    assert_true(newest == imports);
    assert_int_equal(survey_folder_files(&folder), 1);
}

static void test_writers_at_once_all_succeed_while_others_read(void **state)
{
    (void)state;
    pid_t writers[WRITERS];
    pid_t reader = start(read_meanwhile, WRITERS * IMPORTS);
    for (uint64_t i = 0; i < WRITERS; i++)
        writers[i] = start(append_some, 1000 * (i + 1));
    for (size_t i = 0; i < WRITERS; i++)
        assert_done(writers[i], "a writer");
    assert_done(reader, "the reader");
    assert_sound(WRITERS * IMPORTS);
}

static int append_for_ever(uint64_t seed)
{
    struct trig_error why;
    trig_store *store = NULL;
    if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &why) != TRIG_OK)
        return 1;
    for (;; seed++) {
        uint64_t id;
        const struct survey_import import = {.seed = seed, .rows = 3000, .batch = 500, .rejects = 3};
        if (survey_append(store, &import, &id, &why) != TRIG_OK)
            return 2;
        if (seed % 3 == 0 && trig_store_undo(store, id, &why) != TRIG_OK)
            return 3;
        if (seed % 5 == 0) {
            trig_store_close(store);
            if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &why) != TRIG_OK)
                return 4;
        }
    }
}

/* Whether [name] is a temporary file of SQLite that holds nothing: one that a
 * writer had opened and was killed before it could unlink it. */
static bool is_empty_temporary(const char *name)
{
    char path[4096];
    struct stat facts;
    snprintf(path, sizeof path, "%s/%s", folder.folder, name);
    return strncmp(name, "etilqs_", 7) == 0 && stat(path, &facts) == 0 && facts.st_size == 0;
}

/* The files in the folder that hold anything: the store alone, at rest. */
static size_t files_that_hold_anything(void)
{
    size_t count = 0;
    DIR *files = opendir(folder.folder);
    assert_non_null(files);
    for (const struct dirent *entry; (entry = readdir(files));)
        count += entry->d_name[0] != '.' && !is_empty_temporary(entry->d_name);
    closedir(files);
    return count;
}

/* How many responses there are; fails unless each import is whole. */
static uint64_t rows_of_whole_imports(void)
{
    struct trig_arena arena;
    const struct trig_import *imports;
    size_t count;
    uint64_t rows = 0;
    trig_arena_init(&arena);
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_imports(store, &arena, &imports, &count, &error), error);
    for (size_t i = 0; i < count; i++) {
        assert_true(imports[i].stored == 3000 && imports[i].rejected == 3 && imports[i].read == 3003);
        rows += imports[i].stored;
    }
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
    trig_arena_clear(&arena);
    return rows;
}

/* A writer that is killed while it changes how the store is journaled leaves the
 * beginning of a journal, which nobody has to roll back; the next writer takes it away. */
static void tidy_up(void)
{
    trig_store_close(open_store(TRIG_STORE_WRITE));
}

static void test_killed_writers_leave_whole_imports_and_nothing_else(void **state)
{
    (void)state;
    uint64_t rows = 0;
    srand(17);
    setenv("SQLITE_TMPDIR", folder.folder, 1); /* so that what is staged would show */
    /* On a busy machine writers get further only when they are left alone for longer. */
    for (uint64_t i = 0; i < KILLS || (!rows && i < KILLS * 10); i++) {
        const struct timespec moment = {0, 1000000L * (rand() % 60) * (1 + (long)(i / KILLS))};
        pid_t child = start(append_for_ever, 1 + 1000 * i);
        nanosleep(&moment, NULL);
        int status = 0;
        bool is_running = waitpid(child, &status, WNOHANG) == 0;
        if (!is_running)
            fail_msg("the writer ended by itself with %d", WEXITSTATUS(status));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        rows += rows_of_whole_imports();
        tidy_up();
        assert_int_equal(files_that_hold_anything(), 1);
    }
    unsetenv("SQLITE_TMPDIR");
    if (rows == 0)
        fail_msg("every writer was killed before it stored anything");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_writers_at_once_all_succeed_while_others_read),
        CASE(test_killed_writers_leave_whole_imports_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
