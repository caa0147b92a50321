/* A streaming CSV reader: bytes are pushed in, whole records come out.
 *
 *     feed(bytes) --> libcsv --> fields of one record --> sink(record)
 *
 * Quoted fields may hold separators, quotes and line breaks; LF, CRLF, CR-CR-LF
 * and lone CR end a record; a U+FEFF at the start is dropped. Input is UTF-8
 * (decoding happens before). What is wrong is an error with its line and
 * column: an unterminated quote, text after a closing quote, a NUL byte, a
 * field, record or column count over its limit. Ragged records are delivered
 * as they are: the caller knows how many fields it wants. Blanks around a field
 * without quotes are not part of it. Records and errors do not depend on how
 * the input is cut into pieces. Columns of places count characters, not bytes.
 *
 * This is the only module that knows libcsv.
 */
#ifndef TRIG_SURVEYS_CSV_CSV_READER_H
#define TRIG_SURVEYS_CSV_CSV_READER_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdint.h>

struct trig_csv_options {
    char separator;           /* 0: comma */
    char quote;               /* 0: the double quote */
    size_t field_limit;       /* bytes of a field's text; 0: 1 MiB */
    size_t record_limit;      /* bytes of a record as they are in the file; 0: 16 MiB */
    size_t column_limit;      /* 0: 16,384 */
    const char *field_option; /* the options of a program that raise them, for messages; NULL: none */
    const char *record_option;
    const char *column_option;
    bool continues; /* the input goes on within a file: a U+FEFF at its start is text */
};

struct trig_csv_field {
    struct trig_view text; /* borrowed, valid during the call of the sink */
    bool is_null;          /* nothing between the separators, data NULL; "" is empty but not null */
};

struct trig_csv_record {
    const struct trig_csv_field *fields;
    size_t count;
    uint64_t number; /* of the record, from 1; blank lines are no records */
    uint64_t line;   /* on which the record begins, from 1 */
    uint64_t offset; /* bytes of input before its first one; blanks at its start are no part of it */
};

/** Gets each record in turn. Anything but TRIG_OK stops the reader, which then
 *  returns that status from feed or finish, with the sink's message; an error
 *  without a line gets the record's. */
typedef enum trig_status trig_csv_sink(void *context, const struct trig_csv_record *record,
                                       struct trig_error *error);

typedef struct trig_csv_reader trig_csv_reader;

/** @param options  NULL: all defaults. */
trig_csv_reader *trig_csv_reader_create(const struct trig_csv_options *options, trig_csv_sink *sink,
                                        void *context, struct trig_error *error);
void trig_csv_reader_destroy(trig_csv_reader *reader);

/** Makes [reader] begin with another input, as if it were new; the memory that it has is kept. */
void trig_csv_reader_restart(trig_csv_reader *reader);

/** Reads [length] more bytes. After an error every further call returns it again.
 *  @return TRIG_OK, TRIG_ERR_FORMAT, TRIG_ERR_LIMIT, TRIG_ERR_MEMORY or the sink's. */
enum trig_status trig_csv_reader_feed(trig_csv_reader *reader, const char *bytes, size_t length,
                                      struct trig_error *error);

/** The end of the input: delivers a last record without line end. */
enum trig_status trig_csv_reader_finish(trig_csv_reader *reader, struct trig_error *error);

/** Line ends in the input so far. */
uint64_t trig_csv_reader_lines(const trig_csv_reader *reader);

/** Reads a whole file through a sink; [path] is also the file named in errors. */
enum trig_status trig_csv_read_file(const char *path, const struct trig_csv_options *options,
                                    trig_csv_sink *sink, void *context, struct trig_error *error);

/** Reads [bytes] through a sink; [name] is the file named in errors, may be NULL. */
enum trig_status trig_csv_read_bytes(struct trig_view bytes, const char *name,
                                     const struct trig_csv_options *options, trig_csv_sink *sink,
                                     void *context, struct trig_error *error);

#endif
