#include "collect/records/record_parts.h"

#include "surveys/base/hash.h"
#include "surveys/base/text.h"

#include "collect/answers/number_label.h"
#include "collect/answers/validate.h"
#include "collect/records/people.h"

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
        trig_record_note_unreadable(reader, index, meaning->reason);
    if (meaning->answer == TRIG_ANSWERED)
        trig_record_note_answer(reader, column, meaning->hash);
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
        trig_record_note_unreadable(reader, index, meaning->reason);
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
        trig_record_note_unreadable(reader, index, TRIG_REASON_UNKNOWN_ANSWER);
    if (put != TRIG_ANSWERED) {
        trig_builder_set_missing(reader->builder, column->target, put);
        return TRIG_OK;
    }
    if (column->act == TRIG_ACT_NUMBER)
        measured = trig_validate_number(variable, plan->format, plan->definition->survey.decimal_mark, cell);
    else if (column->act == TRIG_ACT_DATE)
        measured = trig_validate_date(variable, plan->format, plan->definition->survey.date_order, cell);
    else
        measured =
            column->is_record ? trig_validate_id(plan->format, cell) : trig_validate_text(plan->format, cell);
    if (measured.answer == TRIG_UNREADABLE)
        trig_record_note_unreadable(reader, index, measured.reason);
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
        trig_record_note_answer(reader, column, trig_checksum(measured.text.data, measured.text.length, 0));
        return trig_builder_set_text(reader->builder, column->target, measured.text, error);
    }
    trig_record_note_answer(reader, column, trig_checksum(&measured.number, sizeof measured.number, 0));
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

/* Reads cells from [index] on as long as each is a known answer of a plain column: nearly
 * all cells of a large export are. @return the first that is not. */
static size_t read_plain(trig_record_reader *reader, size_t index)
{
    const struct trig_plan *plan = reader->plan;
    const struct trig_csv_field *fields = reader->record->fields;
    trig_batch_builder *builder = reader->builder;
    uint64_t fingerprint = 0, hash;
    bool answered = false;
    for (; index < plan->needed && plan->columns[index].is_plain; index++) {
        const struct trig_plan_column *column = &plan->columns[index];
        const struct trig_meaning *meaning = trig_memo_find(column->memo, fields[index].text, &hash);
        if (!meaning || meaning->answer != TRIG_ANSWERED)
            break;
        trig_builder_set_code(builder, column->target, (size_t)meaning->value);
        fingerprint += column->is_told ? trig_record_mix(column, meaning->hash) : 0;
        answered |= column->is_answer;
    }
    reader->fingerprint += fingerprint;
    reader->answered |= answered;
    return index;
}

/* A cell of a form that nobody opened. Options are closed as a group. */
static void leave_unshown(trig_record_reader *reader, size_t index)
{
    const struct trig_plan_column *column = &reader->plan->columns[index];
    if (column->act != TRIG_ACT_TICK && column->target != TRIG_NONE)
        trig_builder_set_missing(reader->builder, column->target, TRIG_NOT_SHOWN);
}

enum trig_status trig_record_read_cells(trig_record_reader *reader, struct trig_error *error)
{
    const struct trig_plan *plan = reader->plan;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < plan->sections.count; i++)
        reader->unopened[i] =
            trig_section_is_unopened(&plan->sections.items[i], plan->format, plan->headings, reader->record);
    for (size_t i = read_plain(reader, 0); i < plan->needed && status == TRIG_OK;
         i = read_plain(reader, i + 1)) {
        size_t section = plan->columns[i].section;
        if (section != TRIG_NONE && reader->unopened[section])
            leave_unshown(reader, i);
        else
            status = read_cell(reader, i, reader->record->fields[i].text, error);
    }
    return status;
}
