/* The store: one SQLite file that holds a survey's definition, its imports,
 * their answers as column segments, and the records set aside.
 *
 *      definition_version   id, time, sha256, files, checksum          (all are kept)
 *       \-- definition_file  version, name, content, sha256, checksum
 *
 *      import               id, time, file, sha256, ..., counts, checksum
 *       |-- batch           import, batch, rows, columns, checksum
 *       |    \-- segment    import, batch, variable, encoding, count, checksum, dictionary, data
 *       \-- reject          import, record, line, reason, variable, value, fields, checksum
 *      weighting            name, time, definition, state, recipe, ..., checksum   (store_weighting.h)
 *
 * Invariants: read = stored + rejected for every import; an import is there
 * whole or not at all; every row that holds data carries a checksum which is
 * verified when it is read; a store at rest is one file. One writer at a time,
 * the others wait for it. Readers wait while an import is being moved in, if they come
 * when it has begun; otherwise never, while a store is open for writing.
 * A store belongs to one thread at a time. Only files called store* know SQLite.
 *
 * Besides what each function says, all of them return TRIG_ERR_MEMORY;
 * TRIG_ERR_IO (the disk is full, the medium read-only, the device broken);
 * TRIG_ERR_DAMAGED (a checksum or the file's structure is wrong; what is
 * damaged is named); TRIG_ERR_BUSY (another program held the store for more
 * than a minute). The error's file is the store's path.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_H
#define TRIG_SURVEYS_STORE_STORE_H

#include "surveys/base/error.h"
#include "surveys/base/hash.h"
#include "surveys/batch/batch.h"
#include "surveys/definition/definition.h"

typedef struct trig_store trig_store;

enum trig_store_mode { TRIG_STORE_READ, TRIG_STORE_WRITE };

/* For functions that ask which import was the newest when the caller looked at what is
 * stored: it did not look, and others' imports do not matter. */
#define TRIG_ANY_IMPORT UINT64_MAX

/** Makes a new store at [path], which must not exist, with this definition.
 *  Half a store is never left behind.
 *  @return TRIG_OK; TRIG_ERR_REFUSED (something is there already);
 *          TRIG_ERR_FORMAT (mistakes in the definition). */
enum trig_status trig_store_create(const char *path, const struct trig_definition_files *files,
                                   struct trig_error *error);

/** Opens a store. Reading works on a read-only medium and while others write.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no such file), TRIG_ERR_FORMAT (not a
 *          store, or of a newer version), TRIG_ERR_DAMAGED, TRIG_ERR_IO. */
enum trig_status trig_store_open(const char *path, enum trig_store_mode mode, trig_store **out,
                                 struct trig_error *error);
/** Closes; whoever is the last to do so leaves one file without -wal and -shm.
 *  Scans of it are closed before. NULL is fine. */
void trig_store_close(trig_store *store);

const char *trig_store_path(const trig_store *store);
/** The definition that was the current one when the store was opened, parsed;
 *  lives as long as the store. */
const trig_definition *trig_store_definition(const trig_store *store);

/** The files of that definition, as they were stored.
 *  @param out  free with trig_definition_files_clear on TRIG_OK. */
enum trig_status trig_store_definition_files(trig_store *store, struct trig_definition_files *out,
                                             struct trig_error *error);

/** Stores a new version of the definition; the old ones are kept. Whether stored
 *  answers keep their meaning is for the caller to judge, who looked at them when
 *  [newest_seen] was the newest import (TRIG_ANY_IMPORT: did not look). This store goes on
 *  with the version it knows; whoever wants the new one opens it again.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (mistakes in the definition); TRIG_ERR_BUSY
 *          (somebody else changed it since the store was opened, or stored answers
 *          since the caller looked);
 *          TRIG_ERR_USAGE (opened for reading). */
enum trig_status trig_store_redefine(trig_store *store, const struct trig_definition_files *files,
                                     uint64_t newest_seen, struct trig_error *error);

/* ---- imports -------------------------------------------------------------- */

struct trig_import {
    uint64_t id;             /* from 1, given by the store */
    struct trig_view time;   /* UTC, 2024-05-28T14:03:11Z, given by the store */
    struct trig_view file;   /* base name of the export */
    struct trig_view sha256; /* of the export's bytes, hexadecimal */
    struct trig_view platform;
    struct trig_view wave;        /* the --wave option; blank when it came from a column */
    struct trig_view institution; /* the same */
    struct trig_view options;     /* other options in force, as JSON */
    struct trig_view software;    /* "trigpillar 0.1.0" */
    uint64_t definition;          /* version in force, from 1, given by the store */
    uint64_t read;
    uint64_t stored;
    uint64_t rejected;
};

/** All imports in order of id; texts and array live in the arena. */
enum trig_status trig_store_imports(trig_store *store, struct trig_arena *arena,
                                    const struct trig_import **out, size_t *count, struct trig_error *error);

/** The id of the import whose file has this hash, 0 when there is none. */
enum trig_status trig_store_find_import(trig_store *store, const char *sha256, uint64_t *id,
                                        struct trig_error *error);

/* How much of an import a later one took the place of. */
struct trig_superseded {
    uint64_t import;
    uint64_t by;
    uint64_t responses;
    uint64_t rejects;
};

/** All pairs of imports of which one took the place of something in the other, in
 *  order of import and by; in the arena. */
enum trig_status trig_store_superseded(trig_store *store, struct trig_arena *arena,
                                       const struct trig_superseded **out, size_t *count,
                                       struct trig_error *error);

/** The newest import's id, 0 in an empty store: what a snapshot is named by. */
enum trig_status trig_store_newest(trig_store *store, uint64_t *id, struct trig_error *error);

/* ---- rejects ---------------------------------------------------------------- */

struct trig_reject {
    uint64_t id; /* given by the store */
    uint64_t import;
    uint64_t record; /* in the export, from 1 */
    uint64_t line;
    struct trig_view reason;   /* "unknown_answer", ...; see collect/reason.h */
    struct trig_view variable; /* the first that was wrong; may be blank */
    struct trig_view value;    /* what it held; blank for personal columns */
    struct trig_view fields;   /* JSON: {"heading": "value", ...}, personal columns blanked */
};

typedef enum trig_status trig_reject_sink(void *context, const struct trig_reject *reject,
                                          struct trig_error *error);

/** Calls [sink] for every reject of [import] (0: of all) that no later import took the
 *  place of, in order; what it gets is valid during the call. Stops with the sink's status when that is not
 * TRIG_OK. */
enum trig_status trig_store_rejects(trig_store *store, uint64_t import, trig_reject_sink *sink, void *context,
                                    struct trig_error *error);

/* ---- writing an import --------------------------------------------------------
 *
 *   begin -> append batch, add reject, ... -> commit     nothing of it is visible
 *                                         \-> abandon    before commit, nothing after
 *
 * Batches are staged in SQLite's temporary storage, outside the write lock;
 * commit takes the lock, waits for other writers, and moves them in one
 * transaction: straight into the file when nobody else has it open, else by way
 * of a log, so that readers go on. */

typedef struct trig_import_writer trig_import_writer;

/* Where something is stored. */
struct trig_place {
    uint64_t import;
    uint64_t batch; /* from 1 within the import; 0: among its rejects */
    uint64_t row;   /* within the batch, from 0; of a reject its id */
};

/** Begins an import; [import] is copied (id, time, definition and counts are
 *  ignored). A store writes one import at a time (assert). */
enum trig_status trig_import_begin(trig_store *store, const struct trig_import *import,
                                   trig_import_writer **out, struct trig_error *error);
/** Says the hash of the file, where it was not known when the import began. */
enum trig_status trig_import_set_hash(trig_import_writer *writer, struct trig_view sha256,
                                      struct trig_error *error);
/** Stages a batch; its columns' dictionaries are written with it. One without
 *  rows is nothing.
 *  @return TRIG_OK; TRIG_ERR_USAGE (two columns of one name, a code outside its
 *          dictionary); TRIG_ERR_LIMIT. After an error nothing of the batch is
 *          staged, and the writer can be used on. */
enum trig_status trig_import_append(trig_import_writer *writer, const struct trig_batch *batch,
                                    struct trig_error *error);
/** Stages a record that was set aside; [reject]->import and id are ignored. */
enum trig_status trig_import_reject(trig_import_writer *writer, const struct trig_reject *reject,
                                    struct trig_error *error);

/** Stages that this import takes the place of a response, or with batch 0 of a reject,
 *  of an earlier one: scans and trig_store_rejects no longer show it; undoing this
 *  import brings it back. The commit must compare imports, so that it is still there. */
enum trig_status trig_import_supersede(trig_import_writer *writer, const struct trig_place *place,
                                       struct trig_error *error);

/** Forgets all that was staged, as if the import had just begun: what the commit compares it with stays
 *  as it was then.
 *  @return TRIG_OK or what trig_import_begin returns. */
enum trig_status trig_import_restart(trig_import_writer *writer, struct trig_error *error);

/** Commits and frees the writer.
 *  @param read         how many records the export held; must equal what was
 *                      appended and rejected, else TRIG_ERR_DAMAGED.
 *  @param newest_seen  the newest import when identities were compared;
 *                      TRIG_ANY_IMPORT when none were: others then do not matter.
 *  @param id           gets the new import's id.
 *  @return TRIG_OK; TRIG_ERR_BUSY when the store holds a newer import than
 *          [newest_seen], or one was undone, or somebody erased, since the writer
 *          began: compare again; TRIG_ERR_REFUSED when the same file came in meanwhile and
 *          [again] is false, or the definition was changed since the store was
 *          opened. Whatever the error, nothing was written. The writer is freed
 *          in every case. */
enum trig_status trig_import_commit(trig_import_writer *writer, uint64_t read, uint64_t newest_seen,
                                    bool again, uint64_t *id, struct trig_error *error);
void trig_import_abandon(trig_import_writer *writer);

/* ---- scanning ------------------------------------------------------------------ */

typedef struct trig_scan trig_scan;

/** Opens a scan over all batches, in order of import and batch, with these
 *  columns. Responses that a later import replaced are left out. A column that a batch lacks (the variable
 * was added later) reads as not shown; a code that the definition no longer has, as unreadable. Dictionaries:
 * for a variable with a scale the scale's codes in the order of the definition; for "#institution" and
 * "#wave" the definition's ids; else the distinct texts of all batches. A column's encoding is the same in
 * every batch of a scan: CODES8 where its dictionary has at most 250 texts, else CODES16. The scan sees the
 * store as it was when it was opened, and keeps a writer that comes later from finishing until it is closed,
 * unless the store was open for writing already.
 *  @param names  variable names or "#..." names.
 *  @return TRIG_OK; TRIG_ERR_USAGE (an unknown column, or one never stored);
 *          TRIG_ERR_LIMIT (more than TRIG_CODES16_MOST distinct texts);
 *          TRIG_ERR_BUSY (the definition was changed since the store was opened). */
enum trig_status trig_scan_open(trig_store *store, const struct trig_view *names, size_t count,
                                trig_scan **out, struct trig_error *error);
/** A second scan of what [first] scans, of the same moment, for another thread: both
 *  may be used at the same time. It begins at the first batch and borrows the
 *  dictionaries; close it before [first].
 *  @return TRIG_OK, TRIG_ERR_MEMORY or what SQLite says. */
enum trig_status trig_scan_fork(trig_scan *first, trig_scan **out, struct trig_error *error);
/** The dictionary of column [index]; NULL for other encodings. */
const trig_dictionary *trig_scan_dictionary(const trig_scan *scan, size_t index);
/** Where row [row] of the batch that trig_scan_next gave last is stored. */
struct trig_place trig_scan_place(const trig_scan *scan, size_t row);
/** How many responses and batches the scan will deliver. */
uint64_t trig_scan_rows(const trig_scan *scan);
size_t trig_scan_batches(const trig_scan *scan);
/** Makes [batch], from 0, the next; at or beyond trig_scan_batches the scan is at its end. */
void trig_scan_seek(trig_scan *scan, size_t batch);
/** The next batch; its columns are in the order of [names] and stay valid until
 *  the next call. [out]->rows is 0 at the end.
 *  @return TRIG_OK; TRIG_ERR_DAMAGED (naming import, batch and variable);
 *          TRIG_ERR_FORMAT (stored as another type than the definition now gives). */
enum trig_status trig_scan_next(trig_scan *scan, struct trig_batch *out, struct trig_error *error);
void trig_scan_close(trig_scan *scan);

/* ---- the whole file -------------------------------------------------------------- */

/** Checks every checksum, count and reference and SQLite's own structure.
 *  @param problems  gets each finding; may be NULL.
 *  @return TRIG_OK when nothing was found; TRIG_ERR_DAMAGED. */
enum trig_status trig_store_verify(trig_store *store, struct trig_problems *problems,
                                   struct trig_error *error);

/** Removes an import, its segments and rejects, in one transaction; their bytes
 *  are overwritten, and its id is not given again. What it had replaced is back.
 *  @return TRIG_OK; TRIG_ERR_MISSING (no such import); TRIG_ERR_REFUSED (it replaced
 *          something, and a later import replaced something of it: that one first). */
enum trig_status trig_store_undo(trig_store *store, uint64_t import, struct trig_error *error);

#endif
