#include "tests/support.h"

#include "analyze/disclosure/granularity.h"
#include "analyze/result.h"

enum { MOST_ROWS = 64 };

/* Rows without arena: only what disclosure control looks at. */
static struct trig_result row_of(uint64_t denominator, double numerator)
{
    struct trig_result row;
    memset(&row, 0, sizeof row);
    row.estimate = 50;
    row.se = 2;
    row.n = denominator;
    row.benchmark = row.difference = NAN;
    row.base.denominator = denominator;
    row.base.numerator = numerator;
    row.base.extremes.total = NAN;
    return row;
}

static struct trig_disclosure_rules usual_rules(void)
{
    struct trig_definition definition;
    memset(&definition, 0, sizeof definition);
    definition.survey.disclosure_threshold = 10;
    definition.survey.min_institutions = 3;
    struct trig_disclosure_rules rules;
    trig_disclosure_rules_init(&definition, 0, TRIG_DISCLOSURE_THRESHOLD, &rules);
    return rules;
}

/* What the rules leave of rows that add up: shares as those who are 1 and those
 * who are not, anything else as a number. */
static void protect(struct trig_result *rows, size_t count, const struct trig_family *families,
                    size_t family_count)
{
    static const size_t sides[] = {0, 1};
    double n[MOST_ROWS];
    double counts[2 * MOST_ROWS];
    enum trig_suppression barred[MOST_ROWS];
    enum trig_suppression reasons[MOST_ROWS];
    size_t levels[MOST_ROWS];
    struct trig_disclosure_rules rules = usual_rules();
    for (size_t i = 0; i < count; i++) {
        n[i] = (double)rows[i].base.denominator;
        counts[2 * i] = rows[i].base.numerator;
        counts[2 * i + 1] = n[i] - rows[i].base.numerator;
        barred[i] = rows[i].suppressed;
    }
    struct trig_granularity asked = {.domains = count,
                                     .codes = isnan(rows[0].base.numerator) ? 0 : 2,
                                     .levels = 1,
                                     .n = n,
                                     .counts = counts,
                                     .parts = sides,
                                     .barred = barred,
                                     .families = families,
                                     .family_count = family_count};
    assert_int_equal(trig_granularity_choose(&rules, &asked, levels, reasons, NULL), TRIG_OK);
    for (size_t i = 0; i < count; i++)
        if (reasons[i] && rows[i].suppressed == TRIG_SUPPRESSED_NONE)
            trig_disclosure_hide(&rows[i], reasons[i]);
}

static void apply(struct trig_result *rows, size_t count, const struct trig_family *families,
                  size_t family_count)
{
    struct trig_results results;
    memset(&results, 0, sizeof results);
    results.items = rows;
    results.count = count;
    struct trig_disclosure_rules rules = usual_rules();
    trig_disclosure_apply(&rules, &results);
    if (family_count)
        protect(rows, count, families, family_count);
}

static void test_rules_init_with_min_n_only_raises_the_threshold(void **state)
{
    (void)state;
    struct trig_definition definition;
    memset(&definition, 0, sizeof definition);
    definition.survey.disclosure_threshold = 10;
    struct trig_disclosure_rules rules;
    trig_disclosure_rules_init(&definition, 5, TRIG_DISCLOSURE_THRESHOLD, &rules);
    assert_int_equal(rules.threshold, 10);
    trig_disclosure_rules_init(&definition, 25, TRIG_DISCLOSURE_THRESHOLD, &rules);
    assert_int_equal(rules.threshold, 25);
}

static void test_apply_primary_rules_hide_every_number(void **state)
{
    (void)state;
    struct {
        const char *label;
        uint64_t n;
        double numerator;
        enum trig_suppression expected;
    } cases[] = {
        {"nobody", 0, NAN, TRIG_SUPPRESSED_THRESHOLD},
        {"nine", 9, NAN, TRIG_SUPPRESSED_THRESHOLD},
        {"ten", 10, NAN, TRIG_SUPPRESSED_NONE},
        {"share of nobody", 40, 0, TRIG_SUPPRESSED_NUMERATOR},
        {"share of two", 40, 2, TRIG_SUPPRESSED_NUMERATOR},
        {"share of three", 40, 3, TRIG_SUPPRESSED_NONE},
        {"all but two", 40, 38, TRIG_SUPPRESSED_NUMERATOR},
        {"all but three", 40, 37, TRIG_SUPPRESSED_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = row_of(cases[i].n, cases[i].numerator);
        row.note = trig_view("2 strata of one respondent");
        apply(&row, 1, NULL, 0);
        if (row.suppressed != cases[i].expected)
            fail_msg("%s: %s", cases[i].label, trig_suppression_name(row.suppressed));
        bool hidden = cases[i].expected != TRIG_SUPPRESSED_NONE;
        assert_true((isnan(row.estimate) && isnan(row.se) && row.n == TRIG_NONE && row.note.length == 0) ==
                    hidden);
    }
}

static void test_apply_numeric_mean_dominated_by_two_is_hidden(void **state)
{
    (void)state;
    struct trig_result row = row_of(30, NAN);
    row.base.extremes = (struct trig_extremes){1000, 700, 250};
    apply(&row, 1, NULL, 0);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_DOMINANCE);
    row = row_of(30, NAN);
    row.base.extremes = (struct trig_extremes){1000, 100, 90};
    apply(&row, 1, NULL, 0);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_comparator_that_tells_what_everybody_answered_hides_the_comparison(void **state)
{
    (void)state;
    struct {
        double numerator;
        enum trig_suppression expected;
    } cases[] = {{2, TRIG_SUPPRESSED_COMPARATOR},
                 {3, TRIG_SUPPRESSED_NONE},
                 {97, TRIG_SUPPRESSED_NONE},
                 {98, TRIG_SUPPRESSED_COMPARATOR}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = row_of(40, 20);
        row.benchmark = 0.5;
        row.comparator = (struct trig_base){.denominator = 100,
                                            .numerator = cases[i].numerator,
                                            .institutions = 9,
                                            .largest_institution = 20,
                                            .second_institution = 20};
        apply(&row, 1, NULL, 0);
        assert_int_equal(row.suppressed, cases[i].expected);
        assert_int_equal(isnan(row.benchmark) != 0, cases[i].expected != TRIG_SUPPRESSED_NONE);
        assert_close(row.estimate, 50, 0, 0);
    }
}

static void test_apply_weak_comparator_hides_the_comparison_only(void **state)
{
    (void)state;
    struct {
        const char *label;
        struct trig_base comparator;
        enum trig_suppression expected;
    } cases[] = {
        {"two institutions",
         {.denominator = 100, .institutions = 2, .largest_institution = 40, .second_institution = 40},
         TRIG_SUPPRESSED_COMPARATOR},
        {"three",
         {.denominator = 100, .institutions = 3, .largest_institution = 43, .second_institution = 30},
         TRIG_SUPPRESSED_NONE},
        {"one dominates",
         {.denominator = 100, .institutions = 9, .largest_institution = 44, .second_institution = 10},
         TRIG_SUPPRESSED_COMPARATOR},
        {"two dominate",
         {.denominator = 100, .institutions = 9, .largest_institution = 43, .second_institution = 44},
         TRIG_SUPPRESSED_COMPARATOR},
        {"few people",
         {.denominator = 9, .institutions = 9, .largest_institution = 1, .second_institution = 1},
         TRIG_SUPPRESSED_COMPARATOR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_result row = row_of(40, NAN);
        row.benchmark = 48;
        row.difference = 2;
        row.comparator = cases[i].comparator;
        row.comparator.numerator = NAN;
        apply(&row, 1, NULL, 0);
        if (row.suppressed != cases[i].expected)
            fail_msg("%s: %s", cases[i].label, trig_suppression_name(row.suppressed));
        assert_true(!isnan(row.estimate));
        assert_true((isnan(row.benchmark) && isnan(row.difference)) ==
                    (row.suppressed != TRIG_SUPPRESSED_NONE));
    }
}

static void test_apply_one_small_part_takes_the_next_smallest_along(void **state)
{
    (void)state;
    struct trig_result rows[] = {row_of(100, NAN), row_of(4, NAN), row_of(36, NAN), row_of(60, NAN)};
    const size_t parts[] = {1, 2, 3};
    const struct trig_family family = {parts, 3, 0};
    apply(rows, 4, &family, 1);
    assert_int_equal(rows[0].suppressed, TRIG_SUPPRESSED_NONE);
    assert_int_equal(rows[1].suppressed, TRIG_SUPPRESSED_THRESHOLD);
    assert_int_equal(rows[2].suppressed, TRIG_SUPPRESSED_SECONDARY);
    assert_int_equal(rows[3].suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_hidden_parts_below_the_threshold_together_take_another(void **state)
{
    (void)state;
    struct trig_result rows[] = {row_of(4, NAN), row_of(3, NAN), row_of(20, NAN), row_of(60, NAN)};
    const size_t parts[] = {0, 1, 2, 3};
    const struct trig_family family = {parts, 4, TRIG_NONE};
    apply(rows, 4, &family, 1);
    assert_int_equal(rows[2].suppressed, TRIG_SUPPRESSED_SECONDARY);
    assert_int_equal(rows[3].suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_family_without_enough_parts_hides_its_total(void **state)
{
    (void)state;
    struct trig_result rows[] = {row_of(12, NAN), row_of(4, NAN)};
    const size_t parts[] = {1};
    const struct trig_family family = {parts, 1, 0};
    apply(rows, 2, &family, 1);
    assert_int_equal(rows[0].suppressed, TRIG_SUPPRESSED_SECONDARY);
}

static void test_apply_without_rules_hides_nothing(void **state)
{
    (void)state;
    struct trig_result row = row_of(1, 1);
    struct trig_results results;
    memset(&results, 0, sizeof results);
    results.items = &row;
    results.count = 1;
    struct trig_disclosure_rules rules = usual_rules();
    rules.mode = TRIG_DISCLOSURE_NONE;
    trig_disclosure_apply(&rules, &results);
    assert_int_equal(row.suppressed, TRIG_SUPPRESSED_NONE);
}

/* ---- property: nothing follows by subtraction --------------------------------- */

/* A small generator of its own: the same tables on every machine. */
static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

enum { SIDE = 6 };

/* A two-way table with both margins and the grand total: rows 0..35 are cells,
 * 36..41 row totals, 42..47 column totals, 48 the total. */
static void fill_table(struct trig_result *rows, uint64_t *seed)
{
    for (size_t i = 0; i < SIDE * SIDE + 2 * SIDE + 1; i++)
        rows[i] = row_of(0, 0);
    for (size_t r = 0; r < SIDE; r++)
        for (size_t c = 0; c < SIDE; c++) {
            uint64_t n = next_random(seed) % (next_random(seed) % 3 ? 60 : 12);
            double x = (double)(n ? next_random(seed) % (n + 1) : 0);
            const size_t places[] = {r * SIDE + c, 36 + r, 42 + c, 48};
            for (size_t k = 0; k < 4; k++) {
                rows[places[k]].base.denominator += n;
                rows[places[k]].base.numerator += x;
            }
        }
    for (size_t i = 0; i < SIDE * SIDE + 2 * SIDE + 1; i++)
        rows[i].n = rows[i].base.denominator;
}

static void make_families(size_t parts[2 * SIDE + 2][SIDE], struct trig_family *families)
{
    for (size_t i = 0; i < SIDE; i++) {
        for (size_t j = 0; j < SIDE; j++) {
            parts[i][j] = i * SIDE + j;
            parts[SIDE + i][j] = j * SIDE + i;
        }
        parts[2 * SIDE][i] = 36 + i;
        parts[2 * SIDE + 1][i] = 42 + i;
        families[i] = (struct trig_family){parts[i], SIDE, 36 + i};
        families[SIDE + i] = (struct trig_family){parts[SIDE + i], SIDE, 42 + i};
    }
    families[2 * SIDE] = (struct trig_family){parts[2 * SIDE], SIDE, 48};
    families[2 * SIDE + 1] = (struct trig_family){parts[2 * SIDE + 1], SIDE, 48};
}

/* What a reader can subtract: a shown total minus the shown parts. */
static const char *attack(const struct trig_result *rows, const struct trig_family *family)
{
    uint64_t denominator = rows[family->total].base.denominator;
    double numerator = rows[family->total].base.numerator;
    size_t unknown = 0;
    if (isnan(rows[family->total].estimate))
        return NULL;
    for (size_t i = 0; i < family->part_count; i++) {
        const struct trig_result *part = &rows[family->parts[i]];
        if (isnan(part->estimate)) {
            unknown++;
            continue;
        }
        denominator -= part->base.denominator;
        numerator -= part->base.numerator;
    }
    if (unknown == 0)
        return NULL;
    if (unknown == 1)
        return "a single hidden part";
    if (denominator < 10)
        return "hidden parts below the threshold";
    return numerator <= 2 || (double)denominator - numerator <= 2 ? "hidden parts of one answer" : NULL;
}

static void test_apply_random_tables_resist_subtraction(void **state)
{
    (void)state;
    uint64_t seed = 20241;
    for (int round = 0; round < 2000; round++) {
        struct trig_result rows[SIDE * SIDE + 2 * SIDE + 1];
        size_t parts[2 * SIDE + 2][SIDE];
        struct trig_family families[2 * SIDE + 2];
        fill_table(rows, &seed);
        make_families(parts, families);
        apply(rows, SIDE * SIDE + 2 * SIDE + 1, families, 2 * SIDE + 2);
        for (size_t i = 0; i < 2 * SIDE + 2; i++) {
            const char *leak = attack(rows, &families[i]);
            if (leak)
                fail_msg("round %d, family %zu: %s", round, i, leak);
        }
    }
}

/* ---- property: nor from overlapping groups ------------------------------------- */

enum { PLACES = 14, GROUPS = 4, EQUATIONS = 1 + 2 * GROUPS };

/* The sector and groups of places, and the places outside each group; every total
 * can be asked for. */
static size_t make_groups(uint64_t *seed, size_t parts[EQUATIONS][PLACES], struct trig_family *families)
{
    size_t count = 0;
    for (size_t i = 0; i < PLACES; i++)
        parts[0][i] = i;
    families[count++] = (struct trig_family){parts[0], PLACES, TRIG_NONE};
    for (size_t group = 0; group < GROUPS; group++) {
        size_t *inside = parts[1 + 2 * group];
        size_t *outside = parts[2 + 2 * group];
        size_t in = 0;
        size_t out = 0;
        for (size_t i = 0; i < PLACES; i++) {
            if (next_random(seed) % 3 == 0)
                inside[in++] = i;
            else
                outside[out++] = i;
        }
        if (in)
            families[count++] = (struct trig_family){inside, in, TRIG_NONE};
        if (out)
            families[count++] = (struct trig_family){outside, out, TRIG_NONE};
    }
    return count;
}

/* How many of the vectors are linearly independent; whole numbers, exactly, by
 * elimination without division. */
static size_t rank_of(int64_t vectors[][PLACES], size_t count)
{
    size_t rank = 0;
    for (size_t column = 0; column < PLACES; column++) {
        size_t pivot = rank;
        while (pivot < count && vectors[pivot][column] == 0)
            pivot++;
        if (pivot == count)
            continue;
        for (size_t j = 0; j < PLACES; j++) {
            int64_t entry = vectors[pivot][j];
            vectors[pivot][j] = vectors[rank][j];
            vectors[rank][j] = entry;
        }
        for (size_t i = rank + 1; i < count; i++) {
            int64_t a = vectors[rank][column];
            int64_t b = vectors[i][column];
            for (size_t j = 0; j < PLACES; j++)
                vectors[i][j] = a * vectors[i][j] - b * vectors[rank][j];
        }
        rank++;
    }
    return rank;
}

/* Totals of fewer than the threshold are shown nowhere. */
static bool is_known(const struct trig_result *rows, const struct trig_family *family)
{
    uint64_t n = 0;
    for (size_t i = 0; i < family->part_count; i++)
        n += rows[family->parts[i]].base.denominator;
    return n >= 10;
}

/* Whether what [target] (a sum of hidden places) says follows from the equations:
 * adding it does not raise their rank. */
static bool follows(const struct trig_result *rows, const struct trig_family *families, size_t count,
                    uint32_t target)
{
    int64_t vectors[EQUATIONS + 1][PLACES];
    memset(vectors, 0, sizeof vectors);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < families[i].part_count && is_known(rows, &families[i]); j++)
            if (isnan(rows[families[i].parts[j]].estimate))
                vectors[i][families[i].parts[j]] = 1;
    int64_t copy[EQUATIONS + 1][PLACES];
    memcpy(copy, vectors, sizeof copy);
    for (size_t i = 0; i < PLACES; i++)
        vectors[count][i] = target >> i & 1;
    return rank_of(copy, count) == rank_of(vectors, count + 1);
}

/* Whether it follows from the totals alone: then nothing can be done here, and a
 * total is what must not be shown. */
static bool is_incurable(const struct trig_result *rows, const struct trig_family *families, size_t count,
                         uint32_t target)
{
    struct trig_result hidden[PLACES];
    memcpy(hidden, rows, sizeof hidden);
    for (size_t i = 0; i < PLACES; i++)
        hidden[i].estimate = NAN;
    return follows(hidden, families, count, target);
}

static void test_apply_overlapping_groups_give_no_place_away(void **state)
{
    (void)state;
    uint64_t seed = 140;
    int with_places = 0;
    for (int round = 0; round < 1500; round++) {
        struct trig_result rows[PLACES];
        size_t parts[EQUATIONS][PLACES];
        struct trig_family families[EQUATIONS];
        for (size_t i = 0; i < PLACES; i++) {
            uint64_t n = next_random(&seed) % (next_random(&seed) % 3 ? 60 : 12);
            rows[i] = row_of(n, NAN);
        }
        size_t count = make_groups(&seed, parts, families);
        apply(rows, PLACES, families, count);
        size_t shown = 0;
        for (size_t i = 0; i < PLACES; i++)
            shown += isnan(rows[i].estimate) ? 0 : 1;
        with_places += shown > 0;
        for (uint32_t i = 0; i < PLACES; i++)
            if (isnan(rows[i].estimate) && follows(rows, families, count, UINT32_C(1) << i) &&
                !is_incurable(rows, families, count, UINT32_C(1) << i))
                fail_msg("round %d: place %u follows from what is shown", round, i);
    }
    assert_true(with_places > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_init_with_min_n_only_raises_the_threshold),
        cmocka_unit_test(test_apply_primary_rules_hide_every_number),
        cmocka_unit_test(test_apply_numeric_mean_dominated_by_two_is_hidden),
        cmocka_unit_test(test_apply_comparator_that_tells_what_everybody_answered_hides_the_comparison),
        cmocka_unit_test(test_apply_weak_comparator_hides_the_comparison_only),
        cmocka_unit_test(test_apply_one_small_part_takes_the_next_smallest_along),
        cmocka_unit_test(test_apply_hidden_parts_below_the_threshold_together_take_another),
        cmocka_unit_test(test_apply_family_without_enough_parts_hides_its_total),
        cmocka_unit_test(test_apply_without_rules_hides_nothing),
        cmocka_unit_test(test_apply_random_tables_resist_subtraction),
        cmocka_unit_test(test_apply_overlapping_groups_give_no_place_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
