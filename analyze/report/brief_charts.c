#include "analyze/report/brief.h"

#include "analyze/context/names.h"

static struct trig_brief_chart *add(struct trig_brief *brief, enum trig_brief_kind kind,
                                    enum trig_brief_table table, struct trig_view name)
{
    struct trig_brief_chart *chart = &brief->charts[brief->chart_count++];
    chart->kind = kind;
    chart->table = table;
    chart->name = name;
    return chart;
}

/* "Source: TITLE, WAVE; what the numbers are." */
static struct trig_view caption(struct trig_brief *brief, const char *method)
{
    struct trig_view survey = trig_brief_survey(brief, ", ");
    return trig_arena_printf(&brief->arena, "Source: %.*s. %s", TRIG_VIEW_ARG(survey), method);
}

/* What may be said of [measure] against the sector: the strength of its finding,
 * and whether the institution is above. */
static enum trig_strength standing_of(const struct trig_brief *brief, struct trig_view measure, bool *above)
{
    const trig_table *table = brief->tables[TRIG_BRIEF_BENCHMARK];
    size_t name = trig_table_find(table, "measure"), difference = trig_table_find(table, "difference");
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        if (!trig_view_equal(trig_table_text(table, row, name), measure) ||
            trig_table_is_empty(table, row, difference))
            continue;
        *above = trig_table_number(table, row, difference) > 0;
        return trig_finding_strength(table, row);
    }
    return TRIG_WITHHELD;
}

static struct trig_view standing_title(struct trig_brief *brief, const struct trig_measure *measure)
{
    bool above = false;
    struct trig_view name = trig_brief_institution(brief);
    switch (standing_of(brief, measure->name, &above)) {
    case TRIG_CLEAR:
        return trig_arena_printf(&brief->arena, "%.*s: %.*s is %s the sector", TRIG_VIEW_ARG(measure->label),
                                 TRIG_VIEW_ARG(name), above ? "above" : "below");
    case TRIG_SUGGESTIVE:
        return trig_arena_printf(&brief->arena, "%.*s: %.*s may be %s the sector",
                                 TRIG_VIEW_ARG(measure->label), TRIG_VIEW_ARG(name),
                                 above ? "above" : "below");
    case TRIG_NO_EVIDENCE:
        return trig_arena_printf(&brief->arena, "%.*s: %.*s is not distinguishable from the sector",
                                 TRIG_VIEW_ARG(measure->label), TRIG_VIEW_ARG(name));
    case TRIG_WITHHELD:
        break;
    }
    return trig_arena_printf(&brief->arena, "%.*s by institution", TRIG_VIEW_ARG(measure->label));
}

static void plan_overview(struct trig_brief *brief)
{
    if (brief->measures.items[0].unit != TRIG_UNIT_SCORE)
        return; /* items have scales of their own: nothing to lay side by side */
    struct trig_view name = trig_brief_institution(brief);
    struct trig_brief_chart *chart =
        add(brief, TRIG_BRIEF_PANELS, TRIG_BRIEF_BENCHMARK, trig_view("overview"));
    chart->title = trig_arena_printf(&brief->arena, "Where %.*s stands", TRIG_VIEW_ARG(name));
    chart->subtitle = trig_view("Mean score (0\u2013100) with confidence interval, beside the sector");
    chart->caption = caption(brief, "Intervals are model-based; the sector includes the institution.");
    chart->reading = trig_view("Where the interval holds the sector's value, the difference may be chance.");
    if (!brief->tables[TRIG_BRIEF_TREND])
        return;
    chart = add(brief, TRIG_BRIEF_PANELS, TRIG_BRIEF_TREND, trig_view("trends"));
    chart->title = trig_arena_printf(&brief->arena, "%.*s and the sector over time", TRIG_VIEW_ARG(name));
    chart->subtitle =
        trig_view("Mean score (0\u2013100) with confidence bands; a broken line has no comparable estimate");
    chart->caption = caption(brief, "Only items asked the same way in the waves compared.");
    chart->reading = trig_view("Bands that overlap widely leave room for no change at all.");
}

static void plan_measure(struct trig_brief *brief, size_t index)
{
    const struct trig_measure *measure = &brief->measures.items[index];
    const trig_definition *definition = brief->context->definition;
    struct trig_view id =
        measure->pillar != TRIG_NONE ? definition->pillars[measure->pillar].id : measure->name;
    struct trig_brief_chart *chart =
        add(brief, TRIG_BRIEF_CATERPILLAR, TRIG_BRIEF_COMPARE, trig_names_file(&brief->arena, "compare", id));
    chart->filter = "measure";
    chart->value = measure->name;
    chart->section = index + 1;
    chart->title = standing_title(brief, measure);
    chart->subtitle =
        trig_arena_printf(&brief->arena, "%s of each institution, in order, with %g%% confidence intervals",
                          measure->unit == TRIG_UNIT_SCORE ? "Mean score (0\u2013100)" : "Mean",
                          100 * brief->context->design.level);
    chart->caption =
        caption(brief, "Intervals are model-based and not adjusted for the number of institutions.");
    chart->reading = trig_view("The order is not a ranking: most neighbours cannot be told apart.");
}

/* One chart for the items of a pillar that share a scale; the first of a pillar
 * bears the pillar's name alone. */
static void plan_answers(struct trig_brief *brief, size_t index, size_t scale, bool first)
{
    const struct trig_measure *measure = &brief->measures.items[index];
    const trig_definition *definition = brief->context->definition;
    struct trig_view id = definition->pillars[measure->pillar].id, name = definition->scales[scale].name;
    struct trig_view stem =
        first ? id : trig_arena_printf(&brief->arena, "%.*s-%.*s", TRIG_VIEW_ARG(id), TRIG_VIEW_ARG(name));
    struct trig_brief_chart *chart =
        add(brief, TRIG_BRIEF_LIKERT, TRIG_BRIEF_ANSWERS, trig_names_file(&brief->arena, "answers", stem));
    chart->scale = name;
    chart->filter = "pillar";
    chart->value = id;
    chart->section = index + 1;
    chart->title =
        trig_arena_printf(&brief->arena, "How %.*s answered: %.*s",
                          TRIG_VIEW_ARG(trig_brief_institution(brief)), TRIG_VIEW_ARG(measure->label));
    chart->subtitle = trig_view("Percent of those who gave a substantive answer");
    chart->caption = caption(brief, "Answers as given.");
    chart->reading =
        trig_view("Answers on the positive side are to the right of the line, those on the other side to "
                  "the left.");
}

/* Every chart's words came from the arena: one that is missing means it was full. */
static bool words_are_complete(const struct trig_brief *brief)
{
    for (size_t i = 0; i < brief->chart_count; i++) {
        const struct trig_brief_chart *chart = &brief->charts[i];
        if (!chart->name.data || !chart->title.data || !chart->subtitle.data || !chart->caption.data)
            return false;
    }
    return true;
}

enum trig_status trig_brief_plan(struct trig_brief *brief, struct trig_error *error)
{
    const trig_definition *definition = brief->context->definition;
    size_t most = 2 + brief->measures.count * (1 + definition->scale_count);
    brief->chart_count = 0;
    brief->charts = trig_arena_calloc(&brief->arena, most, sizeof *brief->charts);
    if (!brief->charts)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while planning the charts");
    plan_overview(brief);
    for (size_t i = 0; i < brief->measures.count; i++) {
        size_t pillar = brief->measures.items[i].pillar, scale = TRIG_NONE;
        plan_measure(brief, i);
        for (bool first = true; pillar != TRIG_NONE; first = false) {
            scale = trig_names_scale(definition, pillar, scale);
            if (scale == TRIG_NONE)
                break;
            plan_answers(brief, i, scale, first);
        }
    }
    return words_are_complete(brief)
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory while planning the charts");
}
