/* A JSON value as text of our own. */
#ifndef TRIG_COLLECT_BYTES_JSON_TEXT_H
#define TRIG_COLLECT_BYTES_JSON_TEXT_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <jansson.h>

/** Writes [value] in its compact form and gives up the reference to it.
 *  @param value  NULL: memory ran out while it was made.
 *  @param out    its data is to be freed with trig_free((void *)out->data).
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_json_text(json_t *value, struct trig_view *out, struct trig_error *error);

#endif
