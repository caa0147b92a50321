/* The distribution of the studentized range, for Tukey's comparisons. */
#ifndef TRIG_ANALYZE_TEST_STUDENTIZED_H
#define TRIG_ANALYZE_TEST_STUDENTIZED_H

/** P(range of [groups] standard normals / s <= q), s^2 chi-square over [df] divided by df, independent:
 *
 *      int f(s) { groups int phi(z) [Phi(z) - Phi(z - q s)]^(groups - 1) dz } ds
 *
 *  by Gauss and Legendre's rule, to 1e-9. NAN for fewer than two groups or df < 1. Agrees with R
 *  ptukey(q, groups, df). */
double trig_studentized_range(double q, double groups, double df);

/** The q whose probability it is, between 0 and 1; as R qtukey. */
double trig_studentized_quantile(double probability, double groups, double df);

#endif
