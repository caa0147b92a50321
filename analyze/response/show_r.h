/* --show-r of response rates and of representativeness: the R code that gives the same rows from the
 * responses and the counts of population.csv, which are no secret. Of what is hidden there is no code.
 *
 *      begin (data, scope, counts) -> a place, a place, ... -> end
 */
#ifndef TRIG_ANALYZE_RESPONSE_SHOW_R_H
#define TRIG_ANALYZE_RESPONSE_SHOW_R_H

#include "analyze/response/dispositions.h"
#include "analyze/response/represented.h"

#include <stdio.h>

/** @param cells  as trig_dispositions_of has them. */
void trig_show_rates_begin(const struct trig_cells *cells, const struct trig_partials *partials,
                           enum trig_counted counted, FILE *out);

/** The rates of a listed domain of the breakdown [bys].
 *  @param given  by rate: whether it is shown. */
void trig_show_rates(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, const bool given[TRIG_RESPONSE_RATES], FILE *out);

void trig_show_represented_begin(const struct trig_representing *representing, double level, FILE *out);

/** The indicators of a listed domain of the representing's bys. */
void trig_show_represented(const struct trig_representing *representing, const struct trig_domain *domain,
                           const struct trig_represented *found, FILE *out);

/** The data frame result, printed. */
void trig_show_response_end(FILE *out);

#endif
