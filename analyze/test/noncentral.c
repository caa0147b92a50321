#include "analyze/test/noncentral.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stddef.h>

/* Terms further than so many standard deviations from the Poisson mean are nothing. */
#define SPAN 9.0

/* Relative width at which a search ends, and steps after which it gives up. */
#define CLOSE      1e-12
#define MOST_STEPS 200

double trig_noncentral_f(double f, double df, double df2, double lambda)
{
    double half = lambda / 2.0;
    double reach = SPAN * sqrt(half) + 20.0;
    double low = floor(fmax(0.0, half - reach));
    double high = ceil(half + reach);
    double x = df * f / (df * f + df2);
    double b = df2 / 2.0;
    if (!(f > 0.0) || !(x < 1.0))
        return f > 0.0 ? 1.0 : 0.0;
    /* I_x(a, b) from the highest a down: I_x(a, b) = I_x(a + 1, b) + x^a (1 - x)^b / (a B(a, b)). */
    double a = df / 2.0 + high;
    gsl_sf_result central;
    gsl_sf_beta_inc_e(a, b, x, &central); /* an underflow is 0 */
    double tail = central.val;
    double log_step = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a + 1.0) - lgamma(b);
    double log_weight = half > 0.0 ? high * log(half) - half - lgamma(high + 1.0) : -INFINITY;
    double sum = 0.0;
    size_t terms = (size_t)(high - low) + 1;
    for (size_t i = 0; i < terms; i++) {
        double k = high - (double)i;
        if (half > 0.0)
            sum += exp(log_weight) * tail;
        else if (k < 0.5)
            sum = tail;
        a -= 1.0; /* to the next one down */
        log_step += log((a + 1.0) / (x * (a + b)));
        tail += exp(log_step);
        log_weight += half > 0.0 ? log(k / half) : 0.0;
    }
    return fmin(1.0, sum);
}

/* Regula falsi; an end that stays twice is pulled in by halving its value (Illinois). */
static double search_lambda(double f, double df, double df2, double probability, double low, double high)
{
    double at_low = trig_noncentral_f(f, df, df2, low) - probability;
    double at_high = trig_noncentral_f(f, df, df2, high) - probability;
    double middle = high;
    int side = 0;
    for (int i = 0; i < MOST_STEPS && high - low > CLOSE * high; i++) {
        middle = (low * at_high - high * at_low) / (at_high - at_low);
        double at = trig_noncentral_f(f, df, df2, middle) - probability;
        if (fabs(at) < CLOSE)
            return middle;
        if (at > 0.0) {
            low = middle;
            at_low = at;
            at_high /= side == 1 ? 2.0 : 1.0;
            side = 1;
        } else {
            high = middle;
            at_high = at;
            at_low /= side == -1 ? 2.0 : 1.0;
            side = -1;
        }
    }
    return middle;
}

double trig_noncentral_lambda(double f, double df, double df2, double probability)
{
    if (!(f >= 0.0) || !(df > 0.0) || !(df2 >= 1.0))
        return NAN;
    if (trig_noncentral_f(f, df, df2, 0.0) <= probability)
        return 0.0;
    double low = 0.0;
    double high = fmax(1.0, df * f);
    for (int i = 0; i < MOST_STEPS && trig_noncentral_f(f, df, df2, high) > probability; i++) {
        low = high;
        high *= 2.0;
    }
    return search_lambda(f, df, df2, probability, low, high);
}
