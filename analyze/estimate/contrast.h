/* Every estimate of this program is theta = sum_d c_d mean_d over domains d:
 * a mean (one term, c = 1), a difference from the sector (1, -1), a change
 * between waves, an adjusted benchmark (one term a mix cell and side). Totals
 * go the same way.
 *
 * Linearised, a respondent k in cell e has z_k = w_k (A_e y_k - B_e), with
 * A_e = sum_{d contains e} c_d / W_d and B_e = sum_{d contains e} c_d mean_d / W_d, and
 *
 *      S_h = sum_e (A_e Swy_e - B_e Sw_e)
 *      Q_h = sum_e (A_e^2 Swwyy_e - 2 A_e B_e Swwy_e + B_e^2 Sww_e)
 *      V   = sum_h (1 - n_h/N_h) n_h/(n_h - 1) (Q_h - S_h^2 / n_h)
 *
 * n_h the whole stratum; with PSUs, Q_h is the sum of their squared totals and
 * n_h their number. A contrast costs the cells of its own domains only. What
 * two domains share (an institution and the sector it is part of) is in A and
 * B, so the covariance is in V. Source: Woodruff (1971), Särndal, Swensson and
 * Wretman (1992) sec. 5.8; agrees with R survey::svymean, svyby, svytotal and
 * svycontrast.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_CONTRAST_H
#define TRIG_ANALYZE_ESTIMATE_CONTRAST_H

#include "analyze/estimate/domain.h"

/* Weights whose mean is at most this are taken for relative ones, which need not add up to n to the
 * last: R's deff = TRUE would divide by (sum w - n), which is almost nothing then. */
#define TRIG_UNSCALED_WEIGHT 1.25

struct trig_term {
    double coefficient;
    const struct trig_domain *domain;
};

/* What the respondents of a domain add to a linearised estimate: z = w (a y - b), y shifted as the
 * cells' sums are. */
struct trig_influence {
    const struct trig_domain *domain;
    double a;
    double b;
};

struct trig_estimate {
    double estimate; /* in the measure's unit; NAN when a domain has no answer */
    double variance; /* NAN when undefined: one unit in all */
    double se;
    double low; /* of the interval at the design's level; NAN when df < 1 or variance is NAN */
    double high;
    bool refused;     /* a share's interval by a method that needs more respondents: there is none */
    uint64_t n;       /* respondents with an answer; of a contrast: in any of its domains */
    double numerator; /* proportions: respondents who are 1, unweighted. Means that tell answers as a
                         share does: so many at most answered otherwise than all others. Else NAN */
    double weight;    /* sum of their weights */
    double deff;      /* NAN for contrasts and where undefined */
    double n_eff;
    double df;
    double unit_variance; /* of contrasts: the variance, were answers independent with variance 1; else NAN */
    double uncovered;     /* mean of 1 - n_h/N_h over the respondents: 1 without fpc */
    size_t strata;        /* touched */
    size_t lonely;        /* touched strata of one unit that were adjusted, averaged or removed */
    size_t unknown;       /* touched strata without a usable population count */
    size_t undefined_replicates;  /* that leave the estimate undefined: left out of the variance, as in R */
    size_t institutions;          /* contributing an answer */
    uint64_t largest_institution; /* answers of the largest, and of the next */
    uint64_t second_institution;
    struct trig_extremes extremes; /* numeric means: the largest respondents; else NAN */
};

/* An estimate of nobody: all undefined. */
extern const struct trig_estimate trig_estimate_of_nobody;

typedef struct trig_estimator trig_estimator;

/** Scratch space for estimates from [cells], which are borrowed.
 *  @param design  borrowed; usually &cells->request->design, or a copy with fpc off. */
trig_estimator *trig_estimator_create(const struct trig_cells *cells, const struct trig_design *design,
                                      struct trig_error *error);
void trig_estimator_destroy(trig_estimator *estimator);

/** The mean (or proportion, or count) of measure [measure] over [domain]. A
 *  mean's interval uses t; a proportion's is of the design's kind.
 *  deff is V over the variance of a simple random sample of the same n: as
 *  svymean(deff = TRUE) where the design's weights scale up to a population (mean
 *  above TRIG_UNSCALED_WEIGHT), else as deff = "replace". n_eff is n over
 *  svymean(deff = "replace") always, for proportions p (1 - p) / V.
 *  @return TRIG_OK (also when nobody answered: NANs and n = 0);
 *          TRIG_ERR_DOMAIN naming the stratum when it has one unit and the
 *          design says fail. */
enum trig_status trig_estimate_mean(trig_estimator *estimator, size_t measure,
                                    const struct trig_domain *domain, struct trig_estimate *out,
                                    struct trig_error *error);

/** The weighted total of y over [domain]; as svytotal of a subset. */
enum trig_status trig_estimate_total(trig_estimator *estimator, size_t measure,
                                     const struct trig_domain *domain, struct trig_estimate *out,
                                     struct trig_error *error);

/** sum of coefficient x mean over [terms]; coefficients are taken as fixed.
 *  The interval uses t. */
enum trig_status trig_estimate_contrast(trig_estimator *estimator, size_t measure,
                                        const struct trig_term *terms, size_t count,
                                        struct trig_estimate *out, struct trig_error *error);

/** The influence of [term], coefficient x mean; a = 0 where its domain has no answer. */
struct trig_influence trig_influence_of(const struct trig_cells *cells, size_t measure,
                                        const struct trig_term *term);

/** An estimate that is known, and what its error follows from: [count] influences, of
 *  domains that may overlap. The interval uses t. Replicate weights say nothing of it: with them
 *  its variance is NAN. */
enum trig_status trig_estimate_linearised(trig_estimator *estimator, size_t measure, double value,
                                          const struct trig_influence *influences, size_t count,
                                          struct trig_estimate *out, struct trig_error *error);

/** Student's t quantile for a two-sided interval at [level]; df = INFINITY gives z,
 *  df < 1 (or NAN) gives NAN. */
double trig_t_quantile(double level, double df);

/** Sets low and high, t's interval at [level], from estimate, se and df. */
void trig_estimate_bound(struct trig_estimate *estimate, double level);

/** Sets low and high, [quantile] standard errors from the estimate. */
void trig_estimate_reach(struct trig_estimate *estimate, double quantile);

/** P(T >= t); df = INFINITY is the normal distribution, df < 1 (or NAN) gives NAN. */
double trig_t_tail(double t, double df);

#endif
