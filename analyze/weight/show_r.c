#include "analyze/weight/show_r.h"

#include "analyze/show_r/show_r_text.h"
#include "analyze/weight/effects.h"

#include <math.h>

/* Margin i of every wave is one factor in R, .m1, .m2, ...; its levels are "wave:line". */
static size_t count_margins(const struct trig_recipe *recipe)
{
    size_t most = 0;
    for (size_t i = 0; i < recipe->wave_count; i++)
        most = recipe->waves[i].margin_count > most ? recipe->waves[i].margin_count : most;
    return most;
}

static void put_level(const struct trig_recipe *recipe, const trig_definition *definition,
                      const struct trig_recipe_wave *wave, const struct trig_recipe_margin *margin,
                      size_t row, FILE *out)
{
    const struct trig_target *target = &recipe->targets.items[margin->targets[row]];
    fputc('"', out);
    if (wave->wave != TRIG_NONE)
        fprintf(out, "%.*s:", TRIG_VIEW_ARG(definition->waves[wave->wave].id));
    fprintf(out, "%llu\"", (unsigned long long)target->line);
}

/* ---- which row each response is in --------------------------------------------------------- */

static void put_condition(const struct trig_recipe *recipe, const struct trig_cells *cells,
                          const struct trig_recipe_wave *wave, const struct trig_target *target, FILE *out)
{
    const char *before = "";
    if (wave->wave != TRIG_NONE) {
        fputs("d$wave %in% ", out);
        trig_r_string(cells->definition->waves[wave->wave].id, out);
        before = " & ";
    }
    if (target->institution != TRIG_NONE) {
        fprintf(out, "%sd$institution %%in%% ", before);
        trig_r_string(cells->definition->institutions[target->institution].id, out);
        before = " & ";
    }
    for (size_t i = 0; i < recipe->targets.attribute_count; i++) {
        if (target->values[i] == TRIG_NONE)
            continue;
        fputs(before, out);
        trig_r_column(trig_r_column_name(cells, recipe->targets.attributes[i]), out);
        fputs(" %in% ", out);
        trig_r_string(trig_dictionary_at(recipe->targets.texts[i], target->values[i]), out);
        before = " & ";
    }
    fputs(*before ? "" : "TRUE", out);
}

static void put_factor(const struct trig_recipe *recipe, const struct trig_cells *cells, size_t margin,
                       FILE *out)
{
    fprintf(out, "d$.m%zu <- NA\n", margin + 1);
    for (size_t i = 0; i < recipe->wave_count; i++) {
        const struct trig_recipe_wave *wave = &recipe->waves[i];
        for (size_t row = 0; margin < wave->margin_count && row < wave->margins[margin].count; row++) {
            fprintf(out, "d$.m%zu[", margin + 1);
            put_condition(recipe, cells, wave, &recipe->targets.items[wave->margins[margin].targets[row]],
                          out);
            fputs("] <- ", out);
            put_level(recipe, cells->definition, wave, &wave->margins[margin], row, out);
            fputc('\n', out);
        }
    }
}

/* The variable that the totals of a margin are of; TRIG_NONE: people. */
static size_t total_of(const struct trig_recipe *recipe, size_t margin)
{
    for (size_t i = 0; i < recipe->wave_count; i++)
        if (margin < recipe->waves[i].margin_count)
            return recipe->waves[i].margins[margin].total_of;
    return TRIG_NONE;
}

/* Who is in no row, out of scope or without a number leaves. */
static void put_kept(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    fputs("kept <- scope", out);
    for (size_t m = 0; m < count_margins(recipe); m++) {
        size_t variable = total_of(recipe, m);
        fprintf(out, " & !is.na(d$.m%zu)", m + 1);
        if (variable == TRIG_NONE)
            continue;
        fputs(" & !is.na(", out);
        trig_r_column(trig_r_variable(cells, variable)->name, out);
        fputs(")", out);
    }
    fputs("\ndesign$variables <- d\n"
          "design <- design[kept, ]; d <- d[kept, ]; scope <- scope[kept]\n"
          "measures <- lapply(measures, function(y) y[kept])\n",
          out);
}

static void put_scales(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    bool several = recipe->wave_count > 0 && recipe->waves[0].wave != TRIG_NONE;
    bool scaled = false;
    for (size_t i = 0; i < recipe->wave_count; i++)
        scaled = scaled || recipe->waves[i].scale != 1.0;
    if (!scaled)
        return;
    fputs(cells->replicates ? ".scale <- " : "design$prob <- design$prob / ", out);
    fputs(several ? "unname(c(" : "", out);
    for (size_t i = 0; i < recipe->wave_count; i++) {
        fputs(i ? ", " : "", out);
        if (several) {
            trig_r_string(cells->definition->waves[recipe->waves[i].wave].id, out);
            fputs(" = ", out);
        }
        trig_r_number(recipe->waves[i].scale, out);
    }
    fputs(several ? ")[d$wave])  # base weights that add up to everybody\n"
                  : "  # base weights that add up to everybody\n",
          out);
    if (!cells->replicates)
        return;
    fputs("design$pweights <- design$pweights * .scale\n", out);
    if (cells->request->design.replication.combined)
        fputs("design$repweights <- as.matrix(design$repweights) * .scale\n", out);
}

/* ---- totals ------------------------------------------------------------------------------------- */

/* "c(...)" of the levels of a margin, or of its totals. */
static void put_rows(const struct trig_recipe *recipe, const struct trig_cells *cells, size_t margin,
                     bool levels, FILE *out)
{
    const char *before = "c(";
    for (size_t i = 0; i < recipe->wave_count; i++) {
        const struct trig_recipe_wave *wave = &recipe->waves[i];
        for (size_t row = 0; margin < wave->margin_count && row < wave->margins[margin].count; row++) {
            fputs(before, out);
            before = ", ";
            if (levels)
                put_level(recipe, cells->definition, wave, &wave->margins[margin], row, out);
            else
                trig_r_number(recipe->targets.items[wave->margins[margin].targets[row]].count, out);
        }
    }
    fputs(")", out);
}

static void put_table(const struct trig_recipe *recipe, const struct trig_cells *cells, size_t margin,
                      FILE *out)
{
    fprintf(out, "data.frame(.m%zu = ", margin + 1);
    put_rows(recipe, cells, margin, true, out);
    fputs(",\n  Freq = ", out);
    put_rows(recipe, cells, margin, false, out);
    fputs(")", out);
}

/* ---- the calls ------------------------------------------------------------------------------------- */

static void put_poststratify(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    fputs("design <- postStratify(design, ~.m1, ", out);
    put_table(recipe, cells, 0, out);
    fputs(")\n", out);
}

static void put_rake(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    fputs("design <- rake(design, list(", out);
    for (size_t m = 0; m < count_margins(recipe); m++)
        fprintf(out, "%s~.m%zu", m ? ", " : "", m + 1);
    fputs("), list(", out);
    for (size_t m = 0; m < count_margins(recipe); m++) {
        fputs(m ? ",\n  " : "", out);
        put_table(recipe, cells, m, out);
    }
    fputs("),\n  control = list(maxit = 2000, epsilon = 1e-12))\n", out);
}

static void put_bound(double bound, FILE *out)
{
    if (isfinite(bound))
        trig_r_number(bound, out);
    else
        fputs(bound > 0.0 ? "Inf" : "-Inf", out);
}

static void put_indicators(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    fputs("x <- cbind(", out);
    for (size_t m = 0; m < count_margins(recipe); m++) {
        size_t variable = total_of(recipe, m);
        fprintf(out, "%souter(d$.m%zu, ", m ? ",\n  " : "", m + 1);
        put_rows(recipe, cells, m, true, out);
        fputs(", \"==\")", out);
        if (variable == TRIG_NONE) {
            fputs(" + 0", out);
            continue;
        }
        fputs(" * as.numeric(", out);
        trig_r_column(trig_r_variable(cells, variable)->name, out);
        fputs(")", out);
    }
    fputs(")\ntotals <- c(", out);
    for (size_t m = 0; m < count_margins(recipe); m++) {
        fputs(m ? ",\n  " : "", out);
        put_rows(recipe, cells, m, false, out);
    }
    fputs(")\ncolnames(x) <- names(totals) <- paste0(\"x\", seq_along(totals))\n"
          "free <- with(qr(x), sort(pivot[seq_len(rank)]))  # the others follow from these\n"
          "design$variables <- cbind(design$variables, x)\n",
          out);
}

static void put_calibrate(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    put_indicators(recipe, cells, out);
    fprintf(out,
            "design <- calibrate(design, reformulate(names(totals)[free], intercept = FALSE), totals[free],\n"
            "  calfun = \"%s\", bounds = c(",
            trig_calibration_functions[recipe->form.function]);
    put_bound(recipe->form.lower, out);
    fputs(", ", out);
    put_bound(recipe->form.upper, out);
    /* Left to itself it stumbles over replicate weights that are not compressed. */
    fprintf(out, "), epsilon = 1e-10, maxit = 100%s)\n", cells->replicates ? ", compress = FALSE" : "");
}

/* The columns of a table that differ between its rows are e1, e2, ...: their names. */
static void put_effect_names(const struct trig_recipe *recipe, const struct trig_cells *cells,
                             const struct trig_effects *effects, FILE *out)
{
    size_t count = 0;
    for (size_t e = 0; e < effects->count; e++) {
        struct trig_view name = trig_view("institution");
        if (effects->items[e].levels < 2)
            continue;
        if (effects->items[e].column)
            name = trig_r_variable(cells, recipe->targets.attributes[effects->items[e].column - 1])->name;
        count++;
        fprintf(out, "%se%zu is %.*s", count == 1 ? "# " : ", ", count, TRIG_VIEW_ARG(name));
    }
    fputs(count ? "; categories are numbered in the order of the table.\n" : "", out);
}

/* A data frame of the rows: their names, people, and categories. @return how many columns differ. */
static size_t put_frame(const struct trig_recipe *recipe, const struct trig_cells *cells,
                        const struct trig_recipe_wave *wave, const struct trig_effects *effects, FILE *out)
{
    const struct trig_recipe_margin *margin = &wave->margins[0];
    size_t count = 0;
    fputs("rows <- data.frame(row = c(", out);
    for (size_t row = 0; row < margin->count; row++) {
        fputs(row ? ", " : "", out);
        put_level(recipe, cells->definition, wave, margin, row, out);
    }
    fputs("),\n  people = c(", out);
    for (size_t row = 0; row < margin->count; row++) {
        fputs(row ? ", " : "", out);
        trig_r_number(recipe->targets.items[margin->targets[row]].count, out);
    }
    for (size_t e = 0; e < effects->count; e++) {
        if (effects->items[e].levels < 2)
            continue;
        fprintf(out, "),\n  e%zu = c(", ++count);
        for (size_t row = 0; row < margin->count; row++)
            fprintf(out, "%s%u", row ? ", " : "", (unsigned)effects->items[e].level[row] + 1);
    }
    fputs("))\n", out);
    return count;
}

/* Respondents and people of each row, and the regression of the one on the other. */
static void put_fit(const struct trig_recipe *recipe, const struct trig_cells *cells,
                    const struct trig_recipe_wave *wave, struct trig_arena *arena, FILE *out)
{
    struct trig_effects effects;
    if (trig_effects_make(&recipe->targets, &wave->margins[0], arena, &effects, NULL)) {
        fputs("stop(\"there was no memory to write the fit of the propensities\")\n", out);
        return;
    }
    put_effect_names(recipe, cells, &effects, out);
    size_t count = put_frame(recipe, cells, wave, &effects, out);
    fputs("rows$r <- as.vector(table(factor(d$.m1, rows$row)))\n"
          "fit <- glm(cbind(r, people - r) ~ ",
          out);
    for (size_t e = 1; e <= count; e++)
        fprintf(out, "%sfactor(e%zu)", e > 1 ? " + " : "", e);
    fputs(count ? "" : "1", out);
    fputs(", binomial, rows, control = list(epsilon = 1e-14, maxit = 100))\n"
          "at <- match(d$.m1, rows$row)\n"
          "d$.p[!is.na(at)] <- fitted(fit)[at[!is.na(at)]]\n"
          "here <- model.matrix(fit)[at, , drop = FALSE]\n"
          "here[is.na(here)] <- 0\n"
          "x <- cbind(x, here)\n",
          out);
}

/* Weights of 1 / p; then what svyrecvar takes residuals by, the least squares of propensity.h. */
static void put_propensity(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    fputs("d$.p <- NA\nx <- NULL\n", out);
    for (size_t i = 0; i < recipe->wave_count; i++)
        if (recipe->waves[i].wave == TRIG_NONE || trig_cells_have_wave(cells, recipe->waves[i].wave))
            put_fit(recipe, cells, &recipe->waves[i], &arena, out);
    trig_arena_clear(&arena);
    fputs("design$prob <- design$prob * d$.p\n"
          "design$postStrata <- list(structure(  # errors know that the propensities were estimated\n"
          "  list(qr = qr(x * sqrt(1 - d$.p)), w = 1 / sqrt(1 - d$.p), stage = 0, index = NULL),\n"
          "  class = \"greg_calibration\"))\n",
          out);
}

static void put_trimming(const struct trig_recipe *recipe, FILE *out)
{
    if (!trig_recipe_trims(recipe))
        return;
    fputs("average <- mean(weights(design))\n"
          "design <- trimWeights(design, lower = average * ",
          out);
    put_bound(recipe->trim_lower, out);
    fputs(", upper = average * ", out);
    put_bound(recipe->trim_upper, out);
    fprintf(out, ", strict = %s)\n", recipe->trim_once ? "FALSE" : "TRUE");
}

void trig_recipe_show_r(const struct trig_recipe *recipe, const struct trig_cells *cells, FILE *out)
{
    fputs("# Rows of the totals, by wave and line of the table.\n", out);
    for (size_t m = 0; m < count_margins(recipe); m++)
        put_factor(recipe, cells, m, out);
    put_kept(recipe, cells, out);
    put_scales(recipe, cells, out);
    switch (recipe->form.method) {
    case TRIG_POSTSTRATIFY:
        put_poststratify(recipe, cells, out);
        break;
    case TRIG_RAKE:
        put_rake(recipe, cells, out);
        break;
    case TRIG_PROPENSITY:
        put_propensity(recipe, cells, out);
        break;
    default:
        put_calibrate(recipe, cells, out);
    }
    put_trimming(recipe, out);
}
