#include "analyze/benchmark/adjusted.h"

/* A share of an institution's answers that may be taken together before cells no longer
 * stand for its mix. */
#define SPARSE 0.10

/* More combinations of levels than this are no mix that a survey holds. */
#define MOST_COMBINATIONS ((size_t)1000000)

/* ---- what may stand by itself ---------------------------------------------------------------- */

static bool is_shown(const struct trig_standing *standing, size_t domain, size_t measure)
{
    return trig_standing_of(standing, domain, measure) == TRIG_SUPPRESSED_NONE &&
           trig_standing_row(standing, domain, measure)->base.denominator > 0;
}

static void set_group(const struct trig_domain *domain, size_t group, size_t *groups)
{
    for (size_t i = 0; i < domain->cell_count; i++)
        groups[domain->cells[i]] = group;
}

/* The base cells of a wave, all in [rest]; the others in none. */
static size_t *all_in(const struct trig_adjusted *adjusted, size_t wave, size_t rest)
{
    const struct trig_cells *cells = &adjusted->bench->cells;
    size_t *groups = trig_arena_calloc(&adjusted->bench->arena, cells->count, sizeof *groups);
    for (size_t i = 0; groups && i < cells->count; i++)
        groups[i] = cells->items[i].in_scope && cells->items[i].wave == wave ? rest : TRIG_NONE;
    return groups;
}

/* ---- cells --------------------------------------------------------------------------------------- */

/* Whether a combination stands by itself within the institution that is left out of it:
 * where nobody of the institution is in it, nothing is taken away. */
static bool stands_within(const struct trig_adjusted *adjusted, const struct trig_domain *combination,
                          size_t measure, size_t own)
{
    const struct trig_standing *standing = &adjusted->own;
    const struct trig_cells *cells = &adjusted->bench->cells;
    size_t owned = 0;
    size_t shown = 0;
    for (size_t i = 0; i < combination->cell_count; i++)
        owned += cells->items[combination->cells[i]].institution == own;
    for (size_t i = 0; i < standing->domains.count && owned; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        bool same = domain->institution == own && domain->wave == combination->wave;
        for (size_t j = 0; j < adjusted->asked->attributes.count && same; j++)
            same = domain->values[j] == combination->values[j];
        shown += same && is_shown(standing, i, measure) ? domain->cell_count : 0;
    }
    return owned == shown;
}

bool trig_adjusted_stands(const struct trig_adjusted *adjusted, const struct trig_standing *standing,
                          size_t domain, const struct trig_mix_place *place)
{
    const struct trig_domain *of = &standing->domains.items[domain];
    if (of->wave != place->wave || !is_shown(standing, domain, place->measure))
        return false;
    return !adjusted->asked->leave_out || stands_within(adjusted, of, place->measure, place->institution);
}

static enum trig_status by_cells(const struct trig_adjusted *adjusted, const struct trig_mix_place *place,
                                 struct trig_mixture *out, struct trig_error *error)
{
    const struct trig_standing *standing = &adjusted->cells;
    out->count = 1;
    out->group = all_in(adjusted, place->wave, 0);
    if (!out->group)
        return trig_bench_no_memory(error);
    for (size_t i = 0; i < standing->domains.count; i++)
        if (trig_adjusted_stands(adjusted, standing, i, place))
            set_group(&standing->domains.items[i], out->count++, out->group);
    out->splits = out->count > 1;
    return TRIG_OK;
}

/* ---- levels ---------------------------------------------------------------------------------------- */

/* The levels of one attribute by base cell, those taken together the last.
 * @return how many there are; 0 when memory is out. */
static size_t list_levels(const struct trig_adjusted *adjusted, size_t attribute,
                          const struct trig_mix_place *place, size_t **out)
{
    const struct trig_standing *standing = &adjusted->levels[attribute];
    const struct trig_cells *cells = &adjusted->bench->cells;
    size_t *levels = all_in(adjusted, place->wave, SIZE_MAX - 1);
    size_t count = 0;
    bool rest = false;
    for (size_t i = 0; levels && i < standing->domains.count; i++)
        if (trig_adjusted_stands(adjusted, standing, i, place))
            set_group(&standing->domains.items[i], count++, levels);
    for (size_t i = 0; levels && i < cells->count; i++)
        if (levels[i] == SIZE_MAX - 1) {
            rest = rest || cells->moments[i * cells->measures + place->measure].n > 0.0;
            levels[i] = count;
        }
    *out = levels;
    return levels ? count + rest : 0;
}

/* Numbers the combinations that anybody has. */
static enum trig_status number_combinations(const struct trig_adjusted *adjusted, size_t combinations,
                                            struct trig_mixture *out, size_t **list, struct trig_error *error)
{
    const struct trig_cells *cells = &adjusted->bench->cells;
    struct trig_arena *arena = &adjusted->bench->arena;
    size_t *numbers = trig_arena_calloc(arena, combinations, sizeof *numbers);
    *list = trig_arena_calloc(arena, combinations, sizeof **list);
    if (!numbers || !*list)
        return trig_bench_no_memory(error);
    for (size_t i = 0; i < cells->count; i++) {
        size_t at = out->group[i];
        if (at == TRIG_NONE)
            continue;
        if (numbers[at] == 0) {
            (*list)[out->count] = at;
            numbers[at] = ++out->count;
        }
        out->group[i] = numbers[at] - 1;
    }
    return TRIG_OK;
}

/* Puts the levels of one more attribute into the combinations. */
static enum trig_status add_attribute(const struct trig_adjusted *adjusted, size_t attribute,
                                      const struct trig_mix_place *place, size_t *combinations,
                                      struct trig_mixture *out, struct trig_error *error)
{
    size_t *levels;
    size_t count = list_levels(adjusted, attribute, place, &levels);
    if (!levels)
        return trig_bench_no_memory(error);
    if (count < 2)
        return TRIG_OK;
    if (count > MOST_COMBINATIONS / *combinations)
        return trig_error_set(error, TRIG_ERR_LIMIT,
                              "--against adjusted: the attributes have too many levels");
    for (size_t i = 0; i < adjusted->bench->cells.count; i++)
        if (out->group[i] != TRIG_NONE)
            out->group[i] = out->group[i] * count + (levels[i] < count ? levels[i] : 0);
    *combinations *= count;
    out->level_counts[out->factors++] = count;
    return TRIG_OK;
}

static enum trig_status by_levels(const struct trig_adjusted *adjusted, const struct trig_mix_place *place,
                                  struct trig_mixture *out, struct trig_error *error)
{
    struct trig_arena *arena = &adjusted->bench->arena;
    size_t combinations = 1;
    size_t *list;
    enum trig_status status = TRIG_OK;
    out->group = all_in(adjusted, place->wave, 0);
    out->level_counts = trig_arena_calloc(arena, TRIG_MOST_ATTRIBUTES, sizeof *out->level_counts);
    if (!out->group || !out->level_counts)
        return trig_bench_no_memory(error);
    for (size_t i = 0; i < adjusted->asked->attributes.count && status == TRIG_OK; i++)
        status = add_attribute(adjusted, i, place, &combinations, out, error);
    if (status == TRIG_OK)
        status = number_combinations(adjusted, combinations, out, &list, error);
    if (status)
        return status;
    out->levels = trig_arena_calloc(arena, out->factors * out->count, sizeof *out->levels);
    if (!out->levels)
        return trig_bench_no_memory(error);
    for (size_t j = 0; j < out->count; j++)
        for (size_t i = out->factors, at = list[j]; i-- > 0; at /= out->level_counts[i])
            out->levels[i * out->count + j] = (uint32_t)(at % out->level_counts[i]);
    out->splits = out->factors > 0;
    return TRIG_OK;
}

enum trig_status trig_adjusted_mixture(const struct trig_adjusted *adjusted,
                                       const struct trig_mix_place *place, struct trig_mixture *out,
                                       struct trig_error *error)
{
    struct trig_mixture mixture = {.count = 0};
    enum trig_status status = adjusted->by_model ? by_levels(adjusted, place, &mixture, error)
                                                 : by_cells(adjusted, place, &mixture, error);
    if (status == TRIG_OK)
        *out = mixture;
    return status;
}

/* ---- which way -------------------------------------------------------------------------------------- */

bool trig_mixture_is_sparse(const struct trig_adjusted *adjusted, const struct trig_mixture *mixture,
                            const struct trig_domain *own, size_t measure)
{
    const struct trig_cells *cells = &adjusted->bench->cells;
    double together = 0.0;
    double all = 0.0;
    for (size_t i = 0; i < own->cell_count; i++) {
        double w = cells->moments[own->cells[i] * cells->measures + measure].w;
        all += w;
        together += mixture->group[own->cells[i]] == 0 ? w : 0.0;
    }
    return !adjusted->by_model && together > SPARSE * all;
}

/* Whether any row would take too much together. */
static enum trig_status decide(struct trig_adjusted *adjusted, const size_t *domains, size_t count,
                               struct trig_error *error)
{
    struct trig_bench *bench = adjusted->bench;
    enum trig_status status = TRIG_OK;
    bool sparse = false;
    for (size_t i = 0; i < count && !sparse; i++)
        for (size_t measure = 0; measure < bench->cells.measures && !sparse; measure++) {
            const struct trig_domain *own = &bench->standing.domains.items[domains[i]];
            const struct trig_mix_place place = {own->wave, own->institution, measure};
            struct trig_mixture mixture;
            status = trig_adjusted_mixture(adjusted, &place, &mixture, error);
            if (status || !mixture.group)
                return status;
            sparse = trig_mixture_is_sparse(adjusted, &mixture, own, measure);
        }
    adjusted->by_model = sparse;
    return status;
}

static enum trig_status stand(const struct trig_adjusted *adjusted, const struct trig_bys *bys,
                              struct trig_standing *out, struct trig_error *error)
{
    struct trig_bench *bench = adjusted->bench;
    return trig_standing_by(&bench->cells, bys, bench->estimator, &bench->context->disclosure, &bench->arena,
                            out, error);
}

static enum trig_status stand_levels(struct trig_adjusted *adjusted, const struct trig_bys *waves,
                                     struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < adjusted->asked->attributes.count && status == TRIG_OK; i++) {
        struct trig_bys bys = *waves;
        bys.items[bys.count++] = adjusted->asked->attributes.items[i];
        status = stand(adjusted, &bys, &adjusted->levels[i], error);
    }
    return status;
}

enum trig_status trig_adjusted_open(struct trig_bench *bench, const struct trig_adjustment *asked,
                                    const size_t *domains, size_t count, struct trig_adjusted *out,
                                    struct trig_error *error)
{
    struct trig_bys with_own;
    struct trig_bys waves = {.count = 0};
    struct trig_bys cells;
    enum trig_status status = TRIG_OK;
    *out = (struct trig_adjusted){.bench = bench, .asked = asked};
    trig_adjustment_bys(bench->cells.definition, asked, &with_own);
    if (trig_bys_have(&with_own, TRIG_BY_WAVE, TRIG_NONE))
        waves.items[waves.count++] = with_own.items[0];
    cells = waves;
    for (size_t i = 0; i < asked->attributes.count; i++)
        cells.items[cells.count++] = asked->attributes.items[i];
    if (asked->by != TRIG_ADJUST_MODEL)
        status = stand(out, &cells, &out->cells, error);
    if (status == TRIG_OK && asked->leave_out)
        status = stand(out, &with_own, &out->own, error);
    if (status == TRIG_OK && asked->by == TRIG_ADJUST_AS_NEEDED && !asked->leave_out)
        status = decide(out, domains, count, error);
    out->by_model = out->by_model || asked->by == TRIG_ADJUST_MODEL;
    return status == TRIG_OK && out->by_model ? stand_levels(out, &waves, error) : status;
}

void trig_adjusted_clear(struct trig_adjusted *adjusted)
{
    trig_standing_clear(&adjusted->cells);
    trig_standing_clear(&adjusted->own);
    for (size_t i = 0; i < TRIG_MOST_ATTRIBUTES; i++)
        trig_standing_clear(&adjusted->levels[i]);
}
