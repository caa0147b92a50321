/* What a scan is made of, for the files that open it and that read its segments. */
#ifndef TRIG_SURVEYS_STORE_STORE_SCAN_PARTS_H
#define TRIG_SURVEYS_STORE_STORE_SCAN_PARTS_H

#include "surveys/batch/column_spec.h"
#include "surveys/store/store.h"
#include "surveys/store/store_plan.h"
#include "surveys/store/store_remap.h"

#include <pthread.h>

/* A scan is a plan and a place in it. One batch of the asked columns is in
 * memory at a time: each column has its own room, used again for every batch.
 *
 *      first scan --- connection, lock, plan, dictionaries
 *         |  \______ fork: a place and rooms of its own, for another thread
 *         \________ fork
 *
 * SQLite is asked under the lock; checksums, checks and look-ups, which take
 * most of the time, are done outside it. */
struct trig_scan_column {
    struct trig_column_spec spec;
    trig_dictionary *open;    /* owned; the texts of all batches, for an open dictionary */
    struct trig_bytes stored; /* the segment as stored: codes are used where they lie */
    struct trig_bytes mapped; /* the column when it had to be changed */
    struct trig_bytes kept;   /* what is left of it when rows are gone */
    struct trig_remap remap;
};

struct trig_scan {
    trig_scan *first; /* itself, unless it is a fork: then connection, lock and arena are unused */
    struct trig_connection connection; /* of its own: a snapshot for the scan's life */
    pthread_mutex_t lock;              /* over everything that the connection has */
    struct trig_arena arena;           /* owns the plan and the names */
    struct trig_plan plan;
    size_t next; /* batch of the plan */
    struct trig_scan_column *columns;
    struct trig_column *views;
    size_t column_count;
    sqlite3_stmt *find;
    sqlite3_blob *blob; /* moved from segment to segment */
};

/* A segment's row without its data; the texts are borrowed from the statement. */
struct trig_scan_found {
    struct trig_segment segment;
    sqlite3_int64 id;
    uint64_t seal;
};

/** Whether answers are codes of a dictionary. */
bool trig_scan_is_categorical(enum trig_encoding encoding);

/** Prepares what finds a segment; under the lock where the connection is shared. */
enum trig_status trig_scan_prepare(trig_scan *scan, struct trig_error *error);

/** Sets the error of a segment that is not as it was written. @return TRIG_ERR_DAMAGED. */
enum trig_status trig_scan_bad_segment(const trig_scan *scan, const struct trig_plan_batch *batch,
                                       struct trig_view variable, const char *why, struct trig_error *error);

/** Finds a segment's row, not its data; under the lock.
 *  @param out  its texts are borrowed until the next segment is found. */
enum trig_status trig_scan_find_segment(trig_scan *scan, const struct trig_plan_batch *batch,
                                        struct trig_view variable, struct trig_scan_found *out,
                                        struct trig_error *error);

/** Reads and checks the segment of a column in a batch; takes the lock itself.
 *  @param out   the segment; its data lie in the column's room.
 *  @param view  its values as they were stored. */
enum trig_status trig_scan_read_segment(trig_scan *scan, struct trig_scan_column *column,
                                        const struct trig_plan_batch *batch, struct trig_segment *out,
                                        struct trig_column *view, struct trig_error *error);

#endif
