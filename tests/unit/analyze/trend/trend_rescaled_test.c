/* Trends of scores whose questions were asked on another scale before. */
#include "tests/support.h"

#include "analyze/benchmark/common.h"
#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/comparison_survey.h"

/* b5 became b7, from 1 to 7 and mirrored; n10 became n100, numbers; half of three questions is two. */
static const char variables[] = "name,label,role,type,scale,pillar,reversed,min,max\n"
                                "a,A,item,ordinal,five,p,,,\nb5,B,item,ordinal,five,p,,,\n"
                                "b7,B,item,ordinal,seven,p,1,,\nn10,N,item,numeric,,p,,0,10\n"
                                "n100,N,item,numeric,,p,,0,100\n";
static const char scales[] =
    "scale,code,value,positive\nfive,1,1,0\nfive,2,2,0\nfive,3,3,0\nfive,4,4,1\nfive,5,5,1\n"
    "seven,1,1,0\nseven,2,2,0\nseven,3,3,0\nseven,4,4,0\nseven,5,5,1\nseven,6,6,1\nseven,7,7,1\n";
#define CROSSWALK "variable,from_wave,to_wave,relation,from_variable\n"

static const char answers[] = "wave,institution,a,b5,b7,n10,n100\n"
                              "w1,one,5,4,,2,\n"  /* 100, 75, 20: 65 */
                              "w1,one,1,2,,,\n"   /* 0, 25: 12.5 */
                              "w1,one,3,,,,\n"    /* one answer of three questions: no score */
                              "w2,one,5,,4,,40\n" /* 100, 50, 40: 190 / 3 */
                              "w2,one,,,1,,50\n"  /* 100, 50: 75 */
                              "w3,one,1,,7,,0\n"  /* 0, 0, 0 */
                              "w3,one,3,,,,50\n"; /* 50, 50 */

static void open_trend(struct comparison *comparison, const char *crosswalk, const char *csv,
                       const char *measures)
{
    const struct filled_file files[] = {
        {"survey.csv", "key,value\nid,rescaled\n"},
        {"pillars.csv", "id,label,order,description\np,P,1,\n"},
        {"scales.csv", scales},
        {"variables.csv", variables},
        {"institutions.csv", "id,name\none,One\n"},
        {"waves.csv", "id,label,opened,closed,time\nw1,First,,,2018\nw2,Second,,,2021\nw3,Third,,,2024\n"},
        {"crosswalk.csv", crosswalk},
        {NULL, NULL}};
    comparison_open(comparison, files, csv, measures);
    comparison->context.disclosure.mode = TRIG_DISCLOSURE_NONE;
}

static trig_table *trend(struct comparison *comparison)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_trend_options options = {.institution = TRIG_NONE,
                                         .measures = &comparison->measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = comparison->context.design};
    trig_table *table = NULL;
    assert_ok(trig_trend_table(&comparison->context, &options, &table, &error), error);
    return table;
}

static bool tells(const trig_table *table, const char *words)
{
    for (size_t i = 0; i < trig_table_notes(table); i++)
        if (strstr(trig_table_note(table, i).data, words))
            return true;
    return false;
}

static const char both[] = CROSSWALK "b7,w1,w2,rescaled,b5\nn100,w1,w2,rescaled,n10\n";

static void test_trend_of_a_score_crosses_a_change_of_scale(void **state)
{
    (void)state;
    struct comparison comparison;
    open_trend(&comparison, both, answers, "pillar:p");
    trig_table *table = trend(&comparison);
    assert_close(comparison_number(table, 0, "estimate"), (65 + 12.5) / 2, 1e-12, 0);
    assert_int_equal(comparison_number(table, 0, "n"), 2);
    assert_close(comparison_number(table, 1, "estimate"), (190.0 / 3 + 75) / 2, 1e-12, 0);
    assert_close(comparison_number(table, 1, "difference"), (190.0 / 3 + 75 - 65 - 12.5) / 2, 1e-12, 0);
    assert_close(comparison_number(table, 2, "estimate"), 25, 1e-12, 0);
    assert_close(comparison_number(table, 2, "difference"), 25 - (190.0 / 3 + 75) / 2, 1e-12, 0);
    assert_string_equal(comparison_text(table, 1, "flag").data, "bridged");
    assert_string_equal(comparison_text(table, 1, "note").data,
                        "b7 on another scale in w1, as b5; n100 on another scale in w1, as n10");
    assert_true(comparison_text(table, 2, "flag").length == 0);
    assert_true(tells(table, "pillar:p crosses a change of scale (b5, then b7; n10, then n100)"));
    assert_false(tells(table, "Left out"));
    trig_table_destroy(table);
    comparison_close(&comparison);
}

static void test_trend_of_shares_and_single_questions_does_not_cross_a_change_of_scale(void **state)
{
    (void)state;
    struct comparison comparison;
    open_trend(&comparison, both, answers, "pillar:p:positive,b7");
    trig_table *table = trend(&comparison);
    /* a alone: one of three is positive, then the only answer, then none of two. */
    assert_close(comparison_number(table, 0, "estimate"), 1.0 / 3, 1e-12, 0);
    assert_close(comparison_number(table, 1, "estimate"), 1, 1e-12, 0);
    assert_true(comparison_text(table, 1, "flag").length == 0);
    assert_true(tells(table, "Left out: b5 (asked on another scale in some waves, so that what is positive "
                             "differs), b7 (asked"));
    assert_false(tells(table, "crosses"));
    trig_table_destroy(table);
    comparison_close(&comparison);
}

/* What stays in the score, and why the rest does not. */
static void test_common_items_need_a_way_from_every_wave_to_the_next(void **state)
{
    (void)state;
    const char late[] = "wave,institution,a,b5,b7,n10,n100\n"
                        "w1,one,1,1,,1,\nw2,one,1,1,,,1\nw3,one,1,,1,,1\n";
    const char twice[] = "wave,institution,a,b5,b7,n10,n100\n"
                         "w1,one,1,1,,1,\nw2,one,1,1,1,,1\nw3,one,1,,1,,1\n";
    const struct {
        const char *label;
        const char *crosswalk;
        const char *csv;
        const char *kept; /* a b5 b7 n10 n100: s in scores, S in shares too */
        const char *why;  /* of b7 */
    } cases[] = {
        {"both", both, answers, "Sssss", "asked on another scale"},
        {"a way that is not of these waves", CROSSWALK "b7,w2,w3,rescaled,b5\n", answers, "S----",
         "not asked in w1"},
        {"no way", CROSSWALK, answers, "S----", "not asked in w1"},
        {"a wave later", CROSSWALK "b7,w2,w3,rescaled,b5\n", late, "Sss--", "asked on another scale"},
        {"two scales in one wave", both, twice, "S--ss", "not asked in w1"},
        {"broken afterwards", CROSSWALK "b7,w1,w2,rescaled,b5\nb7,w2,w3,broken,\n", answers, "S----",
         "not asked in w1"},
        {"reworded afterwards", CROSSWALK "b7,w1,w2,rescaled,b5\nb7,w2,w3,reworded,\n", answers, "Sss--",
         "asked on another scale"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct comparison comparison;
        struct trig_common common;
        struct trig_arena arena;
        struct trig_error error = {.status = TRIG_OK};
        trig_arena_init(&arena);
        open_trend(&comparison, cases[i].crosswalk, cases[i].csv, "pillar:p");
        struct trig_request request = {.waves = {.choice = TRIG_WAVES_ALL},
                                       .design = comparison.context.design,
                                       .measures = &comparison.measures};
        assert_ok(trig_common_find(&comparison.context, &request, &arena, &common, &error), error);
        for (size_t j = 0; j < 5; j++) {
            const char *names[] = {"a", "b5", "b7", "n10", "n100"};
            size_t v = trig_definition_variable(comparison.context.definition, trig_view(names[j]));
            char got = '-';
            if (common.shares[v])
                got = 'S';
            else if (common.scores[v])
                got = 's';
            if (got != cases[i].kept[j])
                fail_msg("%s: %s is %c", cases[i].label, names[j], got);
        }
        size_t b7 = trig_definition_variable(comparison.context.definition, trig_view("b7"));
        if (!strstr(common.why[b7].data, cases[i].why))
            fail_msg("%s: %s", cases[i].label, common.why[b7].data);
        trig_arena_clear(&arena);
        comparison_close(&comparison);
    }
}

/* Five variables, three questions: half of them is two, in every command. */
static void test_least_answered_counts_questions_not_scales(void **state)
{
    (void)state;
    struct comparison comparison;
    open_trend(&comparison, both, answers, "pillar:p,pillar:p:positive");
    assert_int_equal(comparison.measures.items[0].source_count, 5);
    assert_int_equal(comparison.measures.items[0].least_answered, 2);
    assert_int_equal(comparison.measures.items[1].source_count, 3); /* numbers are not positive */
    assert_int_equal(comparison.measures.items[1].least_answered, 1);
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trend_of_a_score_crosses_a_change_of_scale),
        cmocka_unit_test(test_trend_of_shares_and_single_questions_does_not_cross_a_change_of_scale),
        cmocka_unit_test(test_common_items_need_a_way_from_every_wave_to_the_next),
        cmocka_unit_test(test_least_answered_counts_questions_not_scales),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
