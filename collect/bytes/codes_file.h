/* The file that --codes names, as text: in whatever encoding it is, with whatever
 * separates its columns. */
#ifndef TRIG_COLLECT_BYTES_CODES_FILE_H
#define TRIG_COLLECT_BYTES_CODES_FILE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader.h"

/** Reads all records of a CSV file that somebody may have saved with another program:
 *  UTF-8, UTF-16 or an encoding that its letters tell; comma, semicolon or tab,
 *  whichever its first line has most of.
 *  @return TRIG_OK; TRIG_ERR_FORMAT and TRIG_ERR_LIMIT with file, line and column;
 *          TRIG_ERR_MISSING, TRIG_ERR_IO, TRIG_ERR_MEMORY; the sink's status. */
enum trig_status trig_codes_file_read(const char *path, trig_csv_sink *sink, void *context,
                                      struct trig_error *error);

#endif
