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
 * Between equal institutions of 17 (50) respondents with five-point answers p is
 * below .05 in 5.4% (4.6%) of comparisons of scores; the far tail is heavier where
 * answers crowd at one end of the scale, so a value that Holm's method brings to
 * just below .05 is weaker evidence there than it looks. tests/unit/analyze/null_rate_test.c
 */
#ifndef TRIG_ANALYZE_BENCHMARK_COMPARISON_H
#define TRIG_ANALYZE_BENCHMARK_COMPARISON_H

#include "analyze/result.h"

struct trig_comparator {
    const struct trig_term *terms; /* benchmark = sum of coefficient x mean; coefficients add up to 1 */
    size_t count;
    const struct trig_domain *rest; /* everybody behind the benchmark who is not the reader's own */
    double own_share;               /* f; NAN: by the weights of the answers, as in a mean of respondents */
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
    double z;
    double p; /* two-sided, t with df */
    double effect_size;
    bool uniform; /* everybody of one side gave the same answer: no interval, no test */
};

/** Compares the mean of [own] with a benchmark.
 *  Effect sizes, of the difference as printed: for means Hedges' g, in units of
 *  the pooled standard deviation of own and rest, times J = 1 - 3 / (4 df - 1),
 *  df = n_own + n_rest - 2; for proportions Cohen's h = 2 asin sqrt p - 2 asin
 *  sqrt benchmark.
 *  @param estimator  over [cells].
 *  @param out        filled on TRIG_OK.
 *  @return TRIG_OK, also when nothing can be compared (NANs); what the estimates return.
 *  Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Welch (1947),
 *  Biometrika 34, 28-35; Hedges (1981), Journal of Educational Statistics 6,
 *  107-128; Cohen (1988), sec. 6.2. Difference and se agree with R
 *  survey::svycontrast of a svyby with covariances. */
enum trig_status trig_comparison_make(trig_estimator *estimator, const struct trig_cells *cells,
                                      size_t measure, const struct trig_domain *own,
                                      const struct trig_comparator *comparator, struct trig_comparison *out,
                                      struct trig_error *error);

/** Welch's degrees of freedom of a sum of two independent parts with variances
 *  [a] and [b]; a part without variance counts for nothing. NAN when a part that
 *  has variance has less than one degree. */
double trig_welch_df(double a, double df_a, double b, double df_b);

/** Two-sided p of [z] under Student's t; NAN when df < 1. */
double trig_two_sided_p(double z, double df);

/** Puts the benchmark, the comparison and the comparator's base into a row. */
void trig_comparison_fill(const struct trig_comparison *comparison, struct trig_result *row);

/** The flag of the historic TEF: one step (+ or -) when |z| >= 1.96 and the
 *  difference is at least 2 points, two (++ or --) when |z| >= 3 and at least 3.
 *  Points are those of a score of 0-100 or of a share in percent; blank for
 *  other units. */
struct trig_view trig_comparison_flag(double difference, double z, enum trig_unit unit);

#endif
