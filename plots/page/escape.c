#include "plots/page/escape.h"

#include "plots/page/character.h"

/* The next character of [text] as every language here may hold it. */
static utf8proc_int32_t take(struct trig_view *text)
{
    utf8proc_int32_t character = trig_character_take(text);
    if (trig_character_is_control(character))
        return ' ';
    return (character & 0xFFFE) == 0xFFFE ? TRIG_REPLACEMENT_CHARACTER : character;
}

static void put(FILE *out, utf8proc_int32_t character)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char(character, bytes);
    fwrite(bytes, 1, (size_t)length, out);
}

void trig_escape_script(FILE *out, struct trig_view text)
{
    /* gnuplot 5.4 misreads a doubled quote at the beginning of a string, and one after another. */
    bool after_quote = true;
    fputc('\'', out);
    while (text.length) {
        utf8proc_int32_t character = take(&text);
        if (character != '\'')
            put(out, character);
        else
            fputs(after_quote ? "'.\"'\".'" : "''", out);
        after_quote = character == '\'';
    }
    fputc('\'', out);
}

void trig_escape_data(FILE *out, struct trig_view text)
{
    /* An octal escape takes all octal digits that follow: those are written in octal as well. */
    bool after_octal = false;
    fputc('"', out);
    if (!text.length)
        fputc(' ', out);
    while (text.length) {
        utf8proc_int32_t character = take(&text);
        bool octal = character == '"' || (after_octal && character >= '0' && character <= '7');
        if (character == '\\')
            fputs("\\134\\134", out);
        else if (octal)
            fprintf(out, "\\%03o", (unsigned)character);
        else
            put(out, character);
        after_octal = octal || character == '\\';
    }
    fputc('"', out);
}

void trig_escape_xml(FILE *out, struct trig_view text)
{
    while (text.length) {
        utf8proc_int32_t character = take(&text);
        if (character == '&')
            fputs("&amp;", out);
        else if (character == '<')
            fputs("&lt;", out);
        else if (character == '>')
            fputs("&gt;", out);
        else if (character == '"')
            fputs("&quot;", out);
        else if (character == '\'')
            fputs("&#39;", out);
        else
            put(out, character);
    }
}
