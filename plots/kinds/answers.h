/* The answers of a likert chart: which there are among the rows of a table, on
 * which side of the scale each stands, and in which order they are drawn. */
#ifndef TRIG_PLOTS_KINDS_ANSWERS_H
#define TRIG_PLOTS_KINDS_ANSWERS_H

#include "plots/figure/tidy.h"

/* One row of the table: one answer to one item. */
struct trig_answer_row {
    size_t row;              /* of the table */
    struct trig_view item;   /* the variable's name */
    struct trig_view answer; /* a code, or positive, neutral, other */
    size_t item_index;       /* filled by the caller */
    size_t answer_index;     /* into trig_answers, filled by trig_answers_gather */
};

/* One answer that is told apart. */
struct trig_answer {
    struct trig_view key; /* the answer's code or word */
    struct trig_view label;
    enum trig_tone tone; /* plain: neutral and negative answers, merged */
    bool merged;
    double order; /* among the answers of its side, growing to the right */
};

struct trig_answers {
    struct trig_answer *items; /* from left to right; in tidy's arena */
    size_t count;
    const struct trig_scale *scale; /* NULL: not known */
};

/** The item and answer of a table's row.
 *  @return false for a row that is not about one answer, or whose code does not
 *          count as an answer, or whose item is not on the options' scale. */
bool trig_answer_row_read(const struct trig_tidy *tidy, size_t row, struct trig_answer_row *out);

/** Finds the different answers of [rows] and their order, and fills each row's
 *  answer_index.
 *  @return TRIG_OK; TRIG_ERR_USAGE (items on different scales); TRIG_ERR_DOMAIN
 *          (a scale that marks no positive answers); TRIG_ERR_MEMORY. */
enum trig_status trig_answers_gather(struct trig_tidy *tidy, struct trig_answer_row *rows, size_t count,
                                     struct trig_answers *out, struct trig_error *error);

#endif
