#include "collect/match/match_settle.h"

#include <strings.h>

static enum trig_status report_double(const struct trig_settling *settling, const struct trig_match *matches,
                                      size_t a, size_t b)
{
    const struct trig_heading *headings = settling->request->headings;
    struct trig_view name = settling->request->definition->variables[matches[a].variable].name;
    return trig_problems_add(settling->problems, TRIG_MISTAKE, settling->request->path, 0, 0,
                             "columns %zu (\"%.*s\") and %zu (\"%.*s\") are both read as %.*s; say which "
                             "one is in columns.csv, or rename one",
                             a + 1, TRIG_VIEW_ARG(headings[a].raw), b + 1, TRIG_VIEW_ARG(headings[b].raw),
                             TRIG_VIEW_ARG(name));
}

static bool is_kept(const struct trig_match *match)
{
    return match->duty == TRIG_DUTY_WHOLE || match->duty == TRIG_DUTY_OPTION;
}

static bool differ_in_case(const struct trig_settling *settling, size_t a, size_t b)
{
    struct trig_view first = settling->request->headings[a].raw, second = settling->request->headings[b].raw;
    return first.length == second.length && strncasecmp(first.data, second.data, first.length) == 0;
}

/* Whether both columns may stand for one option: by rules, or because both ask,
 * word for word the same, for what is not among the others. */
static bool may_share(const struct trig_settling *settling, const struct trig_match *matches, size_t a,
                      size_t b)
{
    const struct trig_heading *headings = settling->request->headings;
    const trig_definition *definition = settling->request->definition;
    size_t scale = definition->variables[matches[a].variable].scale;
    bool by_rules = matches[a].rank < settling->rule_ranks && matches[b].rank < settling->rule_ranks;
    bool is_other = scale != TRIG_NONE &&
                    trig_scale_code(&definition->scales[scale], trig_view("other")) == matches[a].option;
    return by_rules || (is_other && trig_view_equal(headings[a].raw, headings[b].raw));
}

/* Two columns of one variable: different options of it are fine, and so are two of
 * one option that may share it; else the surer one is taken. */
static enum trig_status settle(const struct trig_settling *settling, struct trig_match *matches, size_t a,
                               size_t b)
{
    struct trig_match *first = &matches[a], *second = &matches[b];
    bool options = first->duty == TRIG_DUTY_OPTION && second->duty == TRIG_DUTY_OPTION;
    if (options && (first->option != second->option || may_share(settling, matches, a, b)))
        return TRIG_OK;
    /* Where the platform writes the answer both ways, the options are unambiguous. */
    bool first_wins = first->rank < second->rank, second_wins = second->rank < first->rank;
    if (first->rank == second->rank && differ_in_case(settling, a, b)) {
        first_wins = first->is_exact && !second->is_exact;
        second_wins = second->is_exact && !first->is_exact;
    }
    if (first->duty != second->duty) {
        first_wins = first->duty == TRIG_DUTY_OPTION;
        second_wins = !first_wins;
    }
    if (!first_wins && !second_wins)
        return report_double(settling, matches, a, b);
    struct trig_match *loser = first_wins ? second : first;
    *loser = (struct trig_match){.duty = TRIG_DUTY_LEFT_OUT,
                                 .variable = TRIG_NONE,
                                 .option = TRIG_NONE,
                                 .why = "another column is surer to be that variable"};
    return TRIG_OK;
}

enum trig_status trig_match_settle(const struct trig_settling *settling, struct trig_match *matches)
{
    enum trig_status status = TRIG_OK;
    size_t count = settling->request->count;
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        for (size_t j = i + 1; j < count && status == TRIG_OK && is_kept(&matches[i]); j++)
            if (is_kept(&matches[j]) && matches[i].variable == matches[j].variable)
                status = settle(settling, matches, i, j);
    return status;
}
