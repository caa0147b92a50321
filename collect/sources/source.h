/* How records are got out of a file. Text is one source; a workbook or a file of
 * a statistics package would be others, with the same records coming out.
 *
 *     facts --recognise--> source --begin--> dialect, first records, codebook
 *                                 --read---> sink(record), header rows included
 */
#ifndef TRIG_COLLECT_SOURCES_SOURCE_H
#define TRIG_COLLECT_SOURCES_SOURCE_H

#include "surveys/csv/csv_reader.h"

#include "collect/bytes/decode.h"
#include "collect/sources/sniff.h"

struct trig_export;

struct trig_source {
    const char *name;

    /* Whether a file that begins like this one is of this source. */
    bool (*recognise)(const struct trig_export *export);

    /* Finds out how the file is written and copies its first records: fills
     * dialect and head of the export, and its codebook where the file carries
     * the meaning of its codes.
     * @return TRIG_OK; TRIG_ERR_USAGE (an option makes no sense); TRIG_ERR_FORMAT;
     *         TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
    enum trig_status (*begin)(struct trig_export *export, const struct trig_sniff_options *options,
                              struct trig_error *error);

    /* Delivers all of the export's text as UTF-8, title lines and header included;
     * NULL for a source that is no text. Parameters and errors as of read. */
    enum trig_status (*decode)(const struct trig_export *export, trig_decode_sink *sink, void *context,
                               const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                               struct trig_error *error);

    /* Delivers all records, those of title lines and header included, in order.
     * [watcher] may be NULL; [undecodable] gets what could not be decoded.
     * @return TRIG_OK; TRIG_ERR_FORMAT and TRIG_ERR_LIMIT with line and column;
     *         TRIG_ERR_IO (also when the file has changed meanwhile);
     *         TRIG_ERR_MEMORY; the sink's status. */
    enum trig_status (*read)(const struct trig_export *export, trig_csv_sink *sink, void *context,
                             const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                             struct trig_error *error);

    /* Frees the export's [reading]; NULL: there is none. */
    void (*end)(struct trig_export *export);

    /* Writes where a record stands ("on line 7", "in case 7") to [out].
     * @param column  index of the cell meant; TRIG_NONE: the record as a whole.
     * NULL: on a line. */
    void (*place)(const struct trig_export *export, uint64_t line, size_t column, char *out, size_t size);
};

extern const struct trig_source trig_source_text;
extern const struct trig_source trig_source_spss;
extern const struct trig_source trig_source_workbook;
extern const struct trig_source trig_source_triple_s;

/** The source of a file whose facts are known: text when no other recognises it. */
const struct trig_source *trig_source_find(const struct trig_export *export);

#endif
