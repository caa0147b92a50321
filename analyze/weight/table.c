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

/* A row's total, and sums over its responses. */
struct sums {
    double total;
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

/* Whether what the responses of every row weigh is its total. */
static bool meets_totals(const struct tabulation *tabulation)
{
    return !is_fitted(tabulation) && !trig_recipe_trims(tabulation->recipe);
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

/* What a row weighs after, and all rows together, where that may be told.
 * Where a row is hidden, fitted weights and trimmed ones are told of none: together they would tell what was
 * fitted or given to the others, and that how many answered in the hidden ones. Where every total is met, the
 * others weigh their totals, told as such: the last digits of a sum tell what it was found from. */
static bool weight_after(const struct tabulation *tabulation, const struct sums *of, const struct sums *all,
                         double *after, double *together)
{
    if (tabulation->hides && !meets_totals(tabulation))
        return false;
    *after = tabulation->hides ? of->total : of->after;
    *together = tabulation->hides ? all->total : all->after;
    return true;
}

/* Shares are of people. */
static void fill_row(struct tabulation *tabulation, size_t row, bool people, const struct sums *of,
                     const struct sums *all)
{
    trig_table *table = tabulation->table;
    double after, together;
    trig_table_set_count(table, row, N, of->n);
    if (!people)
        return;
    trig_table_set_number(table, row, BEFORE, of->before / all->before);
    if (!weight_after(tabulation, of, all, &after, &together))
        return;
    trig_table_set_number(table, row, AFTER, after / together);
    if (of->n > 0)
        trig_table_set_number(table, row, MEAN, after / (double)of->n);
}

/* What the rows of a margin hold, and which of them are hidden. */
struct judged {
    const struct trig_recipe_margin *margin;
    struct sums *sums; /* by row, those of all rows at the end */
    enum trig_suppression *hidden;
};

static enum trig_status judge_margin(struct tabulation *tabulation, size_t wave, struct judged *judged,
                                     struct trig_error *error)
{
    const struct trig_recipe_margin *margin = judged->margin;
    const struct trig_targets *targets = &tabulation->recipe->targets;
    judged->sums = trig_arena_calloc(&tabulation->arena, margin->count + 1, sizeof *judged->sums);
    judged->hidden = trig_arena_calloc(&tabulation->arena, margin->count, sizeof *judged->hidden);
    if (!judged->sums || !judged->hidden)
        return no_memory(error);
    enum trig_status status = add_up(tabulation, margin, wave, judged->sums, error);
    if (!status)
        status = trig_weigh_hidden(tabulation->context, targets, margin, wave, judged->hidden, error);
    for (size_t i = 0; i < margin->count && !status; i++) {
        if (judged->sums[i].n == 0 && tabulation->context->disclosure.mode == TRIG_DISCLOSURE_NONE)
            judged->hidden[i] = TRIG_SUPPRESSED_NONE; /* nobody is there to be found */
        judged->sums[i].total = targets->items[margin->targets[i]].count;
        judged->sums[margin->count].total += judged->sums[i].total;
        tabulation->hides = tabulation->hides || judged->hidden[i];
    }
    return status;
}

static enum trig_status add_margin(struct tabulation *tabulation, size_t wave, const struct judged *judged,
                                   struct trig_error *error)
{
    const struct trig_recipe_margin *margin = judged->margin;
    const struct sums *all = &judged->sums[margin->count];
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < margin->count && !status; i++) {
        size_t row;
        const struct trig_target *target = &tabulation->recipe->targets.items[margin->targets[i]];
        enum trig_suppression hidden = judged->hidden[i];
        status = add_row(tabulation, target, wave, &row, error);
        if (status)
            break;
        if (target->total_of == TRIG_NONE)
            trig_table_set_number(tabulation->table, row, POPULATION_SHARE, target->count / all->total);
        if (hidden)
            status = trig_table_set_text(tabulation->table, row, SUPPRESSED,
                                         trig_view(trig_suppression_name(hidden)), error);
        else
            fill_row(tabulation, row, target->total_of == TRIG_NONE, &judged->sums[i], all);
    }
    return status;
}

/* All margins are judged before any is told: what one hides, another's weights would tell. */
static enum trig_status add_margins(struct tabulation *tabulation, const struct trig_recipe_wave *plan,
                                    struct trig_error *error)
{
    struct judged *judged = trig_arena_calloc(&tabulation->arena, plan->margin_count, sizeof *judged);
    enum trig_status status = judged ? TRIG_OK : no_memory(error);
    for (size_t m = 0; m < plan->margin_count && !status; m++) {
        judged[m].margin = &plan->margins[m];
        status = judge_margin(tabulation, plan->wave, &judged[m], error);
    }
    for (size_t m = 0; m < plan->margin_count && !status; m++)
        status = add_margin(tabulation, plan->wave, &judged[m], error);
    return status;
}

/* ---- what the weights are like ------------------------------------------------------------------ */

static enum trig_status add_note(struct tabulation *tabulation, struct trig_view note,
                                 struct trig_error *error)
{
    return note.data ? trig_table_add_note(tabulation->table, note, error) : no_memory(error);
}

/* How weights were found and what they are like: where a row is hidden, neither, since it could be tried out
 * which numbers of respondents give the same. */
static struct trig_view spread(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome)
{
    struct trig_arena *arena = &tabulation->arena;
    double mean = outcome->sum / (double)outcome->count;
    struct trig_view weigh = trig_view("were weighed");
    if (meets_totals(tabulation) || !tabulation->hides)
        weigh = trig_arena_printf(arena, "weigh %.6g together", outcome->sum);
    if (tabulation->hides || !weigh.data)
        return weigh.data ? trig_arena_printf(arena,
                                              "%.*s; how much their weights differ is not told, since that "
                                              "could tell how many are in hidden rows",
                                              TRIG_VIEW_ARG(weigh))
                          : weigh;
    return trig_arena_printf(
        arena,
        "%.*s, found in %zu step%s; weights from %.4g to %.4g (%.3g to %.3g times their mean); Kish design "
        "effect %.4g, effective number %.4g",
        TRIG_VIEW_ARG(weigh), outcome->iterations, outcome->iterations == 1 ? "" : "s", outcome->least,
        outcome->largest, outcome->least / mean, outcome->largest / mean, outcome->deff,
        (double)outcome->count / outcome->deff);
}

/* Whether any was is not told where a row is hidden: at one limit after another, that would tell the largest.
 */
static enum trig_status note_trimming(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome,
                                      struct trig_error *error)
{
    if (!trig_recipe_trims(tabulation->recipe) || (!outcome->trimmed && !tabulation->hides))
        return TRIG_OK;
    if (tabulation->hides)
        return add_note(tabulation,
                        trig_view("Weights beyond the limit, if there were any, were set to it and what they "
                                  "lost was given to the others."),
                        error);
    return add_note(tabulation,
                    trig_view("Weights beyond the limit were set to it and what they lost was given to "
                              "the others: the totals are not met exactly any more."),
                    error);
}

/* Who was not weighed. */
static enum trig_status note_left_out(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome,
                                      struct trig_error *error)
{
    size_t aside = outcome->aside.institutions;
    enum trig_status status = TRIG_OK;
    if (outcome->dropped)
        status =
            add_note(tabulation,
                     trig_view("Responses in no row of the totals weigh nothing (--uncovered drop)."), error);
    if (!status && aside)
        status = add_note(tabulation,
                          trig_arena_printf(&tabulation->arena,
                                            "%zu institution%s with counts took no part: nobody's weight "
                                            "stands for their people.",
                                            aside, aside == 1 ? "" : "s"),
                          error);
    return status;
}

static enum trig_status note_wave(struct tabulation *tabulation, const struct trig_weigh_outcome *outcome,
                                  struct trig_error *error)
{
    const trig_definition *definition = tabulation->context->definition;
    struct trig_arena *arena = &tabulation->arena;
    struct trig_view told = spread(tabulation, outcome);
    struct trig_view wave = trig_view("The");
    if (outcome->wave != TRIG_NONE)
        wave = trig_arena_printf(arena, "Wave %.*s: the", TRIG_VIEW_ARG(definition->waves[outcome->wave].id));
    if (!told.data || !wave.data)
        return no_memory(error);
    enum trig_status status = add_note(
        tabulation,
        trig_arena_printf(arena, "%.*s responses %.*s.", TRIG_VIEW_ARG(wave), TRIG_VIEW_ARG(told)), error);
    if (!status && is_fitted(tabulation))
        status =
            add_note(tabulation,
                     trig_view("A weight is 1 over the propensity to respond of a respondent's row, from a "
                               "logistic regression on the main effects of the table's columns: the "
                               "totals are met about, not exactly."),
                     error);
    if (!status)
        status = note_trimming(tabulation, outcome, error);
    return status ? status : note_left_out(tabulation, outcome, error);
}

/* ---- the whole -------------------------------------------------------------------------------------- */

static enum trig_status fill(struct tabulation *tabulation, struct trig_error *error)
{
    const struct trig_recipe *recipe = tabulation->recipe;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < recipe->wave_count && !status; i++) {
        tabulation->hides = false;
        status = add_margins(tabulation, &recipe->waves[i], error);
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
