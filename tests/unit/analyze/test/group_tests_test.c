/* The numbers behind tests of groups, against R's on the same ninety respondents:
 *   i <- 0:89
 *   d <- data.frame(s = i %% 3, g = (i * 7) %% 4, a = (i * 5 + i %/% 7) %% 3, w = 1 + (i %% 5) / 2,
 *                   u = paste(i %% 3, (i %/% 3) %% 7))
 * R 4.2.2, survey 4.1.1. */
#include "tests/support.h"

#include "analyze/test/adjust.h"
#include "analyze/test/noncentral.h"
#include "analyze/test/rao_scott.h"

#include <gsl/gsl_errno.h>

#define PEOPLE 90
#define GROUPS 4
#define TEAMS  7

enum variant { WHOLE, HOLE, CYCLE };

/* What is left of the ninety: all; without answer 2 of group 3 (d[!(d$g == 3 & d$a == 2), ]); or
 * without answers 1 and 2 of groups 2 and 3. */
static bool is_in(enum variant variant, size_t group, size_t answer)
{
    if (variant == HOLE)
        return group != 3 || answer != 2;
    return variant == WHOLE || group < 2 || answer == 0;
}

struct people {
    struct trig_cell cells[3 * TEAMS * GROUPS];
    struct trig_stratum strata[3];
    struct trig_bin bins[3 * TEAMS * GROUPS][3];
    size_t group_of_cell[3 * TEAMS * GROUPS];
    struct trig_cells all;
    struct trig_design design;
};

static void add_person(struct people *people, size_t i, enum variant variant, bool teams)
{
    size_t group = i * 7 % 4;
    size_t answer = (i * 5 + i / 7) % 3;
    double w = 1.0 + (double)(i % 5) / 2.0;
    size_t place = (i % 3 * TEAMS + i / 3 % TEAMS) * GROUPS + group;
    if (!is_in(variant, group, answer))
        return;
    struct trig_bin *bin = &people->bins[place][answer];
    bin->count += 1.0;
    bin->w += w;
    bin->ww += w * w;
    if (!teams)
        people->strata[i % 3].units++;
}

static void fill(struct people *people, enum variant variant, bool teams)
{
    memset(people, 0, sizeof *people);
    for (size_t i = 0; i < 3; i++) {
        people->strata[i].population = INFINITY;
        people->strata[i].units = teams ? TEAMS : 0;
    }
    for (size_t i = 0; i < PEOPLE; i++)
        add_person(people, i, variant, teams);
    for (size_t i = 0; i < 3 * TEAMS * GROUPS; i++) {
        people->cells[i].stratum = i / GROUPS / TEAMS;
        people->cells[i].psu = teams ? i / GROUPS : TRIG_NONE;
        people->group_of_cell[i] = i % GROUPS;
    }
    people->design = (struct trig_design){.lonely = TRIG_LONELY_FAIL, .df = TRIG_DF_R};
    people->all = (struct trig_cells){.items = people->cells,
                                      .count = 3 * TEAMS * GROUPS,
                                      .bins = &people->bins[0][0],
                                      .bin_count = 3,
                                      .strata = people->strata,
                                      .stratum_count = 3};
}

/* The whole way; the cross and its covariance are to be cleared. */
static void make(struct people *people, struct trig_cross *cross, struct trig_blocks *blocks)
{
    static const size_t bins[] = {0, 1, 2};
    struct trig_error error = {.status = TRIG_OK};
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_cross_asked asked = {.cells = &people->all,
                                     .group_of_cell = people->group_of_cell,
                                     .groups = GROUPS,
                                     .order = trig_cross_order(&people->all, &arena),
                                     .bins = bins,
                                     .answers = 3};
    assert_ok(trig_cross_make(&asked, cross, &error), error);
    assert_ok(trig_rao_scott_blocks(cross, &people->all, &people->design, blocks, &error), error);
    trig_arena_clear(&arena);
}

static void test_rao_scott_agrees_with_svychisq(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum variant variant;
        bool teams;
        double f, d0, nu, x2, wald, adjusted, adjusted_df;
    } cases[] = {
        {"strata", WHOLE, false, 0.065453046576023938, 5.9949974360235565, 87, 0.45215770706108749,
         0.063182125077885218, 0.059550968464213649, 82},
        {"teams", WHOLE, true, 0.40638646529726924, 4.6064109604772074, 18, 0.45215770706108749,
         0.39558250902740705, 0.2856984787420162, 13},
        {"an empty class", HOLE, false, 0.99018327680394957, 5.9895931694426059, 80, 6.7444370391877531,
         2.1978765550091359, 2.0605092703210648, 75},
        {"an empty class, teams", HOLE, true, 2.9336736709364541, 2.4514974313047206, 18, 6.7444370391877531,
         2.8085867825658108, 2.028423787408641, 13},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct people people;
        struct trig_cross cross;
        struct trig_blocks blocks;
        struct trig_rao_scott found;
        struct trig_wald wald;
        struct trig_error error = {.status = TRIG_OK};
        print_message("  %s\n", cases[i].label);
        fill(&people, cases[i].variant, cases[i].teams);
        make(&people, &cross, &blocks);
        assert_ok(trig_rao_scott_make(&cross, &blocks, &found, &error), error);
        assert_close(found.x2, cases[i].x2, 1e-10, 0);
        assert_close(found.x2 / found.trace, cases[i].f, 1e-10, 0);
        assert_close(found.trace * found.trace / found.trace2, cases[i].d0, 1e-10, 0);
        assert_close(found.nu, cases[i].nu, 0, 0);
        assert_close(found.rank, 6.0, 0, 0);
        assert_ok(trig_wald_table(&cross, &blocks, false, &wald, &error), error);
        assert_close(wald.statistic, cases[i].wald, 1e-9, 0);
        assert_close(wald.df2, cases[i].nu, 0, 0);
        assert_ok(trig_wald_table(&cross, &blocks, true, &wald, &error), error);
        assert_close(wald.statistic, cases[i].adjusted, 1e-9, 0);
        assert_close(wald.df2, cases[i].adjusted_df, 0, 0);
        trig_blocks_clear(&blocks);
        trig_cross_clear(&cross);
    }
}

/* Two groups lack the same two answers: nothing is left of one contrast, for which R's solve has no answer.
 */
static void test_rao_scott_of_a_cycle_of_empty_classes_loses_a_degree(void **state)
{
    (void)state;
    struct people people;
    struct trig_cross cross;
    struct trig_blocks blocks;
    struct trig_rao_scott found;
    struct trig_error error = {.status = TRIG_OK};
    fill(&people, CYCLE, false);
    make(&people, &cross, &blocks);
    assert_ok(trig_rao_scott_make(&cross, &blocks, &found, &error), error);
    assert_close(found.rank, 5.0, 0, 0);
    assert_true(found.trace > 0.0 && found.trace2 > 0.0);
    assert_true(found.trace * found.trace / found.trace2 <= 5.0 + 1e-9);
    trig_blocks_clear(&blocks);
    trig_cross_clear(&cross);
}

static void test_blocks_of_a_lonely_stratum_obey_the_design(void **state)
{
    (void)state;
    struct people people;
    struct trig_cross cross;
    struct trig_blocks blocks;
    struct trig_error error = {.status = TRIG_OK};
    fill(&people, WHOLE, false);
    make(&people, &cross, &blocks);
    trig_blocks_clear(&blocks);
    people.strata[1].units = 1;
    people.strata[1].text = trig_view("the lonely one");
    assert_int_equal(trig_rao_scott_blocks(&cross, &people.all, &people.design, &blocks, &error),
                     TRIG_ERR_DOMAIN);
    assert_non_null(strstr(error.message, "the lonely one"));
    people.design.lonely = TRIG_LONELY_AVERAGE;
    assert_ok(trig_rao_scott_blocks(&cross, &people.all, &people.design, &blocks, &error), error);
    assert_int_equal(blocks.lonely, 1);
    double averaged = blocks.v[0][0];
    trig_blocks_clear(&blocks);
    people.design.lonely = TRIG_LONELY_REMOVE;
    assert_ok(trig_rao_scott_blocks(&cross, &people.all, &people.design, &blocks, &error), error);
    assert_close(averaged, 1.5 * blocks.v[0][0], 1e-12, 0);
    trig_blocks_clear(&blocks);
    trig_cross_clear(&cross);
}

static void test_adjust_agrees_with_p_adjust(void **state)
{
    (void)state;
    static const double p[] = {0.01, 0.02, 0.03, 0.04, 0.005, NAN};
    static const struct {
        enum trig_adjustment adjustment;
        double expected[6];
    } cases[] = {
        {TRIG_ADJUST_BH, {0.025, 0.033333333333333333, 0.0375, 0.04, 0.025, NAN}},
        {TRIG_ADJUST_BY,
         {0.057083333333333333, 0.076111111111111115, 0.085625, 0.091333333333333336, 0.057083333333333333,
          NAN}},
        {TRIG_ADJUST_HOLM, {0.04, 0.06, 0.06, 0.06, 0.025, NAN}},
        {TRIG_ADJUST_NONE, {0.01, 0.02, 0.03, 0.04, 0.005, NAN}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double out[6];
        struct trig_error error = {.status = TRIG_OK};
        assert_ok(trig_adjust(cases[i].adjustment, p, 6, out, &error), error);
        for (size_t j = 0; j < 6; j++)
            assert_close(out[j], cases[i].expected[j], 1e-12, 0);
    }
}

/* pf(f, df, df2, lambda), and back. */
static void test_noncentral_f_agrees_with_pf_and_is_inverted(void **state)
{
    (void)state;
    static const double cases[][5] = {{2.5, 3, 40, 0, 0.92674564798205006},
                                      {2.5, 3, 40, 4, 0.60438895222522337},
                                      {0.7, 9.5, 2000, 25, 0.00015905007279905462},
                                      {12, 2, 30, 30, 0.27193973609649874}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double *c = cases[i];
        assert_close(trig_noncentral_f(c[0], c[1], c[2], c[3]), c[4], 1e-7, 1e-9);
        double p = trig_noncentral_f(c[0], c[1], c[2], c[3]);
        assert_close(trig_noncentral_lambda(c[0], c[1], c[2], p), c[3], 1e-8, 1e-8);
    }
    assert_close(trig_noncentral_lambda(0.4, 3, 40, 0.975), 0.0, 0, 0);
    assert_close(trig_noncentral_lambda(NAN, 3, 40, 0.975), NAN, 0, 0);
    assert_close(trig_noncentral_lambda(2.0, 3, 0.5, 0.975), NAN, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rao_scott_agrees_with_svychisq),
        cmocka_unit_test(test_rao_scott_of_a_cycle_of_empty_classes_loses_a_degree),
        cmocka_unit_test(test_blocks_of_a_lonely_stratum_obey_the_design),
        cmocka_unit_test(test_adjust_agrees_with_p_adjust),
        cmocka_unit_test(test_noncentral_f_agrees_with_pf_and_is_inverted),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
