/* What plan.c and plan_check.c share: a wave being planned. */
#ifndef TRIG_ANALYZE_WEIGHT_PLAN_PARTS_H
#define TRIG_ANALYZE_WEIGHT_PLAN_PARTS_H

#include "analyze/weight/plan.h"
#include "surveys/definition/definition_report.h"

struct trig_planning {
    const trig_definition *definition;
    struct trig_recipe *recipe;
    const struct trig_respondents *respondents;
    const struct trig_weigh_options *options;
    size_t wave;
    bool *covered; /* by unit */
    struct trig_recipe_wave *out;
    struct trig_weigh_aside *aside;
    struct trig_arena arena;
    struct trig_report report;
    bool *selected;         /* by row of the totals: matters, and is in no margin yet */
    bool *present;          /* by institution: has responses in the wave */
    bool has_institutions;  /* some row is of one institution */
    trig_dictionary *named; /* groups that were said to be in no row */
};

enum trig_status trig_planning_no_memory(struct trig_error *error);

/** Whether the margins can be reproduced (plan_check.c): rows with nobody, units in no
 *  row, tables that contradict each other. Rows that count nobody are left out. */
enum trig_status trig_planning_check(struct trig_planning *planning, struct trig_error *error);

#endif
