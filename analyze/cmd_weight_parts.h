/* What the files of the command weight share. */
#ifndef TRIG_ANALYZE_CMD_WEIGHT_PARTS_H
#define TRIG_ANALYZE_CMD_WEIGHT_PARTS_H

#include "analyze/context/context.h"
#include "analyze/weight/weigh.h"

/* The name of weights that get no other. */
#define TRIG_WEIGHT_NAME "weight"

/* Everything one run holds; cleared as a whole. */
struct trig_weighing_run {
    struct trig_context context;
    struct trig_arena arena;
    const char *name;
    uint64_t state; /* of the store when its responses were read */
    struct trig_weigh_options options;
    struct trig_views by;
    struct trig_recipe recipe;
    struct trig_measures numbers;
    struct trig_respondents respondents;
    struct trig_weighed weighed;
    struct trig_problems problems;
    trig_table *table;
};

/** Reads the command's own options into name, options, by and the recipe's form and trimming.
 *  @return TRIG_OK; TRIG_ERR_USAGE; TRIG_ERR_MEMORY. */
enum trig_status trig_weight_read_options(struct trig_weighing_run *weighing, struct trig_error *error);

#endif
