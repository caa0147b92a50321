/* Which institutions may be shown, by wave and measure, and their means.
 *
 * A benchmark shows one institution, a comparison all of them, a summary any
 * breakdown: each is read beside the others. So all of them hide the same
 * institutions: those that `summary --by institution` (or wave,institution)
 * hides, the ones hidden against subtraction included.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_STANDING_H
#define TRIG_ANALYZE_BENCHMARK_STANDING_H

#include "analyze/result/result.h"

struct trig_standing {
    struct trig_domains domains; /* wave x institution, in this order */
    struct trig_results results; /* after disclosure control: row = domain x measures + measure */
    size_t measures;
};

/** Estimates every measure for every institution and wave, and hides what the
 *  rules do not allow.
 *  @param estimator  over [cells].
 *  @param arena      gets the domains; must outlive the standing.
 *  @param out        free with trig_standing_clear; nothing to free on failure. */
enum trig_status trig_standing_build(const struct trig_cells *cells, trig_estimator *estimator,
                                     const struct trig_disclosure_rules *rules, struct trig_arena *arena,
                                     struct trig_standing *out, struct trig_error *error);

/** The same for the domains of any breakdown, in its order, as summary --by leaves them.
 *  @param bys  its variables are among those of the cells' request. */
enum trig_status trig_standing_by(const struct trig_cells *cells, const struct trig_bys *bys,
                                  trig_estimator *estimator, const struct trig_disclosure_rules *rules,
                                  struct trig_arena *arena, struct trig_standing *out,
                                  struct trig_error *error);
void trig_standing_clear(struct trig_standing *standing);

/** The domain of an institution in a wave (TRIG_NONE: the survey has none);
 *  TRIG_NONE when nobody in scope answered there. */
size_t trig_standing_find(const struct trig_standing *standing, size_t wave, size_t institution);

/** The row of [measure] in [domain]. */
const struct trig_result *trig_standing_row(const struct trig_standing *standing, size_t domain,
                                            size_t measure);

/** Why the mean of [measure] in [domain] is hidden; TRIG_SUPPRESSED_NONE: it may be shown. */
enum trig_suppression trig_standing_of(const struct trig_standing *standing, size_t domain, size_t measure);

/** Finds which measures of a group may be shown in a wave, as summary --by group
 *  shows them.
 *  @param shown  [measures of the cells] gets whether. */
enum trig_status trig_standing_group(const struct trig_cells *cells, trig_estimator *estimator,
                                     const struct trig_disclosure_rules *rules, size_t wave, size_t group,
                                     bool *shown, struct trig_error *error);

/** The breakdown by wave (where the survey has waves) and institution. */
void trig_standing_bys(const trig_definition *definition, struct trig_bys *out);

#endif
