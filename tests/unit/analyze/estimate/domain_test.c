/* Domains, the families of their rows, and response rates, on the staff survey. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/response/response.h"

#include <math.h>

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

static struct analysis run(const char *by, const char *waves)
{
    struct analysis analysis;
    assert_ok(
        analysis_run(&analysis, store, &(struct analysis_options){by, "respondents,v1", waves, {.df = NULL}}),
        analysis.error);
    return analysis;
}

/* ---- domains ---------------------------------------------------------------------------------- */

static void test_domains_build_is_ordered_and_counts_everybody_once(void **state)
{
    (void)state;
    struct analysis analysis = run("wave,role", "all");
    const struct trig_domains *domains = &analysis.domains;
    uint64_t respondents = domains->unplaced;
    assert_int_equal(domains->count, 6);
    for (size_t i = 0; i < domains->count; i++) {
        assert_int_equal(domains->items[i].wave, i / 3);
        assert_int_equal(domains->items[i].values[0], i % 3);
        assert_true(domains->items[i].institution == TRIG_NONE);
        respondents += domains->items[i].respondents;
    }
    assert_true(domains->unplaced > 0);
    assert_int_equal(respondents, analysis.cells.counts.counted);
    analysis_clear(&analysis);
}

static void test_domains_build_sorts_texts_without_a_scale(void **state)
{
    (void)state;
    struct analysis analysis = run("site", NULL);
    static const char *const sites[] = {"east", "island", "north", "south", "west"};
    assert_int_equal(analysis.domains.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(trig_view_is(
            trig_dictionary_at(analysis.cells.values[0], analysis.domains.items[i].values[0]), sites[i]));
    analysis_clear(&analysis);
}

/* i03 joins Northern in 2022 and is in Coastal throughout; i04 leaves it at the
 * end of 2022. */
static void test_domains_build_of_groups_follows_the_day_the_wave_opened(void **state)
{
    (void)state;
    struct analysis by_group = run("wave,group", "all");
    struct analysis by_institution = run("wave,institution", "all");
    static const char *const members[2][2] = {{"i01 i02", "i03 i04 i05 i06"}, {"i01 i02 i03", "i03 i05 i06"}};
    assert_int_equal(by_group.domains.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct trig_domain *group = &by_group.domains.items[i];
        uint64_t expected = 0;
        for (size_t j = 0; j < by_institution.domains.count; j++) {
            const struct trig_domain *domain = &by_institution.domains.items[j];
            struct trig_view id = by_group.cells.definition->institutions[domain->institution].id;
            char name[8];
            snprintf(name, sizeof name, "%.*s", TRIG_VIEW_ARG(id));
            if (domain->wave == group->wave && strstr(members[group->wave][group->group], name))
                expected += domain->respondents;
        }
        assert_int_equal(group->respondents, expected);
    }
    analysis_clear(&by_group);
    analysis_clear(&by_institution);
}

static bool is_institution(const struct trig_cells *cells, size_t cell, const void *context)
{
    return cells->items[cell].institution == *(const size_t *)context;
}

static void test_domain_select_picks_the_cells_that_pass(void **state)
{
    (void)state;
    struct analysis analysis = run("role,institution", "all");
    struct trig_domain all;
    struct trig_domain one;
    size_t wanted = 3;
    assert_ok(trig_domain_select(&analysis.cells, NULL, NULL, &analysis.arena, &all, &analysis.error),
              analysis.error);
    assert_ok(
        trig_domain_select(&analysis.cells, is_institution, &wanted, &analysis.arena, &one, &analysis.error),
        analysis.error);
    assert_int_equal(all.respondents, analysis.cells.counts.counted);
    assert_true(one.cell_count > 0 && one.cell_count < all.cell_count);
    analysis_clear(&analysis);
}

/* ---- response rates --------------------------------------------------------------------------------- */

static void test_response_rate_is_of_those_whose_count_is_known(void **state)
{
    (void)state;
    struct analysis analysis = run("institution", "2021");
    double population = 0;
    double answered = 0;
    for (size_t i = 0; i < analysis.domains.count; i++) {
        const struct trig_domain *domain = &analysis.domains.items[i];
        struct trig_response response =
            trig_response_rate(&analysis.cells, &analysis.request.bys, domain, NULL);
        if (domain->institution >= 4 && domain->institution <= 7) { /* i05 to i08 */
            assert_int_equal(response.uncounted, 1);
            assert_close(response.rate, NAN, 0, 0);
            continue;
        }
        assert_int_equal(response.counted, 1);
        assert_close(response.rate, (double)domain->respondents / response.population, 1e-15, 0);
        population += response.population;
        answered += (double)domain->respondents;
    }
    struct trig_domain all;
    struct trig_bys none = {.count = 0};
    assert_ok(trig_domain_select(&analysis.cells, NULL, NULL, &analysis.arena, &all, &analysis.error),
              analysis.error);
    struct trig_response whole = trig_response_rate(&analysis.cells, &none, &all, NULL);
    assert_close(whole.population, population, 0, 0);
    assert_close(whole.rate, answered / population, 1e-15, 0);
    assert_int_equal(whole.uncounted, 4);
    analysis_clear(&analysis);
}

static void test_response_rate_by_a_variable_takes_the_counts_of_its_cells(void **state)
{
    (void)state;
    static const struct filled_file files[] = {
        {"survey.csv", "key,value\nid,small\n"},
        {"scales.csv", "scale,code\nrole,lab\nrole,it\nsex,m\nsex,f\n"},
        {"variables.csv", "name,role,type,scale\nrole,attribute,nominal,role\nsex,attribute,nominal,sex\n"},
        {"institutions.csv", "id,name\nA,Alpha\nB,Beta\n"},
        {"population.csv", "institution,role,sex,count\nA,lab,m,3\nA,lab,f,5\nA,it,m,4\nA,it,f,8\nB,,,50\n"},
        {NULL, NULL},
    };
    trig_store *small = NULL;
    struct analysis analysis;
    const struct analysis_options options = {"role", "respondents", NULL, {.df = NULL}};
    assert_ok(analysis_store(files, "institution,role,sex\nA,lab,m\nA,lab,f\nA,it,m\nB,lab,m\nB,it,f\n", 0,
                             &small, &analysis.error),
              analysis.error);
    assert_ok(analysis_run(&analysis, small, &options), analysis.error);
    struct trig_response lab =
        trig_response_rate(&analysis.cells, &analysis.request.bys, &analysis.domains.items[0], NULL);
    assert_close(lab.population, 8, 0, 0);
    assert_close(lab.rate, 2.0 / 8, 1e-15, 0);
    assert_int_equal(lab.counted, 1);
    assert_int_equal(lab.uncounted, 1); /* B's count is not broken down by role */
    struct trig_domain all;
    struct trig_bys none = {.count = 0};
    assert_ok(trig_domain_select(&analysis.cells, NULL, NULL, &analysis.arena, &all, &analysis.error),
              analysis.error);
    assert_close(trig_response_rate(&analysis.cells, &none, &all, NULL).population, 70, 0, 0);
    analysis_clear(&analysis);
    analysis_close(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_domains_build_is_ordered_and_counts_everybody_once),
        cmocka_unit_test(test_domains_build_sorts_texts_without_a_scale),
        cmocka_unit_test(test_domains_build_of_groups_follows_the_day_the_wave_opened),
        cmocka_unit_test(test_domain_select_picks_the_cells_that_pass),
        cmocka_unit_test(test_response_rate_is_of_those_whose_count_is_known),
        cmocka_unit_test(test_response_rate_by_a_variable_takes_the_counts_of_its_cells),
    };
    return cmocka_run_group_tests(tests, make_store, close_store);
}
