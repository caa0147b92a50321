/* How one definition of a survey differs from the one that a store holds, and
 * which of the differences its stored answers forbid.
 *
 *     definition in the store \
 *                              -- differences: scales.csv:7  refused   what, in words
 *     definition to come      /                waves.csv:4   accepted  ...
 *
 * What adds, renames or explains is accepted. What changes the meaning of answers
 * that are stored, or puts them out of reach, is refused: a code that goes, or takes
 * another value or another code's wording; a variable that goes, or changes its type,
 * unit or direction. A change that no stored answer feels is accepted whatever it is.
 */
#ifndef TRIG_COLLECT_REDEFINE_DIFFERENCES_H
#define TRIG_COLLECT_REDEFINE_DIFFERENCES_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"
#include "surveys/store/store.h"

struct trig_difference {
    const char *file;      /* "scales.csv" */
    uint64_t line;         /* in the new file; 0: not in one line of it */
    bool refused;          /* stored answers forbid it */
    struct trig_view what; /* a sentence without a full stop */
};

struct trig_differences {
    struct trig_difference *items; /* owned; in the order of files, then of their rows */
    size_t count;
    size_t capacity;
    size_t refused; /* how many of them are */
    struct trig_arena arena;
};

/** Compares the store's definition with [after].
 *  @param files  what [after] was parsed from, for the lines.
 *  @param out    free with trig_differences_clear in any case.
 *  @return TRIG_OK, also when something is refused; what scanning the store returns. */
enum trig_status trig_differences_find(trig_store *store, const trig_definition *after,
                                       const struct trig_definition_files *files,
                                       struct trig_differences *out, struct trig_error *error);
void trig_differences_clear(struct trig_differences *differences);

#endif
