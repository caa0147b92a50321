/* Ranges of numbers as questionnaires offer them: "18-24", "65 or over", "£20,000 to
 * £29,999", "less than a year", "10+". */
#include "collect/draft/guess.h"

#include <ctype.h>

struct word {
    const char *text;
    double value;
};

/* Below and above the number that follows or stands before. */
static const struct word bounds[] = {
    {"less than ", -0.5},   {"under ", -0.5},   {"below ", -0.5},    {"fewer than ", -0.5}, {"up to ", -0.5},
    {"at most ", -0.5},     {"<", -0.5},        {"more than ", 0.5}, {"over ", 0.5},        {"above ", 0.5},
    {"greater than ", 0.5}, {"at least ", 0.5}, {">", 0.5},          {"between ", 0},       {"from ", 0},
};

static const struct word units[] = {{"minute", 1.0 / 1440}, {"hour", 1.0 / 24}, {"day", 1}, {"week", 7},
                                    {"month", 30.4},        {"year", 365.25}};

/* How much one of the units of time in [text] is worth in days; 1 without. The
 * unit next after the first number counts: "6 months - 1 year" begins with months. */
static double unit_of(struct trig_view text)
{
    size_t nearest = SIZE_MAX;
    double value = 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *at = memmem(text.data, text.length, units[i].text, strlen(units[i].text));
        if (at && (size_t)(at - text.data) < nearest) {
            nearest = (size_t)(at - text.data);
            value = units[i].value;
        }
    }
    return value;
}

/* Whether a blank at [at] stands between thousands: "40 000". */
static bool is_group_mark(struct trig_view text, size_t at)
{
    size_t digits = 0;
    while (at + 1 + digits < text.length && isdigit((unsigned char)text.data[at + 1 + digits]))
        digits++;
    return text.data[at] == ' ' && digits == 3;
}

/* Digits with commas or blanks between thousands and a decimal point; what follows goes to [*rest]. */
static bool read_number(struct trig_view text, double *out, struct trig_view *rest)
{
    char digits[32];
    size_t used = 0, i = 0;
    while (i < text.length && used + 1 < sizeof digits) {
        bool comma = used && (is_group_mark(text, i) || (text.data[i] == ',' && i + 3 < text.length &&
                                                         isdigit((unsigned char)text.data[i + 1])));
        bool point = text.data[i] == '.' && i + 1 < text.length && isdigit((unsigned char)text.data[i + 1]);
        if (!isdigit((unsigned char)text.data[i]) && !comma && !point)
            break;
        if (!comma)
            digits[used++] = text.data[i];
        i++;
    }
    *rest = trig_view_of(text.data + i, text.length - i);
    if (!used || !trig_text_to_number(trig_view_of(digits, used), out))
        return false;
    if (rest->length && rest->data[0] == 'k') {
        *out *= 1000;
        *rest = trig_view_of(rest->data + 1, rest->length - 1);
    }
    return true;
}

/* What may follow the first number of a range; anything else is no range. */
static bool ends_well(struct trig_view rest, bool bounded)
{
    static const char *const words[] = {"-",      "to ",     "+",     "or ",    "and ",      "years", "year",
                                        "months", "month",   "weeks", "week",   "days",      "day",   "hours",
                                        "hour",   "minutes", "%",     "people", "employees", "staff", "("};
    rest = trig_text_trim(rest);
    if (!rest.length)
        return bounded;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rest.length >= strlen(words[i]) && memcmp(rest.data, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

bool trig_guess_range(struct trig_view normal, double *out)
{
    static const char *const marks[] = {"$", "£", "€", "=", " "};
    double bound = 0;
    bool bounded = false;
    struct trig_view text = normal, rest;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds && !bounded; i++) {
        size_t length = strlen(bounds[i].text);
        if (text.length > length && memcmp(text.data, bounds[i].text, length) == 0) {
            bound = bounds[i].value;
            bounded = true;
            text = trig_view_of(text.data + length, text.length - length);
        }
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        while (text.length > length && memcmp(text.data, marks[i], length) == 0)
            text = trig_view_of(text.data + length, text.length - length);
    }
    double number = 1;
    bool one =
        bounded && text.length > 2 && (memcmp(text.data, "a ", 2) == 0 || memcmp(text.data, "an", 2) == 0);
    if (one)
        rest = trig_view_of(text.data + 1, text.length - 1);
    else if (!read_number(text, &number, &rest) || !ends_well(rest, bounded))
        return false;
    double unit = unit_of(rest);
    bool open = rest.length && (rest.data[0] == '+' || memmem(rest.data, rest.length, "or more", 7) ||
                                memmem(rest.data, rest.length, "or over", 7) ||
                                memmem(rest.data, rest.length, "and over", 8));
    /* A bound moves by less than the next range could: 65+ comes after 50-65, under 18 before 18-24. */
    *out = number * unit + (open ? 0.25 : bound) * 1e-3 * (number * unit + 1);
    return true;
}
