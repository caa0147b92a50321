#include "surveys/csv/csv_writer.h"

#include "surveys/base/text.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

void trig_csv_writer_init(struct trig_csv_writer *writer, FILE *out)
{
    *writer = (struct trig_csv_writer){.out = out, .separator = ',', .digits = DBL_DECIMAL_DIG};
}

static void begin_field(struct trig_csv_writer *writer)
{
    if (writer->begun)
        putc(writer->separator, writer->out);
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
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (byte == '"' || byte == '\n' || byte == '\r' || byte == writer->separator)
            return true;
    }
    return false;
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
    if (is_signs(text))
        return false;
    return text.data[0] && strchr("=+-@\t\r", text.data[0]) && !trig_text_to_number(text, &number);
}

/* The text between quotes, with every quote in it doubled. */
static void write_quoted(FILE *out, const char *prefix, struct trig_view text)
{
    putc('"', out);
    fputs(prefix, out);
    const char *end = text.data + text.length;
    for (const char *at = text.data; at < end;) {
        const char *quote = memchr(at, '"', (size_t)(end - at));
        const char *stop = quote ? quote + 1 : end;
        fwrite(at, 1, (size_t)(stop - at), out);
        if (quote)
            putc('"', out);
        at = stop;
    }
    putc('"', out);
}

void trig_csv_text(struct trig_csv_writer *writer, struct trig_view text)
{
    begin_field(writer);
    if (text.length == 0)
        return;
    writer->lone = false;
    const char *prefix = writer->guard && is_formula(text) ? "'" : "";
    if (needs_quotes(writer, text)) {
        write_quoted(writer->out, prefix, text);
        return;
    }
    if (*prefix)
        fputs(prefix, writer->out);
    fwrite(text.data, 1, text.length, writer->out);
}

void trig_csv_number(struct trig_csv_writer *writer, double number)
{
    begin_field(writer);
    if (isnan(number))
        return;
    char text[TRIG_NUMBER_TEXT];
    trig_text_from_number(number, writer->digits, text);
    writer->lone = false;
    fputs(text, writer->out);
}

void trig_csv_empty(struct trig_csv_writer *writer)
{
    begin_field(writer);
}

void trig_csv_end_record(struct trig_csv_writer *writer)
{
    if (writer->lone)
        fputs("\"\"", writer->out);
    putc('\n', writer->out);
    writer->lone = false;
    writer->begun = false;
}

enum trig_status trig_csv_writer_finish(struct trig_csv_writer *writer, struct trig_error *error)
{
    if (fflush(writer->out) == 0 && !ferror(writer->out))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_IO, "cannot write the CSV: %s",
                          errno ? strerror(errno) : "an earlier write failed");
}
