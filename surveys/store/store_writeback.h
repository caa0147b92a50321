/* Has what was written to a store begin its way to the disk while more is written, so that
 * the sync of a large commit has little left to wait for.
 *
 *     commit:   write write write ... sync      SQLite's, unchanged: durable is what it says
 *     aside:        begin  begin  ...           this: a hint to the kernel, which may do so anyhow
 *
 * Nothing depends on it: where it cannot be had the sync does all. Closing a file drops every
 * lock that the process holds on it, SQLite's too; the thread at work here therefore keeps file
 * descriptors of its own, apart from the process's.
 */
#ifndef TRIG_SURVEYS_STORE_STORE_WRITEBACK_H
#define TRIG_SURVEYS_STORE_STORE_WRITEBACK_H

/* Opaque. */
typedef struct trig_writeback trig_writeback;

/** Makes ready for what will be written to the file [path]; end with trig_writeback_stop.
 *  @param path  borrowed until then.
 *  @return NULL where that cannot be done; the others take that. */
trig_writeback *trig_writeback_start(const char *path);

/** Begins to bring to the disk what the file holds by now; returns at once. */
void trig_writeback_go(trig_writeback *writeback);

/** Frees it. What it began is not waited for. */
void trig_writeback_stop(trig_writeback *writeback);

#endif
