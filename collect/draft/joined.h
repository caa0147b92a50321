/* Several answers in one cell, without a list of the options: which separator, and
 * which options.
 *
 *     "Parrots,Whales"                      Parrots | Whales
 *     "Salt, vinegar and ink,Whales"        a part that only ever follows another belongs to it
 *     "Books (e.g. manuals, novels),Talks"  what stands in brackets is not cut
 */
#ifndef TRIG_COLLECT_DRAFT_JOINED_H
#define TRIG_COLLECT_DRAFT_JOINED_H

#include "collect/draft/draft.h"

struct trig_joined {
    char separator[2];
    const char *called;             /* "commas" */
    const struct trig_view *labels; /* the options, by their normalised text */
    size_t count;
    size_t rare; /* options that fewer than TRIG_DRAFT_FEW people gave: not among the labels */
};

/** Whether the answers of [column] are several options joined by a separator: the
 *  parts come back in other combinations, and few are left over. */
bool trig_draft_split(struct trig_draft *draft, const struct trig_gathered_column *column,
                      struct trig_joined *out);

#endif
