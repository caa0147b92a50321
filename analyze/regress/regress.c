#include "analyze/regress/regress.h"

#include "analyze/estimate/cells.h"
#include "analyze/regress/guard.h"
#include "analyze/regress/labels.h"
#include "analyze/regress/random.h"
#include "analyze/regress/show_r.h"
#include "analyze/regress/table.h"

/* One regression under way; cleared as a whole. */
struct regress {
    const struct trig_context *context;
    const struct trig_regress_options *options;
    struct trig_formula formula;
    struct trig_request request; /* of the sample */
    struct trig_request scan;    /* of the cells: the same without a breakdown */
    trig_sample sample;
    bool gathered;
    struct trig_cells cells; /* for the notes and the R code */
    struct trig_regress_data data;
    struct trig_regression regression;
    struct trig_random random; /* instead of regression */
    struct trig_arena arena;   /* of notes */
    trig_table *table;
};

/* ---- respondents --------------------------------------------------------------------------- */

static enum trig_status check_exponentiate(const struct regress *regress, struct trig_error *error)
{
    if (!regress->options->exponentiate || regress->formula.family != TRIG_GAUSSIAN)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--exponentiate is for logarithms, which coefficients of the family gaussian are "
                          "not; use it with logistic, ordinal or poisson");
}

/* What a random intercept does not go with. */
static enum trig_status check_random(const struct regress *regress, struct trig_error *error)
{
    const struct trig_regress_options *options = regress->options;
    const struct trig_design *design = &regress->context->design;
    if (!options->random)
        return TRIG_OK;
    if (regress->formula.family != TRIG_GAUSSIAN)
        return trig_error_set(error, TRIG_ERR_USAGE, "--random goes with the family gaussian only");
    if (design->weight != TRIG_NONE || design->weights_from_fpc)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "a random intercept takes every respondent alike; add --weights none, or leave "
                              "--random out and name institution among the terms");
    if (design->replication.type != TRIG_REPLICATES_NONE)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "the errors of a random intercept are model-based; add --replicates none, or leave "
            "--random out");
    bool place = strcmp(options->random, trig_random_name(TRIG_RANDOM_PLACE)) == 0;
    if (!place && strcmp(options->random, trig_random_name(TRIG_RANDOM_INSTITUTION)) != 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--random takes institution or institution:wave, not \"%s\"", options->random);
    const trig_definition *definition = regress->context->definition;
    if (definition->institution_count && (!place || definition->wave_count))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE, "this survey has no %s for --random",
                          definition->institution_count ? "waves" : "institutions");
}

/* Waves as terms are compared: all of them count unless some were named. */
static void set_requests(struct regress *regress)
{
    const struct trig_context *context = regress->context;
    regress->scan = (struct trig_request){
        .waves = context->waves, .design = context->design, .threads = context->threads};
    bool waves = trig_formula_has(&regress->formula, TRIG_REGRESSOR_WAVE) ||
                 (regress->options->random &&
                  strcmp(regress->options->random, trig_random_name(TRIG_RANDOM_PLACE)) == 0);
    if (waves && !regress->options->waves_given)
        regress->scan.waves.choice = TRIG_WAVES_ALL;
    regress->scan.measures = &regress->formula.measures;
    regress->request = regress->scan;
    regress->request.bys = regress->formula.bys;
}

static enum trig_status gather(struct regress *regress, struct trig_error *error)
{
    const struct trig_context *context = regress->context;
    enum trig_status status =
        trig_cells_scan(context->stores, context->store_count, &regress->scan, &regress->cells, error);
    if (status)
        return status;
    status =
        trig_sample_gather(context->stores, context->store_count, &regress->request, &regress->sample, error);
    regress->gathered = status == TRIG_OK;
    if (status == TRIG_OK)
        status = trig_regress_data_make(&regress->sample, &regress->formula, regress->context->threads,
                                        &regress->data, error);
    return status ? status : trig_regress_guard(&regress->data, &context->disclosure, error);
}

/* ---- notes ------------------------------------------------------------------------------------ */

static enum trig_status note(struct regress *regress, struct trig_view text, struct trig_error *error)
{
    if (!text.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the notes of a regression");
    return trig_table_add_note(regress->table, text, error);
}

static enum trig_status note_respondents(struct regress *regress, struct trig_error *error)
{
    char left_out[48];
    struct trig_arena *arena = &regress->arena;
    static const char *const families[] = {[TRIG_GAUSSIAN] = "Linear regression",
                                           [TRIG_LOGISTIC] = "Logistic regression",
                                           [TRIG_POISSON] = "Poisson regression",
                                           [TRIG_ORDINAL] = "Proportional-odds regression"};
    trig_context_people(regress->context, regress->data.left_out, left_out);
    return note(regress,
                trig_arena_printf(arena, "%s of %.*s on %zu respondents; left out for want of an answer: %s.",
                                  families[regress->formula.family],
                                  TRIG_VIEW_ARG(regress->formula.measures.items[0].name), regress->data.count,
                                  regress->data.left_out ? left_out : "nobody"),
                error);
}

static enum trig_status note_references(struct regress *regress, struct trig_error *error)
{
    struct trig_arena *arena = &regress->arena;
    struct trig_view list = trig_view("");
    for (size_t i = 0; i < regress->formula.regressor_count && list.data; i++)
        if (regress->data.levels[i].count)
            list = trig_arena_printf(arena, "%.*s%s%.*s=%.*s", TRIG_VIEW_ARG(list), list.length ? ", " : "",
                                     TRIG_VIEW_ARG(regress->formula.regressors[i].name),
                                     TRIG_VIEW_ARG(regress->data.levels[i].items[0]));
    if (list.data && list.length == 0)
        return TRIG_OK;
    return note(regress,
                list.data ? trig_arena_printf(arena, "Levels are compared with %.*s.", TRIG_VIEW_ARG(list))
                          : list,
                error);
}

static const char *meaning(const struct regress *regress)
{
    bool ratio = regress->options->exponentiate;
    switch (regress->formula.family) {
    case TRIG_LOGISTIC:
        return ratio ? "Odds ratios; their standard errors are by the delta method, t and p are of their "
                       "logarithms."
                     : "Coefficients are logarithms of odds ratios; --exponentiate gives the ratios.";
    case TRIG_POISSON:
        return ratio ? "Rate ratios; their standard errors are by the delta method, t and p are of their "
                       "logarithms."
                     : "Coefficients are logarithms of rate ratios; --exponentiate gives the ratios.";
    case TRIG_ORDINAL:
        return ratio ? "Odds ratios of a higher answer, the same at every threshold (an assumption); their "
                       "standard "
                       "errors are by the delta method, t and p are of their logarithms."
                     : "Coefficients are logarithms of the odds ratio of a higher answer, the same at every "
                       "threshold "
                       "(an assumption).";
    default:
        return NULL;
    }
}

static enum trig_status note_design(struct regress *regress, struct trig_error *error)
{
    static const char *const lonely[] = {[TRIG_LONELY_FAIL] = "fail",
                                         [TRIG_LONELY_REMOVE] = "remove",
                                         [TRIG_LONELY_ADJUST] = "adjust",
                                         [TRIG_LONELY_AVERAGE] = "average",
                                         [TRIG_LONELY_CERTAINTY] = "certainty"};
    struct trig_arena *arena = &regress->arena;
    const struct trig_regression *regression = &regress->regression;
    enum trig_status status = TRIG_OK;
    if (regression->design.lonely)
        status = note(regress,
                      trig_arena_printf(arena, "Some strata have a single unit; the rule for them: %s.",
                                        lonely[regress->scan.design.lonely]),
                      error);
    if (status == TRIG_OK && regression->lost)
        status = note(
            regress,
            trig_arena_printf(arena,
                              "Replicates left out, because some coefficient has no finite value in them: "
                              "%zu of %zu. Errors are too small then; merge levels, or use --replicates "
                              "none.",
                              regression->lost, regress->sample.replicates->count),
            error);
    if (status == TRIG_OK && regression->df < 1.0)
        status = note(regress,
                      trig_view("No tests and intervals: the design has fewer degrees of freedom than the "
                                "model has coefficients."),
                      error);
    return status;
}

static enum trig_status note_random(struct regress *regress, struct trig_error *error)
{
    const char *groups = trig_random_name(regress->random.kind);
    enum trig_status status = note(
        regress,
        trig_arena_printf(&regress->arena,
                          "A random intercept by %s, fitted by REML: errors are model-based and take the "
                          "design's strata, weights and corrections for nothing. variance: between groups, "
                          "and within; icc: the share between, its interval by the profile of the "
                          "likelihood.",
                          groups),
        error);
    if (status == TRIG_OK)
        status =
            note(regress,
                 trig_view("blup: how far a group is from what its respondents' answers to the terms let "
                           "expect, drawn towards 0 as its size asks; intervals are normal."),
                 error);
    return status;
}

/* What every result owes its reader; shares have no intervals of their own here. */
static enum trig_status annotate(struct regress *regress, struct trig_error *error)
{
    struct trig_arena *arena = &regress->arena;
    struct trig_measure *items = trig_arena_calloc(arena, regress->formula.measures.count, sizeof *items);
    if (!items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the notes of a regression");
    struct trig_measures measures = regress->formula.measures;
    for (size_t i = 0; i < measures.count; i++) {
        items[i] = measures.items[i];
        items[i].statistic = regress->options->random ? TRIG_STATISTIC_COUNT : TRIG_STATISTIC_MEAN;
    }
    measures.items = items;
    struct trig_request request = regress->scan;
    request.measures = &measures;
    if (trig_formula_has(&regress->formula, TRIG_REGRESSOR_WAVE))
        request.bys.items[request.bys.count++] = (struct trig_by){TRIG_BY_WAVE, TRIG_NONE, trig_view("wave")};
    struct trig_cells cells = regress->cells;
    cells.request = &request;
    return trig_context_annotate(regress->context, &cells, regress->table, error);
}

static enum trig_status add_notes(struct regress *regress, struct trig_error *error)
{
    enum trig_status status = note_respondents(regress, error);
    if (status == TRIG_OK)
        status = note_references(regress, error);
    if (status == TRIG_OK && meaning(regress))
        status = note(regress, trig_view(meaning(regress)), error);
    if (status == TRIG_OK)
        status = regress->options->random ? note_random(regress, error) : note_design(regress, error);
    return status ? status : annotate(regress, error);
}

/* ---- the table --------------------------------------------------------------------------------- */

static enum trig_status make_table(struct regress *regress, struct trig_error *error)
{
    const struct trig_survey *survey = &regress->context->definition->survey;
    regress->table = trig_regress_table_create(error);
    if (!regress->table)
        return TRIG_ERR_MEMORY;
    enum trig_status status =
        trig_table_set_title(regress->table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK && regress->options->random)
        status = trig_random_fill(&regress->data, &regress->random, &regress->context->disclosure,
                                  regress->context->design.level, regress->table, error);
    else if (status == TRIG_OK)
        status = trig_regress_table_fill(&regress->data, &regress->regression, regress->options->exponentiate,
                                         regress->table, error);
    return status ? status : add_notes(regress, error);
}

static enum trig_status fit(struct regress *regress, struct trig_error *error)
{
    const char *random = regress->options->random;
    if (!random)
        return trig_regression_fit(&regress->data, &regress->regression, error);
    bool place = strcmp(random, trig_random_name(TRIG_RANDOM_PLACE)) == 0;
    return trig_random_fit(&regress->data, place ? TRIG_RANDOM_PLACE : TRIG_RANDOM_INSTITUTION,
                           regress->context->design.level, &regress->random, error);
}

static enum trig_status run(struct regress *regress, struct trig_error *error)
{
    enum trig_status status = trig_formula_parse(regress->context->definition, &regress->options->formula,
                                                 &regress->formula, error);
    if (status)
        return status;
    status = check_exponentiate(regress, error);
    if (status == TRIG_OK)
        status = check_random(regress, error);
    set_requests(regress);
    if (status == TRIG_OK)
        status = gather(regress, error);
    if (status == TRIG_OK)
        status = fit(regress, error);
    if (status == TRIG_OK)
        status = make_table(regress, error);
    if (status == TRIG_OK && regress->options->show_r)
        trig_regress_show_r(&regress->data, &regress->cells, regress->options->exponentiate,
                            regress->options->random ? &regress->random : NULL, regress->options->show_r);
    return status;
}

enum trig_status trig_regress_table(const struct trig_context *context,
                                    const struct trig_regress_options *options, trig_table **out,
                                    struct trig_error *error)
{
    struct regress regress = {.context = context, .options = options};
    trig_arena_init(&regress.arena);
    enum trig_status status = run(&regress, error);
    if (status == TRIG_OK)
        *out = regress.table;
    else
        trig_table_destroy(regress.table);
    trig_regression_clear(&regress.regression);
    trig_random_clear(&regress.random);
    trig_arena_clear(&regress.arena);
    trig_regress_data_clear(&regress.data);
    if (regress.gathered)
        trig_sample_clear(&regress.sample);
    trig_cells_clear(&regress.cells);
    trig_formula_clear(&regress.formula);
    return status;
}
