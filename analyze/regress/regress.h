/* Regression on the respondents of stores, with the design's errors. */
#ifndef TRIG_ANALYZE_REGRESS_REGRESS_H
#define TRIG_ANALYZE_REGRESS_REGRESS_H

#include "analyze/context/context.h"
#include "analyze/regress/formula.h"

struct trig_regress_options {
    struct trig_formula_options formula;
    bool waves_given;   /* the user named waves */
    const char *random; /* institution or institution:wave: a random intercept; NULL: none */
    bool exponentiate;  /* odds and rate ratios in place of logarithms */
    FILE *show_r;       /* R code that gives the same numbers goes here; NULL: not wanted */
};

/** The finished table, with notes and provenance; what must not be told is
 *  refused as a whole, naming the level and the rule (regress/guard.h).
 *  Columns: term, level, statistic, estimate, se, ci_low, ci_high, t, df_term, df,
 *  p, n, basis, suppressed, note. A row a coefficient (statistic coefficient,
 *  odds_ratio or rate_ratio; threshold), then one a term (wald_f, F in estimate
 *  with df_term and df degrees of freedom), then the model's (r_squared.., dispersion).
 *  With a random intercept coefficients with normal intervals, variances, icc and
 *  deviations of groups (regress/random.h).
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_regress_table(const struct trig_context *context,
                                    const struct trig_regress_options *options, trig_table **out,
                                    struct trig_error *error);

#endif
