/* Disclosure control: which rows of a result may not be shown.
 *
 *      results + families --> threshold, comparator, numerator, dominance (primary)
 *                         --> secondary: until nothing hidden follows by subtraction
 *
 * A suppressed row keeps its place and says which rule hid it; its numbers are
 * made NAN or TRIG_NONE here, so that no table, chart or file can hold them.
 */
#ifndef TRIG_ANALYZE_DISCLOSURE_DISCLOSURE_H
#define TRIG_ANALYZE_DISCLOSURE_DISCLOSURE_H

#include "surveys/definition.h"

enum trig_suppression {
    TRIG_SUPPRESSED_NONE,
    TRIG_SUPPRESSED_THRESHOLD,  /* fewer respondents than the threshold */
    TRIG_SUPPRESSED_NUMERATOR,  /* a share with at most 2 on one side */
    TRIG_SUPPRESSED_SECONDARY,  /* would give another away by subtraction */
    TRIG_SUPPRESSED_COMPARATOR, /* too few institutions behind the benchmark, or one too large */
    TRIG_SUPPRESSED_DOMINANCE   /* a total that one respondent makes up */
};

enum trig_disclosure_mode { TRIG_DISCLOSURE_THRESHOLD, TRIG_DISCLOSURE_NONE };

struct trig_disclosure_rules {
    enum trig_disclosure_mode mode;
    size_t threshold;         /* unweighted respondents */
    size_t numerator;         /* 2: a share of 0, 1 or 2 people, or of all but so many, is hidden */
    size_t min_institutions;  /* behind a comparator, other than the reader's own */
    double largest_share;     /* 0.4375: of a comparator from one institution */
    double two_largest_share; /* 0.86 */
    double p_ratio;           /* 0.10 */
    bool public_data;         /* comparators of published data are not limited */
};

/* Rows that add up: parts, and their total when it is printed too. All are rows
 * of one measure. Ask for every family of a printed result, also for one whose
 * total is not printed here but can be asked for (total TRIG_NONE). */
struct trig_family {
    const size_t *parts; /* indices into the results */
    size_t part_count;
    size_t total; /* TRIG_NONE: not among the rows */
};

struct trig_result;
struct trig_results;
struct trig_extremes;

/** The rules of a survey, with --min-n and --disclosure.
 *  @param min_n  0: not given; only raises the threshold. */
void trig_disclosure_rules_init(const trig_definition *definition, size_t min_n,
                                enum trig_disclosure_mode mode, struct trig_disclosure_rules *out);

/** Hides what the rules do not allow. Deterministic: depends on the rows and
 *  families only, not on their order in memory.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_disclosure_apply(const struct trig_disclosure_rules *rules,
                                       struct trig_results *results, const struct trig_family *families,
                                       size_t family_count, struct trig_error *error);

/** Whether one respondent can estimate the largest other from a total (p-ratio
 *  rule): what is left of it without the two largest is too little to hide in. */
bool trig_disclosure_dominates(const struct trig_disclosure_rules *rules,
                               const struct trig_extremes *extremes);

/** Hides a row for a reason that lies outside its own results: what another
 *  command of the same store does not show. TRIG_SUPPRESSED_COMPARATOR takes the
 *  comparison only; every other reason all numbers and the note. */
void trig_disclosure_hide(struct trig_result *row, enum trig_suppression reason);

/** "threshold", ... as the column `suppressed` spells it; "" for none. */
const char *trig_suppression_name(enum trig_suppression suppression);

#endif
