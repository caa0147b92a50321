/* The sentences of findings. Each has the numbers that it rests on. */
#ifndef TRIG_ANALYZE_FINDINGS_WORDING_H
#define TRIG_ANALYZE_FINDINGS_WORDING_H

#include "analyze/findings/comparison.h"

/* What a comparison is of. */
enum trig_wording_kind {
    TRIG_WORDING_BESIDE, /* an estimate beside a benchmark: [other] is "the sector" */
    TRIG_WORDING_SINCE,  /* beside an earlier wave: [other] is its label */
    TRIG_WORDING_LINE,   /* by a line through [waves]: [other] is "2015 to 2024" */
    TRIG_WORDING_PAIR,   /* two groups: [first], [other] */
    TRIG_WORDING_GROUPS  /* several groups: [other] is the variable */
};

struct trig_wording {
    enum trig_wording_kind kind;
    struct trig_view first;
    struct trig_view other;
    size_t waves;
    double level; /* of the interval, in percent */
};

/** The sentence of a comparison that rule [id] is for. In [arena]; data is NULL when
 *  memory is out. */
struct trig_view trig_wording_sentence(struct trig_arena *arena, const struct trig_found *found,
                                       const struct trig_wording *wording, enum trig_rule_id id);

#endif
