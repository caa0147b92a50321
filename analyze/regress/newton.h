/* Newton's method for a weighted log-likelihood over rows that is concave in the
 * parameters.
 *
 *      parameters:  coefficients of columns 0 .. count-1 | further ones (thresholds)
 *
 *      X'WX of the weights --> aliased columns, which stay at 0
 *      start --> step --> step ..   each halved for as long as the likelihood falls
 *      at the end: inverse of the information, and whether a coefficient ran away
 *
 * A point is passed over once: likelihood, score and information together, since a
 * step is hardly ever taken back.
 */
#ifndef TRIG_ANALYZE_REGRESS_NEWTON_H
#define TRIG_ANALYZE_REGRESS_NEWTON_H

#include "analyze/regress/columns.h"
#include "surveys/base/memory.h"

/* A row at a point of the search. */
struct trig_newton_row {
    size_t row;
    const struct trig_nonzero *entries;
    size_t count;        /* of entries */
    const double *point; /* the parameters */
    double eta;          /* the entries times their coefficients */
};

/* What rows are added to. */
struct trig_newton_sums {
    double *likelihood;
    double *score;       /* by parameter */
    double *information; /* parameters x parameters, lower triangle */
    size_t parameters;
};

/** Adds a row; called from several threads. */
typedef void trig_newton_add(const void *context, const struct trig_newton_row *row,
                             struct trig_newton_sums *sums);

/** Writes the parameters to begin with where none are known; they hold zeros. */
typedef void trig_newton_begin(const void *context, double *parameters);

struct trig_newton_model {
    const struct trig_columns *columns; /* settled and centred, over the rows */
    size_t rows;
    const double *w;   /* by row; rows that weigh nothing are passed over */
    size_t parameters; /* more than columns: the further ones do the intercept's work, whose place is not used
                        */
    double size;       /* what likelihoods are measured by: the sum of the weights, or of the events */
    bool quadratic;    /* the likelihood is: two steps are all, and nothing runs away */
    bool one_sided;    /* only low predictors run away */
    trig_newton_add *add;
    trig_newton_begin *begin;
    const void *context;
};

/* A fit in the coordinates of the centred columns; trig_columns_restore leads out of them. */
struct trig_newton {
    struct trig_arena arena; /* owns the lists */
    size_t parameters;
    bool *aliased;     /* by parameter: a combination of the columns before it, or not used */
    size_t free;       /* how many are not */
    double *estimates; /* by parameter; 0 where aliased */
    double *inverse;   /* parameters x parameters: of the information; 0 where aliased */
    size_t steps;
    bool converged;
    size_t separated; /* the column whose coefficient has no finite value; SIZE_MAX: none */
};

/** @param start  [parameters] to begin with; NULL: none known.
 *  @param out    to clear in any case; not converged or separated: the numbers mean nothing.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_newton_fit(const struct trig_newton_model *model, const double *start,
                                 struct trig_newton *out, struct trig_error *error);
void trig_newton_clear(struct trig_newton *newton);

/** Adds slope x to the score and curvature x x' to the information, x the [entries] of a row. */
void trig_newton_add_columns(struct trig_newton_sums *sums, const struct trig_nonzero *entries, size_t count,
                             double slope, double curvature);

#endif
