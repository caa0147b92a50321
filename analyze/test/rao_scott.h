/* Whether answers and groups are independent, under the design.
 *
 * Pearson's X2 of the weighted table does not follow chi-square when respondents are
 * clustered, stratified or weighted; under independence it follows sum_i delta_i chi2_1,
 * where delta are the eigenvalues of Delta = (C'D^-1 C / n)^-1 C'D^-1 V D^-1 C. Here D holds
 * the shares of the classes, V is their covariance, and C spans the tables whose rows
 * and columns sum to zero. The tests need tr Delta and tr Delta^2 only:
 *
 *      F       X2 / tr Delta                    d0 = tr^2 / tr(Delta^2), d0 nu      (second order; default)
 *      Chisq   X2 / mean delta                  chi-square, (answers - 1)(groups - 1)
 *
 * A table of 5 x 140 has a Delta of 556 x 556, which is never made. Write
 * P = D^-1 C (C'D^-1 C)^-1 C'D^-1; then tr Delta = n tr(P V) and tr Delta^2 = n^2 tr(P V P V).
 * P is D^-1 less what the margins explain. Groups that gave every answer are swept out
 * one by one, so that
 *
 *      P = E - G K G'       E: D_g^-1 - 1 1'/p_g within each group g
 *                           G: the answers' indicators, less their mean in each group
 *                           K: (G'DG)^+, answers x answers
 *
 * and V = (I - p 1') A (I - 1 p') with A the covariance of the classes' totals, in blocks
 * (blocks.h): the cost is that of the blocks, times answers + 2. A class that nobody is in
 * ties its group's indicator to its answer's (their sum has to vanish there): such groups
 * are not swept, and what is tied together shares one column of G. That is what dropping
 * the empty classes from D^-1 comes to. Source: Rao and Scott (1984), Annals of Statistics
 * 12, 46-60; agrees with R survey::svychisq.
 */
#ifndef TRIG_ANALYZE_TEST_RAO_SCOTT_H
#define TRIG_ANALYZE_TEST_RAO_SCOTT_H

#include "analyze/test/blocks.h"
#include "analyze/test/cross.h"

struct trig_rao_scott {
    double x2;     /* Pearson's, with weights that sum to the respondents */
    double trace;  /* of Delta */
    double trace2; /* of Delta^2 */
    double rank; /* of Delta: (answers - 1)(groups - 1), less where empty classes leave nothing to compare */
    double nu;   /* degrees of freedom of the design */
};

/** The covariance A of the classes' shares of the whole weight.
 *  @param out  to clear with trig_blocks_clear. */
enum trig_status trig_rao_scott_blocks(const struct trig_cross *cross, const struct trig_cells *cells,
                                       const struct trig_design *design, struct trig_blocks *out,
                                       struct trig_error *error);

/** @param cross  of at least two groups and two answers.
 *  @return TRIG_OK; TRIG_ERR_MEMORY. */
enum trig_status trig_rao_scott_make(const struct trig_cross *cross, const struct trig_blocks *blocks,
                                     struct trig_rao_scott *out, struct trig_error *error);

struct trig_wald {
    double statistic; /* an F */
    double df;
    double df2; /* below 1: the design has too few units, and p is NAN */
    double p;
};

/** Wald's test of independence: observed less expected totals against their
 *  covariance. @param adjusted  Koch, Freeman and Freeman's F, as svychisq's adjWald.
 *  @return TRIG_OK, with NANs when the covariance is singular; TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_wald_table(const struct trig_cross *cross, const struct trig_blocks *blocks,
                                 bool adjusted, struct trig_wald *out, struct trig_error *error);

#endif
