#include "analyze/regress/columns.h"

#include <math.h>

static bool is_factor(const struct trig_columns *columns, size_t regressor)
{
    return columns->regressors[regressor].level_count > 0;
}

bool trig_columns_are_factors(const struct trig_columns *columns)
{
    for (size_t i = 0; i < columns->regressor_count; i++)
        if (!is_factor(columns, i))
            return false;
    return true;
}

/* ---- which terms there are ------------------------------------------------------ */

/* The term of exactly these regressors; NULL. */
static const struct trig_term_columns *find_term(const struct trig_columns *columns, const size_t *regressors,
                                                 size_t count)
{
    for (size_t i = 0; i < columns->term_count; i++) {
        const struct trig_term_columns *term = &columns->terms[i];
        size_t same = 0;
        while (same < count && same < term->count && term->regressors[same] == regressors[same])
            same++;
        if (term->count == count && same == count)
            return term;
    }
    return NULL;
}

static bool holds(const struct trig_term_columns *term, size_t regressor)
{
    for (size_t i = 0; i < term->count; i++)
        if (term->regressors[i] == regressor)
            return true;
    return false;
}

/* Whether a term before it holds all of [term] but its regressor [place]. */
static bool has_margin(const struct trig_columns *columns, const struct trig_term_columns *term, size_t place)
{
    if (term->count == 1)
        return true;
    for (const struct trig_term_columns *before = columns->terms; before < term; before++) {
        size_t held = 0;
        for (size_t i = 0; i < term->count; i++)
            held += i != place && holds(before, term->regressors[i]);
        if (held + 1 == term->count)
            return true;
    }
    return false;
}

static void code_term(struct trig_columns *columns, struct trig_term_columns *term)
{
    term->columns = 1;
    for (size_t i = 0; i < term->count; i++) {
        if (!is_factor(columns, term->regressors[i]))
            continue;
        size_t levels = columns->regressors[term->regressors[i]].level_count;
        term->full[i] = !has_margin(columns, term, i);
        term->stride[i] = term->columns;
        term->columns *= term->full[i] ? levels : levels - 1;
    }
}

enum trig_status trig_columns_settle(struct trig_columns *columns, struct trig_error *error)
{
    columns->count = 1;
    for (size_t i = 0; i < columns->regressor_count; i++) {
        columns->regressors[i].centre = 0.0;
        columns->regressors[i].scale = 1.0;
    }
    for (size_t i = 0; i < columns->term_count; i++) {
        code_term(columns, &columns->terms[i]);
        columns->terms[i].first = columns->count;
        columns->count += columns->terms[i].columns;
    }
    if (columns->count <= TRIG_MOST_COLUMNS)
        return TRIG_OK;
    return trig_error_set(
        error, TRIG_ERR_LIMIT,
        "the model has %zu coefficients, more than %d; merge levels of its factors or leave "
        "out an interaction",
        columns->count, TRIG_MOST_COLUMNS);
}

/* ---- centring ------------------------------------------------------------------- */

/* The term that is left of [term] when the numbers in [taken] (bits of places)
 * are taken out, with the same coding of its factors.
 * @param first  gets the first column of it; of the intercept when nothing is left. */
static bool find_rest(const struct trig_columns *columns, const struct trig_term_columns *term,
                      unsigned taken, size_t *first)
{
    size_t rest[TRIG_MOST_PRODUCT];
    bool full[TRIG_MOST_PRODUCT];
    size_t count = 0;
    for (size_t i = 0; i < term->count; i++) {
        if (taken >> i & 1)
            continue;
        full[count] = term->full[i];
        rest[count++] = term->regressors[i];
    }
    const struct trig_term_columns *found = count ? find_term(columns, rest, count) : NULL;
    *first = found ? found->first : 0;
    bool same = !count || found;
    for (size_t i = 0; found && i < count; i++)
        same = same && (!is_factor(columns, rest[i]) || found->full[i] == full[i]);
    return same;
}

/* The places of [term] that hold numbers, as bits. */
static unsigned number_places(const struct trig_columns *columns, const struct trig_term_columns *term)
{
    unsigned places = 0;
    for (size_t i = 0; i < term->count; i++)
        if (!is_factor(columns, term->regressors[i]))
            places |= 1u << i;
    return places;
}

/* Whether centring the numbers of [term] only moves weight to other columns of the model. */
static bool can_centre(const struct trig_columns *columns, const struct trig_term_columns *term)
{
    unsigned places = number_places(columns, term);
    size_t first;
    for (unsigned taken = 1; taken <= places; taken++)
        if ((taken & places) == taken && !find_rest(columns, term, taken, &first))
            return false;
    return true;
}

/* In one pass over the numbers, from a shift near them. */
static void centre_number(struct trig_regressor *number, size_t rows, bool move)
{
    double sum = 0.0;
    double squares = 0.0;
    double shift = rows ? number->x[0] : 0.0;
    for (size_t i = 0; i < rows; i++)
        sum += number->x[i] - shift;
    double mean = rows ? shift + sum / (double)rows : 0.0;
    double around = move ? mean : 0.0;
    for (size_t i = 0; i < rows; i++)
        squares += (number->x[i] - around) * (number->x[i] - around);
    number->centre = around;
    number->scale = squares > 0.0 ? sqrt(squares / (double)rows) : 1.0;
}

void trig_columns_centre(struct trig_columns *columns, size_t rows, bool move)
{
    bool moves[TRIG_MOST_REGRESSORS] = {false};
    for (size_t i = 0; i < columns->regressor_count; i++)
        moves[i] = move;
    for (size_t i = 0; i < columns->term_count; i++) {
        const struct trig_term_columns *term = &columns->terms[i];
        bool can = can_centre(columns, term);
        for (size_t j = 0; j < term->count; j++)
            moves[term->regressors[j]] = moves[term->regressors[j]] && can;
    }
    for (size_t i = 0; i < columns->regressor_count; i++)
        if (!is_factor(columns, i))
            centre_number(&columns->regressors[i], rows, moves[i]);
}

void trig_columns_centre_like(struct trig_columns *columns, const struct trig_columns *like)
{
    for (size_t i = 0; i < columns->regressor_count; i++) {
        columns->regressors[i].centre = like->regressors[i].centre;
        columns->regressors[i].scale = like->regressors[i].scale;
    }
}

/* What taking out the numbers [taken] multiplies the coefficient of [term] by. */
static double rest_factor(const struct trig_columns *columns, const struct trig_term_columns *term,
                          unsigned taken)
{
    double factor = 1.0;
    for (size_t i = 0; i < term->count; i++) {
        const struct trig_regressor *regressor = &columns->regressors[term->regressors[i]];
        if (!regressor->level_count)
            factor *= (taken >> i & 1 ? -regressor->centre : 1.0) / regressor->scale;
    }
    return factor;
}

static void restore_term(const struct trig_columns *columns, const struct trig_term_columns *term,
                         const double *from, double *to)
{
    unsigned places = number_places(columns, term);
    for (unsigned taken = 0; taken <= places; taken++) {
        size_t first = term->first;
        if ((taken & places) != taken)
            continue;
        double factor = rest_factor(columns, term, taken);
        if (factor == 0.0 || (taken && !find_rest(columns, term, taken, &first)))
            continue;
        for (size_t i = 0; i < term->columns; i++)
            to[first + i] += factor * from[term->first + i];
    }
}

void trig_columns_restore(const struct trig_columns *columns, const double *from, double *to)
{
    for (size_t i = 0; i < columns->count; i++)
        to[i] = 0.0;
    to[0] = from[0];
    for (size_t i = 0; i < columns->term_count; i++)
        restore_term(columns, &columns->terms[i], from, to);
}

/* ---- rows ------------------------------------------------------------------------ */

size_t trig_columns_row(const struct trig_columns *columns, size_t row, struct trig_nonzero *out)
{
    size_t count = 1;
    out[0] = (struct trig_nonzero){0, 1.0};
    for (size_t i = 0; i < columns->term_count; i++) {
        const struct trig_term_columns *term = &columns->terms[i];
        size_t column = term->first;
        double value = 1.0;
        for (size_t j = 0; j < term->count; j++) {
            const struct trig_regressor *regressor = &columns->regressors[term->regressors[j]];
            if (!regressor->level_count) {
                value *= (regressor->x[row] - regressor->centre) / regressor->scale;
                continue;
            }
            size_t level = regressor->level[row];
            if (!term->full[j] && level == 0)
                value = 0.0;
            else
                column += (term->full[j] ? level : level - 1) * term->stride[j];
        }
        if (value != 0.0)
            out[count++] = (struct trig_nonzero){column, value};
    }
    return count;
}

void trig_columns_levels(const struct trig_columns *columns, const struct trig_term_columns *term,
                         size_t column, size_t levels[TRIG_MOST_PRODUCT])
{
    size_t at = column - term->first;
    for (size_t i = 0; i < term->count; i++) {
        levels[i] = 0;
        if (!is_factor(columns, term->regressors[i]))
            continue;
        size_t coded = columns->regressors[term->regressors[i]].level_count - (term->full[i] ? 0 : 1);
        levels[i] = at / term->stride[i] % coded + (term->full[i] ? 0 : 1);
    }
}
