#include "collect/encoding.h"

#include "collect/decode.h"

#include <ctype.h>
#include <stdio.h>
#include <strings.h>
#include <uchardet/uchardet.h>

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

/* UTF-16 without a mark: in western text every other byte is 0. */
static bool take_pairs(const struct trig_facts *facts, struct trig_encoding_guess *out)
{
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < facts->sampled; i++)
        zeros[i % 2] += facts->sample[i] == 0;
    size_t pairs = facts->sampled / 2;
    if (pairs < 2 || facts->size % 2)
        return false;
    bool little = zeros[1] * 10 > pairs * 6 && zeros[0] * 10 < pairs;
    bool big = zeros[0] * 10 > pairs * 6 && zeros[1] * 10 < pairs;
    if (!little && !big)
        return false;
    set_name(out, little ? "UTF-16LE" : "UTF-16BE");
    trig_why_set(&out->why, "every other byte is zero, as in UTF-16 without a byte order mark");
    return true;
}

/* Fewer letters than this have no frequency: western is then likelier than
 * whatever the detector says. */
#define FEW_LETTERS 12

/* The Mac letters from 0x80: what each byte would be. l letter, L capital
 * letter, q quotation mark or apostrophe, d dash, dots or blank, s a rare sign. */
static const char mac_kinds[] = "LLLLLLLlllllllllllllllllllllllll"
                                "ssssssslssssssLLssssslssslsssLll"
                                "sssslssqqddLLLLlddqqqqsslLssqqll"
                                "ssqqsLLLLLLLLLLLsLLLLlssssssssss";
/* The same for windows-1252; x: the byte means nothing there. */
static const char windows_kinds[] = "sxqlqdssssLqLxLxxqqqqsddsslqlxlL"
                                    "dssssssssssqssssssssslsssssqssss"
                                    "LLLLLLLLLLLLLLLLLLLLLLLsLLLLLLLl"
                                    "lllllllllllllllllllllllsllllllll";

static bool is_letter(unsigned char byte)
{
    return byte < 0x80 && isalpha(byte);
}

/* How well the bytes beyond ASCII suit their neighbours if they mean [kinds]. */
static long suit(const unsigned char *bytes, size_t length, const char *kinds)
{
    long score = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        bool after_letter = i > 0 && is_letter(bytes[i - 1]);
        bool after_small = i > 0 && bytes[i - 1] < 0x80 && islower(bytes[i - 1]);
        bool before_letter = i + 1 < length && is_letter(bytes[i + 1]);
        switch (kinds[bytes[i] - 0x80]) {
        case 'l':
            score += after_letter || before_letter ? 3 : 0;
            break;
        case 'L':
            score += after_small ? -2 : before_letter ? 2 : 0;
            break;
        case 'q':
            score += 3;
            break;
        case 'd':
            score += after_small && before_letter ? 0 : 2;
            break;
        case 'x':
            score -= 6;
            break;
        default:
            score -= after_small && before_letter ? 2 : 0;
        }
    }
    return score;
}

static bool is_western(const char *name)
{
    static const char *const western[] = {"", "ASCII", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252"};
    for (size_t i = 0; i < sizeof western / sizeof *western; i++)
        if (strcasecmp(name, western[i]) == 0)
            return true;
    return false;
}

static size_t count_odd(const unsigned char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] >= 0x80;
    return count;
}

static bool can_decode(const char *name)
{
    trig_decoder *decoder = trig_decoder_create(name, NULL, NULL, NULL);
    bool can = decoder != NULL;
    trig_decoder_destroy(decoder);
    return can;
}

/* Letters beyond ASCII that are not UTF-8: the detector's word, except among the
 * western encodings, where it knows no Mac and takes 0x92 for a control character. */
static void take_letters(const struct trig_facts *facts, struct trig_encoding_guess *out)
{
    const unsigned char *odd = (const unsigned char *)facts->odd;
    long mac = suit(odd, facts->odd_length, mac_kinds);
    long windows = suit(odd, facts->odd_length, windows_kinds);
    uchardet_t detector = uchardet_new();
    char name[TRIG_ENCODING_NAME] = "";
    if (detector) {
        uchardet_handle_data(detector, facts->odd, facts->odd_length);
        uchardet_data_end(detector);
        snprintf(name, sizeof name, "%s", uchardet_get_charset(detector));
        uchardet_delete(detector);
    }
    bool few = count_odd(odd, facts->odd_length) < FEW_LETTERS;
    if (mac > 0 && mac > windows) {
        set_name(out, "MACINTOSH");
        trig_why_set(&out->why, "not UTF-8; its letters and quotation marks make sense as Mac OS Roman");
    } else if (few || is_western(name) || windows > 0 || !can_decode(name)) {
        set_name(out, "WINDOWS-1252");
        trig_why_set(&out->why, "not UTF-8; its letters and quotation marks make sense as windows-1252");
    } else {
        set_name(out, name);
        trig_why_set(&out->why, "not UTF-8; the frequency of its letters suggests %s", name);
    }
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
        take_letters(facts, out);
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
    if (strlen(name) >= TRIG_ENCODING_NAME || !can_decode(name))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "no encoding is called %s; try utf-8, windows-1252, macroman or utf-16", name);
    set_name(out, strcasecmp(name, "UTF-8") == 0 ? "UTF-8" : name);
    if (is_marked && strcasecmp(marked.name, name) == 0)
        out->mark = marked.mark;
    trig_why_set(&out->why, "as asked");
    return TRIG_OK;
}
