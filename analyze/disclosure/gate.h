/* Reliability gates: which numbers rest on too little to be leaned on, whether or
 * not they may be shown. A gate flags a row; it hides nothing.
 *
 *      nchs   shares by the standards of the United States' National Center for Health
 *             Statistics: n or effective n below 30, or Korn and Graubard's interval (the
 *             effective n at most n) at least .30 wide, or wider than .05 and than 130% of
 *             the share: unreliable. Degrees of freedom below 8, or an interval wider than
 *             130% of the rest: caution. Everything else by cv.
 *      cv     the error over the number: above 33.3% unreliable, above 16.6% caution
 *             (Statistics Canada's guideline); effective n below 30: caution.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_GATE_H
#define TRIG_ANALYZE_DISCLOSURE_GATE_H

#include "analyze/disclosure/gate_kind.h"
#include "analyze/estimate/contrast.h"

enum trig_reliability { TRIG_RELIABLE, TRIG_CAUTION, TRIG_UNRELIABLE };

/** Judges an estimate.
 *  @param share   whether it is a share.
 *  @param level   of intervals.
 *  @param reason  gets why it is not reliable, a constant text; "" when it is.
 *  Source: Parker et al. (2017), Vital and Health Statistics 2(175). */
enum trig_reliability trig_gate_judge(enum trig_gate gate, const struct trig_estimate *estimate, bool share,
                                      double level, const char **reason);

/** "", "caution" or "unreliable", as the column `flag` has it. */
const char *trig_reliability_name(enum trig_reliability reliability);

#endif
