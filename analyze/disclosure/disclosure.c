#include "analyze/disclosure/disclosure.h"

#include "analyze/disclosure/audit.h"

#include <math.h>
#include <string.h>

/* Parameters that the survey's definition does not set. */
#define NUMERATOR         2
#define LARGEST_SHARE     0.4375
#define TWO_LARGEST_SHARE 0.86
#define P_RATIO           0.10

void trig_disclosure_rules_init(const trig_definition *definition, size_t min_n,
                                enum trig_disclosure_mode mode, struct trig_disclosure_rules *out)
{
    const struct trig_survey *survey = &definition->survey;
    memset(out, 0, sizeof *out);
    out->mode = mode;
    out->threshold = min_n > survey->disclosure_threshold ? min_n : survey->disclosure_threshold;
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
    };
    return names[suppression];
}

/* ---- hiding ------------------------------------------------------------------- */

static void hide_comparison(struct trig_result *row)
{
    row->benchmark = row->difference = row->difference_se = NAN;
    row->difference_low = row->difference_high = row->difference_df = NAN;
    row->z = row->p = row->p_adjusted = row->effect_size = NAN;
    row->flag = trig_view_of(NULL, 0);
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

/* A row hidden for its comparator only still shows its own estimate. */
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

bool trig_disclosure_dominates(const struct trig_disclosure_rules *rules,
                               const struct trig_extremes *extremes)
{
    if (isnan(extremes->total) || extremes->largest <= 0)
        return false;
    return (extremes->total - extremes->largest - extremes->second) / extremes->largest < rules->p_ratio;
}

static bool comparator_is_weak(const struct trig_disclosure_rules *rules, const struct trig_base *base)
{
    double all = (double)base->denominator;
    return base->institutions < rules->min_institutions ||
           (double)base->largest_institution > rules->largest_share * all ||
           (double)(base->largest_institution + base->second_institution) > rules->two_largest_share * all;
}

/* Whether a comparator gives anything away. Published data may be compared with
 * few institutions, but not with few people. */
static bool comparator_tells(const struct trig_disclosure_rules *rules, const struct trig_base *base)
{
    if (base->denominator < rules->threshold ||
        tells_everybody(rules, base->numerator, (double)base->denominator))
        return true;
    return !rules->public_data && comparator_is_weak(rules, base);
}

static void apply_primary(const struct trig_disclosure_rules *rules, struct trig_result *row)
{
    const struct trig_base *base = &row->base;
    if (base->denominator < rules->threshold)
        hide(row, TRIG_SUPPRESSED_THRESHOLD);
    else if (tells_everybody(rules, base->numerator, (double)base->denominator))
        hide(row, TRIG_SUPPRESSED_NUMERATOR);
    else if (trig_disclosure_dominates(rules, &base->extremes))
        hide(row, TRIG_SUPPRESSED_DOMINANCE);
    else if (!isnan(row->benchmark) && comparator_tells(rules, &row->comparator))
        trig_disclosure_hide(row, TRIG_SUPPRESSED_COMPARATOR);
}

/* ---- secondary ------------------------------------------------------------------ */

/* What subtraction from the family's total leaves over: its hidden parts as one. */
struct remainder {
    size_t rows;
    size_t parts; /* rows that anybody is behind: nobody can hide behind nobody */
    uint64_t denominator;
    double numerator;
};

static struct remainder remainder_of(const struct trig_results *results, const struct trig_family *family)
{
    struct remainder rest = {0, 0, 0, 0.0};
    for (size_t i = 0; i < family->part_count; i++) {
        const struct trig_result *row = &results->items[family->parts[i]];
        bool empty = row->base.denominator == 0;
        if (!trig_disclosure_is_hidden(row) || (empty && row->unlisted))
            continue;
        rest.rows++;
        rest.parts += !empty;
        rest.denominator += row->base.denominator;
        rest.numerator += empty ? 0.0 : row->base.numerator;
    }
    return rest;
}

bool trig_disclosure_may_be_known(const struct trig_disclosure_rules *rules, size_t parts,
                                  uint64_t denominator, double numerator)
{
    return parts >= 2 && denominator >= rules->threshold &&
           !tells_everybody(rules, numerator, (double)denominator);
}

/* The smallest part that is still shown and holds anybody; TRIG_NONE when there is none. */
static size_t smallest_shown(const struct trig_results *results, const struct trig_family *family)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < family->part_count; i++) {
        size_t part = family->parts[i];
        if (trig_disclosure_is_hidden(&results->items[part]))
            continue;
        if (best == TRIG_NONE ||
            results->items[part].base.denominator < results->items[best].base.denominator)
            best = part;
    }
    return best;
}

/* Hides parts, smallest first, until subtraction gives nothing away; then the
 * total itself. Returns whether anything changed. */
static bool protect_family(const struct trig_disclosure_rules *rules, struct trig_results *results,
                           const struct trig_family *family)
{
    bool changed = false;
    if (family->total != TRIG_NONE && trig_disclosure_is_hidden(&results->items[family->total]))
        return false;
    for (;;) {
        struct remainder rest = remainder_of(results, family);
        if (rest.rows == 0 ||
            trig_disclosure_may_be_known(rules, rest.parts, rest.denominator, rest.numerator))
            return changed;
        size_t part = smallest_shown(results, family);
        if (part == TRIG_NONE)
            break;
        hide(&results->items[part], TRIG_SUPPRESSED_SECONDARY);
        changed = true;
    }
    if (family->total == TRIG_NONE)
        return changed;
    hide(&results->items[family->total], TRIG_SUPPRESSED_SECONDARY);
    return true;
}

/* A row may stand in several families: go on until none changes. Each round
 * hides at least one row more, so this ends. */
static void protect_each_family(const struct trig_disclosure_rules *rules, struct trig_results *results,
                                const struct trig_family *families, size_t family_count)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < family_count; i++)
            changed |= protect_family(rules, results, &families[i]);
    }
}

/* ---- all families together --------------------------------------------------------- */

static bool has_part(const struct trig_family *family, const size_t *rows)
{
    for (; *rows != TRIG_NONE; rows++)
        for (size_t i = 0; i < family->part_count; i++)
            if (family->parts[i] == *rows)
                return true;
    return false;
}

/* The smallest row that is shown in a family with one of [rows]: hiding it makes
 * that family's equation say less. */
static size_t smallest_relative(const struct trig_results *results, const struct trig_family *families,
                                size_t family_count, const size_t *rows)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < family_count; i++) {
        size_t part = has_part(&families[i], rows) ? smallest_shown(results, &families[i]) : TRIG_NONE;
        if (part != TRIG_NONE && (best == TRIG_NONE || results->items[part].base.denominator <
                                                           results->items[best].base.denominator))
            best = part;
    }
    return best;
}

/* Whether anybody can know a family's total: not when it is hidden itself, as
 * wherever it is asked for, because too few respondents are behind it. */
static bool has_known_total(const struct trig_disclosure_rules *rules, const struct trig_results *results,
                            const struct trig_family *family)
{
    uint64_t denominator = 0;
    double numerator = 0.0;
    for (size_t i = 0; i < family->part_count; i++) {
        const struct trig_base *base = &results->items[family->parts[i]].base;
        denominator += base->denominator;
        numerator += base->denominator ? base->numerator : 0.0;
    }
    return family->total != TRIG_NONE ||
           (denominator >= rules->threshold && !tells_everybody(rules, numerator, (double)denominator));
}

/* Protection under way. */
struct protection {
    const struct trig_disclosure_rules *rules;
    struct trig_results *results;
    const struct trig_family *families;
    size_t family_count;
    struct trig_result *before; /* the rows before a cure was tried; as many as results */
    size_t *incurable;          /* owned: what cannot be helped here, as the audit lists it */
    size_t incurable_length;
    size_t incurable_capacity;
    struct trig_error *error;
};

static enum trig_status audit(const struct protection *protection, size_t **exposed)
{
    return trig_disclosure_audit(protection->rules, protection->results, protection->families,
                                 protection->family_count, trig_disclosure_may_be_known, exposed,
                                 protection->error);
}

/* The first exposed sum that is not known to be incurable; NULL. */
static const size_t *next_exposed(const struct protection *protection, const size_t *exposed)
{
    for (; exposed && *exposed != TRIG_NONE; exposed = trig_audit_next(exposed))
        if (!trig_audit_has(protection->incurable, exposed))
            return exposed;
    return NULL;
}

/* Hides relatives of [rows], smallest first, until their sum follows no more;
 * false when all are hidden and it still does. */
static enum trig_status cure(const struct protection *protection, const size_t *rows, bool *cured)
{
    struct trig_results *results = protection->results;
    enum trig_status status = TRIG_OK;
    *cured = false;
    while (!*cured && status == TRIG_OK) {
        size_t relative = smallest_relative(results, protection->families, protection->family_count, rows);
        if (relative == TRIG_NONE)
            return TRIG_OK;
        hide(&results->items[relative], TRIG_SUPPRESSED_SECONDARY);
        protect_each_family(protection->rules, results, protection->families, protection->family_count);
        size_t *exposed;
        status = audit(protection, &exposed);
        *cured = status == TRIG_OK && !trig_audit_has(exposed, rows);
        trig_free(exposed);
    }
    return status;
}

/* Remembers what cannot be cured, and shows again what was hidden for it. */
static enum trig_status give_up(struct protection *protection, const size_t *rows)
{
    size_t count = trig_audit_length(rows) + 1;
    enum trig_status status =
        trig_grow((void **)&protection->incurable, &protection->incurable_capacity,
                  protection->incurable_length + count + 1, sizeof *rows, protection->error);
    if (status)
        return status;
    memcpy(protection->incurable + protection->incurable_length, rows, count * sizeof *rows);
    protection->incurable_length += count;
    protection->incurable[protection->incurable_length] = TRIG_NONE;
    memcpy(protection->results->items, protection->before,
           protection->results->count * sizeof *protection->before);
    return TRIG_OK;
}

/* One exposed sum less, cured or given up; [*done] when there is none. What cannot
 * be cured by hiding rows of this result is left to those who print the totals
 * that it follows from (analyze/group_totals.h): nothing is hidden in vain. */
static enum trig_status protect_together(struct protection *protection, bool *done)
{
    size_t *exposed;
    bool cured = true;
    enum trig_status status = audit(protection, &exposed);
    const size_t *rows = next_exposed(protection, exposed);
    *done = rows == NULL;
    if (status == TRIG_OK && rows) {
        memcpy(protection->before, protection->results->items,
               protection->results->count * sizeof *protection->before);
        status = cure(protection, rows, &cured);
    }
    if (status == TRIG_OK && !cured)
        status = give_up(protection, rows);
    trig_free(exposed);
    return status;
}

static enum trig_status protect(const struct trig_disclosure_rules *rules, struct trig_results *results,
                                const struct trig_family *families, size_t family_count,
                                struct trig_error *error)
{
    struct protection protection = {rules, results, families, family_count, NULL, NULL, 0, 0, error};
    enum trig_status status = TRIG_OK;
    bool done = false;
    protection.before = trig_calloc(results->count, sizeof *protection.before);
    if (!protection.before)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    protect_each_family(rules, results, families, family_count);
    while (!done && status == TRIG_OK)
        status = protect_together(&protection, &done);
    trig_free(protection.before);
    trig_free(protection.incurable);
    return status;
}

enum trig_status trig_disclosure_apply(const struct trig_disclosure_rules *rules,
                                       struct trig_results *results, const struct trig_family *families,
                                       size_t family_count, struct trig_error *error)
{
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    for (size_t i = 0; i < results->count; i++)
        apply_primary(rules, &results->items[i]);
    struct trig_family *known = trig_calloc(family_count, sizeof *known);
    size_t count = 0;
    if (!known)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    for (size_t i = 0; i < family_count; i++)
        if (has_known_total(rules, results, &families[i]))
            known[count++] = families[i];
    enum trig_status status = protect(rules, results, known, count, error);
    trig_free(known);
    return status;
}
