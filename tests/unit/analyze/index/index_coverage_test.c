/* How often an index's interval holds what the index would be without chance: true means
 * are known, and yardsticks are given, so that the true composite is. */
#include "tests/support.h"

#include "analyze/index/index.h"
#include "tests/comparison_context.h"

#include <unistd.h>

enum { PLACES = 12, ITEMS = 3, ROUNDS = 40, SIZES = 4 };

static const int sizes[SIZES] = {10, 17, 50, 200}; /* of the places, in turn */

/* Of the answers 1 to 5, cumulated. */
static const double distributions[3][4] = {
    {0.1, 0.25, 0.5, 0.85}, {0.3, 0.5, 0.7, 0.9}, {0.05, 0.15, 0.35, 0.65}};

static const double *distribution(int place, int item)
{
    return distributions[(place + item) % 3];
}

static int answer_of(const double *limits, double x)
{
    int answer = 1;
    while (answer < 5 && x >= limits[answer - 1])
        answer++;
    return answer;
}

/* The true mean score of an item, 0 to 100. */
static double mean_of(const double *limits)
{
    double mean = 100.0;
    for (int i = 0; i < 4; i++)
        mean -= 25.0 * limits[i];
    return mean;
}

/* One answer in two is given in the mood of the item before, so that items go together. */
static void make_answers(struct filled_text *csv, uint64_t *random)
{
    filled_print(csv, "institution,v0,v1,v2\n");
    for (int place = 0; place < PLACES; place++)
        for (int i = 0; i < sizes[place % SIZES]; i++) {
            double x = filled_uniform(random);
            filled_print(csv, "p%d", place);
            for (int item = 0; item < ITEMS; item++) {
                x = filled_uniform(random) < 0.5 ? x : filled_uniform(random);
                filled_print(csv, ",%d", answer_of(distribution(place, item), x));
            }
            filled_print(csv, "\n");
        }
}

static double truth(int place, enum trig_aggregation how)
{
    static const double weights[] = {0.5, 0.25, 0.25};
    const double points[] = {mean_of(distribution(place, 0)),
                             100.0 - (mean_of(distribution(place, 1)) - 10.0) / 80.0 * 100.0,
                             mean_of(distribution(place, 2)) / 60.0 * 100.0};
    return trig_index_aggregate(how, points, weights, 3);
}

static const struct filled_file files[] = {
    {"survey.csv", "key,value\nid,coverage\n"},
    {"scales.csv",
     "scale,code,label,value,kind,positive\nagree,1,1,1,substantive,0\nagree,2,2,2,substantive,0\n"
     "agree,3,3,3,substantive,0\nagree,4,4,4,substantive,1\nagree,5,5,5,substantive,1\n"},
    {"pillars.csv", "id,label,order\na,A,1\nb,B,2\nc,C,3\n"},
    {"variables.csv", "name,label,role,type,scale,pillar\nv0,A,item,ordinal,agree,a\n"
                      "v1,B,item,ordinal,agree,b\nv2,C,item,ordinal,agree,c\n"},
    {"institutions.csv", "id,name\np0,P0\np1,P1\np2,P2\np3,P3\np4,P4\np5,P5\np6,P6\np7,P7\np8,P8\np9,P9\n"
                         "p10,P10\np11,P11\n"},
    {NULL, NULL},
};

static const char spec_text[] = "indicator,direction,weight,normalisation,low,high,reference\n"
                                "pillar:a,higher,2,none,,,\npillar:b,lower,1,min-max,10,90,\n"
                                "pillar:c,higher,1,reference,,,60\n";

static void read_spec(const struct comparison *comparison, struct trig_index_spec *spec)
{
    char path[256];
    struct trig_problems problems;
    struct trig_error error = {.status = TRIG_OK};
    snprintf(path, sizeof path, "%s/spec.csv", comparison->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(spec_text, file);
    fclose(file);
    trig_problems_init(&problems);
    assert_ok(trig_index_spec_read(comparison->context.definition, path, spec, &problems, &error), error);
    trig_problems_clear(&problems);
    unlink(path);
}

static void count(const trig_table *table, enum trig_aggregation how, size_t *tried, size_t *held)
{
    for (int place = 0; place < PLACES; place++) {
        char name[16];
        snprintf(name, sizeof name, "p%d", place);
        size_t row = comparison_row(table, "institution", name, "statistic", "composite", NULL);
        double low = comparison_number(table, row, "ci_low");
        double high = comparison_number(table, row, "ci_high");
        tried[place % SIZES]++;
        held[place % SIZES] += low <= truth(place, how) && truth(place, how) <= high;
    }
}

static void simulate(uint64_t seed, enum trig_aggregation how, size_t *tried, size_t *held)
{
    struct comparison comparison;
    struct trig_index_spec spec;
    struct filled_text csv = {NULL, 0, 0};
    struct trig_error error = {.status = TRIG_OK};
    trig_table *table = NULL;
    make_answers(&csv, &seed);
    comparison_open(&comparison, files, csv.data, "pillars");
    read_spec(&comparison, &spec);
    struct trig_index_options options = {
        .spec = &spec, .aggregation = how, .design = comparison.context.design, .draws = 100};
    assert_ok(trig_replication_parse("bootstrap:200", &options.design.replication, &error), error);
    options.design.replication.groups = 50; /* of 200 respondents */
    comparison.context.disclosure.mode = TRIG_DISCLOSURE_NONE;
    assert_ok(trig_index_table(&comparison.context, &options, &table, &error), error);
    count(table, how, tried, held);
    trig_table_destroy(table);
    trig_index_spec_clear(&spec);
    comparison_close(&comparison);
    filled_clear(&csv);
}

static void test_intervals_hold_the_true_composite_as_often_as_they_say(void **state)
{
    (void)state;
    for (size_t how = 0; how < 2; how++) {
        size_t tried[SIZES] = {0};
        size_t held[SIZES] = {0};
        size_t all = 0;
        for (uint64_t round = 0; round < ROUNDS; round++)
            simulate(4100 + round, (enum trig_aggregation)how, tried, held);
        for (size_t i = 0; i < SIZES; i++) {
            double share = (double)held[i] / (double)tried[i];
            print_message("%s, n %d: %.3f of %zu\n", trig_aggregation_names[how], sizes[i], share, tried[i]);
            all += held[i];
            /* 120 intervals: 3 standard errors are 6 points. */
            assert_true(share > 0.89);
        }
        double share = (double)all / (double)(ROUNDS * PLACES);
        assert_true(share > 0.92 && share < 0.98);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_intervals_hold_the_true_composite_as_often_as_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
