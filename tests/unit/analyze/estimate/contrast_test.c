/* Estimates worked out by hand, and what is said about them. R's survey package
 * is compared with in tests/oracle. */
#include "tests/unit/analyze/analysis.h"

#include <math.h>

/* Two institutions: A answers 1 2 4 of a population of 10, B answers 3 5 of an
 * unknown one; in B somebody skips. C has one respondent. */
static const struct filled_file files[] = {
    {"survey.csv", "key,value\nid,small\n"},
    {"scales.csv", "scale,code,label,value,kind,positive\ns,1,,1,substantive,0\ns,2,,2,substantive,0\n"
                   "s,3,,3,substantive,0\ns,4,,4,substantive,1\ns,5,,5,substantive,1\n"},
    {"variables.csv", "name,role,type,scale\nx,item,ordinal,s\n"},
    {"institutions.csv", "id,name\nA,Alpha\nB,Beta\nC,Gamma\n"},
    {"population.csv", "institution,count\nA,10\n"},
    {NULL, NULL},
};
static const struct filled_file yesno[] = {
    {"survey.csv", "key,value\nid,small\n"},
    {"scales.csv", "scale,code,label,value,kind,positive\nyn,yes,,1,substantive,1\nyn,no,,0,substantive,0\n"},
    {"variables.csv", "name,role,type,scale\nx,item,ordinal,yn\n"},
    {NULL, NULL},
};
#define TWO   "institution,x\nA,1\nA,2\nA,4\nB,3\nB,5\n"
#define THREE TWO "B,\nC,2\n"

struct worked {
    struct analysis analysis;
    trig_estimator *estimator;
};

static void start_with(struct worked *worked, const struct filled_file *definition, const char *csv,
                       const char *by, const char *measures, struct trig_design_options design)
{
    trig_store *store;
    const struct analysis_options options = {by, measures, NULL, design};
    assert_ok(analysis_store(definition, csv, 0, &store, &worked->analysis.error), worked->analysis.error);
    assert_ok(analysis_run(&worked->analysis, store, &options), worked->analysis.error);
    worked->estimator = trig_estimator_create(&worked->analysis.cells, &worked->analysis.request.design,
                                              &worked->analysis.error);
    assert_non_null(worked->estimator);
}

static void start(struct worked *worked, const char *csv, const char *by, const char *measures,
                  struct trig_design_options design)
{
    start_with(worked, files, csv, by, measures, design);
}

static void stop(struct worked *worked)
{
    trig_store *store = worked->analysis.store;
    trig_estimator_destroy(worked->estimator);
    analysis_clear(&worked->analysis);
    analysis_close(store);
}

static struct trig_estimate mean_of(struct worked *worked, size_t domain)
{
    struct trig_estimate estimate;
    assert_ok(trig_estimate_mean(worked->estimator, 0, &worked->analysis.domains.items[domain], &estimate,
                                 &worked->analysis.error),
              worked->analysis.error);
    return estimate;
}

/* ---- a mean ------------------------------------------------------------------------------- */

static void test_estimate_mean_of_two_strata_is_as_worked_out(void **state)
{
    (void)state;
    struct worked worked;
    start(&worked, TWO, "all", "x", (struct trig_design_options){.fpc = "on"});
    struct trig_estimate estimate = mean_of(&worked, 0);
    assert_close(estimate.estimate, 3, 1e-15, 0);
    /* z = (y - 3) / 5; A: 7/10 x 3/2 x 4.6667/25, B: 2 x 2/25 */
    assert_close(estimate.variance, 0.7 * 1.5 * (14.0 / 3) / 25 + 2 * 2.0 / 25, 1e-14, 0);
    assert_close(estimate.se, sqrt(0.356), 1e-14, 0);
    assert_close(estimate.df, 3, 0, 0);
    /* qt(.975, 3) = 3.182446 */
    assert_close(estimate.low, 3 - 3.1824463052837078 * sqrt(0.356), 1e-12, 0);
    assert_int_equal(estimate.n, 5);
    /* s2 = 2.5, s2 / n = 0.5 */
    assert_close(estimate.deff, 0.356 / 0.5, 1e-14, 0);
    assert_close(estimate.n_eff, 5 / 0.712, 1e-14, 0);
    assert_close(estimate.uncovered, (3 * 0.7 + 2) / 5, 1e-15, 0);
    assert_int_equal(estimate.strata, 2);
    assert_int_equal(estimate.unknown, 1);
    assert_int_equal(estimate.institutions, 2);
    assert_int_equal(estimate.largest_institution, 3);
    assert_int_equal(estimate.second_institution, 2);
    assert_close(estimate.numerator, NAN, 0, 0);
    stop(&worked);
}

static void test_estimate_mean_counts_the_whole_stratum_where_an_item_is_missing(void **state)
{
    (void)state;
    struct worked worked;
    start(&worked, THREE, "institution", "x", (struct trig_design_options){.fpc = "off"});
    /* B: n_h = 3 with two answers: 3/2 (Q - 0), z = +-1/2 */
    struct trig_estimate estimate = mean_of(&worked, 1);
    assert_int_equal(estimate.n, 2);
    assert_close(estimate.variance, 1.5 * 0.5, 1e-15, 0);
    assert_close(estimate.df, 2, 0, 0);
    stop(&worked);
    start(&worked, THREE, "institution", "x", (struct trig_design_options){.fpc = "off", .df = "r"});
    assert_close(mean_of(&worked, 1).df, 1, 0, 0);
    stop(&worked);
    start(&worked, THREE, "institution", "x", (struct trig_design_options){.fpc = "off", .df = "design"});
    assert_close(mean_of(&worked, 1).df, 7 - 3, 0, 0);
    stop(&worked);
}

static void test_estimate_mean_of_one_respondent_has_no_interval(void **state)
{
    (void)state;
    struct worked worked;
    start(&worked, THREE, "institution", "x", (struct trig_design_options){.fpc = "off"});
    struct trig_estimate estimate = mean_of(&worked, 2);
    assert_close(estimate.estimate, 2, 0, 0);
    assert_int_equal(estimate.lonely, 1);
    assert_close(estimate.df, 0, 0, 0);
    assert_close(estimate.low, NAN, 0, 0);
    assert_close(estimate.deff, NAN, 0, 0);
    stop(&worked);
}

static void test_estimate_mean_nobody_answered_is_undefined(void **state)
{
    (void)state;
    struct worked worked;
    start(&worked, "institution,x\nA,1\nB,\nB,\n", "institution", "x",
          (struct trig_design_options){.fpc = "on"});
    struct trig_estimate estimate = mean_of(&worked, 1);
    assert_int_equal(estimate.n, 0);
    assert_close(estimate.estimate, NAN, 0, 0);
    assert_close(estimate.se, NAN, 0, 0);
    stop(&worked);
}

static void test_estimate_mean_of_a_lonely_stratum_under_fail_names_it(void **state)
{
    (void)state;
    struct worked worked;
    struct trig_estimate estimate;
    struct trig_error error;
    start(&worked, THREE, "all", "x", (struct trig_design_options){.fpc = "off"});
    struct trig_design design = worked.analysis.request.design;
    trig_estimator *strict = trig_estimator_create(&worked.analysis.cells, &design, &error);
    assert_non_null(strict);
    design.lonely = TRIG_LONELY_FAIL;
    assert_int_equal(trig_estimate_mean(strict, 0, &worked.analysis.domains.items[0], &estimate, &error),
                     TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "the stratum \"C\" has a single unit"));
    /* The scratch is clean after a failure: the next estimate is as from a new one. */
    design.lonely = TRIG_LONELY_ADJUST;
    assert_ok(trig_estimate_mean(strict, 0, &worked.analysis.domains.items[0], &estimate, &error), error);
    assert_close(estimate.variance, mean_of(&worked, 0).variance, 0, 0);
    trig_estimator_destroy(strict);
    stop(&worked);
}

static void test_estimate_mean_of_equal_answers_has_no_variance(void **state)
{
    (void)state;
    struct worked worked;
    start(&worked, "institution,x\nA,4\nA,4\nA,4\n", "all", "x,x:positive",
          (struct trig_design_options){.fpc = "off"});
    struct trig_estimate estimate = mean_of(&worked, 0);
    assert_close(estimate.variance, 0, 0, 0);
    assert_close(estimate.deff, NAN, 0, 0);
    assert_close(estimate.low, 4, 0, 0);
    assert_ok(trig_estimate_mean(worked.estimator, 1, &worked.analysis.domains.items[0], &estimate,
                                 &worked.analysis.error),
              worked.analysis.error);
    assert_close(estimate.estimate, 1, 0, 0);
    assert_close(estimate.numerator, 3, 0, 0);
    assert_close(estimate.n_eff, 3, 0, 0);
    assert_close(estimate.high, 1, 0, 0);
    /* Clopper-Pearson of 3 in 3: binom.test(3, 3)$conf.int[1] */
    assert_close(estimate.low, 0.292401773821287, 1e-12, 0);
    stop(&worked);
}

static void test_estimate_mean_says_when_it_tells_answers(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const struct filled_file *files;
        const char *csv;
        double numerator;
    } cases[] = {
        {"all alike in the middle", files, "x\n3\n3\n3\n3\n", 0},
        {"all but one at the top", files, "x\n5\n5\n5\n4\n5\n", 1},
        {"one far from the bottom", files, "x\n1\n1\n1\n1\n1\n1\n1\n1\n1\n4\n", 3},
        {"anybody may be anywhere", files, "x\n1\n2\n4\n3\n5\n", NAN},
        {"three of four said yes", yesno, "x\nyes\nno\nyes\nyes\n", 3},
        {"one of four said yes", yesno, "x\nno\nno\nyes\nno\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worked worked;
        start_with(&worked, cases[i].files, cases[i].csv, "all", "x",
                   (struct trig_design_options){.fpc = "off"});
        double numerator = mean_of(&worked, 0).numerator;
        if (isnan(numerator) != isnan(cases[i].numerator) ||
            (!isnan(numerator) && numerator != cases[i].numerator))
            fail_msg("%s: %g, not %g", cases[i].label, numerator, cases[i].numerator);
        stop(&worked);
    }
}

static void test_estimate_mean_of_a_census_is_certain(void **state)
{
    (void)state;
    struct worked worked;
    char csv[512] = "institution,x\n";
    for (int i = 0; i < 10; i++)
        strcat(csv, i % 3 ? "A,2\n" : "A,5\n");
    start(&worked, csv, "all", "x", (struct trig_design_options){.fpc = "on"});
    struct trig_estimate estimate = mean_of(&worked, 0);
    assert_close(estimate.variance, 0, 0, 0);
    assert_close(estimate.uncovered, 0, 0, 0);
    assert_close(estimate.low, estimate.estimate, 0, 0);
    stop(&worked);
}

static void test_estimate_mean_with_a_count_that_is_too_small_takes_no_correction(void **state)
{
    (void)state;
    struct worked worked;
    char csv[512] = "institution,x\n";
    for (int i = 0; i < 11; i++)
        strcat(csv, i % 3 ? "A,2\n" : "A,5\n");
    start(&worked, csv, "all", "x", (struct trig_design_options){.fpc = "on"});
    struct trig_estimate estimate = mean_of(&worked, 0);
    assert_int_equal(estimate.unknown, 0);
    assert_close(estimate.uncovered, 1, 0, 0);
    assert_true(estimate.variance > 0);
    stop(&worked);
}

/* ---- contrasts --------------------------------------------------------------------------------- */

/* A's mean less the mean of all is (2/5) (mean A - mean B), so its error is 2/5
 * of that of two independent means. */
static void test_estimate_contrast_with_the_whole_knows_the_shared_part(void **state)
{
    (void)state;
    struct worked worked;
    struct trig_domain all;
    struct trig_estimate estimate;
    start(&worked, TWO, "institution", "x", (struct trig_design_options){.fpc = "on"});
    struct analysis *analysis = &worked.analysis;
    assert_ok(trig_domain_select(&analysis->cells, NULL, NULL, &analysis->arena, &all, &analysis->error),
              analysis->error);
    const struct trig_term terms[] = {{1, &analysis->domains.items[0]}, {-1, &all}};
    assert_ok(trig_estimate_contrast(worked.estimator, 0, terms, 2, &estimate, &analysis->error),
              analysis->error);
    assert_close(estimate.estimate, 7.0 / 3 - 3, 1e-14, 0);
    double a = mean_of(&worked, 0).variance;
    double b = mean_of(&worked, 1).variance;
    assert_close(estimate.variance, 0.16 * (a + b), 1e-13, 0);
    assert_int_equal(estimate.n, 5);
    assert_close(estimate.deff, NAN, 0, 0);
    stop(&worked);
}

static void test_estimate_contrast_of_a_domain_with_itself_is_nothing(void **state)
{
    (void)state;
    struct worked worked;
    struct trig_estimate estimate;
    start(&worked, TWO, "institution", "x", (struct trig_design_options){.fpc = "off"});
    const struct trig_term terms[] = {{1, &worked.analysis.domains.items[0]},
                                      {-1, &worked.analysis.domains.items[0]}};
    assert_ok(trig_estimate_contrast(worked.estimator, 0, terms, 2, &estimate, &worked.analysis.error),
              worked.analysis.error);
    assert_close(estimate.estimate, 0, 0, 0);
    assert_close(estimate.variance, 0, 0, 0);
    stop(&worked);
}

static void test_estimate_contrast_with_an_empty_domain_is_undefined(void **state)
{
    (void)state;
    struct worked worked;
    struct trig_estimate estimate;
    start(&worked, "institution,x\nA,1\nA,3\nB,\nB,\n", "institution", "x",
          (struct trig_design_options){.fpc = "off"});
    const struct trig_term terms[] = {{1, &worked.analysis.domains.items[0]},
                                      {-1, &worked.analysis.domains.items[1]}};
    assert_ok(trig_estimate_contrast(worked.estimator, 0, terms, 2, &estimate, &worked.analysis.error),
              worked.analysis.error);
    assert_close(estimate.estimate, NAN, 0, 0);
    assert_close(mean_of(&worked, 0).estimate, 2, 0, 0); /* the scratch is clean */
    assert_close(mean_of(&worked, 0).variance, 2 * 2.0 / 4, 1e-14, 0);
    stop(&worked);
}

static void test_estimate_total_is_the_weighted_sum(void **state)
{
    (void)state;
    struct worked worked;
    struct trig_estimate estimate;
    start(&worked, TWO, "institution", "x", (struct trig_design_options){.fpc = "on"});
    assert_ok(trig_estimate_total(worked.estimator, 0, &worked.analysis.domains.items[0], &estimate,
                                  &worked.analysis.error),
              worked.analysis.error);
    assert_close(estimate.estimate, 7, 1e-15, 0);
    assert_close(estimate.variance, 0.7 * 1.5 * (21 - 49.0 / 3), 1e-13, 0);
    stop(&worked);
}

/* The same answers and weights, these scaled: 1.017 on average is what relative weights that were
 * rounded, or of some of their respondents, come to. */
static void test_estimate_mean_effective_respondents_do_not_follow_the_scale_of_weights(void **state)
{
    (void)state;
    static const struct filled_file weighed[] = {
        {"survey.csv", "key,value\nid,small\n"},
        {"variables.csv", "name,role,type\nx,item,numeric\nw,weight,numeric\n"},
        {NULL, NULL},
    };
    static const struct {
        const char *label;
        const char *csv;
        double deff_by_replacement; /* of the deff that is printed */
    } cases[] = {
        {"relative", "x,w\n1,0.5\n2,1\n4,1.5\n3,0.8\n5,1.2\n", 1},
        {"nearly relative", "x,w\n1,0.5085\n2,1.017\n4,1.5255\n3,0.8136\n5,1.2204\n", 1},
        {"of a population", "x,w\n1,10\n2,20\n4,30\n3,16\n5,24\n", 95.0 / 100},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worked worked;
        start_with(&worked, weighed, cases[i].csv, "all", "x", (struct trig_design_options){.fpc = "off"});
        struct trig_estimate estimate = mean_of(&worked, 0);
        /* mean 3.38; of the relative weights: sum w^2 (y - 3.38)^2 = 8.056952, sum w (y - 3.38)^2 / 5
         * = 1.7156 */
        print_message("%s\n", cases[i].label);
        assert_close(estimate.variance, 8.056952 * 1.25 / 25, 1e-12, 0);
        assert_close(estimate.deff * cases[i].deff_by_replacement, 0.4028476 / (1.7156 / 4), 1e-12, 0);
        assert_close(estimate.n_eff, 5 * (1.7156 / 4) / 0.4028476, 1e-12, 0);
        stop(&worked);
    }
}

static void test_t_quantile_knows_its_limits(void **state)
{
    (void)state;
    assert_close(trig_t_quantile(0.95, 3), 3.1824463052837078, 1e-13, 0); /* qt(.975, 3) */
    assert_close(trig_t_quantile(0.95, INFINITY), 1.959963984540054, 1e-13, 0);
    assert_close(trig_t_quantile(0.95, 0), NAN, 0, 0);
    assert_close(trig_t_quantile(0.95, NAN), NAN, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_estimate_mean_of_two_strata_is_as_worked_out),
        cmocka_unit_test(test_estimate_mean_counts_the_whole_stratum_where_an_item_is_missing),
        cmocka_unit_test(test_estimate_mean_of_one_respondent_has_no_interval),
        cmocka_unit_test(test_estimate_mean_nobody_answered_is_undefined),
        cmocka_unit_test(test_estimate_mean_of_a_lonely_stratum_under_fail_names_it),
        cmocka_unit_test(test_estimate_mean_of_equal_answers_has_no_variance),
        cmocka_unit_test(test_estimate_mean_says_when_it_tells_answers),
        cmocka_unit_test(test_estimate_mean_of_a_census_is_certain),
        cmocka_unit_test(test_estimate_mean_with_a_count_that_is_too_small_takes_no_correction),
        cmocka_unit_test(test_estimate_contrast_with_the_whole_knows_the_shared_part),
        cmocka_unit_test(test_estimate_contrast_of_a_domain_with_itself_is_nothing),
        cmocka_unit_test(test_estimate_contrast_with_an_empty_domain_is_undefined),
        cmocka_unit_test(test_estimate_total_is_the_weighted_sum),
        cmocka_unit_test(test_estimate_mean_effective_respondents_do_not_follow_the_scale_of_weights),
        cmocka_unit_test(test_t_quantile_knows_its_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
