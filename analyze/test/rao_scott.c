#include "analyze/test/rao_scott.h"

#include "analyze/estimate/calibration.h"
#include "analyze/test/roots.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_eigen.h>
#include <math.h>

/* An eigenvalue this small beside the largest is 0. */
#define NO_EIGENVALUE 1e-11

/* A table on its way to its traces. */
struct tracing {
    struct trig_arena arena;
    const struct trig_cross *cross;
    const struct trig_blocks *blocks;
    double *p;       /* by class: its share; 0: empty */
    double *group_p; /* by group */
    bool *swept;     /* by group: no class of it is empty */
    size_t *tied;    /* by answer, then by group: its column of G; of a swept group: none */
    size_t ties;     /* columns of G */
    size_t width;    /* of f: ties, and the columns of ones and of P p */
    double *f;       /* [class * width] */
    double *j;       /* width x width: P = E - f j f' on both sides of p */
    double *aef;     /* width x width: f' A E A f */
    double *af;      /* width x width: f' A f */
    size_t g_rank;
    double trace_ea;
    double trace_eaea;
    struct trig_error *error;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a test of independence");
    return TRIG_ERR_MEMORY;
}

/* ---- covariance of the classes --------------------------------------------------------------------- */

enum trig_status trig_rao_scott_blocks(const struct trig_cross *cross, const struct trig_cells *cells,
                                       const struct trig_design *design, struct trig_blocks *out,
                                       struct trig_error *error)
{
    struct trig_block_sum *sums = trig_calloc(cross->count, sizeof *sums);
    if (!sums)
        return no_memory(error);
    for (size_t i = 0; i < cross->count; i++) {
        const struct trig_cross_entry *entry = &cross->entries[i];
        double trimming = trig_cells_trimming(cells, entry->member);
        sums[i] = (struct trig_block_sum){entry->stratum,
                                          entry->psu,
                                          entry->group * cross->answers + entry->answer,
                                          entry->n,
                                          entry->w / cross->weight,
                                          entry->ww / cross->weight / cross->weight,
                                          entry->member,
                                          trimming * entry->n / cross->weight,
                                          entry->ww / trimming / cross->weight};
    }
    struct trig_blocks_asked asked = {
        cells, design, sums, cross->count, cross->groups * cross->answers, cross->answers};
    enum trig_status status = trig_blocks_make(&asked, out, error);
    trig_free(sums);
    return status;
}

/* ---- shares, and what empty classes tie together ------------------------------------------------------ */

static void tie_empty_classes(struct tracing *tracing, size_t *parents)
{
    size_t answers = tracing->cross->answers;
    for (size_t group = 0; group < tracing->cross->groups; group++)
        for (size_t answer = 0; answer < answers; answer++) {
            if (tracing->p[group * answers + answer] > 0.0)
                continue;
            tracing->swept[group] = false;
            trig_roots_join(parents, answer, answers + group); /* answers come first, so they are the roots */
        }
}

static enum trig_status find_ties(struct tracing *tracing)
{
    size_t answers = tracing->cross->answers;
    size_t nodes = answers + tracing->cross->groups;
    size_t *parents = trig_arena_calloc(&tracing->arena, nodes, sizeof *parents);
    tracing->tied = trig_arena_calloc(&tracing->arena, nodes, sizeof *tracing->tied);
    if (!parents || !tracing->tied)
        return no_memory(tracing->error);
    trig_roots_init(parents, nodes);
    tie_empty_classes(tracing, parents);
    for (size_t i = 0; i < nodes; i++) {
        size_t root = trig_roots_of(parents, i);
        if (i < answers || !tracing->swept[i - answers])
            tracing->tied[i] = root == i ? tracing->ties++ : tracing->tied[root];
    }
    return TRIG_OK;
}

static enum trig_status find_shares(struct tracing *tracing)
{
    const struct trig_cross *cross = tracing->cross;
    size_t classes = cross->groups * cross->answers;
    tracing->p = trig_arena_calloc(&tracing->arena, classes, sizeof *tracing->p);
    tracing->group_p = trig_arena_calloc(&tracing->arena, cross->groups, sizeof *tracing->group_p);
    tracing->swept = trig_arena_calloc(&tracing->arena, cross->groups, sizeof *tracing->swept);
    if (!tracing->p || !tracing->group_p || !tracing->swept)
        return no_memory(tracing->error);
    for (size_t i = 0; i < classes; i++) {
        tracing->p[i] = cross->weights[i] / cross->weight;
        tracing->group_p[i / cross->answers] += tracing->p[i];
    }
    for (size_t i = 0; i < cross->groups; i++)
        tracing->swept[i] = true;
    return find_ties(tracing);
}

/* ---- f ------------------------------------------------------------------------------------------------- */

/* The indicators of one group's classes, less their mean where the group is swept. */
static void fill_group(struct tracing *tracing, size_t group)
{
    size_t answers = tracing->cross->answers;
    size_t width = tracing->width;
    double *rows = tracing->f + group * answers * width;
    const double *p = tracing->p + group * answers;
    for (size_t i = 0; i < answers; i++) {
        rows[i * width + tracing->tied[i]] += 1.0;
        if (!tracing->swept[group])
            rows[i * width + tracing->tied[answers + group]] -= 1.0;
        rows[i * width + tracing->ties] = 1.0;
    }
    for (size_t k = 0; tracing->swept[group] && k < tracing->ties; k++) {
        double mean = 0.0;
        for (size_t i = 0; i < answers; i++)
            mean += p[i] * rows[i * width + k] / tracing->group_p[group];
        for (size_t i = 0; i < answers; i++)
            rows[i * width + k] -= mean;
    }
}

/* The generalised inverse of the symmetric [m], size x size, into [out] with rows of [stride]. */
static enum trig_status invert(double *m, size_t size, double *out, size_t stride, size_t *rank)
{
    gsl_eigen_symmv_workspace *space = gsl_eigen_symmv_alloc(size);
    gsl_vector *values = gsl_vector_alloc(size);
    gsl_matrix *vectors = gsl_matrix_alloc(size, size);
    enum trig_status status = TRIG_ERR_MEMORY;
    *rank = 0;
    if (space && values && vectors) {
        gsl_matrix_view view = gsl_matrix_view_array(m, size, size);
        gsl_eigen_symmv(&view.matrix, values, vectors, space);
        double largest = gsl_vector_max(values);
        for (size_t k = 0; k < size; k++) {
            double value = gsl_vector_get(values, k);
            if (value <= NO_EIGENVALUE * largest)
                continue;
            ++*rank;
            for (size_t i = 0; i < size * size; i++)
                out[i / size * stride + i % size] +=
                    gsl_matrix_get(vectors, i / size, k) * gsl_matrix_get(vectors, i % size, k) / value;
        }
        status = TRIG_OK;
    }
    gsl_eigen_symmv_free(space);
    gsl_vector_free(values);
    gsl_matrix_free(vectors);
    return status;
}

/* The column P p of f, and j around it: P p = 0 unless empty classes tie something. */
static void fill_mean_column(struct tracing *tracing, const double *pulls)
{
    size_t answers = tracing->cross->answers;
    size_t width = tracing->width;
    size_t ties = tracing->ties;
    double gamma = 0.0;
    for (size_t i = 0; i < answers * tracing->cross->groups; i++) {
        double value = tracing->swept[i / answers] ? 0.0 : 1.0;
        for (size_t a = 0; a < ties; a++)
            for (size_t b = 0; b < ties; b++)
                value -= tracing->f[i * width + a] * tracing->j[a * width + b] * pulls[b];
        tracing->f[i * width + ties + 1] = tracing->p[i] > 0.0 ? value : 0.0;
        gamma += tracing->p[i] * tracing->f[i * width + ties + 1];
    }
    tracing->j[ties * width + ties] = -gamma;
    tracing->j[ties * width + ties + 1] = tracing->j[(ties + 1) * width + ties] = 1.0;
}

static enum trig_status fill_f(struct tracing *tracing)
{
    size_t classes = tracing->cross->groups * tracing->cross->answers;
    size_t ties = tracing->ties;
    size_t width = tracing->width = ties + 2;
    tracing->f = trig_arena_calloc(&tracing->arena, classes * width, sizeof *tracing->f);
    tracing->j = trig_arena_calloc(&tracing->arena, width * width, sizeof *tracing->j);
    double *m = trig_arena_calloc(&tracing->arena, ties * ties, sizeof *m);
    double *pulls = trig_arena_calloc(&tracing->arena, ties, sizeof *pulls);
    if (!tracing->f || !tracing->j || !m || !pulls)
        return no_memory(tracing->error);
    for (size_t group = 0; group < tracing->cross->groups; group++)
        fill_group(tracing, group);
    for (size_t i = 0; i < classes; i++) {
        const double *row = tracing->f + i * width;
        for (size_t a = 0; a < ties; a++) {
            pulls[a] += tracing->p[i] * row[a];
            for (size_t b = 0; b < ties; b++)
                m[a * ties + b] += tracing->p[i] * row[a] * row[b];
        }
    }
    if (invert(m, ties, tracing->j, width, &tracing->g_rank))
        return no_memory(tracing->error);
    fill_mean_column(tracing, pulls);
    return TRIG_OK;
}

/* ---- traces ---------------------------------------------------------------------------------- */

/* E times a matrix whose rows are the classes of a block, [columns] wide. */
static void sweep(const struct tracing *tracing, size_t block, const double *in, size_t columns, double *out)
{
    size_t answers = tracing->cross->answers;
    const size_t *list = tracing->blocks->lists[block];
    size_t size = tracing->blocks->sizes[block];
    for (size_t first = 0; first < size; first += answers) {
        size_t group = list[first] / answers;
        for (size_t column = 0; column < columns; column++) {
            double sum = 0.0;
            for (size_t i = 0; i < answers; i++)
                sum += in[(first + i) * columns + column];
            double mean = tracing->swept[group] ? sum / tracing->group_p[group] : 0.0;
            for (size_t i = 0; i < answers; i++) {
                double p = tracing->p[list[first + i]];
                size_t at = (first + i) * columns + column;
                out[at] = p > 0.0 ? in[at] / p - mean : 0.0;
            }
        }
    }
}

/* out += left' right, both [rows] x [columns]. */
static void add_inner(const double *left, const double *right, size_t rows, size_t columns, double *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t a = 0; a < columns; a++)
            for (size_t b = 0; b < columns; b++)
                out[a * columns + b] += left[i * columns + a] * right[i * columns + b];
}

/* Adds what one block leaves; [ea] size x size, [f], [h], [eh] size x width: scratch. */
static void add_block(struct tracing *tracing, size_t block, double *ea, double *f, double *h, double *eh)
{
    size_t size = tracing->blocks->sizes[block];
    size_t width = tracing->width;
    const double *a = tracing->blocks->v[block];
    sweep(tracing, block, a, size, ea);
    for (size_t i = 0; i < size; i++) {
        tracing->trace_ea += ea[i * (size + 1)];
        for (size_t j = 0; j < size; j++)
            tracing->trace_eaea += ea[i * size + j] * ea[j * size + i];
        memcpy(f + i * width, tracing->f + tracing->blocks->lists[block][i] * width, width * sizeof *f);
    }
    memset(h, 0, size * width * sizeof *h);
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++)
            for (size_t k = 0; k < width; k++)
                h[i * width + k] += a[i * size + j] * f[j * width + k];
    sweep(tracing, block, h, width, eh);
    add_inner(f, h, size, width, tracing->af);
    add_inner(h, eh, size, width, tracing->aef);
}

static enum trig_status add_blocks(struct tracing *tracing)
{
    size_t most = 0;
    size_t width = tracing->width;
    for (size_t i = 0; i < tracing->blocks->count; i++)
        most = tracing->blocks->sizes[i] > most ? tracing->blocks->sizes[i] : most;
    double *ea = trig_arena_calloc(&tracing->arena, most * most, sizeof *ea);
    double *f = trig_arena_calloc(&tracing->arena, 3 * most * width, sizeof *f);
    tracing->af = trig_arena_calloc(&tracing->arena, width * width, sizeof *tracing->af);
    tracing->aef = trig_arena_calloc(&tracing->arena, width * width, sizeof *tracing->aef);
    if (!ea || !f || !tracing->af || !tracing->aef)
        return no_memory(tracing->error);
    for (size_t i = 0; i < tracing->blocks->count; i++)
        add_block(tracing, i, ea, f, f + most * width, f + 2 * most * width);
    return TRIG_OK;
}

/* tr(a b) of two square matrices. */
static double trace_of_product(const double *a, const double *b, size_t size)
{
    double sum = 0.0;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++)
            sum += a[i * size + j] * b[j * size + i];
    return sum;
}

static enum trig_status finish(struct tracing *tracing, struct trig_rao_scott *out)
{
    size_t width = tracing->width;
    double n = tracing->cross->respondents;
    double *js = trig_arena_calloc(&tracing->arena, width * width, sizeof *js);
    if (!js)
        return no_memory(tracing->error);
    for (size_t i = 0; i < width; i++)
        for (size_t j = 0; j < width; j++)
            for (size_t k = 0; k < width; k++)
                js[i * width + j] += tracing->j[i * width + k] * tracing->af[k * width + j];
    double once = tracing->trace_ea - trace_of_product(tracing->j, tracing->af, width);
    double twice = tracing->trace_eaea - 2.0 * trace_of_product(tracing->j, tracing->aef, width) +
                   trace_of_product(js, js, width);
    double cells = 0.0;
    for (size_t i = 0; i < tracing->cross->groups * tracing->cross->answers; i++)
        cells += tracing->p[i] > 0.0;
    for (size_t i = 0; i < tracing->cross->groups; i++)
        cells -= tracing->swept[i];
    out->rank = cells - (double)tracing->g_rank;
    out->trace = n * once;
    out->trace2 = n * n * twice;
    return TRIG_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum trig_status add_pearson(struct tracing *tracing, struct trig_rao_scott *out)
{
    const struct trig_cross *cross = tracing->cross;
    double *answer_p = trig_arena_calloc(&tracing->arena, cross->answers, sizeof *answer_p);
    if (!answer_p)
        return no_memory(tracing->error);
    for (size_t i = 0; i < cross->groups * cross->answers; i++)
        answer_p[i % cross->answers] += tracing->p[i];
    double sum = 0.0;
    for (size_t i = 0; i < cross->groups * cross->answers; i++) {
        double expected = tracing->group_p[i / cross->answers] * answer_p[i % cross->answers];
        sum += (tracing->p[i] - expected) * (tracing->p[i] - expected) / expected;
    }
    out->x2 = cross->respondents * sum;
    return TRIG_OK;
}

enum trig_status trig_rao_scott_make(const struct trig_cross *cross, const struct trig_blocks *blocks,
                                     struct trig_rao_scott *out, struct trig_error *error)
{
    struct tracing tracing = {.cross = cross, .blocks = blocks, .error = error};
    struct trig_rao_scott made = {.nu = blocks->df};
    trig_arena_init(&tracing.arena);
    enum trig_status status = find_shares(&tracing);
    if (status == TRIG_OK)
        status = add_pearson(&tracing, &made);
    if (status == TRIG_OK)
        status = fill_f(&tracing);
    if (status == TRIG_OK)
        status = add_blocks(&tracing);
    if (status == TRIG_OK)
        status = finish(&tracing, &made);
    trig_arena_clear(&tracing.arena);
    if (status == TRIG_OK)
        *out = made;
    return status;
}
