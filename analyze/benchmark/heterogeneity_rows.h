/* The table of how much institutions differ: a row a number, for every measure and wave. */
#ifndef TRIG_ANALYZE_BENCHMARK_HETEROGENEITY_ROWS_H
#define TRIG_ANALYZE_BENCHMARK_HETEROGENEITY_ROWS_H

#include "analyze/benchmark/among.h"

/** Adds the rows of one block: tau, icc, between_share, q, i2, reliability and
 *  n_reliable, all of the institutions that may be shown; empty ones with a note where
 *  they are too few.
 *  @param sector  the row that tells wave, measure and unit.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_heterogeneity_add(struct trig_results *results, const struct trig_result *sector,
                                        const struct trig_among_block *block, struct trig_error *error);

/** Adds what the rows mean, or why a declared design has none. */
enum trig_status trig_heterogeneity_describe(const struct trig_design *design, trig_table *table,
                                             struct trig_error *error);

/* The columns of these rows. */
#define TRIG_HETEROGENEITY_BITS                                                                              \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) |                              \
     TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) | TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) | TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) |                           \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_DF) | TRIG_RESULT_BIT(TRIG_RESULT_BASIS) | TRIG_RESULT_BIT(TRIG_RESULT_P) | \
     TRIG_RESULT_BIT(TRIG_RESULT_SUPPRESSED) | TRIG_RESULT_BIT(TRIG_RESULT_NOTE))

#endif
