#include "analyze/response/headcount.h"

#include <math.h>

/* The value that the caller fixes for a variable; blank when it fixes none. */
static struct trig_view fixed_value(const struct trig_population_attribute *fixed, size_t count,
                                    size_t variable)
{
    for (size_t i = 0; i < count; i++)
        if (fixed[i].variable == variable)
            return fixed[i].value;
    return trig_view_of(NULL, 0);
}

/* Whether a population row is of these categories, and as finely broken down as it has
 * to be: every one of them named. */
static bool row_matches(const struct trig_population *row, const struct trig_population_attribute *fixed,
                        size_t count, bool *exact)
{
    size_t found = 0;
    *exact = true;
    for (size_t i = 0; i < row->attribute_count; i++) {
        struct trig_view wanted = fixed_value(fixed, count, row->attributes[i].variable);
        struct trig_view value = row->attributes[i].value;
        if (!wanted.length) {
            *exact = *exact && !value.length;
            continue;
        }
        if (!trig_view_equal(wanted, value))
            return false;
        found++;
    }
    return found == count;
}

double trig_headcount(const trig_definition *definition, size_t wave, size_t institution,
                      const struct trig_population_attribute *fixed, size_t count)
{
    if (count == 0)
        return trig_definition_population(definition, wave, institution);
    double sum = NAN;
    for (size_t i = 0; i < definition->population_count; i++) {
        const struct trig_population *row = &definition->population[i];
        bool exact;
        if (row->wave != wave || row->institution != institution || !row_matches(row, fixed, count, &exact))
            continue;
        if (exact)
            return row->count;
        sum = isnan(sum) ? row->count : sum + row->count;
    }
    return sum;
}

double trig_headcount_of(const struct trig_cells *cells, const struct trig_bys *bys,
                         const struct trig_domain *domain, size_t cell)
{
    struct trig_population_attribute fixed[TRIG_MOST_BY];
    size_t count = 0;
    for (size_t i = 0; i < bys->count; i++) {
        if (bys->items[i].kind != TRIG_BY_VARIABLE)
            continue;
        fixed[count].variable = bys->items[i].variable;
        fixed[count].value = trig_dictionary_at(cells->values[count], domain->values[count]);
        count++;
    }
    return trig_headcount(cells->definition, cells->items[cell].wave, cells->items[cell].institution, fixed,
                          count);
}
