/* Which questions can be followed from wave to wave.
 *
 * The crosswalk says what became of a variable between two waves: the same or
 * reworded answers are comparable, rescaled or broken ones are not; what it does
 * not list is the same. A pillar's score is comparable when it is made of the
 * same items in every wave: those that were asked in all of them and are
 * comparable throughout.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_COMMON_H
#define TRIG_ANALYZE_BENCHMARK_COMMON_H

#include "analyze/context.h"

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
    bool *keep;            /* by variable: comparable in all waves, or no pillar's item */
    struct trig_view *why; /* by variable: why it is not; else blank */
};

/** Finds which items of the pillars among [request]'s measures are common to all
 *  selected waves. Reads the stores once if there is a pillar.
 *  @param arena  gets the lists.
 *  @return TRIG_OK; what the stores return. */
enum trig_status trig_common_find(const struct trig_context *context, const struct trig_request *request,
                                  struct trig_arena *arena, struct trig_common *out,
                                  struct trig_error *error);

#endif
