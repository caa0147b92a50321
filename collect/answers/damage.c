#include "collect/answers/damage.h"

#include "surveys/base/text.h"

#include <ctype.h>
#include <strings.h>

bool trig_damage_is_error_value(struct trig_view text)
{
    static const char *const values[] = {
        "#NAME?",           "#VALUE!",  "#REF!",    "#DIV/0!",       "#N/A",
        "#NULL!",           "#NUM!",    "#SPILL!",  "#CALC!",        "#WERT!",
        "#BEZUG!",          "#ZAHL!",   "#NV",      "#NOM?",         "#NOM ?",
        "#VALEUR!",         "#NOMBRE!", "#NOMBRE?", "#\xC2\xA1REF!", "#\xC2\xA1VALOR!",
        "#\xC2\xBFNOMBRE?", "#VALOR!",  "#NOME?",   "#RIF!",         "#VALORE!",
        "#WAARDE!",         "#NAAM?",   "#VERW!",   "#ADR!",         "#ARG!",
        "#NAZWA?",
    };
    if (!text.length || text.data[0] != '#')
        return false;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (trig_view_is(text, values[i]))
            return true;
    size_t hashes = 0;
    while (hashes < text.length && text.data[hashes] == '#')
        hashes++;
    return hashes >= 4 && hashes == text.length; /* a column that was too narrow */
}

/* The letters of a month's name, cut as English, German, French, Spanish, Italian,
 * Dutch and Swedish spreadsheets cut it. */
static bool is_month(const char *letters, size_t length)
{
    static const char *const months[] = {"jan", "feb", "mar",  "apr",  "may", "jun",  "jul",  "aug", "sep",
                                         "oct", "nov", "dec",  "mrz",  "mai", "okt",  "dez",  "ene", "abr",
                                         "ago", "dic", "janv", "juil", "avr", "sept", "gen",  "mag", "giu",
                                         "lug", "set", "ott",  "mei",  "mrt", "maj",  "mars", "juin"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strlen(months[i]) == length && strncasecmp(months[i], letters, length) == 0)
            return true;
    return false;
}

/* The length of the run at [at] whose characters [is] accepts. */
static size_t run(struct trig_view text, size_t at, int (*is)(int))
{
    size_t length = 0;
    while (at + length < text.length && is((unsigned char)text.data[at + length]))
        length++;
    return length;
}

static size_t skip_marks(struct trig_view text, size_t at, const char *marks)
{
    while (at < text.length && text.data[at] && strchr(marks, text.data[at]))
        at++;
    return at;
}

/* 10-49 becomes Oct-49 or Okt 49, 1-5 becomes 01-May or 5-Jan or 1. Mai. */
static bool is_month_and_number(struct trig_view text, const char *marks)
{
    size_t first = run(text, 0, isdigit), letters = 0, digits = first, month = 0;
    if (first) {
        month = skip_marks(text, first, marks);
        letters = run(text, month, isalpha);
    } else {
        letters = run(text, 0, isalpha);
        size_t number = skip_marks(text, letters, marks);
        digits = run(text, number, isdigit);
        if (number == letters || number + digits != text.length)
            return false;
    }
    bool ends_well = !first || skip_marks(text, month + letters, marks) == text.length;
    return ends_well && (!first || month > first) && digits >= 1 && digits <= 2 &&
           is_month(text.data + month, letters);
}

bool trig_damage_is_cut_number(struct trig_view text)
{
    double number;
    const char *mark = text.length ? memchr(text.data, 'E', text.length) : NULL;
    size_t at = mark ? (size_t)(mark - text.data) : 0;
    char point[32];
    if (!at || text.length - at < 4 || text.length > sizeof point || text.data[at + 1] != '+')
        return false;
    for (size_t i = 0; i < text.length; i++)
        point[i] = text.data[i];
    char *comma = memchr(point, ',', at);
    if (comma)
        *comma = '.';
    return trig_text_to_number(trig_view_of(point, text.length), &number);
}

bool trig_damage_is_seen(struct trig_view text)
{
    return trig_damage_is_error_value(text) || is_month_and_number(text, "-. ") ||
           trig_damage_is_cut_number(text);
}

bool trig_damage_is_certain(struct trig_view text)
{
    return trig_damage_is_error_value(text) || is_month_and_number(text, "-") ||
           trig_damage_is_cut_number(text);
}

bool trig_damage_is_range(struct trig_view text)
{
    text = trig_text_trim(text);
    size_t first = run(text, 0, isdigit);
    size_t second = first + 1 < text.length ? run(text, first + 1, isdigit) : 0;
    return first >= 1 && first <= 2 && second >= 1 && second <= 4 && first + 1 + second == text.length &&
           strchr("-/.", text.data[first]);
}
