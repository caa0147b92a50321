/* What is estimated of each measure: --statistic.
 *
 *      --statistic mean,total,p90    x    --measure pillars,days    =    rows of each domain
 *
 * Without it a measure has what its name says: a mean, a share, a count.
 */
#ifndef TRIG_ANALYZE_ESTIMANDS_H
#define TRIG_ANALYZE_ESTIMANDS_H

#include "analyze/measure.h"

/* More would be a table that nobody reads. */
#define TRIG_MOST_ESTIMANDS 32

struct trig_estimand {
    enum trig_statistic statistic; /* TRIG_STATISTIC_MEAN: what the measure's name says */
    struct trig_view name;         /* as the column `statistic` has it; blank: trig_statistic_name's */
};

struct trig_estimands {
    struct trig_estimand items[TRIG_MOST_ESTIMANDS];
    size_t count; /* at least 1 */
};

/** Parses `S,S,..`.
 *  @param list  NULL: mean.
 *  @return TRIG_OK or TRIG_ERR_USAGE with what would do. */
enum trig_status trig_estimands_parse(const char *list, struct trig_estimands *out, struct trig_error *error);

#endif
