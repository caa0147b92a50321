/* How often equal institutions are told apart: every answer comes from the same
 * distribution, so each flag and each p below .05 is false. Two-sided t of level .05
 * should err 5 times in a hundred, whether 17 answered at each institution or 50. */
#include "tests/support.h"

#include "analyze/benchmark/compare.h"
#include "tests/comparison_context.h"

enum { PLACES = 20, ITEMS = 120 };

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

static void make_answers(struct filled_text *csv, int respondents, uint64_t *random)
{
    for (int place = 0; place < PLACES; place++)
        for (int i = 0; i < respondents; i++) {
            filled_print(csv, "p%d", place);
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

static void make_survey(struct survey *survey, int respondents, uint64_t seed)
{
    memset(survey, 0, sizeof *survey);
    filled_print(&survey->pillars, "id,label,order\n");
    filled_print(&survey->variables, "name,label,role,type,scale,pillar\n");
    filled_print(&survey->institutions, "id,name\n");
    filled_print(&survey->answers, "institution");
    for (int item = 0; item < ITEMS; item++) {
        filled_print(&survey->pillars, "q%d,Pillar %d,%d\n", item, item, item);
        filled_print(&survey->variables, "v%d,Item %d,item,ordinal,agree,q%d\n", item, item, item);
        filled_print(&survey->answers, ",v%d", item);
    }
    filled_print(&survey->answers, "\n");
    for (int place = 0; place < PLACES; place++)
        filled_print(&survey->institutions, "p%d,Place %d\n", place, place);
    make_answers(&survey->answers, respondents, &seed);
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

static void simulate(int respondents, bool shares, struct rates *rates)
{
    struct survey survey;
    struct comparison comparison;
    struct filled_text measures = {NULL, 0, 0};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    make_survey(&survey, respondents, 1750 + (uint64_t)respondents);
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
        filled_print(&measures, shares ? "%sv%d:positive" : "%spillar:q%d", item ? "," : "", item);
    comparison_open(&comparison, files, survey.answers.data, measures.data);
    struct trig_compare_options options = {.measures = &comparison.measures,
                                           .design = comparison.context.design};
    assert_ok(trig_compare_table(&comparison.context, &options, &table, &error), error);
    memset(rates, 0, sizeof *rates);
    count(table, rates);
    trig_table_destroy(table);
    comparison_close(&comparison);
    clear_survey(&survey);
    filled_clear(&measures);
}

static void test_equal_institutions_are_seldom_told_apart(void **state)
{
    (void)state;
    static const struct {
        int respondents;
        bool shares;
        double most_flagged; /* 1.96 of a normal where t would be right: a little above .05 in small places */
        double most_adjusted; /* the far tail of small places is heavy where answers crowd at one end */
    } cases[] = {
        {17, false, 0.085, 0.25}, {50, false, 0.07, 0.15}, {17, true, 0.09, 0.25}, {50, true, 0.07, 0.15}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rates rates;
        simulate(cases[i].respondents, cases[i].shares, &rates);
        double tests = (double)rates.tests;
        print_message(
            "n %d, %s: %zu tests, p < .05 in %.3f, flags in %.3f, a false alarm after Holm in %.3f of "
            "the measures\n",
            cases[i].respondents, cases[i].shares ? "shares" : "scores", rates.tests,
            (double)rates.significant / tests, (double)rates.flagged / tests,
            (double)rates.adjusted / (double)rates.measures);
        assert_true(rates.tests > 1500);
        assert_true((double)rates.significant / tests > 0.01 && (double)rates.significant / tests < 0.07);
        assert_true((double)rates.flagged / tests < cases[i].most_flagged);
        assert_true((double)rates.adjusted / (double)rates.measures < cases[i].most_adjusted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_institutions_are_seldom_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
