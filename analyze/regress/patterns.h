/* Respondents who agree in every regressor (and category) are one row to a fit.
 *
 *      rows      grade  score  y        patterns   grade  score      w     w y
 *                  a     50    1  --.                a     50       2.0    1.0
 *                  b     25    0  -. `->             b     25       1.0    0.0
 *                  a     50    0  --->
 *
 * Found by hashing, given up where they are not much fewer than the rows, as with
 * a number that hardly anybody shares.
 */
#ifndef TRIG_ANALYZE_REGRESS_PATTERNS_H
#define TRIG_ANALYZE_REGRESS_PATTERNS_H

#include "analyze/regress/data.h"

/** Sets the patterns of [data], whose columns are settled and centred; none where they would save little.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_patterns_make(struct trig_regress_data *data, struct trig_error *error);

#endif
