#include "analyze/weight/propensity.h"

#include "analyze/regress/glm.h"
#include "analyze/weight/effects.h"

#include <math.h>

struct finding {
    const trig_definition *definition;
    const struct trig_targets *targets;
    const struct trig_recipe_margin *margin;
    const double *answered; /* by row */
    struct trig_arena *arena;
    double *people; /* by row */
    struct trig_columns columns;
    struct trig_newton fit;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the propensities to respond");
    return TRIG_ERR_MEMORY;
}

static const struct trig_target *target_of(const struct finding *finding, size_t row)
{
    return &finding->targets->items[finding->margin->targets[row]];
}

/* ---- what cannot be fitted -------------------------------------------------------------- */

static enum trig_status mixed(const struct finding *finding, uint64_t shape, size_t row,
                              struct trig_error *error)
{
    struct trig_view one =
        trig_targets_shape_name(finding->targets, finding->definition, shape, finding->arena);
    struct trig_view other =
        trig_targets_shape_name(finding->targets, finding->definition,
                                trig_target_shape(finding->targets, target_of(finding, row)), finding->arena);
    if (!one.data || !other.data)
        return no_memory(error);
    trig_error_set(error, TRIG_ERR_USAGE,
                   "the table counts some people by %.*s and others by %.*s; propensities are fitted to one "
                   "table: name its columns with --by",
                   TRIG_VIEW_ARG(one), TRIG_VIEW_ARG(other));
    trig_error_place(error, finding->targets->path, target_of(finding, row)->line, 0);
    return TRIG_ERR_USAGE;
}

static enum trig_status refuse_row(const struct finding *finding, size_t row, const char *why,
                                   struct trig_error *error)
{
    struct trig_view name =
        trig_target_name(finding->targets, finding->definition, target_of(finding, row), finding->arena);
    if (!name.data)
        return no_memory(error);
    trig_error_set(error, TRIG_ERR_DOMAIN, "%.*s: %s", TRIG_VIEW_ARG(name), why);
    trig_error_place(error, finding->targets->path, target_of(finding, row)->line, 0);
    return TRIG_ERR_DOMAIN;
}

static enum trig_status check_rows(const struct finding *finding, struct trig_error *error)
{
    uint64_t shape = trig_target_shape(finding->targets, target_of(finding, 0));
    for (size_t row = 0; row < finding->margin->count; row++) {
        if (trig_target_shape(finding->targets, target_of(finding, row)) != shape)
            return mixed(finding, shape, row, error);
        if (finding->answered[row] > finding->people[row])
            return refuse_row(
                finding, row,
                "more people answered than are counted; correct the count, or sum rows with --by", error);
    }
    return TRIG_OK;
}

/* ---- the fit ------------------------------------------------------------------------------- */

static enum trig_status set_columns(struct finding *finding, struct trig_error *error)
{
    struct trig_columns *columns = &finding->columns;
    struct trig_effects effects;
    enum trig_status status =
        trig_effects_make(finding->targets, finding->margin, finding->arena, &effects, error);
    if (status)
        return status;
    if (effects.count > TRIG_MOST_REGRESSORS)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "%zu columns are too many for propensities (at most %d); name fewer with --by",
                              effects.count, TRIG_MOST_REGRESSORS);
    columns->threads = 1;
    columns->regressor_count = effects.count;
    columns->term_count = effects.count;
    for (size_t i = 0; i < effects.count; i++) {
        columns->regressors[i].level = effects.items[i].level;
        columns->regressors[i].level_count = effects.items[i].levels;
        columns->terms[i] = (struct trig_term_columns){.regressors = {i}, .count = 1};
    }
    return trig_columns_settle(columns, error);
}

static double predict(const struct finding *finding, size_t row)
{
    struct trig_nonzero entries[TRIG_MOST_MODEL_TERMS + 1];
    size_t count = trig_columns_row(&finding->columns, row, entries);
    double eta = 0.0;
    for (size_t i = 0; i < count; i++)
        eta += finding->fit.estimates[entries[i].column] * entries[i].value;
    return eta;
}

/* Names the row whose propensity ran farthest. */
static enum trig_status separated(const struct finding *finding, struct trig_error *error)
{
    size_t farthest = 0;
    for (size_t row = 1; row < finding->margin->count; row++)
        if (fabs(predict(finding, row)) > fabs(predict(finding, farthest)))
            farthest = row;
    return refuse_row(finding, farthest,
                      "its propensity would be 0 or 1, since nobody or everybody of one of its categories "
                      "answered; merge that category with one like it, or leave its column out with --by",
                      error);
}

static enum trig_status fit(struct finding *finding, struct trig_propensity_fit *out,
                            struct trig_error *error)
{
    const struct trig_glm_rows rows = {finding->margin->count, finding->people, finding->answered};
    enum trig_status status =
        trig_glm_fit(&finding->columns, TRIG_LOGISTIC, &rows, NULL, &finding->fit, error);
    if (status == TRIG_OK && (!finding->fit.converged || finding->fit.separated != SIZE_MAX))
        status = separated(finding, error);
    for (size_t row = 0; row < rows.count && status == TRIG_OK; row++)
        out->p[row] = trig_glm_mean(TRIG_LOGISTIC, predict(finding, row));
    out->steps = finding->fit.steps;
    trig_newton_clear(&finding->fit);
    return status;
}

enum trig_status trig_propensity_find(const trig_definition *definition, const struct trig_targets *targets,
                                      const struct trig_recipe_margin *margin, const double *answered,
                                      struct trig_arena *arena, struct trig_propensity_fit *out,
                                      struct trig_error *error)
{
    struct finding finding = {.definition = definition,
                              .targets = targets,
                              .margin = margin,
                              .answered = answered,
                              .arena = arena,
                              .people = trig_arena_calloc(arena, margin->count, sizeof *finding.people)};
    *out = (struct trig_propensity_fit){.p = trig_arena_calloc(arena, margin->count, sizeof *out->p)};
    if (!finding.people || !out->p)
        return no_memory(error);
    for (size_t row = 0; row < margin->count; row++)
        finding.people[row] = targets->items[margin->targets[row]].count;
    enum trig_status status = check_rows(&finding, error);
    if (status == TRIG_OK)
        status = set_columns(&finding, error);
    return status ? status : fit(&finding, out, error);
}
