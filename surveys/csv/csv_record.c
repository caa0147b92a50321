#include "surveys/csv/csv_reader_parts.h"

#include "surveys/base/memory.h"

#include <string.h>

/* libcsv grows a field's buffer by this much, or by what is to be read if that
 * is more: its own 128 bytes make many steps. */
#define FIELD_STEP ((size_t)16 << 10)

#define SHORT_TEXT ((size_t)16)

/* ---- errors ---------------------------------------------------------------- */

void trig_csv_place(trig_csv_reader *reader, uint64_t line, uint64_t column)
{
    trig_error_place(&reader->failure, NULL, line, column);
    reader->failure.record = reader->records + 1;
}

static void fail_memory(trig_csv_reader *reader)
{
    trig_error_set(&reader->failure, TRIG_ERR_MEMORY, "out of memory for a CSV record");
    trig_csv_place(reader, reader->record_line, 0);
}

/* What is wrong, most likely, and what to do if nothing is. */
static void fail_limit(trig_csv_reader *reader, const char *what, size_t limit, const char *question,
                       const char *option)
{
    trig_error_set(&reader->failure, TRIG_ERR_LIMIT, "a %s the limit of %zu %s?%s%s%s", what, limit, question,
                   option ? " If so, " : "", option ? option : "", option ? " allows more" : "");
}

__attribute__((noinline)) static void fail_field_limit(trig_csv_reader *reader)
{
    fail_limit(reader, "field is longer than", reader->options.field_limit,
               "bytes; is every quote in the file closed", reader->options.field_option);
    bool is_new = reader->count > reader->earlier_fields;
    trig_csv_place(reader, is_new ? reader->line : reader->open_line, 0);
}

static void fail_record_limit(trig_csv_reader *reader)
{
    fail_limit(reader, "record is longer than", reader->options.record_limit,
               "bytes; is every quote in the file closed", reader->options.record_option);
    trig_csv_place(reader, reader->record_line, 0);
}

static void fail_column_limit(trig_csv_reader *reader)
{
    fail_limit(reader, "record has more than", reader->options.column_limit, "fields; is the separator right",
               reader->options.column_option);
    trig_csv_place(reader, reader->record_line, 0);
}

/* ---- libcsv's callbacks ------------------------------------------------------ */

/* Room for one more field, up to the limit of columns. Kept out of take_field,
 * which runs once for every answer of an export. */
__attribute__((noinline)) static bool grow_fields(trig_csv_reader *reader)
{
    size_t capacity = reader->capacity;
    if (reader->count == reader->options.column_limit) {
        fail_column_limit(reader);
        return false;
    }
    if (trig_grow((void **)&reader->fields, &capacity, reader->count + 1, sizeof *reader->fields, NULL)) {
        fail_memory(reader);
        return false;
    }
    reader->capacity = capacity < reader->options.column_limit ? capacity : reader->options.column_limit;
    return true;
}

/* There is room for the text: see make_room. Most answers are a few bytes, which
 * one copy of fixed size moves faster than a call; both buffers have that many. A
 * code of one byte was written this moment, and to read more than it would wait. */
static void take_field(void *text, size_t length, void *context)
{
    trig_csv_reader *reader = context;
    if (reader->failure.status)
        return;
    if (length > reader->options.field_limit) {
        fail_field_limit(reader);
        return;
    }
    if (reader->count == reader->capacity && !grow_fields(reader))
        return;
    struct trig_csv_field *field = &reader->fields[reader->count++];
    char *copy = reader->bytes + reader->used;
    field->text.data = text ? copy : NULL;
    field->text.length = length;
    field->is_null = text == NULL;
    reader->used += length;
    if (!text)
        return;
    if (length == 1)
        *copy = *(const char *)text;
    else if (length > SHORT_TEXT)
        memcpy(copy, text, length);
    else
        memcpy(copy, text, SHORT_TEXT);
}

/* The buffer of libcsv: never so small that a copy of fixed size leaves it. */
static void *grow_buffer(void *pointer, size_t size)
{
    return size < SHORT_TEXT ? NULL : trig_memory_raw(pointer, size);
}

static void take_record(int terminator, void *context)
{
    (void)terminator;
    trig_csv_reader *reader = context;
    if (reader->failure.status)
        return;
    const struct trig_csv_record record = {reader->fields, reader->count, reader->records + 1,
                                           reader->record_line, reader->record_offset};
    enum trig_status status = reader->sink(reader->context, &record, &reader->failure);
    reader->in_record = false;
    reader->count = 0;
    reader->used = 0;
    if (status == TRIG_OK) {
        reader->failure.status = TRIG_OK; /* a sink may have handled an error of its own */
        reader->records++;
        return;
    }
    if (reader->failure.status != status)
        trig_error_set(&reader->failure, status, "%s", trig_status_text(status));
    if (reader->failure.line == 0)
        trig_csv_place(reader, record.line, reader->failure.column);
}

/* ---- one line --------------------------------------------------------------- */

/* Counts characters, which are bytes that do not continue one in UTF-8. */
static uint64_t characters(const char *bytes, size_t length)
{
    uint64_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

/* A record's texts are never longer than its input. Those taken already move
 * with the buffer: they lie in it one behind the other. */
static bool make_room(trig_csv_reader *reader, size_t needed)
{
    needed += SHORT_TEXT;
    if (needed <= reader->room)
        return true;
    if (trig_grow((void **)&reader->bytes, &reader->room, needed, 1, NULL)) {
        fail_memory(reader);
        return false;
    }
    char *text = reader->bytes;
    for (size_t i = 0; i < reader->count; i++) {
        if (!reader->fields[i].is_null)
            reader->fields[i].text.data = text;
        text += reader->fields[i].text.length;
    }
    return true;
}

/* Follows the quotes of bytes that libcsv has accepted, to know where the open
 * one is. A quote right after a closing one reopens the field: they were one
 * doubled quote. */
static void follow_quotes(trig_csv_reader *reader, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    const char *at = bytes;
    for (const char *quote; at < end && (quote = memchr(at, reader->options.quote, (size_t)(end - at)));
         at = quote + 1) {
        bool doubled = reader->after_quote && quote == at;
        reader->in_quotes = !reader->in_quotes;
        reader->after_quote = !reader->in_quotes;
        if (reader->in_quotes && !doubled) {
            reader->quote_line = reader->line;
            reader->quote_column = reader->column + characters(bytes, (size_t)(quote - bytes)) + 1;
        }
    }
    if (at < end)
        reader->after_quote = false;
}

static void fail_parse(trig_csv_reader *reader, const char *bytes, size_t offset)
{
    if (csv_error(&reader->parser) != CSV_EPARSE) {
        fail_memory(reader);
        return;
    }
    char quote = reader->options.quote;
    if (reader->parser.quoted)
        trig_error_set(&reader->failure, TRIG_ERR_FORMAT,
                       "text after a closing quote: a %c inside a quoted field must be doubled", quote);
    else
        trig_error_set(&reader->failure, TRIG_ERR_FORMAT,
                       "a %c inside a field without quotes: quote the whole field and double the %c in it",
                       quote, quote);
    trig_csv_place(reader, reader->line, reader->column + characters(bytes, offset) + 1);
}

/* Whether the open field is too long whatever follows: blanks at its end and
 * one quote may still turn out not to belong to it. */
static bool is_field_too_long(const trig_csv_reader *reader)
{
    return reader->parser.entry_pos > reader->options.field_limit + reader->parser.spaces + 1;
}

/* Gives libcsv bytes of one line that belong to a record. */
static void parse(trig_csv_reader *reader, const char *bytes, size_t length)
{
    size_t most = reader->record_bytes + length;
    if (!make_room(reader, most))
        return;
    csv_set_blk_size(&reader->parser, most > FIELD_STEP ? most : FIELD_STEP);
    size_t done = csv_parse(&reader->parser, bytes, length, take_field, take_record, reader);
    if (reader->failure.status)
        return;
    if (reader->in_record && is_field_too_long(reader)) {
        fail_field_limit(reader);
    } else if (done < length) {
        fail_parse(reader, bytes, done);
    } else if (reader->in_record) {
        reader->record_bytes += length;
        if (reader->count > reader->earlier_fields)
            reader->open_line = reader->line;
        reader->earlier_fields = reader->count;
        follow_quotes(reader, bytes, length);
        if (reader->record_bytes > reader->options.record_limit)
            fail_record_limit(reader);
    }
}

static void begin_record(trig_csv_reader *reader)
{
    reader->in_record = true;
    reader->record_line = reader->line;
    reader->open_line = reader->line;
    reader->earlier_fields = 0;
    reader->record_bytes = 0;
    reader->in_quotes = false;
    reader->after_quote = false;
}

/* Blanks before a record belong to nothing: a line of them is no record. */
static size_t count_blanks(const trig_csv_reader *reader, const char *bytes, size_t length)
{
    size_t count = 0;
    while (count < length && bytes[count] != reader->options.separator &&
           (bytes[count] == ' ' || bytes[count] == '\t' || bytes[count] == '\r' || bytes[count] == '\n'))
        count++;
    return count;
}

/* Reads bytes of one line. What is over the record's limit is parsed apart, so
 * that the limit is noticed at the same byte however the input is cut. */
void trig_csv_take_line(trig_csv_reader *reader, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    if (!reader->in_record) {
        size_t blanks = count_blanks(reader, bytes, length);
        if (blanks == length) {
            reader->column += length;
            return;
        }
        begin_record(reader);
        reader->record_offset = reader->offset + blanks;
        reader->column += blanks;
        bytes += blanks;
    }
    do {
        size_t left = (size_t)(end - bytes);
        size_t most = reader->options.record_limit + 1 - reader->record_bytes;
        size_t now = left < most ? left : most;
        parse(reader, bytes, now);
        bool ends = bytes + now == end && (end[-1] == '\n' || end[-1] == '\r');
        reader->column += ends ? 0 : characters(bytes, now);
        bytes += now;
    } while (bytes < end && reader->in_record && !reader->failure.status);
}

/* ---- begin and end ----------------------------------------------------------- */

void trig_csv_take_init(trig_csv_reader *reader)
{
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL);
    csv_set_delim(&reader->parser, (unsigned char)reader->options.separator);
    csv_set_quote(&reader->parser, (unsigned char)reader->options.quote);
    csv_set_blk_size(&reader->parser, FIELD_STEP);
    csv_set_realloc_func(&reader->parser, grow_buffer);
    csv_set_free_func(&reader->parser, trig_free);
}

void trig_csv_take_restart(trig_csv_reader *reader)
{
    /* Between two records libcsv is as it was in the beginning. */
    bool is_between = !reader->failure.status && !reader->in_record;
    reader->in_record = false;
    reader->count = reader->used = 0;
    if (is_between)
        return;
    reader->failure = (struct trig_error){.status = TRIG_OK};
    csv_free(&reader->parser);
    trig_csv_take_init(reader);
}

void trig_csv_take_end(trig_csv_reader *reader)
{
    /* After an error csv_fini would deliver half a record as if it were whole. */
    if (reader->failure.status)
        return;
    if (csv_fini(&reader->parser, take_field, take_record, reader) != 0 && !reader->failure.status) {
        trig_error_set(&reader->failure, TRIG_ERR_FORMAT, "a quoted field that begins here never ends");
        trig_csv_place(reader, reader->quote_line, reader->quote_column);
    }
}
