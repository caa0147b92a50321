/* Names as users type them on the command line: lists, and what they may have
 * meant by a name that is not there. */
#ifndef TRIG_ANALYZE_CONTEXT_NAMES_H
#define TRIG_ANALYZE_CONTEXT_NAMES_H

#include "surveys/definition/definition.h"

/** Splits `a,b,c` at commas; `\,` is a literal comma, parts are trimmed, empty
 *  parts dropped. The views live in [arena].
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_names_split(struct trig_arena *arena, const char *list, struct trig_views *out,
                                  struct trig_error *error);

/** [list] and after a comma [name], so that trig_names_split gives it back: its own
 *  commas are escaped.
 *  @param list  blank for the first name.
 *  @return ended by a NUL that its length leaves out; data is NULL when memory is out. */
struct trig_view trig_names_append(struct trig_arena *arena, struct trig_view list, struct trig_view name);

/** TRIG_ERR_USAGE with "there is no WHAT "TYPED"; did you mean "a" or "b"?", or
 *  the known names when none is near and they are few. */
enum trig_status trig_names_unknown(const char *what, struct trig_view typed, struct trig_views known,
                                    struct trig_error *error);

/** The index of the variable called [name].
 *  @return TRIG_OK; TRIG_ERR_USAGE with the nearest names; TRIG_ERR_MEMORY. */
enum trig_status trig_names_variable(const trig_definition *definition, struct trig_view name, size_t *out,
                                     struct trig_error *error);

/** The next scale after [scale] (TRIG_NONE: the first) on which ordinal items of
 *  [pillar] are answered; TRIG_NONE when there is no further one. */
size_t trig_names_scale(const trig_definition *definition, size_t pillar, size_t scale);

/** The stem of a file about [id]: "compare-recognition"; letters, digits and
 *  dashes only (others become _), at most 60 bytes. data is NULL when memory is out. */
struct trig_view trig_names_file(struct trig_arena *arena, const char *stem, struct trig_view id);

#endif
