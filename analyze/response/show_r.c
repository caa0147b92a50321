#include "analyze/response/show_r.h"

#include "analyze/benchmark/show.h"
#include "analyze/response/headcount.h"
#include "analyze/response/trig_rates_functions.h"
#include "analyze/response/trig_representativeness_functions.h"
#include "analyze/show_r/show_r.h"
#include "analyze/show_r/show_r_text.h"

#include <math.h>

/* ---- sites: institutions in a wave, as far as there are such -------------------------------- */

/* A site, as `begin` spells those of d. */
static void put_site(const struct trig_cells *cells, size_t at, FILE *out)
{
    const trig_definition *definition = cells->definition;
    const struct trig_cell *cell = &cells->items[at];
    bool both = definition->wave_count && definition->institution_count;
    fputs(both ? "paste(" : "", out);
    if (cell->wave != TRIG_NONE)
        trig_r_string(definition->waves[cell->wave].id, out);
    else if (definition->wave_count || !definition->institution_count)
        fputs("NA", out);
    fputs(both ? ", " : "", out);
    if (cell->institution != TRIG_NONE)
        trig_r_string(definition->institutions[cell->institution].id, out);
    else if (definition->institution_count)
        fputs("NA", out);
    fputs(both ? ")" : "", out);
}

static void begin(const struct trig_cells *cells, FILE *out)
{
    const trig_definition *definition = cells->definition;
    trig_show_r_head(cells, out);
    trig_r_waves(cells, out);
    trig_r_scope(cells, out);
    fprintf(out, "site <- %s\n",
            definition->wave_count && definition->institution_count ? "paste(d$wave, d$institution)"
            : definition->wave_count                                ? "d$wave"
            : definition->institution_count                         ? "d$institution"
                                                                    : "rep(NA, nrow(d))");
}

void trig_show_response_end(FILE *out)
{
    fputs("\nresult <- do.call(rbind, rows)\n"
          "print(result, digits = 8, row.names = FALSE)\n",
          out);
}

/* ---- rates --------------------------------------------------------------------------------- */

/* The counted sites of a domain, or their people. */
static void put_counted(const struct trig_cells *cells, const struct trig_bys *bys,
                        const struct trig_domain *domain, bool people, FILE *out)
{
    struct trig_site site;
    const char *before = "c(";
    for (size_t at = 0; trig_sites_next(cells, bys, domain, &at, &site);) {
        if (isnan(site.count))
            continue;
        fputs(before, out);
        before = ", ";
        if (people)
            trig_r_number(site.count, out);
        else
            put_site(cells, site.cell, out);
    }
    fputs(")", out);
}

void trig_show_rates_begin(const struct trig_cells *cells, const struct trig_partials *partials,
                           enum trig_counted counted, FILE *out)
{
    begin(cells, out);
    fputs("partial <- ", out);
    if (partials->kept && partials->told) {
        size_t status = trig_definition_role(cells->definition, TRIG_ROLE_STATUS);
        trig_r_column(trig_r_column_name(cells, status), out);
        fputs(" %in% \"partial\"\n", out);
    } else {
        fputs("rep(FALSE, nrow(d))  # none is stored, or nothing says which they are\n", out);
    }
    fprintf(out, "everybody <- %s\n", counted == TRIG_COUNTED_EVERYBODY ? "TRUE" : "FALSE");
    fputs(trig_rates_functions, out);
}

void trig_show_rates(const struct trig_cells *cells, const struct trig_bys *bys,
                     const struct trig_domain *domain, const bool given[TRIG_RESPONSE_RATES], FILE *out)
{
    const char *before = "c(";
    fputs("rows[[length(rows) + 1]] <- data.frame(check.names = FALSE, ", out);
    trig_show_labels(cells, domain, out);
    fputs(",\n  rates_of(", out);
    trig_show_domain(cells, domain, out);
    fputs(",\n    ", out);
    put_counted(cells, bys, domain, false, out);
    fputs(",\n    ", out);
    put_counted(cells, bys, domain, true, out);
    fputs(", ", out);
    for (size_t i = 0; i < TRIG_RESPONSE_RATES; i++) {
        if (!given[i])
            continue;
        fprintf(out, "%s\"RR%zu\"", before, i + 1);
        before = ", ";
    }
    fputs(")))\n", out);
}

/* ---- representativeness -------------------------------------------------------------------- */

static struct trig_view category_of(const struct trig_representing *representing, size_t place, size_t name)
{
    return representing->categories[name][trig_representing_digit(representing, place, name)];
}

/* The people of a site by category: a row a cell that is counted. */
static const char *put_people(const struct trig_representing *representing, size_t site, const char *before,
                              FILE *out)
{
    const struct trig_cells *cells = representing->cells;
    for (size_t place = 0; place < representing->places; place++) {
        double people = trig_representing_people(representing, &cells->items[site], place);
        if (!(people > 0.0))
            continue;
        fprintf(out, "%s\n  data.frame(check.names = FALSE, site = ", before);
        put_site(cells, site, out);
        for (size_t i = 0; i < representing->on.count; i++) {
            fputs(", ", out);
            trig_r_string(representing->on.items[i].name, out);
            fputs(" = ", out);
            trig_r_string(category_of(representing, place, i), out);
        }
        fputs(", people = ", out);
        trig_r_number(people, out);
        fputs(")", out);
        before = ",";
    }
    return before;
}

void trig_show_represented_begin(const struct trig_representing *representing, double level, FILE *out)
{
    const struct trig_cells *cells = representing->cells;
    const char *before = "";
    begin(cells, out);
    fputs("level <- ", out);
    trig_r_number(level, out);
    fputs("\non <- c(", out);
    for (size_t i = 0; i < representing->on.count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(representing->on.items[i].name, out);
    }
    fputs(")\npeople <- rbind(", out);
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        if (i == 0 || cell[-1].wave != cell->wave || cell[-1].institution != cell->institution)
            before = put_people(representing, i, before, out);
    }
    fputs(")\n", out);
    fputs(trig_representativeness_functions, out);
}

/* The categories of the cells that are taken as one. */
static void put_pooled(const struct trig_representing *representing, const bool *pooled, FILE *out)
{
    const char *before = "";
    fputs(", pooled = c(", out);
    for (size_t place = 0; place < representing->places; place++) {
        if (!pooled[place])
            continue;
        fprintf(out, "%spaste(", before);
        for (size_t i = 0; i < representing->on.count; i++) {
            trig_r_string(category_of(representing, place, i), out);
            fputs(", ", out);
        }
        fputs("sep = \",\")", out);
        before = ", ";
    }
    fputs(")", out);
}

void trig_show_represented(const struct trig_representing *representing, const struct trig_domain *domain,
                           const struct trig_represented *found, FILE *out)
{
    fputs("rows[[length(rows) + 1]] <- indicators(data.frame(check.names = FALSE, ", out);
    trig_show_labels(representing->cells, domain, out);
    fputs("),\n  ", out);
    trig_show_domain(representing->cells, domain, out);
    if (found->pooled)
        put_pooled(representing, found->hidden, out);
    fputs(")\n", out);
}
