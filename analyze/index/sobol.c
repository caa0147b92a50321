#include "analyze/index/sobol.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_qrng.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#define MOST_DIMENSIONS ((size_t)2 * TRIG_SOBOL_MOST_INPUTS)

/* ---- points -------------------------------------------------------------------------------- */

struct trig_sobol_points {
    size_t dimensions;
    gsl_qrng *sequence;
    double shift[MOST_DIMENSIONS];
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the points of a sensitivity analysis");
}

trig_sobol_points *trig_sobol_points_create(size_t dimensions, unsigned long seed, struct trig_error *error)
{
    trig_sobol_points *points = trig_calloc(1, sizeof *points);
    gsl_rng *generator = points ? gsl_rng_alloc(gsl_rng_mt19937) : NULL;
    gsl_qrng *sequence = generator ? gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dimensions) : NULL;
    if (!points || !generator || !sequence) {
        gsl_rng_free(generator);
        trig_free(points);
        no_memory(error);
        return NULL;
    }
    points->dimensions = dimensions;
    points->sequence = sequence;
    gsl_rng_set(generator, seed);
    for (size_t i = 0; i < dimensions; i++)
        points->shift[i] = gsl_rng_uniform_pos(generator);
    gsl_rng_free(generator);
    return points;
}

void trig_sobol_points_destroy(trig_sobol_points *points)
{
    if (!points)
        return;
    gsl_qrng_free(points->sequence);
    trig_free(points);
}

void trig_sobol_points_next(trig_sobol_points *points, double *out)
{
    gsl_qrng_get(points->sequence, out);
    for (size_t i = 0; i < points->dimensions; i++) {
        double x = out[i] + points->shift[i];
        x = x >= 1.0 ? x - 1.0 : x;
        out[i] = fmin(fmax(x, 1e-12), 1.0 - 1e-12);
    }
}

/* ---- shares -------------------------------------------------------------------------------- */

/* What the model's answers leave behind. Products are of f(B) minus the mean of all
 * f, which is known in the end only: sum f(B) (f(AB) - f(A)) - mean sum (f(AB) - f(A)). */
struct sums {
    double f; /* over A and B */
    double ff;
    double product[TRIG_SOBOL_MOST_GROUPS];
    double change[TRIG_SOBOL_MOST_GROUPS];
    double square[TRIG_SOBOL_MOST_GROUPS];
};

static void add_point(const struct trig_sobol_plan *plan, trig_sobol_model *model, void *context,
                      const double *point, double origin, struct sums *sums)
{
    const double *a = point;
    const double *b = point + plan->inputs;
    double at_a = model(a, context) - origin;
    double at_b = model(b, context) - origin;
    sums->f += at_a + at_b;
    sums->ff += at_a * at_a + at_b * at_b;
    for (size_t g = 0; g < plan->groups; g++) {
        double mixed[TRIG_SOBOL_MOST_INPUTS] = {0};
        for (size_t i = 0; i < plan->inputs; i++)
            mixed[i] = plan->group[i] == g ? b[i] : a[i];
        double change = model(mixed, context) - origin - at_a;
        sums->product[g] += at_b * change;
        sums->change[g] += change;
        sums->square[g] += change * change;
    }
}

static void finish(const struct trig_sobol_plan *plan, const struct sums *sums, double origin,
                   struct trig_sobol_shares *out)
{
    double n = (double)plan->samples;
    double mean = sums->f / (2.0 * n);
    double variance = sums->ff / (2.0 * n) - mean * mean;
    bool changes = variance > 1e-12 * fmax(1.0, origin * origin);
    *out = (struct trig_sobol_shares){.mean = mean + origin, .variance = changes ? variance : 0.0};
    for (size_t g = 0; g < plan->groups; g++) {
        out->first[g] = changes ? (sums->product[g] - mean * sums->change[g]) / n / variance : NAN;
        out->total[g] = changes ? sums->square[g] / (2.0 * n) / variance : NAN;
    }
}

enum trig_status trig_sobol_estimate(const struct trig_sobol_plan *plan, trig_sobol_model *model,
                                     void *context, struct trig_sobol_shares *out, struct trig_error *error)
{
    double point[MOST_DIMENSIONS] = {0};
    double origin = NAN;
    struct sums sums = {0};
    trig_sobol_points *points = trig_sobol_points_create(2 * plan->inputs, plan->seed, error);
    if (!points)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < plan->samples; i++) {
        trig_sobol_points_next(points, point);
        if (i == 0)
            origin = model(point, context);
        add_point(plan, model, context, point, origin, &sums);
    }
    trig_sobol_points_destroy(points);
    finish(plan, &sums, origin, out);
    return TRIG_OK;
}
