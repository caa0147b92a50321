/* The data dictionary of a REDCap project: a CSV file, one row a field.
 *
 *     Variable / Field Name, Form Name, .., Field Type, Field Label, Choices, .., Identifier?, ..
 *     sex,                   about_you, .., radio,      Gender,      "0, Female | 1, Male"
 */
#ifndef TRIG_COLLECT_FORMATS_REDCAP_DICTIONARY_H
#define TRIG_COLLECT_FORMATS_REDCAP_DICTIONARY_H

#include "collect/formats/format.h"

/** Reads a data dictionary, as downloaded or as the API gives it.
 *  @param out  lives in [arena]: a question a field, its form as section; fields that
 *              are marked as identifiers, or hold an e-mail address or a telephone
 *              number, are personal.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (no data dictionary), TRIG_ERR_IO, TRIG_ERR_MISSING, TRIG_ERR_MEMORY. */
enum trig_status trig_redcap_read_dictionary(const char *path, struct trig_arena *arena,
                                             struct trig_codebook *out, struct trig_error *error);

/** Takes `0, Female | 1, Male` apart. A choice without comma is its own code; HTML
 *  tags are left out, blank choices too.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_redcap_read_choices(struct trig_view text, struct trig_arena *arena,
                                          const struct trig_option_meaning **out, size_t *count,
                                          struct trig_error *error);

#endif
