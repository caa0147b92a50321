/* Which rows of a breakdown add up: what disclosure control protects against
 * subtraction. */
#ifndef TRIG_ANALYZE_FAMILIES_H
#define TRIG_ANALYZE_FAMILIES_H

#include "analyze/disclosure/disclosure.h"
#include "analyze/estimate/domain.h"

struct trig_families {
    struct trig_family *items;
    size_t count;
    size_t without_groups; /* so many of them come first; the others are members of groups */
};

/** The families of results that hold, for every domain in order, one row for
 *  each of [measures] measures: row = domain x measures + measure. For each
 *  variable of [bys], and for institutions, the rows that differ in nothing else
 *  are a family, whose total anybody can ask for by leaving that name out of --by.
 *  The members of a group (of enough institutions to be compared with) are one
 *  too, since groups can be asked for. Groups themselves overlap, and waves are
 *  pooled only on request: they make none. With domains->count raised to
 *  domains->reachable, respondents whose category is missing are parts too: what
 *  a total keeps that no row shows.
 *  @param cells  whose domains these are.
 *  @param arena  gets all lists.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_families_build(const struct trig_cells *cells, const struct trig_domains *domains,
                                     const struct trig_bys *bys, size_t measures, struct trig_arena *arena,
                                     struct trig_families *out, struct trig_error *error);

#endif
