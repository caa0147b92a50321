#include "tests/synth/jisc.h"

struct key {
    const struct trig_synth_layout *layout;
    struct trig_synth_line line;
};

static void put_row(struct key *key, struct trig_view code, struct trig_view text)
{
    const struct trig_synth_style *style = &key->layout->style;
    trig_synth_line_put_cell(&key->line, style, code);
    trig_synth_line_put(&key->line, trig_view_of(&style->separator, 1));
    trig_synth_line_put_cell(&key->line, style, text);
    trig_synth_line_put(&key->line, trig_view(style->line_end));
}

/* Options of a question with several answers are numbered from 1 as their
 * columns are, whatever the codes of others begin with. */
static void put_options(struct key *key, const struct trig_variable *variable)
{
    const trig_definition *definition = key->layout->definition;
    bool is_institution = variable->role == TRIG_ROLE_INSTITUTION;
    const struct trig_scale *scale = is_institution ? NULL : &definition->scales[variable->scale];
    size_t count = is_institution ? definition->institution_count : scale->count;
    bool several = variable->type == TRIG_TYPE_MULTIPLE;
    for (size_t i = 0; i < count; i++) {
        char number[24];
        size_t value = several ? i + 1 : trig_synth_jisc_number(&key->layout->options, i, count);
        snprintf(number, sizeof number, "%zu", value);
        struct trig_view label = is_institution ? definition->institutions[i].name : scale->codes[i].label;
        put_row(key, trig_view(number), label);
    }
}

static enum trig_status put_question(void *context, const struct trig_synth_jisc_place *place,
                                     struct trig_error *error)
{
    struct key *key = context;
    const trig_definition *definition = key->layout->definition;
    const struct trig_variable *variable = &definition->variables[place->variable];
    enum trig_synth_source source = trig_synth_source_of(variable);
    char code[64];
    snprintf(code, sizeof code, "Q%zu", place->question);
    if (place->length > 1 && place->statement == 1)
        put_row(key, trig_view(code), trig_synth_jisc_grid_title(definition, place->variable));
    if (place->length > 1)
        snprintf(code, sizeof code, "Q%zu_%zu_a", place->question, place->statement);
    put_row(key, trig_view(code), variable->label.length > 0 ? variable->label : variable->name);
    if (source == TRIG_SYNTH_CODED || source == TRIG_SYNTH_JOINED || source == TRIG_SYNTH_INSTITUTION)
        put_options(key, variable);
    if (trig_synth_other_option(definition, place->variable) != TRIG_NONE) {
        snprintf(code, sizeof code, "Q%zu_a", place->question);
        put_row(key, trig_view(code), trig_view(TRIG_SYNTH_JISC_OTHER));
    }
    return key->line.failed ? trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the key") : TRIG_OK;
}

enum trig_status trig_synth_jisc_key_write(const struct trig_synth_layout *layout, FILE *out,
                                           struct trig_error *error)
{
    struct key key = {.layout = layout};
    put_row(&key, trig_view("URN"), trig_view("Unique Response Number"));
    enum trig_status status = trig_synth_jisc_walk(layout->definition, put_question, &key, error);
    if (status == TRIG_OK && fwrite(key.line.bytes, 1, key.line.length, out) != key.line.length)
        status = trig_error_set(error, TRIG_ERR_IO, "the key could not be written");
    trig_synth_line_clear(&key.line);
    return status;
}
