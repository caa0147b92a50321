#include "analyze/index/show_r.h"

#include "analyze/benchmark/show.h"
#include "analyze/index/trig_index_r_functions.h"
#include "analyze/show_r_text.h"

#include <math.h>

void trig_index_show_begin(const struct trig_bench *bench, FILE *out)
{
    trig_show_begin(&bench->cells, TRIG_TEST_PLUGIN, out);
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

void trig_index_show_end(const struct trig_index_options *options, FILE *out)
{
    const struct trig_index_spec *spec = options->spec;
    fputs("\n# The index's specification, and its composites without their errors.\nspec <- rbind(\n", out);
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
    fputs(trig_index_r_functions, out);
    fprintf(out, "result <- index_of(do.call(rbind, rows), spec, \"%s\")\n",
            trig_aggregation_names[options->aggregation]);
    fputs("print(result, digits = 8, row.names = FALSE)\n", out);
}
