#include "surveys/base/text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SECONDS_A_DAY 86400

/* Times from the year 1 to 9999, which is what four digits can say. */
#define FIRST_DAY (-719162)
#define LAST_DAY  2932896

/* What is left to read. Every take_... returns whether it was there, and then
 * has moved on. */
struct cursor {
    const char *at;
    const char *end;
};

/* ---- the calendar -------------------------------------------------------------- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 0001-01-01 to the first day of [year], a year from 1. */
static int64_t days_before_year(int year)
{
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static int64_t day_number(struct trig_date date)
{
    int64_t days = days_before_year(date.year) + date.day - 1;
    for (int month = 1; month < date.month; month++)
        days += days_in_month(date.year, month);
    return days + FIRST_DAY;
}

static struct trig_date date_of(int64_t day)
{
    int64_t since = day - FIRST_DAY;
    struct trig_date date = {(int)(since / 366) + 1, 1, 1}; /* not after the right year */
    while (days_before_year(date.year + 1) <= since)
        date.year++;
    since -= days_before_year(date.year);
    while (since >= days_in_month(date.year, date.month)) {
        since -= days_in_month(date.year, date.month);
        date.month++;
    }
    date.day = (int)since + 1;
    return date;
}

/* ---- reading -------------------------------------------------------------------- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Between the parts: blanks, NBSP, and the narrow U+202F that some platforms put
 * before AM and PM. */
static bool take_blanks(struct cursor *cursor)
{
    const char *begin = cursor->at;
    for (;;) {
        size_t left = (size_t)(cursor->end - cursor->at);
        if (left && (*cursor->at == ' ' || *cursor->at == '\t'))
            cursor->at++;
        else if (left >= 2 && memcmp(cursor->at, "\xC2\xA0", 2) == 0)
            cursor->at += 2;
        else if (left >= 3 && memcmp(cursor->at, "\xE2\x80\xAF", 3) == 0)
            cursor->at += 3;
        else
            return cursor->at > begin;
    }
}

static bool take_byte(struct cursor *cursor, char byte)
{
    if (cursor->at == cursor->end || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

/* A number of [least] to [most] digits; returns how many it had, 0: none. */
static int take_number(struct cursor *cursor, int least, int most, int *out)
{
    int digits = 0;
    int value = 0;
    const char *at = cursor->at;
    for (; at < cursor->end && is_digit(*at); at++) {
        if (++digits > most)
            return 0;
        value = value * 10 + (*at - '0');
    }
    if (digits < least)
        return 0;
    cursor->at = at;
    *out = value;
    return digits;
}

/* Three numbers with the same one of / - . between them. */
static bool take_date(struct cursor *cursor, enum trig_date_order order, struct trig_date *out)
{
    int first;
    int second;
    int third;
    int first_digits = take_number(cursor, 1, 4, &first);
    if (!first_digits || cursor->at == cursor->end || !strchr("/-.", *cursor->at) || !*cursor->at)
        return false;
    char separator = *cursor->at++;
    if (!take_number(cursor, 1, 2, &second) || !take_byte(cursor, separator))
        return false;
    if (first_digits == 4) {
        if (!take_number(cursor, 1, 2, &third))
            return false;
        *out = (struct trig_date){first, second, third};
    } else {
        if (order == TRIG_DATE_YMD || first_digits > 2 || take_number(cursor, 4, 4, &third) != 4)
            return false;
        *out = order == TRIG_DATE_DMY ? (struct trig_date){third, second, first}
                                      : (struct trig_date){third, first, second};
    }
    return out->year >= 1 && out->month >= 1 && out->month <= 12 && out->day >= 1 &&
           out->day <= days_in_month(out->year, out->month);
}

/* The digits after a point, as a part of a second. */
static bool take_fraction(struct cursor *cursor, double *seconds)
{
    double unit = 0.1;
    const char *begin = cursor->at;
    for (; cursor->at < cursor->end && is_digit(*cursor->at); cursor->at++) {
        *seconds += unit * (*cursor->at - '0');
        unit /= 10;
    }
    return cursor->at > begin;
}

/* AM or PM in either case, as 0 or 12 hours; -1 when there is neither. */
static int take_half_of_day(struct cursor *cursor)
{
    if (cursor->end - cursor->at < 2 || (cursor->at[1] != 'M' && cursor->at[1] != 'm') ||
        (cursor->end - cursor->at > 2 && is_letter(cursor->at[2])))
        return -1;
    char half = *cursor->at;
    if (half != 'A' && half != 'a' && half != 'P' && half != 'p')
        return -1;
    cursor->at += 2;
    return half == 'P' || half == 'p' ? 12 : 0;
}

/* Hours and minutes, perhaps seconds, perhaps AM or PM. */
static bool take_clock(struct cursor *cursor, double *seconds)
{
    int hour;
    int minute;
    int second = 0;
    double fraction = 0;
    if (!take_number(cursor, 1, 2, &hour) || !take_byte(cursor, ':') || !take_number(cursor, 2, 2, &minute))
        return false;
    if (take_byte(cursor, ':')) {
        if (!take_number(cursor, 2, 2, &second))
            return false;
        if (take_byte(cursor, '.') && !take_fraction(cursor, &fraction))
            return false;
    }
    struct cursor behind = *cursor;
    take_blanks(&behind);
    int half = take_half_of_day(&behind);
    if (half >= 0) {
        if (hour < 1 || hour > 12)
            return false;
        hour = hour % 12 + half;
        *cursor = behind;
    }
    *seconds = hour * 3600 + minute * 60 + second + fraction;
    return hour < 24 && minute < 60 && second < 60;
}

/* +01:00, +0100 or +1 as seconds east of Greenwich. */
static bool take_offset(struct cursor *cursor, int *out)
{
    int hours;
    int minutes = 0;
    bool west = take_byte(cursor, '-');
    if (!west && !take_byte(cursor, '+'))
        return false;
    int digits = take_number(cursor, 1, 4, &hours);
    if (!digits)
        return false;
    if (digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (take_byte(cursor, ':') && !take_number(cursor, 2, 2, &minutes)) {
        return false;
    }
    *out = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
    return hours <= 14 && minutes < 60;
}

/* The zone behind a time: one that says how far from Greenwich it is, or a name
 * (EST, Europe/London), which tells nothing without the year's rules. */
static bool take_zone(struct cursor *cursor, int *offset)
{
    if (take_offset(cursor, offset))
        return true;
    const char *begin = cursor->at;
    while (cursor->at < cursor->end && (is_letter(*cursor->at) || *cursor->at == '/' || *cursor->at == '_'))
        cursor->at++;
    struct trig_view name = trig_view_of(begin, (size_t)(cursor->at - begin));
    bool greenwich = trig_view_is(name, "UTC") || trig_view_is(name, "GMT");
    if (greenwich && cursor->at < cursor->end)
        return take_offset(cursor, offset);
    if (trig_view_is(name, "Z"))
        return true;
    return name.length >= 2 && is_letter(begin[0]) && (name.length <= 5 || memchr(begin, '/', name.length));
}

static bool take_time(struct cursor *cursor, enum trig_date_order order, double *out)
{
    struct trig_date date;
    double seconds = 0;
    int offset = 0;
    if (!take_date(cursor, order, &date))
        return false;
    if (cursor->at < cursor->end) {
        if (!take_byte(cursor, 'T') && !take_blanks(cursor))
            return false;
        if (!take_clock(cursor, &seconds))
            return false;
        take_blanks(cursor);
        if (cursor->at < cursor->end && !take_zone(cursor, &offset))
            return false;
    }
    *out = (double)(day_number(date) * SECONDS_A_DAY - offset) + seconds;
    return cursor->at == cursor->end;
}

bool trig_text_to_time(struct trig_view text, enum trig_date_order order, double *out)
{
    text = trig_text_trim(text);
    if (text.length == 0)
        return false;
    struct cursor cursor = {text.data, text.data + text.length};
    double seconds;
    if (!take_time(&cursor, order, &seconds))
        return false;
    *out = seconds;
    return true;
}

/* ---- writing --------------------------------------------------------------------- */

bool trig_date_of(double seconds, struct trig_date *out)
{
    double day = floor(seconds / SECONDS_A_DAY);
    if (!(day >= FIRST_DAY && day <= LAST_DAY))
        return false;
    *out = date_of((int64_t)day);
    return true;
}

void trig_text_from_time(double seconds, char out[TRIG_TIME_TEXT])
{
    struct trig_date date;
    out[0] = '\0';
    if (!trig_date_of(seconds, &date))
        return;
    double whole = floor(seconds);
    int rest = (int)(whole - floor(whole / SECONDS_A_DAY) * SECONDS_A_DAY);
    int length = snprintf(out, TRIG_TIME_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
    if (rest)
        snprintf(out + length, (size_t)(TRIG_TIME_TEXT - length), " %02d:%02d:%02d", rest / 3600,
                 rest / 60 % 60, rest % 60);
}
