/* One institution beside the sector, the others, a group or its mix of staff: a row a measure. */
#ifndef TRIG_ANALYZE_BENCHMARK_BENCHMARK_H
#define TRIG_ANALYZE_BENCHMARK_BENCHMARK_H

#include "analyze/benchmark/adjusted.h"
#include "analyze/benchmark/comparator.h"
#include "analyze/context/context.h"

/* What a policy maker would call a difference, in points: of graded evidence, unless another is given. */
#define TRIG_MATERIAL_POINTS 2.5

struct trig_benchmark_options {
    size_t institution;
    struct trig_against against;
    struct trig_adjustment adjustment;    /* TRIG_AGAINST_ADJUSTED only */
    double material;                      /* points worth speaking of, for graded evidence */
    const struct trig_measures *measures; /* borrowed; means and shares, not respondents */
    struct trig_waves waves;              /* never pooled: a row for each */
    struct trig_design design;            /* usually context->design with use_fpc off */
    FILE *show_r; /* gets R code that gives the numbers of the rows shown; NULL: none */
};

/** The finished table: after disclosure control, with notes and provenance.
 *  Columns: wave, institution, measure, pillar, statistic, estimate, se, ci_low,
 *  ci_high, n, n_eff, deff, df, basis, benchmark, difference, difference_se,
 *  difference_low, difference_high, difference_df, z, p, p_adjusted (Holm over
 *  the table), effect_size, flag, evidence, own_share, suppressed, note.
 *  An own estimate that may not be shown hides its whole row, benchmark included.
 *  @param context  for the stores, the rules of disclosure, and labels.
 *  @param out      to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (respondents among the measures);
 *          TRIG_ERR_DOMAIN (nobody of the institution answered in these waves);
 *          what the stores and estimates return. */
enum trig_status trig_benchmark_table(const struct trig_context *context,
                                      const struct trig_benchmark_options *options, trig_table **out,
                                      struct trig_error *error);

/** What an institution is compared with: "the other institutions", in [arena]; data is NULL when
 *  memory is out. */
struct trig_view trig_benchmark_words(const trig_definition *definition,
                                      const struct trig_benchmark_options *options, struct trig_arena *arena);

#endif
