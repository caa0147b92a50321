/* From an open store to the table of a summary's statistics, ratios and imputed sets, with every
 * allocation failing once. */
#include "tests/support.h"

#include "analyze/summary/summary.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <unistd.h>

enum { SETS = 2 };

static char path[] = "/tmp/trig-fault-XXXXXX";
static char table_path[sizeof path + 4]; /* of the covariances */

struct sought {
    const char *label;
    const char *statistics;
    const char *measures;
    const char *by;
    const char *contrasts; /* and covariances with them; NULL: none */
    enum trig_gate gate;
    bool imputed;           /* the same store counts as two sets */
    const char *replicates; /* NULL: errors are linearised */
    enum trig_quantile_interval interval;
};

/* What all runs share. */
static trig_store *stores[SETS];
static struct trig_context context = {.stores = stores};

/* What a run holds. */
struct work {
    struct trig_estimands estimands;
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells cells;
    trig_table *table;
};

static enum trig_status summarise(struct work *work, const struct sought *sought, struct trig_error *error)
{
    const trig_definition *definition = context.definition;
    enum trig_status status = trig_estimands_parse(definition, sought->statistics, sought->measures,
                                                   &work->estimands, &work->measures, error);
    if (status == TRIG_OK)
        status = trig_bys_parse(definition, sought->by, &work->request.bys, error);
    if (status)
        return status;
    work->estimands.gate = sought->gate;
    work->estimands.imputed = sought->imputed;
    work->estimands.interval = sought->interval;
    work->estimands.covariance = sought->contrasts ? table_path : NULL;
    status =
        trig_contrasts_parse(sought->contrasts, &work->estimands.arena, &work->estimands.contrasts, error);
    if (status)
        return status;
    work->request.waves.choice = TRIG_WAVES_LATEST;
    work->request.design = context.design;
    work->request.measures = &work->measures;
    work->request.estimands = &work->estimands;
    work->request.threads = 1;
    return trig_summary_table(&context, &work->request, &work->cells, NULL, &work->table, error);
}

static enum trig_status run(void *asked, struct trig_error *error)
{
    struct work work = {.table = NULL};
    enum trig_status status = summarise(&work, asked, error);
    trig_table_destroy(work.table);
    trig_cells_clear(&work.cells);
    trig_measures_clear(&work.measures);
    trig_estimands_clear(&work.estimands);
    return status;
}

static enum trig_status choose_design(const char *replicates, struct trig_error *error)
{
    const struct trig_design_options design = {.fpc_default = false, .replicates = replicates};
    return trig_design_choose(context.definition, &design, &context.design, error);
}

static void test_estimands_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    static const struct sought cases[] = {
        {.label = "quantiles",
         .statistics = "median,p25,sd",
         .measures = "days,v1:positive",
         .by = "role",
         .gate = TRIG_GATE_CV},
        {.label = "pairs",
         .statistics = "total,correlation",
         .measures = "v1,days,respondents,v1:positive/v2:positive",
         .by = "role",
         .gate = TRIG_GATE_NCHS},
        {.label = "contrasts", .statistics = "mean", .measures = "v1,days", .contrasts = "v1 - 2*days"},
        {.label = "imputed sets",
         .statistics = "mean,p75",
         .measures = "days",
         .by = "role",
         .imputed = true},
        {.label = "replicates",
         .statistics = "mean,p25,sd",
         .measures = "v1,days,v1/days",
         .contrasts = "v1 - 2*days",
         .replicates = "bootstrap:2",
         .interval = TRIG_QUANTILE_BY_REPLICATES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sought sought = cases[i];
        struct trig_error error = {.status = TRIG_OK};
        context.store_count = sought.imputed ? SETS : 1;
        assert_ok(choose_design(sought.replicates, &error), error);
        assert_ok(run(&sought, &error), error);
        assert_true(failing_memory_sweep(sought.label, run, &sought) > 50);
    }
}

static enum trig_status open_stores(struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < SETS && status == TRIG_OK; i++)
        status = trig_store_open(path, TRIG_STORE_READ, &stores[i], error);
    if (status)
        return status;
    context.definition = trig_store_definition(stores[0]);
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_THRESHOLD, &context.disclosure);
    return TRIG_OK;
}

static int make_store(void **state)
{
    (void)state;
    struct trig_error error = {.status = TRIG_OK};
    int failed = comparison_store(path) || open_stores(&error);
    snprintf(table_path, sizeof table_path, "%s.csv", path);
    return failed;
}

static int remove_store(void **state)
{
    (void)state;
    for (size_t i = 0; i < SETS; i++)
        trig_store_close(stores[i]);
    return unlink(path) || unlink(table_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_estimands_with_any_allocation_failing_say_so)};
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
