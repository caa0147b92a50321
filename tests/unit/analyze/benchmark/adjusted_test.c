/* Adjusted benchmarks from a store: which way they are adjusted, and what they may not tell. Their
 * numbers: tests/oracle/adjusted.R and mix_test.c. */
#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "tests/comparison_context.h"

#include <math.h>

static const struct filled_file files[] = {
    {"survey.csv", "key,value\nid,mix\n"},
    {"scales.csv", "scale,code,label,kind,positive\nyn,y,Yes,substantive,1\nyn,n,No,substantive,0\n"},
    {"variables.csv", "name,label,role,type,scale,min,max\nx,X,item,numeric,,0,9\ns,S,item,nominal,yn,,\n"
                      "role,R,attribute,nominal,,,\ngrade,G,attribute,nominal,,,\n"},
    {"institutions.csv", "id,name\na,A\nb,B\nc,C\nd,D\ne,E\n"},
    {NULL, NULL},
};

/* How many of an institution are in a role and grade. */
struct part {
    const char *institution, *role, *grade;
    int count;
};

static void print_parts(struct filled_text *csv, const struct part *parts)
{
    filled_print(csv, "institution,role,grade,x,s\n");
    for (; parts->institution; parts++)
        for (int i = 0; i < parts->count; i++)
            filled_print(csv, "%s,%s,%s,%d,%c\n", parts->institution, parts->role, parts->grade,
                         (i * 7 + parts->count) % 10, i % 3 ? 'y' : 'n');
}

static trig_table *adjusted(struct comparison *comparison, const char *attributes, enum trig_adjust by,
                            bool leave_out)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_benchmark_options options = {.institution = 0,
                                             .against = {.kind = TRIG_AGAINST_ADJUSTED},
                                             .adjustment = {.by = by, .leave_out = leave_out},
                                             .material = TRIG_MATERIAL_POINTS,
                                             .measures = &comparison->measures,
                                             .waves = comparison->context.waves,
                                             .design = comparison->context.design};
    trig_table *table = NULL;
    assert_ok(trig_adjustment_parse(comparison->context.definition, attributes, &options.adjustment, &error),
              error);
    assert_ok(trig_benchmark_table(&comparison->context, &options, &table, &error), error);
    return table;
}

static bool has_note(const trig_table *table, const char *words)
{
    for (size_t i = 0; i < trig_table_notes(table); i++) {
        struct trig_view note = trig_table_note(table, i);
        if (memmem(note.data, note.length, words, strlen(words)))
            return true;
    }
    return false;
}

/* What one row says, and one note. */
struct expected {
    const char *label;
    struct part parts[24];
    const char *attributes;
    enum trig_adjust by;
    bool leave_out;
    const char *suppressed; /* "": shown */
    const char *words;      /* in the row's note, or a note of the table */
};

static void test_benchmark_adjusted_says_its_way_and_hides_what_tells(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"every cell is large",
         {{"a", "l", "g", 20},
          {"a", "m", "g", 20},
          {"b", "l", "g", 30},
          {"c", "m", "g", 30},
          {"d", "l", "g", 30},
          {"e", "m", "g", 30}},
         "role",
         TRIG_ADJUST_AS_NEEDED,
         false,
         "",
         "Adjusted by cells"},
        {"a fifth is in small combinations",
         {{"a", "l", "g", 16},
          {"a", "l", "h", 4},
          {"b", "l", "g", 12},
          {"b", "m", "h", 12},
          {"c", "l", "g", 12},
          {"c", "m", "g", 12},
          {"d", "l", "g", 12},
          {"d", "m", "h", 12},
          {"e", "l", "g", 12},
          {"e", "m", "g", 12}},
         "role,grade",
         TRIG_ADJUST_AS_NEEDED,
         false,
         "",
         "not by their combinations"},
        {"two others",
         {{"a", "l", "g", 20},
          {"a", "m", "g", 20},
          {"b", "l", "g", 30},
          {"b", "m", "g", 30},
          {"c", "l", "g", 30},
          {"c", "m", "g", 30}},
         "role",
         TRIG_ADJUST_AS_NEEDED,
         false,
         "comparator",
         "no benchmark"},
        {"four others, but two in the institution's cell",
         {{"a", "l", "g", 20},
          {"b", "l", "g", 30},
          {"c", "l", "g", 30},
          {"d", "m", "g", 30},
          {"e", "m", "g", 30}},
         "role",
         TRIG_ADJUST_AS_NEEDED,
         false,
         "comparator",
         "no benchmark"},
        /* b is a third of the others in all, and three fifths of what the benchmark is made of */
        {"one dominates the institution's mix",
         {{"a", "l", "g", 20},
          {"a", "m", "g", 2},
          {"b", "l", "g", 60},
          {"c", "l", "g", 12},
          {"c", "m", "g", 40},
          {"d", "l", "g", 12},
          {"d", "m", "g", 40},
          {"e", "l", "g", 12}},
         "role",
         TRIG_ADJUST_CELLS,
         false,
         "comparator",
         "no benchmark"},
        {"left out, with small parts of its own",
         {{"a", "l", "g", 8},
          {"a", "m", "g", 8},
          {"b", "l", "g", 30},
          {"b", "m", "g", 30},
          {"c", "l", "g", 30},
          {"c", "m", "g", 30},
          {"d", "l", "g", 30},
          {"d", "m", "g", 30},
          {"e", "l", "g", 30},
          {"e", "m", "g", 30}},
         "role",
         TRIG_ADJUST_AS_NEEDED,
         true,
         "comparator",
         "no part of the mix"},
        {"left out, with large parts of its own",
         {{"a", "l", "g", 20},
          {"a", "m", "g", 20},
          {"b", "l", "g", 30},
          {"b", "m", "g", 30},
          {"c", "l", "g", 30},
          {"c", "m", "g", 30},
          {"d", "l", "g", 30},
          {"d", "m", "g", 30},
          {"e", "l", "g", 30},
          {"e", "m", "g", 30}},
         "role",
         TRIG_ADJUST_AS_NEEDED,
         true,
         "",
         "The institution's own answers are not part"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct expected *expected = &cases[i];
        struct filled_text csv = {NULL, 0, 0};
        struct comparison comparison;
        print_parts(&csv, expected->parts);
        comparison_open(&comparison, files, csv.data, "x");
        trig_table *table = adjusted(&comparison, expected->attributes, expected->by, expected->leave_out);
        struct trig_view note = comparison_text(table, 0, "note");
        bool told = memmem(note.data ? note.data : "", note.length, expected->words, strlen(expected->words));
        if (!trig_view_is(comparison_text(table, 0, "suppressed"), expected->suppressed))
            fail_msg("%s: suppressed is \"%.*s\"", expected->label,
                     TRIG_VIEW_ARG(comparison_text(table, 0, "suppressed")));
        if (!told && !has_note(table, expected->words))
            fail_msg("%s: nothing says \"%s\"", expected->label, expected->words);
        assert_int_equal(isnan(comparison_number(table, 0, "benchmark")), *expected->suppressed != 0);
        assert_int_equal(isnan(comparison_number(table, 0, "own_share")), *expected->suppressed != 0);
        trig_table_destroy(table);
        comparison_close(&comparison);
        filled_clear(&csv);
    }
}

static void test_trig_adjustment_parse_of_what_is_no_attribute_refuses(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "all", "institution", "x", "nobody", "role,wave"};
    struct comparison comparison;
    comparison_open(&comparison, files, "institution,role,grade,x,s\na,l,g,1,y\n", "x");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct trig_adjustment adjustment;
        struct trig_error error = {.status = TRIG_OK};
        if (trig_adjustment_parse(comparison.context.definition, texts[i], &adjustment, &error) !=
            TRIG_ERR_USAGE)
            fail_msg("\"%s\" is taken for attributes", texts[i]);
    }
    comparison_close(&comparison);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_benchmark_adjusted_says_its_way_and_hides_what_tells),
        cmocka_unit_test(test_trig_adjustment_parse_of_what_is_no_attribute_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
