/* What the files differences*.c share: the comparison under way. */
#ifndef TRIG_COLLECT_REDEFINE_DIFFERENCES_PARTS_H
#define TRIG_COLLECT_REDEFINE_DIFFERENCES_PARTS_H

#include "collect/redefine/differences.h"

struct trig_comparison {
    trig_store *store;
    const trig_definition *before;
    const trig_definition *after;
    const struct trig_definition_files *files;
    struct trig_differences *out;
    bool only_refused;       /* what no stored answer feels is not worth a line here */
    enum trig_status status; /* the first failure: what comes after it does nothing */
    struct trig_error *error;
};

/* Where in its file a difference is: the row whose columns hold these texts. */
struct trig_row_key {
    const char *file;
    const char *columns[2]; /* the second may be NULL */
    struct trig_view values[2];
};

/** Adds a difference; [refused] is its number of stored answers that forbid it. */
void trig_comparison_add(struct trig_comparison *comparison, const struct trig_row_key *key, uint64_t refused,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/** Adds `... is "after"; it was "before"` when the texts differ. [name] begins the
 *  sentence, for example `label of variable "vis_1"`. */
void trig_comparison_text(struct trig_comparison *comparison, const struct trig_row_key *key,
                          const char *name, struct trig_view before, struct trig_view after);

/** Adds a sentence when the lists hold different texts. */
void trig_comparison_list(struct trig_comparison *comparison, const struct trig_row_key *key,
                          const char *name, struct trig_views before, struct trig_views after);

/** Whether the numbers differ; two that are not given (NAN) do not. */
bool trig_numbers_differ(double before, double after);

/* Stored answers that feel a change; 0 after a failure. */
uint64_t trig_comparison_answers(struct trig_comparison *comparison, struct trig_view name);
uint64_t trig_comparison_uses(struct trig_comparison *comparison, struct trig_view name,
                              struct trig_view code);

/** Compares the codes of two scales; what is refused is counted over [variables]
 *  of the definition before, all that are answered with it.
 *  @param only  this variable alone; TRIG_NONE: every one with scale [before]. */
void trig_comparison_codes(struct trig_comparison *comparison, size_t before, size_t after, size_t only);

/* The parts, each in its own file. */
void trig_comparison_scales(struct trig_comparison *comparison);
void trig_comparison_variables(struct trig_comparison *comparison);
void trig_comparison_lists(struct trig_comparison *comparison);

#endif
