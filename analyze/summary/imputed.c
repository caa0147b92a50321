#include "analyze/summary/imputed.h"

#include "analyze/estimate/contrast.h"

#include <math.h>

/* Errors below this, relative to the estimate and squared, are those of rounding: a census in every set. */
#define ROUNDING 1e-24

static double mean(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

struct trig_imputed trig_imputed_combine(const double *estimates, const double *errors, size_t count,
                                         double df)
{
    double m = (double)count;
    double centre = mean(estimates, count);
    double within = 0.0;
    double between = 0.0;
    for (size_t i = 0; i < count; i++) {
        within += errors[i] * errors[i] / m;
        between += (estimates[i] - centre) * (estimates[i] - centre) / (m - 1.0);
    }
    double added = (1.0 + 1.0 / m) * between;
    double total = within + added;
    if (total <= ROUNDING * centre * centre)
        total = within = added = 0.0;
    double share = added > 0.0 ? added / total : 0.0;
    double observed = isinf(df) ? df : (df + 1.0) / (df + 3.0) * df * (1.0 - share);
    double sets = share > 0.0 ? (m - 1.0) / (share * share) : INFINITY;
    double combined = 1.0 / (1.0 / observed + 1.0 / sets); /* 1 / INFINITY is 0 */
    double ratio = added / within;
    return (struct trig_imputed){
        .estimate = centre,
        .se = sqrt(total),
        .df = combined,
        .missing = share > 0.0 && within > 0.0 ? (ratio + 2.0 / (combined + 3.0)) / (ratio + 1.0) : share};
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool is_same_place(const struct trig_results *results, const struct trig_result *a,
                          const struct trig_result *b)
{
    for (size_t i = 0; i < results->by_count; i++)
        if (!trig_view_equal(a->by[i].code, b->by[i].code))
            return false;
    return a->wave == b->wave && a->institution == b->institution && a->group == b->group &&
           a->statistic == b->statistic && trig_view_equal(a->measure, b->measure);
}

static enum trig_status check(const struct trig_results *sets, size_t count, struct trig_error *error)
{
    for (size_t i = 1; i < count; i++) {
        bool same = sets[i].count == sets[0].count;
        for (size_t row = 0; row < sets[0].count && same; row++)
            same = is_same_place(&sets[0], &sets[0].items[row], &sets[i].items[row]);
        if (!same)
            return trig_error_set(
                error, TRIG_ERR_DOMAIN,
                "set %zu has other groups than the first; break down by what was not imputed, "
                "or use fewer categories",
                i + 1);
    }
    return TRIG_OK;
}

/* The bounds that numbers of a unit or statistic have. */
static void clip(struct trig_result *row)
{
    bool share = row->unit == TRIG_UNIT_SHARE;
    bool score = row->unit == TRIG_UNIT_SCORE;
    double low = share || score ? 0.0 : -INFINITY;
    double high = share ? 1.0 : score ? 100.0 : INFINITY;
    if (row->statistic == TRIG_STATISTIC_CORRELATION) {
        low = -1.0;
        high = 1.0;
    } else if (row->statistic == TRIG_STATISTIC_VARIANCE || row->statistic == TRIG_STATISTIC_SD) {
        low = 0.0;
        high = INFINITY;
    }
    row->ci_low = isnan(row->ci_low) ? NAN : fmax(row->ci_low, low);
    row->ci_high = isnan(row->ci_high) ? NAN : fmin(row->ci_high, high);
}

/* Hides the row of the first set where it is hidden in another; whether it is hidden. */
static bool is_hidden_in_any(struct trig_results *sets, size_t count, size_t at)
{
    struct trig_result *row = &sets[0].items[at];
    for (size_t i = 1; i < count && !trig_disclosure_is_hidden(row); i++)
        if (trig_disclosure_is_hidden(&sets[i].items[at]))
            trig_disclosure_hide(row, sets[i].items[at].suppressed);
    return trig_disclosure_is_hidden(row);
}

static enum trig_status combine_row(struct trig_results *sets, size_t count, size_t at, double level,
                                    double *estimates, double *errors)
{
    struct trig_result *row = &sets[0].items[at];
    if (is_hidden_in_any(sets, count, at))
        return TRIG_OK;
    for (size_t i = 0; i < count; i++) {
        const struct trig_result *other = &sets[i].items[at];
        estimates[i] = other->estimate;
        errors[i] = other->se;
        if (other->n < row->n)
            row->n = other->n;
        row->df = fmin(row->df, other->df);
    }
    row->n_eff = row->deff = NAN;
    row->estimate = mean(estimates, count);
    if (row->statistic == TRIG_STATISTIC_COUNT)
        return TRIG_OK;
    struct trig_imputed combined = trig_imputed_combine(estimates, errors, count, row->df);
    double half = trig_t_quantile(level, combined.df) * combined.se;
    row->se = combined.se;
    row->df = combined.df;
    row->ci_low = row->estimate - half;
    row->ci_high = row->estimate + half;
    clip(row);
    if (isnan(combined.missing))
        return TRIG_OK;
    return trig_results_note(&sets[0], at, "%.1f%% of the information is missing", 100.0 * combined.missing);
}

enum trig_status trig_imputed_results(struct trig_results *sets, size_t count, double level,
                                      struct trig_error *error)
{
    enum trig_status status = check(sets, count, error);
    if (status)
        return status;
    double *estimates = trig_calloc(2 * count, sizeof *estimates);
    if (!estimates)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu imputed sets", count);
    for (size_t row = 0; row < sets[0].count && status == TRIG_OK; row++)
        status = combine_row(sets, count, row, level, estimates, estimates + count);
    trig_free(estimates);
    if (status == TRIG_ERR_MEMORY)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu imputed sets", count);
    return status;
}
