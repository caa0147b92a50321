/* The prelude and the data of every layout against files beside this one. With
 * TRIG_UPDATE_EXPECTED set the files are written anew, to be looked at. */
#include "tests/support.h"

#include "plots/page/compose.h"
#include "tests/unit/plots/chart_fixture.h"
#include "tests/unit/plots/chart_samples.h"

#include <stdlib.h>

/* Where the prelude ends and the templates begin. */
static const char style_start[] = "\n# The house style:";

static void compose(const struct chart_sample *sample, struct trig_arena *arena, struct trig_composed *out)
{
    struct trig_error error;
    trig_figure *figure = sample->make();
    assert_non_null(figure);
    enum trig_status status = trig_compose(figure, sample->name, PLOTS_FOLDER, arena, out, &error);
    trig_figure_destroy(figure);
    assert_ok(status, error);
}

/* The line in which the version stands is left out. */
static struct trig_view prelude_of(struct trig_view script)
{
    const char *line = memchr(script.data, '\n', script.length);
    const char *end = strstr(script.data, style_start);
    assert_non_null(line);
    assert_non_null(end);
    return trig_view_of(line + 1, (size_t)(end - line - 1));
}

static void update(const char *file, struct trig_view text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", CHARTS_EXPECTED, file);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fwrite(text.data, 1, text.length, out);
    fclose(out);
}

static void check(const char *name, const char *extension, struct trig_view text)
{
    char file[128];
    size_t length = 0;
    snprintf(file, sizeof file, "%s.%s", name, extension);
    if (getenv("TRIG_UPDATE_EXPECTED"))
        update(file, text);
    char *expected = chart_file(CHARTS_EXPECTED, file, &length);
    if (!expected) {
        fail_msg("there is no file expected/%s", file);
        return;
    }
    size_t at = 0, line = 1;
    while (at < length && at < text.length && expected[at] == text.data[at])
        line += expected[at++] == '\n';
    bool same = at == length && at == text.length;
    if (!same)
        fail_msg("expected/%s differs from line %zu on: %.60s", file, line, text.data + at);
    free(expected);
}

static void test_compose_of_each_layout_writes_the_expected_prelude_and_data(void **state)
{
    (void)state;
    for (size_t i = 0; i < chart_sample_count; i++) {
        struct trig_arena arena;
        struct trig_composed composed;
        trig_arena_init(&arena);
        compose(&chart_samples[i], &arena, &composed);
        check(chart_samples[i].name, "prelude", prelude_of(composed.script));
        check(chart_samples[i].name, "dat", composed.data);
        trig_arena_clear(&arena);
    }
}

/* What a person restyles is the template itself, unchanged. */
static void test_compose_ends_with_style_and_template_verbatim(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_composed composed;
    trig_arena_init(&arena);
    compose(&chart_samples[0], &arena, &composed);
    char *style = chart_file(PLOTS_FOLDER, "style.gp", NULL),
         *body = chart_file(PLOTS_FOLDER, "likert.gp", NULL);
    assert_non_null(strstr(composed.script.data, style));
    assert_string_equal(composed.script.data + composed.script.length - strlen(body), body);
    free(style);
    free(body);
    trig_arena_clear(&arena);
}

static void test_compose_of_hidden_rows_holds_none_of_their_numbers(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_composed composed;
    struct trig_error error;
    trig_figure *figure = chart_sample_places(3, 2, 4, TRIG_FIGURE_SCORE);
    struct trig_mark *hidden = trig_figure_mark(figure, 0, 0, 4);
    /* Numbers that a careless caller left behind. */
    hidden->value = hidden->low = hidden->high = hidden->n = 31.4159;
    trig_arena_init(&arena);
    assert_ok(trig_compose(figure, "hidden", PLOTS_FOLDER, &arena, &composed, &error), error);
    assert_null(strstr(composed.data.data, "31.4"));
    assert_null(strstr(composed.script.data, "31.4"));
    trig_arena_clear(&arena);
    trig_figure_destroy(figure);
}

static void test_compose_refuses_what_cannot_be_drawn(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        size_t rows;
        size_t hidden;
        enum trig_status expected;
        const char *says;
    } cases[] = {
        {"caterpillar", 0, 0, TRIG_ERR_DOMAIN, "nothing to draw"},
        {"caterpillar", 3, 3, TRIG_ERR_DOMAIN, "every number of this chart is suppressed"},
        {"funnel", 3, 3, TRIG_ERR_DOMAIN, "every number of this chart is suppressed"},
        {"caterpillar", 401, 0, TRIG_ERR_LIMIT, "at most 400 rows"},
        {"likert", 61, 0, TRIG_ERR_LIMIT, "at most 60 rows"},
        {"radar", 3, 0, TRIG_ERR_USAGE, "no chart called 'radar'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_arena arena;
        struct trig_composed composed;
        struct trig_error error = {0};
        trig_figure *figure = trig_figure_create(cases[i].kind, 1, 1, cases[i].rows, NULL);
        for (size_t row = 0; row < cases[i].rows; row++)
            *trig_figure_mark(figure, 0, 0, row) = (struct trig_mark){
                row < cases[i].hidden ? TRIG_MARK_SUPPRESSED : TRIG_MARK_SHOWN, false, 50, 40, 60, 20};
        trig_arena_init(&arena);
        enum trig_status status = trig_compose(figure, "x", PLOTS_FOLDER, &arena, &composed, &error);
        if (status != cases[i].expected || !strstr(error.message, cases[i].says))
            fail_msg("%s of %zu: status %d, '%s'", cases[i].kind, cases[i].rows, status, error.message);
        trig_arena_clear(&arena);
        trig_figure_destroy(figure);
    }
}

static void test_compose_of_numbers_that_are_not_finite_is_refused(void **state)
{
    (void)state;
    static const struct trig_mark marks[] = {
        {TRIG_MARK_SHOWN, false, NAN, 40, 60, 20},
        {TRIG_MARK_SHOWN, false, INFINITY, 40, 60, 20},
        {TRIG_MARK_SHOWN, false, 50, -INFINITY, 60, 20},
        {TRIG_MARK_SHOWN, false, 50, 40, INFINITY, 20},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct trig_arena arena;
        struct trig_composed composed;
        struct trig_error error = {0};
        trig_figure *figure = chart_sample_places(3, 0, 1, TRIG_FIGURE_SCORE);
        *trig_figure_mark(figure, 0, 0, 2) = marks[i];
        trig_arena_init(&arena);
        assert_int_equal(trig_compose(figure, "x", PLOTS_FOLDER, &arena, &composed, &error), TRIG_ERR_DOMAIN);
        assert_non_null(strstr(error.message, "not finite"));
        trig_arena_clear(&arena);
        trig_figure_destroy(figure);
    }
}

static void test_compose_with_more_lines_than_colours_is_refused(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_composed composed;
    struct trig_error error = {0};
    trig_figure *figure = trig_figure_create("trend", 1, 9, 2, NULL);
    for (size_t s = 0; s < 9; s++)
        *trig_figure_mark(figure, 0, s, 0) = (struct trig_mark){TRIG_MARK_SHOWN, false, 50, 40, 60, 20};
    trig_arena_init(&arena);
    assert_int_equal(trig_compose(figure, "x", PLOTS_FOLDER, &arena, &composed, &error), TRIG_ERR_LIMIT);
    assert_non_null(strstr(error.message, "draw fewer"));
    trig_arena_clear(&arena);
    trig_figure_destroy(figure);
}

static void test_templates_come_from_the_named_folder_then_from_the_project(void **state)
{
    (void)state;
    struct trig_arena arena;
    struct trig_composed composed;
    struct trig_error error = {0};
    char *folder = chart_folder(), path[512];
    snprintf(path, sizeof path, "%s/likert.gp", folder);
    FILE *own = fopen(path, "w");
    fputs("# a template of the user's own\n", own);
    fclose(own);
    trig_figure *figure = chart_sample_likert();
    trig_arena_init(&arena);
    assert_ok(trig_compose(figure, "x", folder, &arena, &composed, &error), error);
    assert_non_null(strstr(composed.script.data, "# a template of the user's own"));
    assert_non_null(strstr(composed.script.data, style_start));
    assert_int_equal(trig_compose(figure, "x", "/no/such/folder", &arena, &composed, &error),
                     TRIG_ERR_MISSING);
    assert_non_null(strstr(error.message, "/no/such/folder"));
    trig_arena_clear(&arena);
    trig_figure_destroy(figure);
    chart_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compose_of_each_layout_writes_the_expected_prelude_and_data),
        cmocka_unit_test(test_compose_ends_with_style_and_template_verbatim),
        cmocka_unit_test(test_compose_of_hidden_rows_holds_none_of_their_numbers),
        cmocka_unit_test(test_compose_refuses_what_cannot_be_drawn),
        cmocka_unit_test(test_compose_of_numbers_that_are_not_finite_is_refused),
        cmocka_unit_test(test_compose_with_more_lines_than_colours_is_refused),
        cmocka_unit_test(test_templates_come_from_the_named_folder_then_from_the_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
