#include "analyze/estimate/interval.h"

#include "analyze/estimate/beta.h"
#include "analyze/estimate/contrast.h"

#include <math.h>

/* Below these the normal approximation on the logit scale covers too rarely:
 * 64% instead of 95% at n = 10 and p = 0.9. */
#define LOGIT_LEAST_N     50.0
#define LOGIT_LEAST_COUNT 5.0

/* Effective n: p (1 - p) / V, and n / (1 - f) where V is 0 because p is 0 or 1. */
static double effective_n(const struct trig_proportion *proportion)
{
    double p = proportion->p;
    double spread = p * (1 - p);
    double n = spread > 0 && proportion->variance > 0 ? spread / proportion->variance
                                                      : proportion->n / proportion->uncovered;
    return proportion->cap && n > proportion->n ? proportion->n : n;
}

/* Clopper-Pearson at the effective n, scaled down for degrees of freedom that are
 * fewer than n - 1. A domain of a large stratum has more: scaling up would make
 * five respondents count for nine, and their 95% interval hold in 81% of cases. */
static void korn_graubard(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double alpha = 1 - level;
    double n = effective_n(proportion);
    if (proportion->n > 1) {
        double ratio = trig_t_quantile(level, proportion->n - 1) / trig_t_quantile(level, proportion->df);
        n *= fmin(1.0, ratio * ratio);
    }
    double x = n * proportion->p;
    *low = trig_beta_quantile(alpha / 2, x, n - x + 1);
    *high = trig_beta_quantile(1 - alpha / 2, x + 1, n - x);
}

/* The score interval with a t quantile in place of z. */
static void wilson(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double n = effective_n(proportion);
    double p = proportion->p;
    double q = trig_t_quantile(level, proportion->df);
    double share = q * q / n;
    double centre = (p + share / 2) / (1 + share);
    double half = q / (1 + share) * sqrt(p * (1 - p) / n + share / (4 * n));
    *low = fmax(0, centre - half);
    *high = fmin(1, centre + half);
}

/* The equal-tailed posterior interval under Jeffreys's prior, closed at 0 and 1. */
static void jeffreys(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double alpha = 1 - level;
    double n = effective_n(proportion);
    double x = n * proportion->p;
    *low = proportion->p > 0 ? trig_beta_quantile(alpha / 2, x + 0.5, n - x + 0.5) : 0;
    *high = proportion->p < 1 ? trig_beta_quantile(1 - alpha / 2, x + 0.5, n - x + 0.5) : 1;
}

/* Symmetric on the log odds, by the delta method. */
static void logit(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double p = proportion->p;
    double centre = log(p / (1 - p));
    double half = trig_t_quantile(level, proportion->df) * sqrt(proportion->variance) / (p * (1 - p));
    *low = 1 / (1 + exp(half - centre));
    *high = 1 / (1 + exp(-half - centre));
}

static bool logit_holds(const struct trig_proportion *proportion)
{
    double n = proportion->n;
    return n >= LOGIT_LEAST_N && n * proportion->p >= LOGIT_LEAST_COUNT &&
           n * (1 - proportion->p) >= LOGIT_LEAST_COUNT;
}

static enum trig_status check(enum trig_interval method, const struct trig_proportion *proportion,
                              double level, struct trig_error *error)
{
    if (!(proportion->p >= 0 && proportion->p <= 1))
        return trig_error_set(error, TRIG_ERR_DOMAIN, "a proportion must lie between 0 and 1, not be %g",
                              proportion->p);
    if (!(level > 0 && level < 1))
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "a confidence level must lie between 0 and 1, not be %g", level);
    if (method == TRIG_INTERVAL_LOGIT && !logit_holds(proportion))
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the logit interval needs 50 respondents and 5 on each side; use Korn-Graubard");
    return TRIG_OK;
}

enum trig_status trig_interval_proportion(enum trig_interval method, const struct trig_proportion *proportion,
                                          double level, double *low, double *high, struct trig_error *error)
{
    static void (*const methods[])(const struct trig_proportion *, double, double *, double *) = {
        [TRIG_INTERVAL_KORN_GRAUBARD] = korn_graubard,
        [TRIG_INTERVAL_WILSON] = wilson,
        [TRIG_INTERVAL_JEFFREYS] = jeffreys,
        [TRIG_INTERVAL_LOGIT] = logit,
    };
    enum trig_status status = check(method, proportion, level, error);
    if (status)
        return status;
    bool certain = proportion->uncovered <= 0;
    if (!(proportion->n >= 1) || (!certain && !(proportion->df >= 1)) || isnan(proportion->variance))
        *low = *high = NAN;
    else if (certain)
        *low = *high = proportion->p;
    else
        methods[method](proportion, level, low, high);
    return TRIG_OK;
}
