#include "analyze/disclosure/granularity.h"

#include "analyze/disclosure/audit.h"

/* One choice under way. */
struct choosing {
    const struct trig_disclosure_rules *rules;
    const struct trig_granularity *asked;
    size_t *level;
    enum trig_suppression *reason;
    double *pooled;            /* scratch, by code: the hidden members of a family together */
    double *sums;              /* scratch, by part */
    bool *hidden;              /* scratch, by domain: at a level */
    bool *unsolved;            /* scratch, by domain: hangs together with too many to tell what follows */
    size_t stage;              /* whose domains are being decided */
    struct trig_family *known; /* scratch: the families that say something at a level */
    size_t known_count;
    bool *marked; /* scratch, by domain */
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
    double all = 0.0;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->sums[i] = 0.0;
    for (size_t i = 0; i < asked->codes; i++) {
        choosing->sums[parts[i]] += counts[i];
        all += counts[i];
    }
    for (size_t i = 0; i < asked->codes; i++) {
        double inside = choosing->sums[parts[i]];
        if (inside <= least || all - inside <= least)
            return false;
    }
    return true;
}

/* The finest level that a domain passes by itself. */
static size_t finest(const struct choosing *choosing, size_t domain)
{
    const struct trig_granularity *asked = choosing->asked;
    size_t level = 0;
    while (level < asked->levels &&
           !passes(choosing, asked->counts + domain * asked->codes, asked->n[domain], level))
        level++;
    return level;
}

static void choose_alone(const struct choosing *choosing, size_t domain)
{
    const struct trig_granularity *asked = choosing->asked;
    enum trig_suppression barred = asked->barred ? asked->barred[domain] : TRIG_SUPPRESSED_NONE;
    size_t level = finest(choosing, domain);
    bool own = level == asked->levels; /* a reason of its own goes before what covers for others */
    choosing->level[domain] = barred ? asked->levels : level;
    choosing->reason[domain] = barred;
    if (own && (barred == TRIG_SUPPRESSED_NONE || barred == TRIG_SUPPRESSED_SECONDARY))
        choosing->reason[domain] = TRIG_SUPPRESSED_NUMERATOR;
    if (asked->n[domain] < (double)choosing->rules->threshold)
        choosing->reason[domain] = TRIG_SUPPRESSED_THRESHOLD;
}

/* ---- families ------------------------------------------------------------------------- */

/* Whether what the hidden ones of [domains] have together at [level] may be known. */
static bool sum_is_safe(const struct choosing *choosing, const size_t *domains, size_t count, size_t level)
{
    const struct trig_granularity *asked = choosing->asked;
    size_t hidden = 0; /* that anybody is in: nobody can hide behind nobody */
    bool any = false;
    double n = 0.0;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->pooled[i] = 0.0;
    for (size_t i = 0; i < count; i++) {
        size_t domain = domains[i];
        if (choosing->level[domain] <= level)
            continue;
        any = any || asked->n[domain] > 0.0 || !asked->named || asked->named[domain];
        hidden += asked->n[domain] > 0.0;
        n += asked->n[domain];
        for (size_t code = 0; code < asked->codes; code++)
            choosing->pooled[code] += asked->counts[domain * asked->codes + code];
    }
    return !any || (hidden >= 2 && passes(choosing, choosing->pooled, n, level));
}

/* Whether the total of [family] passes [level], so that somebody may show it. */
static bool total_passes(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    const struct trig_granularity *asked = choosing->asked;
    double n = 0.0;
    for (size_t i = 0; i < asked->codes; i++)
        choosing->pooled[i] = 0.0;
    for (size_t i = 0; i < family->part_count; i++) {
        n += asked->n[family->parts[i]];
        for (size_t code = 0; code < asked->codes; code++)
            choosing->pooled[code] += asked->counts[family->parts[i] * asked->codes + code];
    }
    return passes(choosing, choosing->pooled, n, level);
}

static size_t stage_of(const struct choosing *choosing, size_t domain)
{
    return choosing->asked->stages ? choosing->asked->stages[domain] : 0;
}

/* Families of domains that have been decided, or are being. */
static void list_known(struct choosing *choosing, size_t level)
{
    choosing->known_count = 0;
    for (size_t i = 0; i < choosing->asked->family_count; i++) {
        const struct trig_family *family = &choosing->asked->families[i];
        if (stage_of(choosing, family->parts[0]) > choosing->stage)
            continue;
        bool known = family->total == TRIG_NONE ? total_passes(choosing, family, level)
                                                : stage_of(choosing, family->total) <= choosing->stage;
        if (known)
            choosing->known[choosing->known_count++] = *family;
    }
}

static bool can_give_way(const struct choosing *choosing, size_t domain, size_t level)
{
    return stage_of(choosing, domain) == choosing->stage && choosing->level[domain] <= level;
}

/* The smallest domain of a family that is shown at [level] and can give way;
 * TRIG_NONE when there is none. */
static size_t smallest_shown(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < family->part_count; i++) {
        size_t domain = family->parts[i];
        if (can_give_way(choosing, domain, level) &&
            (best == TRIG_NONE || choosing->asked->n[domain] < choosing->asked->n[best]))
            best = domain;
    }
    if (best == TRIG_NONE && family->total != TRIG_NONE && can_give_way(choosing, family->total, level))
        return family->total;
    return best;
}

/* Takes the next coarser level for a domain that is shown at [level]. */
static void coarsen(const struct choosing *choosing, size_t domain, size_t level)
{
    choosing->level[domain] = level + 1;
    if (level + 1 == choosing->asked->levels)
        choosing->reason[domain] = TRIG_SUPPRESSED_SECONDARY;
}

/* Coarsens members of [family] until [level] gives nothing away; whether any was. */
static bool protect_family(const struct choosing *choosing, const struct trig_family *family, size_t level)
{
    bool changed = false;
    while ((family->total == TRIG_NONE || choosing->level[family->total] <= level) &&
           !sum_is_safe(choosing, family->parts, family->part_count, level)) {
        size_t domain = smallest_shown(choosing, family, level);
        if (domain == TRIG_NONE)
            return changed;
        coarsen(choosing, domain, level);
        changed = true;
    }
    return changed;
}

/* ---- all families together ------------------------------------------------------------ */

static void mark_hidden(const struct choosing *choosing, size_t level)
{
    for (size_t i = 0; i < choosing->asked->domains; i++)
        choosing->hidden[i] = choosing->level[i] > level;
}

static bool has_marked(const struct choosing *choosing, const struct trig_family *family)
{
    for (size_t i = 0; i < family->part_count; i++)
        if (choosing->marked[family->parts[i]])
            return true;
    return family->total != TRIG_NONE && choosing->marked[family->total];
}

/* Marks a domain if it is hidden at [level]; whether it was not marked before. */
static bool mark(const struct choosing *choosing, size_t domain, size_t level)
{
    if (domain == TRIG_NONE || choosing->level[domain] <= level || choosing->marked[domain])
        return false;
    return choosing->marked[domain] = true;
}

/* Marks what is hidden in the families of marked domains; whether that is any more. */
static bool spread(const struct choosing *choosing, size_t level)
{
    bool spreads = false;
    for (size_t i = 0; i < choosing->known_count; i++) {
        const struct trig_family *family = &choosing->known[i];
        if (!has_marked(choosing, family))
            continue;
        for (size_t j = 0; j < family->part_count; j++)
            spreads |= mark(choosing, family->parts[j], level);
        spreads |= mark(choosing, family->total, level);
    }
    return spreads;
}

static size_t smallest_beside_marked(const struct choosing *choosing, size_t level)
{
    size_t best = TRIG_NONE;
    for (size_t i = 0; i < choosing->known_count; i++) {
        if (!has_marked(choosing, &choosing->known[i]))
            continue;
        size_t domain = smallest_shown(choosing, &choosing->known[i], level);
        if (domain != TRIG_NONE &&
            (best == TRIG_NONE || choosing->asked->n[domain] < choosing->asked->n[best]))
            best = domain;
    }
    return best;
}

/* The smallest domain that can give way in the families that hold one of
 * [domains], or else, [far], in those that share something hidden with them, and so
 * on: coarsening it makes their equations say less. */
static size_t smallest_relative(const struct choosing *choosing, const size_t *domains, size_t count,
                                size_t level, bool far)
{
    size_t found;
    memset(choosing->marked, 0, choosing->asked->domains * sizeof *choosing->marked);
    for (size_t i = 0; i < count; i++)
        choosing->marked[domains[i]] = true;
    do {
        found = smallest_beside_marked(choosing, level);
    } while (found == TRIG_NONE && far && spread(choosing, level));
    return found;
}

static size_t length_of(const size_t *sum)
{
    size_t length = 0;
    while (sum[length] != TRIG_NONE)
        length++;
    return length;
}

static bool is_unsolved(const struct choosing *choosing, const struct trig_family *family)
{
    for (size_t i = 0; i < family->part_count; i++)
        if (choosing->unsolved[family->parts[i]])
            return true;
    return family->total != TRIG_NONE && choosing->unsolved[family->total];
}

/* Where too many hang together to tell what follows, all of them that can give way
 * do: nothing is left to subtract. Whether any did. */
static bool protect_unsolved(const struct choosing *choosing, size_t level)
{
    bool changed = false;
    for (size_t i = 0; i < choosing->known_count; i++) {
        const struct trig_family *family = &choosing->known[i];
        if (!is_unsolved(choosing, family))
            continue;
        for (size_t domain; (domain = smallest_shown(choosing, family, level)) != TRIG_NONE; changed = true)
            coarsen(choosing, domain, level);
    }
    return changed;
}

/* Every sum of hidden domains that follows from the families together has to be
 * safe, not only what each family leaves. What gave way for one sum may have been
 * what another followed from: relatives of relatives wait until that is known. */
static enum trig_status protect_together(const struct choosing *choosing, size_t level, bool *changed,
                                         struct trig_error *error)
{
    size_t *sums = NULL;
    mark_hidden(choosing, level);
    const struct trig_audit audit = {choosing->asked->domains, choosing->hidden,      choosing->asked->n,
                                     choosing->known,          choosing->known_count, choosing->unsolved};
    memset(choosing->unsolved, 0, choosing->asked->domains * sizeof *choosing->unsolved);
    enum trig_status status = trig_audit_sums(&audit, &sums, error);
    *changed = status == TRIG_OK && protect_unsolved(choosing, level);
    for (const size_t *sum = sums; sum && *sum != TRIG_NONE; sum += length_of(sum) + 1) {
        size_t count = length_of(sum);
        size_t relative = sum_is_safe(choosing, sum, count, level)
                              ? TRIG_NONE
                              : smallest_relative(choosing, sum, count, level, !*changed);
        if (relative != TRIG_NONE)
            coarsen(choosing, relative, level);
        *changed = *changed || relative != TRIG_NONE;
    }
    trig_free(sums);
    return status;
}

/* From coarse to fine: coarsening to level + 1 leaves all coarser levels as they
 * are. A domain may be in several families: until none changes. */
static enum trig_status protect(struct choosing *choosing, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t level = choosing->asked->levels; level-- > 0 && status == TRIG_OK;) {
        bool changed = true;
        list_known(choosing, level);
        while (changed && status == TRIG_OK) {
            changed = false;
            for (size_t i = 0; i < choosing->known_count; i++)
                changed |= protect_family(choosing, &choosing->known[i], level);
            if (!changed && choosing->known_count > 1)
                status = protect_together(choosing, level, &changed, error);
        }
    }
    return status;
}

/* ---- making a choice ------------------------------------------------------------------ */

static enum trig_status allocate(struct choosing *choosing, struct trig_error *error)
{
    const struct trig_granularity *asked = choosing->asked;
    choosing->pooled = trig_calloc(asked->codes, sizeof *choosing->pooled);
    choosing->sums = trig_calloc(asked->codes, sizeof *choosing->sums);
    choosing->hidden = trig_calloc(asked->domains, sizeof *choosing->hidden);
    choosing->unsolved = trig_calloc(asked->domains, sizeof *choosing->unsolved);
    choosing->known = trig_calloc(asked->family_count, sizeof *choosing->known);
    choosing->marked = trig_calloc(asked->domains, sizeof *choosing->marked);
    if (choosing->pooled && choosing->sums && choosing->hidden && choosing->unsolved && choosing->known &&
        choosing->marked)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for disclosure control");
}

static void clear(struct choosing *choosing)
{
    trig_free(choosing->pooled);
    trig_free(choosing->sums);
    trig_free(choosing->hidden);
    trig_free(choosing->unsolved);
    trig_free(choosing->known);
    trig_free(choosing->marked);
}

/* Whether there is anything to decide at the stage. */
static bool has_stage(const struct choosing *choosing)
{
    for (size_t i = 0; i < choosing->asked->domains; i++)
        if (stage_of(choosing, i) == choosing->stage)
            return true;
    return false;
}

static enum trig_status choose(struct choosing *choosing, struct trig_error *error)
{
    size_t last = 0;
    enum trig_status status = allocate(choosing, error);
    for (size_t i = 0; i < choosing->asked->domains && status == TRIG_OK; i++) {
        choose_alone(choosing, i);
        if (stage_of(choosing, i) > last)
            last = stage_of(choosing, i);
    }
    for (; choosing->stage <= last && status == TRIG_OK; choosing->stage++)
        if (has_stage(choosing))
            status = protect(choosing, error);
    return status;
}

enum trig_status trig_granularity_choose(const struct trig_disclosure_rules *rules,
                                         const struct trig_granularity *asked, size_t *level,
                                         enum trig_suppression *reason, struct trig_error *error)
{
    struct choosing choosing = {.rules = rules, .asked = asked, .level = level, .reason = reason};
    for (size_t i = 0; i < asked->domains && rules->mode == TRIG_DISCLOSURE_NONE; i++) {
        level[i] = 0;
        reason[i] = TRIG_SUPPRESSED_NONE;
    }
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    enum trig_status status = choose(&choosing, error);
    clear(&choosing);
    return status;
}
