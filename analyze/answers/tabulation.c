#include "analyze/answers/tabulation.h"

#include <math.h>

/* ---- looking up -------------------------------------------------------------------------- */

const struct trig_variable *trig_tabulation_variable(const struct trig_tabulation *table)
{
    return &table->work->cells.definition->variables[table->variable];
}

double trig_tabulation_count(const struct trig_tabulation *table, size_t domain, size_t bin)
{
    return table->work->counts[domain * table->work->cells.bin_count + table->place + bin];
}

size_t trig_tabulation_number(const struct trig_tabulation *table)
{
    size_t measure = 0;
    while (table->work->numbers.items[measure].variable != table->variable)
        measure++;
    return measure;
}

bool trig_tabulation_shows(const struct trig_tabulation *table, size_t domain)
{
    size_t domains = table->work->protection.lattice.count;
    for (size_t i = 0; i < table->question_count; i++)
        if (table->levels[i * domains + domain] < table->questions[i].levels)
            return true;
    return false;
}

/* ---- rows ------------------------------------------------------------------------------- */

static void name_row(struct trig_result *row, const struct trig_part *part)
{
    row->answer = part->answer;
    row->answer_label = part->label;
    row->side = part->side;
}

/* A row that keeps its place and says which rule hid it. */
static enum trig_status add_hidden(struct trig_tabulation *table, size_t domain, const struct trig_part *part,
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
    bool number = trig_tabulation_variable(table)->type == TRIG_TYPE_NUMERIC;
    size_t row;
    enum trig_status status =
        trig_results_add_estimate(&work->results, number ? &work->cells : &table->shares.cells,
                                  number ? trig_tabulation_number(table) : 0,
                                  &work->protection.lattice.domains[domain], &hidden, &row, error);
    if (status)
        return status;
    struct trig_result *result = &work->results.items[row];
    result->n = TRIG_NONE;
    result->base.denominator = 0;
    result->suppressed = reason;
    name_row(result, part);
    return TRIG_OK;
}

static enum trig_status add_share(struct trig_tabulation *table, size_t domain, size_t measure,
                                  const struct trig_part *part, struct trig_error *error)
{
    struct trig_answers_work *work = table->work;
    const struct trig_domain *where = &work->protection.lattice.domains[domain];
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
static enum trig_status add_mean(struct trig_tabulation *table, size_t domain, struct trig_error *error)
{
    struct trig_answers_work *work = table->work;
    const struct trig_domain *where = &work->protection.lattice.domains[domain];
    struct trig_estimate estimate;
    size_t row;
    size_t measure = trig_tabulation_number(table);
    enum trig_status status = trig_estimate_mean(work->estimator, measure, where, &estimate, error);
    return status ? status
                  : trig_results_add_estimate(&work->results, &work->cells, measure, where, &estimate, &row,
                                              error);
}

static enum trig_status add_question(struct trig_tabulation *table, size_t index, size_t domain,
                                     struct trig_error *error)
{
    static const struct trig_part nothing = {.printed = true};
    const struct trig_question *question = &table->questions[index];
    size_t at = index * table->work->protection.lattice.count + domain;
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

static enum trig_status add_count(struct trig_tabulation *table, size_t domain, const struct trig_part *part,
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
    row->n = work->protection.lattice.domains[domain].respondents;
    row->base.denominator = row->n;
    return TRIG_OK;
}

static enum trig_status add_kinds(struct trig_tabulation *table, size_t domain, struct trig_error *error)
{
    static const struct trig_part all = {.answer = {"no_answer", 9}, .label = {"No answer that counts", 21}};
    static const struct trig_part others = {.answer = {"no_answer", 9},
                                            .label = {"No answer that counts, other kinds", 34}};
    enum trig_status status = TRIG_OK;
    double rest = 0.0;
    size_t gathered = 0;
    for (size_t i = 0; i < table->kind_count && status == TRIG_OK; i++) {
        double count = trig_tabulation_count(table, domain, table->kind_bins[i]);
        if (table->kept[i])
            status = add_count(table, domain, &table->kinds[i], count, error);
        rest += table->kept[i] ? 0.0 : count;
        gathered += !table->kept[i];
    }
    if (status || gathered == 0)
        return status;
    return add_count(table, domain, gathered == table->kind_count ? &all : &others, rest, error);
}

enum trig_status trig_tabulation_rows(struct trig_tabulation *table, struct trig_error *error)
{
    const struct trig_answers_work *work = table->work;
    size_t only = work->options->institution;
    enum trig_status status = TRIG_OK;
    size_t end = work->protection.lattice.first + work->protection.lattice.shown;
    for (size_t d = work->protection.lattice.first; d < end && status == TRIG_OK; d++) {
        if (only != TRIG_NONE && work->protection.lattice.domains[d].institution != only)
            continue;
        for (size_t i = 0; i < table->question_count && status == TRIG_OK; i++)
            status = add_question(table, i, d, error);
        if (status == TRIG_OK && trig_tabulation_shows(table, d))
            status = add_kinds(table, d, error);
    }
    return status;
}
