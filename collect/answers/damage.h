/* What a spreadsheet leaves of an answer that it took for something else. */
#ifndef TRIG_COLLECT_ANSWERS_DAMAGE_H
#define TRIG_COLLECT_ANSWERS_DAMAGE_H

#include "surveys/base/view.h"

/** Whether [text], which is trimmed, is an error value (#NAME?, #REF!, in the languages
 *  that spreadsheets write them in) or a column that was too narrow (####). */
bool trig_damage_is_error_value(struct trig_view text);

/** Whether [text], which is trimmed and no answer that is known, is an error value; a
 *  range that became a date (Oct-49, 01-May, 4. Okt); or a long number cut to its first
 *  digits (1.23E+11, which may well be a number where one is expected). */
bool trig_damage_is_seen(struct trig_view text);

/** The same where any text may be an answer: of the dates only Oct-49 and 01-May. */
bool trig_damage_is_certain(struct trig_view text);

/** Whether [text] is a long number cut to its first digits: 1.23E+11. */
bool trig_damage_is_cut_number(struct trig_view text);

/** Whether [text] is two numbers that a spreadsheet takes for a date: 4-10, 10/49. */
bool trig_damage_is_range(struct trig_view text);

#endif
