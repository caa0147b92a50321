/* Names taken out of free texts.
 *
 *     names "University of Aldmoor" -> [institution], "Jane Doe" -> [name]
 *     "At the UNIVERSITY OF  ALDMOOR, jane doe's team: j.doe@example.org"
 *  -> "At the [institution], [name]'s team: [e-mail]"
 *
 * Names are found word by word, whatever their case and what stands between the words.
 * What is described rather than named stays: somebody has to read the texts.
 */
#ifndef TRIG_COLLECT_REDACT_H
#define TRIG_COLLECT_REDACT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"

typedef struct trig_redactor trig_redactor;

trig_redactor *trig_redactor_create(struct trig_error *error);
void trig_redactor_destroy(trig_redactor *redactor);

/** Adds a name. One without a letter or digit is none.
 *  @param stand_in  static: what takes its place. */
enum trig_status trig_redactor_add(trig_redactor *redactor, struct trig_view name, const char *stand_in,
                                   struct trig_error *error);

/** Adds the names in the file [path], one a line; blank lines and those that begin with #
 *  are none. */
enum trig_status trig_redactor_add_file(trig_redactor *redactor, const char *path, const char *stand_in,
                                        struct trig_error *error);

/** [text] without the names, in the arena; where names overlap the longest counts.
 *  @param taken  counts what was taken out; may be NULL. */
enum trig_status trig_redact(const trig_redactor *redactor, struct trig_view text, struct trig_arena *arena,
                             struct trig_view *out, uint64_t *taken, struct trig_error *error);

#endif
