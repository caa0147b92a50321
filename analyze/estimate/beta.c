#include "analyze/estimate/beta.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

/* Relative error, and steps after which a search gives up. */
#define CLOSE      1e-12
#define MOST_STEPS 300

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

double trig_beta_quantile(double probability, double a, double b)
{
    struct beta_target target = {probability, a, b};
    if (a <= 0)
        return 0;
    if (b <= 0)
        return 1;
    /* GSL's answer is checked by going back. */
    double quick = gsl_cdf_beta_Pinv(probability, a, b);
    return fabs(beta_excess(quick, &target)) <= CLOSE * probability ? quick : search_beta(&target);
}

double trig_f_quantile(double probability, double numerator, double denominator)
{
    double x = trig_beta_quantile(probability, numerator / 2.0, denominator / 2.0);
    return denominator * x / (numerator * (1.0 - x));
}
