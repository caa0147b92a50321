#include "analyze/answers/kinds.h"

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
