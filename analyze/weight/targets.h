/* Population totals that weights are to reproduce: a table in the shape of
 * population.csv.
 *
 *      wave, institution, role   , total_of, count
 *      2024, aston      , tech   ,         , 200     people
 *      2024, aston      , manager,         , 120
 *      2024,            ,        , cpd_days, 1840    the sum of a numeric variable
 *
 * wave and institution may be absent; a blank cell means all. Rows that fill the
 * same columns make a table; tables that overlap have to agree.
 */
#ifndef TRIG_ANALYZE_WEIGHT_TARGETS_H
#define TRIG_ANALYZE_WEIGHT_TARGETS_H

#include "surveys/definition/definition.h"

/* Columns besides wave, institution, total_of and count. */
#define TRIG_TARGETS_MOST_ATTRIBUTES 16

struct trig_target {
    size_t wave; /* TRIG_NONE: all */
    size_t institution;
    const size_t *values; /* by attribute: into its texts; TRIG_NONE: all */
    size_t total_of;      /* a numeric variable; TRIG_NONE: people are counted */
    double count;
    uint64_t line;
};

struct trig_targets {
    struct trig_arena arena;                              /* owns everything but the dictionaries */
    const char *path;                                     /* for messages */
    size_t attributes[TRIG_TARGETS_MOST_ATTRIBUTES];      /* variables */
    trig_dictionary *texts[TRIG_TARGETS_MOST_ATTRIBUTES]; /* owned; the values met */
    size_t attribute_count;
    const struct trig_target *items;
    size_t count;
};

/** Reads a table.
 *  @param path      names it in messages; copied.
 *  @param problems  gets every mistake with file and line; may be NULL.
 *  @param out       free with trig_targets_clear on TRIG_OK.
 *  @return TRIG_OK; TRIG_ERR_FORMAT when there was a mistake (the first is also in
 *          [error]); TRIG_ERR_MEMORY. */
enum trig_status trig_targets_read(const trig_definition *definition, struct trig_view content,
                                   const char *path, struct trig_problems *problems, struct trig_targets *out,
                                   struct trig_error *error);
void trig_targets_clear(struct trig_targets *targets);

/** Which columns a row fills: bit 0 the institution, bit 1 + i attribute i. */
uint64_t trig_target_shape(const struct trig_targets *targets, const struct trig_target *target);

/** "institution, role" for a shape, "everybody" for none; in the arena. data is NULL when
 *  memory is out. */
struct trig_view trig_targets_shape_name(const struct trig_targets *targets,
                                         const trig_definition *definition, uint64_t shape,
                                         struct trig_arena *arena);

/** "aston, role tech" for a row, "everybody" where all is blank; without the wave. */
struct trig_view trig_target_name(const struct trig_targets *targets, const trig_definition *definition,
                                  const struct trig_target *target, struct trig_arena *arena);

#endif
