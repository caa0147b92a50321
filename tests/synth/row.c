#include "tests/synth/row.h"

#include "surveys/base/text.h"

#include <stdio.h>

static const struct trig_synth_answer *answer_of(const struct trig_synth_record *record,
                                                 const struct trig_synth_column *column)
{
    return &record->response->answers[column->variable];
}

static void put_quoted(const struct trig_synth_layout *layout, struct trig_synth_line *line,
                       struct trig_view text)
{
    trig_synth_line_put_cell(line, &layout->style, text);
}

static void put_joined(const struct trig_synth_layout *layout, const struct trig_synth_column *column,
                       const struct trig_synth_answer *answer, struct trig_synth_line *line)
{
    char text[4096];
    size_t length = 0;
    for (size_t i = 0; i < column->cell_count; i++) {
        if (!(answer->flags >> i & 1))
            continue;
        int wrote = snprintf(text + length, sizeof text - length, "%s%.*s",
                             length > 0 ? layout->platform->joiner : "", TRIG_VIEW_ARG(column->cells[i]));
        if (wrote < 0 || (size_t)wrote >= sizeof text - length)
            break;
        length += (size_t)wrote;
    }
    put_quoted(layout, line, trig_view_of(text, length));
}

static void put_time(const struct trig_synth_layout *layout, double seconds, struct trig_synth_line *line)
{
    char time[32];
    char text[64];
    trig_text_from_time(seconds, time);
    snprintf(text, sizeof text, "%s%s", time, layout->platform->zone);
    put_quoted(layout, line, trig_view(text));
}

/* Names of columns that hold a person; nobody is meant by them. */
static void put_person(const struct trig_synth_layout *layout, const struct trig_synth_record *record,
                       enum trig_synth_source source, struct trig_synth_line *line)
{
    size_t institution = record->response->institution + 1;
    unsigned long long person = record->response->person + 1;
    char text[96];
    switch (source) {
    case TRIG_SYNTH_PERSON:
        snprintf(text, sizeof text, "T%zu-%llu", institution, person);
        break;
    case TRIG_SYNTH_NAME:
        snprintf(text, sizeof text, "Sample Person %zu-%llu", institution, person);
        break;
    default:
        snprintf(text, sizeof text, "sample.person.%zu.%llu@example.org", institution, person);
    }
    put_quoted(layout, line, trig_view(text));
}

static void put_record(const struct trig_synth_layout *layout, uint64_t id, struct trig_synth_line *line)
{
    char text[64];
    snprintf(text, sizeof text, "%s%llu", layout->platform->record_prefix, (unsigned long long)id);
    put_quoted(layout, line, trig_view(text));
}

static void put_number(const struct trig_synth_layout *layout, double number, struct trig_synth_line *line)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", number);
    put_quoted(layout, line, trig_view(text));
}

static void put_empty(const struct trig_synth_layout *layout, struct trig_synth_line *line)
{
    put_quoted(layout, line, trig_view_of("", 0));
}

/* Cells that come from an answer of the model. */
static void put_answer(const struct trig_synth_layout *layout, const struct trig_synth_record *record,
                       const struct trig_synth_column *column, struct trig_synth_line *line)
{
    const struct trig_synth_answer *answer = answer_of(record, column);
    if (!answer->given) {
        put_empty(layout, line);
        return;
    }
    switch (column->source) {
    case TRIG_SYNTH_JOINED:
        put_joined(layout, column, answer, line);
        break;
    case TRIG_SYNTH_TICKED:
        trig_synth_line_put(line, column->cells[answer->flags >> column->option & 1]);
        break;
    case TRIG_SYNTH_OTHER:
        put_quoted(layout, line,
                   answer->code == column->option ? trig_view("Something else") : trig_view(""));
        break;
    case TRIG_SYNTH_NUMBER:
        put_number(layout, answer->number, line);
        break;
    default:
        trig_synth_line_put(line, column->cells[answer->code]);
    }
}

/* Cells that the platform fills itself. */
static void put_own(const struct trig_synth_layout *layout, const struct trig_synth_record *record,
                    const struct trig_synth_column *column, struct trig_synth_line *line)
{
    bool complete = record->fate != TRIG_SYNTH_PARTIAL;
    switch (column->source) {
    case TRIG_SYNTH_INSTITUTION:
        if (column->cell_count > 0)
            trig_synth_line_put(line, column->cells[record->response->institution]);
        break;
    case TRIG_SYNTH_FIXED:
        trig_synth_line_put(line, column->cells[0]);
        break;
    case TRIG_SYNTH_STATUS:
        trig_synth_line_put(line, column->cells[record->fate]);
        break;
    case TRIG_SYNTH_RECORD:
        put_record(layout, record->id, line);
        break;
    case TRIG_SYNTH_STARTED:
        put_time(layout, record->started, line);
        break;
    case TRIG_SYNTH_SUBMITTED:
        if (complete)
            put_time(layout, record->submitted, line);
        else
            put_empty(layout, line);
        break;
    case TRIG_SYNTH_LAST_PAGE:
        put_number(layout, complete ? 6 : 2, line);
        break;
    case TRIG_SYNTH_EMPTY:
        put_empty(layout, line);
        break;
    default:
        put_person(layout, record, column->source, line);
    }
}

static bool is_answer(enum trig_synth_source source)
{
    return source == TRIG_SYNTH_CODED || source == TRIG_SYNTH_JOINED || source == TRIG_SYNTH_TICKED ||
           source == TRIG_SYNTH_OTHER || source == TRIG_SYNTH_NUMBER || source == TRIG_SYNTH_COMMENT;
}

static void end_line(const struct trig_synth_layout *layout, struct trig_synth_line *line)
{
    trig_synth_line_put(line, trig_view(layout->style.line_end));
}

void trig_synth_row_head(const struct trig_synth_layout *layout, struct trig_synth_line *line)
{
    if (layout->style.byte_order_mark)
        trig_synth_line_put(line, trig_view("\xEF\xBB\xBF"));
    for (size_t i = 0; i < layout->column_count; i++) {
        trig_synth_line_put(line, trig_view_of(&layout->style.separator, i > 0));
        trig_synth_line_put(line, layout->columns[i].heading);
    }
    end_line(layout, line);
}

void trig_synth_row_put(const struct trig_synth_layout *layout, const struct trig_synth_record *record,
                        struct trig_synth_line *line)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        const struct trig_synth_column *column = &layout->columns[i];
        trig_synth_line_put(line, trig_view_of(&layout->style.separator, i > 0));
        if (i == record->oddity.changed)
            put_quoted(layout, line, record->oddity.replacement);
        else if (!is_answer(column->source))
            put_own(layout, record, column, line);
        else if (i < record->oddity.answered)
            put_answer(layout, record, column, line);
        else
            put_empty(layout, line);
    }
    end_line(layout, line);
}

void trig_synth_row_blank(const struct trig_synth_layout *layout, struct trig_synth_line *line)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        trig_synth_line_put(line, trig_view_of(&layout->style.separator, i > 0));
        put_empty(layout, line);
    }
    end_line(layout, line);
}
