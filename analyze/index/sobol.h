/* Which of several uncertain inputs an output depends on: Sobol's shares of its
 * variance, for groups of inputs that are independent and uniform from 0 to 1.
 *
 *      first_g = V(E(f | u_g)) / V(f)         alone
 *      total_g = E(V(f | all but u_g)) / V(f) alone and together with others
 *
 *      points of A and B: 2 d dimensions of a Sobol sequence, shifted at random (seed), modulo 1
 *      AB_g: A with the inputs of g from B
 *      first_g V = mean f(B) (f(AB_g) - f(A))            Saltelli et al. (2010), table 2, (b)
 *      total_g V = mean (f(A) - f(AB_g))^2 / 2           Jansen (1999); the same table, (f)
 *
 * Sources: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Computer
 * Physics Communications 181, 259-270; Cranley and Patterson (1976) for the shift.
 */
#ifndef TRIG_ANALYZE_INDEX_SOBOL_H
#define TRIG_ANALYZE_INDEX_SOBOL_H

#include "surveys/base/error.h"

#include <stddef.h>

/* GSL's Sobol sequence has 40 dimensions, of which A and B take one each an input. */
#define TRIG_SOBOL_MOST_INPUTS 20
#define TRIG_SOBOL_MOST_GROUPS 8

/* A sequence of points that fill the unit cube evenly. */
typedef struct trig_sobol_points trig_sobol_points;

/** @param dimensions  at most 40.
 *  @return NULL when memory is out. */
trig_sobol_points *trig_sobol_points_create(size_t dimensions, unsigned long seed, struct trig_error *error);
void trig_sobol_points_destroy(trig_sobol_points *points);
/** The next point; every coordinate lies above 0 and below 1. */
void trig_sobol_points_next(trig_sobol_points *points, double *out);

/* The output at the point [u] of as many coordinates as there are inputs. */
typedef double trig_sobol_model(const double *u, void *context);

struct trig_sobol_plan {
    size_t inputs;       /* at most TRIG_SOBOL_MOST_INPUTS */
    const size_t *group; /* by input: which group it belongs to */
    size_t groups;       /* at most TRIG_SOBOL_MOST_GROUPS */
    size_t samples;      /* points of A; the model is asked samples x (2 + groups) times */
    unsigned long seed;
};

struct trig_sobol_shares {
    double mean;
    double variance;
    double first[TRIG_SOBOL_MOST_GROUPS]; /* may come out slightly below 0; NAN: the output never changes */
    double total[TRIG_SOBOL_MOST_GROUPS];
};

/** Estimates the shares.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sobol_estimate(const struct trig_sobol_plan *plan, trig_sobol_model *model,
                                     void *context, struct trig_sobol_shares *out, struct trig_error *error);

#endif
