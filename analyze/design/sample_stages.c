#include "analyze/design/sample_internal.h"

#include <math.h>
#include <stdlib.h>

/* What a cell's key says, laid open; TRIG_NONE: missing, or not a dimension. */
struct place {
    size_t wave;
    size_t institution;
    size_t values[TRIG_MOST_BY];
    size_t stratum[TRIG_MOST_STAGES]; /* categories, then numbers over the whole design */
    size_t unit[TRIG_MOST_STAGES];
    bool in_scope;
};

/* The smallest and largest fpc that respondents of a stratum have. */
struct fpc_span {
    double low[TRIG_MOST_STAGES];
    double high[TRIG_MOST_STAGES];
};

struct placing {
    struct trig_gathering *gathering;
    const trig_frame *frame;
    trig_sample *sample;
    struct place *places;                      /* owned; by cell */
    trig_dictionary *strata[TRIG_MOST_STAGES]; /* owned; {parent, category} -> number */
    trig_dictionary *units[TRIG_MOST_STAGES];
    bool clustered[TRIG_MOST_STAGES]; /* false: respondents are the units */
    struct fpc_span *fpc;             /* owned; by stratum of each stage: no more than cells */
};

static enum trig_status no_memory(const struct placing *placing, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the design of %zu respondents",
                   placing->sample->count);
    return TRIG_ERR_MEMORY;
}

/* ---- keys ------------------------------------------------------------------------------ */

static void read_key(const trig_frame *frame, uint64_t key, struct place *place)
{
    size_t values = 0;
    *place = (struct place){.wave = TRIG_NONE,
                            .institution = TRIG_NONE,
                            .stratum = {TRIG_NONE, TRIG_NONE},
                            .unit = {TRIG_NONE, TRIG_NONE},
                            .in_scope = true};
    for (size_t i = 0; i < frame->dimension_count; i++) {
        const struct trig_dimension *dimension = &frame->dimensions[i];
        size_t category = trig_dimension_category(dimension, key);
        size_t found = category < dimension->count ? category : TRIG_NONE;
        size_t *field[] = {[TRIG_DIMENSION_WAVE] = &place->wave,
                           [TRIG_DIMENSION_INSTITUTION] = &place->institution,
                           [TRIG_DIMENSION_STRATUM] = &place->stratum[0],
                           [TRIG_DIMENSION_PSU] = &place->unit[0],
                           [TRIG_DIMENSION_STRATUM2] = &place->stratum[1],
                           [TRIG_DIMENSION_PSU2] = &place->unit[1]};
        if (dimension->kind == TRIG_DIMENSION_BY)
            place->values[values++] = found;
        else if (dimension->kind == TRIG_DIMENSION_SCOPE)
            place->in_scope = found != TRIG_NONE;
        else if (dimension->kind != TRIG_DIMENSION_MARGIN) /* the calibration's own affair */
            *field[dimension->kind] = found;
    }
}

/* ---- numbers ----------------------------------------------------------------------------- */

static enum trig_status number_of(trig_dictionary *dictionary, size_t parent, size_t category, size_t *number,
                                  struct trig_error *error)
{
    size_t pair[2] = {parent, category};
    return trig_dictionary_add(dictionary, trig_view_of((const char *)pair, sizeof pair), number, error);
}

static struct trig_view text_of(const trig_frame *frame, enum trig_dimension_kind kind, size_t category)
{
    for (size_t i = 0; i < frame->dimension_count; i++)
        if (frame->dimensions[i].kind == kind && category != TRIG_NONE)
            return trig_dictionary_at(frame->dimensions[i].texts, category);
    return trig_view_of(NULL, 0);
}

/* "aldermere, 2024", "north": how messages name a stratum of the first stage. */
static struct trig_view name_first(struct placing *placing, const struct place *place)
{
    const trig_definition *definition = placing->frame->definition;
    bool declared = placing->sample->design->declared;
    struct trig_view first = {NULL, 0};
    if (declared)
        first = text_of(placing->frame, TRIG_DIMENSION_STRATUM, place->stratum[0]);
    else if (place->institution != TRIG_NONE)
        first = definition->institutions[place->institution].id;
    struct trig_view wave =
        place->wave == TRIG_NONE ? trig_view_of(NULL, 0) : definition->waves[place->wave].id;
    if (!first.length && !wave.length)
        return trig_view("all");
    return trig_arena_printf(&placing->sample->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(first),
                             first.length && wave.length ? ", " : "", TRIG_VIEW_ARG(wave));
}

/* "unit 12 of north", "unit 12 of north, upper". */
static struct trig_view name_second(struct placing *placing, const struct place *place, size_t first_stratum)
{
    struct trig_view unit = text_of(placing->frame, TRIG_DIMENSION_PSU, place->unit[0]);
    struct trig_view stratum = text_of(placing->frame, TRIG_DIMENSION_STRATUM2, place->stratum[1]);
    return trig_arena_printf(&placing->sample->arena, "unit %.*s of %.*s%s%.*s", TRIG_VIEW_ARG(unit),
                             TRIG_VIEW_ARG(placing->sample->stages[0].text[first_stratum]),
                             stratum.length ? ", " : "", TRIG_VIEW_ARG(stratum));
}

static enum trig_status add_stratum(struct placing *placing, size_t stage, struct trig_view text,
                                    struct trig_error *error)
{
    struct trig_stage *of = &placing->sample->stages[stage];
    if (!text.data)
        return no_memory(placing, error);
    of->text[of->stratum_count] = text;
    of->population[of->stratum_count] = INFINITY;
    placing->fpc[of->stratum_count].low[stage] = INFINITY;
    placing->fpc[of->stratum_count++].high[stage] = -INFINITY;
    return TRIG_OK;
}

static enum trig_status number_unit(struct placing *placing, size_t stage, size_t stratum, size_t category,
                                    size_t *number, struct trig_error *error)
{
    struct trig_stage *of = &placing->sample->stages[stage];
    enum trig_status status = number_of(placing->units[stage], stratum, category, number, error);
    if (status == TRIG_OK && *number == of->unit_count) {
        of->unit_count++;
        of->sampled[stratum]++;
    }
    return status;
}

/* Turns a cell's categories of one stage into numbers. */
static enum trig_status place_stage(struct placing *placing, size_t at, size_t stage,
                                    const struct place *read, struct trig_error *error)
{
    const struct trig_sample_cell *cell = &placing->gathering->cells[at];
    struct place *place = &placing->places[at];
    bool declared = placing->sample->design->declared;
    size_t parent = stage ? place->unit[stage - 1] : read->wave;
    size_t category = stage || declared ? read->stratum[stage] : read->institution;
    size_t stratum = 0;
    enum trig_status status = number_of(placing->strata[stage], parent, category, &stratum, error);
    if (status == TRIG_OK && stratum == placing->sample->stages[stage].stratum_count)
        status = add_stratum(
            placing, stage, stage ? name_second(placing, read, place->stratum[0]) : name_first(placing, read),
            error);
    if (status)
        return status;
    place->stratum[stage] = stratum;
    if (placing->clustered[stage])
        status = number_unit(placing, stage, stratum, read->unit[stage], &place->unit[stage], error);
    else
        placing->sample->stages[stage].sampled[stratum] += cell->respondents;
    struct fpc_span *fpc = &placing->fpc[stratum];
    fpc->low[stage] = fmin(fpc->low[stage], cell->fpc_low[stage]);
    fpc->high[stage] = fmax(fpc->high[stage], cell->fpc_high[stage]);
    return status;
}

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* The order of the design, whatever the breakdown: strata and units are numbered
 * by it, as trig_strata_build does. */
static int compare_places(const void *a, const void *b, void *places)
{
    const struct place *x = (const struct place *)places + *(const size_t *)a;
    const struct place *y = (const struct place *)places + *(const size_t *)b;
    bool declared = x->stratum[0] != TRIG_NONE || x->unit[0] != TRIG_NONE;
    int order = compare_sizes(x->wave, y->wave);
    if (!order)
        order = declared ? compare_sizes(x->stratum[0], y->stratum[0])
                         : compare_sizes(x->institution, y->institution);
    for (size_t stage = 0; stage < TRIG_MOST_STAGES && !order; stage++) {
        order = stage ? compare_sizes(x->stratum[stage], y->stratum[stage]) : 0;
        if (!order)
            order = compare_sizes(x->unit[stage], y->unit[stage]);
    }
    return order ? order : compare_sizes(*(const size_t *)a, *(const size_t *)b);
}

static enum trig_status place_cells(struct placing *placing, struct trig_error *error)
{
    size_t count = placing->gathering->cell_count;
    enum trig_status status = TRIG_OK;
    size_t *order = trig_arena_calloc(&placing->sample->arena, count, sizeof *order);
    if (!order)
        return no_memory(placing, error);
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        read_key(placing->frame, placing->gathering->cells[i].key, &placing->places[i]);
    }
    qsort_r(order, count, sizeof *order, compare_places, placing->places);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        const struct place read = placing->places[order[i]];
        for (size_t stage = 0; stage < placing->sample->stage_count && status == TRIG_OK; stage++)
            status = place_stage(placing, order[i], stage, &read, error);
    }
    return status;
}

/* ---- populations ---------------------------------------------------------------------------- */

static void count_populations(struct placing *placing)
{
    struct trig_stage *stage = &placing->sample->stages[0];
    for (size_t i = 0; i < placing->gathering->cell_count; i++) {
        const struct place *place = &placing->places[i];
        size_t at = place->stratum[0];
        double count =
            trig_definition_population(placing->frame->definition, place->wave, place->institution);
        if (!isnan(count) && count >= (double)stage->sampled[at])
            stage->population[at] = count;
    }
}

static enum trig_status declare_population(struct placing *placing, size_t stage, size_t at, bool fractions,
                                           struct trig_error *error)
{
    struct trig_stage *of = &placing->sample->stages[stage];
    double low = placing->fpc[at].low[stage];
    double high = placing->fpc[at].high[stage];
    double units = (double)of->sampled[at];
    if (low != high)
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the fpc varies within the stratum \"%.*s\": from %g to %g; it has to be one number",
            TRIG_VIEW_ARG(of->text[at]), low, high);
    if (!fractions && low < 1.0)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the fpc of the stratum \"%.*s\" is %g, a sampling fraction, and others are "
                              "population sizes; give one kind",
                              TRIG_VIEW_ARG(of->text[at]), low);
    of->population[at] = fractions ? units / low : low;
    if (of->population[at] >= units)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_DOMAIN,
        "the stratum \"%.*s\" has %g units in the sample and an fpc of %g; correct the fpc, "
        "or use --fpc off",
        TRIG_VIEW_ARG(of->text[at]), units, low);
}

static enum trig_status declare_populations(struct placing *placing, struct trig_error *error)
{
    const trig_sample *sample = placing->sample;
    enum trig_status status = TRIG_OK;
    double largest = 0.0;
    if (placing->frame->fpc_column == TRIG_NO_COLUMN)
        return TRIG_OK;
    for (size_t stage = 0; stage < sample->stage_count; stage++)
        for (size_t i = 0; i < sample->stages[stage].stratum_count; i++)
            largest = fmax(largest, placing->fpc[i].high[stage]);
    for (size_t stage = 0; stage < sample->stage_count; stage++)
        for (size_t i = 0; i < sample->stages[stage].stratum_count && status == TRIG_OK; i++)
            status = declare_population(placing, stage, i, largest <= 1.0, error);
    return status;
}

/* ---- respondents ---------------------------------------------------------------------------- */

/* Every unit stands for N_h / n_h in each stage. */
static double fpc_weight(const trig_sample *sample, const struct place *place)
{
    double weight = 1.0;
    for (size_t stage = 0; stage < sample->stage_count; stage++) {
        const struct trig_stage *of = &sample->stages[stage];
        weight *= of->population[place->stratum[stage]] / (double)of->sampled[place->stratum[stage]];
    }
    return weight;
}

static uint32_t narrow(size_t number)
{
    return number == TRIG_NONE ? TRIG_SAMPLE_MISSING : (uint32_t)number;
}

static void spread(struct placing *placing)
{
    trig_sample *sample = placing->sample;
    bool weigh = sample->design->weights_from_fpc;
    for (size_t i = 0; i < sample->count; i++) {
        const struct place *place = &placing->places[sample->cell[i]];
        sample->wave[i] = narrow(place->wave);
        sample->institution[i] = narrow(place->institution);
        sample->in_scope[i] = place->in_scope;
        for (size_t j = 0; j < sample->by_count; j++)
            sample->by[j].category[i] = narrow(place->values[j]);
        for (size_t j = 0; j < sample->stage_count; j++) {
            sample->stages[j].stratum[i] = narrow(place->stratum[j]);
            sample->stages[j].unit[i] = placing->clustered[j] ? narrow(place->unit[j]) : (uint32_t)i;
        }
        if (weigh)
            sample->weight[i] = fpc_weight(sample, place);
    }
    for (size_t j = 0; j < sample->stage_count; j++) {
        struct trig_stage *stage = &sample->stages[j];
        if (!placing->clustered[j])
            stage->unit_count = sample->count;
        for (size_t i = 0; i < stage->stratum_count && !sample->design->use_fpc; i++)
            stage->population[i] = INFINITY;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum trig_status make_stage(struct placing *placing, size_t stage, struct trig_error *error)
{
    const struct trig_design *design = placing->sample->design;
    struct trig_arena *arena = &placing->sample->arena;
    struct trig_stage *of = &placing->sample->stages[stage];
    size_t most = placing->gathering->cell_count;
    size_t unit = stage ? design->psu2 : design->psu;
    placing->clustered[stage] = design->declared && unit != TRIG_NONE;
    of->unit = trig_arena_calloc(arena, placing->sample->count, sizeof *of->unit);
    of->stratum = trig_arena_calloc(arena, placing->sample->count, sizeof *of->stratum);
    of->sampled = trig_arena_calloc(arena, most, sizeof *of->sampled);
    of->population = trig_arena_calloc(arena, most, sizeof *of->population);
    of->text = trig_arena_calloc(arena, most, sizeof *of->text);
    if (!of->unit || !of->stratum || !of->sampled || !of->population || !of->text)
        return no_memory(placing, error);
    placing->strata[stage] = trig_dictionary_create(error);
    placing->units[stage] = trig_dictionary_create(error);
    return placing->strata[stage] && placing->units[stage] ? TRIG_OK : TRIG_ERR_MEMORY;
}

static enum trig_status make_places(struct placing *placing, struct trig_error *error)
{
    trig_sample *sample = placing->sample;
    placing->places = trig_calloc(placing->gathering->cell_count, sizeof *placing->places);
    placing->fpc = trig_calloc(placing->gathering->cell_count, sizeof *placing->fpc);
    sample->wave = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->wave);
    sample->institution = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->institution);
    sample->in_scope = trig_arena_calloc(&sample->arena, sample->count, sizeof *sample->in_scope);
    if (!placing->places || !placing->fpc || !sample->wave || !sample->institution || !sample->in_scope)
        return no_memory(placing, error);
    sample->stage_count = trig_design_has_second(sample->design) ? 2 : 1;
    enum trig_status status = trig_sample_make_by(placing->frame, sample, error);
    for (size_t i = 0; i < sample->stage_count && status == TRIG_OK; i++)
        status = make_stage(placing, i, error);
    return status;
}

static void clear_placing(struct placing *placing)
{
    trig_free(placing->places);
    trig_free(placing->fpc);
    for (size_t i = 0; i < TRIG_MOST_STAGES; i++) {
        trig_dictionary_destroy(placing->strata[i]);
        trig_dictionary_destroy(placing->units[i]);
    }
}

enum trig_status trig_sample_place(struct trig_gathering *gathering, struct trig_error *error)
{
    struct placing placing = {.gathering = gathering, .frame = gathering->frame, .sample = gathering->sample};
    enum trig_status status = make_places(&placing, error);
    if (status == TRIG_OK)
        status = place_cells(&placing, error);
    if (status == TRIG_OK && gathering->sample->design->declared)
        status = declare_populations(&placing, error);
    else if (status == TRIG_OK)
        count_populations(&placing);
    if (status == TRIG_OK)
        spread(&placing);
    clear_placing(&placing);
    return status;
}
