#include "tests/support.h"

#include "tests/unit/analyze/disclosure/plain_rows.h"

enum { MOST_ROWS = 64 };

struct trig_result plain_row_of(uint64_t denominator, double numerator)
{
    struct trig_result row;
    memset(&row, 0, sizeof row);
    row.estimate = 50;
    row.se = 2;
    row.n = denominator;
    row.benchmark = row.difference = NAN;
    row.base.denominator = denominator;
    row.base.numerator = numerator;
    row.base.extremes.total = NAN;
    return row;
}

struct trig_disclosure_rules plain_rules(void)
{
    struct trig_definition definition;
    memset(&definition, 0, sizeof definition);
    definition.survey.disclosure_threshold = 10;
    definition.survey.min_institutions = 3;
    struct trig_disclosure_rules rules;
    trig_disclosure_rules_init(&definition, 0, TRIG_DISCLOSURE_THRESHOLD, &rules);
    return rules;
}

/* What the rules leave of rows that add up: shares as those who are 1 and those
 * who are not, anything else as a number. */
static void protect(struct trig_result *rows, size_t count, const struct trig_family *families,
                    size_t family_count)
{
    static const size_t sides[] = {0, 1};
    double n[MOST_ROWS];
    double counts[2 * MOST_ROWS];
    enum trig_suppression barred[MOST_ROWS];
    enum trig_suppression reasons[MOST_ROWS];
    size_t levels[MOST_ROWS];
    struct trig_disclosure_rules rules = plain_rules();
    for (size_t i = 0; i < count; i++) {
        n[i] = (double)rows[i].base.denominator;
        counts[2 * i] = rows[i].base.numerator;
        counts[2 * i + 1] = n[i] - rows[i].base.numerator;
        barred[i] = rows[i].suppressed;
    }
    struct trig_granularity asked = {.domains = count,
                                     .codes = isnan(rows[0].base.numerator) ? 0 : 2,
                                     .levels = 1,
                                     .n = n,
                                     .counts = counts,
                                     .parts = sides,
                                     .barred = barred,
                                     .families = families,
                                     .family_count = family_count};
    assert_int_equal(trig_granularity_choose(&rules, &asked, levels, reasons, NULL), TRIG_OK);
    for (size_t i = 0; i < count; i++)
        if (reasons[i] && rows[i].suppressed == TRIG_SUPPRESSED_NONE)
            trig_disclosure_hide(&rows[i], reasons[i]);
}

void plain_rows_protect(struct trig_result *rows, size_t count, const struct trig_family *families,
                        size_t family_count)
{
    struct trig_results results;
    memset(&results, 0, sizeof results);
    results.items = rows;
    results.count = count;
    struct trig_disclosure_rules rules = plain_rules();
    trig_disclosure_apply(&rules, &results);
    if (family_count)
        protect(rows, count, families, family_count);
}
