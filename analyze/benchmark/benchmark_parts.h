/* The parts of a benchmark: what it is made with, and the steps that make it.
 *
 *      who stands behind it -> rows -> disclosure -> words
 */
#ifndef TRIG_ANALYZE_BENCHMARK_BENCHMARK_PARTS_H
#define TRIG_ANALYZE_BENCHMARK_BENCHMARK_PARTS_H

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/pair.h"

/* Everything one benchmark is made with. */
struct trig_benchmark {
    struct trig_bench bench;
    const struct trig_benchmark_options *options;
    struct trig_pair *pairs;       /* by row */
    struct trig_adjusted adjusted; /* TRIG_AGAINST_ADJUSTED only */
    size_t least_averaged;         /* institutions behind a benchmark of institutions */
    size_t most_averaged;
    double least_share; /* of own answers in the benchmark, among the rows shown */
    double most_share;
    trig_table *table;
    struct trig_error *error;
};

/** Title, notes and provenance of the table. */
enum trig_status trig_benchmark_describe(struct trig_benchmark *benchmark);

#endif
