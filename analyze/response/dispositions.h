/* What became of those who could have answered, as far as the stores and the
 * population counts tell it.
 *
 *      population count N = I + P + nonresponse          (everyone counted is eligible)
 *                         = I + P + O + unknown U        (everybody is counted, in scope or not)
 *
 *      I  complete responses in scope          P  partial ones
 *      O  responses out of scope, which an `eligible` rule found
 *
 * Rates are of the sites whose count is known and that have a respondent in scope;
 * nobody guesses the counts of the others. They are those of AAPOR, Standard
 * Definitions (10th edition, 2023), Response Rates.
 *
 * A rate tells the respondents, the partial ones and those out of scope of a domain;
 * each is held against all tables by itself, over all sites, whatever a run asks for,
 * and a rate is shown where all that it tells is (sites.h says when it may leave sites out).
 */
#ifndef TRIG_ANALYZE_RESPONSE_DISPOSITIONS_H
#define TRIG_ANALYZE_RESPONSE_DISPOSITIONS_H

#include "analyze/response/sites.h"

/* Whom population.csv counts. */
enum trig_counted { TRIG_COUNTED_ELIGIBLE, TRIG_COUNTED_EVERYBODY };

/* "eligible" and "everybody", with NULL behind. */
extern const char *const trig_counted_names[];

/* What the stores tell of responses that were begun and not submitted. */
struct trig_partials {
    size_t margin; /* of the cells: what says which they are; TRIG_NONE: no variable of role status */
    bool kept;     /* an import stored them beside the complete ones */
    bool told;     /* each stored response is known to be complete or partial */
    bool aside;    /* some were set aside, and count for nothing here */
};

struct trig_dispositions {
    double population; /* N; NAN: no count is known, or all sites are asked about */
    double complete;   /* I; all respondents where they are not told apart */
    double partial;    /* P */
    double outside;    /* O; of whole sites, whatever the breakdown's variables */
    size_t counted;    /* sites whose count is known */
    size_t uncounted;
    bool exceeded; /* a site that may be shown has more respondents than people */
};

enum trig_response_rate { TRIG_RR1, TRIG_RR2, TRIG_RR3, TRIG_RR4, TRIG_RESPONSE_RATES };

/** Looks at imports, rejects and the status of every stored response in scope.
 *  @param cells  scanned with the status variable, if there is one, as margin 0.
 *  @return TRIG_OK; what the stores return. */
enum trig_status trig_partials_look(trig_store *const *stores, size_t store_count,
                                    const struct trig_cells *cells, struct trig_partials *out,
                                    struct trig_error *error);

/** The dispositions of all sites of [domain], counted or not.
 *  @param cells  of a scan that kept those out of scope (a declared design). */
struct trig_dispositions trig_dispositions_of(const struct trig_cells *cells,
                                              const struct trig_partials *partials,
                                              const struct trig_domain *domain);

/** The same of the sites whose count is known, with their count.
 *  @param bys     the breakdown that the domain comes from.
 *  @param sites   of the breakdown; NULL: nothing is hidden. */
struct trig_dispositions trig_dispositions_counted(const struct trig_cells *cells, const struct trig_bys *bys,
                                                   const struct trig_partials *partials,
                                                   const struct trig_domain *domain,
                                                   const struct trig_sites *sites);

/** The rates that the counts allow, NAN where they do not. With everyone eligible RR3 is
 *  RR1 and RR4 RR2; else U = N - I - P - O, of whom RR1 and RR2 take all as eligible, RR3 and
 *  RR4 the share e = (I + P) / (I + P + O). NAN too where U would be negative. */
void trig_dispositions_rates(const struct trig_dispositions *dispositions,
                             const struct trig_partials *partials, enum trig_counted counted,
                             double rates[TRIG_RESPONSE_RATES]);

#endif
