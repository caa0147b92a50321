/* What the files of the SurveyMonkey format share. */
#ifndef TRIG_COLLECT_FORMATS_SURVEYMONKEY_H
#define TRIG_COLLECT_FORMATS_SURVEYMONKEY_H

#include "collect/formats/format.h"

/* Which header rows are there.
 *
 *     0  Respondent ID   Which tools?          questions; sparse or filled
 *     1                  Lathe      Mill       options, rows of a grid, "Response"
 *     2                  1          2          numbers of the options
 */
struct trig_surveymonkey_shape {
    size_t subs;    /* its row; 0: not there */
    size_t numbers; /* its row; 0: not there */
    size_t own;     /* columns that are SurveyMonkey's own */
    size_t words;   /* cells of the second row like "Response" */
    bool has_id;    /* a column "Respondent ID" */
    bool has_long_ids;
};

/** What [rows], the first of an export, are. */
void trig_surveymonkey_find_shape(const struct trig_views *rows, size_t count,
                                  struct trig_surveymonkey_shape *out);

/** What a heading is to SurveyMonkey. */
enum trig_use trig_surveymonkey_use(struct trig_view heading);

/** Whether a cell of the second row says that the column is the question's answer
 *  itself: "Response", "Open-Ended Response". */
bool trig_surveymonkey_is_answer(struct trig_view sub);

/** Whether it is the platform's own wording of the option "Other". */
bool trig_surveymonkey_is_other(struct trig_view sub);

/** Reads the header: see struct trig_format. */
enum trig_status trig_surveymonkey_read_headings(const struct trig_views *rows, size_t count,
                                                 const struct trig_codebook *codebook,
                                                 struct trig_arena *arena, struct trig_heading *out,
                                                 size_t columns, struct trig_error *error);

#endif
