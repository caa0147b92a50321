/* What may be shown of a breakdown, beside everything else that anybody can ask
 * the same responses for.
 *
 *      respondents --> a mean --> its answers in detail, a share of them
 *
 * Decided in this order, each for all tables that the breakdown holds (lattice.h):
 * where people may not even be counted, nothing of them is shown; where an item's
 * mean is hidden, so are its answers; and a share says no more than the answers
 * do (`trig-analyze answers`), whether it is asked for alone, with others or in
 * another run. So tables of different commands hide the same groups.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_PROTECTION_H
#define TRIG_ANALYZE_DISCLOSURE_PROTECTION_H

#include "analyze/answers/question.h"
#include "analyze/disclosure/lattice.h"
#include "analyze/result/result.h"

struct trig_protection {
    const struct trig_cells *cells;
    const struct trig_disclosure_rules *rules;
    struct trig_lattice lattice;            /* its own domains are listed */
    const enum trig_suppression *everybody; /* by domain: why its respondents may not be counted */
};

/** Adds to [request] what protecting its measures has to know: how often each
 *  answer was given that a share is asked of. Before the scan.
 *  @param request  borrows from its measures. */
void trig_protection_prepare(struct trig_request *request);

/** @param cells  scanned for [bys]; borrowed, as are the rules.
 *  @param arena  gets all lists; must outlive the protection.
 *  @return TRIG_OK; TRIG_ERR_USAGE (too many names); TRIG_ERR_MEMORY. */
enum trig_status trig_protection_build(const struct trig_cells *cells, const struct trig_bys *bys,
                                       const struct trig_disclosure_rules *rules, struct trig_arena *arena,
                                       struct trig_protection *out, struct trig_error *error);

/** Whether all domains of all tables that anybody lists may be counted: then how
 *  many are in none of them follows from the rows. */
bool trig_protection_counts_all(const struct trig_protection *protection);

/** Finds where measure [measure] of the cells may be shown.
 *  @param reasons  [domains of the lattice] gets why not, or TRIG_SUPPRESSED_NONE. */
enum trig_status trig_protection_measure(const struct trig_protection *protection, size_t measure,
                                         enum trig_suppression *reasons, struct trig_error *error);

/** The same for a number that is of other people than a measure's: [n] of them in each
 *  domain of the lattice.
 *  @param inside   [domains of the lattice] of them, those whose share a response rate tells,
 *                  also of counted institutions (lattice_sites.h); NULL: it is no rate.
 *  @param reasons  [domains of the lattice] holds why a domain is hidden already; gets
 *                  why it is. */
enum trig_status trig_protection_counts(const struct trig_protection *protection, const double *n,
                                        const double *inside, enum trig_suppression *reasons,
                                        struct trig_error *error);

/** Finds in how much detail the answers to [question] may be shown.
 *  @param place    the first bin of its variable in the cells.
 *  @param level    [domains of the lattice] gets the level; question->levels: nothing is shown.
 *  @param reasons  [domains of the lattice] gets why nothing is, else TRIG_SUPPRESSED_NONE. */
enum trig_status trig_protection_question(const struct trig_protection *protection,
                                          const struct trig_question *question, size_t place, size_t *level,
                                          enum trig_suppression *reasons, struct trig_error *error);

/** Hides the rows of a result that may not be shown, and no comparison: each
 *  listed domain has one a measure of the cells.
 *  @param rows  by listed domain x measures: the row; NULL: they stand in this order. */
enum trig_status trig_protection_hide(const struct trig_protection *protection, const size_t *rows,
                                      struct trig_results *results, struct trig_error *error);

#endif
