#include "analyze/weight/shown.h"

/* One shape of row being judged. */
struct judging {
    const struct trig_context *context;
    const struct trig_targets *targets;
    const struct trig_recipe_margin *margin;
    size_t wave;
    uint64_t shape;
    struct trig_arena arena;
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells cells;
    struct trig_protection protection;
    size_t attributes[TRIG_MOST_BY]; /* by variable of the breakdown: attribute of the totals */
    size_t attribute_count;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
}

static void add_by(struct judging *judging, enum trig_by_kind kind, size_t variable, struct trig_view name)
{
    struct trig_bys *bys = &judging->request.bys;
    bys->items[bys->count++] = (struct trig_by){kind, variable, name};
}

/* The breakdown by the columns of the shape. @return false: too many for one. */
static bool set_breakdown(struct judging *judging)
{
    const trig_definition *definition = judging->context->definition;
    if (judging->shape & 1)
        add_by(judging, TRIG_BY_INSTITUTION, TRIG_NONE, trig_view("institution"));
    for (size_t i = 0; i < judging->targets->attribute_count; i++) {
        size_t variable = judging->targets->attributes[i];
        if (!(judging->shape >> (1 + i) & 1))
            continue;
        if (judging->request.bys.count == TRIG_MOST_BY)
            return false;
        judging->attributes[judging->attribute_count++] = i;
        add_by(judging, TRIG_BY_VARIABLE, variable, definition->variables[variable].name);
    }
    return true;
}

static enum trig_status scan(struct judging *judging, struct trig_error *error)
{
    const struct trig_context *context = judging->context;
    struct trig_waves *waves = &judging->request.waves;
    enum trig_status status =
        trig_measures_parse(context->definition, "respondents", &judging->measures, error);
    if (status)
        return status;
    waves->choice = judging->wave == TRIG_NONE ? TRIG_WAVES_ALL : TRIG_WAVES_LISTED;
    waves->items[0] = judging->wave;
    waves->count = judging->wave != TRIG_NONE;
    judging->request.design = context->design;
    judging->request.design.weight = TRIG_NONE;
    judging->request.design.unit_weights = true;
    judging->request.design.weights_from_fpc = false;
    judging->request.measures = &judging->measures;
    trig_protection_prepare(&judging->request);
    return trig_cells_scan(context->stores, context->store_count, &judging->request, &judging->cells, error);
}

/* A listed domain as a unit of the totals. */
static struct trig_weigh_unit unit_of(const struct judging *judging, const struct trig_domain *domain,
                                      size_t *values)
{
    for (size_t i = 0; i < judging->targets->attribute_count; i++)
        values[i] = TRIG_NONE;
    for (size_t i = 0; i < judging->attribute_count; i++)
        values[judging->attributes[i]] =
            trig_dictionary_find(judging->targets->texts[judging->attributes[i]],
                                 trig_dictionary_at(judging->cells.values[i], domain->values[i]));
    return (struct trig_weigh_unit){judging->wave, domain->institution, values};
}

/* What the protection says of each listed domain goes to the row that it is. */
static enum trig_status take_reasons(struct judging *judging, enum trig_suppression *hidden,
                                     struct trig_error *error)
{
    const struct trig_lattice *lattice = &judging->protection.lattice;
    size_t attributes = judging->targets->attribute_count;
    struct trig_weigh_unit *units = trig_arena_calloc(&judging->arena, lattice->shown, sizeof *units);
    size_t *values = trig_arena_calloc(&judging->arena, lattice->shown * attributes, sizeof *values);
    uint32_t *rows = trig_arena_calloc(&judging->arena, lattice->shown, sizeof *rows);
    if (!units || !values || !rows)
        return no_memory(error);
    for (size_t i = 0; i < lattice->shown; i++)
        units[i] = unit_of(judging, &lattice->domains[lattice->first + i], values + i * attributes);
    enum trig_status status = trig_margin_rows(judging->targets, judging->margin, judging->wave, units,
                                               lattice->shown, rows, error);
    for (size_t i = 0; i < lattice->shown && !status; i++) {
        if (rows[i] == TRIG_MARGIN_NONE)
            continue;
        const struct trig_target *target = &judging->targets->items[judging->margin->targets[rows[i]]];
        if (trig_target_shape(judging->targets, target) == judging->shape)
            hidden[rows[i]] = judging->protection.everybody[lattice->first + i];
    }
    return status;
}

static enum trig_status judge(struct judging *judging, enum trig_suppression *hidden,
                              struct trig_error *error)
{
    enum trig_status status = scan(judging, error);
    if (!status)
        status = trig_protection_build(&judging->cells, &judging->request.bys, &judging->context->disclosure,
                                       &judging->arena, &judging->protection, error);
    return status ? status : take_reasons(judging, hidden, error);
}

static enum trig_status judge_shape(const struct judging *common, uint64_t shape,
                                    enum trig_suppression *hidden, struct trig_error *error)
{
    struct judging judging = *common;
    judging.shape = shape;
    trig_arena_init(&judging.arena);
    enum trig_status status = set_breakdown(&judging) ? judge(&judging, hidden, error) : TRIG_OK;
    trig_cells_clear(&judging.cells);
    trig_measures_clear(&judging.measures);
    trig_arena_clear(&judging.arena);
    return status;
}

enum trig_status trig_weigh_hidden(const struct trig_context *context, const struct trig_targets *targets,
                                   const struct trig_recipe_margin *margin, size_t wave,
                                   enum trig_suppression *hidden, struct trig_error *error)
{
    const struct judging common = {.context = context, .targets = targets, .margin = margin, .wave = wave};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < margin->count; i++)
        hidden[i] = TRIG_SUPPRESSED_THRESHOLD;
    for (size_t i = 0; i < margin->count && !status; i++) {
        uint64_t shape = trig_target_shape(targets, &targets->items[margin->targets[i]]);
        bool first = true;
        for (size_t j = 0; j < i && first; j++)
            first = trig_target_shape(targets, &targets->items[margin->targets[j]]) != shape;
        if (first)
            status = judge_shape(&common, shape, hidden, error);
    }
    return status;
}
