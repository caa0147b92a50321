/* Another program, run without a shell and within a time limit. */
#ifndef TRIG_PLOTS_GNUPLOT_PROCESS_H
#define TRIG_PLOTS_GNUPLOT_PROCESS_H

#include "surveys/base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* A program that has been started. */
struct trig_process {
    pid_t pid;         /* also its process group; 0: none is running */
    int said;          /* the reading end of its output; -1: closed */
    double deadline;   /* on the monotonic clock */
    double time_limit; /* seconds */
    size_t length;     /* of what it said so far */
    char words[1024];  /* the beginning of that, NUL-terminated */
};

/** Starts [program] (searched on PATH when it holds no slash) with [arguments]
 *  (ends with NULL, the first is the program's name) in [folder]. Its input is
 *  /dev/null, standard output and error are listened to; its environment is only LC_ALL=C.UTF-8, TZ=UTC, a
 *  plain PATH and HOME=[folder].
 *  @return TRIG_OK: end it with trig_process_finish; TRIG_ERR_MISSING: there is
 *          no such program; TRIG_ERR_IO. */
enum trig_status trig_process_start(struct trig_process *process, const char *program,
                                    const char *const *arguments, const char *folder, double time_limit,
                                    struct trig_error *error);

/** Waits until the program ends and gathers what it said; after the time limit
 *  it and all it started are killed.
 *  @param exit_code  filled; 128 + the signal's number when a signal ended it.
 *  @return TRIG_OK (whatever the exit code); TRIG_ERR_LIMIT: it took too long; TRIG_ERR_IO. */
enum trig_status trig_process_finish(struct trig_process *process, int *exit_code, struct trig_error *error);

#endif
