/* What the parts of the answers table share while it is being made. */
#ifndef TRIG_ANALYZE_ANSWERS_WORK_H
#define TRIG_ANALYZE_ANSWERS_WORK_H

#include "analyze/answers/answers.h"
#include "analyze/disclosure/protection.h"

struct trig_answers_work {
    const struct trig_context *context;
    const struct trig_answers_options *options;
    struct trig_request request;  /* counts the variables, measures the numeric ones */
    struct trig_measures numbers; /* the means of the numeric ones, in order */
    struct trig_cells cells;
    struct trig_arena arena;
    struct trig_protection protection; /* of the breakdown */
    double *counts; /* [domain of the lattice * cells.bin_count + bin]: respondents, unweighted */
    struct trig_results results;
    trig_estimator *estimator; /* of the numbers */
    bool merged;               /* some distribution is shown in less detail */
};

/** Adds the rows of the variable options->variables[index]: for each domain its
 *  distribution, then those who gave no answer that counts. */
enum trig_status trig_answers_add_variable(struct trig_answers_work *work, size_t index,
                                           struct trig_error *error);

#endif
