#include "tests/support.h"

#include "plots/gnuplot/process.h"
#include "tests/unit/plots/chart_fixture.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Runs `sh -c [script]` in [folder]. */
static enum trig_status run(const char *folder, const char *script, double limit,
                            struct trig_process *process, int *exit_code, struct trig_error *error)
{
    const char *const arguments[] = {"sh", "-c", script, NULL};
    enum trig_status status = trig_process_start(process, "/bin/sh", arguments, folder, limit, error);
    return status ? status : trig_process_finish(process, exit_code, error);
}

static void test_process_ends_with_its_code_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        int exit_code;
        const char *words;
    } cases[] = {
        {"true", 0, ""},         {"echo said >&2; exit 3", 3, "said\n"},      {"echo out", 0, "out\n"},
        {"cat", 0, ""},                                                       /* there is nothing to read */
        {"kill -9 $$", 137, ""}, {"exec 2>&- >&-; sleep 0.1; exit 4", 4, ""}, /* silent long before it ends */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_process process;
        struct trig_error error;
        int exit_code = -1;
        assert_ok(run("/", cases[i].script, 30, &process, &exit_code, &error), error);
        if (exit_code != cases[i].exit_code || strcmp(process.words, cases[i].words) != 0)
            fail_msg("%s: %d, '%s'", cases[i].script, exit_code, process.words);
    }
}

static void test_process_has_its_own_environment_and_folder(void **state)
{
    (void)state;
    struct trig_process process;
    struct trig_error error;
    int exit_code = -1;
    char *folder = chart_folder(), expected[512];
    setenv("GNUPLOT_LIB", "/tmp", 1);
    assert_ok(run(folder, "pwd; env | grep -v '^\\(PWD\\|_\\|SHLVL\\|OLDPWD\\)=' | sort", 30, &process,
                  &exit_code, &error),
              error);
    snprintf(expected, sizeof expected,
             "%s\nHOME=%s\nLC_ALL=C.UTF-8\nPATH=/usr/local/bin:/usr/bin:/bin\nTZ=UTC\n", folder, folder);
    assert_string_equal(process.words, expected);
    unsetenv("GNUPLOT_LIB");
    chart_folder_remove(folder);
}

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* What it started is ended with it: the background sleep holds the pipe open. */
static void test_process_that_hangs_is_ended_with_all_it_started(void **state)
{
    (void)state;
    static const char *const scripts[] = {"sleep 60", "sleep 60 & sleep 60", "exec 2>&- >&-; sleep 60"};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct trig_process process;
        struct trig_error error = {0};
        int exit_code = -1;
        double start = seconds();
        assert_int_equal(run("/", scripts[i], 0.3, &process, &exit_code, &error), TRIG_ERR_LIMIT);
        assert_non_null(strstr(error.message, "0.3 seconds"));
        assert_true(seconds() - start < 30);
        assert_int_equal(exit_code, -1);
    }
}

static void test_process_that_says_a_lot_keeps_the_beginning(void **state)
{
    (void)state;
    struct trig_process process;
    struct trig_error error;
    int exit_code = -1;
    assert_ok(run("/", "i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done >&2", 60, &process,
                  &exit_code, &error),
              error);
    assert_int_equal(exit_code, 0);
    assert_int_equal(process.length, 220000);
    assert_int_equal(strlen(process.words), sizeof process.words - 1);
}

static void test_process_of_a_missing_program_says_so(void **state)
{
    (void)state;
    static const char *const programs[] = {"/no/such/program", "trig-no-such-program", "./no-such"};
    const char *const arguments[] = {"x", NULL};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct trig_process process;
        struct trig_error error = {0};
        assert_int_equal(trig_process_start(&process, programs[i], arguments, "/", 5, &error),
                         TRIG_ERR_MISSING);
        assert_non_null(strstr(error.message, programs[i]));
    }
}

/* Open files of the caller (a store, another chart's pipe) are not handed on. */
static void test_process_inherits_no_open_files(void **state)
{
    (void)state;
    struct trig_process process;
    struct trig_error error;
    int exit_code = -1, ends[2];
    assert_int_equal(pipe(ends), 0);
    char script[64];
    snprintf(script, sizeof script, "test -e /proc/self/fd/%d && echo open", ends[0]);
    assert_ok(run("/", script, 30, &process, &exit_code, &error), error);
    assert_string_equal(process.words, "");
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_process_ends_with_its_code_and_words),
        cmocka_unit_test(test_process_has_its_own_environment_and_folder),
        cmocka_unit_test(test_process_that_hangs_is_ended_with_all_it_started),
        cmocka_unit_test(test_process_that_says_a_lot_keeps_the_beginning),
        cmocka_unit_test(test_process_of_a_missing_program_says_so),
        cmocka_unit_test(test_process_inherits_no_open_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
