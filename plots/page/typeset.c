#include "plots/page/typeset.h"

#include "plots/page/character.h"

#include <math.h>

/* Advance widths of Helvetica and Helvetica-Bold from blank to tilde, in
 * thousandths of the font's size (Adobe Font Metrics, public). */
static const uint16_t widths[2][95] = {
    {278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
     556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
     611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
     667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
     222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584},
    {278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
     556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
     611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
     667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
     278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584}};

/* PNG has so many pixels a point (style.gp's DOTS), and each letter takes a whole
 * number of them; the other forms set letters as they are. */
#define PIXELS 3.0

/* The widest letters of Greek and Cyrillic are about this wide. */
#define WIDE_LETTER 900
/* Ideographs fill a square; fonts that stand in for them are a little larger. */
#define IDEOGRAPH 1100

static const char ellipsis[] = "\xE2\x80\xA6";

static double punctuation_width(utf8proc_int32_t character, bool bold)
{
    switch (character) {
    case 0x2013: /* en dash */
        return 556;
    case 0x2018: /* single quotes */
    case 0x2019:
        return bold ? 278 : 222;
    case 0x201C: /* double quotes */
    case 0x201D:
        return bold ? 500 : 333;
    case 0x2212: /* minus */
    case 0xD7:
    case 0xB1:
        return 584;
    default:
        return character < 0x100 ? 800 : 1000;
    }
}

/* In thousandths of the font's size. */
static double relative_width(utf8proc_int32_t character, bool bold)
{
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(character, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    if (count > 0 && count <= 8)
        character = parts[0];
    if (character >= 0x20 && character < 0x7F)
        return widths[bold][character - 0x20];
    if (character == 0xA0)
        return 278;
    utf8proc_category_t category = utf8proc_category(character);
    if (category >= UTF8PROC_CATEGORY_PC)
        return utf8proc_charwidth(character) ? punctuation_width(character, bold) : 0;
    switch (utf8proc_charwidth(character)) {
    case 0:
        return 0;
    case 2:
        return IDEOGRAPH;
    default:
        return WIDE_LETTER;
    }
}

/* In points, in the form in which it is widest. */
static double character_width(utf8proc_int32_t character, struct trig_font font)
{
    double exact = relative_width(character, font.bold) * font.size / 1000;
    double in_pixels = round(exact * PIXELS) / PIXELS;
    return exact > in_pixels ? exact : in_pixels;
}

double trig_typeset_width(struct trig_view text, struct trig_font font)
{
    double width = 0;
    while (text.length)
        width += character_width(trig_character_take(&text), font);
    return width;
}

double trig_typeset_widest(struct trig_views lines, struct trig_font font)
{
    double widest = 0;
    for (size_t i = 0; i < lines.count; i++) {
        double width = trig_typeset_width(lines.items[i], font);
        if (width > widest)
            widest = width;
    }
    return widest;
}

static enum trig_status memory_error(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a label");
    return TRIG_ERR_MEMORY;
}

/* White space that a line may be broken at; a no-break space is not. */
static bool is_space(utf8proc_int32_t character)
{
    return character == ' ' || (character >= 0x2000 && character <= 0x200B) ||
           trig_character_is_control(character);
}

static struct trig_view skip_spaces(struct trig_view text)
{
    while (text.length) {
        struct trig_view rest = text;
        if (!is_space(trig_character_take(&rest)))
            break;
        text = rest;
    }
    return text;
}

/* Takes the next word off [rest], which starts with one. */
static struct trig_view next_word(struct trig_view *rest)
{
    struct trig_view word = {rest->data, 0};
    while (rest->length) {
        struct trig_view after = *rest;
        if (is_space(trig_character_take(&after)))
            break;
        word.length += rest->length - after.length;
        *rest = after;
    }
    *rest = skip_spaces(*rest);
    return word;
}

/* The longest start of [text] that fits into [width], one character at least;
 * a mark stays with its letter. */
static struct trig_view fitting_start(struct trig_view text, struct trig_font font, double width)
{
    struct trig_view rest = text;
    double used = 0;
    while (rest.length) {
        struct trig_view after = rest;
        used += character_width(trig_character_take(&after), font);
        if (used > width && rest.length < text.length)
            break;
        rest = after;
    }
    return trig_view_of(text.data, text.length - rest.length);
}

/* One line being filled: words with single blanks between them. */
struct line {
    struct trig_arena *arena;
    struct trig_font font;
    double limit;
    struct trig_view text;
    double width;
    bool failed;
};

static void add_word(struct line *line, struct trig_view word, double width)
{
    const char *blank = line->text.length ? " " : "";
    struct trig_view joined =
        trig_arena_printf(line->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(line->text), blank, TRIG_VIEW_ARG(word));
    line->failed |= !joined.data;
    line->width += width + (line->text.length ? trig_typeset_width(trig_view(" "), line->font) : 0);
    line->text = joined;
}

/* Fills the line from [rest] and leaves there what did not fit. */
static void fill_line(struct line *line, struct trig_view *rest)
{
    double blank = trig_typeset_width(trig_view(" "), line->font);
    while (rest->length) {
        struct trig_view after = *rest;
        struct trig_view word = next_word(&after);
        double width = trig_typeset_width(word, line->font);
        if (line->text.length && line->width + blank + width > line->limit)
            return;
        if (width > line->limit) {
            struct trig_view start = fitting_start(word, line->font, line->limit);
            add_word(line, start, trig_typeset_width(start, line->font));
            *rest = trig_view_of(rest->data + start.length, rest->length - start.length);
            return;
        }
        add_word(line, word, width);
        *rest = after;
    }
}

/* Takes as much of [rest] onto the last line as fits before the ellipsis. */
static void end_line(struct line *line, struct trig_view rest)
{
    double room = line->limit - trig_typeset_width(trig_view(ellipsis), line->font);
    while (rest.length && !line->failed && line->width <= line->limit) {
        struct trig_view word = next_word(&rest);
        add_word(line, word, trig_typeset_width(word, line->font));
    }
    if (line->failed)
        return;
    struct trig_view kept = fitting_start(line->text, line->font, room);
    while (kept.length && kept.data[kept.length - 1] == ' ')
        kept.length--;
    line->text = trig_arena_printf(line->arena, "%.*s%s", TRIG_VIEW_ARG(kept), ellipsis);
    line->failed |= !line->text.data;
}

enum trig_status trig_typeset_wrap(struct trig_arena *arena, struct trig_view text, struct trig_font font,
                                   double width, size_t most, struct trig_views *out,
                                   struct trig_error *error)
{
    struct trig_view *lines = trig_arena_calloc(arena, most, sizeof *lines);
    bool failed = !lines;
    size_t count = 0;
    struct trig_view rest = skip_spaces(text);
    while (rest.length && !failed && count < most) {
        struct line line = {arena, font, width, {NULL, 0}, 0, false};
        fill_line(&line, &rest);
        if (count + 1 == most && rest.length)
            end_line(&line, rest);
        failed = line.failed;
        lines[count++] = line.text;
    }
    if (failed)
        return memory_error(error);
    *out = (struct trig_views){lines, count};
    return TRIG_OK;
}

static double widest_word(struct trig_view text, struct trig_font font)
{
    double widest = 0;
    struct trig_view rest = skip_spaces(text);
    while (rest.length) {
        double width = trig_typeset_width(next_word(&rest), font);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Halvings of the width: enough to come within a point of the narrowest. */
#define NARROWINGS 8

enum trig_status trig_typeset_evenly(struct trig_arena *arena, struct trig_view text, struct trig_font font,
                                     double width, size_t most, struct trig_views *out,
                                     struct trig_error *error)
{
    double narrow = widest_word(text, font);
    enum trig_status status = trig_typeset_wrap(arena, text, font, width, most, out, error);
    /* A text that is shortened, or has to be broken inside a word, stays as it is. */
    if (status || out->count < 2 || narrow > width)
        return status;
    double wide = width;
    for (int i = 0; i < NARROWINGS; i++) {
        struct trig_views lines;
        double middle = (narrow + wide) / 2;
        status = trig_typeset_wrap(arena, text, font, middle, most + 1, &lines, error);
        if (status)
            return status;
        if (lines.count > out->count) {
            narrow = middle;
        } else {
            wide = middle;
            *out = lines;
        }
    }
    return TRIG_OK;
}

static bool ends_with(struct trig_view text, struct trig_view end)
{
    return text.length >= end.length &&
           trig_view_equal(trig_view_of(text.data + text.length - end.length, end.length), end);
}

/* Puts the value after the last line, or where there is none. */
static enum trig_status append_value(struct trig_arena *arena, struct trig_view value,
                                     struct trig_views *lines, struct trig_error *error)
{
    size_t count = lines->count ? lines->count : 1;
    struct trig_view *copy = trig_arena_calloc(arena, count, sizeof *copy);
    if (!copy)
        return memory_error(error);
    for (size_t i = 0; i < lines->count; i++)
        copy[i] = lines->items[i];
    copy[count - 1] = trig_arena_printf(arena, "%.*s%s%.*s", TRIG_VIEW_ARG(copy[count - 1]),
                                        lines->count ? " " : "", TRIG_VIEW_ARG(value));
    *lines = (struct trig_views){copy, count};
    return copy[count - 1].data ? TRIG_OK : memory_error(error);
}

enum trig_status trig_typeset_valued(struct trig_arena *arena, struct trig_view name, struct trig_view value,
                                     struct trig_font font, double width, size_t most, struct trig_views *out,
                                     struct trig_error *error)
{
    struct trig_view both = trig_arena_printf(arena, "%.*s %.*s", TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(value));
    struct trig_views lines;
    if (!both.data)
        return memory_error(error);
    enum trig_status status = trig_typeset_evenly(arena, both, font, width, most, &lines, error);
    if (!status && lines.count && !ends_with(lines.items[lines.count - 1], value)) {
        double room = width - trig_typeset_width(value, font) - trig_typeset_width(trig_view(" "), font);
        status = trig_typeset_evenly(arena, name, font, room, most, &lines, error);
        if (!status)
            status = append_value(arena, value, &lines, error);
    }
    if (!status)
        *out = lines;
    return status;
}
