#include "analyze/test/testing.h"

#include "analyze/estimate/bins.h"

/* So many groups that are not shown in full, and no fewer, may be part of a test: see
 * trig_compared_make. */
#define LEAST_LIMITED 3

/* A choice under way. */
struct choosing {
    const struct trig_testing *testing;
    const struct trig_tested *tested;
    struct trig_compared *out;
    bool *included; /* by listed domain */
    bool *hidden;   /* by listed domain */
    size_t *levels; /* by listed domain; 0 where there are none */
    struct trig_error *error;
};

static enum trig_status no_memory(struct choosing *choosing)
{
    trig_error_set(choosing->error, TRIG_ERR_MEMORY, "out of memory for the groups of a test");
    return TRIG_ERR_MEMORY;
}

/* ---- who is large enough ------------------------------------------------------------------------- */

/* Respondents of a domain who answered. */
static double answered(const struct choosing *choosing, const struct trig_domain *domain)
{
    const struct trig_cells *cells = &choosing->testing->cells;
    const struct trig_question *question = &choosing->out->question;
    double n = 0.0;
    for (size_t i = 0; i < domain->cell_count; i++) {
        size_t cell = domain->cells[i];
        if (choosing->tested->measure != TRIG_NONE)
            n += cells->moments[cell * cells->measures + choosing->tested->measure].n;
        for (size_t code = 0; choosing->tested->measure == TRIG_NONE && code < question->codes; code++)
            n += cells->bins[cell * cells->bin_count + choosing->out->place + question->bins[code]].count;
    }
    return n;
}

static void include(struct choosing *choosing)
{
    const struct trig_protection *protection = &choosing->testing->protection;
    const struct trig_lattice *lattice = &protection->lattice;
    bool all = protection->rules->mode == TRIG_DISCLOSURE_NONE;
    for (size_t i = 0; i < lattice->shown; i++) {
        size_t domain = lattice->first + i;
        double n = answered(choosing, &lattice->domains[domain]);
        bool small = n < (double)protection->rules->threshold || protection->everybody[domain];
        choosing->included[i] = n > 0.0 && (all || !small);
        choosing->out->left_out += n > 0.0 && !choosing->included[i];
    }
}

/* ---- whose answers may be shown ---------------------------------------------------------------------- */

static enum trig_status make_question(struct choosing *choosing)
{
    const struct trig_cells *cells = &choosing->testing->cells;
    struct trig_compared *out = choosing->out;
    size_t codes = trig_bins_codes(cells->definition, choosing->tested->variable);
    double *totals = trig_arena_calloc(&out->arena, codes, sizeof *totals);
    if (!totals)
        return no_memory(choosing);
    out->place = trig_testing_place(choosing->testing, choosing->tested->variable);
    for (size_t cell = 0; cell < cells->count; cell++)
        for (size_t code = 0; code < codes && cells->items[cell].in_scope; code++)
            totals[code] += cells->bins[cell * cells->bin_count + out->place + code].count;
    return trig_question_coded(cells->definition, choosing->tested->variable, totals, &out->arena,
                               &out->question, choosing->error);
}

/* Of a table of answers: the level that all included groups may be shown at, and
 * those who may not be shown at any. */
static enum trig_status choose_level(struct choosing *choosing)
{
    const struct trig_protection *protection = &choosing->testing->protection;
    struct trig_compared *out = choosing->out;
    size_t domains = protection->lattice.count;
    size_t *levels = trig_arena_calloc(&out->arena, domains, sizeof *levels);
    enum trig_suppression *reasons = trig_arena_calloc(&out->arena, domains, sizeof *reasons);
    if (!levels || !reasons)
        return no_memory(choosing);
    enum trig_status status =
        trig_protection_question(protection, &out->question, out->place, levels, reasons, choosing->error);
    for (size_t i = 0; i < protection->lattice.shown && status == TRIG_OK; i++) {
        size_t level = levels[protection->lattice.first + i];
        choosing->levels[i] = level;
        choosing->hidden[i] = level == out->question.levels;
        if (choosing->included[i] && level > out->level)
            out->level = level;
    }
    if (out->level == out->question.levels)
        out->level = 0;
    return status;
}

static enum trig_status find_hidden(struct choosing *choosing)
{
    const struct trig_protection *protection = &choosing->testing->protection;
    enum trig_suppression *reasons =
        trig_arena_calloc(&choosing->out->arena, protection->lattice.count, sizeof *reasons);
    if (!reasons)
        return no_memory(choosing);
    enum trig_status status =
        trig_protection_measure(protection, choosing->tested->measure, reasons, choosing->error);
    for (size_t i = 0; i < protection->lattice.shown && status == TRIG_OK; i++)
        choosing->hidden[i] = reasons[protection->lattice.first + i] != TRIG_SUPPRESSED_NONE;
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum trig_status list_groups(struct choosing *choosing)
{
    const struct trig_testing *testing = choosing->testing;
    const struct trig_lattice *lattice = &testing->protection.lattice;
    struct trig_compared *out = choosing->out;
    size_t *domains = trig_arena_calloc(&out->arena, lattice->shown, sizeof *domains);
    bool *limited = trig_arena_calloc(&out->arena, lattice->shown, sizeof *limited);
    out->group_of_cell = trig_arena_calloc(&out->arena, testing->cells.count, sizeof *out->group_of_cell);
    if (!domains || !limited || !out->group_of_cell)
        return no_memory(choosing);
    for (size_t i = 0; i < testing->cells.count; i++)
        out->group_of_cell[i] = TRIG_NONE;
    for (size_t i = 0; i < lattice->shown; i++) {
        const struct trig_domain *domain = &lattice->domains[lattice->first + i];
        if (!choosing->included[i])
            continue;
        for (size_t j = 0; j < domain->cell_count; j++)
            out->group_of_cell[domain->cells[j]] = out->groups;
        limited[out->groups] = choosing->hidden[i] || choosing->levels[i] > out->level;
        out->limited_count += limited[out->groups];
        domains[out->groups++] = i;
    }
    out->domains = domains;
    out->limited = limited;
    return TRIG_OK;
}

static enum trig_status choose(struct choosing *choosing)
{
    struct trig_compared *out = choosing->out;
    size_t shown = choosing->testing->protection.lattice.shown;
    bool table = choosing->tested->measure == TRIG_NONE;
    choosing->included = trig_arena_calloc(&out->arena, shown, sizeof *choosing->included);
    choosing->hidden = trig_arena_calloc(&out->arena, shown, sizeof *choosing->hidden);
    choosing->levels = trig_arena_calloc(&out->arena, shown, sizeof *choosing->levels);
    if (!choosing->included || !choosing->hidden || !choosing->levels)
        return no_memory(choosing);
    enum trig_status status = table ? make_question(choosing) : TRIG_OK;
    if (status)
        return status;
    include(choosing);
    if (choosing->testing->protection.rules->mode != TRIG_DISCLOSURE_NONE)
        status = table ? choose_level(choosing) : find_hidden(choosing);
    if (status == TRIG_OK)
        status = list_groups(choosing);
    if (out->limited_count >= LEAST_LIMITED)
        out->rounded = true;
    else if (out->limited_count)
        out->suppressed = TRIG_SUPPRESSED_NUMERATOR;
    if (out->groups < 2 && out->left_out)
        out->suppressed = TRIG_SUPPRESSED_THRESHOLD;
    return status;
}

enum trig_status trig_compared_make(const struct trig_testing *testing, const struct trig_tested *tested,
                                    struct trig_compared *out, struct trig_error *error)
{
    struct trig_compared made = {.groups = 0};
    struct choosing choosing = {.testing = testing, .tested = tested, .out = &made, .error = error};
    trig_arena_init(&made.arena);
    enum trig_status status = choose(&choosing);
    if (status)
        trig_compared_clear(&made);
    else
        *out = made;
    return status;
}

void trig_compared_clear(struct trig_compared *compared)
{
    trig_arena_clear(&compared->arena);
    memset(compared, 0, sizeof *compared);
}

enum trig_status trig_compared_note(const struct trig_testing *testing, const struct trig_compared *compared,
                                    struct trig_test_row *row, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (compared->left_out)
        status = trig_test_rows_note(testing->rows, row, error,
                                     "%zu group%s left out (threshold): fewer than %zu answered, or it would "
                                     "tell of one where they did",
                                     compared->left_out, compared->left_out == 1 ? " is" : "s are",
                                     testing->context->disclosure.threshold);
    if (status == TRIG_OK && compared->suppressed == TRIG_SUPPRESSED_NUMERATOR)
        status =
            trig_test_rows_note(testing->rows, row, error,
                                "not all groups may be shown in full, and a test would tell their answers");
    if (status || compared->suppressed)
        return status;
    if (compared->level)
        status =
            trig_test_rows_note(testing->rows, row, error,
                                "answers of which some group gave too few are taken together (numerator)");
    if (status == TRIG_OK && compared->rounded)
        status = trig_test_rows_note(testing->rows, row, error,
                                     "three digits: %zu groups may not be shown in full (numerator)",
                                     compared->limited_count);
    return status;
}
