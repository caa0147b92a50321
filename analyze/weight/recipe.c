#include "analyze/weight/recipe.h"

#include <jansson.h>
#include <math.h>

const char *const trig_calibration_methods[] = {[TRIG_POSTSTRATIFY] = "poststratify",
                                                [TRIG_RAKE] = "rake",
                                                [TRIG_CALIBRATE] = "calibrate",
                                                [TRIG_PROPENSITY] = "propensity",
                                                NULL};
const char *const trig_calibration_functions[] = {
    [TRIG_LINEAR] = "linear", [TRIG_RAKING] = "raking", [TRIG_LOGIT] = "logit", NULL};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the recipe of weights");
}

bool trig_recipe_takes_one_table(enum trig_calibration_method method)
{
    return method == TRIG_POSTSTRATIFY || method == TRIG_PROPENSITY;
}

bool trig_recipe_trims(const struct trig_recipe *recipe)
{
    return recipe->trim_lower > 0.0 || isfinite(recipe->trim_upper);
}

bool trig_recipe_knows_untrimmed(const struct trig_recipe *recipe)
{
    return !trig_recipe_trims(recipe) || recipe->base.length == 0;
}

bool trig_recipe_has_numbers(const struct trig_recipe *recipe)
{
    for (size_t i = 0; i < recipe->wave_count; i++)
        for (size_t m = 0; m < recipe->waves[i].margin_count; m++)
            if (recipe->waves[i].margins[m].total_of != TRIG_NONE)
                return true;
    return false;
}

/* ---- writing ------------------------------------------------------------------------- */

/* A number, null where there is none: JSON knows no infinity. */
static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *text(struct trig_view view)
{
    return json_stringn(view.data ? view.data : "", view.length);
}

static json_t *margin_json(const struct trig_recipe *recipe, const struct trig_recipe_margin *margin)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < margin->count; i++)
        json_array_append_new(rows,
                              json_pack("[I,o]", (json_int_t)recipe->targets.items[margin->targets[i]].line,
                                        number(margin->lambda[i])));
    return rows;
}

static json_t *wave_json(const struct trig_recipe *recipe, const trig_definition *definition,
                         const struct trig_recipe_wave *wave)
{
    json_t *margins = json_array();
    struct trig_view name = wave->wave == TRIG_NONE ? trig_view("") : definition->waves[wave->wave].id;
    for (size_t i = 0; i < wave->margin_count; i++)
        json_array_append_new(margins, margin_json(recipe, &wave->margins[i]));
    return json_pack("{s:o,s:o,s:o}", "wave", text(name), "scale", number(wave->scale), "margins", margins);
}

static json_t *recipe_json(const struct trig_recipe *recipe, const trig_definition *definition)
{
    json_t *waves = json_array();
    for (size_t i = 0; i < recipe->wave_count; i++)
        json_array_append_new(waves, wave_json(recipe, definition, &recipe->waves[i]));
    return json_pack("{s:s,s:s,s:[o,o],s:[o,o],s:b,s:o,s:o,s:o,s:o}", "method",
                     trig_calibration_methods[recipe->form.method], "function",
                     trig_calibration_functions[recipe->form.function], "bounds", number(recipe->form.lower),
                     number(recipe->form.upper), "trim", number(recipe->trim_lower),
                     number(recipe->trim_upper), "trim_once", (int)recipe->trim_once, "base",
                     text(recipe->base), "population_file", text(recipe->population_name), "population",
                     text(recipe->population), "waves", waves);
}

enum trig_status trig_recipe_write(const struct trig_recipe *recipe, const trig_definition *definition,
                                   struct trig_arena *arena, struct trig_view *out, struct trig_error *error)
{
    json_t *json = recipe_json(recipe, definition);
    char *dumped = json ? json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
    *out = dumped ? trig_arena_copy(arena, trig_view(dumped)) : trig_view(NULL);
    free(dumped);
    json_decref(json);
    return out->data ? TRIG_OK : no_memory(error);
}

/* ---- reading ----------------------------------------------------------------------------- */

struct reading {
    const trig_definition *definition;
    struct trig_recipe *out;
    bool wrong;  /* not a recipe */
    bool memory; /* out of it */
};

static double number_of(struct reading *reading, const json_t *json, double when_null)
{
    if (json_is_null(json))
        return when_null;
    reading->wrong = reading->wrong || !json_is_number(json);
    return json_number_value(json);
}

static struct trig_view text_of(struct reading *reading, const json_t *json)
{
    reading->wrong = reading->wrong || !json_is_string(json);
    struct trig_view view = trig_arena_copy(&reading->out->arena,
                                            trig_view_of(json_string_value(json), json_string_length(json)));
    reading->memory = reading->memory || !view.data;
    return view;
}

/* The index of a word in a list; what is not there is wrong. */
static size_t word_of(struct reading *reading, const json_t *json, const char *const *words)
{
    for (size_t i = 0; json_is_string(json) && words[i]; i++)
        if (strcmp(words[i], json_string_value(json)) == 0)
            return i;
    reading->wrong = true;
    return 0;
}

static size_t target_at(struct reading *reading, json_int_t line)
{
    const struct trig_targets *targets = &reading->out->targets;
    for (size_t i = 0; i < targets->count; i++)
        if ((json_int_t)targets->items[i].line == line)
            return i;
    reading->wrong = true;
    return 0;
}

static void read_margin(struct reading *reading, const json_t *rows, struct trig_recipe_margin *margin)
{
    struct trig_arena *arena = &reading->out->arena;
    margin->total_of = TRIG_NONE;
    margin->count = json_array_size(rows);
    margin->targets = trig_arena_calloc(arena, margin->count, sizeof *margin->targets);
    margin->lambda = trig_arena_calloc(arena, margin->count, sizeof *margin->lambda);
    reading->memory = reading->memory || !margin->targets || !margin->lambda;
    for (size_t i = 0; i < margin->count && !reading->memory && !reading->wrong; i++) {
        const json_t *row = json_array_get(rows, i);
        margin->targets[i] = target_at(reading, json_integer_value(json_array_get(row, 0)));
        margin->lambda[i] = number_of(reading, json_array_get(row, 1), 0.0);
        if (!reading->wrong)
            margin->total_of = reading->out->targets.items[margin->targets[i]].total_of;
    }
}

static void read_wave(struct reading *reading, const json_t *json, struct trig_recipe_wave *wave)
{
    struct trig_view name = text_of(reading, json_object_get(json, "wave"));
    const json_t *margins = json_object_get(json, "margins");
    wave->wave = name.length ? trig_definition_wave(reading->definition, name) : TRIG_NONE;
    reading->wrong = reading->wrong || (name.length && wave->wave == TRIG_NONE);
    wave->scale = number_of(reading, json_object_get(json, "scale"), 1.0);
    wave->margin_count = json_array_size(margins);
    wave->margins = trig_arena_calloc(&reading->out->arena, wave->margin_count, sizeof *wave->margins);
    reading->memory = reading->memory || !wave->margins;
    for (size_t i = 0; i < wave->margin_count && !reading->memory; i++)
        read_margin(reading, json_array_get(margins, i), &wave->margins[i]);
}

static void read_form(struct reading *reading, const json_t *json)
{
    struct trig_recipe *out = reading->out;
    const json_t *bounds = json_object_get(json, "bounds"), *trim = json_object_get(json, "trim");
    out->form.method = (enum trig_calibration_method)word_of(reading, json_object_get(json, "method"),
                                                             trig_calibration_methods);
    out->form.function = (enum trig_calibration_function)word_of(reading, json_object_get(json, "function"),
                                                                 trig_calibration_functions);
    out->form.lower = number_of(reading, json_array_get(bounds, 0), -(double)INFINITY);
    out->form.upper = number_of(reading, json_array_get(bounds, 1), (double)INFINITY);
    out->trim_lower = number_of(reading, json_array_get(trim, 0), 0.0);
    out->trim_upper = number_of(reading, json_array_get(trim, 1), (double)INFINITY);
    out->trim_once = json_is_true(json_object_get(json, "trim_once"));
    out->base = text_of(reading, json_object_get(json, "base"));
    out->population_name = text_of(reading, json_object_get(json, "population_file"));
    out->population = text_of(reading, json_object_get(json, "population"));
}

static enum trig_status conclude(const struct reading *reading, struct trig_error *error)
{
    if (reading->memory)
        return no_memory(error);
    return reading->wrong ? trig_error_set(error, TRIG_ERR_FORMAT,
                                           "the recipe of the weights is not one that this program writes; "
                                           "compute them again")
                          : TRIG_OK;
}

static enum trig_status read_json(struct reading *reading, const json_t *json, struct trig_error *error)
{
    struct trig_recipe *out = reading->out;
    read_form(reading, json);
    enum trig_status status = conclude(reading, error);
    if (!status)
        status = trig_targets_read(reading->definition, out->population, out->population_name.data, NULL,
                                   &out->targets, error);
    if (status)
        return status;
    const json_t *waves = json_object_get(json, "waves");
    out->wave_count = json_array_size(waves);
    out->waves = trig_arena_calloc(&out->arena, out->wave_count, sizeof *out->waves);
    reading->memory = !out->waves;
    for (size_t i = 0; i < out->wave_count && !reading->memory; i++)
        read_wave(reading, json_array_get(waves, i), &out->waves[i]);
    return conclude(reading, error);
}

enum trig_status trig_recipe_read(const trig_definition *definition, struct trig_view text_of_recipe,
                                  struct trig_recipe *out, struct trig_error *error)
{
    struct reading reading = {.definition = definition, .out = out};
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    json_t *json = json_loadb(text_of_recipe.data, text_of_recipe.length, 0, NULL);
    reading.wrong = !json_is_object(json);
    enum trig_status status = conclude(&reading, error);
    if (!status)
        status = read_json(&reading, json, error);
    json_decref(json);
    if (status)
        trig_recipe_clear(out);
    return status;
}

void trig_recipe_clear(struct trig_recipe *recipe)
{
    trig_targets_clear(&recipe->targets);
    trig_arena_clear(&recipe->arena);
    memset(recipe, 0, sizeof *recipe);
}

/* ---- telling ------------------------------------------------------------------------------- */

/* The tables that the first wave was weighed to. */
static struct trig_view list_tables(const struct trig_recipe *recipe, const trig_definition *definition,
                                    struct trig_arena *arena)
{
    struct trig_view list = {"", 0};
    for (size_t m = 0; recipe->wave_count && m < recipe->waves[0].margin_count && list.data; m++) {
        const struct trig_recipe_margin *margin = &recipe->waves[0].margins[m];
        if (!margin->count)
            continue;
        const struct trig_target *target = &recipe->targets.items[margin->targets[0]];
        struct trig_view name = trig_targets_shape_name(&recipe->targets, definition,
                                                        trig_target_shape(&recipe->targets, target), arena);
        if (margin->total_of != TRIG_NONE)
            name = trig_arena_printf(arena, "total of %.*s",
                                     TRIG_VIEW_ARG(definition->variables[margin->total_of].name));
        list = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(list), list.length ? "; " : "",
                                 TRIG_VIEW_ARG(name));
    }
    return list;
}

struct trig_view trig_recipe_describe(const struct trig_recipe *recipe, const trig_definition *definition,
                                      struct trig_arena *arena)
{
    static const char *const done[] = {[TRIG_POSTSTRATIFY] = "post-stratified",
                                       [TRIG_RAKE] = "raked",
                                       [TRIG_CALIBRATE] = "calibrated",
                                       [TRIG_PROPENSITY] = "weighted by propensities to respond fitted"};
    struct trig_view tables = list_tables(recipe, definition, arena);
    if (!tables.data)
        return tables;
    return trig_arena_printf(arena, "%s to %.*s (%.*s)%s%.*s%s", done[recipe->form.method],
                             TRIG_VIEW_ARG(recipe->population_name), TRIG_VIEW_ARG(tables),
                             recipe->base.length ? ", starting from " : "", TRIG_VIEW_ARG(recipe->base),
                             trig_recipe_trims(recipe) ? ", trimmed" : "");
}
