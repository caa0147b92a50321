/* One comparison: an estimate beside its benchmark, and what their difference
 * is worth.
 *
 *      own ----------------------.
 *                                 difference = own - benchmark
 *      benchmark = sum c_d mean_d '
 *                  (may hold the own answers; then their share is f)
 *
 * The difference's error is that of the whole contrast, so what own and
 * benchmark share cancels. Its degrees of freedom are Welch's, from two parts:
 *
 *      V = (1 - f)^2 V_own + V_rest,   df = V^2 / ((1 - f)^4 V_own^2 / df_own + V_rest^2 / df_rest)
 *
 * because the sector's thousand respondents do not make a variance known that
 * comes from an institution's seventeen. In a declared design, where own and
 * rest may share strata and PSUs, they are the design's.
 *
 * The test (z, p, flag) asks whether all are alike, so under its hypothesis one
 * variance s2 holds for everybody's answers: that of own and rest together around
 * their common mean, p (1 - p) for shares. With A_k what the contrast multiplies an
 * answer's weight by,
 *
 *      V_0 = s2 sum_k w_k^2 A_k^2,   z = difference / sqrt(V_0),   t with n_own + n_rest - 1
 *
 * The institution's own variance instead ("plug-in") is far off in places where,
 * by chance, nearly all gave the same answer; its far tail is what Holm's method
 * looks at, and with it 14% of measures had a false alarm among 20 equal places of
 * 17. Pooled it is 3.5 to 5.6% at 10, 17 and 50: tests/unit/analyze/benchmark/null_rate_test.c.
 * In a declared design answers are not independent, and its own variance stays.
 *
 * The interval keeps each side's own variance: it is about this institution,
 * whose answers need not spread as others' do once it differs, and at 95% its
 * coverage holds where the far tail does not. As in any comparison of two shares
 * with a pooled test, an interval may miss 0 where p is just above .05, or hold
 * it where p is just below.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_COMPARISON_H
#define TRIG_ANALYZE_BENCHMARK_COMPARISON_H

#include "analyze/result/result.h"

/* What the test of a difference takes for the variance of answers. */
enum trig_test_variance {
    TRIG_TEST_POOLED, /* that of both sides together; in a declared design as plug-in */
    TRIG_TEST_PLUGIN  /* each side's own, as the interval */
};

struct trig_comparator {
    const struct trig_term *terms; /* benchmark = sum of coefficient x mean; coefficients add up to 1 */
    size_t count;
    const struct trig_domain *rest; /* everybody behind the benchmark who is not the reader's own */
    double own_share;               /* f; NAN: by the weights of the answers, as in a mean of respondents */
    enum trig_test_variance variance;
};

struct trig_comparison {
    struct trig_estimate own;
    struct trig_estimate rest; /* the comparator without the own part */
    double benchmark;          /* NAN: nobody of the comparator answered */
    double own_share;          /* f */
    double difference;
    double se;  /* of the difference */
    double df;  /* of the difference; NAN when it cannot be tested */
    double low; /* of its interval at the design's level */
    double high;
    double z; /* of the test */
    double p; /* two-sided, t */
    double effect_size;
    bool uniform; /* everybody of one side gave the same answer: no interval, and no plug-in test */
};

/** Compares the mean of [own] with a benchmark.
 *  Effect sizes, of the difference as printed: for means Hedges' g, in units of
 *  the pooled standard deviation of own and rest, times J = 1 - 3 / (4 df - 1),
 *  df = n_own + n_rest - 2; for proportions Cohen's h = 2 asin sqrt p - 2 asin
 *  sqrt benchmark.
 *  @param estimator  over [cells].
 *  @param out        filled on TRIG_OK.
 *  @return TRIG_OK, also when nothing can be compared (NANs); what the estimates return.
 *  Source: the pooled variance is Draper & Gittoes' (2004) with the sector as a
 *  single cell, see mix.h; Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Welch (1947),
 *  Biometrika 34, 28-35; Hedges (1981), Journal of Educational Statistics 6,
 *  107-128; Cohen (1988), sec. 6.2. Difference and se agree with R
 *  survey::svycontrast of a svyby with covariances. */
enum trig_status trig_comparison_make(trig_estimator *estimator, const struct trig_cells *cells,
                                      size_t measure, const struct trig_domain *own,
                                      const struct trig_comparator *comparator, struct trig_comparison *out,
                                      struct trig_error *error);

/** The effect size of a comparison whose own estimate, benchmark and difference are set. */
double trig_comparison_effect(const struct trig_cells *cells, size_t measure, const struct trig_domain *own,
                              const struct trig_domain *rest, const struct trig_comparison *comparison);

/** Welch's degrees of freedom of a sum of two independent parts with variances
 *  [a] and [b]; a part without variance counts for nothing. NAN when a part that
 *  has variance has less than one degree. */
double trig_welch_df(double a, double df_a, double b, double df_b);

/** Two-sided p of [z] under Student's t; NAN when df < 1. */
double trig_two_sided_p(double z, double df);

/** The same comparison with another error of its difference: interval and plug-in test
 *  follow. Does nothing to one that was not tested. */
void trig_comparison_revise(double level, double variance, double df, struct trig_comparison *comparison);

/** Puts the benchmark, the comparison and the comparator's base into a row. */
void trig_comparison_fill(const struct trig_comparison *comparison, struct trig_result *row);

/** The flag of the historic TEF: one step (+ or -) when |z| >= 1.96 and the
 *  difference is at least 2 points, two (++ or --) when |z| >= 3 and at least 3.
 *  Points are those of a score of 0-100 or of a share in percent; blank for
 *  other units. */
struct trig_view trig_comparison_flag(double difference, double z, enum trig_unit unit);

#endif
