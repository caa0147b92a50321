/* Disclosure control of what adds up: in how much detail each group may see its
 * answers, so that neither its own table nor subtraction from the total
 * tells what one or two people answered.
 *
 *      level 0        level 1                       level 2             hidden
 *      1 2 3 4 5  ->  positive | neutral | other -> positive | other -> nothing
 *
 * Levels are nested: every part of a level is a union of parts of the one
 * before. A part may be shown when more than `numerator` respondents are in it
 * and more than so many outside it.
 *
 * Subtraction: whoever knows the total of a family and all members shown at a
 * level or finer knows the sum of the others at that level. So, for each
 * level, the members that are not shown at it must be none, or at least two
 * who together pass the rules; else the smallest of the others is coarsened
 * too. The same holds for every sum that follows from several families together.
 * What a total hides, its members do not add up to: a domain of a lower stage is
 * decided first, as in a table of its own, and those of higher stages give way.
 * What is left is a range at least as wide as the rule's numerator + 1.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_GRANULARITY_H
#define TRIG_ANALYZE_DISCLOSURE_GRANULARITY_H

#include "analyze/disclosure/disclosure.h"

struct trig_granularity {
    size_t domains;
    size_t codes;         /* 0: a number, shown or hidden as a whole */
    size_t levels;        /* at least 1 */
    const double *n;      /* by domain: unweighted respondents */
    const double *counts; /* [domain * codes + code]: respondents, or what adds up like them */
    const size_t *parts;  /* [level * codes + code]: the part of the level that the code is in, from 0 */
    const enum trig_suppression *barred; /* by domain: why it is hidden already; NULL: none is */
    const bool *named;    /* by domain: a table lists it; nobody in it is something to hide then; NULL: all */
    const size_t *stages; /* by domain: lower ones are decided first; NULL: all at once */
    const struct trig_family *families; /* parts and totals are domains; a total that is none of them is
                                           known where it passes a level */
    size_t family_count;
};

/** Chooses each domain's level.
 *  @param level   by domain; [levels] where nothing may be shown.
 *  @param reason  by domain: why nothing may be shown, else TRIG_SUPPRESSED_NONE.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_granularity_choose(const struct trig_disclosure_rules *rules,
                                         const struct trig_granularity *asked, size_t *level,
                                         enum trig_suppression *reason, struct trig_error *error);

#endif
