/* Progress of long work on a terminal: one line that is drawn over itself.
 *
 *     Reading wave2.csv   45%  123.4 MB/s  0:12 left
 *
 * Nothing is drawn in the first half second, nor more than ten times a second,
 * nor without a terminal. The caller says what time it is, so that a program
 * uses one clock and a test any.
 */
#ifndef TRIG_SURVEYS_COMMAND_PROGRESS_H
#define TRIG_SURVEYS_COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Room for a line of progress, whatever the numbers, with its NUL. */
#define TRIG_PROGRESS_TEXT 192

struct trig_progress {
    FILE *out;         /* borrowed; NULL draws nothing */
    const char *label; /* borrowed */
    uint64_t total;    /* bytes; 0: not known */
    double started;    /* seconds */
    double drawn;      /* when the line was last drawn */
    bool visible;
};

/** Seconds of a clock that never goes back, from an arbitrary start. */
double trig_progress_clock(void);

/** Begins to watch [total] bytes of work.
 *  @param out    a terminal, borrowed; NULL draws nothing: pass
 *                streams->terminal ? streams->err : NULL.
 *  @param label  what is being done, UTF-8; must outlive the work. Its first 40
 *                columns are shown.
 *  @param total  bytes; 0 when not known: then no share and no time left is shown.
 *  @param now    seconds, as of trig_progress_clock. */
void trig_progress_begin(struct trig_progress *progress, FILE *out, const char *label, uint64_t total,
                         double now);

/** Says that [done] bytes are done; draws when it is time to. */
void trig_progress_update(struct trig_progress *progress, uint64_t done, double now);

/** Clears the line. To be called before anything else is written to the terminal. */
void trig_progress_end(struct trig_progress *progress);

/** The line itself: label, percent (at most 100), rate in MB (10^6 bytes) a
 *  second, time left at that rate; "512.0 MB" instead of percent and time left
 *  when [total] is 0. Rate and time left are absent until there is a rate.
 *  @param seconds  since the beginning; not above 0: no rate.
 *  @param out      TRIG_PROGRESS_TEXT bytes. */
void trig_progress_line(char out[TRIG_PROGRESS_TEXT], const char *label, uint64_t done, uint64_t total,
                        double seconds);

#endif
