/* The wave and the institution that the user names for a whole export. */
#ifndef TRIG_COLLECT_MATCH_ASKED_H
#define TRIG_COLLECT_MATCH_ASKED_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"

/** Finds what was typed among ids, labels, names and aliases.
 *  @param wave, institution  as typed; NULL: not asked for.
 *  @param wave_index, institution_index  of the definition; TRIG_NONE: not asked for.
 *  @return TRIG_OK; TRIG_ERR_USAGE (none or more than one is called so, with the nearest
 *          names); TRIG_ERR_MEMORY. */
enum trig_status trig_asked_places(const trig_definition *definition, const char *wave,
                                   const char *institution, size_t *wave_index, size_t *institution_index,
                                   struct trig_error *error);

#endif
