/* Which questions can be followed from wave to wave.
 *
 * The crosswalk says what became of a variable between two waves: the same or
 * reworded answers are comparable, rescaled or broken ones are not; what it does
 * not list is the same. A pillar's score is comparable when it is made of the
 * same items in every wave: those that were asked in all of them and are
 * comparable throughout.
 *
 * A rescaled question is two variables, each with its own scale, and the
 * crosswalk leads from one to the other:
 *
 *      variable   from_wave  to_wave  relation   from_variable
 *      valued_7   2021       2024     rescaled   valued_5
 *
 * The common score bridges the break: the question counts in 2021 as valued_5 and
 * from 2024 as valued_7, each on 0-100 by the ends of its own scale. A share of
 * positive answers does not: where the line between positive and other answers
 * falls is the scale's. Without from_variable the answers of both waves are read
 * with one scale, which tells nothing about the other; the item is left out.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_COMMON_H
#define TRIG_ANALYZE_BENCHMARK_COMMON_H

#include "analyze/context/context.h"

/** What became of [variable] from wave [from] to wave [to]: what the crosswalk
 *  says of the two waves, in either direction, else the worst of the steps
 *  between them, by the waves' time. */
enum trig_relation trig_crosswalk_relation(const trig_definition *definition, size_t variable, size_t from,
                                           size_t to);

/** Whether answers related so may be compared. */
bool trig_relation_is_comparable(enum trig_relation relation);

/** "broken", "rescaled", ... as crosswalk.csv spells it. */
const char *trig_relation_name(enum trig_relation relation);

/** Sorts indices of waves by their time; waves of the same time by their place. */
void trig_waves_sort(const trig_definition *definition, size_t *waves, size_t count);

struct trig_common {
    bool *scores;          /* by variable: comparable as scores in all waves, or no pillar's item */
    bool *shares;          /* by variable: comparable as it is, so in shares of positive answers too */
    struct trig_view *why; /* by variable: why shares are not; else blank */
};

/** Whether the answers of [variable] count in a pillar's [measure] of several waves. */
bool trig_common_has(const struct trig_common *common, const struct trig_measure *measure, size_t variable);

/** Whether crosswalk.csv leads from one variable to another, between waves [from] and [to] or within. */
bool trig_crosswalk_leads(const trig_definition *definition, size_t from_variable, size_t variable,
                          size_t from, size_t to);

/** Finds which items of the pillars among [request]'s measures are common to all
 *  selected waves. Reads the stores once if there is a pillar.
 *  @param arena  gets the lists.
 *  @return TRIG_OK; what the stores return. */
enum trig_status trig_common_find(const struct trig_context *context, const struct trig_request *request,
                                  struct trig_arena *arena, struct trig_common *out,
                                  struct trig_error *error);

#endif
