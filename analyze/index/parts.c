#include "analyze/index/parts.h"

#include <gsl/gsl_sort.h>
#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the parts of an index");
}

/* Whether all indicators of an institution may be shown and have a value. */
static bool takes_part(const struct trig_bench *bench, size_t domain)
{
    for (size_t j = 0; j < bench->standing.measures; j++)
        if (isnan(trig_standing_row(&bench->standing, domain, j)->estimate))
            return false;
    return true;
}

double trig_index_most_degrees(const struct trig_replicate_plan *plan)
{
    if (plan->replication.given)
        return plan->df;
    return plan->replication.groups ? (double)plan->replication.groups - 1.0 : INFINITY;
}

static struct trig_index_member member_of(const struct trig_bench *bench, size_t domain)
{
    struct trig_index_member member = {domain, SIZE_MAX,
                                       trig_index_most_degrees(&bench->cells.replicates->plan)};
    for (size_t j = 0; j < bench->standing.measures; j++) {
        const struct trig_result *result = trig_standing_row(&bench->standing, domain, j);
        member.n = result->n < member.n ? result->n : member.n;
        member.df = isnan(result->df) ? NAN : fmin(member.df, result->df);
    }
    return member;
}

static void list_members(const struct trig_bench *bench, size_t wave, struct trig_index_parts *out)
{
    for (size_t i = 0; i < bench->standing.domains.count; i++)
        if (bench->standing.domains.items[i].wave == wave && takes_part(bench, i))
            out->members[out->count++] = member_of(bench, i);
}

static enum trig_status allocate(const struct trig_bench *bench, struct trig_arena *arena,
                                 struct trig_index_parts *out, struct trig_error *error)
{
    size_t numbers = out->count * out->indicators;
    out->y = trig_arena_calloc(arena, numbers, sizeof *out->y);
    out->sorted = trig_arena_calloc(arena, out->indicators, sizeof(double *));
    out->replicate_count = bench->cells.replicates->plan.count;
    out->replicates = trig_arena_calloc(arena, numbers * out->replicate_count, sizeof *out->replicates);
    for (size_t j = 0; out->sorted && j < out->indicators; j++) {
        out->sorted[j] = trig_arena_calloc(arena, out->count, sizeof **out->sorted);
        if (!out->sorted[j])
            return no_memory(error);
    }
    return out->y && out->sorted && out->replicates ? TRIG_OK : no_memory(error);
}

static enum trig_status fill(const struct trig_bench *bench, struct trig_index_parts *out,
                             struct trig_error *error)
{
    double *weights = trig_calloc(out->replicate_count, sizeof *weights);
    if (!weights)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        const struct trig_index_member *member = &out->members[i];
        const struct trig_domain *domain = &bench->standing.domains.items[member->domain];
        for (size_t j = 0; j < out->indicators; j++) {
            size_t at = i * out->indicators + j;
            out->y[at] = out->sorted[j][i] = trig_standing_row(&bench->standing, member->domain, j)->estimate;
            trig_replicate_means(&bench->cells, j, domain, weights,
                                 out->replicates + at * out->replicate_count);
        }
    }
    for (size_t j = 0; j < out->indicators; j++)
        gsl_sort(out->sorted[j], 1, out->count);
    trig_free(weights);
    return TRIG_OK;
}

enum trig_status trig_index_parts_gather(const struct trig_bench *bench, size_t wave,
                                         struct trig_arena *arena, struct trig_index_parts *out,
                                         struct trig_error *error)
{
    struct trig_index_parts parts = {.indicators = bench->standing.measures};
    parts.members = trig_arena_calloc(arena, bench->standing.domains.count, sizeof *parts.members);
    if (!parts.members)
        return no_memory(error);
    list_members(bench, wave, &parts);
    enum trig_status status = allocate(bench, arena, &parts, error);
    if (status == TRIG_OK)
        status = fill(bench, &parts, error);
    if (status == TRIG_OK)
        *out = parts;
    return status;
}
