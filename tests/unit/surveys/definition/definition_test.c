#include "tests/unit/surveys/definition/definition_support.h"

/* 2021-02-04 and so on, as date -u -d 2021-02-04 +%s says. */
#define DAY            86400.0
#define DAY_2017_05_31 1496188800.0
#define DAY_2018_11_30 1543536000.0
#define DAY_2023_05_30 1685404800.0
#define DAY_2021_02_04 1612396800.0
#define DAY_2020_12_31 1609372800.0
#define DAY_2021_06_01 1622505600.0
#define DAY_2022_01_01 1640995200.0

static int set_up(void **state)
{
    static struct parsed parsed;
    parsed = parse_changed(NULL, 0);
    *state = &parsed;
    return 0;
}

static int tear_down(void **state)
{
    parsed_clear(*state);
    return 0;
}

static const trig_definition *base(void **state)
{
    const struct parsed *parsed = *state;
    if (parsed->status)
        fail_msg("base definition: %s", problems_text(&parsed->problems));
    return parsed->definition;
}

#define assert_text(view, expected)                                                                          \
    do {                                                                                                     \
        struct trig_view view_ = (view);                                                                     \
        if (!trig_view_is(view_, (expected)))                                                                \
            fail_msg("%s is \"%.*s\", not \"%s\"", #view, TRIG_VIEW_ARG(view_), (expected));                 \
    } while (0)

static void test_parse_of_a_right_definition_has_no_problems(void **state)
{
    base(state);
    const struct parsed *parsed = *state;
    if (parsed->problems.count)
        fail_msg("%s", problems_text(&parsed->problems));
}

static void test_parse_survey_fills_given_and_default_rules(void **state)
{
    const struct trig_survey *survey = &base(state)->survey;
    assert_text(survey->id, "base");
    assert_text(survey->title, "A survey");
    assert_text(survey->contact, "");
    assert_true(survey->date_order == TRIG_DATE_DMY);
    assert_close(survey->min_answered, 0.6, 0, 0);
    assert_int_equal(survey->disclosure_threshold, 10);
    assert_int_equal(survey->min_institutions, 3);
    assert_false(survey->public_data);
    assert_true(survey->lonely_psu_given);
    assert_int_equal(survey->lonely_psu, TRIG_LONELY_ADJUST);
}

static void test_setting_returns_keys_without_a_field(void **state)
{
    assert_text(trig_definition_setting(base(state), "replicate_type"), "jk1");
    assert_text(trig_definition_setting(base(state), "fay_rho"), "");
    assert_int_equal(base(state)->setting_count, 5);
}

static void test_parse_pillars_sorts_them_and_look_ups_follow(void **state)
{
    const trig_definition *definition = base(state);
    assert_int_equal(definition->pillar_count, 2);
    assert_text(definition->pillars[0].id, "vis");
    assert_text(definition->pillars[1].label, "Career");
    assert_int_equal(trig_definition_pillar(definition, trig_view("car")), 1);
    size_t item = trig_definition_variable(definition, trig_view("vis_1"));
    assert_int_equal(definition->variables[item].pillar, 0);
}

static void test_parse_scales_default_value_is_the_code_when_all_are_numbers(void **state)
{
    const trig_definition *definition = base(state);
    const struct trig_scale *scale =
        &definition->scales[trig_definition_scale(definition, trig_view("agree3"))];
    assert_int_equal(scale->count, 4);
    assert_close(scale->codes[2].value, 3, 0, 0);
    assert_close(scale->codes[3].value, NAN, 0, 0);
    assert_int_equal(scale->codes[3].kind, TRIG_NOT_APPLICABLE);
    assert_close(scale->min, 1, 0, 0);
    assert_close(scale->max, 3, 0, 0);
    assert_true(scale->has_positive);
    assert_true(scale->codes[2].positive && scale->codes[1].neutral && !scale->codes[0].positive);
    assert_int_equal(scale->codes[2].aliases.count, 2);
    assert_text(scale->codes[2].aliases.items[1], "Yes | agree");
}

static void test_parse_scales_default_value_is_the_position_among_substantive_codes(void **state)
{
    const trig_definition *definition = base(state);
    const struct trig_scale *scale =
        &definition->scales[trig_definition_scale(definition, trig_view("role"))];
    assert_close(scale->codes[0].value, 1, 0, 0);
    assert_close(scale->codes[1].value, NAN, 0, 0);
    assert_close(scale->codes[2].value, 2, 0, 0);
    assert_false(scale->has_positive);
}

static void test_scale_code_finds_codes_but_not_labels(void **state)
{
    const trig_definition *definition = base(state);
    const struct trig_scale *scale =
        &definition->scales[trig_definition_scale(definition, trig_view("role"))];
    assert_int_equal(trig_scale_code(scale, trig_view("mgr")), 2);
    assert_true(trig_scale_code(scale, trig_view("Manager")) == TRIG_NONE);
    assert_text(trig_dictionary_at(scale->dictionary, 2), "mgr");
}

static void test_parse_scale_whose_rows_are_scattered_keeps_their_order(void **state)
{
    (void)state;
    const struct base_file changed[] = {
        {"scales.csv", "code,scale\n1,a\nx,b\n2,a\ny,b\n3,a\n"},
        {"variables.csv", "name,role,type,scale\nv,item,ordinal,a\nw,item,ordinal,b\n"},
        {"columns.csv", NULL},
        {"crosswalk.csv", NULL},
        {"population.csv", NULL}};
    struct parsed parsed = parse_changed(changed, 5);
    assert_ok(parsed.status, parsed.error);
    assert_int_equal(parsed.definition->scales[0].count, 3);
    assert_text(parsed.definition->scales[0].codes[2].code, "3");
    assert_text(parsed.definition->scales[1].codes[0].code, "x");
    assert_text(parsed.definition->scales[1].codes[1].label, "y");
    parsed_clear(&parsed);
}

static void test_parse_variables_fill_roles_types_and_bounds(void **state)
{
    const trig_definition *definition = base(state);
    const struct trig_variable *v = definition->variables;
    assert_int_equal(definition->variable_count, 11);
    assert_int_equal(v[0].type, TRIG_TYPE_TEXT);
    assert_text(v[0].label, "rid");
    assert_text(v[0].aliases.items[0], "Response ID");
    assert_int_equal(v[1].type, TRIG_TYPE_NOMINAL);
    assert_true(v[1].scale == TRIG_NONE && v[1].pillar == TRIG_NONE);
    assert_true(v[4].reversed && !v[3].reversed);
    assert_close(v[5].max, 365, 0, 0);
    assert_text(v[5].unit, "days");
    assert_close(v[3].min, NAN, 0, 0);
    assert_int_equal(v[6].line, 8);
    assert_int_equal(trig_definition_role(definition, TRIG_ROLE_INSTITUTION), 1);
    assert_true(trig_definition_role(definition, TRIG_ROLE_WEIGHT) == TRIG_NONE);
}

static void test_parse_eligible_labels_become_codes(void **state)
{
    const trig_definition *definition = base(state);
    const struct trig_variable *role =
        &definition->variables[trig_definition_variable(definition, trig_view("role"))];
    assert_int_equal(role->eligible.count, 2);
    assert_text(role->eligible.items[0], "tech");
    assert_text(role->eligible.items[1], "mgr");
}

static void test_parse_columns_keep_separators_and_resolve_codes(void **state)
{
    const trig_definition *definition = base(state);
    assert_int_equal(definition->column_rule_count, 4);
    assert_text(definition->column_rules[2].code, "money");
    assert_text(definition->column_rules[3].separator, " ");
    assert_int_equal(definition->column_rules[1].wave, 1);
    assert_true(definition->column_rules[0].wave == TRIG_NONE);
}

static void test_parse_institutions_and_waves_fill_blank_names(void **state)
{
    const trig_definition *definition = base(state);
    assert_text(definition->institutions[2].name, "west");
    assert_int_equal(definition->institutions[2].kind, TRIG_OTHER);
    assert_close(definition->institutions[0].signed_on, 1496188800.0, 0, 0); /* date -u -d 2017-05-31 +%s */
    assert_text(definition->waves[1].label, "w2");
    assert_close(definition->waves[0].opened, DAY_2021_02_04, 0, 0);
    assert_close(definition->waves[1].closed, NAN, 0, 0);
    assert_close(definition->waves[1].time, 2, 0, 0);
}

static void test_look_ups_of_unknown_names_return_none(void **state)
{
    const trig_definition *definition = base(state);
    struct trig_view unknown = trig_view("Vis_1");
    assert_true(trig_definition_variable(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_pillar(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_scale(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_institution(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_wave(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_group(definition, unknown) == TRIG_NONE);
    assert_true(trig_definition_wave(definition, trig_view("")) == TRIG_NONE);
}

static void test_in_group_goes_by_whole_days(void **state)
{
    const trig_definition *definition = base(state);
    size_t coast = trig_definition_group(definition, trig_view("Coast"));
    size_t hills = trig_definition_group(definition, trig_view("Hills"));
    static const struct {
        const char *label;
        size_t institution;
        double day;
        bool coast;
        bool hills;
    } cases[] = {
        {"first period, last day", 0, DAY_2020_12_31, true, false},
        {"first period, late on its last day", 0, DAY_2020_12_31 + 86399, true, false},
        {"between the periods", 0, DAY_2021_06_01, false, false},
        {"second period, first day", 0, DAY_2022_01_01, true, false},
        {"any day", 0, NAN, true, false},
        {"member since ever", 1, DAY_2021_06_01, true, false},
        {"from the very day", 2, DAY_2021_02_04, false, true},
        {"the day before", 2, DAY_2021_02_04 - 1, false, false},
    };
    assert_int_equal(definition->groups.count, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (trig_definition_in_group(definition, coast, cases[i].institution, cases[i].day) != cases[i].coast)
            fail_msg("Coast, %s", cases[i].label);
        if (trig_definition_in_group(definition, hills, cases[i].institution, cases[i].day) != cases[i].hills)
            fail_msg("Hills, %s", cases[i].label);
    }
}

/* North signed on 31 May 2017, its wave opened on 25 April 2024: 82 full months. */
static void test_classes_follow_cohort_signing_and_the_day(void **state)
{
    static const struct base_file changed[] = {
        {"institutions.csv", "id,name,signed,cohort\n"
                             "north,North,2017-05-31,\n"
                             "south,South,,Spring\n"
                             "west,West,2016-02-29,\n"
                             "east,East,2017-05-01,May 2017\n"
                             "isle,Isle,,\n"},
    };
    static const struct {
        const char *label;
        const char *group;
        size_t institution;
        double day;
        bool member;
    } cases[] = {
        {"by the month", "May 2017", 0, NAN, true},
        {"by the column", "May 2017", 3, NAN, true},
        {"another month", "Feb 2016", 0, NAN, false},
        {"neither", "Spring", 4, NAN, false},
        {"on the day itself", "up to 18 months", 0, DAY_2017_05_31, true},
        {"the day before", "before signing", 0, DAY_2017_05_31 - 1, true},
        {"17 full months", "up to 18 months", 0, DAY_2018_11_30, true},
        {"18 full months", "18 months to 3 years", 0, DAY_2018_11_30 + DAY, true},
        {"a day short of six years", "3 to 6 years", 0, DAY_2023_05_30, true},
        {"six years", "6 to 9 years", 0, DAY_2023_05_30 + DAY, true},
        {"no day of signing", "3 to 6 years", 1, DAY_2022_01_01, false},
        {"any day", "3 to 6 years", 0, NAN, false},
    };
    static const char *const names[] = {
        "Coast",        "Hills",          "Feb 2016",        "May 2017",
        "Spring",       "before signing", "up to 18 months", "18 months to 3 years",
        "3 to 6 years", "6 to 9 years"};
    (void)state;
    struct parsed parsed = parse_changed(changed, 1);
    const trig_definition *definition = parsed.definition;
    assert_ok(parsed.status, parsed.error);
    size_t count = trig_definition_first_group(definition, TRIG_GROUP_FAMILIES);
    assert_int_equal(count, sizeof names / sizeof *names);
    assert_int_equal(trig_definition_first_group(definition, TRIG_GROUP_COHORT), 2);
    assert_int_equal(trig_definition_first_group(definition, TRIG_GROUP_STAGE), 5);
    for (size_t group = 0; group < count; group++)
        assert_true(trig_view_is(trig_definition_group_name(definition, group), names[group]));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t group = 0; group < count; group++)
            if (trig_view_is(trig_definition_group_name(definition, group), cases[i].group) &&
                trig_definition_in_group(definition, group, cases[i].institution, cases[i].day) !=
                    cases[i].member)
                fail_msg("%s", cases[i].label);
    parsed_clear(&parsed);
}

static void test_population_takes_the_total_or_the_sum_of_cells(void **state)
{
    const trig_definition *definition = base(state);
    assert_close(trig_definition_population(definition, 0, 0), 30, 0, 0);
    assert_close(trig_definition_population(definition, 0, 1), 7, 0, 0);
    assert_close(trig_definition_population(definition, 1, 1), NAN, 0, 0);
    assert_close(trig_definition_population(definition, 0, 2), 40, 0, 0);
    assert_close(trig_definition_population(definition, 1, 2), 44, 0, 0);
    assert_close(trig_definition_population(definition, TRIG_NONE, 2), 40, 0, 0);
    assert_close(trig_definition_population(definition, TRIG_NONE, TRIG_NONE), NAN, 0, 0);
    assert_text(definition->population[2].attributes[0].value, "mgr");
    assert_text(definition->population[0].attributes[0].value, "");
}

static void test_parse_with_only_the_required_files_works(void **state)
{
    (void)state;
    struct base_file changed[8] = {{"variables.csv", "type,role,name\nnumeric,item,x\n"},
                                   {"columns.csv", NULL},
                                   {"crosswalk.csv", NULL},
                                   {"population.csv", NULL},
                                   {"groups.csv", NULL},
                                   {"actions.csv", NULL},
                                   {"scales.csv", NULL},
                                   {"waves.csv", NULL}};
    struct parsed parsed = parse_changed(changed, 8);
    assert_ok(parsed.status, parsed.error);
    assert_int_equal(parsed.definition->variable_count, 1);
    assert_true(trig_definition_wave(parsed.definition, trig_view("w1")) == TRIG_NONE);
    assert_close(trig_definition_population(parsed.definition, TRIG_NONE, TRIG_NONE), NAN, 0, 0);
    parsed_clear(&parsed);
}

/* printf 'a.csv\n2\nhib.csv\n0\n' | sha256sum has the same shape: name, length, content. */
static void test_parse_sha256_covers_names_and_ignores_the_order_of_files(void **state)
{
    (void)state;
    struct trig_definition_file items[] = {
        {.name = trig_view("variables.csv"), .content = trig_view("name,role,type\nx,item,numeric\n")},
        {.name = trig_view("survey.csv"), .content = trig_view("key,value\nid,s\n")}};
    struct trig_definition_files files = {.items = items, .count = 2};
    trig_definition *definition;
    struct trig_error error;
    assert_ok(trig_definition_parse(&files, NULL, &definition, &error), error);
    char expected[TRIG_SHA256_TEXT];
    trig_sha256_of(trig_view("survey.csv\n15\nkey,value\nid,s\n"
                             "variables.csv\n30\nname,role,type\nx,item,numeric\n"),
                   expected);
    assert_string_equal(definition->sha256, expected);
    trig_definition_destroy(definition);
}

static void test_parse_reads_files_of_other_spreadsheets_alike(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *content;
    } cases[] = {
        {"byte order mark", "\xEF\xBB\xBFid,label,opened,closed,time\nw1,F,,,1\nw2,S,,,2\n"},
        {"semicolons", "id;label;opened;closed;time\nw1;\"F, first\";;;1\nw2;S;;;2\n"},
        {"tabs", "id\tlabel\topened\tclosed\ttime\nw1\tF\t\t\t1\nw2\tS\t\t\t2\n"},
        {"CRLF", "id,label,opened,closed,time\r\nw1,F,,,1\r\nw2,S,,,2\r\n"},
        {"blank lines and blank rows",
         "\n\nid,label,opened,closed,time\n\n,,,,\nw1,F,,,1\n , ,,,\nw2,S,,,2\n\n"},
        {"blank column at the end", "id,label,opened,closed,time,\nw1,F,,,1,\nw2,S,,,2,\n"},
        {"capitals and blanks in headings", "ID, Label ,Opened,closed,time\nw1,F,,,1\n w2 ,S,,, 2\n"},
        {"other order, no line end", "time,id\n1,w1\n2,w2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_file changed = {"waves.csv", cases[i].content};
        struct parsed parsed = parse_changed(&changed, 1);
        if (parsed.status || parsed.problems.count)
            fail_msg("%s: %s", cases[i].label, problems_text(&parsed.problems));
        assert_int_equal(parsed.definition->wave_count, 2);
        assert_int_equal(trig_definition_wave(parsed.definition, trig_view("w2")), 1);
        parsed_clear(&parsed);
    }
}

static void test_role_and_type_names_are_those_of_the_files(void **state)
{
    (void)state;
    assert_string_equal(trig_role_name(TRIG_ROLE_REPLICATE_WEIGHT), "replicate_weight");
    assert_string_equal(trig_role_name(TRIG_ROLE_IGNORE), "ignore");
    assert_string_equal(trig_type_name(TRIG_TYPE_MULTIPLE), "multiple");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_of_a_right_definition_has_no_problems),
        cmocka_unit_test(test_parse_survey_fills_given_and_default_rules),
        cmocka_unit_test(test_setting_returns_keys_without_a_field),
        cmocka_unit_test(test_parse_pillars_sorts_them_and_look_ups_follow),
        cmocka_unit_test(test_parse_scales_default_value_is_the_code_when_all_are_numbers),
        cmocka_unit_test(test_parse_scales_default_value_is_the_position_among_substantive_codes),
        cmocka_unit_test(test_scale_code_finds_codes_but_not_labels),
        cmocka_unit_test(test_parse_scale_whose_rows_are_scattered_keeps_their_order),
        cmocka_unit_test(test_parse_variables_fill_roles_types_and_bounds),
        cmocka_unit_test(test_parse_eligible_labels_become_codes),
        cmocka_unit_test(test_parse_columns_keep_separators_and_resolve_codes),
        cmocka_unit_test(test_parse_institutions_and_waves_fill_blank_names),
        cmocka_unit_test(test_look_ups_of_unknown_names_return_none),
        cmocka_unit_test(test_in_group_goes_by_whole_days),
        cmocka_unit_test(test_classes_follow_cohort_signing_and_the_day),
        cmocka_unit_test(test_population_takes_the_total_or_the_sum_of_cells),
        cmocka_unit_test(test_parse_with_only_the_required_files_works),
        cmocka_unit_test(test_parse_sha256_covers_names_and_ignores_the_order_of_files),
        cmocka_unit_test(test_parse_reads_files_of_other_spreadsheets_alike),
        cmocka_unit_test(test_role_and_type_names_are_those_of_the_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
