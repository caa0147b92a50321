#include "analyze/findings/wording.h"

#include <math.h>
#include <string.h>

/* ---- numbers ------------------------------------------------------------------------------- */

static struct trig_view amount(struct trig_arena *arena, const struct trig_found *found, double value)
{
    int decimals = (found->points ? 1 : 2) - found->rounded;
    return trig_arena_printf(arena, "%.*f", decimals, fabs(value) < 0.005 ? 0.0 : value);
}

static const char *unit_of(const struct trig_found *found)
{
    return found->share ? " percentage points" : found->points ? " points" : " on its own scale";
}

static const char *side_of(const struct trig_wording *wording, double value)
{
    if (wording->kind == TRIG_WORDING_SINCE || wording->kind == TRIG_WORDING_LINE)
        return value < 0.0 ? "down" : "up";
    return value < 0.0 ? "below" : "above";
}

/* One end of the interval: "5.1 below". */
static struct trig_view end_of(struct trig_arena *arena, const struct trig_found *found,
                               const struct trig_wording *wording, double value)
{
    struct trig_view size = amount(arena, found, fabs(value));
    return trig_arena_printf(arena, "%.*s %s", TRIG_VIEW_ARG(size), side_of(wording, value));
}

/* "2.0 to 10.2 below", or "5.1 below to 2.7 above" where the sides differ. */
static struct trig_view interval_of(struct trig_arena *arena, const struct trig_found *found,
                                    const struct trig_wording *wording)
{
    double low = found->evidence.low, high = found->evidence.high;
    if ((low < 0.0) != (high < 0.0)) {
        struct trig_view first = end_of(arena, found, wording, low),
                         last = end_of(arena, found, wording, high);
        return trig_arena_printf(arena, "%.*s to %.*s", TRIG_VIEW_ARG(first), TRIG_VIEW_ARG(last));
    }
    double nearer = fmin(fabs(low), fabs(high)), farther = fmax(fabs(low), fabs(high));
    struct trig_view near_text = amount(arena, found, nearer);
    struct trig_view far_text = end_of(arena, found, wording, low < 0.0 ? -farther : farther);
    return trig_arena_printf(arena, "%.*s to %.*s", TRIG_VIEW_ARG(near_text), TRIG_VIEW_ARG(far_text));
}

/* "p = 0.012" or "p < 0.001"; adjusted when that is what the rule looked at. */
static struct trig_view p_of(struct trig_arena *arena, const struct trig_found *found)
{
    bool adjusted = !isnan(found->evidence.p_adjusted);
    double p = adjusted ? found->evidence.p_adjusted : found->evidence.p;
    if (isnan(p))
        return trig_view("not tested");
    const char *what = adjusted ? "adjusted p" : "p";
    return p < 0.001 ? trig_arena_printf(arena, "%s < 0.001", what)
                     : trig_arena_printf(arena, "%s = %.3f", what, p);
}

/* ---- differences --------------------------------------------------------------------------- */

/* "58.3, 6.1 points below the sector at 64.4", "6.1 points down since 2021, from 64.4 to 58.3",
 * "6.1 points down from 2015 to 2024, by a line through 4 waves", "technicians 6.1 points below managers". */
static struct trig_view statement_of(struct trig_arena *arena, const struct trig_found *found,
                                     const struct trig_wording *wording)
{
    struct trig_view own = amount(arena, found, found->estimate),
                     other = amount(arena, found, found->benchmark);
    struct trig_view size = amount(arena, found, fabs(found->difference));
    const char *percent = found->share ? "%" : "";
    const char *side = side_of(wording, found->difference);
    if (wording->kind == TRIG_WORDING_SINCE)
        return trig_arena_printf(arena, "%.*s%s %s since %.*s, from %.*s%s to %.*s%s", TRIG_VIEW_ARG(size),
                                 unit_of(found), side, TRIG_VIEW_ARG(wording->other), TRIG_VIEW_ARG(other),
                                 percent, TRIG_VIEW_ARG(own), percent);
    if (wording->kind == TRIG_WORDING_LINE)
        return trig_arena_printf(arena, "%.*s%s %s from %.*s, by a line through %zu waves",
                                 TRIG_VIEW_ARG(size), unit_of(found), side, TRIG_VIEW_ARG(wording->other),
                                 wording->waves);
    if (wording->kind == TRIG_WORDING_PAIR)
        return trig_arena_printf(arena, "%.*s %.*s%s %s %.*s", TRIG_VIEW_ARG(wording->first),
                                 TRIG_VIEW_ARG(size), unit_of(found), side, TRIG_VIEW_ARG(wording->other));
    return trig_arena_printf(arena, "%.*s%s, %.*s%s %s %.*s at %.*s%s", TRIG_VIEW_ARG(own), percent,
                             TRIG_VIEW_ARG(size), unit_of(found), side, TRIG_VIEW_ARG(wording->other),
                             TRIG_VIEW_ARG(other), percent);
}

/* "62.0 against 64.4 for the sector"; of a pair: "technicians against managers". */
static struct trig_view confrontation_of(struct trig_arena *arena, const struct trig_found *found,
                                         const struct trig_wording *wording)
{
    struct trig_view own = amount(arena, found, found->estimate),
                     other = amount(arena, found, found->benchmark);
    const char *percent = found->share ? "%" : "";
    if (wording->kind == TRIG_WORDING_LINE)
        return trig_arena_printf(arena, "no line up or down from %.*s", TRIG_VIEW_ARG(wording->other));
    if (wording->kind == TRIG_WORDING_PAIR)
        return trig_arena_printf(arena, "%.*s against %.*s", TRIG_VIEW_ARG(wording->first),
                                 TRIG_VIEW_ARG(wording->other));
    return trig_arena_printf(
        arena, "%.*s%s against %.*s%s %s %.*s", TRIG_VIEW_ARG(own), percent, TRIG_VIEW_ARG(other), percent,
        wording->kind == TRIG_WORDING_SINCE ? "in" : "for", TRIG_VIEW_ARG(wording->other));
}

static struct trig_view no_evidence(struct trig_arena *arena, const struct trig_found *found,
                                    const struct trig_wording *wording, enum trig_rule_id id)
{
    struct trig_view both = confrontation_of(arena, found, wording);
    struct trig_view range = interval_of(arena, found, wording);
    if (isnan(found->evidence.low) || isnan(found->evidence.high))
        return trig_arena_printf(arena, "%.*s: %.*s. There is no interval, so nothing follows.",
                                 TRIG_VIEW_ARG(found->subject), TRIG_VIEW_ARG(both));
    return trig_arena_printf(arena, "%.*s: %.*s. The data fit anything from %.*s (%g%% interval).%s",
                             TRIG_VIEW_ARG(found->subject), TRIG_VIEW_ARG(both), TRIG_VIEW_ARG(range),
                             wording->level, trig_rule(id)->caution);
}

/* ---- effects ------------------------------------------------------------------------------- */

/* "eta squared 0.012, 95% interval 0.004 to 0.021, small; adjusted p = 0.002; n = 480". */
static struct trig_view effect_of(struct trig_arena *arena, const struct trig_found *found,
                                  const struct trig_wording *wording)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", TRIG_VIEW_ARG(found->effect_name));
    for (char *c = strchr(name, '_'); c; c = strchr(c, '_'))
        *c = ' ';
    struct trig_view p = p_of(arena, found);
    struct trig_view range = isnan(found->evidence.low)
                                 ? trig_view("no interval")
                                 : trig_arena_printf(arena, "%g%% interval %.3f to %.3f", wording->level,
                                                     found->evidence.low, found->evidence.high);
    return trig_arena_printf(arena, "%s %.3f, %.*s, %.*s; %.*s; n\u00a0=\u00a0%.0f", name, found->effect,
                             TRIG_VIEW_ARG(range), TRIG_VIEW_ARG(found->magnitude), TRIG_VIEW_ARG(p),
                             found->n);
}

/* Of an effect there is no side to take: groups differ, or there is no evidence that they do. */
static struct trig_view of_effect(struct trig_arena *arena, const struct trig_found *found,
                                  const struct trig_wording *wording, enum trig_rule_id id)
{
    bool pair = wording->kind == TRIG_WORDING_PAIR;
    bool differ = trig_rule(id)->strength != TRIG_NO_EVIDENCE;
    struct trig_view who =
        pair ? trig_arena_printf(arena, "%.*s and %.*s", TRIG_VIEW_ARG(wording->first),
                                 TRIG_VIEW_ARG(wording->other))
             : trig_arena_printf(arena, "the groups of %.*s", TRIG_VIEW_ARG(wording->other));
    struct trig_view numbers = effect_of(arena, found, wording);
    return trig_arena_printf(arena, "%.*s: %s%.*s differ (%.*s).%s", TRIG_VIEW_ARG(found->subject),
                             differ ? "" : "no evidence that ", TRIG_VIEW_ARG(who), TRIG_VIEW_ARG(numbers),
                             trig_rule(id)->caution);
}

/* ---- all ----------------------------------------------------------------------------------- */

struct trig_view trig_wording_sentence(struct trig_arena *arena, const struct trig_found *found,
                                       const struct trig_wording *wording, enum trig_rule_id id)
{
    const struct trig_rule *rule = trig_rule(id);
    if (rule->strength == TRIG_WITHHELD)
        return trig_arena_printf(arena, "%.*s: %s, to protect respondents.", TRIG_VIEW_ARG(found->subject),
                                 isfinite(found->n) ? "no comparison is shown" : "not shown");
    if (!found->directed)
        return of_effect(arena, found, wording, id);
    if (rule->strength == TRIG_NO_EVIDENCE)
        return no_evidence(arena, found, wording, id);
    struct trig_view statement = statement_of(arena, found, wording);
    struct trig_view range = interval_of(arena, found, wording);
    return trig_arena_printf(arena, "%.*s: %.*s (%g%% interval %.*s; n\u00a0=\u00a0%.0f).%s",
                             TRIG_VIEW_ARG(found->subject), TRIG_VIEW_ARG(statement), wording->level,
                             TRIG_VIEW_ARG(range), found->n, rule->caution);
}
