#include "surveys/batch/column_spec.h"

#include <string.h>

/* FLAGS holds one bit a code in a 64-bit word. */
#define FLAGS_MOST 64u

/* The text that becomes code [index] of a dictionary made from [list]. */
typedef struct trig_view text_at(const void *list, size_t index);

static struct trig_view code_at(const void *list, size_t index)
{
    return ((const struct trig_code *)list)[index].code;
}

static struct trig_view wave_at(const void *list, size_t index)
{
    return ((const struct trig_wave *)list)[index].id;
}

static struct trig_view institution_at(const void *list, size_t index)
{
    return ((const struct trig_institution *)list)[index].id;
}

static enum trig_status fill_dictionary(trig_dictionary **out, text_at *at, const void *list, size_t count,
                                        struct trig_error *error)
{
    trig_dictionary *dictionary = trig_dictionary_create(error);
    if (!dictionary)
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) {
        size_t index;
        enum trig_status status = trig_dictionary_add(dictionary, at(list, i), &index, error);
        if (status) {
            trig_dictionary_destroy(dictionary);
            return status;
        }
    }
    *out = dictionary;
    return TRIG_OK;
}

static enum trig_status set_codes(struct trig_column_spec *spec, text_at *at, const void *list, size_t count,
                                  struct trig_error *error)
{
    if (count > TRIG_CODES16_MOST)
        return trig_error_set(error, TRIG_ERR_LIMIT, "\"%.*s\" has %zu categories; at most %u can be stored",
                              TRIG_VIEW_ARG(spec->name), count, TRIG_CODES16_MOST);
    spec->encoding = count <= TRIG_CODES8_MOST ? TRIG_ENCODING_CODES8 : TRIG_ENCODING_CODES16;
    return fill_dictionary(&spec->dictionary, at, list, count, error);
}

static enum trig_status set_flags(struct trig_column_spec *spec, const struct trig_scale *scale,
                                  struct trig_error *error)
{
    if (!scale)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "\"%.*s\" takes several answers and has no scale; give it one in variables.csv",
                              TRIG_VIEW_ARG(spec->name));
    if (scale->count > FLAGS_MOST)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "\"%.*s\" takes several answers out of %zu; at most %u options can be stored",
                              TRIG_VIEW_ARG(spec->name), scale->count, FLAGS_MOST);
    spec->encoding = TRIG_ENCODING_FLAGS;
    return fill_dictionary(&spec->dictionary, code_at, scale->codes, scale->count, error);
}

static enum trig_status set_variable(struct trig_column_spec *spec, const trig_definition *definition,
                                     const struct trig_variable *variable, struct trig_error *error)
{
    const struct trig_scale *scale =
        variable->scale == TRIG_NONE ? NULL : &definition->scales[variable->scale];
    switch (variable->type) {
    case TRIG_TYPE_MULTIPLE:
        return set_flags(spec, scale, error);
    case TRIG_TYPE_NUMERIC:
    case TRIG_TYPE_DATE:
        spec->encoding = TRIG_ENCODING_NUMBER;
        return TRIG_OK;
    case TRIG_TYPE_TEXT:
        spec->encoding = TRIG_ENCODING_TEXT;
        return TRIG_OK;
    default:
        if (scale)
            return set_codes(spec, code_at, scale->codes, scale->count, error);
        spec->encoding = TRIG_ENCODING_CODES16;
        return TRIG_OK;
    }
}

static bool begins_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length > length && memcmp(text.data, start, length) == 0;
}

static enum trig_status set_own(struct trig_column_spec *spec, const trig_definition *definition,
                                struct trig_error *error)
{
    if (trig_view_is(spec->name, TRIG_COLUMN_WAVE) && definition->wave_count)
        return set_codes(spec, wave_at, definition->waves, definition->wave_count, error);
    if (trig_view_is(spec->name, TRIG_COLUMN_INSTITUTION) && definition->institution_count)
        return set_codes(spec, institution_at, definition->institutions, definition->institution_count,
                         error);
    if (trig_view_is(spec->name, TRIG_COLUMN_FINGERPRINT)) {
        spec->encoding = TRIG_ENCODING_WORDS;
        return TRIG_OK;
    }
    if (begins_with(spec->name, TRIG_COLUMN_WEIGHT)) {
        spec->encoding = TRIG_ENCODING_NUMBER;
        return TRIG_OK;
    }
    return trig_error_set(error, TRIG_ERR_USAGE, "this survey has no column \"%.*s\"",
                          TRIG_VIEW_ARG(spec->name));
}

static enum trig_status set_named(struct trig_column_spec *spec, const trig_definition *definition,
                                  struct trig_error *error)
{
    size_t index = trig_definition_variable(definition, spec->name);
    if (index == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_USAGE, "this survey has no variable \"%.*s\"",
                              TRIG_VIEW_ARG(spec->name));
    const struct trig_variable *variable = &definition->variables[index];
    switch (variable->role) {
    case TRIG_ROLE_PERSONAL:
    case TRIG_ROLE_IGNORE:
        return trig_error_set(error, TRIG_ERR_USAGE, "\"%.*s\" has the role %s and is never stored",
                              TRIG_VIEW_ARG(spec->name), trig_role_name(variable->role));
    case TRIG_ROLE_RECORD:
    case TRIG_ROLE_RESPONDENT:
    case TRIG_ROLE_COMMENT:
        spec->encoding = TRIG_ENCODING_TEXT;
        return TRIG_OK;
    default:
        return set_variable(spec, definition, variable, error);
    }
}

enum trig_status trig_column_spec_init(struct trig_column_spec *out, const trig_definition *definition,
                                       struct trig_view name, struct trig_error *error)
{
    struct trig_column_spec spec = {.name = name};
    enum trig_status status = name.length && name.data[0] == '#' ? set_own(&spec, definition, error)
                                                                 : set_named(&spec, definition, error);
    if (status == TRIG_OK)
        *out = spec;
    return status;
}

void trig_column_spec_clear(struct trig_column_spec *spec)
{
    trig_dictionary_destroy(spec->dictionary);
    memset(spec, 0, sizeof *spec);
}
