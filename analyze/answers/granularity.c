#include "analyze/answers/granularity.h"

/* One choice under way. */
struct choosing {
    const struct trig_disclosure_rules *rules;
    const struct trig_granularity *asked;
    size_t *level;
    enum trig_suppression *reason;
    double *pooled; /* scratch, by code: the hidden members of a family together */
    double *sums;   /* scratch, by part */
};

/* ---- one group ---------------------------------------------------------------------- */

/* Whether [counts] of [n] respondents may be shown at [level]. */
static bool passes(const struct choosing *choosing, const double *counts, double n, size_t level)
{
    const struct trig_granularity *asked = choosing->asked;
    const size_t *parts = asked->parts + level * asked->codes;
    double least = (double)choosing->rules->numerator;
    if (n < (double)choosing->rules->threshold)
        return false;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->sums[i] = 0.0;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->sums[parts[i]] += counts[i];
    for (size_t i = 0; i < asked->codes; i++) {
        double inside = choosing->sums[parts[i]];
        if (inside <= least || n - inside <= least)
            return false;
    }
    return true;
}

/* The finest level that a domain passes by itself. */
static void choose_alone(const struct choosing *choosing, size_t domain)
{
    const struct trig_granularity *asked = choosing->asked;
    bool barred = asked->barred && asked->barred[domain];
    size_t level = barred ? asked->levels : 0;
    while (level < asked->levels &&
           !passes(choosing, asked->counts + domain * asked->codes, asked->n[domain], level))
        level++;
    choosing->level[domain] = level;
    choosing->reason[domain] = TRIG_SUPPRESSED_NONE;
    if (level < asked->levels)
        return;
    bool few = asked->n[domain] < (double)choosing->rules->threshold;
    choosing->reason[domain] = few      ? TRIG_SUPPRESSED_THRESHOLD
                               : barred ? TRIG_SUPPRESSED_SECONDARY
                                        : TRIG_SUPPRESSED_NUMERATOR;
}

/* ---- families ------------------------------------------------------------------------- */

/* Whether what subtraction leaves of [family] at [level] may be known. */
static bool remainder_is_safe(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    const struct trig_granularity *asked = choosing->asked;
    size_t hidden = 0;
    double n = 0.0;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->pooled[i] = 0.0;
    for (size_t i = 0; i < family->part_count; i++) {
        size_t domain = family->parts[i];
        if (choosing->level[domain] <= level)
            continue;
        hidden++;
        n += asked->n[domain];
        for (size_t code = 0; code < asked->codes; code++)
            choosing->pooled[code] += asked->counts[domain * asked->codes + code];
    }
    return hidden == 0 || (hidden >= 2 && passes(choosing, choosing->pooled, n, level));
}

/* The smallest member that is shown at [level]; TRIG_NONE when there is none. */
static size_t smallest_shown(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < family->part_count; i++) {
        size_t domain = family->parts[i];
        if (choosing->level[domain] > level)
            continue;
        if (best == TRIG_NONE || choosing->asked->n[domain] < choosing->asked->n[best])
            best = domain;
    }
    return best;
}

/* Coarsens members of [family] until [level] gives nothing away; whether any was. */
static bool protect_family(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    bool changed = false;
    while (!remainder_is_safe(choosing, family, level)) {
        size_t domain = smallest_shown(choosing, family, level);
        if (domain == TRIG_NONE)
            return changed;
        choosing->level[domain] = level + 1;
        if (level + 1 == choosing->asked->levels)
            choosing->reason[domain] = TRIG_SUPPRESSED_SECONDARY;
        changed = true;
    }
    return changed;
}

/* From coarse to fine: coarsening to level + 1 leaves all coarser levels as they
 * are. A domain may be in several families: until none changes. */
static void protect(const struct choosing *choosing)
{
    const struct trig_granularity *asked = choosing->asked;
    for (size_t level = asked->levels; level-- > 0;) {
        bool changed = true;
        while (changed) {
            changed = false;
            for (size_t i = 0; i < asked->family_count; i++)
                changed |= protect_family(choosing, &asked->families[i], level);
        }
    }
}

enum trig_status trig_granularity_choose(const struct trig_disclosure_rules *rules,
                                         const struct trig_granularity *asked, size_t *level,
                                         enum trig_suppression *reason, struct trig_error *error)
{
    struct choosing choosing = {rules, asked, level, reason, NULL, NULL};
    for (size_t i = 0; i < asked->domains && rules->mode == TRIG_DISCLOSURE_NONE; i++) {
        level[i] = 0;
        reason[i] = TRIG_SUPPRESSED_NONE;
    }
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    choosing.pooled = trig_calloc(asked->codes, sizeof *choosing.pooled);
    choosing.sums = trig_calloc(asked->codes, sizeof *choosing.sums);
    enum trig_status status = TRIG_OK;
    if (!choosing.pooled || !choosing.sums) {
        status = trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
    } else {
        for (size_t i = 0; i < asked->domains; i++)
            choose_alone(&choosing, i);
        protect(&choosing);
    }
    trig_free(choosing.pooled);
    trig_free(choosing.sums);
    return status;
}

/* ---- kinds of no answer ------------------------------------------------------------------ */

static double hidden_count(const struct trig_kinds *asked, const struct trig_family *family, size_t kind,
                           size_t *hidden)
{
    double count = 0.0;
    *hidden = 0;
    for (size_t i = 0; i < family->part_count; i++) {
        if (asked->shown[family->parts[i]])
            continue;
        ++*hidden;
        count += asked->counts[family->parts[i] * asked->kinds + kind];
    }
    return count;
}

static bool kind_passes(const struct trig_kinds *asked, double threshold, size_t kind)
{
    for (size_t i = 0; i < asked->domains; i++)
        if (asked->shown[i] && asked->counts[i * asked->kinds + kind] < threshold)
            return false;
    for (size_t i = 0; i < asked->family_count; i++) {
        size_t hidden;
        double count = hidden_count(asked, &asked->families[i], kind, &hidden);
        if (hidden && count < threshold)
            return false;
    }
    return true;
}

/* Whether the kinds that are not kept hide one another. */
static bool rest_is_safe(const struct trig_kinds *asked, double threshold, const bool *kept)
{
    size_t gathered = 0;
    for (size_t i = 0; i < asked->kinds; i++)
        gathered += !kept[i];
    if (gathered < 2)
        return gathered == 0;
    for (size_t i = 0; i < asked->domains; i++) {
        double rest = 0.0;
        for (size_t kind = 0; kind < asked->kinds; kind++)
            rest += kept[kind] ? 0.0 : asked->counts[i * asked->kinds + kind];
        if (asked->shown[i] && rest < threshold)
            return false;
    }
    return true;
}

/* The kept kind that the fewest respondents have; TRIG_NONE when none is kept. */
static size_t smallest_kept(const struct trig_kinds *asked, const bool *kept)
{
    size_t best = TRIG_NONE;
    double least = 0.0;
    for (size_t kind = 0; kind < asked->kinds; kind++) {
        double count = 0.0;
        for (size_t i = 0; i < asked->domains; i++)
            count += asked->counts[i * asked->kinds + kind];
        if (!kept[kind] || (best != TRIG_NONE && count >= least))
            continue;
        best = kind;
        least = count;
    }
    return best;
}

void trig_kinds_choose(const struct trig_disclosure_rules *rules, const struct trig_kinds *asked, bool *kept)
{
    double threshold = (double)rules->threshold;
    for (size_t i = 0; i < asked->kinds; i++)
        kept[i] = rules->mode == TRIG_DISCLOSURE_NONE || kind_passes(asked, threshold, i);
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return;
    for (;;) {
        size_t kind = smallest_kept(asked, kept);
        if (kind == TRIG_NONE || rest_is_safe(asked, threshold, kept))
            return;
        kept[kind] = false;
    }
}
