/* An institution beside itself in an earlier wave: its own rows of trend, so that both say the same. */
#ifndef TRIG_ANALYZE_BENCHMARK_SINCE_H
#define TRIG_ANALYZE_BENCHMARK_SINCE_H

#include "analyze/benchmark/benchmark.h"

/** The table of --against wave:W: the columns and notes of trig_trend_table, with the
 *  institution's rows of the selected wave; p_adjusted is over these.
 *  @param options  against is of kind TRIG_AGAINST_WAVE; waves select one wave.
 *  @return TRIG_OK; TRIG_ERR_USAGE (several waves, or one that is not later than W); TRIG_ERR_DOMAIN
 *          (the institution did not answer in both); what trig_trend_table returns. */
enum trig_status trig_benchmark_since(const struct trig_context *context,
                                      const struct trig_benchmark_options *options, trig_table **out,
                                      struct trig_error *error);

#endif
