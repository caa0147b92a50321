#include "analyze/test/testing.h"

#include "analyze/estimate/bins.h"

#include <math.h>

size_t trig_testing_index(const struct trig_testing *testing, size_t variable)
{
    size_t index = 0;
    while (testing->plan->counted[index] != variable)
        index++;
    return index;
}

size_t trig_testing_place(const struct trig_testing *testing, size_t variable)
{
    return trig_bins_place(testing->cells.definition, &testing->request,
                           trig_testing_index(testing, variable));
}

/* ---- rows ---------------------------------------------------------------------------------------- */

/* A row of this run and measure. */
static struct trig_test_row *add_row(const struct trig_testing *testing, const struct trig_tested *tested,
                                     const struct trig_compared *compared, struct trig_error *error)
{
    struct trig_test_row *row = trig_test_rows_add(testing->rows, tested, error);
    if (!row)
        return NULL;
    row->wave =
        trig_bys_have(&testing->options->bys, TRIG_BY_WAVE, TRIG_NONE) ? TRIG_NONE : testing->cells.only_wave;
    row->by = testing->options->bys.items[0].name;
    row->basis = trig_basis_name(testing->request.design.basis);
    row->rounded = compared->rounded;
    return row;
}

/* The row of two of the groups; hidden where one may not be shown in full. */
static struct trig_test_row *add_pair(const struct trig_testing *testing, const struct trig_tested *tested,
                                      const struct trig_compared *compared, size_t first, size_t second,
                                      struct trig_error *error)
{
    struct trig_test_row *row = add_row(testing, tested, compared, error);
    if (!row)
        return NULL;
    row->pair = true;
    row->rounded = false;
    row->first = testing->names[compared->domains[first]];
    row->second = testing->names[compared->domains[second]];
    if (compared->limited[first] || compared->limited[second])
        trig_test_row_hide(row, TRIG_SUPPRESSED_NUMERATOR);
    return row;
}

enum trig_status trig_testing_begin(const struct trig_testing *testing, const struct trig_tested *tested,
                                    const struct trig_compared *compared, struct trig_test_row **out,
                                    struct trig_error *error)
{
    struct trig_test_row *row = add_row(testing, tested, compared, error);
    enum trig_status status = row ? trig_compared_note(testing, compared, row, error) : TRIG_ERR_MEMORY;
    if (status)
        return status;
    if (compared->suppressed)
        trig_test_row_hide(row, compared->suppressed);
    *out = row;
    return TRIG_OK;
}

void trig_testing_name_two(const struct trig_testing *testing, const struct trig_compared *compared,
                           struct trig_test_row *row)
{
    row->first = testing->names[compared->domains[0]];
    row->second = testing->names[compared->domains[1]];
}

enum trig_status trig_testing_pairs(const struct trig_testing *testing, const struct trig_tested *tested,
                                    const struct trig_compared *compared, trig_pair_fill *fill, void *context,
                                    struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (!testing->options->pairwise || compared->groups < 3)
        return TRIG_OK;
    for (size_t i = 0; i < compared->groups && status == TRIG_OK; i++)
        for (size_t j = i + 1; j < compared->groups && status == TRIG_OK; j++) {
            struct trig_test_row *row = add_pair(testing, tested, compared, i, j, error);
            if (!row)
                return TRIG_ERR_MEMORY;
            if (!row->suppressed)
                status = fill(context, i, j, row, error);
        }
    return status;
}

bool trig_testing_must_hide(const struct trig_compared *compared, struct trig_test_row *row)
{
    if (!compared->rounded || !isnan(row->p))
        return false;
    trig_test_row_hide(row, TRIG_SUPPRESSED_NUMERATOR);
    row->note = trig_view("not all groups may be shown in full, and a test would tell their answers");
    return true;
}
