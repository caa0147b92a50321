/* What is set down until all of it is known, so that memory does not grow with it:
 * entries of one size on numbered shelves, each shelf read again in the order in
 * which it was filled.
 *
 *     put --> shelf 0 [ entries.. ] --full--> blocks in a database without a name --> read: a shelf at a time
 *             shelf 1 [ entries.. ]
 *
 * The database is a file that SQLite has unlinked already, where it keeps all its
 * temporary files: it is gone whatever becomes of this process.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_SCRATCH_H
#define TRIG_SURVEYS_STORE_STORE_SCRATCH_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

typedef struct trig_scratch trig_scratch;

/* Memory that a shelf takes, however much is on it. */
#define TRIG_SCRATCH_BLOCK ((size_t)16320)

/** Empty shelves.
 *  @param shelves  how many, numbered from 0.
 *  @param entry    bytes of an entry, at most TRIG_SCRATCH_BLOCK.
 *  @param out      set on TRIG_OK alone; free with trig_scratch_destroy.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO (no temporary file can be made). */
enum trig_status trig_scratch_create(size_t shelves, size_t entry, trig_scratch **out,
                                     struct trig_error *error);
void trig_scratch_destroy(trig_scratch *scratch);

/** Puts an entry behind those that are on [shelf].
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO (no space is left). */
enum trig_status trig_scratch_put(trig_scratch *scratch, size_t shelf, const void *entry,
                                  struct trig_error *error);

/** Gets entries one behind the other; aligned for nothing. Anything but TRIG_OK ends the reading. */
typedef enum trig_status trig_scratch_sink(void *context, struct trig_view entries, struct trig_error *error);

/** Gives all entries of [shelf] to [sink], some at a time and in order; they stay there.
 *  @return TRIG_OK, TRIG_ERR_MEMORY, TRIG_ERR_IO, or what the sink returned. */
enum trig_status trig_scratch_read(trig_scratch *scratch, size_t shelf, trig_scratch_sink *sink,
                                   void *context, struct trig_error *error);

#endif
