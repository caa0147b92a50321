#include "analyze/design/hadamard.h"
#include "analyze/design/replication.h"

#include "surveys/base/text.h"

#include <math.h>

static enum trig_status no_memory(size_t count, struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for %zu replicates", count);
    return TRIG_ERR_MEMORY;
}

static enum trig_status set_rscales(struct trig_replicate_plan *plan, double value, struct trig_arena *arena,
                                    struct trig_error *error)
{
    plan->rscales = trig_arena_calloc(arena, plan->count, sizeof *plan->rscales);
    if (!plan->rscales)
        return no_memory(plan->count, error);
    for (size_t i = 0; i < plan->count; i++)
        plan->rscales[i] = value;
    return TRIG_OK;
}

/* ---- jackknives --------------------------------------------------------------------------- */

/* Whether a stratum's units are deleted one by one; [adjusted]: it is deleted whole. */
static enum trig_status is_deleted(const struct trig_replicate_stratum *stratum, enum trig_lonely_psu lonely,
                                   bool *deleted, struct trig_error *error)
{
    *deleted = stratum->uncovered > 0.0 && (stratum->units > 1 || lonely == TRIG_LONELY_ADJUST);
    if (stratum->uncovered > 0.0 && stratum->units == 1 && lonely == TRIG_LONELY_FAIL)
        return trig_error_set(
            error, TRIG_ERR_DOMAIN,
            "the stratum \"%.*s\" has a single unit, which a jackknife cannot leave out; use "
            "--lonely or set lonely_psu in survey.csv (remove, adjust, average or certainty)",
            TRIG_VIEW_ARG(stratum->text));
    return TRIG_OK;
}

/* R survey's jknweights: a lonely stratum that is adjusted is deleted whole, the
 * others standing for it. */
static void set_jackknife_scales(struct trig_replicate_plan *plan)
{
    double strata = (double)plan->stratum_count;
    for (size_t i = 0; i < plan->stratum_count; i++) {
        const struct trig_replicate_stratum *stratum = &plan->strata[i];
        double n = (double)stratum->units;
        for (size_t k = 0; k < stratum->units && plan->first[i] != SIZE_MAX; k++) {
            plan->whole[plan->first[i] + k] = stratum->units == 1;
            plan->rscales[plan->first[i] + k] =
                stratum->units == 1 ? (strata - 1.0) / strata : stratum->uncovered * (n - 1.0) / n;
        }
    }
}

static enum trig_status plan_jackknife(struct trig_replicate_plan *plan, enum trig_lonely_psu lonely,
                                       struct trig_arena *arena, struct trig_error *error)
{
    uint64_t units = 0;
    if (plan->replication.type == TRIG_REPLICATES_JK1 && plan->stratum_count > 1)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "jk1 is for designs without strata, and this one has %zu; use --replicates jkn",
                              plan->stratum_count);
    for (size_t i = 0; i < plan->stratum_count; i++) {
        bool deleted = false;
        enum trig_status status = is_deleted(&plan->strata[i], lonely, &deleted, error);
        if (status)
            return status;
        plan->first[i] = deleted ? plan->count : SIZE_MAX;
        plan->count += deleted ? plan->strata[i].units : 0;
        units += plan->strata[i].units;
    }
    if (plan->count == 0)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "no unit can be left out: every stratum is a census or has a single unit");
    plan->scale = lonely == TRIG_LONELY_AVERAGE ? (double)units / (double)plan->count : 1.0;
    plan->whole = trig_arena_calloc(arena, plan->count, sizeof *plan->whole);
    if (!plan->whole)
        return no_memory(plan->count, error);
    enum trig_status status = set_rscales(plan, 1.0, arena, error);
    if (status == TRIG_OK)
        set_jackknife_scales(plan);
    return status;
}

static void fill_jackknife(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                           double *out)
{
    const struct trig_replicate_stratum *stratum = &plan->strata[at];
    double n = (double)stratum->units;
    double strata = (double)plan->stratum_count;
    for (size_t i = 0; i < count; i++) {
        size_t r = first + i;
        bool here =
            plan->first[at] != SIZE_MAX && r >= plan->first[at] && r - plan->first[at] < stratum->units;
        double others = plan->whole[r] ? strata / (strata - 1.0) : 1.0;
        double kept = here ? n / (n - 1.0) : others;
        for (size_t k = 0; k < stratum->units; k++)
            out[k * count + i] = here && r == plan->first[at] + k ? 0.0 : kept;
    }
}

/* ---- balanced half-samples ----------------------------------------------------------------- */

/* Strata of more than two units are split into pairs of neighbours. */
static enum trig_status plan_halves(struct trig_replicate_plan *plan, struct trig_arena *arena,
                                    struct trig_error *error)
{
    size_t pairs = 0;
    for (size_t i = 0; i < plan->stratum_count; i++) {
        if (plan->strata[i].units % 2)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the stratum \"%.*s\" has %ju units, and half-samples need pairs; use "
                                  "--replicates jkn or bootstrap",
                                  TRIG_VIEW_ARG(plan->strata[i].text), (uintmax_t)plan->strata[i].units);
        plan->first[i] = pairs;
        pairs += plan->strata[i].units / 2;
    }
    plan->count = trig_hadamard_order(pairs + 1);
    double rho = plan->replication.rho;
    plan->scale = 1.0 / ((double)plan->count * (1.0 - rho) * (1.0 - rho));
    plan->df = (double)pairs;
    return set_rscales(plan, 1.0, arena, error);
}

static void fill_halves(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                        double *out)
{
    double rho = plan->replication.rho;
    for (size_t k = 0; k < plan->strata[at].units; k++) {
        size_t row = 1 + plan->first[at] + k / 2; /* row 0 is all ones */
        for (size_t i = 0; i < count; i++) {
            bool positive = trig_hadamard_is_positive(plan->count, row, first + i);
            out[k * count + i] = positive == (k % 2 == 0) ? 2.0 - rho : rho;
        }
    }
}

/* ---- bootstrap ---------------------------------------------------------------------------------- */

/* A number of 32 bits from another (PCG's output permutation, O'Neill 2014). */
static inline uint32_t scramble(uint32_t state)
{
    state = state * 747796405u + 2891336453u;
    uint32_t word = ((state >> ((state >> 28) + 4u)) ^ state) * 277803737u;
    return (word >> 22) ^ word;
}

static void draw_units(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                       double *out)
{
    uint64_t units = plan->strata[at].units;
    uint32_t stream = scramble(scramble(plan->replication.seed) ^ (uint32_t)at);
    for (size_t i = 0; i < count; i++) {
        uint32_t state = scramble(stream ^ (uint32_t)(first + i));
        for (uint64_t draw = 1; draw < units; draw++) {
            uint32_t number = scramble(state + (uint32_t)draw);
            out[(uint64_t)number * units / (UINT64_C(1) << 32) * count + i] += 1.0;
        }
    }
}

static void fill_bootstrap(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                           double *out)
{
    double n = (double)plan->strata[at].units;
    double drawn = sqrt(plan->strata[at].uncovered);
    memset(out, 0, plan->strata[at].units * count * sizeof *out);
    draw_units(plan, at, first, count, out);
    double left = n > 1.0 ? 1.0 - drawn : 1.0;
    double each = n > 1.0 ? drawn * n / (n - 1.0) : 0.0;
    for (size_t i = 0; i < plan->strata[at].units * count; i++)
        out[i] = left + each * out[i];
}

static enum trig_status plan_bootstrap(struct trig_replicate_plan *plan, enum trig_lonely_psu lonely,
                                       struct trig_arena *arena, struct trig_error *error)
{
    for (size_t i = 0; i < plan->stratum_count; i++)
        if (plan->strata[i].units == 1 && plan->strata[i].uncovered > 0.0 && lonely == TRIG_LONELY_FAIL)
            return trig_error_set(
                error, TRIG_ERR_DOMAIN,
                "the stratum \"%.*s\" has a single unit, of which nothing can be drawn; use "
                "--lonely remove to take it as it is, or merge strata",
                TRIG_VIEW_ARG(plan->strata[i].text));
    plan->count = plan->replication.count;
    plan->scale = 1.0 / ((double)plan->count - 1.0);
    return set_rscales(plan, 1.0, arena, error);
}

/* ---- the whole ----------------------------------------------------------------------------------- */

/* The rank of the weights - 1. Within a stratum they add up to the same in every
 * replicate, so n_h - 1 directions are left; a census has one for all. */
static double count_degrees(const struct trig_replicate_plan *plan)
{
    double degrees = 0.0;
    for (size_t i = 0; i < plan->stratum_count; i++) {
        bool deleted_whole = plan->whole && plan->first[i] != SIZE_MAX && plan->strata[i].units == 1;
        if (plan->strata[i].uncovered > 0.0)
            degrees += deleted_whole ? 1.0 : (double)plan->strata[i].units - 1.0;
    }
    return fmin(degrees, (double)plan->count - 1.0);
}

enum trig_status trig_replicate_plan(const struct trig_replication *replication,
                                     const struct trig_replicate_stratum *strata, size_t stratum_count,
                                     enum trig_lonely_psu lonely, struct trig_arena *arena,
                                     struct trig_replicate_plan *out, struct trig_error *error)
{
    struct trig_replicate_plan plan = {
        .replication = *replication, .strata = strata, .stratum_count = stratum_count, .df = NAN};
    plan.first = trig_arena_calloc(arena, stratum_count, sizeof *plan.first);
    if (!plan.first)
        return no_memory(stratum_count, error);
    if (replication->type == TRIG_REPLICATES_BRR)
        plan.replication.rho = 0.0;
    enum trig_status status = TRIG_OK;
    if (replication->type == TRIG_REPLICATES_BOOTSTRAP)
        status = plan_bootstrap(&plan, lonely, arena, error);
    else if (replication->type == TRIG_REPLICATES_BRR || replication->type == TRIG_REPLICATES_FAY)
        status = plan_halves(&plan, arena, error);
    else
        status = plan_jackknife(&plan, lonely, arena, error);
    if (status)
        return status;
    if (isnan(plan.df))
        plan.df = count_degrees(&plan);
    *out = plan;
    return TRIG_OK;
}

void trig_replicate_factors(const struct trig_replicate_plan *plan, size_t at, size_t first, size_t count,
                            double *out)
{
    switch (plan->replication.type) {
    case TRIG_REPLICATES_BOOTSTRAP:
        fill_bootstrap(plan, at, first, count, out);
        break;
    case TRIG_REPLICATES_BRR:
    case TRIG_REPLICATES_FAY:
        fill_halves(plan, at, first, count, out);
        break;
    default:
        fill_jackknife(plan, at, first, count, out);
    }
}

/* ---- given ------------------------------------------------------------------------------------------ */

static double given_scale(const struct trig_replication *replication, double count)
{
    switch (replication->type) {
    case TRIG_REPLICATES_BRR:
        return 1.0 / count;
    case TRIG_REPLICATES_FAY:
        return 1.0 / (count * (1.0 - replication->rho) * (1.0 - replication->rho));
    case TRIG_REPLICATES_SDR:
        return 4.0 / count;
    case TRIG_REPLICATES_BOOTSTRAP:
        return isnan(replication->scale) ? 1.0 / (count - 1.0) : replication->scale;
    case TRIG_REPLICATES_JK1:
        return isnan(replication->scale) ? (count - 1.0) / count : replication->scale;
    default:
        return isnan(replication->scale) ? 1.0 : replication->scale;
    }
}

/* "0.5|0.5|..." into numbers; one number is for all. */
static enum trig_status read_rscales(struct trig_replicate_plan *plan, struct trig_error *error)
{
    struct trig_view left = plan->replication.rscales;
    size_t read = 0;
    while (left.length && read < plan->count) {
        const char *bar = memchr(left.data, '|', left.length);
        size_t length = bar ? (size_t)(bar - left.data) : left.length;
        double number;
        if (!trig_text_to_number(trig_text_trim(trig_view_of(left.data, length)), &number) || number < 0.0)
            break;
        plan->rscales[read++] = number;
        left = bar ? trig_view_of(bar + 1, left.length - length - 1) : trig_view_of(NULL, 0);
    }
    for (size_t i = 1; read == 1 && !left.length && i < plan->count; i++)
        plan->rscales[i] = plan->rscales[0];
    if (!left.length && (read == 1 || read == plan->count))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "survey.csv: replicate_rscales has to be one number of at least 0, or %zu of them "
                          "between bars (|), one a replicate weight in the order of variables.csv",
                          plan->count);
}

enum trig_status trig_replicate_plan_given(const struct trig_replication *replication, size_t count,
                                           double df, struct trig_arena *arena,
                                           struct trig_replicate_plan *out, struct trig_error *error)
{
    struct trig_replicate_plan plan = {.replication = *replication, .count = count, .df = df};
    plan.scale = given_scale(replication, (double)count);
    enum trig_status status = set_rscales(&plan, 1.0, arena, error);
    bool fixed = replication->type == TRIG_REPLICATES_SDR;
    if (status == TRIG_OK && replication->type == TRIG_REPLICATES_JKN && !replication->rscales.length)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "survey.csv: replicate weights of type jkn need replicate_rscales, one number for "
            "all of them or %zu between bars (|): (n - 1)/n of each one's stratum",
            count);
    if (status == TRIG_OK && replication->rscales.length && !fixed)
        status = read_rscales(&plan, error);
    if (status == TRIG_OK)
        *out = plan;
    return status;
}
