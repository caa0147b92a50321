#include "analyze/cmd_findings.h"
#include "analyze/commands.h"
#include "analyze/test/test.h"

/* Everything one run holds; cleared as a whole. */
struct test {
    struct trig_context context;
    struct trig_test_plan plan;
    struct trig_test_options options;
    trig_table *table;
};

static enum trig_status read_options(struct test *test, struct trig_error *error)
{
    static const char *const adjustments[] = {"holm", "bh", "by", "none", NULL};
    const struct trig_arguments *arguments = test->context.arguments;
    const trig_definition *definition = test->context.definition;
    size_t method = TRIG_TEST_AUTO;
    size_t adjustment = TRIG_ADJUST_HOLM;
    enum trig_status status = trig_arguments_choice(arguments, "method", trig_test_methods, &method, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "adjust", adjustments, &adjustment, error);
    if (status == TRIG_OK)
        status = trig_test_by(definition, trig_arguments_option(arguments, "by"), &test->options.bys, error);
    if (status == TRIG_OK)
        status = trig_test_plan_make(definition, trig_arguments_option(arguments, "measure"),
                                     (enum trig_test_method)method, &test->plan, error);
    if (status)
        return status;
    test->options.plan = &test->plan;
    test->options.adjustment = (enum trig_adjustment)adjustment;
    test->options.pairwise = trig_arguments_flag(arguments, "pairwise");
    test->options.waves = test->context.waves;
    if (trig_bys_have(&test->options.bys, TRIG_BY_WAVE, TRIG_NONE) &&
        !trig_arguments_option(arguments, "wave"))
        test->options.waves.choice = TRIG_WAVES_ALL;
    test->options.show_r = test->context.r_code.out;
    return TRIG_OK;
}

static void clear(struct test *test)
{
    trig_table_destroy(test->table);
    trig_test_plan_clear(&test->plan);
    trig_context_close(&test->context);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const struct trig_context_defaults defaults = {.use_fpc = false, .wave_choice = TRIG_WAVES_LATEST};
    struct test test = {.table = NULL};
    struct trig_error error = {.status = TRIG_OK};
    enum trig_status status = trig_context_open(&test.context, arguments, streams, &defaults, &error);
    if (status == TRIG_OK)
        status = read_options(&test, &error);
    if (status == TRIG_OK)
        status = trig_test_table(&test.context, &test.options, &test.table, &error);
    if (status == TRIG_OK)
        status = trig_findings_emit(&test.context, test.table, trig_findings_test, trig_view(""), &error);
    clear(&test);
    return status ? trig_exit_error(streams, &error) : TRIG_EXIT_DONE;
}

static const struct trig_option options[] = {
    {"by", "V", "the variable whose categories are compared; also institution or wave"},
    {"measure", "M,..", "what is tested; pillars by default, items for a survey without"},
    {"method",
     "auto|rao-scott|rao-scott-chisq|wald|adjusted-wald|means|wilcoxon|kruskal-wallis|van-der-waerden|median|"
     "unweighted-anova|unweighted-welch|unweighted-kruskal-wallis|unweighted-wilcoxon",
     "which test; auto: what fits the measure"},
    {"adjust", "holm|bh|by|none",
     "how p values of several measures, or pairs, are adjusted; holm by default"},
    {"pairwise", NULL, "each two groups besides"},
    TRIG_FINDINGS_OPTION,
    {NULL, NULL, NULL},
};

const struct trig_command trig_command_test = {
    .name = "test",
    .synopsis = "STORE... --by V [--measure M,..] [--method METHOD] [--pairwise]",
    .summary = "whether groups differ",
    .help =
        "Tests whether the categories of one variable differ in a measure, and says how: answers (NAME, "
        "items, "
        "NAME=code, NAME:positive) by Rao and Scott's F, which knows of strata, clusters and weights; scores "
        "and numbers by a design-based t test of two groups, or Wald's F of several. --method asks for "
        "another "
        "test.\n"
        "\n"
        "Rows hold the statistic, its degrees of freedom, p, p adjusted for the number of measures, and an "
        "effect size with its interval: Cramer's V for answers, Hedges's g for two means, eta squared (the "
        "share of the variance that is between groups) for several, Cliff's delta for ranks of two. With "
        "--pairwise "
        "each two groups follow (after ANOVA by Tukey's method, after Kruskal-Wallis by Dunn's). "
        "A small p with a negligible effect is a large sample.\n"
        "\n"
        "Groups below the survey's threshold are in no test. Where a group's answers may not be shown, they "
        "are taken together, or the numbers rounded, or the test is suppressed; the note says which.\n"
        "\n"
        "The finite population correction is off unless --fpc on.\n"
        "\n"
        "  trig-analyze test technicians.trig --by grade\n"
        "  trig-analyze test technicians.trig --measure items --by institution --adjust bh\n"
        "  trig-analyze test technicians.trig --measure pillar:career --by contract --pairwise\n",
    .options = options,
    .shared = trig_analyze_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
