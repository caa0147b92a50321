/* How often equal institutions are told apart: every answer comes from the same
 * distribution, so each flag and each p below .05 is false. A test of level .05 should
 * err 5 times in a hundred, and so should the whole family of a measure's institutions
 * after Holm's adjustment, however few answered at each and however they weigh. */
#include "tests/support.h"

#include "analyze/benchmark/compare.h"
#include "tests/comparison_context.h"

enum { PLACES = 20, ITEMS = 120, ROUNDS = 4 };

/* Of the answers 1 to 5, cumulated: even, and with a floor and a ceiling; the share
 * of 4 and 5 is .5, .3 and .8. */
static const double distributions[3][4] = {
    {0.1, 0.25, 0.5, 0.85}, {0.3, 0.5, 0.7, 0.9}, {0.03, 0.1, 0.2, 0.55}};

struct survey {
    struct filled_text pillars;
    struct filled_text variables;
    struct filled_text institutions;
    struct filled_text answers;
};

/* One kind of survey. */
struct kind {
    const char *label;
    int respondents; /* at every institution */
    int at_even;     /* at every second one instead; 0: as everywhere */
    bool weighted;   /* weights from 1 to 4 */
    bool shares;
    enum trig_test_variance variance;
    double least; /* false alarms after Holm, of the measures */
    double most;
};

static void make_answers(struct filled_text *csv, const struct kind *kind, uint64_t *random)
{
    for (int place = 0; place < PLACES; place++) {
        int respondents = kind->at_even && place % 2 == 0 ? kind->at_even : kind->respondents;
        for (int i = 0; i < respondents; i++) {
            filled_print(csv, "p%d,%.2f", place, kind->weighted ? 1.0 + 3.0 * filled_uniform(random) : 1.0);
            for (int item = 0; item < ITEMS; item++) {
                const double *limits = distributions[item % 3];
                double x = filled_uniform(random);
                int answer = 1;
                while (answer < 5 && x >= limits[answer - 1])
                    answer++;
                filled_print(csv, ",%d", answer);
            }
            filled_print(csv, "\n");
        }
    }
}

static void make_survey(struct survey *survey, const struct kind *kind, uint64_t seed)
{
    memset(survey, 0, sizeof *survey);
    filled_print(&survey->pillars, "id,label,order\n");
    filled_print(&survey->variables, "name,label,role,type,scale,pillar\nweight,Weight,weight,numeric,,\n");
    filled_print(&survey->institutions, "id,name\n");
    filled_print(&survey->answers, "institution,weight");
    for (int item = 0; item < ITEMS; item++) {
        filled_print(&survey->pillars, "q%d,Pillar %d,%d\n", item, item, item);
        filled_print(&survey->variables, "v%d,Item %d,item,ordinal,agree,q%d\n", item, item, item);
        filled_print(&survey->answers, ",v%d", item);
    }
    filled_print(&survey->answers, "\n");
    for (int place = 0; place < PLACES; place++)
        filled_print(&survey->institutions, "p%d,Place %d\n", place, place);
    make_answers(&survey->answers, kind, &seed);
}

static void clear_survey(struct survey *survey)
{
    filled_clear(&survey->pillars);
    filled_clear(&survey->variables);
    filled_clear(&survey->institutions);
    filled_clear(&survey->answers);
}

struct rates {
    size_t tests;
    size_t significant; /* p < .05 */
    size_t flagged;
    size_t adjusted; /* measures with an adjusted p < .05 */
    size_t measures;
};

static void count(const trig_table *table, struct rates *rates)
{
    bool any = false;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (comparison_text(table, row, "institution").length == 0) { /* a measure begins */
            rates->adjusted += any;
            rates->measures++;
            any = false;
        }
        double p = comparison_number(table, row, "p");
        rates->tests += isnan(p) ? 0 : 1;
        rates->significant += p < 0.05;
        rates->flagged += comparison_text(table, row, "flag").length > 0;
        any = any || comparison_number(table, row, "p_adjusted") < 0.05;
    }
    rates->adjusted += any;
}

static void simulate(const struct kind *kind, uint64_t seed, struct rates *rates)
{
    struct survey survey;
    struct comparison comparison;
    struct filled_text measures = {NULL, 0, 0};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    make_survey(&survey, kind, seed);
    const struct filled_file files[] = {
        {"survey.csv", "key,value\nid,null\n"},
        {"scales.csv",
         "scale,code,label,value,kind,positive\nagree,1,1,1,substantive,0\nagree,2,2,2,substantive,0\n"
         "agree,3,3,3,substantive,0\nagree,4,4,4,substantive,1\nagree,5,5,5,substantive,1\n"},
        {"pillars.csv", survey.pillars.data},
        {"variables.csv", survey.variables.data},
        {"institutions.csv", survey.institutions.data},
        {NULL, NULL},
    };
    for (int item = 0; item < ITEMS; item++)
        filled_print(&measures, kind->shares ? "%sv%d:positive" : "%spillar:q%d", item ? "," : "", item);
    comparison_open(&comparison, files, survey.answers.data, measures.data);
    struct trig_compare_options options = {
        .measures = &comparison.measures, .variance = kind->variance, .design = comparison.context.design};
    assert_ok(trig_compare_table(&comparison.context, &options, &table, &error), error);
    count(table, rates);
    trig_table_destroy(table);
    comparison_close(&comparison);
    clear_survey(&survey);
    filled_clear(&measures);
}

static void test_equal_institutions_are_seldom_told_apart(void **state)
{
    (void)state;
    /* Of 480 measures 5% give or take 2% (two standard errors) are false alarms; answers
     * crowded at one end of the scale leave a far tail that is a little heavy at n = 10, and
     * shares of few people take few values, of which the last below .05 may be far below. */
    static const struct kind kinds[] = {
        {"10, scores", 10, 0, false, false, TRIG_TEST_POOLED, 0.02, 0.09},
        {"17, scores", 17, 0, false, false, TRIG_TEST_POOLED, 0.02, 0.07},
        {"50, scores", 50, 0, false, false, TRIG_TEST_POOLED, 0.02, 0.07},
        {"10 and 100, scores", 10, 100, false, false, TRIG_TEST_POOLED, 0.02, 0.08},
        {"10, scores, weighted", 10, 0, true, false, TRIG_TEST_POOLED, 0.02, 0.09},
        {"50, scores, weighted", 50, 0, true, false, TRIG_TEST_POOLED, 0.02, 0.07},
        {"10, shares", 10, 0, false, true, TRIG_TEST_POOLED, 0.0, 0.08},
        {"17, shares", 17, 0, false, true, TRIG_TEST_POOLED, 0.01, 0.07},
        {"50, shares", 50, 0, false, true, TRIG_TEST_POOLED, 0.02, 0.07},
        {"50, shares, weighted", 50, 0, true, true, TRIG_TEST_POOLED, 0.02, 0.07},
        {"17, scores, plug-in", 17, 0, false, false, TRIG_TEST_PLUGIN, 0.10, 0.30},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct rates rates = {0};
        for (uint64_t round = 0; round < ROUNDS; round++)
            simulate(&kinds[i], 1750 + 10 * i + round, &rates);
        double tests = (double)rates.tests;
        double significant = (double)rates.significant / tests;
        double flagged = (double)rates.flagged / tests;
        double adjusted = (double)rates.adjusted / (double)rates.measures;
        print_message("n %s: %zu tests, p < .05 in %.3f, flags in %.3f, a false alarm after Holm in %.3f of "
                      "%zu measures\n",
                      kinds[i].label, rates.tests, significant, flagged, adjusted, rates.measures);
        assert_true(rates.tests > 5000);
        assert_true(significant > 0.01 && significant < 0.065);
        assert_true(flagged < 0.075);
        assert_true(adjusted >= kinds[i].least && adjusted <= kinds[i].most);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_institutions_are_seldom_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
