#include "tests/support.h"

#include "analyze/frame/measure.h"
#include "tests/oracle/surveys.h"

#include <math.h>

static trig_definition *definition;

static int make_definition(void **state)
{
    (void)state;
    struct trig_error error;
    return filled_definition(oracle_staff.files, &definition, &error);
}

static int destroy_definition(void **state)
{
    (void)state;
    trig_definition_destroy(definition);
    return 0;
}

static struct trig_measures parse(const char *list)
{
    struct trig_measures measures;
    struct trig_error error;
    assert_ok(trig_measures_parse(definition, list, &measures, &error), error);
    return measures;
}

static void assert_view(struct trig_view view, const char *text)
{
    if (!trig_view_is(view, text))
        fail_msg("\"%.*s\" is not \"%s\"", TRIG_VIEW_ARG(view), text);
}

/* ---- what a name means ------------------------------------------------------------------ */

static void test_measures_parse_each_kind_says_what_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        const char *label;
        enum trig_statistic statistic;
        enum trig_unit unit;
        size_t pillar;
        size_t sources;
        size_t least;
        double low;
        double high;
    } cases[] = {
        {"pillar:vis", "Visibility", TRIG_STATISTIC_MEAN, TRIG_UNIT_SCORE, 0, 4, 2, 0, 100},
        {"pillar:rec", "Recognition", TRIG_STATISTIC_MEAN, TRIG_UNIT_SCORE, 1, 3, 2, 0, 100},
        {"pillar:vis:positive", "Visibility (positive)", TRIG_STATISTIC_MEAN, TRIG_UNIT_SHARE, 0, 4, 2, 0, 1},
        {"v1", "First", TRIG_STATISTIC_MEAN, TRIG_UNIT_OWN, 0, 1, 1, 1, 5},
        {"r2", "Sixth", TRIG_STATISTIC_MEAN, TRIG_UNIT_OWN, 1, 1, 1, 0, 6},
        {"days", "Days of training", TRIG_STATISTIC_MEAN, TRIG_UNIT_OWN, TRIG_NONE, 1, 1, NAN, NAN},
        {"v4:positive", "Fourth (positive)", TRIG_STATISTIC_PROPORTION, TRIG_UNIT_SHARE, 0, 1, 1, 0, 1},
        {"technical:positive", "Technical role (positive)", TRIG_STATISTIC_PROPORTION, TRIG_UNIT_SHARE,
         TRIG_NONE, 1, 1, 0, 1},
        {"role=it", "Role: Computing", TRIG_STATISTIC_PROPORTION, TRIG_UNIT_SHARE, TRIG_NONE, 1, 1, 0, 1},
        {"site=north", "Site: north", TRIG_STATISTIC_PROPORTION, TRIG_UNIT_SHARE, TRIG_NONE, 1, 1, 0, 1},
        {"support=course", "Support: Course", TRIG_STATISTIC_PROPORTION, TRIG_UNIT_SHARE, TRIG_NONE, 1, 1, 0,
         1},
        {"respondents", "Respondents", TRIG_STATISTIC_COUNT, TRIG_UNIT_COUNT, TRIG_NONE, 0, 0, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measures measures = parse(cases[i].list);
        assert_int_equal(measures.count, 1);
        const struct trig_measure *measure = &measures.items[0];
        assert_view(measure->name, cases[i].list);
        assert_view(measure->label, cases[i].label);
        assert_int_equal(measure->statistic, cases[i].statistic);
        assert_int_equal(measure->unit, cases[i].unit);
        assert_true(measure->pillar == cases[i].pillar);
        assert_int_equal(measure->source_count, cases[i].sources);
        assert_int_equal(measure->least_answered, cases[i].least);
        assert_close(measure->low, cases[i].low, 0, 0);
        assert_close(measure->midpoint, (cases[i].low + cases[i].high) / 2, 0, 0);
        trig_measures_clear(&measures);
    }
}

static void test_measures_parse_lists_keep_order_and_drop_repeats(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        const char *names;
    } cases[] = {
        {NULL, "pillar:vis pillar:rec "},
        {"pillars", "pillar:vis pillar:rec "},
        {"v2, v1 ,v2,,pillar:rec,pillars", "v2 v1 pillar:rec pillar:vis "},
        {"items", "v1 v2 v3 v4 r1 r2 r3 days "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measures measures = parse(cases[i].list);
        char names[256] = "";
        for (size_t j = 0; j < measures.count; j++) {
            size_t used = strlen(names);
            snprintf(names + used, sizeof names - used, "%.*s ", TRIG_VIEW_ARG(measures.items[j].name));
        }
        assert_string_equal(names, cases[i].names);
        trig_measures_clear(&measures);
    }
}

static void test_measures_parse_mistakes_say_what_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        const char *message;
    } cases[] = {
        {"v9", "there is no measure \"v9\"; did you mean \"v1\" or"},
        {"pilars", "did you mean \"pillars\""},
        {"pillar:viz", "did you mean \"pillar:vis\""},
        {"pillar:viz:positive", "there is no measure \"pillar:viz:positive\""},
        {"v1=6", "there is no answer to \"v1\" coded \"6\""},
        {"role=labb", "did you mean \"lab\""},
        {"role", "\"role\" is nominal and has no mean; ask for the share of one of its answers"},
        {"support", "\"support\" is multiple and has no mean"},
        {"role:positive", "\"role\" has no scale with positive codes"},
        {"days:positive", "\"days\" has no scale with positive codes"},
        {"days=3", "\"days\" is numeric and has no codes; ask for --measure days"},
        {"cal", "\"cal\" has the role weight; only items and attributes can be measured"},
        {" , ", "no measure was named"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measures measures;
        struct trig_error error;
        assert_int_equal(trig_measures_parse(definition, cases[i].list, &measures, &error), TRIG_ERR_USAGE);
        if (!strstr(error.message, cases[i].message))
            fail_msg("%s: \"%s\" is not in \"%s\"", cases[i].list, cases[i].message, error.message);
    }
}

/* ---- tables --------------------------------------------------------------------------------- */

static void test_measure_tables_score_mirror_and_leave_out(void **state)
{
    (void)state;
    static const struct {
        const char *measure;
        size_t source;
        size_t count;
        double values[7];
    } cases[] = {
        {"pillar:vis", 0, 6, {0, 25, 50, 75, 100, NAN}},
        {"pillar:vis", 3, 6, {100, 75, 50, 25, 0, NAN}}, /* reversed */
        {"pillar:rec", 1, 7, {0, 100.0 / 6, 200.0 / 6, 50, 400.0 / 6, 500.0 / 6, 100}},
        {"pillar:vis:positive", 3, 6, {1, 1, 0, 0, 0, NAN}},
        {"v4", 0, 6, {1, 2, 3, 4, 5, NAN}}, /* as asked */
        {"v4:positive", 0, 6, {1, 1, 0, 0, 0, NAN}},
        {"v1:positive", 0, 6, {0, 0, 0, 1, 1, NAN}},
        {"r3:positive", 0, 7, {1, 1, 1, 0, 0, 0, 0}},
        {"v1=2", 0, 6, {0, 1, 0, 0, 0, NAN}},
        {"v1=na", 0, 6, {0, 0, 0, 0, 0, 1}}, /* asked for: of everybody who chose a code */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_measures measures = parse(cases[i].measure);
        const struct trig_source *source = &measures.items[0].sources[cases[i].source];
        assert_int_equal(source->value_count, cases[i].count);
        for (size_t code = 0; code < cases[i].count; code++)
            if (!trig_close(source->values[code], cases[i].values[code], 1e-14, 1e-12))
                fail_msg("%s, code %zu: %g", cases[i].measure, code, source->values[code]);
        trig_measures_clear(&measures);
    }
}

static enum trig_status parse_in(const char *variables, const char *list, struct trig_measures *out,
                                 struct trig_error *error)
{
    const struct filled_file files[] = {
        {"survey.csv", "key,value\nid,small\nmin_answered,0.6\n"},
        {"pillars.csv", "id,label\np,P\n"},
        {"scales.csv",
         "scale,code,label,value,kind,positive\nodd,a,A,1,substantive,0\nodd,b,B,2,substantive,0\n"
         "odd,c,C,10,substantive,1\n"},
        {"variables.csv", variables},
        {NULL, NULL},
    };
    trig_definition *small;
    enum trig_status status = filled_definition(files, &small, error);
    if (status == TRIG_OK) {
        status = trig_measures_parse(small, list, out, error);
        /* Names are views into the definition; the test looks at numbers only. */
        trig_definition_destroy(small);
    }
    return status;
}

static void test_measures_parse_numeric_pillar_items_are_scored_between_their_bounds(void **state)
{
    (void)state;
    struct trig_measures measures;
    struct trig_error error;
    assert_ok(parse_in("name,role,type,pillar,min,max,reversed\ndays,item,numeric,p,10,60,1\n", "pillar:p",
                       &measures, &error),
              error);
    assert_close(measures.items[0].sources[0].offset, 120, 1e-14, 0); /* 10 is 100, 60 is 0 */
    assert_close(measures.items[0].sources[0].factor, -2, 1e-14, 0);
    trig_measures_clear(&measures);
}

static void test_measure_least_answered_rounds_the_share_up(void **state)
{
    (void)state;
    /* 0.6 of 1 to 5 items; 0.6 x 5 is 3.0000000000000004 in binary and means 3. */
    static const size_t expected[] = {0, 1, 2, 2, 3, 3};
    for (size_t items = 1; items <= 5; items++) {
        char variables[512] = "name,role,type,pillar,scale\n";
        for (size_t i = 0; i < items; i++) {
            size_t used = strlen(variables);
            snprintf(variables + used, sizeof variables - used, "x%zu,item,ordinal,p,odd\n", i);
        }
        struct trig_measures measures;
        struct trig_error error;
        assert_ok(parse_in(variables, "pillar:p", &measures, &error), error);
        assert_int_equal(measures.items[0].least_answered, expected[items]);
        trig_measures_clear(&measures);
    }
}

static void test_measure_positive_mirrors_by_rank_where_values_are_uneven(void **state)
{
    (void)state;
    struct trig_measures measures;
    struct trig_error error;
    assert_ok(parse_in("name,role,type,pillar,scale,reversed\nx,item,ordinal,p,odd,1\n", "x:positive",
                       &measures, &error),
              error);
    const double *values = measures.items[0].sources[0].values;
    assert_close(values[0], 1, 0, 0);
    assert_close(values[1], 0, 0, 0);
    assert_close(values[2], 0, 0, 0);
    trig_measures_clear(&measures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_measures_parse_each_kind_says_what_it_is),
        cmocka_unit_test(test_measures_parse_lists_keep_order_and_drop_repeats),
        cmocka_unit_test(test_measures_parse_mistakes_say_what_to_do),
        cmocka_unit_test(test_measure_tables_score_mirror_and_leave_out),
        cmocka_unit_test(test_measures_parse_numeric_pillar_items_are_scored_between_their_bounds),
        cmocka_unit_test(test_measure_least_answered_rounds_the_share_up),
        cmocka_unit_test(test_measure_positive_mirrors_by_rank_where_values_are_uneven),
    };
    return cmocka_run_group_tests(tests, make_definition, destroy_definition);
}
