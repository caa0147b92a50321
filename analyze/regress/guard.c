#include "analyze/regress/guard.h"

#include "analyze/estimate/sums.h"

#include <math.h>

/* One cell of a term: who is in it, and what they answered. */
struct cell {
    size_t n;
    double common; /* the answer that more than half gave, if any did */
    size_t votes;  /* for it, in excess of the others */
    size_t with;   /* how many gave it */
    struct trig_extremes extremes;
};

struct guard {
    const struct trig_regress_data *data;
    const struct trig_disclosure_rules *rules;
    struct trig_arena arena;
    struct trig_error *error;
};

/* What hides a cell. */
enum reason { REASON_NONE, REASON_THRESHOLD, REASON_NUMERATOR, REASON_DOMINANCE };

/* ---- cells ------------------------------------------------------------------------------- */

/* The cells that a term's factors cut the rows into; 0: it has no factor. */
static size_t count_cells(const struct guard *guard, const struct trig_formula_term *term)
{
    size_t cells = 1;
    bool any = false;
    for (size_t i = 0; i < term->count; i++) {
        size_t levels = guard->data->columns.regressors[term->regressors[i]].level_count;
        any = any || levels;
        cells *= levels ? levels : 1;
    }
    return any ? cells : 0;
}

static size_t cell_of(const struct guard *guard, const struct trig_formula_term *term, size_t row)
{
    size_t cell = 0;
    for (size_t i = 0; i < term->count; i++) {
        const struct trig_regressor *regressor = &guard->data->columns.regressors[term->regressors[i]];
        if (regressor->level_count)
            cell = cell * regressor->level_count + regressor->level[row];
    }
    return cell;
}

/* Boyer and Moore's vote: what more than half of them answered, if anything. */
static void vote(struct cell *cell, double y)
{
    if (cell->votes == 0)
        cell->common = y;
    cell->votes += y == cell->common ? 1 : (size_t)-1;
}

static void add_rows(const struct guard *guard, const struct trig_formula_term *term, struct cell *cells)
{
    const struct trig_regress_data *data = guard->data;
    for (size_t row = 0; row < data->count; row++) {
        struct cell *cell = &cells[term ? cell_of(guard, term, row) : 0];
        cell->n++;
        vote(cell, data->y[row]);
        trig_extremes_add(&cell->extremes, fabs(data->w[row] * data->y[row]));
    }
    for (size_t row = 0; row < data->count; row++) {
        struct cell *cell = &cells[term ? cell_of(guard, term, row) : 0];
        cell->with += data->y[row] == cell->common;
    }
}

static enum reason judge(const struct guard *guard, const struct cell *cell)
{
    const struct trig_disclosure_rules *rules = guard->rules;
    const struct trig_measure *outcome = &guard->data->formula->measures.items[0];
    if (cell->n < rules->threshold)
        return REASON_THRESHOLD;
    if (cell->n - cell->with <= rules->numerator)
        return REASON_NUMERATOR;
    bool own = outcome->kind == TRIG_MEASURE_MEAN &&
               guard->data->sample->definition->variables[outcome->variable].type == TRIG_TYPE_NUMERIC;
    return own && trig_disclosure_dominates(rules, &cell->extremes) ? REASON_DOMINANCE : REASON_NONE;
}

/* ---- refusals ------------------------------------------------------------------------------ */

static enum trig_status no_memory(struct guard *guard)
{
    trig_error_set(guard->error, TRIG_ERR_MEMORY, "out of memory for the levels of a regression");
    return TRIG_ERR_MEMORY;
}

/* "role=tl, site=north". */
static struct trig_view name_cell(struct guard *guard, const struct trig_formula_term *term, size_t cell)
{
    struct trig_view text = trig_view("");
    const struct trig_regress_data *data = guard->data;
    for (size_t i = term->count; i-- > 0 && text.data;) {
        size_t regressor = term->regressors[i];
        const struct trig_views *levels = &data->levels[regressor];
        if (!levels->count)
            continue;
        text = trig_arena_printf(
            &guard->arena, "%.*s=%.*s%s%.*s", TRIG_VIEW_ARG(data->formula->regressors[regressor].name),
            TRIG_VIEW_ARG(levels->items[cell % levels->count]), text.length ? ", " : "", TRIG_VIEW_ARG(text));
        cell /= levels->count;
    }
    return text;
}

static enum trig_status refuse(struct guard *guard, enum reason reason, struct trig_view who)
{
    const struct trig_disclosure_rules *rules = guard->rules;
    struct trig_view outcome = guard->data->formula->measures.items[0].name;
    static const char advice[] = "merge the level with others in the definition, or leave the term out";
    if (!who.data)
        return no_memory(guard);
    if (reason == REASON_THRESHOLD)
        return trig_error_set(guard->error, TRIG_ERR_REFUSED,
                              "fewer than %zu respondents with all answers of the model have %.*s, and its "
                              "coefficient would tell theirs (rule: threshold); %s",
                              rules->threshold, TRIG_VIEW_ARG(who), advice);
    if (reason == REASON_NUMERATOR)
        return trig_error_set(
            guard->error, TRIG_ERR_REFUSED,
            "all or nearly all respondents with %.*s gave the same answer to \"%.*s\", which "
            "its coefficient would tell (rule: numerator); %s",
            TRIG_VIEW_ARG(who), TRIG_VIEW_ARG(outcome), advice);
    return trig_error_set(guard->error, TRIG_ERR_REFUSED,
                          "one respondent makes up most of \"%.*s\" with %.*s (rule: dominance); %s",
                          TRIG_VIEW_ARG(outcome), TRIG_VIEW_ARG(who), advice);
}

/* ---- terms ---------------------------------------------------------------------------------- */

static enum trig_status check_term(struct guard *guard, const struct trig_formula_term *term)
{
    size_t count = count_cells(guard, term);
    if (count == 0)
        return TRIG_OK;
    if (count > guard->data->count / guard->rules->threshold)
        return trig_error_set(
            guard->error, TRIG_ERR_REFUSED,
            "%.*s has %zu levels, too many for %zu respondents to fill each with %zu (rule: "
            "threshold); merge levels in the definition, or leave the term out",
            TRIG_VIEW_ARG(term->name), count, guard->data->count, guard->rules->threshold);
    struct cell *cells = trig_arena_calloc(&guard->arena, count, sizeof *cells);
    if (!cells)
        return no_memory(guard);
    add_rows(guard, term, cells);
    for (size_t i = 0; i < count; i++) {
        enum reason reason = judge(guard, &cells[i]);
        if (reason)
            return refuse(guard, reason, name_cell(guard, term, i));
    }
    return TRIG_OK;
}

static enum trig_status check_number(struct guard *guard, size_t regressor)
{
    const struct trig_regress_data *data = guard->data;
    const double *x = data->columns.regressors[regressor].x;
    struct cell all = {.n = data->count};
    if (!x)
        return TRIG_OK;
    for (size_t row = 0; row < data->count; row++)
        vote(&all, x[row]);
    for (size_t row = 0; row < data->count; row++)
        all.with += x[row] == all.common;
    if (all.n - all.with >= guard->rules->threshold)
        return TRIG_OK;
    return trig_error_set(
        guard->error, TRIG_ERR_REFUSED,
        "fewer than %zu respondents differ from the others in \"%.*s\", and its coefficient "
        "would tell their answers (rule: threshold); leave the term out",
        guard->rules->threshold, TRIG_VIEW_ARG(data->formula->regressors[regressor].name));
}

/* Everybody: for the intercept, and the thresholds of an ordinal model. */
static enum trig_status check_all(struct guard *guard)
{
    const struct trig_regress_data *data = guard->data;
    struct cell all = {.n = 0};
    size_t parameters = data->columns.count + (data->categories ? data->categories - 2 : 0);
    if (data->count < guard->rules->threshold || data->count < parameters + guard->rules->threshold)
        return trig_error_set(
            guard->error, TRIG_ERR_REFUSED,
            "the model has too few respondents for its %zu coefficients: at least %zu more of "
            "them are needed (rule: threshold); leave terms out",
            parameters, guard->rules->threshold);
    add_rows(guard, NULL, &all);
    enum reason reason = judge(guard, &all);
    return reason ? refuse(guard, reason, trig_view("any term")) : TRIG_OK;
}

/* The thresholds of an ordinal model tell how many gave each answer. */
static enum trig_status check_categories(struct guard *guard)
{
    const struct trig_regress_data *data = guard->data;
    size_t *counts = trig_arena_calloc(&guard->arena, data->categories, sizeof *counts);
    if (!counts)
        return no_memory(guard);
    for (size_t row = 0; data->categories && row < data->count; row++)
        counts[data->category[row]]++;
    for (size_t i = 0; i < data->categories; i++)
        if (counts[i] <= guard->rules->numerator)
            return trig_error_set(guard->error, TRIG_ERR_REFUSED,
                                  "an answer to \"%.*s\" was given by %zu respondents at most, which its "
                                  "threshold would tell (rule: numerator); use --family logistic with "
                                  "NAME:positive",
                                  TRIG_VIEW_ARG(data->formula->measures.items[0].name),
                                  guard->rules->numerator);
    return TRIG_OK;
}

static enum trig_status check(struct guard *guard)
{
    const struct trig_formula *formula = guard->data->formula;
    enum trig_status status = check_all(guard);
    for (size_t i = 0; i < formula->regressor_count && status == TRIG_OK; i++)
        status = check_number(guard, i);
    for (size_t i = 0; i < formula->term_count && status == TRIG_OK; i++)
        status = check_term(guard, &formula->terms[i]);
    return status ? status : check_categories(guard);
}

enum trig_status trig_regress_guard(const struct trig_regress_data *data,
                                    const struct trig_disclosure_rules *rules, struct trig_error *error)
{
    struct guard guard = {.data = data, .rules = rules, .error = error};
    if (rules->mode == TRIG_DISCLOSURE_NONE)
        return TRIG_OK;
    trig_arena_init(&guard.arena);
    enum trig_status status = check(&guard);
    trig_arena_clear(&guard.arena);
    return status;
}
