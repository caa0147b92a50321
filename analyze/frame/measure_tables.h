/* How answers become numbers: the tables behind a measure's sources. */
#ifndef TRIG_ANALYZE_FRAME_MEASURE_TABLES_H
#define TRIG_ANALYZE_FRAME_MEASURE_TABLES_H

#include "analyze/frame/measure.h"

/* What a table holds for each code of a scale. */
enum trig_coding {
    TRIG_CODING_VALUE,    /* its value */
    TRIG_CODING_SCORE,    /* 0-100 by the scale's bounds; mirrored for reversed items */
    TRIG_CODING_POSITIVE, /* 1 for positive codes, for reversed items for their mirror images */
    TRIG_CODING_IS        /* 1 for one code */
};

/** Whether [coding] (not IS) can be made of the variable's answers: a scale
 *  with more than one value for scores, with a positive code for POSITIVE; a
 *  numeric variable has values, and scores when it has both bounds. */
bool trig_measure_can(const trig_definition *definition, const struct trig_variable *variable,
                      enum trig_coding coding);

/** Fills [out] for a variable that can. @param code  for TRIG_CODING_IS.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_measure_source(struct trig_arena *arena, const trig_definition *definition,
                                     size_t variable, enum trig_coding coding, size_t code,
                                     struct trig_source *out, struct trig_error *error);

#endif
