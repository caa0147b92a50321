/* How often the default tests find a difference where there is none, in small cells: twenty
 * institutions of twelve to thirty respondents, four roles among them, answers as skewed as they are. A
 * test at 5% may be wrong 5% of the time; 4,000 surveys tell 3.6 from 6.4% apart from that
 * (four standard errors). */
#include "tests/support.h"

#include "analyze/test/means.h"
#include "analyze/test/rao_scott.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#define SURVEYS 4000
#define PLACES  20
#define ROLES   4
#define ANSWERS 5

/* How the respondents of one survey are drawn. */
struct scenario {
    const char *label;
    double shares[ANSWERS]; /* of the answers; sums to 1 */
    double lift;            /* how much institutions differ, which roles do not */
    bool weighted;
    bool by_place; /* groups are the institutions themselves, nothing differs */
    double least;  /* rates of rejection at 5% that may come out */
    double most;
};

struct survey {
    struct trig_cell cells[PLACES * ROLES];
    struct trig_stratum strata[PLACES];
    struct trig_bin bins[PLACES * ROLES][ANSWERS];
    struct trig_moments moments[PLACES * ROLES];
    size_t group_of_cell[PLACES * ROLES];
    size_t order[PLACES * ROLES];
    struct trig_measures measures;
    struct trig_request request;
    struct trig_cells all;
};

/* SplitMix64: the same surveys on every machine. */
static double uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static size_t draw_answer(const struct scenario *scenario, double lift, uint64_t *state)
{
    double u = uniform(state);
    u = u + lift * u * (1.0 - u); /* more of the higher answers, or of the lower */
    size_t answer = 0;
    while (answer < ANSWERS - 1 && u >= scenario->shares[answer])
        u -= scenario->shares[answer++];
    return answer;
}

static void add_person(struct survey *survey, size_t cell, size_t answer, double w)
{
    double y = (double)answer;
    struct trig_bin *bin = &survey->bins[cell][answer];
    struct trig_moments *m = &survey->moments[cell];
    *bin = (struct trig_bin){bin->count + 1.0, bin->w + w, bin->ww + w * w};
    *m =
        (struct trig_moments){m->n + 1.0,         m->y + y,      m->w + w,           m->wy + w * y,
                              m->wyy + w * y * y, m->ww + w * w, m->wwy + w * w * y, m->wwyy + w * w * y * y};
}

static void draw(const struct scenario *scenario, uint64_t *state, struct survey *survey)
{
    static const double role_shares[ROLES] = {0.5, 0.8, 0.95, 1.0};
    memset(survey, 0, sizeof *survey);
    for (size_t place = 0; place < PLACES; place++) {
        size_t people = 12 + (size_t)(uniform(state) * 19.0);
        double lift = scenario->lift * (uniform(state) - 0.5);
        survey->strata[place] = (struct trig_stratum){.units = people, .population = INFINITY};
        for (size_t i = 0; i < people; i++) {
            double u = uniform(state);
            size_t role = 0;
            while (u >= role_shares[role])
                role++;
            double w = scenario->weighted ? 0.5 + 1.5 * uniform(state) : 1.0;
            add_person(survey, place * ROLES + role, draw_answer(scenario, lift, state), w);
        }
    }
    for (size_t i = 0; i < (size_t)PLACES * ROLES; i++) {
        survey->cells[i] = (struct trig_cell){.stratum = i / ROLES, .psu = TRIG_NONE};
        survey->group_of_cell[i] = scenario->by_place ? i / ROLES : i % ROLES;
        survey->order[i] = i;
    }
    survey->request.design = (struct trig_design){.lonely = TRIG_LONELY_ADJUST};
    survey->all = (struct trig_cells){.items = survey->cells,
                                      .count = (size_t)PLACES * ROLES,
                                      .request = &survey->request,
                                      .bins = &survey->bins[0][0],
                                      .bin_count = ANSWERS,
                                      .moments = survey->moments,
                                      .measures = 1,
                                      .strata = survey->strata,
                                      .stratum_count = PLACES};
}

/* p of Rao and Scott's F, and of the means; what share of the latter is expected below 5%. */
static void test_survey(const struct scenario *scenario, const struct survey *survey, double p[2],
                        double *expected)
{
    static const size_t bins[] = {0, 1, 2, 3, 4};
    size_t groups = scenario->by_place ? PLACES : ROLES;
    struct trig_error error = {.status = TRIG_OK};
    struct trig_cross cross;
    struct trig_blocks blocks;
    struct trig_rao_scott table;
    struct trig_means means;
    struct trig_means_test test;
    struct trig_cross_asked asked = {.cells = &survey->all,
                                     .group_of_cell = survey->group_of_cell,
                                     .groups = groups,
                                     .order = survey->order,
                                     .bins = bins,
                                     .answers = ANSWERS};
    assert_ok(trig_cross_make(&asked, &cross, &error), error);
    assert_ok(trig_rao_scott_blocks(&cross, &survey->all, &survey->request.design, &blocks, &error), error);
    assert_ok(trig_rao_scott_make(&cross, &blocks, &table, &error), error);
    double d0 = table.trace * table.trace / table.trace2;
    p[0] = gsl_cdf_fdist_Q(table.x2 / table.trace, d0, d0 * table.nu);
    trig_blocks_clear(&blocks);
    trig_cross_clear(&cross);
    assert_ok(
        trig_means_of_cells(&survey->all, 0, survey->order, survey->group_of_cell, groups, &means, &error),
        error);
    assert_ok(trig_means_test(&means, &test, &error), error);
    p[1] = test.p;
    *expected = trig_means_rate(&means);
    trig_means_clear(&means);
}

static void test_default_tests_of_equal_groups_keep_their_rate(void **state)
{
    (void)state;
    static const struct scenario scenarios[] = {
        {"roles, agreeing", {0.04, 0.08, 0.18, 0.45, 0.25}, 0.0, false, false, 0.03, 0.075},
        {"roles, institutions differ", {0.04, 0.08, 0.18, 0.45, 0.25}, 0.8, false, false, 0.03, 0.075},
        {"roles, weighted", {0.1, 0.2, 0.4, 0.2, 0.1}, 0.0, true, false, 0.03, 0.075},
        {"institutions", {0.1, 0.2, 0.4, 0.2, 0.1}, 0.0, false, true, 0.02, 0.13},
    };
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        uint64_t random = 20170531 + i;
        double found[2] = {0.0, 0.0};
        double expected = 0.0;
        struct survey survey;
        for (size_t j = 0; j < SURVEYS; j++) {
            double p[2];
            double rate;
            draw(&scenarios[i], &random, &survey);
            test_survey(&scenarios[i], &survey, p, &rate);
            expected += rate / SURVEYS;
            found[0] += p[0] <= 0.05;
            found[1] += p[1] <= 0.05;
        }
        print_message("  %s: Rao and Scott's F %.3f, means %.3f (expected %.3f)\n", scenarios[i].label,
                      found[0] / SURVEYS, found[1] / SURVEYS, expected);
        assert_close(expected, found[1] / SURVEYS, 0, 0.02);
        for (size_t k = 0; k < 2; k++)
            if (found[k] / SURVEYS < scenarios[i].least || found[k] / SURVEYS > scenarios[i].most)
                fail_msg("%s: a rate of %.3f at 5%%", scenarios[i].label, found[k] / SURVEYS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_tests_of_equal_groups_keep_their_rate),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
