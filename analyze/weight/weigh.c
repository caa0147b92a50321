#include "analyze/weight/weigh.h"

#include "analyze/weight/propensity.h"

#include <math.h>

struct weighing {
    const trig_definition *definition;
    struct trig_recipe *recipe;
    const struct trig_respondents *respondents;
    const struct trig_weigh_options *options;
    struct trig_arena arena; /* of one wave */
    struct trig_weighed *out;
    bool *covered;     /* by unit */
    size_t *responses; /* of the wave that are weighed: their indices */
    size_t count;
    struct trig_calibration calibration;
    struct trig_margin *margins;
    double *base;
    double *weights; /* of those responses */
    double *lambda;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the weights");
}

/* ---- the responses of a wave ----------------------------------------------------------- */

static bool has_numbers(const struct weighing *weighing, const struct trig_recipe_wave *plan, size_t response)
{
    for (size_t m = 0; m < plan->margin_count; m++) {
        const double *x = plan->margins[m].total_of == TRIG_NONE
                              ? NULL
                              : trig_respondents_numbers(weighing->respondents, plan->margins[m].total_of);
        if (x && isnan(x[response]))
            return false;
    }
    return true;
}

/* Lists who is weighed; who is not, of the wave, weighs nothing. */
static enum trig_status list_responses(struct weighing *weighing, const struct trig_recipe_wave *plan,
                                       struct trig_weigh_outcome *outcome, struct trig_error *error)
{
    const struct trig_respondents *respondents = weighing->respondents;
    weighing->count = 0;
    weighing->responses =
        trig_arena_calloc(&weighing->arena, respondents->count, sizeof *weighing->responses);
    if (!weighing->responses)
        return no_memory(error);
    bool unanswered = false;
    for (size_t i = 0; i < respondents->count; i++) {
        uint32_t unit = respondents->unit[i];
        if (unit == TRIG_WEIGH_UNIT_NONE || respondents->units[unit].wave != plan->wave)
            continue;
        bool numbers = has_numbers(weighing, plan, i);
        unanswered = unanswered || (weighing->covered[unit] && !numbers);
        if (weighing->covered[unit] && numbers)
            weighing->responses[weighing->count++] = i;
        else
            outcome->dropped++;
        weighing->out->weights[i] = 0.0;
    }
    if (unanswered && !weighing->options->drop_uncovered)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "there are responses without a number that %s has the total of; let them weigh "
                              "nothing with --uncovered drop, or leave the row out",
                              weighing->recipe->targets.path);
    return weighing->count ? TRIG_OK
                           : trig_error_set(error, TRIG_ERR_DOMAIN,
                                            "no response is in a row of %s, so there is nobody to weigh",
                                            weighing->recipe->targets.path);
}

/* ---- the calibration -------------------------------------------------------------------------- */

static enum trig_status make_margin(struct weighing *weighing, const struct trig_recipe_margin *plan,
                                    size_t wave, struct trig_margin *margin, struct trig_error *error)
{
    const struct trig_respondents *respondents = weighing->respondents;
    uint32_t *units = trig_arena_calloc(&weighing->arena, respondents->unit_count, sizeof *units);
    uint32_t *rows = trig_arena_calloc(&weighing->arena, weighing->count, sizeof *rows);
    double *totals = trig_arena_calloc(&weighing->arena, plan->count, sizeof *totals);
    const double *numbers =
        plan->total_of == TRIG_NONE ? NULL : trig_respondents_numbers(respondents, plan->total_of);
    double *x = numbers ? trig_arena_calloc(&weighing->arena, weighing->count, sizeof *x) : NULL;
    if (!units || !rows || !totals || (numbers && !x))
        return no_memory(error);
    enum trig_status status = trig_margin_rows(&weighing->recipe->targets, plan, wave, respondents->units,
                                               respondents->unit_count, units, error);
    for (size_t i = 0; i < weighing->count && !status; i++) {
        rows[i] = units[respondents->unit[weighing->responses[i]]];
        if (x)
            x[i] = numbers[weighing->responses[i]];
    }
    for (size_t i = 0; i < plan->count; i++)
        totals[i] = weighing->recipe->targets.items[plan->targets[i]].count;
    *margin = (struct trig_margin){.rows = rows, .x = x, .totals = totals, .count = plan->count};
    return status;
}

/* The base weights of a calibration add up to everybody, so that bounds are about
 * the average; where nobody says how many there are, they stay. */
static double find_scale(const struct weighing *weighing, const struct trig_recipe_wave *plan)
{
    double base = 0.0;
    for (size_t i = 0; i < weighing->count; i++)
        base += weighing->base[i];
    for (size_t m = 0; m < plan->margin_count; m++) {
        const struct trig_margin *margin = &weighing->margins[m];
        double people = 0.0;
        bool all = margin->x == NULL;
        for (size_t i = 0; i < weighing->count && all; i++)
            all = margin->rows[i] != TRIG_MARGIN_NONE;
        for (size_t row = 0; row < margin->count; row++)
            people += margin->totals[row];
        if (all)
            return people / base;
    }
    return 1.0;
}

static enum trig_status make_calibration(struct weighing *weighing, struct trig_recipe_wave *plan,
                                         struct trig_error *error)
{
    size_t totals = 0;
    weighing->margins = trig_arena_calloc(&weighing->arena, plan->margin_count, sizeof *weighing->margins);
    weighing->base = trig_arena_calloc(&weighing->arena, weighing->count, sizeof *weighing->base);
    weighing->weights = trig_arena_calloc(&weighing->arena, weighing->count, sizeof *weighing->weights);
    if (!weighing->margins || !weighing->base || !weighing->weights)
        return no_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t m = 0; m < plan->margin_count && !status; m++) {
        status = make_margin(weighing, &plan->margins[m], plan->wave, &weighing->margins[m], error);
        totals += plan->margins[m].count;
    }
    weighing->lambda = trig_arena_calloc(&weighing->arena, totals, sizeof *weighing->lambda);
    if (!weighing->lambda)
        return no_memory(error);
    for (size_t i = 0; i < weighing->count; i++)
        weighing->base[i] = weighing->respondents->base[weighing->responses[i]];
    bool newton = weighing->recipe->form.method == TRIG_CALIBRATE;
    plan->scale = !status && newton ? find_scale(weighing, plan) : 1.0;
    for (size_t i = 0; i < weighing->count; i++)
        weighing->base[i] *= plan->scale;
    weighing->calibration = (struct trig_calibration){.form = weighing->recipe->form,
                                                      .base = weighing->base,
                                                      .count = weighing->count,
                                                      .margins = weighing->margins,
                                                      .margin_count = plan->margin_count};
    trig_calibration_set_limits(&weighing->calibration);
    return status;
}

/* ---- what may be in the way ---------------------------------------------------------------------- */

static enum trig_status not_reached(struct weighing *weighing, const struct trig_recipe_wave *plan,
                                    const struct trig_calibration_end *end, struct trig_error *error)
{
    const struct trig_targets *targets = &weighing->recipe->targets;
    const struct trig_target *target = &targets->items[plan->margins[end->margin].targets[end->row]];
    struct trig_view name = trig_target_name(targets, weighing->definition, target, &weighing->arena);
    bool bounded = weighing->recipe->form.method == TRIG_CALIBRATE &&
                   (isfinite(weighing->recipe->form.lower) || isfinite(weighing->recipe->form.upper));
    bool raking = weighing->recipe->form.method == TRIG_RAKE;
    enum trig_status status = trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "the totals cannot all be reproduced: after %zu %s, %.*s adds up to %.6g and not %.6g%s; %s",
        end->iterations, raking ? "rounds" : "steps", TRIG_VIEW_ARG(name), end->sum, target->count,
        weighing->recipe->form.method == TRIG_POSTSTRATIFY ? ""
                                                           : ", which is where the weights are farthest off",
        bounded ? "widen --bounds, or merge rows" : "correct the totals, or merge rows that few answered in");
    trig_error_place(error, targets->path, target->line, 0);
    return status;
}

static enum trig_status check_weights(const struct weighing *weighing, struct trig_error *error)
{
    for (size_t i = 0; i < weighing->count; i++)
        if (!(weighing->weights[i] >= 0.0) || !isfinite(weighing->weights[i]))
            return trig_error_set(error, TRIG_ERR_DOMAIN,
                                  "some weights would be negative; keep them within bounds, as in --bounds "
                                  "0.3,3, or use --calfun raking, whose weights are above 0");
    return TRIG_OK;
}

/* ---- one wave ---------------------------------------------------------------------------------------- */

static void trim(struct weighing *weighing, struct trig_weigh_outcome *outcome)
{
    const struct trig_recipe *recipe = weighing->recipe;
    double sum = 0.0;
    for (size_t i = 0; i < weighing->count; i++)
        sum += weighing->weights[i];
    double mean = sum / (double)weighing->count;
    if (trig_recipe_trims(recipe))
        outcome->trimmed =
            trig_calibration_trim(weighing->weights, weighing->count, recipe->trim_lower * mean,
                                  recipe->trim_upper * mean, !recipe->trim_once);
}

static void describe(const struct weighing *weighing, struct trig_weigh_outcome *outcome)
{
    double squares = 0.0;
    outcome->count = weighing->count;
    outcome->least = INFINITY;
    for (size_t i = 0; i < weighing->count; i++) {
        double w = weighing->weights[i];
        outcome->sum += w;
        squares += w * w;
        outcome->least = fmin(outcome->least, w);
        outcome->largest = fmax(outcome->largest, w);
    }
    outcome->deff = squares * (double)weighing->count / (outcome->sum * outcome->sum);
}

static void keep(const struct weighing *weighing, struct trig_recipe_wave *plan)
{
    const double *lambda = weighing->lambda;
    for (size_t m = 0; m < plan->margin_count; lambda += plan->margins[m++].count)
        memcpy(plan->margins[m].lambda, lambda, plan->margins[m].count * sizeof *lambda);
    for (size_t i = 0; i < weighing->count; i++)
        weighing->out->weights[weighing->responses[i]] = weighing->weights[i];
}

/* Weights of 1 over the propensity of a respondent's row. */
static enum trig_status find_propensities(struct weighing *weighing, const struct trig_recipe_wave *plan,
                                          struct trig_calibration_end *end, struct trig_error *error)
{
    const struct trig_recipe_margin *margin = &plan->margins[0];
    const uint32_t *rows = weighing->margins[0].rows;
    double *answered = trig_arena_calloc(&weighing->arena, margin->count, sizeof *answered);
    struct trig_propensity_fit fit;
    if (!answered)
        return no_memory(error);
    for (size_t i = 0; i < weighing->count; i++)
        answered[rows[i]] += 1.0;
    enum trig_status status = trig_propensity_find(weighing->definition, &weighing->recipe->targets, margin,
                                                   answered, &weighing->arena, &fit, error);
    if (status)
        return status;
    for (size_t row = 0; row < margin->count; row++)
        weighing->lambda[row] = -log(fit.p[row]);
    for (size_t i = 0; i < weighing->count; i++)
        weighing->weights[i] = 1.0 / fit.p[rows[i]];
    *end = (struct trig_calibration_end){.converged = true, .iterations = fit.steps};
    return TRIG_OK;
}

static enum trig_status find_weights(struct weighing *weighing, const struct trig_recipe_wave *plan,
                                     struct trig_calibration_end *end, struct trig_error *error)
{
    if (weighing->recipe->form.method == TRIG_PROPENSITY)
        return find_propensities(weighing, plan, end, error);
    return trig_calibration_find(&weighing->calibration, weighing->weights, weighing->lambda, end, error);
}

static enum trig_status weigh_wave(struct weighing *weighing, struct trig_recipe_wave *plan,
                                   struct trig_weigh_outcome *outcome, struct trig_error *error)
{
    struct trig_calibration_end end = {.converged = false};
    enum trig_status status = list_responses(weighing, plan, outcome, error);
    if (!status)
        status = make_calibration(weighing, plan, error);
    if (!status)
        status = find_weights(weighing, plan, &end, error);
    if (!status && !end.converged)
        status = not_reached(weighing, plan, &end, error);
    if (!status)
        status = check_weights(weighing, error);
    if (status)
        return status;
    outcome->iterations = end.iterations;
    trim(weighing, outcome);
    describe(weighing, outcome);
    keep(weighing, plan);
    return TRIG_OK;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static enum trig_status allocate(struct weighing *weighing, struct trig_arena *arena, size_t waves,
                                 struct trig_error *error)
{
    const struct trig_respondents *respondents = weighing->respondents;
    struct trig_weighed *out = weighing->out;
    out->count = respondents->count;
    out->weights = trig_arena_calloc(arena, out->count, sizeof *out->weights);
    out->outcomes = trig_arena_calloc(arena, waves, sizeof *out->outcomes);
    weighing->covered = trig_arena_calloc(arena, respondents->unit_count, sizeof *weighing->covered);
    weighing->recipe->waves =
        trig_arena_calloc(&weighing->recipe->arena, waves, sizeof *weighing->recipe->waves);
    if (!out->weights || !out->outcomes || !weighing->covered || !weighing->recipe->waves)
        return no_memory(error);
    /* Who is in the design but out of scope keeps the weight from before. */
    for (size_t i = 0; i < out->count; i++)
        out->weights[i] = respondents->unit[i] == TRIG_WEIGH_UNIT_NONE ? respondents->base[i] : (double)NAN;
    return TRIG_OK;
}

static bool has_responses(const struct trig_respondents *respondents, size_t wave)
{
    for (size_t i = 0; i < respondents->unit_count; i++)
        if (respondents->units[i].wave == wave)
            return true;
    return false;
}

static enum trig_status next_wave(struct weighing *weighing, size_t wave, struct trig_problems *problems,
                                  struct trig_error *error)
{
    struct trig_recipe *recipe = weighing->recipe;
    struct trig_weigh_outcome *outcome = &weighing->out->outcomes[weighing->out->outcome_count++];
    struct trig_recipe_wave *plan = &recipe->waves[recipe->wave_count++];
    outcome->wave = wave;
    trig_arena_init(&weighing->arena);
    enum trig_status status =
        trig_weigh_plan(weighing->definition, recipe, weighing->respondents, weighing->options, wave,
                        weighing->covered, plan, &outcome->aside, problems, error);
    if (!status)
        status = weigh_wave(weighing, plan, outcome, error);
    trig_arena_clear(&weighing->arena);
    return status;
}

enum trig_status trig_weigh(const trig_definition *definition, struct trig_recipe *recipe,
                            const struct trig_respondents *respondents,
                            const struct trig_weigh_options *options, struct trig_arena *arena,
                            struct trig_weighed *out, struct trig_problems *problems,
                            struct trig_error *error)
{
    struct weighing weighing = {.definition = definition,
                                .recipe = recipe,
                                .respondents = respondents,
                                .options = options,
                                .out = out};
    memset(out, 0, sizeof *out);
    enum trig_status status = allocate(&weighing, arena, definition->wave_count + 1, error);
    if (!status && !respondents->unit_count)
        status = trig_error_set(error, TRIG_ERR_DOMAIN, "there are no responses in scope to weigh");
    if (!status && !definition->wave_count)
        return next_wave(&weighing, TRIG_NONE, problems, error);
    for (size_t wave = 0; wave < definition->wave_count && !status; wave++)
        if (respondents->waves[wave] && has_responses(respondents, wave))
            status = next_wave(&weighing, wave, problems, error);
    return status;
}
