/* The responses of one store, for computing their weights: each belongs to a unit of
 * those who agree in wave, institution and all attributes of the population totals.
 *
 *      response:   0   1   2   3 ...
 *      unit        4   4   -   0        NONE: of another wave, or out of scope
 *      base        1.0 1.0     2.5      the weight before
 */
#ifndef TRIG_ANALYZE_WEIGHT_RESPONDENTS_H
#define TRIG_ANALYZE_WEIGHT_RESPONDENTS_H

#include "analyze/weight/units.h"

#define TRIG_WEIGH_UNIT_NONE UINT32_MAX

struct trig_respondents {
    struct trig_arena arena; /* owns everything */
    struct trig_weigh_unit *units;
    size_t unit_count;
    uint32_t *unit; /* by response, in the order of a scan */
    double *base;   /* by response; NAN where there is none. Out of scope in a declared design: kept */
    size_t count;   /* responses */
    struct trig_numbers *numbers;
    size_t number_count;
    bool *waves; /* by wave of the definition: selected */
};

/** Reads a store's responses.
 *  @param request  waves and design; its margins are the totals' attributes.
 *  @param out      free with trig_respondents_clear on TRIG_OK.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (a weight before that is missing or not above 0);
 *          what trig_frame_open returns. */
enum trig_status trig_respondents_read(trig_store *store, const struct trig_request *request,
                                       const struct trig_targets *targets, struct trig_respondents *out,
                                       struct trig_error *error);
void trig_respondents_clear(struct trig_respondents *respondents);

/** The x of a numeric variable, NULL when it was not read. */
const double *trig_respondents_numbers(const struct trig_respondents *respondents, size_t variable);

#endif
