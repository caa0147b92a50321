#include "analyze/benchmark/among.h"

#include "analyze/benchmark/overlap.h"
#include "surveys/base/crew.h"
#include "surveys/base/processors.h"

#include <math.h>

/* ---- the rows that take part ---------------------------------------------------------------- */

struct among {
    struct trig_results *results;
    size_t *rows; /* [count] of those that take part */
    struct trig_entry *entries;
    struct trig_rank_set *sets;
    struct trig_shrunken *shrunken;
    size_t count;
    size_t respondents;
    bool share;    /* estimates lie between 0 and 1 */
    bool binomial; /* each answer is 0 or 1: not so where a respondent has a share of their own */
};

static enum trig_status no_memory(size_t institutions, struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a comparison of %zu institutions",
                          institutions);
}

static struct trig_result *row_at(const struct among *among, size_t index)
{
    return &among->results->items[among->rows[index]];
}

bool trig_among_counts_effective(const struct trig_design *design)
{
    bool weighs = (design->weight != TRIG_NONE || design->weighting) && !design->unit_weights;
    return weighs || design->use_fpc;
}

/* Respondents that count. */
static double effective(const struct trig_result *row, const struct trig_design *design)
{
    return !trig_among_counts_effective(design) || isnan(row->n_eff) ? (double)row->n : row->n_eff;
}

static enum trig_status begin(struct among *among, size_t first, size_t last,
                              const struct trig_design *design, struct trig_error *error)
{
    size_t most = last - first;
    among->rows = trig_calloc(most, sizeof *among->rows);
    among->entries = trig_calloc(most, sizeof *among->entries);
    among->sets = trig_calloc(most, sizeof *among->sets);
    among->shrunken = trig_calloc(most, sizeof *among->shrunken);
    if (!among->rows || !among->entries || !among->sets || !among->shrunken)
        return no_memory(most, error);
    for (size_t i = first; i < last; i++) {
        const struct trig_result *row = &among->results->items[i];
        if (isnan(row->estimate) || !(row->se > 0.0))
            continue;
        among->share = row->unit == TRIG_UNIT_SHARE;
        among->binomial = row->statistic == TRIG_STATISTIC_PROPORTION;
        among->respondents += row->n;
        among->rows[among->count] = i;
        among->entries[among->count++] =
            (struct trig_entry){row->estimate, row->se, row->df, effective(row, design)};
    }
    return TRIG_OK;
}

static void clear(struct among *among)
{
    trig_free(among->rows);
    trig_free(among->entries);
    trig_free(among->sets);
    trig_free(among->shrunken);
}

/* An end of an interval: shares end at 0 and 1. */
static double on_scale(const struct among *among, double y)
{
    return among->share ? fmin(fmax(y, 0.0), 1.0) : y;
}

/* ---- filling -------------------------------------------------------------------------------- */

static void fill_row(const struct among *among, struct trig_result *row,
                     const struct trig_funnel_limits *limits, const struct trig_shrunken *shrunken)
{
    row->funnel_low_95 = on_scale(among, limits->low95);
    row->funnel_high_95 = on_scale(among, limits->high95);
    row->funnel_low_998 = on_scale(among, limits->low998);
    row->funnel_high_998 = on_scale(among, limits->high998);
    row->shrunken = shrunken->estimate;
    row->shrunken_low = on_scale(among, shrunken->low);
    row->shrunken_high = on_scale(among, shrunken->high);
    row->reliability = shrunken->reliability;
}

static void fill_ranks(const struct among *among)
{
    for (size_t i = 0; i < among->count; i++) {
        struct trig_result *row = row_at(among, i);
        row->rank_low = among->sets[i].low;
        row->rank_high = among->sets[i].high;
        if (row->reliability >= TRIG_AMONG_RELIABLE)
            row->rank = among->sets[i].rank;
    }
}

static enum trig_status fill_overlap(const struct among *among, double level, struct trig_error *error)
{
    double *u = trig_calloc(among->count, sizeof *u);
    if (!u)
        return no_memory(among->count, error);
    for (size_t i = 0; i < among->count; i++)
        u[i] = trig_overlap_error(&among->entries[i], level);
    double c = trig_overlap_factor(u, among->count, level);
    for (size_t i = 0; i < among->count; i++) {
        struct trig_result *row = row_at(among, i);
        row->comparison_low = on_scale(among, row->estimate - c * u[i]);
        row->comparison_high = on_scale(among, row->estimate + c * u[i]);
    }
    trig_free(u);
    return TRIG_OK;
}

/* ---- one block ------------------------------------------------------------------------------ */

/* What all blocks are filled with; only read. */
struct filling {
    struct trig_results *results;
    const struct trig_among_options *options;
    const struct trig_design *design;
    const trig_rank_draws *draws; /* NULL: no ranks are wanted */
};

static enum trig_status shrink(struct among *among, const struct filling *filling,
                               const struct trig_ensemble *ensemble, struct trig_error *error)
{
    const struct trig_among_options *options = filling->options;
    double level = filling->design->level;
    if (options->bootstrap)
        return trig_ensemble_bootstrap(among->entries, among->count, level, options->draws, options->seed,
                                       among->shrunken, error);
    for (size_t i = 0; i < among->count; i++)
        among->shrunken[i] = trig_ensemble_shrink(ensemble, &among->entries[i], level);
    return TRIG_OK;
}

static enum trig_status fit(struct among *among, const struct filling *filling,
                            struct trig_among_block *block)
{
    struct trig_funnel funnel;
    double level = filling->design->level;
    struct trig_error *error = &block->error;
    enum trig_status status = trig_ensemble_fit(among->entries, among->count, &block->ensemble, error);
    if (status == TRIG_OK)
        status = trig_funnel_fit(among->entries, among->count, among->binomial, filling->options->funnel,
                                 &funnel, error);
    if (status == TRIG_OK && filling->draws)
        status = trig_rank_sets(filling->draws, among->entries, among->count, filling->options->kind, level,
                                among->sets, error);
    if (status == TRIG_OK)
        status = shrink(among, filling, &block->ensemble, error);
    if (status)
        return status;
    if (filling->options->heterogeneity)
        trig_heterogeneity_find(among->entries, &block->ensemble, level, &block->heterogeneity);
    for (size_t i = 0; i < among->count; i++) {
        struct trig_funnel_limits limits = trig_funnel_at(&funnel, among->entries[i].n);
        fill_row(among, row_at(among, i), &limits, &among->shrunken[i]);
    }
    if (filling->draws)
        fill_ranks(among);
    return fill_overlap(among, level, error);
}

/* A job of the crew: nothing that it writes is looked at by another. */
static void fill_block(void *context, void *job, size_t worker)
{
    const struct filling *filling = context;
    struct trig_among_block *block = job;
    struct among among = {.results = filling->results};
    (void)worker;
    block->ensemble.count = 0;
    block->status = begin(&among, block->first, block->last, filling->design, &block->error);
    block->respondents = among.respondents;
    if (block->status == TRIG_OK && among.count >= TRIG_ENSEMBLE_LEAST)
        block->status = fit(&among, filling, block);
    clear(&among);
}

/* ---- all blocks ------------------------------------------------------------------------------- */

static enum trig_status take(trig_crew *crew, struct trig_error *error)
{
    const struct trig_among_block *block = trig_crew_take(crew);
    if (block->status && error)
        *error = block->error;
    return block->status;
}

/* The first block that fails is the one complained about. */
static enum trig_status run(struct filling *filling, struct trig_among_block *blocks, size_t count,
                            size_t threads, struct trig_error *error)
{
    trig_crew *crew = trig_crew_create(threads, fill_block, filling, error);
    if (!crew)
        return TRIG_ERR_MEMORY;
    size_t room = trig_crew_room(threads);
    size_t taken = 0;
    enum trig_status status = TRIG_OK;
    for (size_t given = 0; given < count && status == TRIG_OK; given++) {
        if (given - taken == room) {
            status = take(crew, error);
            taken++;
        }
        if (status == TRIG_OK)
            trig_crew_give(crew, &blocks[given]);
    }
    for (; taken < count && status == TRIG_OK; taken++)
        status = take(crew, error);
    trig_crew_destroy(crew);
    return status;
}

enum trig_status trig_among_fill(struct trig_results *results, struct trig_among_block *blocks, size_t count,
                                 const struct trig_among_options *options, const struct trig_design *design,
                                 size_t threads, struct trig_error *error)
{
    struct filling filling = {.results = results, .options = options, .design = design};
    trig_rank_draws *draws = NULL;
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        blocks[i].tied = design->declared;
    if (design->declared || count == 0)
        return TRIG_OK;
    for (size_t i = 0; i < count; i++)
        if (blocks[i].last - blocks[i].first > most)
            most = blocks[i].last - blocks[i].first;
    if (options->ranks && most) {
        draws = trig_rank_draws_create(most, options->draws, options->seed, error);
        if (!draws)
            return TRIG_ERR_MEMORY;
    }
    if (!threads)
        threads = trig_processors();
    filling.draws = draws;
    enum trig_status status = run(&filling, blocks, count, threads < count ? threads : count, error);
    trig_rank_draws_destroy(draws);
    return status;
}

enum trig_status trig_among_tell(struct trig_results *results, const struct trig_among_block *block,
                                 size_t row, struct trig_error *error)
{
    const struct trig_ensemble *ensemble = &block->ensemble;
    bool share = results->items[row].unit == TRIG_UNIT_SHARE;
    char p[TRIG_STYLE_TEXT];
    if (ensemble->count == 0 || isnan(results->items[row].estimate))
        return TRIG_OK;
    trig_style_number(TRIG_STYLE_P, ensemble->q_p, p);
    if (trig_results_note(results, row, "between %zu institutions: SD %.2g%s, I2 %.0f%%, Q %.1f, p %s",
                          ensemble->count, sqrt(ensemble->tau2) * (share ? 100.0 : 1.0),
                          share ? " points" : "", 100.0 * ensemble->i2, ensemble->q, p))
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a note");
    return TRIG_OK;
}
