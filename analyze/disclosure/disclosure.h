/* Disclosure control: which rows of a result may not be shown.
 *
 *      a row by itself: threshold, comparator, numerator, dominance        here
 *      rows that add up: until nothing hidden follows by subtraction       disclosure/granularity.h,
 *                                                                          for what is asked for:
 * protection.h
 *
 * A suppressed row keeps its place and says which rule hid it; its numbers are
 * made NAN or TRIG_NONE here, so that no table, chart or file can hold them.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_DISCLOSURE_H
#define TRIG_ANALYZE_DISCLOSURE_DISCLOSURE_H

#include "surveys/definition/definition.h"

enum trig_suppression {
    TRIG_SUPPRESSED_NONE,
    TRIG_SUPPRESSED_THRESHOLD,  /* fewer respondents than the threshold */
    TRIG_SUPPRESSED_NUMERATOR,  /* a share with at most 2 on one side */
    TRIG_SUPPRESSED_SECONDARY,  /* would give another away by subtraction */
    TRIG_SUPPRESSED_COMPARATOR, /* too few institutions behind the benchmark, or one too large */
    TRIG_SUPPRESSED_DOMINANCE,  /* a total that one respondent makes up */
    TRIG_SUPPRESSED_PERCENTAGE  /* of fewer people than percentages may be of (HESA) */
};

enum trig_disclosure_mode {
    TRIG_DISCLOSURE_THRESHOLD,
    TRIG_DISCLOSURE_HESA, /* the same rules, and what they leave is rounded (disclosure/rounding.h) */
    TRIG_DISCLOSURE_NONE
};

struct trig_disclosure_rules {
    enum trig_disclosure_mode mode;
    size_t threshold;         /* unweighted respondents */
    double least_percentage;  /* respondents that a percentage is of: 0, or HESA's 22.5 */
    size_t numerator;         /* 2: a share of 0, 1 or 2 people, or of all but so many, is hidden */
    size_t min_institutions;  /* behind a comparator, other than the reader's own */
    double largest_share;     /* 0.4375: of a comparator from one institution */
    double two_largest_share; /* 0.86 */
    double p_ratio;           /* 0.10 */
    bool public_data;         /* comparators of published data are not limited */
};

/* Places that add up: parts, and their total. */
struct trig_family {
    const size_t *parts;
    size_t part_count;
    size_t total; /* TRIG_NONE: not among the places, but anybody can ask for it */
};

struct trig_result;
struct trig_results;
struct trig_extremes;

/** The rules of a survey, with --min-n and --disclosure.
 *  @param min_n  0: not given; only raises the threshold. */
void trig_disclosure_rules_init(const trig_definition *definition, size_t min_n,
                                enum trig_disclosure_mode mode, struct trig_disclosure_rules *out);

/** Whether [n] respondents are too few for a percentage of them. It is no matter of what follows from
 *  other rows: the rules of threshold and subtraction have been kept without it. */
bool trig_disclosure_is_small_percentage(const struct trig_disclosure_rules *rules, double n);

/** Hides each row that may not be shown even by itself. */
void trig_disclosure_apply(const struct trig_disclosure_rules *rules, struct trig_results *results);

/** Whether one respondent can estimate the largest other from a total (p-ratio
 *  rule): what is left of it without the two largest is too little to hide in. */
bool trig_disclosure_dominates(const struct trig_disclosure_rules *rules,
                               const struct trig_extremes *extremes);

/* What is wrong with those behind a benchmark. */
enum trig_comparator_fault {
    TRIG_COMPARATOR_SOUND,
    TRIG_COMPARATOR_FEW_PEOPLE,
    TRIG_COMPARATOR_FEW_INSTITUTIONS,
    TRIG_COMPARATOR_LARGE_INSTITUTION, /* one makes up most of it, or two nearly all */
    TRIG_COMPARATOR_EXTREME,           /* a share of nearly nobody or nearly everybody */
    TRIG_COMPARATOR_DOMINATED          /* one respondent makes up nearly all of it */
};

/** What is wrong with those behind the benchmark of [row]. Published data may be compared with few
 *  institutions, but not with few people. */
enum trig_comparator_fault trig_disclosure_comparator(const struct trig_disclosure_rules *rules,
                                                      const struct trig_result *row);

/** Hides a row for what other rows, or other commands of the same store, show. TRIG_SUPPRESSED_COMPARATOR
 * takes the comparison only; every other reason all numbers and the note. */
void trig_disclosure_hide(struct trig_result *row, enum trig_suppression reason);

/** Whether a test of [one] against [other] is hidden by HESA's rule alone: the threshold's rules show both,
 * and a percentage of too few people is among them. */
bool trig_disclosure_is_untold(enum trig_suppression one, enum trig_suppression other);

/** Whether a row's own numbers are hidden (a hidden comparison is not enough). */
bool trig_disclosure_is_hidden(const struct trig_result *row);

/** "threshold", ... as the column `suppressed` spells it; "" for none. */
const char *trig_suppression_name(enum trig_suppression suppression);

#endif
