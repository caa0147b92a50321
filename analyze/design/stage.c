#include "analyze/design/stage.h"

#include <math.h>

double trig_stage_uncovered(const struct trig_stage *stage, size_t stratum)
{
    if (isinf(stage->population[stratum]))
        return 1.0;
    return (stage->population[stratum] - (double)stage->sampled[stratum]) / stage->population[stratum];
}

static enum trig_status scale_lonely(const trig_sample *sample, const struct trig_stage *stage,
                                     size_t stratum, double *scale, struct trig_error *error)
{
    enum trig_lonely_psu rule = sample->design->lonely;
    if (rule == TRIG_LONELY_FAIL)
        return trig_design_lonely(stage->text[stratum], error);
    if (rule == TRIG_LONELY_AVERAGE)
        *scale = NAN;
    return TRIG_OK;
}

enum trig_status trig_stage_scale(const trig_sample *sample, const struct trig_stage *stage, size_t stratum,
                                  bool touched, double *scale, size_t *lonely, struct trig_error *error)
{
    double n = (double)stage->sampled[stratum];
    double uncovered = trig_stage_uncovered(stage, stratum);
    *scale = uncovered < TRIG_CENSUS ? 0.0 : uncovered * n / (n - 1.0);
    if (n > 1.0 || uncovered < TRIG_CENSUS)
        return TRIG_OK;
    *scale = sample->design->lonely == TRIG_LONELY_ADJUST ? uncovered : 0.0;
    if (!touched)
        return TRIG_OK;
    ++*lonely;
    return scale_lonely(sample, stage, stratum, scale, error);
}

double trig_stage_average(size_t touched, size_t unknown)
{
    if (unknown == 0)
        return 1.0;
    return touched > unknown ? (double)touched / (double)(touched - unknown) : NAN;
}
