/* An export, opened: what its bytes are, what it was found to be, and its header.
 *
 *     facts --source, sniff--> dialect, first records --read_headings--> headings
 */
#ifndef TRIG_COLLECT_SOURCES_EXPORT_H
#define TRIG_COLLECT_SOURCES_EXPORT_H

#include "collect/bytes/content.h"
#include "collect/bytes/decode.h"
#include "collect/bytes/facts.h"
#include "collect/formats/format.h"
#include "collect/sources/sniff.h"
#include "collect/sources/source.h"

struct trig_export {
    const char *path; /* borrowed; TRIG_STANDARD_INPUT_NAME when it is none */
    struct trig_content content;
    struct trig_facts facts;
    bool is_presumed; /* [facts] are those of the beginning; the rest is presumed to be UTF-8 too */
    struct trig_facts
        *gathered; /* owned: of the whole file, while it is read; NULL: known, or not presumed */
    const struct trig_source *source;
    struct trig_view companion; /* path of the metadata of Triple-S that belongs to it; blank: none */
    void *reading;              /* what the source keeps between begin and end */
    uint64_t expected;          /* records, where the file says how many; 0: it does not */
    struct trig_dialect dialect;
    struct trig_head head;
    struct trig_codebook codebook; /* of a key, or of the export itself; empty without */
    struct trig_heading *headings;
    size_t column_count;
    struct trig_arena arena; /* of codebook and headings */
};

/** Opens [path], finds out what it is and reads its header.
 *  @param path   must outlive the export; TRIG_STANDARD_INPUT is read to its end.
 *  @param codes  the file that says what codes mean; NULL: none.
 *  @return TRIG_OK and an export to close with trig_export_close; TRIG_ERR_MISSING,
 *          TRIG_ERR_IO, TRIG_ERR_FORMAT, TRIG_ERR_LIMIT, TRIG_ERR_USAGE,
 *          TRIG_ERR_REFUSED (coded answers without their key), TRIG_ERR_MEMORY. */
enum trig_status trig_export_open(const char *path, const struct trig_sniff_options *options,
                                  const char *codes, struct trig_export *out, struct trig_error *error);
void trig_export_close(struct trig_export *export);

/** Completes the facts of an export that is presumed to go on as it begins, once all of its
 *  records were read; nothing is done for others. The records are then those that an
 *  export whose facts were known from the start would have given: reading one that does
 *  not go on like that fails.
 *  @return TRIG_OK or TRIG_ERR_FORMAT. */
enum trig_status trig_export_settle(struct trig_export *export, struct trig_error *error);

/** About how many records the export has, going by its beginning. */
uint64_t trig_export_expected(const struct trig_export *export);

/** Writes where a record stands, in words of its kind of file, to [out].
 *  @param column  index of the cell meant; TRIG_NONE: the record as a whole. */
void trig_export_place(const struct trig_export *export, uint64_t line, size_t column, char *out,
                       size_t size);

/** Reads the records below the header, in order; their numbers begin with 1 at
 *  the first record below it.
 *  @param undecodable  gets what could not be decoded. */
enum trig_status trig_export_read(const struct trig_export *export, trig_csv_sink *sink, void *context,
                                  const struct trig_watcher *watcher, struct trig_undecodable *undecodable,
                                  struct trig_error *error);

#endif
