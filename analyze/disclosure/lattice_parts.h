/* What the files lattice*.c share: a lattice that is being built. */
#ifndef TRIG_ANALYZE_DISCLOSURE_LATTICE_PARTS_H
#define TRIG_ANALYZE_DISCLOSURE_LATTICE_PARTS_H

#include "analyze/disclosure/lattice_sites.h"

struct trig_lattice_building {
    const struct trig_cells *cells;
    struct trig_arena *arena;
    struct trig_lattice *lattice;
    struct trig_bys all;           /* the names that tables differ in, and wave and group */
    size_t most_stage;             /* of tables that are neither grouped nor pooled */
    unsigned variant;              /* of the table that was asked for */
    enum trig_group_family family; /* of the groups that were asked for */
    bool with_groups;              /* those by wave come in, though no group was asked for */
    struct trig_lattice_table *tables;
    size_t table_count;
    size_t *holders;        /* by cell: the domain of some table that holds it */
    size_t domain_capacity; /* of owned, which grow: */
    struct trig_domain *domains;
    size_t family_capacity;
    struct trig_family *families;
    struct trig_error *error;
};

/** Whether tables are taken apart by a name; the others stay in all of them. */
bool trig_lattice_is_loose(const struct trig_by *by);

/** Where all names have institution, which is one of them. */
size_t trig_lattice_institution(const struct trig_lattice_building *building);

/** Adds the families of all tables.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_lattice_add_families(struct trig_lattice_building *building);

#endif
