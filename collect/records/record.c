#include "collect/records/record_parts.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/kinds.h"
#include "collect/formats/heading.h"

#include <math.h>

trig_record_reader *trig_record_reader_create(const struct trig_plan *plan,
                                              const struct trig_record_rules *rules,
                                              trig_batch_builder *builder, struct trig_error *error)
{
    trig_record_reader *reader = trig_calloc(1, sizeof *reader);
    struct trig_ticks *ticks = trig_calloc(plan->group_count, sizeof *ticks);
    bool *unopened = trig_calloc(plan->sections.count, sizeof *unopened);
    if (!reader || !ticks || !unopened) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read records");
        trig_free(reader);
        trig_free(ticks);
        trig_free(unopened);
        return NULL;
    }
    reader->unopened = unopened;
    reader->plan = plan;
    reader->rules = *rules;
    reader->builder = builder;
    reader->ticks = ticks;
    return reader;
}

void trig_record_reader_destroy(trig_record_reader *reader)
{
    if (!reader)
        return;
    trig_free(reader->ticks);
    trig_free(reader->unopened);
    trig_response_id_clear(&reader->id);
    trig_free(reader);
}

void trig_record_reader_fill(trig_record_reader *reader, trig_batch_builder *builder)
{
    reader->builder = builder;
}

/* ---- what follows from all cells ------------------------------------------------------ */

/* A question whose options were columns. */
static void close_group(trig_record_reader *reader, size_t which)
{
    const struct trig_plan *plan = reader->plan;
    const struct trig_tick_group *group = &plan->groups[which];
    const struct trig_ticks *ticks = &reader->ticks[which];
    struct trig_plan_column like = plan->columns[ticks->column];
    if (ticks->unreadable) {
        trig_builder_set_missing(reader->builder, group->target, TRIG_UNREADABLE);
    } else if (group->is_single && ticks->chosen > 1) {
        trig_record_note_unreadable(reader, ticks->column, TRIG_REASON_SEVERAL_ANSWERS);
        trig_builder_set_missing(reader->builder, group->target, TRIG_UNREADABLE);
    } else if (ticks->chosen) {
        trig_record_note_answer(reader, &like, ticks->hash);
        if (group->is_single)
            trig_builder_set_code(reader->builder, group->target, ticks->code);
        else
            trig_builder_set_flags(reader->builder, group->target, ticks->flags);
    } else if (!group->is_single && ticks->said_no && plan->format->unticked == TRIG_UNTICKED_ANSWERED) {
        trig_builder_set_flags(reader->builder, group->target, 0);
    } else {
        trig_builder_set_missing(reader->builder, group->target,
                                 ticks->shown ? TRIG_SKIPPED : TRIG_NOT_SHOWN);
    }
}

/* Wave and institution, from wherever they come. */
static void settle_places(trig_record_reader *reader)
{
    const struct trig_plan *plan = reader->plan;
    struct trig_verdict *verdict = reader->verdict;
    if (plan->wave_source == TRIG_WAVE_FIXED)
        verdict->wave = plan->wave;
    if (plan->institution != TRIG_NONE)
        verdict->institution = plan->institution;
    if (plan->wave_source == TRIG_WAVE_DATE && reader->place == TRIG_REASON_NONE) {
        verdict->wave =
            isnan(reader->submitted) ? TRIG_NONE : trig_plan_wave_at(plan->definition, reader->submitted);
        if (verdict->wave == TRIG_NONE) {
            reader->place = isnan(reader->submitted) ? TRIG_REASON_MISSING_WAVE : TRIG_REASON_UNKNOWN_WAVE;
            reader->place_column = plan->submitted_column;
        }
    }
    if (verdict->wave != TRIG_NONE)
        trig_builder_set_code(reader->builder, plan->wave_target, verdict->wave);
    if (verdict->institution != TRIG_NONE) {
        struct trig_view id = plan->definition->institutions[verdict->institution].id;
        trig_builder_set_code(reader->builder, plan->institution_target, verdict->institution);
        reader->fingerprint += trig_checksum(id.data, id.length, 2);
    }
}

static void apply_rules(trig_record_reader *reader, const struct trig_csv_record *record)
{
    for (size_t i = 0; i < reader->plan->rule_count; i++) {
        const struct trig_bound_rule *bound = &reader->plan->rules[i];
        struct trig_view cell = trig_text_trim(record->fields[bound->column].text);
        enum trig_answer token;
        bool blank = !cell.length || trig_answer_is_token(reader->plan->format, cell, &token);
        bool applies = bound->rule->value ? trig_heading_is(cell, bound->rule->value) : blank;
        if (applies && reader->status == TRIG_REASON_NONE)
            reader->status = bound->rule->reason;
    }
}

static void set_verdict(trig_record_reader *reader, enum trig_reason reason, size_t column,
                        const struct trig_csv_record *record)
{
    reader->verdict->reason = reason;
    reader->verdict->column = column;
    if (column != TRIG_NONE)
        reader->verdict->value = trig_text_trim(record->fields[column].text);
}

static void judge(trig_record_reader *reader, const struct trig_csv_record *record)
{
    bool set_aside = reader->status != TRIG_REASON_NONE &&
                     !(reader->status == TRIG_REASON_PARTIAL && reader->rules.keep_partial);
    bool tried = reader->status == TRIG_REASON_PREVIEW || reader->status == TRIG_REASON_TEST;
    if (tried || (set_aside && reader->answered))
        set_verdict(reader, reader->status, TRIG_NONE, record);
    else if (!reader->answered)
        set_verdict(reader, TRIG_REASON_BLANK, TRIG_NONE, record);
    else if (reader->plan->id_column_count && !reader->verdict->id.length)
        set_verdict(reader, TRIG_REASON_MISSING_RECORD, reader->plan->record_column, record);
    else if (reader->place != TRIG_REASON_NONE)
        set_verdict(reader, reader->place, reader->place_column, record);
    else if (reader->verdict->unreadable && !reader->rules.bad_missing)
        set_verdict(reader, reader->verdict->faults[0].reason, reader->verdict->faults[0].column, record);
}

enum trig_status trig_record_read(trig_record_reader *reader, const struct trig_csv_record *record,
                                  struct trig_verdict *out, struct trig_error *error)
{
    const struct trig_plan *plan = reader->plan;
    out->reason = TRIG_REASON_NONE;
    out->column = out->wave = out->institution = TRIG_NONE;
    out->value = out->id = trig_view_of(NULL, 0);
    out->person[0] = 0;
    out->unreadable = 0;
    out->fingerprint = 0;
    reader->verdict = out;
    reader->record = record;
    reader->status = reader->place = TRIG_REASON_NONE;
    reader->place_column = TRIG_NONE;
    reader->submitted = NAN;
    reader->answered = false;
    reader->fingerprint = 0;
    out->reason = trig_plan_check_shape(plan, record);
    if (out->reason != TRIG_REASON_NONE)
        return TRIG_OK;
    enum trig_status status = trig_builder_begin_row(reader->builder, error);
    if (plan->group_count)
        memset(reader->ticks, 0, plan->group_count * sizeof *reader->ticks);
    apply_rules(reader, record);
    if (status == TRIG_OK)
        status = trig_record_read_cells(reader, error);
    if (status != TRIG_OK)
        return status;
    for (size_t i = 0; i < plan->group_count; i++)
        close_group(reader, i);
    if (plan->kinds_column != TRIG_NONE)
        reader->answered |= trig_kinds_apply(plan, record->fields[plan->kinds_column].text, reader->builder);
    settle_places(reader);
    out->fingerprint = reader->fingerprint;
    if (plan->fingerprint_target != TRIG_NONE)
        trig_builder_set_word(reader->builder, plan->fingerprint_target, out->fingerprint);
    judge(reader, record);
    return TRIG_OK;
}
