/* Files: read whole, or written so that a reader sees the old or the new file
 * and nothing between. */
#ifndef TRIG_SURVEYS_BASE_FILE_H
#define TRIG_SURVEYS_BASE_FILE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdbool.h>
#include <stdio.h>

/** Reads the whole of [path] into the arena.
 *  @param limit  bytes; a larger file is TRIG_ERR_LIMIT. 0: 64 MiB. */
enum trig_status trig_file_read(const char *path, size_t limit, struct trig_arena *arena,
                                struct trig_view *out, struct trig_error *error);

/* A file being written under a temporary name in its final folder. */
struct trig_output {
    FILE *file;      /* write here */
    char *path;      /* owned */
    char *temporary; /* owned */
};

/** Opens a temporary file beside [path]. On any error nothing is left behind. */
enum trig_status trig_output_open(struct trig_output *output, const char *path, struct trig_error *error);
/** Flushes, fsyncs, renames to the final name and frees. */
enum trig_status trig_output_commit(struct trig_output *output, struct trig_error *error);
/** Removes the temporary file and frees; fine after commit and on a zeroed struct. */
void trig_output_discard(struct trig_output *output);

/** The path of [name] seen from the folder of the running program, which finds so what was
 *  installed with it, wherever that is.
 *  @param out  the path, at most [size] bytes with its end; empty on false.
 *  @return whether the program's own place is known and the path fits; not whether it exists. */
bool trig_file_beside_program(const char *name, char *out, size_t size);

/** Makes [path] and its parents, mode 0777 less umask; an existing folder is fine. */
enum trig_status trig_folder_make(const char *path, struct trig_error *error);

#endif
