#include "tests/support.h"

#include "analyze/benchmark/common.h"
#include "analyze/trend/armitage.h"
#include "analyze/trend/kendall.h"
#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

/* ---- the crosswalk --------------------------------------------------------------------------- */

static const struct filled_file waves[] = {
    {"survey.csv", "key,value\nid,waves\nmin_answered,0.6\n"},
    {"pillars.csv", "id,label,order,description\np,P,1,\nq,Q,2,\n"},
    {"scales.csv", "scale,code,label,value,kind,positive\n"
                   "five,1,1,1,substantive,0\nfive,2,2,2,substantive,0\nfive,3,3,3,substantive,0\n"
                   "five,4,4,4,substantive,1\nfive,5,5,5,substantive,1\n"},
    {"variables.csv", "name,label,role,type,scale,pillar\n"
                      "a,A,item,ordinal,five,p\nb,B,item,ordinal,five,p\nc,C,item,ordinal,five,p\n"
                      "d,D,item,ordinal,five,p\ne,E,item,ordinal,five,q\nside,Side,attribute,nominal,,\n"},
    {"institutions.csv", "id,name\none,One\ntwo,Two\n"},
    /* Not in the order of their time. */
    {"waves.csv", "id,label,opened,closed,time\nw3,Third,,,2024\nw1,First,,,2018\nw2,Second,,,2021\n"},
    {"crosswalk.csv",
     "variable,from_wave,to_wave,relation,note\n"
     "a,w1,w2,reworded,\nb,w1,w2,rescaled,\nb,w1,w3,same,\nc,w2,w3,broken,\ne,w1,w2,broken,\n"},
    {NULL, NULL},
};

static void test_relation_of_two_waves_is_the_worst_step_unless_stated(void **state)
{
    (void)state;
    struct {
        const char *variable;
        const char *from;
        const char *to;
        enum trig_relation expected;
    } cases[] = {
        {"a", "w1", "w2", TRIG_REWORDED}, {"a", "w1", "w3", TRIG_REWORDED}, {"a", "w2", "w3", TRIG_SAME},
        {"b", "w1", "w2", TRIG_RESCALED}, {"b", "w1", "w3", TRIG_SAME},     {"b", "w2", "w1", TRIG_RESCALED},
        {"c", "w1", "w3", TRIG_BROKEN},   {"c", "w1", "w2", TRIG_SAME},     {"d", "w1", "w3", TRIG_SAME},
    };
    trig_definition *definition;
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(filled_definition(waves, &definition, &error), error);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t variable = trig_definition_variable(definition, trig_view(cases[i].variable));
        size_t from = trig_definition_wave(definition, trig_view(cases[i].from));
        size_t to = trig_definition_wave(definition, trig_view(cases[i].to));
        if (trig_crosswalk_relation(definition, variable, from, to) != cases[i].expected)
            fail_msg("%s from %s to %s", cases[i].variable, cases[i].from, cases[i].to);
    }
    trig_definition_destroy(definition);
}

static void test_restrict_leaves_out_items_and_counts_anew_how_many_must_be_answered(void **state)
{
    (void)state;
    trig_definition *definition;
    struct trig_measures measures;
    struct trig_measures restricted;
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(filled_definition(waves, &definition, &error), error);
    assert_ok(trig_measures_parse(definition, "pillar:p,pillar:q,a", &measures, &error), error);
    bool keep[6] = {true, false, true, true, false, true};
    assert_ok(trig_measures_restrict(definition, &measures, keep, keep, &restricted, &error), error);
    assert_int_equal(measures.items[0].source_count, 4);
    assert_int_equal(measures.items[0].least_answered, 3); /* .6 of 4, rounded up */
    assert_int_equal(restricted.items[0].source_count, 3);
    assert_int_equal(restricted.items[0].least_answered, 2);
    assert_int_equal(restricted.items[0].sources[1].variable, 2);
    assert_int_equal(restricted.items[1].source_count, 1); /* nothing would be left of q */
    assert_int_equal(restricted.items[2].source_count, 1);
    trig_measures_clear(&restricted);
    trig_measures_clear(&measures);
    trig_definition_destroy(definition);
}

/* ---- through several waves ------------------------------------------------------------------------ */

static void test_armitage_of_a_published_table(void **state)
{
    (void)state;
    const struct trig_armitage_wave table[] = {{0, 40, 2}, {1, 50, 7}, {2, 48, 15}};
    const struct trig_armitage_wave none[] = {{0, 40, 0}, {1, 50, 0}, {2, 48, 0}};
    struct trig_armitage test = trig_armitage_test(table, 3);
    assert_close(test.z * test.z, 10.7157, 0, 5e-5); /* prop.trend.test(c(2, 7, 15), c(40, 50, 48), 0:2) */
    assert_true(test.z > 0.0);
    assert_close(trig_armitage_test(none, 3).p, NAN, 0, 0);
}

static void test_kendall_counts_arrangements(void **state)
{
    (void)state;
    const struct {
        const char *label;
        size_t count;
        double y[12];
        double s;
        double tau;
        double p;
    } cases[] = {
        {"rises, five", 5, {1, 2, 3, 4, 5}, 10, 1, 2.0 / 120.0},
        {"falls, five", 5, {5, 4, 3, 2, 1}, -10, -1, 2.0 / 120.0},
        {"one out of place", 5, {1, 2, 3, 5, 4}, 8, 0.8, 10.0 / 120.0},
        {"all equal", 5, {3, 3, 3, 3, 3}, 0, NAN, 1},
        /* 1 1 2 3 4 in order: one of 60 arrangements has nine pairs rising, one falling. */
        {"a tie", 5, {1, 1, 2, 3, 4}, 9, 0.94868329805051377, 2.0 / 60.0},
        {"ten", 10, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 45, 1, 2.0 / 3628800.0},
        /* z = 65 / sqrt(12 x 11 x 29 / 18) */
        {"twelve", 12, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 66, 1, 8.30310735356471e-06},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_kendall test = trig_kendall_test(cases[i].y, cases[i].count);
        if (test.s != cases[i].s || fabs(test.p - cases[i].p) > 1e-6 * cases[i].p)
            fail_msg("%s: S %g, p %.15g", cases[i].label, test.s, test.p);
        assert_close(test.tau, cases[i].tau, 1e-12, 0);
    }
}

static void test_theil_sen_interval_holds_the_level_or_is_none(void **state)
{
    (void)state;
    const double x[] = {2012, 2015, 2018, 2021, 2024};
    const double y[] = {10, 13, 13, 22, 20};
    struct trig_error error = {.status = TRIG_OK};
    struct trig_theil_sen slope;
    assert_ok(trig_theil_sen(x, y, 5, 0.95, &slope, &error), error);
    /* -2/3, 0, 1/2, 7/9, 5/6, 1, 7/6, 4/3, 3/2, 3 */
    assert_close(slope.slope, (5.0 / 6.0 + 1.0) / 2.0, 1e-12, 0);
    assert_close(slope.low, -2.0 / 3.0, 1e-12, 0);
    assert_close(slope.high, 3.0, 1e-12, 0);
    assert_ok(trig_theil_sen(x, y, 4, 0.95, &slope, &error), error);
    assert_close(slope.low, NAN, 0, 0); /* of four waves the widest holds 11/12 */
    assert_ok(trig_theil_sen(x, y, 4, 0.9, &slope, &error), error);
    assert_close(slope.low, 0.0, 0, 1e-12);
    assert_close(slope.high, 3.0, 1e-12, 0);
}

/* ---- trends --------------------------------------------------------------------------------------- */

static trig_table *trend(struct comparison *comparison, const char *institution, const char *by)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_trend_options options = {.institution = TRIG_NONE,
                                         .measures = &comparison->measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = comparison->context.design};
    trig_table *table = NULL;
    if (institution)
        options.institution =
            trig_definition_institution(comparison->context.definition, trig_view(institution));
    assert_ok(trig_bys_parse(comparison->context.definition, by, &options.bys, &error), error);
    assert_ok(trig_trend_table(&comparison->context, &options, &table, &error), error);
    return table;
}

/* w1: a = 1, 2, 3, 2; w2: a = 3, 5, 4, 4 of institution one; c broken between w2 and w3. */
static const char few_answers[] =
    "wave,institution,a,b,c,d,e,side\n"
    "w1,one,1,1,5,1,1,x\nw1,one,2,1,5,2,2,x\nw1,one,3,1,5,3,3,x\nw1,one,2,1,5,2,4,x\n"
    "w2,one,3,5,1,3,1,x\nw2,one,5,5,1,5,2,x\nw2,one,4,5,1,4,3,x\nw2,one,4,5,1,4,4,x\n"
    "w3,two,1,1,1,,1,x\nw3,two,2,1,2,,2,x\nw3,two,4,1,1,,5,x\n";

static void test_trend_of_a_mean_by_hand(void **state)
{
    (void)state;
    struct comparison comparison;
    comparison_open(&comparison, waves, few_answers, "a");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    trig_table *table = trend(&comparison, "one", NULL);
    /* One in w1 and w2, the sector in three waves, a slope of the sector's. */
    assert_int_equal(trig_table_rows(table), 6);
    double variance = (2.0 / 3 + 2.0 / 3) / 4; /* both waves: sum of squares 2, n 4 */
    assert_string_equal(comparison_text(table, 1, "wave").data, "w2");
    assert_close(comparison_number(table, 1, "benchmark"), 2, 1e-12, 0);
    assert_close(comparison_number(table, 1, "difference"), 2, 1e-12, 0);
    assert_close(comparison_number(table, 1, "difference_se"), sqrt(variance), 1e-12, 0);
    assert_close(comparison_number(table, 1, "difference_df"), 6, 1e-12, 0);
    /* qt(.975, 6) + qt(.8, 6) */
    assert_close(comparison_number(table, 1, "detectable"), 3.3526151363255 * sqrt(variance), 1e-9, 0);
    assert_true(comparison_text(table, 2, "institution").length == 0);
    assert_string_equal(comparison_text(table, 4, "wave").data, "w3");
    assert_close(comparison_number(table, 4, "benchmark"), 4, 1e-12, 0);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_next_wave_asks_for_no_more_answers_than_there_are_people(void **state)
{
    (void)state;
    static const struct {
        double detect;
        enum trig_disclosure_mode mode;
        double needed;
        const char *note;
    } cases[] = {{60.0, TRIG_DISCLOSURE_NONE, 3.0, ""},
                 {45.0, TRIG_DISCLOSURE_NONE, NAN, "n needed would be 5, more than the 4 people there"},
                 {45.0, TRIG_DISCLOSURE_HESA, NAN, ""}}; /* withheld, in words too */
    struct filled_file files[sizeof waves / sizeof *waves + 1];
    struct comparison comparison;
    memcpy(files + 1, waves, sizeof waves);
    files[0] = (struct filled_file){"population.csv", "wave,institution,count\nw2,one,4\n"};
    comparison_open(&comparison, files, few_answers, "a");
    comparison.context.disclosure =
        (struct trig_disclosure_rules){.largest_share = 1.0, .two_largest_share = 1.0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        comparison.context.disclosure.mode = cases[i].mode;
        struct trig_error error = {.status = TRIG_OK};
        struct trig_trend_options options = {.institution = 0,
                                             .measures = &comparison.measures,
                                             .waves = {.choice = TRIG_WAVES_ALL},
                                             .detect = cases[i].detect,
                                             .design = comparison.context.design};
        trig_table *table = NULL;
        assert_ok(trig_trend_table(&comparison.context, &options, &table, &error), error);
        assert_close(comparison_number(table, 1, "n_needed"), cases[i].needed, 0, 0);
        struct trig_view note = comparison_text(table, 1, "note");
        if (!trig_view_is(note, cases[i].note))
            fail_msg("to find %g%%: %.*s", cases[i].detect, TRIG_VIEW_ARG(note));
        trig_table_destroy(table);
    }
    comparison_close(&comparison);
}

static void test_trend_of_a_pillar_is_scored_on_what_the_waves_share(void **state)
{
    (void)state;
    struct comparison comparison;
    comparison_open(&comparison, waves, few_answers, "pillar:p,pillar:q,c");
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    trig_table *table = trend(&comparison, NULL, NULL);
    /* b is rescaled, c broken, d was not asked in w3: a is left. */
    assert_close(comparison_number(table, 0, "estimate"), 25, 1e-12, 0);
    assert_close(comparison_number(table, 1, "difference"), 50, 1e-12, 0);
    bool told = false;
    for (size_t i = 0; i < trig_table_notes(table); i++)
        told =
            told || strstr(trig_table_note(table, i).data,
                           "Left out: b (rescaled between w1 and w2: crosswalk.csv names no from_variable "
                           "with the answers on the scale of before), c (broken between w2 and w3), d (not "
                           "asked in w3)");
    assert_true(told);
    /* Nothing is left of q: a break in every change. */
    for (size_t row = 4; row < 6; row++) {
        assert_string_equal(comparison_text(table, row, "flag").data, "break");
        assert_close(comparison_number(table, row, "difference"), NAN, 0, 0);
        assert_true(comparison_number(table, row, "estimate") > 0);
    }
    assert_true(comparison_text(table, 7, "flag").length == 0);
    assert_string_equal(comparison_text(table, 8, "flag").data, "break");
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_trend_with_a_hidden_wave_shows_no_change_from_it(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "wave,institution,a,b,c,d,e,side\n");
    for (int i = 0; i < 16; i++)
        filled_print(&csv, "%sw2,one,%d,1,1,1,1,x\nw3,one,%d,1,1,1,1,x\nw1,two,%d,1,1,1,1,y\n",
                     i < 9 ? "w1,one,2,1,1,1,1,x\n" : "", 1 + i % 4, 1 + i % 5, 1 + i % 3);
    comparison_open(&comparison, waves, csv.data, "a");
    filled_clear(&csv);
    trig_table *table = trend(&comparison, "one", NULL);
    assert_string_equal(comparison_text(table, 0, "suppressed").data, "threshold");
    assert_string_equal(comparison_text(table, 1, "suppressed").data, "comparator");
    assert_true(comparison_number(table, 1, "estimate") > 0);
    assert_close(comparison_number(table, 1, "benchmark"), NAN, 0, 0);
    assert_non_null(strstr(comparison_text(table, 1, "note").data, "w1 is not shown"));
    assert_true(comparison_number(table, 2, "benchmark") > 0);
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_trend_by_categories_keeps_their_waves_together(void **state)
{
    (void)state;
    struct comparison comparison;
    struct filled_text csv = {NULL, 0, 0};
    comparison_answers(&csv);
    comparison_open(&comparison, comparison_files(), csv.data, "v1,days");
    filled_clear(&csv);
    trig_table *table = trend(&comparison, NULL, "role");
    assert_int_equal(trig_table_rows(table), 2 * 3 * 2);
    for (size_t row = 0; row < 12; row += 2) {
        assert_string_equal(comparison_text(table, row, "wave").data, "2021");
        assert_string_equal(comparison_text(table, row + 1, "wave").data, "2024");
        assert_string_equal(comparison_text(table, row, "role").data,
                            comparison_text(table, row + 1, "role").data);
        assert_close(comparison_number(table, row + 1, "benchmark"),
                     comparison_number(table, row, "estimate"), 1e-12, 0);
    }
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_trend_refuses_what_it_cannot_show(void **state)
{
    (void)state;
    struct comparison comparison;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table = NULL;
    comparison_open(&comparison, waves, few_answers, "a");
    struct trig_trend_options options = {.institution = 0,
                                         .measures = &comparison.measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = comparison.context.design};
    assert_ok(trig_bys_parse(comparison.context.definition, "side", &options.bys, &error), error);
    assert_int_equal(trig_trend_table(&comparison.context, &options, &table, &error), TRIG_ERR_USAGE);
    options.bys.count = 0;
    comparison_measure(&comparison, "respondents");
    assert_int_equal(trig_trend_table(&comparison.context, &options, &table, &error), TRIG_ERR_USAGE);
    assert_null(table);
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relation_of_two_waves_is_the_worst_step_unless_stated),
        cmocka_unit_test(test_restrict_leaves_out_items_and_counts_anew_how_many_must_be_answered),
        cmocka_unit_test(test_armitage_of_a_published_table),
        cmocka_unit_test(test_kendall_counts_arrangements),
        cmocka_unit_test(test_theil_sen_interval_holds_the_level_or_is_none),
        cmocka_unit_test(test_trend_of_a_mean_by_hand),
        cmocka_unit_test(test_next_wave_asks_for_no_more_answers_than_there_are_people),
        cmocka_unit_test(test_trend_of_a_pillar_is_scored_on_what_the_waves_share),
        cmocka_unit_test(test_trend_with_a_hidden_wave_shows_no_change_from_it),
        cmocka_unit_test(test_trend_by_categories_keeps_their_waves_together),
        cmocka_unit_test(test_trend_refuses_what_it_cannot_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
