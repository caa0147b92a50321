/* Everything that can go wrong between a figure and its pictures. Where gnuplot
 * misbehaves a shell script stands in for it. */
#include "tests/support.h"

#include "plots/gnuplot/render.h"
#include "tests/unit/plots/chart_fixture.h"
#include "tests/unit/plots/chart_samples.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Writes an executable script and returns its path, to free. */
static char *fake_gnuplot(const char *folder, const char *body)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/fake-gnuplot", folder) > 0);
    FILE *script = fopen(path, "w");
    assert_non_null(script);
    fprintf(script, "#!/bin/sh\n%s\n", body);
    fclose(script);
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static enum trig_status render(const char *folder, const char *name, const char *gnuplot, unsigned formats,
                               struct trig_error *error)
{
    struct trig_render_options options = {.folder = folder,
                                          .name = name,
                                          .formats = formats,
                                          .templates = PLOTS_FOLDER,
                                          .gnuplot = gnuplot,
                                          .time_limit = 1};
    trig_figure *figure = chart_sample_places(3, 0, 1, TRIG_FIGURE_SCORE);
    enum trig_status status = trig_figure_render(figure, &options, error);
    trig_figure_destroy(figure);
    return status;
}

static bool exists(const char *folder, const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    return access(path, F_OK) == 0;
}

/* Folders that were drawn in, and half-written files, start with a dot. */
static void assert_nothing_left(const char *folder)
{
    DIR *all = opendir(folder);
    assert_non_null(all);
    for (struct dirent *entry; (entry = readdir(all)) != NULL;)
        if (entry->d_name[0] == '.' && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            fail_msg("%s is left in the folder", entry->d_name);
    closedir(all);
}

/* $3 is the name of the script, $4 the format, $5 the file to make: -d -c NAME.gp svg NAME.svg */
#define WHOLE_SVG "printf '<?xml version=\"1.0\"?><svg viewBox=\"0 0 9 9\"></svg>' > \"$5\""

static void test_gnuplot_that_misbehaves_is_found_out(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *body;
        enum trig_status expected;
        const char *says;
    } cases[] = {
        {"hangs", "sleep 60", TRIG_ERR_LIMIT, "1 seconds"},
        {"hangs in a child", "sleep 60 & wait", TRIG_ERR_LIMIT, "1 seconds"},
        {"fails with words", "echo 'line 7: undefined variable' >&2; exit 1", TRIG_ERR_FORMAT,
         "undefined variable"},
        {"fails without a word", "exit 2", TRIG_ERR_FORMAT, "exit code 2"},
        {"is killed", "kill -9 $$", TRIG_ERR_FORMAT, "exit code 137"},
        {"ends well but complains", WHOLE_SVG "; echo 'warning: empty range' >&2", TRIG_ERR_FORMAT,
         "empty range"},
        {"complains on standard output", WHOLE_SVG "; echo odd", TRIG_ERR_FORMAT, "odd"},
        {"makes nothing", "exit 0", TRIG_ERR_FORMAT, "left no chart.svg"},
        {"makes an empty file", ": > \"$5\"", TRIG_ERR_FORMAT, "incomplete"},
        {"makes half a file", "printf '<?xml version=\"1.0\"?><svg viewBox=\"0 0 9 9\">' > \"$5\"",
         TRIG_ERR_FORMAT, "incomplete"},
        {"is too old",
         "case \"$1\" in -e) echo 4.6 >&2 ;; *) echo 'unrecognized option -c' >&2; exit 1 ;; esac",
         TRIG_ERR_MISSING, "this is gnuplot 4.6; charts need 5.4"},
        {"is just too old", "case \"$1\" in -e) echo 5.2 >&2 ;; *) exit 1 ;; esac", TRIG_ERR_MISSING,
         "gnuplot 5.2"},
        {"is new and fails", "case \"$1\" in -e) echo 6.0 >&2 ;; *) echo no >&2; exit 1 ;; esac",
         TRIG_ERR_FORMAT, "could not draw chart.svg"},
        {"answers control characters", "printf 'a\\n\\tb\\033[31mc' >&2", TRIG_ERR_FORMAT, "a b [31mc"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folder = chart_folder(), *gnuplot = fake_gnuplot(folder, cases[i].body);
        struct trig_error error = {0};
        enum trig_status status = render(folder, "chart", gnuplot, TRIG_PICTURE_SVG, &error);
        if (status != cases[i].expected || !strstr(error.message, cases[i].says) ||
            strchr(error.message, '\n'))
            fail_msg("%s: status %d, '%s'", cases[i].label, status, error.message);
        assert_false(exists(folder, "chart.svg"));
        assert_true(exists(folder, "chart.gp") && exists(folder, "chart.dat"));
        assert_nothing_left(folder);
        free(gnuplot);
        chart_folder_remove(folder);
    }
}

static void test_gnuplot_that_behaves_is_believed(void **state)
{
    (void)state;
    char *folder = chart_folder(), *gnuplot = fake_gnuplot(folder, WHOLE_SVG);
    struct trig_error error = {0};
    assert_ok(render(folder, "chart", gnuplot, TRIG_PICTURE_SVG, &error), error);
    assert_true(exists(folder, "chart.svg"));
    assert_nothing_left(folder);
    free(gnuplot);
    chart_folder_remove(folder);
}

/* One format fails: the other one stays, and so does an older picture of the failed one. */
static void test_formats_fail_one_by_one(void **state)
{
    (void)state;
    char *folder = chart_folder();
    char *gnuplot =
        fake_gnuplot(folder, "case \"$4\" in svg) " WHOLE_SVG " ;; *) echo 'no fonts' >&2; exit 1 ;; esac");
    char path[512];
    snprintf(path, sizeof path, "%s/chart.png", folder);
    FILE *old = fopen(path, "w");
    fputs("older", old);
    fclose(old);
    struct trig_error error = {0};
    assert_int_equal(render(folder, "chart", gnuplot, TRIG_PICTURE_SVG | TRIG_PICTURE_PNG, &error),
                     TRIG_ERR_FORMAT);
    assert_non_null(strstr(error.message, "chart.png"));
    assert_true(exists(folder, "chart.svg"));
    char *kept = chart_file(folder, "chart.png", NULL);
    assert_string_equal(kept, "older");
    free(kept);
    free(gnuplot);
    chart_folder_remove(folder);
}

static void test_missing_gnuplot_leaves_the_script_and_says_what_to_install(void **state)
{
    (void)state;
    char *folder = chart_folder();
    struct trig_error error = {0};
    assert_int_equal(render(folder, "chart", "/no/such/gnuplot", TRIG_PICTURE_SVG | TRIG_PICTURE_PDF, &error),
                     TRIG_ERR_MISSING);
    assert_non_null(strstr(error.message, "gnuplot-nox"));
    assert_non_null(strstr(error.message, "chart.gp"));
    assert_true(exists(folder, "chart.gp") && exists(folder, "chart.dat"));
    assert_false(exists(folder, "chart.svg"));
    assert_nothing_left(folder);
    chart_folder_remove(folder);
}

static void test_no_format_writes_script_and_data_only(void **state)
{
    (void)state;
    char *folder = chart_folder();
    struct trig_error error = {0};
    assert_ok(render(folder, "chart", "/no/such/gnuplot", 0, &error), error);
    assert_true(exists(folder, "chart.gp") && exists(folder, "chart.dat"));
    chart_folder_remove(folder);
}

static void test_folders_that_cannot_be_written_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *folder;
        enum trig_status expected;
    } cases[] = {
        {"/no/such/folder", TRIG_ERR_MISSING},
        {"/dev/null", TRIG_ERR_MISSING},
        {"/proc", TRIG_ERR_MISSING}, /* nobody may make files there, root included */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_error error = {0};
        enum trig_status status = render(cases[i].folder, "chart", NULL, TRIG_PICTURE_SVG, &error);
        if ((status != cases[i].expected && status != TRIG_ERR_IO) || !error.message[0])
            fail_msg("%s: status %d, '%s'", cases[i].folder, status, error.message);
    }
}

static void test_names_that_are_no_names_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "a/b",
        "../x",
        ".",
        "-rf",
        "a b",
        "a'b",
        "a;b",
        "caf\xC3\xA9",
        "a.b",
        "0123456789012345678901234567890123456789012345678901234567890123456789"};
    char *folder = chart_folder();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct trig_error error = {0};
        if (render(folder, names[i], NULL, TRIG_PICTURE_SVG, &error) != TRIG_ERR_USAGE)
            fail_msg("'%s' was taken", names[i]);
    }
    chart_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gnuplot_that_misbehaves_is_found_out),
        cmocka_unit_test(test_gnuplot_that_behaves_is_believed),
        cmocka_unit_test(test_formats_fail_one_by_one),
        cmocka_unit_test(test_missing_gnuplot_leaves_the_script_and_says_what_to_install),
        cmocka_unit_test(test_no_format_writes_script_and_data_only),
        cmocka_unit_test(test_folders_that_cannot_be_written_are_refused),
        cmocka_unit_test(test_names_that_are_no_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
