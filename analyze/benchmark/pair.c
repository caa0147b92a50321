#include "analyze/benchmark/pair.h"

#include "analyze/benchmark/show.h"

#include <math.h>

static enum trig_status note(struct trig_bench *bench, const struct trig_comparison *comparison, size_t row)
{
    if (comparison->own.n == 0)
        return TRIG_OK;
    if (isnan(comparison->benchmark))
        return trig_results_note(&bench->results, row, "nobody else of the comparator answered");
    if (comparison->uniform)
        return trig_results_note(&bench->results, row, "%s: the answers on one side do not vary",
                                 isnan(comparison->z) ? "not tested" : "no interval");
    return TRIG_OK;
}

enum trig_status trig_pair_add(struct trig_bench *bench, size_t domain, const struct trig_peers *peers,
                               size_t measure, struct trig_pair *out, size_t *row, struct trig_error *error)
{
    struct trig_pair pair = {&bench->standing.domains.items[domain], peers, measure, {0}, {.uniform = false}};
    enum trig_status status = trig_peers_comparator(&bench->cells, peers, &bench->standing, measure,
                                                    &bench->arena, &pair.comparator, error);
    if (status == TRIG_OK)
        status = trig_comparison_make(bench->estimator, &bench->cells, measure, pair.own, &pair.comparator,
                                      &pair.comparison, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&bench->results, &bench->cells, measure, pair.own,
                                           &pair.comparison.own, row, error);
    if (status)
        return status;
    trig_comparison_fill(&pair.comparison, &bench->results.items[*row]);
    if (note(bench, &pair.comparison, *row))
        return trig_bench_no_memory(error);
    enum trig_suppression suppression = trig_standing_of(&bench->standing, domain, measure);
    if (suppression != TRIG_SUPPRESSED_NONE)
        trig_disclosure_hide(&bench->results.items[*row], suppression);
    *out = pair;
    return TRIG_OK;
}

void trig_pair_show(const struct trig_bench *bench, const struct trig_pair *pair, size_t row, FILE *out)
{
    const struct trig_result *result = &bench->results.items[row];
    if (isnan(result->estimate))
        return;
    if (isnan(result->difference))
        trig_show_alone(&bench->cells, pair->own, pair->measure, out);
    else
        trig_show_beside(&bench->cells, pair->own, pair->peers, &pair->comparator, pair->measure, out);
}
