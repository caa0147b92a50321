#include "analyze/response/dispositions.h"

#include <jansson.h>
#include <math.h>

const char *const trig_counted_names[] = {
    [TRIG_COUNTED_ELIGIBLE] = "eligible", [TRIG_COUNTED_EVERYBODY] = "everybody", NULL};

/* The words by which ingestion knows them too. */
#define PARTIAL  "partial"
#define COMPLETE "complete"

/* ---- partial responses ------------------------------------------------------------------ */

/* Blank: the status is missing. */
static struct trig_view status_of(const struct trig_cells *cells, size_t margin, const struct trig_cell *cell)
{
    size_t category = cell->margins[margin];
    return category == TRIG_NONE ? trig_view_of(NULL, 0)
                                 : trig_dictionary_at(cells->margins[margin], category);
}

static bool all_told(const struct trig_cells *cells, size_t margin)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (!cells->items[i].in_scope)
            continue;
        struct trig_view word = status_of(cells, margin, &cells->items[i]);
        if (!trig_view_is(word, PARTIAL) && !trig_view_is(word, COMPLETE))
            return false;
    }
    return true;
}

static enum trig_status look_at_imports(trig_store *store, bool *kept, struct trig_error *error)
{
    const struct trig_import *imports = NULL;
    size_t count = 0;
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = trig_store_imports(store, &arena, &imports, &count, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        struct trig_view text = imports[i].options;
        json_t *options = text.length ? json_loadb(text.data, text.length, 0, NULL) : NULL;
        if (text.length && !options)
            status = trig_error_set(error, TRIG_ERR_DAMAGED, "%s: the options of import %llu cannot be read",
                                    trig_store_path(store), (unsigned long long)imports[i].id);
        *kept = *kept || json_is_true(json_object_get(options, "keep_partial"));
        json_decref(options);
    }
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status look_at_reject(void *context, const struct trig_reject *reject,
                                       struct trig_error *error)
{
    bool *aside = context;
    (void)error;
    *aside = *aside || trig_view_is(reject->reason, PARTIAL);
    return TRIG_OK;
}

enum trig_status trig_partials_look(trig_store *const *stores, size_t store_count,
                                    const struct trig_cells *cells, struct trig_partials *out,
                                    struct trig_error *error)
{
    struct trig_partials partials = {.margin = cells->margin_count ? 0 : TRIG_NONE};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < store_count && status == TRIG_OK; i++) {
        status = look_at_imports(stores[i], &partials.kept, error);
        if (status == TRIG_OK)
            status = trig_store_rejects(stores[i], 0, look_at_reject, &partials.aside, error);
    }
    partials.told = !partials.kept || (partials.margin != TRIG_NONE && all_told(cells, partials.margin));
    *out = partials;
    return status;
}

/* ---- sites -------------------------------------------------------------------------------- */

static bool same_site(const struct trig_cell *a, const struct trig_cell *b)
{
    return a->wave == b->wave && a->institution == b->institution;
}

/* Those out of scope at the site of cell [at]; cells come sorted by site. */
static double outside_of(const struct trig_cells *cells, size_t at)
{
    size_t first = at;
    double outside = 0.0;
    while (first > 0 && same_site(&cells->items[first - 1], &cells->items[at]))
        first--;
    for (size_t i = first; i < cells->count && same_site(&cells->items[i], &cells->items[at]); i++)
        outside += cells->items[i].in_scope ? 0.0 : (double)cells->items[i].respondents;
    return outside;
}

/* Adds the cells of a domain from [from] to before [to], which are of one site. */
static void add_site(const struct trig_cells *cells, const struct trig_partials *partials,
                     const struct trig_domain *domain, size_t from, size_t to, struct trig_dispositions *out)
{
    bool apart = partials->kept && partials->told;
    for (size_t i = from; i < to; i++) {
        const struct trig_cell *cell = &cells->items[domain->cells[i]];
        bool partial = apart && trig_view_is(status_of(cells, partials->margin, cell), PARTIAL);
        *(partial ? &out->partial : &out->complete) += (double)cell->respondents;
    }
    out->outside += outside_of(cells, domain->cells[from]);
}

struct trig_dispositions trig_dispositions_of(const struct trig_cells *cells,
                                              const struct trig_partials *partials,
                                              const struct trig_domain *domain)
{
    struct trig_dispositions sum = {.population = NAN};
    for (size_t from = 0, to; from < domain->cell_count; from = to) {
        const struct trig_cell *first = &cells->items[domain->cells[from]];
        for (to = from; to < domain->cell_count && same_site(&cells->items[domain->cells[to]], first);)
            to++;
        add_site(cells, partials, domain, from, to, &sum);
    }
    return sum;
}

struct trig_dispositions trig_dispositions_counted(const struct trig_cells *cells, const struct trig_bys *bys,
                                                   const struct trig_partials *partials,
                                                   const struct trig_domain *domain,
                                                   const struct trig_sites *sites)
{
    struct trig_dispositions sum = {.population = NAN};
    struct trig_site site;
    for (size_t from = 0, to = 0; trig_sites_next(cells, bys, domain, &to, &site); from = to) {
        bool known = !isnan(site.count);
        bool shown = trig_sites_shown(sites, site.cell);
        sum.counted += known;
        sum.uncounted += !known;
        if (!known)
            continue;
        add_site(cells, partials, domain, from, to, &sum);
        sum.population = isnan(sum.population) ? site.count : sum.population + site.count;
        sum.exceeded = sum.exceeded || (shown && site.respondents > site.count);
    }
    return sum;
}

/* ---- rates ---------------------------------------------------------------------------------- */

void trig_dispositions_rates(const struct trig_dispositions *dispositions,
                             const struct trig_partials *partials, enum trig_counted counted,
                             double rates[TRIG_RESPONSE_RATES])
{
    double answered = dispositions->complete + dispositions->partial;
    double unknown = dispositions->population - answered;
    double eligible = 1.0;
    if (counted == TRIG_COUNTED_EVERYBODY) {
        unknown -= dispositions->outside;
        eligible = answered / (answered + dispositions->outside);
    }
    bool possible = unknown >= 0.0; /* no count: it is NAN */
    for (size_t i = 0; i < TRIG_RESPONSE_RATES; i++) {
        bool with_partial = i == TRIG_RR2 || i == TRIG_RR4;
        bool estimated = i == TRIG_RR3 || i == TRIG_RR4;
        bool known = possible && (with_partial ? !partials->aside : partials->told);
        double base = answered + (estimated ? eligible : 1.0) * unknown;
        rates[i] = known ? (with_partial ? answered : dispositions->complete) / base : NAN;
    }
}
