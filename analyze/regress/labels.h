/* What the coefficients of a regression are called. */
#ifndef TRIG_ANALYZE_REGRESS_LABELS_H
#define TRIG_ANALYZE_REGRESS_LABELS_H

#include "analyze/regress/data.h"

/** The term of [column]; TRIG_NONE for the intercept. */
size_t trig_regress_term(const struct trig_columns *columns, size_t column);

/** The level that [column] stands for, "tl" or "tl:north" (numbers of a product
 *  left out); blank for numbers and the intercept. data is NULL when memory is out. */
struct trig_view trig_regress_level(const struct trig_regress_data *data, size_t column,
                                    struct trig_arena *arena);

/** "role=tl", "role=tl:site=north", "cpd_days" or "(Intercept)", for messages. */
struct trig_view trig_regress_name(const struct trig_regress_data *data, size_t column,
                                   struct trig_arena *arena);

/** "4|5": the threshold between the categories [index] and the next. */
struct trig_view trig_regress_threshold(const struct trig_regress_data *data, size_t index,
                                        struct trig_arena *arena);

#endif
