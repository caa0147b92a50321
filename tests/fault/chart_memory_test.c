/* Charts with every allocation failing. */
#include "tests/support.h"

#include "plots/page/compose.h"
#include "tests/fault/failing_memory.h"
#include "tests/unit/plots/chart_fixture.h"
#include "tests/unit/plots/chart_samples.h"

typedef enum trig_status make(const trig_table *table, const struct trig_figure_options *options,
                              trig_figure **out, struct trig_error *error);

struct work {
    make *function;
    const trig_table *table;
    struct trig_figure_options options;
};

static enum trig_status from_table(void *context, struct trig_error *error)
{
    struct work *work = context;
    trig_figure *figure = NULL;
    enum trig_status status = work->function(work->table, &work->options, &figure, error);
    trig_figure_destroy(figure);
    return status;
}

#define HEAD "wave|institution|measure|answer|estimate|ci_low|ci_high|n|benchmark|suppressed\n"

static void test_figures_from_tables_give_back_all_they_took(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        make *function;
        const char *lines;
    } cases[] = {
        {"likert", trig_likert_from_table,
         HEAD
         "||seen|5|0.5|||20||\n||seen|1|0.5|||20||\n||named|positive|0.5|||20||\n||named|other|0.5|||20||\n"
         "||ignored|5||||||threshold\n"},
        {"caterpillar", trig_caterpillar_from_table,
         HEAD "|own|seen||3|2|4|20|3.1|\n|north|seen||2|1|3|20|3.1|\n|south|seen||||||3.1|threshold\n"},
        {"funnel", trig_funnel_from_table,
         "institution|measure|estimate|n|funnel_low_95|funnel_high_95|funnel_low_998|funnel_high_998|"
         "benchmark|suppressed\n"
         "own|seen|3|20|2|4|1|5|3.1|\nnorth|seen|9|30|2|4|1|5|3.1|\nsouth|seen|||||||3.1|threshold\n"},
        {"trend", trig_trend_from_table,
         HEAD "2021|own|seen||3|2|4|20||\n2024|own|seen|||||||threshold\n2021||seen||3|2|4|200||\n"},
        {"panels", trig_panels_from_table,
         HEAD "2021|own|seen||3|2|4|20|3.2|\n2024|own|named||3|2|4|20|3.2|\n2024|own|seen|||||||threshold\n"},
    };
    trig_definition *definition = chart_definition();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_table *table = chart_table(cases[i].lines);
        struct work work = {
            cases[i].function, table, {.definition = definition, .institution = trig_view("own")}};
        assert_true(failing_memory_sweep(cases[i].label, from_table, &work) > 1);
        trig_table_destroy(table);
    }
    trig_definition_destroy(definition);
}

static enum trig_status compose(void *context, struct trig_error *error)
{
    const trig_figure *figure = context;
    struct trig_arena arena;
    struct trig_composed composed;
    trig_arena_init(&arena);
    enum trig_status status = trig_compose(figure, "memory", PLOTS_FOLDER, &arena, &composed, error);
    trig_arena_clear(&arena);
    return status;
}

static void test_layouts_give_back_all_they_took(void **state)
{
    (void)state;
    for (size_t i = 0; i < chart_sample_count; i++) {
        trig_figure *figure = chart_samples[i].make();
        assert_non_null(figure);
        assert_true(failing_memory_sweep(chart_samples[i].name, compose, figure) > 1);
        trig_figure_destroy(figure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_from_tables_give_back_all_they_took),
        cmocka_unit_test(test_layouts_give_back_all_they_took),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
