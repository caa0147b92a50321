#include "analyze/summary/estimands.h"

static const struct trig_estimand by_name = {.statistic = TRIG_STATISTIC_MEAN};

static bool is_asked(const struct trig_estimands *estimands, enum trig_statistic statistic)
{
    for (size_t i = 0; estimands && i < estimands->count; i++)
        if (estimands->items[i].statistic == statistic)
            return true;
    return false;
}

static size_t add_statistics(const struct trig_estimands *estimands, size_t measure,
                             struct trig_planned *plan)
{
    size_t count = 0;
    size_t asked = estimands ? estimands->count : 1;
    for (size_t i = 0; i < asked; i++) {
        const struct trig_estimand *estimand = estimands ? &estimands->items[i] : &by_name;
        if (estimand->statistic != TRIG_STATISTIC_CORRELATION)
            plan[count++] = (struct trig_planned){.statistic = estimand->statistic,
                                                  .measure = measure,
                                                  .other = TRIG_NONE,
                                                  .estimand = estimand};
    }
    return count;
}

static size_t add_ratios(const struct trig_estimands *estimands, struct trig_planned *plan)
{
    for (size_t i = 0; i < estimands->ratio_count; i++)
        plan[i] = (struct trig_planned){.statistic = TRIG_STATISTIC_RATIO,
                                        .measure = estimands->ratios[i].numerator,
                                        .other = estimands->ratios[i].denominator,
                                        .ratio = &estimands->ratios[i]};
    return estimands->ratio_count;
}

static size_t add_correlations(const struct trig_measures *measures, size_t shown, struct trig_planned *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < shown; i++)
        for (size_t j = i + 1; j < shown; j++)
            if (measures->items[i].kind != TRIG_MEASURE_RESPONDENTS &&
                measures->items[j].kind != TRIG_MEASURE_RESPONDENTS)
                plan[count++] =
                    (struct trig_planned){.statistic = TRIG_STATISTIC_CORRELATION, .measure = i, .other = j};
    return count;
}

enum trig_status trig_estimands_plan(const struct trig_estimands *estimands,
                                     const struct trig_measures *measures, struct trig_arena *arena,
                                     struct trig_planned **out, size_t *count, struct trig_error *error)
{
    size_t shown = estimands ? estimands->measures : measures->count;
    size_t most = shown * (estimands ? estimands->count : 1);
    bool correlated = is_asked(estimands, TRIG_STATISTIC_CORRELATION);
    if (estimands)
        most += estimands->ratio_count + (correlated ? shown * shown : 0);
    struct trig_planned *plan = trig_arena_calloc(arena, most, sizeof *plan);
    if (!plan)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu rows of each group", most);
    *count = 0;
    for (size_t i = 0; i < shown; i++)
        *count += add_statistics(estimands, i, plan + *count);
    if (estimands)
        *count += add_ratios(estimands, plan + *count);
    if (correlated)
        *count += add_correlations(measures, shown, plan + *count);
    *out = plan;
    return TRIG_OK;
}

bool trig_planned_needs_respondents(const struct trig_planned *planned)
{
    return planned->statistic != TRIG_STATISTIC_MEAN && planned->statistic != TRIG_STATISTIC_TOTAL;
}
