#include "analyze/frame/measure_tables.h"

#include <math.h>

static const struct trig_scale *scale_of(const trig_definition *definition,
                                         const struct trig_variable *variable)
{
    return variable->scale == TRIG_NONE ? NULL : &definition->scales[variable->scale];
}

bool trig_measure_can(const trig_definition *definition, const struct trig_variable *variable,
                      enum trig_coding coding)
{
    const struct trig_scale *scale = scale_of(definition, variable);
    bool numeric = variable->type == TRIG_TYPE_NUMERIC;
    bool ordinal = variable->type == TRIG_TYPE_ORDINAL && scale;
    switch (coding) {
    case TRIG_CODING_VALUE:
        return numeric || (ordinal && !isnan(scale->min));
    case TRIG_CODING_SCORE:
        return numeric ? variable->min < variable->max : ordinal && scale->min < scale->max;
    case TRIG_CODING_POSITIVE:
        return (ordinal || (variable->type == TRIG_TYPE_NOMINAL && scale)) && scale->has_positive;
    default:
        return false;
    }
}

/* How many substantive codes have a smaller (from the top: larger) value than [code]. */
static size_t rank_of(const struct trig_scale *scale, size_t code, bool from_top)
{
    size_t rank = 0;
    for (size_t i = 0; i < scale->count; i++) {
        if (scale->codes[i].kind != TRIG_SUBSTANTIVE)
            continue;
        double above = scale->codes[i].value - scale->codes[code].value;
        rank += from_top ? above > 0 : above < 0;
    }
    return rank;
}

/* Marks in [values] the mirror images of the positive codes. The mirror image of
 * a code is as many ranks from the other end: values need not be evenly spaced. */
static void mirror_positive(const struct trig_scale *scale, double *values)
{
    for (size_t i = 0; i < scale->count; i++) {
        if (scale->codes[i].kind != TRIG_SUBSTANTIVE || !scale->codes[i].positive)
            continue;
        size_t rank = rank_of(scale, i, true);
        for (size_t j = 0; j < scale->count; j++)
            if (scale->codes[j].kind == TRIG_SUBSTANTIVE && rank_of(scale, j, false) == rank)
                values[j] = 1.0;
    }
}

static double score_of(const struct trig_scale *scale, double value, bool reversed)
{
    double score = 100.0 * (value - scale->min) / (scale->max - scale->min);
    return reversed ? 100.0 - score : score;
}

static double coded(const struct trig_scale *scale, const struct trig_variable *variable,
                    enum trig_coding coding, size_t code, size_t wanted)
{
    bool substantive = scale->codes[code].kind == TRIG_SUBSTANTIVE;
    if (coding == TRIG_CODING_IS && scale->codes[wanted].kind != TRIG_SUBSTANTIVE)
        return code == wanted ? 1.0 : 0.0;
    if (!substantive)
        return NAN;
    switch (coding) {
    case TRIG_CODING_VALUE:
        return scale->codes[code].value;
    case TRIG_CODING_SCORE:
        return score_of(scale, scale->codes[code].value, variable->reversed);
    case TRIG_CODING_POSITIVE:
        return scale->codes[code].positive && !variable->reversed ? 1.0 : 0.0;
    default:
        return code == wanted ? 1.0 : 0.0;
    }
}

/* offset + factor * number is the number itself, or its score. */
static void set_line(struct trig_source *source, const struct trig_variable *variable,
                     enum trig_coding coding)
{
    source->offset = 0.0;
    source->factor = 1.0;
    if (coding != TRIG_CODING_SCORE)
        return;
    source->factor = 100.0 / (variable->max - variable->min);
    source->offset = -source->factor * variable->min;
    if (variable->reversed) {
        source->offset = 100.0 - source->offset;
        source->factor = -source->factor;
    }
}

enum trig_status trig_measure_source(struct trig_arena *arena, const trig_definition *definition,
                                     size_t variable, enum trig_coding coding, size_t code,
                                     struct trig_source *out, struct trig_error *error)
{
    const struct trig_variable *asked = &definition->variables[variable];
    const struct trig_scale *scale = scale_of(definition, asked);
    struct trig_source source = {.variable = variable, .bit = code, .factor = NAN, .offset = NAN};
    if (asked->type == TRIG_TYPE_NUMERIC) {
        set_line(&source, asked, coding);
    } else if (asked->type != TRIG_TYPE_MULTIPLE && scale) {
        double *values = trig_arena_calloc(arena, scale->count, sizeof *values);
        if (!values)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the codes of \"%.*s\"",
                                  TRIG_VIEW_ARG(asked->name));
        for (size_t i = 0; i < scale->count; i++)
            values[i] = coded(scale, asked, coding, i, code);
        if (coding == TRIG_CODING_POSITIVE && asked->reversed)
            mirror_positive(scale, values);
        source.values = values;
        source.value_count = scale->count;
    }
    *out = source;
    return TRIG_OK;
}
