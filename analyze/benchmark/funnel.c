#include "analyze/benchmark/funnel.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

const char *const trig_funnel_names[] = {
    [TRIG_FUNNEL_ADDITIVE] = "additive",   [TRIG_FUNNEL_PAULE_MANDEL] = "paule-mandel",
    [TRIG_FUNNEL_PUBLISHED] = "published", [TRIG_FUNNEL_CHANCE] = "chance",
    [TRIG_FUNNEL_EXACT] = "exact",         NULL};

#define TRIM 0.1
/* The mean of squared standard normal numbers winsorised by TRIM at either end. */
#define WINSORISED_MEAN 0.6786545589528747
#define Q95             1.959964
#define Q998            3.090232

/* ---- the working scale ------------------------------------------------------------------ */

static double to_working(const struct trig_funnel *funnel, double y)
{
    return funnel->share ? asin(sqrt(y)) : y;
}

static double from_working(const struct trig_funnel *funnel, double y)
{
    if (!funnel->share)
        return y;
    double angle = fmin(fmax(y, 0.0), M_PI_2);
    return sin(angle) * sin(angle);
}

static double error_at(const struct trig_funnel *funnel, double n)
{
    return funnel->share ? 0.5 / sqrt(n) : funnel->sigma / sqrt(n);
}

static void set_centre(const struct trig_entry *entries, size_t count, struct trig_funnel *funnel)
{
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        n += entries[i].n;
        sum += entries[i].n * entries[i].y;
        squares += entries[i].n * trig_entry_spread(&entries[i]);
    }
    funnel->centre = sum / n;
    funnel->sigma = funnel->share ? NAN : sqrt(squares / n);
}

/* ---- over-dispersion --------------------------------------------------------------------- */

/* The mean of winsorised squares; [z] is changed. */
static double winsorised_phi(double *z, size_t count)
{
    gsl_sort(z, 1, count);
    double low = gsl_stats_quantile_from_sorted_data(z, 1, count, TRIM);
    double high = gsl_stats_quantile_from_sorted_data(z, 1, count, 1.0 - TRIM);
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        double kept = fmin(fmax(z[i], low), high);
        sum += kept * kept;
    }
    return sum / (double)count;
}

static enum trig_status set_winsorised(const struct trig_entry *entries, size_t count, double correction,
                                       struct trig_funnel *funnel, struct trig_error *error)
{
    double *z = trig_calloc(count, sizeof *z);
    double w = 0.0;
    double ww = 0.0;
    if (!z)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a funnel of %zu institutions",
                              count);
    for (size_t i = 0; i < count; i++) {
        double s = error_at(funnel, entries[i].n);
        z[i] = (to_working(funnel, entries[i].y) - to_working(funnel, funnel->centre)) / s;
        w += 1.0 / (s * s);
        ww += 1.0 / (s * s * s * s);
    }
    funnel->phi = winsorised_phi(z, count) / correction;
    double k = (double)count;
    funnel->tau2 = fmax(0.0, (k * funnel->phi - (k - 1.0)) / (w - ww / w));
    trig_free(z);
    return TRIG_OK;
}

/* Sum of (Y - Ybar)^2 / (s^2 + tau2), which falls as tau2 grows. */
static double spread_at(const struct trig_funnel *funnel, const struct trig_entry *entries, size_t count,
                        double tau2)
{
    double w = 0.0;
    double wy = 0.0;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        double s = error_at(funnel, entries[i].n);
        w += 1.0 / (s * s + tau2);
        wy += to_working(funnel, entries[i].y) / (s * s + tau2);
    }
    for (size_t i = 0; i < count; i++) {
        double s = error_at(funnel, entries[i].n);
        double away = to_working(funnel, entries[i].y) - wy / w;
        sum += away * away / (s * s + tau2);
    }
    return sum;
}

static double paule_mandel(const struct trig_funnel *funnel, const struct trig_entry *entries, size_t count)
{
    double target = (double)count - 1.0;
    double low = 0.0;
    double high = error_at(funnel, entries[0].n) * error_at(funnel, entries[0].n);
    if (spread_at(funnel, entries, count, 0.0) <= target)
        return 0.0;
    while (spread_at(funnel, entries, count, high) > target)
        high *= 2.0;
    while (high - low > 1e-14 * high) {
        double middle = low + (high - low) / 2.0;
        if (middle <= low || middle >= high)
            break;
        if (spread_at(funnel, entries, count, middle) > target)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2.0;
}

enum trig_status trig_funnel_fit(const struct trig_entry *entries, size_t count, bool share,
                                 enum trig_funnel_rule rule, struct trig_funnel *out,
                                 struct trig_error *error)
{
    struct trig_funnel funnel = {.rule = rule, .share = share, .phi = NAN};
    if (count < 2)
        return trig_error_set(error, TRIG_ERR_DOMAIN, "a funnel needs two institutions or more");
    set_centre(entries, count, &funnel);
    if (share ? funnel.centre <= 0.0 || funnel.centre >= 1.0 : !(funnel.sigma > 0.0))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "the answers do not vary, so there is no funnel");
    enum trig_status status = TRIG_OK;
    if (rule == TRIG_FUNNEL_ADDITIVE)
        status = set_winsorised(entries, count, WINSORISED_MEAN, &funnel, error);
    else if (rule == TRIG_FUNNEL_PUBLISHED)
        status = set_winsorised(entries, count, 1.0, &funnel, error);
    else if (rule == TRIG_FUNNEL_PAULE_MANDEL)
        funnel.tau2 = paule_mandel(&funnel, entries, count);
    if (status == TRIG_OK)
        *out = funnel;
    return status;
}

/* ---- limits ------------------------------------------------------------------------------- */

/* The smallest r with P(R <= r) at least [probability], less what of its
 * probability is beyond: so limits do not jump with n. */
static double binomial_limit(double probability, double share, double n)
{
    double whole = fmax(1.0, floor(n + 0.5));
    unsigned trials = (unsigned)whole;
    unsigned low = 0;
    unsigned high = trials;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_P(middle, share, trials) >= probability)
            high = middle;
        else
            low = middle + 1;
    }
    double at = gsl_cdf_binomial_P(low, share, trials);
    double below = low ? gsl_cdf_binomial_P(low - 1, share, trials) : 0.0;
    return fmax(0.0, ((double)low - (at - probability) / (at - below)) / whole);
}

struct trig_funnel_limits trig_funnel_at(const struct trig_funnel *funnel, double n)
{
    if (funnel->rule == TRIG_FUNNEL_EXACT && funnel->share) {
        double share = funnel->centre;
        return (struct trig_funnel_limits){binomial_limit(gsl_cdf_ugaussian_P(-Q95), share, n),
                                           binomial_limit(gsl_cdf_ugaussian_P(Q95), share, n),
                                           binomial_limit(gsl_cdf_ugaussian_P(-Q998), share, n),
                                           binomial_limit(gsl_cdf_ugaussian_P(Q998), share, n)};
    }
    double s = error_at(funnel, n);
    double width = sqrt(s * s + funnel->tau2);
    double centre = to_working(funnel, funnel->centre);
    return (struct trig_funnel_limits){
        from_working(funnel, centre - Q95 * width), from_working(funnel, centre + Q95 * width),
        from_working(funnel, centre - Q998 * width), from_working(funnel, centre + Q998 * width)};
}
