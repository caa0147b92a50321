/* Benchmarks adjusted for the mix: an institution beside what the sector would
 * score with that institution's own mix of staff.
 *
 *              cell 1      cell 2      cell 3           mix cells: role x grade, say
 *     inst A   n, mean     n, mean     -                observed O: mean over A's answers
 *     inst B   n, mean     n, mean     n, mean
 *     sector   mean_1      mean_2      mean_3           benchmark E: sector means, weighed by A's n
 *
 * With n_ij answers in cell j of institution i, means m_ij and sums n_i+, n_+j:
 *
 *     O_i = sum_j n_ij m_ij / n_i+          E_i = sum_j n_ij m_+j / n_i+
 *     D_i = O_i - E_i = sum_kj l_kj m_kj    Var D_i = sum_kj l_kj^2 s2_kj / n_kj
 *     l_ij = (n_ij / n_i+) (1 - n_ij / n_+j),  l_kj = - n_ij n_kj / (n_i+ n_+j)
 *
 * The numbers n_ij are answers, or their weights; then s2_kj / n_kj is the sum of
 * w^2 (y - m_kj)^2 over n_kj^2. s2_kj is the variance within cell j pooled over
 * all institutions (under the null hypothesis they are alike), or each
 * institution's own ("plug-in"), which in small cells calls far too many equal
 * institutions different. Leaving the institution out of its own benchmark takes
 * m_-ij, the mean of the others, in place of m_+j; then l_ij = n_ij / n_i+ and
 * l_kj = - (n_ij / n_i+) n_kj / (n_+j - n_ij).
 *
 * Where cells are sparse, a regression on main effects takes the place of the cells'
 * own means: m_+j becomes mu_j = f(x_j'b), fitted to everybody, and with
 * g = sum_j (n_ij / n_i+) f'(x_j'b) x_j, the inverse information G^-1 and p_j = x_j'G^-1 g
 *
 *     D_i = O_i - sum_j n_ij mu_j / n_i+,   Var D_i = sum_kj sum_w w^2 (1(k = i) / n_i+ - p_j)^2 v_j
 *
 * with v_j = mu_j (1 - mu_j) for shares (logistic), the residual variance for means
 * (linear), or, plugged in, each answer's own (y - mu_j)^2. By cells the same holds with
 * p_j = n_ij / (n_i+ n_+j).
 *
 * Source: Draper & Gittoes (2004), Journal of the Royal Statistical Society A 167,
 * 449-474, doi 10.1111/j.1467-985X.2004.apm12.x; the pooled variance is the usual
 * one of a test of equal shares, by cell; the regression's is the linearised one of
 * Binder (1983), International Statistical Review 51, 279-292.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_MIX_H
#define TRIG_ANALYZE_BENCHMARK_MIX_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of one cell of one institution. */
struct trig_mix_cell {
    double n;          /* answers, or their weight; 0: nobody */
    double mean;       /* share 0-1, or a score; not looked at when n is 0 */
    double variance;   /* of one answer, with divisor n: m (1 - m) for a share */
    double answers;    /* unweighted */
    double squares;    /* sum of w^2 */
    double squares_y;  /* of w^2 (y - mean) */
    double squares_yy; /* of w^2 (y - mean)^2 */
};

/** A cell of answers that all weigh 1. */
struct trig_mix_cell trig_mix_cell_of(double n, double mean, double variance);

/* cells[institution * cell_count + cell] */
struct trig_mix {
    const struct trig_mix_cell *cells; /* borrowed */
    size_t institutions;
    size_t cell_count;
};

/** What is known of cell [cell] of an institution. */
const struct trig_mix_cell *trig_mix_cell_at(const struct trig_mix *mix, size_t institution, size_t cell);

enum trig_mix_variance { TRIG_MIX_POOLED, TRIG_MIX_PLUGIN };

/* What the cells are combinations of, for a regression on main effects. */
struct trig_mix_factors {
    const uint32_t *levels;     /* [factor * cell_count + cell], from 0 */
    const size_t *level_counts; /* by factor: at least 2 */
    size_t count;               /* at most TRIG_MOST_REGRESSORS */
};

struct trig_mix_options {
    enum trig_mix_variance variance;
    bool leave_out; /* the institution's own answers are no part of its benchmark; by cells only */
    bool means;     /* not shares: pooled variances have divisor n - 1, and a regression is linear */
    const struct trig_mix_factors *factors; /* NULL: by cells */
};

/* What everybody scores in each cell, and how each answer pulls at the benchmark. */
struct trig_mix_standard {
    double *expected; /* by cell: m_+j or mu_j; NAN: (left out) nobody else answered */
    double *pull;     /* by cell: p_j */
    double *variance; /* by cell: pooled v_j */
    double df;        /* of the pooled variances: answers in the institution's cells less parameters */
};

/** @param out  to clear on TRIG_OK.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (the regression has no finite fit); TRIG_ERR_LIMIT (too many
 *          levels); TRIG_ERR_MEMORY. */
enum trig_status trig_mix_standard_make(const struct trig_mix *mix, const struct trig_mix_options *options,
                                        size_t which, struct trig_mix_standard *out,
                                        struct trig_error *error);
void trig_mix_standard_clear(struct trig_mix_standard *standard);

/* One institution's result, in the units of the means. */
struct trig_mix_result {
    double n;
    double observed;
    double benchmark;  /* NAN: nobody answered, or (left out) nobody else did in one of its cells */
    double difference; /* observed - benchmark; NAN likewise */
    double se;         /* of the difference; NAN likewise */
    double z;          /* difference / se; NAN when se is 0 */
    double own_share;  /* of the benchmark that is the institution's own answers, 0-1 */
    size_t others;     /* other institutions that its benchmark is made of */
    double largest;    /* of what others pull: the share of the one that pulls most, 0-1 */
    double second;     /* and of the next */
};

/** The result of institution [which] beside [standard], which was made for it with these options. */
void trig_mix_result(const struct trig_mix *mix, const struct trig_mix_options *options,
                     const struct trig_mix_standard *standard, size_t which, struct trig_mix_result *out);

/** How sure it is that the true difference lies above [material], within it on
 *  both sides, or below minus [material]: 0-1 each, NAN where there is no error.
 *  @param df  of the error; INFINITY: the estimate is normal. */
struct trig_mix_evidence {
    double above;
    double within;
    double below;
};
struct trig_mix_evidence trig_mix_evidence(double difference, double se, double df, double material);

/** "above 99%": the highest of 99, 95 and 90% at which the difference lies on one
 *  side of what is material, or within it; blank below that. */
struct trig_view trig_mix_grade(struct trig_mix_evidence evidence);

#endif
