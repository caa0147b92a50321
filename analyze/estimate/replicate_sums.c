#include "analyze/estimate/replicate_sums.h"

#include "analyze/design/sample_internal.h"
#include "analyze/estimate/linear.h"
#include "analyze/weight/replicated.h"

#include <math.h>

/* More bytes of sums than this are refused. */
#define MOST_BYTES (UINT64_C(4) << 30)

static enum trig_status no_memory(size_t count, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu replicates", count);
    return TRIG_ERR_MEMORY;
}

void trig_replicate_sums_destroy(struct trig_replicate_sums *sums)
{
    if (!sums)
        return;
    trig_arena_clear(&sums->arena);
    trig_free(sums->factors);
    trig_free(sums->changes);
    trig_free(sums->sums);
    trig_free(sums);
}

static enum trig_status check_size(uint64_t numbers, size_t replicates, struct trig_error *error)
{
    if (numbers <= MOST_BYTES / sizeof(double))
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_LIMIT,
        "%zu replicates of this breakdown need %.0f GB of memory; ask for fewer measures or "
        "variables in --by, or for --replicates bootstrap:R with a smaller R",
        replicates, (double)numbers * sizeof(double) / 1e9);
}

/* ---- the design's strata ---------------------------------------------------------------- */

/* What is drawn in a stratum: its units, or so many groups of them. */
static uint64_t count_drawn(const struct trig_replication *replication, const struct trig_cells *cells,
                            uint64_t units)
{
    bool dealt = cells->psu_count == 0 && replication->groups && units > replication->groups;
    return dealt ? replication->groups : units;
}

static enum trig_status make_plan(const struct trig_request *request, const struct trig_cells *cells,
                                  struct trig_replicate_sums *sums, struct trig_error *error)
{
    struct trig_replicate_stratum *strata =
        trig_arena_calloc(&sums->arena, cells->stratum_count, sizeof *strata);
    if (!strata)
        return no_memory(request->design.replication.count, error);
    for (size_t i = 0; i < cells->stratum_count; i++) {
        const struct trig_stratum *stratum = &cells->strata[i];
        double units = (double)stratum->units;
        bool counts = request->design.use_fpc && !isinf(stratum->population);
        strata[i].units = count_drawn(&request->design.replication, cells, stratum->units);
        strata[i].uncovered = counts ? (stratum->population - units) / stratum->population : 1.0;
        strata[i].text = stratum->text;
    }
    return trig_replicate_plan(&request->design.replication, strata, cells->stratum_count,
                               request->design.lonely, &sums->arena, &sums->plan, error);
}

/* ---- units are PSUs ------------------------------------------------------------------------ */

/* By PSU: which unit of its stratum it is, in the order of their numbers. */
static size_t *rank_psus(const struct trig_cells *cells, struct trig_arena *arena)
{
    size_t *rank = trig_arena_calloc(arena, cells->psu_count, sizeof *rank);
    size_t *met = trig_arena_calloc(arena, cells->stratum_count, sizeof *met);
    if (!rank || !met)
        return NULL;
    for (size_t i = 0; i < cells->count; i++)
        rank[cells->items[i].psu] = cells->items[i].stratum;
    for (size_t psu = 0; psu < cells->psu_count; psu++)
        rank[psu] = met[rank[psu]]++;
    return rank;
}

/* What each replicate is calibrated from. */
static void weigh_psus(const struct trig_cells *cells, struct trig_replicate_sums *sums)
{
    size_t replicates = sums->plan.count;
    for (size_t i = 0; i < cells->count && sums->changes; i++)
        for (size_t r = 0; r < replicates; r++)
            sums->changes[i * replicates + r] =
                cells->items[i].weight * sums->factors[cells->items[i].psu * replicates + r];
}

static enum trig_status fill_factors(const struct trig_cells *cells, struct trig_replicate_sums *sums,
                                     struct trig_error *error)
{
    size_t replicates = sums->plan.count;
    enum trig_status status = check_size((uint64_t)cells->psu_count * replicates, replicates, error);
    if (status)
        return status;
    size_t *rank = rank_psus(cells, &sums->arena);
    double **blocks = trig_arena_calloc(&sums->arena, cells->stratum_count, sizeof(double *));
    sums->factors = trig_calloc(cells->psu_count * replicates, sizeof *sums->factors);
    if (!rank || !blocks || !sums->factors)
        return no_memory(replicates, error);
    for (size_t i = 0; i < cells->stratum_count; i++) {
        blocks[i] = trig_arena_calloc(&sums->arena, cells->strata[i].units * replicates, sizeof **blocks);
        if (!blocks[i])
            return no_memory(replicates, error);
        trig_replicate_factors(&sums->plan, i, 0, replicates, blocks[i]);
    }
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        memcpy(sums->factors + cell->psu * replicates, blocks[cell->stratum] + rank[cell->psu] * replicates,
               replicates * sizeof *sums->factors);
    }
    weigh_psus(cells, sums);
    return TRIG_OK;
}

/* ---- units are respondents -------------------------------------------------------------------- */

static enum trig_status allocate_sums(const struct trig_cells *cells, size_t replicates,
                                      struct trig_replicate_sums *sums, struct trig_error *error)
{
    uint64_t numbers = (uint64_t)cells->count * cells->measures * 2 * replicates;
    enum trig_status status = check_size(numbers, replicates, error);
    if (status)
        return status;
    sums->sums = trig_calloc((size_t)numbers, sizeof *sums->sums);
    return sums->sums ? TRIG_OK : no_memory(replicates, error);
}

static enum trig_status sum_respondents(trig_store *const *stores, size_t store_count,
                                        const struct trig_request *request, const struct trig_cells *cells,
                                        struct trig_replicate_sums *sums, struct trig_error *error)
{
    trig_sample sample;
    enum trig_status status = allocate_sums(cells, sums->plan.count, sums, error);
    if (status == TRIG_OK)
        status = trig_sample_read(stores, store_count, request, NULL, &sample, error);
    if (status)
        return status;
    status = trig_replicate_draw_respondents(&sample, cells, request->threads, sums, error);
    trig_sample_clear(&sample);
    return status;
}

/* ---- weights in the data ------------------------------------------------------------------------ */

static enum trig_status sum_given(trig_store *const *stores, size_t store_count,
                                  const struct trig_request *request, const struct trig_cells *cells,
                                  struct trig_replicate_sums *sums, struct trig_error *error)
{
    trig_sample sample;
    struct trig_sample_sums given = {
        .shifts = cells->shifts, .most_bytes = MOST_BYTES, .keeps_weights = cells->calibration != NULL};
    enum trig_status status = trig_sample_read(stores, store_count, request, &given, &sample, error);
    if (status)
        return status;
    trig_sample_clear(&sample);
    sums->sums = given.sums;
    sums->changes = given.weights;
    return trig_replicate_plan_given(&request->design.replication, given.count, given.df, &sums->arena,
                                     &sums->plan, error);
}

/* ---- weights that were computed -------------------------------------------------------------------- */

/* Room for the sums of weights that every replicate is calibrated from. */
static enum trig_status allocate_changes(const struct trig_cells *cells, struct trig_replicate_sums *sums,
                                         struct trig_error *error)
{
    if (!cells->calibration)
        return TRIG_OK;
    size_t replicates = sums->plan.count;
    enum trig_status status = check_size((uint64_t)cells->count * replicates, replicates, error);
    if (status)
        return status;
    sums->changes = trig_calloc(cells->count * replicates, sizeof *sums->changes);
    return sums->changes ? TRIG_OK : no_memory(replicates, error);
}

static void change_sums(const struct trig_cells *cells, struct trig_replicate_sums *sums)
{
    size_t replicates = sums->plan.count;
    for (size_t i = 0; i < cells->count; i++)
        for (size_t j = 0; j < 2 * cells->measures; j++)
            for (size_t r = 0; r < replicates; r++)
                sums->sums[(i * 2 * cells->measures + j) * replicates + r] *=
                    sums->changes[i * replicates + r];
}

static enum trig_status calibrate(const struct trig_request *request, const struct trig_cells *cells,
                                  struct trig_replicate_sums *sums, struct trig_error *error)
{
    if (!cells->calibration)
        return TRIG_OK;
    const struct trig_recipe_replicates replicates = {.recipe = request->design.recipe,
                                                      .applied = &cells->calibration->applied,
                                                      .members = cells->count,
                                                      .count = sums->plan.count,
                                                      .whole = request->design.replication.combined};
    enum trig_status status = trig_recipe_replicate(&replicates, sums->changes, error);
    if (status == TRIG_OK && sums->sums)
        change_sums(cells, sums);
    return status;
}

/* ---- the whole -------------------------------------------------------------------------------------- */

static enum trig_status build(trig_store *const *stores, size_t store_count,
                              const struct trig_request *request, const struct trig_cells *cells,
                              struct trig_replicate_sums *sums, struct trig_error *error)
{
    bool given = request->design.replication.given;
    enum trig_status status = given ? sum_given(stores, store_count, request, cells, sums, error)
                                    : make_plan(request, cells, sums, error);
    if (status == TRIG_OK && !given)
        status = allocate_changes(cells, sums, error);
    if (status == TRIG_OK && !given)
        status = cells->psu_count ? fill_factors(cells, sums, error)
                                  : sum_respondents(stores, store_count, request, cells, sums, error);
    return status ? status : calibrate(request, cells, sums, error);
}

enum trig_status trig_replicate_sums_build(trig_store *const *stores, size_t store_count,
                                           const struct trig_request *request, struct trig_cells *cells,
                                           struct trig_error *error)
{
    struct trig_replicate_sums *sums = trig_calloc(1, sizeof *sums);
    if (!sums)
        return no_memory(request->design.replication.count, error);
    trig_arena_init(&sums->arena);
    enum trig_status status = build(stores, store_count, request, cells, sums, error);
    if (status)
        trig_replicate_sums_destroy(sums);
    else
        cells->replicates = sums;
    return status;
}
