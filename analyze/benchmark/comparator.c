#include "analyze/benchmark/comparator.h"

#include "analyze/benchmark/place.h"

#include <math.h>

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a benchmark");
}

/* ---- what is asked for --------------------------------------------------------------------- */

static enum trig_status parse_weighting(const char *text, enum trig_weighting *out, struct trig_error *error)
{
    if (!text || strcmp(text, "respondents") == 0) {
        *out = TRIG_WEIGHTING_RESPONDENTS;
        return TRIG_OK;
    }
    if (strcmp(text, "institutions") == 0) {
        *out = TRIG_WEIGHTING_INSTITUTIONS;
        return TRIG_OK;
    }
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--sector \"%s\": the sector is the mean of respondents or of institutions", text);
}

static enum trig_status parse_percent(const char *text, size_t *out, struct trig_error *error)
{
    size_t percent = 0;
    for (const char *at = text; *at >= '0' && *at <= '9' && percent < 100; at++)
        percent = 10 * percent + (size_t)(*at - '0');
    if (strspn(text, "0123456789") != strlen(text) || percent < 1 || percent > 99)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "--against \"top:%s\": give a percentage of institutions from 1 to 99, as top:50 or "
            "top:10",
            text);
    *out = percent;
    return TRIG_OK;
}

static enum trig_status parse_wave(const trig_definition *definition, const char *text, size_t *out,
                                   struct trig_error *error)
{
    struct trig_waves waves;
    enum trig_status status = trig_waves_parse(definition, text, &waves, error);
    if (status)
        return status;
    if (waves.choice != TRIG_WAVES_LISTED || waves.count != 1)
        return trig_error_set(error, TRIG_ERR_USAGE, "--against \"wave:%s\": name one earlier wave", text);
    *out = waves.items[0];
    return TRIG_OK;
}

enum trig_status trig_against_parse(const trig_definition *definition, const char *against,
                                    const char *weighting, struct trig_against *out, struct trig_error *error)
{
    struct trig_against parsed = {TRIG_AGAINST_SECTOR, TRIG_NONE, TRIG_WEIGHTING_RESPONDENTS,
                                  TRIG_TEST_POOLED};
    enum trig_status status = parse_weighting(weighting, &parsed.weighting, error);
    if (status)
        return status;
    if (against && strcmp(against, "others") == 0) {
        parsed.kind = TRIG_AGAINST_OTHERS;
    } else if (against && strncmp(against, "group:", 6) == 0) {
        parsed.kind = TRIG_AGAINST_GROUP;
        status = trig_place_group(definition, against + 6, &parsed.which, error);
    } else if (against && strncmp(against, "top:", 4) == 0) {
        parsed.kind = TRIG_AGAINST_TOP;
        status = parse_percent(against + 4, &parsed.which, error);
    } else if (against && strcmp(against, "cohort") == 0) {
        parsed.kind = TRIG_AGAINST_COHORT;
    } else if (against && strncmp(against, "wave:", 5) == 0) {
        parsed.kind = TRIG_AGAINST_WAVE;
        status = parse_wave(definition, against + 5, &parsed.which, error);
    } else if (against && strncmp(against, "adjusted:", 9) == 0) {
        parsed.kind = TRIG_AGAINST_ADJUSTED;
    } else if (against && strcmp(against, "sector") != 0) {
        status = trig_error_set(
            error, TRIG_ERR_USAGE,
            "--against \"%s\": compare with sector, others, group:NAME, top:PERCENT, cohort, wave:NAME or "
            "adjusted:VARIABLE,..",
            against);
    }
    if (status == TRIG_OK)
        *out = parsed;
    return status;
}

struct trig_view trig_against_words(const trig_definition *definition, const struct trig_against *against,
                                    struct trig_arena *arena)
{
    if (against->kind == TRIG_AGAINST_TOP)
        return trig_arena_printf(arena, "the top %zu%% of institutions", against->which);
    if (against->kind == TRIG_AGAINST_WAVE)
        return trig_arena_printf(arena, "itself in %.*s",
                                 TRIG_VIEW_ARG(definition->waves[against->which].label));
    if (against->kind == TRIG_AGAINST_GROUP)
        return trig_arena_printf(arena, "the group \"%.*s\"",
                                 TRIG_VIEW_ARG(definition->groups.items[against->which]));
    return trig_view(against->kind == TRIG_AGAINST_SECTOR ? "the sector" : "the other institutions");
}

/* ---- who stands behind it -------------------------------------------------------------------- */

static bool is_behind(const struct trig_cells *cells, size_t at, const void *context)
{
    const struct trig_peers *peers = context;
    const struct trig_cell *cell = &cells->items[at];
    if (cell->wave != peers->wave)
        return false;
    if (peers->members)
        return cell->institution != TRIG_NONE && peers->members[cell->institution];
    if (peers->against.kind == TRIG_AGAINST_OTHERS)
        return cell->institution != peers->own;
    return peers->against.kind == TRIG_AGAINST_SECTOR || trig_cell_in_group(cells, at, peers->against.which);
}

static bool is_rest(const struct trig_cells *cells, size_t at, const void *context)
{
    const struct trig_peers *peers = context;
    return cells->items[at].institution != peers->own && is_behind(cells, at, context);
}

enum trig_status trig_peers_select_members(const struct trig_cells *cells, const struct trig_against *against,
                                           size_t wave, size_t own, const bool *members,
                                           struct trig_arena *arena, struct trig_peers *out,
                                           struct trig_error *error)
{
    struct trig_peers peers = {.against = *against, .wave = wave, .own = own, .members = members};
    enum trig_status status = trig_domain_select(cells, is_behind, &peers, arena, &peers.whole, error);
    if (status == TRIG_OK)
        status = trig_domain_select(cells, is_rest, &peers, arena, &peers.rest, error);
    if (status)
        return status;
    peers.has_own = peers.whole.cell_count > peers.rest.cell_count;
    *out = peers;
    return TRIG_OK;
}

enum trig_status trig_peers_select(const struct trig_cells *cells, const struct trig_against *against,
                                   size_t wave, size_t own, struct trig_arena *arena, struct trig_peers *out,
                                   struct trig_error *error)
{
    return trig_peers_select_members(cells, against, wave, own, NULL, arena, out, error);
}

/* ---- the mean of respondents -------------------------------------------------------------------- */

static enum trig_status of_respondents(const struct trig_peers *peers, struct trig_arena *arena,
                                       struct trig_comparator *out, struct trig_error *error)
{
    struct trig_term *term = trig_arena_calloc(arena, 1, sizeof *term);
    if (!term)
        return no_memory(error);
    *term = (struct trig_term){1.0, &peers->whole};
    *out =
        (struct trig_comparator){term, 1, &peers->rest, peers->has_own ? NAN : 0.0, peers->against.variance};
    return TRIG_OK;
}

/* ---- the mean of institutions -------------------------------------------------------------------- */

/* Whether a standing's domain is one of the averaged institutions. */
static bool is_averaged(const struct trig_cells *cells, const struct trig_peers *peers,
                        const struct trig_standing *standing, size_t domain, size_t measure)
{
    const struct trig_domain *of = &standing->domains.items[domain];
    const struct trig_result *row = trig_standing_row(standing, domain, measure);
    return row->base.denominator > 0 && of->wave == peers->wave && is_behind(cells, of->cells[0], peers) &&
           trig_standing_of(standing, domain, measure) == TRIG_SUPPRESSED_NONE;
}

/* Lists the averaged institutions as terms, and the cells of all but the own. */
static void average(const struct trig_cells *cells, const struct trig_peers *peers,
                    const struct trig_standing *standing, size_t measure, struct trig_term *terms,
                    size_t *count, size_t *rest_cells, struct trig_domain *rest)
{
    *count = 0;
    for (size_t i = 0; i < standing->domains.count; i++) {
        const struct trig_domain *domain = &standing->domains.items[i];
        if (!is_averaged(cells, peers, standing, i, measure))
            continue;
        terms[(*count)++].domain = domain;
        if (domain->institution == peers->own)
            continue;
        memcpy(rest_cells + rest->cell_count, domain->cells, domain->cell_count * sizeof *rest_cells);
        rest->cell_count += domain->cell_count;
        rest->respondents += domain->respondents;
    }
    for (size_t i = 0; i < *count; i++)
        terms[i].coefficient = 1.0 / (double)*count;
}

static enum trig_status of_institutions(const struct trig_cells *cells, const struct trig_peers *peers,
                                        const struct trig_standing *standing, size_t measure,
                                        struct trig_arena *arena, struct trig_comparator *out,
                                        struct trig_error *error)
{
    struct trig_term *terms = trig_arena_calloc(arena, standing->domains.count, sizeof *terms);
    size_t *rest_cells = trig_arena_calloc(arena, cells->count, sizeof *rest_cells);
    struct trig_domain *rest = trig_arena_calloc(arena, 1, sizeof *rest);
    size_t count;
    if (!terms || !rest_cells || !rest)
        return no_memory(error);
    *rest = (struct trig_domain){TRIG_NONE, TRIG_NONE, TRIG_NONE, NULL, rest_cells, 0, 0};
    average(cells, peers, standing, measure, terms, &count, rest_cells, rest);
    double share = 0.0;
    for (size_t i = 0; i < count; i++)
        share += terms[i].domain->institution == peers->own ? terms[i].coefficient : 0.0;
    *out = (struct trig_comparator){terms, count, rest, share, peers->against.variance};
    return TRIG_OK;
}

enum trig_status trig_peers_comparator(const struct trig_cells *cells, const struct trig_peers *peers,
                                       const struct trig_standing *standing, size_t measure,
                                       struct trig_arena *arena, struct trig_comparator *out,
                                       struct trig_error *error)
{
    if (peers->against.weighting == TRIG_WEIGHTING_INSTITUTIONS)
        return of_institutions(cells, peers, standing, measure, arena, out, error);
    return of_respondents(peers, arena, out, error);
}
