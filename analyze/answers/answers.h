/* Distributions of answers: a row for each answer to each question.
 *
 *      question -> shares of those who gave an answer that counts       statistic proportion
 *                  counts of those who did not, by kind                 statistic count
 *      number   -> its mean                                             statistic mean
 */
#ifndef TRIG_ANALYZE_ANSWERS_ANSWERS_H
#define TRIG_ANALYZE_ANSWERS_ANSWERS_H

#include "analyze/context/context.h"

struct trig_answers_options {
    struct trig_bys bys;
    struct trig_waves waves;
    const size_t *variables; /* what is asked about, see trig_answers_variables */
    size_t variable_count;
    size_t institution; /* only rows of this one, protected as part of all; TRIG_NONE: no such choice */
    FILE *show_r;       /* R code that gives the same numbers goes here; NULL: not wanted */
};

/** The variables of a list: names of items and attributes, and `items` for all
 *  items that have answers to count (the default).
 *  @param list   NULL or blank: `items`.
 *  @param arena  gets the list.
 *  @return TRIG_OK; TRIG_ERR_USAGE with the nearest names, or what would do for a
 *          variable without a list of answers; TRIG_ERR_MEMORY. */
enum trig_status trig_answers_variables(const trig_definition *definition, const char *list,
                                        struct trig_arena *arena, const size_t **out, size_t *count,
                                        struct trig_error *error);

/** The finished table: after disclosure control, with notes and provenance.
 *  Columns: wave, institution, group, the by-variables, measure, pillar, answer,
 *  answer_label, side, statistic, estimate, se, ci_low, ci_high, n, n_eff, deff,
 *  df, basis, suppressed, note.
 *
 *  `answer` is a code of the scale; or, where detail would tell what one or two
 *  people answered, positive, neutral or other for several codes together (see
 *  granularity.h). n of a share are those who gave an answer that counts. Rows of
 *  statistic `count` are those who did not: a code that does not count (not
 *  applicable, ...), skipped, not_shown, declared_missing, unreadable, or `no_answer`
 *  for all kinds that are not counted apart; their n are all respondents. A
 *  distribution that may not be shown is there as its coarsest rows, suppressed.
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_answers_table(const struct trig_context *context,
                                    const struct trig_answers_options *options, trig_table **out,
                                    struct trig_error *error);

#endif
