#include "analyze/answers/shares.h"

#include "analyze/estimate/bins.h"

/* Sums are of y - 1/2, as those of every share. */
#define SHIFT 0.5

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the shares of answers");
}

/* ---- measures ------------------------------------------------------------------------ */

static size_t count_parts(const struct trig_shares_asked *asked)
{
    size_t count = 0;
    for (size_t i = 0; i < asked->count; i++)
        for (size_t level = 0; level < asked->questions[i].levels; level++)
            if (asked->wanted[i * asked->most_levels + level])
                count += asked->questions[i].part_counts[level];
    return count;
}

static struct trig_measure share_of(const trig_definition *definition, size_t variable)
{
    const struct trig_variable *asked = &definition->variables[variable];
    return (struct trig_measure){.name = asked->name,
                                 .label = asked->label,
                                 .kind = TRIG_MEASURE_CODE,
                                 .statistic = TRIG_STATISTIC_PROPORTION,
                                 .unit = TRIG_UNIT_SHARE,
                                 .pillar = asked->pillar,
                                 .variable = variable,
                                 .least_answered = 1,
                                 .low = 0.0,
                                 .high = 1.0,
                                 .midpoint = SHIFT};
}

/* Numbers the wanted parts, question by question and level by level. */
static void list_measures(const trig_definition *definition, const struct trig_shares_asked *asked,
                          struct trig_shares *shares)
{
    for (size_t i = 0; i < asked->count; i++) {
        for (size_t level = 0; level < asked->most_levels; level++) {
            size_t at = i * asked->most_levels + level;
            shares->first[at] = TRIG_NONE;
            if (level >= asked->questions[i].levels || !asked->wanted[at])
                continue;
            shares->first[at] = shares->measures.count;
            for (size_t part = 0; part < asked->questions[i].part_counts[level]; part++)
                shares->measures.items[shares->measures.count++] =
                    share_of(definition, asked->questions[i].variable);
        }
    }
}

/* ---- moments -------------------------------------------------------------------------- */

static void add_bin(struct trig_bin *sum, const struct trig_bin *bin)
{
    sum->count += bin->count;
    sum->w += bin->w;
    sum->ww += bin->ww;
}

/* y is 1 for those in [part] and 0 for the others in [all]. */
static struct trig_moments moments_of(const struct trig_bin *all, const struct trig_bin *part)
{
    return (struct trig_moments){.n = all->count,
                                 .y = part->count - SHIFT * all->count,
                                 .w = all->w,
                                 .wy = part->w - SHIFT * all->w,
                                 .wyy = SHIFT * SHIFT * all->w,
                                 .ww = all->ww,
                                 .wwy = part->ww - SHIFT * all->ww,
                                 .wwyy = SHIFT * SHIFT * all->ww};
}

/* Everybody who gave an answer that counts. */
static struct trig_bin answered(const struct trig_question *question, const struct trig_bin *bins,
                                size_t codes)
{
    struct trig_bin all = {0};
    if (question->kind == TRIG_QUESTION_OPTION)
        return bins[codes + TRIG_ANSWERED];
    for (size_t i = 0; i < question->codes; i++)
        add_bin(&all, &bins[question->bins[i]]);
    return all;
}

static void fill_level(const struct trig_question *question, const struct trig_bin *bins, size_t codes,
                       size_t level, struct trig_moments *out)
{
    struct trig_bin all = answered(question, bins, codes);
    for (size_t part = 0; part < question->part_counts[level]; part++) {
        struct trig_bin inside = {0};
        for (size_t i = 0; i < question->codes; i++)
            if (question->parts[level * question->codes + i] == part &&
                (question->kind != TRIG_QUESTION_OPTION || i == 0))
                add_bin(&inside, &bins[question->bins[i]]);
        out[part] = moments_of(&all, &inside);
    }
}

static void fill_moments(const struct trig_cells *cells, const struct trig_shares_asked *asked,
                         const struct trig_shares *shares, struct trig_moments *moments)
{
    for (size_t cell = 0; cell < cells->count; cell++) {
        const struct trig_bin *bins = cells->bins + cell * cells->bin_count + asked->place;
        for (size_t i = 0; i < asked->count; i++) {
            const struct trig_question *question = &asked->questions[i];
            size_t codes = trig_bins_codes(cells->definition, question->variable);
            for (size_t level = 0; level < question->levels; level++) {
                size_t first = shares->first[i * asked->most_levels + level];
                if (first != TRIG_NONE)
                    fill_level(question, bins, codes, level, moments + cell * shares->measures.count + first);
            }
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------ */

enum trig_status trig_shares_init(const struct trig_cells *cells, const struct trig_shares_asked *asked,
                                  struct trig_arena *arena, struct trig_shares *out, struct trig_error *error)
{
    size_t count = count_parts(asked);
    double *shifts = trig_arena_calloc(arena, count, sizeof *shifts);
    struct trig_moments *moments = trig_arena_calloc(arena, cells->count * count, sizeof *moments);
    memset(out, 0, sizeof *out);
    out->measures.items = trig_arena_calloc(arena, count, sizeof *out->measures.items);
    out->first = trig_arena_calloc(arena, asked->count * asked->most_levels, sizeof *out->first);
    if (!shifts || !moments || !out->measures.items || !out->first)
        return no_memory(error);
    for (size_t i = 0; i < count; i++)
        shifts[i] = SHIFT;
    list_measures(cells->definition, asked, out);
    fill_moments(cells, asked, out, moments);
    out->request = *cells->request;
    out->request.measures = &out->measures;
    out->cells = *cells;
    out->cells.request = &out->request;
    out->cells.moments = moments;
    out->cells.extremes = NULL;
    out->cells.measures = count;
    out->cells.shifts = shifts;
    out->estimator = trig_estimator_create(&out->cells, &out->request.design, error);
    return out->estimator ? TRIG_OK : TRIG_ERR_MEMORY;
}

void trig_shares_clear(struct trig_shares *shares)
{
    trig_estimator_destroy(shares->estimator);
    shares->estimator = NULL;
}
