/* The pillars whose consistency is asked for, and their items. */
#ifndef TRIG_ANALYZE_RELIABILITY_PILLARS_H
#define TRIG_ANALYZE_RELIABILITY_PILLARS_H

#include "analyze/frame/measure.h"

struct trig_scale_pillar {
    size_t pillar;
    size_t first; /* of its items among the measures */
    size_t items;
};

struct trig_scale_pillars {
    struct trig_measures pillars;  /* as pillar:ID; owns what the items point to */
    struct trig_measures measures; /* every item of every pillar, on 0-100; then for each pillar the
                                      score of those who answered all its items */
    size_t items;                  /* of all pillars */
    struct trig_scale_pillar *list;
    size_t count;
    size_t too_short; /* pillars left out for having fewer than two items */
};

/** Lists the pillars and their items.
 *  @param ids  between commas; NULL or blank: all of two items or more.
 *  @param out  free with trig_scale_pillars_clear.
 *  @return as trig_reliability_table. */
enum trig_status trig_scale_pillars_init(const trig_definition *definition, const char *ids,
                                         struct trig_scale_pillars *out, struct trig_error *error);
void trig_scale_pillars_clear(struct trig_scale_pillars *pillars);

#endif
