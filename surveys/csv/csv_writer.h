/* Writes CSV as RFC 4180 has it, with LF: fields are quoted only when they need
 * it, which besides separators, quotes and line breaks means blanks at an end
 * (readers drop them from a bare field), a U+FEFF at the start, and a record
 * of one empty field (a blank line is no record). A record goes to the file when
 * it ends. Errors are sticky: check once, at the end. */
#ifndef TRIG_SURVEYS_CSV_CSV_WRITER_H
#define TRIG_SURVEYS_CSV_CSV_WRITER_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdio.h>

/* Longer records go to the file in pieces. */
#define TRIG_CSV_ROOM 2048

struct trig_csv_writer {
    FILE *out;      /* borrowed */
    char separator; /* comma unless set */
    bool begun;     /* a field of this record is written */
    bool lone;      /* and it is the only one, and empty */
    int digits;     /* of numbers: 17 unless set */
    bool guard;     /* prefix text that a spreadsheet would run as a formula */
    size_t used;
    char room[TRIG_CSV_ROOM]; /* the record, or the end of it */
};

/** Starts a writer on [out], which stays the caller's; comma, no guard. */
void trig_csv_writer_init(struct trig_csv_writer *writer, FILE *out);
/** Writes one field. With [guard] set, text that begins with = + - @, a tab or a
 *  carriage return gets an apostrophe in front, unless it is a plain number or
 *  nothing but signs. */
void trig_csv_text(struct trig_csv_writer *writer, struct trig_view text);
/** As %.17g, or with [digits], with a point, whatever the locale; NAN writes an empty field. */
void trig_csv_number(struct trig_csv_writer *writer, double number);
void trig_csv_count(struct trig_csv_writer *writer, uint64_t count);
/** An empty field: nothing between the separators. */
void trig_csv_empty(struct trig_csv_writer *writer);
/** Ends the record with one LF. */
void trig_csv_end_record(struct trig_csv_writer *writer);
/** Flushes.
 *  @return TRIG_OK, or TRIG_ERR_IO when anything so far failed to be written. */
enum trig_status trig_csv_writer_finish(struct trig_csv_writer *writer, struct trig_error *error);

#endif
