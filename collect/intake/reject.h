/* The fields of a record that is set aside, as the store keeps them.
 *
 *     {"1. Role": "Technician", "2. Grade": "7"}
 *
 * Only columns that a variable claims and that are not personal are kept: what
 * nobody has described may hold a name. In a record with too few or too many
 * fields a name may stand under any heading, so its fields are kept only where
 * every column is claimed and none is personal. Who answered is kept as a pseudonym, where
 * there is a key to make one with. The fields of a record whose answers
 * are stored already would only repeat them, each time that a growing export is
 * ingested again: they are left out too.
 */
#ifndef TRIG_COLLECT_INTAKE_REJECT_H
#define TRIG_COLLECT_INTAKE_REJECT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader.h"

#include "collect/match/match.h"
#include "collect/sources/export.h"

struct trig_reject_fields {
    struct trig_view *names; /* by column: its heading, made unique; blank: not kept */
    size_t count;
    bool all_kept;
    size_t person; /* the column that tells who answered, kept as a pseudonym; TRIG_NONE: none */
    struct trig_arena arena;
};

enum trig_status trig_reject_fields_init(struct trig_reject_fields *fields,
                                         const struct trig_heading *headings,
                                         const struct trig_match *matches, size_t count, size_t person,
                                         struct trig_error *error);
void trig_reject_fields_clear(struct trig_reject_fields *fields);

/** The fields of a record set aside for [reason], as a JSON object.
 *  @param pseudonym  of who answered; may be blank.
 *  @param out  its data is to be freed with trig_free((void *)out->data). */
enum trig_status trig_reject_fields_write(const struct trig_reject_fields *fields,
                                          const struct trig_csv_record *record, enum trig_reason reason,
                                          const char *pseudonym, struct trig_view *out,
                                          struct trig_error *error);

#endif
