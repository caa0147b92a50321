/* What filling row by row (batch_builder.c) and appending rows (batch_append.c) share. */
#ifndef TRIG_SURVEYS_BATCH_BATCH_BUILDER_PARTS_H
#define TRIG_SURVEYS_BATCH_BATCH_BUILDER_PARTS_H

#include "surveys/batch/batch_builder.h"

/** Makes the arrays hold at least [rows] rows. */
enum trig_status trig_builder_reserve(trig_batch_builder *builder, size_t rows, struct trig_error *error);

/** The code of [text] in the open dictionary of [column], which gets it when it is new.
 *  @return TRIG_OK; TRIG_ERR_LIMIT (the dictionary is full); TRIG_ERR_MEMORY. */
enum trig_status trig_builder_intern(trig_batch_builder *builder, size_t column, struct trig_view text,
                                     uint16_t *out, struct trig_error *error);

#endif
