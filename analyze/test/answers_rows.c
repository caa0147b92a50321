#include "analyze/test/effects.h"
#include "analyze/test/noncentral.h"
#include "analyze/test/rao_scott.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Fewer respondents than this are expected in a class that counts as thin. */
#define THIN 5.0

/* ---- one table ---------------------------------------------------------------------------------------- */

static enum trig_status make_cross(const struct trig_testing *testing, const struct trig_tested *tested,
                                   const struct trig_compared *compared, const size_t *group_of_cell,
                                   struct trig_cross *out, struct trig_error *error)
{
    const struct trig_question *question = &compared->question;
    struct trig_cross_asked asked = {.cells = &testing->cells,
                                     .group_of_cell = group_of_cell,
                                     .groups = compared->groups,
                                     .order = testing->order,
                                     .answers = 2,
                                     .measure = tested->measure};
    if (tested->measure != TRIG_NONE)
        return trig_cross_make(&asked, out, error);
    size_t *bins = trig_calloc(question->codes, sizeof *bins);
    if (!bins) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the answers of a test");
        return TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < question->codes; i++)
        bins[i] = compared->place + question->bins[i];
    asked.bins = bins;
    if (testing->cells.respondents)
        asked.given = testing->cells.respondents->bins[trig_testing_index(testing, tested->variable)];
    asked.parts = question->parts + compared->level * question->codes;
    asked.answers = question->codes;
    enum trig_status status = trig_cross_make(&asked, out, error);
    trig_free(bins);
    return status;
}

/* Cramer's V without what chance gives: E(X2) is tr Delta under independence. Its interval
 * lies where the noncentrality of F puts it: X2 / n = lambda tr / (d0 n). */
static void add_effect(const struct trig_cross *cross, const struct trig_rao_scott *test, double level,
                       struct trig_test_row *row)
{
    double d0 = test->trace * test->trace / test->trace2;
    double f = test->x2 / test->trace;
    double smaller = (double)(cross->groups < cross->answers ? cross->groups : cross->answers) - 1.0;
    double scale = test->trace / d0 / cross->respondents / smaller;
    double tail = (1.0 - level) / 2.0;
    row->effect = "cramers_v";
    row->effect_size = fmin(1.0, sqrt(fmax(0.0, test->x2 - test->trace) / cross->respondents / smaller));
    row->effect_low = fmin(1.0, sqrt(scale * trig_noncentral_lambda(f, d0, d0 * test->nu, 1.0 - tail)));
    row->effect_high = fmin(1.0, sqrt(scale * trig_noncentral_lambda(f, d0, d0 * test->nu, tail)));
    row->magnitude = trig_magnitude_of_w(row->effect_size * sqrt(smaller));
}

static void add_rao_scott(const struct trig_rao_scott *test, enum trig_test_method method,
                          struct trig_test_row *row)
{
    double d0 = test->trace * test->trace / test->trace2;
    if (method == TRIG_TEST_RAO_SCOTT_CHISQ) {
        row->method = "Rao-Scott chi-square (first order)";
        row->statistic = "X2";
        row->estimate = test->x2;
        row->df = test->rank;
        row->p = gsl_cdf_chisq_Q(test->x2 * test->rank / test->trace, test->rank);
        return;
    }
    row->method = "Rao-Scott F";
    row->statistic = "F";
    row->estimate = test->x2 / test->trace;
    row->df = d0;
    row->df2 = d0 * test->nu;
    row->p = test->nu >= 1.0 ? gsl_cdf_fdist_Q(row->estimate, row->df, row->df2) : NAN;
}

static enum trig_status add_wald(const struct trig_cross *cross, const struct trig_blocks *blocks,
                                 enum trig_test_method method, struct trig_test_row *row,
                                 struct trig_error *error)
{
    struct trig_wald wald;
    bool adjusted = method == TRIG_TEST_ADJUSTED_WALD_TABLE;
    enum trig_status status = trig_wald_table(cross, blocks, adjusted, &wald, error);
    if (status)
        return status;
    row->method = adjusted ? "adjusted Wald" : "Wald";
    row->statistic = "F";
    row->estimate = wald.statistic;
    row->df = wald.df;
    row->df2 = wald.df2;
    row->p = wald.p;
    return TRIG_OK;
}

/* Classes in which fewer than five would be expected, in percent of all. */
static double thin_share(const struct trig_cross *cross)
{
    double thin = 0.0;
    size_t classes = cross->groups * cross->answers;
    for (size_t i = 0; i < classes; i++) {
        double group = 0.0;
        double answer = 0.0;
        for (size_t j = 0; j < cross->answers; j++)
            group += cross->counts[i / cross->answers * cross->answers + j];
        for (size_t j = 0; j < cross->groups; j++)
            answer += cross->counts[j * cross->answers + i % cross->answers];
        thin += group * answer / cross->respondents < THIN;
    }
    return 100.0 * thin / (double)classes;
}

static enum trig_status add_notes(const struct trig_testing *testing, const struct trig_cross *cross,
                                  const struct trig_blocks *blocks, struct trig_test_row *row,
                                  struct trig_error *error)
{
    double thin = thin_share(cross);
    enum trig_status status = TRIG_OK;
    if (thin > 20.0)
        status =
            trig_test_rows_note(testing->rows, row, error,
                                "fewer than 5 expected in %.0f%% of the classes: p is approximate", thin);
    if (status == TRIG_OK && blocks->lonely)
        status = trig_test_rows_note(testing->rows, row, error, TRIG_LONELY_NOTE);
    if (status == TRIG_OK && isnan(row->p))
        status = trig_test_rows_note(testing->rows, row, error,
                                     "not tested: the design leaves too few degrees of freedom, or answers "
                                     "do not vary within groups");
    return status;
}

static enum trig_status fill(const struct trig_testing *testing, const struct trig_tested *tested,
                             const struct trig_cross *cross, struct trig_test_row *row,
                             struct trig_error *error)
{
    struct trig_blocks blocks;
    struct trig_rao_scott test;
    row->n = (size_t)(cross->respondents + 0.5);
    row->groups = cross->groups;
    if (cross->groups < 2 || cross->answers < 2)
        return trig_test_rows_note(testing->rows, row, error, "not tested: %s",
                                   cross->groups < 2 ? "there are fewer than two groups"
                                                     : "everybody gave the same answer");
    enum trig_status status =
        trig_rao_scott_blocks(cross, &testing->cells, &testing->request.design, &blocks, error);
    if (status)
        return status;
    status = trig_rao_scott_make(cross, &blocks, &test, error);
    if (status == TRIG_OK &&
        (tested->method == TRIG_TEST_WALD_TABLE || tested->method == TRIG_TEST_ADJUSTED_WALD_TABLE))
        status = add_wald(cross, &blocks, tested->method, row, error);
    else if (status == TRIG_OK)
        add_rao_scott(&test, tested->method, row);
    if (status == TRIG_OK) {
        add_effect(cross, &test, testing->request.design.level, row);
        status = add_notes(testing, cross, &blocks, row, error);
    }
    trig_blocks_clear(&blocks);
    return status;
}

static enum trig_status add_row(const struct trig_testing *testing, const struct trig_tested *tested,
                                const struct trig_compared *compared, const size_t *group_of_cell,
                                struct trig_test_row *row, struct trig_error *error)
{
    struct trig_cross cross;
    enum trig_status status = make_cross(testing, tested, compared, group_of_cell, &cross, error);
    if (status)
        return status;
    status = fill(testing, tested, &cross, row, error);
    trig_cross_clear(&cross);
    return status;
}

/* ---- pairs --------------------------------------------------------------------------------------------- */

/* What rows of pairs are made of. */
struct of_pairs {
    const struct trig_testing *testing;
    const struct trig_tested *tested;
    const struct trig_compared *compared;
    size_t *group_of_cell; /* scratch: of one pair */
};

static enum trig_status fill_pair(void *context, size_t first, size_t second, struct trig_test_row *row,
                                  struct trig_error *error)
{
    const struct of_pairs *of = context;
    for (size_t i = 0; i < of->testing->cells.count; i++) {
        size_t group = of->compared->group_of_cell[i];
        of->group_of_cell[i] = group == first || group == second ? group : TRIG_NONE;
    }
    return add_row(of->testing, of->tested, of->compared, of->group_of_cell, row, error);
}

static enum trig_status add_pairs(const struct trig_testing *testing, const struct trig_tested *tested,
                                  const struct trig_compared *compared, struct trig_error *error)
{
    struct of_pairs of = {testing, tested, compared,
                          trig_calloc(testing->cells.count, sizeof *of.group_of_cell)};
    if (!of.group_of_cell) {
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for pairs of groups");
        return TRIG_ERR_MEMORY;
    }
    enum trig_status status = trig_testing_pairs(testing, tested, compared, fill_pair, &of, error);
    trig_free(of.group_of_cell);
    return status;
}

enum trig_status trig_test_answers(const struct trig_testing *testing, const struct trig_tested *tested,
                                   const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_test_row *row;
    enum trig_status status = trig_testing_begin(testing, tested, compared, &row, error);
    if (status || row->suppressed)
        return status;
    status = add_row(testing, tested, compared, compared->group_of_cell, row, error);
    if (status || trig_testing_must_hide(compared, row))
        return status;
    return add_pairs(testing, tested, compared, error);
}
