/* Disclosure control of those who gave no answer that counts: which kinds
 * (skipped, not applicable, ...) may be counted apart. */
#ifndef TRIG_ANALYZE_ANSWERS_KINDS_H
#define TRIG_ANALYZE_ANSWERS_KINDS_H

#include "analyze/disclosure/disclosure.h"

/* What became of those who gave no answer that counts, kind by kind. */
struct trig_kinds {
    size_t domains;
    size_t kinds;
    const double *counts;               /* [domain * kinds + kind] */
    const bool *shown;                  /* by domain: its distribution is shown */
    const struct trig_family *families; /* of domains */
    size_t family_count;
};

/** Chooses which kinds are counted apart in every domain that is shown; the
 *  others are counted together. A kind is kept when no domain has fewer than the
 *  threshold, nor have the hidden members of a family together; those counted
 *  together are none, or at least two that hold the threshold in every domain.
 *  (How many gave no answer that counts is respondents minus n, both of which
 *  are printed; only the kinds are protected.)
 *  @param kept  by kind. */
void trig_kinds_choose(const struct trig_disclosure_rules *rules, const struct trig_kinds *asked, bool *kept);

#endif
