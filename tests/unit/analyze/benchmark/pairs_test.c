/* Institutions two by two: the numbers of compare, what is hidden, and letters. */
#include "tests/support.h"

#include "analyze/benchmark/pairs.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

#include <math.h>

static void open_usual(struct comparison *comparison, const char *measures)
{
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(comparison, comparison_files(), csv.data, measures);
    filled_clear(&csv);
}

static trig_table *table_of(struct comparison *comparison, const char *pairs)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_arena arena;
    struct trig_pairs_options options = {.measures = &comparison->measures,
                                         .waves = comparison->context.waves,
                                         .design = comparison->context.design,
                                         .margin = 5.0};
    trig_table *table = NULL;
    trig_arena_init(&arena);
    assert_ok(trig_pairs_parse(comparison->context.definition, pairs, &arena, &options, &error), error);
    assert_ok(trig_pairs_table(&comparison->context, &options, &table, &error), error);
    trig_arena_clear(&arena);
    return table;
}

/* The row of [one], beside [other]; "": by itself. */
static size_t row_of(const trig_table *table, struct trig_view one, struct trig_view other)
{
    for (size_t row = 0; row < trig_table_rows(table); row++)
        if (trig_view_equal(comparison_text(table, row, "institution"), one) &&
            trig_view_equal(comparison_text(table, row, "with"), other))
            return row;
    return TRIG_NONE;
}

/* A pair's numbers follow from the two rows: independent samples, Welch's degrees of freedom. */
static void test_pairs_are_differences_of_independent_results(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis,v1:positive");
    trig_table *table = table_of(&comparison, "all");
    size_t seen = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_view with = comparison_text(table, row, "with");
        if (with.length == 0 || isnan(comparison_number(table, row, "difference")))
            continue;
        struct trig_view measure = comparison_text(table, row, "measure");
        size_t other = TRIG_NONE;
        for (size_t i = 0; i < trig_table_rows(table); i++)
            if (trig_view_equal(comparison_text(table, i, "institution"), with) &&
                comparison_text(table, i, "with").length == 0 &&
                trig_view_equal(comparison_text(table, i, "measure"), measure))
                other = i;
        double a = comparison_number(table, row, "se");
        double b = comparison_number(table, other, "se");
        double se = sqrt(a * a + b * b);
        double df = pow(se, 4.0) / (pow(a, 4.0) / comparison_number(table, row, "df") +
                                    pow(b, 4.0) / comparison_number(table, other, "df"));
        assert_close(comparison_number(table, row, "benchmark"), comparison_number(table, other, "estimate"),
                     1e-12, 0);
        assert_close(comparison_number(table, row, "difference_se"), se, 1e-9, 0);
        assert_close(comparison_number(table, row, "difference_df"), df, 1e-9, 0);
        seen++;
    }
    assert_true(seen > 100);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* A hidden institution has no number in any row, and nobody has one from it. */
static void test_pairs_with_a_hidden_institution_are_hidden(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    trig_table *table = table_of(&comparison, "all");
    static const char *const numbers[] = {"benchmark",  "difference",  "difference_se", "p",
                                          "p_adjusted", "effect_size", "p_equivalence"};
    size_t hidden = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_view with = comparison_text(table, row, "with");
        size_t first = row_of(table, comparison_text(table, row, "institution"), trig_view(""));
        size_t second = with.length ? row_of(table, with, trig_view("")) : first;
        bool first_hidden = isnan(comparison_number(table, first, "estimate"));
        bool second_hidden = isnan(comparison_number(table, second, "estimate"));
        assert_int_equal(isnan(comparison_number(table, row, "estimate")) != 0, first_hidden);
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            if ((first_hidden || second_hidden) && !isnan(comparison_number(table, row, numbers[i])))
                fail_msg("row %zu shows %s", row, numbers[i]);
        hidden += with.length && (first_hidden || second_hidden);
    }
    assert_true(hidden > 10);
    assert_true(trig_view_is(
        comparison_text(table, row_of(table, trig_view("ivy"), trig_view("")), "suppressed"), "threshold"));
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_letters_follow_adjusted_p_values(void **state)
{
    (void)state;
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    comparison.context.design.level = 0.3; /* so that some differ */
    trig_table *table = table_of(&comparison, "all");
    size_t apart = 0;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        double p = comparison_number(table, row, "p_adjusted");
        if (isnan(p))
            continue;
        size_t first = row_of(table, comparison_text(table, row, "institution"), trig_view(""));
        size_t second = row_of(table, comparison_text(table, row, "with"), trig_view(""));
        struct trig_view one = comparison_text(table, first, "letters");
        struct trig_view other = comparison_text(table, second, "letters");
        bool share = false;
        for (size_t i = 0; i < one.length; i++)
            share = share || memchr(other.data, one.data[i], other.length);
        assert_int_equal(share, p > 0.7);
        apart += !share;
    }
    assert_true(apart > 0);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_pairs_are_named_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message; /* NULL: fine */
        size_t count;
    } cases[] = {{"cedar, elm,oak", NULL, 3},
                 {"Ashcombe University,elm", NULL, 2},
                 {"cedar", "needs two institutions", 0},
                 {"", "needs two institutions", 0},
                 {"cedar,elm,Cedar", "twice", 0},
                 {"cedar,nowhere", "nowhere", 0}};
    struct comparison comparison;
    open_usual(&comparison, "pillar:vis");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_error error = {.status = TRIG_OK};
        struct trig_pairs_options options = {.count = 0};
        struct trig_arena arena;
        trig_arena_init(&arena);
        enum trig_status status =
            trig_pairs_parse(comparison.context.definition, cases[i].text, &arena, &options, &error);
        if (!cases[i].message && (status || options.count != cases[i].count))
            fail_msg("\"%s\": %zu, %s", cases[i].text, options.count, error.message);
        if (cases[i].message && (status != TRIG_ERR_USAGE || !strstr(error.message, cases[i].message)))
            fail_msg("\"%s\" is taken, or refused with: %s", cases[i].text, error.message);
        trig_arena_clear(&arena);
    }
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_are_differences_of_independent_results),
        cmocka_unit_test(test_pairs_with_a_hidden_institution_are_hidden),
        cmocka_unit_test(test_letters_follow_adjusted_p_values),
        cmocka_unit_test(test_pairs_are_named_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
