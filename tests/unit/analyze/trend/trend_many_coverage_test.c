/* Whether what a trend says of institutions as a set holds what it should, the truth being known: slopes
 * drawn towards their mean, and that mean; what acting did; which part of a change lies in who answered;
 * and whether a change of the size called detectable is found four times in five. */
#include "tests/support.h"

#include "analyze/trend/trend.h"
#include "tests/comparison_context.h"
#include "tests/panel_survey.h"
#include "tests/unit/analyze/coverage.h"

#include <math.h>

/* A panel, its store and the trend of its `days` by institution. */
struct simulation {
    struct panel_survey survey;
    struct comparison comparison;
    trig_table *table;
};

static void simulate(const struct panel *panel, const char *decompose, struct simulation *out)
{
    struct trig_error error = {.status = TRIG_OK};
    panel_make(panel, &out->survey);
    comparison_open(&out->comparison, out->survey.files, out->survey.csv.data, "days");
    struct trig_context *context = &out->comparison.context;
    context->disclosure.mode = TRIG_DISCLOSURE_NONE;
    struct trig_trend_options options = {.institution = TRIG_NONE,
                                         .measures = &out->comparison.measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = context->design};
    assert_ok(trig_bys_parse(context->definition, "institution", &options.bys, &error), error);
    if (decompose)
        assert_ok(trig_bys_parse(context->definition, decompose, &options.decompose, &error), error);
    assert_ok(trig_trend_table(context, &options, &out->table, &error), error);
}

static void clear(struct simulation *simulation)
{
    trig_table_destroy(simulation->table);
    comparison_close(&simulation->comparison);
    panel_clear(&simulation->survey);
}

/* The institution of a row: "i12" is the thirteenth. */
static size_t institution_of(const trig_table *table, size_t row)
{
    size_t index = 0;
    struct trig_view id = comparison_text(table, row, "institution");
    for (size_t i = 1; i < id.length; i++)
        index = 10 * index + (size_t)(id.data[i] - '0');
    return index;
}

static bool is_of(const trig_table *table, size_t row, const char *statistic)
{
    return trig_view_is(comparison_text(table, row, "statistic"), statistic);
}

/* ---- slopes ------------------------------------------------------------------------------ */

struct pooled {
    struct coverage shrunken;
    struct coverage mean;
};

static void count_slopes(const struct simulation *simulation, double rise, struct pooled *out)
{
    const trig_table *table = simulation->table;
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (is_of(table, row, "slope"))
            coverage_add(&out->shrunken, comparison_number(table, row, "shrunken_low"),
                         comparison_number(table, row, "shrunken_high"),
                         simulation->survey.rises[institution_of(table, row)]);
        if (is_of(table, row, "mean_slope"))
            coverage_add(&out->mean, comparison_number(table, row, "ci_low"),
                         comparison_number(table, row, "ci_high"), rise);
    }
}

static void test_slopes_drawn_together_hold_their_level_on_average(void **state)
{
    (void)state;
    static const struct {
        size_t surveys;
        struct panel panel;
    } cases[] = {
        {40, {30, 10, 3, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},  {40, {30, 17, 3, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},
        {25, {30, 50, 3, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},  {10, {30, 200, 3, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},
        {40, {30, 17, 3, 0.7, 0.2, 0.05, 0, 0, 0, 0, 0}}, {40, {30, 10, 2, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},
        {40, {30, 10, 3, 0.0, 0.2, 0.1, 80, 0, 0, 0, 0}}, {150, {6, 17, 3, 0.0, 0.2, 0.1, 0, 0, 0, 0, 0}},
        {150, {6, 17, 3, 0.0, 0.2, 0.02, 0, 0, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pooled pooled = {.mean = {.held = 0}};
        char label[96];
        for (size_t round = 0; round < cases[i].surveys; round++) {
            struct panel panel = cases[i].panel;
            struct simulation simulation;
            panel.seed = 1000 * (i + 1) + round;
            simulate(&panel, NULL, &simulation);
            count_slopes(&simulation, panel.rise, &pooled);
            clear(&simulation);
        }
        snprintf(label, sizeof label, "%zu institutions of %zu, %zu waves, %zu others",
                 cases[i].panel.institutions, cases[i].panel.size, cases[i].panel.waves,
                 cases[i].panel.others);
        print_message("%s\n", label);
        /* Morris's approximation, at its least where institutions differ half as much as chance makes them.
         */
        coverage_assert(&pooled.shrunken, "shrunken", 0.935, 1.0);
        coverage_assert(&pooled.mean, "mean slope", 0.95, 1.0);
    }
}

/* ---- acting ------------------------------------------------------------------------------ */

static void test_what_acting_did_is_held_as_often_as_said(void **state)
{
    (void)state;
    static const struct {
        size_t surveys;
        struct panel panel;
    } cases[] = {
        {400, {12, 10, 2, 0.0, 0.2, 0.05, 0, 0.5, 0, 0, 0}},
        {400, {12, 17, 2, 0.0, 0.2, 0.05, 0, 0.5, 0, 0, 0}},
        {250, {12, 50, 2, 0.0, 0.2, 0.05, 0, 0.5, 0, 0, 0}},
        {80, {12, 200, 2, 0.0, 0.2, 0.05, 0, 0.5, 0, 0, 0}},
        {250, {12, 10, 2, 0.0, 0.2, 0.05, 80, 0.5, 0, 0, 0}},
        {400, {6, 17, 2, 0.7, 0.2, 0.05, 0, 0.5, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct coverage acted = {.held = 0};
        struct coverage difference = {.held = 0};
        for (size_t round = 0; round < cases[i].surveys; round++) {
            struct panel panel = cases[i].panel;
            struct simulation simulation;
            panel.seed = 20000 + 1000 * i + round;
            simulate(&panel, NULL, &simulation);
            const trig_table *table = simulation.table;
            size_t row = comparison_row(table, "statistic", "acted", NULL);
            coverage_add(&acted, comparison_number(table, row, "ci_low"),
                         comparison_number(table, row, "ci_high"), 3.0 * panel.rise + panel.acts);
            row = comparison_row(table, "statistic", "acted_difference", NULL);
            coverage_add(&difference, comparison_number(table, row, "ci_low"),
                         comparison_number(table, row, "ci_high"), panel.acts);
            clear(&simulation);
        }
        print_message("%zu institutions of %zu, %zu others\n", cases[i].panel.institutions,
                      cases[i].panel.size, cases[i].panel.others);
        coverage_assert(&acted, "acted", 0.95, 0.95);
        coverage_assert(&difference, "acted more than others", 0.95, 0.97);
    }
}

/* ---- parts of a change ----------------------------------------------------------------------- */

static void count_parts(const struct simulation *simulation, double composition, double within,
                        struct coverage out[2])
{
    const trig_table *table = simulation->table;
    for (size_t row = 0; row < trig_table_rows(table); row++)
        for (size_t part = 0; part < 2; part++)
            if (is_of(table, row, part ? "within" : "composition"))
                coverage_add(&out[part], comparison_number(table, row, "ci_low"),
                             comparison_number(table, row, "ci_high"), part ? within : composition);
}

static void test_parts_of_a_change_hold_their_level(void **state)
{
    (void)state;
    static const struct panel cases[] = {
        {1500, 10, 2, 0.0, 0.2, 0, 0, 0, -0.15, 1.0, 301}, {1000, 17, 2, 0.0, 0.2, 0, 0, 0, -0.15, 1.0, 302},
        {500, 50, 2, 0.0, 0.2, 0, 0, 0, -0.15, 1.0, 303},  {150, 200, 2, 0.0, 0.2, 0, 0, 0, -0.15, 1.0, 304},
        {800, 17, 2, 0.0, 0.0, 0, 0, 0, 0.0, 0.0, 305},    {800, 17, 2, 0.0, 0.0, 0, 0, 0, -0.15, 3.0, 306},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct coverage parts[2] = {{.held = 0}, {.held = 0}};
        struct simulation simulation;
        simulate(&cases[i], "grade", &simulation);
        count_parts(&simulation, -cases[i].moves * cases[i].apart, 3.0 * cases[i].rise, parts);
        clear(&simulation);
        print_message("institutions of %zu, grades %g apart\n", cases[i].size, cases[i].apart);
        coverage_assert(&parts[0], "composition", 0.95, 1.0);
        coverage_assert(&parts[1], "within", 0.95, 0.97);
    }
}

/* ---- power -------------------------------------------------------------------------------- */

/* What the rows call detectable, on average. */
static double detectable_of(const struct panel *panel)
{
    struct simulation simulation;
    double sum = 0.0;
    size_t count = 0;
    simulate(panel, NULL, &simulation);
    for (size_t row = 0; row < trig_table_rows(simulation.table); row++) {
        double detectable = comparison_number(simulation.table, row, "detectable");
        if (isnan(detectable))
            continue;
        sum += detectable;
        count++;
    }
    clear(&simulation);
    return sum / (double)count;
}

static void test_a_detectable_change_is_found_four_times_in_five(void **state)
{
    (void)state;
    static const struct panel cases[] = {
        {1500, 10, 2, 0.0, 0.0, 0, 0, 0, 0, 0, 401}, {1500, 17, 2, 0.0, 0.0, 0, 0, 0, 0, 0, 402},
        {800, 50, 2, 0.0, 0.0, 0, 0, 0, 0, 0, 403},  {300, 200, 2, 0.0, 0.0, 0, 0, 0, 0, 0, 404},
        {1500, 17, 2, 0.7, 0.0, 0, 0, 0, 0, 0, 405},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct panel panel = cases[i];
        struct simulation simulation;
        struct coverage power = {.held = 0};
        panel.rise = detectable_of(&panel) / 3.0;
        panel.seed += 50;
        simulate(&panel, NULL, &simulation);
        for (size_t row = 0; row < trig_table_rows(simulation.table); row++) {
            double p = comparison_number(simulation.table, row, "p");
            if (is_of(simulation.table, row, "mean") && !isnan(p))
                coverage_add(&power, 0.0, 0.05, p);
        }
        clear(&simulation);
        print_message("institutions of %zu, a change of %.3f\n", panel.size, 3.0 * panel.rise);
        coverage_assert(&power, "found", 0.80, 0.80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slopes_drawn_together_hold_their_level_on_average),
        cmocka_unit_test(test_what_acting_did_is_held_as_often_as_said),
        cmocka_unit_test(test_parts_of_a_change_hold_their_level),
        cmocka_unit_test(test_a_detectable_change_is_found_four_times_in_five),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
