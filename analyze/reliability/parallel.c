#include "analyze/reliability/parallel.h"

#include "analyze/reliability/factor.h"
#include "analyze/reliability/matrix.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a parallel analysis");
    return TRIG_ERR_MEMORY;
}

enum trig_status trig_parallel_eigenvalues(const double *correlation, size_t items,
                                           struct trig_eigenvalues *out, struct trig_error *error)
{
    double *room = trig_calloc(items * items + 2 * items, sizeof *room);
    if (!room)
        return no_memory(error);
    double *reduced = room;
    struct trig_factor factor = {.loadings = room + items * items, .unique = room + items * items + items};
    trig_factor_minres(correlation, items, &factor);
    memcpy(reduced, correlation, items * items * sizeof *reduced);
    for (size_t i = 0; i < items; i++)
        reduced[i * items + i] = 1.0 - factor.unique[i];
    enum trig_status status = trig_matrix_eigenvalues(correlation, items, out->components, error);
    if (status == TRIG_OK)
        status = trig_matrix_eigenvalues(reduced, items, out->factors, error);
    trig_free(room);
    return status;
}

/* ---- random answers --------------------------------------------------------------------------- */

/* The correlations of [n] people's unrelated normal answers: of A A' with A lower
 * triangular, roots of chi-squares on the diagonal and normals below. */
static void draw(gsl_rng *random, size_t items, size_t n, double *triangle, double *correlation)
{
    for (size_t i = 0; i < items; i++) {
        for (size_t j = 0; j < i; j++)
            triangle[i * items + j] = gsl_ran_ugaussian(random);
        triangle[i * items + i] = sqrt(gsl_ran_chisq(random, (double)(n - 1 - i)));
        double length = 0.0;
        for (size_t j = 0; j <= i; j++)
            length = hypot(length, triangle[i * items + j]);
        for (size_t j = 0; j <= i; j++)
            triangle[i * items + j] /= length;
    }
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0.0;
            for (size_t k = 0; k <= j; k++)
                sum += triangle[i * items + k] * triangle[j * items + k];
            correlation[i * items + j] = correlation[j * items + i] = i == j ? 1.0 : sum;
        }
}

/* A simulation under way: values[place * draws + draw], components then factors. */
struct simulation {
    size_t items;
    size_t n;
    gsl_rng *random;
    double *values;
    double *triangle;
    double *correlation;
    double *drawn; /* [2 items] */
};

static enum trig_status simulate(struct simulation *simulation, struct trig_error *error)
{
    size_t items = simulation->items;
    struct trig_eigenvalues drawn = {simulation->drawn, simulation->drawn + items};
    for (size_t at = 0; at < TRIG_PARALLEL_DRAWS; at++) {
        draw(simulation->random, items, simulation->n, simulation->triangle, simulation->correlation);
        enum trig_status status = trig_parallel_eigenvalues(simulation->correlation, items, &drawn, error);
        if (status)
            return status;
        for (size_t i = 0; i < 2 * items; i++)
            simulation->values[i * TRIG_PARALLEL_DRAWS + at] = simulation->drawn[i];
    }
    return TRIG_OK;
}

static double quantile(double *values)
{
    gsl_sort(values, 1, TRIG_PARALLEL_DRAWS);
    return gsl_stats_quantile_from_sorted_data(values, 1, TRIG_PARALLEL_DRAWS, TRIG_PARALLEL_QUANTILE);
}

enum trig_status trig_parallel_quantiles(size_t items, size_t n, uint64_t seed, struct trig_eigenvalues *out,
                                         struct trig_error *error)
{
    for (size_t i = 0; i < items; i++)
        out->components[i] = out->factors[i] = NAN;
    if (n <= items + 1)
        return TRIG_OK;
    double *room = trig_calloc(2 * items * TRIG_PARALLEL_DRAWS + 2 * items * items + 2 * items, sizeof *room);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    enum trig_status status = room && random ? TRIG_OK : no_memory(error);
    if (status == TRIG_OK) {
        double *rest = room + 2 * items * TRIG_PARALLEL_DRAWS;
        struct simulation simulation = {
            items, n, random, room, rest, rest + items * items, rest + 2 * items * items};
        gsl_rng_set(random, (unsigned long)seed);
        status = simulate(&simulation, error);
    }
    for (size_t i = 0; i < items && status == TRIG_OK; i++) {
        out->components[i] = quantile(room + i * TRIG_PARALLEL_DRAWS);
        out->factors[i] = items < 3 ? NAN : quantile(room + (items + i) * TRIG_PARALLEL_DRAWS);
    }
    gsl_rng_free(random);
    trig_free(room);
    return status;
}

size_t trig_parallel_above(const double *values, const double *quantiles, size_t items)
{
    size_t count = 0;
    while (count < items && values[count] > quantiles[count])
        count++;
    return count;
}
