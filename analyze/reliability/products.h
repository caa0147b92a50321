/* Sums and products of a pillar's items over the respondents who answered all of
 * them: all that its consistency needs, from one pass.
 *
 *      block of rows --add--> part --close (end of batch)--> whole --> covariance
 *                                            other whole --merge--^
 *
 * Batches are closed in order with Neumaier's compensated addition, so results
 * agree to 1e-12 across files and orders of rows.
 */
#ifndef TRIG_ANALYZE_RELIABILITY_PRODUCTS_H
#define TRIG_ANALYZE_RELIABILITY_PRODUCTS_H

#include "surveys/base/error.h"

#include <stdbool.h>

typedef struct trig_products trig_products;

/** @param items  how many items, at least 1. */
trig_products *trig_products_create(size_t items, struct trig_error *error);
void trig_products_destroy(trig_products *products);

/* Rows with the answers to all items. */
struct trig_products_rows {
    size_t count;
    const double *const *y; /* by item: an answer a row, less a shift; NAN: none */
    const double *weights;  /* by row; NULL: everybody weighs 1 */
};

/** Adds row [row] if every item has an answer and the weight is above 0.
 *  @return whether it was added. */
bool trig_products_add(trig_products *products, const struct trig_products_rows *rows, size_t row);

/** Ends a batch. */
void trig_products_close(trig_products *products);

/** Adds [other], of the same items; both closed. */
void trig_products_merge(trig_products *products, const trig_products *other);

/** Respondents in the closed sums, and Kish's effective number (sum w)^2 / sum w^2. */
double trig_products_n(const trig_products *products);
double trig_products_effective_n(const trig_products *products);

/** Writes the (weighted) covariances, items x items, of the population kind
 *  (divided by the sum of the weights). NAN without respondents. */
void trig_products_covariance(const trig_products *products, double *out);

#endif
