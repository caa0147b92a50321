#include "analyze/estimate/quantile.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Shares closer than this are one: sums of weights in another order differ by less. */
#define SAME 1e-12

const char *const trig_quantile_names[] = {
    [TRIG_QUANTILE_MATH] = "math", [TRIG_QUANTILE_SCHOOL] = "school", [TRIG_QUANTILE_HF1] = "hf1",
    [TRIG_QUANTILE_HF2] = "hf2",   [TRIG_QUANTILE_HF3] = "hf3",       [TRIG_QUANTILE_HF4] = "hf4",
    [TRIG_QUANTILE_HF5] = "hf5",   [TRIG_QUANTILE_HF6] = "hf6",       [TRIG_QUANTILE_HF7] = "hf7",
    [TRIG_QUANTILE_HF8] = "hf8",   [TRIG_QUANTILE_HF9] = "hf9",       NULL};

const char *const trig_quantile_interval_names[] = {
    [TRIG_QUANTILE_BY_MEAN] = "mean",           [TRIG_QUANTILE_BY_BETA] = "beta",
    [TRIG_QUANTILE_BY_LOGIT] = "logit",         [TRIG_QUANTILE_BY_ASIN] = "asin",
    [TRIG_QUANTILE_BY_REPLICATES] = "quantile", NULL};

static int compare(const void *left, const void *right)
{
    const struct trig_answer_weight *a = left;
    const struct trig_answer_weight *b = right;
    if (a->y != b->y)
        return a->y < b->y ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

void trig_quantile_sort(struct trig_answer_weight *answers, size_t count)
{
    qsort(answers, count, sizeof *answers, compare);
}

static double total_weight(const struct trig_answer_weight *answers, size_t count)
{
    double total = 0.0;
    for (size_t i = 0; i < count; i++)
        total += answers[i].w;
    return total;
}

/* ---- rules that take an answer, or two ------------------------------------------------- */

/* The answers on both sides of p. */
struct sides {
    double low;    /* the last with at most p of the weight at or below */
    double high;   /* the next */
    double behind; /* p less the share at or below low */
    double ahead;  /* the share at or below high, less p */
    size_t index;  /* of low, from 1; 0: p is below the share of the smallest answer */
};

static struct sides find_sides(const struct trig_answer_weight *answers, size_t count, double p)
{
    double total = total_weight(answers, count);
    double share = 0.0;
    double before = 0.0;
    size_t at = 0;
    for (; at < count; at++) {
        double next = before + answers[at].w;
        if (next / total > p + SAME)
            break;
        before = next;
        share = next / total;
    }
    size_t low = at ? at - 1 : 0;
    size_t high = at < count ? at : count - 1;
    return (struct sides){.low = answers[low].y,
                          .high = answers[high].y,
                          .behind = p - share,
                          .ahead = (before + (at < count ? answers[high].w : 0.0)) / total - p,
                          .index = at};
}

static bool is_exact(const struct sides *sides)
{
    return sides->index > 0 && sides->behind <= SAME;
}

static double take_first(const struct trig_answer_weight *answers, size_t count, double p)
{
    struct sides sides = find_sides(answers, count, p);
    return is_exact(&sides) ? sides.low : sides.high;
}

static double take_middle(const struct trig_answer_weight *answers, size_t count, double p)
{
    struct sides sides = find_sides(answers, count, p);
    return is_exact(&sides) ? (sides.low + sides.high) / 2.0 : sides.high;
}

/* Halves go to the even one of the different answers. */
static double take_even(const struct trig_answer_weight *answers, size_t count, double p)
{
    struct sides sides = find_sides(answers, count, p);
    size_t different = 0;
    for (size_t i = 0; i < sides.index; i++)
        different += i == 0 || answers[i].y != answers[i - 1].y;
    bool last = sides.index == count || (sides.index && answers[sides.index].y != sides.low);
    return is_exact(&sides) && last && different % 2 == 0 ? sides.low : sides.high;
}

static double take_between(const struct trig_answer_weight *answers, size_t count, double p)
{
    struct sides sides = find_sides(answers, count, p);
    double apart = sides.behind + sides.ahead;
    if (sides.index == 0 || apart <= SAME)
        return sides.index == 0 ? sides.high : sides.low;
    double part = sides.behind / apart;
    return sides.low * (1.0 - part) + sides.high * part;
}

/* ---- rules that draw a line through (share, answer) -------------------------------------- */

/* The share at which an answer stands: (x before + (1 - x) after) / (whole + y last),
 * where before and after are the running weights without and with it, and last is
 * the weight of the last answer. */
struct line {
    double before;
    double last;
};

static const struct line lines[] = {
    [TRIG_QUANTILE_HF5] = {1.0 / 2.0, 0.0},
    [TRIG_QUANTILE_HF6] = {0.0, 1.0},
    [TRIG_QUANTILE_HF7] = {1.0, -1.0},
    [TRIG_QUANTILE_HF8] = {1.0 / 3.0, 1.0 / 3.0},
    [TRIG_QUANTILE_HF9] = {3.0 / 8.0, 1.0 / 4.0},
};

static double on_line(const struct line *line, const struct trig_answer_weight *answers, size_t count,
                      double p)
{
    double whole = total_weight(answers, count) + line->last * answers[count - 1].w; /* 0: one answer */
    double before = 0.0;
    double share = -INFINITY;
    for (size_t i = 0; i < count && whole > 0.0; i++) {
        double after = before + answers[i].w;
        double next = (line->before * before + (1.0 - line->before) * after) / whole;
        if (p < next) {
            double part = i ? (p - share) / (next - share) : 0.0;
            return i ? answers[i - 1].y + part * (answers[i].y - answers[i - 1].y) : answers[0].y;
        }
        share = next;
        before = after;
    }
    return answers[count - 1].y;
}

double trig_quantile(enum trig_quantile_rule rule, const struct trig_answer_weight *answers, size_t count,
                     double p)
{
    switch (rule) {
    case TRIG_QUANTILE_MATH:
    case TRIG_QUANTILE_HF1:
        return take_first(answers, count, p);
    case TRIG_QUANTILE_SCHOOL:
    case TRIG_QUANTILE_HF2:
        return take_middle(answers, count, p);
    case TRIG_QUANTILE_HF3:
        return take_even(answers, count, p);
    case TRIG_QUANTILE_HF4:
        return take_between(answers, count, p);
    default:
        return on_line(&lines[rule], answers, count, p);
    }
}
