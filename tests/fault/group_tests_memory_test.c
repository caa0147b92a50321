/* From a store to the table of tests of groups, with every allocation failing once. */
#include "tests/support.h"

#include "analyze/test/test.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <gsl/gsl_errno.h>
#include <unistd.h>

static char path[] = "/tmp/trig-fault-XXXXXX";

struct sought {
    const char *label;
    const char *by;
    const char *measures;
    enum trig_test_method method;
};

static enum trig_status test_groups(const struct sought *sought, trig_store *store, trig_table **table,
                                    struct trig_error *error)
{
    static const struct trig_design_options design = {.fpc_default = false};
    struct trig_test_plan plan;
    struct trig_test_options options = {.plan = &plan, .adjustment = TRIG_ADJUST_BY, .pairwise = true};
    struct trig_context context = {
        .stores = &store, .store_count = 1, .definition = trig_store_definition(store)};
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_THRESHOLD, &context.disclosure);
    enum trig_status status = trig_design_choose(context.definition, &design, &context.design, error);
    if (status == TRIG_OK)
        status = trig_test_by(context.definition, sought->by, &options.bys, error);
    if (status == TRIG_OK)
        status = trig_test_plan_make(context.definition, sought->measures, sought->method, &plan, error);
    if (status)
        return status;
    status = trig_test_table(&context, &options, table, error);
    trig_test_plan_clear(&plan);
    return status;
}

static enum trig_status run(void *context, struct trig_error *error)
{
    trig_store *store;
    trig_table *table = NULL;
    enum trig_status status = trig_store_open(path, TRIG_STORE_READ, &store, error);
    if (status)
        return status;
    status = test_groups(context, store, &table, error);
    trig_table_destroy(table);
    trig_store_close(store);
    return status;
}

static void test_tests_of_groups_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    static const struct sought cases[] = {
        {"answers", "site", "v1,pillar:car", TRIG_TEST_AUTO},
        {"Wald", "site", "v1", TRIG_TEST_ADJUSTED_WALD_TABLE},
        {"ranks", "site", "pillar:car", TRIG_TEST_WILCOXON},
        {"ANOVA", "site", "pillar:car", TRIG_TEST_UNWEIGHTED_ANOVA},
        {"Wilcoxon", "site", "pillar:car", TRIG_TEST_UNWEIGHTED_WILCOXON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sought sought = cases[i];
        assert_true(failing_memory_sweep(sought.label, run, &sought) > 50);
    }
}

/* One store for all runs. */
static int make_store(void **state)
{
    (void)state;
    return comparison_store(path);
}

static int remove_store(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tests_of_groups_with_any_allocation_failing_say_so)};
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
