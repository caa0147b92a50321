/* Every rule of a survey definition, broken once: the message names the place
 * and the thing, and nothing else is complained about. */
#include "tests/unit/surveys/definition/definition_broken.h"

/* ---- any file ------------------------------------------------------------------ */

static void test_parse_reports_files_that_are_no_tables(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"empty file", "pillars.csv", "",
         "pillars.csv:1: ", "the file is empty; its first row must name the columns: id"},
        {"missing column", "waves.csv", "label,opened\nFirst,\n", "waves.csv:1: ",
         "there is no column \"id\"; the first row must name the columns: id, label, opened, closed, time "
         "(of "
         "these id must be there)"},
        {"column twice", "waves.csv", "id,label,ID\nw1,,\nw2,,\n",
         "waves.csv:1: ", "column \"id\" is there twice"},
        {"too few fields", "waves.csv", "id,label,opened\nw1\nw2,,\n",
         "waves.csv:2: ", "this row has 1 field, the first row has 3; put the missing commas"},
        {"too many fields", "waves.csv", "id,label\nw1,one, two\nw2,\n", "waves.csv:2: ",
         "this row has 3 fields, the first row has 2; put double quotes around a text that holds a comma"},
        {"Latin 1", "waves.csv", "id,label\nw1,caf\xE9\nw2,\n", "waves.csv:2:7: ",
         "byte E9 (number 16 of the file) is not UTF-8; save the file again as \"CSV UTF-8\""},
        {"UTF-16", "waves.csv", "\xFF\xFEi", "waves.csv:1:1: ", "not UTF-8"},
        {"quote never closed", "waves.csv", "id,label\nw1,\"one\nw2,two\n", "waves.csv:2", "quote"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

static void test_parse_warns_about_what_has_no_meaning(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"unknown column", "waves.csv", "id,lable\nw1,\nw2,\n",
         "waves.csv:1: ", "column \"lable\" has no meaning here; did you mean \"label\"?"},
        {"text below no heading", "waves.csv", "id,,label\nw1,x,\nw2,,\n",
         "waves.csv:1: ", "column 2 has no heading"},
        {"unknown key", "survey.csv", "key,value\nid,base\ndate_oder,dmy\n",
         "survey.csv:3: ", "key \"date_oder\" has no meaning here; did you mean \"date_order\"?"},
        {"no id", "survey.csv", "key,value\ntitle,base\n", "survey.csv: ", "the survey has no id"},
        {"unknown file", "populations.csv", "", "populations.csv: ", "did you mean \"population.csv\"?"},
        {"value of a code that never counts", "scales.csv",
         "scale,code,kind,value,label,aliases\nagree3,1,,,,\nagree3,2,,,,\nagree3,na,refused,9,,\nrole,tech,,"
         ",,Technician\n"
         "role,mgr,,,,Manager\nhelp,money,,,Money,\n",
         "scales.csv:4: ", "code \"na\" is not substantive, so its value never counts"},
    };
    EXPECT_EACH(cases, TRIG_WARNING);
}

/* ---- survey.csv, pillars.csv -------------------------------------------------------- */

static void test_parse_reports_mistakes_in_survey(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"share", "survey.csv", "key,value\nid,a\nmin_answered,1.5\n",
         "survey.csv:3: ", "above 0, at most 1"},
        {"share of nothing", "survey.csv", "key,value\nid,a\nmin_answered,0\n", "survey.csv:3: ", "above 0"},
        {"decimal comma", "survey.csv", "key;value\nid;a\nmin_answered;0,5\n", "survey.csv:3: ",
         "min_answered is \"0,5\", which is not a number; write digits, and decimals after a point (0.5)"},
        {"threshold", "survey.csv", "key,value\nid,a\ndisclosure_threshold,0\n",
         "survey.csv:3: ", "disclosure_threshold is \"0\"; write a whole number of at least 1"},
        {"institutions", "survey.csv", "key,value\nid,a\nmin_institutions,2.5\n",
         "survey.csv:3: ", "whole number of at least 1"},
        {"public data", "survey.csv", "key,value\nid,a\npublic_data,yes\n",
         "survey.csv:3: ", "public_data is \"yes\"; write 1 for yes"},
        {"date order", "survey.csv", "key,value\nid,a\ndate_order,ymd \ndate_order,dmy\n",
         "survey.csv:4: ", "key \"date_order\" is in line 3 already"},
        {"order word", "survey.csv", "key,value\nid,a\ndate_order,dym\n",
         "survey.csv:3: ", "date_order \"dym\" is not known; did you mean \"dmy\"?"},
        {"lonely psu", "survey.csv", "key,value\nid,a\nlonely_psu,averge\n",
         "survey.csv:3: ", "did you mean \"average\"?"},
        {"blank key", "survey.csv", "key,value\nid,a\n,dmy\n", "survey.csv:3: ", "key is blank"},
        {"pillar twice", "pillars.csv", "id\nvis\ncar\nvis\n",
         "pillars.csv:4: ", "id \"vis\" is in line 2 already"},
        {"pillar with comma", "pillars.csv", "id\nvis\ncar\n\"a,b\"\n",
         "pillars.csv:4: ", "holds the character ,"},
        {"pillar order", "pillars.csv", "id,order\nvis,first\ncar,2\n",
         "pillars.csv:2: ", "order is \"first\", which is not a number"},
        {"control character", "pillars.csv", "id\nvis\ncar\nx\x07\n",
         "pillars.csv:4: ", "id \"x \" holds a control character"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

/* ---- scales.csv ------------------------------------------------------------------------ */

#define SCALES                                                                                               \
    "scale,code,label,value,kind,positive,neutral,aliases\nagree3,1,,,,,,\nagree3,2,,,,,,\n"                 \
    "role,tech,Technician,,,,,\nrole,mgr,Manager,,,,,\nhelp,money,Money,,,,,\n"

static void test_parse_reports_mistakes_in_scales(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"blank scale", "scales.csv", SCALES ",x,,,,,,\n", "scales.csv:7: ", "scale is blank"},
        {"blank code", "scales.csv", SCALES "s,,,,,,,\n", "scales.csv:7: ", "code is blank"},
        {"code twice", "scales.csv", SCALES "s,a,,,,,,\ns,a,,,,,,\n",
         "scales.csv:8: ", "\"a\" stands for two codes of scale \"s\" (the other is in line 7)"},
        {"alias twice", "scales.csv", SCALES "s,a,Yes,,,,,Agreed\ns,b,No,,,,,AGREED\n",
         "scales.csv:8: ", "\"AGREED\" stands for two codes"},
        {"alias is another label", "scales.csv", SCALES "s,a,Yes,,,,,\ns,b,No,,,,,yes\n",
         "scales.csv:8: ", "\"yes\" stands for two codes"},
        {"label is another code", "scales.csv", SCALES "s,1,2,,,,,\ns,2,one,,,,,\n",
         "scales.csv:8: ", "\"2\" stands for two codes"},
        {"no-break space alias", "scales.csv", SCALES "s,a,,,,,,Not sure\ns,b,Not\xC2\xA0sure,,,,,\n",
         "scales.csv:8: ", "stands for two codes"},
        {"kind", "scales.csv", SCALES "s,a,,,dont know,,,\ns,b,,,,,,\n",
         "scales.csv:7: ", "kind \"dont know\" is not known; did you mean \"dont_know\"?"},
        {"value", "scales.csv", SCALES "s,a,,one,,,,\n", "scales.csv:7: ", "value is \"one\""},
        {"values of some", "scales.csv", SCALES "s,a,,1,,,,\ns,b,,,,,,\n",
         "scales.csv:7: ", "scale \"s\" gives a value to 1 of its 2 substantive codes"},
        {"flag", "scales.csv", SCALES "s,a,,,,2,,\n", "scales.csv:7: ", "positive is \"2\"; write 1 for yes"},
        {"positive refusal", "scales.csv", SCALES "s,a,,,,,,\ns,b,,,refused,1,,\n",
         "scales.csv:8: ", "cannot be positive or neutral"},
        {"neutral refusal", "scales.csv", SCALES "s,a,,,,,,\ns,b,,,refused,,1,\n",
         "scales.csv:8: ", "cannot be positive or neutral"},
        {"positive and neutral", "scales.csv", SCALES "s,a,,,,1,1,\n",
         "scales.csv:7: ", "both positive and neutral"},
        {"nothing substantive", "scales.csv", SCALES "s,a,,,refused,,,\n",
         "scales.csv:7: ", "scale \"s\" has no substantive code"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

/* ---- variables.csv --------------------------------------------------------------------- */

static void test_parse_reports_mistakes_in_names_roles_and_types(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"no rows", "variables.csv", "name,role,type\n", "variables.csv: ", "there is no variable"},
        {"blank name", "variables.csv", VARIABLES ",,item,text,,,,,,,,\n",
         "variables.csv:6: ", "name is blank"},
        {"name with hash", "variables.csv", VARIABLES "#wave,,item,text,,,,,,,,\n",
         "variables.csv:6: ", "\"#wave\" cannot be a variable's name; begin with a letter"},
        {"name with colon", "variables.csv", VARIABLES "a:b,,item,text,,,,,,,,\n",
         "variables.csv:6: ", "\"a:b\" cannot be a variable's name"},
        {"name with accent", "variables.csv", VARIABLES "\xC3\xA9,,item,text,,,,,,,,\n",
         "variables.csv:6: ", "cannot be a variable's name"},
        {"name twice", "variables.csv", VARIABLES "VIS_1,,item,text,,,,,,,,\n",
         "variables.csv:6: ", "variable \"VIS_1\" is in line 3 already (capitals do not count)"},
        {"alias of two", "variables.csv", VARIABLES "x,,item,text,,,,,,,,Q 1\ny,,item,text,,,,,,,,q  1\n",
         "variables.csv:7: ", "\"q  1\" leads to variable \"x\" (line 6) too"},
        {"alias is a name", "variables.csv", VARIABLES "x,,item,text,,,,,,,,Vis_1\n",
         "variables.csv:6: ", "\"Vis_1\" leads to variable \"vis_1\" (line 3) too"},
        {"blank role", "variables.csv", VARIABLES "x,,,text,,,,,,,,\n", "variables.csv:6: ", "role is blank"},
        {"unknown role", "variables.csv", VARIABLES "x,,itme,text,,,,,,,,\n",
         "variables.csv:6: ", "role \"itme\" is not known; did you mean \"item\"?"},
        {"blank type", "variables.csv", VARIABLES "x,,item,,,,,,,,,\n",
         "variables.csv:6: ", "type is blank; write one of ordinal, nominal, multiple, numeric, date, text"},
        {"unknown type", "variables.csv", VARIABLES "x,,item,ordnal,,,,,,,,\n",
         "variables.csv:6: ", "did you mean \"ordinal\"?"},
        {"type not of the role", "variables.csv", VARIABLES "x,,weight,text,,,,,,,,\n",
         "variables.csv:6: ", "a variable with the role weight cannot be text; write numeric"},
        {"two records", "variables.csv", VARIABLES "x,,record,,,,,,,,,\ny,,record,,,,,,,,,\n",
         "variables.csv:7: ", "a second variable has the role record (the first is in line 6)"},
        {"two weights", "variables.csv", VARIABLES "x,,weight,,,,,,,,,\ny,,weight,,,,,,,,,\n",
         "variables.csv:7: ", "a second variable has the role weight"},
        {"second stage alone", "variables.csv", VARIABLES "x,,psu2,,,,,,,,,\n",
         "variables.csv:6: ", "no variable has the role psu"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

static void test_parse_reports_mistakes_in_scales_bounds_and_pillars_of_variables(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"unknown scale", "variables.csv", VARIABLES "x,,item,ordinal,agre3,,,,,,,\n",
         "variables.csv:6: ", "scale \"agre3\" is not in scales.csv; did you mean \"agree3\"?"},
        {"ordinal without scale", "variables.csv", VARIABLES "x,,item,ordinal,,,,,,,,\n",
         "variables.csv:6: ", "a variable of type ordinal needs a scale"},
        {"multiple without scale", "variables.csv", VARIABLES "x,,item,multiple,,,,,,,,\n",
         "variables.csv:6: ", "a variable of type multiple needs a scale"},
        {"numeric with scale", "variables.csv", VARIABLES "x,,item,numeric,agree3,,,,,,,\n",
         "variables.csv:6: ", "a variable of type numeric has no scale"},
        {"unknown pillar", "variables.csv", VARIABLES "x,,item,ordinal,agree3,vsi,,,,,,\n",
         "variables.csv:6: ", "pillar \"vsi\" is not in pillars.csv; did you mean \"vis\"?"},
        {"pillar of an attribute", "variables.csv", VARIABLES "x,,attribute,ordinal,agree3,vis,,,,,,\n",
         "variables.csv:6: ", "only an item or a comment can belong to a pillar, this is attribute"},
        {"pillar of a nominal", "variables.csv", VARIABLES "x,,item,nominal,role,vis,,,,,,\n",
         "variables.csv:6: ", "an item of type nominal cannot be scored"},
        {"pillar of a flat scale", "variables.csv", VARIABLES "x,,item,ordinal,flat,vis,,,,,,\n",
         "variables.csv:6: ", "scale \"flat\" has one value only"},
        {"pillar without bounds", "variables.csv", VARIABLES "x,,item,numeric,,vis,,0,,,,\n",
         "variables.csv:6: ", "give both, min below max"},
        {"reversed attribute", "variables.csv", VARIABLES "x,,attribute,ordinal,agree3,,1,,,,,\n",
         "variables.csv:6: ", "only an item can be reversed"},
        {"reversed text", "variables.csv", VARIABLES "x,,item,text,,,1,,,,,\n",
         "variables.csv:6: ", "only an ordinal or numeric item can be reversed"},
        {"bounds swapped", "variables.csv", VARIABLES "x,,item,numeric,,,,9,1,,,\n",
         "variables.csv:6: ", "min (9) is above max (1)"},
        {"bounds of a text", "variables.csv", VARIABLES "x,,item,text,,,,,1,,,\n",
         "variables.csv:6: ", "min and max are for numeric variables"},
        {"eligible value", "variables.csv", VARIABLES "x,,item,nominal,role,,,,,,Technican,\n",
         "variables.csv:6: ",
         "eligible value \"Technican\" is not an answer of scale \"role\"; did you mean \"Technician\"?"},
        {"eligible number", "variables.csv", VARIABLES "x,,item,numeric,,,,,,,1|many,\n",
         "variables.csv:6: ", "eligible value \"many\" is not a number"},
        {"eligible by a personal column", "variables.csv", VARIABLES "x,,personal,text,,,,,,,yes,\n",
         "variables.csv:6: ", "is not stored"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

static void test_parse_warns_about_variables_that_are_hard_to_reach(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"reserved word", "variables.csv", VARIABLES "items,,item,text,,,,,,,,\n",
         "variables.csv:6: ", "\"items\" is a word of --measure and --by"},
        {"label of two", "variables.csv", VARIABLES "x,Why?,comment,,,,,,,,,\ny,why?,comment,,,,,,,,,\n",
         "variables.csv:7: ", "the label \"why?\" leads to variable \"x\" (line 6) too"},
    };
    EXPECT_EACH(cases, TRIG_WARNING);
}

/* ---- where and when ------------------------------------------------------------------------ */

static void test_parse_reports_mistakes_in_waves_institutions_and_groups(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"not a date", "waves.csv", "id,opened\nw1,2021-02-31\nw2,\n",
         "waves.csv:2: ", "opened is \"2021-02-31\", which is not a date; write year-month-day"},
        {"closed before opened", "waves.csv", "id,opened,closed\nw1,2021-02-04,2021-02-03\nw2,,\n",
         "waves.csv:2: ", "closed is before opened"},
        {"wave twice", "waves.csv", "id\nw1\nw2\nw1\n", "waves.csv:4: ", "id \"w1\" is in line 2 already"},
        {"equal times", "waves.csv", "id,time\nw1,2\nw2,2\n",
         "waves.csv:3: ", "waves \"w1\" and \"w2\" have the same time, 2"},
        {"times of some", "waves.csv", "id,time\nw1,1\nw2,\n", "waves.csv: ", "1 of 2 waves have no time"},
        {"times against dates", "waves.csv", "id,opened,time\nw1,2021-01-01,1\nw2,2020-01-01,2\n",
         "waves.csv:3: ", "wave \"w2\" comes after \"w1\" in time (2 after 1), but did not open after it"},
        {"rows against dates", "waves.csv", "id,opened\nw1,2021-01-01\nw2,2020-01-01\n",
         "waves.csv:3: ", "correct time or opened, or the order of the rows"},
        {"wave with comma", "waves.csv", "id\nw1\nw2\n\"2021,2\"\n",
         "waves.csv:4: ", "holds the character ,"},
        {"institution twice", "institutions.csv", "id\nnorth\nsouth\nwest\nnorth\n",
         "institutions.csv:5: ", "id \"north\" is in line 2 already"},
        {"alias of two", "institutions.csv", "id,aliases\nnorth,NU\nsouth,\nwest,n\xEF\xBC\xB5\n",
         "institutions.csv:4: ", "stands for two institutions (the other is in line 2)"},
        {"name is another id", "institutions.csv", "id,name\nnorth,South\nsouth,\nwest,\n",
         "institutions.csv:3: ", "\"south\" stands for two institutions"},
        {"kind", "institutions.csv", "id,kind\nnorth,univercity\nsouth,\nwest,\n",
         "institutions.csv:2: ", "did you mean \"university\"?"},
        {"signed", "institutions.csv", "id,signed\nnorth,May 2017\nsouth,\nwest,\n",
         "institutions.csv:2: ", "signed is \"May 2017\", which is not a date"},
        {"unknown member", "groups.csv", "group,institution\nCoast,nort\n",
         "groups.csv:2: ", "institution \"nort\" is not in institutions.csv; did you mean \"north\"?"},
        {"member by name", "groups.csv", "group,institution\nCoast,University of the  NORTH\n",
         "groups.csv:2: ", "write its id, \"north\""},
        {"blank group", "groups.csv", "group,institution\n,north\n", "groups.csv:2: ", "group is blank"},
        {"blank member", "groups.csv", "group,institution\nCoast,\n",
         "groups.csv:2: ", "institution is blank"},
        {"to before from", "groups.csv", "group,institution,from,to\nCoast,north,2021-01-02,2021-01-01\n",
         "groups.csv:2: ", "to is before from"},
        {"member twice", "groups.csv",
         "group,institution,from,to\nCoast,north,,2021-01-01\nCoast,north,2021-01-01,\n",
         "groups.csv:3: ", "\"north\" is a member of \"Coast\" at the same time by two rows"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

/* ---- population.csv -------------------------------------------------------------------------- */

static void test_parse_reports_mistakes_in_population(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"no count", "population.csv", "wave,institution\nw1,north\n",
         "population.csv:1: ", "there is no column \"count\""},
        {"blank count", "population.csv", "wave,institution,count\nw1,north,\n",
         "population.csv:2: ", "count is blank; write a number, or remove the row"},
        {"negative", "population.csv",
         "wave,institution,count,role\nw1,north,-1,\nw1,north,3,mgr\nw1,north,4,tech\n",
         "population.csv:2: ", "people come in whole numbers from 0"},
        {"half a person", "population.csv", "wave,institution,count\nw1,north,1.5\n",
         "population.csv:2: ", "count is \"1.5\"; people come in whole numbers from 0"},
        {"unknown column", "population.csv", "wave,institution,rloe,count\nw1,north,,1\n",
         "population.csv:1: ",
         "is neither wave, institution or count nor a variable; did you mean \"role\"?"},
        {"column of numbers", "population.csv", "wave,institution,age,count\nw1,north,,1\n",
         "population.csv:1: ", "column \"age\" is of type numeric with the role attribute"},
        {"column twice", "population.csv", "wave,institution,role,role,count\nw1,north,,,1\n",
         "population.csv:1: ", "column \"role\" is there twice"},
        {"unknown value", "population.csv",
         "wave,institution,role,count\nw1,north,boss,1\nw1,north,mgr,1\nw1,north,,2\n",
         "population.csv:2: ", "role \"boss\" is not an answer of scale \"role\"; known: tech, dk, mgr"},
        {"unknown wave", "population.csv", "wave,institution,count\nw3,north,1\n",
         "population.csv:2: ", "wave \"w3\" is not in waves.csv"},
        {"counted twice", "population.csv",
         "wave,institution,role,count\nw1,north,mgr,1\nw1,north,Manager,1\n",
         "population.csv:3: ", "line 2 counts the same people already"},
        {"total and cells", "population.csv",
         "wave,institution,role,count\nw1,north,,32\nw1,north,tech,20\nw1,north,mgr,10\n",
         "population.csv:4: ",
         "the counts by role at north in wave w1: 30, but the count of all (up to line 2): 32"},
        {"cells and total", "population.csv", "institution,role,count\nnorth,tech,20\nnorth,,10\n",
         "population.csv:3: ", "the count of all at north: 10, but the counts by role (up to line 2): 20"},
        {"two breakdowns", "population.csv", "role,town,count\ntech,,20\nmgr,,10\n,Ayr,15\n,Bude,14\n",
         "population.csv:5: ", "the counts by town: 29, but the counts by role (up to line 3): 30"},
    };
    EXPECT_EACH(cases, TRIG_MISTAKE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_reports_files_that_are_no_tables),
        cmocka_unit_test(test_parse_warns_about_what_has_no_meaning),
        cmocka_unit_test(test_parse_reports_mistakes_in_survey),
        cmocka_unit_test(test_parse_reports_mistakes_in_scales),
        cmocka_unit_test(test_parse_reports_mistakes_in_names_roles_and_types),
        cmocka_unit_test(test_parse_reports_mistakes_in_scales_bounds_and_pillars_of_variables),
        cmocka_unit_test(test_parse_warns_about_variables_that_are_hard_to_reach),
        cmocka_unit_test(test_parse_reports_mistakes_in_waves_institutions_and_groups),
        cmocka_unit_test(test_parse_reports_mistakes_in_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
