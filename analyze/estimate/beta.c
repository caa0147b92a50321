#include "analyze/estimate/beta.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* Relative error, and steps after which a search gives up. */
#define CLOSE      1e-12
#define MOST_STEPS 300

/* From here on both counts are too many for GSL, whose continued fraction ends after 512 terms without a
 * result: it takes about the root of the smaller one. */
#define MANY 1e4

/* Where the fraction below ends; more terms than 10^13 respondents need. */
#define LAST_TERM  1e-15
#define MOST_TERMS 10000000
#define TINY       1e-300

/* A point of a beta distribution that is looked for. */
struct beta_target {
    double probability;
    double a;
    double b;
};

/* ---- many of both ------------------------------------------------------------------------------------ */

/* x^a (1 - x)^b / B(a, b), from how far x is from the mean, since a log x and b log(1 - x) would lose the
 * digits of large a and b. */
static double power_term(double x, double a, double b)
{
    double p = a / (a + b);
    double q = b / (a + b);
    double away = a * log1p((x - p) / p) + b * log1p((p - x) / q);
    return exp(away) * sqrt(a * q / (2.0 * M_PI)) * gsl_sf_gammastar(a + b) /
           (gsl_sf_gammastar(a) * gsl_sf_gammastar(b));
}

/* Numerator number [k] of the continued fraction, DLMF 8.17.22. */
static double numerator(int k, double x, double a, double b)
{
    double m = floor(k / 2.0);
    if (k % 2 == 0)
        return m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
    return -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
}

static double away_from_zero(double value)
{
    return fabs(value) < TINY ? TINY : value;
}

/* The fraction by Lentz's method; NAN when it does not end. */
static double fraction(double x, double a, double b)
{
    double c = 1.0;
    double d = 0.0;
    double value = 1.0;
    for (int k = 1; k < MOST_TERMS; k++) {
        double next = numerator(k, x, a, b);
        d = 1.0 / away_from_zero(1.0 + next * d);
        c = away_from_zero(1.0 + next / c);
        value *= c * d;
        if (fabs(c * d - 1.0) < LAST_TERM)
            return value;
    }
    return NAN;
}

/* How far the distribution function at [x] is from what is looked for. */
static double excess_of_many(const struct beta_target *target, double x)
{
    double a = target->a;
    double b = target->b;
    if (x < (a + 1.0) / (a + b + 2.0))
        return power_term(x, a, b) / (a * fraction(x, a, b)) - target->probability;
    return (1.0 - target->probability) - power_term(1.0 - x, b, a) / (b * fraction(1.0 - x, b, a));
}

/* Newton's method from the normal distribution with the same mean and variance, which is never far off; a
 * step that would leave what is known to hold the point halves that instead. */
static double search_many(const struct beta_target *target)
{
    double a = target->a;
    double b = target->b;
    double n = a + b;
    double low = 0.0;
    double high = 1.0;
    double x = a / n + gsl_cdf_ugaussian_Pinv(target->probability) * sqrt(a / n * (b / n) / (n + 1.0));
    for (int i = 0; i < MOST_STEPS; i++) {
        if (!(x > low && x < high))
            x = 0.5 * (low + high);
        double excess = excess_of_many(target, x);
        if (isnan(excess))
            return NAN;
        if (excess > 0.0)
            high = x;
        else
            low = x;
        double step = excess * x * (1.0 - x) / power_term(x, a, b);
        x -= step;
        if (fabs(step) <= CLOSE * fabs(x))
            return x;
    }
    return x;
}

/* ---- few of either ----------------------------------------------------------------------------------- */

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

/* ---- either ------------------------------------------------------------------------------------------ */

double trig_beta_quantile(double probability, double a, double b)
{
    struct beta_target target = {probability, a, b};
    if (a <= 0)
        return 0;
    if (b <= 0)
        return 1;
    if (a > MANY && b > MANY)
        return search_many(&target);
    /* GSL's answer is checked by going back. */
    double quick = gsl_cdf_beta_Pinv(probability, a, b);
    return fabs(beta_excess(quick, &target)) <= CLOSE * probability ? quick : search_beta(&target);
}

double trig_f_quantile(double probability, double numerator, double denominator)
{
    double x = trig_beta_quantile(probability, numerator / 2.0, denominator / 2.0);
    return denominator * x / (numerator * (1.0 - x));
}
