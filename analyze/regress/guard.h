/* Disclosure control of a regression: a model with a factor tells the mean of
 * each of its levels, so a level is held to what a row of a table is.
 *
 *      by level of each factor, by cell of each product of factors:
 *          threshold   so many respondents at least
 *          numerator   not all but two of them gave the same answer
 *          dominance   an outcome in its own unit is not one respondent's
 *      by number:   so many respondents at least differ from its commonest value
 *      the model:   so many respondents more than coefficients
 */
#ifndef TRIG_ANALYZE_REGRESS_GUARD_H
#define TRIG_ANALYZE_REGRESS_GUARD_H

#include "analyze/disclosure/disclosure.h"
#include "analyze/regress/data.h"

/** @return TRIG_OK; TRIG_ERR_REFUSED naming the level, the rule and what to do; TRIG_ERR_MEMORY. */
enum trig_status trig_regress_guard(const struct trig_regress_data *data,
                                    const struct trig_disclosure_rules *rules, struct trig_error *error);

#endif
