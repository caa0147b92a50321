#include "collect/reason.h"

#include <assert.h>

enum attention { ORDINARY, RECORD_INVALID, ANSWER_INVALID };

static const struct {
    const char *id;
    const char *sentence;
    enum attention attention;
} reasons[TRIG_REASONS] = {
    [TRIG_REASON_NONE] = {"", "Nothing is wrong", ORDINARY},
    [TRIG_REASON_PREVIEW] = {"preview", "Made by previewing the survey", ORDINARY},
    [TRIG_REASON_TEST] = {"test", "Made by testing the survey", ORDINARY},
    [TRIG_REASON_PARTIAL] = {"partial", "Begun and not submitted (--keep-partial stores it)", ORDINARY},
    [TRIG_REASON_SPAM] = {"spam",
                          "The platform took it for spam; a second person behind one address may be real",
                          RECORD_INVALID},
    [TRIG_REASON_BLANK] = {"blank", "Not one question is answered", ORDINARY},
    [TRIG_REASON_DUPLICATE] = {"duplicate", "The same record comes earlier in this file", ORDINARY},
    [TRIG_REASON_ALREADY_STORED] = {"already_stored", "An earlier import holds this record", ORDINARY},
    [TRIG_REASON_CHANGED] = {"changed",
                             "A record with this id is there, with other answers (--replace takes these)",
                             RECORD_INVALID},
    [TRIG_REASON_ERASED] = {"erased", "The person was erased from the store; nothing of it is kept",
                            ORDINARY},
    [TRIG_REASON_RAGGED] = {"ragged", "The number of fields is not that of the header", RECORD_INVALID},
    [TRIG_REASON_MISSING_RECORD] = {"missing_record", "It has no id, and rows of this export share one",
                                    RECORD_INVALID},
    [TRIG_REASON_UNKNOWN_STATUS] = {"unknown_status", "Its status is not one that the definition knows",
                                    RECORD_INVALID},
    [TRIG_REASON_UNKNOWN_INSTITUTION] = {"unknown_institution",
                                         "institutions.csv has no such id, name or alias", RECORD_INVALID},
    [TRIG_REASON_MISSING_INSTITUTION] = {"missing_institution", "It names no institution", RECORD_INVALID},
    [TRIG_REASON_UNKNOWN_WAVE] = {"unknown_wave", "waves.csv has no wave of that name or date",
                                  RECORD_INVALID},
    [TRIG_REASON_MISSING_WAVE] = {"missing_wave", "Neither a wave nor a date says when it was answered",
                                  RECORD_INVALID},
    [TRIG_REASON_UNKNOWN_ANSWER] = {"unknown_answer", "The scale has no such code, label or alias",
                                    ANSWER_INVALID},
    [TRIG_REASON_AMBIGUOUS_ANSWER] = {"ambiguous_answer", "It can be read as different answers",
                                      ANSWER_INVALID},
    [TRIG_REASON_SEVERAL_ANSWERS] = {"several_answers", "Several answers to a question that takes one",
                                     ANSWER_INVALID},
    [TRIG_REASON_NOT_A_NUMBER] = {"not_a_number", "A number was expected", ANSWER_INVALID},
    [TRIG_REASON_OUT_OF_RANGE] = {"out_of_range", "The number is outside min and max of variables.csv",
                                  ANSWER_INVALID},
    [TRIG_REASON_NOT_A_DATE] = {"not_a_date", "A date was expected, in the order that survey.csv says",
                                ANSWER_INVALID},
    [TRIG_REASON_EXCEL_DAMAGED] = {"excel_damaged",
                                   "A spreadsheet has overwritten the answer; export it again",
                                   ANSWER_INVALID},
};

const char *trig_reason_id(enum trig_reason reason)
{
    assert(reason < TRIG_REASONS);
    return reasons[reason].id;
}

const char *trig_reason_sentence(enum trig_reason reason)
{
    assert(reason < TRIG_REASONS);
    return reasons[reason].sentence;
}

bool trig_reason_is_invalid(enum trig_reason reason)
{
    assert(reason < TRIG_REASONS);
    return reasons[reason].attention != ORDINARY;
}

bool trig_reason_is_of_answer(enum trig_reason reason)
{
    assert(reason < TRIG_REASONS);
    return reasons[reason].attention == ANSWER_INVALID;
}

enum trig_reason trig_reason_find(struct trig_view id)
{
    for (size_t i = 1; i < TRIG_REASONS; i++)
        if (trig_view_is(id, reasons[i].id))
            return (enum trig_reason)i;
    return TRIG_REASON_NONE;
}
