#include "analyze/regress/mixed.h"

#include "analyze/regress/blocks.h"
#include "analyze/regress/normal.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* theta is looked for between these, and at 0: a variance between groups of a millionth of that within says
 * as much as none, a million times as much leaves nothing within. */
#define LEAST_THETA 1e-3
#define MOST_THETA  1e3
#define GRID        48
#define MOST_STEPS  200

/* ---- sums ---------------------------------------------------------------------------- */

/* One fit under way. Sums: | X'X: count x count, lower | X'y: count | y'y | groups x (X'1: count, y'1, n) |;
 * y less its mean. */
struct fitting {
    const struct trig_columns *columns;
    const struct trig_mixed_rows *rows;
    struct trig_mixed *mixed;
    size_t count;
    double mean; /* of y */
    double *sums;
    size_t *places; /* by free coefficient: its column */
    size_t free;
    double *a; /* free x free: X'V^-1 X sigma^2 */
    double *b; /* free: X'V^-1 y sigma^2 */
    double *beta;
    double *factor; /* free x free */
    double *inverse;
    double rss;
    double least; /* of the criterion */
};

static size_t group_width(const struct fitting *fitting)
{
    return fitting->count + 2;
}

/* The sums of [group]: X'1, then y'1 and n. */
static const double *group_sums(const struct fitting *fitting, size_t group)
{
    return fitting->sums + fitting->count * (fitting->count + 1) + 1 + group * group_width(fitting);
}

static void add_rows(const void *context, size_t start, size_t end, double *sums)
{
    const struct fitting *fitting = context;
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    size_t p = fitting->count;
    double *xy = sums + p * p;
    double *groups = xy + p + 1;
    for (size_t row = start; row < end; row++) {
        size_t count = trig_columns_row(fitting->columns, row, entries);
        double *group = groups + fitting->rows->group[row] * group_width(fitting);
        double y = fitting->rows->y[row] - fitting->mean;
        for (size_t i = 0; i < count; i++) {
            double value = entries[i].value;
            for (size_t j = 0; j <= i; j++)
                sums[entries[i].column * p + entries[j].column] += value * entries[j].value;
            xy[entries[i].column] += value * y;
            group[entries[i].column] += value;
        }
        xy[p] += y * y;
        group[p] += y;
        group[p + 1] += 1.0;
    }
}

static enum trig_status sum_rows(struct fitting *fitting, struct trig_error *error)
{
    size_t p = fitting->count;
    size_t width = p * (p + 1) + 1 + fitting->rows->groups * group_width(fitting);
    double sum = 0.0;
    for (size_t row = 0; row < fitting->rows->count; row++)
        sum += fitting->rows->y[row];
    fitting->mean = sum / (double)fitting->rows->count;
    return trig_blocks_sum(fitting->rows->count, fitting->columns->threads, width, add_rows, fitting,
                           fitting->sums, error);
}

static enum trig_status find_aliased(struct fitting *fitting, struct trig_error *error)
{
    size_t p = fitting->count;
    double *xx = trig_calloc(p, p * sizeof *xx);
    if (!xx)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", p);
    memcpy(xx, fitting->sums, p * p * sizeof *xx);
    trig_normal_alias(xx, p, fitting->mixed->aliased);
    trig_free(xx);
    for (size_t i = 0; i < p; i++)
        if (!fitting->mixed->aliased[i])
            fitting->places[fitting->free++] = i;
    return TRIG_OK;
}

/* ---- the criterion -------------------------------------------------------------------- */

/* Fills a, b and what is left of y'y at r; returns the sum of log(1 + n r). */
static double weigh_groups(struct fitting *fitting, double r, double *yy)
{
    size_t p = fitting->count;
    size_t left = fitting->free;
    const double *xy = fitting->sums + p * p;
    double logs = 0.0;
    *yy = xy[p];
    for (size_t i = 0; i < left; i++) {
        fitting->b[i] = xy[fitting->places[i]];
        for (size_t j = 0; j <= i; j++)
            fitting->a[i * left + j] = fitting->sums[fitting->places[i] * p + fitting->places[j]];
    }
    for (size_t group = 0; group < fitting->rows->groups; group++) {
        const double *sums = group_sums(fitting, group);
        double c = r / (1.0 + sums[p + 1] * r);
        logs += log1p(sums[p + 1] * r);
        *yy -= c * sums[p] * sums[p];
        for (size_t i = 0; i < left; i++) {
            double scaled = c * sums[fitting->places[i]];
            fitting->b[i] -= scaled * sums[p];
            for (size_t j = 0; j <= i; j++)
                fitting->a[i * left + j] -= scaled * sums[fitting->places[j]];
        }
    }
    return logs;
}

/* Twice the negative restricted log-likelihood but for a constant; sets beta and rss. INFINITY where there is
 * none. */
static double criterion(double theta, struct fitting *fitting)
{
    size_t left = fitting->free;
    double yy;
    double logs = weigh_groups(fitting, theta * theta, &yy);
    gsl_matrix_view factor = gsl_matrix_view_array(fitting->factor, left, left);
    gsl_vector_view beta = gsl_vector_view_array(fitting->beta, left);
    memcpy(fitting->factor, fitting->a, left * left * sizeof *fitting->factor);
    memcpy(fitting->beta, fitting->b, left * sizeof *fitting->beta);
    if (gsl_linalg_cholesky_decomp1(&factor.matrix) != GSL_SUCCESS)
        return INFINITY;
    gsl_linalg_cholesky_svx(&factor.matrix, &beta.vector);
    fitting->rss = yy;
    for (size_t i = 0; i < left; i++) {
        fitting->rss -= fitting->beta[i] * fitting->b[i];
        logs += 2.0 * log(fitting->factor[i * left + i]);
    }
    if (!(fitting->rss > 0.0))
        return INFINITY;
    return (double)(fitting->rows->count - left) * log(fitting->rss) + logs;
}

/* ---- the least ----------------------------------------------------------------------------- */

static double grid_theta(int at)
{
    return at < 0 ? 0.0 : LEAST_THETA * pow(MOST_THETA / LEAST_THETA, (double)at / GRID);
}

/* The criterion's derivative by r: groups' residuals and leverages, with beta at its best. */
static double slope(double theta, struct fitting *fitting)
{
    size_t p = fitting->count;
    double r = theta * theta;
    double sum = 0.0;
    criterion(theta, fitting);
    gsl_matrix_const_view factor = gsl_matrix_const_view_array(fitting->factor, fitting->free, fitting->free);
    gsl_vector_view solved = gsl_vector_view_array(fitting->inverse, fitting->free);
    double scale = (double)(fitting->rows->count - fitting->free) / fitting->rss;
    for (size_t group = 0; group < fitting->rows->groups; group++) {
        const double *sums = group_sums(fitting, group);
        double within = 1.0 + sums[p + 1] * r;
        double residual = sums[p];
        double leverage = 0.0;
        for (size_t i = 0; i < fitting->free; i++) {
            fitting->inverse[i] = sums[fitting->places[i]];
            residual -= fitting->inverse[i] * fitting->beta[i];
        }
        gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, &factor.matrix, &solved.vector);
        for (size_t i = 0; i < fitting->free; i++)
            leverage += fitting->inverse[i] * fitting->inverse[i];
        sum += sums[p + 1] / within - (scale * residual * residual + leverage) / (within * within);
    }
    return sum;
}

/* The root of the slope between the neighbours of the best point of the grid: to all digits, where a search
 * for the least value would end at half of them. */
static double refine(struct fitting *fitting, int best)
{
    double low = best < 0 ? 0.0 : grid_theta(best - 1);
    double high = grid_theta(best + 1);
    for (size_t i = 0; i < MOST_STEPS && high - low > 1e-15 * high; i++) {
        double middle = 0.5 * (low + high);
        if (slope(middle, fitting) < 0.0)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

static enum trig_status find_theta(struct fitting *fitting, double *theta, struct trig_error *error)
{
    int best = -1;
    fitting->least = criterion(0.0, fitting);
    bool rises = isfinite(fitting->least) && slope(0.0, fitting) >= 0.0;
    for (int i = 0; i < GRID; i++) {
        double value = criterion(grid_theta(i), fitting);
        if (value < fitting->least) {
            fitting->least = value;
            best = i;
        }
    }
    *theta = best < 0 && rises ? 0.0 : refine(fitting, best);
    fitting->least = criterion(*theta, fitting);
    if (isfinite(fitting->least))
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "the terms leave nothing of the outcome to be explained by chance; leave terms out");
}

/* ---- the interval of icc --------------------------------------------------------------------- */

static double icc_of(double theta)
{
    return theta * theta / (1.0 + theta * theta);
}

/* Where the criterion crosses [level] between [inside], where it is below, and [outside]. */
static double cross(struct fitting *fitting, double level, double inside, double outside)
{
    for (size_t i = 0; i < MOST_STEPS; i++) {
        double middle = 0.5 * (inside + outside);
        if (criterion(middle, fitting) < level)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

static void set_interval(struct fitting *fitting, double theta, double level)
{
    double bound = fitting->least + gsl_cdf_chisq_Pinv(level, 1.0);
    double high = theta > LEAST_THETA ? theta : LEAST_THETA;
    while (high < MOST_THETA && criterion(high, fitting) < bound)
        high *= 2.0;
    fitting->mixed->icc_low =
        criterion(0.0, fitting) < bound ? 0.0 : icc_of(cross(fitting, bound, theta, 0.0));
    fitting->mixed->icc_high = icc_of(cross(fitting, bound, theta, high));
}

/* ---- results ------------------------------------------------------------------------------------ */

/* The variances of the coefficients as named: M A^-1 M', M the map of trig_columns_restore, row by row and
 * then column by column.
 * @param room  two squares of count. */
static void set_errors(struct fitting *fitting, double *room)
{
    struct trig_mixed *mixed = fitting->mixed;
    size_t p = fitting->count;
    double *half = room + p * p;
    for (size_t i = 0; i < fitting->free; i++)
        for (size_t j = 0; j < fitting->free; j++)
            room[fitting->places[i] * p + fitting->places[j]] = fitting->inverse[i * fitting->free + j];
    for (size_t i = 0; i < p; i++)
        trig_columns_restore(fitting->columns, room + i * p, half + i * p);
    for (size_t i = 0; i < p; i++) {
        for (size_t j = 0; j < p; j++)
            room[j] = half[j * p + i];
        trig_columns_restore(fitting->columns, room, room + p);
        mixed->se[i] = mixed->aliased[i] ? NAN : sqrt(mixed->sigma2 * room[p + i]);
    }
}

/* Coefficients and their errors, out of the centred coordinates. */
static enum trig_status set_fixed(struct fitting *fitting, struct trig_error *error)
{
    struct trig_mixed *mixed = fitting->mixed;
    size_t p = fitting->count;
    double *room = trig_calloc(2 * p + 2, p * sizeof *room);
    if (!room)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu coefficients", p);
    enum trig_status status =
        trig_normal_solve(fitting->a, NULL, fitting->free, NULL, fitting->inverse, error);
    for (size_t i = 0; i < fitting->free; i++)
        room[fitting->places[i]] = fitting->beta[i];
    room[0] += fitting->mean;
    trig_columns_restore(fitting->columns, room, mixed->beta);
    for (size_t i = 0; i < p; i++) {
        room[i] = 0.0;
        if (mixed->aliased[i])
            mixed->beta[i] = NAN;
    }
    if (status == TRIG_OK)
        set_errors(fitting, room);
    trig_free(room);
    return status;
}

static void set_effects(struct fitting *fitting, double theta)
{
    struct trig_mixed *mixed = fitting->mixed;
    double r = theta * theta;
    for (size_t group = 0; group < mixed->groups; group++) {
        const double *sums = group_sums(fitting, group);
        double n = sums[fitting->count + 1];
        double residual = sums[fitting->count];
        for (size_t i = 0; i < fitting->free; i++)
            residual -= sums[fitting->places[i]] * fitting->beta[i];
        mixed->sizes[group] = (size_t)n;
        mixed->effects[group] = r / (1.0 + n * r) * residual;
        mixed->errors[group] = sqrt(mixed->sigma2 * r / (1.0 + n * r));
    }
}

static enum trig_status fit(struct fitting *fitting, double level, struct trig_error *error)
{
    double theta = 0.0;
    enum trig_status status = sum_rows(fitting, error);
    if (status == TRIG_OK)
        status = find_aliased(fitting, error);
    if (status == TRIG_OK && fitting->rows->count <= fitting->free)
        status = trig_error_set(error, TRIG_ERR_DOMAIN,
                                "the model has as many coefficients as respondents; leave terms out");
    if (status == TRIG_OK)
        status = find_theta(fitting, &theta, error);
    if (status)
        return status;
    set_interval(fitting, theta, level);
    criterion(theta, fitting);
    fitting->mixed->sigma2 = fitting->rss / (double)(fitting->rows->count - fitting->free);
    fitting->mixed->tau2 = theta * theta * fitting->mixed->sigma2;
    fitting->mixed->icc = icc_of(theta);
    set_effects(fitting, theta);
    return set_fixed(fitting, error);
}

static bool allocate(struct trig_mixed *mixed)
{
    mixed->aliased = trig_calloc(mixed->count, sizeof *mixed->aliased);
    mixed->beta = trig_calloc(mixed->count, sizeof *mixed->beta);
    mixed->se = trig_calloc(mixed->count, sizeof *mixed->se);
    mixed->effects = trig_calloc(mixed->groups, sizeof *mixed->effects);
    mixed->errors = trig_calloc(mixed->groups, sizeof *mixed->errors);
    mixed->sizes = trig_calloc(mixed->groups, sizeof *mixed->sizes);
    return mixed->aliased && mixed->beta && mixed->se && mixed->effects && mixed->errors && mixed->sizes;
}

enum trig_status trig_mixed_fit(const struct trig_columns *columns, const struct trig_mixed_rows *rows,
                                double level, struct trig_mixed *out, struct trig_error *error)
{
    size_t p = columns->count;
    *out = (struct trig_mixed){.count = p, .groups = rows->groups};
    bool memory = allocate(out);
    double *sums = trig_calloc(p * (p + 1) + 1 + rows->groups * (p + 2), sizeof *sums);
    double *room = trig_calloc(3 * p + 2, p * sizeof *room);
    size_t *places = trig_calloc(p, sizeof *places);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (memory && sums && room && places) {
        struct fitting fitting = {.columns = columns,
                                  .rows = rows,
                                  .mixed = out,
                                  .count = p,
                                  .sums = sums,
                                  .places = places,
                                  .a = room,
                                  .factor = room + p * p,
                                  .inverse = room + 2 * p * p,
                                  .b = room + 3 * p * p,
                                  .beta = room + 3 * p * p + p};
        status = fit(&fitting, level, error);
    } else {
        trig_error_set(error, status, "out of memory for a random intercept");
    }
    trig_free(places);
    trig_free(room);
    trig_free(sums);
    return status;
}

void trig_mixed_clear(struct trig_mixed *mixed)
{
    trig_free(mixed->sizes);
    trig_free(mixed->errors);
    trig_free(mixed->effects);
    trig_free(mixed->se);
    trig_free(mixed->beta);
    trig_free(mixed->aliased);
    *mixed = (struct trig_mixed){.count = 0};
}
