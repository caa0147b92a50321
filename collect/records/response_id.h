/* What a response is known by, where a platform writes several rows with one
 * record id: the id together with event, form and instance.
 *
 *     record_id  redcap_event_name  redcap_repeat_instrument  redcap_repeat_instance
 *     12         visit_1            pain                      2          -> 12|visit_1|pain|2
 *     12         visit_2                                                 -> 12|visit_2
 *     13                                                                 -> 13
 */
#ifndef TRIG_COLLECT_RECORDS_RESPONSE_ID_H
#define TRIG_COLLECT_RECORDS_RESPONSE_ID_H

#include "surveys/base/error.h"
#include "surveys/csv/csv_reader.h"

/* Room for one id at a time. Begin with a zeroed struct. */
struct trig_response_id {
    char *text; /* owned */
    size_t capacity;
};

/** Puts the id of a response together.
 *  @param parts  [count] columns of the record, in order.
 *  @param out    [id] itself when all parts are blank; else valid until the next call.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_response_id_make(struct trig_response_id *room, const struct trig_csv_record *record,
                                       const size_t *parts, size_t count, struct trig_view id,
                                       struct trig_view *out, struct trig_error *error);
void trig_response_id_clear(struct trig_response_id *room);

#endif
