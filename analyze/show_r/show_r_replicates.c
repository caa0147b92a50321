#include "analyze/show_r/show_r_replicates.h"

#include "analyze/design/hadamard.h"
#include "analyze/estimate/replicate_sums.h"
#include "analyze/frame/frame_internal.h"
#include "analyze/show_r/show_r_text.h"
#include "analyze/show_r/trig_show_r_replicates.h"

#include <math.h>

static const char *r_type(enum trig_replicate_type type)
{
    static const char *const types[] = {[TRIG_REPLICATES_NONE] = "other",
                                        [TRIG_REPLICATES_JK1] = "JK1",
                                        [TRIG_REPLICATES_JKN] = "JKn",
                                        [TRIG_REPLICATES_BRR] = "BRR",
                                        [TRIG_REPLICATES_FAY] = "Fay",
                                        [TRIG_REPLICATES_BOOTSTRAP] = "bootstrap",
                                        [TRIG_REPLICATES_SDR] = "successive-difference",
                                        [TRIG_REPLICATES_OTHER] = "other"};
    return types[type];
}

/* ---- given ------------------------------------------------------------------------------ */

static void put_rscales(const struct trig_replicate_plan *plan, FILE *out)
{
    fputs(", rscales = c(", out);
    for (size_t i = 0; i < plan->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_number(plan->rscales[i], out);
    }
    fputs(")", out);
}

void trig_r_given_replicates(const struct trig_cells *cells, FILE *out)
{
    const struct trig_replicate_plan *plan = &cells->replicates->plan;
    enum trig_replicate_type type = plan->replication.type;
    const char *before = "replicates <- sapply(d[c(";
    for (size_t i = 0; i < cells->definition->variable_count; i++) {
        if (cells->definition->variables[i].role != TRIG_ROLE_REPLICATE_WEIGHT)
            continue;
        fputs(before, out);
        trig_r_string(cells->definition->variables[i].name, out);
        before = ", ";
    }
    fprintf(out,
            ")], as.numeric)\n"
            "design <- svrepdesign(data = d, repweights = replicates, weights = ~.weight, type = \"%s\",\n"
            "  combined.weights = %s, mse = %s",
            r_type(type), plan->replication.combined ? "TRUE" : "FALSE",
            plan->replication.mse ? "TRUE" : "FALSE");
    bool fixed = type == TRIG_REPLICATES_BRR || type == TRIG_REPLICATES_FAY || type == TRIG_REPLICATES_SDR;
    if (type == TRIG_REPLICATES_FAY) {
        fputs(", rho = ", out);
        trig_r_number(plan->replication.rho, out);
    }
    if (!fixed) {
        fputs(", scale = ", out);
        trig_r_number(plan->scale, out);
    }
    if (plan->replication.rscales.length && type != TRIG_REPLICATES_SDR)
        put_rscales(plan, out);
    fputs(")\n", out);
}

/* ---- made -------------------------------------------------------------------------------- */

static const struct trig_dimension *find_psu(const struct trig_cells *cells)
{
    for (size_t i = 0; i < cells->frame->dimension_count; i++)
        if (cells->frame->dimensions[i].kind == TRIG_DIMENSION_PSU)
            return &cells->frame->dimensions[i];
    return NULL;
}

/* key <- the order of units: that of rows, of the groups that they are dealt into, or of the PSUs'
 * categories. */
static void put_key(const struct trig_cells *cells, FILE *out)
{
    const struct trig_dimension *psu = find_psu(cells);
    size_t groups = cells->replicates->plan.replication.groups;
    if (!psu && groups) {
        fprintf(out,
                "key <- ave(seq_len(nrow(d)), d$.stratum, FUN = function(rows) (seq_along(rows) - 1) %%%% "
                "%zu)  # drawn together\n",
                groups);
        return;
    }
    if (!psu) {
        fputs("key <- seq_len(nrow(d))\n", out);
        return;
    }
    fputs("key <- match(", out);
    trig_r_column(trig_r_column_name(cells, psu->variable), out);
    fputs(", c(", out);
    for (size_t i = 0; i < psu->count; i++) {
        fputs(i ? ", " : "", out);
        trig_r_string(trig_dictionary_at(psu->texts, i), out);
    }
    fputs("))\n", out);
}

/* A stratum as d$.stratum spells it: declared ones put the wave first. */
static void put_stratum(const struct trig_cells *cells, const struct trig_stratum *stratum, FILE *out)
{
    const trig_definition *definition = cells->definition;
    struct trig_view text = stratum->text;
    bool wave_first = cells->request->design.declared && stratum->wave != TRIG_NONE;
    if (!wave_first) {
        trig_r_string(text, out);
        return;
    }
    struct trig_view wave = definition->waves[stratum->wave].id;
    fputs("paste(", out);
    trig_r_string(wave, out);
    fputs(", ", out);
    if (text.length > wave.length + 2)
        trig_r_string(trig_view_of(text.data, text.length - wave.length - 2), out);
    else
        fputs("\"all\"", out);
    fputs(")", out);
}

static void put_strata(const struct trig_cells *cells, FILE *out)
{
    fputs("strata <- c(", out);
    for (size_t i = 0; i < cells->stratum_count; i++) {
        fputs(i ? ",\n  " : "", out);
        put_stratum(cells, &cells->strata[i], out);
    }
    fputs(")\n", out);
}

static void put_jackknife(enum trig_replicate_type type, bool fpc, FILE *out)
{
    if (fpc)
        fputs("design$fpc$popsize[is.infinite(design$fpc$popsize)] <- 1e15  # not known\n", out);
    fprintf(out, "design <- as.svrepdesign(design, type = \"%s\")\n", r_type(type));
}

void trig_r_made_replicates(const struct trig_cells *cells, bool fpc, FILE *out)
{
    const struct trig_replicate_plan *plan = &cells->replicates->plan;
    enum trig_replicate_type type = plan->replication.type;
    if (fpc) /* which replicates no longer tell */
        fputs("d$.covered <- design$variables$.covered <- design$fpc$sampsize[, 1] / design$fpc$popsize[, "
              "1]\n",
              out);
    if (type == TRIG_REPLICATES_JK1 || type == TRIG_REPLICATES_JKN) {
        put_jackknife(type, fpc, out);
        return;
    }
    fputs(trig_show_r_replicates, out);
    put_key(cells, out);
    put_strata(cells, out);
    if (type == TRIG_REPLICATES_BOOTSTRAP) {
        fprintf(
            out,
            "factors <- reweigh(d, key, strata, function(h, n, uncovered, first) bootstrap(h, n, uncovered, "
            "%zu, %ju))\n",
            plan->count, (uintmax_t)plan->replication.seed);
    } else {
        size_t prime;
        size_t doublings = trig_hadamard_doublings(plan->count, &prime);
        fprintf(out,
                "H <- hadamard(%zu, %zu)\n"
                "factors <- reweigh(d, key, strata, function(h, n, uncovered, first) halves(first, n, ",
                doublings, prime);
        trig_r_number(plan->replication.rho, out);
        fputs(", H))\n", out);
    }
    fprintf(out,
            "design <- svrepdesign(data = d, repweights = factors, weights = ~.weight, type = \"%s\",\n"
            "  combined.weights = FALSE",
            r_type(type));
    if (type == TRIG_REPLICATES_FAY) {
        fputs(", rho = ", out);
        trig_r_number(plan->replication.rho, out);
    }
    fputs(")\n", out);
}
