#include "surveys/base/text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double between two neighbours is told apart by at most 767 significant
 * digits; what follows those matters only by being zero or not. */
#define MOST_DIGITS 768

/* Products and quotients of integers up to 2^53 and powers of ten up to 10^22
 * are exact operands, so the one operation rounds correctly (Clinger 1990). */
#define EXACT_INTEGER (UINT64_C(1) << 53)
#define EXACT_POWER   22

static const double powers_of_ten[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A decimal as it was written: digits x 10^exponent. */
struct decimal {
    bool negative;
    struct trig_view digits; /* from the first digit or point to the last; one point at most */
    int64_t exponent;        /* of the last digit */
    uint64_t integer;        /* the digits as one number, when they are few */
    size_t significant;      /* digits from the first that is not 0 */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Reads digits with at most one point from [*at]. */
static bool scan_digits(const char **at, const char *end, struct decimal *out)
{
    const char *begin = *at;
    bool point = false;
    size_t count = 0;
    for (; *at < end && (is_digit(**at) || (**at == '.' && !point)); (*at)++) {
        if (**at == '.') {
            point = true;
            continue;
        }
        count++;
        out->exponent -= point;
        if (out->significant < 19)
            out->integer = out->integer * 10 + (uint64_t)(**at - '0');
        if (out->significant || **at != '0')
            out->significant++;
    }
    out->digits = trig_view_of(begin, (size_t)(*at - begin));
    return count > 0;
}

/* Reads an exponent when there is one; beyond any double's range it stays put. */
static bool scan_exponent(const char **at, const char *end, struct decimal *out)
{
    if (*at == end)
        return true;
    if (**at != 'e' && **at != 'E')
        return false;
    (*at)++;
    bool negative = *at < end && **at == '-';
    if (*at < end && (**at == '-' || **at == '+'))
        (*at)++;
    const char *begin = *at;
    int64_t exponent = 0;
    for (; *at < end && is_digit(**at); (*at)++)
        if (exponent < INT64_MAX / 32)
            exponent = exponent * 10 + (**at - '0');
    out->exponent += negative ? -exponent : exponent;
    return *at > begin;
}

static bool scan_decimal(struct trig_view text, struct decimal *out)
{
    *out = (struct decimal){0};
    if (text.length == 0)
        return false;
    const char *at = text.data;
    const char *end = text.data + text.length;
    if (*at == '-' || *at == '+')
        out->negative = *at++ == '-';
    return scan_digits(&at, end, out) && scan_exponent(&at, end, out) && at == end;
}

/* The general case is the C library's: the significant digits, as many as can
 * matter, as an integer with an exponent. No point: no locale can mind. */
static double slow_value(const struct decimal *decimal)
{
    char text[MOST_DIGITS + 40];
    size_t length = 0;
    size_t dropped = 0;
    bool rest = false;
    for (size_t i = 0; i < decimal->digits.length; i++) {
        char byte = decimal->digits.data[i];
        if (byte == '.' || (byte == '0' && length == 0))
            continue;
        if (length < MOST_DIGITS) {
            text[length++] = byte;
        } else {
            dropped++;
            rest = rest || byte != '0';
        }
    }
    if (rest) {
        text[length++] = '1';
        dropped--;
    }
    int64_t exponent = decimal->exponent + (int64_t)dropped;
    if (exponent > 99999)
        exponent = 99999;
    if (exponent < -99999)
        exponent = -99999;
    snprintf(text + length, sizeof text - length, "e%d", (int)exponent);
    return strtod(text, NULL);
}

bool trig_text_to_number(struct trig_view text, double *out)
{
    struct decimal decimal;
    if (!scan_decimal(trig_text_trim(text), &decimal))
        return false;
    double value = 0.0;
    if (decimal.significant) {
        if (decimal.significant < 19 && decimal.integer <= EXACT_INTEGER &&
            decimal.exponent >= -EXACT_POWER && decimal.exponent <= EXACT_POWER)
            value = decimal.exponent < 0 ? (double)decimal.integer / powers_of_ten[-decimal.exponent]
                                         : (double)decimal.integer * powers_of_ten[decimal.exponent];
        else
            value = slow_value(&decimal);
    }
    if (!isfinite(value))
        return false;
    *out = decimal.negative ? -value : value;
    return true;
}

/* As many digits as tell every double from its neighbours. */
#define DIGITS DBL_DECIMAL_DIG
/* Smaller numbers are written with an exponent, larger ones too. */
#define LEAST_PLAIN 1e-4
#define LARGE_PLAIN 1e17

/* The first DIGITS digits of [size], rounded, as one integer. Times a power of ten that is exact, a
 * product and what its rounding lost (Dekker 1971) are the number to its last bit: the product is
 * then beyond 2^53 and so an even integer, and only the rest has to be rounded.
 * @param exponent  gets that of the first digit. */
static uint64_t find_digits(double size, int *exponent)
{
    int binary;
    frexp(size, &binary);
    int guess = (int)floor((binary - 1) * 0.30102999566398120); /* of 2^(binary - 1); one less at most */
    for (;; guess++) {
        double power = powers_of_ten[DIGITS - 1 - guess];
        double product = size * power;
        double rest = fma(size, power, -product);
        uint64_t digits = (uint64_t)product + (uint64_t)(int64_t)rint(rest);
        *exponent = guess;
        if (digits < (uint64_t)LARGE_PLAIN)
            return digits;
    }
}

/* Two digits at a time, from the last on. @return where they begin. */
static char *write_digits(uint64_t digits, char *end)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    for (; digits >= 10; digits /= 100) {
        end -= 2;
        memcpy(end, pairs + 2 * (digits % 100), 2);
    }
    if (digits > 0)
        *--end = (char)('0' + digits);
    return end;
}

size_t trig_text_from_count(uint64_t count, char out[TRIG_NUMBER_TEXT])
{
    char text[TRIG_NUMBER_TEXT];
    char *end = text + sizeof text;
    const char *begin = write_digits(count, end);
    size_t length = (size_t)(end - begin);
    memcpy(out, begin, length);
    if (length == 0)
        out[length++] = '0';
    out[length] = '\0';
    return length;
}

/* What "%.17g" gives for [size], 0 or from LEAST_PLAIN to below LARGE_PLAIN, many times as fast. */
static size_t write_plain(double size, char *out)
{
    char text[DIGITS] = {0};
    char *write = out;
    int exponent;
    if (size == (double)(uint64_t)size)
        return trig_text_from_count((uint64_t)size, out);
    write_digits(find_digits(size, &exponent), text + DIGITS);
    int last = DIGITS - 1;
    while (last > exponent && text[last] == '0')
        last--;
    int whole = exponent < 0 ? 0 : exponent + 1; /* digits before the point, which something follows */
    if (whole == 0)
        *write++ = '0';
    memcpy(write, text, (size_t)whole);
    write += whole;
    *write++ = '.';
    for (int i = exponent + 1; i < 0; i++)
        *write++ = '0';
    memcpy(write, text + whole, (size_t)(last + 1 - whole));
    write += last + 1 - whole;
    *write = '\0';
    return (size_t)(write - out);
}

/* The only bytes of a finite number that are none of these are the locale's point. */
static size_t write_point(char *out)
{
    char *write = out;
    bool in_point = false;
    for (const char *read = out; *read; read++) {
        bool plain = is_digit(*read) || *read == '-' || *read == '+' || *read == 'e';
        if (plain)
            *write++ = *read;
        else if (!in_point)
            *write++ = '.';
        in_point = !plain;
    }
    *write = '\0';
    return (size_t)(write - out);
}

size_t trig_text_from_number(double number, int digits, char out[TRIG_NUMBER_TEXT])
{
    double size = fabs(number);
    bool negative = number < 0.0;
    out[0] = '\0';
    if (isnan(number))
        return 0;
    bool plain = (size >= LEAST_PLAIN && size < LARGE_PLAIN) || (size == 0.0 && !signbit(number));
    if (digits == DIGITS && plain) {
        out[0] = '-';
        return write_plain(size, out + negative) + negative;
    }
    int length = snprintf(out, TRIG_NUMBER_TEXT, "%.*g", digits, number);
    return isinf(number) ? (size_t)length : write_point(out);
}

bool trig_text_to_integer(struct trig_view text, int64_t *out)
{
    if (text.length == 0)
        return false;
    const char *at = text.data;
    const char *end = text.data + text.length;
    bool negative = *at == '-';
    at += negative;
    if (at == end)
        return false;
    /* Downwards, because the negative range is the larger one. */
    int64_t value = 0;
    for (; at < end; at++) {
        if (!is_digit(*at) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *at - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}
