#include "analyze/response.h"

#include <math.h>

/* The value that [domain] fixes for a variable of the breakdown; blank when the
 * variable is not in it. */
static struct trig_view fixed_value(const struct trig_cells *cells, const struct trig_bys *bys,
                                    const struct trig_domain *domain, size_t variable)
{
    size_t at = 0;
    for (size_t i = 0; i < bys->count; i++) {
        if (bys->items[i].kind != TRIG_BY_VARIABLE)
            continue;
        if (bys->items[i].variable == variable)
            return trig_dictionary_at(cells->values[at], domain->values[at]);
        at++;
    }
    return trig_view_of(NULL, 0);
}

static size_t count_variables(const struct trig_bys *bys)
{
    size_t count = 0;
    for (size_t i = 0; i < bys->count; i++)
        count += bys->items[i].kind == TRIG_BY_VARIABLE;
    return count;
}

/* Whether a population row is a part of the domain, and as finely broken down as
 * it has to be: every variable of the breakdown fixed, at the domain's value. */
static bool row_matches(const struct trig_cells *cells, const struct trig_bys *bys,
                        const struct trig_domain *domain, const struct trig_population *row, bool *exact)
{
    size_t fixed = 0;
    *exact = true;
    for (size_t i = 0; i < row->attribute_count; i++) {
        struct trig_view wanted = fixed_value(cells, bys, domain, row->attributes[i].variable);
        struct trig_view value = row->attributes[i].value;
        if (!wanted.length) {
            *exact = *exact && !value.length;
            continue;
        }
        if (!trig_view_equal(wanted, value))
            return false;
        fixed++;
    }
    return fixed == count_variables(bys);
}

/* The count of one institution in one wave, for the domain's categories: the row
 * that names them and nothing else, else the sum of the finer ones; NAN. */
static double count_of(const struct trig_cells *cells, const struct trig_bys *bys,
                       const struct trig_domain *domain, size_t wave, size_t institution)
{
    const trig_definition *definition = cells->definition;
    if (count_variables(bys) == 0)
        return trig_definition_population(definition, wave, institution);
    double sum = NAN;
    for (size_t i = 0; i < definition->population_count; i++) {
        const struct trig_population *row = &definition->population[i];
        bool exact;
        if (row->wave != wave || row->institution != institution ||
            !row_matches(cells, bys, domain, row, &exact))
            continue;
        if (exact)
            return row->count;
        sum = isnan(sum) ? row->count : sum + row->count;
    }
    return sum;
}

static void add_place(double count, double respondents, double *answered, struct trig_response *out)
{
    if (isnan(count) || count <= 0.0) {
        out->uncounted++;
        return;
    }
    out->counted++;
    out->population = isnan(out->population) ? count : out->population + count;
    *answered += respondents;
    out->most = fmax(out->most, respondents / count);
}

/* Cells come sorted by wave and institution, so those of one place follow one
 * another; a group's cells as well. */
struct trig_response trig_response_rate(const struct trig_cells *cells, const struct trig_bys *bys,
                                        const struct trig_domain *domain)
{
    struct trig_response response = {.population = NAN, .rate = NAN};
    double answered = 0.0;
    size_t i = 0;
    while (i < domain->cell_count) {
        const struct trig_cell *first = &cells->items[domain->cells[i]];
        double respondents = 0.0;
        for (; i < domain->cell_count; i++) {
            const struct trig_cell *cell = &cells->items[domain->cells[i]];
            if (cell->wave != first->wave || cell->institution != first->institution)
                break;
            respondents += (double)cell->respondents;
        }
        add_place(count_of(cells, bys, domain, first->wave, first->institution), respondents, &answered,
                  &response);
    }
    if (response.counted)
        response.rate = answered / response.population;
    return response;
}
