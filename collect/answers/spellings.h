/* The spellings under which something is known, normalised: code, label and
 * aliases of the answers of a scale, names of institutions, ids of waves.
 *
 *     rank 0   "4"                          -> 3      what is added first counts most
 *     rank 1   "agree"                      -> 3
 *     rank 2   "tend to agree"              -> 3
 *
 * The same spelling for two things at one rank is ambiguous, and found as such;
 * at different ranks the earlier rank has it.
 */
#ifndef TRIG_COLLECT_ANSWERS_SPELLINGS_H
#define TRIG_COLLECT_ANSWERS_SPELLINGS_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"
#include "surveys/definition/definition.h"

/* What trig_spellings_find says beside an index and TRIG_NONE. */
#define TRIG_AMBIGUOUS (SIZE_MAX - 1)

typedef struct trig_spellings trig_spellings;

trig_spellings *trig_spellings_create(struct trig_error *error);
void trig_spellings_destroy(trig_spellings *spellings);

/** What is added from now on ranks below what was added before. */
void trig_spellings_next_rank(trig_spellings *spellings);

/** Says that [text], in any spelling, means [index]. A blank text is ignored.
 *  @param text  borrowed, for suggestions; must outlive the spellings. */
enum trig_status trig_spellings_add(trig_spellings *spellings, struct trig_view text, size_t index,
                                    struct trig_error *error);

/** What [text] means: an index, TRIG_NONE or TRIG_AMBIGUOUS.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_spellings_find(trig_spellings *spellings, struct trig_view text, size_t *index,
                                     struct trig_error *error);

/** All spellings, normalised, in the order in which they were added, and what
 *  they mean: the i-th of the two lists belong together. Valid until the next add. */
size_t trig_spellings_count(const trig_spellings *spellings);
struct trig_view trig_spellings_text(const trig_spellings *spellings, size_t which);
size_t trig_spellings_meaning(const trig_spellings *spellings, size_t which);

/** Spellings of the institutions (id, then name, then aliases) or the waves (id,
 *  then label) of [definition]. NULL when memory is out. */
trig_spellings *trig_spellings_of_institutions(const trig_definition *definition, struct trig_error *error);
trig_spellings *trig_spellings_of_waves(const trig_definition *definition, struct trig_error *error);

/** Spellings of the codes of [scale]: code, then label, then aliases. */
trig_spellings *trig_spellings_of_scale(const struct trig_scale *scale, struct trig_error *error);

/** Writes what may have been meant by [text] to [out], cut to [size]: `"agree"` or
 *  `"agree" or "agree strongly"`, in the spelling that was added; nothing when
 *  no spelling is near, or memory is out. */
void trig_spellings_suggest(const trig_spellings *spellings, struct trig_view text, char *out, size_t size);

#endif
