#include "analyze/regress/table.h"

#include "analyze/regress/labels.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum column {
    COLUMN_TERM,
    COLUMN_LEVEL,
    COLUMN_STATISTIC,
    COLUMN_ESTIMATE,
    COLUMN_SE,
    COLUMN_LOW,
    COLUMN_HIGH,
    COLUMN_T,
    COLUMN_DF_TERM,
    COLUMN_DF,
    COLUMN_P,
    COLUMN_N,
    COLUMN_BASIS,
    COLUMN_SUPPRESSED,
    COLUMN_NOTE,
    COLUMN_COUNT
};

trig_table *trig_regress_table_create(struct trig_error *error)
{
    static const struct trig_table_column columns[COLUMN_COUNT] = {
        [COLUMN_TERM] = {"term", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [COLUMN_LEVEL] = {"level", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [COLUMN_STATISTIC] = {"statistic", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [COLUMN_ESTIMATE] = {"estimate", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        [COLUMN_SE] = {"se", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        [COLUMN_LOW] = {"ci_low", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        [COLUMN_HIGH] = {"ci_high", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
        [COLUMN_T] = {"t", TRIG_CELL_NUMBER, TRIG_STYLE_EFFECT},
        [COLUMN_DF_TERM] = {"df_term", TRIG_CELL_NUMBER, TRIG_STYLE_INTEGER},
        [COLUMN_DF] = {"df", TRIG_CELL_NUMBER, TRIG_STYLE_INTEGER},
        [COLUMN_P] = {"p", TRIG_CELL_NUMBER, TRIG_STYLE_P},
        [COLUMN_N] = {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
        [COLUMN_BASIS] = {"basis", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [COLUMN_SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [COLUMN_NOTE] = {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    };
    return trig_table_create(columns, COLUMN_COUNT, error);
}

struct trig_regress_row trig_regress_row(struct trig_view term, struct trig_view level, const char *statistic)
{
    return (struct trig_regress_row){.term = term,
                                     .level = level,
                                     .statistic = statistic,
                                     .estimate = NAN,
                                     .se = NAN,
                                     .low = NAN,
                                     .high = NAN,
                                     .t = NAN,
                                     .df_term = NAN,
                                     .df = NAN,
                                     .p = NAN,
                                     .n = TRIG_NONE};
}

enum trig_status trig_regress_table_add(trig_table *table, const struct trig_regress_row *row,
                                        enum trig_basis basis, struct trig_error *error)
{
    size_t at;
    enum trig_status status = trig_table_add_row(table, &at, error);
    if (status)
        return status;
    const struct {
        enum column column;
        struct trig_view text;
    } texts[] = {{COLUMN_TERM, row->term},
                 {COLUMN_LEVEL, row->level},
                 {COLUMN_STATISTIC, trig_view(row->statistic)},
                 {COLUMN_BASIS, trig_view(trig_basis_name(basis))},
                 {COLUMN_SUPPRESSED, trig_view(trig_suppression_name(row->suppressed))},
                 {COLUMN_NOTE, row->note}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TRIG_OK; i++)
        status = trig_table_set_text(table, at, texts[i].column, texts[i].text, error);
    trig_table_set_number(table, at, COLUMN_ESTIMATE, row->estimate);
    trig_table_set_number(table, at, COLUMN_SE, row->se);
    trig_table_set_number(table, at, COLUMN_LOW, row->low);
    trig_table_set_number(table, at, COLUMN_HIGH, row->high);
    trig_table_set_number(table, at, COLUMN_T, row->t);
    trig_table_set_number(table, at, COLUMN_DF_TERM, row->df_term);
    trig_table_set_number(table, at, COLUMN_DF, row->df);
    trig_table_set_number(table, at, COLUMN_P, row->p);
    if (row->n != TRIG_NONE)
        trig_table_set_count(table, at, COLUMN_N, row->n);
    return status;
}

const char *trig_regress_statistic(enum trig_model_family family, bool exponentiate)
{
    if (!exponentiate)
        return "coefficient";
    return family == TRIG_POISSON ? "rate_ratio" : "odds_ratio";
}

size_t trig_regress_count(const struct trig_regress_data *data, size_t column)
{
    const struct trig_columns *columns = &data->columns;
    size_t at = trig_regress_term(columns, column);
    size_t levels[TRIG_MOST_PRODUCT];
    size_t n = 0;
    if (at == TRIG_NONE)
        return data->count;
    const struct trig_term_columns *term = &columns->terms[at];
    trig_columns_levels(columns, term, column, levels);
    for (size_t row = 0; row < data->count; row++) {
        bool same = true;
        for (size_t i = 0; i < term->count; i++) {
            const uint32_t *level = columns->regressors[term->regressors[i]].level;
            same = same && (!level || level[row] == levels[i]);
        }
        n += same;
    }
    return n;
}

/* ---- rows ------------------------------------------------------------------------------- */

/* A table being filled. */
struct filling {
    const struct trig_regress_data *data;
    const struct trig_regression *regression;
    const struct trig_design *design;
    bool exponentiate;
    struct trig_arena arena; /* of labels; the table copies them */
    trig_table *table;
    struct trig_error *error;
};

static void set_tests(const struct filling *filling, struct trig_regress_row *row)
{
    const struct trig_regression *regression = filling->regression;
    row->df = regression->df;
    if (!(row->se > 0.0))
        return;
    row->t = row->estimate / row->se;
    double quantile = trig_t_quantile(filling->design->level, regression->df);
    row->low = row->estimate - quantile * row->se;
    row->high = row->estimate + quantile * row->se;
    if (regression->df >= 1.0)
        row->p = 2.0 * gsl_cdf_tdist_Q(fabs(row->t), regression->df);
}

static void to_ratio(struct trig_regress_row *row)
{
    row->estimate = exp(row->estimate);
    row->se *= row->estimate;
    row->low = exp(row->low);
    row->high = exp(row->high);
}

static enum trig_status add(struct filling *filling, const struct trig_regress_row *row)
{
    return trig_regress_table_add(filling->table, row, filling->design->basis, filling->error);
}

static enum trig_status add_coefficient(struct filling *filling, size_t column)
{
    const struct trig_regression *regression = filling->regression;
    const struct trig_formula *formula = filling->data->formula;
    size_t term = trig_regress_term(&filling->data->columns, column);
    struct trig_view level = trig_regress_level(filling->data, column, &filling->arena);
    if (!level.data)
        return trig_error_set(filling->error, TRIG_ERR_MEMORY, "out of memory for the rows of a regression");
    struct trig_regress_row row =
        trig_regress_row(term == TRIG_NONE ? trig_view("(Intercept)") : formula->terms[term].name, level,
                         trig_regress_statistic(formula->family, filling->exponentiate));
    row.n = trig_regress_count(filling->data, column);
    if (regression->aliased[column]) {
        row.note = trig_view(TRIG_REGRESS_ALIASED);
        return add(filling, &row);
    }
    row.estimate = regression->estimates[column];
    row.se = regression->se[column];
    set_tests(filling, &row);
    if (filling->exponentiate)
        to_ratio(&row);
    return add(filling, &row);
}

static enum trig_status add_threshold(struct filling *filling, size_t index)
{
    const struct trig_regression *regression = filling->regression;
    struct trig_view level = trig_regress_threshold(filling->data, index, &filling->arena);
    if (!level.data)
        return trig_error_set(filling->error, TRIG_ERR_MEMORY, "out of memory for the rows of a regression");
    struct trig_regress_row row = trig_regress_row(trig_view("(Threshold)"), level, "threshold");
    row.estimate = regression->estimates[regression->columns + index];
    row.se = regression->se[regression->columns + index];
    row.n = filling->data->count;
    set_tests(filling, &row);
    return add(filling, &row);
}

static enum trig_status add_test(struct filling *filling, size_t term)
{
    const struct trig_regress_test *test = &filling->regression->tests[term];
    struct trig_regress_row row =
        trig_regress_row(filling->data->formula->terms[term].name, trig_view(""), "wald_f");
    row.estimate = test->f;
    row.df_term = (double)test->df;
    row.df = filling->regression->df;
    row.p = test->p;
    row.n = filling->data->count;
    if (test->df && isnan(test->f))
        row.note = trig_view("not tested: the design has too few units for so many coefficients");
    return add(filling, &row);
}

static enum trig_status add_model(struct filling *filling, const char *statistic, double value)
{
    struct trig_regress_row row = trig_regress_row(trig_view("(Model)"), trig_view(""), statistic);
    row.estimate = value;
    row.n = filling->data->count;
    return add(filling, &row);
}

static enum trig_status add_models(struct filling *filling)
{
    const struct trig_regression *regression = filling->regression;
    const struct trig_regress_sums *sums = &regression->sums;
    enum trig_status status = TRIG_OK;
    if (filling->data->formula->family == TRIG_GAUSSIAN) {
        status = add_model(filling, "r_squared", 1.0 - sums->deviance / sums->null_deviance);
    } else {
        double shared = -expm1((sums->deviance - sums->null_deviance) / sums->weight);
        status = add_model(filling, "r_squared_cox_snell", shared);
        if (status == TRIG_OK)
            status = add_model(filling, "r_squared_nagelkerke",
                               shared / -expm1(-sums->null_deviance / sums->weight));
    }
    if (status == TRIG_OK && !isnan(regression->dispersion))
        status = add_model(filling, "dispersion", regression->dispersion);
    return status;
}

enum trig_status trig_regress_table_fill(const struct trig_regress_data *data,
                                         const struct trig_regression *regression, bool exponentiate,
                                         trig_table *table, struct trig_error *error)
{
    struct filling filling = {.data = data,
                              .regression = regression,
                              .design = data->sample->design,
                              .exponentiate = exponentiate,
                              .table = table,
                              .error = error};
    bool ordinal = data->formula->family == TRIG_ORDINAL;
    enum trig_status status = TRIG_OK;
    trig_arena_init(&filling.arena);
    for (size_t i = ordinal ? 1 : 0; i < regression->columns && status == TRIG_OK; i++)
        status = add_coefficient(&filling, i);
    for (size_t i = 0; i < regression->parameters - regression->columns && status == TRIG_OK; i++)
        status = add_threshold(&filling, i);
    for (size_t i = 0; i < data->formula->term_count && status == TRIG_OK; i++)
        status = add_test(&filling, i);
    if (status == TRIG_OK)
        status = add_models(&filling);
    trig_arena_clear(&filling.arena);
    return status;
}
