#include "collect/bytes/encoding.h"

#include "collect/bytes/encoding_letters.h"

#include <stdio.h>
#include <strings.h>

static const struct {
    const char *bytes;
    size_t length;
    const char *name;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"},
    {"\xFF\xFE", 2, "UTF-16LE"},  {"\xFE\xFF", 2, "UTF-16BE"},
};

static void set_name(struct trig_encoding_guess *guess, const char *name)
{
    snprintf(guess->name, sizeof guess->name, "%s", name);
}

static bool has_mark(const struct trig_facts *facts, size_t index)
{
    return facts->sampled >= marks[index].length &&
           memcmp(facts->sample, marks[index].bytes, marks[index].length) == 0;
}

static bool take_mark(const struct trig_facts *facts, struct trig_encoding_guess *out)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (has_mark(facts, i)) {
            set_name(out, marks[i].name);
            out->mark = marks[i].length;
            trig_why_set(&out->why, "it begins with the byte order mark of %s", marks[i].name);
            return true;
        }
    return false;
}

/* Whether a pair of bytes is one of the characters that every export has. */
static bool is_everyday(unsigned char high, unsigned char low)
{
    return high == 0 && low && strchr("\r\n\t,;\" 0123456789", low);
}

/* UTF-16 without a mark: separators, digits, blanks and line ends have a 0 beside
 * them, always on the same side; in western text every other byte is 0. */
static bool take_pairs(const struct trig_facts *facts, struct trig_encoding_guess *out)
{
    size_t everyday[2] = {0, 0}, ends[2] = {0, 0}, all_ends = 0, pairs = facts->sampled / 2;
    if (pairs < 2 || facts->size % 2)
        return false;
    for (size_t i = 0; i + 1 < facts->sampled; i += 2) {
        unsigned char first = (unsigned char)facts->sample[i], second = (unsigned char)facts->sample[i + 1];
        everyday[0] += is_everyday(second, first);
        everyday[1] += is_everyday(first, second);
        ends[0] += first == '\n' && second == 0;
        ends[1] += first == 0 && second == '\n';
        all_ends += first == '\n';
        all_ends += second == '\n';
    }
    size_t big = everyday[1] > everyday[0] ? 1 : 0;
    bool lines_fit = !all_ends || ends[big] * 2 > all_ends;
    if (!lines_fit || everyday[big] * 50 < pairs || everyday[1 - big] * 10 > everyday[big])
        return false;
    set_name(out, big ? "UTF-16BE" : "UTF-16LE");
    trig_why_set(&out->why,
                 "separators and line ends have a zero byte beside them, as in UTF-16 without a byte "
                 "order mark");
    return true;
}

enum trig_status trig_encoding_guess(const struct trig_facts *facts, struct trig_encoding_guess *out,
                                     struct trig_error *error)
{
    *out = (struct trig_encoding_guess){0};
    if (take_mark(facts, out))
        return TRIG_OK;
    if (facts->nuls && take_pairs(facts, out))
        return TRIG_OK;
    if (facts->nuls)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "holds zero bytes, so it is not text; export the responses as CSV");
    set_name(out, "UTF-8");
    if (!facts->utf8.bad) {
        trig_why_set(&out->why, facts->utf8.multibyte ? "all its bytes are valid UTF-8"
                                                      : "all its bytes are ASCII, which is UTF-8 too");
    } else if (facts->utf8.multibyte > facts->utf8.bad) {
        trig_why_set(&out->why, "%llu characters beyond ASCII are valid UTF-8, %llu bytes are damaged",
                     (unsigned long long)facts->utf8.multibyte, (unsigned long long)facts->utf8.bad);
    } else {
        struct trig_view odd = trig_view_of(facts->odd, facts->odd_length);
        trig_encoding_of_letters(odd, out->name, &out->why);
    }
    return TRIG_OK;
}

enum trig_status trig_encoding_take(const char *name, const struct trig_facts *facts,
                                    struct trig_encoding_guess *out, struct trig_error *error)
{
    static const struct {
        const char *usual;
        const char *name;
    } names[] = {{"utf8", "UTF-8"},         {"latin1", "ISO-8859-1"}, {"macroman", "MACINTOSH"},
                 {"mac", "MACINTOSH"},      {"ansi", "WINDOWS-1252"}, {"utf16", "UTF-16"},
                 {"cp1252", "WINDOWS-1252"}};
    *out = (struct trig_encoding_guess){0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i].usual) == 0)
            name = names[i].name;
    struct trig_encoding_guess marked = {0};
    bool is_marked = take_mark(facts, &marked);
    /* Bare UTF-16 and UTF-32 leave the order of bytes to the mark. */
    if (strcasecmp(name, "UTF-16") == 0 || strcasecmp(name, "UTF-32") == 0)
        name = is_marked ? marked.name : strcasecmp(name, "UTF-16") == 0 ? "UTF-16LE" : "UTF-32LE";
    if (strlen(name) >= TRIG_ENCODING_NAME || !trig_encoding_is_known(name))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "no encoding is called %s; try utf-8, windows-1252, macroman or utf-16", name);
    set_name(out, strcasecmp(name, "UTF-8") == 0 ? "UTF-8" : name);
    if (is_marked && strcasecmp(marked.name, name) == 0)
        out->mark = marked.mark;
    trig_why_set(&out->why, "as asked");
    return TRIG_OK;
}
