#include "analyze/regress/glm.h"

#include <math.h>

/* ---- families --------------------------------------------------------------------- */

double trig_glm_mean(enum trig_model_family family, double eta)
{
    if (family == TRIG_GAUSSIAN)
        return eta;
    return family == TRIG_POISSON ? exp(eta) : 1.0 / (1.0 + exp(-eta));
}

double trig_glm_variance(enum trig_model_family family, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return 1.0;
    return family == TRIG_POISSON ? mean : mean * (1.0 - mean);
}

/* y log(y / mean), 0 at 0. */
static double log_ratio(double y, double mean)
{
    return y > 0.0 ? y * log(y / mean) : 0.0;
}

double trig_glm_deviance(enum trig_model_family family, double y, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return (y - mean) * (y - mean);
    if (family == TRIG_POISSON)
        return 2.0 * (log_ratio(y, mean) - (y - mean));
    return 2.0 * (log_ratio(y, mean) + log_ratio(1.0 - y, 1.0 - mean));
}

/* The log-likelihood of a row is wy eta - w b(eta), but for what does not depend on eta. */
static double cumulant(enum trig_model_family family, double eta, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return 0.5 * eta * eta;
    if (family == TRIG_POISSON)
        return mean;
    return eta > 0.0 ? eta - log(mean) : -log(1.0 - mean);
}

static double link(enum trig_model_family family, double mean)
{
    if (family == TRIG_GAUSSIAN)
        return mean;
    return family == TRIG_POISSON ? log(mean) : log(mean / (1.0 - mean));
}

/* ---- the fit ------------------------------------------------------------------------- */

/* What is fitted. */
struct fitting {
    const struct trig_glm_rows *rows;
    enum trig_model_family family;
    double mean; /* everybody's */
};

static void add_row(const void *context, const struct trig_newton_row *row, struct trig_newton_sums *sums)
{
    const struct fitting *fitting = context;
    double w = fitting->rows->w[row->row];
    double wy = fitting->rows->wy[row->row];
    double mean = trig_glm_mean(fitting->family, row->eta);
    *sums->likelihood += wy * row->eta - w * cumulant(fitting->family, row->eta, mean);
    trig_newton_add_columns(sums, row->entries, row->count, wy - w * mean,
                            w * trig_glm_variance(fitting->family, mean));
}

/* Everybody's mean, which is right where the columns say nothing. */
static void begin(const void *context, double *parameters)
{
    const struct fitting *fitting = context;
    double eta = link(fitting->family, fitting->mean);
    parameters[0] = isfinite(eta) ? eta : 0.0;
}

enum trig_status trig_glm_fit(const struct trig_columns *columns, enum trig_model_family family,
                              const struct trig_glm_rows *rows, const double *start, struct trig_newton *out,
                              struct trig_error *error)
{
    double w = 0.0;
    double wy = 0.0;
    for (size_t i = 0; i < rows->count; i++) {
        w += rows->w[i];
        wy += rows->wy[i];
    }
    struct fitting fitting = {rows, family, wy / w};
    struct trig_newton_model model = {.columns = columns,
                                      .rows = rows->count,
                                      .w = rows->w,
                                      .parameters = columns->count,
                                      .size = family == TRIG_POISSON ? wy : w,
                                      .quadratic = family == TRIG_GAUSSIAN,
                                      .one_sided = family == TRIG_POISSON,
                                      .add = add_row,
                                      .begin = begin,
                                      .context = &fitting};
    return trig_newton_fit(&model, start, out, error);
}
