#include "analyze/show_r/show_r_text.h"

#include <math.h>
#include <stdlib.h>

const struct trig_variable *trig_r_variable(const struct trig_cells *cells, size_t variable)
{
    return &cells->definition->variables[variable];
}

/* ---- R's spelling ---------------------------------------------------------------------- */

void trig_r_string(struct trig_view text, FILE *out)
{
    fputc('"', out);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\')
            fputc('\\', out);
        fputc(text.data[i], out);
    }
    fputc('"', out);
}

/* The shortest spelling that R reads as the same number. */
void trig_r_number(double number, FILE *out)
{
    char text[32];
    snprintf(text, sizeof text, "%.15g", number);
    if (strtod(text, NULL) != number)
        snprintf(text, sizeof text, "%.17g", number);
    fputs(isnan(number) ? "NA" : text, out);
}

void trig_r_column(struct trig_view name, FILE *out)
{
    fputs("d[[", out);
    trig_r_string(name, out);
    fputs("]]", out);
}

struct trig_view trig_r_column_name(const struct trig_cells *cells, size_t variable)
{
    const struct trig_variable *asked = trig_r_variable(cells, variable);
    if (asked->role == TRIG_ROLE_WAVE && cells->definition->wave_count)
        return trig_view("wave");
    if (asked->role == TRIG_ROLE_INSTITUTION && cells->definition->institution_count)
        return trig_view("institution");
    return asked->name;
}

void trig_r_waves(const struct trig_cells *cells, FILE *out)
{
    const char *before = "d <- d[d$wave %in% c(";
    if (cells->definition->wave_count == 0)
        return;
    for (size_t i = 0; i < cells->definition->wave_count; i++) {
        if (!trig_cells_have_wave(cells, i))
            continue;
        fputs(before, out);
        trig_r_string(cells->definition->waves[i].id, out);
        before = ", ";
    }
    fputs("), ]\n", out);
}

/* ---- scope -------------------------------------------------------------------------------- */

/* One condition of the scope: the rows whose answer is among the eligible ones. */
static void put_rule(const struct trig_cells *cells, const struct trig_variable *variable, FILE *out)
{
    bool several = variable->type == TRIG_TYPE_MULTIPLE;
    struct trig_view column = trig_r_column_name(cells, (size_t)(variable - cells->definition->variables));
    fputs(several ? " & (" : " & ", out);
    for (size_t i = 0; i < variable->eligible.count; i++) {
        if (several)
            fputs(i ? " | option(" : "option(", out);
        else if (i == 0)
            fputs("", out);
        if (several || i == 0)
            trig_r_column(column, out);
        fputs(several ? ", " : i ? ", " : " %in% c(", out);
        trig_r_string(variable->eligible.items[i], out);
        fputs(several ? ") %in% 1" : "", out);
    }
    fputs(")", out);
}

void trig_r_scope(const struct trig_cells *cells, FILE *out)
{
    bool ruled = false;
    fputs("scope <- rep(TRUE, nrow(d))", out);
    for (size_t i = 0; i < cells->definition->variable_count; i++) {
        if (trig_r_variable(cells, i)->eligible.count == 0)
            continue;
        put_rule(cells, trig_r_variable(cells, i), out);
        ruled = true;
    }
    fputc('\n', out);
    if (ruled && !cells->request->design.declared)
        fputs("d <- d[scope, ]; scope <- scope[scope]  # the others are outside the frame\n", out);
}

/* ---- measures ---------------------------------------------------------------------------- */

static void put_codes(const struct trig_cells *cells, const struct trig_source *source, FILE *out)
{
    const struct trig_scale *scale =
        &cells->definition->scales[trig_r_variable(cells, source->variable)->scale];
    fputs("coded(", out);
    trig_r_column(trig_r_column_name(cells, source->variable), out);
    fputs(", c(", out);
    for (size_t i = 0; i < scale->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(scale->codes[i].code, out);
    }
    fputs("), c(", out);
    for (size_t i = 0; i < scale->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_number(source->values[i], out);
    }
    fputs("))", out);
}

static void put_source(const struct trig_cells *cells, const struct trig_source *source, FILE *out)
{
    const struct trig_variable *variable = trig_r_variable(cells, source->variable);
    if (source->values) {
        put_codes(cells, source, out);
    } else if (variable->type == TRIG_TYPE_NUMERIC) {
        fputs("line(", out);
        trig_r_column(variable->name, out);
        fputs(", ", out);
        trig_r_number(source->offset, out);
        fputs(", ", out);
        trig_r_number(source->factor, out);
        fputs(")", out);
    } else if (variable->type == TRIG_TYPE_MULTIPLE) {
        fputs("option(", out);
        trig_r_column(variable->name, out);
        fputs(", ", out);
        trig_r_string(cells->definition->scales[variable->scale].codes[source->bit].code, out);
        fputs(")", out);
    } else {
        fputs("as.numeric(", out);
        trig_r_column(variable->name, out);
        fputs(" == ", out);
        trig_r_string(source->text, out);
        fputs(")", out);
    }
}

static void put_measure(const struct trig_cells *cells, const struct trig_measure *measure, FILE *out)
{
    bool pillar = measure->variable == TRIG_NONE;
    fputs("measures[[", out);
    trig_r_string(measure->name, out);
    if (measure->kind == TRIG_MEASURE_RESPONDENTS) {
        fputs("]] <- rep(1, nrow(d))\n", out);
        return;
    }
    fputs(pillar ? "]] <- average(cbind(" : "]] <- ", out);
    for (size_t i = 0; i < measure->source_count; i++) {
        fputs(i ? ",\n  " : "", out);
        put_source(cells, &measure->sources[i], out);
    }
    if (pillar)
        fprintf(out, "), %zu)", measure->least_answered);
    fputc('\n', out);
}

bool trig_r_has_statistics(const struct trig_cells *cells)
{
    const struct trig_estimands *estimands = cells->request->estimands;
    for (size_t i = 0; estimands && i < estimands->count; i++)
        if (estimands->items[i].statistic != TRIG_STATISTIC_MEAN)
            return true;
    return estimands && estimands->ratio_count > 0;
}

bool trig_r_is_estimated(const struct trig_cells *cells, const struct trig_measure *measure)
{
    return measure->kind != TRIG_MEASURE_RESPONDENTS || trig_r_has_statistics(cells);
}

void trig_r_measures(const struct trig_cells *cells, FILE *out)
{
    fputs("measures <- list()\n", out);
    for (size_t i = 0; i < cells->measures; i++)
        if (trig_r_is_estimated(cells, &cells->request->measures->items[i]))
            put_measure(cells, &cells->request->measures->items[i], out);
}
