#include "analyze/regress/show_r.h"

#include "analyze/regress/labels.h"
#include "analyze/regress/table.h"
#include "analyze/regress/trig_regress_r_functions.h"
#include "analyze/show_r/show_r.h"
#include "analyze/show_r/show_r_text.h"

/* Code being written. Columns of the model are called .y and .x1, .x2, .., since
 * names of measures need not be names in R. */
struct showing {
    const struct trig_regress_data *data;
    const struct trig_cells *cells;
    bool exponentiate;
    struct trig_arena arena; /* of labels */
    FILE *out;
};

static void put_strings(const struct trig_view *texts, size_t count, FILE *out)
{
    fputs("c(", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(texts[i], out);
    }
    fputs(")", out);
}

static void put_measure(struct trig_view name, FILE *out)
{
    fputs("measures[[", out);
    trig_r_string(name, out);
    fputs("]]", out);
}

/* ---- columns --------------------------------------------------------------------------- */

static void put_outcome(const struct showing *showing)
{
    const struct trig_regress_data *data = showing->data;
    bool ordinal = data->formula->family == TRIG_ORDINAL;
    fprintf(showing->out, "design <- update(design, .y = %s", ordinal ? "factor(" : "");
    put_measure(data->formula->measures.items[0].name, showing->out);
    fputs(ordinal ? ", ordered = TRUE)" : "", showing->out);
}

static void put_regressor(const struct showing *showing, size_t regressor)
{
    const struct trig_regress_data *data = showing->data;
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    fprintf(showing->out, ",\n  .x%zu = ", regressor + 1);
    if (asked->kind == TRIG_REGRESSOR_NUMBER) {
        put_measure(data->formula->measures.items[asked->place].name, showing->out);
        return;
    }
    fputs("factor(", showing->out);
    if (asked->kind == TRIG_REGRESSOR_FACTOR)
        trig_r_column(trig_r_column_name(showing->cells, asked->variable), showing->out);
    else
        trig_r_column(trig_view(asked->kind == TRIG_REGRESSOR_WAVE ? "wave" : "institution"), showing->out);
    fputs(", levels = ", showing->out);
    put_strings(data->levels[regressor].items, data->levels[regressor].count, showing->out);
    fputs(")", showing->out);
}

static void put_columns(const struct showing *showing)
{
    const struct trig_formula *formula = showing->data->formula;
    put_outcome(showing);
    for (size_t i = 0; i < formula->regressor_count; i++)
        put_regressor(showing, i);
    fputs(")\nused <- scope & weights(design, \"sampling\") > 0 & "
          "stats::complete.cases(design$variables[c(\".y\"",
          showing->out);
    for (size_t i = 0; i < formula->regressor_count; i++)
        fprintf(showing->out, ", \".x%zu\"", i + 1);
    fputs(")])\npart <- design[used, ]\n", showing->out);
}

/* ---- labels ------------------------------------------------------------------------------ */

/* The labels of the rows, one of [what] for each: 0 term, 1 level, 2 statistic. */
static void put_label(struct showing *showing, size_t row, int what)
{
    const struct trig_regress_data *data = showing->data;
    size_t columns = data->columns.count;
    bool threshold = row >= columns;
    size_t term = threshold ? TRIG_NONE : trig_regress_term(&data->columns, row);
    struct trig_view text = trig_view(threshold ? "(Threshold)" : "(Intercept)");
    if (what == 0 && term != TRIG_NONE)
        text = data->formula->terms[term].name;
    if (what == 1)
        text = threshold ? trig_regress_threshold(data, row - columns, &showing->arena)
                         : trig_regress_level(data, row, &showing->arena);
    if (what == 2)
        text = trig_view(threshold ? "threshold"
                                   : trig_regress_statistic(data->formula->family, showing->exponentiate));
    trig_r_string(text.data ? text : trig_view("out of memory"), showing->out);
}

static void put_labels(struct showing *showing)
{
    static const char *const names[] = {"term", "level", "statistic"};
    const struct trig_regress_data *data = showing->data;
    size_t first = data->categories ? 1 : 0;
    size_t count = data->columns.count + (data->categories ? data->categories - 1 : 0);
    fputs("labels <- data.frame(", showing->out);
    for (int what = 0; what < 3; what++) {
        fprintf(showing->out, "%s%s = c(", what ? ",\n  " : "", names[what]);
        for (size_t row = first; row < count; row++) {
            fputs(row > first ? ", " : "", showing->out);
            put_label(showing, row, what);
        }
        fputs(")", showing->out);
    }
    fputs(")\n", showing->out);
}

/* ---- the call --------------------------------------------------------------------------------- */

static void put_term(const struct showing *showing, size_t term)
{
    const struct trig_formula_term *asked = &showing->data->formula->terms[term];
    for (size_t i = 0; i < asked->count; i++)
        fprintf(showing->out, "%s.x%zu", i ? ":" : "", asked->regressors[i] + 1);
}

static void put_formula(const struct showing *showing)
{
    size_t terms = showing->data->formula->term_count;
    fputs(terms ? ".y ~ " : ".y ~ 1", showing->out);
    for (size_t i = 0; i < terms; i++) {
        fputs(i ? " + " : "", showing->out);
        put_term(showing, i);
    }
}

static void put_call(const struct showing *showing)
{
    static const char *const families[] = {[TRIG_GAUSSIAN] = "gaussian()",
                                           [TRIG_LOGISTIC] = "quasibinomial()",
                                           [TRIG_POISSON] = "quasipoisson()",
                                           [TRIG_ORDINAL] = ""};
    const struct trig_formula *formula = showing->data->formula;
    bool ordinal = formula->family == TRIG_ORDINAL;
    fputs("terms <- list(", showing->out);
    for (size_t i = 0; i < formula->term_count; i++) {
        fputs(i ? ", " : "", showing->out);
        trig_r_string(formula->terms[i].name, showing->out);
        fputs(" = ~", showing->out);
        put_term(showing, i);
    }
    fprintf(showing->out, ")\nresult <- %s(", ordinal ? "fit_ordinal" : "fit_glm");
    put_formula(showing);
    fprintf(showing->out,
            ", part, %s%slabels, terms,\n  degrees(design, part, settings$df), settings, ratio = %s)\n"
            "print(result, digits = 8, row.names = FALSE)\n",
            families[formula->family], ordinal ? "" : ", ", showing->exponentiate ? "TRUE" : "FALSE");
}

static void put_random(const struct showing *showing, const struct trig_random *random)
{
    bool place = random->kind == TRIG_RANDOM_PLACE;
    fprintf(showing->out, "part$variables$.g <- paste0(part$variables$institution%s)\nresult <- fit_random(",
            place ? ", \":\", part$variables$wave" : "");
    put_formula(showing);
    fprintf(showing->out,
            " + (1 | .g), part$variables, labels, \"%s\", settings)\n"
            "print(result, digits = 8, row.names = FALSE)\n",
            trig_random_name(random->kind));
}

void trig_regress_show_r(const struct trig_regress_data *data, const struct trig_cells *cells,
                         bool exponentiate, const struct trig_random *random, FILE *out)
{
    struct showing showing = {.data = data, .cells = cells, .exponentiate = exponentiate, .out = out};
    trig_arena_init(&showing.arena);
    trig_show_r_design(cells, out);
    fputs(trig_regress_r_functions, out);
    put_columns(&showing);
    put_labels(&showing);
    if (random)
        put_random(&showing, random);
    else
        put_call(&showing);
    trig_arena_clear(&showing.arena);
}
