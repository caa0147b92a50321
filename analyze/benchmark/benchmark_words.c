#include "analyze/benchmark/benchmark_parts.h"

#include "analyze/benchmark/chosen.h"
#include "analyze/benchmark/words.h"

#include <math.h>

static enum trig_status add_note(struct trig_benchmark *benchmark, struct trig_view note)
{
    return note.data ? trig_table_add_note(benchmark->table, note, benchmark->error)
                     : trig_bench_no_memory(benchmark->error);
}

static enum trig_status set_title(struct trig_benchmark *benchmark, struct trig_view against)
{
    const trig_definition *definition = benchmark->bench.cells.definition;
    struct trig_view name = definition->institutions[benchmark->options->institution].name;
    struct trig_view title = trig_arena_printf(&benchmark->bench.arena, "%.*s compared with %.*s",
                                               TRIG_VIEW_ARG(name), TRIG_VIEW_ARG(against));
    return title.data ? trig_table_set_title(benchmark->table, title, benchmark->error)
                      : trig_bench_no_memory(benchmark->error);
}

/* "3.2%", or "3.1% to 3.4%" where measures differ. */
static void write_range(double least, double most, int decimals, const char *unit, char *out, size_t size)
{
    int used = snprintf(out, size, "%.*f%s", decimals, least, unit);
    if (most - least >= 0.5 * pow(10.0, -decimals))
        snprintf(out + used, size - (size_t)used, " to %.*f%s", decimals, most, unit);
}

static enum trig_status note_own_part(struct trig_benchmark *benchmark)
{
    char share[48];
    int decimals = benchmark->bench.context->disclosure.mode == TRIG_DISCLOSURE_HESA ? 0 : 1;
    if (!(benchmark->most_share > 0.0))
        return add_note(benchmark, trig_view("The institution's own answers are not part of the benchmark."));
    write_range(100.0 * benchmark->least_share, 100.0 * benchmark->most_share, decimals, "%", share,
                sizeof share);
    return add_note(
        benchmark,
        trig_arena_printf(&benchmark->bench.arena,
                          "The institution's own answers are part of the benchmark: %s of it. That pulls "
                          "the benchmark towards the institution; the interval of the difference "
                          "allows for it.",
                          share));
}

/* The composition of a benchmark is told by the number of institutions, never by their names. */
static enum trig_status note_chosen(struct trig_benchmark *benchmark, struct trig_view against)
{
    char count[48];
    bool top = benchmark->options->against.kind == TRIG_AGAINST_TOP;
    write_range((double)benchmark->least_averaged, (double)benchmark->most_averaged, 0, "", count,
                sizeof count);
    enum trig_status status =
        add_note(benchmark,
                 trig_arena_printf(
                     &benchmark->bench.arena,
                     "benchmark: the mean of %s of %.*s (%s others), of those whose own result may be shown: "
                     "small ones are left out, and for shares those where nearly nobody or nearly everybody "
                     "answered so. difference: estimate minus benchmark.",
                     benchmark->options->against.weighting == TRIG_WEIGHTING_INSTITUTIONS
                         ? "the institutions' means, each counting the same,"
                         : "all respondents",
                     TRIG_VIEW_ARG(against), count));
    if (status || !top)
        return status;
    return add_note(
        benchmark,
        trig_view("The top is chosen for each measure by shrunken scores (Fay and Herriot's model, as "
                  "compare prints them), the institution among those that are ranked but left out "
                  "of the benchmark. Who is chosen by the answers that are compared leads partly by "
                  "chance: p takes the choice as given, so it finds shortfalls too easily."));
}

static enum trig_status note_benchmark(struct trig_benchmark *benchmark, struct trig_view against)
{
    char count[48];
    if (benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED)
        return trig_adjusted_note(&benchmark->adjusted, benchmark->table, benchmark->error);
    if (trig_against_is_chosen(&benchmark->options->against))
        return note_chosen(benchmark, against);
    if (benchmark->options->against.weighting == TRIG_WEIGHTING_RESPONDENTS)
        return add_note(benchmark, trig_arena_printf(&benchmark->bench.arena,
                                                     "benchmark: the mean of all respondents of %.*s; "
                                                     "difference: estimate minus benchmark.",
                                                     TRIG_VIEW_ARG(against)));
    write_range((double)benchmark->least_averaged, (double)benchmark->most_averaged, 0, "", count,
                sizeof count);
    return add_note(
        benchmark,
        trig_arena_printf(
            &benchmark->bench.arena,
            "benchmark: the mean of the institutions' means, each counting the same, over the %s "
            "institutions of %.*s whose own result may be shown: small ones are left out, and for "
            "shares those where nearly nobody or nearly everybody answered so. difference: estimate "
            "minus benchmark.",
            count, TRIG_VIEW_ARG(against)));
}

static bool any_shown(const struct trig_benchmark *benchmark)
{
    for (size_t i = 0; i < benchmark->bench.results.count; i++)
        if (!isnan(benchmark->bench.results.items[i].difference))
            return true;
    return false;
}

struct trig_view trig_benchmark_words(const trig_definition *definition,
                                      const struct trig_benchmark_options *options, struct trig_arena *arena)
{
    if (options->against.kind == TRIG_AGAINST_ADJUSTED)
        return trig_adjusted_words(&options->adjustment, arena);
    if (options->against.kind == TRIG_AGAINST_COHORT)
        return trig_arena_printf(arena, "the cohort \"%.*s\"",
                                 TRIG_VIEW_ARG(definition->institutions[options->institution].cohort));
    return trig_against_words(definition, &options->against, arena);
}

/* What the columns mean; an adjusted benchmark says itself what its test takes for the variance. */
static enum trig_status note_columns(struct trig_benchmark *benchmark)
{
    enum trig_status status = trig_words_columns(&benchmark->bench.results, "the rows of this table",
                                                 TRIG_WORDS_BENCHMARK, benchmark->table, benchmark->error);
    if (status == TRIG_OK)
        status = trig_words_evidence(&benchmark->bench.results, benchmark->options->material,
                                     benchmark->table, benchmark->error);
    if (status || benchmark->options->against.kind == TRIG_AGAINST_ADJUSTED)
        return status;
    return trig_words_variance(&benchmark->bench, benchmark->options->against.variance, benchmark->table,
                               benchmark->error);
}

enum trig_status trig_benchmark_describe(struct trig_benchmark *benchmark)
{
    struct trig_view against =
        trig_benchmark_words(benchmark->bench.cells.definition, benchmark->options, &benchmark->bench.arena);
    if (!against.data)
        return trig_bench_no_memory(benchmark->error);
    enum trig_status status = set_title(benchmark, against);
    if (status == TRIG_OK && any_shown(benchmark)) {
        status = note_benchmark(benchmark, against);
        if (status == TRIG_OK)
            status = note_own_part(benchmark);
        if (status == TRIG_OK)
            status = note_columns(benchmark);
    }
    if (status == TRIG_OK)
        status = trig_words_suppressed(&benchmark->bench.context->disclosure, &benchmark->bench.results,
                                       TRIG_WORDS_BENCHMARK, benchmark->table, benchmark->error);
    return status ? status
                  : trig_context_annotate(benchmark->bench.context, &benchmark->bench.cells, benchmark->table,
                                          benchmark->error);
}
