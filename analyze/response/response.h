/* Response: how many of those who could have answered did. */
#ifndef TRIG_ANALYZE_RESPONSE_RESPONSE_H
#define TRIG_ANALYZE_RESPONSE_RESPONSE_H

#include "analyze/response/sites.h"

/* What is said of a withheld rate: how many of how many sites are not counted. */
#define TRIG_RATE_WITHHELD                                                                                   \
    "rate not given: the population of %zu of %zu institutions and waves is not known, and it "              \
    "would tell how many answered at hidden ones"

struct trig_response {
    double population; /* of the sites whose count is known; NAN: none is */
    double rate;       /* their respondents over it; NAN; withheld: both are */
    size_t counted;    /* institution-waves whose count is known */
    size_t uncounted;  /* and those whose count is not */
    bool withheld;     /* the rate would tell how many answered at a site that is hidden */
    bool exceeded;     /* a site that may be shown has more respondents than people */
};

/** Makes [request] one that counts respondents: no weights, no errors; those out of scope
 *  are kept in cells beside the domains.
 *  @param design  the context's. */
void trig_response_count_heads(struct trig_request *request, const struct trig_design *design);

/** The response rate of [domain]: respondents in scope over the population
 *  count, both of the institutions (and waves) that have a respondent in the
 *  domain and whose count is known. With every count taken as eligible that is AAPOR's
 *  RR2 where partial responses are stored, and RR1 where they were set aside. A breakdown
 *  by variables uses the population's cells where the file has these attributes.
 *  @param bys     the breakdown that the domain comes from.
 *  @param sites   of the breakdown; NULL: nothing is hidden. */
struct trig_response trig_response_rate(const struct trig_cells *cells, const struct trig_bys *bys,
                                        const struct trig_domain *domain, const struct trig_sites *sites);

#endif
