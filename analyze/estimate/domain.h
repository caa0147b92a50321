/* Domains: the groups that a result reports on, as unions of base cells. */
#ifndef TRIG_ANALYZE_ESTIMATE_DOMAIN_H
#define TRIG_ANALYZE_ESTIMATE_DOMAIN_H

#include "analyze/estimate/cells.h"

struct trig_domain {
    size_t wave; /* TRIG_NONE: not broken down by it */
    size_t institution;
    size_t group;
    const size_t *values; /* by TRIG_BY_VARIABLE of the breakdown: code in cells->values; NULL: none */
    const size_t *cells;  /* ascending */
    size_t cell_count;
    uint64_t respondents; /* in it, item-missing included */
};

struct trig_domains {
    struct trig_domain *items;
    size_t count;
    size_t reachable;  /* count, and after those the domains in which a by-variable is missing (value
                          TRIG_NONE): no result lists them, but what is listed, taken from a total,
                          leaves them over; disclosure control has to know */
    uint64_t unplaced; /* respondents who are in no domain because a by-variable is missing */
};

/** Every combination of [bys] that holds respondents in scope, in the order of
 *  [bys] (first slowest) and, within one, of the definition's files; without
 *  bys one domain of everybody. An institution in several groups counts in
 *  each; membership is taken on the day the wave opened.
 *  @param bys    variables must be among those of the cells' request.
 *  @param arena  gets all lists. */
enum trig_status trig_domains_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_domains *out,
                                    struct trig_error *error);

/** Whether a cell belongs to a domain; cells out of scope are never asked about. */
typedef bool trig_cell_test(const struct trig_cells *cells, size_t cell, const void *context);

/** The domain of all cells in scope that pass [test] (NULL: all of them). */
enum trig_status trig_domain_select(const struct trig_cells *cells, trig_cell_test *test, const void *context,
                                    struct trig_arena *arena, struct trig_domain *out,
                                    struct trig_error *error);

/** Whether [cell]'s institution belongs to [group] on the day its wave opened. */
bool trig_cell_in_group(const struct trig_cells *cells, size_t cell, size_t group);

#endif
