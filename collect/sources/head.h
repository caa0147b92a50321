/* The first records of an export, copied: what sniffing and headers are read from. */
#ifndef TRIG_COLLECT_SOURCES_HEAD_H
#define TRIG_COLLECT_SOURCES_HEAD_H

#include "surveys/base/memory.h"
#include "surveys/base/view.h"
#include "surveys/csv/csv_reader.h"

/* More than any header with its title lines; enough to see how records look. */
#define TRIG_HEAD_ROWS 64
/* Of records with very many columns fewer are copied: those that begin before so many cells. */
#define TRIG_HEAD_CELLS ((size_t)1 << 20)

struct trig_head {
    struct trig_arena arena; /* owns the rows */
    struct trig_views rows[TRIG_HEAD_ROWS];
    size_t count;
    size_t cells;  /* of the rows */
    uint64_t seen; /* records in the text, beyond those copied too */
};

/** Copies a record to the head, which is the [context], as long as there is room; a
 *  trig_csv_sink. @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_head_take(void *context, const struct trig_csv_record *record,
                                struct trig_error *error);

/** Reads the first records of [text].
 *  @param options  separator and quote.
 *  @param whole    whether [text] is all of the export; else its last record is
 *                  taken to be cut and left out.
 *  @param out      holds the records before the error, if there was one; free with
 *                  trig_head_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (no CSV in this dialect), TRIG_ERR_LIMIT,
 *          TRIG_ERR_MEMORY. */
enum trig_status trig_head_read(struct trig_view text, bool whole, const struct trig_csv_options *options,
                                struct trig_head *out, struct trig_error *error);
void trig_head_clear(struct trig_head *head);

/** How many fields the records have that were copied: the most common number,
 *  and in how many of them. */
size_t trig_head_fields(const struct trig_head *head, size_t *agreeing);

/** How many records at the start are title lines, where the others have three fields
 *  or more: no more than one cell of them holds anything, or a record below fills twice
 *  as many fields as they have, as below a title with a comma in it. */
size_t trig_head_titles(const struct trig_head *head);

#endif
