#include "tests/support.h"

#include "surveys/base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/trig-file-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command); // NOLINT(cert-env33-c): a fixed command on our own folder
}

/* A path in the test's folder; valid until the fourth next call. */
static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_plain(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_content(const char *path, const char *expected)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view text;
    struct trig_error error;
    assert_ok(trig_file_read(path, 0, &arena, &text, &error), error);
    assert_string_equal(text.data, expected);
    assert_int_equal(text.length, strlen(expected));
    trig_arena_clear(&arena);
}

static size_t files_in_folder(void)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    size_t count = 0;
    while (readdir(listing))
        count++;
    closedir(listing);
    return count - 2; /* . and .. */
}

static void test_file_read_at_and_over_the_limit(void **state)
{
    (void)state;
    const char *path = in_folder("nine");
    write_plain(path, "123456789");
    static const struct {
        size_t limit;
        enum trig_status status;
    } cases[] = {{9, TRIG_OK}, {8, TRIG_ERR_LIMIT}, {1, TRIG_ERR_LIMIT}, {0, TRIG_OK}, {SIZE_MAX, TRIG_OK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        trig_arena_init(&arena);
        struct trig_view text;
        struct trig_error error;
        assert_int_equal(trig_file_read(path, cases[i].limit, &arena, &text, &error), cases[i].status);
        if (cases[i].status)
            assert_string_equal(error.file, path);
        trig_arena_clear(&arena);
    }
}

static void test_file_read_larger_than_a_buffer_is_whole(void **state)
{
    (void)state;
    const char *path = in_folder("large");
    FILE *file = fopen(path, "w");
    for (unsigned i = 0; i < 100000; i++)
        fprintf(file, "%05u\n", i);
    fclose(file);
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view text;
    struct trig_error error;
    assert_ok(trig_file_read(path, 0, &arena, &text, &error), error);
    assert_int_equal(text.length, 600000);
    assert_memory_equal(text.data + 599994, "99999\n", 6);
    trig_arena_clear(&arena);
}

static void test_file_read_of_what_is_no_file_says_why(void **state)
{
    (void)state;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view text;
    struct trig_error error;
    assert_int_equal(trig_file_read(in_folder("absent"), 0, &arena, &text, &error), TRIG_ERR_MISSING);
    assert_non_null(strstr(error.message, "No such file"));
    assert_int_equal(trig_file_read(folder, 0, &arena, &text, &error), TRIG_ERR_IO);
    assert_non_null(strstr(error.message, "Is a directory"));
    trig_arena_clear(&arena);
}

static void test_file_read_of_an_empty_file_is_empty(void **state)
{
    (void)state;
    write_plain(in_folder("empty"), "");
    assert_content(in_folder("empty"), "");
}

static void test_output_commit_replaces_the_old_file_and_keeps_its_mode(void **state)
{
    (void)state;
    const char *path = in_folder("out.csv");
    write_plain(path, "old");
    chmod(path, 0640);
    struct trig_output output;
    struct trig_error error;
    assert_ok(trig_output_open(&output, path, &error), error);
    fputs("new", output.file);
    fflush(output.file);
    assert_content(path, "old");
    assert_ok(trig_output_commit(&output, &error), error);
    assert_content(path, "new");
    struct stat after;
    stat(path, &after);
    assert_int_equal(after.st_mode & 0777, 0640);
    trig_output_discard(&output);
    assert_content(path, "new");
}

static void test_output_open_of_a_new_file_obeys_the_umask(void **state)
{
    (void)state;
    const char *path = in_folder("fresh");
    mode_t old = umask(027);
    struct trig_output output;
    struct trig_error error;
    assert_ok(trig_output_open(&output, path, &error), error);
    assert_ok(trig_output_commit(&output, &error), error);
    umask(old);
    struct stat after;
    stat(path, &after);
    assert_int_equal(after.st_mode & 0777, 0640);
}

static void test_output_discard_leaves_nothing(void **state)
{
    (void)state;
    size_t before = files_in_folder();
    struct trig_output output;
    struct trig_error error;
    assert_ok(trig_output_open(&output, in_folder("never"), &error), error);
    fputs("half", output.file);
    assert_int_equal(files_in_folder(), before + 1);
    trig_output_discard(&output);
    assert_int_equal(files_in_folder(), before);
    trig_output_discard(&output);
}

static void test_output_open_twice_for_one_path_last_commit_wins(void **state)
{
    (void)state;
    struct trig_output one;
    struct trig_output two;
    struct trig_error error;
    assert_ok(trig_output_open(&one, in_folder("both"), &error), error);
    assert_ok(trig_output_open(&two, in_folder("both"), &error), error);
    fputs("one", one.file);
    fputs("two", two.file);
    assert_ok(trig_output_commit(&two, &error), error);
    assert_ok(trig_output_commit(&one, &error), error);
    assert_content(in_folder("both"), "one");
}

static void test_output_open_of_a_link_replaces_its_target(void **state)
{
    (void)state;
    write_plain(in_folder("target"), "old");
    assert_int_equal(symlink("target", in_folder("link")), 0);
    struct trig_output output;
    struct trig_error error;
    assert_ok(trig_output_open(&output, in_folder("link"), &error), error);
    fputs("new", output.file);
    assert_ok(trig_output_commit(&output, &error), error);
    assert_content(in_folder("target"), "new");
    struct stat link;
    lstat(in_folder("link"), &link);
    assert_true(S_ISLNK(link.st_mode));
}

static void test_output_commit_to_a_device_writes_and_leaves_it(void **state)
{
    (void)state;
    struct trig_output output;
    struct trig_error error;
    assert_ok(trig_output_open(&output, "/dev/null", &error), error);
    fputs("x", output.file);
    assert_ok(trig_output_commit(&output, &error), error);
    struct stat after;
    stat("/dev/null", &after);
    assert_true(S_ISCHR(after.st_mode));
    assert_ok(trig_output_open(&output, "/dev/full", &error), error);
    fputs("x", output.file);
    assert_int_equal(trig_output_commit(&output, &error), TRIG_ERR_IO);
}

static void test_output_open_where_it_cannot_be_says_so(void **state)
{
    (void)state;
    struct trig_output output;
    struct trig_error error;
    assert_int_equal(trig_output_open(&output, folder, &error), TRIG_ERR_IO);
    assert_non_null(strstr(error.message, "Is a directory"));
    assert_int_equal(trig_output_open(&output, in_folder("no/such/x"), &error), TRIG_ERR_MISSING);
    assert_string_equal(error.file, in_folder("no/such/x"));
    trig_output_discard(&output);
}

static void test_folder_make_with_parents_and_twice(void **state)
{
    (void)state;
    struct trig_error error;
    struct stat made;
    static const char *const names[] = {"a/b/c", "a/b/c", "a/b/c/", "d//e", "."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_ok(trig_folder_make(in_folder(names[i]), &error), error);
        assert_int_equal(stat(in_folder(names[i]), &made), 0);
        assert_true(S_ISDIR(made.st_mode));
    }
    assert_ok(trig_folder_make("/", &error), error);
}

static void test_folder_make_through_a_file_fails(void **state)
{
    (void)state;
    struct trig_error error;
    write_plain(in_folder("file"), "");
    assert_int_not_equal(trig_folder_make(in_folder("file"), &error), TRIG_OK);
    assert_int_not_equal(trig_folder_make(in_folder("file/x"), &error), TRIG_OK);
}

static void test_file_beside_program_of_a_name_is_in_its_folder_if_it_fits(void **state)
{
    (void)state;
    char whole[4200], small[8] = "full";
    assert_true(trig_file_beside_program("../share/x", whole, sizeof whole));
    assert_int_equal(whole[0], '/');
    assert_non_null(strstr(whole, "/../share/x"));
    assert_false(trig_file_beside_program("../share/x", small, sizeof small));
    assert_string_equal(small, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_read_at_and_over_the_limit),
        cmocka_unit_test(test_file_read_larger_than_a_buffer_is_whole),
        cmocka_unit_test(test_file_read_of_what_is_no_file_says_why),
        cmocka_unit_test(test_file_read_of_an_empty_file_is_empty),
        cmocka_unit_test(test_output_commit_replaces_the_old_file_and_keeps_its_mode),
        cmocka_unit_test(test_output_open_of_a_new_file_obeys_the_umask),
        cmocka_unit_test(test_output_discard_leaves_nothing),
        cmocka_unit_test(test_output_open_twice_for_one_path_last_commit_wins),
        cmocka_unit_test(test_output_open_of_a_link_replaces_its_target),
        cmocka_unit_test(test_output_commit_to_a_device_writes_and_leaves_it),
        cmocka_unit_test(test_output_open_where_it_cannot_be_says_so),
        cmocka_unit_test(test_folder_make_with_parents_and_twice),
        cmocka_unit_test(test_folder_make_through_a_file_fails),
        cmocka_unit_test(test_file_beside_program_of_a_name_is_in_its_folder_if_it_fits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
