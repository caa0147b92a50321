/* Propensities to respond fitted to the rows of a table: numbers by hand, score equations, refusals. */
#include "tests/support.h"

#include "analyze/weight/propensity.h"
#include "surveys/store/store.h"
#include "tests/comparison_survey.h"

#include <unistd.h>

#define MOST_ROWS 8

static char path[] = "/tmp/trig-propensity-XXXXXX";
static trig_store *store;

/* The fit of a table whose rows, in their order, are answered so often; its margin is the whole table. */
static enum trig_status find(const char *table, const double *answered, double *p, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(store);
    size_t rows[MOST_ROWS] = {0, 1, 2, 3, 4, 5, 6, 7};
    double lambda[MOST_ROWS] = {0};
    struct trig_targets targets;
    struct trig_propensity_fit fit;
    struct trig_arena arena;
    assert_ok(trig_targets_read(definition, trig_view(table), "table.csv", NULL, &targets, error), *error);
    trig_arena_init(&arena);
    const struct trig_recipe_margin margin = {
        .targets = rows, .lambda = lambda, .count = targets.count, .total_of = TRIG_NONE};
    enum trig_status status =
        trig_propensity_find(definition, &targets, &margin, answered, &arena, &fit, error);
    if (status == TRIG_OK)
        memcpy(p, fit.p, targets.count * sizeof *p);
    trig_arena_clear(&arena);
    trig_targets_clear(&targets);
    return status;
}

static void test_find_of_one_column_is_the_share_of_each_row(void **state)
{
    (void)state;
    static const double answered[] = {10, 30, 3};
    struct trig_error error = {.status = TRIG_OK};
    double p[MOST_ROWS] = {0};
    assert_ok(find("site,count\nnorth,40\nsouth,50\neast,30\n", answered, p, &error), error);
    assert_close(p[0], 0.25, 1e-12, 0);
    assert_close(p[1], 0.6, 1e-12, 0);
    assert_close(p[2], 0.1, 1e-12, 0);
}

static void test_find_of_everybody_is_the_response_rate(void **state)
{
    (void)state;
    static const double answered[] = {30};
    struct trig_error error = {.status = TRIG_OK};
    double p[MOST_ROWS] = {0};
    assert_ok(find("count\n120\n", answered, p, &error), error);
    assert_close(p[0], 0.25, 1e-12, 0);
}

/* As many are expected of each category as answered; a row nobody answered in has a propensity too. */
static void test_find_of_two_columns_meets_the_score_equations(void **state)
{
    (void)state;
    static const double answered[] = {12, 20, 9, 0, 31, 5};
    static const double people[] = {40, 35, 22, 10, 60, 25};
    static const struct {
        const char *label;
        size_t rows[3];
        size_t count;
    } categories[] = {{"lab", {0, 1, 2}, 3},
                      {"it", {3, 4, 5}, 3},
                      {"north", {0, 3}, 2},
                      {"south", {1, 4}, 2},
                      {"east", {2, 5}, 2}};
    struct trig_error error = {.status = TRIG_OK};
    double p[MOST_ROWS] = {0};
    assert_ok(find("role,site,count\nlab,north,40\nlab,south,35\nlab,east,22\nit,north,10\nit,south,60\nit,"
                   "east,25\n",
                   answered, p, &error),
              error);
    assert_true(p[3] > 0.0 && p[3] < 1.0);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        double expected = 0.0, met = 0.0;
        for (size_t j = 0; j < categories[i].count; j++) {
            size_t row = categories[i].rows[j];
            expected += people[row] * p[row];
            met += answered[row];
        }
        if (!(expected > met - 1e-8 && expected < met + 1e-8))
            fail_msg("%s: %.12g expected, %g answered", categories[i].label, expected, met);
    }
    /* no interaction: the odds ratios of the sites are the same in both roles */
    double lab = p[0] / (1 - p[0]) / (p[1] / (1 - p[1])), it = p[3] / (1 - p[3]) / (p[4] / (1 - p[4]));
    assert_close(lab, it, 1e-10, 0);
}

static void test_find_without_a_finite_fit_says_which_row(void **state)
{
    (void)state;
    static const struct {
        const char *label, *table;
        double answered[4];
        enum trig_status status;
        const char *says;
    } cases[] = {
        {"nobody of a category",
         "site,count\nnorth,40\nsouth,50\neast,30\n",
         {10, 0, 5},
         TRIG_ERR_DOMAIN,
         "south"},
        {"everybody of a category",
         "site,count\nnorth,40\nsouth,50\neast,30\n",
         {10, 20, 30},
         TRIG_ERR_DOMAIN,
         "east"},
        {"everybody", "count\n120\n", {120}, TRIG_ERR_DOMAIN, "everybody"},
        {"nobody of a role in two columns",
         "role,site,count\nlab,north,40\nlab,south,35\nit,north,10\nit,south,60\n",
         {12, 20, 0, 0},
         TRIG_ERR_DOMAIN,
         "role it"},
        {"more than there are", "site,count\nnorth,40\nsouth,50\n", {10, 51}, TRIG_ERR_DOMAIN, "more people"},
        {"rows of two tables", "role,site,count\nlab,,40\n,south,50\n", {10, 20}, TRIG_ERR_USAGE, "--by"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_error error = {.status = TRIG_OK};
        double p[MOST_ROWS] = {0};
        enum trig_status status = find(cases[i].table, cases[i].answered, p, &error);
        if (status != cases[i].status || !strstr(error.message, cases[i].says))
            fail_msg("%s: status %d, \"%s\"", cases[i].label, (int)status, error.message);
    }
}

static int open_store(void **state)
{
    (void)state;
    struct trig_error error = {.status = TRIG_OK};
    return comparison_store(path) || trig_store_open(path, TRIG_STORE_READ, &store, &error);
}

static int close_store(void **state)
{
    (void)state;
    trig_store_close(store);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find_of_one_column_is_the_share_of_each_row),
        cmocka_unit_test(test_find_of_everybody_is_the_response_rate),
        cmocka_unit_test(test_find_of_two_columns_meets_the_score_equations),
        cmocka_unit_test(test_find_without_a_finite_fit_says_which_row),
    };
    return cmocka_run_group_tests(tests, open_store, close_store);
}
