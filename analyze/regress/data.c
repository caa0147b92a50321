#include "analyze/regress/data.h"

#include "analyze/regress/patterns.h"

#include <assert.h>
#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the respondents of a regression");
    return TRIG_ERR_MEMORY;
}

/* ---- what the sample says ---------------------------------------------------------------- */

uint32_t trig_regress_category(const struct trig_regress_data *data, size_t regressor, size_t respondent)
{
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    if (asked->kind == TRIG_REGRESSOR_WAVE)
        return data->sample->wave[respondent];
    if (asked->kind == TRIG_REGRESSOR_INSTITUTION)
        return data->sample->institution[respondent];
    return data->sample->by[asked->place].category[respondent];
}

static size_t category_count(const struct trig_regress_data *data, size_t regressor)
{
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    if (asked->kind == TRIG_REGRESSOR_WAVE)
        return data->sample->definition->wave_count;
    if (asked->kind == TRIG_REGRESSOR_INSTITUTION)
        return data->sample->definition->institution_count;
    return data->sample->by[asked->place].category_count;
}

static struct trig_view category_text(const struct trig_regress_data *data, size_t regressor, size_t category)
{
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    if (asked->kind == TRIG_REGRESSOR_WAVE)
        return data->sample->definition->waves[category].id;
    if (asked->kind == TRIG_REGRESSOR_INSTITUTION)
        return data->sample->definition->institutions[category].id;
    return data->sample->by[asked->place].texts[category];
}

/* Whether a category is an answer, and no "don't know" or its like. */
static bool is_substantive(const struct trig_regress_data *data, size_t regressor, size_t category)
{
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    const trig_definition *definition = data->sample->definition;
    if (asked->kind != TRIG_REGRESSOR_FACTOR || definition->variables[asked->variable].scale == TRIG_NONE)
        return true;
    const struct trig_scale *scale = &definition->scales[definition->variables[asked->variable].scale];
    size_t code = trig_scale_code(scale, category_text(data, regressor, category));
    return code == TRIG_NONE || scale->codes[code].kind == TRIG_SUBSTANTIVE;
}

/* ---- who answered everything ---------------------------------------------------------------- */

/* Maps categories to levels; before levels are settled, substantive ones to 0. */
struct making {
    struct trig_regress_data *data;
    uint32_t *maps[TRIG_MOST_REGRESSORS]; /* by category: its level, TRIG_SAMPLE_MISSING; NULL: a number */
    struct trig_error *error;
};

static bool is_complete(const struct making *making, size_t respondent)
{
    const struct trig_regress_data *data = making->data;
    const struct trig_formula *formula = data->formula;
    if (isnan(data->sample->measures[0].y[respondent]))
        return false;
    for (size_t i = 0; i < formula->regressor_count; i++) {
        if (!making->maps[i]) {
            if (isnan(data->sample->measures[formula->regressors[i].place].y[respondent]))
                return false;
            continue;
        }
        uint32_t category = trig_regress_category(data, i, respondent);
        if (category == TRIG_SAMPLE_MISSING || making->maps[i][category] == TRIG_SAMPLE_MISSING)
            return false;
    }
    return true;
}

static enum trig_status list_rows(struct making *making)
{
    struct trig_regress_data *data = making->data;
    const trig_sample *sample = data->sample;
    data->rows = trig_arena_calloc(&data->arena, sample->count, sizeof *data->rows);
    data->touched = trig_arena_calloc(&data->arena, sample->count, sizeof *data->touched);
    if (!data->rows || !data->touched)
        return no_memory(making->error);
    for (size_t i = 0; i < sample->count; i++) {
        if (!sample->in_scope[i] || !(sample->weight[i] > 0.0))
            continue;
        data->touched[i] = is_complete(making, i);
        if (data->touched[i])
            data->rows[data->count++] = (uint32_t)i;
        else
            data->left_out++;
    }
    if (data->count)
        return TRIG_OK;
    return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                          "nobody answered everything that the model needs; leave out terms");
}

/* ---- levels ------------------------------------------------------------------------------------ */

static enum trig_status begin_maps(struct making *making)
{
    struct trig_regress_data *data = making->data;
    for (size_t i = 0; i < data->formula->regressor_count; i++) {
        if (data->formula->regressors[i].kind == TRIG_REGRESSOR_NUMBER)
            continue;
        size_t count = category_count(data, i);
        making->maps[i] = trig_arena_calloc(&data->arena, count, sizeof *making->maps[i]);
        if (!making->maps[i])
            return no_memory(making->error);
        for (size_t category = 0; category < count; category++)
            making->maps[i][category] = is_substantive(data, i, category) ? 0 : TRIG_SAMPLE_MISSING;
    }
    return TRIG_OK;
}

/* Gives [category] the next level. */
static void add_level(struct making *making, size_t regressor, size_t category, struct trig_view *texts)
{
    struct trig_regress_data *data = making->data;
    size_t level = data->levels[regressor].count++;
    assert(making->maps[regressor]);
    making->maps[regressor][category] = (uint32_t)level;
    texts[level] = category_text(data, regressor, category);
}

static enum trig_status settle_levels(struct making *making, size_t regressor, const bool *seen, size_t count)
{
    struct trig_regress_data *data = making->data;
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    struct trig_view *texts = trig_arena_calloc(&data->arena, count, sizeof *texts);
    if (!texts)
        return no_memory(making->error);
    data->levels[regressor] = (struct trig_views){texts, 0};
    size_t reference = TRIG_NONE;
    for (size_t i = 0; i < count; i++)
        if (asked->reference.length && seen[i] &&
            trig_view_equal(category_text(data, regressor, i), asked->reference))
            reference = i;
    if (asked->reference.length && reference == TRIG_NONE)
        return trig_error_set(making->error, TRIG_ERR_USAGE,
                              "nobody in the model has %.*s=%.*s, so it cannot be the reference",
                              TRIG_VIEW_ARG(asked->name), TRIG_VIEW_ARG(asked->reference));
    if (reference != TRIG_NONE)
        add_level(making, regressor, reference, texts);
    for (size_t i = 0; i < count; i++)
        if (seen[i] && i != reference)
            add_level(making, regressor, i, texts);
    if (data->levels[regressor].count > 1)
        return TRIG_OK;
    return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                          "everybody in the model has %.*s=%.*s; leave out the term%s",
                          TRIG_VIEW_ARG(asked->name), TRIG_VIEW_ARG(texts[0]),
                          asked->kind == TRIG_REGRESSOR_WAVE ? " or add --wave all" : "");
}

static enum trig_status make_factor(struct making *making, size_t regressor)
{
    struct trig_regress_data *data = making->data;
    size_t count = category_count(data, regressor);
    bool *seen = trig_arena_calloc(&data->arena, count, sizeof *seen);
    uint32_t *level = trig_arena_calloc(&data->arena, data->count, sizeof *level);
    if (!seen || !level)
        return no_memory(making->error);
    for (size_t row = 0; row < data->count; row++) {
        level[row] = trig_regress_category(data, regressor, data->rows[row]);
        seen[level[row]] = true;
    }
    enum trig_status status = settle_levels(making, regressor, seen, count);
    assert(making->maps[regressor]);
    for (size_t row = 0; row < data->count && status == TRIG_OK; row++)
        level[row] = making->maps[regressor][level[row]];
    data->columns.regressors[regressor] =
        (struct trig_regressor){.level = level, .level_count = data->levels[regressor].count};
    return status;
}

/* ---- numbers ------------------------------------------------------------------------------------- */

static bool varies(const double *x, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (x[i] != x[0])
            return true;
    return false;
}

static enum trig_status make_number(struct making *making, size_t regressor)
{
    struct trig_regress_data *data = making->data;
    const struct trig_formula_regressor *asked = &data->formula->regressors[regressor];
    const double *from = data->sample->measures[asked->place].y;
    double *x = trig_arena_calloc(&data->arena, data->count, sizeof *x);
    if (!x)
        return no_memory(making->error);
    for (size_t row = 0; row < data->count; row++)
        x[row] = from[data->rows[row]];
    data->columns.regressors[regressor] = (struct trig_regressor){.x = x};
    if (varies(x, data->count))
        return TRIG_OK;
    return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                          "\"%.*s\" is the same for everybody in the model; leave out the term",
                          TRIG_VIEW_ARG(asked->name));
}

static enum trig_status make_outcome(struct making *making)
{
    struct trig_regress_data *data = making->data;
    const double *from = data->sample->measures[0].y;
    struct trig_view name = data->formula->measures.items[0].name;
    data->w = trig_arena_calloc(&data->arena, data->count, sizeof *data->w);
    data->y = trig_arena_calloc(&data->arena, data->count, sizeof *data->y);
    if (!data->w || !data->y)
        return no_memory(making->error);
    for (size_t row = 0; row < data->count; row++) {
        data->w[row] = data->sample->weight[data->rows[row]];
        data->y[row] = from[data->rows[row]];
        if (data->formula->family == TRIG_POISSON && data->y[row] < 0.0)
            return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                                  "\"%.*s\" has negative answers, which are no counts; use another family",
                                  TRIG_VIEW_ARG(name));
    }
    if (varies(data->y, data->count))
        return TRIG_OK;
    return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                          "\"%.*s\" is the same for everybody in the model: there is nothing to explain",
                          TRIG_VIEW_ARG(name));
}

/* ---- ordinal categories ------------------------------------------------------------------------------ */

static size_t find_value(const double *values, size_t count, double value)
{
    size_t at = 0;
    while (at < count && values[at] < value)
        at++;
    return at;
}

/* At most as many values as the scale has codes. */
static enum trig_status make_categories(struct making *making)
{
    struct trig_regress_data *data = making->data;
    const trig_definition *definition = data->sample->definition;
    size_t variable = data->formula->measures.items[0].variable;
    size_t most = definition->scales[definition->variables[variable].scale].count;
    data->category = trig_arena_calloc(&data->arena, data->count, sizeof *data->category);
    data->values = trig_arena_calloc(&data->arena, most + 1, sizeof *data->values);
    if (!data->category || !data->values)
        return no_memory(making->error);
    for (size_t row = 0; row < data->count; row++) {
        size_t at = find_value(data->values, data->categories, data->y[row]);
        if (at < data->categories && data->values[at] == data->y[row])
            continue;
        memmove(data->values + at + 1, data->values + at, (data->categories - at) * sizeof *data->values);
        data->values[at] = data->y[row];
        data->categories++;
    }
    for (size_t row = 0; row < data->count; row++)
        data->category[row] = (uint32_t)find_value(data->values, data->categories, data->y[row]);
    if (data->categories > 2)
        return TRIG_OK;
    return trig_error_set(making->error, TRIG_ERR_DOMAIN,
                          "only two different answers to \"%.*s\" were given; use --family logistic with "
                          "NAME=code",
                          TRIG_VIEW_ARG(data->formula->measures.items[0].name));
}

/* ---- columns --------------------------------------------------------------------------------- */

static enum trig_status make_columns(struct making *making)
{
    struct trig_regress_data *data = making->data;
    const struct trig_formula *formula = data->formula;
    enum trig_status status = TRIG_OK;
    data->columns.regressor_count = formula->regressor_count;
    for (size_t i = 0; i < formula->regressor_count && status == TRIG_OK; i++)
        status = formula->regressors[i].kind == TRIG_REGRESSOR_NUMBER ? make_number(making, i)
                                                                      : make_factor(making, i);
    data->columns.term_count = formula->term_count;
    for (size_t i = 0; i < formula->term_count; i++) {
        data->columns.terms[i].count = formula->terms[i].count;
        memcpy(data->columns.terms[i].regressors, formula->terms[i].regressors,
               sizeof formula->terms[i].regressors);
    }
    if (status == TRIG_OK)
        status = trig_columns_settle(&data->columns, making->error);
    if (status == TRIG_OK)
        trig_columns_centre(&data->columns, data->count, true);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

enum trig_status trig_regress_data_make(const trig_sample *sample, const struct trig_formula *formula,
                                        size_t threads, struct trig_regress_data *out,
                                        struct trig_error *error)
{
    struct making making = {.data = out, .error = error};
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    out->sample = sample;
    out->formula = formula;
    out->columns.threads = threads;
    enum trig_status status = begin_maps(&making);
    if (status == TRIG_OK)
        status = list_rows(&making);
    if (status == TRIG_OK)
        status = make_outcome(&making);
    if (status == TRIG_OK)
        status = make_columns(&making);
    if (status == TRIG_OK && formula->family == TRIG_ORDINAL)
        status = make_categories(&making);
    return status ? status : trig_patterns_make(out, error);
}

void trig_regress_data_clear(struct trig_regress_data *data)
{
    trig_arena_clear(&data->arena);
    memset(data, 0, sizeof *data);
}
