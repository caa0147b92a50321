#include "analyze/findings/comparison.h"

#include "analyze/frame/measure.h"

#include <math.h>
#include <string.h>

/* ---- cells --------------------------------------------------------------------------------- */

double trig_found_number(const trig_table *table, size_t row, const char *column)
{
    size_t at = trig_table_find(table, column);
    return at == SIZE_MAX ? NAN : trig_table_number(table, row, at);
}

struct trig_view trig_found_text(const trig_table *table, size_t row, const char *column)
{
    size_t at = trig_table_find(table, column);
    return at == SIZE_MAX ? trig_view_of(NULL, 0) : trig_table_text(table, row, at);
}

bool trig_found_same_series(const trig_table *table, size_t row, size_t other)
{
    size_t last = trig_table_find(table, "measure");
    for (size_t column = 0; column <= last && column < trig_table_columns(table); column++)
        if (strcmp(trig_table_column_at(table, column)->name, "wave") != 0 &&
            !trig_view_equal(trig_table_text(table, row, column), trig_table_text(table, other, column)))
            return false;
    return true;
}

/* ---- words --------------------------------------------------------------------------------- */

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

static struct trig_view institution_words(const trig_definition *definition, struct trig_view id)
{
    size_t institution = trig_definition_institution(definition, id);
    return institution == TRIG_NONE ? id : definition->institutions[institution].name;
}

/* Between the institution, whose words stand before the measure's, and the measure. */
static struct trig_view category_words(struct trig_arena *arena, const trig_table *table, size_t row,
                                       struct trig_view words)
{
    size_t last = trig_table_find(table, "measure");
    for (size_t column = 0; column < last && column < trig_table_columns(table) && words.data; column++) {
        const char *name = trig_table_column_at(table, column)->name;
        struct trig_view text = trig_table_text(table, row, column);
        if (text.length && strcmp(name, "wave") != 0 && strcmp(name, "institution") != 0)
            words = trig_arena_printf(arena, "%.*s, %.*s", TRIG_VIEW_ARG(words), TRIG_VIEW_ARG(text));
    }
    return words;
}

/* Rows without institution are the sector's where others have one. */
static bool has_institutions(const trig_table *table)
{
    size_t column = trig_table_find(table, "institution");
    for (size_t row = 0; column != SIZE_MAX && row < trig_table_rows(table); row++)
        if (!trig_table_is_empty(table, row, column))
            return true;
    return false;
}

struct trig_view trig_found_subject(struct trig_arena *arena, const trig_table *table, size_t row,
                                    const trig_definition *definition, bool named)
{
    struct trig_view words = trig_measure_words(arena, definition, trig_found_text(table, row, "measure"));
    struct trig_view institution = trig_found_text(table, row, "institution");
    if (words.data)
        words = category_words(arena, table, row, words);
    if (!named || !words.data || (!institution.length && !has_institutions(table)))
        return words;
    institution = institution.length ? institution_words(definition, institution) : trig_view("The sector");
    return trig_arena_printf(arena, "%.*s, %.*s", TRIG_VIEW_ARG(institution), TRIG_VIEW_ARG(words));
}

/* ---- numbers ------------------------------------------------------------------------------- */

static bool begins_with(struct trig_view text, const char *start)
{
    size_t length = strlen(start);
    return text.length >= length && memcmp(text.data, start, length) == 0;
}

/* Whether [measure] is a share: positive answers, those of one code, anything of statistic proportion. */
static bool is_share(const trig_table *table, size_t row, struct trig_view measure)
{
    static const char ending[] = ":positive";
    size_t length = sizeof ending - 1;
    return trig_view_is(trig_found_text(table, row, "statistic"), "proportion") ||
           (measure.length && memchr(measure.data, '=', measure.length)) ||
           (measure.length > length && memcmp(measure.data + measure.length - length, ending, length) == 0);
}

/* The difference and its interval, or the effect and its own. */
static void read_evidence(const trig_table *table, size_t row, struct trig_found *found)
{
    struct trig_evidence *evidence = &found->evidence;
    evidence->rescaled = trig_view_is(trig_found_text(table, row, "flag"), "bridged");
    double factor = found->share ? 100.0 : 1.0;
    evidence->hidden = trig_found_text(table, row, "suppressed").length > 0;
    evidence->p = trig_found_number(table, row, "p");
    evidence->p_adjusted = trig_found_number(table, row, "p_adjusted");
    if (!found->directed) {
        evidence->low = trig_found_number(table, row, "effect_low");
        evidence->high = trig_found_number(table, row, "effect_high");
        evidence->material = found->magnitude.length && !trig_view_is(found->magnitude, "negligible");
        evidence->bar = NAN;
        return;
    }
    evidence->low = factor * trig_found_number(table, row, "difference_low");
    evidence->high = factor * trig_found_number(table, row, "difference_high");
    evidence->bar =
        found->points ? TRIG_FINDING_POINTS : TRIG_FINDING_EFFECT * fabs(found->difference / found->effect);
    evidence->material = found->points ? fabs(found->difference) >= TRIG_FINDING_POINTS
                                       : fabs(found->effect) >= TRIG_FINDING_EFFECT;
}

struct trig_found trig_found_read(const trig_table *table, size_t row)
{
    struct trig_view measure = trig_found_text(table, row, "measure");
    struct trig_found found = {.share = is_share(table, row, measure),
                               .rounded = trig_table_is_rounded(table)};
    double factor = found.share ? 100.0 : 1.0;
    found.points = found.share || begins_with(measure, "pillar:");
    found.estimate = factor * trig_found_number(table, row, "estimate");
    found.benchmark = factor * trig_found_number(table, row, "benchmark");
    found.difference = factor * trig_found_number(table, row, "difference");
    found.directed = !isnan(found.difference);
    found.se = factor * trig_found_number(table, row, "difference_se");
    found.effect = trig_found_number(table, row, "effect_size");
    found.effect_name = trig_found_text(table, row, "effect");
    found.magnitude = trig_found_text(table, row, "magnitude");
    found.method = trig_found_text(table, row, "method");
    found.n = trig_found_number(table, row, "n");
    read_evidence(table, row, &found);
    return found;
}

/* ---- slopes ------------------------------------------------------------------------------------ */

/* What the rows of waves say of a line through them. */
struct line {
    struct trig_found_span span;
    double sd; /* of single answers; NAN: no change tells */
    bool rescaled;
};

/* The last waves above that no break parts, of those that are shown: of them a slope is made. */
static struct line find_line(const trig_table *table, size_t row, const trig_definition *definition)
{
    struct line line = {.sd = NAN};
    bool parted = false;
    for (size_t above = row; above-- > 0 && !parted;) {
        size_t wave = trig_definition_wave(definition, trig_found_text(table, above, "wave"));
        if (wave == TRIG_NONE || !trig_found_same_series(table, row, above) ||
            isnan(trig_found_number(table, above, "estimate")))
            continue;
        struct trig_view flag = trig_found_text(table, above, "flag");
        double sd = fabs(trig_found_number(table, above, "difference") /
                         trig_found_number(table, above, "effect_size"));
        line.sd = isnan(line.sd) ? sd : line.sd;
        line.span.first = wave;
        line.span.last = line.span.count++ ? line.span.last : wave;
        line.rescaled = line.rescaled || trig_view_is(flag, "bridged");
        parted = trig_view_is(flag, "break");
    }
    if (line.span.count)
        line.span.time = definition->waves[line.span.last].time - definition->waves[line.span.first].time;
    return line;
}

bool trig_found_line(const trig_table *table, size_t row, const trig_definition *definition,
                     struct trig_found *found, struct trig_found_span *span)
{
    bool slope = trig_view_is(trig_found_text(table, row, "statistic"), "slope");
    if (!slope || isnan(trig_found_number(table, row, "p")))
        return false;
    struct line line = find_line(table, row, definition);
    *found = trig_found_read(table, row);
    double times = line.span.time * (found->share ? 100.0 : 1.0);
    if (!(line.span.time > 0.0) || !(found->points || line.sd > 0.0))
        return false;
    struct trig_evidence *evidence = &found->evidence;
    found->directed = true;
    found->difference = times * trig_found_number(table, row, "estimate");
    found->se = times * trig_found_number(table, row, "se");
    found->effect = found->difference / line.sd;
    evidence->low = times * trig_found_number(table, row, "ci_low");
    evidence->high = times * trig_found_number(table, row, "ci_high");
    evidence->bar = found->points ? TRIG_FINDING_POINTS : TRIG_FINDING_EFFECT * line.sd;
    evidence->material = fabs(found->difference) >= evidence->bar;
    evidence->rescaled = line.rescaled;
    *span = line.span;
    return true;
}
