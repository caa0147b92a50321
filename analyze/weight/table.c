#include "analyze/weight/table.h"

#include "analyze/weight/margins.h"
#include "analyze/weight/shown.h"

#include <math.h>

enum { WAVE, TABLE, ROW, POPULATION, POPULATION_SHARE, N, BEFORE, AFTER, MEAN, SUPPRESSED, COLUMNS };

static const struct trig_table_column columns[COLUMNS] = {
    [WAVE] = {"wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [TABLE] = {"table", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [ROW] = {"row", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [POPULATION] = {"population", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [POPULATION_SHARE] = {"population_share", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [N] = {"n", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [BEFORE] = {"share_before", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [AFTER] = {"share_after", TRIG_CELL_NUMBER, TRIG_STYLE_SHARE},
    [MEAN] = {"mean_weight", TRIG_CELL_NUMBER, TRIG_STYLE_PLAIN},
    [SUPPRESSED] = {"suppressed", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* Sums over the responses of a row. */
struct sums {
    uint64_t n;
    double before;
    double after;
};

struct tabulation {
    const struct trig_context *context;
    const struct trig_recipe *recipe;
    const struct trig_respondents *respondents;
    const struct trig_weighed *weighed;
    struct trig_arena arena;
    trig_table *table;
    bool hides; /* a row of the wave */
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the table of the weights");
    return TRIG_ERR_MEMORY;
}

/* ---- sums --------------------------------------------------------------------------------- */

/* The sums of each row of a margin, those of all rows at the end. */
static enum trig_status add_up(struct tabulation *tabulation, const struct trig_recipe_margin *margin,
                               size_t wave, struct sums *sums, struct trig_error *error)
{
    const struct trig_respondents *respondents = tabulation->respondents;
    const double *weights = tabulation->weighed->weights;
    uint32_t *rows = trig_arena_calloc(&tabulation->arena, respondents->unit_count, sizeof *rows);
    if (!rows)
        return no_memory(error);
    enum trig_status status = trig_margin_rows(&tabulation->recipe->targets, margin, wave, respondents->units,
                                               respondents->unit_count, rows, error);
    for (size_t i = 0; i < respondents->count && !status; i++) {
        uint32_t unit = respondents->unit[i];
        if (unit == TRIG_WEIGH_UNIT_NONE || rows[unit] == TRIG_MARGIN_NONE)
            continue;
        for (size_t at = rows[unit];; at = margin->count) {
            sums[at].n++;
            sums[at].before += respondents->base[i];
            sums[at].after += weights[i];
            if (at == margin->count)
                break;
        }
    }
    return status;
}

/* Whether weights come from a regression. */
static bool is_fitted(const struct tabulation *tabulation)
{
    return tabulation->recipe->form.method == TRIG_PROPENSITY;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static enum trig_status add_row(struct tabulation *tabulation, const struct trig_target *target, size_t wave,
                                size_t *row, struct trig_error *error)
{
    const trig_definition *definition = tabulation->context->definition;
    const struct trig_targets *targets = &tabulation->recipe->targets;
    struct trig_view table =
        trig_targets_shape_name(targets, definition, trig_target_shape(targets, target), &tabulation->arena);
    struct trig_view name = trig_target_name(targets, definition, target, &tabulation->arena);
    if (!table.data || !name.data)
        return no_memory(error);
    enum trig_status status = trig_table_add_row(tabulation->table, row, error);
    if (!status && wave != TRIG_NONE)
        status = trig_table_set_text(tabulation->table, *row, WAVE, definition->waves[wave].id, error);
    if (!status)
        status = trig_table_set_text(tabulation->table, *row, TABLE, table, error);
    if (!status)
        status = trig_table_set_text(tabulation->table, *row, ROW, name, error);
    trig_table_set_number(tabulation->table, *row, POPULATION, target->count);
    return status;
}

/* Shares are of people. Fitted weights are told of no row where any is hidden: together they would tell
 * what was fitted, and that how many answered in the others. */
static void fill_row(struct tabulation *tabulation, size_t row, bool people, const struct sums *of,
                     const struct sums *all)
{
    trig_table *table = tabulation->table;
    trig_table_set_count(table, row, N, of->n);
    if (!people)
        return;
    trig_table_set_number(table, row, BEFORE, of->before / all->before);
    if (is_fitted(tabulation) && tabulation->hides)
        return;
    trig_table_set_number(table, row, AFTER, of->after / all->after);
    if (of->n > 0)
        trig_table_set_number(table, row, MEAN, of->after / (double)of->n);
}

static enum trig_status add_margin(struct tabulation *tabulation, const struct trig_recipe_margin *margin,
                                   size_t wave, struct trig_error *error)
{
    const struct trig_target *items = tabulation->recipe->targets.items;
    struct sums *sums = trig_arena_calloc(&tabulation->arena, margin->count + 1, sizeof *sums);
    enum trig_suppression *hidden = trig_arena_calloc(&tabulation->arena, margin->count, sizeof *hidden);
    double people = 0.0;
    if (!sums || !hidden)
        return no_memory(error);
    enum trig_status status = add_up(tabulation, margin, wave, sums, error);
    if (!status)
        status =
            trig_weigh_hidden(tabulation->context, &tabulation->recipe->targets, margin, wave, hidden, error);
    for (size_t i = 0; i < margin->count && !status; i++) {
        if (sums[i].n == 0 && tabulation->context->disclosure.mode == TRIG_DISCLOSURE_NONE)
            hidden[i] = TRIG_SUPPRESSED_NONE; /* nobody is there to be found */
        people += items[margin->targets[i]].count;
        tabulation->hides = tabulation->hides || hidden[i];
    }
    for (size_t i = 0; i < margin->count && !status; i++) {
        size_t row;
        const struct trig_target *target = &items[margin->targets[i]];
        status = add_row(tabulation, target, wave, &row, error);
        if (status)
            break;
        if (target->total_of == TRIG_NONE)
            trig_table_set_number(tabulation->table, row, POPULATION_SHARE, target->count / people);
        if (hidden[i])
            status = trig_table_set_text(tabulation->table, row, SUPPRESSED,
                                         trig_view(trig_suppression_name(hidden[i])), error);
        else
            fill_row(tabulation, row, target->total_of == TRIG_NONE, &sums[i], &sums[margin->count]);
    }
    return status;
}

/* ---- what the weights are like ------------------------------------------------------------------ */

static enum trig_status add_note(struct tabulation *tabulation, struct trig_view note,
                                 struct trig_error *error)
{
    return note.data ? trig_table_add_note(tabulation->table, note, error) : no_memory(error);
}

/* The steps between which a weight is told to lie where its number would tell too much. */
static const double steps[] = {0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0};
#define STEPS (sizeof steps / sizeof *steps)

static struct trig_view between(struct trig_arena *arena, double ratio)
{
    size_t at = 0;
    while (at + 1 < STEPS && steps[at + 1] <= ratio)
        at++;
    return at + 1 < STEPS ? trig_arena_printf(arena, "%g to %g", steps[at], steps[at + 1])
                          : trig_arena_printf(arena, "more than %g", steps[at]);
}

static struct trig_view spread(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome)
{
    struct trig_arena *arena = &tabulation->arena;
    double mean = outcome->sum / (double)outcome->count;
    if (!tabulation->hides)
        return trig_arena_printf(
            arena,
            "weights from %.4g to %.4g (%.3g to %.3g times their mean); Kish design effect "
            "%.4g, effective number %.4g",
            outcome->least, outcome->largest, outcome->least / mean, outcome->largest / mean, outcome->deff,
            (double)outcome->count / outcome->deff);
    struct trig_view low = between(arena, outcome->least / mean);
    struct trig_view high = between(arena, outcome->largest / mean);
    return trig_arena_printf(
        arena,
        "the smallest weight is %.*s times their mean, the largest %.*s; Kish design effect "
        "about %.1f",
        TRIG_VIEW_ARG(low), TRIG_VIEW_ARG(high), outcome->deff);
}

static enum trig_status note_wave(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome,
                                  struct trig_error *error)
{
    const trig_definition *definition = tabulation->context->definition;
    struct trig_arena *arena = &tabulation->arena;
    struct trig_view told = spread(tabulation, outcome);
    if (!told.data)
        return no_memory(error);
    struct trig_view wave = trig_view("The"), done = trig_view("were weighed");
    if (outcome->wave != TRIG_NONE)
        wave = trig_arena_printf(arena, "Wave %.*s: the", TRIG_VIEW_ARG(definition->waves[outcome->wave].id));
    if (!is_fitted(tabulation) || !tabulation->hides) /* it could be tried out what else gives the sum */
        done = trig_arena_printf(arena, "weigh %.6g together, found", outcome->sum);
    enum trig_status status =
        wave.data && done.data
            ? add_note(tabulation,
                       trig_arena_printf(arena, "%.*s responses %.*s in %zu step%s; %.*s.",
                                         TRIG_VIEW_ARG(wave), TRIG_VIEW_ARG(done), outcome->iterations,
                                         outcome->iterations == 1 ? "" : "s", TRIG_VIEW_ARG(told)),
                       error)
            : no_memory(error);
    if (!status && is_fitted(tabulation))
        status =
            add_note(tabulation,
                     trig_view("A weight is 1 over the propensity to respond of a respondent's row, from a "
                               "logistic regression on the main effects of the table's columns: the "
                               "totals are met about, not exactly."),
                     error);
    if (!status && outcome->trimmed)
        status = add_note(tabulation,
                          trig_view("Weights beyond the limit were set to it and what they lost was given to "
                                    "the others: the totals are not met exactly any more."),
                          error);
    if (!status && outcome->dropped)
        status =
            add_note(tabulation,
                     trig_view("Responses in no row of the totals weigh nothing (--uncovered drop)."), error);
    if (!status && outcome->aside.institutions)
        status = add_note(
            tabulation,
            trig_arena_printf(arena,
                              "%zu institution%s with counts took no part: nobody's weight stands for their "
                              "people.",
                              outcome->aside.institutions, outcome->aside.institutions == 1 ? "" : "s"),
            error);
    return status;
}

/* ---- the whole -------------------------------------------------------------------------------------- */

static enum trig_status fill(struct tabulation *tabulation, struct trig_error *error)
{
    const struct trig_recipe *recipe = tabulation->recipe;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < recipe->wave_count && !status; i++) {
        tabulation->hides = false;
        for (size_t m = 0; m < recipe->waves[i].margin_count && !status; m++)
            status = add_margin(tabulation, &recipe->waves[i].margins[m], recipe->waves[i].wave, error);
        if (!status)
            status = note_wave(tabulation, &tabulation->weighed->outcomes[i], error);
    }
    return status;
}

enum trig_status trig_weigh_table(const struct trig_context *context, const struct trig_recipe *recipe,
                                  const struct trig_respondents *respondents,
                                  const struct trig_weighed *weighed, trig_table **out,
                                  struct trig_error *error)
{
    struct tabulation tabulation = {.context = context,
                                    .recipe = recipe,
                                    .respondents = respondents,
                                    .weighed = weighed,
                                    .table = trig_table_create(columns, COLUMNS, error)};
    trig_arena_init(&tabulation.arena);
    enum trig_status status = tabulation.table ? fill(&tabulation, error) : TRIG_ERR_MEMORY;
    trig_arena_clear(&tabulation.arena);
    if (status)
        trig_table_destroy(tabulation.table);
    else
        *out = tabulation.table;
    return status;
}
