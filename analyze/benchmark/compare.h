/* All institutions beside the sector: a row each, for every measure. */
#ifndef TRIG_ANALYZE_BENCHMARK_COMPARE_H
#define TRIG_ANALYZE_BENCHMARK_COMPARE_H

#include "analyze/benchmark/among.h"
#include "analyze/benchmark/comparator.h"
#include "analyze/context/context.h"

struct trig_compare_options {
    enum trig_weighting weighting;        /* of the sector */
    enum trig_test_variance variance;     /* behind the tests */
    const struct trig_measures *measures; /* borrowed; means and shares, not respondents */
    struct trig_waves waves;              /* never pooled */
    struct trig_design design;            /* usually context->design with use_fpc off */
    struct trig_among_options among;      /* the institutions as a set */
    double margin; /* differences up to it do not matter: points, or the measure's own unit; 0: none given */
    bool overlap;  /* the text form shows intervals that tell institutions apart */
    FILE *show_r;  /* gets R code that gives the numbers of the rows shown; NULL: none */
};

/** The finished table: after disclosure control, with notes and provenance. With
 *  among.heterogeneity it is that of benchmark/heterogeneity_rows.h. Else for
 *  every measure and wave first the row of the sector (institution empty), then
 *  the institutions from the largest difference to the smallest; those whose
 *  comparison is hidden follow by name, then those that are hidden themselves
 *  by name, so that a place tells nothing. Columns as in trig_benchmark_table and
 *  those of benchmark/among.h; p_adjusted is Holm's over the institutions of one
 *  measure and wave.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (respondents among the measures, a survey
 *          without institutions); what the stores and estimates return. */
enum trig_status trig_compare_table(const struct trig_context *context,
                                    const struct trig_compare_options *options, trig_table **out,
                                    struct trig_error *error);

#endif
