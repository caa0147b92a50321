/* What may be said of one question: its answers in falling detail.
 *
 *      a scale that marks positive codes:   codes -> positive | neutral | other -> positive | other
 *      another scale:                       codes -> the two rarest together -> the three rarest .. ->
 * commonest | other an option of several:                chosen, of those who answered a number: its mean
 *
 * Marks are the scale's own, also for reversed items: answers stand as given.
 */
#ifndef TRIG_ANALYZE_ANSWERS_QUESTION_H
#define TRIG_ANALYZE_ANSWERS_QUESTION_H

#include "surveys/definition/definition.h"

enum trig_question_kind { TRIG_QUESTION_CODED, TRIG_QUESTION_OPTION, TRIG_QUESTION_NUMBER };

/* One row of a distribution. */
struct trig_part {
    struct trig_view answer; /* a code, or positive, neutral, other */
    struct trig_view label;
    struct trig_view side; /* negative, neutral, positive; blank: none */
    bool merged;           /* stands for several codes */
    bool printed;          /* false: only there for the rules, as "not chosen" */
};

struct trig_question {
    enum trig_question_kind kind;
    size_t variable;
    size_t codes;       /* answers told apart at the finest level; 0 for a number */
    const size_t *bins; /* by code: its bin among the variable's */
    size_t levels;
    const size_t *parts;            /* [level * codes + code] -> part of the level */
    const struct trig_part *labels; /* [level * codes + part] */
    const size_t *part_counts;      /* by level */
};

/** The question of a variable with codes, one answer a respondent.
 *  @param totals  by code of the scale: how many gave it, over everybody;
 *                 decides which codes are the rarest.
 *  @param arena   gets all lists; texts are the definition's. */
enum trig_status trig_question_coded(const trig_definition *definition, size_t variable, const double *totals,
                                     struct trig_arena *arena, struct trig_question *out,
                                     struct trig_error *error);

/** The question whether option [option] of a `multiple` variable was chosen. */
enum trig_status trig_question_option(const trig_definition *definition, size_t variable, size_t option,
                                      struct trig_arena *arena, struct trig_question *out,
                                      struct trig_error *error);

/** A numeric question. */
enum trig_status trig_question_number(size_t variable, struct trig_arena *arena, struct trig_question *out,
                                      struct trig_error *error);

#endif
