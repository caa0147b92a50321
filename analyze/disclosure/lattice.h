/* All tables that a breakdown holds, since anybody can ask for them: with fewer
 * names, and, beside a group, of the institutions that it is made of.
 *
 *      --by institution,grade          --by group
 *
 *      institution x grade             group
 *          |          |                  |   each group = its institutions
 *      institution   grade             institution
 *           \         /                  |
 *            everybody                 everybody
 *
 * By cohort and by stage are by group too, and one lattice holds them: groups give way to
 * institutions, cohorts to groups as well, and stages to all of them; so what is shown of
 * one does not depend on those after it by as many names, which are left out unless waves
 * are pooled.
 *
 * Every line is a family: the domains below it in detail add up to one above.
 * Tables with fewer names come first (a lower stage): what they show does not
 * depend on what is asked for besides. Respondents whose category is missing
 * make domains too, which no table lists. A breakdown by wave is one in all its
 * tables; where waves are pooled, everything by wave comes first, since each wave
 * can be asked for by itself.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_LATTICE_H
#define TRIG_ANALYZE_DISCLOSURE_LATTICE_H

#include "analyze/disclosure/disclosure.h"
#include "analyze/estimate/domain.h"

struct trig_lattice {
    struct trig_domain *domains; /* of all tables, one after another; lists are the arena's */
    bool *named;                 /* by domain: a table lists it, since no category is missing */
    size_t *stages; /* by domain: more for more names of its table; groups after all others, pooled last */
    size_t count;
    size_t tabled; /* so many are of tables; behind them are those of lattice_sites.h */
    size_t first;  /* the domains of the breakdown that was asked for, in the last table: */
    size_t shown;  /* so many are listed, in the order of trig_domains_build */
    uint64_t unplaced;
    struct trig_family *families; /* parts and total are indices of domains */
    size_t family_count;
};

/** @param bys    as the cells' request.
 *  @param arena  gets all lists.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_lattice_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_lattice *out,
                                    struct trig_error *error);

#endif
