/* What response rates add to the tables of a lattice: how many respondents of a wave are
 * where population.csv counts the people (sites.h).
 *
 *          everybody
 *         /         \
 *      counted    [not]          counted = its institutions
 *       |  |  \    |  |
 *      institution table
 *
 * Each wave that has both kinds of institutions gets a domain of the counted ones. No
 * table lists it. It is decided after everything by institution, so that no such row
 * depends on what the rates need: where one would be told it is the rate that gives way.
 * Tables with more names are decided after it, and take it as known where it is.
 */
#ifndef TRIG_ANALYZE_LATTICE_SITES_H
#define TRIG_ANALYZE_LATTICE_SITES_H

#include "analyze/lattice.h"

/** Adds these domains behind those of the tables, and their families; nothing where no
 *  table is by institution.
 *  @param arena  that of the lattice.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_lattice_count_sites(const struct trig_cells *cells, struct trig_arena *arena,
                                          struct trig_lattice *lattice, struct trig_error *error);

#endif
