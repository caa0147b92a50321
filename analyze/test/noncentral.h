/* The noncentral F distribution: how large an effect could be behind a test. */
#ifndef TRIG_ANALYZE_TEST_NONCENTRAL_H
#define TRIG_ANALYZE_TEST_NONCENTRAL_H

/** P(F <= f) with [df] and [df2] degrees of freedom and noncentrality [lambda]: a
 *  Poisson mixture of central ones. Agrees with R pf(f, df, df2, lambda). */
double trig_noncentral_f(double f, double df, double df2, double lambda);

/** The noncentrality under which the chance of a smaller F is [probability]; 0 when even
 *  none makes it that large; NAN when undefined. */
double trig_noncentral_lambda(double f, double df, double df2, double probability);

#endif
