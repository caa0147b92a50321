/* One variable on its way into the answers table: what is asked of it, how much
 * of that may be shown where, and its rows. */
#ifndef TRIG_ANALYZE_ANSWERS_TABULATION_H
#define TRIG_ANALYZE_ANSWERS_TABULATION_H

#include "analyze/answers/shares.h"
#include "analyze/answers/work.h"

struct trig_tabulation {
    struct trig_answers_work *work;
    size_t variable;
    size_t place; /* of its first bin */
    size_t codes; /* of its scale */
    struct trig_arena arena;
    struct trig_question *questions;
    size_t question_count;
    size_t most_levels;
    size_t *levels;                 /* [question * domains + domain] */
    enum trig_suppression *reasons; /* the same */
    struct trig_part *kinds;        /* of no answer: how they are called */
    size_t *kind_bins;
    size_t kind_count;
    bool *kept; /* by kind: counted apart */
    struct trig_shares shares;
};

const struct trig_variable *trig_tabulation_variable(const struct trig_tabulation *table);

/** Respondents in a bin of the variable, unweighted. */
double trig_tabulation_count(const struct trig_tabulation *table, size_t domain, size_t bin);

/** The scanned measure of a numeric variable. */
size_t trig_tabulation_number(const struct trig_tabulation *table);

/** Whether anything of the variable is shown in a domain. */
bool trig_tabulation_shows(const struct trig_tabulation *table, size_t domain);

/** Adds the rows of every domain that is listed. */
enum trig_status trig_tabulation_rows(struct trig_tabulation *table, struct trig_error *error);

#endif
