/* Rows of the methods that ask about common factors. */
#include "analyze/reliability/adequacy.h"
#include "analyze/reliability/factor.h"
#include "analyze/reliability/parallel.h"
#include "analyze/reliability/scale.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the factors of a pillar");
}

static const char not_definite[] = "not defined: an item follows from the others";

/* ---- omega ---------------------------------------------------------------------------------- */

static const char *why_no_omega(const struct trig_scale_group *scale, const struct trig_factor *factor,
                                const struct trig_omega *omega)
{
    if (scale->pillar->items < 3)
        return "a factor needs three items";
    if (isnan(factor->loadings[0]))
        return "no single factor fits";
    if (factor->heywood)
        return "no interval: an item has next to nothing of its own (Heywood case)";
    return isnan(omega->omega) ? not_definite : NULL;
}

static enum trig_status add_omega(const struct trig_scale_group *scale, struct trig_results *results,
                                  const struct trig_factor *factor, struct trig_error *error)
{
    struct trig_omega omega;
    struct trig_result *row;
    enum trig_status status = trig_factor_omega(scale->covariance, scale->pillar->items, factor, scale->n_eff,
                                                scale->context->design.level, &omega, error);
    if (status == TRIG_OK)
        status =
            trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_OMEGA, omega.omega, &row, error);
    if (status || trig_scale_is_hidden(row))
        return status;
    row->se = omega.se;
    row->ci_low = omega.low;
    row->ci_high = omega.high;
    const char *why = why_no_omega(scale, factor, &omega);
    return why ? trig_scale_note(results, why, error) : TRIG_OK;
}

enum trig_status trig_scale_omega(const struct trig_scale_group *scale, struct trig_results *results,
                                  struct trig_error *error)
{
    size_t items = scale->pillar->items;
    double *room = trig_calloc(2 * items, sizeof *room);
    struct trig_result *row;
    if (!room)
        return no_memory(error);
    struct trig_factor factor = {.loadings = room, .unique = room + items};
    enum trig_status status = trig_factor_likelihood(scale->correlation, items, &factor, error);
    if (status == TRIG_OK)
        status = add_omega(scale, results, &factor, error);
    for (size_t i = 0; i < items && status == TRIG_OK; i++)
        status = trig_scale_add(scale, results, i, TRIG_STATISTIC_LOADING, factor.loadings[i], &row, error);
    trig_free(room);
    return status;
}

/* ---- adequacy ------------------------------------------------------------------------------- */

static enum trig_status add_adequacy(const struct trig_scale_group *scale, struct trig_results *results,
                                     const struct trig_adequacy *found, struct trig_error *error)
{
    struct trig_result *row;
    enum trig_status status =
        trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_KMO, found->kmo, &row, error);
    if (status == TRIG_OK && !trig_scale_is_hidden(row) && isnan(found->kmo))
        status = trig_scale_note(results, not_definite, error);
    for (size_t i = 0; i < scale->pillar->items && status == TRIG_OK; i++)
        status = trig_scale_add(scale, results, i, TRIG_STATISTIC_KMO, found->items[i], &row, error);
    if (status == TRIG_OK)
        status = trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_BARTLETT, found->chi_square,
                                &row, error);
    if (status || trig_scale_is_hidden(row))
        return status;
    row->df = found->df;
    row->p = found->p;
    return TRIG_OK;
}

enum trig_status trig_scale_adequacy(const struct trig_scale_group *scale, struct trig_results *results,
                                     struct trig_error *error)
{
    size_t items = scale->pillar->items;
    struct trig_adequacy found = {.items = trig_calloc(items, sizeof *found.items)};
    if (!found.items)
        return no_memory(error);
    enum trig_status status = trig_adequacy_measure(scale->correlation, items, scale->n_eff, &found, error);
    if (status == TRIG_OK)
        status = add_adequacy(scale, results, &found, error);
    trig_free(found.items);
    return status;
}

/* ---- parallel analysis ------------------------------------------------------------------------- */

/* Components or factors. */
struct series {
    const char *word;
    enum trig_statistic value;
    enum trig_statistic count;
    const double *values;
    const double *quantiles;
};

static enum trig_status add_value(const struct trig_scale_group *scale, struct trig_results *results,
                                  const struct series *series, size_t at, struct trig_error *error)
{
    struct trig_result *row;
    enum trig_status status =
        trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, series->value, series->values[at], &row, error);
    if (status)
        return status;
    row->with = trig_results_text(results, "%s %zu", series->word, at + 1);
    if (!row->with.data)
        return no_memory(error);
    if (trig_scale_is_hidden(row))
        return TRIG_OK;
    row->benchmark = series->quantiles[at];
    row->flag = trig_view(series->values[at] > series->quantiles[at] ? "above" : NULL);
    return TRIG_OK;
}

static enum trig_status add_series(const struct trig_scale_group *scale, struct trig_results *results,
                                   const struct series *series, struct trig_error *error)
{
    struct trig_result *row;
    size_t items = scale->pillar->items;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < items && status == TRIG_OK; i++)
        status = add_value(scale, results, series, i, error);
    bool known = !isnan(series->values[0]) && !isnan(series->quantiles[0]);
    double count = known ? (double)trig_parallel_above(series->values, series->quantiles, items) : NAN;
    if (status == TRIG_OK)
        status = trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, series->count, count, &row, error);
    if (status == TRIG_OK && !trig_scale_is_hidden(row) && !known)
        status = trig_scale_note(results, items < 3 ? "a factor needs three items" : not_definite, error);
    return status;
}

enum trig_status trig_scale_parallel(const struct trig_scale_group *scale, struct trig_results *results,
                                     struct trig_error *error)
{
    size_t items = scale->pillar->items;
    double *room = trig_calloc(4 * items, sizeof *room);
    if (!room)
        return no_memory(error);
    struct trig_eigenvalues values = {room, room + items};
    struct trig_eigenvalues quantiles = {room + 2 * items, room + 3 * items};
    enum trig_status status = trig_parallel_eigenvalues(scale->correlation, items, &values, error);
    if (status == TRIG_OK)
        status = trig_parallel_quantiles(items, isfinite(scale->n_eff) ? (size_t)round(scale->n_eff) : 0,
                                         scale->options->seed, &quantiles, error);
    const struct series all[] = {{"component", TRIG_STATISTIC_EIGENVALUE, TRIG_STATISTIC_COMPONENTS,
                                  values.components, quantiles.components},
                                 {"factor", TRIG_STATISTIC_FACTOR_EIGENVALUE, TRIG_STATISTIC_FACTORS,
                                  values.factors, quantiles.factors}};
    for (size_t i = 0; i < 2 && status == TRIG_OK; i++)
        status = add_series(scale, results, &all[i], error);
    trig_free(room);
    return status;
}
