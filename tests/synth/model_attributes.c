#include "tests/synth/model.h"

#include "tests/synth/stream.h"

#include <gsl/gsl_randist.h>

#include <math.h>

/* How far a nominal attribute's codes differ on the trait (standard deviation)
 * and how far the ends of an ordinal one lie from its middle. */
static const double nominal_effect = 0.15;
static const double ordinal_effect = 0.2;

static bool is_attribute(const struct trig_variable *variable)
{
    return variable->role == TRIG_ROLE_ATTRIBUTE && variable->scale != TRIG_NONE &&
           (variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NOMINAL);
}

static bool is_eligible(const struct trig_variable *variable, struct trig_view code)
{
    for (size_t i = 0; i < variable->eligible.count; i++) {
        if (trig_view_equal(variable->eligible.items[i], code))
            return true;
    }
    return false;
}

static void normalise(double *weights, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    for (size_t i = 0; i < count && sum > 0; i++)
        weights[i] /= sum;
}

/* Nominal codes grow rarer down the list, as lists of options are written;
 * ordinal ones are a hump below the middle. */
static void set_weights(const struct trig_variable *variable, double *weights, size_t count)
{
    double middle = 0.45 * (double)(count - 1);
    double spread = 0.3 * (double)count;
    for (size_t i = 0; i < count; i++) {
        double distance = ((double)i - middle) / spread;
        weights[i] =
            variable->type == TRIG_TYPE_ORDINAL ? exp(-0.5 * distance * distance) : 1 / ((double)i + 1.5);
    }
    normalise(weights, count);
}

/* In-scope codes share what is in scope; with several rules each lets through
 * enough for all of them together. */
static void weigh_scope(const trig_definition *definition, const bool *in_scope, double *weights,
                        size_t count)
{
    size_t rules = 0;
    for (size_t i = 0; i < definition->variable_count; i++)
        rules += definition->variables[i].eligible.count > 0;
    double inside = pow(TRIG_SYNTH_IN_SCOPE, 1 / (double)rules);
    double sums[2] = {0, 0};
    for (size_t i = 0; i < count; i++)
        sums[in_scope[i]] += weights[i];
    for (size_t i = 0; i < count; i++)
        weights[i] *= (in_scope[i] ? inside : 1 - inside) / sums[in_scope[i]];
    normalise(weights, count);
}

static enum trig_status make_attribute(struct trig_synth_model *model, size_t variable_index,
                                       struct trig_synth_attribute *attribute, struct trig_error *error)
{
    const struct trig_variable *variable = &model->definition->variables[variable_index];
    const struct trig_scale *scale = &model->definition->scales[variable->scale];
    size_t *codes = trig_arena_calloc(&model->arena, scale->count, sizeof *codes);
    double *weights = trig_arena_calloc(&model->arena, scale->count, sizeof *weights);
    bool *in_scope = trig_arena_calloc(&model->arena, scale->count, sizeof *in_scope);
    if (!codes || !weights || !in_scope)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the attributes");
    *attribute = (struct trig_synth_attribute){
        .variable = variable_index, .codes = codes, .weights = weights, .refused = TRIG_NONE};
    for (size_t i = 0; i < scale->count; i++) {
        if (scale->codes[i].kind == TRIG_REFUSED)
            attribute->refused = i;
        if (scale->codes[i].kind != TRIG_SUBSTANTIVE)
            continue;
        in_scope[attribute->count] = is_eligible(variable, scale->codes[i].code);
        codes[attribute->count++] = i;
    }
    set_weights(variable, weights, attribute->count);
    if (variable->eligible.count > 0) {
        attribute->in_scope = in_scope;
        weigh_scope(model->definition, in_scope, weights, attribute->count);
    }
    return TRIG_OK;
}

/* Effects sum to zero over the weights, so that they shift nobody's mean but
 * through the mix. */
static enum trig_status shape(struct trig_synth_model *model, struct trig_synth_attribute *attribute,
                              gsl_rng *stream, struct trig_error *error)
{
    const struct trig_variable *variable = &model->definition->variables[attribute->variable];
    double *effects = trig_arena_calloc(&model->arena, attribute->count, sizeof *effects);
    if (!effects)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the attributes");
    trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_ATTRIBUTE,
                            trig_synth_stream_name(variable->name), 0);
    double direction = gsl_rng_uniform(stream) < 0.5 ? -1 : 1;
    double mean = 0;
    for (size_t i = 0; i < attribute->count; i++) {
        double place = 2 * (double)i / (double)(attribute->count - 1) - 1;
        effects[i] = variable->type == TRIG_TYPE_ORDINAL ? direction * ordinal_effect * place
                                                         : gsl_ran_gaussian_ziggurat(stream, nominal_effect);
        mean += attribute->weights[i] * effects[i];
    }
    for (size_t i = 0; i < attribute->count; i++)
        effects[i] -= mean;
    attribute->effects = effects;
    return TRIG_OK;
}

/* The first nominal and the first ordinal attribute shape the answers. */
static enum trig_status shape_first(struct trig_synth_model *model, struct trig_synth_attribute *attributes,
                                    enum trig_type type, gsl_rng *stream, struct trig_error *error)
{
    for (size_t i = 0; i < model->attribute_count; i++) {
        const struct trig_variable *variable = &model->definition->variables[attributes[i].variable];
        if (variable->type != type || attributes[i].in_scope || attributes[i].count < 2)
            continue;
        model->shaping[model->shaping_count++] = i;
        return shape(model, &attributes[i], stream, error);
    }
    return TRIG_OK;
}

enum trig_status trig_synth_attributes_make(struct trig_synth_model *model, gsl_rng *stream,
                                            struct trig_error *error)
{
    const trig_definition *definition = model->definition;
    size_t most = definition->variable_count;
    struct trig_synth_attribute *attributes = trig_arena_calloc(&model->arena, most, sizeof *attributes);
    size_t *starts = trig_arena_calloc(&model->arena, most + 1, sizeof *starts);
    if (!attributes || !starts)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the attributes");
    model->attributes = attributes;
    model->mix_starts = starts;
    for (size_t i = 0; i < definition->variable_count; i++) {
        if (!is_attribute(&definition->variables[i]))
            continue;
        struct trig_synth_attribute *attribute = &attributes[model->attribute_count];
        enum trig_status status = make_attribute(model, i, attribute, error);
        if (status != TRIG_OK)
            return status;
        if (attribute->count == 0)
            continue;
        model->attribute_count++;
        starts[model->attribute_count] = starts[model->attribute_count - 1] + attribute->count;
    }
    enum trig_status status = shape_first(model, attributes, TRIG_TYPE_NOMINAL, stream, error);
    if (status != TRIG_OK)
        return status;
    return shape_first(model, attributes, TRIG_TYPE_ORDINAL, stream, error);
}
