/* Errors of computed weights, with every allocation failing once: the calibration of cells, of a sample, of
 * replicates, and of groups that are compared; those of propensities, and their fit. The weights are computed
 * once. */
#include "tests/support.h"

#include "analyze/design/sample.h"
#include "analyze/estimate/cells.h"
#include "analyze/frame/measure.h"
#include "analyze/test/cross.h"
#include "analyze/test/means.h"
#include "analyze/weight/chosen.h"
#include "analyze/weight/propensity.h"
#include "analyze/weight/weigh.h"
#include "surveys/store/store_weighting.h"
#include "tests/comparison_survey.h"
#include "tests/fault/failing_memory.h"

#include <math.h>
#include <unistd.h>

static char path[] = "/tmp/trig-fault-XXXXXX";
static trig_store *store;
static struct trig_chosen_weights chosen;
static struct trig_chosen_weights likely;
static struct trig_chosen_weights summed;
static size_t counted; /* a variable whose answers are counted */
static struct trig_measures measures;

struct sought {
    const char *label;
    const char *replicates;
    bool sample;
    bool groups;
    const struct trig_chosen_weights *weights;
};

/* ---- the weights ---------------------------------------------------------------------- */

static enum trig_status weigh(struct trig_recipe *recipe, const char *name, struct trig_arena *arena,
                              trig_store *writable, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(writable);
    const struct trig_design_options unweighted = {.weights = "none"};
    const struct trig_weigh_options options = {recipe->form.method, true};
    struct trig_request request = {.waves = {.choice = TRIG_WAVES_ALL}, .measures = &measures};
    struct trig_respondents respondents;
    struct trig_weighed weighed;
    struct trig_weighting weighting = {.name = trig_view(name), .software = trig_view("test")};
    struct trig_problems problems;
    uint64_t state = 0;
    enum trig_status status = trig_design_choose(definition, &unweighted, &request.design, error);
    request.margins = recipe->targets.attributes;
    request.margin_count = recipe->targets.attribute_count;
    if (!status)
        status = trig_store_state(writable, &state, error);
    if (!status)
        status = trig_respondents_read(writable, &request, &recipe->targets, &respondents, error);
    if (status)
        return status;
    trig_problems_init(&problems);
    status = trig_weigh(definition, recipe, &respondents, &options, arena, &weighed, &problems, error);
    trig_problems_clear(&problems);
    if (!status)
        status = trig_recipe_write(recipe, definition, arena, &weighting.recipe, error);
    if (!status)
        status = trig_store_put_weights(writable, &weighting, state, weighed.weights, weighed.count, error);
    trig_respondents_clear(&respondents);
    return status;
}

static enum trig_status keep_weights(const char *name, enum trig_calibration_method method,
                                     const char *population, struct trig_error *error)
{
    struct trig_recipe recipe = {.form = {method, TRIG_LINEAR, -INFINITY, INFINITY},
                                 .trim_upper = INFINITY,
                                 .population = trig_view(population),
                                 .population_name = trig_view("totals.csv")};
    trig_store *writable;
    struct trig_arena arena;
    enum trig_status status = trig_store_open(path, TRIG_STORE_WRITE, &writable, error);
    if (status)
        return status;
    trig_arena_init(&arena);
    trig_arena_init(&recipe.arena);
    status = trig_measures_parse(trig_store_definition(writable), "respondents,days", &measures, error);
    if (!status)
        status = trig_targets_read(trig_store_definition(writable), recipe.population, "totals.csv", NULL,
                                   &recipe.targets, error);
    if (!status)
        status = weigh(&recipe, name, &arena, writable, error);
    trig_recipe_clear(&recipe);
    trig_measures_clear(&measures);
    trig_arena_clear(&arena);
    trig_store_close(writable);
    return status;
}

/* ---- their errors ------------------------------------------------------------------------ */

static enum trig_status covary(const trig_sample *sample, struct trig_error *error)
{
    double variance;
    struct trig_covariance out = {.v = &variance};
    double *z = trig_calloc(sample->count, sizeof *z);
    if (!z)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < sample->count; i++)
        z[i] = sample->weight[i];
    enum trig_status status = trig_sample_covariance(sample, z, 1, NULL, &out, error);
    trig_free(z);
    return status;
}

/* The covariance of the institutions' means. */
static enum trig_status compare(const struct trig_cells *cells, struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_means means;
    trig_arena_init(&arena);
    size_t *groups = trig_arena_calloc(&arena, cells->count, sizeof *groups);
    size_t *order = trig_cross_order(cells, &arena);
    enum trig_status status = TRIG_ERR_MEMORY;
    for (size_t i = 0; groups && i < cells->count; i++)
        groups[i] = cells->items[i].institution;
    if (groups && order)
        status =
            trig_means_of_cells(cells, 0, order, groups, cells->definition->institution_count, &means, error);
    else
        trig_error_set(error, status, "out of memory");
    if (status == TRIG_OK)
        trig_means_clear(&means);
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status run(void *data, struct trig_error *error)
{
    const struct sought *sought = data;
    const struct trig_design_options options = {.weights = "even",
                                                .weighting = sought->weights->column,
                                                .recipe = &sought->weights->recipe,
                                                .replicates = sought->replicates};
    struct trig_request request = {.waves = {.choice = TRIG_WAVES_ALL},
                                   .measures = &measures,
                                   .counted = &counted,
                                   .counted_count = 1,
                                   .answers = sought->weights == &summed,
                                   .threads = 1};
    enum trig_status status =
        trig_design_choose(trig_store_definition(store), &options, &request.design, error);
    if (status)
        return status;
    if (sought->sample) {
        trig_sample sample;
        status = trig_sample_gather(&store, 1, &request, &sample, error);
        if (status)
            return status;
        status = covary(&sample, error);
        trig_sample_clear(&sample);
        return status;
    }
    struct trig_cells cells;
    status = trig_cells_scan(&store, 1, &request, &cells, error);
    if (status)
        return status;
    if (sought->groups)
        status = compare(&cells, error);
    trig_cells_clear(&cells);
    return status;
}

static void test_calibrated_errors_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    const struct sought cases[] = {
        {"cells", "none", false, false, &chosen},
        {"groups", "none", false, true, &chosen},
        {"replicates of cells", "bootstrap:2", false, false, &chosen},
        {"sample", "none", true, false, &chosen},
        {"replicates of a sample", "bootstrap:2", true, false, &chosen},
        {"propensities of cells", "none", false, false, &likely},
        {"groups of respondents", "none", false, true, &summed},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sought sought = cases[i];
        struct trig_error error = {.status = TRIG_OK};
        assert_ok(run(&sought, &error), error); /* the store keeps what it has read */
        assert_true(failing_memory_sweep(sought.label, run, &sought) > 50);
    }
}

static enum trig_status find(void *data, struct trig_error *error)
{
    static const double answered[] = {40, 30, 60};
    const struct trig_recipe *recipe = data;
    struct trig_propensity_fit fit;
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status =
        trig_propensity_find(trig_store_definition(store), &recipe->targets, &recipe->waves[0].margins[0],
                             answered, &arena, &fit, error);
    trig_arena_clear(&arena);
    return status;
}

static void test_propensities_with_any_allocation_failing_say_so(void **state)
{
    (void)state;
    assert_true(failing_memory_sweep("propensities", find, &likely.recipe) > 3);
}

static int make_store(void **state)
{
    (void)state;
    struct trig_error error = {.status = TRIG_OK};
    const char *people = "site,count\nnorth,400\nsouth,500\neast,300\n";
    const char *sums = "site,total_of,count\nnorth,,400\nsouth,,500\neast,,300\n,days,10000\n";
    if (comparison_store(path) || keep_weights("even", TRIG_CALIBRATE, people, &error) ||
        keep_weights("likely", TRIG_PROPENSITY, people, &error) ||
        keep_weights("summed", TRIG_CALIBRATE, sums, &error) ||
        trig_store_open(path, TRIG_STORE_READ, &store, &error) ||
        trig_chosen_weights_open(&store, 1, "even", &chosen, &error) ||
        trig_chosen_weights_open(&store, 1, "likely", &likely, &error) ||
        trig_chosen_weights_open(&store, 1, "summed", &summed, &error) ||
        trig_measures_parse(trig_store_definition(store), "days,pillar:vis", &measures, &error)) {
        print_error("%s\n", error.message);
        return -1;
    }
    counted = trig_definition_variable(trig_store_definition(store), trig_view("site"));
    return 0;
}

static int remove_store(void **state)
{
    (void)state;
    trig_measures_clear(&measures);
    trig_chosen_weights_close(&chosen);
    trig_chosen_weights_close(&likely);
    trig_chosen_weights_close(&summed);
    trig_store_close(store);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calibrated_errors_with_any_allocation_failing_say_so),
        cmocka_unit_test(test_propensities_with_any_allocation_failing_say_so)};
    return cmocka_run_group_tests(tests, make_store, remove_store);
}
