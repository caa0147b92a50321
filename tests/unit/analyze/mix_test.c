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
#define ROUNDS ((size_t)300)

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
                (struct trig_mix_cell){counts[i][j], shares[i][j], shares[i][j] * (1 - shares[i][j])};
    return (struct trig_mix){cells, INSTITUTIONS, CELLS};
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
        struct trig_mix_result result;
        trig_mix_result(&mix, &options, i, &result);
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
            struct trig_mix_result whole;
            trig_mix_result(&mix, &options, i, &whole);
            double sum = 0.0, variance = 0.0, weights = 0.0;
            for (size_t c = 0; c < INSTITUTIONS * CELLS; c++) {
                struct trig_mix_result moved;
                double mean = cells[c].mean;
                cells[c].mean += 1.0;
                trig_mix_result(&mix, &options, i, &moved);
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
    const struct trig_mix_cell cells[] = {{30, .5, .25}, {50, .7, .21}, {20, .9, .09}, {0, 0, 0}};
    const struct trig_mix mix = {cells, 4, 1};
    struct trig_mix_result in, out, nobody;
    trig_mix_result(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_PLUGIN}, 0, &in);
    trig_mix_result(&mix, &(struct trig_mix_options){TRIG_MIX_PLUGIN, true}, 0, &out);
    trig_mix_result(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_POOLED}, 3, &nobody);
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
    const struct trig_mix_cell cells[] = {{10, .5, .25}, {10, .5, .25}, {10, .2, .16}, {0, 0, 0}};
    const struct trig_mix mix = {cells, 2, 2};
    struct trig_mix_result in, out;
    trig_mix_result(&mix, &(struct trig_mix_options){.variance = TRIG_MIX_POOLED}, 0, &in);
    trig_mix_result(&mix, &(struct trig_mix_options){TRIG_MIX_POOLED, true}, 0, &out);
    assert_close(in.own_share, .75, 1e-14, 0);
    assert_close(in.observed, .5, 1e-14, 0);
    assert_true(isnan(out.benchmark) && isnan(out.difference) && isnan(out.se));
    assert_close(out.observed, .5, 1e-14, 0);
}

/* Draws answers of equal institutions. */
static void draw(struct trig_mix_cell *cells, size_t count, size_t n, unsigned *seed)
{
    for (size_t c = 0; c < count; c++) {
        size_t yes = 0;
        for (size_t i = 0; i < n; i++)
            yes += rand_r(seed) < 0.9 * RAND_MAX;
        double p = (double)yes / (double)n;
        cells[c] = (struct trig_mix_cell){(double)n, p, p * (1 - p)};
    }
}

/* The share of equal institutions, 20 of them with 4 cells of [n], that come out as different. */
static double false_alarms(enum trig_mix_variance variance, size_t n, double *spread)
{
    struct trig_mix_cell cells[PLACES * CELLS];
    const struct trig_mix mix = {cells, PLACES, CELLS};
    unsigned seed = (unsigned)n;
    size_t alarms = 0;
    double squares = 0.0, variances = 0.0;
    for (size_t round = 0; round < ROUNDS; round++) {
        draw(cells, PLACES * CELLS, n, &seed);
        for (size_t i = 0; i < PLACES; i++) {
            struct trig_mix_result result;
            trig_mix_result(&mix, &(struct trig_mix_options){.variance = variance}, i, &result);
            alarms += fabs(result.z) >= 1.96 || isnan(result.z);
            squares += result.difference * result.difference;
            variances += result.se * result.se;
        }
    }
    *spread = sqrt(variances / squares);
    return (double)alarms / (double)(PLACES * ROUNDS);
}

static void test_mix_result_pooled_keeps_to_its_level_where_plugin_does_not(void **state)
{
    (void)state;
    double spread;
    double pooled = false_alarms(TRIG_MIX_POOLED, 4, &spread);
    assert_true(pooled > 0.03 && pooled < 0.07);
    assert_close(spread, 1.0, 0.03, 0);
    assert_true(false_alarms(TRIG_MIX_PLUGIN, 4, &spread) > 0.10);
    pooled = false_alarms(TRIG_MIX_POOLED, 40, &spread);
    assert_true(pooled > 0.04 && pooled < 0.06);
    assert_close(spread, 1.0, 0.03, 0);
}

static void test_mix_evidence_shares_out_certainty(void **state)
{
    (void)state;
    /* R: pnorm(c(1, -7) / 2, lower.tail = c(TRUE, TRUE)) with D = 3, se = 2, material 2 */
    struct trig_mix_evidence evidence = trig_mix_evidence(3, 2, 2);
    assert_close(evidence.above, 0.69146246127401312, 1e-14, 0);
    assert_close(evidence.below, 0.0062096653257761331, 1e-13, 0);
    assert_close(evidence.within, 1 - 0.69146246127401312 - 0.0062096653257761331, 1e-13, 0);
    assert_true(isnan(trig_mix_evidence(3, 0, 2).above));
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
        cmocka_unit_test(test_mix_result_pooled_keeps_to_its_level_where_plugin_does_not),
        cmocka_unit_test(test_mix_evidence_shares_out_certainty),
        cmocka_unit_test(test_mix_file_in_any_order_with_gaps),
        cmocka_unit_test(test_mix_file_with_mistakes_lists_all_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
