/* Rank sets: cases small enough to know the answer, and how often they err. */
#include "tests/support.h"

#include "analyze/benchmark/rank_sets.h"
#include "tests/filled_store.h"

#include <math.h>

#define MOST 20

static struct trig_error error;

static trig_rank_draws *draws_of(size_t count, size_t draws)
{
    trig_rank_draws *made = trig_rank_draws_create(count, draws, 1, &error);
    assert_non_null(made);
    return made;
}

static void rank(const trig_rank_draws *draws, const double *y, double se, double df, size_t count,
                 enum trig_rank_kind kind, struct trig_rank_set *out)
{
    struct trig_entry items[MOST];
    for (size_t i = 0; i < count; i++)
        items[i] = (struct trig_entry){y[i], se, df, df + 1.0};
    assert_ok(trig_rank_sets(draws, items, count, kind, 0.95, out, &error), error);
}

static void assert_set(const struct trig_rank_set *set, size_t first, size_t low, size_t high,
                       const char *what)
{
    if (set->rank != first || set->low != low || set->high != high)
        fail_msg("%s: %zu in %zu to %zu, not %zu in %zu to %zu", what, set->rank, set->low, set->high, first,
                 low, high);
}

/* Of two, the difference is normal: 1.96 standard errors tell them apart. */
static void test_two_are_told_apart_at_the_normal_quantile(void **state)
{
    (void)state;
    trig_rank_draws *draws = draws_of(2, 200000);
    static const struct {
        double steps;
        bool apart;
    } cases[] = {{1.93, false}, {1.99, true}, {-1.93, false}, {-1.99, true}};
    for (size_t kind = 0; kind < 2; kind++)
        for (size_t i = 0; i < 4; i++) {
            double y[] = {cases[i].steps * sqrt(2.0), 0.0};
            struct trig_rank_set sets[2];
            rank(draws, y, 1.0, INFINITY, 2, (enum trig_rank_kind)kind, sets);
            bool apart = sets[0].low == sets[0].high;
            if (apart != cases[i].apart || sets[1].low + sets[0].low != (apart ? 3u : 2u))
                fail_msg("%g standard errors, kind %zu", cases[i].steps, kind);
        }
    trig_rank_draws_destroy(draws);
}

/* Of three alike, the largest difference over its standard error has the
 * studentized range's quantile over sqrt 2: qtukey(.95, 3, Inf) / sqrt(2) = 2.343701
 * in R; of the two left after a third was told apart, 1.96. */
static void test_three_are_told_apart_step_by_step(void **state)
{
    (void)state;
    trig_rank_draws *draws = draws_of(3, 200000);
    const double unit = sqrt(2.0);
    struct trig_rank_set sets[3];
    rank(draws, (double[]){2.32 * unit, 1.0, 0.0}, 1.0, INFINITY, 3, TRIG_RANK_SIMULTANEOUS, sets);
    assert_set(&sets[0], 1, 1, 3, "2.32 of three");
    rank(draws, (double[]){2.37 * unit, 1.0, 0.0}, 1.0, INFINITY, 3, TRIG_RANK_SIMULTANEOUS, sets);
    assert_set(&sets[0], 1, 1, 2, "2.37 of three");
    assert_set(&sets[1], 2, 1, 3, "between them");
    rank(draws, (double[]){50.0, 2.1 * unit, 0.0}, 1.0, INFINITY, 3, TRIG_RANK_SIMULTANEOUS, sets);
    assert_set(&sets[0], 1, 1, 1, "far above");
    assert_set(&sets[1], 2, 2, 2, "2.1 once the third is apart");
    assert_set(&sets[2], 3, 3, 3, "the last");
    trig_rank_draws_destroy(draws);
}

static void test_ties_share_the_better_rank_and_all_ranks_are_possible(void **state)
{
    (void)state;
    trig_rank_draws *draws = draws_of(5, 1000);
    struct trig_rank_set sets[5];
    for (size_t kind = 0; kind < 2; kind++) {
        rank(draws, (double[]){3.0, 3.0, 3.0, 3.0, 3.0}, 0.5, 9.0, 5, (enum trig_rank_kind)kind, sets);
        for (size_t i = 0; i < 5; i++)
            assert_set(&sets[i], 1, 1, 5, "all alike");
        rank(draws, (double[]){3.0, 90.0, 3.0, 3.0, -90.0}, 0.5, 9.0, 5, (enum trig_rank_kind)kind, sets);
        assert_set(&sets[1], 1, 1, 1, "the first");
        assert_set(&sets[0], 2, 2, 4, "one of three alike");
        assert_set(&sets[4], 5, 5, 5, "the last");
    }
    trig_rank_draws_destroy(draws);
}

static void test_marginal_sets_lie_within_simultaneous_ones(void **state)
{
    (void)state;
    uint64_t random = 5;
    trig_rank_draws *draws = draws_of(MOST, 2000);
    for (size_t trial = 0; trial < 20; trial++) {
        struct trig_entry items[MOST];
        struct trig_rank_set marginal[MOST];
        struct trig_rank_set all[MOST];
        size_t count = 2 + filled_random(&random) % (MOST - 2);
        for (size_t i = 0; i < count; i++)
            items[i] = (struct trig_entry){20.0 * filled_uniform(&random),
                                           0.3 + 4.0 * filled_uniform(&random), 9.0, 10.0};
        assert_ok(trig_rank_sets(draws, items, count, TRIG_RANK_MARGINAL, 0.95, marginal, &error), error);
        assert_ok(trig_rank_sets(draws, items, count, TRIG_RANK_SIMULTANEOUS, 0.95, all, &error), error);
        for (size_t i = 0; i < count; i++) {
            assert_true(all[i].low <= marginal[i].low && marginal[i].high <= all[i].high);
            assert_true(marginal[i].low <= marginal[i].rank && marginal[i].rank <= marginal[i].high);
        }
    }
    trig_rank_draws_destroy(draws);
}

static void test_the_same_seed_gives_the_same_sets(void **state)
{
    (void)state;
    static const double y[] = {5.0, 2.0, 3.5, 9.0, 4.0, 0.0, 7.0};
    struct trig_rank_set sets[2][7];
    for (size_t i = 0; i < 2; i++) {
        trig_rank_draws *draws = trig_rank_draws_create(7, 500, 42, &error);
        rank(draws, y, 1.0, 12.0, 7, TRIG_RANK_SIMULTANEOUS, sets[i]);
        trig_rank_draws_destroy(draws);
    }
    assert_memory_equal(sets[0], sets[1], sizeof sets[0]);
}

/* ---- how often they err --------------------------------------------------------------- */

static double normal(uint64_t *random)
{
    double u = filled_uniform(random);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * M_PI * filled_uniform(random));
}

/* An institution of [n] answers with the same mean as all others. */
static struct trig_entry sampled(size_t n, double spread, uint64_t *random)
{
    double sum = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < n; i++) {
        double y = spread * normal(random);
        sum += y;
        square += y * y;
    }
    double count = (double)n;
    double mean = sum / count;
    double variance = (square - count * mean * mean) / (count - 1.0);
    return (struct trig_entry){mean, sqrt(variance / count), count - 1.0, count};
}

static void test_equal_places_are_seldom_told_apart(void **state)
{
    (void)state;
    enum { SETS = 400 };
    static const size_t sizes[] = {10, 17, 50};
    trig_rank_draws *draws = draws_of(MOST, 500);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        uint64_t random = 3 + s;
        size_t wrong = 0;
        for (size_t set = 0; set < SETS; set++) {
            struct trig_entry items[MOST];
            struct trig_rank_set sets[MOST];
            size_t narrowed = 0;
            for (size_t i = 0; i < MOST; i++)
                items[i] = sampled(i % 2 ? sizes[s] : 3 * sizes[s], i % 3 ? 20.0 : 30.0, &random);
            assert_ok(trig_rank_sets(draws, items, MOST, TRIG_RANK_SIMULTANEOUS, 0.95, sets, &error), error);
            for (size_t i = 0; i < MOST; i++)
                narrowed += sets[i].low > 1 || sets[i].high < MOST;
            wrong += narrowed > 0;
        }
        /* 5% and three standard errors of so many sets. */
        if ((double)wrong / SETS > 0.05 + 3.0 * sqrt(0.05 * 0.95 / SETS))
            fail_msg("n = %zu: a false difference in %zu of %d sets", sizes[s], wrong, (int)SETS);
    }
    trig_rank_draws_destroy(draws);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_are_told_apart_at_the_normal_quantile),
        cmocka_unit_test(test_three_are_told_apart_step_by_step),
        cmocka_unit_test(test_ties_share_the_better_rank_and_all_ranks_are_possible),
        cmocka_unit_test(test_marginal_sets_lie_within_simultaneous_ones),
        cmocka_unit_test(test_the_same_seed_gives_the_same_sets),
        cmocka_unit_test(test_equal_places_are_seldom_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
