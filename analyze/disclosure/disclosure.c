#include "analyze/disclosure/disclosure.h"

#include "analyze/result/result.h"

#include <math.h>
#include <string.h>

/* Parameters that the survey's definition does not set. */
#define NUMERATOR         2
#define LARGEST_SHARE     0.4375
#define TWO_LARGEST_SHARE 0.86
#define P_RATIO           0.10

/* HESA's rounding strategy: percentages of fewer than 22.5 people and averages of 7 or fewer are not
 * published. */
#define LEAST_PERCENTAGE 22.5
#define LEAST_AVERAGE    8

void trig_disclosure_rules_init(const trig_definition *definition, size_t min_n,
                                enum trig_disclosure_mode mode, struct trig_disclosure_rules *out)
{
    const struct trig_survey *survey = &definition->survey;
    memset(out, 0, sizeof *out);
    out->mode = mode;
    out->threshold = min_n > survey->disclosure_threshold ? min_n : survey->disclosure_threshold;
    if (mode == TRIG_DISCLOSURE_HESA) {
        out->threshold = out->threshold > LEAST_AVERAGE ? out->threshold : LEAST_AVERAGE;
        out->least_percentage = LEAST_PERCENTAGE;
    }
    out->numerator = NUMERATOR;
    out->min_institutions = survey->min_institutions;
    out->largest_share = LARGEST_SHARE;
    out->two_largest_share = TWO_LARGEST_SHARE;
    out->p_ratio = P_RATIO;
    out->public_data = survey->public_data;
}

const char *trig_suppression_name(enum trig_suppression suppression)
{
    static const char *const names[] = {
        [TRIG_SUPPRESSED_NONE] = "",
        [TRIG_SUPPRESSED_THRESHOLD] = "threshold",
        [TRIG_SUPPRESSED_NUMERATOR] = "numerator",
        [TRIG_SUPPRESSED_SECONDARY] = "secondary",
        [TRIG_SUPPRESSED_COMPARATOR] = "comparator",
        [TRIG_SUPPRESSED_DOMINANCE] = "dominance",
        [TRIG_SUPPRESSED_PERCENTAGE] = "percentage",
    };
    return names[suppression];
}

/* ---- hiding ------------------------------------------------------------------- */

static void hide_comparison(struct trig_result *row)
{
    row->benchmark = row->difference = row->difference_se = NAN;
    row->difference_low = row->difference_high = row->difference_df = NAN;
    row->z = row->p = row->p_adjusted = row->effect_size = row->detectable = NAN;
    row->n_needed = TRIG_NONE;
    row->own_share = row->p_equivalence = row->comparison_low = row->comparison_high = NAN;
    row->flag = row->evidence = row->equivalence = row->letters = trig_view_of(NULL, 0);
    row->shrunken = row->shrunken_low = row->shrunken_high = row->reliability = NAN;
    row->funnel_low_95 = row->funnel_high_95 = row->funnel_low_998 = row->funnel_high_998 = NAN;
    row->rank = row->rank_low = row->rank_high = TRIG_NONE;
}

/* Every number goes, and the note, which may speak of them. */
static void hide(struct trig_result *row, enum trig_suppression reason)
{
    row->estimate = row->se = row->ci_low = row->ci_high = NAN;
    row->n_eff = row->deff = row->df = NAN;
    row->population = row->response_rate = NAN;
    row->n = TRIG_NONE;
    row->note = trig_view_of(NULL, 0);
    row->untold = reason == TRIG_SUPPRESSED_PERCENTAGE && (row->untold || !isnan(row->p));
    hide_comparison(row);
    row->suppressed = reason;
}

void trig_disclosure_hide(struct trig_result *row, enum trig_suppression reason)
{
    if (reason != TRIG_SUPPRESSED_COMPARATOR) {
        hide(row, reason);
        return;
    }
    hide_comparison(row);
    row->suppressed = reason;
}

static bool is_large_enough(enum trig_suppression reason)
{
    return reason == TRIG_SUPPRESSED_NONE || reason == TRIG_SUPPRESSED_COMPARATOR ||
           reason == TRIG_SUPPRESSED_PERCENTAGE;
}

bool trig_disclosure_is_untold(enum trig_suppression one, enum trig_suppression other)
{
    return is_large_enough(one) && is_large_enough(other) &&
           (one == TRIG_SUPPRESSED_PERCENTAGE || other == TRIG_SUPPRESSED_PERCENTAGE);
}

bool trig_disclosure_is_hidden(const struct trig_result *row)
{
    return row->suppressed != TRIG_SUPPRESSED_NONE && row->suppressed != TRIG_SUPPRESSED_COMPARATOR;
}

/* ---- primary ------------------------------------------------------------------ */

/* Whether a share of [numerator] in [denominator] tells what everybody, or all
 * but two, answered. */
static bool tells_everybody(const struct trig_disclosure_rules *rules, double numerator, double denominator)
{
    if (isnan(numerator))
        return false;
    double least = (double)rules->numerator;
    return numerator <= least || denominator - numerator <= least;
}

bool trig_disclosure_is_small_percentage(const struct trig_disclosure_rules *rules, double n)
{
    return n < rules->least_percentage;
}

bool trig_disclosure_dominates(const struct trig_disclosure_rules *rules,
                               const struct trig_extremes *extremes)
{
    if (isnan(extremes->total) || extremes->largest <= 0)
        return false;
    return (extremes->total - extremes->largest - extremes->second) / extremes->largest < rules->p_ratio;
}

enum trig_comparator_fault trig_disclosure_comparator(const struct trig_disclosure_rules *rules,
                                                      const struct trig_result *row)
{
    const struct trig_base *base = &row->comparator;
    double all = (double)base->denominator;
    bool small = row->unit == TRIG_UNIT_SHARE && trig_disclosure_is_small_percentage(rules, all);
    if (base->denominator < rules->threshold || small)
        return TRIG_COMPARATOR_FEW_PEOPLE;
    if (tells_everybody(rules, base->numerator, all))
        return TRIG_COMPARATOR_EXTREME;
    if (trig_disclosure_dominates(rules, &base->extremes))
        return TRIG_COMPARATOR_DOMINATED;
    if (rules->public_data)
        return TRIG_COMPARATOR_SOUND;
    if (base->institutions < rules->min_institutions)
        return TRIG_COMPARATOR_FEW_INSTITUTIONS;
    bool large =
        (double)base->largest_institution > rules->largest_share * all ||
        (double)(base->largest_institution + base->second_institution) > rules->two_largest_share * all;
    return large ? TRIG_COMPARATOR_LARGE_INSTITUTION : TRIG_COMPARATOR_SOUND;
}

static void apply_primary(const struct trig_disclosure_rules *rules, struct trig_result *row)
{
    const struct trig_base *base = &row->base;
    bool is_sound = isnan(row->benchmark) || trig_disclosure_comparator(rules, row) == TRIG_COMPARATOR_SOUND;
    if (base->denominator < rules->threshold)
        hide(row, TRIG_SUPPRESSED_THRESHOLD);
    else if (tells_everybody(rules, base->numerator, (double)base->denominator))
        hide(row, TRIG_SUPPRESSED_NUMERATOR);
    else if (trig_disclosure_dominates(rules, &base->extremes))
        hide(row, TRIG_SUPPRESSED_DOMINANCE);
    else if (row->unit == TRIG_UNIT_SHARE &&
             trig_disclosure_is_small_percentage(rules, (double)base->denominator))
        hide(row, TRIG_SUPPRESSED_PERCENTAGE);
    else if (!is_sound)
        trig_disclosure_hide(row, TRIG_SUPPRESSED_COMPARATOR);
    row->untold = row->untold && is_sound;
}

void trig_disclosure_apply(const struct trig_disclosure_rules *rules, struct trig_results *results)
{
    for (size_t i = 0; i < results->count && rules->mode != TRIG_DISCLOSURE_NONE; i++)
        apply_primary(rules, &results->items[i]);
}
