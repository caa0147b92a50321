#include "analyze/estimate/interval.h"

#include "analyze/estimate/contrast.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

/* Below these the normal approximation on the logit scale covers too rarely:
 * 64% instead of 95% at n = 10 and p = 0.9. */
#define LOGIT_LEAST_N     50.0
#define LOGIT_LEAST_COUNT 5.0

/* Of a quantile: relative error, and steps after which a search gives up. */
#define CLOSE      1e-12
#define MOST_STEPS 300

/* Effective n: p (1 - p) / V, and n / (1 - f) where V is 0 because p is 0 or 1. */
static double effective_n(const struct trig_proportion *proportion)
{
    double p = proportion->p;
    double spread = p * (1 - p);
    double n = spread > 0 && proportion->variance > 0 ? spread / proportion->variance
                                                      : proportion->n / proportion->uncovered;
    return proportion->cap && n > proportion->n ? proportion->n : n;
}

/* A point of a beta distribution that is looked for. */
struct beta_target {
    double probability;
    double a;
    double b;
};

static double beta_excess(double x, void *context)
{
    const struct beta_target *target = context;
    return gsl_cdf_beta_P(x, target->a, target->b) - target->probability;
}

/* Slow and sure: the distribution function is bracketed by 0 and 1. */
static double search_beta(struct beta_target *target)
{
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    gsl_function excess = {beta_excess, target};
    double found = NAN;
    if (!solver)
        return NAN;
    int status = gsl_root_fsolver_set(solver, &excess, 0.0, 1.0);
    for (int i = 0; i < MOST_STEPS && status == GSL_SUCCESS; i++) {
        status = gsl_root_fsolver_iterate(solver);
        found = gsl_root_fsolver_root(solver);
        if (gsl_root_test_interval(gsl_root_fsolver_x_lower(solver), gsl_root_fsolver_x_upper(solver), 0.0,
                                   CLOSE) == GSL_SUCCESS)
            break;
    }
    gsl_root_fsolver_free(solver);
    return found;
}

/* The quantile of a beta distribution whose parameters may be 0 at the ends.
 * GSL's own inverse fails in about 1 of 100 cases that surveys meet (a = 18.7,
 * b = 455.3 at .975), mostly with NAN, at times with a wrong number: so it is
 * checked by going back. */
static double beta_quantile(double probability, double a, double b)
{
    struct beta_target target = {probability, a, b};
    if (a <= 0)
        return 0;
    if (b <= 0)
        return 1;
    double quick = gsl_cdf_beta_Pinv(probability, a, b);
    return fabs(beta_excess(quick, &target)) <= CLOSE * probability ? quick : search_beta(&target);
}

/* Clopper-Pearson at the effective n, scaled for the degrees of freedom. */
static void korn_graubard(const struct trig_proportion *proportion, double level, double *low, double *high)
{
    double alpha = 1 - level;
    double n = effective_n(proportion);
    if (proportion->n > 1) {
        double ratio = trig_t_quantile(level, proportion->n - 1) / trig_t_quantile(level, proportion->df);
        n *= ratio * ratio;
    }
    double x = n * proportion->p;
    *low = beta_quantile(alpha / 2, x, n - x + 1);
    *high = beta_quantile(1 - alpha / 2, x + 1, n - x);
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
    *low = proportion->p > 0 ? beta_quantile(alpha / 2, x + 0.5, n - x + 0.5) : 0;
    *high = proportion->p < 1 ? beta_quantile(1 - alpha / 2, x + 0.5, n - x + 0.5) : 1;
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
