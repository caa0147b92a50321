/* One row of a benchmark: an institution beside its peers, in one measure. */
#ifndef TRIG_ANALYZE_BENCHMARK_PAIR_H
#define TRIG_ANALYZE_BENCHMARK_PAIR_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/comparator.h"

struct trig_pair {
    const struct trig_domain *own; /* borrowed */
    const struct trig_peers *peers;
    size_t measure;
    struct trig_comparator comparator;
    struct trig_comparison comparison;
};

/** Compares domain [domain] of the bench's standing with [peers] and adds the row,
 *  hidden where the standing hides it.
 *  @param peers  borrowed by [out].
 *  @param row    gets the row's index. */
enum trig_status trig_pair_add(struct trig_bench *bench, size_t domain, const struct trig_peers *peers,
                               size_t measure, struct trig_pair *out, size_t *row, struct trig_error *error);

/** Writes the R code of a row as far as it is shown: nothing for a hidden one. */
void trig_pair_show(const struct trig_bench *bench, const struct trig_pair *pair, size_t row, FILE *out);

#endif
