#include "analyze/reliability/show_r.h"

#include "analyze/reliability/reliability_r_functions.h"
#include "analyze/show_r_text.h"

static void put_weights(const struct trig_cells *cells, FILE *out)
{
    size_t weight = cells->request->design.weight;
    if (weight == TRIG_NONE) {
        fputs("weight <- rep(1, nrow(d))\n", out);
        return;
    }
    fputs("weight <- as.numeric(", out);
    trig_r_column(trig_r_variable(cells, weight)->name, out);
    fputs(")\n", out);
}

static void put_pillar(const struct trig_scale_pillars *pillars, size_t index, const struct trig_cells *cells,
                       FILE *out)
{
    const struct trig_scale_pillar *pillar = &pillars->list[index];
    fputs(index ? ",\n  within(consistency(c(" : "result <- rbind(\n  within(consistency(c(", out);
    for (size_t i = 0; i < pillar->items; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(pillars->measures.items[pillar->first + i].name, out);
    }
    fputs("), weight, ", out);
    trig_r_number(cells->request->design.level, out);
    fputs("), measure[is.na(measure)] <- ", out);
    trig_r_string(pillars->pillars.items[index].name, out);
    fputs(")", out);
}

void trig_reliability_show_r(const struct trig_scale_pillars *pillars, const struct trig_cells *cells,
                             FILE *out)
{
    fputs(
        "\n# R that gives these numbers (checked with R 4.2.2, psych 2.2.9).\n"
        "# d: one row a response, all columns as text: read.csv(FILE, colClasses = \"character\", "
        "na.strings = \"\", check.names = FALSE).\n"
        "# Columns: wave where the survey has waves, and the variables below by name, holding ids and codes "
        "as the definition has them.\n",
        out);
    fputs(reliability_r_functions, out);
    fputc('\n', out);
    trig_r_waves(cells, out);
    trig_r_scope(cells, out);
    trig_r_measures(cells, out);
    put_weights(cells, out);
    for (size_t i = 0; i < pillars->count; i++)
        put_pillar(pillars, i, cells, out);
    fputs(")\nprint(result, digits = 8, row.names = FALSE)\n", out);
}
