/* From a store to the table of a summary, with every allocation failing once. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/disclosure/protection.h"
#include "analyze/result/result.h"
#include "tests/fault/failing_memory.h"

static char path[] = "/tmp/trig-fault-XXXXXX";

struct work {
    struct analysis analysis;
    trig_estimator *estimator;
    struct trig_results results;
    trig_table *table;
    const struct analysis_options *options;
};

static enum trig_status add_rows(struct work *work, struct trig_error *error)
{
    struct analysis *analysis = &work->analysis;
    enum trig_status status = TRIG_OK;
    work->estimator = trig_estimator_create(&analysis->cells, &analysis->request.design, error);
    if (!work->estimator)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < analysis->domains.count; i++) {
        for (size_t j = 0; j < analysis->measures.count && !status; j++) {
            struct trig_estimate estimate;
            size_t row;
            const struct trig_domain *domain = &analysis->domains.items[i];
            status = trig_estimate_mean(work->estimator, j, domain, &estimate, error);
            if (!status)
                status = trig_results_add_estimate(&work->results, &analysis->cells, j, domain, &estimate,
                                                   &row, error);
        }
    }
    return status;
}

static enum trig_status summarise(struct work *work, struct trig_error *error)
{
    struct analysis *analysis = &work->analysis;
    const struct trig_disclosure_rules rules = {
        .mode = TRIG_DISCLOSURE_THRESHOLD, .threshold = 10, .numerator = 2, .p_ratio = 0.1};
    struct trig_protection protection;
    enum trig_status status = trig_results_init(&work->results, &analysis->request.bys, error);
    if (!status)
        status = add_rows(work, error);
    if (!status)
        status = trig_protection_build(&analysis->cells, &analysis->request.bys, &rules, &analysis->arena,
                                       &protection, error);
    if (!status)
        status = trig_protection_hide(&protection, NULL, &work->results, error);
    if (!status)
        status = trig_results_table(&work->results, analysis->cells.definition, &rules, UINT64_MAX,
                                    TRIG_NAMING_LABELS, &work->table, error);
    return status;
}

static enum trig_status analyse(void *context, struct trig_error *error)
{
    struct work work = {.options = context};
    trig_store *store;
    enum trig_status status = trig_store_open(path, TRIG_STORE_READ, &store, error);
    if (status)
        return status;
    status = analysis_run(&work.analysis, store, work.options);
    if (status)
        *error = work.analysis.error;
    else
        status = summarise(&work, error);
    trig_table_destroy(work.table);
    trig_results_clear(&work.results);
    trig_estimator_destroy(work.estimator);
    analysis_clear(&work.analysis);
    trig_store_close(store);
    return status;
}

static void test_summary_with_any_allocation_failing_says_so(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const struct oracle_survey *survey;
        struct analysis_options options;
    } cases[] = {
        {"default design", &oracle_staff, {"group,role", "pillar:vis,days,site=south", NULL, {.fpc = "on"}}},
        {"clusters", &oracle_clusters_adjust, {"site", "pillar:rec,role=lab", NULL, {.fpc = "on"}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filled_text csv = {NULL, 0, 0};
        struct trig_error error;
        cases[i].survey->answers(&csv);
        assert_ok(filled_store(path, cases[i].survey->files, csv.data, 0, &error), error);
        filled_clear(&csv);
        struct analysis_options options = cases[i].options;
        size_t allocations = failing_memory_sweep(cases[i].label, analyse, &options);
        assert_true(allocations > 100);
    }
}

static int make_path(void **state)
{
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 || close(descriptor);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_summary_with_any_allocation_failing_says_so)};
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
