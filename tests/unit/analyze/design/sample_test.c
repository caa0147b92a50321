/* Samples and their covariances: against the sums of the one-pass engine, which
 * agrees with R's survey package, and against numbers worked out by hand. */
#include "tests/unit/analyze/analysis.h"

#include "analyze/design/part.h"

#include <math.h>

/* ---- the same means as from cells ----------------------------------------------------- */

static bool is_value(uint32_t category, size_t value)
{
    return value == TRIG_NONE ? category == TRIG_SAMPLE_MISSING : category == value;
}

static bool is_inside(const trig_sample *sample, size_t i, const struct trig_domain *domain)
{
    bool inside = sample->in_scope[i];
    for (size_t j = 0; j < sample->by_count; j++)
        inside = inside && is_value(sample->by[j].category[i], domain->values[j]);
    inside = inside && (domain->wave == TRIG_NONE || domain->wave == sample->wave[i]);
    return inside && (domain->institution == TRIG_NONE || domain->institution == sample->institution[i]);
}

/* Fills z of the domain's mean and who is in it. @return the mean. */
static double linearise(const trig_sample *sample, size_t measure, const struct trig_domain *domain,
                        double *z, bool *touched)
{
    const double *y = sample->measures[measure].y;
    double weights = 0.0;
    double total = 0.0;
    for (size_t i = 0; i < sample->count; i++) {
        touched[i] = is_inside(sample, i, domain) && !isnan(y[i]) && sample->weight[i] > 0.0;
        weights += touched[i] ? sample->weight[i] : 0.0;
        total += touched[i] ? sample->weight[i] * y[i] : 0.0;
    }
    for (size_t i = 0; i < sample->count; i++)
        z[i] = touched[i] ? sample->weight[i] * (y[i] - total / weights) / weights : 0.0;
    return total / weights;
}

/* A part's covariance, which reads the respondents of the domain alone, is that of
 * the whole design where the others' influence is nought. */
static void check_part(trig_parts *parts, const struct trig_domain *domain, const double *z,
                       const bool *touched, const struct trig_covariance *expected, const char *label)
{
    const trig_sample *sample = trig_parts_sample(parts);
    struct trig_error error = {.status = TRIG_OK};
    double v[4];
    struct trig_covariance found = {.v = v};
    size_t count;
    const uint32_t *rows = trig_parts_rows(parts, domain, &count);
    uint32_t *answered = trig_calloc(count, sizeof *answered);
    double *pairs = trig_calloc(2 * count, sizeof *pairs);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(is_inside(sample, rows[i], domain));
        if (!touched[rows[i]])
            continue;
        pairs[2 * n] = z[rows[i]];
        pairs[2 * n + 1] = -2.0 * z[rows[i]];
        answered[n++] = rows[i];
    }
    assert_ok(trig_parts_covariance(parts, answered, n, pairs, 2, &found, &error), error);
    double one = expected->v[0];
    if (!trig_close(v[0], one, 1e-10, 1e-13) || !trig_close(v[1], -2.0 * one, 1e-10, 1e-13) ||
        !trig_close(v[2], v[1], 0, 0) || !trig_close(v[3], 4.0 * one, 1e-10, 1e-13) ||
        found.df != expected->df || found.lonely != expected->lonely || found.strata != expected->strata ||
        found.unknown != expected->unknown)
        fail_msg("%s, part: variance %.17g df %g, not %.17g %g", label, v[0], found.df, one, expected->df);
    trig_free(answered);
    trig_free(pairs);
}

static void check_domain(const struct analysis *analysis, const trig_sample *sample, trig_parts *parts,
                         const struct trig_domain *domain, size_t measure, const char *label)
{
    struct trig_error error = {.status = TRIG_OK};
    struct trig_estimate expected;
    trig_estimator *estimator = trig_estimator_create(&analysis->cells, &analysis->request.design, &error);
    assert_ok(trig_estimate_mean(estimator, measure, domain, &expected, &error), error);
    trig_estimator_destroy(estimator);
    double *z = trig_calloc(sample->count, sizeof *z);
    bool *touched = trig_calloc(sample->count, sizeof *touched);
    double v;
    struct trig_covariance found = {.v = &v};
    double mean = linearise(sample, measure, domain, z, touched);
    assert_ok(trig_sample_covariance(sample, z, 1, touched, &found, &error), error);
    if (!trig_close(mean, expected.estimate, 1e-12, 1e-12) ||
        !trig_close(v, expected.variance, 1e-10, 1e-13) || found.df != expected.df ||
        found.lonely != expected.lonely || found.strata != expected.strata)
        fail_msg("%s, measure %zu: mean %.17g variance %.17g df %g lonely %zu strata %zu, not %.17g %.17g %g "
                 "%zu %zu",
                 label, measure, mean, v, found.df, found.lonely, found.strata, expected.estimate,
                 expected.variance, expected.df, expected.lonely, expected.strata);
    check_part(parts, domain, z, touched, &found, label);
    trig_free(z);
    trig_free(touched);
}

struct sample_case {
    const char *label;
    const struct oracle_survey *survey;
    struct analysis_options options;
};

#define MEASURES "pillar:vis,v4,v4:positive,days"

static const struct sample_case cases[] = {
    {"staff", &oracle_staff, {NULL, MEASURES, "2024", {.fpc_default = true}}},
    {"staff pooled", &oracle_staff, {"role", MEASURES, "all", {.fpc_default = true, .df = "r"}}},
    {"staff places", &oracle_staff, {"institution", MEASURES, "2021", {.weights = "none", .df = "design"}}},
    {"staff waves", &oracle_staff, {"wave,site", MEASURES, "all", {.weights = "none"}}},
    {"strata", &oracle_sample, {"role", MEASURES, NULL, {.fpc_default = true, .df = "r"}}},
    {"strata, no fpc", &oracle_sample, {"site", MEASURES, NULL, {.fpc = "off"}}},
    {"sizes", &oracle_sizes, {"site,role", MEASURES, NULL, {.fpc_default = true}}},
    {"clusters, remove", &oracle_clusters_remove, {"role", MEASURES, NULL, {.fpc_default = true, .df = "r"}}},
    {"clusters, adjust", &oracle_clusters_adjust, {"site", MEASURES, NULL, {.fpc_default = true}}},
    {"clusters, average", &oracle_clusters_average, {NULL, MEASURES, NULL, {.fpc_default = true}}},
    {"clusters, certainty", &oracle_clusters_certainty, {"site", MEASURES, NULL, {.fpc = "off"}}},
};

static void test_sample_covariance_gives_what_cells_give(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct analysis analysis;
        trig_sample sample;
        trig_store *store;
        struct trig_error error = {.status = TRIG_OK};
        struct filled_text csv = {NULL, 0, 0};
        cases[i].survey->answers(&csv);
        assert_ok(analysis_store(cases[i].survey->files, csv.data, 50, &store, &error), error);
        filled_clear(&csv);
        assert_ok(analysis_run(&analysis, store, &cases[i].options), analysis.error);
        assert_ok(trig_sample_gather(&store, 1, &analysis.request, &sample, &error), error);
        assert_int_equal(sample.counts.counted, analysis.cells.counts.counted);
        assert_true(analysis.domains.count > 0);
        trig_parts *parts = trig_parts_create(&sample, &analysis.cells, &error);
        assert_non_null(parts);
        for (size_t j = 0; j < analysis.domains.count; j++)
            for (size_t measure = 0; measure < analysis.measures.count; measure++)
                check_domain(&analysis, &sample, parts, &analysis.domains.items[j], measure, cases[i].label);
        trig_parts_destroy(parts);
        trig_sample_clear(&sample);
        analysis_clear(&analysis);
        analysis_close(store);
    }
}

/* ---- two stages, by hand ----------------------------------------------------------------- */

static const struct filled_file stages[] = {
    {"survey.csv", "key,value\nid,stages\n"},
    {"variables.csv", "name,role,type\nx,item,numeric\nregion,attribute,nominal\nteam,attribute,numeric\n"
                      "part,attribute,nominal\nperson,attribute,numeric\nteams,attribute,numeric\n"
                      "people,attribute,numeric\n"},
    {NULL, NULL},
};

/* Region a: 2 of 10 teams, of 8 and of 6 people; region b: 2 of 2 teams. */
#define PEOPLE                                                                                               \
    "x,region,team,part,person,teams,people\n"                                                               \
    "1,a,1,u,1,10,8\n2,a,1,u,2,10,8\n6,a,1,v,3,10,8\n4,a,1,v,4,10,8\n"                                       \
    "5,a,2,u,1,10,6\n7,a,2,u,2,10,6\n9,a,2,u,3,10,6\n"                                                       \
    "3,b,1,u,1,2,4\n5,b,1,u,2,2,4\n8,b,2,u,1,2,2\n2,b,2,u,2,2,2\n"

struct gathered {
    trig_store *store;
    struct analysis analysis;
    trig_sample sample;
};

static enum trig_status gather(struct gathered *out, const char *csv, bool parts, bool people)
{
    const char *design = "strata=region,psu=team,fpc=teams";
    const struct analysis_options options = {NULL, "x", NULL, {.design = design, .fpc_default = true}};
    struct trig_error *error = &out->analysis.error;
    assert_ok(analysis_store(stages, csv, 3, &out->store, error), *error);
    const trig_definition *definition = trig_store_definition(out->store);
    memset(&out->analysis, 0, sizeof out->analysis);
    out->analysis.store = out->store;
    assert_ok(analysis_request(&out->analysis, &options), *error);
    struct trig_design *chosen = &out->analysis.request.design;
    chosen->stratum2 = parts ? trig_definition_variable(definition, trig_view("part")) : TRIG_NONE;
    chosen->psu2 = people ? trig_definition_variable(definition, trig_view("person")) : TRIG_NONE;
    chosen->fpc2 = trig_definition_variable(definition, trig_view("people"));
    chosen->weights_from_fpc = true;
    return trig_sample_gather(&out->store, 1, &out->analysis.request, &out->sample, error);
}

static void stop(struct gathered *gathered)
{
    trig_sample_clear(&gathered->sample);
    trig_measures_clear(&gathered->analysis.measures);
    analysis_close(gathered->store);
}

static double variance_of_total(struct gathered *gathered)
{
    struct trig_error error = {.status = TRIG_OK};
    const trig_sample *sample = &gathered->sample;
    double z[16];
    double v;
    struct trig_covariance found = {.v = &v};
    for (size_t i = 0; i < sample->count; i++)
        z[i] = sample->weight[i] * sample->measures[0].y[i];
    assert_ok(trig_sample_covariance(sample, z, 1, NULL, &found, &error), error);
    assert_close(found.df, 2.0, 0.0, 0.0);
    return v;
}

/* Weights: 5 x 2, 5 x 2, 1 x 2, 1 x 1. First stage, region a: totals 130 and
 * 210, f = 2/10: 0.8 x 2/1 x (40^2 + 40^2) = 5120; region b: a census. Second,
 * times 2/10 and 1: team 1, f = 1/2: 0.5 x 4/3 x 100 x 14.75; team 2: 0.5 x 3/2 x 100 x
 * 8; b 1: 0.5 x 2/1 x 4 x 2; b 2: a census. */
static void test_sample_covariance_of_two_stages_adds_the_second(void **state)
{
    (void)state;
    struct gathered gathered;
    assert_ok(gather(&gathered, PEOPLE, false, true), gathered.analysis.error);
    assert_int_equal(gathered.sample.stage_count, 2);
    assert_close(gathered.sample.weight[0], 10.0, 0.0, 0.0);
    assert_close(gathered.sample.weight[9], 1.0, 0.0, 0.0);
    double expected = 5120.0 + 0.2 * (0.5 * 4 / 3 * 100 * 14.75 + 0.5 * 3 / 2 * 100 * 8) + 0.5 * 2 * 4 * 2;
    assert_close(variance_of_total(&gathered), expected, 1e-14, 0.0);
    stop(&gathered);
}

static void test_sample_covariance_without_second_units_takes_respondents(void **state)
{
    (void)state;
    struct gathered people;
    struct gathered respondents;
    assert_ok(gather(&people, PEOPLE, false, true), people.analysis.error);
    assert_ok(gather(&respondents, PEOPLE, false, false), respondents.analysis.error);
    assert_close(variance_of_total(&respondents), variance_of_total(&people), 1e-14, 0.0);
    stop(&people);
    stop(&respondents);
}

/* Parts u and v of team 1 of region a become strata: 2 of 8 each. */
static void test_sample_covariance_of_strata_within_units_takes_them_apart(void **state)
{
    (void)state;
    struct gathered gathered;
    assert_ok(gather(&gathered, PEOPLE, true, true), gathered.analysis.error);
    assert_close(gathered.sample.weight[0], 20.0, 0.0, 0.0);
    double first = 0.8 * 2 * 2 * (260.0 - 210.0) * (260.0 - 210.0) / 4;
    double parts = 0.75 * 2 * 400 * (0.5 + 2.0);
    double expected = first + 0.2 * (parts + 0.5 * 3 / 2 * 100 * 8) + 0.5 * 2 * 4 * 2;
    assert_close(variance_of_total(&gathered), expected, 1e-14, 0.0);
    stop(&gathered);
}

static void test_sample_covariance_of_lonely_person_names_the_unit(void **state)
{
    (void)state;
    struct gathered gathered;
    struct trig_error error = {.status = TRIG_OK};
    double z[16] = {0.0};
    double v;
    struct trig_covariance found = {.v = &v};
    assert_ok(gather(&gathered, "x,region,team,part,person,teams,people\n1,a,1,u,1,4,9\n2,a,2,u,1,4,9\n",
                     false, true),
              gathered.analysis.error);
    assert_int_equal(trig_sample_covariance(&gathered.sample, z, 1, NULL, &found, &error), TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "unit 1 of a"));
    stop(&gathered);
}

static void test_sample_gather_refuses_what_the_design_lacks(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        const char *says;
    } wrong[] = {
        {"x,region,team,part,person,teams,people\n1,,1,u,1,4,9\n", "no stratum"},
        {"x,region,team,part,person,teams,people\n1,a,1,u,,4,9\n", "no stratum or no PSU"},
        {"x,region,team,part,person,teams,people\n1,a,1,u,1,4,\n", "nothing in \"people\""},
        {"x,region,team,part,person,teams,people\n1,a,1,u,1,4,9\n1,a,1,u,2,4,8\n", "varies within"},
        {"x,region,team,part,person,teams,people\n1,a,1,u,1,4,1\n1,a,1,u,2,4,1\n", "fpc of 1"},
        {"x,region,team,part,person,teams,people\n1,a,1,u,1,4,0.5\n1,a,1,u,2,4,0.5\n", "one kind"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct gathered gathered = {.store = NULL};
        assert_int_equal(gather(&gathered, wrong[i].csv, false, true), TRIG_ERR_DOMAIN);
        if (!strstr(gathered.analysis.error.message, wrong[i].says))
            fail_msg("%s: %s", wrong[i].says, gathered.analysis.error.message);
        stop(&gathered);
    }
}

/* ---- replicates ------------------------------------------------------------------------------ */

/* The weighted mean and total of x, where somebody with x weighs anything. */
static enum trig_status mean_and_total(const trig_sample *sample, const double *weight, void *context,
                                       double *estimates, struct trig_error *error)
{
    (void)context;
    (void)error;
    double weights = 0.0;
    estimates[1] = 0.0;
    for (size_t i = 0; i < sample->count; i++) {
        weights += weight[i];
        estimates[1] += weight[i] * sample->measures[0].y[i];
    }
    estimates[0] = weights > 0.0 ? estimates[1] / weights : NAN;
    return TRIG_OK;
}

/* Three replicates of two rows of factors over x = 2, 4, 9 weighing 1 each;
 * the third is of nobody. Means 3, 4.5, -; totals 6, 18, -; all: 5 and 15. */
static void test_sample_replicate_leaves_undefined_ones_out(void **state)
{
    (void)state;
    static const uint32_t row[] = {0, 0, 1};
    static const double factors[] = {1.0, 1.5, 0.0, 0.0, 1.0, 0.0};
    static const double rscales[] = {1.0, 2.0, 1.0};
    struct gathered gathered;
    assert_ok(gather(&gathered,
                     "x,region,team,part,person,teams,people\n2,a,1,u,1,1,3\n4,a,1,u,2,1,3\n9,a,1,u,3,1,3\n",
                     false, true),
              gathered.analysis.error);
    struct trig_replicates replicates = {.count = 3,
                                         .rows = 2,
                                         .row = row,
                                         .factors = factors,
                                         .scale = 0.5,
                                         .rscales = rscales,
                                         .mse = true,
                                         .df = 2.0};
    gathered.sample.replicates = &replicates;
    double estimates[2];
    double v[4];
    struct trig_covariance found = {.v = v};
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(trig_sample_replicate(&gathered.sample, mean_and_total, NULL, 2, estimates, &found, &error),
              error);
    assert_close(estimates[0], 5.0, 1e-15, 0.0);
    assert_close(estimates[1], 15.0, 1e-15, 0.0);
    assert_close(v[0], 0.5 * (4.0 + 2.0 * 0.25), 1e-14, 0.0);
    assert_close(v[1], 0.5 * (2.0 * 9.0 - 2.0 * 0.5 * 3.0), 1e-14, 0.0);
    assert_close(v[2], v[1], 0.0, 0.0);
    assert_close(found.df, 2.0, 0.0, 0.0);
    replicates.mse = false; /* means 3.75 and 12 */
    assert_ok(trig_sample_replicate(&gathered.sample, mean_and_total, NULL, 2, estimates, &found, &error),
              error);
    assert_close(v[3], 0.5 * (36.0 + 2.0 * 36.0), 1e-14, 0.0);
    stop(&gathered);
}

/* The mean of x (the first measure) among those in scope. */
static enum trig_status mean_of_first(const trig_sample *sample, const double *weight, void *context,
                                      double *estimates, struct trig_error *error)
{
    (void)context;
    (void)error;
    double weights = 0.0;
    double total = 0.0;
    for (size_t i = 0; i < sample->count; i++) {
        bool counts = sample->in_scope[i] && !isnan(sample->measures[0].y[i]);
        weights += counts ? weight[i] : 0.0;
        total += counts ? weight[i] * sample->measures[0].y[i] : 0.0;
    }
    estimates[0] = total / weights;
    return TRIG_OK;
}

static void test_sample_replicates_give_what_cells_give(void **state)
{
    (void)state;
    static const struct {
        const struct oracle_survey *survey;
        const char *replicates;
    } kinds[] = {{&oracle_staff, "bootstrap:40"},
                 {&oracle_staff, "jkn"},
                 {&oracle_clusters_adjust, "jkn"},
                 {&oracle_clusters_remove, "bootstrap:25"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct analysis analysis;
        trig_sample sample;
        trig_store *store;
        struct trig_estimate expected;
        struct trig_error error = {.status = TRIG_OK};
        struct filled_text csv = {NULL, 0, 0};
        const struct analysis_options options = {
            NULL, "days,v4", "all", {.fpc_default = true, .replicates = kinds[i].replicates, .seed = "9"}};
        const struct analysis_options waveless = {NULL, "days,v4", NULL, options.design};
        kinds[i].survey->answers(&csv);
        assert_ok(analysis_store(kinds[i].survey->files, csv.data, 50, &store, &error), error);
        filled_clear(&csv);
        bool waves = trig_store_definition(store)->wave_count > 0;
        assert_ok(analysis_run(&analysis, store, waves ? &options : &waveless), analysis.error);
        trig_estimator *estimator = trig_estimator_create(&analysis.cells, &analysis.request.design, &error);
        assert_ok(trig_estimate_mean(estimator, 0, &analysis.domains.items[0], &expected, &error), error);
        trig_estimator_destroy(estimator);
        assert_ok(trig_sample_gather(&store, 1, &analysis.request, &sample, &error), error);
        double mean;
        double v;
        struct trig_covariance found = {.v = &v};
        assert_ok(trig_sample_replicate(&sample, mean_of_first, NULL, 1, &mean, &found, &error), error);
        assert_close(mean, expected.estimate, 1e-12, 0.0);
        assert_close(v, expected.variance, 1e-10, 0.0);
        assert_close(found.df, expected.df, 0.0, 0.0);
        for (size_t j = 0; j < sample.count; j++)
            assert_true(analysis.cells.items[sample.cell[j]].in_scope == sample.in_scope[j]);
        trig_sample_clear(&sample);
        analysis_clear(&analysis);
        analysis_close(store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample_covariance_gives_what_cells_give),
        cmocka_unit_test(test_sample_covariance_of_two_stages_adds_the_second),
        cmocka_unit_test(test_sample_covariance_without_second_units_takes_respondents),
        cmocka_unit_test(test_sample_covariance_of_strata_within_units_takes_them_apart),
        cmocka_unit_test(test_sample_covariance_of_lonely_person_names_the_unit),
        cmocka_unit_test(test_sample_gather_refuses_what_the_design_lacks),
        cmocka_unit_test(test_sample_replicate_leaves_undefined_ones_out),
        cmocka_unit_test(test_sample_replicates_give_what_cells_give),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
