#include "analyze/disclosure/protection.h"

#include "analyze/disclosure/granularity.h"
#include "analyze/estimate/bins.h"
#include "analyze/estimate/telling.h"
#include "analyze/frame/measure_tables.h"

#include <math.h>

/* One decision under way: what is known of every domain. Of those that no table lists
 * nobody tells more than how many they are, and what rates do. */
struct deciding {
    struct trig_arena arena; /* owns the lists */
    size_t codes;
    size_t levels;
    double *n;
    double *counts;
    const size_t *parts;
    enum trig_suppression *barred;
    bool percentages; /* what is decided on is printed as shares */
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    return TRIG_ERR_MEMORY;
}

static enum trig_status begin(struct deciding *deciding, const struct trig_protection *protection,
                              size_t codes, struct trig_error *error)
{
    static const size_t sides[] = {0, 1};
    size_t domains = protection->lattice.count;
    *deciding = (struct deciding){.codes = codes, .levels = 1, .parts = sides};
    trig_arena_init(&deciding->arena);
    deciding->n = trig_arena_calloc(&deciding->arena, domains, sizeof *deciding->n);
    deciding->counts = trig_arena_calloc(&deciding->arena, domains * codes, sizeof *deciding->counts);
    deciding->barred = trig_arena_calloc(&deciding->arena, domains, sizeof *deciding->barred);
    if (!deciding->n || !deciding->counts || !deciding->barred)
        return no_memory(error);
    for (size_t i = 0; i < domains && protection->everybody; i++)
        deciding->barred[i] =
            i < protection->lattice.tabled ? protection->everybody[i] : TRIG_SUPPRESSED_SECONDARY;
    return TRIG_OK;
}

static void bar(struct deciding *deciding, size_t domain, enum trig_suppression reason)
{
    if (deciding->barred[domain] == TRIG_SUPPRESSED_NONE)
        deciding->barred[domain] = reason;
}

/* Percentages of too few people go at the end, when nothing depends on them any more: what is shown
 * is then part of what the threshold alone would show. */
static void hide_small_percentages(const struct deciding *deciding, const struct trig_protection *protection,
                                   size_t *level, enum trig_suppression *reasons)
{
    for (size_t i = 0; i < protection->lattice.count && deciding->percentages; i++) {
        if (reasons[i] || !trig_disclosure_is_small_percentage(protection->rules, deciding->n[i]))
            continue;
        reasons[i] = TRIG_SUPPRESSED_PERCENTAGE;
        level[i] = deciding->levels;
    }
}

/* @param level  NULL: there is only one. */
static enum trig_status decide(struct deciding *deciding, const struct trig_protection *protection,
                               size_t *level, enum trig_suppression *reasons, struct trig_error *error)
{
    const struct trig_lattice *lattice = &protection->lattice;
    const struct trig_granularity asked = {.domains = lattice->count,
                                           .codes = deciding->codes,
                                           .levels = deciding->levels,
                                           .n = deciding->n,
                                           .counts = deciding->counts,
                                           .parts = deciding->parts,
                                           .barred = deciding->barred,
                                           .named = lattice->named,
                                           .stages = lattice->stages,
                                           .families = lattice->families,
                                           .family_count = lattice->family_count};
    if (!level)
        level = trig_arena_calloc(&deciding->arena, lattice->count, sizeof *level);
    if (!level)
        return no_memory(error);
    enum trig_status status = trig_granularity_choose(protection->rules, &asked, level, reasons, error);
    if (status == TRIG_OK)
        hide_small_percentages(deciding, protection, level, reasons);
    return status;
}

/* ---- everybody --------------------------------------------------------------------------- */

static enum trig_status decide_everybody(struct trig_protection *protection, struct trig_arena *arena,
                                         struct trig_error *error)
{
    struct deciding deciding;
    enum trig_suppression *reasons = trig_arena_calloc(arena, protection->lattice.count, sizeof *reasons);
    if (!reasons)
        return no_memory(error);
    enum trig_status status = begin(&deciding, protection, 0, error);
    for (size_t i = 0; i < protection->lattice.count && status == TRIG_OK; i++)
        deciding.n[i] = (double)protection->lattice.domains[i].respondents;
    if (status == TRIG_OK)
        status = decide(&deciding, protection, NULL, reasons, error);
    trig_arena_clear(&deciding.arena);
    protection->everybody = reasons;
    return status;
}

enum trig_status trig_protection_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                       const struct trig_disclosure_rules *rules, struct trig_arena *arena,
                                       struct trig_protection *out, struct trig_error *error)
{
    struct trig_protection protection = {.cells = cells, .rules = rules};
    enum trig_status status = trig_lattice_build(cells, bys, arena, &protection.lattice, error);
    if (status == TRIG_OK)
        status = decide_everybody(&protection, arena, error);
    if (status == TRIG_OK)
        *out = protection;
    return status;
}

/* ---- means -------------------------------------------------------------------------------- */

static void fill_mean(struct deciding *deciding, const struct trig_protection *protection, size_t measure)
{
    for (size_t i = 0; i < protection->lattice.count; i++) {
        struct trig_telling telling =
            trig_telling_of(protection->cells, measure, &protection->lattice.domains[i]);
        deciding->n[i] = telling.n;
        if (deciding->codes) {
            deciding->counts[2 * i] = telling.above;
            deciding->counts[2 * i + 1] = telling.below;
        }
        if (telling.uniform)
            bar(deciding, i, TRIG_SUPPRESSED_NUMERATOR);
        if (trig_disclosure_dominates(protection->rules, &telling.extremes))
            bar(deciding, i, TRIG_SUPPRESSED_DOMINANCE);
    }
}

/* @param reasons  holds why a domain is hidden already; gets what may be shown. */
static enum trig_status decide_mean(const struct trig_protection *protection, size_t measure,
                                    enum trig_suppression *reasons, struct trig_error *error)
{
    const struct trig_measure *asked = &protection->cells->request->measures->items[measure];
    bool ends = asked->kind != TRIG_MEASURE_RESPONDENTS && !isnan(asked->low);
    struct deciding deciding;
    enum trig_status status = begin(&deciding, protection, ends ? 2 : 0, error);
    deciding.percentages = asked->unit == TRIG_UNIT_SHARE;
    if (status == TRIG_OK) {
        for (size_t i = 0; i < protection->lattice.count; i++)
            bar(&deciding, i, reasons[i]);
        fill_mean(&deciding, protection, measure);
        status = decide(&deciding, protection, NULL, reasons, error);
    }
    trig_arena_clear(&deciding.arena);
    return status;
}

enum trig_status trig_protection_counts(const struct trig_protection *protection, const double *n,
                                        const double *inside, enum trig_suppression *reasons,
                                        struct trig_error *error)
{
    struct deciding deciding;
    enum trig_status status = begin(&deciding, protection, inside ? 2 : 0, error);
    for (size_t i = protection->lattice.tabled; i < protection->lattice.count && status == TRIG_OK; i++)
        if (inside)
            deciding.barred[i] = protection->everybody[i];
    for (size_t i = 0; i < protection->lattice.count && status == TRIG_OK; i++) {
        deciding.n[i] = n[i];
        for (size_t side = 0; inside && side < 2; side++)
            deciding.counts[2 * i + side] = side ? n[i] - inside[i] : inside[i];
        bar(&deciding, i, reasons[i]);
    }
    if (status == TRIG_OK)
        status = decide(&deciding, protection, NULL, reasons, error);
    trig_arena_clear(&deciding.arena);
    return status;
}

/* ---- answers ------------------------------------------------------------------------------ */

/* How many of a domain are in each bin of a variable. */
static void count_bins(const struct trig_protection *protection, size_t domain, size_t place, size_t count,
                       double *out)
{
    const struct trig_cells *cells = protection->cells;
    const struct trig_domain *where = &protection->lattice.domains[domain];
    memset(out, 0, count * sizeof *out);
    for (size_t i = 0; i < where->cell_count; i++)
        for (size_t bin = 0; bin < count; bin++)
            out[bin] += cells->bins[where->cells[i] * cells->bin_count + place + bin].count;
}

static enum trig_status fill_answers(struct deciding *deciding, const struct trig_protection *protection,
                                     const struct trig_question *question, size_t place,
                                     struct trig_error *error)
{
    size_t codes = trig_bins_codes(protection->cells->definition, question->variable);
    double *bins = trig_arena_calloc(&deciding->arena, codes + TRIG_BINS_OUTCOMES, sizeof *bins);
    bool coded = question->kind == TRIG_QUESTION_CODED;
    if (!bins)
        return no_memory(error);
    for (size_t i = 0; i < protection->lattice.count; i++) {
        double *counts = deciding->counts + i * question->codes;
        count_bins(protection, i, place, codes + TRIG_BINS_OUTCOMES, bins);
        deciding->n[i] = coded ? 0.0 : bins[codes + TRIG_ANSWERED];
        for (size_t code = 0; code < question->codes; code++) {
            counts[code] = bins[question->bins[code]];
            deciding->n[i] += coded ? counts[code] : 0.0;
        }
        if (question->kind == TRIG_QUESTION_OPTION)
            counts[1] = deciding->n[i] - counts[0];
    }
    return TRIG_OK;
}

/* The smallest difference of two answers of a question. */
static double smallest_step(const struct trig_scale *scale, const struct trig_question *question)
{
    double step = NAN;
    for (size_t i = 0; i < question->codes; i++)
        for (size_t j = 0; j < question->codes; j++) {
            double apart = scale->codes[question->bins[j]].value - scale->codes[question->bins[i]].value;
            step = apart > 0.0 ? fmin(step, apart) : step;
        }
    return step;
}

/* What the mean of a domain's answers tells, as trig_telling_of would find it. */
static void fill_mean_of(struct deciding *mean, const struct deciding *answers,
                         const struct trig_scale *scale, const struct trig_question *question, size_t domain)
{
    const double *counts = answers->counts + domain * question->codes;
    double step = smallest_step(scale, question);
    size_t given = 0;
    mean->n[domain] = answers->n[domain];
    for (size_t i = 0; i < question->codes; i++) {
        double value = scale->codes[question->bins[i]].value;
        given += counts[i] > 0.0;
        if (!mean->codes)
            continue;
        mean->counts[2 * domain] += trig_telling_steps(value, scale->min, counts[i], step);
        mean->counts[2 * domain + 1] += trig_telling_steps(scale->max, value, counts[i], step);
    }
    if (given == 1 && mean->codes)
        bar(mean, domain, TRIG_SUPPRESSED_NUMERATOR);
}

/* Bars answers where their mean, or for a scale without values their number, is hidden. */
static enum trig_status bar_by_mean(struct deciding *answers, const struct trig_protection *protection,
                                    const struct trig_question *question, struct trig_error *error)
{
    const trig_definition *definition = protection->cells->definition;
    const struct trig_variable *variable = &definition->variables[question->variable];
    const struct trig_scale *scale = &definition->scales[variable->scale];
    bool has_mean = trig_measure_can(definition, variable, TRIG_CODING_VALUE);
    struct deciding mean;
    enum trig_status status = begin(&mean, protection, has_mean ? 2 : 0, error);
    if (status == TRIG_OK) {
        for (size_t i = 0; i < protection->lattice.count; i++)
            fill_mean_of(&mean, answers, scale, question, i);
        status = decide(&mean, protection, NULL, answers->barred, error);
    }
    trig_arena_clear(&mean.arena);
    return status;
}

enum trig_status trig_protection_question(const struct trig_protection *protection,
                                          const struct trig_question *question, size_t place, size_t *level,
                                          enum trig_suppression *reasons, struct trig_error *error)
{
    struct deciding deciding;
    enum trig_status status = begin(&deciding, protection, question->codes, error);
    deciding.levels = question->levels;
    deciding.parts = question->parts;
    deciding.percentages = true;
    if (status == TRIG_OK)
        status = fill_answers(&deciding, protection, question, place, error);
    if (status == TRIG_OK && question->kind == TRIG_QUESTION_CODED)
        status = bar_by_mean(&deciding, protection, question, error);
    if (status == TRIG_OK)
        status = decide(&deciding, protection, level, reasons, error);
    trig_arena_clear(&deciding.arena);
    return status;
}

/* ---- shares ------------------------------------------------------------------------------- */

/* Whether the cells know how often each answer to a share's question was given. */
static bool find_place(const struct trig_cells *cells, size_t variable, size_t *place)
{
    const struct trig_request *request = cells->request;
    for (size_t i = 0; i < request->counted_count; i++)
        if (request->counted[i] == variable) {
            *place = trig_bins_place(cells->definition, request, i);
            return true;
        }
    return false;
}

/* Whether a share of answers, one a respondent: then answers limit it. */
static bool is_of_answers(const trig_definition *definition, const struct trig_measure *measure)
{
    if (measure->kind != TRIG_MEASURE_CODE && measure->kind != TRIG_MEASURE_POSITIVE)
        return false;
    const struct trig_variable *variable = &definition->variables[measure->variable];
    return variable->scale != TRIG_NONE && variable->type != TRIG_TYPE_MULTIPLE;
}

/* Whether code [code] of the question is in the share. */
static bool is_inside(const struct trig_measure *measure, const struct trig_question *question, size_t code)
{
    return measure->sources->values[question->bins[code]] > 0.0;
}

/* Whether [level] tells the share: no part has answers in it and others that are not. */
static bool tells_share(const struct trig_measure *measure, const struct trig_question *question,
                        size_t level)
{
    const size_t *parts = question->parts + level * question->codes;
    for (size_t i = 0; i < question->codes; i++)
        for (size_t j = 0; j < question->codes; j++)
            if (parts[i] == parts[j] && is_inside(measure, question, i) != is_inside(measure, question, j))
                return false;
    return true;
}

static bool is_substantive(const struct trig_measure *measure, const struct trig_question *question)
{
    for (size_t i = 0; i < question->codes; i++)
        if (is_inside(measure, question, i))
            return true;
    return false;
}

static enum trig_status make_question(const struct trig_protection *protection, size_t variable, size_t place,
                                      struct trig_arena *arena, struct trig_question *out,
                                      struct trig_error *error)
{
    const struct trig_cells *cells = protection->cells;
    size_t codes = trig_bins_codes(cells->definition, variable);
    double *totals = trig_arena_calloc(arena, codes, sizeof *totals);
    if (!totals)
        return no_memory(error);
    for (size_t cell = 0; cell < cells->count; cell++)
        for (size_t code = 0; code < codes && cells->items[cell].in_scope; code++)
            totals[code] += cells->bins[cell * cells->bin_count + place + code].count;
    return trig_question_coded(cells->definition, variable, totals, arena, out, error);
}

static enum trig_status decide_share(const struct trig_protection *protection, size_t measure, size_t place,
                                     enum trig_suppression *reasons, struct trig_error *error)
{
    const struct trig_measure *asked = &protection->cells->request->measures->items[measure];
    size_t domains = protection->lattice.count;
    struct trig_question question;
    struct trig_arena arena;
    trig_arena_init(&arena);
    size_t *level = trig_arena_calloc(&arena, domains, sizeof *level);
    enum trig_status status =
        level ? make_question(protection, asked->variable, place, &arena, &question, error)
              : no_memory(error);
    if (status == TRIG_OK)
        status = trig_protection_question(protection, &question, place, level, reasons, error);
    if (status == TRIG_OK && !is_substantive(asked, &question)) {
        for (size_t i = 0; i < domains; i++) /* a share of more people than gave these answers */
            if (reasons[i] == TRIG_SUPPRESSED_PERCENTAGE)
                reasons[i] = TRIG_SUPPRESSED_NONE;
        status = decide_mean(protection, measure, reasons, error); /* it tells how many the others are */
    } else
        for (size_t i = 0; i < domains && status == TRIG_OK; i++)
            if (reasons[i] == TRIG_SUPPRESSED_NONE && !tells_share(asked, &question, level[i]))
                reasons[i] = TRIG_SUPPRESSED_SECONDARY;
    trig_arena_clear(&arena);
    return status;
}

enum trig_status trig_protection_measure(const struct trig_protection *protection, size_t measure,
                                         enum trig_suppression *reasons, struct trig_error *error)
{
    const struct trig_cells *cells = protection->cells;
    const struct trig_measure *asked = &cells->request->measures->items[measure];
    size_t place;
    if (is_of_answers(cells->definition, asked) && find_place(cells, asked->variable, &place))
        return decide_share(protection, measure, place, reasons, error);
    for (size_t i = 0; i < protection->lattice.count; i++)
        reasons[i] = TRIG_SUPPRESSED_NONE;
    return decide_mean(protection, measure, reasons, error);
}

void trig_protection_prepare(struct trig_request *request)
{
    request->counted = request->measures->shares;
    request->counted_count = request->measures->share_count;
}
