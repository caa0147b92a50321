/* What a set of answers is: steps of a known kind of scale, numbers with words,
 * ranges of numbers; in which order, and which end is the good one.
 *
 *     "Agree" "Strongly disagree" "Disagree" "N/A"      kind agree; disagree.. < agree; n/a apart
 *     "1 (Never)" "2" "3" "4 (Always)"                  by number; the words at the ends say the direction
 *     "1-50" "51-100" "More than 100"                   by the number that they begin with
 */
#ifndef TRIG_COLLECT_DRAFT_GUESS_H
#define TRIG_COLLECT_DRAFT_GUESS_H

#include "collect/draft/draft.h"

enum trig_guess_kind { TRIG_GUESS_NONE, TRIG_GUESS_WORDS, TRIG_GUESS_NUMBERED, TRIG_GUESS_RANGES };

/* What one answer was read as. */
struct trig_guess_step {
    const struct trig_gathered_answer *answer;
    size_t missing; /* the kind of an answer that is none; TRIG_NONE: it is one */
    size_t wording; /* of the table; TRIG_NONE: none */
    bool has_number;
    double number;
    struct trig_view words; /* beside the number, normalised */
    double place;           /* orders the answers from the low end to the high end */
};

struct trig_guess {
    enum trig_guess_kind what;
    size_t kind;                   /* of WORDS, and of NUMBERED where its words are known; else TRIG_NONE */
    struct trig_view star;         /* what the star stood for; empty: nothing */
    bool is_descending;            /* NUMBERED: 1 is the high end */
    struct trig_guess_step *steps; /* by place; those that are missing last */
    size_t count;
    size_t substantive;
};

/** Guesses what [answers] are; each has another normalised text. */
struct trig_guess trig_guess_answers(struct trig_draft *draft, const struct trig_gathered_answer *answers,
                                     size_t count);

/** Takes the number off `1 (Never)`, `1 - Never`, `(1) Never`, `1. Never`, `1`.
 *  @return whether there is one; [*words] is what is left, maybe nothing. */
bool trig_guess_number(struct trig_view text, double *number, struct trig_view *words);

/** The kind of missing answer that [normal] is, TRIG_NONE when it is none. */
size_t trig_guess_missing(const struct trig_words *words, struct trig_view normal);

/** The kind of what a file declares to be no answer without words that say which. */
size_t trig_guess_declared(const struct trig_words *words);

/** Where a range of numbers ("18-24", "over 65", "less than a year") begins, in one
 *  unit for all; false when [normal] is no range. */
bool trig_guess_range(struct trig_view normal, double *out);

#endif
