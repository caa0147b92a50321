/* Whether intervals of means hold the truth where people respond unevenly and weights are their propensities'
 * (`weight --method propensity`): of staff of two roles at three sites, 21 to 62% of whom respond, a number
 * that differs by role and site.
 *
 *      How often 95% intervals hold the mean of all staff, and half their width, in 4,000 surveys each:
 *
 *          respondents     errors know       weights as       unweighted
 *          expected        of the fit        they are
 *               50         .932  1.95        .992  2.90       .584  2.49
 *              200         .952   .95        .997  1.39       .031  1.22
 *             1000         .952   .42        .995   .61       .000   .54
 *
 * Propensities that were estimated leave the mean surer than weights that fell from the sky would: what role
 * and site explain no longer varies with who responds.
 */
#include "tests/support.h"

#include "analyze/summary/summary.h"
#include "analyze/weight/weigh.h"
#include "surveys/store/store_weighting.h"
#include "tests/filled_store.h"
#include "tests/unit/analyze/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* Each survey is a wave of a store, and weighed by itself. */
#define SURVEYS ((size_t)50)
#define STORES  ((size_t)8)

#define ROLES ((size_t)2)
#define SITES ((size_t)3)
#define CELLS (ROLES * SITES)

static const char variables[] = "name,label,role,type,min,max\nrole,Role,attribute,nominal,,\n"
                                "site,Site,attribute,nominal,,\nscore,Score,item,numeric,-1000,1000\n";
static const double shares[CELLS] = {0.20, 0.15, 0.12, 0.15, 0.20, 0.18}; /* of the staff */
static const double role_means[ROLES] = {46.0, 54.0};
static const double site_means[SITES] = {-6.0, 0.0, 6.0};
static const double role_odds[ROLES] = {-0.9, -0.1}; /* log odds to respond */
static const double site_odds[SITES] = {-0.4, 0.1, 0.6};
#define NOISE 6.0 /* standard deviation of a score within a role and site */

static double mean_of(size_t cell)
{
    return role_means[cell / SITES] + site_means[cell % SITES];
}

static double chance_of(size_t cell)
{
    return 1.0 / (1.0 + exp(-role_odds[cell / SITES] - site_odds[cell % SITES]));
}

/* Staff of which about [size] respond. */
static void make_staff(size_t size, size_t *people)
{
    double rate = 0.0;
    for (size_t cell = 0; cell < CELLS; cell++)
        rate += shares[cell] * chance_of(cell);
    for (size_t cell = 0; cell < CELLS; cell++)
        people[cell] = (size_t)round(shares[cell] * (double)size / rate);
}

static double truth_of(const size_t *people)
{
    double sum = 0.0;
    double count = 0.0;
    for (size_t cell = 0; cell < CELLS; cell++) {
        sum += (double)people[cell] * mean_of(cell);
        count += (double)people[cell];
    }
    return sum / count;
}

/* ---- surveys ------------------------------------------------------------------------------------ */

static double draw_normal(uint64_t *state)
{
    double u = filled_uniform(state);
    double v = filled_uniform(state);
    return sqrt(-2.0 * log(1.0 - u)) * cos(2.0 * acos(-1.0) * v);
}

/* Who responds, anew where nobody or everybody of a role or site does: such a survey has no propensities. */
static void draw_respondents(const size_t *people, uint64_t *state, size_t *respondents)
{
    bool fits = false;
    while (!fits) {
        size_t answered[ROLES + SITES] = {0};
        size_t all[ROLES + SITES] = {0};
        for (size_t cell = 0; cell < CELLS; cell++) {
            respondents[cell] = 0;
            for (size_t i = 0; i < people[cell]; i++)
                respondents[cell] += filled_uniform(state) < chance_of(cell);
            answered[cell / SITES] += respondents[cell];
            answered[ROLES + cell % SITES] += respondents[cell];
            all[cell / SITES] += people[cell];
            all[ROLES + cell % SITES] += people[cell];
        }
        fits = true;
        for (size_t i = 0; i < ROLES + SITES; i++)
            fits = fits && answered[i] > 0 && answered[i] < all[i];
    }
}

struct surveys {
    struct filled_text waves;
    struct filled_text answers;
    struct filled_text population;
};

static void make_surveys(const size_t *people, uint64_t *state, struct surveys *out)
{
    *out = (struct surveys){.waves = {.data = NULL}};
    filled_print(&out->waves, "id,label,opened\n");
    filled_print(&out->answers, "wave,role,site,score\n");
    filled_print(&out->population, "wave,role,site,count\n");
    for (size_t wave = 0; wave < SURVEYS; wave++) {
        size_t respondents[CELLS];
        draw_respondents(people, state, respondents);
        filled_print(&out->waves, "w%zu,W,%zu-02-01\n", wave, 1950 + wave);
        for (size_t cell = 0; cell < CELLS; cell++) {
            filled_print(&out->population, "w%zu,r%zu,s%zu,%zu\n", wave, cell / SITES, cell % SITES,
                         people[cell]);
            for (size_t i = 0; i < respondents[cell]; i++)
                filled_print(&out->answers, "w%zu,r%zu,s%zu,%.6f\n", wave, cell / SITES, cell % SITES,
                             mean_of(cell) + NOISE * draw_normal(state));
        }
    }
}

static void clear_surveys(struct surveys *surveys)
{
    filled_clear(&surveys->waves);
    filled_clear(&surveys->answers);
    filled_clear(&surveys->population);
}

/* ---- weights -------------------------------------------------------------------------------------- */

static void put_weights(trig_store *store, struct trig_recipe *recipe, struct trig_arena *arena)
{
    struct trig_error error = {.status = TRIG_OK};
    const trig_definition *definition = trig_store_definition(store);
    const struct trig_design_options unweighted = {.weights = "none"};
    const struct trig_weigh_options options = {TRIG_PROPENSITY, false};
    struct trig_measures measures;
    struct trig_request request = {.waves = {.choice = TRIG_WAVES_ALL}, .measures = &measures};
    struct trig_respondents respondents;
    struct trig_weighed weighed;
    struct trig_weighting weighting = {.name = trig_view("likely"), .software = trig_view("test")};
    struct trig_problems problems;
    uint64_t state;
    assert_ok(trig_measures_parse(definition, "respondents", &measures, &error), error);
    assert_ok(trig_design_choose(definition, &unweighted, &request.design, &error), error);
    request.margins = recipe->targets.attributes;
    request.margin_count = recipe->targets.attribute_count;
    assert_ok(trig_store_state(store, &state, &error), error);
    assert_ok(trig_respondents_read(store, &request, &recipe->targets, &respondents, &error), error);
    trig_problems_init(&problems);
    assert_ok(trig_weigh(definition, recipe, &respondents, &options, arena, &weighed, &problems, &error),
              error);
    trig_problems_clear(&problems);
    assert_ok(trig_recipe_write(recipe, definition, arena, &weighting.recipe, &error), error);
    assert_ok(trig_store_put_weights(store, &weighting, state, weighed.weights, weighed.count, &error),
              error);
    trig_respondents_clear(&respondents);
    trig_measures_clear(&measures);
}

static void weigh(const char *path, const struct surveys *surveys)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_recipe recipe = {.form = {TRIG_PROPENSITY, TRIG_LINEAR, -INFINITY, INFINITY},
                                 .trim_upper = INFINITY,
                                 .population = trig_view(surveys->population.data),
                                 .population_name = trig_view("population.csv")};
    struct trig_arena arena;
    trig_store *store;
    trig_arena_init(&arena);
    trig_arena_init(&recipe.arena);
    assert_ok(trig_store_open(path, TRIG_STORE_WRITE, &store, &error), error);
    assert_ok(trig_targets_read(trig_store_definition(store), recipe.population, "population.csv", NULL,
                                &recipe.targets, &error),
              error);
    put_weights(store, &recipe, &arena);
    trig_store_close(store);
    trig_recipe_clear(&recipe);
    trig_arena_clear(&arena);
}

/* ---- intervals -------------------------------------------------------------------------------------- */

/* Counts the intervals of the means of all surveys of a store.
 * @param weights  NULL: none. @param knows  whether errors know where weights come from. */
static void count(trig_store *store, const char *weights, bool knows, double truth, struct coverage *out)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_context context = {
        .stores = &store, .store_count = 1, .definition = trig_store_definition(store)};
    struct trig_measures measures;
    struct trig_cells cells = {.count = 0};
    struct trig_request request = {.waves = {.choice = TRIG_WAVES_ALL}, .measures = &measures, .threads = 1};
    trig_table *table;
    assert_ok(trig_chosen_weights_open(&store, 1, weights, &context.weights, &error), error);
    const struct trig_design_options options = {.weights = weights ? weights : "none",
                                                .weighting = context.weights.column,
                                                .recipe = knows ? &context.weights.recipe : NULL};
    assert_ok(trig_design_choose(context.definition, &options, &context.design, &error), error);
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_NONE, &context.disclosure);
    assert_ok(trig_measures_parse(context.definition, "score", &measures, &error), error);
    assert_ok(trig_bys_parse(context.definition, "wave", &request.bys, &error), error);
    request.design = context.design;
    assert_ok(trig_summary_table(&context, &request, &cells, NULL, &table, &error), error);
    size_t low = trig_table_find(table, "ci_low");
    size_t high = trig_table_find(table, "ci_high");
    for (size_t row = 0; row < trig_table_rows(table); row++)
        coverage_add(out, trig_table_number(table, row, low), trig_table_number(table, row, high), truth);
    trig_table_destroy(table);
    trig_cells_clear(&cells);
    trig_measures_clear(&measures);
    trig_chosen_weights_close(&context.weights);
}

struct counted {
    struct coverage knowing;
    struct coverage given;
    struct coverage unweighted;
};

static void count_store(const size_t *people, uint64_t *state, struct counted *out)
{
    struct trig_error error = {.status = TRIG_OK};
    char path[] = "/tmp/trig-coverage-XXXXXX";
    struct surveys surveys;
    trig_store *store;
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    make_surveys(people, state, &surveys);
    const struct filled_file files[] = {{"survey.csv", "key,value\nid,staff\n"},
                                        {"variables.csv", variables},
                                        {"waves.csv", surveys.waves.data},
                                        {NULL, NULL}};
    assert_ok(filled_store(path, files, surveys.answers.data, 0, &error), error);
    weigh(path, &surveys);
    assert_ok(trig_store_open(path, TRIG_STORE_READ, &store, &error), error);
    double truth = truth_of(people);
    count(store, "likely", true, truth, &out->knowing);
    count(store, "likely", false, truth, &out->given);
    count(store, NULL, false, truth, &out->unweighted);
    trig_store_close(store);
    clear_surveys(&surveys);
    unlink(path);
}

static void test_intervals_after_propensity_weights_hold_their_level(void **state)
{
    (void)state;
    static const size_t sizes[] = {50, 200, 1000};
    uint64_t numbers = 2026;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t people[CELLS];
        struct counted counted = {.knowing = {.held = 0}};
        char label[64];
        make_staff(sizes[i], people);
        for (size_t j = 0; j < STORES; j++)
            count_store(people, &numbers, &counted);
        snprintf(label, sizeof label, "n %zu", sizes[i]);
        coverage_assert(&counted.knowing, label, 0.93, 0.97);
        snprintf(label, sizeof label, "n %zu, weights as they are", sizes[i]);
        coverage_assert(&counted.given, label, 0.97, 1.0);
        assert_true(counted.given.width > 1.2 * counted.knowing.width);
        snprintf(label, sizeof label, "n %zu, unweighted", sizes[i]);
        coverage_assert(&counted.unweighted, label, 0.0, 0.9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_intervals_after_propensity_weights_hold_their_level)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
