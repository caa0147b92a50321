/* Benchmarks adjusted for the mix: the published table, identities, and errors
 * compared with what chance does. */
#include "analyze/benchmark/mix_table.h"

#include "tests/support.h"

#include <stdlib.h>
#include <unistd.h>

#define INSTITUTIONS ((size_t)5)
#define CELLS        ((size_t)4)

/* Of the simulation. */
#define PLACES ((size_t)20)
#define ROUNDS ((size_t)150)

/* Draper & Gittoes (2004), table 2: YoungM, YoungF, MatureM, MatureF. */
static const double counts[INSTITUTIONS][CELLS] = {{0, 0, 5, 50},
                                                   {198, 271, 227, 205},
                                                   {2133, 2099, 1443, 1156},
                                                   {712, 501, 69, 62},
                                                   {1467, 1176, 144, 130}};
static const double shares[INSTITUTIONS][CELLS] = {{0, 0, .800, .800},
                                                   {.838, .889, .819, .878},
                                                   {.897, .923, .868, .905},
                                                   {.941, .972, .884, .887},
                                                   {.993, .992, .958, .969}};

static struct trig_mix published(struct trig_mix_cell cells[INSTITUTIONS * CELLS])
{
    for (size_t i = 0; i < INSTITUTIONS; i++)
        for (size_t j = 0; j < CELLS; j++)
            cells[i * CELLS + j] =
                trig_mix_cell_of(counts[i][j], shares[i][j], shares[i][j] * (1 - shares[i][j]));
    return (struct trig_mix){cells, INSTITUTIONS, CELLS};
}

static struct trig_mix_result result_of(const struct trig_mix *mix, const struct trig_mix_options *options,
                                        size_t which)
{
    struct trig_mix_standard standard;
    struct trig_mix_result result;
    struct trig_error error = {.status = TRIG_OK};
    assert_ok(trig_mix_standard_make(mix, options, which, &standard, &error), error);
    trig_mix_result(mix, options, &standard, which, &result);
    trig_mix_standard_clear(&standard);
    return result;
}

static void test_mix_result_reproduces_the_published_table(void **state)
{
    (void)state;
    static const double expected[INSTITUTIONS][6] = {
        {.800000, .899731, -.099731, .052802, -1.889, .0286},
        {.857654, .914163, -.056509, .010895, -5.187, .0892},
        {.900217, .918566, -.018349, .001992, -9.210, .5905},
        {.947138, .933277, .013862, .005762, 2.406, .1334},
        {.989799, .933881, .055918, .002733, 20.460, .2881},
    };
    struct trig_mix_cell cells[INSTITUTIONS * CELLS];
    struct trig_mix mix = published(cells);
    const struct trig_mix_options options = {.variance = TRIG_MIX_PLUGIN};
    for (size_t i = 0; i < INSTITUTIONS; i++) {
        struct trig_mix_result result = result_of(&mix, &options, i);
        assert_close(result.observed, expected[i][0], 0, 5e-7);
        assert_close(result.benchmark, expected[i][1], 0, 5e-7);
        assert_close(result.difference, expected[i][2], 0, 5e-7);
        assert_close(result.se, expected[i][3], 0, 5e-7);
        assert_close(result.z, expected[i][4], 0, 5e-4);
        assert_close(result.own_share, expected[i][5], 0, 5e-5);
        assert_int_equal(result.others, INSTITUTIONS - 1);
    }
}

/* D is linear in the means: its value and variance follow from moving each mean a little. */
static void test_mix_result_is_the_linear_combination_that_it_says(void **state)
{
    (void)state;
    for (int leave_out = 0; leave_out < 2; leave_out++)
        for (size_t i = 0; i < INSTITUTIONS; i++) {
            struct trig_mix_cell cells[INSTITUTIONS * CELLS];
            struct trig_mix mix = published(cells);
            const struct trig_mix_options options = {.variance = TRIG_MIX_PLUGIN, .leave_out = leave_out};
            struct trig_mix_result whole = result_of(&mix, &options, i);
            double sum = 0.0, variance = 0.0, weights = 0.0;
            for (size_t c = 0; c < INSTITUTIONS * CELLS; c++) {
                double mean = cells[c].mean;
                cells[c].mean += 1.0;
                struct trig_mix_result moved = result_of(&mix, &options, i);
                cells[c].mean = mean;
                double lambda = moved.difference - whole.difference;
                weights += lambda;
                sum += lambda * mean;
                if (cells[c].n > 0)
                    variance += lambda * lambda * cells[c].variance / cells[c].n;
            }
            assert_close(sum, whole.difference, 0, 1e-12);
            assert_close(weights, 0.0, 0, 1e-12);
            assert_close(sqrt(variance), whole.se, 1e-12, 0);
        }
}

static void test_mix_result_of_one_cell_is_the_plain_comparison(void **state)
{
    (void)state;
    const struct trig_mix_cell cells[] = {trig_mix_cell_of(30, .5, .25), trig_mix_cell_of(50, .7, .21),
                                          trig_mix_cell_of(20, .9, .09), trig_mix_cell_of(0, 0, 0)};
    const struct trig_mix mix = {cells, 4, 1};
    const struct trig_mix_options left_out = {.variance = TRIG_MIX_PLUGIN, .leave_out = true};
    struct trig_mix_result in = result_of(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_PLUGIN}, 0);
    struct trig_mix_result out = result_of(&mix, &left_out, 0);
    struct trig_mix_result nobody =
        result_of(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_POOLED}, 3);
    assert_close(in.benchmark, .68, 1e-14, 0);
    assert_close(in.own_share, .3, 1e-14, 0);
    assert_close(out.benchmark, (35.0 + 18.0) / 70.0, 1e-14, 0);
    assert_close(out.difference, in.difference / (1 - in.own_share), 1e-12, 0);
    assert_close(out.se, sqrt(.25 / 30 + (50 * .21 + 20 * .09) / (70.0 * 70.0)), 1e-12, 0);
    assert_close(out.own_share, 0, 0, 0);
    assert_int_equal(in.others, 2);
    assert_true(isnan(nobody.observed) && isnan(nobody.difference) && isnan(nobody.z));
}

static void test_mix_result_where_nobody_else_answered(void **state)
{
    (void)state;
    const struct trig_mix_cell cells[] = {trig_mix_cell_of(10, .5, .25), trig_mix_cell_of(10, .5, .25),
                                          trig_mix_cell_of(10, .2, .16), trig_mix_cell_of(0, 0, 0)};
    const struct trig_mix mix = {cells, 2, 2};
    const struct trig_mix_options left_out = {.variance = TRIG_MIX_POOLED, .leave_out = true};
    struct trig_mix_result in = result_of(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_POOLED}, 0);
    struct trig_mix_result out = result_of(&mix, &left_out, 0);
    assert_close(in.own_share, .75, 1e-14, 0);
    assert_close(in.observed, .5, 1e-14, 0);
    assert_true(isnan(out.benchmark) && isnan(out.difference) && isnan(out.se));
    assert_close(out.observed, .5, 1e-14, 0);
}

/* The cells are two factors of two levels; with one factor of four levels the model is the cells. */
static const uint32_t levels[] = {0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 2, 3};
static const size_t two_levels[] = {2, 2};
static const size_t four_levels[] = {4};
static const struct trig_mix_factors main_effects = {levels, two_levels, 2};
static const struct trig_mix_factors saturated = {levels + 8, four_levels, 1};

static void test_mix_result_of_a_model_of_every_cell_is_that_of_the_cells(void **state)
{
    (void)state;
    struct trig_mix_cell cells[INSTITUTIONS * CELLS];
    struct trig_mix mix = published(cells);
    for (size_t i = 0; i < INSTITUTIONS; i++) {
        struct trig_mix_result plain = result_of(&mix, &(struct trig_mix_options){.factors = NULL}, i);
        struct trig_mix_result model = result_of(&mix, &(struct trig_mix_options){.factors = &saturated}, i);
        struct trig_mix_result linear =
            result_of(&mix, &(struct trig_mix_options){.factors = &saturated, .means = true}, i);
        assert_close(model.benchmark, plain.benchmark, 1e-11, 0);
        assert_close(model.se, plain.se, 1e-10, 0);
        assert_close(model.own_share, plain.own_share, 1e-9, 0);
        assert_close(model.largest, plain.largest, 1e-9, 0);
        assert_close(linear.benchmark, plain.benchmark, 1e-11, 0);
        assert_close(linear.own_share, plain.own_share, 1e-9, 0);
        assert_int_equal(model.others, plain.others);
    }
}

static void test_mix_standard_without_a_finite_fit_says_so(void **state)
{
    (void)state;
    const struct trig_mix_cell cells[] = {trig_mix_cell_of(9, 1, 0), trig_mix_cell_of(9, 1, 0),
                                          trig_mix_cell_of(9, 0, 0), trig_mix_cell_of(9, 0, 0)};
    const struct trig_mix mix = {cells, 1, 4};
    struct trig_mix_standard standard;
    struct trig_error error = {.status = TRIG_OK};
    const struct trig_mix_options options = {.factors = &main_effects};
    assert_int_equal(trig_mix_standard_make(&mix, &options, 0, &standard, &error), TRIG_ERR_DOMAIN);
}

/* ---- errors beside what chance does --------------------------------------------------------- */

struct chance {
    const char *label;
    size_t n; /* of an institution, in any of the cells */
    bool means;
    const struct trig_mix_factors *factors;
    enum trig_mix_variance variance;
    double least; /* of false alarms at 5% */
    double most;
};

static double uniform(unsigned *seed)
{
    return (rand_r(seed) + 0.5) / (RAND_MAX + 1.0);
}

/* A share of .9 and less in the last two cells, or a score of 0 to 100 in steps of 25. */
static double answer(bool means, size_t cell, unsigned *seed)
{
    double at = uniform(seed);
    if (!means)
        return at < (cell < 2 ? 0.9 : 0.75);
    return 25.0 * floor(5.0 * pow(at, cell < 2 ? 0.6 : 1.0));
}

/* One institution that is like all others; everybody is in a cell by chance. */
static void draw(const struct chance *chance, struct trig_mix_cell *cells, unsigned *seed)
{
    double sums[CELLS][3] = {{0.0}};
    for (size_t i = 0; i < chance->n; i++) {
        size_t cell = (size_t)(uniform(seed) * CELLS);
        double y = answer(chance->means, cell, seed);
        sums[cell][0] += 1.0;
        sums[cell][1] += y;
        sums[cell][2] += y * y;
    }
    for (size_t j = 0; j < CELLS; j++) {
        double mean = sums[j][0] > 0.0 ? sums[j][1] / sums[j][0] : 0.0;
        double square = sums[j][0] > 0.0 ? sums[j][2] / sums[j][0] : 0.0;
        cells[j] = trig_mix_cell_of(sums[j][0], mean, fmax(0.0, square - mean * mean));
    }
}

/* The share of equal institutions, 20 of them, that come out as different at 5%. */
static double false_alarms(const struct chance *chance)
{
    struct trig_mix_cell cells[PLACES * CELLS];
    const struct trig_mix mix = {cells, PLACES, CELLS};
    const struct trig_mix_options options = {
        .variance = chance->variance, .means = chance->means, .factors = chance->factors};
    unsigned seed = (unsigned)chance->n;
    size_t alarms = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < PLACES; i++)
            draw(chance, cells + i * CELLS, &seed);
        for (size_t i = 0; i < PLACES; i++) {
            struct trig_mix_result result = result_of(&mix, &options, i);
            alarms += fabs(result.z) >= 1.959964 || isnan(result.z);
        }
    }
    return (double)alarms / (double)(PLACES * ROUNDS);
}

static void test_mix_result_pooled_keeps_to_its_level_where_plugin_does_not(void **state)
{
    (void)state;
    static const struct chance cases[] = {
        {"share, 10", 10, false, NULL, TRIG_MIX_POOLED, 0.03, 0.07},
        {"share, 17", 17, false, NULL, TRIG_MIX_POOLED, 0.03, 0.07},
        {"share, 50", 50, false, NULL, TRIG_MIX_POOLED, 0.04, 0.06},
        {"share by model, 10", 10, false, &main_effects, TRIG_MIX_POOLED, 0.03, 0.07},
        {"share by model, 17", 17, false, &main_effects, TRIG_MIX_POOLED, 0.03, 0.07},
        {"share by model, 50", 50, false, &main_effects, TRIG_MIX_POOLED, 0.04, 0.06},
        {"score, 10", 10, true, NULL, TRIG_MIX_POOLED, 0.03, 0.07},
        {"score, 17", 17, true, NULL, TRIG_MIX_POOLED, 0.03, 0.07},
        {"score, 50", 50, true, NULL, TRIG_MIX_POOLED, 0.04, 0.06},
        {"score by model, 10", 10, true, &main_effects, TRIG_MIX_POOLED, 0.03, 0.07},
        {"score by model, 17", 17, true, &main_effects, TRIG_MIX_POOLED, 0.03, 0.07},
        {"score by model, 50", 50, true, &main_effects, TRIG_MIX_POOLED, 0.04, 0.06},
        {"share, plugin, 17", 17, false, NULL, TRIG_MIX_PLUGIN, 0.10, 1.0},
        {"score, plugin, 10", 10, true, NULL, TRIG_MIX_PLUGIN, 0.10, 1.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double rate = false_alarms(&cases[i]);
        if (!(rate >= cases[i].least && rate <= cases[i].most))
            fail_msg("%s: %.4f of equal institutions differ", cases[i].label, rate);
    }
}

static void test_mix_evidence_shares_out_certainty(void **state)
{
    (void)state;
    /* R: pnorm(c(0.5, -2.5)) with D = 3, se = 2, material 2 */
    struct trig_mix_evidence evidence = trig_mix_evidence(3, 2, INFINITY, 2);
    assert_close(evidence.above, 0.69146246127401312, 1e-14, 0);
    assert_close(evidence.below, 0.0062096653257761331, 1e-13, 0);
    assert_close(evidence.within, 1 - 0.69146246127401312 - 0.0062096653257761331, 1e-13, 0);
    assert_true(isnan(trig_mix_evidence(3, 0, INFINITY, 2).above));
    /* R: pt(c(0.5, -2.5), 12) likewise */
    evidence = trig_mix_evidence(3, 2, 12, 2);
    assert_close(evidence.above, 0.6869412618873379506, 1e-12, 0);
    assert_close(evidence.below, 0.013957699785662607, 1e-12, 0);
    assert_true(isnan(trig_mix_evidence(3, 2, 0.5, 2).above));
}

static void test_mix_grade_names_the_highest_that_holds(void **state)
{
    (void)state;
    static const struct {
        struct trig_mix_evidence evidence;
        const char *grade;
    } cases[] = {{{.991, .009, 0}, "above 99%"}, {{.96, .04, 0}, "above 95%"},
                 {{.90, .1, 0}, "above 90%"},    {{.89, .11, 0}, ""},
                 {{0, .05, .95}, "below 95%"},   {{.04, .92, .04}, "within 90%"},
                 {{NAN, NAN, NAN}, ""},          {{0, .995, .005}, "within 99%"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(trig_view_is(trig_mix_grade(cases[i].evidence), cases[i].grade));
}

/* ---- the file --------------------------------------------------------------------------- */

static enum trig_status read_text(const char *text, struct trig_mix_file *file,
                                  struct trig_problems *problems, struct trig_error *error)
{
    char path[] = "/tmp/trig-mix-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    trig_problems_init(problems);
    enum trig_status status = trig_mix_file_read(path, file, problems, error);
    unlink(path);
    return status;
}

static void test_mix_file_in_any_order_with_gaps(void **state)
{
    (void)state;
    struct trig_mix_file file;
    struct trig_problems problems;
    struct trig_error error = {0};
    assert_ok(read_text("p,n,cell,institution\n0.5,4,x,B\n,0,y,B\n0.25,8,y,A\n", &file, &problems, &error),
              error);
    assert_int_equal(problems.count, 0);
    assert_int_equal(file.mix.institutions, 2);
    assert_int_equal(file.mix.cell_count, 2);
    assert_true(trig_view_equal(file.institutions.items[0], trig_view("B")));
    assert_true(trig_view_equal(file.cells.items[1], trig_view("y")));
    assert_close(file.mix.cells[0].mean, 0.5, 0, 0);
    assert_close(file.mix.cells[1].n, 0, 0, 0);
    assert_close(file.mix.cells[2].n, 0, 0, 0); /* A in x: not in the file */
    assert_close(file.mix.cells[3].variance, 0.25 * 0.75, 0, 0);
    trig_mix_file_clear(&file);
    trig_problems_clear(&problems);
}

static void test_mix_file_with_mistakes_lists_all_of_them(void **state)
{
    (void)state;
    static const struct {
        const char *label, *text;
        size_t mistakes;
    } cases[] = {
        {"percentages, negative, blank", "institution,cell,n,p\nA,x,5,80\nA,y,-1,0.5\nA,z,,0.5\nA,w,3,\n", 4},
        {"words for numbers", "institution,cell,n,p\nA,x,many,0.5\nA,y,5,half\n", 2},
        {"twice", "institution,cell,n,p\nA,x,5,0.5\nA,x,6,0.5\n", 1},
        {"no name", "institution,cell,n,p\n,x,5,0.5\nA,,5,0.5\n", 2},
        {"a column is missing", "institution,n,p\nA,5,0.5\n", 1},
        {"nothing", "institution,cell,n,p\n", 1},
        {"not a number", "institution,cell,n,p\nA,x,nan,0.5\nA,y,inf,0.5\n", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_mix_file file;
        struct trig_problems problems;
        struct trig_error error = {0};
        enum trig_status status = read_text(cases[i].text, &file, &problems, &error);
        if (status != TRIG_ERR_FORMAT || problems.mistakes != cases[i].mistakes)
            fail_msg("%s: %zu mistakes, status %d: %s", cases[i].label, problems.mistakes, status,
                     error.message);
        trig_problems_clear(&problems);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mix_result_reproduces_the_published_table),
        cmocka_unit_test(test_mix_result_is_the_linear_combination_that_it_says),
        cmocka_unit_test(test_mix_result_of_one_cell_is_the_plain_comparison),
        cmocka_unit_test(test_mix_result_where_nobody_else_answered),
        cmocka_unit_test(test_mix_result_of_a_model_of_every_cell_is_that_of_the_cells),
        cmocka_unit_test(test_mix_standard_without_a_finite_fit_says_so),
        cmocka_unit_test(test_mix_result_pooled_keeps_to_its_level_where_plugin_does_not),
        cmocka_unit_test(test_mix_evidence_shares_out_certainty),
        cmocka_unit_test(test_mix_grade_names_the_highest_that_holds),
        cmocka_unit_test(test_mix_file_in_any_order_with_gaps),
        cmocka_unit_test(test_mix_file_with_mistakes_lists_all_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
