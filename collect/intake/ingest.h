/* From an export to the store: one import.
 *
 *     open export -> match columns -> plan
 *        \-> every record: read -> known already? -> stored or set aside
 *                -> commit, all at once; read = stored + set aside
 *
 * Nothing is locked until the commit. When somebody else has stored something
 * meanwhile, the records are compared and read again.
 */
#ifndef TRIG_COLLECT_INTAKE_INGEST_H
#define TRIG_COLLECT_INTAKE_INGEST_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"
#include "surveys/store/store.h"

#include "collect/intake/coverage.h"
#include "collect/intake/tally.h"
#include "collect/match/match.h"
#include "collect/match/plan.h"
#include "collect/records/record.h"
#include "collect/sources/export.h"

/* What the user asks for, as typed; NULL and false are the defaults. */
struct trig_ingest_options {
    struct trig_sniff_options sniff;
    const char *codes;       /* file that says what codes mean */
    const char *wave;        /* id or label */
    const char *institution; /* id, name or alias */
    struct trig_record_rules rules;
    const struct trig_person_key *key; /* makes pseudonyms of who answered; NULL: nothing of it is kept */
    bool again;                        /* take a file that is stored already */
    bool replace;                      /* changed answers take the place of stored ones */
    bool dry_run;                      /* read and count, store nothing */
    size_t threads;                    /* that read records; 0: as many as are of use */
    size_t piece_bytes;                /* text that a thread takes at a time; 0: as much as is quick */
    uint64_t identity_room;            /* records that are told apart in memory; 0: as many as is quick */
    uint64_t presume_from; /* bytes of a text file that is read once and not twice; 0: as many as is quick */
};

/* What came of it. Begin with a zeroed struct. */
struct trig_ingest_result {
    struct trig_export export;  /* opened */
    struct trig_match *matches; /* owned, by column */
    struct trig_problems problems;
    enum trig_wave_source wave_source;
    size_t wave;           /* of the whole file; TRIG_NONE: from the records, or none */
    size_t institution;    /* the same */
    bool is_named_by_file; /* the institution stands in the name of the file */
    bool is_dated_by_file; /* so does the wave */
    bool has_records;      /* the export has response ids */
    struct trig_tally tally;
    struct trig_undecodable undecodable;
    uint64_t import;               /* the store's id; 0: nothing was stored */
    struct trig_coverage coverage; /* of an export that is only tried */
};

/** Reads [path] into [store], or only tries.
 *  @param store       NULL: the export is only tried against [definition].
 *  @param definition  of the store, or the one to try.
 *  @param watcher     told how far the records are read; may be NULL.
 *  @param out         free with trig_ingest_result_clear in any case; after an
 *                     error it holds what was found out before.
 *  @return TRIG_OK (also when records were set aside: see the tally);
 *          TRIG_ERR_REFUSED (the same file is stored, coded answers without key);
 *          TRIG_ERR_USAGE, TRIG_ERR_FORMAT, TRIG_ERR_LIMIT, TRIG_ERR_IO,
 *          TRIG_ERR_MISSING, TRIG_ERR_DAMAGED, TRIG_ERR_MEMORY: nothing is stored. */
enum trig_status trig_ingest(trig_store *store, const trig_definition *definition, const char *path,
                             const struct trig_ingest_options *options, const struct trig_watcher *watcher,
                             struct trig_ingest_result *out, struct trig_error *error);
void trig_ingest_result_clear(struct trig_ingest_result *result);

#endif
