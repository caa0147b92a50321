#include "analyze/findings/findings.h"

#include "analyze/findings/wording.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void trig_findings_init(struct trig_findings *findings, double level)
{
    memset(findings, 0, sizeof *findings);
    findings->level = level;
    trig_arena_init(&findings->arena);
}

void trig_findings_clear(struct trig_findings *findings)
{
    trig_arena_clear(&findings->arena);
    trig_free(findings->items);
    memset(findings, 0, sizeof *findings);
}

enum trig_strength trig_finding_strength(const trig_table *table, size_t row)
{
    struct trig_found found = trig_found_read(table, row);
    return trig_rule(trig_rule_of(&found.evidence))->strength;
}

/* ---- adding -------------------------------------------------------------------------------- */

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while wording the findings");
}

static enum trig_status append(struct trig_findings *findings, const struct trig_finding *finding,
                               struct trig_error *error)
{
    if (!finding->sentence.data)
        return no_memory(error);
    enum trig_status status = trig_grow((void **)&findings->items, &findings->capacity, findings->count + 1,
                                        sizeof *findings->items, error);
    if (status == TRIG_OK)
        findings->items[findings->count++] = *finding;
    return status;
}

static double size_of(const struct trig_found *found)
{
    if (!found->directed)
        return isnan(found->effect) ? 0.0 : fabs(found->effect);
    /* Where the error is withheld, half the interval goes with it. */
    double error = isnan(found->se) ? (found->evidence.high - found->evidence.low) / 2.0 : found->se;
    return error > 0.0 ? fabs(found->difference / error) : 0.0;
}

/* Adds what row [row] says, its subject being known. */
static enum trig_status add_row(struct trig_findings *findings, const trig_table *table, size_t row,
                                const struct trig_found *found, const struct trig_wording *wording,
                                struct trig_error *error)
{
    if (!found->subject.data)
        return no_memory(error);
    enum trig_rule_id rule = trig_rule_of(&found->evidence);
    const struct trig_finding finding = {.rule = rule,
                                         .strength = trig_rule(rule)->strength,
                                         .size = size_of(found),
                                         .row = row,
                                         .wave = trig_found_text(table, row, "wave"),
                                         .measure = trig_found_text(table, row, "measure"),
                                         .against = wording->other,
                                         .sentence =
                                             trig_wording_sentence(&findings->arena, found, wording, rule)};
    return append(findings, &finding, error);
}

/* ---- benchmarks ---------------------------------------------------------------------------- */

enum trig_status trig_findings_benchmark(struct trig_findings *findings, const trig_table *table,
                                         const trig_definition *definition, struct trig_view against,
                                         struct trig_error *error)
{
    const struct trig_wording wording = {
        .kind = TRIG_WORDING_BESIDE, .other = against, .level = 100.0 * findings->level};
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_found found = trig_found_read(table, row);
        if (!found.directed && !found.evidence.hidden)
            continue;
        found.subject = trig_found_subject(&findings->arena, table, row, definition, false);
        enum trig_status status = add_row(findings, table, row, &found, &wording, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* ---- comparisons of all ------------------------------------------------------------------------ */

/* How many institutions of one block were found what. */
struct tally {
    size_t compared;
    size_t clear;
    size_t suggestive;
};

static bool is_block(const trig_table *table, size_t row, size_t first)
{
    return trig_view_equal(trig_found_text(table, row, "measure"),
                           trig_found_text(table, first, "measure")) &&
           trig_view_equal(trig_found_text(table, row, "wave"), trig_found_text(table, first, "wave"));
}

static enum trig_status add_tally(struct trig_findings *findings, const trig_table *table, size_t first,
                                  const trig_definition *definition, struct trig_view against,
                                  const struct tally *tally, struct trig_error *error)
{
    struct trig_view measure = trig_found_text(table, first, "measure");
    struct trig_view words = trig_measure_words(&findings->arena, definition, measure);
    enum trig_rule_id rule = tally->clear        ? TRIG_RULE_CLEAR
                             : tally->suggestive ? TRIG_RULE_SINGLE
                                                 : TRIG_RULE_NONE;
    if (tally->compared == 0 || !words.data)
        return words.data ? TRIG_OK : no_memory(error);
    const struct trig_finding finding = {
        .rule = rule,
        .strength = trig_rule(rule)->strength,
        .size = INFINITY,
        .row = SIZE_MAX,
        .wave = trig_found_text(table, first, "wave"),
        .measure = measure,
        .against = against,
        .sentence =
            trig_arena_printf(&findings->arena,
                              "%.*s: of %zu institutions compared with %.*s %zu clearly differ from it "
                              "and %zu may; of the other %zu there is no evidence that they do.",
                              TRIG_VIEW_ARG(words), tally->compared, TRIG_VIEW_ARG(against), tally->clear,
                              tally->suggestive, tally->compared - tally->clear - tally->suggestive)};
    return append(findings, &finding, error);
}

/* The rows of one measure and wave, from [*row] on. */
static enum trig_status add_block(struct trig_findings *findings, const trig_table *table,
                                  const trig_definition *definition, struct trig_view against, size_t *row,
                                  struct trig_error *error)
{
    const struct trig_wording wording = {
        .kind = TRIG_WORDING_BESIDE, .other = against, .level = 100.0 * findings->level};
    struct tally tally = {0, 0, 0};
    enum trig_status status = TRIG_OK;
    size_t first = *row;
    for (; *row < trig_table_rows(table) && is_block(table, *row, first) && status == TRIG_OK; (*row)++) {
        struct trig_found found = trig_found_read(table, *row);
        enum trig_strength strength = trig_rule(trig_rule_of(&found.evidence))->strength;
        if (!found.directed || strength == TRIG_WITHHELD)
            continue;
        tally.compared++;
        tally.clear += strength == TRIG_CLEAR;
        tally.suggestive += strength == TRIG_SUGGESTIVE;
        if (strength == TRIG_NO_EVIDENCE)
            continue;
        found.subject = trig_found_subject(&findings->arena, table, *row, definition, true);
        status = add_row(findings, table, *row, &found, &wording, error);
    }
    return status ? status : add_tally(findings, table, first, definition, against, &tally, error);
}

enum trig_status trig_findings_compare(struct trig_findings *findings, const trig_table *table,
                                       const trig_definition *definition, struct trig_view against,
                                       struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < trig_table_rows(table) && status == TRIG_OK;)
        status = add_block(findings, table, definition, against, &row, error);
    return status;
}

/* ---- changes ------------------------------------------------------------------------------- */

static struct trig_view wave_label(const trig_definition *definition, size_t wave)
{
    struct trig_view label = definition->waves[wave].label;
    return label.length ? label : definition->waves[wave].id;
}

/* The label of the wave of the nearest row above that is about the same thing. */
static struct trig_view earlier_wave(const trig_table *table, size_t row, const trig_definition *definition)
{
    for (size_t above = row; above-- > 0;) {
        if (!trig_found_same_series(table, row, above) || isnan(trig_found_number(table, above, "estimate")))
            continue;
        struct trig_view id = trig_found_text(table, above, "wave");
        size_t wave = trig_definition_wave(definition, id);
        return wave == TRIG_NONE ? id : wave_label(definition, wave);
    }
    return trig_view("the wave before");
}

static enum trig_status add_change(struct trig_findings *findings, const trig_table *table, size_t row,
                                   const trig_definition *definition, bool named, struct trig_error *error)
{
    struct trig_found found = trig_found_read(table, row);
    if (!found.directed)
        return TRIG_OK;
    const struct trig_wording wording = {.kind = TRIG_WORDING_SINCE,
                                         .other = earlier_wave(table, row, definition),
                                         .level = 100.0 * findings->level};
    found.subject = trig_found_subject(&findings->arena, table, row, definition, named);
    return add_row(findings, table, row, &found, &wording, error);
}

static enum trig_status add_slope(struct trig_findings *findings, const trig_table *table, size_t row,
                                  const trig_definition *definition, struct trig_error *error)
{
    struct trig_found found;
    struct trig_found_span span;
    if (!trig_found_line(table, row, definition, &found, &span))
        return TRIG_OK;
    struct trig_view from = wave_label(definition, span.first);
    struct trig_view to = wave_label(definition, span.last);
    const struct trig_wording wording = {
        .kind = TRIG_WORDING_LINE,
        .other = trig_arena_printf(&findings->arena, "%.*s to %.*s", TRIG_VIEW_ARG(from), TRIG_VIEW_ARG(to)),
        .waves = span.count,
        .level = 100.0 * findings->level};
    if (!wording.other.data)
        return no_memory(error);
    found.subject = trig_found_subject(&findings->arena, table, row, definition, true);
    enum trig_status status = add_row(findings, table, row, &found, &wording, error);
    if (status == TRIG_OK)
        findings->items[findings->count - 1].time = span.time;
    return status;
}

/* The wave of the last row that has one: series are in the order of their waves, and each has a row a wave.
 */
static struct trig_view last_wave(const trig_table *table)
{
    for (size_t row = trig_table_rows(table); row-- > 0;)
        if (trig_found_text(table, row, "wave").length)
            return trig_found_text(table, row, "wave");
    return trig_view("");
}

enum trig_status trig_findings_trend(struct trig_findings *findings, const trig_table *table,
                                     const trig_definition *definition, struct trig_view institution,
                                     struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    struct trig_view wave = last_wave(table);
    for (size_t row = 0; row < trig_table_rows(table) && status == TRIG_OK; row++)
        if (trig_view_equal(trig_found_text(table, row, "institution"), institution) &&
            trig_view_equal(trig_found_text(table, row, "wave"), wave))
            status = add_change(findings, table, row, definition, false, error);
    return status;
}

enum trig_status trig_findings_changes(struct trig_findings *findings, const trig_table *table,
                                       const trig_definition *definition, struct trig_view against,
                                       struct trig_error *error)
{
    (void)against; /* the rows say it */
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < trig_table_rows(table) && status == TRIG_OK; row++) {
        status = add_change(findings, table, row, definition, true, error);
        if (status == TRIG_OK)
            status = add_slope(findings, table, row, definition, error);
    }
    return status;
}

/* ---- tests --------------------------------------------------------------------------------- */

enum trig_status trig_findings_test(struct trig_findings *findings, const trig_table *table,
                                    const trig_definition *definition, struct trig_view against,
                                    struct trig_error *error)
{
    (void)against; /* the rows say it */
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < trig_table_rows(table) && status == TRIG_OK; row++) {
        struct trig_found found = trig_found_read(table, row);
        /* A difference is second minus first: the second stands beside the first. */
        struct trig_view first = trig_found_text(table, row, "first");
        const struct trig_wording wording = {.kind = first.length ? TRIG_WORDING_PAIR : TRIG_WORDING_GROUPS,
                                             .first = trig_found_text(table, row, "second"),
                                             .other =
                                                 first.length ? first : trig_found_text(table, row, "by"),
                                             .level = 100.0 * findings->level};
        if (!found.evidence.hidden && isnan(found.evidence.p))
            continue;
        found.subject = trig_found_subject(&findings->arena, table, row, definition, false);
        status = add_row(findings, table, row, &found, &wording, error);
    }
    return status;
}

/* ---- order --------------------------------------------------------------------------------- */

static int compare_findings(const void *left, const void *right)
{
    const struct trig_finding *a = left, *b = right;
    if (a->strength != b->strength)
        return a->strength < b->strength ? -1 : 1;
    if (a->size != b->size)
        return a->size < b->size ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

void trig_findings_sort(struct trig_findings *findings)
{
    if (findings->count)
        qsort(findings->items, findings->count, sizeof *findings->items, compare_findings);
}
