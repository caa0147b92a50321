#include "analyze/report/findings.h"

#include "analyze/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIGNIFICANT     0.05
#define MATERIAL_POINTS 2.0
#define MATERIAL_EFFECT 0.2

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

const char *trig_strength_text(enum trig_strength strength)
{
    static const char *const texts[] = {
        [TRIG_CLEAR] = "Clear",
        [TRIG_SUGGESTIVE] = "Suggestive",
        [TRIG_NO_EVIDENCE] = "No evidence of a difference",
        [TRIG_WITHHELD] = "Not shown",
    };
    return texts[strength];
}

struct trig_view trig_measure_words(struct trig_arena *arena, const trig_definition *definition,
                                    struct trig_view measure)
{
    struct trig_measures parsed;
    struct trig_view name = trig_arena_copy(arena, measure);
    if (!name.data || trig_measures_parse(definition, name.data, &parsed, NULL) != TRIG_OK)
        return name;
    struct trig_view label = parsed.count ? trig_arena_copy(arena, parsed.items[0].label) : name;
    trig_measures_clear(&parsed);
    return label.length ? label : name;
}

/* ---- one row ------------------------------------------------------------------- */

/* A comparison as sentences need it: points for scores and shares, own units else. */
struct comparison {
    struct trig_view subject; /* "Recognition" */
    bool points;              /* scores of 0-100, or shares in percent */
    bool share;
    bool hidden;
    double estimate;
    double benchmark;
    double difference;
    double low;
    double high;
    double se;
    double p;
    double p_adjusted;
    double effect;
    double n;
};

static double number_at(const trig_table *table, size_t row, const char *name)
{
    size_t column = trig_table_find(table, name);
    return column == SIZE_MAX ? NAN : trig_table_number(table, row, column);
}

static struct trig_view text_at(const trig_table *table, size_t row, const char *name)
{
    size_t column = trig_table_find(table, name);
    return column == SIZE_MAX ? trig_view_of(NULL, 0) : trig_table_text(table, row, column);
}

static bool begins_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* Whether [measure] is a share: a pillar's, or anything of statistic proportion. */
static bool is_share(const trig_table *table, size_t row, struct trig_view measure)
{
    static const char ending[] = ":positive";
    size_t length = sizeof ending - 1;
    return trig_view_is(text_at(table, row, "statistic"), "proportion") ||
           (measure.length > length && memcmp(measure.data + measure.length - length, ending, length) == 0);
}

static struct comparison read_row(const trig_table *table, size_t row)
{
    struct trig_view measure = text_at(table, row, "measure");
    struct comparison c = {.share = is_share(table, row, measure)};
    c.points = c.share || begins_with(measure, "pillar:");
    double factor = c.share ? 100 : 1;
    c.hidden = text_at(table, row, "suppressed").length > 0;
    c.estimate = factor * number_at(table, row, "estimate");
    c.benchmark = factor * number_at(table, row, "benchmark");
    c.difference = factor * number_at(table, row, "difference");
    c.low = factor * number_at(table, row, "difference_low");
    c.high = factor * number_at(table, row, "difference_high");
    c.se = factor * number_at(table, row, "difference_se");
    c.p = number_at(table, row, "p");
    c.p_adjusted = number_at(table, row, "p_adjusted");
    c.effect = number_at(table, row, "effect_size");
    c.n = number_at(table, row, "n");
    return c;
}

static bool is_material(const struct comparison *c)
{
    return c->points ? fabs(c->difference) >= MATERIAL_POINTS : fabs(c->effect) >= MATERIAL_EFFECT;
}

static enum trig_strength strength_of(const struct comparison *c)
{
    if (c->hidden)
        return TRIG_WITHHELD;
    if (c->p_adjusted < SIGNIFICANT && is_material(c))
        return TRIG_CLEAR;
    return c->p < SIGNIFICANT ? TRIG_SUGGESTIVE : TRIG_NO_EVIDENCE;
}

enum trig_strength trig_finding_strength(const trig_table *table, size_t row)
{
    struct comparison c = read_row(table, row);
    return strength_of(&c);
}

/* ---- sentences ------------------------------------------------------------------- */

/* How a comparison is worded: against somebody, or over time. */
struct wording {
    const char *more; /* "above" */
    const char *less;
    struct trig_view other; /* "the sector", or the earlier wave's label */
    bool over_time;
    double level; /* of the interval, in percent */
};

static struct trig_view amount(struct trig_arena *arena, const struct comparison *c, double value)
{
    return trig_arena_printf(arena, c->points ? "%.1f" : "%.2f", fabs(value) < 0.005 ? 0.0 : value);
}

static const char *unit_of(const struct comparison *c)
{
    return c->share ? " percentage points" : c->points ? " points" : " on its own scale";
}

/* One end of the interval: "5.1 below". */
static struct trig_view end_of(struct trig_arena *arena, const struct comparison *c, const struct wording *w,
                               double value)
{
    struct trig_view size = amount(arena, c, fabs(value));
    const char *side = value < 0 ? w->less : w->more;
    return trig_arena_printf(arena, "%.*s %s", TRIG_VIEW_ARG(size), side);
}

/* "2.0 to 10.2 below", or "5.1 below to 2.7 above" where the sides differ. */
static struct trig_view interval_of(struct trig_arena *arena, const struct comparison *c,
                                    const struct wording *w)
{
    bool same = (c->low < 0) == (c->high < 0);
    if (!same) {
        struct trig_view low = end_of(arena, c, w, c->low), high = end_of(arena, c, w, c->high);
        return trig_arena_printf(arena, "%.*s to %.*s", TRIG_VIEW_ARG(low), TRIG_VIEW_ARG(high));
    }
    double nearer = fmin(fabs(c->low), fabs(c->high)), farther = fmax(fabs(c->low), fabs(c->high));
    struct trig_view near_text = amount(arena, c, nearer);
    struct trig_view far_text = end_of(arena, c, w, c->low < 0 ? -farther : farther);
    return trig_arena_printf(arena, "%.*s to %.*s", TRIG_VIEW_ARG(near_text), TRIG_VIEW_ARG(far_text));
}

/* "58.3, 6.1 points below the sector (64.4)" or "rose by 3.2 points, from 55.1 to 58.3". */
static struct trig_view statement_of(struct trig_arena *arena, const struct comparison *c,
                                     const struct wording *w)
{
    struct trig_view own = amount(arena, c, c->estimate), other = amount(arena, c, c->benchmark);
    struct trig_view size = amount(arena, c, fabs(c->difference));
    const char *percent = c->share ? "%" : "";
    if (w->over_time)
        return trig_arena_printf(arena, "%.*s%s %s since %.*s, from %.*s%s to %.*s%s", TRIG_VIEW_ARG(size),
                                 unit_of(c), c->difference < 0 ? w->less : w->more, TRIG_VIEW_ARG(w->other),
                                 TRIG_VIEW_ARG(other), percent, TRIG_VIEW_ARG(own), percent);
    return trig_arena_printf(arena, "%.*s%s, %.*s%s %s %.*s at %.*s%s", TRIG_VIEW_ARG(own), percent,
                             TRIG_VIEW_ARG(size), unit_of(c), c->difference < 0 ? w->less : w->more,
                             TRIG_VIEW_ARG(w->other), TRIG_VIEW_ARG(other), percent);
}

static struct trig_view no_evidence(struct trig_arena *arena, const struct comparison *c,
                                    const struct wording *w)
{
    struct trig_view own = amount(arena, c, c->estimate), other = amount(arena, c, c->benchmark);
    struct trig_view range = interval_of(arena, c, w);
    const char *percent = c->share ? "%" : "";
    return trig_arena_printf(
        arena, "%.*s: %.*s%s against %.*s%s %s %.*s. The data fit anything from %.*s (%g%% interval).",
        TRIG_VIEW_ARG(c->subject), TRIG_VIEW_ARG(own), percent, TRIG_VIEW_ARG(other), percent,
        w->over_time ? "in" : "for", TRIG_VIEW_ARG(w->other), TRIG_VIEW_ARG(range), w->level);
}

static const char *caution_of(const struct comparison *c, enum trig_strength strength)
{
    if (strength == TRIG_CLEAR)
        return "";
    return c->p_adjusted < SIGNIFICANT ? " More than chance, but too small to matter much."
                                       : " Not beyond doubt once all measures are looked at together.";
}

static struct trig_view sentence_of(struct trig_arena *arena, const struct comparison *c,
                                    const struct wording *w, enum trig_strength strength)
{
    if (strength == TRIG_WITHHELD)
        return trig_arena_printf(arena, "%.*s: %s, to protect respondents.", TRIG_VIEW_ARG(c->subject),
                                 isfinite(c->n) ? "no comparison is shown" : "not shown");
    if (strength == TRIG_NO_EVIDENCE)
        return no_evidence(arena, c, w);
    struct trig_view statement = statement_of(arena, c, w), range = interval_of(arena, c, w);
    return trig_arena_printf(arena, "%.*s: %.*s (%g%% interval %.*s; n\u00a0=\u00a0%.0f).%s",
                             TRIG_VIEW_ARG(c->subject), TRIG_VIEW_ARG(statement), w->level,
                             TRIG_VIEW_ARG(range), c->n, caution_of(c, strength));
}

/* ---- lists ----------------------------------------------------------------------- */

static enum trig_status add(struct trig_findings *findings, const struct comparison *c,
                            const struct wording *w, struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&findings->items, &findings->capacity, findings->count + 1,
                                        sizeof *findings->items, error);
    if (status)
        return status;
    struct trig_finding *finding = &findings->items[findings->count];
    finding->strength = strength_of(c);
    finding->size = c->se > 0 ? fabs(c->difference / c->se) : 0;
    finding->sentence = sentence_of(&findings->arena, c, w, finding->strength);
    if (!finding->sentence.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while wording the findings");
    findings->count++;
    return TRIG_OK;
}

enum trig_status trig_findings_benchmark(struct trig_findings *findings, const trig_table *table,
                                         const trig_definition *definition, struct trig_view comparator,
                                         struct trig_error *error)
{
    const struct wording wording = {"above", "below", comparator, false, 100 * findings->level};
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct comparison c = read_row(table, row);
        c.subject = trig_measure_words(&findings->arena, definition, text_at(table, row, "measure"));
        if (isnan(c.difference) && !c.hidden)
            continue;
        enum trig_status status = add(findings, &c, &wording, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

/* The label of the wave of the nearest row above that is about the same thing. */
static struct trig_view earlier_wave(const trig_table *table, size_t row, const trig_definition *definition)
{
    for (size_t above = row; above-- > 0;) {
        if (!trig_view_equal(text_at(table, above, "measure"), text_at(table, row, "measure")) ||
            !trig_view_equal(text_at(table, above, "institution"), text_at(table, row, "institution")) ||
            isnan(number_at(table, above, "estimate")))
            continue;
        struct trig_view id = text_at(table, above, "wave");
        size_t wave = trig_definition_wave(definition, id);
        return wave != TRIG_NONE && definition->waves[wave].label.length ? definition->waves[wave].label : id;
    }
    return trig_view("the wave before");
}

enum trig_status trig_findings_trend(struct trig_findings *findings, const trig_table *table,
                                     const trig_definition *definition, struct trig_view institution,
                                     struct trig_error *error)
{
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (!trig_view_equal(text_at(table, row, "institution"), institution))
            continue;
        struct comparison c = read_row(table, row);
        c.subject = trig_measure_words(&findings->arena, definition, text_at(table, row, "measure"));
        if (isnan(c.difference))
            continue;
        const struct wording wording = {"up", "down", earlier_wave(table, row, definition), true,
                                        100 * findings->level};
        enum trig_status status = add(findings, &c, &wording, error);
        if (status)
            return status;
    }
    return TRIG_OK;
}

static int compare_findings(const void *left, const void *right)
{
    const struct trig_finding *a = left, *b = right;
    if (a->strength != b->strength)
        return a->strength < b->strength ? -1 : 1;
    return (a->size < b->size) - (a->size > b->size);
}

void trig_findings_sort(struct trig_findings *findings)
{
    if (findings->count)
        qsort(findings->items, findings->count, sizeof *findings->items, compare_findings);
}
