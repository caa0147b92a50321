#include "analyze/weight/plan_parts.h"

#include <inttypes.h>
#include <math.h>

/* Totals of people that differ by more than this share contradict each other: what
 * rounding to whole people or a few digits cannot explain. */
#define CONTRADICTION 1e-6

/* Groups without a row are named up to so many a wave. */
#define MOST_NAMED 20

enum trig_status trig_planning_no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the totals to weigh to");
    return TRIG_ERR_MEMORY;
}

static const struct trig_target *target_of(const struct trig_planning *planning,
                                           const struct trig_recipe_margin *margin, size_t row)
{
    return &planning->recipe->targets.items[margin->targets[row]];
}

/* ---- rows without responses ------------------------------------------------------------ */

static void judge_row(struct trig_planning *planning, const struct trig_target *target, bool met)
{
    struct trig_view name =
        trig_target_name(&planning->recipe->targets, planning->definition, target, &planning->arena);
    bool is_total = target->total_of != TRIG_NONE;
    bool fitted =
        planning->options->method == TRIG_PROPENSITY && !met; /* that nobody answered says something */
    if (fitted || (is_total ? met : (target->count > 0.0) == met))
        return;
    if (is_total)
        trig_report_mistake(&planning->report, target->line, 0,
                            "%.*s: nobody who answered is in this group; leave the row out",
                            TRIG_VIEW_ARG(name));
    else if (met)
        trig_report_mistake(&planning->report, target->line, 0,
                            "%.*s: the count is 0, and there are responses from there; correct it",
                            TRIG_VIEW_ARG(name));
    else
        trig_report_mistake(&planning->report, target->line, 0,
                            "%.*s: %g people and nobody who answered; merge it with a row like it, or leave "
                            "its column out",
                            TRIG_VIEW_ARG(name), target->count);
}

/* Judges the rows of a margin and leaves out those that count nobody. */
static enum trig_status judge_margin(struct trig_planning *planning, struct trig_recipe_margin *margin,
                                     uint32_t *rows, struct trig_error *error)
{
    const struct trig_respondents *respondents = planning->respondents;
    bool *met = trig_arena_calloc(&planning->arena, margin->count, sizeof *met);
    if (!met)
        return trig_planning_no_memory(error);
    enum trig_status status = trig_margin_rows(&planning->recipe->targets, margin, planning->wave,
                                               respondents->units, respondents->unit_count, rows, error);
    for (size_t i = 0; i < respondents->unit_count && !status; i++)
        if (rows[i] != TRIG_MARGIN_NONE)
            met[rows[i]] = true;
    size_t kept = 0;
    for (size_t row = 0; row < margin->count && !status; row++) {
        const struct trig_target *target = target_of(planning, margin, row);
        judge_row(planning, target, met[row]);
        bool fitted = planning->options->method == TRIG_PROPENSITY && target->count > 0.0;
        if (met[row] || fitted)
            margin->targets[kept++] = margin->targets[row];
    }
    margin->count = kept;
    return status;
}

/* ---- responses without a row -------------------------------------------------------------- */

/* Whether a margin says anything about the institution of a unit. */
static bool concerns(const struct trig_planning *planning, const struct trig_recipe_margin *margin,
                     const struct trig_weigh_unit *unit)
{
    for (size_t row = 0; row < margin->count; row++) {
        const struct trig_target *target = target_of(planning, margin, row);
        if (target->institution == TRIG_NONE || target->institution == unit->institution)
            return true;
    }
    return false;
}

static struct trig_view unit_name(struct trig_planning *planning, const struct trig_weigh_unit *unit)
{
    struct trig_target as_row = {
        .wave = unit->wave, .institution = unit->institution, .values = unit->values, .total_of = TRIG_NONE};
    return trig_target_name(&planning->recipe->targets, planning->definition, &as_row, &planning->arena);
}

/* One line a group that has no row. */
static void report_uncovered(struct trig_planning *planning, const struct trig_weigh_unit *unit,
                             const struct trig_recipe_margin *margin)
{
    struct trig_view name = unit_name(planning, unit);
    size_t before = trig_dictionary_count(planning->named), index = 0;
    if (trig_dictionary_add(planning->named, name, &index, NULL)) {
        trig_report_no_memory(&planning->report);
        return;
    }
    if (index < before || index > MOST_NAMED)
        return;
    uint64_t shape = margin && margin->count
                         ? trig_target_shape(&planning->recipe->targets, target_of(planning, margin, 0))
                         : 0;
    struct trig_view table =
        trig_targets_shape_name(&planning->recipe->targets, planning->definition, shape, &planning->arena);
    if (margin)
        trig_report_mistake(&planning->report, 0, 0,
                            "responses of %.*s are in no row of the table by %.*s (an answer that is missing "
                            "is in none); add a row, or let them weigh nothing with --uncovered drop",
                            TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(table));
    else
        trig_report_mistake(&planning->report, 0, 0,
                            "responses of %.*s are in no row; add one, or let them weigh nothing with "
                            "--uncovered drop",
                            TRIG_VIEW_ARG(name));
}

static void judge_unit(struct trig_planning *planning, size_t unit, uint32_t *const *rows)
{
    const struct trig_recipe_wave *plan = planning->out;
    const struct trig_weigh_unit *judged = &planning->respondents->units[unit];
    const struct trig_recipe_margin *lacking = NULL;
    bool counted = false, by_institution = false;
    for (size_t m = 0; plan->margins && m < plan->margin_count; m++) {
        const struct trig_recipe_margin *margin = &plan->margins[m];
        bool in = rows[m][unit] != TRIG_MARGIN_NONE;
        counted = counted || in;
        by_institution =
            by_institution || (in && target_of(planning, margin, rows[m][unit])->institution != TRIG_NONE);
        if (!in && !lacking && concerns(planning, margin, judged))
            lacking = margin;
    }
    /* Where institutions are counted, one without a count is not weighed as a part of the whole. */
    planning->covered[unit] = counted && !lacking && (by_institution || !planning->has_institutions);
    if (planning->covered[unit])
        return;
    planning->aside->uncovered++;
    if (!planning->options->drop_uncovered)
        report_uncovered(planning, judged, lacking);
}

/* ---- tables that contradict each other ------------------------------------------------------ */

/* What a margin says of how many people there are: at [institution], or with TRIG_NONE of all. */
static double people(const struct trig_planning *planning, const struct trig_recipe_margin *margin,
                     size_t institution, uint64_t *line)
{
    double sum = NAN;
    for (size_t row = 0; row < margin->count; row++) {
        const struct trig_target *target = target_of(planning, margin, row);
        if (target->institution != institution)
            continue;
        sum = (isnan(sum) ? 0.0 : sum) + target->count;
        *line = target->line;
    }
    return sum;
}

/* Whether a margin has rows of every institution that took part. */
static bool is_complete(const struct trig_planning *planning, const struct trig_recipe_margin *margin)
{
    for (size_t i = 0; i < planning->definition->institution_count; i++) {
        uint64_t line;
        if (planning->present[i] && isnan(people(planning, margin, i, &line)))
            return false;
    }
    return true;
}

/* What a margin says of how many people there are in all; NAN where it does not. */
static double all_people(const struct trig_planning *planning, const struct trig_recipe_margin *margin,
                         uint64_t *line)
{
    double sum = people(planning, margin, TRIG_NONE, line);
    if (!isnan(sum) || !margin->count || !is_complete(planning, margin))
        return sum;
    sum = 0.0;
    for (size_t row = 0; row < margin->count; row++)
        sum += target_of(planning, margin, row)->count;
    *line = target_of(planning, margin, margin->count - 1)->line;
    return sum;
}

static void compare_tables(struct trig_planning *planning, size_t institution)
{
    const struct trig_recipe_wave *plan = planning->out;
    double first = NAN;
    uint64_t first_line = 0, line = 0;
    for (size_t m = 0; m < plan->margin_count; m++) {
        const struct trig_recipe_margin *margin = &plan->margins[m];
        double sum = NAN;
        if (margin->total_of == TRIG_NONE)
            sum = institution == TRIG_NONE ? all_people(planning, margin, &line)
                                           : people(planning, margin, institution, &line);
        if (isnan(sum))
            continue;
        if (isnan(first)) {
            first = sum;
            first_line = line;
        } else if (fabs(sum - first) > CONTRADICTION * first) {
            trig_report_mistake(
                &planning->report, line, 0,
                "the rows of this table add up to %.10g%s%s, those up to line %" PRIu64
                " to %.10g; correct one of them",
                sum, institution == TRIG_NONE ? "" : " at ",
                institution == TRIG_NONE ? "" : planning->definition->institutions[institution].id.data,
                first_line, first);
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------------- */

static uint32_t **all_rows(struct trig_planning *planning)
{
    size_t margins = planning->out->margin_count;
    uint32_t **rows = trig_arena_calloc(&planning->arena, margins, sizeof *rows);
    for (size_t m = 0; rows && m < margins; m++) {
        rows[m] = trig_arena_calloc(&planning->arena, planning->respondents->unit_count, sizeof **rows);
        if (!rows[m])
            return NULL;
    }
    return rows;
}

enum trig_status trig_planning_check(struct trig_planning *planning, struct trig_error *error)
{
    struct trig_recipe_wave *plan = planning->out;
    const struct trig_respondents *respondents = planning->respondents;
    uint32_t **rows = all_rows(planning);
    if (!rows)
        return trig_planning_no_memory(error);
    for (size_t m = 0; m < plan->margin_count; m++)
        for (size_t row = 0; row < plan->margins[m].count; row++)
            planning->has_institutions =
                planning->has_institutions ||
                target_of(planning, &plan->margins[m], row)->institution != TRIG_NONE;
    compare_tables(planning, TRIG_NONE);
    for (size_t i = 0; i < planning->definition->institution_count; i++)
        compare_tables(planning, i);
    enum trig_status status = TRIG_OK;
    for (size_t m = 0; m < plan->margin_count && !status; m++)
        status = judge_margin(planning, &plan->margins[m], rows[m], error);
    for (size_t m = 0; m < plan->margin_count && !status; m++)
        status = trig_margin_rows(&planning->recipe->targets, &plan->margins[m], planning->wave,
                                  respondents->units, respondents->unit_count, rows[m], error);
    for (size_t i = 0; i < respondents->unit_count && !status; i++)
        if (respondents->units[i].wave == planning->wave)
            judge_unit(planning, i, rows);
    return status;
}
