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
