/* What every comparison works on: the scanned cells, an estimator over them,
 * which institutions may be shown, and the rows that become a table.
 *
 *      context, request --open--> cells, estimator, standing
 *                                 rows --finish--> table with notes and provenance
 */
#ifndef TRIG_ANALYZE_BENCHMARK_BENCH_H
#define TRIG_ANALYZE_BENCHMARK_BENCH_H

#include "analyze/benchmark/standing.h"
#include "analyze/context/context.h"

struct trig_bench {
    const struct trig_context *context; /* borrowed */
    struct trig_request request;
    struct trig_cells cells;
    trig_estimator *estimator;
    struct trig_arena arena; /* domains, terms, texts */
    struct trig_standing standing;
    struct trig_results results;
};

/** Scans the context's stores for [request], which is copied; what it points at
 *  is borrowed. The bench must not move after this: its cells refer to it.
 *  @param bench  filled on TRIG_OK, else empty; clear it in either case.
 *  @return TRIG_OK; TRIG_ERR_USAGE (respondents among the measures: counts are
 *          not compared); what the stores and estimates return. */
enum trig_status trig_bench_open(struct trig_bench *bench, const struct trig_context *context,
                                 const struct trig_request *request, struct trig_error *error);
void trig_bench_clear(struct trig_bench *bench);

/** The selected waves that hold answers, in the order of the definition; one
 *  TRIG_NONE for a survey without waves. In the bench's arena; the caller may reorder them. */
enum trig_status trig_bench_waves(struct trig_bench *bench, size_t **out, size_t *count,
                                  struct trig_error *error);

/** "out of memory ..." */
enum trig_status trig_bench_no_memory(struct trig_error *error);

/** The table of the rows with these columns; the text form shows only [shown].
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_bench_table(const struct trig_bench *bench, uint64_t columns, const char *const *shown,
                                  size_t shown_count, trig_table **out, struct trig_error *error);

/* The columns of an estimate in every comparison. */
#define TRIG_BENCH_ESTIMATE_BITS                                                                             \
    (TRIG_RESULT_BIT(TRIG_RESULT_WAVE) | TRIG_RESULT_BIT(TRIG_RESULT_INSTITUTION) |                          \
     TRIG_RESULT_BIT(TRIG_RESULT_MEASURE) | TRIG_RESULT_BIT(TRIG_RESULT_PILLAR) |                            \
     TRIG_RESULT_BIT(TRIG_RESULT_STATISTIC) | TRIG_RESULT_BIT(TRIG_RESULT_ESTIMATE) |                        \
     TRIG_RESULT_BIT(TRIG_RESULT_SE) | TRIG_RESULT_BIT(TRIG_RESULT_CI_LOW) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_CI_HIGH) | TRIG_RESULT_BIT(TRIG_RESULT_N) |                                 \
     TRIG_RESULT_BIT(TRIG_RESULT_N_EFF) | TRIG_RESULT_BIT(TRIG_RESULT_DEFF) |                                \
     TRIG_RESULT_BIT(TRIG_RESULT_DF) | TRIG_RESULT_BIT(TRIG_RESULT_BASIS))

#endif
