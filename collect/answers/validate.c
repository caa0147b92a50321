#include "collect/answers/validate.h"

#include "surveys/base/text.h"

#include "collect/answers/answer.h"
#include "collect/answers/damage.h"

#include <math.h>

static struct trig_measured unreadable(enum trig_reason reason)
{
    return (struct trig_measured){.answer = TRIG_UNREADABLE, .reason = reason, .number = NAN};
}

/* Trims, takes off the guard against formulas, and finds what is no answer.
 * answer is TRIG_ANSWERED when there is something to be read. */
static struct trig_measured prepare(const struct trig_format *format, struct trig_view cell)
{
    struct trig_measured out = {.answer = TRIG_SKIPPED, .number = NAN, .text = trig_text_trim(cell)};
    struct trig_view text = out.text;
    if (!text.length || trig_answer_is_token(format, text, &out.answer))
        return out;
    if (format->has_formula_guard && text.length > 1 && text.data[0] == '\'' && text.data[1] == '=')
        out.text = trig_view_of(text.data + 1, text.length - 1);
    if (trig_damage_is_error_value(text))
        return unreadable(TRIG_REASON_EXCEL_DAMAGED);
    out.answer = TRIG_ANSWERED;
    return out;
}

static bool is_within(const struct trig_variable *variable, double number)
{
    return !(number < variable->min) && !(number > variable->max);
}

bool trig_validate_decimal_comma(struct trig_view text, double *number, bool *is_unclear)
{
    char point[TRIG_NUMBER_TEXT];
    const char *comma = text.length < sizeof point ? memchr(text.data, ',', text.length) : NULL;
    *is_unclear = false;
    if (!comma || memchr(text.data, '.', text.length))
        return false;
    size_t before = (size_t)(comma - text.data), after = text.length - before - 1;
    bool is_signed = before && (text.data[0] == '-' || text.data[0] == '+');
    size_t digits = before - is_signed;
    memcpy(point, text.data, text.length);
    point[before] = '.';
    if (!digits || !after || !trig_text_to_number(trig_view_of(point, text.length), number))
        return false;
    *is_unclear = after == 3 && digits <= 3 && text.data[is_signed] != '0';
    return true;
}

struct trig_measured trig_validate_number(const struct trig_variable *variable,
                                          const struct trig_format *format, enum trig_decimal_mark mark,
                                          struct trig_view cell)
{
    struct trig_measured out = prepare(format, cell);
    bool is_unclear = false;
    if (out.answer != TRIG_ANSWERED)
        return out;
    if (!trig_text_to_number(out.text, &out.number) &&
        !trig_validate_decimal_comma(out.text, &out.number, &is_unclear))
        return unreadable(trig_damage_is_seen(out.text) ? TRIG_REASON_EXCEL_DAMAGED
                                                        : TRIG_REASON_NOT_A_NUMBER);
    if (is_unclear && mark == TRIG_DECIMAL_ANY)
        return unreadable(TRIG_REASON_AMBIGUOUS_ANSWER);
    if (!is_within(variable, out.number))
        return unreadable(TRIG_REASON_OUT_OF_RANGE);
    return out;
}

/* Serial numbers of the years 2000 to 2099, in days since 1899-12-30; other
 * numbers are no date of a survey. */
#define FIRST_SERIAL   36526.0
#define AFTER_SERIAL   73051.0
#define SERIAL_OF_1970 25569.0
#define SECONDS_A_DAY  86400.0

/* A date that a spreadsheet has turned into a number, to the second. */
static bool read_serial(const struct trig_format *format, double serial, double *out)
{
    if (!format->has_serial_dates || serial < FIRST_SERIAL || serial >= AFTER_SERIAL)
        return false;
    *out = round((serial - SERIAL_OF_1970) * SECONDS_A_DAY);
    return true;
}

struct trig_measured trig_validate_date(const struct trig_variable *variable,
                                        const struct trig_format *format, enum trig_date_order order,
                                        struct trig_view cell)
{
    double serial;
    struct trig_measured out = prepare(format, cell);
    if (out.answer != TRIG_ANSWERED)
        return out;
    bool is_number = trig_text_to_number(out.text, &serial);
    if (is_number && !read_serial(format, serial, &out.number))
        return unreadable(TRIG_REASON_EXCEL_DAMAGED);
    if (!is_number && !trig_text_to_time(out.text, order, &out.number))
        return unreadable(TRIG_REASON_NOT_A_DATE);
    if (!is_within(variable, out.number))
        return unreadable(TRIG_REASON_OUT_OF_RANGE);
    return out;
}

struct trig_measured trig_validate_text(const struct trig_format *format, struct trig_view cell)
{
    struct trig_measured out = prepare(format, cell);
    if (trig_answer_is_word(format, out.text))
        out.answer = TRIG_ANSWERED; /* "NA" in somebody's words is theirs */
    return out;
}

struct trig_measured trig_validate_id(const struct trig_format *format, struct trig_view cell)
{
    struct trig_measured out = prepare(format, cell);
    return trig_damage_is_cut_number(out.text) ? unreadable(TRIG_REASON_EXCEL_DAMAGED) : out;
}
