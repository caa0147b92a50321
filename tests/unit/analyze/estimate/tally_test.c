/* What the sums of a tally have to be: the same for any partition and order, and
 * precise however many rows and however large an offset. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/estimate/tally.h"

#include <math.h>

#define MEASURES "pillar:vis,pillar:rec,v4:positive,days,r2=d,support=mentor,respondents"

static struct filled_text staff_csv;

static int make_answers(void **state)
{
    (void)state;
    oracle_staff.answers(&staff_csv);
    return 0;
}

static int clear_answers(void **state)
{
    (void)state;
    filled_clear(&staff_csv);
    return 0;
}

static trig_store *store_of(const char *csv, size_t batch)
{
    trig_store *store;
    struct trig_error error;
    assert_ok(analysis_store(oracle_staff.files, csv, batch, &store, &error), error);
    return store;
}

/* ---- comparing ----------------------------------------------------------------------------- */

/* The same sums of y itself: shifts follow the first batch and may differ. */
static struct trig_moments unshifted(const struct trig_cells *cells, size_t cell, size_t measure)
{
    struct trig_moments m = cells->moments[cell * cells->measures + measure];
    double shift = cells->shifts[measure];
    m.wyy += 2 * shift * m.wy + shift * shift * m.w;
    m.wwyy += 2 * shift * m.wwy + shift * shift * m.ww;
    m.y += shift * m.n;
    m.wy += shift * m.w;
    m.wwy += shift * m.ww;
    return m;
}

static void assert_moments_close(struct trig_moments a, struct trig_moments b, double tolerance,
                                 const char *label)
{
    double x[sizeof a / sizeof(double)];
    double y[sizeof a / sizeof(double)];
    memcpy(x, &a, sizeof a);
    memcpy(y, &b, sizeof b);
    for (size_t i = 0; i < sizeof a / sizeof(double); i++)
        if (!trig_close(x[i], y[i], tolerance, 0))
            fail_msg("%s: sum %zu is %.17g, not %.17g", label, i, x[i], y[i]);
}

static void assert_cells_close(const struct trig_cells *a, const struct trig_cells *b, double tolerance,
                               const char *label)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->stratum_count, b->stratum_count);
    assert_int_equal(a->counts.counted, b->counts.counted);
    assert_int_equal(a->counts.out_of_scope, b->counts.out_of_scope);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(a->items[i].respondents, b->items[i].respondents);
        assert_true(a->items[i].institution == b->items[i].institution);
        for (size_t j = 0; j < a->measures; j++)
            assert_moments_close(unshifted(a, i, j), unshifted(b, i, j), tolerance, label);
        for (size_t j = 0; a->extremes && j < a->measures; j++)
            assert_close(a->extremes[i * a->measures + j].second, b->extremes[i * a->measures + j].second,
                         1e-12, 0);
    }
}

static void assert_same_result(trig_store *store, const struct analysis *expected, double tolerance,
                               const struct analysis_options *options, const char *label)
{
    struct analysis found;
    assert_ok(analysis_run(&found, store, options), found.error);
    assert_cells_close(&found.cells, &expected->cells, tolerance, label);
    analysis_clear(&found);
}

/* ---- partitions and orders ------------------------------------------------------------------- */

/* The lines behind the header in another order, the same for the same seed. */
static struct filled_text shuffled(const char *csv, uint64_t seed)
{
    struct filled_text out = {NULL, 0, 0};
    const char *lines[2000];
    size_t count = 0;
    const char *at = strchr(csv, '\n') + 1;
    filled_print(&out, "%.*s", (int)(at - csv), csv);
    for (; *at; at = strchr(at, '\n') + 1)
        lines[count++] = at;
    for (size_t i = count; i-- > 1;) {
        size_t j = filled_random(&seed) % (i + 1);
        const char *line = lines[i];
        lines[i] = lines[j];
        lines[j] = line;
    }
    for (size_t i = 0; i < count; i++)
        filled_print(&out, "%.*s", (int)(strchr(lines[i], '\n') - lines[i] + 1), lines[i]);
    return out;
}

static void test_tally_of_any_batches_and_order_is_the_same(void **state)
{
    (void)state;
    static const char *const weights[] = {"none", "cal"};
    static const size_t batches[] = {1, 7, 64, 1000};
    for (size_t w = 0; w < 2; w++) {
        const struct analysis_options options = {
            "institution,wave,role", MEASURES, "all", {.weights = weights[w]}};
        trig_store *whole = store_of(staff_csv.data, 0);
        struct analysis expected;
        assert_ok(analysis_run(&expected, whole, &options), expected.error);
        for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
            struct filled_text csv = shuffled(staff_csv.data, 100 + i);
            trig_store *store = store_of(csv.data, batches[i]);
            assert_same_result(store, &expected, 1e-12, &options, weights[w]);
            analysis_close(store);
            filled_clear(&csv);
        }
        analysis_clear(&expected);
        analysis_close(whole);
    }
}

/* Splits the answers over several stores, which are analysed as one. */
static void test_cells_scan_of_several_stores_is_that_of_one(void **state)
{
    (void)state;
    struct filled_text parts[3] = {{NULL, 0, 0}, {NULL, 0, 0}, {NULL, 0, 0}};
    const char *body = strchr(staff_csv.data, '\n') + 1;
    size_t line = 0;
    for (size_t i = 0; i < 3; i++)
        filled_print(&parts[i], "%.*s", (int)(body - staff_csv.data), staff_csv.data);
    for (const char *at = body; *at; at = strchr(at, '\n') + 1)
        filled_print(&parts[line++ / 11 % 3], "%.*s", (int)(strchr(at, '\n') - at + 1), at);
    /* `site` has no scale: its texts are met in another order in every store. */
    const struct analysis_options options = {"site,wave", MEASURES ",site=south", "all", {.weights = "none"}};
    trig_store *whole = store_of(staff_csv.data, 0);
    trig_store *stores[3];
    for (size_t i = 0; i < 3; i++)
        stores[i] = store_of(parts[i].data, 0);
    struct analysis expected;
    struct analysis found = {.store = stores[0]};
    assert_ok(analysis_run(&expected, whole, &options), expected.error);
    assert_ok(analysis_request(&found, &options), found.error);
    assert_ok(trig_cells_scan(stores, 3, &found.request, &found.cells, &found.error), found.error);
    assert_cells_close(&found.cells, &expected.cells, 1e-12, "three stores");
    analysis_clear(&found);
    analysis_clear(&expected);
    for (size_t i = 0; i < 3; i++) {
        analysis_close(stores[i]);
        filled_clear(&parts[i]);
    }
    analysis_close(whole);
}

static enum trig_status scan_into(trig_tally *const *tallies, size_t count, const trig_frame *frame,
                                  struct trig_error *error)
{
    struct trig_batch batch;
    size_t number = 0;
    for (;;) {
        enum trig_status status = trig_scan_next(frame->stores[0].scan, &batch, error);
        if (status || batch.rows == 0)
            return status;
        status = trig_tally_add(tallies[number++ % count], 0, &batch, error);
        if (status)
            return status;
    }
}

static void test_tally_merge_of_any_parts_is_the_whole(void **state)
{
    (void)state;
    const struct analysis_options options = {"institution,role", MEASURES, "all", {.weights = "cal"}};
    trig_store *store = store_of(staff_csv.data, 9);
    struct analysis whole;
    assert_ok(analysis_run(&whole, store, &options), whole.error);
    for (size_t count = 2; count <= 5; count++) {
        trig_frame *frame;
        trig_tally *tallies[5];
        struct trig_cells cells;
        assert_ok(trig_frame_open(&store, 1, &whole.request, &frame, &whole.error), whole.error);
        for (size_t i = 0; i < count; i++)
            assert_non_null(tallies[i] = trig_tally_create(frame, &whole.error));
        assert_ok(scan_into(tallies, count, frame, &whole.error), whole.error);
        for (size_t i = count - 1; i > 0; i--) /* the last into the one before it, and so on */
            assert_ok(trig_tally_merge(tallies[i - 1], tallies[i], &whole.error), whole.error);
        assert_ok(trig_tally_finish(tallies[0], &cells, &whole.error), whole.error);
        assert_cells_close(&cells, &whole.cells, 1e-12, "merged");
        trig_cells_clear(&cells);
        for (size_t i = 0; i < count; i++)
            trig_tally_destroy(tallies[i]);
        trig_frame_destroy(frame);
    }
    analysis_clear(&whole);
    analysis_close(store);
}

/* ---- precision ---------------------------------------------------------------------------------- */

static const struct filled_file numbers_files[] = {
    {"survey.csv", "key,value\nid,numbers\n"},
    {"variables.csv", "name,role,type\nx,item,numeric\n"},
    {NULL, NULL},
};

/* The same 65,000 numbers around [offset] again and again: their mean and
 * variance follow from a first pass in extended precision. */
static void check_offset(double offset, size_t times)
{
    struct filled_text csv = {NULL, 0, 0};
    uint64_t random = 1;
    long double sum = 0;
    long double square = 0;
    const size_t rows = 65000;
    filled_print(&csv, "x\n");
    for (size_t i = 0; i < rows; i++) {
        double deviation = 4.0 * filled_uniform(&random) - 2.0;
        double x = offset + deviation;
        filled_print(&csv, "%.17g\n", x);
        sum += (long double)x - (long double)offset;
        square += ((long double)x - (long double)offset) * ((long double)x - (long double)offset);
    }
    trig_store *store;
    struct analysis analysis;
    assert_ok(analysis_store(numbers_files, csv.data, 0, &store, &analysis.error), analysis.error);
    filled_clear(&csv);
    memset(&analysis, 0, sizeof analysis);
    analysis.store = store;
    assert_ok(analysis_request(&analysis, &(struct analysis_options){.measures = "x"}), analysis.error);
    trig_frame *frame;
    struct trig_batch batch;
    assert_ok(trig_frame_open(&store, 1, &analysis.request, &frame, &analysis.error), analysis.error);
    trig_tally *tally = trig_tally_create(frame, &analysis.error);
    assert_non_null(tally);
    assert_ok(trig_scan_next(frame->stores[0].scan, &batch, &analysis.error), analysis.error);
    for (size_t i = 0; i < times; i++)
        assert_ok(trig_tally_add(tally, 0, &batch, &analysis.error), analysis.error);
    assert_ok(trig_tally_finish(tally, &analysis.cells, &analysis.error), analysis.error);

    struct trig_domain all;
    struct trig_estimate estimate;
    assert_ok(trig_domain_select(&analysis.cells, NULL, NULL, &analysis.arena, &all, &analysis.error),
              analysis.error);
    trig_estimator *estimator =
        trig_estimator_create(&analysis.cells, &analysis.request.design, &analysis.error);
    assert_ok(trig_estimate_mean(estimator, 0, &all, &estimate, &analysis.error), analysis.error);
    long double mean = sum / rows;
    long double n = (long double)rows * times;
    long double variance = (square / rows - mean * mean) / (n - 1);
    assert_int_equal(estimate.n, rows * times);
    assert_close(estimate.estimate, (double)(offset + mean), 1e-14, 0);
    assert_close(estimate.variance, (double)variance, 1e-10, 0);
    trig_estimator_destroy(estimator);
    trig_tally_destroy(tally);
    analysis_clear(&analysis);
    trig_frame_destroy(frame);
    analysis_close(store);
}

static void test_tally_of_many_rows_far_from_zero_stays_precise(void **state)
{
    (void)state;
    check_offset(0.0, 1);
    check_offset(1e6, 154); /* 10^7 rows */
    check_offset(-1e9, 3);
}

/* ---- what is not counted ----------------------------------------------------------------------- */

static void test_frame_counts_rows_by_why_they_are_left_out(void **state)
{
    (void)state;
    trig_store *store = store_of(staff_csv.data, 0);
    struct analysis all;
    struct analysis latest;
    assert_ok(analysis_run(&all, store, &(struct analysis_options){.waves = "all"}), all.error);
    assert_ok(analysis_run(&latest, store, &(struct analysis_options){.waves = NULL}), latest.error);
    assert_int_equal(all.cells.counts.other_wave, 0);
    assert_int_equal(latest.cells.counts.rows, all.cells.counts.rows);
    assert_true(latest.cells.counts.other_wave > 100);
    assert_int_equal(latest.cells.counts.rows, latest.cells.counts.other_wave +
                                                   latest.cells.counts.out_of_scope +
                                                   latest.cells.counts.counted);
    assert_true(trig_cells_have_wave(&latest.cells, 1));
    assert_false(trig_cells_have_wave(&latest.cells, 0));
    assert_int_equal(latest.cells.only_wave, 1);
    assert_true(all.cells.only_wave == TRIG_NONE);
    assert_int_equal(latest.domains.items[0].respondents, latest.cells.counts.counted);
    analysis_clear(&latest);
    analysis_clear(&all);
    analysis_close(store);
}

static void test_frame_open_of_stores_with_other_definitions_is_refused(void **state)
{
    (void)state;
    trig_store *stores[2];
    struct analysis analysis = {.store = NULL};
    assert_ok(analysis_store(oracle_staff.files, staff_csv.data, 0, &stores[0], &analysis.error),
              analysis.error);
    assert_ok(analysis_store(numbers_files, "x\n1\n", 0, &stores[1], &analysis.error), analysis.error);
    analysis.store = stores[0];
    assert_ok(analysis_request(&analysis, &(struct analysis_options){.by = NULL}), analysis.error);
    assert_int_equal(trig_cells_scan(stores, 2, &analysis.request, &analysis.cells, &analysis.error),
                     TRIG_ERR_USAGE);
    assert_non_null(strstr(analysis.error.message, "hold different survey definitions"));
    analysis_clear(&analysis);
    analysis_close(stores[0]);
    analysis_close(stores[1]);
}

static void test_cells_scan_without_responses_says_so(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        const char *waves;
        const char *message;
    } cases[] = {
        {"wave,institution,technical\n", NULL, "there are no responses in the store yet"},
        {"wave,institution,technical\n", "all", "no response is in scope: of 0 read"},
        {"wave,institution,technical\n2021,i01,no\n", NULL, "of 1 read, 0 are of other waves and 1 fail"},
        {"wave,institution,technical\n2021,i01,yes\n", "2024", "the wave \"2024\" holds no responses"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_store *store = store_of(cases[i].csv, 0);
        struct analysis analysis;
        assert_int_equal(analysis_run(&analysis, store, &(struct analysis_options){.waves = cases[i].waves}),
                         TRIG_ERR_DOMAIN);
        if (!strstr(analysis.error.message, cases[i].message))
            fail_msg("case %zu: \"%s\"", i, analysis.error.message);
        analysis_clear(&analysis);
        analysis_close(store);
    }
}

static void test_tally_of_incomplete_designs_says_what_lacks(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        const char *message;
    } cases[] = {
        {"technical,region,w,size\nyes,a,1,10\nyes,a,,10\n", "a response has no weight in \"w\""},
        {"technical,region,w,size\nyes,a,1,10\nyes,a,-1,10\n", "a negative weight"},
        {"technical,region,w,size\nyes,a,1,10\nyes,,1,10\n", "no stratum or no PSU"},
        {"technical,region,w,size\nyes,a,1,10\nyes,a,1,\n", "has nothing in \"size\", the fpc"},
        {"technical,region,w,size\nyes,a,1,10\nyes,a,1,0\n", "has zero or less in \"size\""},
        {"technical,region,w,size\nyes,a,1,10\nyes,a,1,11\n",
         "varies within the stratum \"a\": from 10 to 11"},
        {"technical,region,w,size\nyes,a,1,10\nyes,b,1,0.5\n", "\"b\" is 0.5, a sampling fraction"},
        {"technical,region,w,size\nyes,a,1,2\nyes,a,1,2\nno,a,1,2\n",
         "has 3 units in the sample and an fpc of 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_store *store;
        struct analysis analysis;
        assert_ok(analysis_store(oracle_sample.files, cases[i].csv, 0, &store, &analysis.error),
                  analysis.error);
        assert_int_equal(
            analysis_run(&analysis, store, &(struct analysis_options){.measures = "respondents"}),
            TRIG_ERR_DOMAIN);
        if (!strstr(analysis.error.message, cases[i].message))
            fail_msg("case %zu: \"%s\"", i, analysis.error.message);
        analysis_clear(&analysis);
        analysis_close(store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_of_any_batches_and_order_is_the_same),
        cmocka_unit_test(test_cells_scan_of_several_stores_is_that_of_one),
        cmocka_unit_test(test_tally_merge_of_any_parts_is_the_whole),
        cmocka_unit_test(test_tally_of_many_rows_far_from_zero_stays_precise),
        cmocka_unit_test(test_frame_counts_rows_by_why_they_are_left_out),
        cmocka_unit_test(test_frame_open_of_stores_with_other_definitions_is_refused),
        cmocka_unit_test(test_cells_scan_without_responses_says_so),
        cmocka_unit_test(test_tally_of_incomplete_designs_says_what_lacks),
    };
    return cmocka_run_group_tests(tests, make_answers, clear_answers);
}
