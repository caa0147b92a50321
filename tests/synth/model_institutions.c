#include "tests/synth/model.h"

#include "tests/synth/stream.h"

#include <gsl/gsl_randist.h>

#include <math.h>

/* How far shares of attributes differ between institutions (logarithm). */
static const double mix_spread = 0.3;
/* How an institution moves between waves, as a part of how institutions differ. */
static const double drift = 0.35;
/* Staff where no count is given: the median and the spread of its logarithm. */
static const double usual_staff = 120;
static const double staff_spread = 0.8;

/* Staff by the largest count of any wave, so that a person keeps their number. */
static double known_size(const trig_definition *definition, size_t institution)
{
    double size = trig_definition_population(definition, TRIG_NONE, institution);
    for (size_t wave = 0; wave < definition->wave_count; wave++)
        size = fmax(size, trig_definition_population(definition, wave, institution));
    return size;
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static void set_size_and_rate(struct trig_synth_model *model, size_t index, gsl_rng *stream)
{
    const struct trig_synth_settings *settings = &model->settings;
    struct trig_synth_institution *institution = &model->institutions[index];
    trig_synth_stream_start(stream, settings->seed, TRIG_SYNTH_OF_INSTITUTION, index, 0);
    double invented = floor(usual_staff * exp(gsl_ran_gaussian_ziggurat(stream, staff_spread)));
    double habit = gsl_ran_gaussian_ziggurat(stream, 0.45);
    double known = model->definition->institution_count > 0 ? known_size(model->definition, index) : NAN;
    institution->size = fmax(1, isnan(known) ? invented : known);
    trig_synth_stream_start(stream, settings->seed, TRIG_SYNTH_OF_INSTITUTION_WAVE, index, settings->wave);
    double usual = log(settings->response_rate / (1 - settings->response_rate));
    institution->rate = logistic(usual + habit + gsl_ran_gaussian_ziggurat(stream, 0.25));
}

/* What institutions differ by: one part that all pillars share, one of each
 * pillar, and what changed since the first wave. */
static enum trig_status set_effects(struct trig_synth_model *model, size_t index, gsl_rng *stream,
                                    struct trig_error *error)
{
    size_t count = model->definition->pillar_count + 1;
    double between = model->settings.between;
    double *effects = trig_arena_calloc(&model->arena, count, sizeof *effects);
    if (!effects)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the institutions");
    trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_INSTITUTION, index, 1);
    double shared = gsl_ran_gaussian_ziggurat(stream, between * sqrt(0.5));
    for (size_t p = 0; p < count; p++)
        effects[p] = shared + gsl_ran_gaussian_ziggurat(stream, between * sqrt(0.5));
    size_t steps = model->settings.wave == TRIG_NONE ? 0 : model->settings.wave;
    for (size_t step = 1; step <= steps; step++) {
        trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_INSTITUTION_WAVE, index, ~step);
        for (size_t p = 0; p < count; p++)
            effects[p] += gsl_ran_gaussian_ziggurat(stream, between * drift);
    }
    model->institutions[index].effects = effects;
    return TRIG_OK;
}

/* Counts of an attribute's codes in the institution, from the population rows
 * of one wave (TRIG_NONE: of any). @return whether there were any. */
static bool counted_mix(const struct trig_synth_model *model, size_t institution, size_t wave,
                        const struct trig_synth_attribute *attribute, double *weights)
{
    const trig_definition *definition = model->definition;
    const struct trig_scale *scale = &definition->scales[definition->variables[attribute->variable].scale];
    double total = 0;
    for (size_t i = 0; i < attribute->count; i++)
        weights[i] = 0;
    for (size_t r = 0; r < definition->population_count; r++) {
        const struct trig_population *row = &definition->population[r];
        if (row->institution != institution || (wave != TRIG_NONE && row->wave != wave))
            continue;
        for (size_t a = 0; a < row->attribute_count; a++) {
            if (row->attributes[a].variable != attribute->variable || row->attributes[a].value.length == 0)
                continue;
            size_t code = trig_scale_code(scale, row->attributes[a].value);
            for (size_t i = 0; i < attribute->count; i++)
                weights[i] += attribute->codes[i] == code ? row->count : 0;
            total += row->count;
        }
    }
    return total > 0;
}

static void tilt(const struct trig_synth_attribute *attribute, gsl_rng *stream, double *weights)
{
    for (size_t i = 0; i < attribute->count; i++) {
        double factor = attribute->in_scope ? 1 : exp(gsl_ran_gaussian_ziggurat(stream, mix_spread));
        weights[i] = attribute->weights[i] * factor;
    }
}

static void accumulate(double *weights, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    double so_far = 0;
    for (size_t i = 0; i < count; i++) {
        so_far += weights[i] / sum;
        weights[i] = so_far;
    }
    weights[count - 1] = 1;
}

static enum trig_status set_mix(struct trig_synth_model *model, size_t index, gsl_rng *stream,
                                struct trig_error *error)
{
    double *mix =
        trig_arena_calloc(&model->arena, model->mix_starts[model->attribute_count] + 1, sizeof *mix);
    if (!mix)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the institutions");
    bool may_be_counted = model->definition->institution_count > 0;
    for (size_t a = 0; a < model->attribute_count; a++) {
        const struct trig_synth_attribute *attribute = &model->attributes[a];
        double *weights = mix + model->mix_starts[a];
        trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_INSTITUTION_MIX, index, a);
        if (!may_be_counted || !(counted_mix(model, index, model->settings.wave, attribute, weights) ||
                                 counted_mix(model, index, TRIG_NONE, attribute, weights)))
            tilt(attribute, stream, weights);
        accumulate(weights, attribute->count);
    }
    model->institutions[index].mix = mix;
    return TRIG_OK;
}

/* Every step between waves moves about half of the pillars, by 2 to 5 points;
 * the others stay where they were. */
static enum trig_status set_wave_effects(struct trig_synth_model *model, gsl_rng *stream,
                                         struct trig_error *error)
{
    size_t pillars = model->definition->pillar_count;
    double *effects = trig_arena_calloc(&model->arena, pillars + 1, sizeof *effects);
    if (!effects)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the waves");
    size_t steps = model->settings.wave == TRIG_NONE ? 0 : model->settings.wave;
    for (size_t step = 1; step <= steps; step++) {
        trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_WAVE_STEP, step, 0);
        for (size_t p = 0; p < pillars; p++) {
            double size = 0.12 + 0.12 * gsl_rng_uniform(stream);
            double direction = gsl_rng_uniform(stream) < 0.7 ? 1 : -1;
            effects[p] += (p + step) % 2 == 1 ? direction * size : 0;
        }
    }
    model->wave_effects = effects;
    return TRIG_OK;
}

enum trig_status trig_synth_institutions_make(struct trig_synth_model *model, gsl_rng *stream,
                                              struct trig_error *error)
{
    size_t count = model->definition->institution_count;
    model->institution_count = count > 0 ? count : 1;
    model->institutions =
        trig_arena_calloc(&model->arena, model->institution_count, sizeof *model->institutions);
    if (!model->institutions)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the institutions");
    for (size_t i = 0; i < model->institution_count; i++) {
        set_size_and_rate(model, i, stream);
        enum trig_status status = set_effects(model, i, stream, error);
        if (status != TRIG_OK)
            return status;
        status = set_mix(model, i, stream, error);
        if (status != TRIG_OK)
            return status;
    }
    return set_wave_effects(model, stream, error);
}
