/* What the weights of a sample were calibrated by. The fit of an influence value is the same for a whole
 * base cell, which the margins cannot tell apart, so that sums over cells are enough; where totals of
 * numbers were reproduced, everybody has a fit of their own.
 */
#ifndef TRIG_ANALYZE_DESIGN_SAMPLE_CALIBRATION_H
#define TRIG_ANALYZE_DESIGN_SAMPLE_CALIBRATION_H

#include "analyze/design/calibrated.h"
#include "analyze/weight/applied.h"

struct trig_sample_calibration {
    trig_calibrated *calibrated; /* owned */
    struct trig_applied applied; /* by member */
    const uint32_t *member;      /* by respondent: its cell; NULL: members are respondents */
    size_t member_count;
    double *w; /* by respondent: the weight before trimming; 0: was not calibrated */
};

#endif
