#include "surveys/csv/csv_writer.h"

#include "surveys/base/text.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

void trig_csv_writer_init(struct trig_csv_writer *writer, FILE *out)
{
    writer->out = out;
    writer->separator = ',';
    writer->begun = writer->lone = false;
    writer->digits = DBL_DECIMAL_DIG;
    writer->guard = false;
    writer->used = 0;
}

/* ---- bytes -------------------------------------------------------------------------- */

static void send(struct trig_csv_writer *writer)
{
    fwrite(writer->room, 1, writer->used, writer->out);
    writer->used = 0;
}

static void put(struct trig_csv_writer *writer, char byte)
{
    if (writer->used == TRIG_CSV_ROOM)
        send(writer);
    writer->room[writer->used++] = byte;
}

static void put_bytes(struct trig_csv_writer *writer, const char *bytes, size_t count)
{
    if (count > TRIG_CSV_ROOM - writer->used)
        send(writer);
    if (count > TRIG_CSV_ROOM) {
        fwrite(bytes, 1, count, writer->out);
        return;
    }
    memcpy(writer->room + writer->used, bytes, count);
    writer->used += count;
}

/* ---- fields ------------------------------------------------------------------------- */

static void begin_field(struct trig_csv_writer *writer)
{
    if (writer->begun)
        put(writer, writer->separator);
    writer->lone = !writer->begun;
    writer->begun = true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Besides RFC 4180's reasons: readers drop blanks around a bare field, and a
 * U+FEFF at the start of a file. */
static bool needs_quotes(const struct trig_csv_writer *writer, struct trig_view text)
{
    if (is_blank(text.data[0]) || is_blank(text.data[text.length - 1]))
        return true;
    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        return true;
    bool special = false;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        special |= byte == '"' || byte == '\n' || byte == '\r' || byte == writer->separator;
    }
    return special;
}

/* Signs alone, as in a flag: nothing that could be run. */
static bool is_signs(struct trig_view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] != '+' && text.data[i] != '-')
            return false;
    return true;
}

/* Spreadsheets run a cell as a formula when it begins with one of these; a
 * plain number that begins with a sign, and signs alone, are harmless. */
static bool is_formula(struct trig_view text)
{
    double number;
    switch (text.data[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return !is_signs(text) && !trig_text_to_number(text, &number);
    default:
        return false;
    }
}

/* The text between quotes, with every quote in it doubled. */
static void put_quoted(struct trig_csv_writer *writer, bool prefix, struct trig_view text)
{
    put(writer, '"');
    if (prefix)
        put(writer, '\'');
    const char *end = text.data + text.length;
    for (const char *at = text.data; at < end;) {
        const char *quote = memchr(at, '"', (size_t)(end - at));
        const char *stop = quote ? quote + 1 : end;
        put_bytes(writer, at, (size_t)(stop - at));
        if (quote)
            put(writer, '"');
        at = stop;
    }
    put(writer, '"');
}

void trig_csv_text(struct trig_csv_writer *writer, struct trig_view text)
{
    begin_field(writer);
    if (text.length == 0)
        return;
    writer->lone = false;
    bool prefix = writer->guard && is_formula(text);
    if (needs_quotes(writer, text)) {
        put_quoted(writer, prefix, text);
        return;
    }
    if (prefix)
        put(writer, '\'');
    put_bytes(writer, text.data, text.length);
}

void trig_csv_number(struct trig_csv_writer *writer, double number)
{
    begin_field(writer);
    if (isnan(number))
        return;
    char text[TRIG_NUMBER_TEXT];
    size_t length = trig_text_from_number(number, writer->digits, text);
    writer->lone = false;
    put_bytes(writer, text, length);
}

void trig_csv_count(struct trig_csv_writer *writer, uint64_t count)
{
    begin_field(writer);
    char text[TRIG_NUMBER_TEXT];
    size_t length = trig_text_from_count(count, text);
    writer->lone = false;
    put_bytes(writer, text, length);
}

void trig_csv_empty(struct trig_csv_writer *writer)
{
    begin_field(writer);
}

void trig_csv_end_record(struct trig_csv_writer *writer)
{
    if (writer->lone)
        put_bytes(writer, "\"\"", 2);
    put(writer, '\n');
    send(writer);
    writer->lone = false;
    writer->begun = false;
}

enum trig_status trig_csv_writer_finish(struct trig_csv_writer *writer, struct trig_error *error)
{
    send(writer);
    if (fflush(writer->out) == 0 && !ferror(writer->out))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_IO, "cannot write the CSV: %s",
                          errno ? strerror(errno) : "an earlier write failed");
}
