#include "collect/record.h"

#include "surveys/hash.h"
#include "surveys/memory.h"
#include "surveys/text.h"

#include "collect/heading.h"
#include "collect/kinds.h"
#include "collect/number_label.h"
#include "collect/people.h"
#include "collect/response_id.h"
#include "collect/ticks.h"
#include "collect/validate.h"

#include <math.h>

struct trig_record_reader {
    const struct trig_plan *plan;
    struct trig_record_rules rules;
    trig_batch_builder *builder;
    struct trig_ticks *ticks; /* by group */
    bool *unopened;           /* by section */
    struct trig_response_id id;

    /* The record being read. */
    const struct trig_csv_record *record;
    struct trig_verdict *verdict;
    enum trig_reason status; /* preview, test, partial, or none */
    enum trig_reason place;  /* wave or institution */
    size_t place_column;
    double submitted;
    bool answered;
    uint64_t fingerprint;
};

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

/* ---- what one cell does ------------------------------------------------------------ */

static void tell(trig_record_reader *reader, const struct trig_plan_column *column, uint64_t hash)
{
    uint64_t mixed = (hash ^ column->seed) * UINT64_C(0x9E3779B97F4A7C15);
    if (column->is_told)
        reader->fingerprint += mixed ^ (mixed >> 29);
}

/* An answer was read. */
static inline void note_answer(trig_record_reader *reader, const struct trig_plan_column *column,
                               uint64_t hash)
{
    reader->answered |= column->is_answer;
    tell(reader, column, hash);
}

static void note_unreadable(trig_record_reader *reader, size_t index, enum trig_reason reason)
{
    struct trig_verdict *verdict = reader->verdict;
    reader->answered |= reader->plan->columns[index].is_answer;
    if (verdict->unreadable < TRIG_VERDICT_FAULTS)
        verdict->faults[verdict->unreadable] = (struct trig_cell_fault){reason, index};
    verdict->unreadable++;
}

static void read_status(trig_record_reader *reader, size_t index, const struct trig_meaning *meaning,
                        struct trig_view cell)
{
    const struct trig_variable *variable =
        &reader->plan->definition->variables[reader->plan->columns[index].variable];
    struct trig_view word = trig_text_trim(cell);
    if (meaning->answer == TRIG_UNREADABLE) {
        reader->place = reader->place ? reader->place : TRIG_REASON_UNKNOWN_STATUS;
        reader->place_column = index;
        return;
    }
    if (meaning->answer == TRIG_ANSWERED && variable->scale != TRIG_NONE)
        word = reader->plan->definition->scales[variable->scale].codes[meaning->value].code;
    enum trig_reason reason = trig_reason_find(word);
    if (reason == TRIG_REASON_PREVIEW || reason == TRIG_REASON_TEST || reason == TRIG_REASON_PARTIAL ||
        reason == TRIG_REASON_SPAM)
        reader->status = reason;
}

static enum trig_status store_known(trig_record_reader *reader, const struct trig_plan_column *column,
                                    const struct trig_meaning *meaning, struct trig_error *error)
{
    if (meaning->answer != TRIG_ANSWERED)
        trig_builder_set_missing(reader->builder, column->target, meaning->answer);
    else if (column->act == TRIG_ACT_CODE)
        trig_builder_set_code(reader->builder, column->target, (size_t)meaning->value);
    else if (column->act == TRIG_ACT_SEVERAL)
        trig_builder_set_flags(reader->builder, column->target, meaning->value);
    else
        return trig_builder_set_category(reader->builder, column->target,
                                         trig_plan_category(column, meaning->value), error);
    return TRIG_OK;
}

/* Codes, several codes in a cell, categories: answers that are known again. */
static enum trig_status read_known(trig_record_reader *reader, size_t index, struct trig_view cell,
                                   struct trig_error *error)
{
    const struct trig_plan_column *column = &reader->plan->columns[index];
    const struct trig_meaning *meaning = trig_memo_read(column->memo, cell, error);
    if (!meaning)
        return error ? error->status : TRIG_ERR_MEMORY;
    if (column->is_status)
        read_status(reader, index, meaning, cell);
    else if (meaning->answer == TRIG_UNREADABLE)
        note_unreadable(reader, index, meaning->reason);
    if (meaning->answer == TRIG_ANSWERED)
        note_answer(reader, column, meaning->hash);
    return store_known(reader, column, meaning, error);
}

static enum trig_status read_tick(trig_record_reader *reader, size_t index, struct trig_view cell,
                                  struct trig_error *error)
{
    const struct trig_plan_column *column = &reader->plan->columns[index];
    const struct trig_meaning *meaning = trig_memo_read(column->memo, cell, error);
    struct trig_ticks *ticks = &reader->ticks[column->target];
    if (!meaning)
        return error ? error->status : TRIG_ERR_MEMORY;
    const struct trig_answer_reader *option = column->memo->context;
    trig_ticks_add(ticks, meaning, option->option, index);
    if (meaning->answer == TRIG_UNREADABLE)
        note_unreadable(reader, index, meaning->reason);
    return TRIG_OK;
}

/* Puts a cell into the words of the column's key. Where only some values have a
 * label the others are what they are; and a label on a number is heeded.
 * @return what the cell then is: TRIG_ANSWERED, or what it is instead of an answer. */
static enum trig_answer put_in_words(const struct trig_plan_column *column, struct trig_view *cell)
{
    double number;
    struct trig_view words = *cell;
    bool known = trig_answer_translate(column->heading, &words);
    bool may_be_silent = column->heading->has_unlabelled;
    bool is_labelled_number = known && may_be_silent && column->act == TRIG_ACT_NUMBER &&
                              column->heading->option_count && !trig_text_to_number(words, &number) &&
                              trig_text_to_number(*cell, &number);
    if (is_labelled_number) {
        enum trig_number_label label = trig_number_label_read(number, words);
        return label == TRIG_NUMBER_MEANT     ? TRIG_ANSWERED
               : label == TRIG_NUMBER_MISSING ? TRIG_DECLARED_MISSING
                                              : TRIG_UNREADABLE;
    }
    *cell = words;
    return known || may_be_silent ? TRIG_ANSWERED : TRIG_UNREADABLE;
}

/* Numbers, dates, texts. */
static enum trig_status read_measured(trig_record_reader *reader, size_t index, struct trig_view cell,
                                      struct trig_error *error)
{
    const struct trig_plan *plan = reader->plan;
    const struct trig_plan_column *column = &plan->columns[index];
    const struct trig_variable *variable = &plan->definition->variables[column->variable];
    struct trig_measured measured;
    enum trig_answer declared;
    cell = trig_text_trim(cell);
    if (cell.length && trig_answer_is_declared(column->heading, cell, &declared)) {
        trig_builder_set_missing(reader->builder, column->target, declared);
        return TRIG_OK;
    }
    enum trig_answer put = cell.length ? put_in_words(column, &cell) : TRIG_ANSWERED;
    if (put == TRIG_UNREADABLE)
        note_unreadable(reader, index, TRIG_REASON_UNKNOWN_ANSWER);
    if (put != TRIG_ANSWERED) {
        trig_builder_set_missing(reader->builder, column->target, put);
        return TRIG_OK;
    }
    if (column->act == TRIG_ACT_NUMBER)
        measured = trig_validate_number(variable, plan->format, cell);
    else if (column->act == TRIG_ACT_DATE)
        measured = trig_validate_date(variable, plan->format, plan->definition->survey.date_order, cell);
    else
        measured =
            column->is_record ? trig_validate_id(plan->format, cell) : trig_validate_text(plan->format, cell);
    if (measured.answer == TRIG_UNREADABLE)
        note_unreadable(reader, index, measured.reason);
    if (measured.answer != TRIG_ANSWERED) {
        trig_builder_set_missing(reader->builder, column->target, measured.answer);
        return TRIG_OK;
    }
    if (column->is_submitted)
        reader->submitted = measured.number;
    if (column->act == TRIG_ACT_TEXT) {
        if (column->is_record) {
            enum trig_status status =
                trig_response_id_make(&reader->id, reader->record, plan->id_columns, plan->id_column_count,
                                      measured.text, &measured.text, error);
            if (status != TRIG_OK)
                return status;
            reader->verdict->id = measured.text;
        }
        note_answer(reader, column, trig_checksum(measured.text.data, measured.text.length, 0));
        return trig_builder_set_text(reader->builder, column->target, measured.text, error);
    }
    note_answer(reader, column, trig_checksum(&measured.number, sizeof measured.number, 0));
    trig_builder_set_number(reader->builder, column->target, measured.number);
    return TRIG_OK;
}

static enum trig_status read_place(trig_record_reader *reader, size_t index, struct trig_view cell,
                                   struct trig_error *error)
{
    const struct trig_plan_column *column = &reader->plan->columns[index];
    const struct trig_meaning *meaning = trig_memo_read(column->memo, cell, error);
    if (!meaning)
        return error ? error->status : TRIG_ERR_MEMORY;
    if (meaning->answer != TRIG_ANSWERED) {
        if (reader->place == TRIG_REASON_NONE) {
            reader->place = meaning->reason;
            reader->place_column = index;
        }
        return TRIG_OK;
    }
    if (column->act == TRIG_ACT_WAVE)
        reader->verdict->wave = (size_t)meaning->value;
    else
        reader->verdict->institution = (size_t)meaning->value;
    return TRIG_OK;
}

static enum trig_status read_cell(trig_record_reader *reader, size_t index, struct trig_view cell,
                                  struct trig_error *error)
{
    switch (reader->plan->columns[index].act) {
    case TRIG_ACT_NOTHING:
        return TRIG_OK;
    case TRIG_ACT_CODE:
    case TRIG_ACT_SEVERAL:
    case TRIG_ACT_CATEGORY:
        return read_known(reader, index, cell, error);
    case TRIG_ACT_TICK:
        return read_tick(reader, index, cell, error);
    case TRIG_ACT_NUMBER:
    case TRIG_ACT_DATE:
    case TRIG_ACT_TEXT:
        return read_measured(reader, index, cell, error);
    case TRIG_ACT_PERSON:
        return trig_people_read(reader->plan->key, trig_text_trim(cell), reader->builder,
                                reader->plan->columns[index].target, reader->verdict->person, error);
    case TRIG_ACT_INSTITUTION:
    case TRIG_ACT_WAVE:
        break;
    }
    return read_place(reader, index, cell, error);
}

/* A cell of a form that nobody opened. Options are closed as a group. */
static void leave_unshown(trig_record_reader *reader, size_t index)
{
    const struct trig_plan_column *column = &reader->plan->columns[index];
    if (column->act != TRIG_ACT_TICK && column->target != TRIG_NONE)
        trig_builder_set_missing(reader->builder, column->target, TRIG_NOT_SHOWN);
}

static enum trig_status read_cells(trig_record_reader *reader, struct trig_error *error)
{
    const struct trig_plan *plan = reader->plan;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < plan->sections.count; i++)
        reader->unopened[i] =
            trig_section_is_unopened(&plan->sections.items[i], plan->format, plan->headings, reader->record);
    for (size_t i = 0; i < plan->needed && status == TRIG_OK; i++) {
        size_t section = plan->columns[i].section;
        if (section != TRIG_NONE && reader->unopened[section])
            leave_unshown(reader, i);
        else
            status = read_cell(reader, i, reader->record->fields[i].text, error);
    }
    return status;
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
        note_unreadable(reader, ticks->column, TRIG_REASON_SEVERAL_ANSWERS);
        trig_builder_set_missing(reader->builder, group->target, TRIG_UNREADABLE);
    } else if (ticks->chosen) {
        note_answer(reader, &like, ticks->hash);
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
        status = read_cells(reader, error);
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
