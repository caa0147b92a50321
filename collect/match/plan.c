#include "collect/match/plan.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"
#include "surveys/batch/batch.h"

#include "collect/export/wide.h"
#include "collect/formats/heading.h"
#include "collect/match/plan_parts.h"

#define SECONDS_A_DAY 86400.0

size_t trig_plan_wave_at(const trig_definition *definition, double time)
{
    size_t found = TRIG_NONE;
    for (size_t i = 0; i < definition->wave_count; i++) {
        const struct trig_wave *wave = &definition->waves[i];
        bool open = time >= wave->opened && !(time >= wave->closed + SECONDS_A_DAY);
        if (open && (found == TRIG_NONE || wave->opened > definition->waves[found].opened))
            found = i;
    }
    return found;
}

/* ---- columns ----------------------------------------------------------------------- */

static enum trig_act act_of(const struct trig_variable *variable, enum trig_duty duty)
{
    if (variable->role == TRIG_ROLE_INSTITUTION)
        return TRIG_ACT_INSTITUTION;
    if (variable->role == TRIG_ROLE_WAVE)
        return TRIG_ACT_WAVE;
    if (variable->role == TRIG_ROLE_RECORD || variable->role == TRIG_ROLE_COMMENT)
        return TRIG_ACT_TEXT;
    if (duty == TRIG_DUTY_OPTION)
        return TRIG_ACT_TICK;
    switch (variable->type) {
    case TRIG_TYPE_ORDINAL:
    case TRIG_TYPE_NOMINAL:
        return variable->scale == TRIG_NONE ? TRIG_ACT_CATEGORY : TRIG_ACT_CODE;
    case TRIG_TYPE_MULTIPLE:
        return TRIG_ACT_SEVERAL;
    case TRIG_TYPE_NUMERIC:
        return TRIG_ACT_NUMBER;
    case TRIG_TYPE_DATE:
        return TRIG_ACT_DATE;
    case TRIG_TYPE_TEXT:
        break;
    }
    return TRIG_ACT_TEXT;
}

static bool is_told(enum trig_role role)
{
    return role != TRIG_ROLE_RECORD && role != TRIG_ROLE_RESPONDENT && role != TRIG_ROLE_SUBMITTED &&
           role != TRIG_ROLE_STATUS && role != TRIG_ROLE_WAVE;
}

static bool tells_who(const trig_definition *definition, const struct trig_match *match)
{
    return match->variable != TRIG_NONE &&
           definition->variables[match->variable].role == TRIG_ROLE_RESPONDENT;
}

static void describe_column(const struct trig_plan *plan, const struct trig_match *match,
                            const struct trig_heading *heading, bool keeps_people,
                            struct trig_plan_column *out)
{
    *out = (struct trig_plan_column){.act = TRIG_ACT_NOTHING, .variable = TRIG_NONE, .target = TRIG_NONE};
    if (match->duty == TRIG_DUTY_PERSONAL && keeps_people && tells_who(plan->definition, match)) {
        out->act = TRIG_ACT_PERSON;
        out->variable = match->variable;
        out->heading = heading;
    }
    if (match->duty != TRIG_DUTY_WHOLE && match->duty != TRIG_DUTY_OPTION)
        return;
    const struct trig_variable *variable = &plan->definition->variables[match->variable];
    out->act = act_of(variable, match->duty);
    out->variable = match->variable;
    out->heading = heading;
    out->is_answer = variable->role == TRIG_ROLE_ITEM || variable->role == TRIG_ROLE_ATTRIBUTE ||
                     variable->role == TRIG_ROLE_COMMENT;
    out->is_told = is_told(variable->role);
    out->is_record = variable->role == TRIG_ROLE_RECORD;
    out->is_status = variable->role == TRIG_ROLE_STATUS;
    out->is_submitted = variable->role == TRIG_ROLE_SUBMITTED;
    out->seed = trig_checksum(variable->name.data, variable->name.length, 1);
}

/* The columns that `export` adds to the variables. No variable has such a name. */
static void describe_own_column(struct trig_plan *plan, const struct trig_heading *heading, size_t column)
{
    struct trig_plan_column *out = &plan->columns[column];
    bool kinds =
        trig_view_is(heading->raw, TRIG_WIDE_MISSING) || trig_view_is(heading->raw, TRIG_WIDE_MISSING_PLAIN);
    if (out->variable != TRIG_NONE)
        return;
    out->heading = heading;
    if (kinds)
        plan->kinds_column = column;
    else if (trig_view_is(heading->raw, TRIG_COLUMN_WAVE) || trig_view_is(heading->raw, "trig_wave"))
        out->act = TRIG_ACT_WAVE;
    else if (trig_view_is(heading->raw, TRIG_COLUMN_INSTITUTION) ||
             trig_view_is(heading->raw, "trig_institution"))
        out->act = TRIG_ACT_INSTITUTION;
}

/* The user's word, or the only wave, stands before what a column says. */
static void drop_overruled(struct trig_plan *plan, bool wave_fixed)
{
    for (size_t i = 0; i < plan->column_count; i++) {
        bool wave = plan->columns[i].act == TRIG_ACT_WAVE && wave_fixed;
        bool institution = plan->columns[i].act == TRIG_ACT_INSTITUTION && plan->institution != TRIG_NONE;
        if (wave || institution)
            plan->columns[i].act = TRIG_ACT_NOTHING;
    }
}

/* ---- records ------------------------------------------------------------------------- */

static bool is_blank_from(const struct trig_csv_record *record, size_t first)
{
    for (size_t i = first; i < record->count; i++)
        if (trig_text_trim(record->fields[i].text).length)
            return false;
    return true;
}

/* Extra fields are fine as long as they are blank: a line may end with separators. */
enum trig_reason trig_plan_check_shape(const struct trig_plan *plan, const struct trig_csv_record *record)
{
    if (record->count >= plan->needed && is_blank_from(record, plan->column_count))
        return TRIG_REASON_NONE;
    return is_blank_from(record, 0) ? TRIG_REASON_BLANK : TRIG_REASON_RAGGED;
}

/* ---- all of it ------------------------------------------------------------------------- */

/* A platform's own column is known by its heading, or by the code in it where a
 * heading is code and text ("submitdate. Date submitted"). */
static bool is_called(const struct trig_heading *heading, const char *name)
{
    bool found = trig_heading_is(heading->raw, name);
    for (size_t i = 0; i < heading->keys.count; i++)
        found = found || trig_heading_is(heading->keys.items[i], name);
    return found;
}

/* Whether anything that is kept stands in the section of column [index]. */
static bool is_section_read(const struct trig_plan *plan, const struct trig_plan_request *request,
                            size_t index)
{
    size_t section = request->headings[index].section;
    bool is_read = section == 0;
    for (size_t i = 0; i < request->count && !is_read; i++)
        is_read = request->headings[i].section == section && plan->columns[i].is_answer;
    return is_read;
}

/* Only a column of the platform's own obeys a rule: a question may be called
 * "Status" too. */
static void bind_rules(struct trig_plan *plan, const struct trig_plan_request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->headings[i].rule && is_section_read(plan, request, i))
            plan->rules[plan->rule_count++] = (struct trig_bound_rule){request->headings[i].rule, i};
    const struct trig_status_rule *rule = plan->format->status_rules;
    for (; rule && rule->heading; rule++)
        for (size_t i = 0; i < request->count; i++)
            if (request->headings[i].use != TRIG_USE_ANSWERS &&
                is_called(&request->headings[i], rule->heading))
                plan->rules[plan->rule_count++] = (struct trig_bound_rule){rule, i};
}

/* A header line may end with separators that the other lines do not have. */
static size_t count_needed(const struct trig_plan_request *request)
{
    size_t needed = request->count;
    while (needed > 1 && !request->headings[needed - 1].raw.length)
        needed--;
    return needed;
}

static size_t count_rules(const struct trig_format *format)
{
    size_t count = 0;
    while (format->status_rules && format->status_rules[count].heading)
        count++;
    return count;
}

static enum trig_status allocate(struct trig_plan *plan, size_t count, struct trig_error *error)
{
    size_t scales = plan->definition->scale_count;
    struct trig_plan_parts *parts = plan->parts = trig_calloc(1, sizeof *parts);
    if (!parts)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    trig_arena_init(&parts->arena);
    plan->columns = trig_arena_calloc(&parts->arena, count + 1, sizeof *plan->columns);
    plan->groups = trig_arena_calloc(&parts->arena, count + 1, sizeof *plan->groups);
    plan->id_columns = trig_arena_calloc(&parts->arena, count + 1, sizeof *plan->id_columns);
    /* A heading may be there twice; each occurrence is bound. */
    plan->rules =
        trig_arena_calloc(&parts->arena, count * (count_rules(plan->format) + 1) + 1, sizeof *plan->rules);
    plan->specs = trig_arena_calloc(&parts->arena, plan->definition->variable_count + 3, sizeof *plan->specs);
    parts->scales = trig_arena_calloc(&parts->arena, scales + 1, sizeof *parts->scales);
    parts->scale_made = trig_arena_calloc(&parts->arena, scales + 1, sizeof *parts->scale_made);
    parts->shared = trig_arena_calloc(&parts->arena, scales + 1, sizeof(struct trig_memo *));
    parts->memos = trig_arena_calloc(&parts->arena, count + 1, sizeof *parts->memos);
    parts->readers = trig_arena_calloc(&parts->arena, count + 1, sizeof *parts->readers);
    parts->categories = trig_arena_calloc(&parts->arena, count + 1, sizeof *parts->categories);
    parts->places = trig_arena_calloc(&parts->arena, count + 1, sizeof *parts->places);
    if (plan->columns && plan->groups && plan->id_columns && plan->rules && plan->specs && parts->scales &&
        parts->scale_made && parts->shared && parts->memos && parts->readers && parts->categories &&
        parts->places)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
}

/* A role without the list that gives it meaning says nothing. */
static void drop_listless(struct trig_plan *plan)
{
    for (size_t i = 0; i < plan->column_count; i++) {
        struct trig_plan_column *column = &plan->columns[i];
        if ((column->act == TRIG_ACT_WAVE && !plan->definition->wave_count) ||
            (column->act == TRIG_ACT_INSTITUTION && !plan->definition->institution_count))
            column->act = TRIG_ACT_NOTHING;
    }
}

static enum trig_status find_sections(struct trig_plan *plan, const struct trig_plan_request *request,
                                      struct trig_error *error)
{
    struct trig_arena *arena = &plan->parts->arena;
    size_t *which = trig_arena_calloc(arena, request->count + 1, sizeof *which);
    if (!which)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    enum trig_status status =
        trig_sections_find(request->headings, request->count, arena, &plan->sections, which, error);
    for (size_t i = 0; i < request->count; i++)
        plan->columns[i].section = which[i];
    return status;
}

/* Rows that need more than their id to be told apart would be taken for different
 * people where ids are not kept. */
static enum trig_status find_id_columns(struct trig_plan *plan, const struct trig_plan_request *request,
                                        struct trig_error *error)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->headings[i].use == TRIG_USE_RECORD_PART)
            plan->id_columns[plan->id_column_count++] = i;
    if (!plan->id_column_count || plan->record_column != TRIG_NONE)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_USAGE,
        "this export can hold several rows of one person (column %.*s), and the survey has no "
        "variable of the role record to tell them apart: add one to variables.csv",
        TRIG_VIEW_ARG(request->headings[plan->id_columns[0]].raw));
}

enum trig_status trig_plan_make(const struct trig_plan_request *request, struct trig_plan *out,
                                struct trig_error *error)
{
    *out = (struct trig_plan){.definition = request->definition,
                              .format = request->format,
                              .headings = request->headings,
                              .wave_target = TRIG_NONE,
                              .institution_target = TRIG_NONE,
                              .fingerprint_target = TRIG_NONE,
                              .record_column = TRIG_NONE,
                              .submitted_column = TRIG_NONE,
                              .kinds_column = TRIG_NONE,
                              .institution = request->institution,
                              .key = request->key};
    enum trig_status status = allocate(out, request->count, error);
    if (status == TRIG_OK) {
        out->column_count = request->count;
        out->needed = count_needed(request);
        for (size_t i = 0; i < request->count; i++)
            describe_column(out, &request->matches[i], &request->headings[i], request->keeps_people,
                            &out->columns[i]);
        for (size_t i = 0; i < request->count; i++)
            describe_own_column(out, &request->headings[i], i);
        drop_listless(out);
        drop_overruled(out, request->wave != TRIG_NONE);
        bind_rules(out, request);
        status = trig_plan_find_wave(out, request->wave, error);
    }
    if (status == TRIG_OK)
        status = trig_plan_check_institution(out, error);
    if (status == TRIG_OK)
        status = trig_plan_place(out, error);
    if (status == TRIG_OK)
        status = find_sections(out, request, error);
    if (status == TRIG_OK)
        status = find_id_columns(out, request, error);
    if (status == TRIG_OK)
        status = trig_plan_make_readers(out, request, error);
    if (status != TRIG_OK)
        trig_plan_clear(out);
    return status;
}

void trig_plan_clear(struct trig_plan *plan)
{
    if (!plan->parts)
        return;
    trig_plan_parts_clear(plan->parts, plan);
    for (size_t i = 0; i < plan->spec_count; i++)
        trig_column_spec_clear(&plan->specs[i]);
    trig_arena_clear(&plan->parts->arena);
    trig_free(plan->parts);
    *plan = (struct trig_plan){.column_count = 0};
}
