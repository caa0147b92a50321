#include "analyze/estimate/interval.h"

#include "analyze/estimate/beta.h"
#include "analyze/estimate/contrast.h"

#include <math.h>

/* Below these a normal approximation covers too rarely: on the logit scale 64%
 * instead of 95% at n = 10 and p = 0.9. */
#define NORMAL_LEAST_N     50.0
#define NORMAL_LEAST_COUNT 5.0

/* Halvings of an interval of length 1 until it is one double. */
#define HALVINGS 64

const char *const trig_interval_names[] = {[TRIG_INTERVAL_KORN_GRAUBARD] = "korn-graubard",
                                           [TRIG_INTERVAL_WILSON] = "wilson",
                                           [TRIG_INTERVAL_JEFFREYS] = "jeffreys",
                                           [TRIG_INTERVAL_LOGIT] = "logit",
                                           [TRIG_INTERVAL_CLOPPER_PEARSON] = "clopper-pearson",
                                           [TRIG_INTERVAL_LIKELIHOOD] = "likelihood",
                                           [TRIG_INTERVAL_ASIN] = "asin",
                                           [TRIG_INTERVAL_MEAN] = "mean",
                                           NULL};

/* Effective n: p (1 - p) / V, and n / (1 - f) where V is 0 because p is 0 or 1. */
static double effective_n(const struct trig_proportion *proportion)
{
    double p = proportion->p;
    double spread = p * (1 - p);
    double n = spread > 0 && proportion->variance > 0 ? spread / proportion->variance
                                                      : proportion->n / proportion->uncovered;
    return proportion->cap && n > proportion->n ? proportion->n : n;
}

static void exact(const struct trig_proportion *proportion, double n, double level, double *low, double *high)
{
    double alpha = 1 - level;
    double x = n * proportion->p;
    *low = trig_beta_quantile(alpha / 2, x, n - x + 1);
    *high = trig_beta_quantile(1 - alpha / 2, x + 1, n - x);
}

static void clopper_pearson(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    exact(proportion, effective_n(proportion), level, low, high);
}

/* Clopper-Pearson at the effective n, scaled down for degrees of freedom that are
 * fewer than n - 1. A domain of a large stratum has more: scaling up would make
 * five respondents count for nine, and their 95% interval hold in 81% of cases. */
static void korn_graubard(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double n = effective_n(proportion);
    if (proportion->n > 1) {
        double ratio = trig_t_quantile(level, proportion->n - 1) / trig_t_quantile(level, proportion->df);
        n *= fmin(1.0, ratio * ratio);
    }
    exact(proportion, n, level, low, high);
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

void trig_interval_by_logit(double p, double half, double *low, double *high)
{
    double centre = log(p / (1 - p));
    half /= p * (1 - p);
    *low = 1 / (1 + exp(half - centre));
    *high = 1 / (1 + exp(-half - centre));
}

static void logit(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double half = trig_t_quantile(level, proportion->df) * sqrt(proportion->variance);
    trig_interval_by_logit(proportion->p, half, low, high);
}

/* x log(x / y), 0 at x = 0. */
static double divergence(double x, double y)
{
    return x > 0 ? x * log(x / y) : 0;
}

/* Between p and [end], where the deviance of n_eff answers passes t^2: it grows
 * away from p without bound, so halving finds the place. */
static double find_deviance(double p, double end, double n, double most)
{
    double inside = p;
    double outside = end;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (inside + outside) / 2;
        double deviance = 2 * n * (divergence(p, middle) + divergence(1 - p, 1 - middle));
        if (deviance <= most)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

static void likelihood(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double n = effective_n(proportion);
    double q = trig_t_quantile(level, proportion->df);
    *low = find_deviance(proportion->p, 0, n, q * q);
    *high = find_deviance(proportion->p, 1, n, q * q);
}

/* asin sqrt p has the variance 1 / (4 n). sin^2 turns back beyond 0 and pi / 2. */
static void arcsine(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double centre = asin(sqrt(proportion->p));
    double half = trig_t_quantile(level, proportion->df) / (2 * sqrt(effective_n(proportion)));
    double from = sin(fmax(0, centre - half));
    double to = sin(fmin(asin(1), centre + half));
    *low = from * from;
    *high = to * to;
}

static void mean(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double half = trig_t_quantile(level, proportion->df) * sqrt(proportion->variance);
    *low = fmax(0, proportion->p - half);
    *high = fmin(1, proportion->p + half);
}

bool trig_interval_holds(enum trig_interval method, const struct trig_proportion *proportion)
{
    double n = proportion->n;
    if (method != TRIG_INTERVAL_LOGIT && method != TRIG_INTERVAL_MEAN)
        return true;
    return n >= NORMAL_LEAST_N && n * proportion->p >= NORMAL_LEAST_COUNT &&
           n * (1 - proportion->p) >= NORMAL_LEAST_COUNT;
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
    if (!trig_interval_holds(method, proportion))
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the %s interval needs 50 respondents and 5 on each side; use korn-graubard",
                              trig_interval_names[method]);
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
        [TRIG_INTERVAL_CLOPPER_PEARSON] = clopper_pearson,
        [TRIG_INTERVAL_LIKELIHOOD] = likelihood,
        [TRIG_INTERVAL_ASIN] = arcsine,
        [TRIG_INTERVAL_MEAN] = mean,
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
