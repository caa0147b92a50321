#include "tests/unit/surveys/store/store_fixture.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- creating ------------------------------------------------------------------------- */

static void test_create_makes_one_file_that_opens_empty(void **state)
{
    (void)state;
    assert_int_equal(survey_folder_files(&folder), 1);
    trig_store *store = open_store(TRIG_STORE_READ);
    uint64_t newest = 99;
    assert_ok(trig_store_newest(store, &newest, &error), error);
    assert_int_equal(newest, 0);
    assert_true(trig_view_is(trig_store_definition(store)->survey.id, "synthetic"));
    assert_string_equal(trig_store_path(store), folder.path);
    struct trig_arena arena;
    trig_arena_init(&arena);
    const struct trig_import *imports;
    size_t count = 99;
    assert_ok(trig_store_imports(store, &arena, &imports, &count, &error), error);
    assert_int_equal(count, 0);
    trig_arena_clear(&arena);
    trig_store_close(store);
    assert_int_equal(survey_folder_files(&folder), 1);
}

static void test_create_over_a_file_leaves_it_alone(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 10});
    uint64_t before;
    uint64_t after;
    assert_ok(survey_dump(folder.path, &before, &error), error);
    assert_int_equal(survey_create(folder.path, &error), TRIG_ERR_REFUSED);
    assert_message("exists already");
    assert_ok(survey_dump(folder.path, &after, &error), error);
    assert_true(before == after);
    assert_int_equal(survey_folder_files(&folder), 1);
}

static void test_create_that_fails_leaves_nothing(void **state)
{
    (void)state;
    struct trig_definition_files files;
    assert_ok(survey_definition(false, &files, &error), error);
    char path[256];
    snprintf(path, sizeof path, "%s/no/such/folder.trig", folder.folder);
    assert_int_equal(trig_store_create(path, &files, &error), TRIG_ERR_IO);
    files.items[3].content = trig_view("name,role,type\nx,nonsense,text\n");
    snprintf(path, sizeof path, "%s/other.trig", folder.folder);
    assert_int_equal(trig_store_create(path, &files, &error), TRIG_ERR_FORMAT);
    trig_definition_files_clear(&files);
    assert_int_equal(survey_folder_files(&folder), 1);
}

/* ---- opening what is no store ------------------------------------------------------------ */

static void test_open_of_what_is_no_store_says_what_to_do(void **state)
{
    (void)state;
    static const char text[] = "Response ID,Q1\nR_1,Agree\nR_2,Disagree and some more of it\n"
                               "a line that is long enough to fill the hundred bytes of a header\n";
    static const struct {
        const char *name;
        const char *bytes;
        size_t length;
    } cases[] = {{"empty", "", 0}, {"one byte", "x", 1}, {"an export", text, sizeof text - 1}};
    char path[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_store *store = NULL;
        snprintf(path, sizeof path, "%s/%s", folder.folder, cases[i].name);
        write_file(path, cases[i].bytes, cases[i].length);
        for (int mode = TRIG_STORE_READ; mode <= TRIG_STORE_WRITE; mode++) {
            if (trig_store_open(path, (enum trig_store_mode)mode, &store, &error) != TRIG_ERR_FORMAT)
                fail_msg("%s was opened: %s", cases[i].name, error.message);
            assert_message("is not a Trigpillar store; make one with `trig-collect init`");
            assert_string_equal(error.file, path);
        }
    }
    trig_store *store = NULL;
    assert_int_equal(trig_store_open(folder.folder, TRIG_STORE_READ, &store, &error), TRIG_ERR_FORMAT);
    assert_message("is a folder");
    snprintf(path, sizeof path, "%s/nothing.trig", folder.folder);
    assert_int_equal(trig_store_open(path, TRIG_STORE_WRITE, &store, &error), TRIG_ERR_MISSING);
    assert_int_equal(access(path, F_OK), -1);
}

static void test_open_of_another_programs_database_is_refused(void **state)
{
    (void)state;
    trig_store *store = NULL;
    meddle("PRAGMA application_id = 0");
    assert_int_equal(trig_store_open(folder.path, TRIG_STORE_READ, &store, &error), TRIG_ERR_FORMAT);
    assert_message("is not a Trigpillar store");
}

static void test_open_of_a_newer_version_names_both(void **state)
{
    (void)state;
    trig_store *store = NULL;
    meddle("PRAGMA user_version = 7");
    assert_int_equal(trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error), TRIG_ERR_FORMAT);
    assert_message("newer Trigpillar (store version 7; this one reads version 3)");
}

static void test_open_of_changed_tables_is_damaged(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "CREATE TRIGGER t AFTER INSERT ON import BEGIN DELETE FROM reject; END",
        "ALTER TABLE reject ADD COLUMN more TEXT",
        "DROP INDEX reject_import",
        "CREATE VIEW v AS SELECT 1",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        trig_store *store = NULL;
        meddle(changes[i]);
        if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &error) != TRIG_ERR_DAMAGED)
            fail_msg("unnoticed: %s", changes[i]);
        unlink(folder.path);
        assert_ok(survey_create(folder.path, &error), error);
    }
}

static void test_open_of_a_truncated_store_never_succeeds(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 3000, .rejects = 5});
    struct stat found;
    assert_int_equal(stat(folder.path, &found), 0);
    for (off_t length = found.st_size - 1; length > 0; length -= 1 + found.st_size / 40) {
        trig_store *store = NULL;
        assert_int_equal(truncate(folder.path, length), 0);
        enum trig_status status = trig_store_open(folder.path, TRIG_STORE_READ, &store, &error);
        if (status == TRIG_OK) {
            status = trig_store_verify(store, NULL, &error);
            trig_store_close(store);
        }
        if (status != TRIG_ERR_DAMAGED && status != TRIG_ERR_FORMAT)
            fail_msg("%lld of %lld bytes: %s", (long long)length, (long long)found.st_size, error.message);
    }
}

static void test_names_that_sqlite_would_misread_are_file_names(void **state)
{
    (void)state;
    static const char *const names[] = {"a%20b?mode=memory#x.trig", "file:x.trig", ":memory:"};
    char here[512];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(folder.folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        trig_store *store = NULL;
        enum trig_status status = survey_create(names[i], &error);
        if (!status)
            status = trig_store_open(names[i], TRIG_STORE_WRITE, &store, &error);
        bool there = access(names[i], F_OK) == 0;
        trig_store_close(store);
        if (status || !there) {
            assert_int_equal(chdir(here), 0);
            fail_msg("%s: %s", names[i], error.message);
        }
    }
    assert_int_equal(chdir(here), 0);
}

/* What a child without rights does: 0 when reading works and writing is refused. */
static int read_without_rights(uint64_t expected)
{
    uint64_t hash = 0;
    trig_store *store = NULL;
    struct trig_error why;
    if (geteuid() == 0 && setuid(65534) != 0)
        return 1;
    if (survey_dump(folder.path, &hash, &why) != TRIG_OK)
        return 2;
    if (hash != expected)
        return 3;
    if (trig_store_open(folder.path, TRIG_STORE_WRITE, &store, &why) != TRIG_ERR_IO)
        return 4;
    return strstr(why.message, "read-only") ? 0 : 5;
}

static int exit_code_of_child_without_rights(uint64_t expected)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        _exit(read_without_rights(expected));
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* At rest, and as a killed program may leave it: in the mode for writing. */
static void test_open_for_reading_works_where_nobody_can_write(void **state)
{
    (void)state;
    static const char *const modes[] = {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL"};
    append((struct survey_import){.seed = 1, .rows = 100, .rejects = 3});
    uint64_t expected;
    assert_ok(survey_dump(folder.path, &expected, &error), error);
    for (size_t i = 0; i < 2; i++) {
        meddle(modes[i]);
        chmod(folder.path, 0444);
        chmod(folder.folder, 0555);
        int code = exit_code_of_child_without_rights(expected);
        chmod(folder.folder, 0755);
        chmod(folder.path, 0644);
        if (code != 0)
            fail_msg("%s: the child ended with %d", modes[i], code);
        assert_int_equal(survey_folder_files(&folder), 1);
    }
}

/* ---- redefining ------------------------------------------------------------------------------- */

static void test_redefine_adds_a_version_for_those_who_open_later(void **state)
{
    (void)state;
    struct trig_definition_files files;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_store *late = open_store(TRIG_STORE_WRITE);
    assert_ok(survey_definition(true, &files, &error), error);
    assert_ok(trig_store_redefine(store, &files, TRIG_ANY_IMPORT, &error), error);
    assert_int_equal(trig_definition_variable(trig_store_definition(store), trig_view("vis_2")), TRIG_NONE);
    /* The one who did not see it is told. */
    assert_int_equal(trig_store_redefine(late, &files, TRIG_ANY_IMPORT, &error), TRIG_ERR_BUSY);
    trig_store_close(late);
    trig_store_close(store);
    store = open_store(TRIG_STORE_READ);
    assert_true(trig_definition_variable(trig_store_definition(store), trig_view("vis_2")) != TRIG_NONE);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    assert_int_equal(trig_store_redefine(store, &files, TRIG_ANY_IMPORT, &error), TRIG_ERR_USAGE);
    trig_store_close(store);
    trig_definition_files_clear(&files);
    append((struct survey_import){.seed = 1, .rows = 5});
}

static void test_redefine_with_mistakes_changes_nothing(void **state)
{
    (void)state;
    struct trig_definition_files files;
    uint64_t before;
    uint64_t after;
    assert_ok(survey_dump(folder.path, &before, &error), error);
    assert_ok(survey_definition(true, &files, &error), error);
    files.items[3].content = trig_view("name,role,type\nx,nonsense,text\n");
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_int_equal(trig_store_redefine(store, &files, TRIG_ANY_IMPORT, &error), TRIG_ERR_FORMAT);
    trig_store_close(store);
    trig_definition_files_clear(&files);
    assert_ok(survey_dump(folder.path, &after, &error), error);
    assert_true(before == after);
}

static void test_import_after_redefine_by_somebody_else_is_refused(void **state)
{
    (void)state;
    struct trig_definition_files files;
    trig_store *store = open_store(TRIG_STORE_WRITE);
    trig_store *other = open_store(TRIG_STORE_WRITE);
    assert_ok(survey_definition(true, &files, &error), error);
    assert_ok(trig_store_redefine(other, &files, TRIG_ANY_IMPORT, &error), error);
    trig_definition_files_clear(&files);
    uint64_t id;
    const struct survey_import import = {.seed = 1, .rows = 5};
    assert_int_equal(survey_append(store, &import, &id, &error), TRIG_ERR_REFUSED);
    assert_message("definition was changed");
    trig_store_close(other);
    trig_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_create_makes_one_file_that_opens_empty),
        CASE(test_create_over_a_file_leaves_it_alone),
        CASE(test_create_that_fails_leaves_nothing),
        CASE(test_open_of_what_is_no_store_says_what_to_do),
        CASE(test_open_of_another_programs_database_is_refused),
        CASE(test_open_of_a_newer_version_names_both),
        CASE(test_open_of_changed_tables_is_damaged),
        CASE(test_open_of_a_truncated_store_never_succeeds),
        CASE(test_names_that_sqlite_would_misread_are_file_names),
        CASE(test_open_for_reading_works_where_nobody_can_write),
        CASE(test_redefine_adds_a_version_for_those_who_open_later),
        CASE(test_redefine_with_mistakes_changes_nothing),
        CASE(test_import_after_redefine_by_somebody_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
