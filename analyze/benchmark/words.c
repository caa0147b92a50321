#include "analyze/benchmark/words.h"

#include "analyze/benchmark/multiplicity.h"

#include <math.h>

double trig_result_p(const struct trig_result *row)
{
    return row->untold ? 1.0 : row->p;
}

void trig_result_adjust(struct trig_result *row, double adjusted)
{
    row->p_adjusted = row->untold ? NAN : adjusted;
}

enum trig_status trig_results_adjust(struct trig_results *results, size_t first, size_t last,
                                     struct trig_error *error)
{
    double *p = trig_calloc(last - first, sizeof *p);
    if (!p)
        return trig_bench_no_memory(error);
    for (size_t i = first; i < last; i++)
        p[i - first] = trig_result_p(&results->items[i]);
    enum trig_status status = trig_adjust_holm(p, last - first, p, error);
    for (size_t i = first; i < last && status == TRIG_OK; i++)
        trig_result_adjust(&results->items[i], p[i - first]);
    trig_free(p);
    return status;
}

/* ---- what the columns mean ------------------------------------------------------------------- */

struct kinds {
    bool test;
    bool mean;
    bool share;
    bool points; /* a unit that has points */
    bool shares; /* a unit that is shown as percent */
};

static struct kinds kinds_of(const struct trig_results *results)
{
    struct kinds kinds = {false, false, false, false, false};
    for (size_t i = 0; i < results->count; i++) {
        const struct trig_result *row = &results->items[i];
        if (isnan(row->difference))
            continue;
        kinds.test = kinds.test || !isnan(row->p);
        kinds.share = kinds.share || row->statistic == TRIG_STATISTIC_PROPORTION;
        kinds.mean = kinds.mean || row->statistic != TRIG_STATISTIC_PROPORTION;
        kinds.shares = kinds.shares || row->unit == TRIG_UNIT_SHARE;
        kinds.points = kinds.points || row->unit == TRIG_UNIT_SCORE || row->unit == TRIG_UNIT_SHARE;
    }
    return kinds;
}

enum trig_status trig_words_columns(const struct trig_results *results, const char *tests,
                                    enum trig_words kind, trig_table *table, struct trig_error *error)
{
    struct kinds kinds = kinds_of(results);
    char adjusted[240];
    snprintf(
        adjusted, sizeof adjusted,
        "p adjusted: the p value of the difference (two-sided t), raised by Holm's method because %s are "
        "tested at once; a value below 0.05 is seldom chance.",
        tests);
    enum trig_status status = TRIG_OK;
    if (kinds.shares)
        status = trig_table_add_note(table, trig_view("pp: percentage points."), error);
    if (status == TRIG_OK && kinds.test)
        status = trig_table_add_note(table, trig_view(adjusted), error);
    if (status == TRIG_OK && kinds.mean)
        status = trig_table_add_note(
            table,
            trig_view(
                "effect size of scores and means: Hedges' g, the difference in standard deviations of single "
                "answers; 0.2 is often called small, 0.5 medium, 0.8 large."),
            error);
    if (status == TRIG_OK && kinds.share)
        status = trig_table_add_note(
            table,
            trig_view("effect size of shares: Cohen's h, the difference of the two shares "
                      "on the arcsine scale; 0.2 is often called small, 0.5 medium, 0.8 "
                      "large."),
            error);
    if (status == TRIG_OK && kinds.points && kind == TRIG_WORDS_BENCHMARK)
        status = trig_table_add_note(
            table,
            trig_view(
                "flag: + above or - below when the difference is at least 2 points and 1.96 standard errors, "
                "++ or -- from 3 points and 3 standard errors (the historic rule of the TEF, not adjusted "
                "for "
                "the number of tests). No flag does not mean no difference."),
            error);
    return status;
}

enum trig_status trig_words_variance(const struct trig_bench *bench, enum trig_test_variance variance,
                                     trig_table *table, struct trig_error *error)
{
    const char *words =
        "The test takes the variance of answers pooled over everybody compared, as if all institutions were "
        "alike, since that of a small institution is unsure; the interval keeps each side's own, so that the "
        "two may differ at the margin.";
    if (!kinds_of(&bench->results).test)
        return TRIG_OK;
    if (variance == TRIG_TEST_PLUGIN)
        words = "The test takes each side's own variance of answers (plug-in): with small institutions far "
                "too many that are alike come out as different.";
    else if (bench->cells.request->design.declared)
        words =
            "The test takes the variance that the declared design gives each side (plug-in): beside small "
            "institutions it finds differences too easily.";
    return trig_table_add_note(table, trig_view(words), error);
}

enum trig_status trig_words_equivalence(double margin, double level, trig_table *table,
                                        struct trig_error *error)
{
    char words[500];
    snprintf(words, sizeof words,
             "equivalence: against a margin of %g (points; for items in units of their own, these): within, "
             "two one-sided tests find the difference smaller than the margin (p_equivalence at most %g, "
             "each row by itself); beyond, its %g%% interval lies outside of the margin; "
             "unclear, neither.",
             margin, 1.0 - level, 100.0 * level);
    return trig_table_add_note(table, trig_view(words), error);
}

enum trig_status trig_words_evidence(const struct trig_results *results, double points, trig_table *table,
                                     struct trig_error *error)
{
    char words[240];
    if (results && !kinds_of(results).points)
        return TRIG_OK;
    snprintf(words, sizeof words,
             "evidence: how sure it is (99, 95 or 90%%) that the true difference, in points, lies above %g, "
             "below -%g, or within both; blank: none of them.",
             points, points);
    return trig_table_add_note(table, trig_view(words), error);
}

/* ---- comparators --------------------------------------------------------------------------------- */

static const char no_benchmark[] = "no benchmark";

static bool is_explained(const struct trig_result *row)
{
    return row->note.length && memmem(row->note.data, row->note.length, no_benchmark, strlen(no_benchmark));
}

enum trig_status trig_words_group(struct trig_results *results, size_t row, struct trig_error *error)
{
    return trig_results_note(results, row, "%s: with it a small member of the group could be worked out",
                             no_benchmark)
               ? trig_bench_no_memory(error)
               : TRIG_OK;
}

enum trig_status trig_words_comparator(struct trig_results *results, struct trig_error *error)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].suppressed == TRIG_SUPPRESSED_COMPARATOR && !is_explained(&results->items[i]) &&
            trig_results_note(results, i, "%s: too few others stand behind it", no_benchmark))
            return trig_bench_no_memory(error);
    return TRIG_OK;
}

enum trig_status trig_words_faults(const struct trig_disclosure_rules *rules, struct trig_results *results,
                                   struct trig_error *error)
{
    static const char *const words[] = {
        [TRIG_COMPARATOR_SOUND] = "it may not be shown",
        [TRIG_COMPARATOR_FEW_PEOPLE] = "too few people stand behind it",
        [TRIG_COMPARATOR_FEW_INSTITUTIONS] = "too few other institutions stand behind it",
        [TRIG_COMPARATOR_LARGE_INSTITUTION] = "one institution makes up most of it, or two nearly all",
        [TRIG_COMPARATOR_EXTREME] = "it is a share of nearly nobody or nearly everybody",
        [TRIG_COMPARATOR_DOMINATED] = "one respondent makes up nearly all of it"};
    for (size_t i = 0; i < results->count; i++) {
        const struct trig_result *row = &results->items[i];
        if (row->suppressed == TRIG_SUPPRESSED_COMPARATOR && !is_explained(row) &&
            trig_results_note(results, i, "%s: %s", no_benchmark,
                              words[trig_disclosure_comparator(rules, row)]))
            return trig_bench_no_memory(error);
    }
    return TRIG_OK;
}

static bool any_suppressed(const struct trig_results *results, enum trig_suppression reason)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].suppressed == reason)
            return true;
    return false;
}

enum trig_status trig_words_suppressed(const struct trig_disclosure_rules *rules,
                                       const struct trig_results *results, enum trig_words kind,
                                       trig_table *table, struct trig_error *error)
{
    char threshold[120];
    char comparator[400];
    snprintf(threshold, sizeof threshold, "suppressed, threshold: fewer than %zu respondents.",
             rules->threshold);
    snprintf(
        comparator, sizeof comparator,
        "suppressed, comparator: a benchmark is shown when at least %zu people of at least %zu other "
        "institutions stand behind it, no institution has more than %.4g%% of them and no two have more than "
        "%.4g%%, and it is no share of nearly nobody or nearly everybody. Choose a larger comparator.",
        rules->threshold, rules->min_institutions, 100.0 * rules->largest_share,
        100.0 * rules->two_largest_share);
    const struct {
        enum trig_suppression reason;
        const char *words;
    } notes[] = {
        {TRIG_SUPPRESSED_THRESHOLD, threshold},
        {TRIG_SUPPRESSED_NUMERATOR, "suppressed, numerator: a share of nearly nobody or nearly everybody "
                                    "tells what each of them answered."},
        {TRIG_SUPPRESSED_SECONDARY,
         "suppressed, secondary: large enough, but with it a small one could be worked out by subtraction."},
        {TRIG_SUPPRESSED_DOMINANCE, "suppressed, dominance: one respondent makes up nearly all of it."},
        {TRIG_SUPPRESSED_PERCENTAGE,
         "suppressed, percentage: percentages of fewer than 22.5 people are not given (HESA's rule)."},
        {TRIG_SUPPRESSED_COMPARATOR,
         kind == TRIG_WORDS_BENCHMARK ? comparator
         : kind == TRIG_WORDS_PAIR
             ? "suppressed, comparator: the second institution is not shown, so the difference is not either."
             : "suppressed, comparator: the wave before is not shown, so the change is not either."},
    };
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < sizeof notes / sizeof *notes && status == TRIG_OK; i++)
        if (any_suppressed(results, notes[i].reason))
            status = trig_table_add_note(table, trig_view(notes[i].words), error);
    return status;
}
