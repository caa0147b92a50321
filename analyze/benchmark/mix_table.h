/* Adjusted benchmarks of a published table, as a table. */
#ifndef TRIG_ANALYZE_BENCHMARK_MIX_TABLE_H
#define TRIG_ANALYZE_BENCHMARK_MIX_TABLE_H

#include "analyze/benchmark/mix_file.h"

#include "surveys/table/table.h"

struct trig_mix_table_options {
    struct trig_mix_options mix;
    double level;    /* of the intervals */
    double material; /* what is worth speaking of, 0-1 as the shares are */
};

/** One row an institution, in the order of the file. What was published is not
 *  suppressed. Two-sided p values are normal; Holm's adjust for the institutions.
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_mix_table(const struct trig_mix_file *file,
                                const struct trig_mix_table_options *options, trig_table **out,
                                struct trig_error *error);

#endif
