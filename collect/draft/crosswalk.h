/* A new wave's export beside an existing definition: which of its questions were
 * asked before in the same words, in others, on another scale; which are new, and
 * which are gone. */
#ifndef TRIG_COLLECT_DRAFT_CROSSWALK_H
#define TRIG_COLLECT_DRAFT_CROSSWALK_H

#include "collect/draft/draft.h"

enum trig_crossing {
    TRIG_CROSS_SAME,
    TRIG_CROSS_REWORDED,
    TRIG_CROSS_RESCALED,
    TRIG_CROSS_NEW,
    TRIG_CROSS_GONE
};

/* As crosswalk.csv calls it; "new" and "gone" have no row there. */
const char *trig_crossing_name(enum trig_crossing crossing);

struct trig_draft_crossing {
    enum trig_crossing crossing;
    struct trig_view variable; /* of the definition; of the draft when it is new */
    struct trig_view heading;  /* in the export; empty when it is gone */
    struct trig_view review;
};

struct trig_draft_crossings {
    struct trig_draft_crossing
        *items; /* in the draft's arena: the definition's variables, then what is new */
    size_t count;
};

/** Compares the draft of a new wave with [definition]: items, attributes and comments.
 *  Words are compared normalised; what is left over is compared by edit distance, a
 *  quarter of its length at most. An answer that the old scale cannot read makes a
 *  question rescaled when more than one cell of ten holds such answers.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_draft_cross(struct trig_draft *draft, const trig_definition *definition,
                                  struct trig_draft_crossings *out, struct trig_error *error);

/** Writes crosswalk.csv to [path]: the rows that [definition] has, then the proposed ones for
 *  [from] and [to], with a column `review`; what is new or gone has no row. The file can take
 *  the place of the definition's.
 *  @param from, to  waves; both are needed.
 *  @return TRIG_OK; TRIG_ERR_USAGE (a wave is not known); TRIG_ERR_REFUSED (the file exists);
 *          TRIG_ERR_IO; TRIG_ERR_MEMORY. */
enum trig_status trig_draft_cross_write(const trig_definition *definition,
                                        const struct trig_draft_crossings *crossings, struct trig_view from,
                                        struct trig_view to, const char *path, struct trig_error *error);

#endif
