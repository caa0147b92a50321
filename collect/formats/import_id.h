/* What Qualtrics writes below the wordings: which question, which choice of it and
 * which part a column holds.
 *
 *     {"ImportId":"QID2","choiceId":"1"}           since 2017
 *     {'ImportId': 'QID2-1'}                       2016, as Python would write it
 *
 * Tags may be there twice and their numbers follow the recoded values; an import
 * id, with all that stands beside it, is a column's own.
 */
#ifndef TRIG_COLLECT_FORMATS_IMPORT_ID_H
#define TRIG_COLLECT_FORMATS_IMPORT_ID_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdbool.h>

/* Texts that are not there are blank. */
struct trig_import_id {
    struct trig_view key;      /* "QID2_1": all of it but the time zone, joined by _ */
    struct trig_view id;       /* "QID2", or "QID7_1" of a row of a matrix, or "startDate" */
    struct trig_view question; /* "QID2", "QID7", "QID1#1"; blank: it is no question's */
    struct trig_view choice;   /* "1" */
};

/** Whether [cell] looks like an import id. */
bool trig_import_id_is(struct trig_view cell);

/** Takes [cell] apart.
 *  @param out  texts live in [arena]; all blank when [cell] is no import id.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_import_id_read(struct trig_arena *arena, struct trig_view cell,
                                     struct trig_import_id *out, struct trig_error *error);

/** The question that [id] belongs to: "QID7" of "QID7_1", "1_QID7" of "1_QID7_1_TEXT";
 *  blank when it has none. A part of [id]. */
struct trig_view trig_import_id_question(struct trig_view id);

#endif
