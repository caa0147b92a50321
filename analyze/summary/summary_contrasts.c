#include "analyze/summary/summary_contrasts.h"

#include "analyze/benchmark/comparison.h"
#include "analyze/summary/show_r.h"
#include "analyze/summary/summary_pairs.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the contrasts");
    return TRIG_ERR_MEMORY;
}

bool trig_planned_is_linear(const struct trig_summary_rows *rows, const struct trig_planned *planned)
{
    bool people = rows->request->measures->items[planned->measure].kind == TRIG_MEASURE_RESPONDENTS;
    return planned->statistic != TRIG_STATISTIC_MEDIAN && planned->statistic != TRIG_STATISTIC_QUANTILE &&
           !(people && planned->statistic == TRIG_STATISTIC_MEAN && planned->other == TRIG_NONE);
}

/* ---- names ------------------------------------------------------------------------------- */

/* What a row's place is called for one --by. */
static struct trig_view name_of(const struct trig_summary_rows *rows, const struct trig_result *row,
                                size_t by, size_t *category)
{
    const trig_definition *definition = rows->context->definition;
    switch (rows->request->bys.items[by].kind) {
    case TRIG_BY_WAVE:
        return definition->waves[row->wave].id;
    case TRIG_BY_INSTITUTION:
        return row->institution == TRIG_NONE ? trig_view("") : definition->institutions[row->institution].id;
    case TRIG_BY_VARIABLE:
        return row->by[(*category)++].code;
    default:
        return trig_definition_group_name(definition, row->group);
    }
}

/* "lab,south": its categories in the order of --by. */
static struct trig_view name_place(const struct trig_summary_rows *rows, size_t place,
                                   struct trig_arena *arena)
{
    const struct trig_result *row = &rows->results->items[place * rows->plan_count];
    struct trig_view name = trig_view(rows->request->bys.count ? "" : "all");
    size_t category = 0;
    for (size_t i = 0; i < rows->request->bys.count && name.data; i++) {
        struct trig_view part = name_of(rows, row, i, &category);
        name = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(name), i ? "," : "", TRIG_VIEW_ARG(part));
    }
    return name;
}

static enum trig_status name_places(const struct trig_summary_rows *rows, struct trig_arena *arena,
                                    struct trig_views *out, struct trig_error *error)
{
    struct trig_view *items = trig_arena_calloc(arena, rows->protection->lattice.shown, sizeof *items);
    *out = (struct trig_views){items, rows->protection->lattice.shown};
    if (!items)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        items[i] = name_place(rows, i, arena);
        if (!items[i].data)
            return no_memory(error);
    }
    return TRIG_OK;
}

static enum trig_status name_measures(const struct trig_summary_rows *rows, struct trig_arena *arena,
                                      struct trig_views *out, struct trig_error *error)
{
    size_t count = rows->request->estimands->measures;
    struct trig_view *items = trig_arena_calloc(arena, count, sizeof *items);
    *out = (struct trig_views){items, count};
    if (!items)
        return no_memory(error);
    for (size_t i = 0; i < count; i++)
        items[i] = rows->request->measures->items[i].name;
    return TRIG_OK;
}

/* ---- one contrast ------------------------------------------------------------------------ */

/* A linear combination under way: its respondents and what each adds. */
struct combination {
    struct trig_contrast_part parts[TRIG_MOST_CONTRAST_TERMS];
    size_t count;
    double *z;      /* owned; by respondent of the sample, then packed */
    double *theta;  /* owned; by replicate of the sample; NULL: errors are linearised */
    uint32_t *rows; /* owned; packed */
    bool *met;      /* owned; by respondent */
    size_t people;
    bool overlaps; /* places that share respondents */
};

static const struct trig_result *row_of(const struct trig_summary_rows *rows,
                                        const struct trig_contrast_part *part)
{
    return &rows->results->items[part->place * rows->plan_count + (size_t)(part->planned - rows->plan)];
}

static enum trig_status add_part(struct trig_summary_rows *rows, const struct trig_contrast_part *part,
                                 struct combination *out, struct trig_error *error)
{
    struct trig_linearised influence = {.count = 0};
    enum trig_status status = trig_summary_linearised(rows, part->place, part->planned, &influence, error);
    for (size_t i = 0; i < influence.count; i++) {
        uint32_t row = influence.rows[i];
        out->z[row] += part->coefficient * influence.z[i];
        out->overlaps = out->overlaps || (out->met[row] && part->place != out->parts[0].place);
        out->met[row] = true;
    }
    for (size_t r = 0; influence.theta && out->theta && r < rows->sample.replicates->count; r++)
        out->theta[r] += part->coefficient * influence.theta[r];
    trig_linearised_clear(&influence);
    return status;
}

/* Those who count to the front, in their order. */
static void pack(struct combination *out, size_t respondents)
{
    for (size_t i = 0; i < respondents; i++) {
        if (!out->met[i])
            continue;
        out->rows[out->people] = (uint32_t)i;
        out->z[out->people++] = out->z[i];
    }
}

static enum trig_status allocate(const struct trig_summary_rows *rows, struct combination *out,
                                 struct trig_error *error)
{
    const trig_sample *sample = &rows->sample;
    out->z = trig_calloc(sample->count, sizeof *out->z);
    out->rows = trig_calloc(sample->count, sizeof *out->rows);
    out->met = trig_calloc(sample->count, sizeof *out->met);
    if (sample->replicates)
        out->theta = trig_calloc(sample->replicates->count, sizeof *out->theta);
    return out->z && out->rows && out->met && (out->theta || !sample->replicates) ? TRIG_OK
                                                                                  : no_memory(error);
}

static enum trig_status set_variance(struct trig_summary_rows *rows, struct combination *out,
                                     struct trig_estimate *estimate, struct trig_error *error)
{
    struct trig_covariance covariance = {.v = &estimate->variance};
    if (out->theta) {
        estimate->variance = trig_replicates_covariance(rows->sample.replicates, out->theta, out->theta,
                                                        estimate->estimate, estimate->estimate);
        return trig_linearised_degrees(&rows->sample, out->rows, out->people, &estimate->df, error);
    }
    enum trig_status status =
        trig_parts_covariance(rows->parts, out->rows, out->people, out->z, 1, &covariance, error);
    estimate->df = covariance.df;
    estimate->strata = covariance.strata;
    estimate->lonely = covariance.lonely;
    estimate->unknown = covariance.unknown;
    return status;
}

static enum trig_status combine(struct trig_summary_rows *rows, struct combination *out,
                                struct trig_estimate *estimate, struct trig_error *error)
{
    enum trig_status status = allocate(rows, out, error);
    estimate->estimate = 0.0;
    for (size_t i = 0; i < out->count && status == TRIG_OK; i++) {
        status = add_part(rows, &out->parts[i], out, error);
        estimate->estimate += out->parts[i].coefficient * row_of(rows, &out->parts[i])->estimate;
    }
    if (status)
        return status;
    pack(out, rows->sample.count);
    status = set_variance(rows, out, estimate, error);
    estimate->n = out->people;
    estimate->se = isnan(estimate->estimate) ? NAN : sqrt(estimate->variance);
    trig_estimate_bound(estimate, rows->request->design.level);
    return status;
}

static void combination_clear(struct combination *combination)
{
    trig_free(combination->z);
    trig_free(combination->theta);
    trig_free(combination->rows);
    trig_free(combination->met);
}

/* ---- rows -------------------------------------------------------------------------------- */

/* Why a contrast may not be shown: for one of its rows, or what they share. */
static enum trig_suppression reason_of(const struct trig_summary_rows *rows,
                                       const struct combination *combination)
{
    for (size_t i = 0; i < combination->count; i++) {
        const struct trig_result *row = row_of(rows, &combination->parts[i]);
        if (trig_disclosure_is_hidden(row))
            return row->suppressed;
    }
    bool guarded = rows->protection->rules->mode != TRIG_DISCLOSURE_NONE;
    return guarded && combination->overlaps ? TRIG_SUPPRESSED_SECONDARY : TRIG_SUPPRESSED_NONE;
}

static enum trig_status describe(struct trig_summary_rows *rows, const struct trig_contrast *contrast,
                                 const struct combination *combination, size_t at, struct trig_error *error)
{
    const struct trig_result first = *row_of(rows, &combination->parts[0]);
    struct trig_result *row = &rows->results->items[at];
    row->contrast = trig_results_text(rows->results, "%.*s", TRIG_VIEW_ARG(contrast->text));
    row->statistic = first.statistic;
    row->statistic_name = first.statistic_name;
    row->unit = first.unit;
    row->measure = contrast->places ? first.measure : row->contrast;
    row->measure_label = contrast->places ? first.measure_label : row->contrast;
    row->pillar = contrast->places ? first.pillar : TRIG_NONE;
    row->p = trig_two_sided_p(row->estimate / row->se, row->df);
    return row->contrast.data ? TRIG_OK : no_memory(error);
}

/* @param measure  of the first row.
 * @param reason   why it is hidden besides. */
static enum trig_status add_row(struct trig_summary_rows *rows, const struct trig_contrast *contrast,
                                struct combination *combination, size_t measure, enum trig_suppression reason,
                                struct trig_error *error)
{
    static const struct trig_domain nowhere = {
        .wave = TRIG_NONE, .institution = TRIG_NONE, .group = TRIG_NONE};
    const struct trig_lattice *lattice = &rows->protection->lattice;
    const struct trig_contrast_part *first = &combination->parts[0];
    struct trig_estimate estimate = trig_estimate_of_nobody;
    size_t at;
    enum trig_status status = combine(rows, combination, &estimate, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(
            rows->results, rows->cells, measure,
            contrast->places ? &nowhere : &lattice->domains[lattice->first + first->place], &estimate, &at,
            error);
    if (status == TRIG_OK)
        status = describe(rows, contrast, combination, at, error);
    if (status)
        return status;
    enum trig_suppression own = reason_of(rows, combination);
    if (own || reason)
        trig_disclosure_hide(&rows->results->items[at], own ? own : reason);
    if (rows->show_r)
        trig_summary_show_contrast(rows, at, combination->parts, combination->count, rows->show_r);
    return TRIG_OK;
}

static enum trig_status add_among_places(struct trig_summary_rows *rows, const struct trig_contrast *contrast,
                                         struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t j = 0; j < rows->plan_count && status == TRIG_OK; j++) {
        struct combination combination = {.count = contrast->count};
        if (!trig_planned_is_linear(rows, &rows->plan[j]))
            continue;
        for (size_t i = 0; i < contrast->count; i++)
            combination.parts[i] = (struct trig_contrast_part){contrast->terms[i].coefficient,
                                                               contrast->terms[i].at, &rows->plan[j]};
        status = add_row(rows, contrast, &combination, rows->plan[j].measure, TRIG_SUPPRESSED_NONE, error);
        combination_clear(&combination);
    }
    return status;
}

/* The row of the plan that is of [measure] what [like] is of another. */
static const struct trig_planned *find_planned(const struct trig_summary_rows *rows, size_t measure,
                                               const struct trig_planned *like)
{
    for (size_t i = 0; i < rows->plan_count; i++)
        if (rows->plan[i].measure == measure && rows->plan[i].other == TRIG_NONE &&
            rows->plan[i].estimand == like->estimand && trig_planned_is_linear(rows, &rows->plan[i]))
            return &rows->plan[i];
    return NULL;
}

/* Why contrasts of these measures are hidden in each domain: too few answered two of them. */
static enum trig_status protect_measures(struct trig_summary_rows *rows, const struct trig_contrast *contrast,
                                         enum trig_suppression *reasons, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < contrast->count; i++)
        for (size_t j = 0; j < i && status == TRIG_OK; j++) {
            const struct trig_planned pair = {.statistic = TRIG_STATISTIC_MEAN,
                                              .measure = contrast->terms[i].at,
                                              .other = contrast->terms[j].at};
            status = trig_summary_pairs_protect(rows, &pair, reasons, error);
        }
    return status;
}

static enum trig_status add_in_places(struct trig_summary_rows *rows, const struct trig_contrast *contrast,
                                      const struct trig_planned *like, const enum trig_suppression *reasons,
                                      struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    struct trig_contrast_part parts[TRIG_MOST_CONTRAST_TERMS];
    for (size_t i = 0; i < contrast->count; i++) {
        const struct trig_planned *planned = find_planned(rows, contrast->terms[i].at, like);
        if (!planned)
            return TRIG_OK;
        parts[i] = (struct trig_contrast_part){contrast->terms[i].coefficient, 0, planned};
    }
    for (size_t place = 0; place < rows->protection->lattice.shown && status == TRIG_OK; place++) {
        struct combination combination = {.count = contrast->count};
        for (size_t i = 0; i < contrast->count; i++) {
            combination.parts[i] = parts[i];
            combination.parts[i].place = place;
        }
        status = add_row(rows, contrast, &combination, like->measure,
                         reasons[rows->protection->lattice.first + place], error);
        combination_clear(&combination);
    }
    return status;
}

static enum trig_status add_among_measures(struct trig_summary_rows *rows,
                                           const struct trig_contrast *contrast, struct trig_arena *arena,
                                           struct trig_error *error)
{
    enum trig_suppression *reasons =
        trig_arena_calloc(arena, rows->protection->lattice.count, sizeof *reasons);
    enum trig_status status = reasons ? protect_measures(rows, contrast, reasons, error) : no_memory(error);
    for (size_t j = 0; j < rows->plan_count && status == TRIG_OK; j++)
        if (rows->plan[j].measure == contrast->terms[0].at && rows->plan[j].other == TRIG_NONE)
            status = add_in_places(rows, contrast, &rows->plan[j], reasons, error);
    return status;
}

enum trig_status trig_summary_contrasts_add(struct trig_summary_rows *rows, struct trig_arena *arena,
                                            struct trig_error *error)
{
    const struct trig_contrasts *asked = &rows->request->estimands->contrasts;
    struct trig_views places;
    struct trig_views measures;
    enum trig_status status = name_places(rows, arena, &places, error);
    if (status == TRIG_OK)
        status = name_measures(rows, arena, &measures, error);
    for (size_t i = 0; i < asked->count && status == TRIG_OK; i++) {
        struct trig_contrast contrast = asked->items[i];
        size_t before = rows->results->count;
        status = trig_contrast_find(&contrast, places, measures, arena, error);
        if (status == TRIG_OK)
            status = contrast.places ? add_among_places(rows, &contrast, error)
                                     : add_among_measures(rows, &contrast, arena, error);
        if (status == TRIG_OK && rows->results->count == before)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "there is nothing to take the contrast \"%.*s\" of: contrasts are of means, "
                "totals, variances, sd, ratios and correlations",
                TRIG_VIEW_ARG(contrast.text));
    }
    return status;
}
