/* What response rates add to the tables of a lattice: how many respondents of a row are
 * where population.csv counts the people of its categories (sites.h).
 *
 *              a row
 *             /     \
 *      counted      [not]        counted = the row's institutions that are
 *       |  |  \     |  |
 *      the row by institution
 *
 * Each row of one wave and no group that has both kinds of institutions gets a domain of
 * the counted ones. No table lists it. It is decided after the row by institution, so that
 * nothing by institution depends on what the rates need: where a row would be told, it is
 * the rate that gives way. Tables with more names are decided after it, and take it as
 * known where it may be told.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_LATTICE_SITES_H
#define TRIG_ANALYZE_DISCLOSURE_LATTICE_SITES_H

#include "analyze/disclosure/lattice.h"

/* What tables are of besides their names. */
enum { TRIG_LATTICE_GROUPED = 1, TRIG_LATTICE_POOLED = 2, TRIG_LATTICE_VARIANTS = 4 };

/* One table of a lattice: which of all names it has. */
struct trig_lattice_table {
    struct trig_bys bys;
    unsigned names;                /* bit i: the i-th of all names is one of them; wave and group are none */
    unsigned variant;              /* by group, over several waves */
    enum trig_group_family family; /* TRIG_LATTICE_GROUPED: of its groups */
    size_t first;                  /* of its domains in the lattice */
    size_t count;
    size_t named; /* so many of them come first */
};

/** Adds these domains behind those of the tables, and their families; nothing where no
 *  table is by institution.
 *  @param tables  all of the lattice.
 *  @param arena   that of the lattice.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_lattice_count_sites(const struct trig_cells *cells,
                                          const struct trig_lattice_table *tables, size_t table_count,
                                          struct trig_arena *arena, struct trig_lattice *lattice,
                                          struct trig_error *error);

#endif
