/* Where the answers of a plan go, and which wave and institution they are of. */
#include "collect/match/plan_parts.h"

#include <math.h>

/* ---- where the answers go ------------------------------------------------------------- */

static bool is_stored(const struct trig_plan_column *column, size_t variable)
{
    return column->variable == variable && column->act != TRIG_ACT_NOTHING &&
           column->act != TRIG_ACT_INSTITUTION && column->act != TRIG_ACT_WAVE;
}

static enum trig_status add_spec(struct trig_plan *plan, struct trig_view name, size_t *target,
                                 struct trig_error *error)
{
    enum trig_status status =
        trig_column_spec_init(&plan->specs[plan->spec_count], plan->definition, name, error);
    if (status == TRIG_OK)
        *target = plan->spec_count++;
    return status;
}

/* Gives [variable]'s columns their place in the batch. */
static enum trig_status place_variable(struct trig_plan *plan, size_t variable, struct trig_error *error)
{
    const struct trig_variable *what = &plan->definition->variables[variable];
    size_t target = TRIG_NONE;
    struct trig_tick_group *group = NULL;
    for (size_t i = 0; i < plan->column_count; i++) {
        struct trig_plan_column *column = &plan->columns[i];
        if (!is_stored(column, variable))
            continue;
        enum trig_status status = TRIG_OK;
        if (target == TRIG_NONE)
            status = add_spec(plan, what->name, &target, error);
        if (status != TRIG_OK)
            return status;
        if (column->act == TRIG_ACT_TICK && !group) {
            group = &plan->groups[plan->group_count++];
            *group = (struct trig_tick_group){variable, target, what->type != TRIG_TYPE_MULTIPLE};
        }
        column->target = column->act == TRIG_ACT_TICK ? plan->group_count - 1 : target;
        if (column->is_record)
            plan->record_column = i;
        if (column->is_submitted)
            plan->submitted_column = i;
    }
    return TRIG_OK;
}

enum trig_status trig_plan_place(struct trig_plan *plan, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < plan->definition->variable_count && status == TRIG_OK; i++)
        status = place_variable(plan, i, error);
    bool has_institution = plan->institution != TRIG_NONE;
    for (size_t i = 0; i < plan->column_count; i++)
        has_institution |= plan->columns[i].act == TRIG_ACT_INSTITUTION;
    if (status == TRIG_OK && plan->wave_source != TRIG_WAVE_NONE)
        status = add_spec(plan, trig_view(TRIG_COLUMN_WAVE), &plan->wave_target, error);
    if (status == TRIG_OK && has_institution)
        status = add_spec(plan, trig_view(TRIG_COLUMN_INSTITUTION), &plan->institution_target, error);
    if (status == TRIG_OK && plan->record_column != TRIG_NONE)
        status = add_spec(plan, trig_view(TRIG_COLUMN_FINGERPRINT), &plan->fingerprint_target, error);
    return status;
}

/* ---- wave and institution --------------------------------------------------------------- */

static bool has_act(const struct trig_plan *plan, enum trig_act act)
{
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].act == act)
            return true;
    return false;
}

static bool can_date_waves(const struct trig_plan *plan)
{
    bool submitted = false, opened = false;
    for (size_t i = 0; i < plan->column_count; i++)
        submitted |= plan->columns[i].is_submitted && plan->columns[i].act == TRIG_ACT_DATE;
    for (size_t i = 0; i < plan->definition->wave_count; i++)
        opened |= !isnan(plan->definition->waves[i].opened);
    return submitted && opened;
}

enum trig_status trig_plan_find_wave(struct trig_plan *plan, size_t asked, struct trig_error *error)
{
    bool is_only = plan->definition->wave_count == 1 && !has_act(plan, TRIG_ACT_WAVE);
    plan->wave = asked == TRIG_NONE && is_only ? 0 : asked;
    if (!plan->definition->wave_count)
        plan->wave_source = TRIG_WAVE_NONE;
    else if (plan->wave != TRIG_NONE)
        plan->wave_source = TRIG_WAVE_FIXED;
    else if (has_act(plan, TRIG_ACT_WAVE))
        plan->wave_source = TRIG_WAVE_COLUMN;
    else if (can_date_waves(plan))
        plan->wave_source = TRIG_WAVE_DATE;
    else
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "neither a column nor a date says which wave this is; name it with --wave, for "
                              "example --wave %.*s",
                              TRIG_VIEW_ARG(plan->definition->waves[plan->definition->wave_count - 1].id));
    return TRIG_OK;
}

enum trig_status trig_plan_check_institution(const struct trig_plan *plan, struct trig_error *error)
{
    bool wanted = plan->definition->institution_count > 0 &&
                  trig_definition_role(plan->definition, TRIG_ROLE_INSTITUTION) != TRIG_NONE;
    if (!wanted || plan->institution != TRIG_NONE || has_act(plan, TRIG_ACT_INSTITUTION))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "no column says which institution answered; name it with --institution, or say in "
                          "columns.csv which column it is");
}
