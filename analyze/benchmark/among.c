#include "analyze/benchmark/among.h"

#include "analyze/benchmark/ensemble.h"

#include <math.h>

/* ---- options ------------------------------------------------------------------------------ */

enum trig_status trig_among_read(const struct trig_arguments *arguments, struct trig_among_options *out,
                                 struct trig_error *error)
{
    static const char *const rules[] = {"additive", "paule-mandel", "published", "chance", "exact", NULL};
    static const char *const kinds[] = {"simultaneous", "marginal", "none", NULL};
    size_t rule = TRIG_FUNNEL_ADDITIVE;
    size_t kind = 0;
    int64_t draws = 1000;
    int64_t seed = 1;
    enum trig_status status = trig_arguments_choice(arguments, "funnel", rules, &rule, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "ranks", kinds, &kind, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "draws", 100, 1000000, &draws, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "seed", 0, UINT32_MAX, &seed, error);
    if (status)
        return status;
    *out = (struct trig_among_options){.funnel = (enum trig_funnel_rule)rule,
                                       .ranks = kind < 2,
                                       .kind = kind ? TRIG_RANK_MARGINAL : TRIG_RANK_SIMULTANEOUS,
                                       .draws = (size_t)draws,
                                       .seed = (unsigned long)seed};
    return TRIG_OK;
}

/* ---- the rows that take part ---------------------------------------------------------------- */

struct among {
    struct trig_results *results;
    size_t *rows; /* [count] of those that take part */
    struct trig_entry *entries;
    struct trig_rank_set *sets;
    size_t count;
};

static struct trig_result *row_at(const struct among *among, size_t index)
{
    return &among->results->items[among->rows[index]];
}

/* Respondents that count: effective ones where weights or the correction make the
 * error another than that of as many independent answers. */
static double effective(const struct trig_result *row, const struct trig_design *design)
{
    bool plain = design->weight == TRIG_NONE && !design->use_fpc;
    return plain || isnan(row->n_eff) ? (double)row->n : row->n_eff;
}

static enum trig_status begin(struct among *among, size_t first, size_t last,
                              const struct trig_design *design, struct trig_error *error)
{
    size_t most = last - first;
    among->rows = trig_calloc(most, sizeof *among->rows);
    among->entries = trig_calloc(most, sizeof *among->entries);
    among->sets = trig_calloc(most, sizeof *among->sets);
    if (!among->rows || !among->entries || !among->sets)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a comparison of %zu institutions",
                              most);
    for (size_t i = first; i < last; i++) {
        const struct trig_result *row = &among->results->items[i];
        if (isnan(row->estimate) || !(row->se > 0.0))
            continue;
        among->rows[among->count] = i;
        among->entries[among->count++] =
            (struct trig_entry){row->estimate, row->se, row->df, effective(row, design)};
    }
    return TRIG_OK;
}

static void clear(struct among *among)
{
    trig_free(among->rows);
    trig_free(among->entries);
    trig_free(among->sets);
}

/* ---- filling -------------------------------------------------------------------------------- */

static void fill_row(struct trig_result *row, const struct trig_funnel_limits *limits,
                     const struct trig_shrunken *shrunken, bool share)
{
    row->funnel_low_95 = limits->low95;
    row->funnel_high_95 = limits->high95;
    row->funnel_low_998 = limits->low998;
    row->funnel_high_998 = limits->high998;
    row->shrunken = shrunken->estimate;
    row->shrunken_low = share ? fmax(0.0, shrunken->low) : shrunken->low;
    row->shrunken_high = share ? fmin(1.0, shrunken->high) : shrunken->high;
    row->reliability = shrunken->reliability;
}

static void fill_ranks(const struct among *among)
{
    for (size_t i = 0; i < among->count; i++) {
        struct trig_result *row = row_at(among, i);
        row->rank_low = among->sets[i].low;
        row->rank_high = among->sets[i].high;
        if (row->reliability >= TRIG_AMONG_RELIABLE)
            row->rank = among->sets[i].rank;
    }
}

static enum trig_status tell(const struct among *among, const struct trig_ensemble *ensemble, bool share,
                             size_t about, struct trig_error *error)
{
    double unit = share ? 100.0 : 1.0;
    char p[TRIG_STYLE_TEXT];
    if (about == TRIG_NONE)
        return TRIG_OK;
    trig_style_number(TRIG_STYLE_P, ensemble->q_p, p);
    if (trig_results_note(among->results, about,
                          "between %zu institutions: SD %.2g%s, I2 %.0f%%, Q %.1f, p %s", ensemble->count,
                          sqrt(ensemble->tau2) * unit, share ? " points" : "", 100.0 * ensemble->i2,
                          ensemble->q, p))
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a note");
    return TRIG_OK;
}

static enum trig_status fit(struct among *among, size_t about, const struct trig_among_options *options,
                            const trig_rank_draws *draws, const struct trig_design *design,
                            struct trig_error *error)
{
    struct trig_funnel funnel;
    struct trig_ensemble ensemble;
    bool share = row_at(among, 0)->unit == TRIG_UNIT_SHARE;
    enum trig_status status = trig_ensemble_fit(among->entries, among->count, &ensemble, error);
    if (status == TRIG_OK)
        status = trig_funnel_fit(among->entries, among->count, share, options->funnel, &funnel, error);
    if (status == TRIG_OK && draws)
        status = trig_rank_sets(draws, among->entries, among->count, options->kind, design->level,
                                among->sets, error);
    if (status)
        return status;
    for (size_t i = 0; i < among->count; i++) {
        struct trig_funnel_limits limits = trig_funnel_at(&funnel, among->entries[i].n);
        struct trig_shrunken shrunken = trig_ensemble_shrink(&ensemble, &among->entries[i], design->level);
        fill_row(row_at(among, i), &limits, &shrunken, share);
    }
    if (draws)
        fill_ranks(among);
    return tell(among, &ensemble, share, about, error);
}

enum trig_status trig_among_fill(struct trig_results *results, size_t first, size_t last, size_t about,
                                 const struct trig_among_options *options, const trig_rank_draws *draws,
                                 const struct trig_design *design, struct trig_error *error)
{
    struct among among = {.results = results};
    if (design->declared)
        return TRIG_OK;
    enum trig_status status = begin(&among, first, last, design, error);
    if (status == TRIG_OK && among.count >= TRIG_ENSEMBLE_LEAST)
        status = fit(&among, about, options, draws, design, error);
    clear(&among);
    return status;
}

/* ---- words ---------------------------------------------------------------------------------- */

static const char *funnel_words(enum trig_funnel_rule rule)
{
    static const char *const words[] = {
        [TRIG_FUNNEL_ADDITIVE] =
            "with additive over-dispersion (10% winsorised at each end, corrected for it)",
        [TRIG_FUNNEL_PAULE_MANDEL] = "with additive over-dispersion by Paule and Mandel",
        [TRIG_FUNNEL_PUBLISHED] =
            "with additive over-dispersion by the rule as published, which finds too little of it",
        [TRIG_FUNNEL_CHANCE] = "of chance alone",
        [TRIG_FUNNEL_EXACT] = "of chance alone, exact for shares",
    };
    return words[rule];
}

static enum trig_status add_note(trig_table *table, struct trig_view note, struct trig_error *error)
{
    return note.data ? trig_table_add_note(table, note, error)
                     : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a note");
}

enum trig_status trig_among_describe(const struct trig_among_options *options,
                                     const struct trig_design *design, struct trig_arena *arena,
                                     trig_table *table, struct trig_error *error)
{
    if (design->declared)
        return add_note(
            table,
            trig_view(
                "No shrunken estimates, funnel limits or rank sets: institutions may share units of the "
                "declared design, so that their errors are not independent."),
            error);
    enum trig_status status = add_note(
        table,
        trig_view(
            "shrunken: the estimate drawn towards the mean of the institutions shown, the more the less sure "
            "it "
            "is (Fay and Herriot's model, intervals by Morris, which hold on average over institutions). "
            "reliability: the share of the variance of an estimate that lies between institutions. note of "
            "the "
            "sector: SD, the standard deviation between institutions beyond chance; I2, how much of the "
            "spread of "
            "their results is not chance; Q and p, Cochran's test that none is."),
        error);
    if (status == TRIG_OK)
        status =
            add_note(table,
                     trig_arena_printf(arena,
                                       "funnel: where 95%% and 99.8%% of institutions of its size would be, "
                                       "%s.",
                                       funnel_words(options->funnel)),
                     error);
    if (status != TRIG_OK || !options->ranks)
        return status;
    return add_note(
        table,
        trig_arena_printf(arena,
                          "rank_low to rank_high: the ranks that an institution may have, 1 the highest "
                          "estimate, at %g%% %s "
                          "(%zu draws, seed %lu). rank is given only where reliability is %.1f or more.",
                          100.0 * design->level,
                          options->kind == TRIG_RANK_MARGINAL ? "for the reader of that one row"
                                                              : "for all institutions shown at once",
                          options->draws, options->seed, TRIG_AMONG_RELIABLE),
        error);
}
