#include "analyze/benchmark/overlap.h"

#include "analyze/estimate/contrast.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

/* The ratios (u_i + u_j) / sqrt(u_i^2 + u_j^2) are from 1 to sqrt 2. The average is
 * taken of their powers around the middle, once; what is averaged is then a short
 * series of them for any c, instead of a pass over all pairs. */
#define MIDDLE 1.2071067811865475
#define POWERS 17

/* Bisection halves the bracket until no double lies between. */
#define MOST_STEPS 60

double trig_overlap_error(const struct trig_entry *entry, double level)
{
    double z = gsl_cdf_ugaussian_Pinv((1.0 + level) / 2.0);
    return entry->se * trig_t_quantile(level, 2.0 * entry->df) / z;
}

/* The mean of (ratio - MIDDLE)^k over all pairs. */
static void average_powers(const double *u, size_t count, double powers[POWERS])
{
    for (size_t k = 0; k < POWERS; k++)
        powers[k] = 0.0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            double away = (u[i] + u[j]) / sqrt(u[i] * u[i] + u[j] * u[j]) - MIDDLE;
            double power = 1.0;
            for (size_t k = 0; k < POWERS; k++) {
                powers[k] += power;
                power *= away;
            }
        }
    double pairs = (double)count * (double)(count - 1) / 2.0;
    for (size_t k = 0; k < POWERS; k++)
        powers[k] /= pairs;
}

/* The average of 2 {1 - Phi(c ratio)}, by Taylor's series around c MIDDLE: the
 * derivatives of the normal distribution are Hermite's polynomials times its density. */
static double average_error(const double powers[POWERS], double c)
{
    double x = c * MIDDLE;
    double density = exp(-0.5 * x * x) * M_2_SQRTPI * M_SQRT1_2;
    double before = 0.0;
    double hermite = 1.0;
    double factor = 1.0;
    double sum = erfc(x * M_SQRT1_2);
    for (size_t k = 1; k < POWERS; k++) {
        factor *= -c / (double)k;
        sum += powers[k] * factor * hermite * density;
        double next = x * hermite - (double)(k - 1) * before;
        before = hermite;
        hermite = next;
    }
    return sum;
}

double trig_overlap_factor(const double *u, size_t count, double level)
{
    double powers[POWERS];
    if (count < 2)
        return NAN;
    average_powers(u, count, powers);
    double high = gsl_cdf_ugaussian_Pinv((1.0 + level) / 2.0);
    double low = high * M_SQRT1_2 * (1.0 - 1e-9);
    for (size_t step = 0; step < MOST_STEPS; step++) {
        double middle = low + (high - low) / 2.0;
        if (average_error(powers, middle) > 1.0 - level)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2.0;
}
