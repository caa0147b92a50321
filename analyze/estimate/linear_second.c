/* The second stage's part of a variance: sum_i f_h V_i over the PSUs i of the
 * first stage, V_i by the formula of the first stage within the unit, f_h =
 * n_h/N_h the first stage's sampling fraction. */
#include "analyze/estimate/linear.h"

#include <math.h>

bool trig_second_allocate(trig_estimator *scratch)
{
    const struct trig_cells *cells = scratch->cells;
    struct trig_second_scratch *second = &scratch->second;
    if (!cells->second)
        return true;
    second->strata = trig_calloc(cells->second_count, sizeof *second->strata);
    second->stratum_list = trig_calloc(cells->second_count, sizeof *second->stratum_list);
    second->units = trig_calloc(cells->unit2_count, sizeof *second->units);
    second->unit_touched = trig_calloc(cells->unit2_count, sizeof *second->unit_touched);
    second->unit_list = trig_calloc(cells->unit2_count, sizeof *second->unit_list);
    second->unit_stratum = trig_calloc(cells->unit2_count, sizeof *second->unit_stratum);
    second->psus = trig_calloc(cells->psu_count, sizeof *second->psus);
    if (!second->strata || !second->stratum_list || !second->units || !second->unit_touched ||
        !second->unit_list || !second->unit_stratum || !second->psus)
        return false;
    for (size_t i = 0; i < cells->count; i++)
        if (cells->items[i].unit2 != TRIG_NONE)
            second->unit_stratum[cells->items[i].unit2] = cells->items[i].stratum2;
    return true;
}

void trig_second_free(struct trig_second_scratch *second)
{
    trig_free(second->strata);
    trig_free(second->stratum_list);
    trig_free(second->units);
    trig_free(second->unit_touched);
    trig_free(second->unit_list);
    trig_free(second->unit_stratum);
    trig_free(second->psus);
}

void trig_second_forget(struct trig_second_scratch *second)
{
    for (size_t i = 0; i < second->stratum_count; i++)
        memset(&second->strata[second->stratum_list[i]], 0, sizeof *second->strata);
    for (size_t i = 0; i < second->unit_count; i++) {
        second->units[second->unit_list[i]] = 0.0;
        second->unit_touched[second->unit_list[i]] = false;
    }
    second->stratum_count = second->unit_count = 0;
}

static void add_to_unit(struct trig_second_scratch *second, size_t unit, double z)
{
    if (!second->unit_touched[unit]) {
        second->unit_touched[unit] = true;
        second->unit_list[second->unit_count++] = unit;
    }
    second->units[unit] += z;
}

static void fill_strata(trig_estimator *scratch)
{
    struct trig_second_scratch *second = &scratch->second;
    for (size_t i = 0; i < trig_linear_count(scratch); i++) {
        size_t at = trig_linear_cell(scratch, i);
        if (!trig_linear_reaches(scratch, at))
            continue;
        const struct trig_cell *cell = &scratch->cells->items[at];
        struct trig_stratum_sums *stratum = &second->strata[cell->stratum2];
        double z = trig_linear_sum(scratch, at);
        if (!stratum->touched)
            second->stratum_list[second->stratum_count++] = cell->stratum2;
        stratum->touched = true;
        stratum->s += z;
        if (cell->unit2 == TRIG_NONE)
            stratum->q += trig_linear_squares(scratch, at);
        else
            add_to_unit(second, cell->unit2, z);
    }
    for (size_t i = 0; i < second->unit_count; i++) {
        size_t unit = second->unit_list[i];
        second->strata[second->unit_stratum[unit]].q += second->units[unit] * second->units[unit];
    }
}

static double uncovered(const struct trig_second *stratum)
{
    if (isinf(stratum->population))
        return 1.0;
    return (stratum->population - (double)stratum->units) / stratum->population;
}

/* Adds each stratum's variance to its PSU. */
static enum trig_status add_strata(trig_estimator *scratch, struct trig_estimate *out,
                                   struct trig_error *error)
{
    struct trig_second_scratch *second = &scratch->second;
    for (size_t i = 0; i < second->stratum_count; i++) {
        size_t at = second->stratum_list[i];
        const struct trig_second *of = &scratch->cells->second[at];
        const struct trig_stratum_case stratum = {.sums = second->strata[at],
                                                  .units = (double)of->units,
                                                  .uncovered = uncovered(of),
                                                  .text = of->text};
        double variance;
        bool known;
        enum trig_status status = trig_linear_stratum(scratch, &stratum, out, &variance, &known, error);
        if (status)
            return status;
        struct trig_second_psu *psu = &second->psus[of->psu];
        psu->variance += variance;
        psu->touched++;
        psu->unknown += known ? 0 : 1;
    }
    return TRIG_OK;
}

enum trig_status trig_second_variance(trig_estimator *scratch, struct trig_estimate *out,
                                      struct trig_error *error)
{
    struct trig_second_scratch *second = &scratch->second;
    if (!scratch->design->use_fpc)
        return TRIG_OK;
    fill_strata(scratch);
    enum trig_status status = add_strata(scratch, out, error);
    for (size_t i = 0; i < scratch->psu_count; i++) {
        struct trig_second_psu *psu = &second->psus[scratch->psu_list[i]];
        double covered = 1.0 - trig_linear_uncovered(scratch, scratch->psu_stratum[scratch->psu_list[i]]);
        /* Every stratum lonely: 0 times infinity, undefined, as in R survey. */
        double times = (double)psu->touched / (double)(psu->touched - psu->unknown);
        if (covered > 0.0)
            out->variance += covered * psu->variance * times;
        memset(psu, 0, sizeof *psu);
    }
    return status;
}
