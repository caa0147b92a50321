/* What adds up: nothing hidden follows by subtraction, in a table or from overlapping groups. */
#include "tests/support.h"

#include "tests/unit/analyze/disclosure/plain_rows.h"

static void test_apply_one_small_part_takes_the_next_smallest_along(void **state)
{
    (void)state;
    struct trig_result rows[] = {plain_row_of(100, NAN), plain_row_of(4, NAN), plain_row_of(36, NAN),
                                 plain_row_of(60, NAN)};
    const size_t parts[] = {1, 2, 3};
    const struct trig_family family = {parts, 3, 0};
    plain_rows_protect(rows, 4, &family, 1);
    assert_int_equal(rows[0].suppressed, TRIG_SUPPRESSED_NONE);
    assert_int_equal(rows[1].suppressed, TRIG_SUPPRESSED_THRESHOLD);
    assert_int_equal(rows[2].suppressed, TRIG_SUPPRESSED_SECONDARY);
    assert_int_equal(rows[3].suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_hidden_parts_below_the_threshold_together_take_another(void **state)
{
    (void)state;
    struct trig_result rows[] = {plain_row_of(4, NAN), plain_row_of(3, NAN), plain_row_of(20, NAN),
                                 plain_row_of(60, NAN)};
    const size_t parts[] = {0, 1, 2, 3};
    const struct trig_family family = {parts, 4, TRIG_NONE};
    plain_rows_protect(rows, 4, &family, 1);
    assert_int_equal(rows[2].suppressed, TRIG_SUPPRESSED_SECONDARY);
    assert_int_equal(rows[3].suppressed, TRIG_SUPPRESSED_NONE);
}

static void test_apply_family_without_enough_parts_hides_its_total(void **state)
{
    (void)state;
    struct trig_result rows[] = {plain_row_of(12, NAN), plain_row_of(4, NAN)};
    const size_t parts[] = {1};
    const struct trig_family family = {parts, 1, 0};
    plain_rows_protect(rows, 2, &family, 1);
    assert_int_equal(rows[0].suppressed, TRIG_SUPPRESSED_SECONDARY);
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
        rows[i] = plain_row_of(0, 0);
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
        plain_rows_protect(rows, SIDE * SIDE + 2 * SIDE + 1, families, 2 * SIDE + 2);
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
            rows[i] = plain_row_of(n, NAN);
        }
        size_t count = make_groups(&seed, parts, families);
        plain_rows_protect(rows, PLACES, families, count);
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
        cmocka_unit_test(test_apply_one_small_part_takes_the_next_smallest_along),
        cmocka_unit_test(test_apply_hidden_parts_below_the_threshold_together_take_another),
        cmocka_unit_test(test_apply_family_without_enough_parts_hides_its_total),
        cmocka_unit_test(test_apply_random_tables_resist_subtraction),
        cmocka_unit_test(test_apply_overlapping_groups_give_no_place_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
