#include "analyze/answers/kinds.h"
#include "analyze/answers/tabulation.h"
#include "analyze/estimate/bins.h"

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a distribution of answers");
}

/* ---- questions ------------------------------------------------------------------------- */

static enum trig_status ask_coded(struct trig_tabulation *table, struct trig_error *error)
{
    const struct trig_cells *cells = &table->work->cells;
    double *totals = trig_arena_calloc(&table->arena, table->codes, sizeof *totals);
    if (!totals)
        return no_memory(error);
    for (size_t cell = 0; cell < cells->count; cell++)
        for (size_t code = 0; code < table->codes; code++)
            if (cells->items[cell].in_scope)
                totals[code] += cells->bins[cell * cells->bin_count + table->place + code].count;
    table->question_count = 1;
    return trig_question_coded(cells->definition, table->variable, totals, &table->arena, table->questions,
                               error);
}

static enum trig_status ask_options(struct trig_tabulation *table, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < table->codes && status == TRIG_OK; i++)
        status = trig_question_option(table->work->cells.definition, table->variable, i, &table->arena,
                                      &table->questions[table->question_count++], error);
    return status;
}

static enum trig_status ask(struct trig_tabulation *table, struct trig_error *error)
{
    enum trig_type type = trig_tabulation_variable(table)->type;
    table->questions = trig_arena_calloc(&table->arena, table->codes + 1, sizeof *table->questions);
    if (!table->questions)
        return no_memory(error);
    if (type == TRIG_TYPE_MULTIPLE)
        return ask_options(table, error);
    if (type != TRIG_TYPE_NUMERIC)
        return ask_coded(table, error);
    table->question_count = 1;
    return trig_question_number(table->variable, &table->arena, table->questions, error);
}

/* Those whose answer does not count, as the scale and the store tell them apart. */
static enum trig_status list_kinds(struct trig_tabulation *table, struct trig_error *error)
{
    static const struct {
        enum trig_answer answer;
        const char *name;
        const char *label;
    } outcomes[] = {{TRIG_SKIPPED, "skipped", "Skipped"},
                    {TRIG_NOT_SHOWN, "not_shown", "Not shown"},
                    {TRIG_DECLARED_MISSING, "declared_missing", "Declared missing"},
                    {TRIG_UNREADABLE, "unreadable", "Unreadable"}};
    size_t most = table->codes + sizeof outcomes / sizeof *outcomes;
    bool one_answer = trig_tabulation_variable(table)->type != TRIG_TYPE_MULTIPLE;
    table->kinds = trig_arena_calloc(&table->arena, most, sizeof *table->kinds);
    table->kind_bins = trig_arena_calloc(&table->arena, most, sizeof *table->kind_bins);
    table->kept = trig_arena_calloc(&table->arena, most, sizeof *table->kept);
    if (!table->kinds || !table->kind_bins || !table->kept)
        return no_memory(error);
    for (size_t i = 0; i < table->codes && one_answer; i++) {
        const struct trig_code *code =
            &table->work->cells.definition->scales[trig_tabulation_variable(table)->scale].codes[i];
        if (code->kind == TRIG_SUBSTANTIVE)
            continue;
        table->kinds[table->kind_count] = (struct trig_part){.answer = code->code, .label = code->label};
        table->kind_bins[table->kind_count++] = i;
    }
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        table->kinds[table->kind_count] =
            (struct trig_part){.answer = trig_view(outcomes[i].name), .label = trig_view(outcomes[i].label)};
        table->kind_bins[table->kind_count++] = table->codes + outcomes[i].answer;
    }
    return TRIG_OK;
}

/* ---- what may be shown ------------------------------------------------------------------ */

static enum trig_status choose_level(struct trig_tabulation *table, size_t index, struct trig_error *error)
{
    const struct trig_protection *protection = &table->work->protection;
    size_t domains = protection->lattice.count;
    const struct trig_question *question = &table->questions[index];
    size_t *levels = table->levels + index * domains;
    enum trig_suppression *reasons = table->reasons + index * domains;
    if (question->kind != TRIG_QUESTION_NUMBER)
        return trig_protection_question(protection, question, table->place, levels, reasons, error);
    enum trig_status status =
        trig_protection_measure(protection, trig_tabulation_number(table), reasons, error);
    for (size_t i = 0; i < domains && status == TRIG_OK; i++)
        levels[i] = reasons[i] ? question->levels : 0;
    return status;
}

/* The families of the domains that the table lists. */
static size_t own_families(const struct trig_lattice *lattice, struct trig_family *out)
{
    size_t count = 0;
    for (size_t i = 0; i < lattice->family_count; i++)
        if (lattice->families[i].parts[0] >= lattice->first)
            out[count++] = lattice->families[i];
    return count;
}

static bool is_listed(const struct trig_lattice *lattice, size_t domain)
{
    return domain >= lattice->first && domain < lattice->first + lattice->shown;
}

static enum trig_status choose_kinds(struct trig_tabulation *table, struct trig_error *error)
{
    const struct trig_answers_work *work = table->work;
    size_t domains = work->protection.lattice.count;
    double *counts = trig_arena_calloc(&table->arena, domains * table->kind_count, sizeof *counts);
    bool *shown = trig_arena_calloc(&table->arena, domains, sizeof *shown);
    struct trig_family *families =
        trig_arena_calloc(&table->arena, work->protection.lattice.family_count, sizeof *families);
    if (!counts || !shown || !families)
        return no_memory(error);
    for (size_t d = 0; d < domains; d++) {
        shown[d] = is_listed(&work->protection.lattice, d) && trig_tabulation_shows(table, d);
        for (size_t i = 0; i < table->kind_count; i++)
            counts[d * table->kind_count + i] = trig_tabulation_count(table, d, table->kind_bins[i]);
    }
    struct trig_kinds asked = {domains, table->kind_count, counts,
                               shown,   families,          own_families(&work->protection.lattice, families)};
    trig_kinds_choose(&work->context->disclosure, &asked, table->kept);
    return TRIG_OK;
}

static enum trig_status choose(struct trig_tabulation *table, struct trig_error *error)
{
    size_t places = table->question_count * table->work->protection.lattice.count;
    table->levels = trig_arena_calloc(&table->arena, places, sizeof *table->levels);
    table->reasons = trig_arena_calloc(&table->arena, places, sizeof *table->reasons);
    if (!table->levels || !table->reasons)
        return no_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < table->question_count && status == TRIG_OK; i++) {
        status = choose_level(table, i, error);
        if (table->questions[i].levels > table->most_levels)
            table->most_levels = table->questions[i].levels;
    }
    return status ? status : choose_kinds(table, error);
}

/* ---- the variable --------------------------------------------------------------------------- */

static enum trig_status make_shares(struct trig_tabulation *table, struct trig_error *error)
{
    size_t domains = table->work->protection.lattice.count;
    bool *wanted =
        trig_arena_calloc(&table->arena, table->question_count * table->most_levels, sizeof *wanted);
    if (!wanted)
        return no_memory(error);
    for (size_t i = 0; i < table->question_count; i++) {
        size_t levels = table->questions[i].levels;
        for (size_t d = 0; d < domains; d++)
            if (is_listed(&table->work->protection.lattice, d) && table->levels[i * domains + d] < levels)
                wanted[i * table->most_levels + table->levels[i * domains + d]] = true;
        wanted[i * table->most_levels + levels - 1] = true; /* hidden rows need a measure too */
    }
    struct trig_shares_asked asked = {table->questions, table->question_count, wanted, table->most_levels,
                                      table->place};
    return trig_shares_init(&table->work->cells, &asked, &table->arena, &table->shares, error);
}

enum trig_status trig_answers_add_variable(struct trig_answers_work *work, size_t index,
                                           struct trig_error *error)
{
    struct trig_tabulation table = {.work = work, .variable = work->options->variables[index]};
    table.place = trig_bins_place(work->cells.definition, &work->request, index);
    table.codes = trig_bins_codes(work->cells.definition, table.variable);
    trig_arena_init(&table.arena);
    enum trig_status status = ask(&table, error);
    if (status == TRIG_OK)
        status = list_kinds(&table, error);
    if (status == TRIG_OK)
        status = choose(&table, error);
    if (status == TRIG_OK)
        status = make_shares(&table, error);
    if (status == TRIG_OK)
        status = trig_tabulation_rows(&table, error);
    trig_shares_clear(&table.shares);
    trig_arena_clear(&table.arena);
    return status;
}
