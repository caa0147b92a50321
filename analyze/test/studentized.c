#include "analyze/test/studentized.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* Panels of twelve points each. The normal's tails beyond 8 hold 1e-15; s is within so many
 * standard deviations of its mean, which are about 1 / sqrt(2 df). */
#define INNER_PANELS 12
#define OUTER_PANELS 16
#define POINTS       12
#define NORMAL_REACH 8.0
#define SCALE_REACH  9.0

/* Steps after which a search for a quantile gives up. */
#define MOST_STEPS 100

/* P(range of groups standard normals <= w). */
static double range_of_normals(const gsl_integration_glfixed_table *rule, double w, double groups)
{
    double width = 2.0 * NORMAL_REACH / INNER_PANELS;
    double sum = 0.0;
    if (!(w > 0.0))
        return 0.0;
    for (size_t panel = 0; panel < INNER_PANELS; panel++) {
        double from = -NORMAL_REACH + (double)panel * width;
        for (size_t i = 0; i < POINTS; i++) {
            double z;
            double weight;
            gsl_integration_glfixed_point(from, from + width, i, &z, &weight, rule);
            double within = gsl_cdf_ugaussian_P(z) - gsl_cdf_ugaussian_P(z - w);
            sum += weight * gsl_ran_ugaussian_pdf(z) * pow(within, groups - 1.0);
        }
    }
    return groups * sum;
}

/* The density of s = sqrt(chi-square / df). */
static double density_of_scale(double s, double df)
{
    return 2.0 * df * s * gsl_ran_chisq_pdf(df * s * s, df);
}

static double integrate(const gsl_integration_glfixed_table *rule, double q, double groups, double df)
{
    double spread = SCALE_REACH / sqrt(2.0 * df);
    double low = fmax(0.0, 1.0 - spread);
    double width = (1.0 + spread + 1.0 / df - low) / OUTER_PANELS;
    double sum = 0.0;
    for (size_t panel = 0; panel < OUTER_PANELS; panel++) {
        double from = low + (double)panel * width;
        for (size_t i = 0; i < POINTS; i++) {
            double s;
            double weight;
            gsl_integration_glfixed_point(from, from + width, i, &s, &weight, rule);
            sum += weight * density_of_scale(s, df) * range_of_normals(rule, q * s, groups);
        }
    }
    return sum;
}

double trig_studentized_range(double q, double groups, double df)
{
    if (isnan(q) || !(groups >= 2.0) || !(df >= 1.0))
        return NAN;
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(POINTS);
    if (!rule)
        return NAN;
    double p = integrate(rule, q, groups, df);
    gsl_integration_glfixed_table_free(rule);
    return fmin(1.0, fmax(0.0, p));
}

double trig_studentized_quantile(double probability, double groups, double df)
{
    double low = 0.0;
    double high = 1.0;
    if (!(probability > 0.0 && probability < 1.0) || !(groups >= 2.0) || !(df >= 1.0))
        return NAN;
    while (trig_studentized_range(high, groups, df) < probability)
        high *= 2.0;
    for (int i = 0; i < MOST_STEPS && high - low > 1e-11 * high; i++) {
        double middle = (low + high) / 2.0;
        if (trig_studentized_range(middle, groups, df) < probability)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2.0;
}
