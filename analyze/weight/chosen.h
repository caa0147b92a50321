/* The computed weights that --weights names: their column of the store and the recipe
 * that errors need. */
#ifndef TRIG_ANALYZE_WEIGHT_CHOSEN_H
#define TRIG_ANALYZE_WEIGHT_CHOSEN_H

#include "analyze/weight/recipe.h"
#include "surveys/store/store.h"

struct trig_chosen_weights {
    struct trig_arena arena;
    const char *column; /* "#weight:NAME", in the arena; NULL: none were chosen */
    struct trig_view name;
    struct trig_recipe recipe;
};

/** Finds the weights called [name], unless that is NULL, `none` or a variable.
 *  @param out  close on TRIG_OK; a column of NULL: it names none, a variable perhaps.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (what is stored has changed since they were computed);
 *          TRIG_ERR_USAGE (several stores: weights belong to one); TRIG_ERR_FORMAT. */
enum trig_status trig_chosen_weights_open(trig_store *const *stores, size_t store_count, const char *name,
                                          struct trig_chosen_weights *out, struct trig_error *error);
void trig_chosen_weights_close(struct trig_chosen_weights *weights);

#endif
