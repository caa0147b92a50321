/* Effect sizes, their words, and what rows of tests of means have in common. */
#ifndef TRIG_ANALYZE_TEST_EFFECTS_H
#define TRIG_ANALYZE_TEST_EFFECTS_H

#include "analyze/test/ranks.h"
#include "analyze/test/testing.h"

/* "negligible", "small", "medium" or "large"; "" for NAN. */
const char *trig_magnitude_of_g(double g); /* Cohen (1988): .2, .5, .8 */
const char *trig_magnitude_of_w(double w); /* Cohen (1988): .1, .3, .5; w = V sqrt(min(rows, columns) - 1) */
const char *trig_magnitude_of_eta2(double eta2);   /* Cohen's f of .1, .25, .4 */
const char *trig_magnitude_of_delta(double delta); /* Romano et al. (2006): .147, .33, .474 */

/** The statistic of a test of means: t of two groups, F of several. */
void trig_row_set_means_test(const struct trig_means *means, const struct trig_means_test *test,
                             struct trig_test_row *row);

/** Cliff's delta with its interval, on [df] degrees of freedom. */
void trig_row_set_cliff(const struct trig_cliff *cliff, double df, double level, struct trig_test_row *row);

/** The share of the variance that is between groups: eta2 / (1 - eta2) moves with (groups - 1) F, so
 *  what chance gives, F = 1, is taken off, and the interval is that of the noncentrality. */
void trig_row_set_eta2(double eta2, const struct trig_means_test *test, double level,
                       struct trig_test_row *row);

/** Strata of a single unit; that groups are too many and too small (means.h); why there is no p. */
enum trig_status trig_row_note_means(const struct trig_testing *testing, const struct trig_means *means,
                                     struct trig_test_row *row, struct trig_error *error);

#endif
