#include "analyze/index/show_r.h"

#include "analyze/benchmark/show.h"
#include "analyze/index/trig_index_r_functions.h"
#include "analyze/show_r/show_r.h"
#include "analyze/show_r/show_r_text.h"

#include <math.h>

/* Results with their degrees of freedom first, by a design without replicates. */
void trig_index_show_begin(const struct trig_bench *bench, FILE *out)
{
    struct trig_cells cells = bench->cells;
    cells.replicates = NULL;
    if (cells.request->design.recipe)
        fputs("\nanswers <- d\n", out);
    trig_show_begin(&cells, TRIG_TEST_PLUGIN, out);
}

void trig_index_show_wave(const struct trig_index_wave *wave, FILE *out)
{
    const struct trig_bench *bench = wave->bench;
    for (size_t i = 0; i < wave->parts->count; i++)
        for (size_t j = 0; j < wave->parts->indicators; j++)
            trig_show_alone(&bench->cells, &bench->standing.domains.items[wave->parts->members[i].domain], j,
                            out);
}

static void put_number(const char *name, double value, FILE *out)
{
    if (isnan(value))
        fprintf(out, ", %s = NA", name);
    else
        fprintf(out, ", %s = %.17g", name, value);
}

static void put_spec(const struct trig_index_spec *spec, FILE *out)
{
    fputs("\n# The index's specification.\nspec <- rbind(\n", out);
    for (size_t j = 0; j < spec->count; j++) {
        const struct trig_indicator *item = &spec->items[j];
        fputs("  data.frame(measure = ", out);
        trig_r_string(spec->measures.items[j].name, out);
        fprintf(out, ", lower = %s", item->lower_is_better ? "TRUE" : "FALSE");
        put_number("weight", item->weight, out);
        fprintf(out, ", how = \"%s\"", trig_normalisation_names[item->normalisation]);
        put_number("low", item->low, out);
        put_number("high", item->high, out);
        put_number("reference", item->reference, out);
        put_number("percent", item->percent, out);
        fputs(j + 1 < spec->count ? "),\n" : "))\n", out);
    }
}

/* The most degrees of freedom that replicates leave. */
static void put_most(const struct trig_bench *bench, FILE *out)
{
    double most = trig_index_most_degrees(&bench->cells.replicates->plan);
    fputs("most_df <- ", out);
    if (isfinite(most))
        trig_r_number(most, out);
    else
        fputs("Inf", out);
    fputs("  # that the replicates leave\n", out);
}

void trig_index_show_end(const struct trig_bench *bench, const struct trig_index_options *options, FILE *out)
{
    fputs("results <- do.call(rbind, rows)\n\n# The same in every replicate.\n", out);
    trig_show_r_replicates(&bench->cells, out);
    put_spec(options->spec, out);
    put_most(bench, out);
    fputs(trig_index_r_functions, out);
    fprintf(out, "result <- index_of(results, spec, \"%s\", %s)\n",
            trig_aggregation_names[options->aggregation], options->parts ? "TRUE" : "FALSE");
    fputs("print(result, digits = 8, row.names = FALSE)\n", out);
}
