/* Plain CSV: one header row, one column a variable, several answers in one cell
 * between bars. */
#include "tests/synth/layout.h"

static enum trig_status build_plain(struct trig_synth_layout *layout, struct trig_error *error)
{
    const trig_definition *definition = layout->definition;
    for (size_t i = 0; i < definition->variable_count; i++) {
        const struct trig_variable *variable = &definition->variables[i];
        if (trig_synth_source_of(variable) == TRIG_SYNTH_LEFT_OUT)
            continue;
        bool labels = layout->platform->labels && variable->label.length > 0;
        enum trig_status status =
            trig_synth_add_variable(layout, i, labels ? variable->label : variable->name, error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

const struct trig_synth_platform trig_synth_plain = {
    .name = "plain",
    .summary = "plain CSV: variable names and codes",
    .style = {.separator = ',', .line_end = "\n", .quotes = TRIG_SYNTH_QUOTE_NEEDED},
    .joiner = "|",
    .zone = "",
    .record_prefix = "",
    .build = build_plain,
};

const struct trig_synth_platform trig_synth_plain_text = {
    .name = "plain-text",
    .summary = "plain CSV: labels of variables and of answers",
    .style = {.separator = ',', .line_end = "\n", .quotes = TRIG_SYNTH_QUOTE_NEEDED},
    .labels = true,
    .joiner = "|",
    .zone = "",
    .record_prefix = "",
    .build = build_plain,
};
