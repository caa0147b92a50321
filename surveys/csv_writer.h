/* Writes CSV as RFC 4180 has it, with LF: fields are quoted only when they need
 * it. Errors are sticky: check once, at the end. */
#ifndef TRIG_SURVEYS_CSV_WRITER_H
#define TRIG_SURVEYS_CSV_WRITER_H

#include "surveys/error.h"
#include "surveys/view.h"

#include <stdio.h>

struct trig_csv_writer {
    FILE *out;      /* borrowed */
    char separator; /* comma unless set */
    bool begun;     /* a field of this record is written */
    bool guard;     /* prefix text that a spreadsheet would run as a formula */
};

void trig_csv_writer_init(struct trig_csv_writer *writer, FILE *out);
void trig_csv_text(struct trig_csv_writer *writer, struct trig_view text);
/** As %.17g; NAN writes an empty field. */
void trig_csv_number(struct trig_csv_writer *writer, double number);
/** An empty field: nothing between the separators. */
void trig_csv_empty(struct trig_csv_writer *writer);
void trig_csv_end_record(struct trig_csv_writer *writer);
/** @return TRIG_ERR_IO when anything so far failed to be written. */
enum trig_status trig_csv_writer_finish(struct trig_csv_writer *writer, struct trig_error *error);

#endif
