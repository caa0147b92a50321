#include "analyze/trend/parts.h"

#include <math.h>

/* Correlations, and shares of people, are known to this step only: what two waves share adds up over
 * institutions, and what is left of a sum would be a few people's. */
#define STEP 0.05

static double round_up(const struct trig_trend *trend, double x)
{
    bool exact = trend->bench.context->disclosure.mode == TRIG_DISCLOSURE_NONE;
    return exact ? x : ceil(x / STEP - 1e-9) * STEP;
}

enum trig_status trig_trend_link(struct trig_trend *trend)
{
    const struct trig_bench *bench = &trend->bench;
    const struct trig_design *design = &bench->request.design;
    if (trig_definition_role(bench->cells.definition, TRIG_ROLE_RESPONDENT) == TRIG_NONE)
        return TRIG_OK;
    if (design->declared || bench->cells.calibration || bench->cells.respondents)
        return TRIG_OK;
    return trig_links_create(bench->context->stores, bench->context->store_count, &bench->request,
                             &bench->cells, &trend->links, trend->error);
}

/* Adds what two of the influences share, if enough people stand behind it. */
static void add_pair(const struct trig_trend *trend, size_t measure, const struct trig_wave_part *a,
                     const struct trig_wave_part *b, struct trig_shared *out)
{
    struct trig_linked linked = trig_links_between(trend->links, measure, &a->influence, &b->influence);
    double scale = sqrt(a->variance * b->variance);
    const struct trig_disclosure_rules *rules = &trend->bench.context->disclosure;
    size_t least = rules->mode == TRIG_DISCLOSURE_NONE ? 2 : rules->threshold;
    if (linked.people < least || !(scale > 0.0))
        return;
    out->used = true;
    out->people += (double)linked.people;
    out->variance += 2.0 * scale * fmin(1.0, round_up(trend, linked.covariance / scale));
}

struct trig_shared trig_trend_shared(const struct trig_trend *trend, size_t measure,
                                     const struct trig_wave_part *parts, size_t count)
{
    struct trig_shared shared = {.kept = 1.0};
    double answers = 0.0;
    double most = 0.0;
    double independent = 0.0;
    for (size_t i = 0; i < count; i++) {
        answers += parts[i].n;
        most = fmax(most, parts[i].n);
        independent += parts[i].variance;
        for (size_t j = 0; j < i && trend->links; j++)
            add_pair(trend, measure, &parts[j], &parts[i], &shared);
    }
    if (!shared.used || !(independent + shared.variance > 0.0))
        return (struct trig_shared){.kept = 1.0};
    shared.kept = 1.0 - fmin(round_up(trend, shared.people / answers), (answers - most) / answers);
    return shared;
}
