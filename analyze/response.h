/* Response: how many of those who could have answered did. */
#ifndef TRIG_ANALYZE_RESPONSE_H
#define TRIG_ANALYZE_RESPONSE_H

#include "analyze/estimate/domain.h"

struct trig_response {
    double population; /* of the institutions and waves whose count is known; NAN: none is */
    double rate;       /* their respondents over it; NAN */
    size_t counted;    /* institution-waves whose count is known */
    size_t uncounted;  /* and those whose count is not */
    double most;       /* the largest rate among them: above 1 a count is too low */
};

/** The response rate of [domain]: respondents in scope over the population
 *  count, both of the institutions (and waves) that have a respondent in the
 *  domain and whose count is known (AAPOR RR1 with every count taken as
 *  eligible). A breakdown by variables uses the population's cells where the file
 *  has these attributes.
 *  @param bys  the breakdown that the domain comes from. */
struct trig_response trig_response_rate(const struct trig_cells *cells, const struct trig_bys *bys,
                                        const struct trig_domain *domain);

#endif
