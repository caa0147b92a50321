/* Composite indices: yardsticks, aggregation, Sobol's shares against known ones, and what
 * an index owes to whom. */
#include "tests/support.h"

#include "analyze/index/index.h"
#include "analyze/index/sobol.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

#include <stdlib.h>
#include <unistd.h>

static struct trig_error error;

/* ---- yardsticks ---------------------------------------------------------------------------- */

static void test_yardstick_points_by_hand_are_met(void **state)
{
    (void)state;
    static const double results[] = {20.0, 40.0, 40.0, 50.0, 100.0}; /* mean 50, SD 30 */
    static const double alike[] = {7.0, 7.0, 7.0};
    static const struct {
        const char *label;
        struct trig_indicator indicator;
        const double *sorted;
        size_t count;
        double y;
        double points;
    } cases[] = {
        {"min-max, own",
         {.normalisation = TRIG_NORMALISE_MIN_MAX, .low = NAN, .high = NAN},
         results,
         5,
         40,
         25},
        {"min-max, beyond",
         {.normalisation = TRIG_NORMALISE_MIN_MAX, .low = NAN, .high = NAN},
         results,
         5,
         120,
         125},
        {"min-max, given",
         {.normalisation = TRIG_NORMALISE_MIN_MAX, .low = 0, .high = 50},
         results,
         5,
         40,
         80},
        {"min-max, lower", {true, 1, TRIG_NORMALISE_MIN_MAX, 0, 50, NAN, 1}, results, 5, 40, 20},
        {"z", {.normalisation = TRIG_NORMALISE_Z}, results, 5, 80, 1},
        {"z, lower", {.lower_is_better = true, .normalisation = TRIG_NORMALISE_Z}, results, 5, 80, -1},
        {"rank, last", {.normalisation = TRIG_NORMALISE_RANK}, results, 5, 20, 0},
        {"rank, tied", {.normalisation = TRIG_NORMALISE_RANK}, results, 5, 40, 37.5},
        {"rank, first", {.normalisation = TRIG_NORMALISE_RANK}, results, 5, 100, 100},
        {"rank, first is worst",
         {.lower_is_better = true, .normalisation = TRIG_NORMALISE_RANK},
         results,
         5,
         100,
         0},
        {"percentile", {.normalisation = TRIG_NORMALISE_PERCENTILE}, results, 5, 40, 40},
        {"percentile, all below", {.normalisation = TRIG_NORMALISE_PERCENTILE}, results, 5, 101, 100},
        {"reference", {.normalisation = TRIG_NORMALISE_REFERENCE, .reference = 80}, results, 5, 100, 125},
        {"reference, lower", {true, 1, TRIG_NORMALISE_REFERENCE, NAN, NAN, 80, 1}, results, 5, 100, 75},
        {"none, a share", {.normalisation = TRIG_NORMALISE_NONE, .percent = 100}, results, 5, 0.4, 40},
        {"none, lower",
         {.lower_is_better = true, .normalisation = TRIG_NORMALISE_NONE, .percent = 1},
         results,
         5,
         30,
         70},
        {"alike, min-max",
         {.normalisation = TRIG_NORMALISE_MIN_MAX, .low = NAN, .high = NAN},
         alike,
         3,
         7,
         50},
        {"alike, z", {.normalisation = TRIG_NORMALISE_Z}, alike, 3, 7, 0},
        {"alike, rank", {.normalisation = TRIG_NORMALISE_RANK}, alike, 3, 7, 50},
        {"undefined", {.normalisation = TRIG_NORMALISE_RANK}, results, 5, NAN, NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_yardstick yardstick = trig_yardstick_make(
            &cases[i].indicator, cases[i].indicator.normalisation, cases[i].sorted, cases[i].count);
        double points = trig_yardstick_points(&yardstick, cases[i].y);
        if (!trig_close(points, cases[i].points, 1e-12, 1e-12))
            fail_msg("%s: %.17g, not %.17g", cases[i].label, points, cases[i].points);
    }
}

/* A tie that rounding hides is a tie. */
static void test_yardstick_points_of_rounded_ties_are_shared(void **state)
{
    (void)state;
    static const double sorted[] = {0.1, 0.3, 0.30000000000000004, 0.5};
    const struct trig_indicator indicator = {.normalisation = TRIG_NORMALISE_PERCENTILE};
    struct trig_yardstick yardstick = trig_yardstick_make(&indicator, indicator.normalisation, sorted, 4);
    assert_close(trig_yardstick_points(&yardstick, sorted[1]), 50.0, 1e-12, 0);
    assert_close(trig_yardstick_points(&yardstick, sorted[2]), 50.0, 1e-12, 0);
}

static void test_aggregate_geometric_is_not_annihilated(void **state)
{
    (void)state;
    static const double points[] = {0.0, 100.0, -20.0};
    static const double weights[] = {0.5, 0.5, 0.0};
    static const double thirds[] = {1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0};
    assert_close(trig_index_aggregate(TRIG_AGGREGATE_ARITHMETIC, points, weights, 3), 50.0, 1e-14, 0);
    assert_close(trig_index_aggregate(TRIG_AGGREGATE_GEOMETRIC, points, weights, 3), 10.0, 1e-12, 0);
    assert_close(trig_index_aggregate(TRIG_AGGREGATE_GEOMETRIC, points, thirds, 3), cbrt(100.0), 1e-12, 0);
    assert_true(isnan(trig_index_aggregate(TRIG_AGGREGATE_GEOMETRIC, (double[]){NAN, 1, 1}, thirds, 3)) != 0);
}

/* ---- Sobol's shares ------------------------------------------------------------------------ */

static double ishigami(const double *u, void *context)
{
    (void)context;
    double x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = M_PI * (2.0 * u[i] - 1.0);
    return sin(x[0]) + 7.0 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4.0) * sin(x[0]);
}

/* Ishigami and Homma (1990): with a = 7, b = 0.1 the shares are closed forms. */
static void test_sobol_shares_of_ishigami_are_the_known_ones(void **state)
{
    (void)state;
    static const size_t group[] = {0, 1, 2};
    const struct trig_sobol_plan plan = {
        .inputs = 3, .group = group, .groups = 3, .samples = 8192, .seed = 1};
    double first = 0.5 * pow(1.0 + 0.1 * pow(M_PI, 4.0) / 5.0, 2.0);
    double second = 49.0 / 8.0;
    double third = 0.01 * pow(M_PI, 8.0) * 8.0 / 225.0;
    double variance = first + second + third;
    struct trig_sobol_shares shares;
    assert_ok(trig_sobol_estimate(&plan, ishigami, NULL, &shares, &error), error);
    assert_close(shares.mean, 3.5, 0, 0.01);
    assert_close(shares.variance, variance, 0.005, 0);
    assert_close(shares.first[0], first / variance, 0, 0.01);
    assert_close(shares.first[1], second / variance, 0, 0.01);
    assert_close(shares.first[2], 0.0, 0, 0.01);
    assert_close(shares.total[0], (first + third) / variance, 0, 0.01);
    assert_close(shares.total[1], second / variance, 0, 0.01);
    assert_close(shares.total[2], third / variance, 0, 0.01);
}

static double weighted_sum(const double *u, void *context)
{
    const double *offset = context;
    return *offset + u[0] + 2.0 * u[1] + 3.0 * u[2];
}

static double constant(const double *u, void *context)
{
    (void)u;
    (void)context;
    return 12.5;
}

static void test_sobol_shares_of_groups_add_up(void **state)
{
    (void)state;
    static const size_t group[] = {0, 1, 1};
    struct trig_sobol_plan plan = {.inputs = 3, .group = group, .groups = 2, .samples = 4096, .seed = 5};
    double offsets[] = {0.0, 1e6};
    for (size_t i = 0; i < 2; i++) {
        struct trig_sobol_shares shares;
        assert_ok(trig_sobol_estimate(&plan, weighted_sum, &offsets[i], &shares, &error), error);
        assert_close(shares.first[0], 1.0 / 14.0, 0, 0.005);
        assert_close(shares.total[0], 1.0 / 14.0, 0, 0.005);
        assert_close(shares.first[1], 13.0 / 14.0, 0, 0.005);
        assert_close(shares.total[1], 13.0 / 14.0, 0, 0.005);
    }
    struct trig_sobol_shares none;
    assert_ok(trig_sobol_estimate(&plan, constant, NULL, &none, &error), error);
    assert_close(none.variance, 0.0, 0, 0);
    assert_true(isnan(none.first[0]) && isnan(none.total[1]));
}

static void test_sobol_points_of_a_seed_are_the_same_and_fill_the_cube(void **state)
{
    (void)state;
    double a[40];
    double b[40];
    double mean[40] = {0};
    trig_sobol_points *first = trig_sobol_points_create(40, 9, &error);
    trig_sobol_points *again = trig_sobol_points_create(40, 9, &error);
    for (size_t i = 0; i < 1024; i++) {
        trig_sobol_points_next(first, a);
        trig_sobol_points_next(again, b);
        assert_memory_equal(a, b, sizeof a);
        for (size_t j = 0; j < 40; j++) {
            assert_true(a[j] > 0.0 && a[j] < 1.0);
            mean[j] += a[j] / 1024.0;
        }
    }
    for (size_t j = 0; j < 40; j++)
        assert_close(mean[j], 0.5, 0, 0.01);
    trig_sobol_points_destroy(first);
    trig_sobol_points_destroy(again);
}

/* ---- the table ----------------------------------------------------------------------------- */

/* An index of the usual survey. */
struct made {
    struct comparison comparison;
    struct trig_index_spec spec;
    struct trig_index_options options;
    trig_table *table;
};

static void read_spec(struct made *made, const char *content)
{
    char path[256];
    struct trig_problems problems;
    snprintf(path, sizeof path, "%s/spec.csv", made->comparison.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    trig_problems_init(&problems);
    assert_ok(trig_index_spec_read(made->comparison.context.definition, path, &made->spec, &problems, &error),
              error);
    trig_problems_clear(&problems);
    unlink(path);
}

static void make(struct made *made, const char *csv, const char *spec)
{
    memset(made, 0, sizeof *made);
    comparison_open(&made->comparison, comparison_files(), csv, "pillars");
    read_spec(made, spec);
    made->options = (struct trig_index_options){.spec = &made->spec,
                                                .design = made->comparison.context.design,
                                                .ranks = true,
                                                .draws = 100,
                                                .parts = true};
    assert_ok(trig_replication_parse("bootstrap:50", &made->options.design.replication, &error), error);
    assert_ok(trig_index_table(&made->comparison.context, &made->options, &made->table, &error), error);
}

static void clear(struct made *made)
{
    trig_table_destroy(made->table);
    trig_index_spec_clear(&made->spec);
    comparison_close(&made->comparison);
}

static const char usual[] = "indicator,direction,weight,normalisation\n"
                            "pillar:vis,higher,2,min-max\npillar:car,,1,percentile\ndays,lower,1,rank\n";

static void test_index_is_the_mean_of_its_parts_and_in_order(void **state)
{
    (void)state;
    struct made made;
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    make(&made, csv.data, usual);
    double above = INFINITY;
    size_t composites = 0;
    for (size_t row = 0; row < trig_table_rows(made.table); row++) {
        if (!trig_view_is(comparison_text(made.table, row, "statistic"), "composite") ||
            comparison_text(made.table, row, "suppressed").length)
            continue;
        double sum = 0.0;
        for (size_t part = row + 1; part <= row + 3; part++)
            sum += comparison_number(made.table, part, "estimate") *
                   comparison_number(made.table, part, "weight");
        double composite = comparison_number(made.table, row, "estimate");
        double low = comparison_number(made.table, row, "rank_low");
        assert_close(sum, composite, 1e-12, 0);
        assert_true(composite <= above);
        assert_true(comparison_number(made.table, row, "se") > 0.0);
        assert_true(comparison_number(made.table, row, "n") >= 10.0);
        assert_true(low >= 1.0 && low <= comparison_number(made.table, row, "rank_high"));
        assert_true(comparison_number(made.table, row, "choices_best") <=
                    comparison_number(made.table, row, "choices_worst"));
        assert_true(isnan(comparison_number(made.table, row, "rank")) ==
                    !(comparison_number(made.table, row, "reliability") >= 0.7));
        above = composite;
        composites++;
    }
    assert_true(composites > 10);
    filled_clear(&csv);
    clear(&made);
}

/* Multiplies the training days of an institution's rows by ten; too small to be shown, it must not be felt.
 */
static void change_answers(const char *csv, const char *institution, struct filled_text *out)
{
    for (const char *line = csv; *line; line = strchr(line, '\n') + 1) {
        int length = (int)(strchr(line, '\n') - line);
        bool own = memmem(line, (size_t)length, institution, strlen(institution)) != NULL;
        for (int i = 0; i < length; i++) {
            char c = line[i];
            filled_print(out, "%c",
                         own && c >= '1' && c <= '5' && line[i - 1] == ',' && line[i + 1] == ',' ? '1' : c);
        }
        filled_print(out, "\n");
    }
}

static void test_index_owes_nothing_to_those_it_hides(void **state)
{
    (void)state;
    struct made made;
    struct made other;
    struct filled_text csv = {NULL, 0, 0};
    struct filled_text changed = {NULL, 0, 0};
    comparison_answers(&csv);
    make(&made, csv.data, usual);
    size_t hidden = 0;
    struct trig_view who = trig_view("");
    for (size_t row = 0; row < trig_table_rows(made.table); row++) {
        if (!comparison_text(made.table, row, "suppressed").length)
            continue;
        hidden++;
        if (trig_view_is(comparison_text(made.table, row, "suppressed"), "threshold"))
            who = comparison_text(made.table, row, "institution");
        static const char *const empty[] = {
            "estimate",  "se",           "ci_low",        "ci_high",       "n", "rank", "rank_low",
            "rank_high", "choices_best", "choices_worst", "choices_median"};
        for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
            assert_true(isnan(comparison_number(made.table, row, empty[i])) != 0);
    }
    assert_true(hidden > 0 && who.length > 0);
    char institution[64];
    snprintf(institution, sizeof institution, "%.*s", TRIG_VIEW_ARG(who));
    change_answers(csv.data, institution, &changed);
    assert_string_not_equal(csv.data, changed.data);
    make(&other, changed.data, usual);
    assert_int_equal(trig_table_rows(made.table), trig_table_rows(other.table));
    for (size_t row = 0; row < trig_table_rows(made.table); row++) {
        assert_close(comparison_number(made.table, row, "estimate"),
                     comparison_number(other.table, row, "estimate"), 0, 0);
        assert_close(comparison_number(made.table, row, "se"), comparison_number(other.table, row, "se"), 0,
                     0);
    }
    filled_clear(&csv);
    filled_clear(&changed);
    clear(&made);
    clear(&other);
}

/* Groups of respondents stand for them: no more degrees of freedom than groups, errors alike. */
static void test_index_of_groups_has_errors_like_those_of_respondents(void **state)
{
    (void)state;
    struct made made;
    struct filled_text csv = {NULL, 0, 0};
    trig_table *grouped = NULL;
    double ratio = 0.0;
    size_t compared = 0;
    comparison_answers(&csv);
    make(&made, csv.data, usual);
    made.options.design.replication.groups = 15;
    assert_ok(trig_index_table(&made.comparison.context, &made.options, &grouped, &error), error);
    for (size_t row = 0; row < trig_table_rows(grouped); row++) {
        double se = comparison_number(made.table, row, "se");
        double df = comparison_number(made.table, row, "df");
        if (isnan(se))
            continue;
        assert_close(comparison_number(grouped, row, "df"), fmin(df, 14.0), 0, 0);
        if (df < 15.0)
            assert_close(comparison_number(grouped, row, "se"), se, 1e-12, 0);
        else {
            ratio += log(comparison_number(grouped, row, "se") / se);
            compared++;
        }
    }
    assert_true(compared > 5);
    assert_close(exp(ratio / (double)compared), 1.0, 0, 0.15);
    filled_clear(&csv);
    trig_table_destroy(grouped);
    clear(&made);
}

static void test_index_of_what_cannot_be_is_refused(void **state)
{
    (void)state;
    struct made made;
    struct filled_text csv = {NULL, 0, 0};
    trig_table *table = NULL;
    comparison_answers(&csv);
    make(&made, csv.data, "indicator,normalisation\npillar:vis,z\ndays,z\n");
    made.options.aggregation = TRIG_AGGREGATE_GEOMETRIC;
    assert_int_equal(trig_index_table(&made.comparison.context, &made.options, &table, &error),
                     TRIG_ERR_USAGE);
    assert_non_null(strstr(error.message, "z-scores"));
    made.options.aggregation = TRIG_AGGREGATE_ARITHMETIC;
    made.comparison.context.disclosure.threshold = 55;
    assert_int_equal(trig_index_table(&made.comparison.context, &made.options, &table, &error),
                     TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "at least 4"));
    filled_clear(&csv);
    clear(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yardstick_points_by_hand_are_met),
        cmocka_unit_test(test_yardstick_points_of_rounded_ties_are_shared),
        cmocka_unit_test(test_aggregate_geometric_is_not_annihilated),
        cmocka_unit_test(test_sobol_shares_of_ishigami_are_the_known_ones),
        cmocka_unit_test(test_sobol_shares_of_groups_add_up),
        cmocka_unit_test(test_sobol_points_of_a_seed_are_the_same_and_fill_the_cube),
        cmocka_unit_test(test_index_is_the_mean_of_its_parts_and_in_order),
        cmocka_unit_test(test_index_owes_nothing_to_those_it_hides),
        cmocka_unit_test(test_index_of_groups_has_errors_like_those_of_respondents),
        cmocka_unit_test(test_index_of_what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
