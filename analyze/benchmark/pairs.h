/* Institutions beside one another, two by two: for every measure and wave a row for each
 * institution, the letters of those it is not told from included, then a row for each two
 * of them.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_PAIRS_H
#define TRIG_ANALYZE_BENCHMARK_PAIRS_H

#include "analyze/benchmark/comparison.h"
#include "analyze/context/context.h"

struct trig_pairs_options {
    const size_t *institutions; /* [count] of the definition, each once, at least 2; NULL: all */
    size_t count;
    enum trig_test_variance variance;     /* behind the tests */
    const struct trig_measures *measures; /* borrowed; means and shares, not respondents */
    struct trig_waves waves;              /* never pooled */
    struct trig_design design;            /* usually context->design with use_fpc off */
    double margin;                        /* as in trig_compare_options */
    FILE *show_r;                         /* as there */
};

/** The finished table. Institutions stand in the order of their results, those that may not be
 *  shown last by name; a pair's row names the first in `institution`, the second in `with`,
 *  whose result is the benchmark. Whoever `summary --by institution` hides is hidden here, and
 *  so are all pairs with them. p_adjusted is Holm's over the pairs of one measure and wave;
 *  letters follow from it. What two institutions share in a declared design (strata, PSUs) is
 *  in the error of their difference; else they are independent.
 *  @param out  to destroy with trig_table_destroy.
 *  @return as trig_compare_table. */
enum trig_status trig_pairs_table(const struct trig_context *context,
                                  const struct trig_pairs_options *options, trig_table **out,
                                  struct trig_error *error);

/** Parses "A,B,C" (ids, names or aliases) or "all".
 *  @param out  gets institutions and count, in [arena].
 *  @return TRIG_OK; TRIG_ERR_USAGE (unknown, twice, fewer than two); TRIG_ERR_MEMORY. */
enum trig_status trig_pairs_parse(const trig_definition *definition, const char *text,
                                  struct trig_arena *arena, struct trig_pairs_options *out,
                                  struct trig_error *error);

#endif
