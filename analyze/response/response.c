#include "analyze/response/response.h"

#include <math.h>

/* A declared design of nothing: no strata, weights or replicates. */
void trig_response_count_heads(struct trig_request *request, const struct trig_design *design)
{
    struct trig_design *heads = &request->design;
    *heads = *design;
    heads->declared = heads->unit_weights = true;
    heads->stratum = heads->psu = heads->weight = heads->fpc = TRIG_NONE;
    heads->stratum2 = heads->psu2 = heads->fpc2 = TRIG_NONE;
    heads->weighting = NULL;
    heads->recipe = NULL;
    heads->use_fpc = heads->weights_from_fpc = false;
    heads->replication = (struct trig_replication){.type = TRIG_REPLICATES_NONE};
}

struct trig_response trig_response_rate(const struct trig_cells *cells, const struct trig_bys *bys,
                                        const struct trig_domain *domain, const struct trig_sites *sites)
{
    struct trig_response response = {.population = NAN, .rate = NAN};
    double answered = 0.0;
    double people = 0.0;
    struct trig_site site;
    for (size_t at = 0; trig_sites_next(cells, bys, domain, &at, &site);) {
        if (isnan(site.count)) {
            response.uncounted++;
            continue;
        }
        bool shown = trig_sites_shown(sites, site.cell);
        response.counted++;
        answered += site.respondents;
        people += site.count;
        response.exceeded = response.exceeded || (shown && site.respondents > site.count);
    }
    response.withheld = response.counted && !trig_sites_tell(cells, bys, domain, sites);
    if (response.counted && !response.withheld) {
        response.population = people;
        response.rate = answered / people;
    }
    return response;
}
