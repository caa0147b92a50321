#include "tests/synth/line.h"

#include <inttypes.h>
#include <stdio.h>

static bool needs_quotes(const struct trig_synth_style *style, struct trig_view text)
{
    if (style->quotes == TRIG_SYNTH_QUOTE_ALL)
        return true;
    if (text.length == 0)
        return false;
    if (style->quotes == TRIG_SYNTH_QUOTE_FILLED || text.data[0] == ' ' || text.data[text.length - 1] == ' ')
        return true;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == style->separator || strchr("\"\r\n", text.data[i]))
            return true;
    }
    return false;
}

static bool reserve(struct trig_synth_line *line, size_t more)
{
    if (line->length + more <= line->capacity)
        return true;
    void *bytes = line->bytes;
    if (line->failed || trig_grow(&bytes, &line->capacity, line->length + more, 1, NULL) != TRIG_OK) {
        line->failed = true;
        return false;
    }
    line->bytes = bytes;
    return true;
}

void trig_synth_line_clear(struct trig_synth_line *line)
{
    trig_free(line->bytes);
    *line = (struct trig_synth_line){0};
}

void trig_synth_line_put(struct trig_synth_line *line, struct trig_view bytes)
{
    if (bytes.length == 0 || !reserve(line, bytes.length))
        return;
    memcpy(line->bytes + line->length, bytes.data, bytes.length);
    line->length += bytes.length;
}

void trig_synth_line_put_number(struct trig_synth_line *line, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    trig_synth_line_put(line, trig_view_of(digits + at, sizeof digits - at));
}

void trig_synth_line_put_cell(struct trig_synth_line *line, const struct trig_synth_style *style,
                              struct trig_view text)
{
    if (!needs_quotes(style, text)) {
        trig_synth_line_put(line, text);
        return;
    }
    struct trig_view quote = trig_view("\"");
    trig_synth_line_put(line, quote);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"')
            trig_synth_line_put(line, quote);
        trig_synth_line_put(line, trig_view_of(text.data + i, 1));
    }
    trig_synth_line_put(line, quote);
}

struct trig_view trig_synth_encode(struct trig_arena *arena, const struct trig_synth_style *style,
                                   struct trig_view text)
{
    struct trig_synth_line line = {0};
    trig_synth_line_put_cell(&line, style, text);
    struct trig_view none = {NULL, 0};
    struct trig_view encoded = none;
    if (!line.failed)
        encoded = trig_arena_copy(arena, trig_view_of(line.bytes ? line.bytes : "", line.length));
    trig_synth_line_clear(&line);
    return encoded;
}
