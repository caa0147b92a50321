/* Exports that platforms deliver in a .zip: the one file of data in it, unpacked block by block.
 *
 *     survey.zip  readme.pdf  __MACOSX/..  survey.csv ----> sink(bytes)
 *
 * A workbook is a zip file too, and is none of these: it is read as what it is.
 */
#ifndef TRIG_COLLECT_BYTES_ARCHIVE_H
#define TRIG_COLLECT_BYTES_ARCHIVE_H

#include "surveys/base/error.h"
#include "surveys/base/hash.h"
#include "surveys/base/view.h"

#include <stdbool.h>

/* Room for the name of a file in an archive, with its NUL. */
#define TRIG_ARCHIVE_NAME 200

/** Gets unpacked bytes; [packed] is how many bytes the whole file takes in the archive. */
typedef enum trig_status trig_archive_sink(void *context, struct trig_view bytes, uint64_t packed,
                                           struct trig_error *error);

/** Whether the file is a zip file, and no workbook. */
bool trig_archive_is(int descriptor);

/** Unpacks the file of data that the archive holds.
 *  @param name    gets its name.
 *  @param packed  gets the size of the archive.
 *  @param sha256  gets the hash of the archive.
 *  @return TRIG_OK; TRIG_ERR_USAGE (several files of data, named; or none); TRIG_ERR_FORMAT
 *          (damaged, cut, or locked with a password); TRIG_ERR_LIMIT; TRIG_ERR_IO; TRIG_ERR_MEMORY; the
 *          sink's status. */
enum trig_status trig_archive_unpack(int descriptor, trig_archive_sink *sink, void *context,
                                     char name[TRIG_ARCHIVE_NAME], uint64_t *packed,
                                     char sha256[TRIG_SHA256_TEXT], struct trig_error *error);

#endif
