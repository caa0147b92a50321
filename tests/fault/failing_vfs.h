/* A file system for SQLite that fills up or breaks: the n-th write from now on
 * fails, and so does every one after it, until it is mended.
 *
 *      SQLite -> failing VFS -> the VFS that SQLite would have used
 */
#ifndef TRIG_TESTS_FAULT_FAILING_VFS_H
#define TRIG_TESTS_FAULT_FAILING_VFS_H

#include <stdbool.h>
#include <stddef.h>

enum failing_kind {
    FAILING_FULL, /* writing: no space is left */
    FAILING_SYNC, /* making writes durable: the device reports an error */
};

/** Makes it the one that SQLite opens files with, for the rest of the process. */
void failing_vfs_install(void);

/** Lets the [nth] operation of [kind] from now on fail, from 1, and all after it. */
void failing_vfs_arm(enum failing_kind kind, size_t nth);

/** Ends the failing.
 *  @return whether an operation has failed since it was armed. */
bool failing_vfs_mend(void);

#endif
