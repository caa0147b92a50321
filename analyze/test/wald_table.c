#include "analyze/test/rao_scott.h"

#include "analyze/regress/normal.h"
#include "surveys/base/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Classes of the largest table that is solved as a whole: 4,000 x 4,000 numbers. */
#define MOST_CLASSES 4000

struct solving {
    const struct trig_cross *cross;
    const struct trig_blocks *blocks;
    double *group_p; /* shares of the margins */
    double *answer_p;
    double *v;    /* classes x classes: first the totals' covariance, then that of Y */
    double *y;    /* by class: observed less expected share */
    size_t *free; /* the classes that no others determine */
};

/* Observed less expected, linearised: the class itself, less its margins' shares of
 * its answer and of its group, and their product of everything. Applied to every
 * column of v when [step] is 1, to every row when it is the number of classes. */
static void linearise(const struct solving *solving, double *line, size_t step)
{
    const struct trig_cross *cross = solving->cross;
    size_t answers = cross->answers;
    size_t classes = cross->groups * answers;
    double total = 0.0;
    double *groups = solving->y; /* scratch until the end */
    double *of_answers = solving->y + cross->groups;
    memset(groups, 0, (cross->groups + answers) * sizeof *groups);
    for (size_t i = 0; i < classes; i++) {
        double value = line[i * step];
        groups[i / answers] += value;
        of_answers[i % answers] += value;
        total += value;
    }
    for (size_t i = 0; i < classes; i++) {
        double group_p = solving->group_p[i / answers];
        double answer_p = solving->answer_p[i % answers];
        line[i * step] +=
            group_p * answer_p * total - answer_p * groups[i / answers] - group_p * of_answers[i % answers];
    }
}

static void fill(const struct solving *solving)
{
    const struct trig_cross *cross = solving->cross;
    size_t classes = cross->groups * cross->answers;
    for (size_t i = 0; i < classes; i++) {
        double p = cross->weights[i] / cross->weight;
        solving->group_p[i / cross->answers] += p;
        solving->answer_p[i % cross->answers] += p;
        for (size_t j = 0; j < classes; j++)
            solving->v[i * classes + j] = trig_blocks_at(solving->blocks, i, j);
    }
    for (size_t i = 0; i < classes; i++)
        linearise(solving, solving->v + i * classes, 1);
    for (size_t i = 0; i < classes; i++)
        linearise(solving, solving->v + i, classes);
    for (size_t i = 0; i < classes; i++)
        solving->y[i] = cross->weights[i] / cross->weight -
                        solving->group_p[i / cross->answers] * solving->answer_p[i % cross->answers];
}

/* Whether a class is of neither the first group nor the first answer, which the others determine. */
static bool is_free(const struct trig_cross *cross, size_t class)
{
    return class / cross->answers > 0 && class % cross->answers > 0;
}

/* y' V^-1 y over the free classes; NAN when V is singular. */
static enum trig_status solve(const struct solving *solving, double *out, struct trig_error *error)
{
    size_t classes = solving->cross->groups * solving->cross->answers;
    size_t count = 0;
    for (size_t i = 0; i < classes; i++)
        if (is_free(solving->cross, i))
            solving->free[count++] = i;
    return trig_normal_wald(solving->y, solving->v, classes, solving->free, count, out, error);
}

enum trig_status trig_wald_table(const struct trig_cross *cross, const struct trig_blocks *blocks,
                                 bool adjusted, struct trig_wald *out, struct trig_error *error)
{
    size_t classes = cross->groups * cross->answers;
    struct solving solving = {.cross = cross, .blocks = blocks};
    struct trig_arena arena;
    if (classes > MOST_CLASSES)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "a Wald test of %zu groups by %zu answers is too large; the default (Rao and "
                              "Scott's F) is not",
                              cross->groups, cross->answers);
    trig_arena_init(&arena);
    solving.group_p = trig_arena_calloc(&arena, cross->groups, sizeof *solving.group_p);
    solving.answer_p = trig_arena_calloc(&arena, cross->answers, sizeof *solving.answer_p);
    solving.v = trig_arena_calloc(&arena, classes * classes, sizeof *solving.v);
    solving.y = trig_arena_calloc(&arena, classes + cross->groups + cross->answers, sizeof *solving.y);
    solving.free = trig_arena_calloc(&arena, classes, sizeof *solving.free);
    enum trig_status status = TRIG_ERR_MEMORY;
    double wald;
    if (solving.group_p && solving.answer_p && solving.v && solving.y && solving.free) {
        fill(&solving);
        status = solve(&solving, &wald, error);
    } else {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a Wald test");
    }
    if (status == TRIG_OK) {
        out->df = (double)((cross->groups - 1) * (cross->answers - 1));
        out->df2 = adjusted ? blocks->df - out->df + 1.0 : blocks->df;
        out->statistic = wald / out->df * (adjusted ? out->df2 / blocks->df : 1.0);
        out->p = out->df2 >= 1.0 ? gsl_cdf_fdist_Q(out->statistic, out->df, out->df2) : NAN;
    }
    trig_arena_clear(&arena);
    return status;
}
