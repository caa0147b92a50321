/* Texts that are too long for a file of another program: whole, in a CSV file beside it.
 *
 *     responses.dta            row 17: "My department has ..."      cut
 *     responses.dta.texts.csv  row,record,variable,text             all of it
 *                              17,r17,remarks,"My department has ..."
 *
 * The file is made with the first such text; without any there is none.
 */
#ifndef TRIG_COLLECT_EXPORT_LONG_TEXTS_H
#define TRIG_COLLECT_EXPORT_LONG_TEXTS_H

#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"

#include <stdint.h>

#define TRIG_LONG_TEXTS_ENDING ".texts.csv"

struct trig_long_texts {
    char path[4096]; /* blank until the first text */
    const char *beside;
    struct trig_output output;
    struct trig_csv_writer csv;
    uint64_t count;
};

/** @param beside  path of the file that cannot hold them; must outlive the texts. */
void trig_long_texts_init(struct trig_long_texts *texts, const char *beside);

/** Keeps a text.
 *  @param row     of the file, from 1 below its header.
 *  @param record  the response's id; blank: it has none.
 *  @return TRIG_OK; TRIG_ERR_IO; TRIG_ERR_LIMIT (the path is too long); TRIG_ERR_MEMORY. */
enum trig_status trig_long_texts_add(struct trig_long_texts *texts, uint64_t row, struct trig_view record,
                                     struct trig_view variable, struct trig_view text,
                                     struct trig_error *error);

/** Makes the file appear, if there is any text. @return TRIG_OK or TRIG_ERR_IO. */
enum trig_status trig_long_texts_commit(struct trig_long_texts *texts, struct trig_error *error);

/** Drops what is not committed; fine after commit. */
void trig_long_texts_discard(struct trig_long_texts *texts);

#endif
