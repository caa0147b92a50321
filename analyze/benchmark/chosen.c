#include "analyze/benchmark/chosen.h"

#include "analyze/benchmark/ensemble.h"

#include <math.h>
#include <stdlib.h>

bool trig_against_is_chosen(const struct trig_against *against)
{
    return against->kind == TRIG_AGAINST_TOP || against->kind == TRIG_AGAINST_COHORT;
}

/* ---- the institutions of a wave --------------------------------------------------------------- */

struct candidate {
    size_t institution;
    struct trig_entry entry;
    double shrunken;
};

/* Those whose result may be shown. */
static size_t list_candidates(const struct trig_bench *bench, size_t wave, size_t measure,
                              struct candidate *out)
{
    const struct trig_standing *standing = &bench->standing;
    size_t count = 0;
    for (size_t i = 0; i < standing->domains.count; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        const struct trig_result *row = trig_standing_row(standing, i, measure);
        if (domain->wave == wave && trig_standing_of(standing, i, measure) == TRIG_SUPPRESSED_NONE &&
            !isnan(row->estimate))
            out[count++] = (struct candidate){
                domain->institution, {row->estimate, row->se, row->df, (double)row->n}, NAN};
    }
    return count;
}

/* ---- the top ------------------------------------------------------------------------------------- */

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    return (x->shrunken < y->shrunken) - (x->shrunken > y->shrunken);
}

/* Shrinks all candidates whose result has an error; the others are put aside.
 * @param why  gets why there is no top; else it stays.
 * @return how many come first, or 0. */
static size_t shrink(struct candidate *candidates, size_t count, struct trig_entry *entries, const char **why)
{
    struct trig_ensemble ensemble;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (candidates[i].entry.se > 0.0)
            candidates[kept++] = candidates[i];
    for (size_t i = 0; i < kept; i++)
        entries[i] = candidates[i].entry;
    if (trig_ensemble_fit(entries, kept, &ensemble, NULL)) {
        *why = "no benchmark: too few institutions may be shown to say which are the top";
        return 0;
    }
    if (!(ensemble.tau2 > 0.0)) {
        *why = "no benchmark: institutions do not differ more than chance makes them, so none are the top";
        return 0;
    }
    for (size_t i = 0; i < kept; i++)
        candidates[i].shrunken = trig_ensemble_shrink(&ensemble, &entries[i], 0.95).estimate;
    qsort(candidates, kept, sizeof *candidates, by_score);
    return kept;
}

/* Those at the last place of the top are all in it. */
static size_t count_top(const struct candidate *candidates, size_t count, size_t percent)
{
    size_t top = (count * percent + 99) / 100;
    while (top < count && candidates[top].shrunken == candidates[top - 1].shrunken)
        top++;
    return top;
}

/* ---- the choice ------------------------------------------------------------------------------------ */

static void choose_top(struct candidate *candidates, size_t count, const struct trig_against *against,
                       size_t own, struct trig_entry *entries, bool *members, const char **why)
{
    size_t ranked = shrink(candidates, count, entries, why);
    if (ranked == 0)
        return;
    size_t top = count_top(candidates, ranked, against->which);
    for (size_t i = 0; i < top; i++)
        members[candidates[i].institution] = candidates[i].institution != own;
}

static void choose_cohort(const trig_definition *definition, const struct candidate *candidates, size_t count,
                          size_t own, bool *members)
{
    for (size_t i = 0; i < count; i++)
        members[candidates[i].institution] = trig_view_equal(
            definition->institutions[candidates[i].institution].cohort, definition->institutions[own].cohort);
}

enum trig_status trig_chosen_select(struct trig_bench *bench, const struct trig_against *against, size_t wave,
                                    size_t own, size_t measure, struct trig_peers *out, const char **why,
                                    struct trig_error *error)
{
    const trig_definition *definition = bench->cells.definition;
    size_t most = bench->standing.domains.count;
    struct candidate *candidates = trig_arena_calloc(&bench->arena, most, sizeof *candidates);
    struct trig_entry *entries = trig_arena_calloc(&bench->arena, most, sizeof *entries);
    bool *members = trig_arena_calloc(&bench->arena, definition->institution_count, sizeof *members);
    if (!candidates || !entries || !members)
        return trig_bench_no_memory(error);
    size_t count = list_candidates(bench, wave, measure, candidates);
    *why = NULL;
    if (against->kind == TRIG_AGAINST_TOP)
        choose_top(candidates, count, against, own, entries, members, why);
    else
        choose_cohort(definition, candidates, count, own, members);
    return trig_peers_select_members(&bench->cells, against, wave, own, members, &bench->arena, out, error);
}
