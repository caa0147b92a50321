#include "analyze/regress/formula.h"

#include "analyze/context/names.h"
#include "analyze/regress/formula_terms.h"

const char *trig_model_family_name(enum trig_model_family family)
{
    static const char *const names[] = {[TRIG_GAUSSIAN] = "gaussian",
                                        [TRIG_LOGISTIC] = "logistic",
                                        [TRIG_POISSON] = "poisson",
                                        [TRIG_ORDINAL] = "ordinal"};
    return names[family];
}

bool trig_formula_has(const struct trig_formula *formula, enum trig_regressor_kind kind)
{
    for (size_t i = 0; i < formula->regressor_count; i++)
        if (formula->regressors[i].kind == kind)
            return true;
    return false;
}

/* ---- the outcome --------------------------------------------------------------------- */

static enum trig_status take_family(const char *text, enum trig_model_family *out, struct trig_error *error)
{
    *out = TRIG_GAUSSIAN;
    if (!text)
        return TRIG_OK;
    for (enum trig_model_family family = TRIG_GAUSSIAN; family <= TRIG_ORDINAL; family++) {
        if (strcmp(text, trig_model_family_name(family)) == 0) {
            *out = family;
            return TRIG_OK;
        }
    }
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--family takes gaussian, logistic, poisson or ordinal, not \"%s\"", text);
}

/* Whether the outcome is what the family is a model of. */
static enum trig_status check_outcome(const trig_definition *definition, const struct trig_formula *formula,
                                      struct trig_error *error)
{
    const struct trig_measure *outcome = &formula->measures.items[0];
    enum trig_type type =
        outcome->variable == TRIG_NONE ? TRIG_TYPE_TEXT : definition->variables[outcome->variable].type;
    bool share = outcome->kind == TRIG_MEASURE_POSITIVE || outcome->kind == TRIG_MEASURE_CODE;
    bool mean = outcome->kind == TRIG_MEASURE_MEAN;
    const char *name = trig_model_family_name(formula->family);
    if (formula->family == TRIG_LOGISTIC && !share)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "\"%.*s\" is not a yes or no, which the family %s is about; ask for "
                              "NAME:positive or NAME=code",
                              TRIG_VIEW_ARG(outcome->name), name);
    if (formula->family == TRIG_POISSON && !(mean && type == TRIG_TYPE_NUMERIC))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "\"%.*s\" is not a count, which the family %s is about; ask for a numeric "
                              "variable",
                              TRIG_VIEW_ARG(outcome->name), name);
    if (formula->family == TRIG_ORDINAL && !(mean && type == TRIG_TYPE_ORDINAL))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "\"%.*s\" is not an ordinal variable, which the family %s is about; ask for "
                              "one by its name",
                              TRIG_VIEW_ARG(outcome->name), name);
    return TRIG_OK;
}

static enum trig_status check_one_outcome(const trig_definition *definition, const char *outcome,
                                          struct trig_error *error)
{
    struct trig_measures measures;
    if (!outcome || !*outcome)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "no outcome was named; say what is explained, as in --outcome pillar:ID or "
                              "--outcome NAME:positive --family logistic");
    enum trig_status status = trig_measures_parse(definition, outcome, &measures, error);
    if (status)
        return status;
    if (measures.count != 1 || measures.items[0].kind == TRIG_MEASURE_RESPONDENTS)
        status = trig_error_set(error, TRIG_ERR_USAGE,
                                "\"%s\" is not one outcome of a respondent; name one measure", outcome);
    trig_measures_clear(&measures);
    return status;
}

/* ---- measures and breakdown ------------------------------------------------------------- */

/* [list] with the regressors of [kind] after it, each placed by [*count]; data is NULL when memory is out. */
static struct trig_view place_kind(struct trig_formula *formula, enum trig_regressor_kind kind,
                                   struct trig_view list, size_t *count)
{
    for (size_t i = 0; i < formula->regressor_count && list.data; i++) {
        struct trig_formula_regressor *regressor = &formula->regressors[i];
        if (regressor->kind != kind)
            continue;
        list = trig_names_append(&formula->arena, list, regressor->text);
        regressor->place = (*count)++;
    }
    return list;
}

static enum trig_status make_measures(const trig_definition *definition, const char *outcome,
                                      struct trig_formula *formula, struct trig_error *error)
{
    size_t count = 1;
    struct trig_view list = place_kind(formula, TRIG_REGRESSOR_NUMBER, trig_view(outcome), &count);
    if (!list.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the terms of a regression");
    enum trig_status status = trig_measures_parse(definition, list.data, &formula->measures, error);
    if (status == TRIG_OK && formula->measures.count != count)
        status = trig_error_set(
            error, TRIG_ERR_USAGE,
            "the outcome \"%s\" stands among the terms, or one of them stands for several", outcome);
    return status ? status : check_outcome(definition, formula, error);
}

static enum trig_status make_bys(const trig_definition *definition, struct trig_formula *formula,
                                 struct trig_error *error)
{
    size_t count = 0;
    struct trig_view list = place_kind(formula, TRIG_REGRESSOR_FACTOR, trig_view(""), &count);
    if (!list.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the terms of a regression");
    enum trig_status status = trig_bys_parse(definition, count ? list.data : NULL, &formula->bys, error);
    for (size_t i = 0; i < formula->regressor_count && status == TRIG_OK; i++)
        if (formula->regressors[i].kind == TRIG_REGRESSOR_FACTOR)
            formula->regressors[i].variable = formula->bys.items[formula->regressors[i].place].variable;
    return status;
}

/* ---- references ---------------------------------------------------------------------------- */

static enum trig_status take_reference(struct trig_formula *formula, struct trig_view part,
                                       struct trig_error *error)
{
    const char *equals = part.length ? memchr(part.data, '=', part.length) : NULL;
    size_t length = equals ? (size_t)(equals - part.data) : 0;
    for (size_t i = 0; equals && i < formula->regressor_count; i++) {
        struct trig_formula_regressor *regressor = &formula->regressors[i];
        if (!trig_view_equal(regressor->name, trig_view_of(part.data, length)))
            continue;
        if (regressor->kind == TRIG_REGRESSOR_NUMBER)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "\"%.*s\" is a number in this model and has no reference",
                                  TRIG_VIEW_ARG(regressor->name));
        regressor->reference = trig_view_of(equals + 1, part.length - length - 1);
        return TRIG_OK;
    }
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--reference takes V=code,.. with factors that are among the terms, not \"%.*s\"%s",
                          TRIG_VIEW_ARG(part), equals ? "" : "; a comma within a code is written \\,");
}

static enum trig_status take_references(const char *text, struct trig_formula *formula,
                                        struct trig_error *error)
{
    struct trig_views parts = {NULL, 0};
    if (!text)
        return TRIG_OK;
    enum trig_status status = trig_names_split(&formula->arena, text, &parts, error);
    for (size_t i = 0; i < parts.count && status == TRIG_OK; i++)
        status = take_reference(formula, parts.items[i], error);
    return status;
}

/* ---- the whole formula ------------------------------------------------------------------------ */

enum trig_status trig_formula_parse(const trig_definition *definition,
                                    const struct trig_formula_options *options, struct trig_formula *out,
                                    struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    trig_arena_init(&out->measures.arena);
    enum trig_status status = take_family(options->family, &out->family, error);
    if (status == TRIG_OK)
        status = check_one_outcome(definition, options->outcome, error);
    if (status == TRIG_OK)
        status = trig_formula_terms(definition, options->on, out, error);
    if (status == TRIG_OK)
        status = make_measures(definition, options->outcome, out, error);
    if (status == TRIG_OK)
        status = make_bys(definition, out, error);
    if (status == TRIG_OK)
        status = take_references(options->reference, out, error);
    if (status)
        trig_formula_clear(out);
    return status;
}

void trig_formula_clear(struct trig_formula *formula)
{
    trig_measures_clear(&formula->measures);
    trig_arena_clear(&formula->arena);
    memset(formula, 0, sizeof *formula);
}
