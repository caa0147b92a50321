#include "analyze/disclosure/gate.h"

#include "analyze/estimate/interval.h"

#include <math.h>

/* Parker et al. (2017). */
#define LEAST_N        30.0
#define WIDE           0.30
#define NARROW         0.05
#define RELATIVE_WIDTH 1.30
#define LEAST_DF       8.0

/* Of the cv. */
#define CV_UNRELIABLE 0.333
#define CV_CAUTION    0.166

const char *const trig_gate_names[] = {
    [TRIG_GATE_NONE] = "none", [TRIG_GATE_NCHS] = "nchs", [TRIG_GATE_CV] = "cv", NULL};

const char *trig_reliability_name(enum trig_reliability reliability)
{
    static const char *const names[] = {
        [TRIG_RELIABLE] = "", [TRIG_CAUTION] = "caution", [TRIG_UNRELIABLE] = "unreliable"};
    return names[reliability];
}

/* What is wrong with a share whose interval is so wide. */
static enum trig_reliability judge_width(double p, double width, const char **reason)
{
    *reason = "interval at least 30 points wide";
    if (width >= WIDE)
        return TRIG_UNRELIABLE;
    *reason = "interval wider than 130% of the share";
    if (width > NARROW && width > RELATIVE_WIDTH * p)
        return TRIG_UNRELIABLE;
    *reason = "interval wider than 130% of the rest";
    if (width > NARROW && width > RELATIVE_WIDTH * (1.0 - p))
        return TRIG_CAUTION;
    *reason = "";
    return TRIG_RELIABLE;
}

static enum trig_reliability judge_share(const struct trig_estimate *estimate, double level,
                                         const char **reason)
{
    struct trig_proportion share = {.p = estimate->estimate,
                                    .variance = estimate->variance,
                                    .n = (double)estimate->n,
                                    .df = estimate->df,
                                    .uncovered = estimate->uncovered,
                                    .cap = true};
    double low;
    double high;
    *reason = "effective number of respondents below 30";
    if (share.n < LEAST_N || estimate->n_eff < LEAST_N)
        return TRIG_UNRELIABLE;
    *reason = "no interval";
    if (trig_interval_proportion(TRIG_INTERVAL_KORN_GRAUBARD, &share, level, &low, &high, NULL) != TRIG_OK ||
        isnan(low))
        return TRIG_UNRELIABLE;
    enum trig_reliability found = judge_width(share.p, high - low, reason);
    if (found == TRIG_RELIABLE && estimate->df < LEAST_DF) {
        *reason = "fewer than 8 degrees of freedom";
        return TRIG_CAUTION;
    }
    return found;
}

static enum trig_reliability judge_error(const struct trig_estimate *estimate, const char **reason)
{
    double cv = estimate->se / fabs(estimate->estimate);
    *reason = "no error";
    if (isnan(estimate->se))
        return TRIG_UNRELIABLE;
    *reason = "error above a third of the number";
    if (cv > CV_UNRELIABLE)
        return TRIG_UNRELIABLE;
    *reason = "error above a sixth of the number";
    if (cv > CV_CAUTION)
        return TRIG_CAUTION;
    *reason = "effective number of respondents below 30";
    if ((double)estimate->n < LEAST_N || estimate->n_eff < LEAST_N)
        return TRIG_CAUTION;
    *reason = "";
    return TRIG_RELIABLE;
}

enum trig_reliability trig_gate_judge(enum trig_gate gate, const struct trig_estimate *estimate, bool share,
                                      double level, const char **reason)
{
    *reason = "";
    if (gate == TRIG_GATE_NONE || estimate->n == 0)
        return TRIG_RELIABLE;
    return share && gate == TRIG_GATE_NCHS ? judge_share(estimate, level, reason)
                                           : judge_error(estimate, reason);
}
