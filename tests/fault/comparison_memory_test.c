/* From a store to the tables of benchmark, compare, trend and reliability, with every allocation
 * failing once. */
#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/compare.h"
#include "analyze/benchmark/pairs.h"
#include "analyze/benchmark/place.h"
#include "analyze/findings/table.h"
#include "analyze/index/index.h"
#include "analyze/reliability/reliability.h"
#include "analyze/trend/trend.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <stdlib.h>
#include <unistd.h>

static char spec_path[] = "/tmp/trig-spec-XXXXXX";
static char path[] = "/tmp/trig-fault-XXXXXX";

/* What a run opens, and one of the tables to make. */
struct work {
    trig_store *store;
    struct trig_context context;
    struct trig_measures measures;
};

typedef enum trig_status make_table(struct work *work, trig_table **table, struct trig_error *error);

static enum trig_status make_benchmark(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_benchmark_options options = {.measures = &work->measures, .design = work->context.design};
    enum trig_status status =
        trig_place_institution(work->context.definition, "Ashcombe University", &options.institution, error);
    if (status == TRIG_OK)
        status =
            trig_against_parse(work->context.definition, "group:hill & dale", NULL, &options.against, error);
    trig_table *found = NULL;
    if (status == TRIG_OK)
        status = trig_benchmark_table(&work->context, &options, table, error);
    if (status == TRIG_OK)
        status = trig_findings_table(*table, work->context.definition, 0.95, trig_findings_benchmark,
                                     trig_view("the sector"), &found, error);
    trig_table_destroy(found);
    return status;
}

static enum trig_status make_averages(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_benchmark_options options = {.measures = &work->measures, .design = work->context.design};
    enum trig_status status =
        trig_against_parse(work->context.definition, "others", "institutions", &options.against, error);
    return status ? status : trig_benchmark_table(&work->context, &options, table, error);
}

static enum trig_status make_adjusted(struct work *work, enum trig_adjust by, bool leave_out,
                                      trig_table **table, struct trig_error *error)
{
    FILE *r = fopen("/dev/null", "w");
    struct trig_measures share = work->measures;
    struct trig_benchmark_options options = {.institution = 6,
                                             .against = {.kind = TRIG_AGAINST_ADJUSTED},
                                             .adjustment = {.by = by, .leave_out = leave_out},
                                             .measures = &share,
                                             .design = work->context.design,
                                             .show_r = r};
    share.count = 1;
    enum trig_status status =
        trig_adjustment_parse(work->context.definition, "role", &options.adjustment, error);
    if (status == TRIG_OK)
        status = trig_benchmark_table(&work->context, &options, table, error);
    if (r)
        fclose(r);
    return status;
}

static enum trig_status make_adjusted_by_cells(struct work *work, trig_table **table,
                                               struct trig_error *error)
{
    return make_adjusted(work, TRIG_ADJUST_CELLS, true, table, error);
}

static enum trig_status make_adjusted_by_model(struct work *work, trig_table **table,
                                               struct trig_error *error)
{
    return make_adjusted(work, TRIG_ADJUST_MODEL, false, table, error);
}

static enum trig_status make_top(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_measures score = work->measures;
    struct trig_benchmark_options options = {
        .institution = 6, .measures = &score, .design = work->context.design};
    score.count = 1;
    enum trig_status status =
        trig_against_parse(work->context.definition, "top:50", NULL, &options.against, error);
    return status ? status : trig_benchmark_table(&work->context, &options, table, error);
}

static enum trig_status make_compare(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_compare_options options = {.measures = &work->measures, .design = work->context.design};
    return trig_compare_table(&work->context, &options, table, error);
}

static enum trig_status make_index(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_index_spec spec;
    struct trig_problems problems;
    struct trig_index_options options = {
        .spec = &spec, .design = work->context.design, .ranks = true, .draws = 100, .parts = true};
    trig_problems_init(&problems);
    enum trig_status status =
        trig_index_spec_read(work->context.definition, spec_path, &spec, &problems, error);
    trig_problems_clear(&problems);
    if (status == TRIG_OK)
        status = trig_replication_parse("bootstrap:5", &options.design.replication, error);
    if (status == TRIG_OK)
        status = trig_index_table(&work->context, &options, table, error);
    trig_index_spec_clear(&spec);
    return status;
}

/* All that is said of institutions as a set, in one sweep. */
static enum trig_status make_ranks(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_compare_options options = {
        .measures = &work->measures,
        .design = work->context.design,
        .among = {.ranks = true, .bootstrap = true, .heterogeneity = true, .draws = 100}};
    return trig_compare_table(&work->context, &options, table, error);
}

static enum trig_status make_pairs(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_pairs_options options = {.measures = &work->measures, .design = work->context.design};
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status =
        trig_pairs_parse(work->context.definition, "cedar,elm,oak,gorse", &arena, &options, error);
    if (status == TRIG_OK)
        status = trig_pairs_table(&work->context, &options, table, error);
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status make_trend(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_trend_options options = {
        .measures = &work->measures, .waves = {.choice = TRIG_WAVES_ALL}, .design = work->context.design};
    return trig_trend_table(&work->context, &options, table, error);
}

static enum trig_status make_trend_of_groups(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_trend_options options = {.institution = TRIG_NONE,
                                         .measures = &work->measures,
                                         .waves = {.choice = TRIG_WAVES_ALL},
                                         .design = work->context.design};
    enum trig_status status = trig_bys_parse(work->context.definition, "group,site", &options.bys, error);
    return status ? status : trig_trend_table(&work->context, &options, table, error);
}

static enum trig_status make_reliability(struct work *work, trig_table **table, struct trig_error *error)
{
    struct trig_reliability_options options = {.methods = TRIG_SCALE_ALPHA | TRIG_SCALE_OMEGA |
                                                          TRIG_SCALE_CORRELATION | TRIG_SCALE_KMO |
                                                          TRIG_SCALE_POLYCHORIC,
                                               .missing = TRIG_MISSING_PAIRWISE,
                                               .waves = {.choice = TRIG_WAVES_LATEST},
                                               .pillars = "vis"};
    enum trig_status status = trig_bys_parse(work->context.definition, "role", &options.bys, error);
    return status ? status : trig_reliability_table(&work->context, &options, table, error);
}

static enum trig_status open_work(struct work *work, struct trig_error *error)
{
    static const struct trig_design_options design = {.fpc_default = false};
    enum trig_status status = trig_store_open(path, TRIG_STORE_READ, &work->store, error);
    if (status)
        return status;
    work->context.stores = &work->store;
    work->context.store_count = 1;
    work->context.threads = 1; /* which allocation fails must not depend on who comes first */
    work->context.definition = trig_store_definition(work->store);
    trig_disclosure_rules_init(work->context.definition, 0, TRIG_DISCLOSURE_THRESHOLD,
                               &work->context.disclosure);
    status = trig_design_choose(work->context.definition, &design, &work->context.design, error);
    return status ? status
                  : trig_measures_parse(work->context.definition, "pillar:car,v1:positive", &work->measures,
                                        error);
}

static enum trig_status run(void *context, struct trig_error *error)
{
    make_table *const *make = context;
    struct work work = {.store = NULL};
    trig_table *table = NULL;
    enum trig_status status = open_work(&work, error);
    if (status == TRIG_OK)
        status = (*make)(&work, &table, error);
    trig_table_destroy(table);
    trig_measures_clear(&work.measures);
    if (work.store)
        trig_store_close(work.store);
    return status;
}

static void test_comparisons_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        make_table *make;
    } cases[] = {{"benchmark", make_benchmark},
                 {"averages", make_averages},
                 {"adjusted by cells", make_adjusted_by_cells},
                 {"adjusted by a model", make_adjusted_by_model},
                 {"top", make_top},
                 {"compare", make_compare},
                 {"index", make_index},
                 {"ranks", make_ranks},
                 {"pairs", make_pairs},
                 {"trend", make_trend},
                 {"trend of groups", make_trend_of_groups},
                 {"reliability", make_reliability}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_table *make = cases[i].make;
        assert_true(failing_memory_sweep(cases[i].label, run, &make) > 100);
    }
}

/* One store for all runs. */
static int make_store(void **state)
{
    (void)state;
    static const char spec[] = "indicator,direction,weight,normalisation\n"
                               "pillar:car,higher,2,min-max\nv1:positive,lower,1,rank\n";
    int specification = mkstemp(spec_path);
    bool written = write(specification, spec, sizeof spec - 1) == (ssize_t)(sizeof spec - 1);
    return !written || close(specification) || comparison_store(path);
}

static int remove_store(void **state)
{
    (void)state;
    return unlink(path) || unlink(spec_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_comparisons_with_any_allocation_failing_say_so)};
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
