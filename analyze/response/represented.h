/* The population cells that a domain's respondents stand for.
 *
 *      --on grade,contract:   people of these categories, of population.csv   N_c
 *                             respondents                                     n_c
 *                             both at those of the domain's sites that are counted so
 *
 * Only what is shown goes in. Cells that may not be shown are taken together as one, whose
 * respondents are all of the domain that the shown cells leave over, those whose category
 * is missing among them. So every number here is a sum or a difference of shown ones, and
 * nothing made of them tells more.
 */
#ifndef TRIG_ANALYZE_RESPONSE_REPRESENTED_H
#define TRIG_ANALYZE_RESPONSE_REPRESENTED_H

#include "analyze/response/propensities.h"
#include "analyze/response/sites.h"

/* A breakdown, and the same by further categories: a place is one of each, as digits of
 * a number, the first slowest. */
struct trig_representing {
    const struct trig_cells *cells;                   /* scanned for all */
    struct trig_bys bys;                              /* wave, institution, group */
    struct trig_bys on;                               /* institution, variables */
    struct trig_bys all;                              /* bys, then on */
    const struct trig_view *categories[TRIG_MOST_BY]; /* of each of `on`: codes, or institutions' ids */
    size_t category_counts[TRIG_MOST_BY];
    size_t places;                     /* their product */
    struct trig_protection protection; /* of bys */
    struct trig_protection detailed;   /* of all */
    struct trig_sites *sites;          /* of the detailed table; NULL: nothing is hidden */
};

struct trig_represented {
    struct trig_propensity_cell *cells; /* with people in them; the pooled one last */
    size_t *places;                     /* by cell; TRIG_NONE: pooled */
    size_t count;
    size_t pooled;  /* so many cells are taken as one */
    bool *hidden;   /* by place: these */
    bool uncounted; /* some respondents are where nobody counted the people of their categories */
    bool withheld;  /* then nobody knows how many of the pooled ones are counted */
    bool exceeded;  /* a cell has more respondents than people */
};

/** Finds the categories that population.csv counts people by, and decides what may be
 *  shown of both breakdowns.
 *  @param representing  cells, bys, on and all are set.
 *  @param arena         gets all lists.
 *  @return TRIG_OK; TRIG_ERR_USAGE (too many names or cells); TRIG_ERR_MEMORY. */
enum trig_status trig_representing_prepare(struct trig_representing *representing,
                                           const struct trig_disclosure_rules *rules,
                                           struct trig_arena *arena, struct trig_error *error);

/** The category of [place] by name [name] of `on`: its index. */
size_t trig_representing_digit(const struct trig_representing *representing, size_t place, size_t name);

/** The people of [place] at the site of [cell], by population.csv; NAN where they are not counted. */
double trig_representing_people(const struct trig_representing *representing, const struct trig_cell *cell,
                                size_t place);

/** The cells of a listed domain of bys that may be shown itself.
 *  @param arena  gets all lists. */
enum trig_status trig_represented_gather(const struct trig_representing *representing,
                                         const struct trig_domain *domain, struct trig_arena *arena,
                                         struct trig_represented *out, struct trig_error *error);

#endif
