#include "analyze/design/equations.h"

#include "surveys/base/memory.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

/* What is left of a column that follows from others is rounding errors of sums of
 * up to 10^7 terms; what is left of one that does not is far above. */
#define RANK_TOLERANCE 1e-11

struct trig_equations {
    size_t count;
    size_t rank;
    gsl_matrix *matrix; /* A, then its factors */
    gsl_vector *scale;
    gsl_vector *tau;
    gsl_vector *work; /* the scaled right side */
    gsl_vector *rest;
    gsl_permutation *order;
};

trig_equations *trig_equations_create(size_t count, struct trig_error *error)
{
    trig_equations *made = trig_calloc(1, sizeof *made);
    if (made) {
        made->count = count;
        made->matrix = gsl_matrix_calloc(count, count);
        made->scale = gsl_vector_calloc(count);
        made->tau = gsl_vector_calloc(count);
        made->work = gsl_vector_calloc(count);
        made->rest = gsl_vector_calloc(count);
        made->order = gsl_permutation_calloc(count);
    }
    if (made && made->matrix && made->scale && made->tau && made->work && made->rest && made->order)
        return made;
    trig_equations_destroy(made);
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu equations", count);
    return NULL;
}

void trig_equations_destroy(trig_equations *equations)
{
    if (!equations)
        return;
    gsl_matrix_free(equations->matrix);
    gsl_vector_free(equations->scale);
    gsl_vector_free(equations->tau);
    gsl_vector_free(equations->work);
    gsl_vector_free(equations->rest);
    gsl_permutation_free(equations->order);
    trig_free(equations);
}

void trig_equations_reset(trig_equations *equations)
{
    gsl_matrix_set_zero(equations->matrix);
}

void trig_equations_add(trig_equations *equations, size_t row, size_t column, double value)
{
    *gsl_matrix_ptr(equations->matrix, row, column) += value;
}

static bool scale_matrix(trig_equations *equations)
{
    bool finite = true;
    for (size_t i = 0; i < equations->count; i++) {
        double diagonal = gsl_matrix_get(equations->matrix, i, i);
        finite = finite && isfinite(diagonal);
        gsl_vector_set(equations->scale, i, diagonal > 0.0 ? 1.0 / sqrt(diagonal) : 0.0);
    }
    for (size_t i = 0; i < equations->count; i++)
        for (size_t j = 0; j < equations->count; j++)
            *gsl_matrix_ptr(equations->matrix, i, j) *=
                gsl_vector_get(equations->scale, i) * gsl_vector_get(equations->scale, j);
    return finite;
}

bool trig_equations_factor(trig_equations *equations)
{
    int sign;
    equations->rank = 0;
    if (!scale_matrix(equations) ||
        gsl_linalg_QRPT_decomp(equations->matrix, equations->tau, equations->order, &sign, equations->work))
        return false;
    equations->rank = gsl_linalg_QRPT_rank(equations->matrix, RANK_TOLERANCE);
    return equations->rank > 0;
}

void trig_equations_solve(trig_equations *equations, const double *b, double *x)
{
    gsl_vector_view out = gsl_vector_view_array(x, equations->count);
    for (size_t i = 0; i < equations->count; i++)
        gsl_vector_set(equations->work, i, b[i] * gsl_vector_get(equations->scale, i));
    gsl_vector_set_zero(&out.vector);
    gsl_linalg_QRPT_lssolve2(equations->matrix, equations->tau, equations->order, equations->work,
                             equations->rank, &out.vector, equations->rest);
    gsl_vector_mul(&out.vector, equations->scale);
}
