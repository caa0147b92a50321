/* How the items of each pillar hang together: consistency, correlations, factors. */
#ifndef TRIG_ANALYZE_RELIABILITY_RELIABILITY_H
#define TRIG_ANALYZE_RELIABILITY_RELIABILITY_H

#include "analyze/context/context.h"

/* What is asked for; bits. */
#define TRIG_SCALE_ALPHA       1u
#define TRIG_SCALE_OMEGA       2u
#define TRIG_SCALE_CORRELATION 4u
#define TRIG_SCALE_POLYCHORIC  8u
#define TRIG_SCALE_KMO         16u
#define TRIG_SCALE_PARALLEL    32u

/* What users call them, the first bit's first; NULL ends them. */
extern const char *const trig_scale_method_names[];

/* Whose answers a correlation takes. */
enum trig_missing {
    TRIG_MISSING_LISTWISE, /* of those who answered every item of the pillar */
    TRIG_MISSING_PAIRWISE  /* of those who answered both */
};

struct trig_reliability_options {
    unsigned methods; /* TRIG_SCALE_...; their rows come in the order of the bits */
    enum trig_missing missing;
    uint64_t seed;  /* of parallel analysis */
    double correct; /* what an empty cell counts as in polychoric correlations */
    struct trig_bys bys;
    struct trig_waves waves;
    const char *pillars; /* ids between commas; NULL or blank: every pillar of two items or more */
    FILE *show_r;        /* R code that gives the same numbers goes here; NULL: not wanted */
};

/** Parses --method: names between commas, or all; NULL: alpha.
 *  @return TRIG_OK; TRIG_ERR_USAGE with the known names; TRIG_ERR_MEMORY. */
enum trig_status trig_reliability_methods(const char *list, unsigned *out, struct trig_error *error);

/** The finished table: after disclosure control, with notes and provenance.
 *  Columns: wave, institution, group, <by>, measure, with, pillar, statistic,
 *  estimate, se, ci_low, ci_high, n, n_eff, df, basis, benchmark, p, flag,
 *  suppressed, note. For each group of the breakdown and each pillar, by method:
 *
 *      alpha        alpha (raw, with Feldt's interval), inter_item (mean correlation
 *                   of two items); of each item item_rest (correlation with the sum
 *                   of the others) and alpha_if_dropped (empty for a pillar of two)
 *      omega        omega (factor.h) and each item's loading
 *      correlation  of each pair of items (measure, with), with Fisher's interval
 *      polychoric   of each pair of items (polychoric.h), and ordinal_alpha, their alpha
 *      kmo          kmo of the pillar and of each item; bartlett, a chi-square
 *      parallel     eigenvalue of each component and factor_eigenvalue of each factor
 *                   (with), the random ones' quantile as benchmark, and how many
 *                   components and factors that suggests
 *
 *  Items are on 0-100, reversed ones mirrored, as in the pillar's score; only
 *  respondents who answered all items of the pillar count, but for pairwise
 *  correlations. With a weight in the design covariances are weighted, and n_eff
 *  (Kish) stands for n in intervals, Bartlett's test and random eigenvalues.
 *
 *  Disclosure: nothing is shown of a group where the score of those who answered
 *  all items, or an item's mean, may not be shown (protection.h), so that no
 *  subtraction leaves a small group; and nothing that an item is part of to which
 *  all but one or two gave the same answer: with means at hand its correlations
 *  would tell what else those one or two answered. A pairwise correlation is shown
 *  when nobody, or as many as the threshold, answered its pair and not all items.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown pillar); TRIG_ERR_DOMAIN (a pillar
 *          that was named has fewer than two items; no pillar has two). */
enum trig_status trig_reliability_table(const struct trig_context *context,
                                        const struct trig_reliability_options *options, trig_table **out,
                                        struct trig_error *error);

#endif
