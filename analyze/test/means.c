#include "analyze/test/means.h"

#include "analyze/benchmark/comparison.h"
#include "analyze/estimate/calibration.h"
#include "analyze/estimate/contrast.h"
#include "analyze/regress/normal.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* A variance this small beside the mean square is rounding, not spread. */
#define NO_SPREAD 1e-14

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the means of groups");
    return TRIG_ERR_MEMORY;
}

/* ---- means ---------------------------------------------------------------------------------------- */

/* Numbers the groups that hold an answer. @param places  by group as asked for: its number */
static enum trig_status number_groups(const struct trig_means_asked *asked, size_t *places,
                                      struct trig_means *out, struct trig_error *error)
{
    bool *answered = trig_arena_calloc(&out->arena, asked->groups, sizeof *answered);
    size_t *group_of = trig_arena_calloc(&out->arena, asked->groups, sizeof *group_of);
    out->items = trig_arena_calloc(&out->arena, asked->groups, sizeof *out->items);
    if (!answered || !group_of || !out->items)
        return no_memory(error);
    for (size_t i = 0; i < asked->count; i++)
        answered[asked->parts[i].group] = true;
    for (size_t i = 0; i < asked->groups; i++) {
        places[i] = out->groups;
        if (answered[i])
            group_of[out->groups++] = i;
    }
    out->group_of = group_of;
    return TRIG_OK;
}

static void find_means(const struct trig_means_asked *asked, const size_t *places, struct trig_means *out)
{
    double weight = 0.0;
    double total = 0.0;
    double square = 0.0;
    double between = 0.0;
    for (size_t i = 0; i < asked->count; i++) {
        const struct trig_moments *m = &asked->parts[i].m;
        struct trig_group_mean *group = &out->items[places[asked->parts[i].group]];
        group->n += m->n;
        group->weight += m->w;
        group->mean += m->wy;
        group->variance += m->wyy;
    }
    for (size_t i = 0; i < out->groups; i++) {
        struct trig_group_mean *group = &out->items[i];
        weight += group->weight;
        total += group->mean;
        square += group->variance;
        group->mean /= group->weight;
        double within = group->variance / group->weight;
        double spread = within - group->mean * group->mean;
        spread = spread > NO_SPREAD * within ? spread : 0.0;
        group->variance = group->n > 1.0 ? spread * group->n / (group->n - 1.0) : 0.0;
        out->n += group->n;
    }
    for (size_t i = 0; i < out->groups; i++)
        between += out->items[i].weight * pow(out->items[i].mean - total / weight, 2.0);
    out->eta2 = between / (square - total * total / weight);
}

/* Adds up the units of every group; parts of one PSU and group need not be neighbours. */
static enum trig_status find_degrees(const struct trig_means_asked *asked, const size_t *places,
                                     struct trig_means *out, struct trig_error *error)
{
    size_t *last = trig_arena_calloc(&out->arena, out->groups, sizeof *last);
    if (!last)
        return no_memory(error);
    for (size_t i = 0; i < out->groups; i++)
        last[i] = TRIG_NONE;
    for (size_t i = 0; i < asked->count; i++) {
        const struct trig_mean_part *part = &asked->parts[i];
        size_t group = places[part->group];
        double units = part->psu == TRIG_NONE ? part->m.n : part->psu != last[group];
        last[group] = part->psu;
        out->items[group].degrees += units * (1.0 - 1.0 / (double)asked->cells->strata[part->stratum].units);
    }
    return TRIG_OK;
}

/* ---- covariance --------------------------------------------------------------------------------------- */

static enum trig_status find_covariance(const struct trig_means_asked *asked, const size_t *places,
                                        struct trig_means *out, struct trig_error *error)
{
    struct trig_block_sum *sums = trig_calloc(asked->count, sizeof *sums);
    if (!sums)
        return no_memory(error);
    for (size_t i = 0; i < asked->count; i++) {
        const struct trig_mean_part *part = &asked->parts[i];
        const struct trig_moments *m = &part->m;
        double mean = out->items[places[part->group]].mean;
        double weight = out->items[places[part->group]].weight;
        double trimming = trig_cells_trimming(asked->cells, part->member);
        sums[i] =
            (struct trig_block_sum){part->stratum,
                                    part->psu,
                                    places[part->group],
                                    m->n,
                                    (m->wy - mean * m->w) / weight,
                                    (m->wwyy - 2.0 * mean * m->wwy + mean * mean * m->ww) / weight / weight,
                                    part->member,
                                    trimming * (m->y - mean * m->n) / weight,
                                    (m->wwy - mean * m->ww) / trimming / weight};
    }
    struct trig_blocks_asked blocks = {asked->cells, asked->design, sums, asked->count, out->groups, 1};
    enum trig_status status = trig_blocks_make(&blocks, &out->blocks, error);
    trig_free(sums);
    return status;
}

enum trig_status trig_means_make(const struct trig_means_asked *asked, struct trig_means *out,
                                 struct trig_error *error)
{
    struct trig_means means = {.groups = 0};
    trig_arena_init(&means.arena);
    trig_arena_init(&means.blocks.arena);
    size_t *places = trig_arena_calloc(&means.arena, asked->groups, sizeof *places);
    enum trig_status status = places ? TRIG_OK : no_memory(error);
    if (status == TRIG_OK)
        status = number_groups(asked, places, &means, error);
    if (status == TRIG_OK) {
        find_means(asked, places, &means);
        status = find_degrees(asked, places, &means, error);
    }
    if (status == TRIG_OK)
        status = find_covariance(asked, places, &means, error);
    if (status)
        trig_means_clear(&means);
    else
        *out = means;
    return status;
}

/* The sums of one respondent, whose y is shifted as cells have it; n is 0 where there is no answer. */
static struct trig_moments respondent_moments(const struct trig_cells *cells, size_t measure,
                                              size_t respondent)
{
    const trig_sample *sample = cells->respondents;
    double y = sample->measures[measure].y[respondent] - cells->shifts[measure];
    double w = sample->weight[respondent];
    if (isnan(y) || !(w > 0.0))
        return (struct trig_moments){.n = 0.0};
    return (struct trig_moments){1.0, y, w, w * y, w * y * y, w * w, w * w * y, w * w * y * y};
}

enum trig_status trig_means_of_cells(const struct trig_cells *cells, size_t measure, const size_t *order,
                                     const size_t *group_of_cell, size_t groups, struct trig_means *out,
                                     struct trig_error *error)
{
    size_t members = trig_cells_members(cells);
    struct trig_mean_part *parts = trig_calloc(members, sizeof *parts);
    size_t count = 0;
    if (!parts)
        return no_memory(error);
    for (size_t i = 0; i < members; i++) {
        size_t at = trig_cells_of_member(cells, order[i]);
        const struct trig_cell *cell = &cells->items[at];
        struct trig_moments m = cells->respondents ? respondent_moments(cells, measure, order[i])
                                                   : cells->moments[at * cells->measures + measure];
        if (group_of_cell[at] != TRIG_NONE && m.n > 0.0)
            parts[count++] =
                (struct trig_mean_part){cell->stratum, cell->psu, order[i], group_of_cell[at], m};
    }
    struct trig_means_asked asked = {cells, &cells->request->design, parts, count, groups};
    enum trig_status status = trig_means_make(&asked, out, error);
    trig_free(parts);
    return status;
}

void trig_means_clear(struct trig_means *means)
{
    trig_blocks_clear(&means->blocks);
    trig_arena_clear(&means->arena);
    memset(means, 0, sizeof *means);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static double covariance_of_differences(const struct trig_means *means, size_t a, size_t b)
{
    const struct trig_blocks *blocks = &means->blocks;
    return trig_blocks_at(blocks, a, b) - trig_blocks_at(blocks, a, 0) - trig_blocks_at(blocks, 0, b) +
           trig_blocks_at(blocks, 0, 0);
}

/* d' V^-1 d; NAN when V is singular. */
static enum trig_status wald(const struct trig_means *means, double *v, double *d, size_t *places,
                             double *out, struct trig_error *error)
{
    size_t size = means->groups - 1;
    bool varied = means->items[0].variance > 0.0;
    for (size_t i = 0; i < size; i++) {
        varied = varied || means->items[i + 1].variance > 0.0;
        places[i] = i;
        d[i] = means->items[i + 1].mean - means->items[0].mean;
        for (size_t j = 0; j < size; j++)
            v[i * size + j] = covariance_of_differences(means, i + 1, j + 1);
    }
    *out = NAN;
    return varied ? trig_normal_wald(d, v, size, places, size, out, error) : TRIG_OK;
}

static void set_test(const struct trig_means *means, double wald, struct trig_means_test *out)
{
    double size = (double)means->groups - 1.0;
    double df2 = means->blocks.df - size;
    if (means->groups == 2) {
        double t = copysign(sqrt(wald), means->items[1].mean - means->items[0].mean);
        *out = (struct trig_means_test){t, df2, NAN, trig_two_sided_p(t, df2)};
        return;
    }
    double p = df2 >= 1.0 ? gsl_cdf_fdist_Q(wald / size, size, df2) : NAN;
    *out = (struct trig_means_test){wald / size, size, df2, p};
}

enum trig_status trig_means_test(const struct trig_means *means, struct trig_means_test *out,
                                 struct trig_error *error)
{
    size_t size = means->groups - 1;
    double *v = trig_calloc(size + 1, size * sizeof *v);
    size_t *places = trig_calloc(size, sizeof *places);
    double found;
    enum trig_status status = v && places ? TRIG_OK : no_memory(error);
    if (status == TRIG_OK)
        status = wald(means, v, v + size * size, places, &found, error);
    if (status == TRIG_OK)
        set_test(means, found, out);
    trig_free(v);
    trig_free(places);
    return status;
}

double trig_means_rate(const struct trig_means *means)
{
    double k = (double)means->groups;
    double df2 = means->blocks.df - (k - 1.0);
    double spread = 0.0;
    for (size_t i = 0; i < means->groups; i++)
        spread += pow(1.0 - means->items[i].n / means->n, 2.0) / fmax(1.0, means->items[i].degrees);
    if (means->groups < 3 || !(df2 >= 1.0))
        return NAN;
    double excess = 1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * spread;
    double critical = gsl_cdf_fdist_Qinv(0.05, k - 1.0, df2);
    return gsl_cdf_fdist_Q(critical / excess, k - 1.0, (k * k - 1.0) / (3.0 * spread));
}

struct trig_means_difference trig_means_compare(const struct trig_means *means, size_t first, size_t second,
                                                double level)
{
    const struct trig_group_mean *a = &means->items[first];
    const struct trig_group_mean *b = &means->items[second];
    double variance = trig_blocks_at(&means->blocks, first, first) +
                      trig_blocks_at(&means->blocks, second, second) -
                      2.0 * trig_blocks_at(&means->blocks, first, second);
    double df = means->blocks.df - 1.0;
    double t = trig_t_quantile(level, df);
    double pooled_df = a->n + b->n - 2.0;
    double pooled = ((a->n - 1.0) * a->variance + (b->n - 1.0) * b->variance) / pooled_df;
    struct trig_means_difference made = {.difference = b->mean - a->mean,
                                         .se = sqrt(fmax(0.0, variance)),
                                         .df = df,
                                         .t = NAN,
                                         .hedges_g = NAN,
                                         .g_low = NAN,
                                         .g_high = NAN};
    made.low = made.difference - t * made.se;
    made.high = made.difference + t * made.se;
    if (made.se > 0.0)
        made.t = made.difference / made.se;
    made.p = trig_two_sided_p(made.t, df);
    if (!(pooled > 0.0))
        return made;
    double correction = 1.0 - 3.0 / (4.0 * pooled_df - 1.0);
    made.hedges_g = correction * made.difference / sqrt(pooled);
    double spread =
        sqrt(variance / pooled * correction * correction + made.hedges_g * made.hedges_g / (2.0 * pooled_df));
    made.g_low = made.hedges_g - t * spread;
    made.g_high = made.hedges_g + t * spread;
    return made;
}
