#include "tests/support.h"

#include "analyze/answers/kinds.h"
#include "analyze/disclosure/granularity.h"

#define CODES   5
#define LEVELS  3
#define MOST    12
#define UNKNOWN (MOST * CODES)

static const struct trig_disclosure_rules rules = {
    .mode = TRIG_DISCLOSURE_THRESHOLD, .threshold = 10, .numerator = 2};

/* Five points: codes 1 and 2 negative, 3 neutral, 4 and 5 positive. */
static const size_t parts[LEVELS * CODES] = {0, 1, 2, 3, 4, 0, 0, 1, 2, 2, 0, 0, 0, 1, 1};

static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* ---- one group ------------------------------------------------------------------------ */

struct one {
    const char *label;
    double counts[CODES];
    size_t level;
    enum trig_suppression reason;
};

static const struct one ones[] = {
    {"all answers hold three", {3, 4, 5, 6, 7}, 0, TRIG_SUPPRESSED_NONE},
    {"nine respondents", {3, 0, 3, 0, 3}, LEVELS, TRIG_SUPPRESSED_THRESHOLD},
    {"an answer of two", {3, 4, 5, 6, 2}, 1, TRIG_SUPPRESSED_NONE},
    {"an answer of nobody", {0, 4, 5, 6, 3}, 1, TRIG_SUPPRESSED_NONE},
    {"nobody neutral", {3, 4, 0, 6, 3}, 2, TRIG_SUPPRESSED_NONE},
    {"all but two positive", {1, 1, 0, 6, 9}, LEVELS, TRIG_SUPPRESSED_NUMERATOR},
    {"all alike", {0, 0, 0, 17, 0}, LEVELS, TRIG_SUPPRESSED_NUMERATOR},
};

static void test_granularity_choose_of_one_group_follows_the_numerator_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ones / sizeof *ones; i++) {
        double n = 0;
        for (size_t code = 0; code < CODES; code++)
            n += ones[i].counts[code];
        struct trig_granularity asked = {.domains = 1,
                                         .codes = CODES,
                                         .levels = LEVELS,
                                         .n = &n,
                                         .counts = ones[i].counts,
                                         .parts = parts};
        size_t level;
        enum trig_suppression reason;
        assert_int_equal(trig_granularity_choose(&rules, &asked, &level, &reason, NULL), TRIG_OK);
        if (level != ones[i].level || reason != ones[i].reason)
            fail_msg("%s: level %zu, reason %d", ones[i].label, level, (int)reason);
    }
}

static void test_granularity_choose_without_disclosure_shows_all(void **state)
{
    (void)state;
    struct trig_disclosure_rules none = {.mode = TRIG_DISCLOSURE_NONE};
    double n = 1;
    double counts[CODES] = {1, 0, 0, 0, 0};
    struct trig_granularity asked = {
        .domains = 1, .codes = CODES, .levels = LEVELS, .n = &n, .counts = counts, .parts = parts};
    size_t level = 9;
    enum trig_suppression reason;
    assert_int_equal(trig_granularity_choose(&none, &asked, &level, &reason, NULL), TRIG_OK);
    assert_int_equal(level, 0);
}

/* ---- an attack ------------------------------------------------------------------------- */

/* Everything a reader knows, as equations: sum of some counts = a number. */
struct knowledge {
    size_t unknowns;
    size_t count;
    double rows[MOST * CODES + 64][UNKNOWN + 1];
};

static double *add_equation(struct knowledge *known)
{
    double *row = known->rows[known->count++];
    memset(row, 0, (UNKNOWN + 1) * sizeof *row);
    return row;
}

/* The parts of [level] of one group, or with domain SIZE_MAX of all together. */
static void know_level(struct knowledge *known, const double *counts, size_t domains, size_t domain,
                       size_t level)
{
    for (size_t part = 0; level < LEVELS && part < CODES; part++) {
        double *row = add_equation(known);
        for (size_t d = 0; d < domains; d++)
            for (size_t code = 0; code < CODES; code++) {
                if ((domain != SIZE_MAX && d != domain) || parts[level * CODES + code] != part)
                    continue;
                row[d * CODES + code] = 1;
                row[UNKNOWN] += counts[d * CODES + code];
            }
    }
}

/* Narrows the range of every unknown until nothing changes. */
static void narrow(const struct knowledge *known, double *low, double *high)
{
    for (int round = 0; round < 200; round++) {
        bool changed = false;
        for (size_t i = 0; i < known->count; i++) {
            const double *row = known->rows[i];
            double least = 0, most = 0;
            for (size_t j = 0; j < known->unknowns; j++) {
                least += row[j] > 0 ? low[j] : 0;
                most += row[j] > 0 ? high[j] : 0;
            }
            for (size_t j = 0; j < known->unknowns; j++) {
                if (row[j] <= 0)
                    continue;
                double above = row[UNKNOWN] - (least - low[j]);
                double below = row[UNKNOWN] - (most - high[j]);
                changed |= above < high[j] || below > low[j];
                high[j] = fmin(high[j], above);
                low[j] = fmax(low[j], below);
            }
        }
        if (!changed)
            return;
    }
}

/* Whether one unknown alone follows from the equations, by elimination. */
static bool follows(struct knowledge *known, size_t unknown)
{
    size_t rank = 0;
    for (size_t step = 0; step < known->unknowns; step++) {
        size_t column = step < unknown ? step : step + 1; /* the one asked about comes last */
        if (step == known->unknowns - 1)
            break;
        size_t pivot = rank;
        while (pivot < known->count && fabs(known->rows[pivot][column]) < 1e-9)
            pivot++;
        if (pivot == known->count)
            continue;
        for (size_t j = 0; j <= UNKNOWN; j++) {
            double kept = known->rows[rank][j];
            known->rows[rank][j] = known->rows[pivot][j];
            known->rows[pivot][j] = kept;
        }
        for (size_t i = rank + 1; i < known->count; i++) {
            double factor = known->rows[i][column] / known->rows[rank][column];
            for (size_t j = 0; j <= UNKNOWN && factor != 0; j++)
                known->rows[i][j] -= factor * known->rows[rank][j];
        }
        rank++;
    }
    for (size_t i = rank; i < known->count; i++)
        if (fabs(known->rows[i][unknown]) > 1e-9)
            return true;
    return false;
}

struct table {
    size_t domains;
    double counts[MOST * CODES];
    double n[MOST];
    size_t level[MOST];
    size_t total_level;
};

static void draw_table(uint64_t *random, struct table *table)
{
    table->domains = 2 + draw(random) % (MOST - 1);
    for (size_t d = 0; d < table->domains; d++) {
        size_t most = draw(random) % 3 == 0 ? 4 : 2 + draw(random) % 14;
        table->n[d] = 0;
        for (size_t code = 0; code < CODES; code++) {
            table->counts[d * CODES + code] = (double)(draw(random) % most);
            table->n[d] += table->counts[d * CODES + code];
        }
    }
}

static size_t choose_total(const struct table *table)
{
    double counts[CODES] = {0};
    double n = 0;
    size_t level;
    enum trig_suppression reason;
    for (size_t d = 0; d < table->domains; d++) {
        n += table->n[d];
        for (size_t code = 0; code < CODES; code++)
            counts[code] += table->counts[d * CODES + code];
    }
    struct trig_granularity asked = {
        .domains = 1, .codes = CODES, .levels = LEVELS, .n = &n, .counts = counts, .parts = parts};
    assert_int_equal(trig_granularity_choose(&rules, &asked, &level, &reason, NULL), TRIG_OK);
    return level;
}

static void choose_parts(struct table *table)
{
    size_t members[MOST];
    enum trig_suppression reason[MOST];
    for (size_t d = 0; d < table->domains; d++)
        members[d] = d;
    struct trig_family family = {members, table->domains, TRIG_NONE};
    struct trig_granularity asked = {.domains = table->domains,
                                     .codes = CODES,
                                     .levels = LEVELS,
                                     .n = table->n,
                                     .counts = table->counts,
                                     .parts = parts,
                                     .families = &family,
                                     .family_count = 1};
    assert_int_equal(trig_granularity_choose(&rules, &asked, table->level, reason, NULL), TRIG_OK);
}

static void learn(const struct table *table, struct knowledge *known)
{
    known->unknowns = table->domains * CODES;
    known->count = 0;
    for (size_t d = 0; d < table->domains; d++)
        know_level(known, table->counts, table->domains, d, table->level[d]);
    know_level(known, table->counts, table->domains, SIZE_MAX, table->total_level);
}

/* Whether the code's count is itself printed: its own part of the group's level. */
static bool is_printed(const struct table *table, size_t domain, size_t code)
{
    size_t level = table->level[domain];
    size_t same = 0;
    for (size_t i = 0; level < LEVELS && i < CODES; i++)
        same += parts[level * CODES + i] == parts[level * CODES + code];
    return same == 1;
}

/* The groups' tables and the total's, which anybody can ask for: no count that is
 * not printed may follow, and none may be known to within less than three. */
static void test_granularity_choose_withstands_subtraction(void **state)
{
    (void)state;
    static struct knowledge known;
    uint64_t random = 17;
    size_t attacked = 0;
    for (int trial = 0; trial < 400; trial++) {
        struct table table;
        double low[UNKNOWN], high[UNKNOWN];
        draw_table(&random, &table);
        table.total_level = choose_total(&table);
        choose_parts(&table);
        learn(&table, &known);
        for (size_t i = 0; i < known.unknowns; i++) {
            low[i] = 0;
            high[i] = 1e6;
        }
        narrow(&known, low, high);
        for (size_t i = 0; i < known.unknowns; i++) {
            if (is_printed(&table, i / CODES, i % CODES))
                continue;
            attacked++;
            if (high[i] - low[i] < 3)
                fail_msg("trial %d: answer %zu of group %zu is known to lie from %g to %g", trial, i % CODES,
                         i / CODES, low[i], high[i]);
            learn(&table, &known);
            if (follows(&known, i))
                fail_msg("trial %d: answer %zu of group %zu follows by subtraction", trial, i % CODES,
                         i / CODES);
        }
    }
    assert_true(attacked > 1000);
}

/* ---- kinds of no answer ------------------------------------------------------------------ */

struct kinds_case {
    const char *label;
    double counts[2][4];
    bool shown[2];
    bool kept[4];
};

static const struct kinds_case kinds_cases[] = {
    {"all large", {{20, 30, 40, 50}, {20, 30, 40, 50}}, {true, true}, {true, true, true, true}},
    {"small rest swallows the smallest",
     {{20, 30, 2, 1}, {20, 30, 4, 1}},
     {true, true},
     {false, true, false, false}},
    {"one small kind never stands alone",
     {{20, 30, 40, 3}, {20, 30, 40, 12}},
     {true, true},
     {false, true, true, false}},
    {"small in one group only", {{9, 30, 40, 1}, {20, 30, 40, 12}}, {true, true}, {false, true, true, false}},
    {"a hidden group must hold the threshold",
     {{20, 30, 40, 50}, {20, 9, 9, 50}},
     {true, false},
     {true, false, false, true}},
    {"nobody skipped", {{0, 0, 0, 0}, {0, 0, 0, 0}}, {true, true}, {false, false, false, false}},
};

static void test_kinds_choose_keeps_what_is_safe(void **state)
{
    (void)state;
    size_t members[2] = {0, 1};
    struct trig_family family = {members, 2, TRIG_NONE};
    for (size_t i = 0; i < sizeof kinds_cases / sizeof *kinds_cases; i++) {
        bool kept[4];
        struct trig_kinds asked = {2, 4, &kinds_cases[i].counts[0][0], kinds_cases[i].shown, &family, 1};
        trig_kinds_choose(&rules, &asked, kept);
        for (size_t kind = 0; kind < 4; kind++)
            if (kept[kind] != kinds_cases[i].kept[kind])
                fail_msg("%s: kind %zu is %s", kinds_cases[i].label, kind, kept[kind] ? "kept" : "not kept");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_granularity_choose_of_one_group_follows_the_numerator_rule),
        cmocka_unit_test(test_granularity_choose_without_disclosure_shows_all),
        cmocka_unit_test(test_granularity_choose_withstands_subtraction),
        cmocka_unit_test(test_kinds_choose_keeps_what_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
