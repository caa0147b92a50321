/* The table of response rates: a row a rate of every place of a breakdown. */
#ifndef TRIG_ANALYZE_RESPONSE_RESPONSE_RATES_H
#define TRIG_ANALYZE_RESPONSE_RESPONSE_RATES_H

#include "analyze/context/context.h"
#include "analyze/response/dispositions.h"

struct trig_response_options {
    struct trig_bys bys;
    struct trig_waves waves;
    enum trig_counted counted;
    FILE *show_r; /* gets R code that gives the rates shown; NULL: none */
};

/** The finished table: after disclosure control, with the formulas in its notes.
 *  Columns: wave, institution, group, the by-variables, measure, statistic (RR1, RR2, and
 *  where everybody is counted RR3, RR4), estimate, n (the responses on top), population,
 *  suppressed, note. Hidden where respondents are fewer than the threshold, where the
 *  population count is, and where the rate beside the others of the table would tell of
 *  one or two people that they answered in part, or are out of scope.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (everybody counted: without an `eligible` rule, or by a
 *          variable, since answers say nothing of who does not give them); what scanning returns. */
enum trig_status trig_response_table(const struct trig_context *context,
                                     const struct trig_response_options *options, trig_table **out,
                                     struct trig_error *error);

#endif
