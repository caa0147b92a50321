#include "surveys/command/wrap.h"

#include "surveys/base/text.h"

#include <utf8proc.h>

/* However deep the indent, a line has room for this many columns. */
#define LEAST_WIDTH 16

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t skip_blanks(struct trig_view text, size_t at)
{
    while (at < text.length && is_blank(text.data[at]))
        at++;
    return at;
}

static size_t skip_word(struct trig_view text, size_t at)
{
    while (at < text.length && !is_blank(text.data[at]))
        at++;
    return at;
}

static struct trig_view part(struct trig_view text, size_t start, size_t end)
{
    return trig_view_of(text.data + start, end - start);
}

/* The code point that begins [text] and its bytes; -1 and one byte when it is invalid. */
static utf8proc_int32_t decode(struct trig_view text, size_t *bytes)
{
    utf8proc_int32_t point;
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.length, &point);
    *bytes = length > 0 ? (size_t)length : 1;
    return length > 0 ? point : -1;
}

static bool is_space(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || point == ' ';
}

/* Marks that embed, override or isolate a direction: what follows them on the
 * line, other cells too, would be shown in another order than it has. */
static bool turns_direction(utf8proc_int32_t point)
{
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

struct trig_view trig_wrap_plain(struct trig_arena *arena, struct trig_view text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    /* An invalid byte grows to three. */
    char *out = text.length < SIZE_MAX / 4 ? trig_arena_calloc(arena, text.length + 1, 3) : NULL;
    if (!out)
        return trig_view_of(NULL, 0);
    size_t used = 0;
    bool gap = false;
    for (size_t at = 0, bytes; at < text.length; at += bytes) {
        utf8proc_int32_t point = decode(part(text, at, text.length), &bytes);
        if (point >= 0 && (is_space(point) || turns_direction(point))) {
            gap = gap || is_space(point);
            continue;
        }
        if (gap && used)
            out[used++] = ' ';
        gap = false;
        size_t length = point < 0 ? sizeof replacement - 1 : bytes;
        memcpy(out + used, point < 0 ? replacement : text.data + at, length);
        used += length;
    }
    return trig_view_of(out, used);
}

/* The start of a word that is wider than the line: what fits, or one character. */
static size_t break_word(struct trig_view word, size_t width)
{
    size_t fits = trig_text_clip(word, width).length;
    if (fits == 0)
        decode(word, &fits);
    return fits;
}

struct trig_view trig_wrap_next(struct trig_view *rest, size_t width)
{
    if (rest->length == 0)
        return *rest;
    size_t start = skip_blanks(*rest, 0);
    size_t end = start, used = 0;
    for (size_t at = start; at < rest->length; at = skip_blanks(*rest, end)) {
        size_t next = skip_word(*rest, at);
        size_t word = trig_text_width(part(*rest, at, next));
        bool is_first = end == start;
        if (is_first && width && word > width) {
            end = at + break_word(part(*rest, at, next), width);
            break;
        }
        used += word + (is_first ? 0 : 1);
        if (width && used > width)
            break;
        end = next;
    }
    struct trig_view line = part(*rest, start, end);
    *rest = part(*rest, skip_blanks(*rest, end), rest->length);
    return line;
}

static void write_words(FILE *out, struct trig_view line)
{
    size_t at = 0;
    while (at < line.length) {
        size_t end = skip_word(line, at);
        fwrite(line.data + at, 1, end - at, out);
        at = skip_blanks(line, end);
        if (at < line.length)
            fputc(' ', out);
    }
    fputc('\n', out);
}

static size_t room(size_t width, size_t taken)
{
    if (width == 0)
        return 0;
    return width > taken + LEAST_WIDTH ? width - taken : LEAST_WIDTH;
}

void trig_wrap_write(FILE *out, struct trig_view text, size_t width, size_t first, size_t indent)
{
    write_words(out, trig_wrap_next(&text, room(width, first)));
    while (text.length) {
        fprintf(out, "%*s", (int)indent, "");
        write_words(out, trig_wrap_next(&text, room(width, indent)));
    }
}
