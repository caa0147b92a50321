/* The design's covariance of totals of classes, of which every respondent is in
 * one: of answers within groups, of groups.
 *
 *      V = sum_h a_h { sum_u t_u t_u' - t_h t_h' / n_h },   a_h = (1 - n_h/N_h) n_h/(n_h - 1)
 *
 * t_u are the totals of unit u by class. Where respondents are the units, t_u has one
 * entry, and the first sum is diagonal: sums of squares are enough. Classes of
 * groups that share no stratum have no covariance, so V consists of blocks:
 *
 *      groups nested in strata (institutions)     groups across strata (roles)
 *          # . .                                      # # #
 *          . # .                                      # # #
 *          . . #                                      # # #
 *
 * Groups of one block are those that strata connect. Computed weights connect all: V is then that of
 * residuals (residual.h), in one block. Agrees with R survey::svyrecvar.
 */
#ifndef TRIG_ANALYZE_TEST_BLOCKS_H
#define TRIG_ANALYZE_TEST_BLOCKS_H

#include "analyze/estimate/cells.h"

/* Of a test with lonely strata; not how many, since some are hidden. */
#define TRIG_LONELY_NOTE "there are strata of a single unit"

/* What one stratum, and in it one PSU, adds to one class. */
struct trig_block_sum {
    size_t stratum;
    size_t psu; /* TRIG_NONE: respondents are the units */
    size_t class;
    double n;      /* respondents */
    double t;      /* sum of z */
    double q;      /* sum of z^2; used where respondents are the units */
    size_t member; /* which cell they are of, or respondent: one member of the calibration; this and what
                      follows is used where weights were computed */
    double r;      /* sum of z / w, w the weight before trimming */
    double zw;     /* sum of z w; used where respondents are the units */
};

struct trig_blocks_asked {
    const struct trig_cells *cells; /* for their strata, and the calibration of their weights */
    const struct trig_design *design;
    const struct trig_block_sum *sums; /* by stratum, then PSU */
    size_t count;
    size_t classes;
    size_t per_group; /* class / per_group is its group */
};

struct trig_blocks {
    struct trig_arena arena; /* owns the lists */
    size_t classes;
    size_t count;
    size_t *block;  /* by class */
    size_t *place;  /* by class: its row in the block */
    size_t *sizes;  /* by block */
    size_t **lists; /* by block: its classes, ascending */
    double **v;     /* by block: size x size, symmetric; all NAN when nothing is known */
    double df;      /* by the design's rule, over the strata of the sums */
    size_t strata;  /* touched */
    size_t lonely;  /* of them: one unit, and adjusted, averaged, removed or certain */
    size_t unknown; /* of them: no usable population count */
};

/** @param out  free with trig_blocks_clear.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN naming a stratum of one unit where the design says fail;
 *          TRIG_ERR_LIMIT when the blocks would be too large; TRIG_ERR_MEMORY. */
enum trig_status trig_blocks_make(const struct trig_blocks_asked *asked, struct trig_blocks *out,
                                  struct trig_error *error);
void trig_blocks_clear(struct trig_blocks *blocks);

/** The covariance of classes [a] and [b]: 0 when they are in different blocks. */
double trig_blocks_at(const struct trig_blocks *blocks, size_t a, size_t b);

#endif
