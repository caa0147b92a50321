/* How a survey's columns are held: one rule for those who write batches and
 * for those who read them back.
 *
 *      what the definition says                 encoding          dictionary
 *      ordinal or nominal with a scale          CODES8, CODES16   the scale's codes
 *      nominal without a scale                  CODES16           open (NULL)
 *      multiple                                 FLAGS             the scale's codes
 *      numeric, date                            NUMBER            -
 *      text; any record, respondent, comment    TEXT              -
 *      "#wave", "#institution"                  CODES8, CODES16   ids of the definition
 *      "#fingerprint"                           WORDS             -
 *      "#weight:NAME"                           NUMBER            -
 *
 * A dictionary of at most TRIG_CODES8_MOST texts makes CODES8. Identities are
 * text whatever their type, since "007" and "7" are two people.
 */
#ifndef TRIG_SURVEYS_BATCH_COLUMN_SPEC_H
#define TRIG_SURVEYS_BATCH_COLUMN_SPEC_H

#include "surveys/batch/batch.h"
#include "surveys/definition/definition.h"

struct trig_column_spec {
    struct trig_view name; /* borrowed from whoever asked */
    enum trig_encoding encoding;
    trig_dictionary *dictionary; /* owned; NULL: none, or for CODES16 an open one */
};

/** How the column called [name] is held in a survey with [definition].
 *  @param name  a variable's name, or one of the TRIG_COLUMN_* names; its bytes
 *               must outlive the spec.
 *  @param out   filled on TRIG_OK; free with trig_column_spec_clear.
 *  @return TRIG_OK; TRIG_ERR_USAGE (no such column in the definition);
 *          TRIG_ERR_LIMIT (more codes than the encoding can hold); TRIG_ERR_MEMORY. */
enum trig_status trig_column_spec_init(struct trig_column_spec *out, const trig_definition *definition,
                                       struct trig_view name, struct trig_error *error);
/** Frees the dictionary; fine on a zeroed spec. */
void trig_column_spec_clear(struct trig_column_spec *spec);

/** Whether the column's dictionary takes any text as it comes. */
static inline bool trig_column_spec_is_open(const struct trig_column_spec *spec)
{
    return spec->encoding == TRIG_ENCODING_CODES16 && !spec->dictionary;
}

#endif
