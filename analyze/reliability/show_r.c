#include "analyze/reliability/show_r.h"

#include "analyze/benchmark/show.h"
#include "analyze/reliability/reliability_r_functions.h"
#include "analyze/show_r/show_r_text.h"

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

static void put_scale(const struct trig_scale_pillars *pillars, size_t index, const struct trig_cells *cells,
                      const struct trig_domain *domain, FILE *out)
{
    const struct trig_scale_pillar *pillar = &pillars->list[index];
    fputs("rows[[length(rows) + 1]] <- labelled(scale_rows(c(", out);
    for (size_t i = 0; i < pillar->items; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(pillars->measures.items[pillar->first + i].name, out);
    }
    fputs("), ", out);
    trig_r_string(pillars->pillars.items[index].name, out);
    fputs(", ", out);
    trig_show_domain(cells, domain, out);
    fputs(", settings),\n  ", out);
    trig_show_labels(cells, domain, out);
    fputs(")\n", out);
}

static void put_settings(const struct trig_cells *cells, const struct trig_reliability_options *options,
                         FILE *out)
{
    const char *before = "";
    fputs("settings <- list(methods = c(", out);
    for (size_t i = 0; trig_scale_method_names[i]; i++) {
        if (!(options->methods & 1u << i))
            continue;
        fprintf(out, "%s\"%s\"", before, trig_scale_method_names[i]);
        before = ", ";
    }
    fputs("), correct = ", out);
    trig_r_number(options->correct, out);
    fprintf(out, ", pairwise = %s, level = ", options->missing == TRIG_MISSING_PAIRWISE ? "TRUE" : "FALSE");
    trig_r_number(cells->request->design.level, out);
    fputs(")\n", out);
}

void trig_reliability_show_r(const struct trig_scale_pillars *pillars, const trig_scale_scan *scan,
                             const struct trig_lattice *lattice,
                             const struct trig_reliability_options *options)
{
    const struct trig_cells *cells = trig_scale_scan_cells(scan);
    FILE *out = options->show_r;
    fputs(
        "\n# R that gives these numbers (checked with R 4.2.2, psych 2.2.9).\n"
        "# d: one row a response, all columns as text: read.csv(FILE, colClasses = \"character\", "
        "na.strings = \"\", check.names = FALSE).\n"
        "# Columns: wave and institution where the survey has them, and the variables below by name, holding "
        "ids and codes as the definition has them.\n",
        out);
    fputs(reliability_r_functions, out);
    fputc('\n', out);
    trig_r_waves(cells, out);
    trig_r_scope(cells, out);
    trig_r_measures(cells, out);
    put_weights(cells, out);
    put_settings(cells, options, out);
    fputs("rows <- list()\n", out);
    for (size_t i = 0; i < lattice->shown; i++)
        for (size_t j = 0; j < pillars->count; j++)
            put_scale(pillars, j, cells, &lattice->domains[lattice->first + i], out);
    fputs("result <- do.call(rbind, rows)\nprint(result, digits = 8, row.names = FALSE)\n", out);
}
