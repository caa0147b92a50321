/* Weights that reproduce known population totals.
 *
 *      base weights d --calibrate--> w = d F(sum of lambda) --trim--> final weights
 *
 *      margin 0 (role):   tech 200 | manager 100        each respondent is in at most
 *      margin 1 (grade):  g1 120   | g2 90  | g3 90     one row of each margin
 *
 *      post-stratification   one margin, F = exp: every row is scaled to its total
 *      raking                rows are scaled margin after margin until all fit (IPF)
 *      calibration           Newton's method for lambda; F(u) is 1 + u (linear, GREG),
 *                            exp(u) (raking) or the logit function, kept within bounds
 *      propensities          reproduce no totals (weight/propensity.h): F = exp, lambda of a
 *                            row is -log of its propensity to respond
 *
 * Sources: Deming and Stephan (1940); Deville and Särndal (1992); Deville, Särndal
 * and Sautory (1993). Agrees with R survey::postStratify, rake, calibrate and
 * trimWeights.
 */
#ifndef TRIG_ANALYZE_DESIGN_CALIBRATION_H
#define TRIG_ANALYZE_DESIGN_CALIBRATION_H

#include "surveys/base/error.h"

#include <stdbool.h>

#define TRIG_MARGIN_NONE UINT32_MAX

/* More totals than this at once would take hours: a matrix of their square is solved. */
#define TRIG_MOST_TOTALS 1500

struct trig_margin {
    const uint32_t *rows; /* by unit: its row; TRIG_MARGIN_NONE: in none */
    const double *x;      /* by unit: what the totals are of; NULL: 1, they are counts */
    const double *totals; /* by row; counts are above 0 */
    size_t count;
};

enum trig_calibration_method { TRIG_POSTSTRATIFY, TRIG_RAKE, TRIG_CALIBRATE, TRIG_PROPENSITY };
enum trig_calibration_function { TRIG_LINEAR, TRIG_RAKING, TRIG_LOGIT };

/* What makes g = F(u) of a calibration. */
struct trig_calibration_form {
    enum trig_calibration_method method;
    enum trig_calibration_function function; /* of TRIG_CALIBRATE */
    double lower;                            /* bounds of g, around 1; -INFINITY, INFINITY: none */
    double upper;
};

struct trig_calibration {
    struct trig_calibration_form form;
    const double *base; /* by respondent, above 0 */
    size_t count;
    const struct trig_margin *margins; /* every respondent is in a row of each; of TRIG_POSTSTRATIFY one */
    size_t margin_count;
    double epsilon; /* how far from its total a sum may be, as a share of 1 + |total| */
    size_t most_iterations;
};

/* How it ended. */
struct trig_calibration_end {
    bool converged;
    size_t iterations;
    double worst;  /* the largest distance, as epsilon is measured */
    size_t margin; /* where it is */
    size_t row;
    double sum; /* what the weights add up to there */
};

/** Sets epsilon and most_iterations as computed weights have them: totals are reproduced to ten
 *  digits; raking that takes more rounds has margins that almost contradict each other. */
void trig_calibration_set_limits(struct trig_calibration *calibration);

/** Finds the weights by a method other than TRIG_PROPENSITY.
 *  @param weights  gets w, by respondent.
 *  @param lambda   gets one number a row, margin after margin: g = F(sum of x lambda over
 *                  the rows that a respondent is in); 0 for rows that follow from others.
 *  @param end      says whether it converged; [weights] are then to be used.
 *  @return TRIG_OK, also without convergence; TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_calibration_find(const struct trig_calibration *calibration, double *weights,
                                       double *lambda, struct trig_calibration_end *end,
                                       struct trig_error *error);

/** g = F(u); NAN where F is not defined. */
double trig_calibration_factor(const struct trig_calibration_form *form, double u);

/** Sets weights beyond [lower] and [upper] to these and spreads what is missing over
 *  the others in equal parts, as R survey::trimWeights.
 *  @param again  until none is beyond (strict); else once.
 *  @return how many were beyond at first. */
size_t trig_calibration_trim(double *weights, size_t count, double lower, double upper, bool again);

#endif
