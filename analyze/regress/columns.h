/* The columns of a regression, never written out as a matrix.
 *
 *      regressor   a factor (level by row) or a number (x by row)
 *      term        a product of regressors: role | cpd_days | role:site
 *      columns     (Intercept) | role: tl, rtp | cpd_days | role:site: tl:north, rtp:north ...
 *                       0           1    2          3              4          5
 *
 * A row has at most one entry a term, whatever number of columns that term has,
 * so that X'WX costs the terms and not the columns of a row. Numbers are
 * centred and scaled inside (a year or a large income would cost digits);
 * trig_columns_restore takes coefficients back to the numbers as they are.
 * Factors are coded by treatment contrasts with level 0 as the reference, or in
 * full where no term before holds the rest of theirs, as R's terms and
 * model.matrix have it; the first factor varies fastest.
 */
#ifndef TRIG_ANALYZE_REGRESS_COLUMNS_H
#define TRIG_ANALYZE_REGRESS_COLUMNS_H

#include "surveys/base/error.h"

#include <stdbool.h>

#define TRIG_MOST_REGRESSORS  16 /* in a model */
#define TRIG_MOST_MODEL_TERMS 32 /* with their interactions */
#define TRIG_MOST_PRODUCT     4  /* regressors in a term */
#define TRIG_MOST_COLUMNS     1000

struct trig_regressor {
    const uint32_t *level; /* factors: by row, below level_count */
    const double *x;       /* numbers: by row */
    size_t level_count;    /* 0: a number */
    double centre;         /* set by trig_columns_centre; 0 and 1 before */
    double scale;
};

struct trig_term_columns {
    size_t regressors[TRIG_MOST_PRODUCT]; /* ascending */
    size_t count;
    bool full[TRIG_MOST_PRODUCT];     /* factors: a column for every level */
    size_t stride[TRIG_MOST_PRODUCT]; /* factors */
    size_t first;                     /* its columns */
    size_t columns;
};

struct trig_columns {
    struct trig_regressor regressors[TRIG_MOST_REGRESSORS];
    size_t regressor_count;
    struct trig_term_columns terms[TRIG_MOST_MODEL_TERMS]; /* without the intercept */
    size_t term_count;
    size_t count;   /* of columns; the intercept is column 0 */
    size_t threads; /* that go through the rows; 0: one a processor */
};

/* One number of a row that is not 0. */
struct trig_nonzero {
    size_t column;
    double value;
};

/** Codes the terms, whose regressors and counts are set, and counts the columns.
 *  @return TRIG_OK; TRIG_ERR_LIMIT with the number of columns. */
enum trig_status trig_columns_settle(struct trig_columns *columns, struct trig_error *error);

/** Centres and scales numbers by their means and standard deviations over
 *  [rows] rows, where the model can take that back.
 *  @param move  false: only scales. For a model with aliased columns, of which one
 *               may be needed to take the move back. */
void trig_columns_centre(struct trig_columns *columns, size_t rows, bool move);

/** Centres and scales the numbers of [columns], other rows of the same model, as those of [like]. */
void trig_columns_centre_like(struct trig_columns *columns, const struct trig_columns *like);

/** The entries of a row, the intercept first.
 *  @param out  room for term_count + 1.
 *  @return how many there are. */
size_t trig_columns_row(const struct trig_columns *columns, size_t row, struct trig_nonzero *out);

/** Turns coefficients of the centred columns into those of the columns as named.
 *  It is linear, so it takes influence values and covariances as well.
 *  @param from  count of them; [to] the same. */
void trig_columns_restore(const struct trig_columns *columns, const double *from, double *to);

/** The levels that column [column] of [term] stands for, by place in the term; 0 for numbers. */
void trig_columns_levels(const struct trig_columns *columns, const struct trig_term_columns *term,
                         size_t column, size_t levels[TRIG_MOST_PRODUCT]);

/** Whether all regressors are factors. */
bool trig_columns_are_factors(const struct trig_columns *columns);

#endif
