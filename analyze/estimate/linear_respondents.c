#include "analyze/design/sample.h"
#include "analyze/estimate/linear.h"

#include <math.h>

/* z of everybody, and who the estimate is of. */
static void fill(const trig_estimator *scratch, double *z, bool *touched)
{
    const struct trig_cells *cells = scratch->cells;
    const trig_sample *sample = cells->respondents;
    const double *y = sample->measures[scratch->measure].y;
    double shift = cells->shifts[scratch->measure];
    for (size_t i = 0; i < sample->count; i++) {
        size_t cell = sample->cell[i];
        if (!scratch->cell_touched[cell] || isnan(y[i]) || !(sample->weight[i] > 0.0))
            continue;
        z[i] = sample->weight[i] * (scratch->a[cell] * (y[i] - shift) - scratch->b[cell]);
        touched[i] = true;
    }
}

enum trig_status trig_linear_respondents(const trig_estimator *scratch, struct trig_estimate *out,
                                         struct trig_error *error)
{
    const trig_sample *sample = scratch->cells->respondents;
    double *z = trig_calloc(sample->count, sizeof *z);
    bool *touched = trig_calloc(sample->count, sizeof *touched);
    struct trig_covariance covariance = {.v = &out->variance};
    enum trig_status status = TRIG_ERR_MEMORY;
    if (z && touched) {
        fill(scratch, z, touched);
        status = trig_sample_covariance(sample, z, 1, touched, &covariance, error);
        out->lonely = covariance.lonely;
    } else {
        trig_error_set(error, status, "out of memory for the residuals of %zu respondents", sample->count);
    }
    trig_free(z);
    trig_free(touched);
    return status;
}
