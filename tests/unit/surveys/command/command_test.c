#include "tests/unit/surveys/command/command_fixture.h"

#define USAGE                                                                                                \
    "Usage: trig-t echo STORE EXPORT... [--wave W] [--dry-run] [--person-key FILE]\n"                        \
    "       trig-t echo STORE EXPORT --to DIR\n"                                                             \
    "See: trig-t help echo\n"

static void test_run_with_options_and_operands_in_any_order(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *words[10];
        const char *out;
    } cases[] = {
        {"options last",
         {"echo", "s", "e", "--wave", "2024", "--dry-run"},
         "wave=2024\ndry-run=\n[s]\n[e]\n"},
        {"options first",
         {"echo", "--wave", "2024", "--dry-run", "s", "e"},
         "wave=2024\ndry-run=\n[s]\n[e]\n"},
        {"between", {"echo", "s", "--dry-run", "e", "--format=csv"}, "format=csv\ndry-run=\n[s]\n[e]\n"},
        {"the last one wins",
         {"echo", "s", "e", "--wave=1", "--dry-run", "--wave", "2"},
         "wave=2\ndry-run=\n[s]\n[e]\n"},
        {"empty value", {"echo", "s", "e", "--wave=", "--dry-run"}, "wave=\ndry-run=\n[s]\n[e]\n"},
        {"= in a value", {"echo", "s", "e", "--wave=a=b", "--dry-run"}, "wave=a=b\ndry-run=\n[s]\n[e]\n"},
        {"value with a dash",
         {"echo", "s", "e", "--level", "-5", "--dry-run"},
         "level=-5\ndry-run=\n[s]\n[e]\n"},
        {"value like an option",
         {"echo", "s", "e", "--wave=--x", "--dry-run"},
         "wave=--x\ndry-run=\n[s]\n[e]\n"},
        {"-- ends options", {"echo", "--dry-run", "--", "--wave", "-5"}, "dry-run=\n[--wave]\n[-5]\n"},
        {"-- between operands", {"echo", "--dry-run", "s", "--", "--", "e"}, "dry-run=\n[s]\n[--]\n[e]\n"},
        {"a dash is an operand", {"echo", "--dry-run", "s", "-"}, "dry-run=\n[s]\n[-]\n"},
        {"empty operand", {"echo", "--dry-run", "", ""}, "dry-run=\n[]\n[]\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output output = run_words(cases[i].words);
        if (output.code != TRIG_EXIT_DONE || strcmp(output.out, cases[i].out) != 0 || output.err[0])
            fail_msg("%s: exit %d, '%s', '%s'", cases[i].label, (int)output.code, output.out, output.err);
        output_clear(&output);
    }
}

static void test_run_with_wrong_words_is_a_wrong_usage(void **state)
{
    (void)state;
    static const struct {
        const char *words[8];
        const char *err;
    } cases[] = {
        {{"echo", "s", "e", "--wav", "1"}, "echo: unknown option --wav; did you mean --wave?\n" USAGE},
        {{"echo", "s", "e", "--wav=1"}, "echo: unknown option --wav; did you mean --wave?\n" USAGE},
        {{"echo", "s", "e", "--dry"}, "echo: unknown option --dry; did you mean --dry-run?\n" USAGE},
        {{"echo", "s", "e", "--t"}, "echo: unknown option --t; did you mean --to or --threads?\n" USAGE},
        {{"echo", "s", "e", "--hel"}, "echo: unknown option --hel; did you mean --help?\n" USAGE},
        {{"echo", "s", "e", "--fromat", "csv"},
         "echo: unknown option --fromat; did you mean --format?\n" USAGE},
        {{"echo", "s", "e", "-wave", "1"}, "echo: unknown option -wave; did you mean --wave?\n" USAGE},
        {{"echo", "s", "e", "--xylophone"}, "echo: unknown option --xylophone\n" USAGE},
        {{"echo", "s", "e", "--=1"}, "echo: unknown option --\n" USAGE},
        {{"echo", "s", "-5"}, "echo: -5 reads like an option; write -- before it if it is not\n" USAGE},
        {{"echo", "s", "e", "--wave"}, "echo: --wave needs a value: --wave W\n" USAGE},
        {{"echo", "s", "e", "--wave", "--dry-run"},
         "echo: --wave needs a value, but --dry-run follows; write --wave=--dry-run if that is the "
         "value\n" USAGE},
        {{"echo", "s", "e", "--dry-run=yes"}, "echo: --dry-run takes no value\n" USAGE},
        {{"echo", "s"}, "echo: too few arguments: 1 given, at least 2 needed\n" USAGE},
        {{"echo", "a", "b", "c", "d"}, "echo: too many arguments: 'd' is not expected\n" USAGE},
        {{"ecko"}, "unknown command 'ecko'; did you mean echo?\nSee: trig-t --help\n"},
        {{"comp"}, "unknown command 'comp'; did you mean completion?\nSee: trig-t --help\n"},
        {{"xylophone"}, "unknown command 'xylophone'\nSee: trig-t --help\n"},
        {{""}, "unknown command ''\nSee: trig-t --help\n"},
        {{"--wave", "1", "echo"}, "the command comes first, its options after it\nSee: trig-t --help\n"},
        {{NULL}, "a command is missing\nSee: trig-t --help\n"},
        {{"help", "ecko"}, "unknown command 'ecko'; did you mean echo?\nSee: trig-t --help\n"},
        {{"help", "echo", "fail"}, "help takes one command\nSee: trig-t --help\n"},
        {{"completion", "bash"}, "completion takes no arguments\nSee: trig-t --help\n"},
        {{"fail", "a\nb\x1B[2J"}, "no wave is called 'a b [2J'\nSee: trig-t help fail\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output output = run_words(cases[i].words);
        char expected[1024];
        snprintf(expected, sizeof expected, "trig-t: %s", cases[i].err);
        assert_string_equal(output.err, expected);
        if (output.code != TRIG_EXIT_USAGE)
            fail_msg("case %zu: exit %d", i, (int)output.code);
        output_clear(&output);
    }
}

static void test_run_after_one_that_stopped_inside_a_word_begins_afresh(void **state)
{
    (void)state;
    char words[][8] = {"trig-t", "echo", "s", "e", "-xhz"};
    char *argv[] = {words[0], words[1], words[2], words[3], words[4], NULL};
    struct output output = run_argv(5, argv);
    assert_int_equal(output.code, TRIG_EXIT_USAGE);
    output_clear(&output);
    output = run_words((const char *const[]){"echo", "s", "e", "--wave=1", "--dry-run", NULL});
    assert_string_equal(output.err, "");
    assert_string_equal(output.out, "wave=1\ndry-run=\n[s]\n[e]\n");
    output_clear(&output);
}

static void test_run_gives_the_exit_code_of_the_command(void **state)
{
    (void)state;
    struct output output = run_words((const char *const[]){"echo", "s", "e", NULL});
    assert_int_equal(output.code, TRIG_EXIT_INVALID);
    output_clear(&output);
    output = run_words((const char *const[]){"fail", NULL});
    assert_int_equal(output.code, TRIG_EXIT_FAILED);
    output_clear(&output);
}

static void test_line_is_quoted_as_a_shell_reads_it(void **state)
{
    (void)state;
    struct output output = run_words((const char *const[]){"fail", "--", "two words", "it's", "", "$HOME",
                                                           "T\xC5\xB7", "/a/b-c.csv", NULL});
    assert_string_equal(output.out,
                        "trig-t fail -- 'two words' 'it'\\''s' '' '$HOME' 'T\xC5\xB7' /a/b-c.csv\n");
    output_clear(&output);
}

static void test_run_with_output_that_cannot_be_written_fails(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    char *err = NULL;
    size_t size = 0;
    struct trig_streams streams = {.out = full, .err = open_memstream(&err, &size)};
    char program[] = "trig-t", word[] = "--version";
    char *argv[] = {program, word, NULL};
    assert_int_equal(trig_program_run(&test_program, 2, argv, &streams), TRIG_EXIT_FAILED);
    fclose(full);
    fclose(streams.err);
    assert_string_equal(err, "trig-t: the output could not be written: No space left on device\n");
    free(err);
}

static void test_exit_for_each_status(void **state)
{
    (void)state;
    for (int status = TRIG_OK; status <= TRIG_ERR_BUSY; status++) {
        enum trig_exit expected = status == TRIG_OK            ? TRIG_EXIT_DONE
                                  : status == TRIG_ERR_USAGE   ? TRIG_EXIT_USAGE
                                  : status == TRIG_ERR_INVALID ? TRIG_EXIT_INVALID
                                                               : TRIG_EXIT_FAILED;
        assert_int_equal(trig_exit_for((enum trig_status)status), expected);
    }
}

static void test_exit_error_names_program_and_place(void **state)
{
    (void)state;
    struct trig_error error;
    trig_error_set(&error, TRIG_ERR_FORMAT, "a quote is never closed");
    trig_error_place(&error, "wave 2.csv", 7, 12);
    for (int color = 0; color < 2; color++) {
        char *err = NULL;
        size_t size = 0;
        struct trig_streams streams = {
            .err = open_memstream(&err, &size), .color = color == 1, .program = "trig-t", .command = "echo"};
        assert_int_equal(trig_exit_error(&streams, &error), TRIG_EXIT_FAILED);
        fclose(streams.err);
        assert_string_equal(err, color ? "\033[1;31mtrig-t:\033[0m wave 2.csv:7:12: a quote is never closed\n"
                                       : "trig-t: wave 2.csv:7:12: a quote is never closed\n");
        free(err);
    }
}

/* What trig_arguments_* make of `--OPTION=VALUE`: their status and message on
 * err, the value on out. */
static enum trig_exit run_values(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const char *const forms[] = {"table", "csv", "json", NULL};
    struct trig_error error = {0};
    double level = 0.95;
    int64_t threads = 1;
    size_t form = 0;
    if (trig_arguments_number(arguments, "level", 0.5, 0.999, &level, &error) ||
        trig_arguments_whole(arguments, "threads", 1, 64, &threads, &error) ||
        trig_arguments_choice(arguments, "format", forms, &form, &error))
        fprintf(streams->err, "%s", error.message);
    fprintf(streams->out, "%g %lld %s", level, (long long)threads, forms[form]);
    return trig_exit_for(error.status);
}

static void test_arguments_values_by_option(void **state)
{
    (void)state;
    static const struct {
        const char *word, *out, *err;
    } cases[] = {
        {NULL, "0.95 1 table", ""},
        {"--level=0.9", "0.9 1 table", ""},
        {"--level=0.999", "0.999 1 table", ""},
        {"--level=0.5", "0.5 1 table", ""},
        {"--threads=1", "0.95 1 table", ""},
        {"--level=95", "0.95 1 table", "--level takes a number from 0.5 to 0.999, not '95'"},
        {"--level=", "0.95 1 table", "--level takes a number from 0.5 to 0.999, not ''"},
        {"--level=nan", "0.95 1 table", "--level takes a number from 0.5 to 0.999, not 'nan'"},
        {"--threads=64", "0.95 64 table", ""},
        {"--threads=0", "0.95 1 table", "--threads takes a whole number from 1 to 64, not '0'"},
        {"--threads=2.5", "0.95 1 table", "--threads takes a whole number from 1 to 64, not '2.5'"},
        {"--threads=99999999999999999999", "0.95 1 table",
         "--threads takes a whole number from 1 to 64, not '99999999999999999999'"},
        {"--format=json", "0.95 1 json", ""},
        {"--format=jsn", "0.95 1 table",
         "--format takes one of table, csv, json, not 'jsn'; did you mean json?"},
        {"--format=t", "0.95 1 table",
         "--format takes one of table, csv, json, not 't'; did you mean table?"},
        {"--format=xlsx", "0.95 1 table", "--format takes one of table, csv, json, not 'xlsx'"},
    };
    static const struct trig_command command = {
        .name = "values", .summary = "", .shared = shared_options, .run = run_values};
    static const struct trig_command *const commands[] = {&command, NULL};
    static const struct trig_program program = {"trig-t", "", commands};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out = NULL, *err = NULL;
        size_t out_size = 0, err_size = 0;
        struct trig_streams streams = {.out = open_memstream(&out, &out_size),
                                       .err = open_memstream(&err, &err_size)};
        char name[] = "trig-t", values[] = "values", word[64] = "";
        snprintf(word, sizeof word, "%s", cases[i].word ? cases[i].word : "");
        char *argv[] = {name, values, cases[i].word ? word : NULL, NULL};
        enum trig_exit code = trig_program_run(&program, cases[i].word ? 3 : 2, argv, &streams);
        fclose(streams.out);
        fclose(streams.err);
        assert_string_equal(out, cases[i].out);
        assert_string_equal(err, cases[i].err);
        assert_int_equal(code, cases[i].err[0] ? TRIG_EXIT_USAGE : TRIG_EXIT_DONE);
        free(out);
        free(err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_with_options_and_operands_in_any_order),
        cmocka_unit_test(test_run_with_wrong_words_is_a_wrong_usage),
        cmocka_unit_test(test_run_after_one_that_stopped_inside_a_word_begins_afresh),
        cmocka_unit_test(test_run_gives_the_exit_code_of_the_command),
        cmocka_unit_test(test_line_is_quoted_as_a_shell_reads_it),
        cmocka_unit_test(test_run_with_output_that_cannot_be_written_fails),
        cmocka_unit_test(test_exit_for_each_status),
        cmocka_unit_test(test_exit_error_names_program_and_place),
        cmocka_unit_test(test_arguments_values_by_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
