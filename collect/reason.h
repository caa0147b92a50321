/* Why a record of an export was not stored: one word for programs, one sentence
 * for people.
 *
 * Every record that is read is either stored or set aside for exactly one of
 * these reasons. Some are ordinary (a preview, a blank record, one that is
 * stored already); the others mean that somebody has to look at the record, and
 * make a program end with exit code 3.
 */
#ifndef TRIG_COLLECT_REASON_H
#define TRIG_COLLECT_REASON_H

#include "surveys/base/view.h"

#include <stdbool.h>

enum trig_reason {
    TRIG_REASON_NONE, /* nothing is wrong */
    TRIG_REASON_PREVIEW,
    TRIG_REASON_TEST,
    TRIG_REASON_PARTIAL,
    TRIG_REASON_SPAM,
    TRIG_REASON_BLANK,
    TRIG_REASON_DUPLICATE,
    TRIG_REASON_ALREADY_STORED,
    TRIG_REASON_CHANGED,
    TRIG_REASON_ERASED,
    TRIG_REASON_RAGGED,
    TRIG_REASON_MISSING_RECORD,
    TRIG_REASON_UNKNOWN_STATUS,
    TRIG_REASON_UNKNOWN_INSTITUTION,
    TRIG_REASON_MISSING_INSTITUTION,
    TRIG_REASON_UNKNOWN_WAVE,
    TRIG_REASON_MISSING_WAVE,
    TRIG_REASON_UNKNOWN_ANSWER,
    TRIG_REASON_AMBIGUOUS_ANSWER,
    TRIG_REASON_SEVERAL_ANSWERS,
    TRIG_REASON_NOT_A_NUMBER,
    TRIG_REASON_OUT_OF_RANGE,
    TRIG_REASON_NOT_A_DATE,
    TRIG_REASON_EXCEL_DAMAGED,
    TRIG_REASONS /* how many there are */
};

/** The word that the store, CSV and JSON use, for example "unknown_answer". */
const char *trig_reason_id(enum trig_reason reason);

/** One sentence without a full stop, for people. */
const char *trig_reason_sentence(enum trig_reason reason);

/** Whether a record set aside for [reason] needs somebody's attention. */
bool trig_reason_is_invalid(enum trig_reason reason);

/** Whether [reason] is about one answer, so that the record could be stored
 *  without it (`--bad-answers missing`). */
bool trig_reason_is_of_answer(enum trig_reason reason);

/** The reason called [id]; TRIG_REASON_NONE when there is no such reason. */
enum trig_reason trig_reason_find(struct trig_view id);

#endif
