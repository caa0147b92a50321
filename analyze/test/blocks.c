#include "analyze/test/blocks.h"

#include "analyze/test/residual.h"
#include "analyze/test/roots.h"
#include "surveys/base/memory.h"

#include <math.h>

/* Of all blocks together: 256 MB. */
#define MOST_NUMBERS (UINT64_C(1) << 25)

/* One covariance under way. */
struct filling {
    const struct trig_blocks_asked *asked;
    struct trig_blocks *blocks;
    trig_residual *residual; /* owned; NULL: weights were not computed */
    const struct trig_residual_member *members;
    size_t member_count;
    double *totals;  /* by class: of the stratum, or of a PSU in it */
    bool *touched;   /* by class */
    size_t *classes; /* those touched */
    size_t count;
    struct trig_error *error;
};

/* What there is of one stratum. */
struct span {
    size_t stratum;
    size_t from; /* sums */
    size_t to;
    size_t first; /* members of the calibration */
    size_t last;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the covariance of groups");
    return TRIG_ERR_MEMORY;
}

/* ---- which groups hang together ---------------------------------------------------------------- */

static void connect(const struct trig_blocks_asked *asked, size_t *parents)
{
    for (size_t i = 1; i < asked->count; i++)
        if (trig_cells_are_calibrated(asked->cells) || asked->sums[i].stratum == asked->sums[i - 1].stratum)
            trig_roots_join(parents, asked->sums[i - 1].class / asked->per_group,
                            asked->sums[i].class / asked->per_group);
}

/* Gives every class its block and its place there. */
static enum trig_status lay_out(const struct trig_blocks_asked *asked, struct trig_blocks *out,
                                struct trig_error *error)
{
    size_t groups = asked->classes / asked->per_group;
    size_t *parents = trig_arena_calloc(&out->arena, groups, sizeof *parents);
    size_t *numbers = trig_arena_calloc(&out->arena, groups, sizeof *numbers);
    out->block = trig_arena_calloc(&out->arena, asked->classes, sizeof *out->block);
    out->place = trig_arena_calloc(&out->arena, asked->classes, sizeof *out->place);
    out->sizes = trig_arena_calloc(&out->arena, groups, sizeof *out->sizes);
    if (!parents || !numbers || !out->block || !out->place || !out->sizes)
        return no_memory(error);
    trig_roots_init(parents, groups);
    connect(asked, parents);
    for (size_t i = 0; i < groups; i++)
        numbers[i] = trig_roots_of(parents, i) == i ? out->count++ : numbers[trig_roots_of(parents, i)];
    for (size_t i = 0; i < asked->classes; i++) {
        out->block[i] = numbers[i / asked->per_group];
        out->place[i] = out->sizes[out->block[i]]++;
    }
    out->classes = asked->classes;
    return TRIG_OK;
}

static enum trig_status allocate(struct trig_blocks *out, struct trig_error *error)
{
    uint64_t numbers = 0;
    for (size_t i = 0; i < out->count; i++)
        numbers += (uint64_t)out->sizes[i] * out->sizes[i];
    if (numbers > MOST_NUMBERS)
        return trig_error_set(
            error, TRIG_ERR_LIMIT,
            "the groups have too many answers in the same strata for one test (%zu classes); "
            "compare by a variable of fewer categories",
            out->classes);
    out->v = trig_arena_calloc(&out->arena, out->count, sizeof(double *));
    out->lists = trig_arena_calloc(&out->arena, out->count, sizeof(size_t *));
    if (!out->v || !out->lists)
        return no_memory(error);
    for (size_t i = 0; i < out->count; i++) {
        out->v[i] = trig_arena_calloc(&out->arena, out->sizes[i] * out->sizes[i], sizeof *out->v[i]);
        out->lists[i] = trig_arena_calloc(&out->arena, out->sizes[i], sizeof *out->lists[i]);
        if (!out->v[i] || !out->lists[i])
            return no_memory(error);
    }
    for (size_t i = 0; i < out->classes; i++)
        out->lists[out->block[i]][out->place[i]] = i;
    return TRIG_OK;
}

/* ---- one stratum --------------------------------------------------------------------------------- */

static void add_total(struct filling *filling, const struct trig_block_sum *sum)
{
    if (!filling->touched[sum->class])
        filling->classes[filling->count++] = sum->class;
    filling->touched[sum->class] = true;
    filling->totals[sum->class] += sum->t;
}

/* Adds [factor] t t' of the touched classes and forgets them. */
static void add_products(struct filling *filling, double factor)
{
    const struct trig_blocks *blocks = filling->blocks;
    if (filling->residual)
        trig_residual_add_products(filling->residual, factor, filling->totals, filling->classes,
                                   filling->count);
    for (size_t i = 0; i < filling->count; i++) {
        size_t class = filling->classes[i];
        size_t block = blocks->block[class];
        double *row = blocks->v[block] + blocks->place[class] * blocks->sizes[block];
        for (size_t j = 0; j < filling->count; j++)
            row[blocks->place[filling->classes[j]]] +=
                factor * filling->totals[class] * filling->totals[filling->classes[j]];
    }
    for (size_t i = 0; i < filling->count; i++) {
        filling->totals[filling->classes[i]] = 0.0;
        filling->touched[filling->classes[i]] = false;
    }
    filling->count = 0;
}

static void add_respondents(struct filling *filling, const struct span *span, double factor)
{
    const struct trig_blocks *blocks = filling->blocks;
    for (size_t i = span->from; i < span->to; i++) {
        const struct trig_block_sum *sum = &filling->asked->sums[i];
        size_t block = blocks->block[sum->class];
        size_t place = blocks->place[sum->class];
        blocks->v[block][place * (blocks->sizes[block] + 1)] += factor * sum->q;
        if (filling->residual)
            trig_residual_add_pairs(filling->residual, factor, sum);
    }
    for (size_t i = span->first; i < span->last; i++)
        trig_residual_add_squares(filling->residual, factor, &filling->members[i]);
}

/* The PSU that comes first; TRIG_NONE: respondents are the units. */
static size_t first_psu(const struct filling *filling, const struct span *span)
{
    size_t psu = span->from < span->to ? filling->asked->sums[span->from].psu : TRIG_NONE;
    if (span->first < span->last && filling->members[span->first].psu < psu)
        psu = filling->members[span->first].psu;
    return psu;
}

static void add_psus(struct filling *filling, struct span span, double factor)
{
    const struct trig_block_sum *sums = filling->asked->sums;
    while (span.from < span.to || span.first < span.last) {
        size_t psu = first_psu(filling, &span);
        for (; span.from < span.to && sums[span.from].psu == psu; span.from++)
            add_total(filling, &sums[span.from]);
        for (; span.first < span.last && filling->members[span.first].psu == psu; span.first++)
            trig_residual_add_total(filling->residual, &filling->members[span.first]);
        add_products(filling, factor);
    }
}

/* Adds [factor] sum t_u t_u' over the units. */
static void add_units(struct filling *filling, const struct span *span, double factor)
{
    if (first_psu(filling, span) == TRIG_NONE)
        add_respondents(filling, span, factor);
    else
        add_psus(filling, *span, factor);
}

static double uncovered(const struct filling *filling, const struct trig_stratum *stratum)
{
    if (!filling->asked->design->use_fpc || isinf(stratum->population))
        return 1.0;
    return (stratum->population - (double)stratum->units) / stratum->population;
}

/* A stratum of one unit. @param known  false: the others' mean stands in. */
static enum trig_status add_lonely(struct filling *filling, const struct span *span, bool *known)
{
    const struct trig_stratum *stratum = &filling->asked->cells->strata[span->stratum];
    filling->blocks->lonely += span->from < span->to;
    switch (filling->asked->design->lonely) {
    case TRIG_LONELY_FAIL:
        return trig_design_lonely(stratum->text, filling->error);
    case TRIG_LONELY_ADJUST:
        add_units(filling, span, uncovered(filling, stratum));
        break;
    case TRIG_LONELY_AVERAGE:
        *known = false;
        break;
    default:
        break;
    }
    return TRIG_OK;
}

static enum trig_status add_stratum(struct filling *filling, const struct span *span, bool *known)
{
    const struct trig_stratum *stratum = &filling->asked->cells->strata[span->stratum];
    double f = uncovered(filling, stratum);
    double n = (double)stratum->units;
    *known = true;
    if (f < TRIG_CENSUS)
        return TRIG_OK;
    if (stratum->units < 2)
        return add_lonely(filling, span, known);
    double factor = f * n / (n - 1.0);
    add_units(filling, span, factor);
    for (size_t i = span->from; i < span->to; i++)
        add_total(filling, &filling->asked->sums[i]);
    for (size_t i = span->first; i < span->last; i++)
        trig_residual_add_total(filling->residual, &filling->members[i]);
    add_products(filling, -factor / n);
    return TRIG_OK;
}

/* ---- degrees of freedom ---------------------------------------------------------------------------- */

/* Units of a stratum's sums that anybody is in. */
static double touched_units(const struct trig_block_sum *sums, size_t from, size_t to)
{
    double units = 0.0;
    for (size_t i = from; i < to; i++) {
        if (sums[i].psu == TRIG_NONE)
            units += sums[i].n;
        else
            units += i == from || sums[i].psu != sums[i - 1].psu;
    }
    return units;
}

static double degrees_of_design(const struct trig_cells *cells)
{
    double units = 0.0;
    for (size_t i = 0; i < cells->stratum_count; i++)
        units += (double)cells->strata[i].units;
    return units - (double)cells->stratum_count;
}

/* ---- the whole --------------------------------------------------------------------------------------- */

static void scale(struct trig_blocks *blocks, double factor)
{
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t j = 0; j < blocks->sizes[i] * blocks->sizes[i]; j++)
            blocks->v[i][j] *= factor;
}

/* The stratum that comes after [span]. @return false: there is none. */
static bool next_span(const struct filling *filling, struct span *span)
{
    const struct trig_block_sum *sums = filling->asked->sums;
    span->from = span->to;
    span->first = span->last;
    span->stratum = span->from < filling->asked->count ? sums[span->from].stratum : TRIG_NONE;
    if (span->first < filling->member_count && filling->members[span->first].stratum < span->stratum)
        span->stratum = filling->members[span->first].stratum;
    while (span->to < filling->asked->count && sums[span->to].stratum == span->stratum)
        span->to++;
    while (span->last < filling->member_count && filling->members[span->last].stratum == span->stratum)
        span->last++;
    return span->stratum != TRIG_NONE;
}

/* Counts a stratum that somebody of the groups is in. */
static void touch(struct filling *filling, const struct span *span)
{
    const struct trig_blocks_asked *asked = filling->asked;
    const struct trig_stratum *stratum = &asked->cells->strata[span->stratum];
    filling->blocks->strata++;
    filling->blocks->unknown += isinf(stratum->population) ? 1 : 0;
    filling->blocks->df += asked->design->df == TRIG_DF_R
                               ? touched_units(asked->sums, span->from, span->to) - 1.0
                               : (double)stratum->units - 1.0;
}

static enum trig_status fill(struct filling *filling)
{
    const struct trig_blocks_asked *asked = filling->asked;
    struct trig_blocks *blocks = filling->blocks;
    struct span span = {.stratum = 0};
    size_t reached = 0;
    size_t known_count = 0;
    enum trig_status status = TRIG_OK;
    while (status == TRIG_OK && next_span(filling, &span)) {
        bool known;
        status = add_stratum(filling, &span, &known);
        reached++;
        known_count += known;
        if (span.from < span.to)
            touch(filling, &span);
    }
    if (status == TRIG_OK && filling->residual && blocks->count)
        status =
            trig_residual_take(filling->residual, asked->sums, asked->count, blocks->v[0], filling->error);
    if (asked->design->df == TRIG_DF_DESIGN)
        blocks->df = degrees_of_design(asked->cells);
    if (known_count < reached)
        scale(blocks, known_count ? (double)reached / (double)known_count : NAN);
    return status;
}

static enum trig_status prepare(struct filling *filling)
{
    const struct trig_blocks_asked *asked = filling->asked;
    struct trig_arena *arena = &filling->blocks->arena;
    filling->totals = trig_arena_calloc(arena, asked->classes, sizeof *filling->totals);
    filling->touched = trig_arena_calloc(arena, asked->classes, sizeof *filling->touched);
    filling->classes = trig_arena_calloc(arena, asked->classes, sizeof *filling->classes);
    if (!filling->totals || !filling->touched || !filling->classes)
        return no_memory(filling->error);
    if (!trig_cells_are_calibrated(asked->cells))
        return TRIG_OK;
    enum trig_status status =
        trig_residual_create(asked->cells, asked->classes, &filling->residual, filling->error);
    if (status)
        return status;
    filling->members = trig_residual_members(filling->residual, &filling->member_count);
    return TRIG_OK;
}

enum trig_status trig_blocks_make(const struct trig_blocks_asked *asked, struct trig_blocks *out,
                                  struct trig_error *error)
{
    struct trig_blocks blocks = {.count = 0};
    struct filling filling = {.asked = asked, .blocks = &blocks, .error = error};
    trig_arena_init(&blocks.arena);
    enum trig_status status = prepare(&filling);
    if (status == TRIG_OK)
        status = lay_out(asked, &blocks, error);
    if (status == TRIG_OK)
        status = allocate(&blocks, error);
    if (status == TRIG_OK)
        status = fill(&filling);
    trig_residual_destroy(filling.residual);
    if (status)
        trig_blocks_clear(&blocks);
    else
        *out = blocks;
    return status;
}

void trig_blocks_clear(struct trig_blocks *blocks)
{
    trig_arena_clear(&blocks->arena);
    memset(blocks, 0, sizeof *blocks);
}

double trig_blocks_at(const struct trig_blocks *blocks, size_t a, size_t b)
{
    size_t block = blocks->block[a];
    if (blocks->block[b] != block)
        return 0.0;
    return blocks->v[block][blocks->place[a] * blocks->sizes[block] + blocks->place[b]];
}
