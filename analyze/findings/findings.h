/* Sentences that the numbers allow, and no stronger ones.
 *
 *      finished table --row--> comparison.h --> rules.h: which rule holds --> wording.h: sentence
 *                                                                           --> list, sorted --> table.h
 *
 * Findings are made after disclosure control, from what the table shows: of a hidden row
 * they say that it is hidden, and nothing else. The brief and `--findings` use the same.
 */
#ifndef TRIG_ANALYZE_FINDINGS_FINDINGS_H
#define TRIG_ANALYZE_FINDINGS_FINDINGS_H

#include "analyze/findings/comparison.h"

struct trig_finding {
    enum trig_rule_id rule;
    enum trig_strength strength;
    double size; /* the difference in standard errors, or the effect: what sorts findings of one strength */
    size_t row;  /* of the table; SIZE_MAX: it is about several rows */
    double time; /* of a slope: years by which its numbers are multiplied; else 0 */
    struct trig_view wave; /* as in the table, and the next */
    struct trig_view measure;
    struct trig_view against; /* what it is compared with */
    struct trig_view sentence;
};

struct trig_findings {
    struct trig_arena arena;
    double level; /* of the intervals, for example 0.95 */
    struct trig_finding *items;
    size_t count;
    size_t capacity;
};

void trig_findings_init(struct trig_findings *findings, double level);
void trig_findings_clear(struct trig_findings *findings);

/* What a whole table says; all have this shape, which `--findings` calls.
 * [against] is what the table compares with, where it does not say so itself. */
typedef enum trig_status trig_finder(struct trig_findings *findings, const trig_table *table,
                                     const trig_definition *definition, struct trig_view against,
                                     struct trig_error *error);

/** Of `benchmark`: every row that has a benchmark. Columns measure, statistic, estimate,
 *  benchmark, difference, difference_low, difference_high, difference_se, p, p_adjusted,
 *  effect_size, n, suppressed.
 *  @param against  inside a sentence: "the sector". */
trig_finder trig_findings_benchmark;

/** Of `compare`: for each measure and wave how many institutions are told from the
 *  sector, then a finding for each of those. */
trig_finder trig_findings_compare;

/** Of `trend`: every change, and every slope that was tested as the change that it makes from its first
 *  wave to its last; the same columns and wave. */
trig_finder trig_findings_changes;

/** Of `test`: whether the groups differ, and with --pairwise which. */
trig_finder trig_findings_test;

/** Of a trend's changes those of [institution] (empty: of the rows without one) to the last wave,
 *  without its name and the wave's. */
enum trig_status trig_findings_trend(struct trig_findings *findings, const trig_table *table,
                                     const trig_definition *definition, struct trig_view institution,
                                     struct trig_error *error);

/** How strong the comparison in a row of such a table is, by the rules. */
enum trig_strength trig_finding_strength(const trig_table *table, size_t row);

/** Strongest first; within a strength the largest first. */
void trig_findings_sort(struct trig_findings *findings);

#endif
