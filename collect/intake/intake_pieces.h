/* The records of a text export, read by several threads.
 *
 *     text --cutter--> pieces --crew--> rows --in order--> intake
 *
 * The same rows, rejects, counts and errors come out as from one thread that
 * reads record by record: what is not plainly in order is left to that reading.
 */
#ifndef TRIG_COLLECT_INTAKE_INTAKE_PIECES_H
#define TRIG_COLLECT_INTAKE_INTAKE_PIECES_H

#include "collect/intake/intake.h"

struct trig_intake_pieces {
    size_t threads;                          /* at least 2 to be of use */
    size_t piece_bytes;                      /* text of a piece; 0: as much as is quick */
    const struct trig_plan_request *request; /* what the intake's plan was made of */
    const struct trig_record_rules *rules;
};

/** Whether the records of [export] can be read so: they are text, and what
 *  trig_export_read delivers is what the CSV reader makes of it. */
bool trig_intake_has_pieces(const struct trig_export *export);

/** Reads all records of [export] into [intake], which is open.
 *  @param undecodable  gets what could not be decoded.
 *  @return as trig_export_read does. */
enum trig_status trig_intake_read_pieces(struct trig_intake *intake, const struct trig_export *export,
                                         const struct trig_intake_pieces *how,
                                         const struct trig_watcher *watcher,
                                         struct trig_undecodable *undecodable, struct trig_error *error);

#endif
