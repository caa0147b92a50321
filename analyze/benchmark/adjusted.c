#include "analyze/benchmark/adjusted.h"

#include "analyze/estimate/telling.h"

#include <math.h>

/* ---- what is asked for ---------------------------------------------------------------------- */

enum trig_status trig_adjustment_parse(const trig_definition *definition, const char *attributes,
                                       struct trig_adjustment *out, struct trig_error *error)
{
    struct trig_bys bys;
    enum trig_status status = trig_bys_parse(definition, attributes, &bys, error);
    if (status)
        return status;
    for (size_t i = 0; i < bys.count; i++)
        if (bys.items[i].kind != TRIG_BY_VARIABLE)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "--against adjusted: \"%.*s\" is not what a respondent is; name attributes, as "
                "in adjusted:role,grade",
                TRIG_VIEW_ARG(bys.items[i].name));
    if (bys.count == 0 || bys.count > TRIG_MOST_ATTRIBUTES)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--against adjusted: name 1 to %d attributes, as in adjusted:role,grade",
                              TRIG_MOST_ATTRIBUTES);
    out->attributes = bys;
    return TRIG_OK;
}

void trig_adjustment_bys(const trig_definition *definition, const struct trig_adjustment *adjustment,
                         struct trig_bys *out)
{
    trig_standing_bys(definition, out);
    for (size_t i = 0; i < adjustment->attributes.count; i++)
        out->items[out->count++] = adjustment->attributes.items[i];
}

/* ---- the mix of one wave and measure ------------------------------------------------------------ */

/* One row under way. */
struct row {
    struct trig_adjusted *adjusted;
    const struct trig_domain *own;
    size_t measure;
    struct trig_mixture mixture;
    struct trig_mix mix;
    size_t which; /* the own institution in the mix */
    struct trig_mix_options options;
    struct trig_mix_factors factors;
    struct trig_mix_standard standard;
    struct trig_domain others; /* with answers in the cells of the own institution */
    struct trig_error *error;
};

static double uncovered(const struct trig_cells *cells, const struct trig_cell *cell)
{
    const struct trig_stratum *stratum = &cells->strata[cell->stratum];
    if (!cells->request->design.use_fpc || isinf(stratum->population))
        return 1.0;
    return (stratum->population - (double)stratum->units) / stratum->population;
}

static void add_moments(const struct trig_moments *from, double factor, struct trig_moments *to)
{
    to->n += from->n;
    to->y += from->y;
    to->w += from->w;
    to->wy += from->wy;
    to->wyy += from->wyy;
    to->ww += factor * from->ww;
    to->wwy += factor * from->wwy;
    to->wwyy += factor * from->wwyy;
}

static struct trig_mix_cell mix_cell(const struct trig_moments *sum, double shift)
{
    if (!(sum->w > 0.0))
        return trig_mix_cell_of(0.0, 0.0, 0.0);
    double mean = sum->wy / sum->w;
    double spread = trig_moments_spread(sum);
    double squares = sum->wwyy - 2.0 * mean * sum->wwy + mean * mean * sum->ww;
    return (struct trig_mix_cell){.n = sum->w,
                                  .mean = mean + shift,
                                  .variance = spread,
                                  .answers = sum->n,
                                  .squares = sum->ww,
                                  .squares_y = sum->wwy - mean * sum->ww,
                                  .squares_yy = spread > 0.0 ? fmax(0.0, squares) : 0.0};
}

/* Numbers the institutions of the wave; those who name none count as one. */
static size_t number_institutions(const struct row *row, size_t *numbers)
{
    const struct trig_cells *cells = &row->adjusted->bench->cells;
    size_t none = cells->definition->institution_count;
    size_t count = 0;
    for (size_t i = 0; i < cells->count; i++) {
        size_t at = cells->items[i].institution == TRIG_NONE ? none : cells->items[i].institution;
        if (row->mixture.group[i] != TRIG_NONE && numbers[at] == 0)
            numbers[at] = ++count;
    }
    return count;
}

static enum trig_status make_mix(struct row *row)
{
    const struct trig_cells *cells = &row->adjusted->bench->cells;
    struct trig_arena *arena = &row->adjusted->bench->arena;
    size_t none = cells->definition->institution_count;
    size_t *numbers = trig_arena_calloc(arena, none + 1, sizeof *numbers);
    if (!numbers)
        return trig_bench_no_memory(row->error);
    size_t institutions = number_institutions(row, numbers);
    size_t count = institutions * row->mixture.count;
    struct trig_moments *sums = trig_arena_calloc(arena, count, sizeof *sums);
    struct trig_mix_cell *made = trig_arena_calloc(arena, count, sizeof *made);
    if (!sums || !made)
        return trig_bench_no_memory(row->error);
    for (size_t i = 0; i < cells->count; i++) {
        const struct trig_cell *cell = &cells->items[i];
        if (row->mixture.group[i] == TRIG_NONE)
            continue;
        size_t institution = numbers[cell->institution == TRIG_NONE ? none : cell->institution] - 1;
        add_moments(&cells->moments[i * cells->measures + row->measure], uncovered(cells, cell),
                    &sums[institution * row->mixture.count + row->mixture.group[i]]);
    }
    for (size_t i = 0; i < count; i++)
        made[i] = mix_cell(&sums[i], cells->shifts[row->measure]);
    row->mix = (struct trig_mix){made, institutions, row->mixture.count};
    row->which = numbers[row->own->institution] - 1;
    return TRIG_OK;
}

static void set_options(struct row *row)
{
    const struct trig_adjusted *adjusted = row->adjusted;
    const struct trig_measure *measure = &adjusted->bench->cells.request->measures->items[row->measure];
    row->factors =
        (struct trig_mix_factors){row->mixture.levels, row->mixture.level_counts, row->mixture.factors};
    row->options = (struct trig_mix_options){.variance = adjusted->asked->variance,
                                             .leave_out = adjusted->asked->leave_out,
                                             .means = measure->statistic != TRIG_STATISTIC_PROPORTION,
                                             .factors = adjusted->by_model ? &row->factors : NULL};
}

/* ---- who stands behind it ------------------------------------------------------------------------- */

static bool is_other(const struct trig_cells *cells, size_t at, const void *context)
{
    const struct row *row = context;
    size_t group = row->mixture.group[at];
    return group != TRIG_NONE && cells->items[at].institution != row->own->institution &&
           row->standard.pull[group] != 0.0;
}

/* ---- the error of a declared design ----------------------------------------------------------------- */

struct side {
    const struct row *row;
    size_t group;
    bool own;
};

static bool is_on_side(const struct trig_cells *cells, size_t at, const void *context)
{
    const struct side *side = context;
    return side->row->mixture.group[at] == side->group &&
           (cells->items[at].institution == side->row->own->institution) == side->own;
}

/* The line of one mix cell, of the institution or of the others. */
static enum trig_status set_line(const struct row *row, size_t group, bool own, double n,
                                 struct trig_domain *domain, struct trig_influence *line)
{
    struct trig_bench *bench = row->adjusted->bench;
    const struct side side = {row, group, own};
    const struct trig_mix_cell *cell = trig_mix_cell_at(&row->mix, row->which, group);
    double pull = own && row->options.leave_out ? 0.0 : row->standard.pull[group];
    line->domain = domain;
    line->a = (own ? 1.0 / n : 0.0) - pull;
    line->b = (own ? cell->mean / n : 0.0) - pull * (pull == 0.0 ? 0.0 : row->standard.expected[group]);
    line->b -= line->a * bench->cells.shifts[row->measure]; /* cells hold y less that */
    return trig_domain_select(&bench->cells, is_on_side, &side, &bench->arena, domain, row->error);
}

/* Where answers are not independent, the error is the design's. */
static enum trig_status declared_error(const struct row *row, double n, struct trig_estimate *out)
{
    struct trig_bench *bench = row->adjusted->bench;
    size_t count = 2 * row->mix.cell_count;
    struct trig_domain *domains = trig_arena_calloc(&bench->arena, count, sizeof *domains);
    struct trig_influence *lines = trig_arena_calloc(&bench->arena, count, sizeof *lines);
    enum trig_status status = domains && lines ? TRIG_OK : trig_bench_no_memory(row->error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = set_line(row, i / 2, i % 2 == 0, n, &domains[i], &lines[i]);
    return status
               ? status
               : trig_estimate_linearised(bench->estimator, row->measure, NAN, lines, count, out, row->error);
}

/* ---- one row ---------------------------------------------------------------------------------------- */

static void set_tests(double level, struct trig_comparison *out)
{
    double t = trig_t_quantile(level, out->df);
    out->low = out->difference - t * out->se;
    out->high = out->difference + t * out->se;
    out->z = out->se > 0.0 ? out->difference / out->se : NAN;
    out->p = trig_two_sided_p(out->z, out->df);
}

static enum trig_status fill(struct row *row, const struct trig_mix_result *result,
                             struct trig_comparison *out)
{
    const struct trig_cells *cells = &row->adjusted->bench->cells;
    bool pooled_mean = row->options.means && row->options.variance == TRIG_MIX_POOLED;
    out->benchmark = result->benchmark;
    out->difference = out->own.estimate - result->benchmark;
    out->own_share = result->own_share;
    out->se = result->se;
    out->df = pooled_mean ? row->standard.df : INFINITY;
    if (cells->request->design.declared && !isnan(result->difference)) {
        struct trig_estimate estimate;
        enum trig_status status = declared_error(row, result->n, &estimate);
        if (status)
            return status;
        out->se = estimate.se;
        out->df = estimate.df;
    }
    set_tests(cells->request->design.level, out);
    out->effect_size = trig_comparison_effect(cells, row->measure, row->own, &row->others, out);
    return TRIG_OK;
}

/* Who pulls at a benchmark counts in respondents, as those who stand behind others do. */
static void set_others(const struct trig_mix_result *result, struct trig_comparison *out)
{
    out->rest.largest_institution = (uint64_t)ceil(result->largest * (double)out->rest.n - 1e-9);
    out->rest.second_institution = (uint64_t)ceil(result->second * (double)out->rest.n - 1e-9);
}

static enum trig_status compare(struct row *row, struct trig_comparison *out)
{
    struct trig_bench *bench = row->adjusted->bench;
    struct trig_mix_result result;
    enum trig_status status = make_mix(row);
    if (status)
        return status;
    set_options(row);
    status = trig_mix_standard_make(&row->mix, &row->options, row->which, &row->standard, row->error);
    if (status)
        return status;
    trig_mix_result(&row->mix, &row->options, &row->standard, row->which, &result);
    status = trig_domain_select(&bench->cells, is_other, row, &bench->arena, &row->others, row->error);
    if (status == TRIG_OK)
        status = trig_estimate_mean(bench->estimator, row->measure, &row->others, &out->rest, row->error);
    if (status == TRIG_OK)
        status = fill(row, &result, out);
    if (status == TRIG_OK)
        set_others(&result, out);
    trig_mix_standard_clear(&row->standard);
    return status;
}

/* Why there is no benchmark; NULL: there is one. */
static const char *refusal(const struct row *row, enum trig_status status,
                           const struct trig_comparison *comparison)
{
    if (status == TRIG_ERR_DOMAIN)
        return "no benchmark: the regression on the mix has no finite fit";
    if (!row->mixture.splits)
        return "no benchmark: no part of the mix is large enough to stand by itself";
    if (isnan(comparison->benchmark))
        return "no benchmark: nobody else is in some of its cells";
    return NULL;
}

static enum trig_status add_row(struct row *row, size_t domain, struct trig_comparison *comparison,
                                size_t *at)
{
    struct trig_bench *bench = row->adjusted->bench;
    struct trig_error reason = {.status = TRIG_OK};
    struct trig_error *error = row->error;
    enum trig_status status = TRIG_OK;
    row->error = &reason;
    if (comparison->own.n > 0 && row->mixture.splits)
        status = compare(row, comparison);
    row->error = error;
    if (status && status != TRIG_ERR_DOMAIN)
        return trig_error_set(error, status, "%s", reason.message);
    const char *why = comparison->own.n > 0 ? refusal(row, status, comparison) : NULL;
    status = trig_results_add_estimate(&bench->results, &bench->cells, row->measure, row->own,
                                       &comparison->own, at, error);
    if (status)
        return status;
    struct trig_result *result = &bench->results.items[*at];
    trig_comparison_fill(comparison, result);
    if (isinf(result->difference_df))
        result->difference_df = NAN;
    if (why) {
        trig_disclosure_hide(result, TRIG_SUPPRESSED_COMPARATOR);
        status = trig_results_note(&bench->results, *at, "%s", why);
    } else if (row->mixture.splits &&
               trig_mixture_is_sparse(row->adjusted, &row->mixture, row->own, row->measure)) {
        status = trig_results_note(&bench->results, *at,
                                   "more than a tenth of the answers are in cells that were taken together");
    }
    enum trig_suppression suppression = trig_standing_of(&bench->standing, domain, row->measure);
    if (suppression != TRIG_SUPPRESSED_NONE)
        trig_disclosure_hide(&bench->results.items[*at], suppression);
    return status ? trig_bench_no_memory(error) : TRIG_OK;
}

enum trig_status trig_adjusted_add(struct trig_adjusted *adjusted, size_t domain, size_t measure,
                                   struct trig_comparison *out, size_t *row, struct trig_error *error)
{
    struct trig_bench *bench = adjusted->bench;
    struct row under = {.adjusted = adjusted,
                        .own = &bench->standing.domains.items[domain],
                        .measure = measure,
                        .error = error};
    *out = (struct trig_comparison){.benchmark = NAN,
                                    .own_share = NAN,
                                    .difference = NAN,
                                    .se = NAN,
                                    .df = NAN,
                                    .low = NAN,
                                    .high = NAN,
                                    .z = NAN,
                                    .p = NAN,
                                    .effect_size = NAN};
    enum trig_status status = trig_estimate_mean(bench->estimator, measure, under.own, &out->own, error);
    if (status == TRIG_OK)
        status = trig_adjusted_mixture(
            adjusted, &(struct trig_mix_place){under.own->wave, under.own->institution, measure},
            &under.mixture, error);
    return status ? status : add_row(&under, domain, out, row);
}
