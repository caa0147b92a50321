/* Sites: institutions in a wave, of which population.csv counts the people, or not.
 *
 *      a domain = sites that are counted + sites that are not
 *                 -> respondents over people   -> in no rate
 *
 * A rate tells how many of the domain's respondents are at counted sites, since the
 * counts of people are no secret. Where all or none are, that is the n which is shown
 * anyway. Where some are, a hidden site's respondents may follow by subtraction. So a rate
 * of such a domain is given only where it tells nothing more than what was decided:
 *      - where it follows from the table by site: every counted site is shown there (the
 *        respondents are their sum), or every other one is (they are the domain's less
 *        that sum);
 *      - of a domain of one wave and no group, where the counted sites' sum, a total of its
 *        own (lattice_sites.h), may be told.
 * Then the rates of all breakdowns, taken together, tell nothing that these tables and
 * totals do not, which were held against one another.
 */
#ifndef TRIG_ANALYZE_RESPONSE_SITES_H
#define TRIG_ANALYZE_RESPONSE_SITES_H

#include "analyze/disclosure/protection.h"

struct trig_site {
    size_t cell; /* the first of the domain's cells in it */
    double respondents;
    double count; /* people, by population.csv; NAN: not known */
};

/** The next site of a domain: one for each institution and wave in it.
 *  @param bys   the breakdown that the domain comes from; a listed one of it.
 *  @param at    in the domain's cells; 0 to begin, moved on behind the site.
 *  @return false: there are no more. */
bool trig_sites_next(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, size_t *at, struct trig_site *out);

/* The table by site of a breakdown: its variables by institution, and by wave where
 * there are several. */
struct trig_sites {
    struct trig_protection protection;    /* its cells are NULL where these are too many names for a table */
    const enum trig_suppression *reasons; /* [domains of its lattice] why each may not be told */
    bool *hidden;                         /* [cells] whether the site that it is part of may not be told */
};

/** Makes that table; reasons are those of respondents.
 *  @param protection  of the breakdown [bys].
 *  @param arena       gets all lists.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sites_protect(const struct trig_protection *protection, const struct trig_bys *bys,
                                    struct trig_arena *arena, struct trig_sites *out,
                                    struct trig_error *error);

/** The same table for what is told for other [reasons], which are borrowed.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_sites_hide(const struct trig_sites *sites, const enum trig_suppression *reasons,
                                 size_t cells, struct trig_arena *arena, struct trig_sites *out,
                                 struct trig_error *error);

/** Whether a rate of the domain's counted sites may be given.
 *  @param sites  of the breakdown; NULL: nothing is hidden. */
bool trig_sites_tell(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, const struct trig_sites *sites);

/** Whether [cell]'s site may be told by itself. */
bool trig_sites_shown(const struct trig_sites *sites, size_t cell);

#endif
