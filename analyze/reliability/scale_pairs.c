/* Rows of the methods that look at two items at a time. */
#include "analyze/reliability/matrix.h"
#include "analyze/reliability/polychoric.h"
#include "analyze/reliability/scale.h"

#include <gsl/gsl_cdf.h>

/* What is known of one pair of items. */
struct pair {
    double correlation;
    size_t n;
    double n_eff;
};

static struct pair of_pair(const struct trig_scale_group *scale, size_t a, size_t b)
{
    size_t items = scale->pillar->items;
    if (!scale->gather->pairs)
        return (struct pair){scale->correlation[a * items + b], scale->n, scale->n_eff};
    const trig_products *products = scale->gather->pairs[a * items + b];
    double covariance[4];
    double correlation[4];
    trig_products_covariance(products, covariance);
    trig_matrix_correlation(covariance, 2, correlation);
    return (struct pair){correlation[1], (size_t)trig_products_n(products),
                         trig_products_effective_n(products)};
}

/* Beside the listwise correlation a pairwise one could tell what the few answered
 * who skipped another item. */
static void hide_few(const struct trig_scale_group *scale, const struct pair *pair, struct trig_result *row)
{
    const struct trig_disclosure_rules *rules = &scale->context->disclosure;
    if (rules->mode != TRIG_DISCLOSURE_NONE && pair->n > scale->n && pair->n - scale->n < rules->threshold)
        trig_disclosure_hide(row, TRIG_SUPPRESSED_SECONDARY);
}

/* Fisher's interval: the inverse hyperbolic tangent is nearly normal with variance
 * 1 / (n - 3). */
static void set_interval(double level, double n, struct trig_result *row)
{
    if (!(n > 3.0) || !(fabs(row->estimate) < 1.0))
        return;
    double half = gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0) / sqrt(n - 3.0);
    row->ci_low = tanh(atanh(row->estimate) - half);
    row->ci_high = tanh(atanh(row->estimate) + half);
}

static enum trig_status add_pair(const struct trig_scale_group *scale, struct trig_results *results, size_t a,
                                 size_t b, struct trig_error *error)
{
    struct trig_result *row;
    struct pair pair = of_pair(scale, a, b);
    enum trig_status status =
        trig_scale_add_of(scale, results, a, TRIG_STATISTIC_CORRELATION, pair.correlation,
                          scale->telling[a] || scale->telling[b], &row, error);
    if (status)
        return status;
    row->with = scale->items[b].name;
    row->with_label = scale->items[b].label;
    if (!trig_scale_is_hidden(row))
        hide_few(scale, &pair, row);
    if (trig_scale_is_hidden(row) || isnan(pair.correlation))
        return TRIG_OK;
    row->n = pair.n;
    row->n_eff = pair.n_eff;
    set_interval(scale->context->design.level, pair.n_eff, row);
    return TRIG_OK;
}

enum trig_status trig_scale_correlations(const struct trig_scale_group *scale, struct trig_results *results,
                                         struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t a = 0; a < scale->pillar->items; a++)
        for (size_t b = a + 1; b < scale->pillar->items && status == TRIG_OK; b++)
            status = add_pair(scale, results, a, b, error);
    return status;
}

/* ---- polychoric --------------------------------------------------------------------------------- */

static const char *why_no_polychoric(const double *counts, double rho)
{
    if (!counts)
        return "too many different answers for a polychoric correlation";
    if (isnan(rho))
        return "not defined: an item has one answer only";
    return fabs(rho) >= TRIG_POLYCHORIC_BOUND ? "as far as the table goes: see --correct" : NULL;
}

static enum trig_status add_polychoric(const struct trig_scale_group *scale, struct trig_results *results,
                                       size_t a, size_t b, double *rho, struct trig_error *error)
{
    struct trig_result *row;
    size_t rows;
    size_t columns;
    const double *counts = trig_answer_tables_pair(scale->gather->tables, a, b, &rows, &columns);
    enum trig_status status = TRIG_OK;
    *rho = NAN;
    if (counts)
        status = trig_polychoric(counts, rows, columns, scale->options->correct, rho, error);
    if (status == TRIG_OK)
        status = trig_scale_add_of(scale, results, a, TRIG_STATISTIC_POLYCHORIC, *rho,
                                   scale->telling[a] || scale->telling[b], &row, error);
    if (status)
        return status;
    row->with = scale->items[b].name;
    row->with_label = scale->items[b].label;
    const char *why = why_no_polychoric(counts, *rho);
    return why && !trig_scale_is_hidden(row) ? trig_scale_note(results, why, error) : TRIG_OK;
}

static enum trig_status add_polychorics(const struct trig_scale_group *scale, struct trig_results *results,
                                        double *correlation, struct trig_error *error)
{
    struct trig_result *row = NULL;
    size_t items = scale->pillar->items;
    enum trig_status status = TRIG_OK;
    for (size_t a = 0; a < items; a++) {
        correlation[a * items + a] = 1.0;
        for (size_t b = a + 1; b < items && status == TRIG_OK; b++) {
            double rho;
            status = add_polychoric(scale, results, a, b, &rho, error);
            correlation[a * items + b] = correlation[b * items + a] = rho;
        }
    }
    if (status == TRIG_OK)
        status = trig_scale_add(scale, results, TRIG_ALL_OF_SCALE, TRIG_STATISTIC_ORDINAL_ALPHA,
                                trig_polychoric_alpha(correlation, items), &row, error);
    return status || !row || trig_scale_is_hidden(row) ? status
                                                       : trig_scale_note(results, "overstates", error);
}

enum trig_status trig_scale_polychoric(const struct trig_scale_group *scale, struct trig_results *results,
                                       struct trig_error *error)
{
    size_t items = scale->pillar->items;
    double *correlation = trig_calloc(items * items, sizeof *correlation);
    if (!correlation)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the correlations of %zu items",
                              items);
    enum trig_status status = add_polychorics(scale, results, correlation, error);
    trig_free(correlation);
    return status;
}
