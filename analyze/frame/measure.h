/* What is measured: the names a user may write after --measure, made into rules
 * that turn one respondent's answers into one number y, or into nothing.
 *
 *      pillar:ID            mean of the answered items, each on 0-100    score
 *      pillar:ID:positive   share of the answered items that is positive share
 *      NAME                 the answer's value, as asked                 own unit
 *      NAME:positive        1 for a positive answer, else 0              share
 *      NAME=code            1 for this code, else 0                      share
 *      respondents          how many there are                           count
 *
 *      answers -> sources (look-up per code) -> mean over the answered -> y
 *
 * `pillars` and `items` stand for all of them. A pillar's items are rescaled by
 * their own scale's substantive minimum and maximum (numbers by their bounds),
 * reversed ones mirrored; NAME alone is never mirrored. An answer that is not
 * substantive counts as no answer, except in NAME=code when that code itself is
 * not substantive: its share is of everybody who chose any code.
 */
#ifndef TRIG_ANALYZE_FRAME_MEASURE_H
#define TRIG_ANALYZE_FRAME_MEASURE_H

#include "surveys/definition/definition.h"

enum trig_measure_kind {
    TRIG_MEASURE_PILLAR,
    TRIG_MEASURE_PILLAR_POSITIVE,
    TRIG_MEASURE_MEAN,
    TRIG_MEASURE_POSITIVE,
    TRIG_MEASURE_CODE,
    TRIG_MEASURE_RESPONDENTS
};

/* What a number in a result is; trig_statistic_name spells it. */
enum trig_statistic {
    TRIG_STATISTIC_MEAN,
    TRIG_STATISTIC_PROPORTION,
    TRIG_STATISTIC_TOTAL,
    TRIG_STATISTIC_COUNT,
    TRIG_STATISTIC_MEDIAN,
    TRIG_STATISTIC_ALPHA,
    TRIG_STATISTIC_ALPHA_IF_DROPPED,
    TRIG_STATISTIC_ITEM_REST,
    TRIG_STATISTIC_INTER_ITEM,
    TRIG_STATISTIC_OMEGA,
    TRIG_STATISTIC_LOADING,
    TRIG_STATISTIC_CORRELATION,
    TRIG_STATISTIC_QUANTILE, /* another than the median */
    TRIG_STATISTIC_VARIANCE,
    TRIG_STATISTIC_SD,
    TRIG_STATISTIC_RATIO,
    TRIG_STATISTIC_POLYCHORIC,
    TRIG_STATISTIC_ORDINAL_ALPHA,
    TRIG_STATISTIC_KMO,
    TRIG_STATISTIC_BARTLETT,
    TRIG_STATISTIC_EIGENVALUE,
    TRIG_STATISTIC_FACTOR_EIGENVALUE,
    TRIG_STATISTIC_COMPONENTS,
    TRIG_STATISTIC_FACTORS
};

enum trig_unit {
    TRIG_UNIT_SCORE, /* 0-100 */
    TRIG_UNIT_SHARE, /* 0-1, shown as percent */
    TRIG_UNIT_OWN,   /* the item's */
    TRIG_UNIT_COUNT
};

/* One variable's part in a measure. */
struct trig_source {
    size_t variable;      /* in the definition */
    const double *values; /* by code of the variable's scale: its part in y, NAN: no answer;
                             NULL for numbers, flags and nominal variables without scale */
    size_t value_count;
    double offset; /* numbers: offset + factor * number */
    double factor;
    size_t bit;            /* TRIG_TYPE_MULTIPLE: the option asked for */
    struct trig_view text; /* nominal without scale: the answer asked for */
};

struct trig_measure {
    struct trig_view name;  /* canonical, as the user would write it */
    struct trig_view label; /* the pillar's or item's label, "(positive)" or the code's label added */
    enum trig_measure_kind kind;
    enum trig_statistic statistic;
    enum trig_unit unit;
    size_t pillar;                     /* the pillar, or the variable's; TRIG_NONE */
    size_t variable;                   /* TRIG_NONE for pillars and respondents */
    const struct trig_source *sources; /* none for respondents */
    size_t source_count;
    size_t least_answered; /* so many sources must be answered for y to be defined */
    double low;            /* y's range; NAN when it has none */
    double high;
    double midpoint; /* sums are of y - midpoint, so that their powers stay small;
                        NAN: no range, each tally chooses a number near the data */
};

struct trig_measures {
    struct trig_arena arena; /* owns all text and tables */
    struct trig_measure *items;
    size_t count;
    const size_t *shares; /* the variables with a scale that a NAME=code or NAME:positive is of, each once */
    size_t share_count;
};

/** Parses a comma-separated list of measures (`\,` is a literal comma). A
 *  measure that is named twice is kept once.
 *  @param list  NULL or blank: `pillars`, or `items` for a survey without pillars.
 *  @param out   filled on TRIG_OK, untouched otherwise; free with trig_measures_clear.
 *  @return TRIG_OK; TRIG_ERR_USAGE with the nearest names (unknown name or code,
 *          a mean of a nominal variable, positive on a scale that marks no
 *          positive code); TRIG_ERR_MEMORY. */
enum trig_status trig_measures_parse(const trig_definition *definition, const char *list,
                                     struct trig_measures *out, struct trig_error *error);
void trig_measures_clear(struct trig_measures *measures);

/** Copies [measures] with the pillars' scores made of fewer items, for example of
 *  those that several waves share. A pillar that would lose all its items, and
 *  every measure of one variable, stays as it is.
 *  @param keep_scores  by variable of the definition: whether its answers count in scores.
 *  @param keep_shares  the same, in shares of positive answers.
 *  @param out   borrows names and tables of [measures], which must outlive it;
 *               free with trig_measures_clear.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_measures_restrict(const trig_definition *definition,
                                        const struct trig_measures *measures, const bool *keep_scores,
                                        const bool *keep_shares, struct trig_measures *out,
                                        struct trig_error *error);

/** How many of these items must be answered for a score: the survey's min_answered
 *  of them, rounded up, at least one. Items that ask one question on the scales of
 *  different waves count as one. */
size_t trig_measure_least(const trig_definition *definition, const struct trig_source *sources, size_t count);

/** "mean", "proportion", ... as the column `statistic` spells it. */
const char *trig_statistic_name(enum trig_statistic statistic);

#endif
