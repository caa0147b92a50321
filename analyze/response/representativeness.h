/* The table of representativeness: R-indicators of every place of a breakdown, and which
 * categories they owe to. */
#ifndef TRIG_ANALYZE_RESPONSE_REPRESENTATIVENESS_H
#define TRIG_ANALYZE_RESPONSE_REPRESENTATIVENESS_H

#include "analyze/context/context.h"

struct trig_representativeness_options {
    struct trig_bys bys; /* no variables */
    struct trig_bys on;  /* institution, variables; at least one */
    struct trig_waves waves;
    double level;
    FILE *show_r; /* gets R code that gives the rows shown; NULL: none */
};

/** The finished table. For each listed place of bys the rows are, by statistic:
 *      R              1 - 2 S; 1 where everybody is as likely to answer
 *      max_bias       S over the response rate: the most that a mean of the respondents is off,
 *                     in standard deviations of what is asked, for want of the cells' balance
 *      unconditional  by name of `on`: S of its categories; by category with its sign: how much
 *                     more (or less) of it answered than of all
 *      conditional    by name of `on`, where there are two or more: S within cells alike in the others
 *  Columns: wave, institution, group, the names of `on`, measure, statistic, estimate, se,
 *  ci_low, ci_high, n, population, response_rate, suppressed, note.
 *  Made of shown numbers only (represented.h); where cells are taken together, partial
 *  indicators are not given.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (too many names or cells); what scanning returns. */
enum trig_status trig_representativeness_table(const struct trig_context *context,
                                               const struct trig_representativeness_options *options,
                                               trig_table **out, struct trig_error *error);

#endif
