/* What ties a summary's rows together: contrasts of them, and their covariances.
 *
 *      row = estimate with influence values z of its respondents
 *      contrast  sum c_i row_i:  V of sum c_i z_i        covariance of two rows: V of (z_1, z_2)
 *
 * V is the design's covariance, which knows what rows share. Quantiles have no influence values, and
 * counts no error: these rows are in neither. Agrees with R survey::svycontrast, and with vcov of
 * svyby(.., covmat = TRUE).
 *
 * Nothing is told of a hidden row. Where places share respondents (groups of institutions do), or those
 * who answered two measures are too few, also by subtraction, the contrast is hidden and the covariance
 * left empty.
 */
#ifndef TRIG_ANALYZE_SUMMARY_SUMMARY_CONTRASTS_H
#define TRIG_ANALYZE_SUMMARY_SUMMARY_CONTRASTS_H

#include "analyze/summary/summary_rows.h"

/* More rows would be a matrix that nobody reads, and half a million pairs. */
#define TRIG_MOST_COVARIANCE_ROWS 1000

/* A row of the result that a contrast takes. */
struct trig_contrast_part {
    double coefficient;
    size_t place;
    const struct trig_planned *planned;
};

/** Whether the error of a row is by influence values. */
bool trig_planned_is_linear(const struct trig_summary_rows *rows, const struct trig_planned *planned);

/** Adds a row for each contrast of the request and each statistic it can be taken of. After
 *  disclosure control of the rows.
 *  @return TRIG_OK; TRIG_ERR_USAGE naming what is no row; what the covariance returns; TRIG_ERR_MEMORY. */
enum trig_status trig_summary_contrasts_add(struct trig_summary_rows *rows, struct trig_arena *arena,
                                            struct trig_error *error);

/** The covariances of each two rows: columns row, with (places in the result, from 1), covariance.
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_summary_covariances(struct trig_summary_rows *rows, struct trig_arena *arena,
                                          trig_table **out, struct trig_error *error);

#endif
