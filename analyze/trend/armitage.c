#include "analyze/trend/armitage.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct trig_armitage trig_armitage_test(const struct trig_armitage_wave *waves, size_t count)
{
    struct trig_armitage test = {NAN, NAN};
    double n = 0.0;
    double r = 0.0;
    double time = 0.0;
    for (size_t i = 0; i < count; i++) {
        n += waves[i].n;
        r += waves[i].positive;
        time += waves[i].n * waves[i].time;
    }
    double u = 0.0;
    double spread = 0.0;
    for (size_t i = 0; i < count; i++) {
        double x = waves[i].time - time / n;
        u += x * waves[i].positive;
        spread += waves[i].n * x * x;
    }
    double variance = r / n * (1.0 - r / n) * spread;
    if (!(variance > 0.0))
        return test;
    test.z = u / sqrt(variance);
    test.p = 2.0 * gsl_cdf_ugaussian_Q(fabs(test.z));
    return test;
}
