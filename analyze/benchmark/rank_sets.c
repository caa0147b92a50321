#include "analyze/benchmark/rank_sets.h"

#include "surveys/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Differences are looked at so many at a time, which the compiler turns into
 * vector operations; rows are padded to a multiple of it. */
#define LANES ((size_t)8)

/* With fewer degrees of freedom the expansion of t is not good enough. */
#define LEAST_DF 3.0

/* With more the t distribution is the normal one to all digits that matter here. */
#define MOST_DF 1e7

struct trig_rank_draws {
    size_t count;
    size_t draws;
    float *z; /* draws x count */
};

/* One ranking under way, its institutions from the highest estimate to the lowest,
 * so that those not told apart from one are its neighbours: only they are looked at.
 *
 *      row of own:   0 0 | x x 0 x own x x x | 0 0 0      x: 1 / standard error of the difference
 *                        begin ---------- end             0: told apart, itself, or padding
 */
struct ranking {
    const trig_rank_draws *draws;
    const struct trig_entry *entries; /* [count] as given */
    size_t count;
    double level;
    size_t width;   /* count, padded */
    size_t *order;  /* places -> items */
    size_t *begin;  /* by row; multiples of LANES */
    size_t *end;    /* */
    float *inverse; /* count x width */
    float *errors;  /* width: of the draw under way */
    float *largest; /* by draw */
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
    for (size_t i = 0; i < count * draws; i++)
        z[i] = (float)gsl_ran_gaussian_ratio_method(generator, 1.0);
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

static const struct trig_entry *item_at(const struct ranking *ranking, size_t place)
{
    return &ranking->entries[ranking->order[place]];
}

static double difference_of(const struct ranking *ranking, size_t a, size_t b)
{
    return fabs(item_at(ranking, a)->y - item_at(ranking, b)->y);
}

static double error_of(const struct ranking *ranking, size_t a, size_t b)
{
    return hypot(item_at(ranking, a)->se, item_at(ranking, b)->se);
}

static double df_of(const struct trig_entry *item)
{
    return fmax(LEAST_DF, item->df);
}

static void draw_errors(struct ranking *ranking, size_t draw)
{
    const float *z = ranking->draws->z + draw * ranking->draws->count;
    for (size_t i = 0; i < ranking->count; i++) {
        const struct trig_entry *item = item_at(ranking, i);
        ranking->errors[i] = (float)item->se * t_of_normal(z[ranking->order[i]], (float)(1.0 / df_of(item)));
    }
}

/* The largest standardised difference of [own] with the places from [first] on, a
 * multiple of LANES, to its row's end; at least [largest]. */
static float largest_of_row(const struct ranking *ranking, size_t own, size_t first, float largest)
{
    const float *inverse = ranking->inverse + own * ranking->width;
    const float *errors = ranking->errors;
    float lanes[LANES] = {0};
    float mine = errors[own];
    for (size_t k = first; k < ranking->end[own]; k += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            float x = fabsf(mine - errors[k + lane]) * inverse[k + lane];
            lanes[lane] = x > lanes[lane] ? x : lanes[lane];
        }
    for (size_t lane = 0; lane < LANES; lane++)
        largest = lanes[lane] > largest ? lanes[lane] : largest;
    return largest;
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The quantile of the largest differences: of the rows from [first] to before
 * [last] with everybody. Each pair is enough once where all rows are asked for. */
static double critical(struct ranking *ranking, size_t first, size_t last)
{
    size_t draws = ranking->draws->draws;
    for (size_t draw = 0; draw < draws; draw++) {
        float largest = 0.0f;
        draw_errors(ranking, draw);
        for (size_t own = first; own < last; own++) {
            size_t from = last - first == 1 ? ranking->begin[own] : own / LANES * LANES;
            largest = largest_of_row(ranking, own, from, largest);
        }
        ranking->largest[draw] = largest;
    }
    qsort(ranking->largest, draws, sizeof *ranking->largest, compare_floats);
    size_t at = (size_t)ceil(ranking->level * (double)draws);
    return (double)ranking->largest[at < 1 ? 0 : (at > draws ? draws : at) - 1];
}

/* Leaves what is told apart at either end of a row out of it. */
static void narrow(struct ranking *ranking, size_t own)
{
    const float *inverse = ranking->inverse + own * ranking->width;
    size_t begin = ranking->begin[own];
    size_t end = ranking->end[own];
    while (begin < end && inverse[begin] == 0.0f)
        begin++;
    while (end > begin && inverse[end - 1] == 0.0f)
        end--;
    ranking->begin[own] = begin / LANES * LANES;
    ranking->end[own] = end;
}

/* Pairs beyond [c] are told apart from here on. Returns how many. */
static size_t tell_apart(struct ranking *ranking, size_t first, size_t last, double c)
{
    size_t found = 0;
    for (size_t own = first; own < last; own++) {
        float *inverse = ranking->inverse + own * ranking->width;
        for (size_t k = ranking->begin[own]; k < ranking->end[own]; k++) {
            if (inverse[k] == 0.0f || difference_of(ranking, own, k) <= c * error_of(ranking, own, k))
                continue;
            inverse[k] = 0.0f;
            found++;
        }
        narrow(ranking, own);
    }
    return found;
}

/* A bound of the first quantile by Bonferroni's inequality, with the heaviest tail
 * there is: what is beyond it would be told apart in the first step anyway. */
static double bound(const struct ranking *ranking, size_t first, size_t last)
{
    double rows = (double)(last - first);
    double pairs = (double)(ranking->count - 1) * (rows == 1.0 ? 1.0 : rows / 2.0);
    double df = MOST_DF;
    for (size_t i = 0; i < ranking->count; i++)
        df = fmin(df, df_of(&ranking->entries[i]));
    return gsl_cdf_tdist_Qinv((1.0 - ranking->level) / (2.0 * pairs), df);
}

/* The bound spares most of the draws' work where institutions are large. */
static void step_down(struct ranking *ranking, size_t first, size_t last)
{
    if (ranking->count < 2)
        return;
    double c = bound(ranking, first, last);
    tell_apart(ranking, first, last, c);
    do
        c = critical(ranking, first, last);
    while (tell_apart(ranking, first, last, c) > 0);
}

/* ---- sets --------------------------------------------------------------------------- */

static int compare_places(const void *a, const void *b, void *entries)
{
    const struct trig_entry *all = entries;
    size_t i = *(const size_t *)a;
    size_t j = *(const size_t *)b;
    if (all[i].y != all[j].y)
        return all[i].y > all[j].y ? -1 : 1;
    return (i > j) - (i < j);
}

static enum trig_status begin(struct ranking *ranking, struct trig_error *error)
{
    size_t count = ranking->count;
    ranking->width = (count + LANES - 1) / LANES * LANES;
    ranking->order = trig_calloc(count, sizeof *ranking->order);
    ranking->begin = trig_calloc(count, sizeof *ranking->begin);
    ranking->end = trig_calloc(count, sizeof *ranking->end);
    ranking->inverse = trig_calloc(count * ranking->width, sizeof *ranking->inverse);
    ranking->errors = trig_calloc(ranking->width, sizeof *ranking->errors);
    ranking->largest = trig_calloc(ranking->draws->draws, sizeof *ranking->largest);
    if (!ranking->order || !ranking->begin || !ranking->end || !ranking->inverse || !ranking->errors ||
        !ranking->largest)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the ranks of %zu institutions",
                              count);
    for (size_t i = 0; i < count; i++)
        ranking->order[i] = i;
    qsort_r(ranking->order, count, sizeof *ranking->order, compare_places, (void *)ranking->entries);
    for (size_t own = 0; own < count; own++) {
        ranking->end[own] = count;
        for (size_t k = 0; k < count; k++)
            ranking->inverse[own * ranking->width + k] =
                own == k ? 0.0f : (float)(1.0 / error_of(ranking, own, k));
    }
    return TRIG_OK;
}

static void clear(struct ranking *ranking)
{
    trig_free(ranking->order);
    trig_free(ranking->begin);
    trig_free(ranking->end);
    trig_free(ranking->inverse);
    trig_free(ranking->errors);
    trig_free(ranking->largest);
}

static struct trig_rank_set set_of(const struct ranking *ranking, size_t own)
{
    const float *inverse = ranking->inverse + own * ranking->width;
    double y = item_at(ranking, own)->y;
    struct trig_rank_set set = {1, 1, ranking->count};
    for (size_t k = 0; k < ranking->count; k++) {
        bool above = item_at(ranking, k)->y > y;
        bool apart = k != own && inverse[k] == 0.0f;
        set.rank += above;
        set.low += apart && above;
        set.high -= apart && !above;
    }
    return set;
}

enum trig_status trig_rank_sets(const trig_rank_draws *draws, const struct trig_entry *entries, size_t count,
                                enum trig_rank_kind kind, double level, struct trig_rank_set *out,
                                struct trig_error *error)
{
    struct ranking ranking = {.draws = draws, .entries = entries, .count = count, .level = level};
    enum trig_status status = begin(&ranking, error);
    if (status == TRIG_OK && kind == TRIG_RANK_SIMULTANEOUS)
        step_down(&ranking, 0, count);
    for (size_t own = 0; own < count && status == TRIG_OK && kind == TRIG_RANK_MARGINAL; own++)
        step_down(&ranking, own, own + 1);
    for (size_t own = 0; own < count && status == TRIG_OK; own++)
        out[ranking.order[own]] = set_of(&ranking, own);
    clear(&ranking);
    return status;
}
