/* Text as people write it in survey exports: matching, numbers, dates, widths.
 *
 * All text inside the program is UTF-8. Two spellings are "the same" when their
 * normalised forms are equal bytes: NFKC, case folded, curly quotes and long
 * dashes made plain, zero-width characters and U+FEFF dropped, every run of
 * white space (NBSP too) one blank, none at the ends. Whoever normalises keeps
 * the original beside it.
 */
#ifndef TRIG_SURVEYS_BASE_TEXT_H
#define TRIG_SURVEYS_BASE_TEXT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

/** Whether [text] is valid UTF-8; the offset of the first bad byte goes to
 *  [*offset] (may be NULL) when it is not. */
bool trig_text_is_utf8(struct trig_view text, size_t *offset);

/** The normalised form of [text], in the arena.
 *  @return TRIG_OK, TRIG_ERR_FORMAT (not UTF-8), TRIG_ERR_MEMORY. */
enum trig_status trig_text_normalise(struct trig_arena *arena, struct trig_view text, struct trig_view *out,
                                     struct trig_error *error);

/** [text] without white space (ASCII, NBSP, U+FEFF) at either end: a part of it. */
struct trig_view trig_text_trim(struct trig_view text);

/** The letter without marks that the first character of [text] has: o of ö and of ø, the first of æ.
 *  @param length  gets the bytes of that character, at least 1; [text] is not empty.
 *  @return an ASCII letter or digit, or 0: the character has none. */
char trig_text_plain_letter(struct trig_view text, size_t *length);

/** The columns a terminal needs for [text]; invalid bytes count one each. */
size_t trig_text_width(struct trig_view text);

/** The longest start of [text] that is at most [width] columns wide and ends
 *  at a character. */
struct trig_view trig_text_clip(struct trig_view text, size_t width);

/** A number as exports write it: optional sign, digits, a decimal point, an
 *  exponent; surrounding white space is fine, anything else is not. Never
 *  depends on the locale; "nan", "inf" and hexadecimal are refused.
 *  @return whether the whole of [text] was a finite number. */
bool trig_text_to_number(struct trig_view text, double *out);

/* Room for what trig_text_from_number and trig_text_from_count write, with its NUL. */
#define TRIG_NUMBER_TEXT 32

/** Writes [number] as printf's %.*g does in the C locale, whatever the locale is. NAN writes nothing.
 *  @param digits  at most 17 (DBL_DECIMAL_DIG): with so many it is the same number read back.
 *  @return its length. */
size_t trig_text_from_number(double number, int digits, char out[TRIG_NUMBER_TEXT]);

/** The same of a whole number, all digits of it. */
size_t trig_text_from_count(uint64_t count, char out[TRIG_NUMBER_TEXT]);

/** A whole number in decimal digits with optional minus sign.
 *  @return whether the whole of [text] was one that fits. */
bool trig_text_to_integer(struct trig_view text, int64_t *out);

/* How the parts of a date like 06/08/2020 are ordered. */
enum trig_date_order { TRIG_DATE_DMY, TRIG_DATE_MDY, TRIG_DATE_YMD };

/** A date, or date and time, as exports write it: 2020-01-31,
 *  2020-01-31T03:11:44Z, "2020-01-31 03:11:44 UTC", 18/04/2018,
 *  "26/04/2018 00:00", "06/08/2020 10:36:30 AM", with / - or . between the
 *  parts. A four-digit first part is the year whatever [order] says; a year of
 *  two digits is refused, since nobody can tell which part it is. A named zone
 *  (EST, Europe/London) is read and ignored, except UTC, GMT, Z and numeric
 *  offsets (+01:00, +0100, GMT+1), which are applied.
 *  @param out  seconds since 1970-01-01 00:00, negative before.
 *  @return whether [text] was a real date (no 31 February). */
bool trig_text_to_time(struct trig_view text, enum trig_date_order order, double *out);

struct trig_date {
    int year;
    int month; /* from 1 */
    int day;   /* from 1 */
};

/** The day that [seconds] since 1970 falls on.
 *  @return false: NAN, or outside the years 1 to 9999. */
bool trig_date_of(double seconds, struct trig_date *out);

/* Room for what trig_text_from_time writes, with its NUL. */
#define TRIG_TIME_TEXT 32

/** Writes a time as 2020-01-31, or 2020-01-31 03:11:44 when it is not midnight;
 *  parts of a second are left out. NAN and what lies outside the years 1 to 9999
 *  write nothing. */
void trig_text_from_time(double seconds, char out[TRIG_TIME_TEXT]);

/** Edit distance in characters (Damerau-Levenshtein, adjacent swaps), never
 *  more than [limit] + 1: the search stops there. Inputs are normalised text. */
size_t trig_text_distance(struct trig_view a, struct trig_view b, size_t limit);

/** The candidates nearest to [text] that are near enough to be a misspelling,
 *  nearest first. Both sides are normalised inside.
 *  @param out    filled with at most [most] indices into [candidates].
 *  @return how many were filled. */
size_t trig_text_nearest(struct trig_view text, struct trig_views candidates, size_t *out, size_t most);

/** Splits a list cell at `|`; `\|` is a literal bar, parts are trimmed, empty
 *  parts dropped. The views live in the arena.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_text_split_list(struct trig_arena *arena, struct trig_view text, struct trig_views *out,
                                      struct trig_error *error);

#endif
