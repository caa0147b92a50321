/* Which column of an export is which variable of the definition.
 *
 *     columns.csv rules (platform, wave)          surest
 *     code of the heading = name, alias
 *     wording of the heading = name, alias, label
 *     part of a spread question: its base as above, its part = an option's code, label, alias
 *     wording cut short ("How often do you..") = the beginning of one alias or label only
 *
 * All texts are compared normalised. A column is never matched by its position.
 * A heading that could be two variables, and two headings that are equally sure
 * of one variable, are mistakes: they are reported, not resolved. So is an option
 * that could be two of its question's.
 */
#ifndef TRIG_COLLECT_MATCH_MATCH_H
#define TRIG_COLLECT_MATCH_MATCH_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"

#include "collect/formats/format.h"

enum trig_duty {
    TRIG_DUTY_UNKNOWN,  /* no variable claims the column: nothing of it is kept */
    TRIG_DUTY_LEFT_OUT, /* known, and not wanted: role ignore, the platform's own affairs */
    TRIG_DUTY_PERSONAL, /* known, and never kept */
    TRIG_DUTY_WHOLE,    /* holds the variable's answer */
    TRIG_DUTY_OPTION    /* ticked or not: one option of the variable */
};

struct trig_match {
    enum trig_duty duty;
    size_t variable;            /* TRIG_NONE: none */
    size_t option;              /* TRIG_DUTY_OPTION: index of the code in the variable's scale */
    unsigned rank;              /* how sure: 0 is the surest */
    bool is_exact;              /* to the letter: decides between headings that differ in case only */
    const char *why;            /* static: "a rule in columns.csv" */
    struct trig_view separator; /* between several answers in the cell, when a rule says so */
};

/* What the columns are matched against. */
struct trig_match_request {
    const trig_definition *definition;
    const struct trig_format *format;
    const struct trig_heading *headings;
    size_t count;
    size_t wave; /* of the whole file; TRIG_NONE: not known or not one; rules for a wave then do not apply */
    const char *path; /* for problems */
};

/** Matches all columns.
 *  @param out       [count] matches, owned by the caller, filled.
 *  @param problems  gets ambiguous and double matches (mistakes).
 *  @return TRIG_OK; TRIG_ERR_FORMAT (mistakes, the first also in [error], or not
 *          one column matches); TRIG_ERR_MEMORY. */
enum trig_status trig_match_columns(const struct trig_match_request *request, struct trig_match *out,
                                    struct trig_problems *problems, struct trig_error *error);

#endif
