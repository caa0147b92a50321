/* The standard bivariate normal distribution. */
#ifndef TRIG_ANALYZE_RELIABILITY_BIVARIATE_H
#define TRIG_ANALYZE_RELIABILITY_BIVARIATE_H

/** P(X <= h, Y <= k) of two standard normals with correlation [rho] from -1 to 1, to
 *  1e-14; [h] and [k] may be infinite.
 *
 *      P = Phi(h) Phi(k) + 1 / (2 pi) int_0^{asin rho} exp(-q(t)) dt,
 *      q = (h - k)^2 / (2 cos^2 t) + h k / (1 + sin t),      for rho > 0
 *
 *  by Gauss and Legendre's rule of 20 points on pieces that halve towards pi / 2,
 *  where q may change quickly; rho < 0 by P(h, k; rho) = Phi(h) - P(h, -k; -rho).
 *  Source: Drezner and Wesolowsky (1990), Journal of Statistical Computation and
 *  Simulation 35, 101-107; Genz (2004), Statistics and Computing 14, 251-260. */
double trig_bivariate_below(double h, double k, double rho);

/** The density at (h, k), |rho| < 1; 0 where one of them is infinite. */
double trig_bivariate_density(double h, double k, double rho);

#endif
