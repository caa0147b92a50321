/* Columns that claim the same variable: which of them is it. Part of collect/match/match.h's making.
 *
 *     tools      joined in one cell   left out: where a platform writes both, options are unambiguous
 *     tools/saw  an option            taken
 *     tools/mill another option       taken
 */
#ifndef TRIG_COLLECT_MATCH_MATCH_SETTLE_H
#define TRIG_COLLECT_MATCH_MATCH_SETTLE_H

#include "collect/match/match.h"

struct trig_settling {
    const struct trig_match_request *request;
    struct trig_problems *problems;
    unsigned rule_ranks; /* ranks below this come from columns.csv */
};

/** Leaves out columns that another one is surer to be; two that are equally sure are a mistake,
 *  which goes to the problems.
 *  @param matches  of all columns of the request, altered.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_match_settle(const struct trig_settling *settling, struct trig_match *matches);

#endif
