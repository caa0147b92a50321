#include "analyze/frame/frame_internal.h"

#include "analyze/context/names.h"
#include "analyze/weight/recipe.h"

/* ---- columns -------------------------------------------------------------------- */

/* Adds the column called [name] to what is scanned, unless it is there. */
static enum trig_status add_column(trig_frame *frame, struct trig_view name, size_t *column,
                                   struct trig_error *error)
{
    for (size_t i = 0; i < frame->column_count; i++) {
        if (trig_view_equal(frame->specs[i].name, name)) {
            *column = i;
            return TRIG_OK;
        }
    }
    enum trig_status status =
        trig_column_spec_init(&frame->specs[frame->column_count], frame->definition, name, error);
    if (status == TRIG_OK)
        *column = frame->column_count++;
    return status;
}

/* A variable's column; those whose role is wave or institution fill the
 * program's own columns. */
static enum trig_status add_variable(trig_frame *frame, size_t variable, size_t *column,
                                     struct trig_error *error)
{
    const struct trig_variable *asked = &frame->definition->variables[variable];
    struct trig_view name = asked->name;
    if (asked->role == TRIG_ROLE_WAVE && frame->definition->wave_count)
        name = trig_view(TRIG_COLUMN_WAVE);
    if (asked->role == TRIG_ROLE_INSTITUTION && frame->definition->institution_count)
        name = trig_view(TRIG_COLUMN_INSTITUTION);
    enum trig_status status = add_column(frame, name, column, error);
    if (status == TRIG_OK)
        frame->variable_columns[variable] = *column;
    return status;
}

static enum trig_status add_measures(trig_frame *frame, struct trig_error *error)
{
    const struct trig_measures *measures = frame->request->measures;
    size_t column;
    for (size_t i = 0; i < measures->count; i++) {
        frame->shifts[i] = measures->items[i].midpoint;
        for (size_t j = 0; j < measures->items[i].source_count; j++) {
            enum trig_status status =
                add_variable(frame, measures->items[i].sources[j].variable, &column, error);
            if (status)
                return status;
        }
    }
    return TRIG_OK;
}

static enum trig_status add_counted(trig_frame *frame, struct trig_error *error)
{
    size_t column;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < frame->request->counted_count && status == TRIG_OK; i++)
        status = add_variable(frame, frame->request->counted[i], &column, error);
    return status;
}

static enum trig_status add_eligibility(trig_frame *frame, struct trig_error *error)
{
    for (size_t i = 0; i < frame->definition->variable_count; i++) {
        const struct trig_variable *variable = &frame->definition->variables[i];
        if (variable->eligible.count == 0)
            continue;
        struct trig_eligibility *rule = &frame->eligibility[frame->eligibility_count++];
        rule->variable = variable;
        enum trig_status status = add_variable(frame, i, &rule->column, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* ---- dimensions -------------------------------------------------------------------- */

static void push_dimension(trig_frame *frame, enum trig_dimension_kind kind, size_t variable, size_t column)
{
    struct trig_dimension *dimension = &frame->dimensions[frame->dimension_count++];
    dimension->kind = kind;
    dimension->variable = variable;
    dimension->column = column;
}

static enum trig_status add_own(trig_frame *frame, enum trig_dimension_kind kind, const char *name,
                                size_t *column, struct trig_error *error)
{
    enum trig_status status = add_column(frame, trig_view(name), column, error);
    if (status == TRIG_OK)
        push_dimension(frame, kind, TRIG_NONE, *column);
    return status;
}

static enum trig_status add_by(trig_frame *frame, enum trig_dimension_kind kind, size_t variable,
                               struct trig_error *error)
{
    size_t column;
    if (variable == TRIG_NONE)
        return TRIG_OK;
    enum trig_status status = add_variable(frame, variable, &column, error);
    if (status == TRIG_OK)
        push_dimension(frame, kind, variable, column);
    return status;
}

static enum trig_status add_stages(trig_frame *frame, struct trig_error *error)
{
    const struct trig_design *design = &frame->request->design;
    bool second = trig_design_has_second(design);
    enum trig_status status = add_by(frame, TRIG_DIMENSION_STRATUM, design->stratum, error);
    if (status == TRIG_OK)
        status = add_by(frame, TRIG_DIMENSION_PSU, design->psu, error);
    if (status == TRIG_OK && second)
        status = add_by(frame, TRIG_DIMENSION_STRATUM2, design->stratum2, error);
    if (status == TRIG_OK && second)
        status = add_by(frame, TRIG_DIMENSION_PSU2, design->psu2, error);
    return status;
}

static enum trig_status add_dimensions(trig_frame *frame, struct trig_error *error)
{
    const struct trig_request *request = frame->request;
    enum trig_status status = TRIG_OK;
    if (frame->definition->wave_count)
        status = add_own(frame, TRIG_DIMENSION_WAVE, TRIG_COLUMN_WAVE, &frame->wave_column, error);
    if (status == TRIG_OK && frame->definition->institution_count)
        status = add_own(frame, TRIG_DIMENSION_INSTITUTION, TRIG_COLUMN_INSTITUTION,
                         &frame->institution_column, error);
    for (size_t i = 0; i < request->bys.count && status == TRIG_OK; i++)
        status = add_by(frame, TRIG_DIMENSION_BY, request->bys.items[i].variable, error);
    for (size_t i = 0; i < frame->margin_count && status == TRIG_OK; i++)
        if (!trig_bys_have(&request->bys, TRIG_BY_VARIABLE, frame->margins[i]))
            status = add_by(frame, TRIG_DIMENSION_MARGIN, frame->margins[i], error);
    if (status == TRIG_OK && request->design.declared)
        status = add_stages(frame, error);
    if (status == TRIG_OK && request->design.declared && frame->eligibility_count)
        push_dimension(frame, TRIG_DIMENSION_SCOPE, TRIG_NONE, TRIG_NO_COLUMN);
    return status;
}

static enum trig_status add_replicates(trig_frame *frame, struct trig_error *error)
{
    const trig_definition *definition = frame->definition;
    if (!frame->request->design.replication.given)
        return TRIG_OK;
    frame->replicate_columns = trig_calloc(definition->variable_count, sizeof *frame->replicate_columns);
    if (!frame->replicate_columns)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the replicate weights");
    for (size_t i = 0; i < definition->variable_count; i++) {
        if (definition->variables[i].role != TRIG_ROLE_REPLICATE_WEIGHT)
            continue;
        enum trig_status status =
            add_variable(frame, i, &frame->replicate_columns[frame->replicate_count++], error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* What computed weights reproduced totals of. */
static enum trig_status add_reproduced(trig_frame *frame, struct trig_error *error)
{
    const struct trig_recipe *recipe = frame->request->design.recipe;
    size_t column;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; recipe && i < recipe->targets.count && status == TRIG_OK; i++)
        if (recipe->targets.items[i].total_of != TRIG_NONE)
            status = add_variable(frame, recipe->targets.items[i].total_of, &column, error);
    return status;
}

static enum trig_status add_numbers(trig_frame *frame, struct trig_error *error)
{
    const struct trig_design *design = &frame->request->design;
    enum trig_status status = TRIG_OK;
    if (design->weighting)
        status = add_column(frame, trig_view(design->weighting), &frame->weight_column, error);
    else if (design->weight != TRIG_NONE)
        status = add_variable(frame, design->weight, &frame->weight_column, error);
    if (status == TRIG_OK && design->declared && design->fpc != TRIG_NONE)
        status = add_variable(frame, design->fpc, &frame->fpc_column, error);
    if (status == TRIG_OK && trig_design_has_second(design))
        status = add_variable(frame, design->fpc2, &frame->fpc2_column, error);
    if (status == TRIG_OK)
        status = add_reproduced(frame, error);
    return status ? status : add_replicates(frame, error);
}

static enum trig_status add_persons(trig_frame *frame, struct trig_error *error)
{
    size_t variable = trig_definition_role(frame->definition, TRIG_ROLE_RESPONDENT);
    return frame->request->persons && variable != TRIG_NONE
               ? add_variable(frame, variable, &frame->person_column, error)
               : TRIG_OK;
}

/* ---- opening ------------------------------------------------------------------------ */

static enum trig_status allocate(trig_frame *frame, struct trig_error *error)
{
    const trig_definition *definition = frame->definition;
    frame->specs = trig_calloc(definition->variable_count + 3, sizeof *frame->specs);
    frame->variable_columns = trig_calloc(definition->variable_count, sizeof *frame->variable_columns);
    frame->dimensions = trig_calloc(TRIG_MOST_BY + 7 + frame->margin_count, sizeof *frame->dimensions);
    frame->eligibility = trig_calloc(definition->variable_count, sizeof *frame->eligibility);
    frame->waves = trig_calloc(definition->wave_count, sizeof *frame->waves);
    frame->shifts = trig_calloc(frame->request->measures->count, sizeof *frame->shifts);
    frame->stores = trig_calloc(frame->store_count, sizeof *frame->stores);
    if (!frame->specs || !frame->variable_columns || !frame->dimensions || !frame->eligibility ||
        !frame->waves || !frame->shifts || !frame->stores)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the frame of the analysis");
    for (size_t i = 0; i < definition->variable_count; i++)
        frame->variable_columns[i] = TRIG_NO_COLUMN;
    frame->wave_column = frame->institution_column = TRIG_NO_COLUMN;
    frame->weight_column = frame->fpc_column = frame->fpc2_column = TRIG_NO_COLUMN;
    frame->person_column = TRIG_NO_COLUMN;
    return TRIG_OK;
}

/* Sums of different questionnaires would add up to nothing. */
static enum trig_status check_definitions(trig_store *const *stores, size_t count, struct trig_error *error)
{
    const trig_definition *first = trig_store_definition(stores[0]);
    for (size_t i = 1; i < count; i++)
        if (strcmp(trig_store_definition(stores[i])->sha256, first->sha256) != 0)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "%s and %s hold different survey definitions; bring them to one with "
                                  "trig-collect redefine, or analyse them one by one",
                                  trig_store_path(stores[0]), trig_store_path(stores[i]));
    return TRIG_OK;
}

static enum trig_status open_scans(trig_frame *frame, trig_store *const *stores, struct trig_error *error)
{
    struct trig_view *names = trig_calloc(frame->column_count, sizeof *names);
    if (!names)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names of columns");
    for (size_t i = 0; i < frame->column_count; i++)
        names[i] = frame->specs[i].name;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < frame->store_count && status == TRIG_OK; i++)
        status = trig_scan_open(stores[i], names, frame->column_count, &frame->stores[i].scan, error);
    trig_free(names);
    return status;
}

/* NAME=text of a variable without scale: a spelling that no store has met is
 * more likely a mistake than a share of zero. */
static enum trig_status check_open_answers(const trig_frame *frame, struct trig_error *error)
{
    const struct trig_measures *measures = frame->request->measures;
    for (size_t i = 0; i < measures->count; i++) {
        const struct trig_measure *measure = &measures->items[i];
        if (measure->kind != TRIG_MEASURE_CODE || !measure->sources[0].text.length)
            continue;
        const trig_dictionary *met = NULL;
        bool known = false;
        for (size_t j = 0; j < frame->store_count && !known; j++) {
            met = trig_scan_dictionary(frame->stores[j].scan, frame->variable_columns[measure->variable]);
            known = trig_dictionary_find(met, measure->sources[0].text) != SIZE_MAX;
        }
        if (!known)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "nobody answered \"%.*s\" to \"%.*s\"; see --by %.*s for the answers there are",
                TRIG_VIEW_ARG(measure->sources[0].text),
                TRIG_VIEW_ARG(frame->definition->variables[measure->variable].name),
                TRIG_VIEW_ARG(frame->definition->variables[measure->variable].name));
    }
    return TRIG_OK;
}

static enum trig_status fill(trig_frame *frame, trig_store *const *stores, struct trig_error *error)
{
    enum trig_status status = allocate(frame, error);
    if (status == TRIG_OK)
        status = add_eligibility(frame, error);
    if (status == TRIG_OK)
        status = add_dimensions(frame, error);
    if (status == TRIG_OK)
        status = add_numbers(frame, error);
    if (status == TRIG_OK)
        status = add_persons(frame, error);
    if (status == TRIG_OK)
        status = add_measures(frame, error);
    if (status == TRIG_OK)
        status = add_counted(frame, error);
    if (status == TRIG_OK)
        status = trig_frame_look(frame, stores, error);
    if (status == TRIG_OK)
        status = open_scans(frame, stores, error);
    if (status == TRIG_OK)
        status = trig_dimensions_settle(frame, error);
    if (status == TRIG_OK)
        status = trig_scope_settle(frame, error);
    return status ? status : check_open_answers(frame, error);
}

enum trig_status trig_frame_open(trig_store *const *stores, size_t store_count,
                                 const struct trig_request *request, trig_frame **out,
                                 struct trig_error *error)
{
    enum trig_status status = check_definitions(stores, store_count, error);
    if (status)
        return status;
    trig_frame *frame = trig_calloc(1, sizeof *frame);
    if (!frame)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the frame of the analysis");
    frame->definition = trig_store_definition(stores[0]);
    frame->request = request;
    frame->store_count = store_count;
    const struct trig_recipe *recipe = request->design.recipe;
    frame->margins = recipe ? recipe->targets.attributes : request->margins;
    frame->margin_count = recipe ? recipe->targets.attribute_count : request->margin_count;
    status = fill(frame, stores, error);
    if (status)
        trig_frame_destroy(frame);
    else
        *out = frame;
    return status;
}

static void clear_store(const trig_frame *frame, struct trig_frame_store *store)
{
    trig_scan_close(store->scan);
    for (size_t i = 0; store->parts && i < frame->dimension_count; i++)
        trig_free(store->parts[i].items);
    for (size_t i = 0; store->fails && i < frame->eligibility_count; i++)
        trig_free(store->fails[i].items);
    trig_free(store->parts);
    trig_free(store->fails);
}

void trig_frame_destroy(trig_frame *frame)
{
    if (!frame)
        return;
    for (size_t i = 0; frame->stores && i < frame->store_count; i++)
        clear_store(frame, &frame->stores[i]);
    for (size_t i = 0; i < frame->dimension_count; i++)
        trig_dimension_clear(&frame->dimensions[i]);
    for (size_t i = 0; i < frame->column_count; i++)
        trig_column_spec_clear(&frame->specs[i]);
    trig_free(frame->stores);
    trig_free(frame->shifts);
    trig_free(frame->waves);
    trig_free(frame->eligibility);
    trig_free(frame->dimensions);
    trig_free(frame->variable_columns);
    trig_free(frame->replicate_columns);
    trig_free(frame->specs);
    trig_free(frame);
}

void trig_frame_close_scans(trig_frame *frame)
{
    for (size_t i = 0; i < frame->store_count; i++) {
        trig_scan_close(frame->stores[i].scan);
        frame->stores[i].scan = NULL;
    }
}

const struct trig_request *trig_frame_request(const trig_frame *frame)
{
    return frame->request;
}

bool trig_frame_has_wave(const trig_frame *frame, size_t index)
{
    return frame->waves[index];
}

enum trig_status trig_frame_check_counts(const struct trig_frame_counts *counts, struct trig_error *error)
{
    if (counts->counted)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_DOMAIN,
                          "no response is in scope: of %ju read, %ju are of other "
                          "waves and %ju fail the eligible rules of variables.csv",
                          (uintmax_t)counts->rows, (uintmax_t)counts->other_wave,
                          (uintmax_t)counts->out_of_scope);
}
