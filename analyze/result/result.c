#include "analyze/result/result.h"

#include <math.h>
#include <stdarg.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the results");
    return TRIG_ERR_MEMORY;
}

/* ---- the list ----------------------------------------------------------------------- */

enum trig_status trig_results_init(struct trig_results *results, const struct trig_bys *bys,
                                   struct trig_error *error)
{
    struct trig_results empty = {.items = NULL};
    trig_arena_init(&empty.arena);
    struct trig_view *names = trig_arena_calloc(&empty.arena, bys->count, sizeof *names);
    size_t *variables = trig_arena_calloc(&empty.arena, bys->count, sizeof *variables);
    if (!names || !variables) {
        trig_arena_clear(&empty.arena);
        return no_memory(error);
    }
    for (size_t i = 0; i < bys->count; i++) {
        if (bys->items[i].kind != TRIG_BY_VARIABLE)
            continue;
        names[empty.by_count] = trig_arena_copy(&empty.arena, bys->items[i].name);
        variables[empty.by_count] = bys->items[i].variable;
        if (!names[empty.by_count++].data) {
            trig_arena_clear(&empty.arena);
            return no_memory(error);
        }
    }
    empty.by_names = names;
    empty.by_variables = variables;
    size_t groups = trig_bys_groups(bys);
    empty.group_name =
        trig_by_family(groups == TRIG_NONE ? TRIG_GROUP_DECLARED : trig_by_family_of(&bys->items[groups]))
            .name.data;
    *results = empty;
    return TRIG_OK;
}

void trig_results_clear(struct trig_results *results)
{
    trig_free(results->items);
    trig_arena_clear(&results->arena);
    memset(results, 0, sizeof *results);
}

static const struct trig_base no_base = {.numerator = NAN, .extremes = {NAN, NAN, NAN}};

enum trig_status trig_results_reserve(struct trig_results *results, size_t rows, struct trig_error *error)
{
    return trig_grow((void **)&results->items, &results->capacity, rows, sizeof *results->items, error);
}

enum trig_status trig_results_add(struct trig_results *results, size_t *row, struct trig_error *error)
{
    struct trig_category *by = trig_arena_calloc(&results->arena, results->by_count, sizeof *by);
    if (!by)
        return no_memory(error);
    enum trig_status status = trig_results_reserve(results, results->count + 1, error);
    if (status)
        return status;
    results->items[results->count] = (struct trig_result){.wave = TRIG_NONE,
                                                          .institution = TRIG_NONE,
                                                          .group = TRIG_NONE,
                                                          .by = by,
                                                          .pillar = TRIG_NONE,
                                                          .estimate = NAN,
                                                          .se = NAN,
                                                          .ci_low = NAN,
                                                          .ci_high = NAN,
                                                          .n = TRIG_NONE,
                                                          .n_eff = NAN,
                                                          .deff = NAN,
                                                          .df = NAN,
                                                          .population = NAN,
                                                          .response_rate = NAN,
                                                          .benchmark = NAN,
                                                          .difference = NAN,
                                                          .difference_se = NAN,
                                                          .difference_low = NAN,
                                                          .difference_high = NAN,
                                                          .difference_df = NAN,
                                                          .z = NAN,
                                                          .p = NAN,
                                                          .p_adjusted = NAN,
                                                          .effect_size = NAN,
                                                          .p_equivalence = NAN,
                                                          .comparison_low = NAN,
                                                          .comparison_high = NAN,
                                                          .detectable = NAN,
                                                          .n_needed = TRIG_NONE,
                                                          .own_share = NAN,
                                                          .shrunken = NAN,
                                                          .shrunken_low = NAN,
                                                          .shrunken_high = NAN,
                                                          .reliability = NAN,
                                                          .funnel_low_95 = NAN,
                                                          .funnel_high_95 = NAN,
                                                          .funnel_low_998 = NAN,
                                                          .funnel_high_998 = NAN,
                                                          .rank = TRIG_NONE,
                                                          .rank_low = TRIG_NONE,
                                                          .rank_high = TRIG_NONE,
                                                          .base = no_base,
                                                          .comparator = no_base};
    *row = results->count++;
    return TRIG_OK;
}

/* ---- text --------------------------------------------------------------------------- */

/* printf into the arena; data is NULL when memory is out. */
static struct trig_view print_text(struct trig_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : trig_arena_calloc(arena, (size_t)length + 1, 1);
    if (!text)
        return trig_view_of(NULL, 0);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return trig_view_of(text, (size_t)length);
}

struct trig_view trig_results_text(struct trig_results *results, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct trig_view text = print_text(&results->arena, format, arguments);
    va_end(arguments);
    return text;
}

enum trig_status trig_results_note(struct trig_results *results, size_t row, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct trig_view sentence = print_text(&results->arena, format, arguments);
    va_end(arguments);
    struct trig_view *note = &results->items[row].note;
    if (sentence.data && note->length)
        sentence =
            trig_arena_printf(&results->arena, "%.*s; %.*s", TRIG_VIEW_ARG(*note), TRIG_VIEW_ARG(sentence));
    if (!sentence.data)
        return TRIG_ERR_MEMORY;
    *note = sentence;
    return TRIG_OK;
}

/* ---- a row from an estimate ----------------------------------------------------------- */

static struct trig_view label_of_code(const trig_definition *definition, size_t variable,
                                      struct trig_view code)
{
    size_t scale = definition->variables[variable].scale;
    size_t index = scale == TRIG_NONE ? TRIG_NONE : trig_scale_code(&definition->scales[scale], code);
    return index == TRIG_NONE ? trig_view_of(NULL, 0) : definition->scales[scale].codes[index].label;
}

/* Rows come in the order of their categories: most have that of the row before. */
static enum trig_status set_category(struct trig_results *results, const trig_definition *definition,
                                     size_t row, size_t by, struct trig_view code)
{
    struct trig_category *category = (struct trig_category *)&results->items[row].by[by];
    const struct trig_category *before = row > 0 ? &results->items[row - 1].by[by] : NULL;
    if (before && before->code.data && trig_view_equal(before->code, code)) {
        *category = *before;
        return TRIG_OK;
    }
    category->code = trig_arena_copy(&results->arena, code);
    category->label = label_of_code(definition, results->by_variables[by], code);
    return category->code.data ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_results_categorise(struct trig_results *results, const trig_definition *definition,
                                         size_t row, struct trig_view name, struct trig_view code)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < results->by_count && status == TRIG_OK; i++)
        if (trig_view_equal(results->by_names[i], name))
            status = set_category(results, definition, row, i, code);
    return status;
}

/* The categories of a domain, as the breakdown of the results has them. The
 * texts are copied: a result may outlive the cells. */
static enum trig_status set_categories(struct trig_results *results, const struct trig_cells *cells,
                                       const struct trig_domain *domain, size_t row)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; domain->values && i < results->by_count && status == TRIG_OK; i++)
        if (domain->values[i] != TRIG_NONE)
            status = set_category(results, cells->definition, row, i,
                                  trig_dictionary_at(cells->values[i], domain->values[i]));
    return status;
}

enum trig_status trig_results_place(struct trig_results *results, const struct trig_cells *cells,
                                    const struct trig_domain *domain, size_t row)
{
    struct trig_result *result = &results->items[row];
    result->wave = domain->wave == TRIG_NONE ? cells->only_wave : domain->wave;
    result->institution = domain->institution;
    result->group = domain->group;
    return set_categories(results, cells, domain, row);
}

static struct trig_base base_of(const struct trig_estimate *estimate)
{
    return (struct trig_base){.denominator = estimate->n,
                              .numerator = estimate->numerator,
                              .institutions = estimate->institutions,
                              .largest_institution = estimate->largest_institution,
                              .second_institution = estimate->second_institution,
                              .extremes = estimate->extremes};
}

static void set_numbers(struct trig_result *row, const struct trig_estimate *estimate)
{
    row->estimate = estimate->estimate;
    row->se = estimate->se;
    row->ci_low = estimate->low;
    row->ci_high = estimate->high;
    row->n = estimate->n;
    row->n_eff = estimate->n_eff;
    row->deff = estimate->deff;
    row->df = estimate->df;
    row->base = base_of(estimate);
}

static const char *lonely_word(enum trig_lonely_psu lonely)
{
    static const char *const words[] = {[TRIG_LONELY_FAIL] = "", /* never gets here */
                                        [TRIG_LONELY_REMOVE] = "add no variance (remove)",
                                        [TRIG_LONELY_ADJUST] = "are measured from the overall mean (adjust)",
                                        [TRIG_LONELY_AVERAGE] =
                                            "are given the mean variance of the others (average)",
                                        [TRIG_LONELY_CERTAINTY] = "add no variance (certainty)"};
    return words[lonely];
}

/* How many strata are of one respondent, or have more than their count, is not told: some of them are hidden,
 * and their numbers would follow. */
static enum trig_status note_estimate(struct trig_results *results, const struct trig_design *design,
                                      const struct trig_estimate *estimate, size_t row)
{
    enum trig_status status = TRIG_OK;
    if (estimate->n == 0)
        return trig_results_note(results, row, "nobody answered");
    if (estimate->lonely)
        status =
            trig_results_note(results, row, "strata of one %s %s",
                              design->psu == TRIG_NONE ? "respondent" : "unit", lonely_word(design->lonely));
    if (status == TRIG_OK && estimate->undefined_replicates)
        status =
            trig_results_note(results, row, "undefined in %zu %s, left out", estimate->undefined_replicates,
                              estimate->undefined_replicates == 1 ? "replicate" : "replicates");
    if (status == TRIG_OK && estimate->refused)
        status = trig_results_note(results, row, "no %s interval: it needs 50 respondents and 5 on each side",
                                   trig_interval_names[design->interval]);
    if (status == TRIG_OK && estimate->df < 1.0)
        status = trig_results_note(results, row, "no interval: no degrees of freedom");
    return status;
}

/* The measure's names, which the row before may have as well. */
static enum trig_status name_measure(struct trig_results *results, const struct trig_measure *measure,
                                     size_t row)
{
    struct trig_result *result = &results->items[row];
    const struct trig_result *before = row > 0 ? result - 1 : NULL;
    bool same = before && trig_view_equal(before->measure, measure->name) &&
                trig_view_equal(before->measure_label, measure->label);
    result->measure = same ? before->measure : trig_arena_copy(&results->arena, measure->name);
    result->measure_label = same ? before->measure_label : trig_arena_copy(&results->arena, measure->label);
    return result->measure.data && result->measure_label.data ? TRIG_OK : TRIG_ERR_MEMORY;
}

enum trig_status trig_results_add_estimate(struct trig_results *results, const struct trig_cells *cells,
                                           size_t measure, const struct trig_domain *domain,
                                           const struct trig_estimate *estimate, size_t *row,
                                           struct trig_error *error)
{
    const struct trig_measure *asked = &cells->request->measures->items[measure];
    enum trig_status status = trig_results_add(results, row, error);
    if (status)
        return status;
    struct trig_result *result = &results->items[*row];
    result->pillar = asked->pillar;
    result->statistic = asked->statistic;
    result->unit = asked->unit;
    result->basis = cells->request->design.basis;
    set_numbers(result, estimate);
    status = name_measure(results, asked, *row);
    if (status == TRIG_OK)
        status = trig_results_place(results, cells, domain, *row);
    if (status == TRIG_OK)
        status = note_estimate(results, &cells->request->design, estimate, *row);
    return status ? no_memory(error) : TRIG_OK;
}
