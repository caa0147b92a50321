#include "analyze/benchmark/rank_sets.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort_float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Draws are looked at so many at a time: those of all institutions stay in the
 * processor's cache while every pair goes over them. */
#define BLOCK ((size_t)256)

/* With fewer degrees of freedom the expansion of t is not good enough. */
#define LEAST_DF 3.0

/* With more the t distribution is the normal one to all digits that matter here. */
#define MOST_DF 1e7

struct trig_rank_draws {
    size_t count;
    size_t draws;
    float *z; /* count x draws */
};

/* Two that are not told apart yet. */
struct couple {
    size_t a; /* index into the entries */
    size_t b;
    float inverse; /* 1 / standard error of the difference */
    double steps;  /* their difference in standard errors, with its sign: above 0 when a is higher */
};

/* One ranking under way. */
struct ranking {
    const trig_rank_draws *draws;
    const struct trig_entry *entries;
    size_t count;
    double level;
    struct couple *couples; /* for as many as there may be */
    size_t couple_count;
    float *errors;  /* count x draws */
    float *largest; /* by draw */
    struct trig_rank_set *sets;
};

/* ---- draws -------------------------------------------------------------------------- */

trig_rank_draws *trig_rank_draws_create(size_t count, size_t draws, unsigned long seed,
                                        struct trig_error *error)
{
    trig_rank_draws *made = trig_calloc(1, sizeof *made);
    float *z = count && draws > SIZE_MAX / count ? NULL : trig_calloc(count * draws, sizeof *z);
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    if (!made || !z || !generator) {
        trig_free(made);
        trig_free(z);
        gsl_rng_free(generator);
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu draws of ranks", draws);
        return NULL;
    }
    gsl_rng_set(generator, seed);
    for (size_t draw = 0; draw < draws; draw++)
        for (size_t i = 0; i < count; i++)
            z[i * draws + draw] = (float)gsl_ran_gaussian_ratio_method(generator, 1.0);
    gsl_rng_free(generator);
    *made = (trig_rank_draws){count, draws, z};
    return made;
}

void trig_rank_draws_destroy(trig_rank_draws *draws)
{
    if (!draws)
        return;
    trig_free(draws->z);
    trig_free(draws);
}

/* ---- differences -------------------------------------------------------------------- */

/* The t quantile with [1 / inverse_df] degrees of freedom at the probability that
 * the standard normal has below z, by Fisher and Cornish's expansion. */
static float t_of_normal(float z, float inverse_df)
{
    float zz = z * z;
    float first = (zz + 1.0f) / 4.0f;
    float second = ((5.0f * zz + 16.0f) * zz + 3.0f) / 96.0f;
    float third = (((3.0f * zz + 19.0f) * zz + 17.0f) * zz - 15.0f) / 384.0f;
    return z * (1.0f + inverse_df * (first + inverse_df * (second + inverse_df * third)));
}

static double df_of(const struct trig_entry *entry)
{
    return fmax(LEAST_DF, entry->df);
}

static void draw_errors(struct ranking *ranking)
{
    size_t draws = ranking->draws->draws;
    for (size_t i = 0; i < ranking->count; i++) {
        const float *z = ranking->draws->z + i * draws;
        float *errors = ranking->errors + i * draws;
        float se = (float)ranking->entries[i].se;
        float inverse_df = (float)(1.0 / df_of(&ranking->entries[i]));
        for (size_t draw = 0; draw < draws; draw++)
            errors[draw] = se * t_of_normal(z[draw], inverse_df);
    }
}

/* Raises [largest] of [count] draws to the couple's standardised differences. A
 * plain loop over neighbours in memory, for the compiler to turn into vectors. */
static void raise(const float *restrict a, const float *restrict b, float inverse, float *restrict largest,
                  size_t count)
{
    for (size_t draw = 0; draw < count; draw++) {
        float x = fabsf(a[draw] - b[draw]) * inverse;
        largest[draw] = x > largest[draw] ? x : largest[draw];
    }
}

/* The quantile of the largest difference among the couples. */
static double critical(struct ranking *ranking)
{
    size_t draws = ranking->draws->draws;
    memset(ranking->largest, 0, draws * sizeof *ranking->largest);
    for (size_t first = 0; first < draws; first += BLOCK) {
        size_t count = draws - first < BLOCK ? draws - first : BLOCK;
        for (size_t i = 0; i < ranking->couple_count; i++) {
            const struct couple *couple = &ranking->couples[i];
            raise(ranking->errors + couple->a * draws + first, ranking->errors + couple->b * draws + first,
                  couple->inverse, ranking->largest + first, count);
        }
    }
    gsl_sort_float(ranking->largest, 1, draws);
    size_t at = (size_t)ceil(ranking->level * (double)draws);
    return (double)ranking->largest[at < 1 ? 0 : (at > draws ? draws : at) - 1];
}

/* ---- steps -------------------------------------------------------------------------- */

/* Couples more than [c] standard errors apart are told apart: they leave the list, and
 * the sets of those from [first] to before [last] shrink. Returns how many. */
static size_t tell_apart(struct ranking *ranking, size_t first, size_t last, double c)
{
    size_t kept = 0;
    for (size_t i = 0; i < ranking->couple_count; i++) {
        struct couple couple = ranking->couples[i];
        if (fabs(couple.steps) <= c) {
            ranking->couples[kept++] = couple;
            continue;
        }
        size_t higher = couple.steps > 0.0 ? couple.a : couple.b;
        size_t lower = couple.steps > 0.0 ? couple.b : couple.a;
        ranking->sets[higher].high -= higher >= first && higher < last;
        ranking->sets[lower].low += lower >= first && lower < last;
    }
    size_t found = ranking->couple_count - kept;
    ranking->couple_count = kept;
    return found;
}

/* A bound of the first quantile by Bonferroni's inequality, with the heaviest tail
 * there is: what is beyond it would be told apart in the first step anyway. */
static double bound(const struct ranking *ranking)
{
    double df = MOST_DF;
    for (size_t i = 0; i < ranking->count; i++)
        df = fmin(df, df_of(&ranking->entries[i]));
    return gsl_cdf_tdist_Qinv((1.0 - ranking->level) / (2.0 * (double)ranking->couple_count), df);
}

/* Couples each of those from [first] to before [last] with everybody, once. */
static void couple_up(struct ranking *ranking, size_t first, size_t last)
{
    ranking->couple_count = 0;
    for (size_t a = first; a < last; a++)
        for (size_t b = last - first == 1 ? 0 : a + 1; b < ranking->count; b++) {
            const struct trig_entry *one = &ranking->entries[a];
            const struct trig_entry *other = &ranking->entries[b];
            double se = hypot(one->se, other->se);
            if (a != b)
                ranking->couples[ranking->couple_count++] =
                    (struct couple){a, b, (float)(1.0 / se), (one->y - other->y) / se};
        }
}

/* The bound spares most of the draws' work where institutions are large. */
static void step_down(struct ranking *ranking, size_t first, size_t last)
{
    couple_up(ranking, first, last);
    if (ranking->couple_count == 0)
        return;
    tell_apart(ranking, first, last, bound(ranking));
    while (ranking->couple_count && tell_apart(ranking, first, last, critical(ranking)))
        continue;
}

/* ---- sets --------------------------------------------------------------------------- */

static int compare_descending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Places of [value] among [count] values from the highest on, from 0. */
static size_t higher_than(const double *values, size_t count, double value)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (values[middle] > value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Before anybody is told apart all ranks are possible. */
static enum trig_status begin_sets(struct ranking *ranking, struct trig_error *error)
{
    double *values = trig_calloc(ranking->count, sizeof *values);
    if (!values)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the ranks of %zu institutions",
                              ranking->count);
    for (size_t i = 0; i < ranking->count; i++)
        values[i] = ranking->entries[i].y;
    qsort(values, ranking->count, sizeof *values, compare_descending);
    for (size_t i = 0; i < ranking->count; i++)
        ranking->sets[i] = (struct trig_rank_set){
            1 + higher_than(values, ranking->count, ranking->entries[i].y), 1, ranking->count};
    trig_free(values);
    return TRIG_OK;
}

static enum trig_status begin(struct ranking *ranking, enum trig_rank_kind kind, struct trig_error *error)
{
    size_t count = ranking->count;
    size_t most = kind == TRIG_RANK_MARGINAL ? count : count * (count - 1) / 2;
    ranking->couples = trig_calloc(most, sizeof *ranking->couples);
    ranking->errors = trig_calloc(count * ranking->draws->draws, sizeof *ranking->errors);
    ranking->largest = trig_calloc(ranking->draws->draws, sizeof *ranking->largest);
    if (!ranking->couples || !ranking->errors || !ranking->largest)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the ranks of %zu institutions",
                              count);
    draw_errors(ranking);
    return begin_sets(ranking, error);
}

static void clear(struct ranking *ranking)
{
    trig_free(ranking->couples);
    trig_free(ranking->errors);
    trig_free(ranking->largest);
}

enum trig_status trig_rank_sets(const trig_rank_draws *draws, const struct trig_entry *entries, size_t count,
                                enum trig_rank_kind kind, double level, struct trig_rank_set *out,
                                struct trig_error *error)
{
    struct ranking ranking = {
        .draws = draws, .entries = entries, .count = count, .level = level, .sets = out};
    if (count == 0)
        return TRIG_OK;
    enum trig_status status = begin(&ranking, kind, error);
    if (status == TRIG_OK && kind == TRIG_RANK_SIMULTANEOUS)
        step_down(&ranking, 0, count);
    for (size_t own = 0; own < count && status == TRIG_OK && kind == TRIG_RANK_MARGINAL; own++)
        step_down(&ranking, own, own + 1);
    clear(&ranking);
    return status;
}
