/* What a heading can stand for: every rule, name, alias and label of a
 * definition, by normalised text. Part of collect/match/match.h's making. */
#ifndef TRIG_COLLECT_MATCH_MATCH_INDEX_H
#define TRIG_COLLECT_MATCH_MATCH_INDEX_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"

/* From the surest to the least sure. A rule for this platform or this wave is
 * surer than one for any. */
enum trig_strength {
    TRIG_STRENGTH_RULE_BOTH,
    TRIG_STRENGTH_RULE_WAVE,
    TRIG_STRENGTH_RULE_PLATFORM,
    TRIG_STRENGTH_RULE,
    TRIG_STRENGTH_NAME,
    TRIG_STRENGTH_ALIAS,
    TRIG_STRENGTH_LABEL,
    TRIG_STRENGTHS
};

struct trig_claim {
    enum trig_strength strength;
    size_t variable; /* TRIG_AMBIGUOUS (collect/answers/spellings.h): claimed by several at this strength */
    size_t rival;    /* then: one variable and another */
    size_t first;
    const struct trig_column_rule *rule; /* NULL unless the strength is a rule's */
};

typedef struct trig_match_index trig_match_index;

/** @param platform  whose rules apply, beside those for any.
 *  @param wave      the same; TRIG_NONE: only rules for any wave.
 *  @return the index, or NULL when memory is out. */
trig_match_index *trig_match_index_create(const trig_definition *definition, struct trig_view platform,
                                          size_t wave, struct trig_error *error);
void trig_match_index_destroy(trig_match_index *index);

/** Whether something at [strength] claims [text]; [*out] then says what. */
enum trig_status trig_match_index_find(trig_match_index *index, struct trig_view text,
                                       enum trig_strength strength, bool *found, struct trig_claim *out,
                                       struct trig_error *error);

#endif
