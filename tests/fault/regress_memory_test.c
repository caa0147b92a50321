/* From a store to the tables of regressions, with every allocation failing once. The store is opened once:
 * opening is swept with the other commands. */
#include "tests/support.h"

#include "analyze/regress/regress.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/trig-fault-XXXXXX";
static trig_store *store;

struct sought {
    const char *label;
    struct trig_formula_options formula;
    struct trig_design_options design;
    const char *random;
    bool show_r;
};

static enum trig_status run(void *data, struct trig_error *error)
{
    const struct sought *sought = data;
    trig_table *table = NULL;
    struct trig_context context = {
        .stores = &store, .store_count = 1, .definition = trig_store_definition(store), .threads = 1};
    context.waves.choice = TRIG_WAVES_ALL;
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_NONE, &context.disclosure);
    enum trig_status status = trig_design_choose(context.definition, &sought->design, &context.design, error);
    if (status)
        return status;
    struct trig_regress_options options = {.formula = sought->formula,
                                           .waves_given = true,
                                           .random = sought->random,
                                           .show_r = sought->show_r ? tmpfile() : NULL};
    status = trig_regress_table(&context, &options, &table, error);
    trig_table_destroy(table);
    if (options.show_r)
        fclose(options.show_r);
    return status;
}

static void test_regressions_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    static const struct trig_design_options plain = {NULL};
    static const struct trig_design_options unweighted = {.weights = "none"};
    static const struct trig_design_options replicated = {.replicates = "bootstrap:2"};
    const struct sought cases[] = {
        {"product", {"pillar:vis", "role*days,site", NULL, "role=ws,site=north"}, plain, NULL, true},
        {"ordinal", {"v1", "site,wave", "ordinal", NULL}, plain, NULL, true},
        {"replicates", {"v1:positive", "site", "logistic", NULL}, replicated, NULL, false},
        {"random", {"pillar:vis", "site", NULL, NULL}, unweighted, "institution:wave", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sought sought = cases[i];
        struct trig_error error = {.status = TRIG_OK};
        assert_ok(run(&sought, &error), error); /* the store keeps what it has read */
        assert_true(failing_memory_sweep(sought.label, run, &sought) > 100);
    }
}

/* One store for all runs. */
static int make_store(void **state)
{
    (void)state;
    struct filled_text csv = {NULL, 0, 0};
    struct trig_error error;
    int descriptor = mkstemp(path);
    comparison_answers(&csv);
    enum trig_status status = filled_store(path, comparison_files(), csv.data, 0, NULL);
    filled_clear(&csv);
    if (descriptor < 0 || close(descriptor) || status)
        return -1;
    return trig_store_open(path, TRIG_STORE_READ, &store, &error) == TRIG_OK ? 0 : -1;
}

static int remove_store(void **state)
{
    (void)state;
    trig_store_close(store);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_regressions_with_any_allocation_failing_say_so)};
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
