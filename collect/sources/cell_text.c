#include "collect/sources/cell_text.h"

#include "surveys/base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whole numbers up to here are exact, and shorter without an exponent. */
#define LARGEST_WHOLE 1e15

size_t trig_cell_number(double number, char out[TRIG_CELL_TEXT])
{
    double back;
    out[0] = 0;
    if (!isfinite(number))
        return 0;
    if (number == floor(number) && fabs(number) < LARGEST_WHOLE)
        return (size_t)snprintf(out, TRIG_CELL_TEXT, "%lld", (long long)number);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, TRIG_CELL_TEXT, "%.*g", digits, number);
        if (trig_text_to_number(trig_view(out), &back) && back == number)
            break;
    }
    return strlen(out);
}

size_t trig_cell_time(double seconds, char out[TRIG_CELL_TEXT])
{
    char text[TRIG_TIME_TEXT] = "";
    if (isfinite(seconds))
        trig_text_from_time(round(seconds), text);
    if (!text[0])
        return trig_cell_number(seconds, out);
    snprintf(out, TRIG_CELL_TEXT, "%s", text);
    return strlen(out);
}

size_t trig_cell_clock(double seconds, char out[TRIG_CELL_TEXT])
{
    double whole = round(seconds);
    if (!(whole >= 0) || whole > LARGEST_WHOLE)
        return trig_cell_number(seconds, out);
    long long second = (long long)whole;
    if (second % 60)
        snprintf(out, TRIG_CELL_TEXT, "%02lld:%02lld:%02lld", second / 3600, second / 60 % 60, second % 60);
    else
        snprintf(out, TRIG_CELL_TEXT, "%02lld:%02lld", second / 3600, second / 60 % 60);
    return strlen(out);
}
