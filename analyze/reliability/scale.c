#include "analyze/reliability/scale.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the reliability of the pillars");
}

static enum trig_suppression rule_for(const struct trig_scale_group *scale, bool telling)
{
    const struct trig_disclosure_rules *rules = &scale->context->disclosure;
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_SUPPRESSED_NONE;
    if (scale->n < rules->threshold)
        return TRIG_SUPPRESSED_THRESHOLD;
    if (scale->reason != TRIG_SUPPRESSED_NONE)
        return scale->reason;
    return telling ? TRIG_SUPPRESSED_NUMERATOR : TRIG_SUPPRESSED_NONE;
}

bool trig_scale_is_hidden(const struct trig_result *row)
{
    return row->suppressed != TRIG_SUPPRESSED_NONE;
}

enum trig_status trig_scale_add_of(const struct trig_scale_group *scale, struct trig_results *results,
                                   size_t item, enum trig_statistic statistic, double estimate, bool telling,
                                   struct trig_result **row, struct trig_error *error)
{
    size_t at;
    const struct trig_measure *measure = item == TRIG_ALL_OF_SCALE ? scale->measure : &scale->items[item];
    enum trig_status status = trig_results_add(results, &at, error);
    if (status == TRIG_OK)
        status = trig_results_place(results, scale->cells, scale->domain, at) ? no_memory(error) : TRIG_OK;
    if (status)
        return status;
    *row = &results->items[at];
    (*row)->measure = measure->name;
    (*row)->measure_label = measure->label;
    (*row)->pillar = scale->pillar->pillar;
    (*row)->statistic = statistic;
    (*row)->unit = TRIG_UNIT_OWN;
    (*row)->basis = TRIG_BASIS_MODEL;
    (*row)->suppressed = rule_for(scale, telling);
    (*row)->base.denominator = scale->n;
    if (trig_scale_is_hidden(*row) || isnan(estimate))
        return TRIG_OK;
    (*row)->estimate = estimate;
    (*row)->n = scale->n;
    (*row)->n_eff = scale->n_eff;
    return TRIG_OK;
}

enum trig_status trig_scale_add(const struct trig_scale_group *scale, struct trig_results *results,
                                size_t item, enum trig_statistic statistic, double estimate,
                                struct trig_result **row, struct trig_error *error)
{
    bool telling = false;
    for (size_t i = 0; i < scale->pillar->items; i++)
        telling = telling || scale->telling[i];
    return trig_scale_add_of(scale, results, item, statistic, estimate, telling, row, error);
}

enum trig_status trig_scale_note(struct trig_results *results, const char *sentence, struct trig_error *error)
{
    return trig_results_note(results, results->count - 1, "%s", sentence) ? no_memory(error) : TRIG_OK;
}
