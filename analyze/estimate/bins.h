/* How many gave each answer: for every variable that a request wants counted,
 * one bin a code and one for what else may have become of the question.
 *
 *      variable:   code 0 | code 1 | ... | code C-1 | answered | skipped | not shown | declared missing |
 * unreadable
 *                  \____ of its scale ___________/ \_ enum trig_answer _____________________________________/
 *
 * C is 0 for a variable without scale. A respondent is in one bin; only with
 * several answers at once (TRIG_TYPE_MULTIPLE) in that of each and in
 * `answered`, which no other variable with a scale uses. Counting by code is one
 * addition a row however many codes there are, where a measure for each code
 * would be three for each.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_BINS_H
#define TRIG_ANALYZE_ESTIMATE_BINS_H

#include "analyze/estimate/sums.h"

/* Bins of a variable besides its codes: one for each enum trig_answer. */
#define TRIG_BINS_OUTCOMES 5

/** How many codes [variable] has: 0 without a scale. */
size_t trig_bins_codes(const trig_definition *definition, size_t variable);

/** How many bins all counted variables of [request] have together. */
size_t trig_bins_count(const trig_definition *definition, const struct trig_request *request);

/** The first bin of the counted variable [index] (into request->counted). */
size_t trig_bins_place(const trig_definition *definition, const struct trig_request *request, size_t index);

typedef struct trig_bins trig_bins;

/** A counter for batches of [frame], which is borrowed. */
trig_bins *trig_bins_create(const trig_frame *frame, struct trig_error *error);
void trig_bins_destroy(trig_bins *bins);

/* Rows of a batch, with the slots of the sums that they belong to. */
struct trig_bins_rows {
    size_t store;
    const struct trig_batch *batch;
    size_t start;
    size_t count;
    const uint32_t *slots; /* by row from start */
    const double *weights; /* the same; NULL: everybody weighs 1 */
};

/** Adds these rows to [sums]; who weighs nothing is not counted. */
void trig_bins_add(const trig_bins *bins, const struct trig_bins_rows *rows, struct trig_sums *sums);

/** The bins of some rows of a batch, [start] + rows[i], for the counted variable [index]; of several answers
 *  at once that of having answered. @param out  gets [count] indices of all bins. */
void trig_bins_find(const trig_bins *bins, size_t index, const struct trig_batch *batch, size_t start,
                    const uint16_t *rows, size_t count, uint32_t *out);

#endif
