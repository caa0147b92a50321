#include "analyze/summary/show_r.h"

#include "analyze/benchmark/show.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/summary/trig_imputed_r_functions.h"
#include "analyze/summary/trig_summary_r_functions.h"

/* ---- rows ---------------------------------------------------------------------------------- */

static void put_places(const struct trig_summary_rows *rows, FILE *out)
{
    const struct trig_lattice *lattice = &rows->protection->lattice;
    fputs("\nplaces <- list(\n  ", out);
    for (size_t i = 0; i < lattice->shown; i++) {
        fputs(i ? ",\n  " : "", out);
        trig_show_domain(rows->cells, &lattice->domains[lattice->first + i], out);
    }
    fputs(")\n", out);
}

static void put_planned(const struct trig_summary_rows *rows, FILE *out)
{
    const struct trig_measure *measures = rows->request->measures->items;
    fputs("planned <- list(\n  ", out);
    for (size_t i = 0; i < rows->plan_count; i++) {
        const struct trig_planned *planned = &rows->plan[i];
        size_t second = planned->other == TRIG_NONE ? planned->measure : planned->other;
        fprintf(out, "%slist(statistic = \"%s\", first = ", i ? ",\n  " : "",
                trig_statistic_name(planned->statistic));
        trig_r_string(measures[planned->measure].name, out);
        fputs(", second = ", out);
        trig_r_string(measures[second].name, out);
        fputs(")", out);
    }
    fputs(")\n", out);
}

void trig_summary_show_rows(const struct trig_summary_rows *rows, FILE *out)
{
    fputs(trig_summary_r_functions, out);
    put_places(rows, out);
    put_planned(rows, out);
    if (rows->request->estimands->contrasts.count)
        fputs("contrasts <- list()\n", out);
}

/* ---- contrasts ----------------------------------------------------------------------------- */

/* Contrasts of measures are in one place; those of places in none. */
static void put_place(const struct trig_summary_rows *rows, const struct trig_result *row, FILE *out)
{
    const trig_definition *definition = rows->context->definition;
    const struct trig_bys *bys = &rows->request->bys;
    size_t category = 0;
    for (size_t i = 0; i < bys->count; i++) {
        struct trig_view value = trig_view("");
        enum trig_by_kind kind = bys->items[i].kind;
        if (kind == TRIG_BY_VARIABLE)
            value = row->by[category++].code;
        else if (kind == TRIG_BY_WAVE && row->wave != TRIG_NONE)
            value = definition->waves[row->wave].id;
        else if (kind == TRIG_BY_INSTITUTION && row->institution != TRIG_NONE)
            value = definition->institutions[row->institution].id;
        else if (kind != TRIG_BY_WAVE && kind != TRIG_BY_INSTITUTION && row->group != TRIG_NONE)
            value = trig_definition_group_name(definition, row->group);
        trig_r_string(bys->items[i].name, out);
        fputs(" = ", out);
        trig_r_string(value, out);
        fputs(", ", out);
    }
}

void trig_summary_show_contrast(const struct trig_summary_rows *rows, size_t row,
                                const struct trig_contrast_part *parts, size_t count, FILE *out)
{
    const struct trig_result *result = &rows->results->items[row];
    fputs("contrasts[[length(contrasts) + 1]] <- contrast_of(data.frame(", out);
    put_place(rows, result, out);
    fprintf(out, "statistic = \"%s\", measure = ", trig_statistic_name(result->statistic));
    trig_r_string(result->measure, out);
    fputs(",\n  contrast = ", out);
    trig_r_string(result->contrast, out);
    fputs(", check.names = FALSE), c(", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%zu", i ? ", " : "",
                parts[i].place * rows->plan_count + (size_t)(parts[i].planned - rows->plan) + 1);
    fputs("), c(", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_number(parts[i].coefficient, out);
    }
    fputs("))\n", out);
}

void trig_summary_show_end(const struct trig_summary_rows *rows, FILE *out)
{
    if (rows->request->estimands->contrasts.count)
        fputs("result[c(\"contrast\", \"p\")] <- NA\n"
              "result <- rbind(result, do.call(rbind, contrasts)[names(result)])\n"
              "print(result, digits = 8, row.names = FALSE)\n",
              out);
}

/* ---- imputed sets --------------------------------------------------------------------------- */

void trig_summary_show_sets(FILE *out)
{
    fputs("\n# sets: a list of the imputed sets, each of them a data frame d as is said next.\n"
          "sets <- lapply(sets, function(d) {\n",
          out);
}

void trig_summary_show_combined(FILE *out)
{
    fputs("list(result = result, settings = settings, measures = names(measures))\n})\n", out);
    fputs(trig_imputed_r_functions, out);
    fputs("\nresult <- combine(sets)\n"
          "print(result, digits = 8, row.names = FALSE)\n",
          out);
}
