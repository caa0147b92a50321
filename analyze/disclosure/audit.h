/* What follows from everything that is printed or can be asked for, taken
 * together.
 *
 *      family:   sum of its parts = its total
 *                hidden ones are unknowns, shown ones are numbers
 *
 *      A (equations x unknowns) --reduced row echelon form--> what each equation
 *                                                              comes down to
 *
 * A row of the reduced form with one unknown gives that unknown away, whatever
 * families it came from: institutions of overlapping groups, cells of a table
 * whose margins are printed. A row that is a plain sum of unknowns gives their
 * sum away, which has to be one that may be shown.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_AUDIT_H
#define TRIG_ANALYZE_DISCLOSURE_AUDIT_H

#include "analyze/disclosure/disclosure.h"

struct trig_audit {
    size_t count;       /* of places, which families are made of */
    const bool *hidden; /* by place */
    const double *n;    /* by place: respondents; sums of few are looked for first */
    const struct trig_family *families;
    size_t family_count;
    bool *unsolved; /* by place: set where what hangs together is too much to solve; nothing is found there */
};

/** Finds sums of hidden places that follow from the families: every single one
 *  that does, and of longer sums those of the reduced form.
 *  @param sums  gets, for each, its places one after another, each list ended by
 *               TRIG_NONE, and one more TRIG_NONE at the end; free with trig_free.
 *               NULL when there is none.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_audit_sums(const struct trig_audit *asked, size_t **sums, struct trig_error *error);

#endif
