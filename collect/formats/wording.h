/* Wordings that a platform joins from a question and what stands under it.
 *
 *     "How far do you agree? - People know what I do"
 *     "How far do you agree? - My work goes unseen"
 *      \________ stem _______/ \_______ rest ______/
 *
 * Questions and options may hold the mark themselves, so the stem is what all
 * columns of the question share.
 */
#ifndef TRIG_COLLECT_FORMATS_WORDING_H
#define TRIG_COLLECT_FORMATS_WORDING_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdbool.h>

/** [text] with every run of white space as one blank and none at its ends, in the
 *  arena. @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_wording_flatten(struct trig_arena *arena, struct trig_view text, struct trig_view *out,
                                      struct trig_error *error);

/** Which of [count] texts occur once: a blank text does not.
 *  @param unique  [count], filled. @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_wording_find_unique(const struct trig_view *texts, bool *unique, size_t count,
                                          struct trig_error *error);

/** How many bytes [a] and [b] have in common at their start, up to and with the
 *  last [mark] that lies within; 0 when none does. */
size_t trig_wording_stem(struct trig_view a, struct trig_view b, const char *mark);

/** The bytes up to and with the last [mark] of [text] that has something on both
 *  sides; 0 when there is none. */
size_t trig_wording_last(struct trig_view text, const char *mark);

/** Takes `How far? [It is [quite] seen]` apart: what stands before the bracket that
 *  the last character closes, and what stands in it, both trimmed.
 *  @return whether both are there; else the two are as they were. */
bool trig_wording_split_bracket(struct trig_view text, struct trig_view *before, struct trig_view *within);

/** [text] without [end], when it ends so; else as it is. */
struct trig_view trig_wording_without(struct trig_view text, const char *end);

/** Whether [text] ends with [end]. */
bool trig_wording_ends(struct trig_view text, const char *end);

#endif
