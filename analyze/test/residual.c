#include "analyze/test/residual.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_blas.h>
#include <stdlib.h>

/* Of M and N together: 256 MB. */
#define MOST_NUMBERS (UINT64_C(1) << 25)

struct trig_residual {
    struct trig_arena arena;     /* owns the arrays */
    trig_calibrated *calibrated; /* borrowed */
    const struct trig_margin *margins;
    size_t margin_count;
    size_t *first; /* by margin: the number of its first row */
    size_t units;  /* of the calibration */
    struct trig_residual_member *members;
    size_t count;
    size_t rows; /* of all margins */
    size_t classes;
    double *m;      /* rows x rows */
    double *n;      /* rows x classes */
    double *totals; /* by row: of the unit or stratum under way */
    bool *touched;  /* by row */
    size_t *list;   /* the rows that are touched */
    size_t listed;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the residuals of computed weights");
    return TRIG_ERR_MEMORY;
}

/* ---- members ------------------------------------------------------------------------------------ */

static int compare_members(const void *a, const void *b)
{
    const struct trig_residual_member *x = a;
    const struct trig_residual_member *y = b;
    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    if (x->psu != y->psu)
        return x->psu < y->psu ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static struct trig_residual_member whole_cell(const struct trig_cells *cells, size_t at)
{
    const struct trig_cell *cell = &cells->items[at];
    const struct trig_cells_calibration *calibration = cells->calibration;
    double trimming = calibration->trimming[at];
    double w = calibration->n[at] > 0.0 ? calibration->w[at] : 0.0;
    return (struct trig_residual_member){cell->stratum, cell->psu, at, w,
                                         cell->weight_squared / trimming / trimming};
}

static struct trig_residual_member respondent(const struct trig_cells *cells, size_t at)
{
    const struct trig_cell *cell = &cells->items[cells->respondents->cell[at]];
    double w = cells->respondents->calibration->w[at];
    return (struct trig_residual_member){cell->stratum, cell->psu, at, w, w * w};
}

static enum trig_status list_members(trig_residual *residual, const struct trig_cells *cells,
                                     struct trig_error *error)
{
    residual->members = trig_arena_calloc(&residual->arena, residual->units, sizeof *residual->members);
    if (!residual->members)
        return no_memory(error);
    for (size_t i = 0; i < residual->units; i++) {
        struct trig_residual_member member = cells->respondents ? respondent(cells, i) : whole_cell(cells, i);
        if (member.w > 0.0)
            residual->members[residual->count++] = member;
    }
    qsort(residual->members, residual->count, sizeof *residual->members, compare_members);
    return TRIG_OK;
}

/* ---- making -------------------------------------------------------------------------------------- */

static enum trig_status allocate(trig_residual *residual, struct trig_error *error)
{
    struct trig_arena *arena = &residual->arena;
    size_t rows = residual->rows;
    if ((uint64_t)rows * (rows + residual->classes) > MOST_NUMBERS)
        return trig_error_set(
            error, TRIG_ERR_LIMIT,
            "the weights were computed to %zu totals, too many for a test of %zu classes that "
            "knows of it; compare fewer groups or answers, or compute weights to fewer totals",
            rows, residual->classes);
    residual->first = trig_arena_calloc(arena, residual->margin_count, sizeof *residual->first);
    residual->m = trig_arena_calloc(arena, rows * rows, sizeof *residual->m);
    residual->n = trig_arena_calloc(arena, rows * residual->classes, sizeof *residual->n);
    residual->totals = trig_arena_calloc(arena, rows, sizeof *residual->totals);
    residual->touched = trig_arena_calloc(arena, rows, sizeof *residual->touched);
    residual->list = trig_arena_calloc(arena, rows, sizeof *residual->list);
    if (!residual->first || !residual->m || !residual->n || !residual->totals || !residual->touched ||
        !residual->list)
        return no_memory(error);
    for (size_t i = 1; i < residual->margin_count; i++)
        residual->first[i] = residual->first[i - 1] + residual->margins[i - 1].count;
    return TRIG_OK;
}

static void borrow(trig_residual *residual, trig_calibrated *calibrated, const struct trig_applied *applied)
{
    residual->calibrated = calibrated;
    residual->margins = applied->margins;
    residual->margin_count = applied->margin_count;
}

enum trig_status trig_residual_create(const struct trig_cells *cells, size_t classes, trig_residual **out,
                                      struct trig_error *error)
{
    trig_residual *residual = trig_calloc(1, sizeof *residual);
    if (!residual)
        return no_memory(error);
    trig_arena_init(&residual->arena);
    if (cells->respondents)
        borrow(residual, cells->respondents->calibration->calibrated,
               &cells->respondents->calibration->applied);
    else
        borrow(residual, cells->calibration->calibrated, &cells->calibration->applied);
    residual->units = trig_cells_members(cells);
    residual->rows = trig_calibrated_rows(residual->calibrated);
    residual->classes = classes;
    enum trig_status status = allocate(residual, error);
    if (status == TRIG_OK)
        status = list_members(residual, cells, error);
    if (status)
        trig_residual_destroy(residual);
    else
        *out = residual;
    return status;
}

void trig_residual_destroy(trig_residual *residual)
{
    if (!residual)
        return;
    trig_arena_clear(&residual->arena);
    trig_free(residual);
}

const struct trig_residual_member *trig_residual_members(const trig_residual *residual, size_t *count)
{
    *count = residual->count;
    return residual->members;
}

/* ---- M and N ------------------------------------------------------------------------------------- */

/* The row of a margin that a member is in, and its x there. @return false: in none. */
static bool row_of(const trig_residual *residual, size_t margin, size_t member, size_t *row, double *x)
{
    const struct trig_margin *of = &residual->margins[margin];
    if (of->rows[member] == TRIG_MARGIN_NONE)
        return false;
    *row = residual->first[margin] + of->rows[member];
    *x = of->x ? of->x[member] : 1.0;
    return true;
}

void trig_residual_add_total(trig_residual *residual, const struct trig_residual_member *member)
{
    size_t row;
    double x;
    for (size_t i = 0; i < residual->margin_count; i++) {
        if (!row_of(residual, i, member->at, &row, &x))
            continue;
        if (!residual->touched[row])
            residual->list[residual->listed++] = row;
        residual->touched[row] = true;
        residual->totals[row] += member->w * x;
    }
}

void trig_residual_add_products(trig_residual *residual, double factor, const double *totals,
                                const size_t *classes, size_t count)
{
    for (size_t i = 0; i < residual->listed; i++) {
        size_t row = residual->list[i];
        double scaled = factor * residual->totals[row];
        double *m = residual->m + row * residual->rows;
        double *n = residual->n + row * residual->classes;
        for (size_t j = 0; j < residual->listed; j++)
            m[residual->list[j]] += scaled * residual->totals[residual->list[j]];
        for (size_t j = 0; j < count; j++)
            n[classes[j]] += scaled * totals[classes[j]];
    }
    for (size_t i = 0; i < residual->listed; i++) {
        residual->totals[residual->list[i]] = 0.0;
        residual->touched[residual->list[i]] = false;
    }
    residual->listed = 0;
}

void trig_residual_add_squares(trig_residual *residual, double factor,
                               const struct trig_residual_member *member)
{
    size_t row;
    size_t other;
    double x;
    double y;
    for (size_t i = 0; i < residual->margin_count; i++)
        for (size_t j = 0; j < residual->margin_count; j++)
            if (row_of(residual, i, member->at, &row, &x) && row_of(residual, j, member->at, &other, &y))
                residual->m[row * residual->rows + other] += factor * member->ww * x * y;
}

void trig_residual_add_pairs(trig_residual *residual, double factor, const struct trig_block_sum *sum)
{
    size_t row;
    double x;
    for (size_t i = 0; i < residual->margin_count; i++)
        if (row_of(residual, i, sum->member, &row, &x))
            residual->n[row * residual->classes + sum->class] += factor * sum->zw * x;
}

/* ---- the residuals ------------------------------------------------------------------------------- */

/* Numbers of sums, those of a class after those of the class before; [first] has one more than classes. */
static void sort_by_class(const struct trig_block_sum *sums, size_t count, size_t classes, size_t *first,
                          size_t *sorted)
{
    for (size_t i = 0; i < count; i++)
        first[sums[i].class + 1]++;
    for (size_t i = 0; i < classes; i++)
        first[i + 1] += first[i];
    for (size_t i = count; i-- > 0;)
        sorted[--first[sums[i].class + 1]] = i;
    for (size_t i = 0; i < classes; i++) /* each is now the end of the class before */
        first[i] = first[i + 1];
    first[classes] = count;
}

/* What the members have of the class under way. */
struct fitting {
    double *r; /* by member */
    double *wr;
    bool *met;
    size_t *listed; /* the members that were met */
    size_t count;
};

static void take_part(struct fitting *fitting, const struct trig_block_sum *sum)
{
    if (!fitting->met[sum->member])
        fitting->listed[fitting->count++] = sum->member;
    fitting->met[sum->member] = true;
    fitting->r[sum->member] += sum->r;
    fitting->wr[sum->member] += sum->t;
}

static void forget_parts(struct fitting *fitting)
{
    for (size_t i = 0; i < fitting->count; i++) {
        fitting->r[fitting->listed[i]] = fitting->wr[fitting->listed[i]] = 0.0;
        fitting->met[fitting->listed[i]] = false;
    }
    fitting->count = 0;
}

/* C, rows x classes. */
static enum trig_status fit(trig_residual *residual, const struct trig_block_sum *sums, size_t count,
                            double *coefficients, struct trig_error *error)
{
    size_t classes = residual->classes;
    struct trig_arena arena;
    trig_arena_init(&arena);
    size_t *first = trig_arena_calloc(&arena, classes + 1, sizeof *first);
    size_t *sorted = trig_arena_calloc(&arena, count, sizeof *sorted);
    struct fitting fitting = {.r = trig_arena_calloc(&arena, residual->units, sizeof *fitting.r),
                              .wr = trig_arena_calloc(&arena, residual->units, sizeof *fitting.wr),
                              .met = trig_arena_calloc(&arena, residual->units, sizeof *fitting.met),
                              .listed = trig_arena_calloc(&arena, residual->units, sizeof *fitting.listed)};
    double *scratch = trig_arena_calloc(&arena, residual->units, sizeof *scratch);
    bool has_room = first && sorted && fitting.r && fitting.wr && fitting.met && fitting.listed && scratch;
    if (has_room)
        sort_by_class(sums, count, classes, first, sorted);
    for (size_t class = 0; has_room && class < classes; class ++) {
        for (size_t i = first[class]; i < first[class + 1]; i++)
            take_part(&fitting, &sums[sorted[i]]);
        trig_calibrated_solve(residual->calibrated, fitting.listed, fitting.count, fitting.r, fitting.wr,
                              scratch);
        forget_parts(&fitting);
        const double *found = trig_calibrated_coefficients(residual->calibrated);
        for (size_t row = 0; row < residual->rows; row++)
            coefficients[row * classes + class] = found[row];
    }
    trig_arena_clear(&arena);
    return has_room ? TRIG_OK : no_memory(error);
}

/* v - C'N - N'C + C'MC, as C'H and its mirror image with H = N - M C / 2. */
static void take(trig_residual *residual, double *coefficients, double *v)
{
    size_t rows = residual->rows;
    size_t classes = residual->classes;
    gsl_matrix_view m = gsl_matrix_view_array(residual->m, rows, rows);
    gsl_matrix_view h = gsl_matrix_view_array(residual->n, rows, classes);
    gsl_matrix_view c = gsl_matrix_view_array(coefficients, rows, classes);
    gsl_matrix_view of = gsl_matrix_view_array(v, classes, classes);
    gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, -0.5, &m.matrix, &c.matrix, 1.0, &h.matrix);
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, -1.0, &c.matrix, &h.matrix, 1.0, &of.matrix);
    gsl_blas_dgemm(CblasTrans, CblasNoTrans, -1.0, &h.matrix, &c.matrix, 1.0, &of.matrix);
}

enum trig_status trig_residual_take(trig_residual *residual, const struct trig_block_sum *sums, size_t count,
                                    double *v, struct trig_error *error)
{
    double *coefficients = trig_calloc(residual->rows * residual->classes, sizeof *coefficients);
    if (!coefficients)
        return no_memory(error);
    enum trig_status status = fit(residual, sums, count, coefficients, error);
    if (status == TRIG_OK)
        take(residual, coefficients, v);
    trig_free(coefficients);
    return status;
}
