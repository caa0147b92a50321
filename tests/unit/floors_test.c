#include "tests/support.h"

#include "tests/unit/floors.h"

#include <fts.h>
#include <stdlib.h>

struct findings {
    size_t count;
    char first[512];
};

static void gather(void *context, const char *finding)
{
    struct findings *findings = context;
    if (findings->count++ == 0)
        snprintf(findings->first, sizeof findings->first, "%s", finding);
    print_error("%s\n", finding);
}

static void gather_quietly(void *context, const char *finding)
{
    struct findings *findings = context;
    if (findings->count++ == 0)
        snprintf(findings->first, sizeof findings->first, "%s", finding);
}

static void test_include_rule_by_room_and_library(void **state)
{
    (void)state;
    static const struct {
        const char *path, *target;
        bool quoted, allowed;
    } cases[] = {
        {"surveys/store/store.c", "surveys/base/error.h", true, true},
        {"surveys/store/store.c", "store.h", true, false},
        {"surveys/store/store.c", "../surveys/error.h", true, false},
        {"surveys/store/store.c", "collect/sources/sniff.h", true, false},
        {"surveys/table/table.c", "plots/figure/figure.h", true, false},
        {"surveys/cmd_x.c", "analyze/design/design.h", true, false},
        {"collect/code.c", "analyze/design/design.h", true, false},
        {"collect/formats/jisc.c", "plots/figure/figure.h", true, false},
        {"collect/formats/jisc.c", "collect/formats/formats.h", true, true},
        {"collect/cmd_status.c", "plots/figure/figure.h", true, true},
        {"analyze/cmd_report.c", "plots/figure/figure.h", true, true},
        {"analyze/report/page.c", "plots/figure/figure.h", true, false},
        {"analyze/cmd_report.h", "plots/figure/figure.h", true, false},
        {"plots/kinds/funnel.c", "analyze/benchmark/funnel.h", true, false},
        {"plots/kinds/funnel.c", "tests/support.h", true, false},
        {"tests/unit/plots/funnel_test.c", "analyze/benchmark/funnel.h", true, true},
        {"surveys/csv/csv_reader.c", "csv.h", false, true},
        {"surveys/store/store.c", "csv.h", false, false},
        {"collect/csv_x.c", "csv.h", false, false},
        {"tests/unit/surveys/csv_test.c", "csv.h", false, false},
        {"tests/bench/csv_floor.c", "csv.h", false, true},
        {"surveys/store/store_segment.c", "sqlite3.h", false, true},
        {"surveys/table/store.c", "sqlite3.h", false, false},
        {"collect/store.c", "sqlite3.h", false, false},
        {"tests/fault/flip_test.c", "sqlite3.h", false, true},
        {"analyze/estimate/mean.c", "gsl/gsl_cdf.h", false, true},
        {"analyze/cmd_test.c", "gsl/gsl_cdf.h", false, true},
        {"plots/kinds/funnel.c", "gsl/gsl_cdf.h", false, false},
        {"surveys/base/hash.c", "gsl/gsl_math.h", false, false},
        {"tests/unit/analyze/mean_test.c", "gsl/gsl_cdf.h", false, true},
        {"collect/main.c", "stdio.h", false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!floors_include_rule(cases[i].path, cases[i].target, cases[i].quoted) != cases[i].allowed)
            fail_msg("%s includes %s: not judged as expected", cases[i].path, cases[i].target);
}

static void test_forbidden_call_stands_as_a_word(void **state)
{
    (void)state;
    static const struct {
        const char *line, *call;
    } cases[] = {
        {"    printf(x);", "printf"},
        {"    (void)printf (x);", "printf"},
        {"    fprintf(out, x);", NULL},
        {"    trig_arena_printf(arena, x);", NULL},
        {"    __attribute__((format(printf, 2, 3)));", NULL},
        {"    fprintf(file, x), printf(x);", "printf"},
        {"    fputs(x, out); puts(x);", "puts"},
        {"if (bad) exit(1);", "exit"},
        {"    trig_exit_for(status); exits(1);", NULL},
        {"    _exit(1);", "_exit"},
        {"abort();", "abort"},
        {"bool abort_now(int); int aborted;", NULL},
        {"x = getenv(name);", "getenv"},
        {"x = secure_getenv(name);", "secure_getenv"},
        {"fputs(x, stderr);", "stderr"},
        {"my_stdout = 1;", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *call = floors_forbidden_call(cases[i].line);
        if (!call != !cases[i].call || (call && strcmp(call, cases[i].call) != 0))
            fail_msg("'%s': found %s", cases[i].line, call ? call : "nothing");
    }
}

static void test_is_library_by_file_name(void **state)
{
    (void)state;
    assert_true(floors_is_library("surveys/command/command.c"));
    assert_true(floors_is_library("analyze/domain.c"));
    assert_true(floors_is_library("collect/cmd_table.h"));
    assert_false(floors_is_library("collect/main.c"));
    assert_false(floors_is_library("analyze/cmd_summary.c"));
    assert_false(floors_is_library("tests/unit/x_test.c"));
}

static void test_blank_out_keeps_code_lines_and_includes(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } cases[] = {
        {"a /* exit(1) */ b", "a               b"},
        {"a // exit(1)\nb", "a           \nb"},
        {"/* a\n * b */c", "    \n       c"},
        {"f(\"exit(1)\\\"\", 'x')", "f(           ,    )"},
        {"f(\"//\"); g();", "f(    ); g();"},
        {"c = '\"'; exit(1);", "c =    ; exit(1);"},
        {"#include \"a/b.h\"\nf(\"a\")", "#include \"a/b.h\"\nf(   )"},
        {"  # include <csv.h>", "  # include <csv.h>"},
        {"/* never closed", "               "},
        {"\"never closed\nx", "             \nx"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char source[128];
        snprintf(source, sizeof source, "%s", cases[i].before);
        floors_blank_out(source);
        assert_string_equal(source, cases[i].after);
    }
}

static void test_check_reports_each_finding_with_its_line(void **state)
{
    (void)state;
    char source[] = "/* #include \"collect/no.h\" */\n"
                    "#include \"surveys/base/error.h\"\n"
                    "#include \"plots/figure/figure.h\"\n"
                    "#include <sqlite3.h>\n"
                    "static int f(void) { return printf(\"exit(1)\"); }\n";
    struct findings findings = {0};
    assert_int_equal(floors_check("surveys/base/error.c", source, gather_quietly, &findings), 3);
    assert_int_equal(findings.count, 3);
    assert_string_equal(findings.first,
                        "surveys/base/error.c:3: surveys stands on nothing of ours (plots/figure/figure.h)");
}

static void test_check_file_of_one_line_too_many_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t lines, findings;
    } cases[] = {
        {"surveys/long.c", FLOORS_MOST_LINES, 0},
        {"surveys/long.c", FLOORS_MOST_LINES + 1, 1},
        {"tests/long.c", FLOORS_MOST_TEST_LINES, 0},
        {"tests/long.c", FLOORS_MOST_TEST_LINES + 1, 1},
    };
    for (size_t i = 0; i < 4; i++) {
        char source[FLOORS_MOST_TEST_LINES + 2];
        memset(source, '\n', sizeof source);
        source[cases[i].lines] = '\0';
        struct findings findings = {0};
        assert_int_equal(floors_check(cases[i].path, source, gather_quietly, &findings), cases[i].findings);
    }
}

/* The whole of a file, to be freed. */
static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be opened", path);
    char *text = NULL;
    size_t size = 0;
    ssize_t length = getdelim(&text, &size, '\0', file);
    fclose(file);
    if (length < 0) { /* empty */
        free(text);
        return calloc(1, 1);
    }
    return text;
}

static bool is_source(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".c") == 0 || strcmp(dot, ".h") == 0);
}

static void test_sources_keep_to_their_floors(void **state)
{
    (void)state;
    char *folders[] = {TRIG_SOURCE_DIR "/surveys", TRIG_SOURCE_DIR "/collect", TRIG_SOURCE_DIR "/analyze",
                       TRIG_SOURCE_DIR "/plots",   TRIG_SOURCE_DIR "/tests",   NULL};
    FTS *walk = fts_open(folders, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert_non_null(walk);
    struct findings findings = {0};
    size_t files = 0;
    for (FTSENT *entry; (entry = fts_read(walk)) != NULL;) {
        if (entry->fts_info != FTS_F || !is_source(entry->fts_name))
            continue;
        char *source = read_whole(entry->fts_path);
        floors_check(entry->fts_path + sizeof TRIG_SOURCE_DIR, source, gather, &findings);
        free(source);
        files++;
    }
    fts_close(walk);
    assert_true(files > 20); /* else the walk itself is broken */
    if (findings.count)
        fail_msg("%zu findings, the first: %s", findings.count, findings.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_include_rule_by_room_and_library),
        cmocka_unit_test(test_forbidden_call_stands_as_a_word),
        cmocka_unit_test(test_is_library_by_file_name),
        cmocka_unit_test(test_blank_out_keeps_code_lines_and_includes),
        cmocka_unit_test(test_check_reports_each_finding_with_its_line),
        cmocka_unit_test(test_check_file_of_one_line_too_many_is_found),
        cmocka_unit_test(test_sources_keep_to_their_floors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
