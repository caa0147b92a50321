#include "collect/bytes/encoding_letters.h"

#include "collect/bytes/decode.h"

#include <ctype.h>
#include <stdio.h>
#include <strings.h>
#include <uchardet/uchardet.h>

/* Fewer letters than this have no frequency: western is then likelier than
 * whatever the detector says. */
#define FEW_LETTERS 12

/* One byte in so many that makes no sense speaks against an encoding; where it is not even one
 * in so many, nothing does. */
#define MUCH_NONSENSE   8
#define LITTLE_NONSENSE 20

/* The Mac letters from 0x80: what each byte would be. l letter, L capital
 * letter, q quotation mark, a apostrophe, d dash, dots or blank, s a rare sign. */
static const char mac_kinds[] = "LLLLLLLlllllllllllllllllllllllll"
                                "ssssssslssssssLLssssslssslsssLll"
                                "sssslssqqddLLLLlddqqqasslLssqqll"
                                "ssqqsLLLLLLLLLLLsLLLLlssssssssss";
/* The same for others; x: the byte means nothing there. */
static const char windows_kinds[] = "sxqlqdssssLqLxLxxqaqqsddsslqlxlL"
                                    "dssssssssssqssssssssslsssssqssss"
                                    "LLLLLLLLLLLLLLLLLLLLLLLsLLLLLLLl"
                                    "lllllllllllllllllllllllsllllllll";

static const char latin2_kinds[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                   "dLsLsLLssLLLLsLLslslsllssllllsll"
                                   "LLLLLLLLLLLLLLLLLLLLLLLsLLLLLLLl"
                                   "lllllllllllllllllllllllsllllllls";
static const char central_kinds[] = "sxqxqdssxsLqLLLLxqaqqdddxslqllll"
                                    "dssLsLssssLqsssLssslslsssllqLsll"
                                    "LLLLLLLLLLLLLLLLLLLLLLLsLLLLLLLl"
                                    "lllllllllllllllllllllllsllllllls";

/* Code pages of DOS, which some programs still write: box drawing means nothing in a survey. */
static const char cp850_kinds[] = "LlllllllllllllLLLlLllllllLLlsLss"
                                  "lllllLssssssssqqxxxxxLLLsxxxxssx"
                                  "xxxxxxlLxxxxxxxslLLLLlLLLxxxxsLx"
                                  "LlLLlLslLLLLlLsqdsxssssssssssssd";
static const char cp437_kinds[] = "LlllllllllllllLLLlLllllllLLsssss"
                                  "lllllLssssssssqqxxxxxxxxxxxxxxxx"
                                  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                  "slsssssssssssssssssssssssssssssd";
static const char cp852_kinds[] = "LlllllllllLllLLLLLlllLlLlLLLlLsl"
                                  "llllLlLlLlslLlqqxxxxxLLLLxxxxLlx"
                                  "xxxxxxLlxxxxxxxslLLLlLLLlxxxxLLx"
                                  "LlLLllLlLLlLlLlqdsssssssssslLlsd";

static bool is_letter(unsigned char byte)
{
    return byte < 0x80 && isalpha(byte);
}

static bool is_small(const unsigned char *bytes, size_t length, size_t i)
{
    return i < length && bytes[i] < 0x80 && islower(bytes[i]);
}

/* How well the bytes beyond ASCII suit their neighbours if they mean [kinds]. */
static long suit(const unsigned char *bytes, size_t length, const char *kinds)
{
    long score = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80)
            continue;
        bool after_letter = i > 0 && is_letter(bytes[i - 1]);
        bool after_small = i > 0 && is_small(bytes, length, i - 1);
        bool before_letter = i + 1 < length && is_letter(bytes[i + 1]);
        switch (kinds[bytes[i] - 0x80]) {
        case 'l':
            score += after_letter || before_letter ? 3 : 0;
            break;
        case 'L':
            score += after_small ? -2 : before_letter ? 2 : 0;
            break;
        case 'a':
            score += 3;
            break;
        case 'q':
            score += after_letter && before_letter ? -3 : 3;
            break;
        case 'd':
            score += after_small && before_letter ? 3 : 2;
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

bool trig_encoding_is_known(const char *name)
{
    trig_decoder *decoder = trig_decoder_create(name, NULL, NULL, NULL);
    bool can = decoder != NULL;
    trig_decoder_destroy(decoder);
    return can;
}

/* Whether most of the bytes beyond ASCII stand beside another: in the western
 * languages they do not, in other scripts all letters are beyond ASCII. */
static bool is_other_script(const unsigned char *bytes, size_t length)
{
    size_t count = count_odd(bytes, length), beside = 0;
    for (size_t i = 0; i < length; i++) {
        bool before = i > 0 && bytes[i - 1] >= 0x80, after = i + 1 < length && bytes[i + 1] >= 0x80;
        beside += bytes[i] >= 0x80 && (before || after);
    }
    return count > 3 && beside * 10 > count * 6;
}

/* The six letters that Turkish has in place of Icelandic ones, in windows-1254 and
 * ISO-8859-9: whether they are many of those beyond ASCII. */
static bool has_turkish_letters(const unsigned char *bytes, size_t length)
{
    size_t turkish = 0;
    for (size_t i = 0; i < length; i++)
        turkish += bytes[i] >= 0x80 && strchr("\xD0\xDD\xDE\xF0\xFD\xFE", bytes[i]);
    return turkish * 4 > count_odd(bytes, length);
}

static bool is_any(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(name, *names) == 0)
            return true;
    return false;
}

/* Bytes from 0x80 to 0x9F. */
static bool has_low_letters(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] >= 0x80 && bytes[i] < 0xA0)
            return true;
    return false;
}

/* ISO 8859 has no characters from 0x80 to 0x9F, where windows-1250 has letters and
 * quotation marks that are bound to come. */
static bool is_iso(const char *detected, const unsigned char *bytes, size_t length)
{
    return !has_low_letters(bytes, length) && strncasecmp(detected, "ISO", 3) == 0;
}

/* The detector's word, where it is worth something: blank where it is not. */
static const char *believe(const char *detected, const unsigned char *bytes, size_t length)
{
    static const char *const central[] = {"ISO-8859-2", "ISO-8859-16", "WINDOWS-1250", "MAC-CENTRALEUROPE",
                                          NULL};
    static const char *const turkish[] = {"ISO-8859-9", "WINDOWS-1254", "ISO-8859-3", NULL};
    long windows = suit(bytes, length, windows_kinds), mac = suit(bytes, length, mac_kinds);
    long latin2 = suit(bytes, length, latin2_kinds), central_europe = suit(bytes, length, central_kinds);
    long best = windows > mac ? windows : mac;
    if (is_western(detected) || !trig_encoding_is_known(detected))
        return "";
    if (is_other_script(bytes, length))
        return detected;
    if (count_odd(bytes, length) < FEW_LETTERS)
        return "";
    if (is_any(detected, central) && (latin2 >= best || central_europe >= best))
        return is_iso(detected, bytes, length) ? "ISO-8859-2" : "WINDOWS-1250";
    if (is_any(detected, turkish) && has_turkish_letters(bytes, length))
        return "WINDOWS-1254";
    return best > 0 ? "" : detected;
}

/* ---- Hungarian, and DOS -------------------------------------------------------------------- */

/* Whether the letters beyond ASCII are those of Hungarian in Latin-2, its own (o and u with two acute
 * accents) among them: which other language has these beside a and e with an acute accent? */
static bool is_hungarian(const unsigned char *bytes, size_t length)
{
    static const char letters[] = "\xC1\xC9\xCD\xD3\xD5\xD6\xDA\xDB\xDC\xE1\xE9\xED\xF3\xF5\xF6\xFA\xFB\xFC";
    static const char own[] = "\xD5\xDB\xF5\xFB", acute[] = "\xC1\xC9\xE1\xE9", dots[] = "\xD6\xDC\xF6\xFC";
    size_t all = 0, owns = 0, acutes = 0, dotted = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0xC0)
            continue;
        if (!strchr(letters, bytes[i]))
            return false;
        all++;
        owns += strchr(own, bytes[i]) != NULL;
        acutes += strchr(acute, bytes[i]) != NULL;
        dotted += strchr(dots, bytes[i]) != NULL;
    }
    return all >= 5 && owns && acutes && dotted;
}

/* Whether what follows byte [i] goes on with its word if it means [kinds]: a small letter, or
 * another byte beyond ASCII that is no punctuation. A sign may well come twice: it goes on with nothing. */
static bool goes_on(const unsigned char *bytes, size_t length, size_t i, const char *kinds)
{
    if (i + 1 < length && bytes[i + 1] >= 0x80)
        return bytes[i + 1] != bytes[i] && strchr("lLsx", kinds[bytes[i + 1] - 0x80]);
    return is_small(bytes, length, i + 1);
}

/* How many bytes beyond ASCII make no sense amid words if they mean [kinds]: what means nothing,
 * signs and quotation marks in the midst of small letters, capitals behind one. */
static size_t count_nonsense(const unsigned char *bytes, size_t length, const char *kinds)
{
    size_t count = 0;
    bool in_word = false; /* a small letter, and since then nothing but bytes beyond ASCII */
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80) {
            in_word = islower(bytes[i]);
            continue;
        }
        switch (kinds[bytes[i] - 0x80]) {
        case 'x':
            count++;
            break;
        case 'L':
            count += i > 0 && is_small(bytes, length, i - 1);
            break;
        case 'q':
        case 's':
            count += in_word && goes_on(bytes, length, i, kinds);
            break;
        default:
            break;
        }
    }
    return count;
}

struct page {
    const char *name;
    const char *kinds;
};

/* The DOS code page that the bytes make sense in, where they do so nowhere else; NULL: none. Only
 * DOS has its letters below 0xA0, where others have quotation marks, dashes and nothing at all. */
static const struct page *find_dos(const unsigned char *bytes, size_t length, const char *detected)
{
    static const struct page pages[] = {
        {"CP850", cp850_kinds}, {"CP437", cp437_kinds}, {"CP852", cp852_kinds}};
    static const char *const others[] = {windows_kinds, central_kinds, mac_kinds};
    const struct page *found = NULL;
    size_t all = count_odd(bytes, length), least = all / LITTLE_NONSENSE;
    if (!has_low_letters(bytes, length))
        return NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (count_nonsense(bytes, length, others[i]) * MUCH_NONSENSE < all)
            return NULL;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        size_t nonsense = count_nonsense(bytes, length, pages[i].kinds);
        bool said = i == 2 && strcasecmp(detected, "IBM852") == 0;
        if (nonsense < least || (nonsense == least && (!found || said))) {
            least = nonsense;
            found = &pages[i];
        }
    }
    return found;
}

/* ---- all of it -------------------------------------------------------------------------------- */

static void detect(struct trig_view odd, char detected[TRIG_ENCODING_NAME])
{
    uchardet_t detector = uchardet_new();
    detected[0] = 0;
    if (!detector)
        return;
    uchardet_handle_data(detector, odd.data, odd.length);
    uchardet_data_end(detector);
    snprintf(detected, TRIG_ENCODING_NAME, "%s", uchardet_get_charset(detector));
    uchardet_delete(detector);
}

void trig_encoding_of_letters(struct trig_view odd, char name[TRIG_ENCODING_NAME], struct trig_why *why)
{
    const unsigned char *bytes = (const unsigned char *)odd.data;
    long mac = suit(bytes, odd.length, mac_kinds), windows = suit(bytes, odd.length, windows_kinds);
    char detected[TRIG_ENCODING_NAME];
    detect(odd, detected);
    bool is_latin = !is_other_script(bytes, odd.length);
    const struct page *dos = is_latin ? find_dos(bytes, odd.length, detected) : NULL;
    const char *believed = believe(detected, bytes, odd.length);
    const char *western = mac > 0 && mac > windows ? "MACINTOSH" : "WINDOWS-1252";
    if (dos) {
        snprintf(name, TRIG_ENCODING_NAME, "%s", dos->name);
        trig_why_set(
            why,
            "not UTF-8; as %s its letters make sense, as windows-1252 they would be signs and control "
            "characters amid words; --encoding says otherwise",
            dos->name);
    } else if (windows >= mac && is_hungarian(bytes, odd.length)) {
        snprintf(name, TRIG_ENCODING_NAME, "%s",
                 is_iso("ISO", bytes, odd.length) ? "ISO-8859-2" : "WINDOWS-1250");
        trig_why_set(
            why,
            "not UTF-8; all its letters are those of Hungarian (\xC5\x91 or \xC5\xB1 among them); --encoding "
            "says otherwise");
    } else {
        snprintf(name, TRIG_ENCODING_NAME, "%s", believed[0] ? believed : western);
        size_t all = count_odd(bytes, odd.length);
        size_t nonsense = count_nonsense(bytes, odd.length, western[0] == 'M' ? mac_kinds : windows_kinds);
        if (believed[0])
            trig_why_set(why, "not UTF-8; the frequency of its letters suggests %s", name);
        else if (nonsense * MUCH_NONSENSE >= all)
            trig_why_set(
                why,
                "CHECK: not UTF-8, and %zu of %zu characters looked at make no sense as %s: say which "
                "encoding it is with --encoding",
                nonsense, all, name);
        else
            trig_why_set(why, "not UTF-8; its letters and quotation marks make sense as %s",
                         western[0] == 'M' ? "Mac OS Roman" : "windows-1252");
    }
}
