/* People who answered in several waves, and what two waves' estimates share through them.
 *
 *      pseudonym   2021   2024        pairs of rows, by the stratum of the first
 *      3f0c        row 5  row 91  ->  (5, 91), (91, 5)
 *      b17e        row 6     -        -
 *
 * Estimates have influences z = w (a y - b), 0 for everybody else. A stratum h of n_h respondents
 * adds n_h / (n_h - 1) sum (z - mean_h z)^2 to the variance of one of them, so people who answered in
 * stratum h of the one wave and g of the other add to the covariance of two
 *
 *      C_hg = sqrt(n_h / (n_h - 1) x n_g / (n_g - 1)) sum (z1 - mean_h z1) (z2 - mean_g z2)
 *
 * For means of whole strata, with everybody linked, V1 + V2 - 2 C is the variance of the mean of
 * people's own differences. The variance of any sum of waves' estimates, C included, is that of a sum
 * over people, so it is never negative. With the fpc on, C is taken times
 * 1 - n_h n_g / (n_hg max(N_h, N_g)), which takes as many as can be for being employed in both waves
 * (Tam 1984: the second term of S12 {n12/(n1 n2) - N12/(N1 N2)}).
 * Sources: Tam (1984), Australian Journal of Statistics 26; Qualité and Tillé (2008), Survey
 * Methodology 34; agrees with R survey on the stacked waves with people as PSUs, where
 * everybody is linked.
 */
#ifndef TRIG_ANALYZE_TREND_LINKS_H
#define TRIG_ANALYZE_TREND_LINKS_H

#include "analyze/design/sample.h"
#include "analyze/estimate/contrast.h"

typedef struct trig_links trig_links;

/** Reads who answered. A pseudonym that one wave holds twice names nobody, and links nothing.
 *  @param cells  of [request], which is copied; the default design, weights as they were given. Borrowed.
 *  @param out    to destroy; NULL when no two waves share a person.
 *  @return TRIG_OK; what trig_sample_gather returns. */
enum trig_status trig_links_create(trig_store *const *stores, size_t store_count,
                                   const struct trig_request *request, const struct trig_cells *cells,
                                   trig_links **out, struct trig_error *error);
void trig_links_destroy(trig_links *links);

struct trig_linked {
    double covariance;
    size_t people; /* who answered in both domains */
};

/** What two estimates of [measure] share, whose influences are of domains of different waves. */
struct trig_linked trig_links_between(trig_links *links, size_t measure, const struct trig_influence *first,
                                      const struct trig_influence *second);

#endif
