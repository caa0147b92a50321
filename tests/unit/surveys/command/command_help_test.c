#include "tests/unit/surveys/command/command_fixture.h"

#include <unistd.h>

#define PROGRAM_HELP                                                                                         \
    "trig-t " TRIG_VERSION ": a program for tests\n"                                                         \
    "\n"                                                                                                     \
    "Usage: trig-t COMMAND [ARGUMENTS]\n"                                                                    \
    "\n"                                                                                                     \
    "Commands:\n"                                                                                            \
    "  echo        says what it was given\n"                                                                 \
    "  fail        fails\n"                                                                                  \
    "  help        how a command is used, with examples: help COMMAND\n"                                     \
    "  completion  a completion script for bash\n"                                                           \
    "\n"                                                                                                     \
    "Options:\n"                                                                                             \
    "  --help     this page; after a command, that command's\n"                                              \
    "  --version  name and version\n"                                                                        \
    "\n"                                                                                                     \
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 stored, but some records invalid.\n"

#define ECHO_HELP                                                                                            \
    "trig-t echo: says what it was given\n"                                                                  \
    "\n"                                                                                                     \
    "Usage: trig-t echo STORE EXPORT... [--wave W] [--dry-run] [--person-key FILE]\n"                        \
    "       trig-t echo STORE EXPORT --to DIR\n"                                                             \
    "\n"                                                                                                     \
    "First paragraph of two lines, which is long enough to have to be broken into\n"                         \
    "three.\n"                                                                                               \
    "  trig-t echo demo.trig export.csv --wave 2024 --dry-run --person-key outside.key --format csv\n"       \
    "\n"                                                                                                     \
    "Second paragraph.\n"                                                                                    \
    "\n"                                                                                                     \
    "Options:\n"                                                                                             \
    "  --wave W                 the wave that the export belongs to\n"                                       \
    "  --dry-run                say what would be done, and do nothing: the store\n"                         \
    "                           stays as it is, to the last byte\n"                                          \
    "  --person-key FILE        a key kept outside the store\n"                                              \
    "  --to DIR|FILE            where to\n"                                                                  \
    "  --against sector|others|group:G|top:50|W,..\n"                                                        \
    "                           what to compare with\n"                                                      \
    "\n"                                                                                                     \
    "Shared options:\n"                                                                                      \
    "  --format table|csv|json  the form of the output\n"                                                    \
    "  --level 0.95             confidence level\n"                                                          \
    "  --threads N              how many threads\n"

static void test_help_by_words(void **state)
{
    (void)state;
    static const struct {
        const char *words[6];
        const char *out;
    } cases[] = {
        {{"--help"}, PROGRAM_HELP},
        {{"-h"}, PROGRAM_HELP},
        {{"help"}, PROGRAM_HELP},
        {{"help", "help"}, PROGRAM_HELP},
        {{"help", "--help"}, PROGRAM_HELP},
        {{"--version"}, "trig-t " TRIG_VERSION "\n"},
        {{"help", "echo"}, ECHO_HELP},
        {{"echo", "--help"}, ECHO_HELP},
        {{"echo", "-h"}, ECHO_HELP},
        {{"echo", "s", "--wave", "1", "--help"}, ECHO_HELP},
        {{"help", "fail"}, "trig-t fail: fails\n\nUsage: trig-t fail\n"},
        {{"help", "completion"},
         "Usage: trig-t completion\n\nPrints a completion script for bash:\n\n    source <(trig-t "
         "completion)\n"},
        {{"completion", "--help"},
         "Usage: trig-t completion\n\nPrints a completion script for bash:\n\n    source <(trig-t "
         "completion)\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output output = run_words(cases[i].words);
        assert_string_equal(output.out, cases[i].out);
        assert_string_equal(output.err, "");
        assert_int_equal(output.code, TRIG_EXIT_DONE);
        output_clear(&output);
    }
}

static void test_help_after_double_dash_is_an_operand(void **state)
{
    (void)state;
    struct output output = run_words((const char *const[]){"echo", "s", "--", "--help", NULL});
    assert_string_equal(output.out, "[s]\n[--help]\n");
    output_clear(&output);
}

static void test_help_on_a_narrow_terminal_keeps_to_its_width(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    struct trig_streams streams = {.out = open_memstream(&text, &size), .width = 50};
    trig_command_help(&test_program, &echo_command, &streams);
    fclose(streams.out);
    assert_non_null(strstr(text, "Usage: trig-t echo STORE EXPORT... [--wave W]\n"
                                 "                   [--dry-run] [--person-key FILE]\n"
                                 "       trig-t echo STORE EXPORT --to DIR\n"));
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") > 50 && !strstr(line, "outside.key"))
            fail_msg("%.*s", (int)strcspn(line, "\n"), line);
    free(text);
}

/* Writes the completion script to a file in a folder of its own. */
static void write_script(char *folder, char *path, size_t size)
{
    assert_non_null(mkdtemp(folder));
    snprintf(path, size, "%s/completion", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    trig_program_completion(&test_program, file);
    assert_int_equal(fclose(file), 0);
}

/* What bash offers for [words], the last of which is being typed: one a line. */
static void complete(const char *script, const char *words, char *out, size_t size)
{
    char command[1024];
    snprintf(command, sizeof command,
             "bash -c 'compopt() { :; }; . \"$0\"; COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
             "_trig_t; printf \"%%s \" \"${COMPREPLY[@]}\"' %s 2>&1",
             words, script);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): the shell is what is tested */
    assert_non_null(pipe);
    out[fread(out, 1, size - 1, pipe)] = '\0';
    pclose(pipe);
}

static void test_completion_offers_commands_options_and_choices(void **state)
{
    (void)state;
    static const struct {
        const char *words, *offered;
    } cases[] = {
        {"trig-t \"\"", "echo fail help completion --help --version "},
        {"trig-t e", "echo "},
        {"trig-t --v", "--version "},
        {"trig-t help \"\"", "echo fail "},
        {"trig-t help echo \"\"", " "},
        {"trig-t echo --", "--wave --dry-run --person-key --to --against --format --level --threads --help "},
        {"trig-t echo store --dr", "--dry-run "},
        {"trig-t echo --format \"\"", "table csv json "},
        {"trig-t echo --format c", "csv "},
        {"trig-t echo --format =", "table csv json "},
        {"trig-t echo --format = j", "json "},
        {"trig-t echo --against \"\"", "sector others group: top:50 "},
        {"trig-t echo --wave \"\"", " "},
        {"trig-t echo --person-key --", " "},
        {"trig-t echo --to --", " "},
        {"trig-t fail -", "--help "},
        {"trig-t echo x", " "},
        {"trig-t unknown -", " "},
    };
    if (access("/bin/bash", X_OK) != 0)
        skip();
    char folder[] = "/tmp/trig_completion_XXXXXX", script[64];
    write_script(folder, script, sizeof script);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char offered[512];
        complete(script, cases[i].words, offered, sizeof offered);
        if (strcmp(offered, cases[i].offered) != 0)
            fail_msg("%s: offered '%s', not '%s'", cases[i].words, offered, cases[i].offered);
    }
    assert_int_equal(unlink(script), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_by_words),
        cmocka_unit_test(test_help_after_double_dash_is_an_operand),
        cmocka_unit_test(test_help_on_a_narrow_terminal_keeps_to_its_width),
        cmocka_unit_test(test_completion_offers_commands_options_and_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
