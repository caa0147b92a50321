/* A random intercept by institution, or by institution and wave, as rows of a table. */
#ifndef TRIG_ANALYZE_REGRESS_RANDOM_H
#define TRIG_ANALYZE_REGRESS_RANDOM_H

#include "analyze/regress/mixed.h"
#include "analyze/regress/table.h"

enum trig_random_groups { TRIG_RANDOM_INSTITUTION, TRIG_RANDOM_PLACE /* institution x wave */ };

struct trig_random {
    struct trig_arena arena; /* owns the names */
    enum trig_random_groups kind;
    struct trig_mixed mixed;
    struct trig_view *names; /* by group: "aldermere" or "aldermere:2024" */
};

/** Fits the model to the data's rows, each weighing the same.
 *  @param data  of the family gaussian; a row without institution (or wave) belongs
 *               to nobody and is refused.
 *  @param out   free with trig_random_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (one group, nothing left to chance, missing
 *          groups); TRIG_ERR_MEMORY. */
enum trig_status trig_random_fit(const struct trig_regress_data *data, enum trig_random_groups kind,
                                 double level, struct trig_random *out, struct trig_error *error);
void trig_random_clear(struct trig_random *random);

/** Adds rows: coefficients (with normal intervals), variances between and within
 *  groups, icc, and each group's predicted deviation (statistic blup). Deviations
 *  of fewer respondents than the threshold are hidden, and as they add up to
 *  nought, others with them until those hidden are as many as the threshold. */
enum trig_status trig_random_fill(const struct trig_regress_data *data, const struct trig_random *random,
                                  const struct trig_disclosure_rules *rules, double level, trig_table *table,
                                  struct trig_error *error);

/** The words of --random: "institution" or "institution:wave". */
const char *trig_random_name(enum trig_random_groups kind);

#endif
