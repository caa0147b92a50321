#include "analyze/benchmark/among.h"

#include <math.h>

/* ---- options ------------------------------------------------------------------------------ */

enum trig_status trig_among_read_ranks(const struct trig_arguments *arguments, bool *wanted,
                                       enum trig_rank_kind *kind, struct trig_error *error)
{
    static const char *const kinds[] = {"simultaneous", "marginal", "none", NULL};
    size_t choice = 0;
    enum trig_status status = trig_arguments_choice(arguments, "ranks", kinds, &choice, error);
    *wanted = choice < 2;
    *kind = choice ? TRIG_RANK_MARGINAL : TRIG_RANK_SIMULTANEOUS;
    return status;
}

enum trig_status trig_among_read(const struct trig_arguments *arguments, struct trig_among_options *out,
                                 struct trig_error *error)
{
    size_t rule = TRIG_FUNNEL_ADDITIVE;
    static const char *const shrinks[] = {"morris", "bootstrap", NULL};
    bool ranks = true;
    enum trig_rank_kind kind = TRIG_RANK_SIMULTANEOUS;
    size_t shrink = 0;
    int64_t draws = 1000;
    int64_t seed = 1;
    enum trig_status status = trig_arguments_choice(arguments, "funnel", trig_funnel_names, &rule, error);
    if (status == TRIG_OK)
        status = trig_among_read_ranks(arguments, &ranks, &kind, error);
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "shrink", shrinks, &shrink, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "draws", 100, 1000000, &draws, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "seed", 0, UINT32_MAX, &seed, error);
    if (status)
        return status;
    *out = (struct trig_among_options){.funnel = (enum trig_funnel_rule)rule,
                                       .ranks = ranks,
                                       .kind = kind,
                                       .bootstrap = shrink == 1,
                                       .draws = (size_t)draws,
                                       .seed = (unsigned long)seed};
    return TRIG_OK;
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

struct trig_view trig_among_funnel_note(const struct trig_among_options *options)
{
    static const char *const notes[] = {
        [TRIG_FUNNEL_ADDITIVE] = "Limits allow for chance and for what ordinarily lies between institutions.",
        [TRIG_FUNNEL_PAULE_MANDEL] =
            "Limits allow for chance and for what ordinarily lies between institutions "
            "(Paule and Mandel).",
        [TRIG_FUNNEL_PUBLISHED] = "Limits allow for chance and, by the rule as published, for a part of what "
                                  "ordinarily lies between institutions.",
        [TRIG_FUNNEL_CHANCE] = "Limits allow for chance alone.",
        [TRIG_FUNNEL_EXACT] = "Limits allow for chance alone, exactly for shares.",
    };
    return trig_view(notes[options->funnel]);
}

static enum trig_status add_note(trig_table *table, struct trig_view note, struct trig_error *error)
{
    return note.data ? trig_table_add_note(table, note, error)
                     : trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a note");
}

static struct trig_view shrunken_words(const struct trig_among_options *options, struct trig_arena *arena)
{
    return trig_arena_printf(
        arena,
        "shrunken: the estimate drawn towards the mean of the institutions shown, the more the less sure it "
        "is (Fay and Herriot's model, %s, which hold on average over institutions). "
        "reliability: the share of the variance of an estimate that lies between institutions. note of the "
        "sector: SD, the standard deviation between institutions beyond chance; I2, how much of the spread "
        "of their results is not chance; Q and p, Cochran's test that none is.",
        options->bootstrap ? "by adjusted likelihood, intervals by a parametric bootstrap"
                           : "intervals by Morris");
}

static struct trig_view comparison_words(const struct trig_design *design, struct trig_arena *arena)
{
    return trig_arena_printf(arena,
                             "comparison: two institutions whose intervals comparison_low to comparison_high "
                             "do not overlap differ at the %g%% level, on average over all pairs (Goldstein "
                             "and Healy); not adjusted for the number of pairs.",
                             100.0 * (1.0 - design->level));
}

const char *trig_among_readers(enum trig_rank_kind kind)
{
    return kind == TRIG_RANK_MARGINAL ? "for the reader of that one row"
                                      : "for all institutions shown at once";
}

static struct trig_view rank_words(const struct trig_among_options *options, const struct trig_design *design,
                                   struct trig_arena *arena)
{
    return trig_arena_printf(arena,
                             "rank_low to rank_high: the ranks that an institution may have, 1 the highest "
                             "estimate, at %g%% %s "
                             "(%zu draws, seed %lu). rank is given only where reliability is %.1f or more.",
                             100.0 * design->level, trig_among_readers(options->kind), options->draws,
                             options->seed, TRIG_AMONG_RELIABLE);
}

/* What the rows hold of what is said of institutions as a set. */
struct held {
    bool shrunken;
    bool comparison;
    bool funnel;
    bool ranks;
};

static struct held held_by(const struct trig_results *results)
{
    struct held held = {.shrunken = false};
    for (size_t i = 0; i < results->count; i++) {
        const struct trig_result *row = &results->items[i];
        held.shrunken = held.shrunken || isfinite(row->shrunken);
        held.comparison = held.comparison || isfinite(row->comparison_low);
        held.funnel = held.funnel || isfinite(row->funnel_low_95);
        held.ranks = held.ranks || row->rank_low != TRIG_NONE;
    }
    return held;
}

static enum trig_status add_nothing(const struct trig_design *design, struct trig_arena *arena,
                                    trig_table *table, struct trig_error *error)
{
    if (design->declared)
        return add_note(
            table,
            trig_view("No shrunken estimates, comparison intervals, funnel limits or rank sets: institutions "
                      "may share units of the declared design, so that their errors are not independent."),
            error);
    return add_note(table,
                    trig_arena_printf(arena,
                                      "No shrunken estimates, comparison intervals, funnel limits or rank "
                                      "sets: they take %d institutions that may be shown.",
                                      TRIG_ENSEMBLE_LEAST),
                    error);
}

enum trig_status trig_among_describe(const struct trig_among_options *options,
                                     const struct trig_results *results, const struct trig_design *design,
                                     struct trig_arena *arena, trig_table *table, struct trig_error *error)
{
    struct held held = held_by(results);
    enum trig_status status = TRIG_OK;
    if (!held.shrunken && !held.comparison && !held.funnel && !held.ranks)
        return add_nothing(design, arena, table, error);
    if (held.shrunken)
        status = add_note(table, shrunken_words(options, arena), error);
    if (status == TRIG_OK && held.comparison)
        status = add_note(table, comparison_words(design, arena), error);
    if (status == TRIG_OK && held.funnel)
        status =
            add_note(table,
                     trig_arena_printf(
                         arena, "funnel: where 95%% and 99.8%% of institutions of its size would be, %s.",
                         funnel_words(options->funnel)),
                     error);
    if (status == TRIG_OK && held.ranks)
        status = add_note(table, rank_words(options, design, arena), error);
    return status;
}
