/* The institution or group that a user means, however it is spelled. */
#ifndef TRIG_ANALYZE_BENCHMARK_PLACE_H
#define TRIG_ANALYZE_BENCHMARK_PLACE_H

#include "surveys/definition/definition.h"

/** The institution called [text]: its id, else its id, name or an alias in the
 *  same normalised spelling (surveys/base/text.h).
 *  @param out  its index; untouched unless TRIG_OK.
 *  @return TRIG_OK; TRIG_ERR_USAGE (nobody is called so: the nearest are named);
 *          TRIG_ERR_FORMAT (not UTF-8); TRIG_ERR_MEMORY. */
enum trig_status trig_place_institution(const trig_definition *definition, const char *text, size_t *out,
                                        struct trig_error *error);

/** The group called [text], likewise: names of groups hold blanks and signs. */
enum trig_status trig_place_group(const trig_definition *definition, const char *text, size_t *out,
                                  struct trig_error *error);

#endif
