/* A fresh store for each test of a test program, and short words for using it. */
#ifndef TRIG_TESTS_STORE_FIXTURE_H
#define TRIG_TESTS_STORE_FIXTURE_H

#include "tests/store_support.h"
#include "tests/support.h"

#include <sqlite3.h>
#include <unistd.h>

static struct survey_folder folder; /* with the store at folder.path */
static struct trig_error error;     /* the last one */

static inline int make(void **state)
{
    (void)state;
    memset(&error, 0, sizeof error);
    survey_folder_make(&folder);
    return survey_create(folder.path, &error) ? -1 : 0;
}

static inline int clear(void **state)
{
    (void)state;
    survey_folder_remove(&folder);
    return 0;
}

/* One test with its own store. */
#define CASE(function) cmocka_unit_test_setup_teardown(function, make, clear)

static inline trig_store *open_store(enum trig_store_mode mode)
{
    trig_store *store = NULL;
    assert_ok(trig_store_open(folder.path, mode, &store, &error), error);
    return store;
}

/** Opens, appends and closes; returns the import's id. */
static inline uint64_t append(struct survey_import import)
{
    trig_store *store = open_store(TRIG_STORE_WRITE);
    uint64_t id = 0;
    assert_ok(survey_append(store, &import, &id, &error), error);
    trig_store_close(store);
    return id;
}

/** Runs SQL that the store itself would never run, to make it wrong. */
static inline void meddle(const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(folder.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static inline void assert_message(const char *part)
{
    if (!strstr(error.message, part))
        fail_msg("\"%s\" does not say \"%s\"", error.message, part);
}

static inline void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/** The store's file as it was, and nothing that an interrupted program left beside it. */
static inline void restore_file(struct trig_view bytes)
{
    static const char *const beside[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s%s", folder.path, beside[i]);
        unlink(path);
    }
    write_file(folder.path, bytes.data, bytes.length);
}

#endif
