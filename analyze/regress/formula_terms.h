/* The terms of --on, parsed into regressors and their products. */
#ifndef TRIG_ANALYZE_REGRESS_FORMULA_TERMS_H
#define TRIG_ANALYZE_REGRESS_FORMULA_TERMS_H

#include "analyze/regress/formula.h"

/** Fills regressors (but for place, variable and reference) and terms of [formula].
 *  @param on  V,V:V,V*W; NULL, blank or 1: no terms.
 *  @return TRIG_OK; TRIG_ERR_USAGE; TRIG_ERR_MEMORY. */
enum trig_status trig_formula_terms(const trig_definition *definition, const char *on,
                                    struct trig_formula *formula, struct trig_error *error);

#endif
