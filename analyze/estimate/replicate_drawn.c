/* Replicate sums of respondents, each by itself or dealt into groups.
 *
 *      rows --ordered by stratum, cell, unit--> urn: what is drawn together, summed once
 *      urn x factors of its unit --> sums of the cell, R numbers each
 *
 *      replicates:  | share 1 | share 2 | ...    any thread makes any share, of all strata
 */
#include "analyze/estimate/replicate_sums.h"

#include "analyze/design/sample.h"
#include "surveys/base/crew.h"
#include "surveys/base/processors.h"

#include <math.h>
#include <stdlib.h>

/* Replicates that respondents are weighed for at once: their sums stay in the
 * first-level cache. */
#define AT_ONCE 16

/* Bytes that threads may take together for what they draw from. */
#define MOST_ROOM (UINT64_C(1) << 30)

static enum trig_status no_memory(size_t rows, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the replicates of %zu respondents", rows);
    return TRIG_ERR_MEMORY;
}

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

/* The replicates that one job makes, of all strata: no other job writes their sums. */
struct share {
    const struct ordered *ordered;
    struct trig_replicate_sums *sums;
    size_t first; /* replicate */
    size_t end;
    enum trig_status status;
    struct trig_error error;
};

static enum trig_status draw_stratum(struct share *share, size_t stratum, const struct urn *urn)
{
    const struct trig_replicate_plan *plan = &share->sums->plan;
    double *factors = trig_calloc(plan->strata[stratum].units * AT_ONCE, sizeof *factors);
    if (!factors)
        return no_memory(urn->count, &share->error);
    for (size_t first = share->first; first < share->end; first += AT_ONCE) {
        size_t count = share->end - first < AT_ONCE ? share->end - first : AT_ONCE;
        trig_replicate_factors(plan, stratum, first, count, factors);
        for (size_t k = 0; k < urn->count; k++)
            add_drawn(share->ordered->cells, &urn->items[k], factors + urn->items[k].unit * count, first,
                      count, share->sums);
    }
    trig_free(factors);
    return TRIG_OK;
}

static enum trig_status add_stratum(struct share *share, size_t start, size_t end)
{
    struct urn urn = {NULL, NULL, 0};
    enum trig_status status = fill_urn(share->ordered, start, end, &urn, &share->error);
    if (status == TRIG_OK)
        status = draw_stratum(share, share->ordered->rows[start].stratum, &urn);
    trig_free(urn.items);
    trig_free(urn.sums);
    return status;
}

static void make_share(void *context, void *job, size_t worker)
{
    struct share *share = job;
    const struct dealt *rows = share->ordered->rows;
    size_t count = share->ordered->sample->count;
    (void)context;
    (void)worker;
    for (size_t start = 0, end; start < count && share->status == TRIG_OK; start = end) {
        for (end = start + 1; end < count && rows[end].stratum == rows[start].stratum;)
            end++;
        share->status = add_stratum(share, start, end);
    }
}

/* Every replicate is drawn by its own number, so it is the same in whatever share. */
static enum trig_status make_shares(struct share *shares, size_t count, size_t threads,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    trig_crew *crew = trig_crew_create(threads, make_share, NULL, error);
    if (!crew)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++)
        trig_crew_give(crew, &shares[i]);
    for (const struct share *share; (share = trig_crew_take(crew));) {
        if (status || !share->status)
            continue;
        status = share->status;
        if (error)
            *error = share->error;
    }
    trig_crew_destroy(crew);
    return status;
}

/* Each thread needs room for the largest stratum: its urn, and the factors of its units. */
static size_t limit_threads(const struct ordered *ordered, const struct trig_replicate_plan *plan,
                            size_t threads)
{
    uint64_t rows = 1;
    uint64_t units = 1;
    for (size_t i = 0; i < plan->stratum_count; i++) {
        rows = ordered->cells->strata[i].units > rows ? ordered->cells->strata[i].units : rows;
        units = plan->strata[i].units > units ? plan->strata[i].units : units;
    }
    uint64_t row = sizeof(struct drawn) + (2 * ordered->cells->measures + 1) * sizeof(double);
    uint64_t most = MOST_ROOM / (rows * row + units * AT_ONCE * sizeof(double));
    most = most < plan->count ? most : plan->count;
    return threads < most ? threads : most + (most == 0);
}

/* Two shares a thread, so that one that is held up leaves some of its work to others. */
static enum trig_status share_out(const struct ordered *ordered, size_t threads,
                                  struct trig_replicate_sums *sums, struct trig_error *error)
{
    size_t replicates = sums->plan.count;
    size_t count = threads > 1 ? 2 * threads : 1;
    struct share *shares = trig_calloc(count, sizeof *shares);
    if (!shares)
        return no_memory(ordered->sample->count, error);
    for (size_t i = 0; i < count; i++) {
        shares[i].ordered = ordered;
        shares[i].sums = sums;
        shares[i].first = i * replicates / count;
        shares[i].end = (i + 1) * replicates / count;
    }
    enum trig_status status = make_shares(shares, count, threads, error);
    trig_free(shares);
    return status;
}

enum trig_status trig_replicate_draw_respondents(const struct trig_sample *sample,
                                                 const struct trig_cells *cells, size_t threads,
                                                 struct trig_replicate_sums *sums, struct trig_error *error)
{
    struct ordered ordered = {.sample = sample, .cells = cells};
    enum trig_status status = order_rows(&ordered, &sums->plan, error);
    threads = limit_threads(&ordered, &sums->plan, threads ? threads : trig_processors());
    if (status == TRIG_OK)
        status = share_out(&ordered, threads, sums, error);
    trig_free(ordered.rows);
    return status;
}
