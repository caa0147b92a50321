#include "analyze/trend/links.h"

#include "analyze/estimate/sums.h"

#include <math.h>
#include <string.h>

/* Rows of one person in different waves. */
struct pair {
    uint32_t first;
    uint32_t second;
};

/* An influence laid out by cell and by stratum. */
struct spread {
    double *a; /* owned; by cell */
    double *b;
    bool *inside;
    double *mean;  /* owned; by stratum: of z */
    bool *reached; /* by stratum: some z is not 0 */
};

struct trig_links {
    struct trig_request request; /* of the sample, which refers to it */
    trig_sample sample;
    const struct trig_cells *cells;
    struct pair *pairs; /* owned; by stratum of the first */
    size_t pair_count;
    size_t *starts; /* owned; by stratum, and the end */
    struct spread spreads[2];
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the people whom waves share");
    return TRIG_ERR_MEMORY;
}

static size_t stratum_of(const trig_links *links, uint32_t row)
{
    return links->cells->items[links->sample.cell[row]].stratum;
}

/* ---- pairs -------------------------------------------------------------------------------------- */

/* The rows of every person, one person after another. */
struct people {
    uint32_t *rows; /* owned */
    size_t *starts; /* owned; by person, and the end */
    size_t count;
};

static void clear_people(struct people *people)
{
    trig_free(people->rows);
    trig_free(people->starts);
}

static enum trig_status list_people(const trig_sample *sample, struct people *out, struct trig_error *error)
{
    for (size_t i = 0; i < sample->count; i++)
        if (sample->person[i] != TRIG_SAMPLE_MISSING && sample->person[i] >= out->count)
            out->count = sample->person[i] + (size_t)1;
    out->starts = trig_calloc(out->count + 2, sizeof *out->starts);
    out->rows = trig_calloc(sample->count, sizeof *out->rows);
    if (!out->starts || !out->rows)
        return no_memory(error);
    /* Starts are first one place too far: filling the rows moves them to where they belong. */
    for (size_t i = 0; i < sample->count; i++)
        if (sample->person[i] != TRIG_SAMPLE_MISSING)
            out->starts[sample->person[i] + 2]++;
    for (size_t i = 2; i < out->count + 2; i++)
        out->starts[i] += out->starts[i - 1];
    for (size_t i = 0; i < sample->count; i++)
        if (sample->person[i] != TRIG_SAMPLE_MISSING)
            out->rows[out->starts[sample->person[i] + 1]++] = (uint32_t)i;
    return TRIG_OK;
}

/* Whether the rows are each of a wave of its own. */
static bool names_somebody(const trig_sample *sample, const uint32_t *rows, size_t count)
{
    if (count > sample->definition->wave_count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (sample->wave[rows[i]] == TRIG_SAMPLE_MISSING)
            return false;
        for (size_t j = 0; j < i; j++)
            if (sample->wave[rows[i]] == sample->wave[rows[j]])
                return false;
    }
    return true;
}

static void add_pairs(trig_links *links, const uint32_t *rows, size_t count, bool fills)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            if (i == j)
                continue;
            size_t *place = &links->starts[stratum_of(links, rows[i]) + (fills ? 1 : 2)];
            if (fills)
                links->pairs[*place] = (struct pair){rows[i], rows[j]};
            ++*place;
        }
}

static void add_all_pairs(trig_links *links, const struct people *people, bool fills)
{
    for (size_t i = 0; i < people->count; i++) {
        const uint32_t *rows = people->rows + people->starts[i];
        size_t count = people->starts[i + 1] - people->starts[i];
        if (count > 1 && names_somebody(&links->sample, rows, count))
            add_pairs(links, rows, count, fills);
    }
}

static enum trig_status make_pairs(trig_links *links, struct trig_error *error)
{
    size_t strata = links->cells->stratum_count;
    struct people people = {.rows = NULL};
    enum trig_status status = list_people(&links->sample, &people, error);
    links->starts = trig_calloc(strata + 2, sizeof *links->starts);
    if (status == TRIG_OK && !links->starts)
        status = no_memory(error);
    if (status == TRIG_OK) {
        add_all_pairs(links, &people, false);
        for (size_t i = 2; i < strata + 2; i++)
            links->starts[i] += links->starts[i - 1];
        links->pair_count = links->starts[strata + 1];
        links->pairs = trig_calloc(links->pair_count, sizeof *links->pairs);
        if (links->pair_count && !links->pairs)
            status = no_memory(error);
        else
            add_all_pairs(links, &people, true);
    }
    clear_people(&people);
    return status;
}

/* ---- making --------------------------------------------------------------------------------------- */

static enum trig_status make_spread(const struct trig_cells *cells, struct spread *out,
                                    struct trig_error *error)
{
    out->a = trig_calloc(cells->count, sizeof *out->a);
    out->b = trig_calloc(cells->count, sizeof *out->b);
    out->inside = trig_calloc(cells->count, sizeof *out->inside);
    out->mean = trig_calloc(cells->stratum_count, sizeof *out->mean);
    out->reached = trig_calloc(cells->stratum_count, sizeof *out->reached);
    return out->a && out->b && out->inside && out->mean && out->reached ? TRIG_OK : no_memory(error);
}

void trig_links_destroy(trig_links *links)
{
    if (!links)
        return;
    for (size_t i = 0; i < 2; i++) {
        trig_free(links->spreads[i].a);
        trig_free(links->spreads[i].b);
        trig_free(links->spreads[i].inside);
        trig_free(links->spreads[i].mean);
        trig_free(links->spreads[i].reached);
    }
    trig_sample_clear(&links->sample);
    trig_free(links->pairs);
    trig_free(links->starts);
    trig_free(links);
}

enum trig_status trig_links_create(trig_store *const *stores, size_t store_count,
                                   const struct trig_request *request, const struct trig_cells *cells,
                                   trig_links **out, struct trig_error *error)
{
    trig_links *links = trig_calloc(1, sizeof *links);
    if (!links)
        return no_memory(error);
    links->cells = cells;
    links->request = *request;
    links->request.persons = true;
    enum trig_status status = trig_sample_gather(stores, store_count, &links->request, &links->sample, error);
    if (status == TRIG_OK && links->sample.person)
        status = make_pairs(links, error);
    for (size_t i = 0; i < 2 && status == TRIG_OK && links->pair_count; i++)
        status = make_spread(cells, &links->spreads[i], error);
    if (status || links->pair_count == 0) {
        trig_links_destroy(links);
        links = NULL;
    }
    if (status == TRIG_OK)
        *out = links;
    return status;
}

/* ---- what two estimates share ------------------------------------------------------------------------- */

static void lay_out(const struct trig_cells *cells, size_t measure, const struct trig_influence *influence,
                    struct spread *out)
{
    for (size_t i = 0; i < influence->domain->cell_count; i++) {
        size_t cell = influence->domain->cells[i];
        const struct trig_moments *m = &cells->moments[cell * cells->measures + measure];
        size_t stratum = cells->items[cell].stratum;
        out->a[cell] = influence->a;
        out->b[cell] = influence->b;
        out->inside[cell] = true;
        out->reached[stratum] = true;
        out->mean[stratum] +=
            (influence->a * m->wy - influence->b * m->w) / (double)cells->strata[stratum].units;
    }
}

static void take_in(const struct trig_cells *cells, const struct trig_influence *influence,
                    struct spread *out)
{
    for (size_t i = 0; i < influence->domain->cell_count; i++) {
        size_t cell = influence->domain->cells[i];
        out->inside[cell] = false;
        out->reached[cells->items[cell].stratum] = false;
        out->mean[cells->items[cell].stratum] = 0.0;
    }
}

/* z of a row; 0 where it is in no domain, or gave no answer. */
static double influence_of(const trig_links *links, size_t measure, const struct spread *spread, uint32_t row,
                           bool *answered)
{
    size_t cell = links->sample.cell[row];
    double y = links->sample.measures[measure].y[row];
    *answered = spread->inside[cell] && !isnan(y);
    if (!*answered)
        return 0.0;
    return links->sample.weight[row] *
           (spread->a[cell] * (y - links->cells->shifts[measure]) - spread->b[cell]);
}

/* sqrt(n / (n - 1)): 1 for a lonely stratum, which has no variance but what the others lend it. */
static double factor_of(const struct trig_stratum *stratum)
{
    double n = (double)stratum->units;
    return n > 1.0 ? sqrt(n / (n - 1.0)) : 1.0;
}

/* What the fpc leaves of the covariance of two strata that share [people]. */
static double left_by_fpc(const trig_links *links, const struct trig_stratum *h, const struct trig_stratum *g,
                          double people)
{
    if (!links->cells->request->design.use_fpc || isinf(h->population) || isinf(g->population))
        return 1.0;
    double n = (double)h->units;
    double m = (double)g->units;
    double most = sqrt(fmax(0.0, 1.0 - n / h->population) * fmax(0.0, 1.0 - m / g->population));
    return fmin(most, 1.0 - n * m / (people * fmax(h->population, g->population)));
}

/* Adds the people of [pairs], all of stratum [at] in the first wave; of one stratum in the second
 * unless they moved. */
static void add_stratum(const trig_links *links, size_t measure, size_t at, struct trig_linked *out)
{
    const struct trig_stratum *strata = links->cells->strata;
    size_t people = 0;
    for (size_t i = links->starts[at]; i < links->starts[at + 1]; i++)
        people += links->spreads[1].reached[stratum_of(links, links->pairs[i].second)];
    for (size_t i = links->starts[at]; i < links->starts[at + 1]; i++) {
        const struct pair *pair = &links->pairs[i];
        size_t other = stratum_of(links, pair->second);
        bool answered[2];
        if (!links->spreads[1].reached[other])
            continue;
        double z = influence_of(links, measure, &links->spreads[0], pair->first, &answered[0]);
        double u = influence_of(links, measure, &links->spreads[1], pair->second, &answered[1]);
        out->people += answered[0] && answered[1];
        out->covariance += left_by_fpc(links, &strata[at], &strata[other], (double)people) *
                           factor_of(&strata[at]) * factor_of(&strata[other]) *
                           (z - links->spreads[0].mean[at]) * (u - links->spreads[1].mean[other]);
    }
}

struct trig_linked trig_links_between(trig_links *links, size_t measure, const struct trig_influence *first,
                                      const struct trig_influence *second)
{
    struct trig_linked linked = {0.0, 0};
    lay_out(links->cells, measure, first, &links->spreads[0]);
    lay_out(links->cells, measure, second, &links->spreads[1]);
    for (size_t i = 0; i < links->cells->stratum_count; i++)
        if (links->spreads[0].reached[i])
            add_stratum(links, measure, i, &linked);
    take_in(links->cells, first, &links->spreads[0]);
    take_in(links->cells, second, &links->spreads[1]);
    return linked;
}
