/* Numbers, dates and texts: whether a cell is what its variable asks for. */
#ifndef TRIG_COLLECT_ANSWERS_VALIDATE_H
#define TRIG_COLLECT_ANSWERS_VALIDATE_H

#include "surveys/definition/definition.h"

#include "collect/formats/format.h"
#include "collect/reason.h"

/* What a cell of a number, date or text column holds. */
struct trig_measured {
    enum trig_answer answer;
    enum trig_reason reason;
    double number;         /* answered, numeric and date: seconds since 1970 for a date */
    struct trig_view text; /* answered: the cell without white space at its ends */
};

/** Reads a number with a decimal comma: 1,54.
 *  @param is_unclear  whether the comma may part thousands as well: three digits stand behind it,
 *                     and before it neither a zero alone nor more than three digits.
 *  @return whether [text] is such a number. */
bool trig_validate_decimal_comma(struct trig_view text, double *number, bool *is_unclear);

/** Reads a number and checks it against the variable's bounds, both inclusive.
 *  @param mark  TRIG_DECIMAL_ANY: where a comma may part thousands as well, the number is unreadable. */
struct trig_measured trig_validate_number(const struct trig_variable *variable,
                                          const struct trig_format *format, enum trig_decimal_mark mark,
                                          struct trig_view cell);

/** Reads a date, or date and time. A bare number is what a spreadsheet makes of a
 *  date, counted from 1900 or from 1904: which, it does not say, so it is damaged,
 *  unless the platform is known to hand out workbooks that count from 1900. */
struct trig_measured trig_validate_date(const struct trig_variable *variable,
                                        const struct trig_format *format, enum trig_date_order order,
                                        struct trig_view cell);

/** Takes any text but a spreadsheet's error value. */
struct trig_measured trig_validate_text(const struct trig_format *format, struct trig_view cell);

/** The same of a response id, which 1.23E+11 is not: long numbers cut to their first
 *  digits make different responses one. */
struct trig_measured trig_validate_id(const struct trig_format *format, struct trig_view cell);

#endif
