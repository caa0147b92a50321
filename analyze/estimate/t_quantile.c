#include "analyze/estimate/contrast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double trig_t_quantile(double level, double df)
{
    double probability = 1 - (1 - level) / 2;
    if (!(df >= 1))
        return NAN;
    return isinf(df) ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_tdist_Pinv(probability, df);
}

void trig_estimate_reach(struct trig_estimate *estimate, double quantile)
{
    double half = quantile * estimate->se;
    estimate->low = estimate->estimate - half;
    estimate->high = estimate->estimate + half;
}

void trig_estimate_bound(struct trig_estimate *estimate, double level)
{
    trig_estimate_reach(estimate, trig_t_quantile(level, estimate->df));
}

double trig_t_tail(double t, double df)
{
    if (!(df >= 1))
        return NAN;
    return isinf(df) ? gsl_cdf_ugaussian_Q(t) : gsl_cdf_tdist_Q(t, df);
}
