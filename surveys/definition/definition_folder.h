/* Folders of definitions: what lies in them, and which one `extends` names. */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_FOLDER_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_FOLDER_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"
#include "surveys/definition/definition_report.h"

/** [folder]/[name] as a C string in the arena; data is NULL when memory is out. */
struct trig_view trig_definition_path(struct trig_arena *arena, const char *folder, const char *name);

/** The paths, sorted and in the arena, of the CSV files in [folder] whose names
 *  no file of a definition has; hidden files are left alone. A folder that
 *  cannot be listed has none. */
enum trig_status trig_definition_unknown(const char *folder, struct trig_arena *arena, struct trig_views *out,
                                         struct trig_error *error);

/** Finds the definition that [target] names: one of those in [shipped] (may be
 *  NULL) when it is a plain name, else a path, seen from [*folder].
 *  @param arena   holds the path that is found.
 *  @param report  quotes names for the message.
 *  @param folder  gets the path on TRIG_OK.
 *  @return TRIG_OK, TRIG_ERR_MISSING, TRIG_ERR_MEMORY. */
enum trig_status trig_definition_find(struct trig_view target, const char *shipped, struct trig_arena *arena,
                                      struct trig_report *report, const char **folder,
                                      struct trig_error *error);

#endif
