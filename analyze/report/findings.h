/* Sentences that the numbers allow, and no stronger ones.
 *
 *      finished table --row--> which case of the rules holds --> sentence, strength
 *
 *      strength    when                                                     says
 *      clear       adjusted p < .05 and the difference is material          above, below, rose, fell
 *      suggestive  p < .05, but not after adjustment, or not material       may be; is small
 *      none        the interval of the difference holds 0                   no evidence, and what it could
 * still be withheld    disclosure control hid the number                        why nothing is said
 *
 * Material is 2 points on a score of 0-100 or a share in percent, and a
 * standardised difference of .2 on an item's own scale. Sentences are made
 * after disclosure control, from what the table shows.
 */
#ifndef TRIG_ANALYZE_REPORT_FINDINGS_H
#define TRIG_ANALYZE_REPORT_FINDINGS_H

#include "surveys/definition.h"
#include "surveys/table/table.h"

enum trig_strength { TRIG_CLEAR, TRIG_SUGGESTIVE, TRIG_NO_EVIDENCE, TRIG_WITHHELD };

struct trig_finding {
    enum trig_strength strength;
    double size; /* the difference in standard errors: what sorts findings of one strength */
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

/** Adds a finding for every row of a benchmark table that has a benchmark:
 *  columns measure, statistic, estimate, benchmark, difference, difference_low,
 *  difference_high, difference_se, p, p_adjusted, effect_size, n, suppressed.
 *  @param comparator  what it is compared with, inside a sentence: "the sector". */
enum trig_status trig_findings_benchmark(struct trig_findings *findings, const trig_table *table,
                                         const trig_definition *definition, struct trig_view comparator,
                                         struct trig_error *error);

/** Adds a finding for every change of a trend table's rows of [institution]
 *  (empty: the rows without institution): the same columns and wave. */
enum trig_status trig_findings_trend(struct trig_findings *findings, const trig_table *table,
                                     const trig_definition *definition, struct trig_view institution,
                                     struct trig_error *error);

/** How strong the comparison in a row of such a table is, by the rules above. */
enum trig_strength trig_finding_strength(const trig_table *table, size_t row);

/** Strongest first; within a strength the largest first. */
void trig_findings_sort(struct trig_findings *findings);

/** "Clear difference", "Suggestive", "No evidence of a difference", "Not shown". */
const char *trig_strength_text(enum trig_strength strength);

/** What a measure is called in a sentence: the pillar's or item's label, the
 *  measure itself when the definition has no such thing. In [arena]. */
struct trig_view trig_measure_words(struct trig_arena *arena, const trig_definition *definition,
                                    struct trig_view measure);

#endif
