/* What computed weights leave of the totals of classes: the covariance of residuals.
 *
 *      e_i = z_i - w_i C'x_i      x: in which row of each margin, w: the weight before trimming
 *      V   = A - C'N - N'C + C'M C
 *
 * C holds a fit's coefficients, margin rows x classes (design/calibrated.h). A is the design's covariance
 * of the classes' totals (blocks.h), M that of the totals of w x, N that of both: they are added up
 * together, unit by unit and stratum by stratum, and nothing is kept by respondent. Everybody whose weight
 * was computed has a residual of every class, in the groups or not. Agrees with R survey::svyrecvar of a
 * calibrated design.
 */
#ifndef TRIG_ANALYZE_TEST_RESIDUAL_H
#define TRIG_ANALYZE_TEST_RESIDUAL_H

#include "analyze/estimate/calibration.h"
#include "analyze/test/blocks.h"

/* Those who have one fit, whose weights were computed: a cell; a respondent where totals of numbers were
 * reproduced. */
struct trig_residual_member {
    size_t stratum; /* into cells->strata */
    size_t psu;     /* TRIG_NONE: respondents are the units */
    size_t at;      /* the cell, or the respondent */
    double w;       /* sum of the weights before trimming, and of their squares */
    double ww;
};

typedef struct trig_residual trig_residual;

/** @param cells  that are calibrated; borrowed.
 *  @param out    free with trig_residual_destroy.
 *  @return TRIG_OK; TRIG_ERR_LIMIT when M and N would be too large; TRIG_ERR_MEMORY. */
enum trig_status trig_residual_create(const struct trig_cells *cells, size_t classes, trig_residual **out,
                                      struct trig_error *error);
void trig_residual_destroy(trig_residual *residual);

/** The members, by stratum and PSU. */
const struct trig_residual_member *trig_residual_members(const trig_residual *residual, size_t *count);

/** Adds a member's w x to the totals of the unit, or stratum, under way. */
void trig_residual_add_total(trig_residual *residual, const struct trig_residual_member *member);

/** Adds [factor] times the products of those totals, with one another and with the [count] totals of
 *  classes, to M and N, and forgets them.
 *  @param totals  by class; those of the listed classes are looked at. */
void trig_residual_add_products(trig_residual *residual, double factor, const double *totals,
                                const size_t *classes, size_t count);

/** Adds [factor] times the squares of every respondent of a member to M. */
void trig_residual_add_squares(trig_residual *residual, double factor,
                               const struct trig_residual_member *member);

/** Adds [factor] times the products of z and w x of a sum's respondents to N. */
void trig_residual_add_pairs(trig_residual *residual, double factor, const struct trig_block_sum *sum);

/** Turns A into V.
 *  @param sums  all that has a z.
 *  @param v     classes x classes, row-major.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_residual_take(trig_residual *residual, const struct trig_block_sum *sums, size_t count,
                                    double *v, struct trig_error *error);

#endif
