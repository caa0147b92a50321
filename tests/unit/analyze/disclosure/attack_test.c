/* A reader with every output of every command at once: summaries, benchmarks
 * against everything and comparisons of random stores. Each number shown is
 * a sum over institutions that the reader knows; no hidden institution may be a
 * combination of them. */
#include "tests/support.h"

#include "analyze/benchmark/benchmark.h"
#include "analyze/benchmark/compare.h"
#include "analyze/summary/summary.h"
#include "tests/comparison_context.h"

#include <stdlib.h>

enum { PLACES = 11, GROUPS = 3, STORES = 12, MOST_KNOWN = 400 };

static const char *const against[] = {"sector", "others", "group:G0", "group:G1", "group:G2"};

/* One random survey: how many answered where, and who is in which group. */
struct survey {
    int counts[PLACES];
    bool members[GROUPS][PLACES];
    struct filled_text institutions;
    struct filled_text groups;
    struct filled_text answers;
};

/* Sums over institutions that are known, one a row. */
struct known {
    double sums[MOST_KNOWN][PLACES];
    size_t count;
};

static void make_survey(struct survey *survey, uint64_t *random)
{
    memset(survey, 0, sizeof *survey);
    filled_print(&survey->institutions, "id,name\n");
    filled_print(&survey->groups, "group,institution\n");
    filled_print(&survey->answers, "institution,x,s\n");
    for (int i = 0; i < PLACES; i++) {
        survey->counts[i] = 1 + (int)(filled_random(random) % (filled_random(random) % 4 ? 30 : 11));
        filled_print(&survey->institutions, "p%d,Place %d\n", i, i);
        for (int group = 0; group < GROUPS; group++) {
            survey->members[group][i] = filled_random(random) % 3 == 0;
            if (survey->members[group][i])
                filled_print(&survey->groups, "G%d,p%d\n", group, i);
        }
        for (int j = 0; j < survey->counts[i]; j++)
            filled_print(&survey->answers, "p%d,%d,%s\n", i, 1 + (int)(filled_random(random) % 5),
                         filled_random(random) % 3 ? "y" : "n");
    }
    for (int group = 0; group < GROUPS; group++) /* no group is empty */
        if (!survey->members[group][0]) {
            survey->members[group][0] = true;
            filled_print(&survey->groups, "G%d,p0\n", group);
        }
}

static void clear_survey(struct survey *survey)
{
    filled_clear(&survey->institutions);
    filled_clear(&survey->groups);
    filled_clear(&survey->answers);
}

/* ---- what is known --------------------------------------------------------------------------- */

static double *next_sum(struct known *known)
{
    assert_true(known->count < MOST_KNOWN);
    double *sum = known->sums[known->count++];
    memset(sum, 0, PLACES * sizeof *sum);
    return sum;
}

static void know_place(struct known *known, size_t place)
{
    next_sum(known)[place] = 1.0;
}

static void know_sector(struct known *known, size_t except)
{
    double *sum = next_sum(known);
    for (size_t i = 0; i < PLACES; i++)
        sum[i] = i == except ? 0.0 : 1.0;
}

static void know_group(struct known *known, const struct survey *survey, size_t group)
{
    double *sum = next_sum(known);
    for (size_t i = 0; i < PLACES; i++)
        sum[i] = survey->members[group][i] ? 1.0 : 0.0;
}

static bool shows(const trig_table *table, size_t row, const char *column)
{
    return !trig_table_is_empty(table, row, trig_table_find(table, column));
}

static size_t place_of(const trig_table *table, size_t row)
{
    struct trig_view id = comparison_text(table, row, "institution");
    return id.length ? (size_t)strtoul(id.data + 1, NULL, 10) : SIZE_MAX;
}

/* Rows of institutions, of groups and of the sector. */
static void learn_rows(struct known *known, const struct survey *survey, const trig_table *table)
{
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        struct trig_view group = trig_table_find(table, "group") == SIZE_MAX
                                     ? trig_view("")
                                     : comparison_text(table, row, "group");
        if (!shows(table, row, "estimate"))
            continue;
        if (group.length)
            know_group(known, survey, (size_t)(group.data[1] - '0'));
        else if (place_of(table, row) != SIZE_MAX)
            know_place(known, place_of(table, row));
        else
            know_sector(known, SIZE_MAX);
    }
}

static void learn_summary(struct known *known, const struct survey *survey, struct comparison *comparison,
                          const char *by)
{
    struct trig_request request = {.measures = &comparison->measures, .design = comparison->context.design};
    struct trig_cells cells;
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    memset(&cells, 0, sizeof cells);
    assert_ok(trig_bys_parse(comparison->context.definition, by, &request.bys, &error), error);
    assert_ok(trig_summary_table(&comparison->context, &request, &cells, NULL, &table, &error), error);
    learn_rows(known, survey, table);
    trig_cells_clear(&cells);
    trig_table_destroy(table);
}

static void learn_benchmark(struct known *known, const struct survey *survey, struct comparison *comparison,
                            size_t place, size_t which)
{
    struct trig_benchmark_options options = {
        .institution = place, .measures = &comparison->measures, .design = comparison->context.design};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    assert_ok(
        trig_against_parse(comparison->context.definition, against[which], NULL, &options.against, &error),
        error);
    assert_ok(trig_benchmark_table(&comparison->context, &options, &table, &error), error);
    learn_rows(known, survey, table);
    if (shows(table, 0, "benchmark") && which >= 2)
        know_group(known, survey, which - 2);
    else if (shows(table, 0, "benchmark"))
        know_sector(known, which == 0 ? SIZE_MAX : place);
    /* Nothing is left of a comparison without a benchmark. */
    if (!shows(table, 0, "benchmark"))
        assert_false(shows(table, 0, "difference") || shows(table, 0, "difference_se") ||
                     shows(table, 0, "z") || shows(table, 0, "effect_size"));
    trig_table_destroy(table);
}

static void learn_rest(struct known *known, const struct survey *survey, struct comparison *comparison)
{
    struct trig_compare_options compare = {.measures = &comparison->measures,
                                           .design = comparison->context.design};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table;
    assert_ok(trig_compare_table(&comparison->context, &compare, &table, &error), error);
    learn_rows(known, survey, table);
    trig_table_destroy(table);
}

static void learn_all(struct known *known, const struct survey *survey, struct comparison *comparison)
{
    known->count = 0;
    learn_summary(known, survey, comparison, "all");
    learn_summary(known, survey, comparison, "institution");
    learn_summary(known, survey, comparison, "group");
    learn_rest(known, survey, comparison);
    for (size_t place = 0; place < PLACES; place++)
        for (size_t which = 0; which < sizeof against / sizeof *against; which++)
            learn_benchmark(known, survey, comparison, place, which);
}

/* ---- what follows ----------------------------------------------------------------------------- */

static size_t rank_of(double (*sums)[PLACES], size_t count)
{
    size_t rank = 0;
    for (size_t column = 0; column < PLACES && rank < count; column++) {
        size_t pivot = rank;
        for (size_t i = rank; i < count; i++)
            if (fabs(sums[i][column]) > fabs(sums[pivot][column]))
                pivot = i;
        if (fabs(sums[pivot][column]) < 1e-9)
            continue;
        for (size_t j = 0; j < PLACES; j++) {
            double entry = sums[pivot][j];
            sums[pivot][j] = sums[rank][j];
            sums[rank][j] = entry;
        }
        for (size_t i = rank + 1; i < count; i++) {
            double factor = sums[i][column] / sums[rank][column];
            for (size_t j = column; j < PLACES; j++)
                sums[i][j] -= factor * sums[rank][j];
        }
        rank++;
    }
    return rank;
}

static bool follows(const struct known *known, size_t place)
{
    static double with[MOST_KNOWN + 1][PLACES];
    static double without[MOST_KNOWN][PLACES];
    memcpy(with, known->sums, known->count * sizeof *with);
    memcpy(without, known->sums, known->count * sizeof *without);
    memset(with[known->count], 0, sizeof *with);
    with[known->count][place] = 1.0;
    return rank_of(with, known->count + 1) == rank_of(without, known->count);
}

static void attack(const struct survey *survey, struct comparison *comparison, const char *measure, int store)
{
    static struct known known;
    comparison_measure(comparison, measure);
    learn_all(&known, survey, comparison);
    for (size_t place = 0; place < PLACES; place++) {
        bool found = follows(&known, place);
        if (found && survey->counts[place] < 10)
            fail_msg("store %d, %s: place %zu with %d respondents can be worked out", store, measure, place,
                     survey->counts[place]);
    }
    /* A hidden institution is hidden everywhere: what follows is what is shown. */
    for (size_t place = 0; place < PLACES; place++) {
        bool alone = false;
        for (size_t i = 0; i < known.count && !alone; i++) {
            double others = 0.0;
            for (size_t j = 0; j < PLACES; j++)
                others += j == place ? 0.0 : fabs(known.sums[i][j]);
            alone = known.sums[i][place] == 1.0 && others == 0.0;
        }
        if (!alone && follows(&known, place) && survey->counts[place] >= 10)
            fail_msg("store %d, %s: place %zu is hidden here and shown there", store, measure, place);
    }
}

static void test_all_outputs_together_give_no_small_institution_away(void **state)
{
    (void)state;
    uint64_t random = 29;
    for (int store = 0; store < STORES; store++) {
        struct survey survey;
        struct comparison comparison;
        make_survey(&survey, &random);
        const struct filled_file files[] = {
            {"survey.csv", "key,value\nid,attack\n"},
            {"scales.csv", "scale,code,label,kind,positive\nyn,y,Yes,substantive,1\nyn,n,No,substantive,0\n"},
            {"variables.csv",
             "name,label,role,type,scale,min,max\nx,X,item,numeric,,1,5\ns,S,item,nominal,yn,,\n"},
            {"institutions.csv", survey.institutions.data},
            {"groups.csv", survey.groups.data},
            {NULL, NULL},
        };
        comparison_open(&comparison, files, survey.answers.data, "x");
        attack(&survey, &comparison, "x", store);
        attack(&survey, &comparison, "s:positive", store);
        comparison_close(&comparison);
        clear_survey(&survey);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_outputs_together_give_no_small_institution_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
