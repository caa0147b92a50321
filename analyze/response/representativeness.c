#include "analyze/response/representativeness.h"

#include "analyze/response/represented.h"
#include "analyze/response/response.h"
#include "analyze/response/show_r.h"

#include <math.h>

#define COLUMNS                                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_GROUP) | TRIG_RESULT_BIT(TRIG_RESULT_BY) |                                  \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                         \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_SE) |                               \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) | TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_N) | TRIG_RESULT_BIT(TRIG_RESULT_POPULATION) |                              \
     TRIG_RESULT_BIT(TRIG_RESULT_RESPONSE_RATE) | TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) |                  \
     TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

/* One table under way. */
struct indicators {
    const struct trig_context *context;
    const struct trig_representativeness_options *options;
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells cells;
    struct trig_arena arena;
    struct trig_representing representing;
    struct trig_view on; /* the names of `on`, commas between them */
    struct trig_results results;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the indicators");
    return TRIG_ERR_MEMORY;
}

/* ---- the scan ---------------------------------------------------------------------------------- */

static enum trig_status join(struct indicators *indicators, struct trig_error *error)
{
    struct trig_representing *representing = &indicators->representing;
    const struct trig_bys *on = &indicators->options->on;
    representing->bys = indicators->options->bys;
    representing->on = *on;
    representing->all = representing->bys;
    if (representing->bys.count + on->count > TRIG_MOST_BY)
        return trig_error_set(error, TRIG_ERR_USAGE, "--by and --on take at most %d names together",
                              TRIG_MOST_BY);
    for (size_t i = 0; i < on->count; i++) {
        representing->all.items[representing->all.count++] = on->items[i];
        indicators->on = trig_arena_printf(&indicators->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(indicators->on),
                                           i ? "," : "", TRIG_VIEW_ARG(on->items[i].name));
        if (!indicators->on.data)
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status scan(struct indicators *indicators, struct trig_error *error)
{
    const struct trig_context *context = indicators->context;
    enum trig_status status =
        trig_measures_parse(context->definition, "respondents", &indicators->measures, error);
    if (status)
        return status;
    indicators->request = (struct trig_request){.bys = indicators->representing.all,
                                                .waves = indicators->options->waves,
                                                .measures = &indicators->measures,
                                                .threads = context->threads};
    trig_response_count_heads(&indicators->request, &context->design);
    trig_protection_prepare(&indicators->request);
    status = trig_cells_scan(context->stores, context->store_count, &indicators->request, &indicators->cells,
                             error);
    indicators->representing.cells = &indicators->cells;
    return status ? status
                  : trig_representing_prepare(&indicators->representing, &context->disclosure,
                                              &indicators->arena, error);
}

/* ---- rows ---------------------------------------------------------------------------------------- */

static enum trig_status add_row(struct indicators *indicators, const struct trig_domain *domain,
                                struct trig_view measure, const char *statistic, size_t *at,
                                struct trig_error *error)
{
    struct trig_domain place = *domain;
    place.values = NULL;
    enum trig_status status = trig_results_add(&indicators->results, at, error);
    if (status)
        return status;
    struct trig_result *row = &indicators->results.items[*at];
    row->measure = row->measure_label = measure;
    row->statistic = TRIG_STATISTIC_RATIO;
    row->unit = TRIG_UNIT_OWN;
    row->statistic_name = trig_view(statistic);
    return trig_results_place(&indicators->results, &indicators->cells, &place, *at) ? no_memory(error)
                                                                                     : TRIG_OK;
}

static void fill(struct trig_result *row, const struct trig_propensity_estimate *found)
{
    row->estimate = found->estimate;
    row->se = found->se;
    row->ci_low = found->low;
    row->ci_high = found->high;
}

static void fill_people(struct trig_result *row, double people, double respondents)
{
    row->n = (size_t)llround(respondents);
    row->population = people;
    row->response_rate = respondents / people;
}

/* S of the cells of which [groups] tells who is compared. */
static enum trig_status add_partial(struct indicators *indicators, const struct trig_domain *domain,
                                    size_t name, const char *statistic,
                                    const struct trig_propensity_cell *cells, size_t count, size_t groups,
                                    struct trig_error *error)
{
    struct trig_propensities measured;
    size_t at;
    enum trig_status status = trig_propensities_measure(cells, count, groups, &measured, error);
    if (status == TRIG_OK)
        status = add_row(indicators, domain, indicators->options->on.items[name].name, statistic, &at, error);
    if (status)
        return status;
    struct trig_propensity_estimate found = trig_propensities_spread(&measured, indicators->options->level);
    fill(&indicators->results.items[at], &found);
    fill_people(&indicators->results.items[at], measured.people, measured.people * measured.rate);
    return TRIG_OK;
}

static enum trig_status add_category(struct indicators *indicators, const struct trig_domain *domain,
                                     size_t name, size_t digit, const struct trig_propensity_cell *cells,
                                     size_t count, size_t cell, struct trig_error *error)
{
    const struct trig_representing *representing = &indicators->representing;
    const struct trig_by *by = &indicators->options->on.items[name];
    size_t at;
    enum trig_status status = add_row(indicators, domain, by->name, "unconditional", &at, error);
    if (status)
        return status;
    struct trig_result *row = &indicators->results.items[at];
    struct trig_propensity_estimate found =
        trig_propensities_of_cell(cells, count, cell, indicators->options->level);
    fill(row, &found);
    fill_people(row, cells[cell].people, cells[cell].respondents);
    if (by->kind == TRIG_BY_INSTITUTION)
        row->institution = digit;
    else if (trig_results_categorise(&indicators->results, representing->cells->definition, at, by->name,
                                     representing->categories[name][digit]))
        return no_memory(error);
    return TRIG_OK;
}

/* A variable by itself: its categories, all cells of one together. */
static enum trig_status add_unconditional(struct indicators *indicators, const struct trig_domain *domain,
                                          const struct trig_represented *found, size_t name,
                                          struct trig_error *error)
{
    const struct trig_representing *representing = &indicators->representing;
    size_t most = representing->category_counts[name];
    struct trig_propensity_cell *cells = trig_arena_calloc(&indicators->arena, most, sizeof *cells);
    size_t *digits = trig_arena_calloc(&indicators->arena, most, sizeof *digits);
    size_t count = 0;
    if (!cells || !digits)
        return no_memory(error);
    for (size_t digit = 0; digit < most; digit++) {
        struct trig_propensity_cell sum = {.people = 0.0};
        for (size_t i = 0; i < found->count; i++)
            if (trig_representing_digit(representing, found->places[i], name) == digit) {
                sum.people += found->cells[i].people;
                sum.respondents += found->cells[i].respondents;
            }
        if (sum.people > 0.0) {
            digits[count] = digit;
            cells[count++] = sum;
        }
    }
    enum trig_status status = add_partial(indicators, domain, name, "unconditional", cells, count, 1, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = add_category(indicators, domain, name, digits[i], cells, count, i, error);
    return status;
}

/* Cells alike in all other variables are a group. */
static enum trig_status add_conditional(struct indicators *indicators, const struct trig_domain *domain,
                                        const struct trig_represented *found, size_t name,
                                        struct trig_error *error)
{
    const struct trig_representing *representing = &indicators->representing;
    size_t below = 1;
    for (size_t i = name + 1; i < representing->on.count; i++)
        below *= representing->category_counts[i];
    for (size_t i = 0; i < found->count; i++)
        found->cells[i].group = found->places[i] / (below * representing->category_counts[name]) * below +
                                found->places[i] % below;
    return add_partial(indicators, domain, name, "conditional", found->cells, found->count,
                       representing->places / representing->category_counts[name], error);
}

static enum trig_status add_partials(struct indicators *indicators, const struct trig_domain *domain,
                                     const struct trig_represented *found, struct trig_error *error)
{
    size_t names = indicators->options->on.count;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < names && status == TRIG_OK; i++)
        status = add_unconditional(indicators, domain, found, i, error);
    for (size_t i = 0; i < names && names > 1 && status == TRIG_OK; i++)
        status = add_conditional(indicators, domain, found, i, error);
    return status;
}

/* Why there is no indicator; NULL: there is one. */
static const char *fault_of(const struct trig_represented *found)
{
    if (found->withheld)
        return "not given: some cells are too small to show, and not all people of these categories are "
               "counted; name fewer variables";
    if (found->count < 2)
        return found->pooled || found->count
                   ? "not given: fewer than two cells that can be told apart"
                   : "not given: population.csv counts no people of these categories here";
    return found->exceeded ? "not given: a cell has more respondents than people" : NULL;
}

static enum trig_status note_cells(struct indicators *indicators, const struct trig_represented *found,
                                   size_t at)
{
    struct trig_results *results = &indicators->results;
    enum trig_status status = trig_results_note(results, at, "%zu cells", found->count);
    if (status == TRIG_OK && found->pooled)
        status = trig_results_note(results, at,
                                   "%zu of them too small to show are one, with those whose category is not "
                                   "known; no partial indicators",
                                   found->pooled);
    if (status == TRIG_OK && found->uncounted)
        status = trig_results_note(results, at, "of those whose people are counted by these categories");
    return status;
}

/* R, and the most that a mean may be off. */
static enum trig_status add_whole(struct indicators *indicators, const struct trig_domain *domain,
                                  const struct trig_represented *found,
                                  const struct trig_propensities *measured, struct trig_error *error)
{
    double level = indicators->options->level;
    struct trig_propensity_estimate numbers[] = {trig_propensities_indicator(measured, level),
                                                 trig_propensities_spread(measured, level)};
    static const char *const statistics[] = {"R", "max_bias"};
    numbers[1].estimate /= measured->rate;
    numbers[1].low /= measured->rate;
    numbers[1].high /= measured->rate;
    numbers[1].se = NAN;
    for (size_t i = 0; i < 2; i++) {
        size_t at;
        enum trig_status status = add_row(indicators, domain, indicators->on, statistics[i], &at, error);
        if (status)
            return status;
        fill(&indicators->results.items[at], &numbers[i]);
        fill_people(&indicators->results.items[at], measured->people, measured->people * measured->rate);
        if (i == 0 && note_cells(indicators, found, at))
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status add_domain(struct indicators *indicators, size_t domain, struct trig_error *error)
{
    const struct trig_protection *protection = &indicators->representing.protection;
    const struct trig_domain *where = &protection->lattice.domains[domain];
    struct trig_represented found = {.count = 0};
    struct trig_propensities measured;
    size_t at;
    enum trig_suppression hidden = protection->everybody[domain];
    enum trig_status status =
        hidden ? TRIG_OK
               : trig_represented_gather(&indicators->representing, where, &indicators->arena, &found, error);
    if (status)
        return status;
    const char *fault = hidden ? NULL : fault_of(&found);
    if (hidden || fault) {
        status = add_row(indicators, where, indicators->on, "R", &at, error);
        if (status == TRIG_OK && fault && trig_results_note(&indicators->results, at, "%s", fault))
            return no_memory(error);
        if (status == TRIG_OK && hidden)
            trig_disclosure_hide(&indicators->results.items[at], hidden);
        return status;
    }
    status = trig_propensities_measure(found.cells, found.count, 1, &measured, error);
    if (status == TRIG_OK)
        status = add_whole(indicators, where, &found, &measured, error);
    if (indicators->options->show_r)
        trig_show_represented(&indicators->representing, where, &found, indicators->options->show_r);
    return status == TRIG_OK && !found.pooled ? add_partials(indicators, where, &found, error) : status;
}

static enum trig_status add_rows(struct indicators *indicators, struct trig_error *error)
{
    const struct trig_lattice *lattice = &indicators->representing.protection.lattice;
    enum trig_status status = trig_results_init(&indicators->results, &indicators->representing.all, error);
    FILE *show_r = indicators->options->show_r;
    indicators->results.by_statistic = true;
    if (show_r)
        trig_show_represented_begin(&indicators->representing, indicators->options->level, show_r);
    for (size_t i = 0; i < lattice->shown && status == TRIG_OK; i++)
        status = add_domain(indicators, lattice->first + i, error);
    if (show_r)
        trig_show_response_end(show_r);
    return status;
}

/* ---- output ---------------------------------------------------------------------------------------- */

static enum trig_status note_method(trig_table *table, struct trig_error *error)
{
    static const char *const notes[] = {
        "R = 1 - 2 S, S the standard deviation of response rates between cells of the population (Schouten, "
        "Cobben and Bethlehem 2009), less what chance adds to it. It tells of the categories named with --on "
        "and of nothing else: respondents may differ from others in what is not counted.",
        "Everyone counted is taken as asked, and as eligible. Intervals are of S squared, at the level asked "
        "for, by the chance of who answers; max_bias is S over the response rate."};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        status = trig_table_add_note(table, trig_view(notes[i]), error);
    return status;
}

static enum trig_status make_table(struct indicators *indicators, trig_table **out, struct trig_error *error)
{
    const struct trig_context *context = indicators->context;
    const struct trig_survey *survey = &context->definition->survey;
    trig_table *table = NULL;
    enum trig_status status =
        trig_results_table(&indicators->results, context->definition, &context->disclosure, COLUMNS,
                           context->naming, &table, error);
    if (status)
        return status;
    status = trig_table_set_title(table, survey->title.length ? survey->title : survey->id, error);
    if (status == TRIG_OK)
        status = note_method(table, error);
    if (status == TRIG_OK)
        status = trig_context_annotate(context, &indicators->cells, table, error);
    if (status == TRIG_OK)
        *out = table;
    else
        trig_table_destroy(table);
    return status;
}

enum trig_status trig_representativeness_table(const struct trig_context *context,
                                               const struct trig_representativeness_options *options,
                                               trig_table **out, struct trig_error *error)
{
    struct indicators indicators = {.context = context, .options = options};
    trig_arena_init(&indicators.arena);
    enum trig_status status = join(&indicators, error);
    if (status == TRIG_OK)
        status = scan(&indicators, error);
    if (status == TRIG_OK)
        status = add_rows(&indicators, error);
    if (status == TRIG_OK)
        status = make_table(&indicators, out, error);
    trig_results_clear(&indicators.results);
    trig_arena_clear(&indicators.arena);
    trig_cells_clear(&indicators.cells);
    trig_measures_clear(&indicators.measures);
    return status;
}
