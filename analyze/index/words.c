#include "analyze/index/words.h"

#include "analyze/benchmark/among.h"
#include "analyze/benchmark/words.h"

/* Notes under way; the first that fails stays. */
struct words {
    const struct trig_index_wave *wave;
    struct trig_arena arena;
    trig_table *table;
    struct trig_error *error;
    enum trig_status status;
};

static void add(struct words *words, struct trig_view note)
{
    if (words->status)
        return;
    words->status = note.data ? trig_table_add_note(words->table, note, words->error)
                              : trig_error_set(words->error, TRIG_ERR_MEMORY, "out of memory for a note");
}

/* "pillar:career (33.3%, min-max)". */
static struct trig_view part_of(struct words *words, size_t j)
{
    const struct trig_index_spec *spec = words->wave->options->spec;
    const struct trig_indicator *item = &spec->items[j];
    const char *lower = item->lower_is_better ? ", lower is better" : "";
    const char *how = trig_normalisation_names[item->normalisation];
    struct trig_view name = spec->measures.items[j].name;
    double weight = 100.0 * item->weight;
    if (item->normalisation == TRIG_NORMALISE_REFERENCE)
        return trig_arena_printf(&words->arena, "%.*s (%.1f%%, %s %g%s)", TRIG_VIEW_ARG(name), weight, how,
                                 item->reference, lower);
    if (item->low == item->low)
        return trig_arena_printf(&words->arena, "%.*s (%.1f%%, %s from %g to %g%s)", TRIG_VIEW_ARG(name),
                                 weight, how, item->low, item->high, lower);
    return trig_arena_printf(&words->arena, "%.*s (%.1f%%, %s%s)", TRIG_VIEW_ARG(name), weight, how, lower);
}

static void add_parts(struct words *words)
{
    const struct trig_index_options *options = words->wave->options;
    struct trig_view list = trig_view("");
    for (size_t j = 0; j < options->spec->count && list.data; j++) {
        struct trig_view part = part_of(words, j);
        list = part.data ? trig_arena_printf(&words->arena, "%.*s%s%.*s", TRIG_VIEW_ARG(list), j ? "; " : "",
                                             TRIG_VIEW_ARG(part))
                         : part;
    }
    add(words, list.data
                   ? trig_arena_printf(&words->arena, "composite: the weighted %s mean of %.*s.",
                                       trig_aggregation_names[options->aggregation], TRIG_VIEW_ARG(list))
                   : list);
}

static void add_unit(struct words *words)
{
    const struct trig_index_options *options = words->wave->options;
    if (options->spec->items[0].normalisation == TRIG_NORMALISE_Z)
        add(words,
            trig_view("Its unit is a standard deviation between the institutions shown; 0 is their mean."));
    else if (options->aggregation == TRIG_AGGREGATE_GEOMETRIC)
        add(words, trig_view("Its unit is points: those of indicators, 0 to 100, become 1 to 100 before the "
                             "geometric mean, so that a zero does not annihilate the rest."));
    else
        add(words, trig_view("Its unit is points, 0 to 100 unless an indicator lies beyond its goalposts or "
                             "reference."));
}

static void add_interval(struct words *words)
{
    add(words,
        trig_view("The yardsticks (goalposts, means, the order of institutions) are those of the "
                  "institutions shown and count as fixed: an interval says how unsure an institution's "
                  "own results make its place on them. n and df are those of its least answered "
                  "indicator."));
    if (words->wave->options->design.replication.groups)
        add(words,
            trig_arena_printf(&words->arena,
                              "Where more than %zu respondents are drawn from, the bootstrap draws as many "
                              "groups of them; with --replicates bootstrap:R it draws every one.",
                              words->wave->options->design.replication.groups));
}

static void add_ranks(struct words *words)
{
    const struct trig_index_options *options = words->wave->options;
    if (options->design.declared) {
        add(words,
            trig_view("No rank sets or reliability: institutions may share units of the declared design, "
                      "so that their errors are not independent."));
        return;
    }
    if (!options->ranks)
        return;
    add(words, trig_arena_printf(&words->arena,
                                 "rank_low to rank_high: the ranks that an institution may have for chance, "
                                 "1 the highest, at %g%% "
                                 "%s (%zu draws, seed %lu). rank and choices_median are given only where "
                                 "reliability, the share of "
                                 "the composites' variance that is no chance, is %.1f or more.",
                                 100.0 * options->design.level, trig_among_readers(options->kind),
                                 options->draws, options->seed, TRIG_AMONG_RELIABLE));
}

static void add_choices(struct words *words)
{
    const struct trig_sensitivity *found = words->wave->sensitivity;
    add(words,
        trig_arena_printf(&words->arena,
                          "choices_best to choices_worst: the ranks of the results as they are under %zu "
                          "combinations of normalisation (as specified, min-max, z, rank), aggregation "
                          "(arithmetic, geometric) and weights (as specified, and drawn around them).",
                          found->combinations));
    add(words, trig_arena_printf(
                   &words->arena,
                   "mean_shift: how many places an institution moves on average when all choices are "
                   "made anew%s; first_order and total_order: the share of the variance of that which a "
                   "choice makes alone, and together with others (Sobol's shares by Saltelli's and "
                   "Jansen's estimators, %zu evaluations; good to a few hundredths).",
                   found->sampling ? ", respondents included (sampling)" : "", found->evaluations));
}

enum trig_status trig_index_describe(const struct trig_index_wave *wave, trig_table *table,
                                     struct trig_error *error)
{
    struct words words = {.wave = wave, .table = table, .error = error};
    trig_arena_init(&words.arena);
    words.status =
        trig_table_set_title(table, trig_view("A composite index, as its author specified it"), error);
    add(&words, trig_view("This index is its author's choice of indicators, yardsticks and weights: not an "
                          "official statistic, and its order is not a ranking beyond what the rank columns "
                          "say."));
    add_parts(&words);
    add_unit(&words);
    add_interval(&words);
    add_ranks(&words);
    add_choices(&words);
    if (words.status == TRIG_OK)
        words.status =
            trig_words_suppressed(&wave->bench->context->disclosure, &wave->bench->standing.results,
                                  TRIG_WORDS_BENCHMARK, table, error);
    trig_arena_clear(&words.arena);
    return words.status;
}
