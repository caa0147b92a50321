/* Which rows of a table of totals the weights of a wave are to reproduce, and whether
 * they can: every mistake is told at its line of the table.
 *
 *      totals --> tables (rows that fill the same columns) --> margins
 *
 * Post-stratification takes one table; where institutions differ in what is known
 * of them, each its own (a row of the institution alone where there is no more).
 * Propensities are fitted to one table, all of whose rows fill the same columns; rows nobody
 * answered in belong to it. Raking and calibration take all tables.
 */
#ifndef TRIG_ANALYZE_WEIGHT_PLAN_H
#define TRIG_ANALYZE_WEIGHT_PLAN_H

#include "analyze/weight/margins.h"
#include "analyze/weight/respondents.h"

struct trig_weigh_options {
    enum trig_calibration_method method;
    bool drop_uncovered; /* who is in no row weighs nothing; else that is a mistake */
};

/* What a plan left aside, for notes. */
struct trig_weigh_aside {
    size_t institutions; /* in the table, without a response in the wave */
    size_t uncovered;    /* units that weigh nothing */
};

/** Plans one wave.
 *  @param recipe    has the totals and the arena; [out] gets margins with every lambda 0.
 *  @param covered   by unit: gets whether it is weighed.
 *  @param problems  gets the mistakes.
 *  @return TRIG_OK; TRIG_ERR_FORMAT when there was a mistake (all are in [problems]);
 *          TRIG_ERR_USAGE (a table has to be named). */
enum trig_status trig_weigh_plan(const trig_definition *definition, struct trig_recipe *recipe,
                                 const struct trig_respondents *respondents,
                                 const struct trig_weigh_options *options, size_t wave, bool *covered,
                                 struct trig_recipe_wave *out, struct trig_weigh_aside *aside,
                                 struct trig_problems *problems, struct trig_error *error);

#endif
