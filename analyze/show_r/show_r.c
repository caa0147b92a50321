#include "analyze/show_r/show_r.h"

#include "analyze/estimate/contrast.h"
#include "analyze/estimate/replicate_sums.h"
#include "analyze/show_r/show_r_replicates.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/show_r/trig_show_r_functions.h"
#include "analyze/show_r/trig_show_r_statistics.h"
#include "analyze/weight/show_r.h"

#include <math.h>

/* ---- data ------------------------------------------------------------------------------- */

void trig_show_r_head(const struct trig_cells *cells, FILE *out)
{
    fputs("\n# R that gives these numbers (checked with R 4.2.2, survey 4.1.1).\n"
          "# d: one row a response, all columns as text: read.csv(FILE, colClasses = \"character\", "
          "na.strings = \"\", check.names = FALSE).\n"
          "# Columns: ",
          out);
    fputs(cells->definition->wave_count ? "wave, " : "", out);
    fputs(cells->definition->institution_count ? "institution, " : "", out);
    fputs("and the variables below by name, holding ids and codes as the definition has them; "
          "several answers in one cell are separated by |.\n",
          out);
}

/* ---- design --------------------------------------------------------------------------------- */

static void put_default_strata(const struct trig_cells *cells, FILE *out)
{
    const trig_definition *definition = cells->definition;
    if (definition->institution_count && definition->wave_count)
        fputs("d$.stratum <- paste(d$institution, d$wave, sep = \", \")\n", out);
    else if (definition->institution_count || definition->wave_count)
        fprintf(out, "d$.stratum <- d$%s\n", definition->institution_count ? "institution" : "wave");
    else
        fputs("d$.stratum <- \"all\"\n", out);
    if (!cells->request->design.use_fpc)
        return;
    const char *before = "counts <- c(\n  ";
    for (size_t i = 0; i < cells->stratum_count; i++) {
        const struct trig_stratum *stratum = &cells->strata[i];
        if (isinf(stratum->population))
            continue;
        fputs(before, out);
        trig_r_string(stratum->text, out);
        fputs(" = ", out);
        trig_r_number(stratum->population, out);
        before = ",\n  ";
    }
    fputs(*before == ',' ? ")\n" : "counts <- numeric()\n", out);
    fputs("d$.fpc <- unname(counts[d$.stratum])\n"
          "d$.fpc[is.na(d$.fpc)] <- Inf  # count not known, or smaller than the sample: no correction\n",
          out);
}

/* d$NAME <- a variable's numbers. */
static void put_number(const struct trig_cells *cells, const char *name, size_t variable, FILE *out)
{
    fprintf(out, "d$%s <- as.numeric(", name);
    trig_r_column(trig_r_variable(cells, variable)->name, out);
    fputs(")\n", out);
}

static void put_second_stage(const struct trig_cells *cells, FILE *out)
{
    const struct trig_design *design = &cells->request->design;
    fputs("d$.stratum2 <- paste(d$.psu", out);
    if (design->stratum2 != TRIG_NONE) {
        fputs(", ", out);
        trig_r_column(trig_r_column_name(cells, design->stratum2), out);
    }
    fputs(")\nd$.psu2 <- ", out);
    if (design->psu2 == TRIG_NONE) {
        fputs("seq_len(nrow(d))", out);
    } else {
        fputs("paste(d$.stratum2, ", out);
        trig_r_column(trig_r_column_name(cells, design->psu2), out);
        fputs(")", out);
    }
    fputc('\n', out);
    put_number(cells, ".fpc2", design->fpc2, out);
}

static void put_declared_strata(const struct trig_cells *cells, FILE *out)
{
    const struct trig_design *design = &cells->request->design;
    fputs("d$.stratum <- paste(", out);
    fputs(cells->definition->wave_count ? "d$wave, " : "", out);
    if (design->stratum == TRIG_NONE)
        fputs("\"all\"", out);
    else
        trig_r_column(trig_r_column_name(cells, design->stratum), out);
    fputs(")\n", out);
    if (design->psu != TRIG_NONE) {
        fputs("d$.psu <- paste(d$.stratum, ", out);
        trig_r_column(trig_r_column_name(cells, design->psu), out);
        fputs(")\n", out);
    }
    if (cells->second)
        put_second_stage(cells, out);
    if (design->fpc != TRIG_NONE)
        put_number(cells, ".fpc", design->fpc, out);
}

static void put_weights(const struct trig_cells *cells, FILE *out)
{
    const struct trig_design *design = &cells->request->design;
    if (design->weights_from_fpc) {
        const char *units = design->psu == TRIG_NONE ? "seq_len(nrow(d))" : "d$.psu";
        fprintf(out, "d$.weight <- if (any(d$.fpc > 1)) d$.fpc / units(%s, d$.stratum) else 1 / d$.fpc\n",
                units);
        if (cells->second)
            fputs("d$.weight <- d$.weight * (if (any(d$.fpc2 > 1)) d$.fpc2 / units(d$.psu2, d$.stratum2) "
                  "else 1 / "
                  "d$.fpc2)\n",
                  out);
        return;
    }
    size_t weight = design->weight;
    if (design->recipe && design->recipe->base.length) /* before they were computed */
        weight = trig_definition_variable(cells->definition, design->recipe->base);
    if (weight == TRIG_NONE)
        fputs("d$.weight <- 1\n", out);
    else
        put_number(cells, ".weight", weight, out);
}

/* How weights were computed. Survey counts degrees of freedom of replicates anew, by the rank of what
 * calibrating leaves of them; ours stay those of the design. */
static void put_recipe(const struct trig_cells *cells, FILE *out)
{
    const struct trig_recipe *recipe = cells->request->design.recipe;
    if (!recipe)
        return;
    if (cells->replicates)
        fputs("before <- degf(design)\n", out);
    trig_recipe_show_r(recipe, cells, out);
    if (cells->replicates)
        fputs("design$degf <- before\n", out);
}

/* svydesign, and what follows from it. */
static void put_design(const struct trig_cells *cells, FILE *out)
{
    const struct trig_design *design = &cells->request->design;
    if (design->declared)
        put_declared_strata(cells, out);
    else
        put_default_strata(cells, out);
    put_weights(cells, out);
    if (cells->replicates && cells->replicates->plan.replication.given) {
        trig_r_given_replicates(cells, out);
        put_recipe(cells, out);
        return;
    }
    bool fpc = design->use_fpc && (!design->declared || design->fpc != TRIG_NONE);
    bool second = fpc && cells->second;
    fprintf(out, "options(survey.lonely.psu = \"%s\")\n", trig_lonely_name(design->lonely));
    bool one = design->replication.type == TRIG_REPLICATES_JK1; /* R has it for designs without strata */
    fprintf(out, "design <- svydesign(ids = %s%s, strata = %s%s, weights = ~.weight%s%s, data = d)\n",
            design->psu == TRIG_NONE ? "~1" : "~.psu", second ? " + .psu2" : "", one ? "NULL" : "~.stratum",
            second && !one ? " + .stratum2" : "", fpc ? ", fpc = ~.fpc" : "", second ? " + .fpc2" : "");
    if (cells->replicates)
        trig_r_made_replicates(cells, fpc, out);
    put_recipe(cells, out);
}

void trig_show_r_replicates(const struct trig_cells *cells, FILE *out)
{
    if (cells->request->design.recipe) { /* which left rows out */
        fputs("d <- answers\n", out);
        trig_r_waves(cells, out);
        trig_r_scope(cells, out);
        trig_r_measures(cells, out);
    }
    put_design(cells, out);
}

/* ---- the request ---------------------------------------------------------------------------- */

/* A number a measure: its lowest or highest value, which intervals keep to. */
static void put_bounds(const struct trig_cells *cells, bool high, FILE *out)
{
    const char *before = "";
    for (size_t i = 0; i < cells->measures; i++) {
        const struct trig_measure *measure = &cells->request->measures->items[i];
        if (!trig_r_is_estimated(cells, measure))
            continue;
        fputs(before, out);
        before = ", ";
        if (measure->unit == TRIG_UNIT_OWN)
            fputs(high ? "Inf" : "-Inf", out);
        else
            trig_r_number(high ? measure->high : measure->low, out);
    }
}

static void put_shares(const struct trig_cells *cells, FILE *out)
{
    const char *before = "";
    for (size_t i = 0; i < cells->measures; i++) {
        const struct trig_measure *measure = &cells->request->measures->items[i];
        if (!trig_r_is_estimated(cells, measure))
            continue;
        bool counts = measure->kind == TRIG_MEASURE_RESPONDENTS; /* who has no mean */
        bool share = measure->statistic == TRIG_STATISTIC_PROPORTION;
        fprintf(out, "%s%s", before, counts ? "NA" : share ? "TRUE" : "FALSE");
        before = ", ";
    }
}

/* The column `statistic` of an estimand. */
static const char *name_of(const struct trig_estimand *estimand)
{
    return *estimand->name ? estimand->name : trig_statistic_name(estimand->statistic);
}

static void put_statistics(const struct trig_cells *cells, FILE *out)
{
    const struct trig_estimands *estimands = cells->request->estimands;
    const char *before = "";
    if (!estimands)
        fputs("\"mean\"", out);
    for (size_t i = 0; estimands && i < estimands->count; i++) {
        if (estimands->items[i].statistic == TRIG_STATISTIC_CORRELATION)
            continue;
        fprintf(out, "%s\"%s\"", before, name_of(&estimands->items[i]));
        before = ", ";
    }
}

/* One list(..) a ratio or correlation. */
static void put_pairs(const struct trig_cells *cells, FILE *out)
{
    const struct trig_measure *measures = cells->request->measures->items;
    struct trig_arena arena;
    struct trig_planned *plan;
    size_t count;
    const char *before = "";
    trig_arena_init(&arena);
    if (trig_estimands_plan(cells->request->estimands, cells->request->measures, &arena, &plan, &count,
                            NULL) != TRIG_OK)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        if (plan[i].other == TRIG_NONE)
            continue;
        struct trig_view first = measures[plan[i].measure].name;
        struct trig_view second = measures[plan[i].other].name;
        struct trig_view name = trig_arena_printf(&arena, "%.*s%s%.*s", TRIG_VIEW_ARG(first),
                                                  plan[i].ratio ? "/" : "~", TRIG_VIEW_ARG(second));
        fprintf(out, "%s\n    list(statistic = \"%s\", name = ", before,
                trig_statistic_name(plan[i].statistic));
        trig_r_string(name, out);
        fputs(", first = ", out);
        trig_r_string(first, out);
        fputs(", second = ", out);
        trig_r_string(second, out);
        fputs(")", out);
        before = ",";
    }
    trig_arena_clear(&arena);
}

/* estimators[["p25"]] <- ... for each quantile. */
static void put_quantiles(const struct trig_cells *cells, FILE *out)
{
    const struct trig_estimands *estimands = cells->request->estimands;
    for (size_t i = 0; estimands && i < estimands->count; i++) {
        const struct trig_estimand *asked = &estimands->items[i];
        if (asked->statistic != TRIG_STATISTIC_MEDIAN && asked->statistic != TRIG_STATISTIC_QUANTILE)
            continue;
        bool logit = estimands->interval == TRIG_QUANTILE_BY_LOGIT;
        fprintf(out, "estimators[[\"%s\"]] <- quantile_of(\"%s\", ", name_of(asked), name_of(asked));
        trig_r_number(asked->p, out);
        fprintf(out, ", \"%s\", \"%s\")\n", trig_quantile_names[estimands->rule],
                logit ? "xlogit" : trig_quantile_interval_names[estimands->interval]);
    }
}

static void put_settings(const struct trig_cells *cells, FILE *out)
{
    const struct trig_design *design = &cells->request->design;
    fputs("settings <- list(level = ", out);
    trig_r_number(design->level, out);
    fprintf(out, ", interval = \"%s\"", trig_interval_names[design->interval]);
    fprintf(out, ", df = \"%s\", deff = %s,\n  low = c(", trig_df_name(design->df),
            cells->mean_weight > TRIG_UNSCALED_WEIGHT ? "TRUE" : "\"replace\"");
    put_bounds(cells, false, out);
    fputs("),\n  high = c(", out);
    put_bounds(cells, true, out);
    fputs("),\n  share = c(", out);
    put_shares(cells, out);
    fputs("),\n  statistics = c(", out);
    put_statistics(cells, out);
    if (cells->request->estimands)
        fprintf(out, "), shown = %zu", cells->request->estimands->measures);
    else
        fputs("), shown = length(measures)", out);
    fputs(",\n  pairs = list(", out);
    put_pairs(cells, out);
    fputs("))\n", out);
}

/* ---- the breakdown --------------------------------------------------------------------------- */

/* The places (institution and wave) of a group's members, so that membership
 * follows the wave. */
static void put_group(const struct trig_cells *cells, size_t group, FILE *out)
{
    const trig_definition *definition = cells->definition;
    trig_r_string(trig_definition_group_name(definition, group), out);
    fputs(" = c(\"\"", out);
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        bool first = i == 0 || cell->institution != cell[-1].institution || cell->wave != cell[-1].wave;
        if (!first || !trig_cell_in_group(cells, i, group))
            continue;
        fputs(", paste(", out);
        trig_r_string(definition->institutions[cell->institution].id, out);
        if (cell->wave != TRIG_NONE) {
            fputs(", ", out);
            trig_r_string(definition->waves[cell->wave].id, out);
        }
        fputs(")", out);
    }
    fputs(")", out);
}

static void put_by_groups(const struct trig_cells *cells, const struct trig_by *by, FILE *out)
{
    enum trig_group_family family = trig_by_family_of(by);
    size_t first = trig_definition_first_group(cells->definition, family);
    size_t end = trig_definition_first_group(cells->definition, family + 1);
    fputs("groups <- list(", out);
    for (size_t group = first; group < end; group++) {
        fputs(group > first ? ",\n  " : "", out);
        put_group(cells, group, out);
    }
    fprintf(out,
            ")\n"
            "place <- paste(d$institution%s)\n"
            "result <- do.call(rbind, lapply(names(groups), function(g) {\n"
            "  found <- summarise(design, by, scope & place %%in%% groups[[g]], settings)\n"
            "  if (is.null(found)) NULL else data.frame(%.*s = g, found, row.names = NULL, check.names = "
            "FALSE)\n"
            "}))\n",
            cells->definition->wave_count ? ", d$wave" : "", TRIG_VIEW_ARG(by->name));
}

static void put_result(const struct trig_cells *cells, FILE *out)
{
    const struct trig_bys *bys = &cells->request->bys;
    const char *before = "";
    size_t groups = trig_bys_groups(bys);
    fputs("by <- c(", out);
    for (size_t i = 0; i < bys->count; i++) {
        if (i == groups)
            continue;
        fputs(before, out);
        trig_r_string(bys->items[i].name, out);
        before = ", ";
    }
    fputs(")\n", out);
    if (groups != TRIG_NONE)
        put_by_groups(cells, &bys->items[groups], out);
    else
        fputs("result <- summarise(design, by, scope, settings)\n", out);
    fputs("print(result, digits = 8, row.names = FALSE)\n", out);
}

void trig_show_r_design(const struct trig_cells *cells, FILE *out)
{
    trig_show_r_head(cells, out);
    fputs(trig_show_r_functions, out);
    if (trig_r_has_statistics(cells))
        fputs(trig_show_r_statistics, out);
    put_quantiles(cells, out);
    fputc('\n', out);
    trig_r_waves(cells, out);
    trig_r_scope(cells, out);
    trig_r_measures(cells, out);
    put_design(cells, out);
    put_settings(cells, out);
}

void trig_show_r(const struct trig_cells *cells, FILE *out)
{
    trig_show_r_design(cells, out);
    put_result(cells, out);
}
