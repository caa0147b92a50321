/* Comparators whose institutions are chosen anew for each measure and wave.
 *
 *      top:P     those whose shrunken score (ensemble.h) is among the top P percent; the
 *                institution itself takes part in the ranking, and is left out then
 *      cohort    those of the same signing cohort; the institution is one of them
 *
 * Both are made of institutions whose own result may be shown: what is made of published
 * means tells nothing more. The National Survey of Student Engagement takes its top
 * halves and tenths so, by scores shrunken for how sure they are.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_CHOSEN_H
#define TRIG_ANALYZE_BENCHMARK_CHOSEN_H

#include "analyze/benchmark/bench.h"
#include "analyze/benchmark/comparator.h"

/** Whether institutions are chosen by measure. */
bool trig_against_is_chosen(const struct trig_against *against);

/** Finds who stands behind the benchmark of institution [own] in [wave] and [measure].
 *  @param out  whole and rest are empty where nobody is chosen.
 *  @param why  gets why nobody is, NULL where there is somebody. */
enum trig_status trig_chosen_select(struct trig_bench *bench, const struct trig_against *against, size_t wave,
                                    size_t own, size_t measure, struct trig_peers *out, const char **why,
                                    struct trig_error *error);

#endif
