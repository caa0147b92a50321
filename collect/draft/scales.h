/* From a guess to the rows of scales.csv. */
#ifndef TRIG_COLLECT_DRAFT_SCALES_H
#define TRIG_COLLECT_DRAFT_SCALES_H

#include "collect/draft/guess.h"

/** A new scale of the draft with the steps of [guess] in their order, steps that
 *  nobody chose filled in where the table or the numbers say what they are.
 *  @return its index; TRIG_NONE when memory is out. */
size_t trig_draft_scale_of(struct trig_draft *draft, const struct trig_guess *guess);

/** Adds what [guess] has of answers that are none (not applicable, don't know) to
 *  the scale, as spellings of one code a kind. */
void trig_draft_add_missing(struct trig_draft *draft, size_t scale, const struct trig_guess *guess);

/** Adds [text] to the aliases of a code, unless it is there or is its label. */
void trig_draft_add_alias(struct trig_draft *draft, struct trig_draft_code *code, struct trig_view text);

/** A new scale without order, of [labels]; codes are made from the labels.
 *  @param declared  labels, normalised, that a file declares to be no answers.
 *  @param rest    whether any other answer is to be read as "other". */
size_t trig_draft_nominal_scale(struct trig_draft *draft, const struct trig_view *labels, size_t count,
                                struct trig_views declared, bool rest, struct trig_view review);

#endif
