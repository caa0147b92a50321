/* A published table of shares by institution and mix cell, read from a CSV file:
 *
 *     institution,cell,n,p
 *     Bath,YoungM,712,0.941
 *
 * p may be blank where n is 0; a combination that is not in the file has nobody.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_MIX_FILE_H
#define TRIG_ANALYZE_BENCHMARK_MIX_FILE_H

#include "analyze/benchmark/mix.h"

#include "surveys/base/memory.h"
#include "surveys/base/view.h"

struct trig_mix_file {
    struct trig_mix mix;
    struct trig_views institutions; /* in order of first appearance */
    struct trig_views cells;        /* the same */
    struct trig_arena arena;        /* of all of it */
};

/** Reads [path].
 *  @param problems  gets every mistake, with its line.
 *  @return TRIG_OK and a file to clear; TRIG_ERR_FORMAT (see [problems]);
 *          TRIG_ERR_MISSING, TRIG_ERR_IO, TRIG_ERR_LIMIT, TRIG_ERR_MEMORY. */
enum trig_status trig_mix_file_read(const char *path, struct trig_mix_file *out,
                                    struct trig_problems *problems, struct trig_error *error);
void trig_mix_file_clear(struct trig_mix_file *file);

#endif
