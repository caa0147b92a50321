/* The respondents of a regression: those who answered all of it, by column.
 *
 *      sample --complete--> rows --> w, y, levels, numbers     one a respondent
 *                            `--> patterns                     one for all who agree in every
 *                                                              regressor (and category): a fit
 *                                                              by patterns costs no respondents
 *
 * An answer of a factor that is not substantive (not applicable, don't know)
 * counts as none. Levels nobody has are dropped; the reference comes first, the
 * others keep the order of the definition.
 */
#ifndef TRIG_ANALYZE_REGRESS_DATA_H
#define TRIG_ANALYZE_REGRESS_DATA_H

#include "analyze/design/sample.h"
#include "analyze/regress/formula.h"

struct trig_regress_data {
    struct trig_arena arena;            /* owns all lists */
    const trig_sample *sample;          /* borrowed */
    const struct trig_formula *formula; /* borrowed */
    size_t count;                       /* rows */
    size_t left_out;                    /* in scope, weighing something, but without some answer */
    uint32_t *rows;                     /* by row: its respondent in the sample */
    bool *touched;                      /* by respondent of the sample: is a row */
    double *w;                          /* by row: its weight */
    double *y;                          /* by row; ordinal: the answer's value */
    uint32_t *category;                 /* ordinal, by row: of values */
    double *values;                     /* ordinal: the answers that were given, rising */
    size_t categories;
    struct trig_views levels[TRIG_MOST_REGRESSORS]; /* by factor: codes of its levels */
    struct trig_columns columns;                    /* settled and centred, over the rows */
    struct trig_columns patterns;                   /* the same over patterns (regress/patterns.h) */
    size_t pattern_count;                           /* 0: no patterns, every row is fitted by itself */
    uint32_t *pattern;                              /* by row */
    uint32_t *pattern_category;                     /* ordinal, by pattern */
};

/** @param threads  for sums over rows; 0: one a processor.
 *  @param out  free with trig_regress_data_clear in any case.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (nobody answered everything, a factor with one
 *          level, a number or an outcome that does not vary, negative counts); TRIG_ERR_USAGE (a
 *          reference nobody has); TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_regress_data_make(const trig_sample *sample, const struct trig_formula *formula,
                                        size_t threads, struct trig_regress_data *out,
                                        struct trig_error *error);
void trig_regress_data_clear(struct trig_regress_data *data);

/** The level of factor [regressor] that a respondent of the sample has; TRIG_SAMPLE_MISSING. */
uint32_t trig_regress_category(const struct trig_regress_data *data, size_t regressor, size_t respondent);

#endif
