#include "tests/synth/model.h"

#include "tests/synth/stream.h"

#include <math.h>

static double years_since_first(const trig_definition *definition, size_t wave)
{
    if (wave == TRIG_NONE || wave >= definition->wave_count)
        return 0;
    double years = definition->waves[wave].time - definition->waves[0].time;
    return isnan(years) || years < 0 ? 0 : years;
}

static enum trig_status make_parts(struct trig_synth_model *model, struct trig_error *error)
{
    gsl_rng *stream = trig_synth_stream_create();
    if (!stream)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for random numbers");
    enum trig_status status = trig_synth_items_make(model, stream, error);
    if (status == TRIG_OK)
        status = trig_synth_attributes_make(model, stream, error);
    if (status == TRIG_OK)
        status = trig_synth_institutions_make(model, stream, error);
    gsl_rng_free(stream);
    return status;
}

enum trig_status trig_synth_model_create(const trig_definition *definition,
                                         const struct trig_synth_settings *settings,
                                         struct trig_synth_model **out, struct trig_error *error)
{
    struct trig_synth_model *model = trig_calloc(1, sizeof *model);
    if (!model)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the model");
    trig_arena_init(&model->arena);
    model->settings = *settings;
    model->definition = definition;
    model->years = years_since_first(definition, settings->wave);
    enum trig_status status = make_parts(model, error);
    if (status == TRIG_OK && model->item_count == 0)
        status = trig_error_set(error, TRIG_ERR_DOMAIN,
                                "the definition has no item with a scale of at least two values; add one to "
                                "variables.csv");
    if (status != TRIG_OK) {
        trig_synth_model_destroy(model);
        return status;
    }
    *out = model;
    return TRIG_OK;
}

void trig_synth_model_destroy(struct trig_synth_model *model)
{
    if (!model)
        return;
    trig_arena_clear(&model->arena);
    trig_free(model);
}
