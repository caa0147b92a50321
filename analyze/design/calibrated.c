#include "analyze/design/calibrated.h"

#include "analyze/design/equations.h"
#include "surveys/base/memory.h"

#include <string.h>

/* As many as R survey makes. */
#define SWEEPS 10

struct trig_calibrated {
    struct trig_calibrated_units units;
    size_t totals;
    double *above; /* by row of a margin, or by total */
    double *below;
    double *coefficients;      /* of the last fit */
    trig_equations *equations; /* of least squares */
};

/* Whether the fit is one of least squares. */
static bool has_squares(const struct trig_calibrated_units *units)
{
    return units->form.method == TRIG_CALIBRATE || units->form.method == TRIG_PROPENSITY;
}

static bool is_in(const struct trig_calibrated_units *units, const struct trig_margin *margin, size_t unit)
{
    return units->n[unit] > 0.0 && margin->rows[unit] != TRIG_MARGIN_NONE;
}

static double x_of(const struct trig_margin *margin, size_t unit)
{
    return margin->x ? margin->x[unit] : 1.0;
}

/* ---- least squares ----------------------------------------------------------------- */

/* Adds a unit's part of X'dX, d the weights of the squares: with TRIG_CALIBRATE those before it. */
static void add_unit(trig_calibrated *calibrated, size_t unit)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    double d = units->w[unit] / units->g[unit];
    for (size_t a = 0, first = 0; a < units->margin_count; first += units->margins[a++].count) {
        const struct trig_margin *margin = &units->margins[a];
        if (!is_in(units, margin, unit))
            continue;
        for (size_t b = 0, other = 0; b < units->margin_count; other += units->margins[b++].count)
            if (is_in(units, &units->margins[b], unit))
                trig_equations_add(calibrated->equations, first + margin->rows[unit],
                                   other + units->margins[b].rows[unit],
                                   d * x_of(margin, unit) * x_of(&units->margins[b], unit));
    }
}

static bool make_equations(trig_calibrated *calibrated, struct trig_error *error)
{
    calibrated->equations = trig_equations_create(calibrated->totals, error);
    for (size_t unit = 0; calibrated->equations && unit < calibrated->units.count; unit++)
        if (calibrated->units.n[unit] > 0.0)
            add_unit(calibrated, unit);
    if (calibrated->equations)
        trig_equations_factor(calibrated->equations);
    return calibrated->equations != NULL;
}

/* Solves for the coefficients. @param listed  the units that have a wr; NULL: all. */
static void solve_squares(trig_calibrated *calibrated, const size_t *listed, size_t count, const double *wr)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    memset(calibrated->above, 0, calibrated->totals * sizeof *calibrated->above);
    for (size_t m = 0, first = 0; m < units->margin_count; first += units->margins[m++].count)
        for (size_t i = 0; i < count; i++) {
            size_t unit = listed ? listed[i] : i;
            if (is_in(units, &units->margins[m], unit))
                calibrated->above[first + units->margins[m].rows[unit]] +=
                    x_of(&units->margins[m], unit) * wr[unit] / units->g[unit];
        }
    trig_equations_solve(calibrated->equations, calibrated->above, calibrated->coefficients);
}

static void fit_squares(trig_calibrated *calibrated, const double *wr, double *fit)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    solve_squares(calibrated, NULL, units->count, wr);
    for (size_t m = 0, first = 0; m < units->margin_count; first += units->margins[m++].count)
        for (size_t unit = 0; unit < units->count; unit++)
            if (is_in(units, &units->margins[m], unit))
                fit[unit] += x_of(&units->margins[m], unit) *
                             calibrated->coefficients[first + units->margins[m].rows[unit]];
}

/* ---- means ---------------------------------------------------------------------------- */

/* Adds to the fit the mean of what it has left in each row of a margin; [sum] / [size]
 * is a unit's mean of r. */
static void sweep(trig_calibrated *calibrated, const struct trig_margin *margin, const double *sum,
                  const double *size, double *coefficients, double *fit)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    memset(calibrated->above, 0, margin->count * sizeof *calibrated->above);
    memset(calibrated->below, 0, margin->count * sizeof *calibrated->below);
    for (size_t unit = 0; unit < units->count; unit++) {
        if (!is_in(units, margin, unit))
            continue;
        calibrated->above[margin->rows[unit]] += sum[unit] - size[unit] * fit[unit];
        calibrated->below[margin->rows[unit]] += size[unit];
    }
    for (size_t row = 0; row < margin->count; row++) {
        double mean = calibrated->below[row] > 0.0 ? calibrated->above[row] / calibrated->below[row] : 0.0;
        calibrated->above[row] = mean;
        coefficients[row] += mean;
    }
    for (size_t unit = 0; unit < units->count; unit++)
        if (is_in(units, margin, unit))
            fit[unit] += calibrated->above[margin->rows[unit]];
}

static void sweep_all(trig_calibrated *calibrated, const double *sum, const double *size, double *fit)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    for (size_t m = 0, first = 0; m < units->margin_count; first += units->margins[m++].count)
        sweep(calibrated, &units->margins[m], sum, size, calibrated->coefficients + first, fit);
}

/* ---- the whole --------------------------------------------------------------------------- */

trig_calibrated *trig_calibrated_create(const struct trig_calibrated_units *units, struct trig_error *error)
{
    trig_calibrated *made = trig_calloc(1, sizeof *made);
    if (made) {
        made->units = *units;
        for (size_t m = 0; m < units->margin_count; m++)
            made->totals += units->margins[m].count;
        made->above = trig_calloc(made->totals, sizeof *made->above);
        made->below = trig_calloc(made->totals, sizeof *made->below);
        made->coefficients = trig_calloc(made->totals, sizeof *made->coefficients);
    }
    if (!made || !made->above || !made->below || !made->coefficients)
        trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the residuals of a calibration");
    else if (!has_squares(units) || make_equations(made, error))
        return made;
    trig_calibrated_destroy(made);
    return NULL;
}

void trig_calibrated_destroy(trig_calibrated *calibrated)
{
    if (!calibrated)
        return;
    trig_equations_destroy(calibrated->equations);
    trig_free(calibrated->above);
    trig_free(calibrated->below);
    trig_free(calibrated->coefficients);
    trig_free(calibrated);
}

void trig_calibrated_fit(trig_calibrated *calibrated, const double *r, const double *wr, double *fit)
{
    const struct trig_calibrated_units *units = &calibrated->units;
    memset(fit, 0, units->count * sizeof *fit);
    memset(calibrated->coefficients, 0, calibrated->totals * sizeof *calibrated->coefficients);
    if (has_squares(units))
        fit_squares(calibrated, wr, fit);
    else if (units->form.method == TRIG_POSTSTRATIFY)
        sweep_all(calibrated, wr, units->w, fit);
    for (size_t i = 0; units->form.method == TRIG_RAKE && i < SWEEPS; i++)
        sweep_all(calibrated, r, units->n, fit);
}

void trig_calibrated_solve(trig_calibrated *calibrated, const size_t *listed, size_t count, const double *r,
                           const double *wr, double *scratch)
{
    if (has_squares(&calibrated->units))
        solve_squares(calibrated, listed, count, wr);
    else
        trig_calibrated_fit(calibrated, r, wr, scratch);
}

size_t trig_calibrated_rows(const trig_calibrated *calibrated)
{
    return calibrated->totals;
}

const double *trig_calibrated_coefficients(const trig_calibrated *calibrated)
{
    return calibrated->coefficients;
}
