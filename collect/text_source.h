/* The records of an export that is text, one after the other.
 *
 *     blocks --> decoder --> CSV reader --> sink(record)
 *
 * Other sources (a workbook, an SPSS file) deliver the same records.
 */
#ifndef TRIG_COLLECT_TEXT_SOURCE_H
#define TRIG_COLLECT_TEXT_SOURCE_H

#include "surveys/csv_reader.h"

#include "collect/decode.h"
#include "collect/sniff.h"

/** Reads all records of [path], those of title lines and header included, in
 *  order.
 *  @param facts        what the file was when the dialect was found out.
 *  @param undecodable  gets what could not be decoded.
 *  @return TRIG_OK; TRIG_ERR_FORMAT and TRIG_ERR_LIMIT with line and column;
 *          TRIG_ERR_IO (also when the file has changed meanwhile); TRIG_ERR_MEMORY;
 *          the sink's status. */
enum trig_status trig_text_source_read(const char *path, const struct trig_facts *facts,
                                       const struct trig_dialect *dialect, trig_csv_sink *sink, void *context,
                                       const struct trig_watcher *watcher,
                                       struct trig_undecodable *undecodable, struct trig_error *error);

#endif
