#include "analyze/benchmark/common.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the items that waves share");
}

/* ---- the crosswalk ------------------------------------------------------------------------------ */

static bool is_later(const trig_definition *definition, size_t a, size_t b)
{
    double x = definition->waves[a].time;
    double y = definition->waves[b].time;
    return x != y ? x > y : a > b;
}

void trig_waves_sort(const trig_definition *definition, size_t *waves, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        size_t wave = waves[i];
        size_t at = i;
        for (; at > 0 && is_later(definition, waves[at - 1], wave); at--)
            waves[at] = waves[at - 1];
        waves[at] = wave;
    }
}

/* The row about these two waves; NULL when there is none. */
static const struct trig_crosswalk *find_row(const trig_definition *definition, size_t variable, size_t from,
                                             size_t to)
{
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        bool onward = row->from_wave == from && row->to_wave == to;
        bool back = row->from_wave == to && row->to_wave == from;
        if (row->variable == variable && (onward || back))
            return row;
    }
    return NULL;
}

/* The rows between these waves that lie within [from] and [to]. */
static bool lies_within(const trig_definition *definition, const struct trig_crosswalk *row, size_t from,
                        size_t to)
{
    size_t first = is_later(definition, from, to) ? to : from;
    size_t last = first == from ? to : from;
    return !is_later(definition, first, row->from_wave) && !is_later(definition, first, row->to_wave) &&
           !is_later(definition, row->from_wave, last) && !is_later(definition, row->to_wave, last);
}

enum trig_relation trig_crosswalk_relation(const trig_definition *definition, size_t variable, size_t from,
                                           size_t to)
{
    const struct trig_crosswalk *direct = find_row(definition, variable, from, to);
    if (direct)
        return direct->relation;
    enum trig_relation worst = TRIG_SAME;
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        if (row->variable == variable && row->relation > worst && lies_within(definition, row, from, to))
            worst = row->relation;
    }
    return worst;
}

bool trig_crosswalk_leads(const trig_definition *definition, size_t from_variable, size_t variable,
                          size_t from, size_t to)
{
    for (size_t i = 0; i < definition->crosswalk_count; i++) {
        const struct trig_crosswalk *row = &definition->crosswalk[i];
        if (row->from_variable == from_variable && row->variable == variable &&
            lies_within(definition, row, from, to))
            return true;
    }
    return false;
}

bool trig_relation_is_comparable(enum trig_relation relation)
{
    return relation == TRIG_SAME || relation == TRIG_REWORDED;
}

const char *trig_relation_name(enum trig_relation relation)
{
    static const char *const names[] = {[TRIG_SAME] = "same",
                                        [TRIG_REWORDED] = "reworded",
                                        [TRIG_RESCALED] = "rescaled",
                                        [TRIG_BROKEN] = "broken"};
    return names[relation];
}

/* ---- what was asked when ---------------------------------------------------------------------------- */

struct search {
    const trig_definition *definition;
    struct trig_measures probes; /* one for each item of a pillar: who answered it */
    struct trig_cells cells;
    size_t *waves; /* with answers, by time */
    size_t wave_count;
    struct trig_arena *arena;
    struct trig_error *error;
};

static bool is_pillar(const struct trig_measure *measure)
{
    return measure->pillar != TRIG_NONE && measure->variable == TRIG_NONE;
}

/* A score of each single item: its n says whether the item was asked. */
static enum trig_status make_probes(struct search *search, const struct trig_measures *measures)
{
    size_t most = 0;
    for (size_t i = 0; i < measures->count; i++)
        most += is_pillar(&measures->items[i]) ? measures->items[i].source_count : 0;
    search->probes.items = trig_arena_calloc(search->arena, most, sizeof *search->probes.items);
    if (!search->probes.items)
        return no_memory(search->error);
    for (size_t i = 0; i < measures->count; i++) {
        const struct trig_measure *measure = &measures->items[i];
        for (size_t j = 0; is_pillar(measure) && j < measure->source_count; j++) {
            struct trig_measure *probe = &search->probes.items[search->probes.count++];
            *probe = *measure;
            probe->sources = &measure->sources[j];
            probe->source_count = 1;
            probe->least_answered = 1;
        }
    }
    return TRIG_OK;
}

static enum trig_status list_waves(struct search *search)
{
    size_t known = search->definition->wave_count;
    search->waves = trig_arena_calloc(search->arena, known, sizeof *search->waves);
    if (!search->waves)
        return no_memory(search->error);
    for (size_t wave = 0; wave < known; wave++)
        if (trig_cells_have_wave(&search->cells, wave))
            search->waves[search->wave_count++] = wave;
    trig_waves_sort(search->definition, search->waves, search->wave_count);
    return TRIG_OK;
}

static bool was_asked(const struct search *search, size_t probe, size_t wave)
{
    for (size_t i = 0; i < search->cells.count; i++)
        if (search->cells.items[i].wave == wave &&
            search->cells.moments[i * search->cells.measures + probe].n > 0.0)
            return true;
    return false;
}

/* Why a probe's item cannot be followed; blank when it can. */
static struct trig_view find_reason(struct search *search, size_t probe)
{
    const trig_definition *definition = search->definition;
    size_t variable = search->probes.items[probe].sources[0].variable;
    for (size_t i = 0; i < search->wave_count; i++) {
        size_t wave = search->waves[i];
        if (!was_asked(search, probe, wave))
            return trig_arena_printf(search->arena, "not asked in %.*s",
                                     TRIG_VIEW_ARG(definition->waves[wave].id));
        if (i == 0)
            continue;
        enum trig_relation relation =
            trig_crosswalk_relation(definition, variable, search->waves[i - 1], wave);
        if (!trig_relation_is_comparable(relation))
            return trig_arena_printf(
                search->arena, "%s between %.*s and %.*s%s", trig_relation_name(relation),
                TRIG_VIEW_ARG(definition->waves[search->waves[i - 1]].id),
                TRIG_VIEW_ARG(definition->waves[wave].id),
                relation == TRIG_RESCALED ? ": crosswalk.csv names no from_variable with the answers on the "
                                            "scale of before"
                                          : "");
    }
    return trig_view("");
}

/* ---- one question, several scales ------------------------------------------------------------------- */

static size_t probed(const struct search *search, size_t probe)
{
    return search->probes.items[probe].sources[0].variable;
}

/* The only variable that asked a question in a wave; TRIG_NONE: none, or several. */
static size_t find_asked(const struct search *search, size_t question, size_t wave)
{
    size_t asked = TRIG_NONE;
    for (size_t i = 0; i < search->probes.count; i++) {
        size_t variable = probed(search, i);
        if (variable == asked || trig_definition_question(search->definition, variable) != question ||
            !was_asked(search, i, wave))
            continue;
        if (asked != TRIG_NONE)
            return TRIG_NONE;
        asked = variable;
    }
    return asked;
}

/* Whether a question goes from every wave to the next, at least once on to another scale. */
static bool is_bridged(const struct search *search, size_t question)
{
    size_t before = TRIG_NONE;
    bool changes = false;
    for (size_t i = 0; i < search->wave_count; i++) {
        size_t asked = find_asked(search, question, search->waves[i]);
        bool goes_on = asked != TRIG_NONE;
        if (i > 0 && goes_on && asked == before)
            goes_on = trig_relation_is_comparable(
                trig_crosswalk_relation(search->definition, asked, search->waves[i - 1], search->waves[i]));
        else if (i > 0 && goes_on)
            goes_on = trig_crosswalk_leads(search->definition, before, asked, search->waves[i - 1],
                                           search->waves[i]);
        if (!goes_on)
            return false;
        changes = changes || (i > 0 && asked != before);
        before = asked;
    }
    return changes;
}

static bool was_ever_asked(const struct search *search, size_t probe)
{
    for (size_t i = 0; i < search->wave_count; i++)
        if (was_asked(search, probe, search->waves[i]))
            return true;
    return false;
}

/* ---- all of it -------------------------------------------------------------------------------------- */

static enum trig_status judge(struct search *search, struct trig_common *out)
{
    for (size_t i = 0; i < search->probes.count; i++) {
        size_t variable = probed(search, i);
        bool bridged = is_bridged(search, trig_definition_question(search->definition, variable)) &&
                       was_ever_asked(search, i);
        out->why[variable] = bridged ? trig_view("asked on another scale in some waves, so that what is "
                                                 "positive differs")
                                     : find_reason(search, i);
        if (!out->why[variable].data)
            return no_memory(search->error);
        out->shares[variable] = out->why[variable].length == 0;
        out->scores[variable] = bridged || out->shares[variable];
    }
    return TRIG_OK;
}

bool trig_common_has(const struct trig_common *common, const struct trig_measure *measure, size_t variable)
{
    return measure->kind == TRIG_MEASURE_PILLAR ? common->scores[variable] : common->shares[variable];
}

enum trig_status trig_common_find(const struct trig_context *context, const struct trig_request *request,
                                  struct trig_arena *arena, struct trig_common *out, struct trig_error *error)
{
    struct search search = {.definition = context->definition, .arena = arena, .error = error};
    struct trig_common common = {
        trig_arena_calloc(arena, search.definition->variable_count, sizeof *common.scores),
        trig_arena_calloc(arena, search.definition->variable_count, sizeof *common.shares),
        trig_arena_calloc(arena, search.definition->variable_count, sizeof *common.why)};
    if (!common.scores || !common.shares || !common.why)
        return no_memory(error);
    for (size_t i = 0; i < search.definition->variable_count; i++)
        common.scores[i] = common.shares[i] = true;
    enum trig_status status = make_probes(&search, request->measures);
    struct trig_request probing = *request;
    probing.bys.count = 0;
    probing.measures = &search.probes;
    if (status == TRIG_OK && search.probes.count) {
        status = trig_cells_scan(context->stores, context->store_count, &probing, &search.cells, error);
        if (status == TRIG_OK)
            status = list_waves(&search);
        if (status == TRIG_OK)
            status = judge(&search, &common);
        trig_cells_clear(&search.cells);
    }
    if (status == TRIG_OK)
        *out = common;
    return status;
}
