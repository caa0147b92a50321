/* The sentences that comparisons owe their readers. */
#ifndef TRIG_ANALYZE_BENCHMARK_WORDS_H
#define TRIG_ANALYZE_BENCHMARK_WORDS_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/comparison.h"

enum trig_words { TRIG_WORDS_BENCHMARK, TRIG_WORDS_CHANGE, TRIG_WORDS_PAIR };

/** Adds what the columns of a comparison mean: test, adjustment, effect size,
 *  and for a benchmark the flag; those that the rows have.
 *  @param tests  what p_adjusted is over: "the comparisons in this table". */
enum trig_status trig_words_columns(const struct trig_results *results, const char *tests,
                                    enum trig_words kind, trig_table *table, struct trig_error *error);

/** Adds what the tests of benchmarks take for the variance of answers, if the
 *  bench's rows have a test. */
enum trig_status trig_words_variance(const struct trig_bench *bench, enum trig_test_variance variance,
                                     trig_table *table, struct trig_error *error);

/** Adds what the columns p_equivalence and equivalence mean. */
enum trig_status trig_words_equivalence(double margin, double level, trig_table *table,
                                        struct trig_error *error);

/** Adds what the column evidence means, with [points] for what is material.
 *  @param results  NULL: there is such a column; else it is said if any row has points. */
enum trig_status trig_words_evidence(const struct trig_results *results, double points, trig_table *table,
                                     struct trig_error *error);

/** A row's p as it is adjusted together with those of others. A test that only HESA's rule hides has been
 * made, so that it makes no other look surer: it counts as one that found nothing, since its own p would
 * follow from what the others are raised to. */
double trig_result_p(const struct trig_result *row);

/** Sets the adjusted p; that of a test that is not told stays undefined. */
void trig_result_adjust(struct trig_result *row, double adjusted);

/** Adjusts the p values of the rows from [first] to before [last] by Holm's method;
 *  hidden rows have none, and count only where HESA's rule alone hides them (trig_result_p). */
enum trig_status trig_results_adjust(struct trig_results *results, size_t first, size_t last,
                                     struct trig_error *error);

/** Says in row [row] why its group is not shown. */
enum trig_status trig_words_group(struct trig_results *results, size_t row, struct trig_error *error);

/** Says in every other row whose comparison is hidden that too few stand behind it. */
enum trig_status trig_words_comparator(struct trig_results *results, struct trig_error *error);

/** Says in every row whose comparison is hidden, and which does not say so yet, what is wrong with
 *  those behind it. */
enum trig_status trig_words_faults(const struct trig_disclosure_rules *rules, struct trig_results *results,
                                   struct trig_error *error);

/** Adds what each reason means that hides a number of these rows.
 *  @param results  after disclosure control. */
enum trig_status trig_words_suppressed(const struct trig_disclosure_rules *rules,
                                       const struct trig_results *results, enum trig_words kind,
                                       trig_table *table, struct trig_error *error);

#endif
