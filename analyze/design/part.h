/* The parts of a sample that domains are made of, and estimates of one part, which
 * cost the respondents in it and not the whole design.
 *
 *      cells --tuples of wave, institution, values--> places --> rows of each place
 *      domain = cells = places = rows
 */
#ifndef TRIG_ANALYZE_DESIGN_PART_H
#define TRIG_ANALYZE_DESIGN_PART_H

#include "analyze/design/sample.h"
#include "analyze/estimate/domain.h"

typedef struct trig_parts trig_parts;

/** Finds the place of every respondent in scope who weighs anything.
 *  @param sample, cells  of one request and the same stores; borrowed.
 *  @return NULL when memory is out. */
trig_parts *trig_parts_create(const trig_sample *sample, const struct trig_cells *cells,
                              struct trig_error *error);
void trig_parts_destroy(trig_parts *parts);

const trig_sample *trig_parts_sample(const trig_parts *parts);

/** The respondents of [domain], ascending. @param count  gets how many.
 *  @return the parts' own list, until the next call. */
const uint32_t *trig_parts_rows(trig_parts *parts, const struct trig_domain *domain, size_t *count);

/** The design's covariance of k estimates of a part, of whose respondents alone they
 *  have influence values: trig_sample_covariance with z = 0 for all others.
 *  @param rows  [count], each once; they are what is touched.
 *  @param z     z[i * k + j] of rows[i]. */
enum trig_status trig_parts_covariance(trig_parts *parts, const uint32_t *rows, size_t count, const double *z,
                                       size_t k, struct trig_covariance *out, struct trig_error *error);

#endif
