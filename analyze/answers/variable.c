#include "analyze/answers/granularity.h"
#include "analyze/answers/shares.h"
#include "analyze/answers/work.h"
#include "analyze/estimate/bins.h"

#include <math.h>

/* One variable under way. */
struct tabulation {
    struct trig_answers_work *work;
    size_t variable;
    size_t place; /* of its first bin */
    size_t codes; /* of its scale */
    struct trig_arena arena;
    struct trig_question *questions;
    size_t question_count;
    size_t most_levels;
    size_t *levels;                 /* [question * domains + domain] */
    enum trig_suppression *reasons; /* the same */
    struct trig_part *kinds;        /* of no answer: how they are called */
    size_t *kind_bins;
    size_t kind_count;
    bool *kept; /* by kind: counted apart */
    struct trig_shares shares;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a distribution of answers");
}

static const struct trig_variable *variable_of(const struct tabulation *table)
{
    return &table->work->cells.definition->variables[table->variable];
}

static double count_at(const struct tabulation *table, size_t domain, size_t bin)
{
    return table->work->counts[domain * table->work->cells.bin_count + table->place + bin];
}

/* ---- questions ------------------------------------------------------------------------- */

static enum trig_status ask_coded(struct tabulation *table, struct trig_error *error)
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

static enum trig_status ask_options(struct tabulation *table, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < table->codes && status == TRIG_OK; i++)
        status = trig_question_option(table->work->cells.definition, table->variable, i, &table->arena,
                                      &table->questions[table->question_count++], error);
    return status;
}

static enum trig_status ask(struct tabulation *table, struct trig_error *error)
{
    enum trig_type type = variable_of(table)->type;
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
static enum trig_status list_kinds(struct tabulation *table, struct trig_error *error)
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
    bool one_answer = variable_of(table)->type != TRIG_TYPE_MULTIPLE;
    table->kinds = trig_arena_calloc(&table->arena, most, sizeof *table->kinds);
    table->kind_bins = trig_arena_calloc(&table->arena, most, sizeof *table->kind_bins);
    table->kept = trig_arena_calloc(&table->arena, most, sizeof *table->kept);
    if (!table->kinds || !table->kind_bins || !table->kept)
        return no_memory(error);
    for (size_t i = 0; i < table->codes && one_answer; i++) {
        const struct trig_code *code =
            &table->work->cells.definition->scales[variable_of(table)->scale].codes[i];
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

static double answered_in(const struct tabulation *table, const struct trig_question *question, size_t domain)
{
    double n = 0.0;
    if (question->kind != TRIG_QUESTION_CODED)
        return count_at(table, domain, table->codes + TRIG_ANSWERED);
    for (size_t i = 0; i < question->codes; i++)
        n += count_at(table, domain, question->bins[i]);
    return n;
}

/* The scanned measure of a numeric variable. */
static size_t number_of(const struct tabulation *table)
{
    size_t measure = 0;
    while (table->work->numbers.items[measure].variable != table->variable)
        measure++;
    return measure;
}

/* The number's two largest respondents make up nearly all of it, or all gave the same. */
static bool tells_answers(const struct tabulation *table, size_t domain)
{
    const struct trig_answers_work *work = table->work;
    const struct trig_domain *where = &work->domains.items[domain];
    struct trig_extremes all = {0};
    size_t measure = number_of(table);
    for (size_t i = 0; i < where->cell_count; i++)
        trig_extremes_merge(&all, &work->cells.extremes[where->cells[i] * work->cells.measures + measure]);
    return trig_disclosure_dominates(&work->context->disclosure, &all) ||
           trig_domain_is_uniform(&work->cells, measure, where);
}

static enum trig_status choose_level(struct tabulation *table, size_t index, struct trig_error *error)
{
    const struct trig_answers_work *work = table->work;
    const struct trig_question *question = &table->questions[index];
    size_t domains = work->domains.count;
    double *n = trig_arena_calloc(&table->arena, domains, sizeof *n);
    double *counts = trig_arena_calloc(&table->arena, domains * question->codes, sizeof *counts);
    bool *barred = trig_arena_calloc(&table->arena, domains, sizeof *barred);
    if (!n || !counts || !barred)
        return no_memory(error);
    for (size_t d = 0; d < domains; d++) {
        n[d] = answered_in(table, question, d);
        for (size_t i = 0; i < question->codes; i++)
            counts[d * question->codes + i] = count_at(table, d, question->bins[i]);
        if (question->kind == TRIG_QUESTION_OPTION)
            counts[d * question->codes + 1] = n[d] - counts[d * question->codes];
        barred[d] = question->kind == TRIG_QUESTION_NUMBER && tells_answers(table, d);
    }
    struct trig_granularity asked = {
        domains, question->codes,      question->levels,    n, counts, question->parts,
        barred,  work->families.items, work->families.count};
    return trig_granularity_choose(&work->context->disclosure, &asked, table->levels + index * domains,
                                   table->reasons + index * domains, error);
}

/* Whether anything of the variable is shown in a domain. */
static bool is_shown(const struct tabulation *table, size_t domain)
{
    size_t domains = table->work->domains.count;
    for (size_t i = 0; i < table->question_count; i++)
        if (table->levels[i * domains + domain] < table->questions[i].levels)
            return true;
    return false;
}

static enum trig_status choose_kinds(struct tabulation *table, struct trig_error *error)
{
    const struct trig_answers_work *work = table->work;
    size_t domains = work->domains.count;
    double *counts = trig_arena_calloc(&table->arena, domains * table->kind_count, sizeof *counts);
    bool *shown = trig_arena_calloc(&table->arena, domains, sizeof *shown);
    if (!counts || !shown)
        return no_memory(error);
    for (size_t d = 0; d < domains; d++) {
        shown[d] = is_shown(table, d);
        for (size_t i = 0; i < table->kind_count; i++)
            counts[d * table->kind_count + i] = count_at(table, d, table->kind_bins[i]);
    }
    struct trig_kinds asked = {domains, table->kind_count,    counts,
                               shown,   work->families.items, work->families.count};
    trig_kinds_choose(&work->context->disclosure, &asked, table->kept);
    return TRIG_OK;
}

static enum trig_status choose(struct tabulation *table, struct trig_error *error)
{
    size_t places = table->question_count * table->work->domains.count;
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

/* ---- rows ------------------------------------------------------------------------------- */

static void name_row(struct trig_result *row, const struct trig_part *part)
{
    row->answer = part->answer;
    row->answer_label = part->label;
    row->side = part->side;
}

/* A row that keeps its place and says which rule hid it. */
static enum trig_status add_hidden(struct tabulation *table, size_t domain, const struct trig_part *part,
                                   enum trig_suppression reason, struct trig_error *error)
{
    static const struct trig_estimate hidden = {.estimate = NAN,
                                                .se = NAN,
                                                .low = NAN,
                                                .high = NAN,
                                                .n = 1,
                                                .numerator = NAN,
                                                .deff = NAN,
                                                .n_eff = NAN,
                                                .df = NAN,
                                                .extremes = {NAN, NAN, NAN}};
    struct trig_answers_work *work = table->work;
    bool number = variable_of(table)->type == TRIG_TYPE_NUMERIC;
    size_t row;
    enum trig_status status = trig_results_add_estimate(
        &work->results, number ? &work->cells : &table->shares.cells, number ? number_of(table) : 0,
        &work->domains.items[domain], &hidden, &row, error);
    if (status)
        return status;
    struct trig_result *result = &work->results.items[row];
    result->n = TRIG_NONE;
    result->base.denominator = 0;
    result->suppressed = reason;
    name_row(result, part);
    return TRIG_OK;
}

static enum trig_status add_share(struct tabulation *table, size_t domain, size_t measure,
                                  const struct trig_part *part, struct trig_error *error)
{
    struct trig_answers_work *work = table->work;
    const struct trig_domain *where = &work->domains.items[domain];
    struct trig_estimate estimate;
    size_t row;
    enum trig_status status = trig_estimate_mean(table->shares.estimator, measure, where, &estimate, error);
    if (status == TRIG_OK)
        status = trig_results_add_estimate(&work->results, &table->shares.cells, measure, where, &estimate,
                                           &row, error);
    if (status)
        return status;
    name_row(&work->results.items[row], part);
    work->merged = work->merged || part->merged;
    return part->merged ? trig_results_note(&work->results, row, "several answers together") : TRIG_OK;
}

/* The number's mean, through the measure that was scanned. */
static enum trig_status add_mean(struct tabulation *table, size_t domain, struct trig_error *error)
{
    struct trig_answers_work *work = table->work;
    const struct trig_domain *where = &work->domains.items[domain];
    struct trig_estimate estimate;
    size_t row;
    size_t measure = number_of(table);
    enum trig_status status = trig_estimate_mean(work->estimator, measure, where, &estimate, error);
    return status ? status
                  : trig_results_add_estimate(&work->results, &work->cells, measure, where, &estimate, &row,
                                              error);
}

static enum trig_status add_question(struct tabulation *table, size_t index, size_t domain,
                                     struct trig_error *error)
{
    static const struct trig_part nothing = {.printed = true};
    const struct trig_question *question = &table->questions[index];
    size_t at = index * table->work->domains.count + domain;
    size_t level = table->levels[at];
    bool hidden = level == question->levels;
    if (question->kind == TRIG_QUESTION_NUMBER)
        return hidden ? add_hidden(table, domain, &nothing, table->reasons[at], error)
                      : add_mean(table, domain, error);
    level = hidden ? question->levels - 1 : level;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < question->part_counts[level] && status == TRIG_OK; i++) {
        const struct trig_part *part = &question->labels[level * question->codes + i];
        if (!part->printed)
            continue;
        status = hidden ? add_hidden(table, domain, part, table->reasons[at], error)
                        : add_share(table, domain,
                                    table->shares.first[index * table->most_levels + level] + i, part, error);
    }
    return status;
}

/* ---- rows of no answer -------------------------------------------------------------------- */

static enum trig_status add_count(struct tabulation *table, size_t domain, const struct trig_part *part,
                                  double count, struct trig_error *error)
{
    struct trig_answers_work *work = table->work;
    const struct trig_disclosure_rules *rules = &work->context->disclosure;
    bool few = rules->mode != TRIG_DISCLOSURE_NONE && count < (double)rules->threshold;
    enum trig_status status =
        add_hidden(table, domain, part, few ? TRIG_SUPPRESSED_THRESHOLD : TRIG_SUPPRESSED_NONE, error);
    if (status)
        return status;
    struct trig_result *row = &work->results.items[work->results.count - 1];
    row->statistic = TRIG_STATISTIC_COUNT;
    row->unit = TRIG_UNIT_COUNT;
    if (few)
        return TRIG_OK;
    row->estimate = count;
    row->n = work->domains.items[domain].respondents;
    row->base.denominator = row->n;
    return TRIG_OK;
}

static enum trig_status add_kinds(struct tabulation *table, size_t domain, struct trig_error *error)
{
    static const struct trig_part all = {.answer = {"no_answer", 9}, .label = {"No answer that counts", 21}};
    static const struct trig_part others = {.answer = {"no_answer", 9},
                                            .label = {"No answer that counts, other kinds", 34}};
    enum trig_status status = TRIG_OK;
    double rest = 0.0;
    size_t gathered = 0;
    for (size_t i = 0; i < table->kind_count && status == TRIG_OK; i++) {
        double count = count_at(table, domain, table->kind_bins[i]);
        if (table->kept[i])
            status = add_count(table, domain, &table->kinds[i], count, error);
        rest += table->kept[i] ? 0.0 : count;
        gathered += !table->kept[i];
    }
    if (status || gathered == 0)
        return status;
    return add_count(table, domain, gathered == table->kind_count ? &all : &others, rest, error);
}

static enum trig_status add_rows(struct tabulation *table, struct trig_error *error)
{
    const struct trig_answers_work *work = table->work;
    size_t only = work->options->institution;
    enum trig_status status = TRIG_OK;
    for (size_t d = 0; d < work->domains.count && status == TRIG_OK; d++) {
        if (only != TRIG_NONE && work->domains.items[d].institution != only)
            continue;
        for (size_t i = 0; i < table->question_count && status == TRIG_OK; i++)
            status = add_question(table, i, d, error);
        if (status == TRIG_OK && is_shown(table, d))
            status = add_kinds(table, d, error);
    }
    return status;
}

/* ---- the variable --------------------------------------------------------------------------- */

static enum trig_status make_shares(struct tabulation *table, struct trig_error *error)
{
    size_t domains = table->work->domains.count;
    bool *wanted =
        trig_arena_calloc(&table->arena, table->question_count * table->most_levels, sizeof *wanted);
    if (!wanted)
        return no_memory(error);
    for (size_t i = 0; i < table->question_count; i++) {
        size_t levels = table->questions[i].levels;
        for (size_t d = 0; d < domains; d++)
            if (table->levels[i * domains + d] < levels)
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
    struct tabulation table = {.work = work, .variable = work->options->variables[index]};
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
        status = add_rows(&table, error);
    trig_shares_clear(&table.shares);
    trig_arena_clear(&table.arena);
    return status;
}
