/* However many threads read the answers: the same bits, and the same complaint. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/estimate/replicate_sums.h"

#include <sqlite3.h>

#define MEASURES "pillar:vis,pillar:rec,v4:positive,days,r2=d,support=mentor,respondents"

static trig_store *staff_store(size_t batch)
{
    struct filled_text csv = {NULL, 0, 0};
    trig_store *store = NULL;
    struct trig_error error;
    oracle_staff.answers(&csv);
    assert_ok(analysis_store(oracle_staff.files, csv.data, batch, &store, &error), error);
    filled_clear(&csv);
    return store;
}

static enum trig_status scan(struct analysis *analysis, trig_store *store, size_t threads,
                             const struct analysis_options *options)
{
    memset(analysis, 0, sizeof *analysis);
    analysis->store = store;
    assert_ok(analysis_request(analysis, options), analysis->error);
    analysis->request.threads = threads;
    return trig_cells_scan(&analysis->store, 1, &analysis->request, &analysis->cells, &analysis->error);
}

static void assert_same_bits(const struct trig_cells *a, const struct trig_cells *b, size_t threads)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->bin_count, b->bin_count);
    if (memcmp(a->moments, b->moments, a->count * a->measures * sizeof *a->moments) != 0)
        fail_msg("moments differ with %zu threads", threads);
    if (memcmp(a->extremes, b->extremes, a->count * a->measures * sizeof *a->extremes) != 0)
        fail_msg("extremes differ with %zu threads", threads);
    if (a->bin_count && memcmp(a->bins, b->bins, a->count * a->bin_count * sizeof *a->bins) != 0)
        fail_msg("bins differ with %zu threads", threads);
    assert_memory_equal(&a->counts, &b->counts, sizeof a->counts);
}

static void test_cells_are_the_same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    static const size_t batches[] = {1, 9, 250, 0};
    static const char *const weights[] = {"none", "cal"};
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        trig_store *store = staff_store(batches[i]);
        for (size_t w = 0; w < 2; w++) {
            const struct analysis_options options = {
                "institution,wave,role", MEASURES, "all", {.weights = weights[w]}};
            struct analysis one;
            assert_ok(scan(&one, store, 1, &options), one.error);
            for (size_t threads = 2; threads <= 7; threads++) {
                struct analysis many;
                assert_ok(scan(&many, store, threads, &options), many.error);
                assert_same_bits(&many.cells, &one.cells, threads);
                analysis_clear(&many);
            }
            analysis_clear(&one);
        }
        analysis_close(store);
    }
}

/* Groups: respondents of a stratum are dealt into so many; 0: they are drawn themselves. */
static enum trig_status draw(struct analysis *analysis, trig_store *store, size_t threads, size_t groups)
{
    const struct analysis_options options = {
        "institution,wave,role",
        MEASURES,
        "all",
        {.weights = "cal", .replicates = "bootstrap:37", .lonely = "remove"}};
    memset(analysis, 0, sizeof *analysis);
    analysis->store = store;
    assert_ok(analysis_request(analysis, &options), analysis->error);
    analysis->request.threads = threads;
    analysis->request.design.replication.groups = groups;
    return trig_cells_scan(&analysis->store, 1, &analysis->request, &analysis->cells, &analysis->error);
}

static void test_replicates_are_the_same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    static const size_t threads[] = {2, 3, 40, 0};
    trig_store *store = staff_store(0);
    for (size_t groups = 0; groups <= 3; groups += 3) {
        struct analysis one;
        assert_ok(draw(&one, store, 1, groups), one.error);
        size_t numbers = one.cells.count * one.cells.measures * 2 * 37;
        const double *sums = one.cells.replicates->sums;
        double largest = 0.0;
        for (size_t i = 0; i < numbers; i++)
            largest = sums[i] > largest ? sums[i] : largest;
        assert_true(largest > 0.0);
        for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
            struct analysis many;
            assert_ok(draw(&many, store, threads[i], groups), many.error);
            assert_int_equal(many.cells.count, one.cells.count);
            if (memcmp(many.cells.replicates->sums, sums, numbers * sizeof *sums) != 0)
                fail_msg("replicates in %zu groups differ with %zu threads", groups, threads[i]);
            analysis_clear(&many);
        }
        analysis_clear(&one);
    }
    analysis_close(store);
}

/* Two segments are damaged: whoever meets one first, the first of the store is named. */
static void test_scan_names_the_first_damage_for_any_number_of_threads(void **state)
{
    (void)state;
    trig_store *store = staff_store(9);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(trig_store_path(store), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE segment SET data = zeroblob(length(data)) "
                                  "WHERE batch IN (3, 4, 11) AND variable = 'v4'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    for (size_t threads = 1; threads <= 5; threads++) {
        struct analysis analysis;
        const struct analysis_options options = {"institution", MEASURES, "all", {.weights = "none"}};
        assert_int_equal(scan(&analysis, store, threads, &options), TRIG_ERR_DAMAGED);
        if (!strstr(analysis.error.message, "\"v4\" in import 1, batch 3 is damaged"))
            fail_msg("%zu threads: %s", threads, analysis.error.message);
        analysis_clear(&analysis);
    }
    analysis_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_are_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(test_replicates_are_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(test_scan_names_the_first_damage_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
