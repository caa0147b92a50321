#include "collect/sources/spss_cells.h"

#include "surveys/base/text.h"

#include <math.h>

#define SECONDS_A_DAY 86400.0

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static enum trig_spss_form stata_form(const char *format)
{
    static const struct {
        const char *start;
        enum trig_spss_form form;
    } forms[] = {{"td", TRIG_STATA_DAYS},         {"d", TRIG_STATA_DAYS},   {"tc", TRIG_STATA_MILLISECONDS},
                 {"tC", TRIG_STATA_MILLISECONDS}, {"tw", TRIG_STATA_WEEKS}, {"tm", TRIG_STATA_MONTHS},
                 {"tq", TRIG_STATA_QUARTERS},     {"th", TRIG_STATA_HALVES}};
    while (*format && strchr("%-0", *format))
        format++;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (begins_with(format, forms[i].start))
            return forms[i].form;
    return TRIG_SPSS_NUMBER;
}

enum trig_spss_form trig_spss_form_of(enum trig_spss_kind kind, const char *format)
{
    static const char *const dates[] = {"DATE", "ADATE", "EDATE", "JDATE",  "SDATE",
                                        "QYR",  "MOYR",  "WKYR",  "YMDHMS", NULL};
    if (!format)
        return TRIG_SPSS_NUMBER;
    if (kind == TRIG_STATA_DTA)
        return stata_form(format);
    for (size_t i = 0; dates[i]; i++)
        if (begins_with(format, dates[i]))
            return TRIG_SPSS_SECONDS;
    bool clock = begins_with(format, "TIME") || begins_with(format, "DTIME") || begins_with(format, "MTIME");
    return clock ? TRIG_SPSS_CLOCK : TRIG_SPSS_NUMBER;
}

/* The first day of a month that Stata counts from January 1960, in seconds since 1970. */
static double month_start(double month)
{
    char text[40];
    double seconds = NAN;
    double year = floor(month / 12) + 1960;
    if (!(year >= 1000 && year <= 9999))
        return NAN;
    snprintf(text, sizeof text, "%04.0f-%02.0f-01", year, month - (year - 1960) * 12 + 1);
    return trig_text_to_time(trig_view(text), TRIG_DATE_YMD, &seconds) ? seconds : NAN;
}

/* Stata's year has 52 weeks, the last of eight or nine days. */
static double week_start(double week)
{
    double year = floor(week / 52);
    return month_start(year * 12) + (week - year * 52) * 7 * SECONDS_A_DAY;
}

static size_t write_time(double seconds, double number, char out[TRIG_CELL_TEXT])
{
    return isfinite(seconds) ? trig_cell_time(seconds, out) : trig_cell_number(number, out);
}

static size_t write_number(double number, enum trig_spss_form form, char out[TRIG_CELL_TEXT])
{
    switch (form) {
    case TRIG_SPSS_SECONDS:
        return trig_cell_time(number - TRIG_SPSS_EPOCH * SECONDS_A_DAY, out);
    case TRIG_SPSS_CLOCK:
        return trig_cell_clock(number, out);
    case TRIG_STATA_DAYS:
        return trig_cell_time((number - TRIG_STATA_EPOCH) * SECONDS_A_DAY, out);
    case TRIG_STATA_MILLISECONDS:
        return trig_cell_time(number / 1000 - TRIG_STATA_EPOCH * SECONDS_A_DAY, out);
    case TRIG_STATA_WEEKS:
        return write_time(week_start(number), number, out);
    case TRIG_STATA_MONTHS:
        return write_time(month_start(number), number, out);
    case TRIG_STATA_QUARTERS:
        return write_time(month_start(number * 3), number, out);
    case TRIG_STATA_HALVES:
        return write_time(month_start(number * 6), number, out);
    case TRIG_SPSS_NUMBER:
        break;
    }
    return trig_cell_number(number, out);
}

struct trig_view trig_spss_cell(readstat_value_t value, enum trig_spss_form form, char out[TRIG_CELL_TEXT])
{
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
        const char *text = readstat_string_value(value);
        return text && text[0] ? trig_view(text) : trig_view_of(NULL, 0);
    }
    if (readstat_value_is_tagged_missing(value)) {
        out[0] = '.';
        out[1] = readstat_value_tag(value);
        out[2] = 0;
        return trig_view(out);
    }
    double number = readstat_double_value(value);
    if (readstat_value_is_system_missing(value) || !isfinite(number))
        return trig_view_of(NULL, 0);
    return trig_view_of(out, write_number(number, form, out));
}
