/* Rules of the files that link variables and institutions with waves, each broken once. */
#include "tests/unit/surveys/definition/definition_broken.h"

/* ---- columns.csv, crosswalk.csv, actions.csv ------------------------------------------------- */

static void test_parse_reports_mistakes_in_columns_crosswalk_and_actions(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"unknown variable", "columns.csv", "variable,heading\nvis1,Q1\n",
         "columns.csv:2: ", "variable \"vis1\" is not in variables.csv; did you mean \"vis_1\"?"},
        {"blank variable", "columns.csv", "variable,heading\n,Q1\n", "columns.csv:2: ", "variable is blank"},
        {"blank heading", "columns.csv", "variable,heading\nvis_1,\n", "columns.csv:2: ", "heading is blank"},
        {"heading of two", "columns.csv",
         "variable,heading,platform,wave\nvis_1,Q1,jisc,w1\nvis_2,Q1,jisc,w2\nvis_2,q1 ,jisc,w1\n",
         "columns.csv:4: ", "the heading \"q1\" has a rule for this platform and wave in line 2 already"},
        {"unknown option", "columns.csv", "variable,heading,code\nsupport,Q7_1,Mony\n",
         "columns.csv:2: ", "code \"Mony\" is not an answer of scale \"help\"; did you mean"},
        {"option of a number", "columns.csv", "variable,heading,code\ndays,Q7_1,1\n",
         "columns.csv:2: ", "the variable has no scale"},
        {"separator of one answer", "columns.csv", "variable,heading,separator\nvis_1,Q1,;\n",
         "columns.csv:2: ", "separator is given, but the variable is ordinal"},
        {"relation", "crosswalk.csv", "variable,from_wave,to_wave,relation\nvis_1,w1,w2,reword\n",
         "crosswalk.csv:2: ", "did you mean \"reworded\"?"},
        {"blank relation", "crosswalk.csv", "variable,from_wave,to_wave,relation\nvis_1,w1,w2,\n",
         "crosswalk.csv:2: ", "relation is blank; write same, reworded, rescaled or broken"},
        {"backwards", "crosswalk.csv", "variable,from_wave,to_wave,relation\nvis_1,w2,w1,same\n",
         "crosswalk.csv:2: ", "from_wave \"w2\" is not earlier than to_wave \"w1\""},
        {"crosswalk twice", "crosswalk.csv",
         "variable,from_wave,to_wave,relation\nvis_1,w1,w2,same\nvis_1,w1,w2,broken\n",
         "crosswalk.csv:3: ", "this variable and these waves are in line 2 already"},
        {"from_variable of what is not rescaled", "crosswalk.csv",
         "variable,from_wave,to_wave,relation,from_variable\nvis_1,w1,w2,reworded,vis_2\n",
         "crosswalk.csv:2: ", "only a rescaled question was another variable before"},
        {"unknown from_variable", "crosswalk.csv",
         "variable,from_wave,to_wave,relation,from_variable\nvis_1,w1,w2,rescaled,vis2\n",
         "crosswalk.csv:2: ", "from_variable \"vis2\" is not in variables.csv; did you mean \"vis_2\"?"},
        {"from_variable of another pillar", "crosswalk.csv",
         "variable,from_wave,to_wave,relation,from_variable\nvis_1,w1,w2,rescaled,days\n",
         "crosswalk.csv:2: ", "from_variable \"days\" is of another pillar"},
        {"from_variable is the variable", "crosswalk.csv",
         "variable,from_wave,to_wave,relation,from_variable\nvis_1,w1,w2,rescaled,vis_1\n",
         "crosswalk.csv:2: ", "from_variable \"vis_1\" is this variable or one that took its place"},
        {"from_variable in a circle", "crosswalk.csv",
         "variable,from_wave,to_wave,relation,from_variable\nvis_1,w1,w2,rescaled,vis_2\n"
         "vis_2,w1,w2,rescaled,vis_1\n",
         "crosswalk.csv:3: ", "from_variable \"vis_1\" is this variable or one that took its place"},
        {"nobody's action", "actions.csv", "institution,action\n,A prize\n",
         "actions.csv:2: ", "institution is blank"},
        {"no action", "actions.csv", "institution,action\nnorth,\n", "actions.csv:2: ", "action is blank"},
        {"unknown pillar", "actions.csv", "institution,action,pillar\nnorth,A prize,vsi\n",
         "actions.csv:2: ", "pillar \"vsi\" is not in pillars.csv; did you mean \"vis\"?"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

/* A question on a third scale: both earlier variables lead to the last. */
static void test_question_is_the_variable_that_asks_it_last(void **state)
{
    (void)state;
    struct base_file changed[] = {
        {"variables.csv", "name,role,type,scale\na,item,numeric,\nb,item,numeric,\nc,item,numeric,\n"
                          "d,item,numeric,\n"},
        {"waves.csv", "id,time\nw1,1\nw2,2\nw3,3\n"},
        {"crosswalk.csv", "variable,from_wave,to_wave,relation,from_variable\n"
                          "c,w2,w3,rescaled,b\nb,w1,w2,rescaled,a\nc,w1,w3,rescaled,b\n"},
        {"columns.csv", NULL},
        {"population.csv", NULL}};
    struct parsed parsed = parse_changed(changed, 5);
    assert_ok(parsed.status, parsed.error);
    const size_t expected[] = {2, 2, 2, 3};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(trig_definition_question(parsed.definition, i), expected[i]);
    assert_int_equal(parsed.definition->crosswalk[1].from_variable, 0);
    parsed_clear(&parsed);
}

/* One variable on one scale would go on as two. */
static void test_parse_refuses_that_a_question_goes_on_as_two(void **state)
{
    (void)state;
    struct base_file changed[] = {
        {"variables.csv", "name,role,type,scale\na,item,numeric,\nb,item,numeric,\nc,item,numeric,\n"},
        {"crosswalk.csv", "variable,from_wave,to_wave,relation,from_variable\n"
                          "b,w1,w2,rescaled,a\nc,w1,w2,rescaled,a\n"},
        {"columns.csv", NULL},
        {"population.csv", NULL}};
    struct parsed parsed = parse_changed(changed, 4);
    assert_int_equal(parsed.status, TRIG_ERR_FORMAT);
    assert_non_null(strstr(parsed.error.message, "from_variable \"a\" was replaced by \"b\""));
    parsed_clear(&parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_reports_mistakes_in_columns_crosswalk_and_actions),
        cmocka_unit_test(test_question_is_the_variable_that_asks_it_last),
        cmocka_unit_test(test_parse_refuses_that_a_question_goes_on_as_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
