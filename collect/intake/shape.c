#include "collect/intake/shape.h"

/* ---- writing ----------------------------------------------------------------------- */

static json_t *text_of(struct trig_view text)
{
    return json_stringn(text.data ? text.data : "", text.length);
}

/* What the codes of a coded export mean: pairs of code and label. */
static json_t *describe_meanings(const struct trig_heading *heading)
{
    json_t *list = json_array();
    for (size_t i = 0; i < heading->option_count && list; i++) {
        json_t *pair =
            json_pack("[o, o]", text_of(heading->options[i].code), text_of(heading->options[i].label));
        if (json_array_append_new(list, pair)) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* What the platform's header says of the column beyond its name. */
static int describe_heading(json_t *column, const struct trig_heading *heading)
{
    const struct trig_status_rule *rule = heading->rule;
    int failed = 0;
    if (heading->use != TRIG_USE_ANSWERS)
        failed |= json_object_set_new(column, "use", json_integer(heading->use));
    if (heading->section)
        failed |= json_object_set_new(column, "section", json_integer((json_int_t)heading->section));
    if (heading->is_gate)
        failed |= json_object_set_new(column, "gate", json_true());
    if (heading->is_labelled)
        failed |= json_object_set_new(column, "labelled", json_true());
    if (heading->option_count)
        failed |= json_object_set_new(column, "means", describe_meanings(heading));
    if (rule)
        failed |= json_object_set_new(
            column, "rule",
            json_pack("{s:s*, s:s}", "value", rule->value, "reason", trig_reason_id(rule->reason)));
    return failed;
}

static int describe_match(json_t *column, const trig_definition *definition, const struct trig_match *match)
{
    int failed = 0;
    if (match->variable == TRIG_NONE)
        return 0;
    const struct trig_variable *variable = &definition->variables[match->variable];
    failed |= json_object_set_new(column, "variable", text_of(variable->name));
    if (match->duty == TRIG_DUTY_OPTION)
        failed |= json_object_set_new(column, "option",
                                      text_of(definition->scales[variable->scale].codes[match->option].code));
    if (match->separator.length)
        failed |= json_object_set_new(column, "separator", text_of(match->separator));
    return failed;
}

static json_t *describe_column(const trig_definition *definition, struct trig_view name,
                               const struct trig_heading *heading, const struct trig_match *match)
{
    json_t *column = json_pack("{s:o}", "heading", text_of(name));
    if (!column || describe_heading(column, heading) || describe_match(column, definition, match)) {
        json_decref(column);
        return NULL;
    }
    return column;
}

json_t *trig_shape_describe(const trig_definition *definition, const struct trig_reject_fields *fields,
                            const struct trig_heading *headings, const struct trig_match *matches,
                            size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count && list; i++) {
        if (!fields->names[i].length)
            continue;
        json_t *column = describe_column(definition, fields->names[i], &headings[i], &matches[i]);
        if (!column || json_array_append_new(list, column)) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

/* ---- reading ------------------------------------------------------------------------- */

/* A copy of the string at [key]; blank when there is none. */
static struct trig_view recall_text(const json_t *object, const char *key, struct trig_arena *arena)
{
    const json_t *value = json_object_get(object, key);
    struct trig_view text = {json_string_value(value), json_string_length(value)};
    return text.data ? trig_arena_copy(arena, text) : text;
}

static struct trig_view recall_element(const json_t *list, size_t index, struct trig_arena *arena)
{
    const json_t *value = json_array_get(list, index);
    struct trig_view text = {json_string_value(value), json_string_length(value)};
    return trig_arena_copy(arena, text);
}

static bool recall_meanings(const json_t *column, struct trig_arena *arena, struct trig_heading *heading)
{
    const json_t *list = json_object_get(column, "means");
    size_t count = json_array_size(list);
    struct trig_option_meaning *options = trig_arena_calloc(arena, count + 1, sizeof *options);
    if (!options)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *pair = json_array_get(list, i);
        options[i].code = recall_element(pair, 0, arena);
        options[i].label = recall_element(pair, 1, arena);
    }
    heading->options = options;
    heading->option_count = count;
    return true;
}

static bool recall_heading(const json_t *column, struct trig_arena *arena, struct trig_heading *heading)
{
    const json_t *rule = json_object_get(column, "rule");
    heading->raw = recall_text(column, "heading", arena);
    heading->use = (enum trig_use)json_integer_value(json_object_get(column, "use"));
    heading->section = (size_t)json_integer_value(json_object_get(column, "section"));
    heading->is_gate = json_is_true(json_object_get(column, "gate"));
    heading->is_labelled = json_is_true(json_object_get(column, "labelled"));
    if (rule) {
        struct trig_status_rule *recalled = trig_arena_calloc(arena, 1, sizeof *recalled);
        if (!recalled)
            return false;
        /* The arena's copies end with a NUL. */
        recalled->value = recall_text(rule, "value", arena).data;
        recalled->reason = trig_reason_find(recall_text(rule, "reason", arena));
        heading->rule = recalled;
    }
    return recall_meanings(column, arena, heading);
}

static void recall_match(const json_t *column, const trig_definition *definition, struct trig_arena *arena,
                         struct trig_match *out)
{
    struct trig_view option = recall_text(column, "option", arena);
    size_t variable = trig_definition_variable(definition, recall_text(column, "variable", arena));
    *out = (struct trig_match){.duty = TRIG_DUTY_UNKNOWN, .variable = TRIG_NONE, .why = "as in its import"};
    if (variable == TRIG_NONE) {
        out->duty = TRIG_DUTY_LEFT_OUT;
        return;
    }
    size_t scale = definition->variables[variable].scale;
    out->option = !option.length       ? TRIG_NONE
                  : scale == TRIG_NONE ? TRIG_NONE
                                       : trig_scale_code(&definition->scales[scale], option);
    if (option.length && out->option == TRIG_NONE)
        return;
    out->duty = option.length ? TRIG_DUTY_OPTION : TRIG_DUTY_WHOLE;
    if (definition->variables[variable].role == TRIG_ROLE_RESPONDENT)
        out->duty = TRIG_DUTY_PERSONAL;
    out->variable = variable;
    out->separator = recall_text(column, "separator", arena);
}

static enum trig_status recall_columns(const json_t *columns, const trig_definition *definition,
                                       struct trig_arena *arena, struct trig_shape *out,
                                       struct trig_error *error)
{
    size_t count = json_array_size(columns);
    out->headings = trig_arena_calloc(arena, count + 1, sizeof *out->headings);
    out->matches = trig_arena_calloc(arena, count + 1, sizeof *out->matches);
    bool enough = out->headings && out->matches;
    for (size_t i = 0; i < count && enough; i++) {
        const json_t *column = json_array_get(columns, i);
        recall_match(column, definition, arena, &out->matches[i]);
        enough = recall_heading(column, arena, &out->headings[i]);
    }
    out->count = count;
    return enough ? TRIG_OK
                  : trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for an import's columns");
}

enum trig_status trig_shape_recall(const struct trig_import *import, const trig_definition *definition,
                                   struct trig_arena *arena, struct trig_shape *out, struct trig_error *error)
{
    json_error_t problem;
    json_t *object = json_loadb(import->options.data, import->options.length, 0, &problem);
    const json_t *columns = json_object_get(object, "columns");
    enum trig_status status =
        json_is_array(columns)
            ? recall_columns(columns, definition, arena, out, error)
            : trig_error_set(error, TRIG_ERR_REFUSED,
                             "import %llu did not note what its columns were, so its rejects cannot be read "
                             "again: correct the export and ingest that",
                             (unsigned long long)import->id);
    json_decref(object);
    return status;
}
