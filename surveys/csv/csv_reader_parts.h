/* The two halves of the CSV reader: csv_reader.c cuts the input into lines,
 * csv_record.c has libcsv make records of them.
 *
 *     feed --> lines (csv_reader.c) --take_line--> libcsv --> records (csv_record.c) --> sink
 */
#ifndef TRIG_SURVEYS_CSV_CSV_READER_PARTS_H
#define TRIG_SURVEYS_CSV_CSV_READER_PARTS_H

#include "surveys/csv/csv_reader.h"

#include <csv.h>

/* libcsv is fed one physical line at a time, so that the line is known in its
 * callbacks. What a callback finds wrong stays in [failure] until csv_parse
 * returns, since callbacks cannot stop it. */
struct trig_csv_reader {
    struct csv_parser parser;

    /* The record being gathered: its fields' texts lie one behind the other. */
    struct trig_csv_field *fields;
    size_t count;
    size_t capacity;
    char *bytes;
    size_t used;
    size_t room;
    struct trig_csv_options options;
    struct trig_error failure; /* status TRIG_OK until something fails */

    trig_csv_sink *sink;
    void *context;
    uint64_t records; /* delivered */
    bool in_record;
    uint64_t record_line;
    uint64_t record_offset;
    size_t record_bytes;   /* as in the input, from its first byte that is not blank */
    size_t earlier_fields; /* that ended before the bytes being parsed */
    uint64_t open_line;    /* where the field begins that these bytes continue */

    /* The place of the next byte; of the next piece of a line in [offset]. */
    uint64_t offset;
    uint64_t line;
    uint64_t column;  /* characters of this line so far */
    uint64_t returns; /* CRs at the end of the line so far: an LF makes them one line end */

    /* The quotes of a record that is still open at the end of a line. */
    bool in_quotes;
    bool after_quote; /* the last byte closed a quote, or is the first half of a double one */
    uint64_t quote_line;
    uint64_t quote_column;

    /* The first bytes, until it is known whether they are a U+FEFF. */
    char start[3];
    size_t start_length;
    bool started;
};

/** Makes the parser ready; the options are complete. */
void trig_csv_take_init(trig_csv_reader *reader);

/** Forgets the input so far, wherever it ended. */
void trig_csv_take_restart(trig_csv_reader *reader);

/** Reads bytes of one line: all of it, or a part. What goes wrong is in
 *  [reader]->failure.
 *  @param length  at least 1. */
void trig_csv_take_line(trig_csv_reader *reader, const char *bytes, size_t length);

/** The end of the input: a last record without line end, or an open quote. */
void trig_csv_take_end(trig_csv_reader *reader);

/** Adds the place to the failure. */
void trig_csv_place(trig_csv_reader *reader, uint64_t line, uint64_t column);

#endif
