#include "analyze/trend/parts.h"

/* ---- series --------------------------------------------------------------------------------------- */

static enum trig_status add_series(struct trig_trend *trend, const struct trig_domain *const *domains,
                                   size_t count, bool is_own)
{
    if (count == 0)
        return TRIG_OK;
    trend->series[trend->series_count++] = (struct trig_series){domains, count, is_own};
    trend->domain_count += count;
    return TRIG_OK;
}

static bool is_of_wave(const struct trig_cells *cells, size_t cell, const void *wave)
{
    return cells->items[cell].wave == *(const size_t *)wave;
}

/* The sector in every wave. */
static enum trig_status add_sector(struct trig_trend *trend)
{
    struct trig_domain *domains = trig_arena_calloc(&trend->arena, trend->wave_count, sizeof *domains);
    const struct trig_domain **list =
        trig_arena_calloc(&trend->arena, trend->wave_count, sizeof(struct trig_domain *));
    if (!domains || !list)
        return trig_bench_no_memory(trend->error);
    for (size_t i = 0; i < trend->wave_count; i++) {
        enum trig_status status = trig_domain_select(&trend->bench.cells, is_of_wave, &trend->waves[i],
                                                     &trend->arena, &domains[i], trend->error);
        if (status)
            return status;
        domains[i].wave = trend->waves[i];
        list[i] = &domains[i];
    }
    return add_series(trend, list, trend->wave_count, false);
}

static enum trig_status add_institution(struct trig_trend *trend)
{
    const struct trig_standing *standing = &trend->bench.standing;
    const struct trig_domain **list =
        trig_arena_calloc(&trend->arena, trend->wave_count, sizeof(struct trig_domain *));
    size_t count = 0;
    if (!list)
        return trig_bench_no_memory(trend->error);
    for (size_t i = 0; i < trend->wave_count; i++) {
        size_t domain = trig_standing_find(standing, trend->waves[i], trend->options->institution);
        if (domain != TRIG_NONE)
            list[count++] = &standing->domains.items[domain];
    }
    if (count == 0)
        return trig_error_set(
            trend->error, TRIG_ERR_DOMAIN,
            "nobody of %.*s answered in any of these waves; `trig-collect status` lists what is stored",
            TRIG_VIEW_ARG(trend->bench.cells.definition->institutions[trend->options->institution].name));
    return add_series(trend, list, count, true);
}

static size_t place_of_wave(const struct trig_trend *trend, size_t wave)
{
    size_t place = 0;
    while (trend->waves[place] != wave)
        place++;
    return place;
}

static bool same_category(const struct trig_trend *trend, const struct trig_domain *a,
                          const struct trig_domain *b)
{
    size_t values = trend->bench.results.by_count;
    return a->institution == b->institution && a->group == b->group &&
           (values == 0 || memcmp(a->values, b->values, values * sizeof *a->values) == 0);
}

/* One series from the [count] domains at [first], which differ in their wave only. */
static enum trig_status add_category(struct trig_trend *trend, const struct trig_domain *first, size_t count)
{
    const struct trig_domain **list =
        trig_arena_calloc(&trend->arena, trend->wave_count, sizeof(struct trig_domain *));
    size_t filled = 0;
    if (!list)
        return trig_bench_no_memory(trend->error);
    for (size_t i = 0; i < count; i++)
        list[place_of_wave(trend, first[i].wave)] = &first[i];
    for (size_t i = 0; i < trend->wave_count; i++)
        if (list[i])
            list[filled++] = list[i];
    return add_series(trend, list, filled, false);
}

/* The breakdown's names, wave last, so that a category's waves stand together. */
static enum trig_status add_breakdown(struct trig_trend *trend)
{
    struct trig_domains *domains = &trend->domains;
    enum trig_status status = trig_domains_build(&trend->bench.cells, &trend->bench.request.bys,
                                                 &trend->arena, domains, trend->error);
    if (status)
        return status;
    trend->series = trig_arena_calloc(&trend->arena, domains->count, sizeof *trend->series);
    if (!trend->series)
        return trig_bench_no_memory(trend->error);
    size_t start = 0;
    for (size_t i = 1; i <= domains->count && status == TRIG_OK; i++) {
        if (i < domains->count && same_category(trend, &domains->items[start], &domains->items[i]))
            continue;
        status = add_category(trend, &domains->items[start], i - start);
        start = i;
    }
    return status;
}

enum trig_status trig_trend_series(struct trig_trend *trend)
{
    if (trend->by_category)
        return add_breakdown(trend);
    trend->series = trig_arena_calloc(&trend->arena, 2, sizeof *trend->series);
    if (!trend->series)
        return trig_bench_no_memory(trend->error);
    enum trig_status status = TRIG_OK;
    if (trend->options->institution != TRIG_NONE)
        status = add_institution(trend);
    return status ? status : add_sector(trend);
}
