#include "tests/synth/layout.h"

#include "tests/synth/comments.h"

static const struct trig_synth_platform *const platforms[] = {
    &trig_synth_plain,
    &trig_synth_plain_text,
    &trig_synth_jisc,
    &trig_synth_jisc_coded,
    &trig_synth_limesurvey,
    &trig_synth_limesurvey_full,
    NULL,
};

const struct trig_synth_platform *trig_synth_platform_at(size_t index)
{
    return platforms[index];
}

const struct trig_synth_platform *trig_synth_platform_find(const char *name)
{
    for (size_t i = 0; platforms[i]; i++) {
        if (strcmp(platforms[i]->name, name) == 0)
            return platforms[i];
    }
    return NULL;
}

/* ---- the texts of cells ----------------------------------------------------------- */

static struct trig_view answer_text(struct trig_synth_layout *layout, size_t variable, size_t code)
{
    const trig_definition *definition = layout->definition;
    const struct trig_code *answer = &definition->scales[definition->variables[variable].scale].codes[code];
    if (layout->platform->answer)
        return layout->platform->answer(layout, variable, code);
    return layout->platform->labels && answer->label.length > 0 ? answer->label : answer->code;
}

static struct trig_view institution_text(struct trig_synth_layout *layout, size_t variable, size_t index)
{
    const struct trig_institution *institution = &layout->definition->institutions[index];
    if (layout->platform->answer)
        return layout->platform->answer(layout, variable, index);
    return layout->platform->labels ? institution->name : institution->id;
}

/* Platforms without a status column of their own get the definition's words;
 * a definition without such a code calls it complete. */
static struct trig_view status_text(struct trig_synth_layout *layout, size_t variable, size_t fate)
{
    static const char *const names[TRIG_SYNTH_FATES] = {"complete", "partial", "preview", "test"};
    size_t scale_index = layout->definition->variables[variable].scale;
    if (scale_index == TRIG_NONE)
        return trig_view(names[fate]);
    const struct trig_scale *scale = &layout->definition->scales[scale_index];
    size_t code = trig_scale_code(scale, trig_view(names[fate]));
    return answer_text(layout, variable, code == TRIG_NONE ? 0 : code);
}

static struct trig_view wave_text(struct trig_synth_layout *layout)
{
    struct trig_view none = {"", 0};
    if (layout->wave == TRIG_NONE)
        return none;
    const struct trig_wave *wave = &layout->definition->waves[layout->wave];
    return layout->platform->labels && wave->label.length > 0 ? wave->label : wave->id;
}

static struct trig_view cell_text(struct trig_synth_layout *layout, const struct trig_synth_column *column,
                                  size_t index)
{
    switch (column->source) {
    case TRIG_SYNTH_CODED:
    case TRIG_SYNTH_JOINED:
        return answer_text(layout, column->variable, index);
    case TRIG_SYNTH_INSTITUTION:
        return institution_text(layout, column->variable, index);
    case TRIG_SYNTH_COMMENT:
        return trig_synth_comment(index);
    case TRIG_SYNTH_STATUS:
        return status_text(layout, column->variable, index);
    default:
        return wave_text(layout);
    }
}

static size_t cell_count(const trig_definition *definition, const struct trig_synth_column *column)
{
    switch (column->source) {
    case TRIG_SYNTH_CODED:
    case TRIG_SYNTH_JOINED:
        return definition->scales[definition->variables[column->variable].scale].count;
    case TRIG_SYNTH_INSTITUTION:
        return definition->institution_count;
    case TRIG_SYNTH_COMMENT:
        return TRIG_SYNTH_COMMENTS;
    case TRIG_SYNTH_STATUS:
        return TRIG_SYNTH_FATES;
    case TRIG_SYNTH_FIXED:
        return 1;
    default:
        return 0;
    }
}

/* ---- adding columns ------------------------------------------------------------------ */

enum trig_synth_source trig_synth_source_of(const struct trig_variable *variable)
{
    switch (variable->role) {
    case TRIG_ROLE_RECORD:
        return TRIG_SYNTH_RECORD;
    case TRIG_ROLE_RESPONDENT:
        return TRIG_SYNTH_PERSON;
    case TRIG_ROLE_INSTITUTION:
        return TRIG_SYNTH_INSTITUTION;
    case TRIG_ROLE_WAVE:
        return TRIG_SYNTH_FIXED;
    case TRIG_ROLE_SUBMITTED:
        return TRIG_SYNTH_SUBMITTED;
    case TRIG_ROLE_STATUS:
        return TRIG_SYNTH_STATUS;
    case TRIG_ROLE_COMMENT:
        return TRIG_SYNTH_COMMENT;
    case TRIG_ROLE_PERSONAL:
        return variable->name.length >= 4 && memmem(variable->name.data, variable->name.length, "mail", 4)
                   ? TRIG_SYNTH_EMAIL
                   : TRIG_SYNTH_NAME;
    case TRIG_ROLE_ITEM:
    case TRIG_ROLE_ATTRIBUTE:
        break;
    default:
        return TRIG_SYNTH_LEFT_OUT;
    }
    if (variable->type == TRIG_TYPE_NUMERIC)
        return TRIG_SYNTH_NUMBER;
    if (variable->scale == TRIG_NONE)
        return TRIG_SYNTH_LEFT_OUT;
    return variable->type == TRIG_TYPE_MULTIPLE ? TRIG_SYNTH_JOINED : TRIG_SYNTH_CODED;
}

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "no memory for the columns");
}

static struct trig_synth_column *add(struct trig_synth_layout *layout, struct trig_view heading)
{
    void *columns = layout->columns;
    if (trig_grow(&columns, &layout->column_capacity, layout->column_count + 1, sizeof *layout->columns,
                  NULL) != TRIG_OK)
        return NULL;
    layout->columns = columns;
    struct trig_synth_column *column = &layout->columns[layout->column_count];
    *column = (struct trig_synth_column){.variable = TRIG_NONE, .option = TRIG_NONE};
    column->heading = trig_synth_encode(&layout->arena, &layout->style, heading);
    if (!heading.data || !column->heading.data)
        return NULL;
    layout->column_count++;
    return column;
}

enum trig_status trig_synth_add_variable(struct trig_synth_layout *layout, size_t variable,
                                         struct trig_view heading, struct trig_error *error)
{
    struct trig_synth_column *column = add(layout, heading);
    if (!column)
        return no_memory(error);
    column->source = trig_synth_source_of(&layout->definition->variables[variable]);
    column->variable = variable;
    column->cell_count = cell_count(layout->definition, column);
    struct trig_view *cells = trig_arena_calloc(&layout->arena, column->cell_count + 1, sizeof *cells);
    if (!cells)
        return no_memory(error);
    for (size_t i = 0; i < column->cell_count; i++) {
        struct trig_view text = cell_text(layout, column, i);
        cells[i] = column->source == TRIG_SYNTH_JOINED
                       ? text
                       : trig_synth_encode(&layout->arena, &layout->style, text);
        if (!cells[i].data)
            return no_memory(error);
    }
    column->cells = cells;
    return TRIG_OK;
}

enum trig_status trig_synth_add_other(struct trig_synth_layout *layout, enum trig_synth_source source,
                                      size_t variable, size_t option, struct trig_view heading,
                                      struct trig_view fixed, struct trig_error *error)
{
    struct trig_synth_column *column = add(layout, heading);
    struct trig_view *cells = trig_arena_calloc(&layout->arena, 1, sizeof *cells);
    if (!column || !cells)
        return no_memory(error);
    cells[0] = trig_synth_encode(&layout->arena, &layout->style, fixed);
    column->source = source;
    column->variable = variable;
    column->option = option;
    column->cells = cells;
    column->cell_count = 1;
    return cells[0].data ? TRIG_OK : no_memory(error);
}

enum trig_status trig_synth_add_ticked(struct trig_synth_layout *layout, size_t variable, size_t option,
                                       struct trig_view heading, const char *unticked, const char *ticked,
                                       struct trig_error *error)
{
    struct trig_synth_column *column = add(layout, heading);
    struct trig_view *cells = trig_arena_calloc(&layout->arena, 2, sizeof *cells);
    if (!column || !cells)
        return no_memory(error);
    cells[0] = trig_synth_encode(&layout->arena, &layout->style, trig_view(unticked));
    cells[1] = trig_synth_encode(&layout->arena, &layout->style, trig_view(ticked));
    column->source = TRIG_SYNTH_TICKED;
    column->variable = variable;
    column->option = option;
    column->cells = cells;
    column->cell_count = 2;
    return cells[0].data && cells[1].data ? TRIG_OK : no_memory(error);
}

size_t trig_synth_other_option(const trig_definition *definition, size_t variable)
{
    const struct trig_variable *it = &definition->variables[variable];
    if (it->role != TRIG_ROLE_ATTRIBUTE || it->type != TRIG_TYPE_NOMINAL || it->scale == TRIG_NONE)
        return TRIG_NONE;
    return trig_scale_code(&definition->scales[it->scale], trig_view("other"));
}

/* ---- the layout ------------------------------------------------------------------------- */

enum trig_status trig_synth_layout_make(const struct trig_synth_platform *platform,
                                        const trig_definition *definition, size_t wave,
                                        const struct trig_synth_layout_options *options,
                                        struct trig_synth_layout *out, struct trig_error *error)
{
    struct trig_synth_layout layout = {
        .platform = platform, .definition = definition, .wave = wave, .style = platform->style};
    if (options)
        layout.options = *options;
    if (layout.options.separator)
        layout.style.separator = layout.options.separator;
    trig_arena_init(&layout.arena);
    enum trig_status status = platform->build(&layout, error);
    if (status != TRIG_OK) {
        trig_synth_layout_clear(&layout);
        return status;
    }
    *out = layout;
    return TRIG_OK;
}

void trig_synth_layout_clear(struct trig_synth_layout *layout)
{
    trig_free(layout->columns);
    trig_arena_clear(&layout->arena);
    *layout = (struct trig_synth_layout){0};
}

bool trig_synth_layout_has(const struct trig_synth_layout *layout, enum trig_synth_source source)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        if (layout->columns[i].source == source)
            return true;
    }
    return false;
}
