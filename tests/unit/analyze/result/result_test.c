/* Rows of a result and the table made of them. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/result/result.h"

#include <math.h>

#define EVERY_COLUMN ((UINT64_C(1) << TRIG_RESULT_COUNT) - 1)

static trig_store *store;

static int make_store(void **state)
{
    (void)state;
    struct filled_text csv = {NULL, 0, 0};
    struct trig_error error;
    oracle_staff.answers(&csv);
    enum trig_status status = analysis_store(oracle_staff.files, csv.data, 0, &store, &error);
    filled_clear(&csv);
    return (int)status;
}

static int close_store(void **state)
{
    (void)state;
    analysis_close(store);
    return 0;
}

/* A row for each domain and measure. */
static struct trig_results results_of(struct analysis *analysis)
{
    struct trig_results results;
    struct trig_error *error = &analysis->error;
    assert_ok(trig_results_init(&results, &analysis->request.bys, error), *error);
    trig_estimator *estimator = trig_estimator_create(&analysis->cells, &analysis->request.design, error);
    assert_non_null(estimator);
    for (size_t i = 0; i < analysis->domains.count; i++) {
        for (size_t j = 0; j < analysis->measures.count; j++) {
            struct trig_estimate estimate;
            size_t row;
            const struct trig_domain *domain = &analysis->domains.items[i];
            assert_ok(trig_estimate_mean(estimator, j, domain, &estimate, error), *error);
            assert_ok(
                trig_results_add_estimate(&results, &analysis->cells, j, domain, &estimate, &row, error),
                *error);
        }
    }
    trig_estimator_destroy(estimator);
    return results;
}

static trig_table *table_of(const struct trig_results *results, enum trig_naming naming,
                            struct trig_error *error)
{
    trig_table *table;
    const struct trig_disclosure_rules exact = {.mode = TRIG_DISCLOSURE_THRESHOLD};
    assert_ok(trig_results_table(results, trig_store_definition(store), &exact, EVERY_COLUMN, naming, &table,
                                 error),
              *error);
    return table;
}

static void assert_cell(const trig_table *table, size_t row, const char *column, const char *text)
{
    struct trig_view cell = trig_table_text(table, row, trig_table_find(table, column));
    if (!trig_view_is(cell, text))
        fail_msg("%s of row %zu is \"%.*s\", not \"%s\"", column, row, TRIG_VIEW_ARG(cell), text);
}

/* The contract lets columns be added, never moved. */
static void test_results_table_has_the_columns_of_the_contract_in_order(void **state)
{
    (void)state;
    static const char *const contract[] = {"wave",
                                           "institution",
                                           "group",
                                           "role",
                                           "site",
                                           "measure",
                                           "pillar",
                                           "statistic",
                                           "estimate",
                                           "se",
                                           "ci_low",
                                           "ci_high",
                                           "n",
                                           "n_eff",
                                           "deff",
                                           "df",
                                           "basis",
                                           "population",
                                           "response_rate",
                                           "benchmark",
                                           "difference",
                                           "difference_se",
                                           "z",
                                           "p",
                                           "p_adjusted",
                                           "effect_size",
                                           "flag",
                                           "rank",
                                           "rank_low",
                                           "rank_high",
                                           "suppressed",
                                           "note"};
    struct analysis analysis;
    const struct analysis_options options = {"role,institution,site", "v1", "all", {.df = NULL}};
    assert_ok(analysis_run(&analysis, store, &options), analysis.error);
    struct trig_results results = results_of(&analysis);
    trig_table *table = table_of(&results, TRIG_NAMING_IDS, &analysis.error);
    size_t before = 0;
    for (size_t i = 0; i < sizeof contract / sizeof *contract; i++) {
        size_t at = trig_table_find(table, contract[i]);
        if (at == SIZE_MAX || (i && at <= before))
            fail_msg("%s is at %zu", contract[i], at);
        before = at;
    }
    assert_int_equal(trig_table_rows(table), analysis.domains.count);
    trig_table_destroy(table);
    trig_results_clear(&results);
    analysis_clear(&analysis);
}

static void test_results_table_shows_ids_or_labels(void **state)
{
    (void)state;
    static const struct {
        enum trig_naming naming;
        const char *wave;
        const char *institution;
        const char *role;
        const char *measure;
        const char *pillar;
    } cases[] = {
        {TRIG_NAMING_IDS, "2024", "i01", "lab", "pillar:rec", "rec"},
        {TRIG_NAMING_LABELS, "Second", "One", "Laboratory", "Recognition", "Recognition"},
    };
    struct analysis analysis;
    const struct analysis_options options = {"institution,role", "pillar:rec", NULL, {.df = NULL}};
    assert_ok(analysis_run(&analysis, store, &options), analysis.error);
    struct trig_results results = results_of(&analysis);
    for (size_t i = 0; i < 2; i++) {
        trig_table *table = table_of(&results, cases[i].naming, &analysis.error);
        assert_cell(table, 0, "wave", cases[i].wave);
        assert_cell(table, 0, "institution", cases[i].institution);
        assert_cell(table, 0, "role", cases[i].role);
        assert_cell(table, 0, "measure", cases[i].measure);
        assert_cell(table, 0, "pillar", cases[i].pillar);
        assert_cell(table, 0, "statistic", "mean");
        assert_cell(table, 0, "basis", "model");
        trig_table_destroy(table);
    }
    trig_results_clear(&results);
    analysis_clear(&analysis);
}

static void test_results_that_do_not_apply_are_empty_cells(void **state)
{
    (void)state;
    struct analysis analysis;
    const struct analysis_options options = {"all", "respondents,role=lab", "2024", {.df = NULL}};
    assert_ok(analysis_run(&analysis, store, &options), analysis.error);
    struct trig_results results = results_of(&analysis);
    trig_table *table = table_of(&results, TRIG_NAMING_IDS, &analysis.error);
    static const char *const empty[] = {"institution", "group", "se",   "ci_low", "n_eff",      "df",
                                        "basis",       "rank",  "flag", "p",      "suppressed", "benchmark"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        if (!trig_table_is_empty(table, 0, trig_table_find(table, empty[i])))
            fail_msg("%s is not empty", empty[i]);
    assert_cell(table, 0, "statistic", "count");
    assert_cell(table, 1, "statistic", "proportion");
    assert_close(trig_table_number(table, 0, trig_table_find(table, "estimate")),
                 (double)analysis.cells.counts.counted, 0, 0);
    assert_int_equal(trig_table_style(table, 1, trig_table_find(table, "se")), TRIG_STYLE_SHARE);
    assert_int_equal(trig_table_style(table, 0, trig_table_find(table, "estimate")), TRIG_STYLE_INTEGER);
    trig_table_destroy(table);
    trig_results_clear(&results);
    analysis_clear(&analysis);
}

static void test_results_keep_what_disclosure_needs(void **state)
{
    (void)state;
    struct analysis analysis;
    const struct analysis_options options = {"all", "role=lab,days", "2024", {.weights = "none"}};
    assert_ok(analysis_run(&analysis, store, &options), analysis.error);
    struct trig_results results = results_of(&analysis);
    const struct trig_base *share = &results.items[0].base;
    const struct trig_base *days = &results.items[1].base;
    assert_int_equal(share->denominator, results.items[0].n);
    assert_close(share->numerator, results.items[0].estimate * (double)results.items[0].n, 1e-12, 0);
    assert_close(days->numerator, NAN, 0, 0);
    assert_int_equal(share->institutions, 14);
    assert_true(share->largest_institution >= share->second_institution && share->second_institution > 0);
    assert_close(share->extremes.total, NAN, 0, 0);
    assert_close(days->extremes.total, results.items[1].estimate * (double)results.items[1].n, 1e-12, 0);
    assert_true(days->extremes.largest >= days->extremes.second && days->extremes.second > 20);
    trig_results_clear(&results);
    analysis_clear(&analysis);
}

static void test_results_note_joins_sentences(void **state)
{
    (void)state;
    struct trig_results results;
    struct trig_error error;
    struct trig_bys none = {.count = 0};
    size_t row;
    assert_ok(trig_results_init(&results, &none, &error), error);
    assert_ok(trig_results_add(&results, &row, &error), error);
    assert_int_equal(trig_results_note(&results, row, "first %d", 1), TRIG_OK);
    assert_int_equal(trig_results_note(&results, row, "second"), TRIG_OK);
    assert_true(trig_view_is(results.items[row].note, "first 1; second"));
    trig_results_clear(&results);
}

static void test_results_notes_say_what_is_special_about_an_estimate(void **state)
{
    (void)state;
    struct analysis analysis;
    /* i12 has one respondent in 2024, i03 more than its population count. */
    const struct analysis_options options = {
        "institution", "role=lab", "2024", {.fpc = "on", .weights = "none"}};
    assert_ok(analysis_run(&analysis, store, &options), analysis.error);
    struct trig_results results = results_of(&analysis);
    size_t found = 0;
    for (size_t i = 0; i < results.count; i++) {
        const struct trig_result *row = &results.items[i];
        if (row->institution == 11) {
            assert_true(trig_view_is(row->note, "strata of one respondent are measured from the overall mean "
                                                "(adjust); no interval: no degrees of freedom"));
            found++;
        }
    }
    assert_int_equal(found, 1);
    trig_results_clear(&results);
    analysis_clear(&analysis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results_table_has_the_columns_of_the_contract_in_order),
        cmocka_unit_test(test_results_table_shows_ids_or_labels),
        cmocka_unit_test(test_results_that_do_not_apply_are_empty_cells),
        cmocka_unit_test(test_results_keep_what_disclosure_needs),
        cmocka_unit_test(test_results_note_joins_sentences),
        cmocka_unit_test(test_results_notes_say_what_is_special_about_an_estimate),
    };
    return cmocka_run_group_tests(tests, make_store, close_store);
}
