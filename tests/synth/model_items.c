#include "tests/synth/model.h"

#include "tests/synth/stream.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include <math.h>

/* Equal shares of a normal distribution, stretched: people use the ends of a
 * scale less than its middle. */
static const double stretch = 1.35;

static bool is_graded(const trig_definition *definition, const struct trig_variable *variable)
{
    return variable->role == TRIG_ROLE_ITEM &&
           (variable->type == TRIG_TYPE_ORDINAL || variable->type == TRIG_TYPE_NOMINAL) &&
           variable->scale != TRIG_NONE &&
           definition->scales[variable->scale].max > definition->scales[variable->scale].min;
}

static size_t code_of_kind(const struct trig_scale *scale, enum trig_code_kind kind)
{
    for (size_t i = 0; i < scale->count; i++) {
        if (scale->codes[i].kind == kind)
            return i;
    }
    return TRIG_NONE;
}

/* The substantive codes by their values; scales are short, so insertion does. */
static size_t order_codes(const struct trig_scale *scale, size_t *codes)
{
    size_t count = 0;
    for (size_t i = 0; i < scale->count; i++) {
        if (scale->codes[i].kind != TRIG_SUBSTANTIVE)
            continue;
        size_t at = count++;
        while (at > 0 && scale->codes[codes[at - 1]].value > scale->codes[i].value) {
            codes[at] = codes[at - 1];
            at--;
        }
        codes[at] = i;
    }
    return count;
}

/* An item whose meaning broke between waves is another item from then on: its
 * difficulty moves once for every break up to the model's wave. */
static double broken_shift(const struct trig_synth_model *model, size_t variable, gsl_rng *stream)
{
    const trig_definition *definition = model->definition;
    uint64_t breaks = 0;
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        if (row->variable == variable && row->relation == TRIG_BROKEN && row->to_wave <= model->settings.wave)
            breaks++;
    }
    if (breaks == 0 || model->settings.wave == TRIG_NONE)
        return 0;
    trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_ITEM_BREAK,
                            trig_synth_stream_name(definition->variables[variable].name), breaks);
    return gsl_ran_gaussian_ziggurat(stream, 0.5);
}

static enum trig_status make_item(struct trig_synth_model *model, size_t variable_index, gsl_rng *stream,
                                  struct trig_synth_item *item, struct trig_error *error)
{
    const struct trig_variable *variable = &model->definition->variables[variable_index];
    const struct trig_scale *scale = &model->definition->scales[variable->scale];
    size_t *codes = trig_arena_calloc(&model->arena, scale->count, sizeof *codes);
    double *thresholds = trig_arena_calloc(&model->arena, scale->count, sizeof *thresholds);
    if (!codes || !thresholds)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the items");

    trig_synth_stream_start(stream, model->settings.seed, TRIG_SYNTH_OF_ITEM,
                            trig_synth_stream_name(variable->name), 0);
    double loading = 0.55 + 0.3 * gsl_rng_uniform(stream);
    double difficulty = -0.1 + gsl_ran_gaussian_ziggurat(stream, 0.35);
    difficulty += broken_shift(model, variable_index, stream);
    *item = (struct trig_synth_item){
        .variable = variable_index,
        .pillar = variable->pillar == TRIG_NONE ? model->definition->pillar_count : variable->pillar,
        .loading = variable->reversed ? -loading : loading,
        .count = order_codes(scale, codes),
        .codes = codes,
        .thresholds = thresholds,
        .not_applicable = code_of_kind(scale, TRIG_NOT_APPLICABLE),
        .dont_know = code_of_kind(scale, TRIG_DONT_KNOW),
        .refused = code_of_kind(scale, TRIG_REFUSED),
    };
    for (size_t k = 0; k + 1 < item->count; k++)
        thresholds[k] = difficulty + stretch * gsl_cdf_ugaussian_Pinv((double)(k + 1) / (double)item->count);
    return TRIG_OK;
}

enum trig_status trig_synth_items_make(struct trig_synth_model *model, gsl_rng *stream,
                                       struct trig_error *error)
{
    const trig_definition *definition = model->definition;
    struct trig_synth_item *items =
        trig_arena_calloc(&model->arena, definition->variable_count, sizeof *items);
    if (!items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the items");
    model->items = items;
    for (size_t i = 0; i < definition->variable_count; i++) {
        if (!is_graded(definition, &definition->variables[i]))
            continue;
        enum trig_status status = make_item(model, i, stream, &items[model->item_count], error);
        if (status != TRIG_OK)
            return status;
        model->item_count++;
    }
    return TRIG_OK;
}
