#include "surveys/base/text.h"

#include <stdint.h>
#include <string.h>

#include <ctype.h>
#include <utf8proc.h>

/* Room for decomposed characters that takes no memory; most labels need no more. */
#define SHORT_TEXT 256

/* Marks behind one character are sorted in quadratic time: a hostile text of
 * nothing else is cut into stretches of this many bytes before that. No language
 * puts more than a handful of marks on a character. */
#define LONGEST_STRETCH ((size_t)1024)

static bool is_ascii_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* How many bytes [text] begins with that are ASCII, or a few fewer. */
static size_t ascii_length(struct trig_view text)
{
    size_t length = 0;
    for (uint64_t word; length + sizeof word <= text.length; length += sizeof word) {
        memcpy(&word, text.data + length, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return length;
}

/* The character at [offset] and its length in bytes; -1 and 1 for a bad byte. */
static int32_t character_at(struct trig_view text, size_t offset, size_t *length)
{
    int32_t character = -1;
    size_t left = text.length - offset;
    *length = 1;
    if ((unsigned char)text.data[offset] < 0x80)
        return text.data[offset];
    utf8proc_ssize_t done = utf8proc_iterate((const utf8proc_uint8_t *)text.data + offset,
                                             left < 4 ? (utf8proc_ssize_t)left : 4, &character);
    if (done <= 0)
        return -1;
    *length = (size_t)done;
    return character;
}

/* Letters with a stroke, ligatures and the like, which Unicode takes for letters of their own. */
static char lone_letter(int32_t character)
{
    static const struct {
        int32_t character;
        char letter;
    } letters[] = {{0xC6, 'A'},  {0xD0, 'D'},  {0xD8, 'O'},  {0xDE, 'T'},  {0xDF, 's'},  {0xE6, 'a'},
                   {0xF0, 'd'},  {0xF8, 'o'},  {0xFE, 't'},  {0x110, 'D'}, {0x111, 'd'}, {0x126, 'H'},
                   {0x127, 'h'}, {0x131, 'i'}, {0x141, 'L'}, {0x142, 'l'}, {0x152, 'O'}, {0x153, 'o'},
                   {0x166, 'T'}, {0x167, 't'}, {0x18F, 'E'}, {0x259, 'e'}, {0x1E9E, 'S'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].character == character)
            return letters[i].letter;
    return 0;
}

char trig_text_plain_letter(struct trig_view text, size_t *length)
{
    int32_t parts[8];
    int bound = 0;
    int32_t character = character_at(text, 0, length);
    if (character < 0)
        return 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(character, parts, sizeof parts / sizeof *parts, UTF8PROC_DECOMPOSE, &bound);
    bool is_plain = count > 0 && parts[0] < 0x80 && isalnum(parts[0]);
    return (char)(is_plain ? parts[0] : lone_letter(character));
}

bool trig_text_is_utf8(struct trig_view text, size_t *offset)
{
    size_t at = 0;
    while (at < text.length) {
        at += ascii_length(trig_view_of(text.data + at, text.length - at));
        if (at == text.length)
            break;
        size_t length;
        if (character_at(text, at, &length) < 0) {
            if (offset)
                *offset = at;
            return false;
        }
        at += length;
    }
    return true;
}

/* ---- ends and widths ------------------------------------------------------------ */

/* The length of the white space that [text] begins with: ASCII, NBSP, U+FEFF. */
static size_t blank_at_start(struct trig_view text)
{
    if (text.length && is_ascii_blank(text.data[0]))
        return 1;
    if (text.length >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0)
        return 2;
    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        return 3;
    return 0;
}

static size_t blank_at_end(struct trig_view text)
{
    if (text.length == 0)
        return 0;
    const char *end = text.data + text.length;
    if (is_ascii_blank(end[-1]))
        return 1;
    if (text.length >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0)
        return 2;
    if (text.length >= 3 && memcmp(end - 3, "\xEF\xBB\xBF", 3) == 0)
        return 3;
    return 0;
}

struct trig_view trig_text_trim(struct trig_view text)
{
    size_t blank;
    while ((blank = blank_at_start(text)))
        text = trig_view_of(text.data + blank, text.length - blank);
    while ((blank = blank_at_end(text)))
        text.length -= blank;
    return text;
}

/* The columns of the character at [offset], whose bytes go to [*length]. */
static size_t columns_at(struct trig_view text, size_t offset, size_t *length)
{
    int32_t character = character_at(text, offset, length);
    return character < 0 ? 1 : (size_t)utf8proc_charwidth(character);
}

size_t trig_text_width(struct trig_view text)
{
    size_t width = 0;
    for (size_t at = 0, length; at < text.length; at += length)
        width += columns_at(text, at, &length);
    return width;
}

struct trig_view trig_text_clip(struct trig_view text, size_t width)
{
    size_t at = 0;
    for (size_t length; at < text.length; at += length) {
        size_t columns = columns_at(text, at, &length);
        if (columns > width)
            break;
        width -= columns;
    }
    text.length = at;
    return text;
}

/* ---- normalised forms ------------------------------------------------------------ */

/* What NFKC leaves alone, but people and word processors use at random. */
static int32_t make_plain(int32_t character)
{
    switch (character) {
    case 0x2018: /* single quotes: left, right, low, reversed; the modifier apostrophe */
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x02BC:
        return '\'';
    case 0x201C: /* double quotes: left, right, low, reversed */
    case 0x201D:
    case 0x201E:
    case 0x201F:
        return '"';
    case 0x2010: /* hyphen; figure, en and em dash; horizontal bar; minus */
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x0085: /* next line */
        return ' ';
    default:
        break;
    }
    if (character < 0x80)
        return is_ascii_blank((char)character) ? ' ' : character;
    utf8proc_category_t category = utf8proc_category(character);
    bool is_space = category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                    category == UTF8PROC_CATEGORY_ZP;
    return is_space ? ' ' : character;
}

/* Makes every run of blanks one and drops those at the ends, in place. */
static size_t squeeze_blanks(char *text, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ' ')
            text[kept++] = text[i];
        else if (kept && text[kept - 1] != ' ')
            text[kept++] = ' ';
    }
    return kept && text[kept - 1] == ' ' ? kept - 1 : kept;
}

/* Lower case and plain blanks are all that ASCII needs. */
static enum trig_status normalise_ascii(struct trig_arena *arena, struct trig_view text,
                                        struct trig_view *out, struct trig_error *error)
{
    struct trig_view copy = trig_arena_copy(arena, text);
    char *bytes = (char *)copy.data;
    if (!bytes)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a text");
    for (size_t i = 0; i < copy.length; i++) {
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] - 'A' + 'a');
        else if (is_ascii_blank(bytes[i]))
            bytes[i] = ' ';
    }
    copy.length = squeeze_blanks(bytes, copy.length);
    bytes[copy.length] = '\0';
    *out = copy;
    return TRIG_OK;
}

/* Where to cut [text] that the marks of no character are parted, if it can be
 * helped: before an ASCII character, or anywhere when there is none for long. */
static size_t stretch_length(struct trig_view text)
{
    size_t length = LONGEST_STRETCH / 2;
    while (length < text.length && length < LONGEST_STRETCH && (unsigned char)text.data[length] >= 0x80)
        length++;
    while (length < text.length && ((unsigned char)text.data[length] & 0xC0) == 0x80)
        length++;
    return length < text.length ? length : text.length;
}

/* Decomposes and folds valid UTF-8 into [characters], as many as fit in [room];
 * returns how many there are. */
static size_t decompose(struct trig_view text, int32_t *characters, size_t room)
{
    size_t count = 0;
    while (text.length) {
        struct trig_view stretch = trig_view_of(text.data, stretch_length(text));
        size_t left = count < room ? room - count : 0;
        utf8proc_ssize_t more = utf8proc_decompose(
            (const utf8proc_uint8_t *)stretch.data, (utf8proc_ssize_t)stretch.length,
            left ? characters + count : NULL, (utf8proc_ssize_t)left,
            UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        count += more > 0 ? (size_t)more : 0;
        text = trig_view_of(text.data + stretch.length, text.length - stretch.length);
    }
    return count;
}

/* The same on [characters], which have room for one more: plain, composed, as
 * UTF-8 in the arena. */
static enum trig_status compose(struct trig_arena *arena, int32_t *characters, size_t count,
                                struct trig_view *out, struct trig_error *error)
{
    for (size_t i = 0; i < count; i++)
        characters[i] = make_plain(characters[i]);
    utf8proc_ssize_t length =
        utf8proc_reencode(characters, (utf8proc_ssize_t)count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    char *bytes = (char *)characters;
    size_t kept = squeeze_blanks(bytes, length > 0 ? (size_t)length : 0);
    *out = trig_arena_copy(arena, trig_view_of(bytes, kept));
    return out->data ? TRIG_OK : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a text");
}

static enum trig_status normalise_unicode(struct trig_arena *arena, struct trig_view text,
                                          struct trig_view *out, struct trig_error *error)
{
    int32_t few[SHORT_TEXT];
    int32_t *many = NULL;
    size_t count = decompose(text, few, SHORT_TEXT - 1);
    if (count < SHORT_TEXT)
        return compose(arena, few, count, out, error);
    many = trig_resize(NULL, count + 1, sizeof *many);
    if (!many)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a text of %zu characters", count);
    decompose(text, many, count);
    enum trig_status status = compose(arena, many, count, out, error);
    trig_free(many);
    return status;
}

enum trig_status trig_text_normalise(struct trig_arena *arena, struct trig_view text, struct trig_view *out,
                                     struct trig_error *error)
{
    size_t offset;
    if (!trig_text_is_utf8(text, &offset))
        return trig_error_set(error, TRIG_ERR_FORMAT, "byte %zu of a text, 0x%02X, is not UTF-8", offset + 1,
                              (unsigned char)text.data[offset]);
    size_t ascii = ascii_length(text);
    while (ascii < text.length && (unsigned char)text.data[ascii] < 0x80)
        ascii++;
    if (ascii == text.length)
        return normalise_ascii(arena, text, out, error);
    return normalise_unicode(arena, text, out, error);
}

/* ---- lists --------------------------------------------------------------------------- */

/* The end of the part that begins at [at]: its bar, or the end of [text]. */
static size_t part_end(struct trig_view text, size_t at)
{
    while (at < text.length && text.data[at] != '|') {
        bool escaped = text.data[at] == '\\' && at + 1 < text.length && text.data[at + 1] == '|';
        at += escaped ? 2 : 1;
    }
    return at;
}

/* A copy of [part] in the arena in which every `\|` is a bar. */
static struct trig_view copy_part(struct trig_arena *arena, struct trig_view part)
{
    struct trig_view copy = trig_arena_copy(arena, part);
    char *bytes = (char *)copy.data;
    size_t kept = 0;
    for (size_t i = 0; i < copy.length; i++) {
        if (bytes[i] == '\\' && i + 1 < copy.length && bytes[i + 1] == '|')
            i++;
        bytes[kept++] = bytes[i];
    }
    copy.length = kept;
    return copy;
}

enum trig_status trig_text_split_list(struct trig_arena *arena, struct trig_view text, struct trig_views *out,
                                      struct trig_error *error)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.data[i] == '|';
    struct trig_view *items = trig_arena_calloc(arena, most, sizeof *items);
    if (!items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a list of %zu parts", most);
    size_t count = 0;
    for (size_t at = 0, end; at < text.length; at = end + 1) {
        end = part_end(text, at);
        struct trig_view part = trig_text_trim(trig_view_of(text.data + at, end - at));
        if (part.length == 0)
            continue;
        items[count] = copy_part(arena, part);
        if (!items[count++].data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a part of a list");
    }
    *out = (struct trig_views){items, count};
    return TRIG_OK;
}
