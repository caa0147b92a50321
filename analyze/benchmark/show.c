#include "analyze/benchmark/show.h"

#include "analyze/benchmark/trig_comparison_functions.h"
#include "analyze/show_r/show_r.h"
#include "analyze/show_r/show_r_text.h"

void trig_show_begin(const struct trig_cells *cells, enum trig_test_variance variance, FILE *out)
{
    trig_show_r_design(cells, out);
    fprintf(out, "settings$declared <- %s\n", cells->request->design.declared ? "TRUE" : "FALSE");
    fprintf(out, "settings$pooled <- %s\n\n",
            variance == TRIG_TEST_POOLED && !cells->request->design.declared ? "TRUE" : "FALSE");
    fputs(trig_comparison_functions, out);
}

/* ---- conditions on d ----------------------------------------------------------------------------- */

static void put_institution(const struct trig_cells *cells, size_t institution, FILE *out)
{
    fputs("d$institution %in% ", out);
    trig_r_string(cells->definition->institutions[institution].id, out);
}

static void put_wave(const struct trig_cells *cells, size_t wave, FILE *out)
{
    fputs("scope", out);
    if (wave == TRIG_NONE)
        return;
    fputs(" & d$wave %in% ", out);
    trig_r_string(cells->definition->waves[wave].id, out);
}

/* The waves or the institutions of a group's members, each pair of the two once. */
static void put_pairs(const struct trig_cells *cells, size_t group, bool institutions, FILE *out)
{
    const trig_definition *definition = cells->definition;
    const struct trig_cell *last = NULL;
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        bool again = last && last->wave == cell->wave && last->institution == cell->institution;
        if (again || !trig_cell_in_group(cells, i, group))
            continue;
        fputs(last ? ", " : "", out);
        trig_r_string(institutions ? definition->institutions[cell->institution].id
                                   : definition->waves[cell->wave].id,
                      out);
        last = cell;
    }
}

/* The members of a group, on the day each of several waves opened. */
static void put_members_by_wave(const struct trig_cells *cells, size_t group, FILE *out)
{
    fputs("paste(d$wave, d$institution) %in% paste(c(", out);
    put_pairs(cells, group, false, out);
    fputs("), c(", out);
    put_pairs(cells, group, true, out);
    fputs("))", out);
}

/* The members of a group on the day a wave opened, of those who answered. */
static void put_members(const struct trig_cells *cells, size_t wave, size_t group, FILE *out)
{
    const char *before = "";
    size_t last = TRIG_NONE;
    wave = wave == TRIG_NONE ? cells->only_wave : wave;
    if (wave == TRIG_NONE && cells->definition->wave_count) {
        put_members_by_wave(cells, group, out);
        return;
    }
    fputs("d$institution %in% c(", out);
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        if (cell->wave != wave || cell->institution == last || !trig_cell_in_group(cells, i, group))
            continue;
        fputs(before, out);
        trig_r_string(cells->definition->institutions[cell->institution].id, out);
        before = ", ";
        last = cell->institution;
    }
    fputs(")", out);
}

/* The text of a domain's category of the [value]th variable of the breakdown. */
static struct trig_view category(const struct trig_cells *cells, const struct trig_domain *domain,
                                 size_t value)
{
    return trig_dictionary_at(cells->values[value], domain->values[value]);
}

void trig_show_domain(const struct trig_cells *cells, const struct trig_domain *domain, FILE *out)
{
    const struct trig_bys *bys = &cells->request->bys;
    size_t value = 0;
    put_wave(cells, domain->wave, out);
    if (domain->institution != TRIG_NONE) {
        fputs(" & ", out);
        put_institution(cells, domain->institution, out);
    }
    if (domain->group != TRIG_NONE) {
        fputs(" & ", out);
        put_members(cells, domain->wave, domain->group, out);
    }
    for (size_t i = 0; domain->values && i < bys->count; i++) {
        if (bys->items[i].kind != TRIG_BY_VARIABLE)
            continue;
        fputs(" & ", out);
        trig_r_column(trig_r_column_name(cells, bys->items[i].variable), out);
        fputs(" %in% ", out);
        trig_r_string(category(cells, domain, value++), out);
    }
}

/* ---- rows ------------------------------------------------------------------------------------------ */

static void put_label(const char *before, struct trig_view name, struct trig_view text, FILE *out)
{
    fputs(before, out);
    trig_r_string(name, out);
    fputs(" = ", out);
    trig_r_string(text, out);
}

void trig_show_labels(const struct trig_cells *cells, const struct trig_domain *domain, FILE *out)
{
    const trig_definition *definition = cells->definition;
    const struct trig_bys *bys = &cells->request->bys;
    struct trig_view none = trig_view("");
    size_t wave = domain->wave == TRIG_NONE ? cells->only_wave : domain->wave;
    size_t value = 0;
    put_label("", trig_view("wave"), wave == TRIG_NONE ? none : definition->waves[wave].id, out);
    put_label(", ", trig_view("institution"),
              domain->institution == TRIG_NONE ? none : definition->institutions[domain->institution].id,
              out);
    if (domain->group != TRIG_NONE)
        put_label(", ", trig_view("group"), definition->groups.items[domain->group], out);
    for (size_t i = 0; domain->values && i < bys->count; i++)
        if (bys->items[i].kind == TRIG_BY_VARIABLE)
            put_label(", ", bys->items[i].name, category(cells, domain, value++), out);
}

/* rows[[...]] <- data.frame(labels, comparison(design, own rows */
static void begin_row(const struct trig_cells *cells, const struct trig_domain *domain, FILE *out)
{
    fputs("rows[[length(rows) + 1]] <- data.frame(check.names = FALSE, ", out);
    trig_show_labels(cells, domain, out);
    fputs(",\n  comparison(design, ", out);
    trig_show_domain(cells, domain, out);
}

static void end_row(size_t measure, FILE *out)
{
    fprintf(out, ", %zu, settings))\n", measure + 1);
}

void trig_show_alone(const struct trig_cells *cells, const struct trig_domain *domain, size_t measure,
                     FILE *out)
{
    begin_row(cells, domain, out);
    fputs(", list(), 0", out);
    end_row(measure, out);
}

static void put_chosen(const struct trig_cells *cells, const struct trig_peers *peers, FILE *out)
{
    const char *before = "";
    fputs(" & d$institution %in% c(", out);
    for (size_t i = 0; i < cells->definition->institution_count; i++) {
        if (!peers->members[i])
            continue;
        fputs(before, out);
        trig_r_string(cells->definition->institutions[i].id, out);
        before = ", ";
    }
    fputs(")", out);
}

static void put_whole(const struct trig_cells *cells, const struct trig_peers *peers, FILE *out)
{
    fputs(",\n    list(", out);
    put_wave(cells, peers->wave, out);
    if (peers->members) {
        put_chosen(cells, peers, out);
    } else if (peers->against.kind == TRIG_AGAINST_OTHERS) {
        fputs(" & !", out);
        put_institution(cells, peers->own, out);
    } else if (peers->against.kind == TRIG_AGAINST_GROUP) {
        fputs(" & ", out);
        put_members(cells, peers->wave, peers->against.which, out);
    }
    fputs("), 1", out);
}

static void put_averaged(const struct trig_cells *cells, const struct trig_peers *peers,
                         const struct trig_comparator *comparator, FILE *out)
{
    fputs(",\n    lapply(c(", out);
    for (size_t i = 0; i < comparator->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(cells->definition->institutions[comparator->terms[i].domain->institution].id, out);
    }
    fputs("), function(i) ", out);
    put_wave(cells, peers->wave, out);
    fprintf(out, " & d$institution %%in%% i),\n    rep(1 / %zu, %zu)", comparator->count, comparator->count);
}

void trig_show_beside(const struct trig_cells *cells, const struct trig_domain *domain,
                      const struct trig_peers *peers, const struct trig_comparator *comparator,
                      size_t measure, FILE *out)
{
    begin_row(cells, domain, out);
    if (peers->against.weighting == TRIG_WEIGHTING_INSTITUTIONS)
        put_averaged(cells, peers, comparator, out);
    else
        put_whole(cells, peers, out);
    end_row(measure, out);
}

void trig_show_since(const struct trig_cells *cells, const struct trig_domain *domain,
                     const struct trig_domain *before, size_t measure, FILE *out)
{
    begin_row(cells, domain, out);
    fputs(",\n    list(", out);
    trig_show_domain(cells, before, out);
    fputs("), 1", out);
    end_row(measure, out);
}

void trig_show_pair(const struct trig_cells *cells, const struct trig_domain *domain,
                    const struct trig_domain *other, size_t measure, FILE *out)
{
    fputs("rows[[length(rows) + 1]] <- data.frame(check.names = FALSE, ", out);
    trig_show_labels(cells, domain, out);
    put_label(", ", trig_view("with"),
              other ? cells->definition->institutions[other->institution].id : trig_view(""), out);
    fputs(",\n  comparison(design, ", out);
    trig_show_domain(cells, domain, out);
    fputs(", list(", out);
    if (other)
        trig_show_domain(cells, other, out);
    fputs("), 1", out);
    end_row(measure, out);
}

void trig_show_bind(enum trig_show_tests tests, FILE *out)
{
    fputs("\nresult <- do.call(rbind, rows)\n", out);
    fputs(
        tests == TRIG_SHOW_ALL_ROWS
            ? "result$p_adjusted <- p.adjust(result$p, \"holm\")\n"
            : "result$p_adjusted <- ave(result$p, result$wave, result$measure, FUN = function(p) p.adjust(p, "
              "\"holm\"))\n",
        out);
}

void trig_show_print(FILE *out)
{
    fputs("print(result, digits = 8, row.names = FALSE)\n", out);
}

void trig_show_end(enum trig_show_tests tests, FILE *out)
{
    trig_show_bind(tests, out);
    trig_show_print(out);
}
