#include "analyze/benchmark/heterogeneity.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define MOST_STEPS 200

/* ---- the interval of tau2 ------------------------------------------------------------------ */

/* Sum of (y - mean)^2 / (v + tau2), which falls as tau2 grows. */
static double q_at(const struct trig_entry *entries, size_t count, double tau2)
{
    double w = 0.0;
    double wy = 0.0;
    double q = 0.0;
    for (size_t i = 0; i < count; i++) {
        double weight = 1.0 / (trig_entry_error(&entries[i]) + tau2);
        w += weight;
        wy += weight * entries[i].y;
    }
    for (size_t i = 0; i < count; i++) {
        double away = entries[i].y - wy / w;
        q += away * away / (trig_entry_error(&entries[i]) + tau2);
    }
    return q;
}

/* The tau2 at which Q is [target]; 0 where even none makes it smaller. */
static double tau2_at(const struct trig_entry *entries, size_t count, double target)
{
    double low = 0.0;
    double high = trig_entry_error(&entries[0]);
    if (q_at(entries, count, 0.0) <= target)
        return 0.0;
    while (q_at(entries, count, high) > target)
        high *= 2.0;
    for (size_t step = 0; step < MOST_STEPS && high - low > 1e-14 * high; step++) {
        double middle = low + (high - low) / 2.0;
        if (q_at(entries, count, middle) > target)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2.0;
}

/* ---- the other numbers --------------------------------------------------------------------- */

static void set_shares(const struct trig_entry *entries, size_t count, struct trig_heterogeneity *out)
{
    double sum = 0.0;
    double between = 0.0;
    double within = 0.0;
    double free = 0.0;
    for (size_t i = 0; i < count; i++) {
        out->n += entries[i].n;
        sum += entries[i].n * entries[i].y;
        within += fmax(0.0, entries[i].n - 1.0) * trig_entry_spread(&entries[i]);
        free += fmax(0.0, entries[i].n - 1.0);
    }
    for (size_t i = 0; i < count; i++) {
        double away = entries[i].y - sum / out->n;
        between += entries[i].n * away * away;
    }
    out->within = within / free;
    out->between_share = between / (between + within);
}

static struct trig_range i2_of(const struct trig_ensemble *ensemble, double level)
{
    double k = (double)ensemble->count;
    double q = ensemble->q;
    double se = q > k ? 0.5 * (log(q) - log(k - 1.0)) / (sqrt(2.0 * q) - sqrt(2.0 * k - 3.0))
                      : sqrt(1.0 / (2.0 * (k - 2.0)) * (1.0 - 1.0 / (3.0 * (k - 2.0) * (k - 2.0))));
    double ratio = q / (k - 1.0); /* squared */
    double width = exp(2.0 * gsl_cdf_ugaussian_Pinv((1.0 + level) / 2.0) * se);
    return (struct trig_range){ensemble->i2, fmax(0.0, 1.0 - width / ratio),
                               fmax(0.0, 1.0 - 1.0 / (ratio * width))};
}

void trig_heterogeneity_find(const struct trig_entry *entries, const struct trig_ensemble *ensemble,
                             double level, struct trig_heterogeneity *out)
{
    size_t count = ensemble->count;
    double df = (double)count - 1.0;
    double tail = (1.0 - level) / 2.0;
    double low = tau2_at(entries, count, gsl_cdf_chisq_Qinv(tail, df));
    double high = tau2_at(entries, count, gsl_cdf_chisq_Pinv(tail, df));
    double tau2 = ensemble->tau2;
    *out = (struct trig_heterogeneity){.tau = {sqrt(tau2), sqrt(low), sqrt(high)}};
    set_shares(entries, count, out);
    double within = out->within;
    out->icc = (struct trig_range){tau2 / (tau2 + within), low / (low + within), high / (high + within)};
    out->i2 = i2_of(ensemble, level);
    for (size_t i = 0; i < count; i++)
        out->reliability += tau2 / (tau2 + trig_entry_error(&entries[i])) / (double)count;
    out->n_reliable = TRIG_AMONG_RELIABLE / (1.0 - TRIG_AMONG_RELIABLE) * within / tau2;
}
