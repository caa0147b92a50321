#include "plots/kinds/answers.h"

#include "plots/figure/label.h"

#include <math.h>
#include <stdlib.h>

static const struct trig_scale *scale_of(const struct trig_tidy *tidy, struct trig_view item)
{
    const trig_definition *definition = tidy->options->definition;
    size_t variable = trig_label_variable(definition, item);
    size_t scale = variable == TRIG_NONE ? TRIG_NONE : definition->variables[variable].scale;
    return scale == TRIG_NONE ? NULL : &definition->scales[scale];
}

static const struct trig_code *code_of(const struct trig_scale *scale, struct trig_view answer)
{
    size_t code = scale ? trig_scale_code(scale, answer) : TRIG_NONE;
    return code == TRIG_NONE ? NULL : &scale->codes[code];
}

/* `measure` and `answer`, or NAME=code in `measure` alone. */
static bool split(const struct trig_tidy *tidy, size_t row, struct trig_answer_row *out)
{
    struct trig_view measure = trig_tidy_text(tidy, row, TRIG_TIDY_MEASURE);
    out->row = row;
    out->item = measure;
    out->answer = trig_tidy_text(tidy, row, TRIG_TIDY_ANSWER);
    if (tidy->columns[TRIG_TIDY_ANSWER] != SIZE_MAX)
        return out->answer.length > 0;
    const char *equals = measure.length ? memrchr(measure.data, '=', measure.length) : NULL;
    if (!equals)
        return false;
    out->item.length = (size_t)(equals - measure.data);
    out->answer = trig_view_of(equals + 1, measure.length - out->item.length - 1);
    return true;
}

bool trig_answer_row_read(const struct trig_tidy *tidy, size_t row, struct trig_answer_row *out)
{
    struct trig_view statistic = trig_tidy_text(tidy, row, TRIG_TIDY_STATISTIC);
    if ((statistic.length && !trig_view_is(statistic, "proportion")) || !split(tidy, row, out))
        return false;
    const struct trig_scale *scale = scale_of(tidy, out->item);
    struct trig_view wanted = tidy->options->scale;
    if (wanted.length && (!scale || !trig_view_equal(scale->name, wanted)))
        return false;
    const struct trig_code *code = code_of(scale, out->answer);
    return !code || code->kind == TRIG_SUBSTANTIVE;
}

/* ---- the sides of a scale ------------------------------------------------------ */

static enum trig_tone tone_of_code(const struct trig_code *code)
{
    if (code->positive)
        return TRIG_TONE_POSITIVE;
    return code->neutral ? TRIG_TONE_NEUTRAL : TRIG_TONE_NEGATIVE;
}

static double order_of_code(const struct trig_scale *scale, const struct trig_code *code)
{
    return isnan(code->value) ? (double)(code - scale->codes) : code->value;
}

/* 1 when answers get better from left to right as their values grow, else -1. */
static double direction_of(const struct trig_scale *scale)
{
    double sums[2] = {0, 0}, counts[2] = {0, 0};
    for (size_t i = 0; i < scale->count; i++) {
        const struct trig_code *code = &scale->codes[i];
        if (code->kind != TRIG_SUBSTANTIVE)
            continue;
        sums[code->positive] += order_of_code(scale, code);
        counts[code->positive]++;
    }
    return counts[0] > 0 && counts[1] > 0 && sums[1] / counts[1] < sums[0] / counts[0] ? -1 : 1;
}

/* The only code on a side of the scale: merging it with itself changes nothing. */
static const struct trig_code *only_code(const struct trig_scale *scale, enum trig_tone tone)
{
    const struct trig_code *found = NULL;
    for (size_t i = 0; scale && i < scale->count; i++) {
        if (scale->codes[i].kind != TRIG_SUBSTANTIVE || tone_of_code(&scale->codes[i]) != tone)
            continue;
        if (found)
            return NULL;
        found = &scale->codes[i];
    }
    return found;
}

static bool has_tone(const struct trig_scale *scale, enum trig_tone tone)
{
    for (size_t i = 0; scale && i < scale->count; i++)
        if (scale->codes[i].kind == TRIG_SUBSTANTIVE && tone_of_code(&scale->codes[i]) == tone)
            return true;
    return false;
}

/* ---- one row's answer ------------------------------------------------------------ */

static struct trig_answer merged_answer(const struct trig_scale *scale, enum trig_tone tone, const char *key,
                                        const char *label)
{
    const struct trig_code *same = only_code(scale, tone);
    if (same)
        return (struct trig_answer){same->code, same->label.length ? same->label : same->code, tone, false,
                                    order_of_code(scale, same)};
    return (struct trig_answer){trig_view(key), trig_view(label), tone, true, 0};
}

/* Whether disclosure control left the neutral answers of an item apart. */
static bool has_neutral_row(const struct trig_answer_row *rows, size_t count, struct trig_view item,
                            const struct trig_scale *scale)
{
    for (size_t i = 0; i < count; i++) {
        const struct trig_code *code = code_of(scale, rows[i].answer);
        bool neutral = code ? code->neutral : trig_view_is(rows[i].answer, "neutral");
        if (neutral && trig_view_equal(rows[i].item, item))
            return true;
    }
    return false;
}

static struct trig_answer plain_answer(const struct trig_tidy *tidy, const struct trig_answer_row *row,
                                       const struct trig_scale *scale, double place)
{
    const struct trig_code *code = code_of(scale, row->answer);
    struct trig_view given = trig_tidy_text(tidy, row->row, TRIG_TIDY_ANSWER_LABEL);
    struct trig_view side = trig_tidy_text(tidy, row->row, TRIG_TIDY_SIDE);
    struct trig_answer answer = {row->answer, row->answer, TRIG_TONE_PLAIN, false, place};
    if (code) {
        answer.label = code->label.length ? code->label : row->answer;
        answer.tone = tone_of_code(code);
        answer.order = order_of_code(scale, code);
    }
    if (given.length)
        answer.label = given;
    if (trig_view_is(side, "negative"))
        answer.tone = TRIG_TONE_NEGATIVE;
    else if (trig_view_is(side, "neutral"))
        answer.tone = TRIG_TONE_NEUTRAL;
    else if (trig_view_is(side, "positive"))
        answer.tone = TRIG_TONE_POSITIVE;
    return answer;
}

static struct trig_answer answer_of(const struct trig_tidy *tidy, const struct trig_answer_row *rows,
                                    size_t count, size_t at, const struct trig_scale *scale)
{
    const struct trig_answer_row *row = &rows[at];
    if (code_of(scale, row->answer))
        return plain_answer(tidy, row, scale, 0);
    if (trig_view_is(row->answer, "positive"))
        return merged_answer(scale, TRIG_TONE_POSITIVE, "positive", "Positive answers, merged");
    if (trig_view_is(row->answer, "neutral"))
        return merged_answer(scale, TRIG_TONE_NEUTRAL, "neutral", "Neutral answers, merged");
    if (!trig_view_is(row->answer, "other"))
        return plain_answer(tidy, row, scale, (double)at);
    if (has_neutral_row(rows, count, row->item, scale) || (scale && !has_tone(scale, TRIG_TONE_NEUTRAL)))
        return merged_answer(scale, TRIG_TONE_NEGATIVE, "negative", "Negative answers, merged");
    return (struct trig_answer){trig_view("other"), trig_view("All other answers, merged"), TRIG_TONE_PLAIN,
                                true, 0};
}

/* ---- all of them ------------------------------------------------------------------ */

static bool same_answer(const struct trig_answer *a, const struct trig_answer *b)
{
    return a->merged == b->merged && trig_view_equal(a->key, b->key);
}

static int rank_of(const struct trig_answer *answer)
{
    switch (answer->tone) {
    case TRIG_TONE_NEGATIVE:
        return 0;
    case TRIG_TONE_NEUTRAL:
        return 2;
    case TRIG_TONE_POSITIVE:
        return 3;
    default:
        return 1; /* neutral and negative answers together stand between both */
    }
}

static int by_place(const void *left, const void *right)
{
    const struct trig_answer *a = left, *b = right;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) - rank_of(b);
    if (a->merged != b->merged)
        return a->merged - b->merged;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Without a definition or a column `side`: the first half is negative, the
 * middle of an odd number neutral. */
static void halve(struct trig_answers *answers)
{
    size_t plain = 0, at = 0;
    for (size_t i = 0; i < answers->count; i++) {
        if (answers->items[i].merged)
            continue;
        if (answers->items[i].tone != TRIG_TONE_PLAIN)
            return;
        plain++;
    }
    for (size_t i = 0; i < answers->count; i++) {
        if (answers->items[i].merged)
            continue;
        bool middle = plain % 2 == 1 && at == plain / 2;
        answers->items[i].tone = middle           ? TRIG_TONE_NEUTRAL
                                 : at < plain / 2 ? TRIG_TONE_NEGATIVE
                                                  : TRIG_TONE_POSITIVE;
        at++;
    }
}

static enum trig_status check_scales(struct trig_tidy *tidy, const struct trig_answer_row *rows, size_t count,
                                     const struct trig_scale **out, struct trig_error *error)
{
    const struct trig_scale *first = scale_of(tidy, rows[0].item);
    for (size_t i = 1; i < count; i++) {
        const struct trig_scale *scale = scale_of(tidy, rows[i].item);
        if (scale != first)
            return trig_error_set(
                error, TRIG_ERR_USAGE,
                "the items '%.*s' and '%.*s' are answered on different scales: draw one chart a "
                "scale",
                TRIG_VIEW_ARG(rows[0].item), TRIG_VIEW_ARG(rows[i].item));
    }
    if (first && !first->has_positive)
        return trig_error_set(error, TRIG_ERR_DOMAIN,
                              "the scale '%.*s' marks no answers as positive, so its answers have no sides",
                              TRIG_VIEW_ARG(first->name));
    *out = first;
    return TRIG_OK;
}

static size_t find(const struct trig_answers *answers, const struct trig_answer *answer)
{
    size_t i = 0;
    while (i < answers->count && !same_answer(&answers->items[i], answer))
        i++;
    return i;
}

enum trig_status trig_answers_gather(struct trig_tidy *tidy, struct trig_answer_row *rows, size_t count,
                                     struct trig_answers *out, struct trig_error *error)
{
    struct trig_answers answers = {.items = trig_arena_calloc(&tidy->arena, count, sizeof *answers.items)};
    if (!answers.items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a chart");
    enum trig_status status = check_scales(tidy, rows, count, &answers.scale, error);
    if (status)
        return status;
    double direction = answers.scale ? direction_of(answers.scale) : 1;
    for (size_t i = 0; i < count; i++) {
        struct trig_answer answer = answer_of(tidy, rows, count, i, answers.scale);
        answer.order *= direction;
        if (find(&answers, &answer) == answers.count)
            answers.items[answers.count++] = answer;
    }
    halve(&answers);
    qsort(answers.items, answers.count, sizeof *answers.items, by_place);
    for (size_t i = 0; i < count; i++) {
        struct trig_answer answer = answer_of(tidy, rows, count, i, answers.scale);
        rows[i].answer_index = find(&answers, &answer);
    }
    *out = answers;
    return TRIG_OK;
}
