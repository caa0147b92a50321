/* Funnel limits: how far an institution of its size may be from the common value
 * by chance, and by what ordinarily lies between institutions.
 *
 *      shares   Y = asin sqrt(p), s = 1 / (2 sqrt(n))       theta = asin sqrt(sum n p / sum n)
 *      means    Y = y,            s = sigma / sqrt(n)       theta = sum n y / sum n
 *
 *      limits   theta -+ q sqrt(s^2 + tau2), q = 1.959964 (95%) and 3.090232 (99.8%)
 *
 * A mean over respondents of shares of their own (the positive share of a pillar's items) is a mean: such
 * shares vary less than answers that are all or nothing.
 *
 * sigma is the standard deviation of answers within institutions, pooled. tau2 is
 * the additive over-dispersion,
 *
 *      tau2 = max(0, (k phi - (k - 1)) / (sum w - sum w^2 / sum w)),  w = 1 / s^2
 *
 * with phi the mean of z^2, z = (Y - theta) / s winsorised at its 10th and 90th
 * percentile. Winsorised squares of normal errors have the mean .6787, not 1, so
 * that the published rule finds a fraction only of what lies between
 * institutions; phi / .6787 does. Paule and Mandel's tau2 makes the sum of
 * (Y - Ybar)^2 / (s^2 + tau2) equal to k - 1 and winsorises nothing.
 * Shares go back by sin^2, which falls again beyond pi / 2: limits are held to
 * 0..pi / 2 before. Exact limits are quantiles of the binomial distribution,
 * interpolated, without over-dispersion.
 * Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, doi
 * 10.1002/sim.1970; Paule and Mandel (1982), Journal of Research of the NBS 87, 377-385.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_FUNNEL_H
#define TRIG_ANALYZE_BENCHMARK_FUNNEL_H

#include "analyze/benchmark/entry.h"
#include "surveys/base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum trig_funnel_rule {
    TRIG_FUNNEL_ADDITIVE,     /* phi / .6787 */
    TRIG_FUNNEL_PAULE_MANDEL, /* */
    TRIG_FUNNEL_PUBLISHED,    /* phi as published */
    TRIG_FUNNEL_CHANCE,       /* tau2 = 0 */
    TRIG_FUNNEL_EXACT         /* tau2 = 0, shares by the binomial distribution */
};

/* As options spell them; NULL ends them. */
extern const char *const trig_funnel_names[];

struct trig_funnel {
    enum trig_funnel_rule rule;
    bool share;
    double centre; /* theta, on the scale of the estimates */
    double sigma;  /* of single answers within institutions; means only */
    double phi;    /* as the rule takes it; NAN where it takes none */
    double tau2;   /* on the working scale */
};

struct trig_funnel_limits {
    double low95;
    double high95;
    double low998;
    double high998;
};

/** Fits centre and over-dispersion.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (fewer than 2, or answers that do not vary); TRIG_ERR_MEMORY. */
enum trig_status trig_funnel_fit(const struct trig_entry *entries, size_t count, bool share,
                                 enum trig_funnel_rule rule, struct trig_funnel *out,
                                 struct trig_error *error);

/** The limits at [n] effective respondents. */
struct trig_funnel_limits trig_funnel_at(const struct trig_funnel *funnel, double n);

#endif
