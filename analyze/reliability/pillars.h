/* The pillars whose consistency is asked for, and the sums of their items. */
#ifndef TRIG_ANALYZE_RELIABILITY_PILLARS_H
#define TRIG_ANALYZE_RELIABILITY_PILLARS_H

#include "analyze/estimate/cells.h"
#include "analyze/reliability/products.h"

struct trig_scale_pillar {
    size_t pillar;
    size_t first; /* of its items among the measures */
    size_t items;
};

struct trig_scale_pillars {
    struct trig_measures pillars;  /* as pillar:ID; owns what the items point to */
    struct trig_measures measures; /* every item of every pillar, on 0-100 */
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

/** Scans the stores once.
 *  @param request   measures are the items'.
 *  @param frame     gets the frame, to destroy after the cells.
 *  @param cells     for counts and strata; clear with trig_cells_clear.
 *  @param products  by pillar; each to destroy, also on failure. */
enum trig_status trig_scale_pillars_scan(const struct trig_scale_pillars *pillars, trig_store *const *stores,
                                         size_t store_count, const struct trig_request *request,
                                         trig_frame **frame, struct trig_cells *cells,
                                         trig_products **products, struct trig_error *error);

#endif
