#include "analyze/response/represented.h"

#include "analyze/response/headcount.h"

#include <math.h>

/* More cells than this have no respondents to speak of. */
#define MOST_PLACES 1000000

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the cells of the population");
    return TRIG_ERR_MEMORY;
}

/* ---- categories ------------------------------------------------------------------------------ */

static size_t find(const struct trig_view *list, size_t count, struct trig_view text)
{
    size_t at = 0;
    while (at < count && !trig_view_equal(list[at], text))
        at++;
    return at;
}

/* Adds the value that a population row has of a variable, if it is a new one. */
static void add_value(const struct trig_population *row, size_t variable, struct trig_view *list,
                      size_t *count)
{
    for (size_t i = 0; i < row->attribute_count; i++) {
        struct trig_view value = row->attributes[i].value;
        if (row->attributes[i].variable == variable && value.length && find(list, *count, value) == *count)
            list[(*count)++] = value;
    }
}

static enum trig_status find_categories(struct trig_representing *representing, size_t name,
                                        struct trig_arena *arena, struct trig_error *error)
{
    const trig_definition *definition = representing->cells->definition;
    const struct trig_by *by = &representing->on.items[name];
    bool institution = by->kind == TRIG_BY_INSTITUTION;
    size_t most = institution ? definition->institution_count : definition->population_count;
    size_t *count = &representing->category_counts[name];
    struct trig_view *list = trig_arena_calloc(arena, most + 1, sizeof *list);
    if (!list)
        return no_memory(error);
    *count = 0;
    for (size_t i = 0; i < most; i++)
        if (institution)
            list[(*count)++] = definition->institutions[i].id;
        else
            add_value(&definition->population[i], by->variable, list, count);
    representing->categories[name] = list;
    return TRIG_OK;
}

static enum trig_status find_all_categories(struct trig_representing *representing, struct trig_arena *arena,
                                            struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    representing->places = 1;
    for (size_t i = 0; i < representing->on.count && status == TRIG_OK; i++) {
        status = find_categories(representing, i, arena, error);
        if (status)
            return status;
        if (representing->places && representing->category_counts[i] > MOST_PLACES / representing->places)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "--on makes more than %d cells; name fewer variables", MOST_PLACES);
        representing->places *= representing->category_counts[i];
    }
    return status;
}

size_t trig_representing_digit(const struct trig_representing *representing, size_t place, size_t name)
{
    for (size_t i = representing->on.count; i-- > name + 1;)
        place /= representing->category_counts[i];
    return place % representing->category_counts[name];
}

/* ---- what may be shown ------------------------------------------------------------------------ */

static enum trig_status protect_sites(struct trig_representing *representing, struct trig_arena *arena,
                                      struct trig_error *error)
{
    representing->sites = trig_arena_calloc(arena, 1, sizeof *representing->sites);
    return representing->sites ? trig_sites_protect(&representing->detailed, &representing->all, arena,
                                                    representing->sites, error)
                               : no_memory(error);
}

enum trig_status trig_representing_prepare(struct trig_representing *representing,
                                           const struct trig_disclosure_rules *rules,
                                           struct trig_arena *arena, struct trig_error *error)
{
    const struct trig_cells *cells = representing->cells;
    enum trig_status status = find_all_categories(representing, arena, error);
    if (status == TRIG_OK)
        status =
            trig_protection_build(cells, &representing->bys, rules, arena, &representing->protection, error);
    if (status == TRIG_OK)
        status =
            trig_protection_build(cells, &representing->all, rules, arena, &representing->detailed, error);
    bool hides = rules->mode != TRIG_DISCLOSURE_NONE;
    return status == TRIG_OK && hides ? protect_sites(representing, arena, error) : status;
}

/* ---- one domain -------------------------------------------------------------------------------- */

/* What is known of a place. */
struct place {
    double people;
    double respondents;
    bool hidden;
};

double trig_representing_people(const struct trig_representing *representing, const struct trig_cell *cell,
                                size_t place)
{
    struct trig_population_attribute fixed[TRIG_MOST_BY];
    size_t count = 0;
    for (size_t i = 0; i < representing->on.count; i++) {
        size_t digit = trig_representing_digit(representing, place, i);
        if (representing->on.items[i].kind != TRIG_BY_INSTITUTION)
            fixed[count++] = (struct trig_population_attribute){representing->on.items[i].variable,
                                                                representing->categories[i][digit]};
        else if (digit != cell->institution)
            return NAN;
    }
    return trig_headcount(representing->cells->definition, cell->wave, cell->institution, fixed, count);
}

/* The people of one site, in all places that are there. */
static void count_people(const struct trig_representing *representing, const struct trig_cell *site,
                         struct place *places)
{
    for (size_t place = 0; place < representing->places; place++) {
        double people = trig_representing_people(representing, site, place);
        if (people > 0.0)
            places[place].people += people;
    }
}

/* The place of a domain of the detailed table; `places` when nobody is counted so. */
static size_t place_of(const struct trig_representing *representing, const struct trig_domain *domain)
{
    size_t place = 0;
    size_t variable = 0;
    for (size_t i = 0; i < representing->on.count; i++) {
        size_t count = representing->category_counts[i];
        size_t digit = domain->institution;
        if (representing->on.items[i].kind == TRIG_BY_VARIABLE) {
            struct trig_view value =
                trig_dictionary_at(representing->cells->values[variable], domain->values[variable]);
            digit = find(representing->categories[i], count, value);
            variable++;
        }
        if (digit >= count)
            return representing->places;
        place = place * count + digit;
    }
    return place;
}

/* The respondents of a domain of the detailed table, [at] of its lattice. */
static void count_respondents(const struct trig_representing *representing, size_t at, struct place *places,
                              bool *uncounted)
{
    const struct trig_cells *cells = representing->cells;
    const struct trig_domain *domain = &representing->detailed.lattice.domains[at];
    size_t place = place_of(representing, domain);
    double counted = 0.0;
    struct trig_site site;
    for (size_t from = 0; trig_sites_next(cells, &representing->all, domain, &from, &site);) {
        if (isnan(site.count))
            *uncounted = true;
        else
            counted += site.respondents;
    }
    if (counted == 0.0)
        return;
    places[place].respondents += counted;
    places[place].hidden = representing->detailed.everybody[at] ||
                           !trig_sites_tell(cells, &representing->all, domain, representing->sites);
}

static bool is_within(const struct trig_representing *representing, const struct trig_domain *part,
                      const struct trig_domain *whole)
{
    bool apart = trig_bys_have(&representing->bys, TRIG_BY_INSTITUTION, TRIG_NONE);
    return part->wave == whole->wave && part->group == whole->group &&
           (!apart || part->institution == whole->institution);
}

/* Puts the cells that are shown into [out], and behind them what is left over. */
static enum trig_status settle(const struct trig_representing *representing, const struct place *places,
                               double respondents, struct trig_arena *arena, struct trig_represented *out,
                               struct trig_error *error)
{
    struct trig_propensity_cell rest = {.people = 0.0, .respondents = respondents};
    out->cells = trig_arena_calloc(arena, representing->places + 1, sizeof *out->cells);
    out->places = trig_arena_calloc(arena, representing->places + 1, sizeof *out->places);
    out->hidden = trig_arena_calloc(arena, representing->places + 1, sizeof *out->hidden);
    if (!out->cells || !out->places || !out->hidden)
        return no_memory(error);
    for (size_t i = 0; i < representing->places; i++) {
        out->hidden[i] = places[i].hidden;
        if (places[i].hidden) {
            rest.people += places[i].people;
            out->pooled++;
        } else if (places[i].people > 0.0) {
            rest.respondents -= places[i].respondents;
            out->places[out->count] = i;
            out->cells[out->count++] =
                (struct trig_propensity_cell){places[i].people, places[i].respondents, 0};
        }
    }
    if (out->pooled) {
        out->places[out->count] = TRIG_NONE;
        out->cells[out->count++] = rest;
    }
    out->withheld = out->pooled && out->uncounted;
    for (size_t i = 0; i < out->count; i++)
        out->exceeded = out->exceeded || out->cells[i].respondents > out->cells[i].people;
    return TRIG_OK;
}

enum trig_status trig_represented_gather(const struct trig_representing *representing,
                                         const struct trig_domain *domain, struct trig_arena *arena,
                                         struct trig_represented *out, struct trig_error *error)
{
    const struct trig_lattice *lattice = &representing->detailed.lattice;
    struct place *places = trig_arena_calloc(arena, representing->places + 1, sizeof *places);
    struct trig_site site;
    *out = (struct trig_represented){.count = 0};
    if (!places)
        return no_memory(error);
    for (size_t from = 0; trig_sites_next(representing->cells, &representing->bys, domain, &from, &site);)
        count_people(representing, &representing->cells->items[site.cell], places);
    for (size_t i = lattice->first; i < lattice->first + lattice->shown; i++)
        if (is_within(representing, &lattice->domains[i], domain))
            count_respondents(representing, i, places, &out->uncounted);
    return settle(representing, places, (double)domain->respondents, arena, out, error);
}
