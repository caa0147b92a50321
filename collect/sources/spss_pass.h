/* One pass over a file of SPSS or Stata through ReadStat: what describing a file
 * and reading its cases share. Part of collect/sources/spss_file.h's making.
 *
 *     pass --run--> ReadStat --bytes wanted--> file
 *                       \--metadata, variables, labels, values--> the pass's takers
 */
#ifndef TRIG_COLLECT_SOURCES_SPSS_PASS_H
#define TRIG_COLLECT_SOURCES_SPSS_PASS_H

#include "collect/sources/spss_cells.h"

/* ReadStat's callbacks get the struct trig_spss_pass as their context; those
 * that are NULL are not called. */
struct trig_spss_pass {
    const struct trig_spss_file *file;
    struct trig_error *error;
    enum trig_status status; /* of what stopped it: callbacks can only say stop */
    uint64_t offset;         /* of the file */
    uint64_t cases;          /* delivered so far, for messages */
    readstat_metadata_handler take_metadata;
    readstat_variable_handler take_variable;
    readstat_value_label_handler take_label;
    readstat_value_handler take_value;
    void *context; /* of the takers */
};

/** Reads the file once.
 *  @param most  cases; 0: all.
 *  @return TRIG_OK; what trig_spss_stop was told; else what ReadStat found wrong. */
enum trig_status trig_spss_run(struct trig_spss_pass *pass, size_t most);

/** For the takers: notes what went wrong. @return what ReadStat takes for stop. */
int trig_spss_stop(struct trig_spss_pass *pass, enum trig_status status);
int trig_spss_stop_for_memory(struct trig_spss_pass *pass);

#endif
