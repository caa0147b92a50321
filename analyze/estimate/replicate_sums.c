#include "analyze/estimate/replicate_sums.h"

#include "analyze/design/sample_internal.h"
#include "analyze/estimate/linear.h"
#include "analyze/weight/replicated.h"

#include <math.h>
#include <stdlib.h>

/* Replicates that respondents are weighed for at once: their sums stay in the
 * first-level cache. */
#define AT_ONCE 16

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

/* A respondent in its place: by stratum, cell and what it is drawn with, then by reading. */
struct dealt {
    size_t stratum;
    size_t cell;
    size_t unit; /* of the stratum: the respondent itself, or its group */
    size_t row;
};

struct ordered {
    const trig_sample *sample;
    const struct trig_cells *cells;
    struct dealt *rows; /* owned */
};

static int compare_dealt(const void *left, const void *right)
{
    const struct dealt *a = left;
    const struct dealt *b = right;
    if (a->stratum != b->stratum)
        return a->stratum < b->stratum ? -1 : 1;
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Respondents of a stratum are dealt to its units in turn: each its own, where there are as many. */
static enum trig_status order_rows(struct ordered *ordered, const struct trig_replicate_plan *plan,
                                   struct trig_error *error)
{
    const trig_sample *sample = ordered->sample;
    const struct trig_cells *cells = ordered->cells;
    size_t *met = trig_calloc(cells->stratum_count, sizeof *met);
    ordered->rows = trig_calloc(sample->count, sizeof *ordered->rows);
    enum trig_status status = met && ordered->rows ? TRIG_OK : no_memory(sample->count, error);
    for (size_t i = 0; met && ordered->rows && i < sample->count; i++) {
        size_t cell = sample->cell[i];
        size_t stratum = cells->items[cell].stratum;
        ordered->rows[i] =
            (struct dealt){stratum, cell, met[stratum]++ % (size_t)plan->strata[stratum].units, i};
    }
    if (status == TRIG_OK)
        qsort(ordered->rows, sample->count, sizeof *ordered->rows, compare_dealt);
    trig_free(met);
    return status;
}

/* What is drawn together in a stratum: rows of one cell and unit. */
struct drawn {
    size_t cell;
    size_t unit;
    const double *sums; /* by measure: w y (y shifted) and w of those who answered; then w of all */
};

struct urn {
    struct drawn *items; /* owned */
    double *sums;        /* owned */
    size_t count;
};

/* Adds a respondent to the sums of what it is drawn with. */
static void put_row(const struct ordered *ordered, size_t row, double *sums)
{
    double w = ordered->sample->weight[row];
    for (size_t i = 0; w > 0.0 && i < ordered->cells->measures; i++) {
        double y = ordered->sample->measures[i].y[row] - ordered->cells->shifts[i];
        if (isnan(y))
            continue;
        sums[2 * i] += w * y;
        sums[2 * i + 1] += w;
    }
    sums[2 * ordered->cells->measures] += w > 0.0 ? w : 0.0;
}

/* Fills the urn of a stratum, whose rows are [start] to before [end]. */
static enum trig_status fill_urn(const struct ordered *ordered, size_t start, size_t end, struct urn *urn,
                                 struct trig_error *error)
{
    size_t width = 2 * ordered->cells->measures + 1;
    urn->items = trig_calloc(end - start, sizeof *urn->items);
    urn->sums = trig_calloc((end - start) * width, sizeof *urn->sums);
    if (!urn->items || !urn->sums)
        return no_memory(end - start, error);
    for (size_t k = start; k < end; k++) {
        const struct dealt *row = &ordered->rows[k];
        bool together = k > start && row->unit == row[-1].unit && row->cell == row[-1].cell;
        urn->count += together ? 0 : 1;
        double *sums = urn->sums + (urn->count - 1) * width;
        urn->items[urn->count - 1] = (struct drawn){row->cell, row->unit, sums};
        put_row(ordered, row->row, sums);
    }
    return TRIG_OK;
}

/* Adds what is drawn together, in [count] replicates from [first]. */
static void add_drawn(const struct trig_cells *cells, const struct drawn *drawn, const double *factors,
                      size_t first, size_t count, struct trig_replicate_sums *sums)
{
    size_t replicates = sums->plan.count;
    double *changes = sums->changes ? sums->changes + drawn->cell * replicates + first : NULL;
    for (size_t r = 0; changes && r < count; r++)
        changes[r] += drawn->sums[2 * cells->measures] * factors[r];
    for (size_t i = 0; i < cells->measures; i++) {
        double *wy = sums->sums + (drawn->cell * cells->measures + i) * 2 * replicates + first;
        double *w = wy + replicates;
        double product = drawn->sums[2 * i];
        double weight = drawn->sums[2 * i + 1];
        for (size_t r = 0; r < count; r++) {
            wy[r] += product * factors[r];
            w[r] += weight * factors[r];
        }
    }
}

static enum trig_status draw_stratum(const struct ordered *ordered, size_t stratum, const struct urn *urn,
                                     struct trig_replicate_sums *sums, struct trig_error *error)
{
    size_t replicates = sums->plan.count;
    double *factors = trig_calloc(sums->plan.strata[stratum].units * AT_ONCE, sizeof *factors);
    if (!factors)
        return no_memory(replicates, error);
    for (size_t first = 0; first < replicates; first += AT_ONCE) {
        size_t count = replicates - first < AT_ONCE ? replicates - first : AT_ONCE;
        trig_replicate_factors(&sums->plan, stratum, first, count, factors);
        for (size_t k = 0; k < urn->count; k++)
            add_drawn(ordered->cells, &urn->items[k], factors + urn->items[k].unit * count, first, count,
                      sums);
    }
    trig_free(factors);
    return TRIG_OK;
}

static enum trig_status add_stratum(const struct ordered *ordered, size_t start, size_t end,
                                    struct trig_replicate_sums *sums, struct trig_error *error)
{
    struct urn urn = {NULL, NULL, 0};
    enum trig_status status = fill_urn(ordered, start, end, &urn, error);
    if (status == TRIG_OK)
        status = draw_stratum(ordered, ordered->rows[start].stratum, &urn, sums, error);
    trig_free(urn.items);
    trig_free(urn.sums);
    return status;
}

static enum trig_status add_strata(const struct ordered *ordered, struct trig_replicate_sums *sums,
                                   struct trig_error *error)
{
    size_t rows = ordered->sample->count;
    enum trig_status status = TRIG_OK;
    for (size_t start = 0, end; start < rows && status == TRIG_OK; start = end) {
        for (end = start + 1; end < rows && ordered->rows[end].stratum == ordered->rows[start].stratum;)
            end++;
        status = add_stratum(ordered, start, end, sums, error);
    }
    return status;
}

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
    struct ordered ordered = {.sample = &sample, .cells = cells};
    enum trig_status status = allocate_sums(cells, sums->plan.count, sums, error);
    if (status == TRIG_OK)
        status = trig_sample_read(stores, store_count, request, NULL, &sample, error);
    if (status)
        return status;
    status = order_rows(&ordered, &sums->plan, error);
    if (status == TRIG_OK)
        status = add_strata(&ordered, sums, error);
    trig_free(ordered.rows);
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
