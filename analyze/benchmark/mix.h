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
 * The numbers n_ij count as given. s2_kj is the variance within cell j pooled over
 * all institutions (under the null hypothesis they are alike), or each
 * institution's own ("plug-in"), which in small cells calls far too many equal
 * institutions different. Leaving the institution out of its own benchmark takes
 * m_-ij, the mean of the others, in place of m_+j; then l_ij = n_ij / n_i+ and
 * l_kj = - (n_ij / n_i+) n_kj / (n_+j - n_ij).
 *
 * Source: Draper & Gittoes (2004), Journal of the Royal Statistical Society A 167,
 * 449-474, doi 10.1111/j.1467-985X.2004.apm12.x; the pooled variance is the usual
 * one of a test of equal shares, by cell.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_MIX_H
#define TRIG_ANALYZE_BENCHMARK_MIX_H

#include "surveys/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What is known of one cell of one institution. */
struct trig_mix_cell {
    double n;        /* answers, or their weight; 0: nobody */
    double mean;     /* share 0-1, or a score; not looked at when n is 0 */
    double variance; /* of one answer, with divisor n: m (1 - m) for a share */
};

/* cells[institution * cell_count + cell] */
struct trig_mix {
    const struct trig_mix_cell *cells; /* borrowed */
    size_t institutions;
    size_t cell_count;
};

enum trig_mix_variance { TRIG_MIX_POOLED, TRIG_MIX_PLUGIN };

struct trig_mix_options {
    enum trig_mix_variance variance;
    bool leave_out; /* the institution's own answers are no part of its benchmark */
};

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
};

/** The result of institution [which]. */
void trig_mix_result(const struct trig_mix *mix, const struct trig_mix_options *options, size_t which,
                     struct trig_mix_result *out);

/** How sure it is that the true difference lies above [material], within it on
 *  both sides, or below minus [material], when the estimate is normal: 0-1 each. */
struct trig_mix_evidence {
    double above;
    double within;
    double below;
};
struct trig_mix_evidence trig_mix_evidence(double difference, double se, double material);

#endif
