/* Several threads that do jobs side by side; the jobs come back in the order in
 * which they were given.
 *
 *     give --> [ job 1 | job 2 | job 3 | .. ] --> take: the oldest, once it is done
 *                 done   at work  waiting
 *
 * The thread that gives and takes works too, while it waits. A crew of one has no
 * other threads. Where threads cannot be had the crew is smaller, not broken.
 */
#ifndef TRIG_SURVEYS_BASE_CREW_H
#define TRIG_SURVEYS_BASE_CREW_H

#include "surveys/base/error.h"

#include <stdbool.h>

/* Does [job] as thread number [worker] of the crew, from 0; no two jobs have the
 * same number at the same time. */
typedef void trig_crew_work(void *context, void *job, size_t worker);

typedef struct trig_crew trig_crew;

/** @param threads  how many work, the caller included; at least 1.
 *  @param context  for [work]; must outlive the crew.
 *  @return NULL when memory is out. */
trig_crew *trig_crew_create(size_t threads, trig_crew_work *work, void *context, struct trig_error *error);

/** Waits for the jobs at work and frees the crew. Jobs still belong to who gave them. */
void trig_crew_destroy(trig_crew *crew);

/** How many jobs a crew holds: enough for everybody to be at work and the next to
 *  be waiting. */
size_t trig_crew_room(size_t threads);

/** Gives a job; to be called only while fewer than trig_crew_room are in the crew. */
void trig_crew_give(trig_crew *crew, void *job);

/** The oldest job, done; NULL when there is none. */
void *trig_crew_take(trig_crew *crew);

#endif
