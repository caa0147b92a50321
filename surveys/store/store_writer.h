/* An import being written: what staging it (store_import.c) and committing it
 * (store_commit.c) share. */
#ifndef TRIG_SURVEYS_STORE_STORE_WRITER_H
#define TRIG_SURVEYS_STORE_STORE_WRITER_H

#include "surveys/store/store_internal.h"
#include "surveys/store/store_segment.h"

struct trig_import_writer {
    trig_store *store;
    struct trig_arena arena;   /* owns the texts of [import] */
    struct trig_import import; /* counts [stored] and [rejected] as they come */
    uint64_t imports;          /* that the store held when this one began */
    uint64_t erasures;         /* the same */
    uint64_t batches;
    bool is_torn; /* something staged was lost with its transaction: nothing may be committed */
    sqlite3_stmt *add_batch;
    sqlite3_stmt *add_segment;
    sqlite3_stmt *add_reject;
    sqlite3_stmt *add_superseded;
    struct trig_segment_room room;
};

/** Ends the transaction in which rejects and what is superseded are staged, if one is open: to be
 *  called before anything else is done with the connection. */
enum trig_status trig_import_close_staging(trig_import_writer *writer, struct trig_error *error);

#endif
