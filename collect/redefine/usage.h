/* How many stored answers a change of the definition would touch. */
#ifndef TRIG_COLLECT_REDEFINE_USAGE_H
#define TRIG_COLLECT_REDEFINE_USAGE_H

#include "surveys/base/error.h"
#include "surveys/store/store.h"

/** Counts the stored responses that answered column [name].
 *  @param name  a variable of the store's definition, or one of TRIG_COLUMN_*;
 *               what is never stored (personal, ignore) counts 0. */
enum trig_status trig_usage_answers(trig_store *store, struct trig_view name, uint64_t *out,
                                    struct trig_error *error);

/** Counts the stored responses whose answer in column [name] is, or is among
 *  others, [code]: a code of its scale, or an id of the definition. */
enum trig_status trig_usage_code(trig_store *store, struct trig_view name, struct trig_view code,
                                 uint64_t *out, struct trig_error *error);

#endif
