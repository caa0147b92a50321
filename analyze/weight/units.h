/* Who agrees in everything that population totals ask for: wave, institution and their
 * attributes, as the frame's keys have them.
 *
 *      key --lay open--> wave, institution, category of each margin --places--> text of the totals
 */
#ifndef TRIG_ANALYZE_WEIGHT_UNITS_H
#define TRIG_ANALYZE_WEIGHT_UNITS_H

#include "analyze/frame/frame.h"
#include "analyze/weight/targets.h"

struct trig_weigh_unit {
    size_t wave; /* TRIG_NONE: the survey has none */
    size_t institution;
    const size_t *values; /* by attribute of the totals: into its texts; TRIG_NONE: missing, or in no row */
};

/* The numeric variable that totals are of. */
struct trig_numbers {
    size_t variable;
    double *x; /* by response; NAN: no answer */
};

/* How keys of a frame are laid open. */
struct trig_weigh_keys {
    const trig_frame *frame;                            /* its margins are the totals' attributes */
    const size_t *places[TRIG_TARGETS_MOST_ATTRIBUTES]; /* by attribute: category -> text of the totals */
};

/** By category of [texts], which are [count]: the attribute's text of the totals, TRIG_NONE when no
 *  row has it; in [arena]. NULL when memory is out. */
const size_t *trig_weigh_places(const struct trig_targets *targets, size_t attribute,
                                const trig_dictionary *texts, size_t count, struct trig_arena *arena);

/** @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_weigh_keys_make(const trig_frame *frame, const struct trig_targets *targets,
                                      struct trig_arena *arena, struct trig_weigh_keys *out,
                                      struct trig_error *error);

/** @param values  by attribute of the totals: filled, and what [unit] has. */
void trig_weigh_keys_read(const struct trig_weigh_keys *keys, uint64_t key, struct trig_weigh_unit *unit,
                          size_t *values);

/** The x of a numeric variable; NULL when it is not among them. */
const double *trig_numbers_of(const struct trig_numbers *numbers, size_t count, size_t variable);

#endif
