#include "analyze/estimate/linear.h"

#include "analyze/estimate/calibration.h"

#include <math.h>

/* ---- scratch ------------------------------------------------------------------------- */

static bool allocate(trig_estimator *scratch)
{
    const struct trig_cells *cells = scratch->cells;
    scratch->a = trig_calloc(cells->count, sizeof *scratch->a);
    scratch->b = trig_calloc(cells->count, sizeof *scratch->b);
    scratch->cell_touched = trig_calloc(cells->count, sizeof *scratch->cell_touched);
    scratch->cell_list = trig_calloc(cells->count, sizeof *scratch->cell_list);
    scratch->strata = trig_calloc(cells->stratum_count, sizeof *scratch->strata);
    scratch->stratum_list = trig_calloc(cells->stratum_count, sizeof *scratch->stratum_list);
    scratch->psus = trig_calloc(cells->psu_count, sizeof *scratch->psus);
    scratch->psu_touched = trig_calloc(cells->psu_count, sizeof *scratch->psu_touched);
    scratch->psu_reached = trig_calloc(cells->psu_count, sizeof *scratch->psu_reached);
    scratch->psu_list = trig_calloc(cells->psu_count, sizeof *scratch->psu_list);
    scratch->psu_stratum = trig_calloc(cells->psu_count, sizeof *scratch->psu_stratum);
    scratch->institutions =
        trig_calloc(cells->definition->institution_count + 1, sizeof *scratch->institutions);
    size_t calibrated = cells->calibration ? cells->count : 0;
    scratch->r = trig_calloc(calibrated, sizeof *scratch->r);
    scratch->wr = trig_calloc(calibrated, sizeof *scratch->wr);
    scratch->c = trig_calloc(calibrated, sizeof *scratch->c);
    return scratch->r && scratch->wr && scratch->c && scratch->a && scratch->b && scratch->cell_touched &&
           scratch->cell_list && scratch->strata && scratch->stratum_list && scratch->psus &&
           scratch->psu_touched && scratch->psu_reached && scratch->psu_list && scratch->psu_stratum &&
           scratch->institutions && trig_second_allocate(scratch) && trig_replicate_scratch_allocate(scratch);
}

trig_estimator *trig_estimator_create(const struct trig_cells *cells, const struct trig_design *design,
                                      struct trig_error *error)
{
    trig_estimator *scratch = trig_calloc(1, sizeof *scratch);
    if (scratch) {
        scratch->cells = cells;
        scratch->design = design;
        scratch->quantile_df = NAN;
    }
    if (!scratch || !allocate(scratch)) {
        trig_estimator_destroy(scratch);
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the estimates");
        return NULL;
    }
    for (size_t i = 0; i < cells->stratum_count; i++)
        scratch->units += (double)cells->strata[i].units;
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].psu != TRIG_NONE)
            scratch->psu_stratum[cells->items[i].psu] = cells->items[i].stratum;
    return scratch;
}

void trig_estimator_destroy(trig_estimator *estimator)
{
    if (!estimator)
        return;
    trig_free(estimator->a);
    trig_free(estimator->b);
    trig_free(estimator->cell_touched);
    trig_free(estimator->cell_list);
    trig_free(estimator->strata);
    trig_free(estimator->stratum_list);
    trig_free(estimator->psus);
    trig_free(estimator->psu_touched);
    trig_free(estimator->psu_reached);
    trig_free(estimator->psu_list);
    trig_free(estimator->psu_stratum);
    trig_free(estimator->institutions);
    trig_second_free(&estimator->second);
    trig_replicate_scratch_free(&estimator->replicate);
    trig_free(estimator->r);
    trig_free(estimator->wr);
    trig_free(estimator->c);
    trig_free(estimator);
}

void trig_linear_forget(trig_estimator *scratch)
{
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t cell = scratch->cell_list[i];
        scratch->a[cell] = scratch->b[cell] = 0.0;
        scratch->cell_touched[cell] = false;
    }
    for (size_t i = 0; i < scratch->stratum_count; i++)
        memset(&scratch->strata[scratch->stratum_list[i]], 0, sizeof *scratch->strata);
    for (size_t i = 0; i < scratch->psu_count; i++) {
        scratch->psus[scratch->psu_list[i]] = 0.0;
        scratch->psu_touched[scratch->psu_list[i]] = scratch->psu_reached[scratch->psu_list[i]] = false;
    }
    scratch->cell_count = scratch->stratum_count = scratch->psu_count = 0;
    trig_second_forget(&scratch->second);
}

/* ---- z ------------------------------------------------------------------------------- */

static void touch_cell(trig_estimator *scratch, size_t cell)
{
    if (scratch->cell_touched[cell])
        return;
    scratch->cell_touched[cell] = true;
    scratch->cell_list[scratch->cell_count++] = cell;
}

void trig_linear_add(trig_estimator *scratch, const struct trig_domain *domain, double a, double b)
{
    for (size_t i = 0; i < domain->cell_count; i++) {
        size_t cell = domain->cells[i];
        if (trig_linear_moments(scratch, cell)->n == 0.0)
            continue;
        touch_cell(scratch, cell);
        scratch->a[cell] += a;
        scratch->b[cell] += b;
    }
}

/* What the calibration explains of z / w in a cell. */
static double explained(const trig_estimator *scratch, size_t at)
{
    const struct trig_cells_calibration *calibration = scratch->cells->calibration;
    return calibration && calibration->n[at] > 0.0 ? scratch->c[at] / calibration->trimming[at] : 0.0;
}

double trig_linear_sum(const trig_estimator *scratch, size_t at)
{
    const struct trig_moments *m = trig_linear_moments(scratch, at);
    return scratch->a[at] * m->wy - scratch->b[at] * m->w -
           explained(scratch, at) * scratch->cells->items[at].weight;
}

double trig_linear_squares(const trig_estimator *scratch, size_t at)
{
    const struct trig_moments *m = trig_linear_moments(scratch, at);
    double a = scratch->a[at];
    double c = explained(scratch, at);
    double b = scratch->b[at] + c;
    double squares = a * a * m->wwyy - 2.0 * a * b * m->wwy + b * b * m->ww;
    /* Who did not answer has z = -c w. */
    return c == 0.0 ? squares : squares + c * c * (scratch->cells->items[at].weight_squared - m->ww);
}

static void add_to_psu(trig_estimator *scratch, struct trig_stratum_sums *stratum, size_t psu, double z,
                       bool touched)
{
    if (!scratch->psu_reached[psu])
        scratch->psu_list[scratch->psu_count++] = psu;
    if (touched && !scratch->psu_touched[psu])
        stratum->units++;
    scratch->psu_reached[psu] = true;
    scratch->psu_touched[psu] = scratch->psu_touched[psu] || touched;
    scratch->psus[psu] += z;
}

static struct trig_stratum_sums *reach(trig_estimator *scratch, size_t stratum)
{
    if (!scratch->strata[stratum].reached)
        scratch->stratum_list[scratch->stratum_count++] = stratum;
    scratch->strata[stratum].reached = true;
    return &scratch->strata[stratum];
}

static void add_cell(trig_estimator *scratch, size_t at)
{
    const struct trig_cell *cell = &scratch->cells->items[at];
    const struct trig_moments *m = trig_linear_moments(scratch, at);
    struct trig_stratum_sums *stratum = reach(scratch, cell->stratum);
    double z = trig_linear_sum(scratch, at);
    bool touched = scratch->cell_touched[at];
    stratum->touched = stratum->touched || touched;
    stratum->answered += touched ? m->n : 0.0;
    stratum->s += z;
    if (cell->psu != TRIG_NONE) {
        add_to_psu(scratch, stratum, cell->psu, z, touched);
        return;
    }
    stratum->units += touched ? (uint64_t)m->n : 0;
    stratum->q += trig_linear_squares(scratch, at);
}

/* What the calibration explains of z in each cell. */
static void explain(trig_estimator *scratch)
{
    const struct trig_cells_calibration *calibration = scratch->cells->calibration;
    memset(scratch->r, 0, scratch->cells->count * sizeof *scratch->r);
    memset(scratch->wr, 0, scratch->cells->count * sizeof *scratch->wr);
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t at = scratch->cell_list[i];
        const struct trig_moments *m = trig_linear_moments(scratch, at);
        scratch->r[at] = calibration->trimming[at] * (scratch->a[at] * m->y - scratch->b[at] * m->n);
        scratch->wr[at] = scratch->a[at] * m->wy - scratch->b[at] * m->w;
    }
    trig_calibrated_fit(calibration->calibrated, scratch->r, scratch->wr, scratch->c);
}

/* Adds the cells' z to their strata; PSUs are squared afterwards. */
static void fill_strata(trig_estimator *scratch)
{
    if (scratch->cells->calibration)
        explain(scratch);
    for (size_t i = 0; i < trig_linear_count(scratch); i++)
        if (trig_linear_reaches(scratch, trig_linear_cell(scratch, i)))
            add_cell(scratch, trig_linear_cell(scratch, i));
    for (size_t i = 0; i < scratch->psu_count; i++) {
        size_t psu = scratch->psu_list[i];
        scratch->strata[scratch->psu_stratum[psu]].q += scratch->psus[psu] * scratch->psus[psu];
    }
}

double trig_linear_uncovered(const trig_estimator *scratch, size_t stratum)
{
    const struct trig_stratum *of = &scratch->cells->strata[stratum];
    if (!scratch->design->use_fpc || isinf(of->population))
        return 1.0;
    return (of->population - (double)of->units) / of->population;
}

static enum trig_status lonely(const trig_estimator *scratch, const struct trig_stratum_case *stratum,
                               double *variance, bool *known, struct trig_error *error)
{
    *variance = 0.0;
    switch (scratch->design->lonely) {
    case TRIG_LONELY_FAIL:
        return trig_design_lonely(stratum->text, error);
    case TRIG_LONELY_ADJUST:
        *variance = stratum->uncovered * stratum->sums.q;
        break;
    case TRIG_LONELY_AVERAGE:
        *known = false;
        break;
    default:
        break;
    }
    return TRIG_OK;
}

enum trig_status trig_linear_stratum(const trig_estimator *scratch, const struct trig_stratum_case *stratum,
                                     struct trig_estimate *out, double *variance, bool *known,
                                     struct trig_error *error)
{
    const struct trig_stratum_sums *sums = &stratum->sums;
    double n = stratum->units;
    *known = true;
    *variance = 0.0;
    if (stratum->uncovered < TRIG_CENSUS)
        return TRIG_OK;
    if (n > 1.0) {
        *variance = stratum->uncovered * n / (n - 1.0) * fmax(0.0, sums->q - sums->s * sums->s / n);
        return TRIG_OK;
    }
    out->lonely += sums->touched;
    return lonely(scratch, stratum, variance, known, error);
}

static enum trig_status sum_variance(const trig_estimator *scratch, struct trig_estimate *out,
                                     struct trig_error *error)
{
    double total = 0.0;
    size_t known_count = 0;
    for (size_t i = 0; i < scratch->stratum_count; i++) {
        size_t at = scratch->stratum_list[i];
        const struct trig_stratum *of = &scratch->cells->strata[at];
        const struct trig_stratum_case stratum = {.sums = scratch->strata[at],
                                                  .units = (double)of->units,
                                                  .uncovered = trig_linear_uncovered(scratch, at),
                                                  .text = of->text};
        double variance;
        bool known;
        enum trig_status status = trig_linear_stratum(scratch, &stratum, out, &variance, &known, error);
        if (status)
            return status;
        total += variance;
        known_count += known;
    }
    out->variance = known_count ? total * (double)scratch->stratum_count / (double)known_count : NAN;
    return TRIG_OK;
}

static double degrees(const trig_estimator *scratch)
{
    const struct trig_cells *cells = scratch->cells;
    if (cells->replicates)
        return trig_replicate_degrees(scratch);
    if (scratch->design->df == TRIG_DF_DESIGN)
        return scratch->units - (double)cells->stratum_count;
    double df = 0.0;
    for (size_t i = 0; i < scratch->stratum_count; i++) {
        size_t stratum = scratch->stratum_list[i];
        uint64_t units =
            scratch->design->df == TRIG_DF_R ? scratch->strata[stratum].units : cells->strata[stratum].units;
        if (scratch->strata[stratum].touched)
            df += (double)units - 1.0;
    }
    return df;
}

static void describe_strata(const trig_estimator *scratch, struct trig_estimate *out)
{
    double covered_out = 0.0;
    double answered = 0.0;
    for (size_t i = 0; i < scratch->stratum_count; i++) {
        size_t at = scratch->stratum_list[i];
        const struct trig_stratum *stratum = &scratch->cells->strata[at];
        if (!scratch->strata[at].touched)
            continue;
        out->strata++;
        answered += scratch->strata[at].answered;
        covered_out += scratch->strata[at].answered * trig_linear_uncovered(scratch, at);
        out->unknown += isinf(stratum->population) && !stratum->overcounted;
    }
    out->uncovered = answered > 0.0 ? covered_out / answered : 1.0;
    out->df = degrees(scratch);
}

enum trig_status trig_linear_variance(trig_estimator *scratch, struct trig_estimate *out,
                                      struct trig_error *error)
{
    fill_strata(scratch);
    describe_strata(scratch, out);
    if (scratch->cells->replicates) {
        out->variance = trig_replicate_variance(scratch, &out->undefined_replicates);
        return TRIG_OK;
    }
    if (scratch->cells->respondents)
        return trig_linear_respondents(scratch, out, error);
    enum trig_status status = sum_variance(scratch, out, error);
    return status == TRIG_OK && scratch->cells->second ? trig_second_variance(scratch, out, error) : status;
}

double trig_linear_unit_variance(const trig_estimator *scratch)
{
    double sum = 0.0;
    for (size_t i = 0; i < scratch->cell_count; i++) {
        size_t at = scratch->cell_list[i];
        double a = scratch->a[at];
        sum += trig_linear_uncovered(scratch, scratch->cells->items[at].stratum) * a * a *
               trig_linear_moments(scratch, at)->ww;
    }
    return sum;
}
