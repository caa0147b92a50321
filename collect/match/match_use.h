/* What the roles of variables and the platform's own columns make of matches. Part
 * of collect/match/match.h's making. */
#ifndef TRIG_COLLECT_MATCH_MATCH_USE_H
#define TRIG_COLLECT_MATCH_MATCH_USE_H

#include "collect/match/match.h"

/** What the variable's role and the platform make of a match. */
void trig_match_apply_use(const trig_definition *definition, const struct trig_heading *heading,
                          struct trig_match *match);

/** The platform's response id and date stand in for variables of these roles that no
 *  column claims. @param matches  [request->count]. @param rank  of such a match. */
void trig_match_use_metadata(const struct trig_match_request *request, struct trig_match *matches,
                             unsigned rank);

#endif
