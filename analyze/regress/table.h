/* A regression as a table: a row a coefficient, then one a term, then the model's. */
#ifndef TRIG_ANALYZE_REGRESS_TABLE_H
#define TRIG_ANALYZE_REGRESS_TABLE_H

#include "analyze/context/context.h"
#include "analyze/regress/model.h"

/* What a row of a regression is about, before it goes into the table. */
struct trig_regress_row {
    struct trig_view term;
    struct trig_view level;
    const char *statistic;
    double estimate; /* NAN: empty, as all that follow */
    double se;
    double low;
    double high;
    double t;
    double df_term;
    double df;
    double p;
    size_t n; /* TRIG_NONE: empty */
    enum trig_suppression suppressed;
    struct trig_view note;
};

/** A table without rows: term, level, statistic, estimate, se, ci_low, ci_high, t,
 *  df_term, df, p, n, basis, suppressed, note.
 *  @return to destroy with trig_table_destroy; NULL when memory is out. */
trig_table *trig_regress_table_create(struct trig_error *error);

/** A row in which nothing applies. */
struct trig_regress_row trig_regress_row(struct trig_view term, struct trig_view level,
                                         const char *statistic);
enum trig_status trig_regress_table_add(trig_table *table, const struct trig_regress_row *row,
                                        enum trig_basis basis, struct trig_error *error);

/** Adds the rows of [regression].
 *  @param exponentiate  odds and rate ratios in place of logarithms. */
enum trig_status trig_regress_table_fill(const struct trig_regress_data *data,
                                         const struct trig_regression *regression, bool exponentiate,
                                         trig_table *table, struct trig_error *error);

/* The note of a coefficient that is not there. */
#define TRIG_REGRESS_ALIASED "no coefficient of its own: it follows from the rows above"

/** How many respondents have the levels of [column]; of the intercept and of numbers: all. */
size_t trig_regress_count(const struct trig_regress_data *data, size_t column);

/** "coefficient", "odds_ratio" or "rate_ratio". */
const char *trig_regress_statistic(enum trig_model_family family, bool exponentiate);

#endif
