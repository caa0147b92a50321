/* From an open store to the tables of its response rates and of their evenness, with every allocation failing
 * once. */
#include "tests/support.h"

#include "analyze/response/representativeness.h"
#include "analyze/response/response_rates.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <unistd.h>

static char path[] = "/tmp/trig-fault-XXXXXX";

/* What all runs share. */
static trig_store *store;
static struct trig_context context = {.stores = &store, .store_count = 1};

static enum trig_status run_rates(void *asked, struct trig_error *error)
{
    struct trig_response_options options = {.counted = TRIG_COUNTED_ELIGIBLE};
    trig_table *table = NULL;
    enum trig_status status = trig_bys_parse(context.definition, asked, &options.bys, error);
    if (status == TRIG_OK)
        status = trig_response_table(&context, &options, &table, error);
    trig_table_destroy(table);
    return status;
}

static enum trig_status run_evenness(void *asked, struct trig_error *error)
{
    struct trig_representativeness_options options = {.level = 0.95};
    trig_table *table = NULL;
    enum trig_status status = trig_bys_parse(context.definition, asked, &options.on, error);
    if (status == TRIG_OK)
        status = trig_representativeness_table(&context, &options, &table, error);
    trig_table_destroy(table);
    return status;
}

static void test_representativeness_table_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    static char on[] = "institution";
    assert_true(failing_memory_sweep("on institution", run_evenness, on) > 50);
}

static void test_response_table_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    static char by[] = "role";
    assert_true(failing_memory_sweep("by role", run_rates, by) > 50);
}

static int make_store(void **state)
{
    (void)state;
    static const struct trig_design_options design = {.fpc_default = false};
    struct trig_error error = {.status = TRIG_OK};
    if (comparison_store(path) || trig_store_open(path, TRIG_STORE_READ, &store, &error))
        return -1;
    context.definition = trig_store_definition(store);
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_THRESHOLD, &context.disclosure);
    return trig_design_choose(context.definition, &design, &context.design, &error) ? -1 : 0;
}

static int remove_store(void **state)
{
    (void)state;
    trig_store_close(store);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_response_table_with_any_allocation_failing_says_so),
        cmocka_unit_test(test_representativeness_table_with_any_allocation_failing_says_so)};
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
