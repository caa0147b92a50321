#include "analyze/index/composite.h"

#include "analyze/benchmark/ensemble.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the composites of an index");
}

double trig_composite_points(const struct trig_index_parts *parts, const struct trig_index_spec *spec,
                             size_t member, size_t indicator)
{
    const struct trig_indicator *item = &spec->items[indicator];
    const struct trig_yardstick yardstick =
        trig_yardstick_make(item, item->normalisation, parts->sorted[indicator], parts->count);
    return trig_yardstick_points(&yardstick, parts->y[member * parts->indicators + indicator]);
}

/* ---- errors -------------------------------------------------------------------------------- */

/* One composite under way. */
struct work {
    const struct trig_index_parts *parts;
    const struct trig_index_options *options;
    const struct trig_replicate_plan *plan;
    struct trig_yardstick yardsticks[TRIG_MOST_INDICATORS];
    double weights[TRIG_MOST_INDICATORS];
    double *theta; /* owned; by replicate */
};

static void begin(struct work *work)
{
    const struct trig_index_spec *spec = work->options->spec;
    for (size_t j = 0; j < spec->count; j++) {
        work->yardsticks[j] = trig_yardstick_make(&spec->items[j], spec->items[j].normalisation,
                                                  work->parts->sorted[j], work->parts->count);
        work->weights[j] = spec->items[j].weight;
    }
}

/* The composite of results that lie [stride] apart. */
static double compose(const struct work *work, const double *y, size_t stride)
{
    double points[TRIG_MOST_INDICATORS];
    size_t count = work->parts->indicators;
    for (size_t j = 0; j < count; j++)
        points[j] = trig_yardstick_points(&work->yardsticks[j], y[j * stride]);
    return trig_index_aggregate(work->options->aggregation, points, work->weights, count);
}

static struct trig_composite make_one(const struct work *work, size_t member)
{
    const struct trig_index_parts *parts = work->parts;
    size_t replicates = parts->replicate_count;
    const double *own = parts->replicates + member * parts->indicators * replicates;
    struct trig_composite made = {.estimate = compose(work, parts->y + member * parts->indicators, 1),
                                  .reliability = NAN};
    for (size_t r = 0; r < replicates; r++)
        work->theta[r] = compose(work, own + r, replicates);
    made.se = sqrt(trig_replicate_spread(work->plan, work->theta, made.estimate));
    double half = trig_t_quantile(work->options->design.level, parts->members[member].df) * made.se;
    made.low = made.estimate - half;
    made.high = made.estimate + half;
    return made;
}

/* ---- institutions among one another ---------------------------------------------------------- */

static bool is_known(const struct trig_composite *composite)
{
    return composite->se > 0.0 && isfinite(composite->se);
}

/* Those whose errors are known, as entries and which they are. */
static size_t list_known(const struct work *work, const struct trig_composite *composites,
                         struct trig_entry *entries, size_t *which)
{
    size_t known = 0;
    for (size_t i = 0; i < work->parts->count; i++) {
        if (!is_known(&composites[i]))
            continue;
        which[known] = i;
        entries[known++] = (struct trig_entry){composites[i].estimate, composites[i].se,
                                               work->parts->members[i].df, (double)work->parts->members[i].n};
    }
    return known;
}

static enum trig_status rank(const struct work *work, const struct trig_entry *entries, const size_t *which,
                             size_t known, struct trig_composite *composites, struct trig_error *error)
{
    const struct trig_index_options *options = work->options;
    trig_rank_draws *draws = trig_rank_draws_create(known, options->draws, options->seed, error);
    struct trig_rank_set *sets = trig_calloc(known, sizeof *sets);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (draws && sets)
        status = trig_rank_sets(draws, entries, known, options->kind, options->design.level, sets, error);
    else
        no_memory(error);
    for (size_t i = 0; sets && i < known && status == TRIG_OK; i++)
        composites[which[i]].ranks = sets[i];
    trig_rank_draws_destroy(draws);
    trig_free(sets);
    return status;
}

/* A rank counts everybody, so all have to be known; in a declared design institutions
 * may share units, and their errors are not independent. */
static enum trig_status look_among(const struct work *work, struct trig_composite *composites,
                                   struct trig_error *error)
{
    size_t count = work->parts->count;
    struct trig_ensemble ensemble;
    struct trig_entry *entries = trig_calloc(count, sizeof *entries);
    size_t *which = trig_calloc(count, sizeof *which);
    enum trig_status status = entries && which ? TRIG_OK : no_memory(error);
    size_t known = entries && which ? list_known(work, composites, entries, which) : 0;
    if (status == TRIG_OK && known >= TRIG_ENSEMBLE_LEAST) {
        status = trig_ensemble_fit(entries, known, &ensemble, error);
        for (size_t i = 0; i < known && status == TRIG_OK; i++)
            composites[which[i]].reliability =
                trig_ensemble_shrink(&ensemble, &entries[i], work->options->design.level).reliability;
        if (status == TRIG_OK && work->options->ranks && known == count)
            status = rank(work, entries, which, known, composites, error);
    }
    trig_free(entries);
    trig_free(which);
    return status;
}

enum trig_status trig_composite_make(const struct trig_index_parts *parts,
                                     const struct trig_index_options *options,
                                     const struct trig_replicate_plan *plan, struct trig_composite *out,
                                     struct trig_error *error)
{
    struct work work = {.parts = parts, .options = options, .plan = plan};
    work.theta = trig_calloc(parts->replicate_count, sizeof *work.theta);
    if (!work.theta)
        return no_memory(error);
    begin(&work);
    for (size_t i = 0; i < parts->count; i++)
        out[i] = make_one(&work, i);
    trig_free(work.theta);
    return options->design.declared ? TRIG_OK : look_among(&work, out, error);
}
