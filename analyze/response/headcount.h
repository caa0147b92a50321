/* How many people there are, by population.csv. */
#ifndef TRIG_ANALYZE_RESPONSE_HEADCOUNT_H
#define TRIG_ANALYZE_RESPONSE_HEADCOUNT_H

#include "analyze/estimate/domain.h"

/** The people of some categories of an institution in a wave: the row of population.csv
 *  that names them and nothing else, else the sum of the finer ones; NAN where there is none.
 *  @param fixed  the categories, of [count] variables. */
double trig_headcount(const trig_definition *definition, size_t wave, size_t institution,
                      const struct trig_population_attribute *fixed, size_t count);

/** The same for the categories of [domain], a listed one of the breakdown [bys].
 *  @param cell  one of its cells, whose institution and wave are asked about. */
double trig_headcount_of(const struct trig_cells *cells, const struct trig_bys *bys,
                         const struct trig_domain *domain, size_t cell);

#endif
