/* Whose answers a file holds, and when they were given, by its name: what one institution
 * sends is often called after it, and a wave's export after its year. */
#ifndef TRIG_COLLECT_MATCH_FILE_NAME_H
#define TRIG_COLLECT_MATCH_FILE_NAME_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"

/** What stands behind the last slash of [path], which it points into. */
const char *trig_file_name_base(const char *path);

/** The one institution whose id, name or alias stands in the name of the file
 *  [path], as whole words; case, and what stands between words, do not matter.
 *  Names of fewer than four characters are not looked for.
 *  @param institution  its index; TRIG_NONE: none, or more than one.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_file_name_institution(const trig_definition *definition, const char *path,
                                            size_t *institution, struct trig_error *error);

/** The same for the waves, by id or label.
 *  @param wave  its index; TRIG_NONE: none, or more than one. */
enum trig_status trig_file_name_wave(const trig_definition *definition, const char *path, size_t *wave,
                                     struct trig_error *error);

#endif
