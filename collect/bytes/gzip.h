/* Unpacking gzip, block by block. The only module that knows zlib.
 *
 *     packed file --blocks--> inflate --> sink(bytes)
 *            \--> SHA-256
 */
#ifndef TRIG_COLLECT_BYTES_GZIP_H
#define TRIG_COLLECT_BYTES_GZIP_H

#include "surveys/base/error.h"
#include "surveys/base/hash.h"
#include "surveys/base/view.h"

#include <stdbool.h>

/** Gets unpacked bytes; [packed] is how many bytes they and all before came from. */
typedef enum trig_status trig_gzip_sink(void *context, struct trig_view bytes, uint64_t packed,
                                        struct trig_error *error);

/** Whether the file begins as gzip's files do. */
bool trig_gzip_is(int descriptor);

/** Unpacks all members of the file.
 *  @param packed  gets the size of the packed file.
 *  @param sha256  gets the hash of the packed file.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (damaged, cut, or something else behind it);
 *          TRIG_ERR_IO; TRIG_ERR_MEMORY; the sink's status. */
enum trig_status trig_gzip_unpack(int descriptor, trig_gzip_sink *sink, void *context, uint64_t *packed,
                                  char sha256[TRIG_SHA256_TEXT], struct trig_error *error);

#endif
