/* How weights were computed: what the store keeps beside them, so that they can be
 * explained, and so that errors know of the calibration.
 *
 *      recipe
 *       |-- form, trimming, the weight they started from
 *       |-- totals             the population table as it was, whole
 *       \-- wave 2024          each wave is calibrated by itself
 *            |-- margin 0      rows of the table, each with its lambda:
 *            \-- margin 1      weight = base x scale x F(sum of lambda), then trimmed
 *
 * Stored as JSON; rows are named by their line in the table.
 */
#ifndef TRIG_ANALYZE_WEIGHT_RECIPE_H
#define TRIG_ANALYZE_WEIGHT_RECIPE_H

#include "analyze/design/calibration.h"
#include "analyze/weight/targets.h"

struct trig_recipe_margin {
    size_t *targets; /* indices into the totals' items */
    double *lambda;  /* the same */
    size_t count;
    size_t total_of; /* TRIG_NONE: people */
};

struct trig_recipe_wave {
    size_t wave;  /* TRIG_NONE: the survey has none */
    double scale; /* of the base weights, before g */
    struct trig_recipe_margin *margins;
    size_t margin_count;
};

struct trig_recipe {
    struct trig_arena arena; /* owns all but the totals */
    struct trig_calibration_form form;
    double trim_lower; /* times the mean weight; 0: none */
    double trim_upper; /* INFINITY: none */
    bool trim_once;
    struct trig_view base;       /* the variable they started from; blank: everybody weighed 1 */
    struct trig_view population; /* the table, as bytes */
    struct trig_view population_name;
    struct trig_targets targets;
    struct trig_recipe_wave *waves;
    size_t wave_count;
};

/** The names of methods and functions, as options and recipes spell them; end with NULL. */
extern const char *const trig_calibration_methods[];
extern const char *const trig_calibration_functions[];

/** The recipe as JSON, in [arena]. */
enum trig_status trig_recipe_write(const struct trig_recipe *recipe, const trig_definition *definition,
                                   struct trig_arena *arena, struct trig_view *out, struct trig_error *error);

/** Reads what trig_recipe_write wrote.
 *  @param out  free with trig_recipe_clear on TRIG_OK.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (not a recipe of this program, or of another definition). */
enum trig_status trig_recipe_read(const trig_definition *definition, struct trig_view json,
                                  struct trig_recipe *out, struct trig_error *error);
void trig_recipe_clear(struct trig_recipe *recipe);

/** What was done, as in "raked to population.csv (role; grade), starting from w, trimmed"; in
 *  [arena]. data is NULL when memory is out. */
struct trig_view trig_recipe_describe(const struct trig_recipe *recipe, const trig_definition *definition,
                                      struct trig_arena *arena);

/** Whether a method takes one table, whose rows are cells, and not all of them. */
bool trig_recipe_takes_one_table(enum trig_calibration_method method);
/** Whether weights were trimmed. */
bool trig_recipe_trims(const struct trig_recipe *recipe);
/** Whether each calibrated weight before trimming is known: nothing was trimmed, or everybody
 *  weighed 1 at first. Else trimming counts as part of the calibration. */
bool trig_recipe_knows_untrimmed(const struct trig_recipe *recipe);
/** Whether a numeric variable's total is among what they reproduce. */
bool trig_recipe_has_numbers(const struct trig_recipe *recipe);

#endif
