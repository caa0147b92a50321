/* From a panel's store to its trends, with every allocation failing once. */
#include "tests/support.h"

#include "analyze/trend/trend.h"
#include "tests/fault/failing_memory.h"
#include "tests/panel_survey.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[32];

static enum trig_status make(trig_store *store, const char *by, struct trig_error *error)
{
    static const struct trig_design_options design = {.fpc_default = false};
    struct trig_context context = {.stores = &store, .store_count = 1};
    struct trig_measures measures = {.items = NULL};
    struct trig_trend_options options = {.institution = by ? TRIG_NONE : 0,
                                         .measures = &measures,
                                         .detect = TRIG_TREND_DETECT,
                                         .waves = {.choice = TRIG_WAVES_ALL}};
    trig_table *table = NULL;
    context.definition = trig_store_definition(store);
    trig_disclosure_rules_init(context.definition, 0, TRIG_DISCLOSURE_THRESHOLD, &context.disclosure);
    enum trig_status status = trig_design_choose(context.definition, &design, &options.design, error);
    if (status == TRIG_OK)
        status = trig_bys_parse(context.definition, by, &options.bys, error);
    if (status == TRIG_OK && !by)
        status = trig_bys_parse(context.definition, "grade", &options.decompose, error);
    if (status == TRIG_OK)
        status = trig_measures_parse(context.definition, by ? "a" : "pillar:p", &measures, error);
    if (status == TRIG_OK)
        status = trig_trend_table(&context, &options, &table, error);
    trig_table_destroy(table);
    trig_measures_clear(&measures);
    return status;
}

static enum trig_status run(void *context, struct trig_error *error)
{
    trig_store *store = NULL;
    enum trig_status status = trig_store_open(path, TRIG_STORE_READ, &store, error);
    if (status == TRIG_OK)
        status = make(store, context, error);
    trig_store_close(store);
    return status;
}

static void fill(const struct filled_file *files, const char *csv)
{
    struct trig_error error = {.status = TRIG_OK};
    strcpy(path, "/tmp/trig-fault-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    assert_ok(filled_store(path, files, csv, 0, &error), error);
}

static void test_trends_survive_every_failing_allocation(void **state)
{
    (void)state;
    const struct panel panel = {
        .institutions = 7, .size = 10, .waves = 5, .stays = 0.9, .rise = 0.1, .seed = 3};
    struct panel_survey survey;
    panel_make(&panel, &survey);
    fill(survey.files, survey.csv.data);
    char by[] = "institution";
    assert_true(failing_memory_sweep("an institution", run, NULL) > 100);
    assert_true(failing_memory_sweep("all institutions", run, by) > 100);
    panel_clear(&survey);
    unlink(path);
}

static void test_trends_across_scales_survive_every_failing_allocation(void **state)
{
    (void)state;
    static const struct filled_file files[] = {
        {"survey.csv", "key,value\nid,rescaled\n"},
        {"pillars.csv", "id,label\np,P\n"},
        {"variables.csv", "name,role,type,pillar,min,max\ngrade,attribute,nominal,,,\na,item,numeric,p,0,10\n"
                          "b,item,numeric,p,0,10\nb100,item,numeric,p,0,100\nc,item,numeric,p,0,10\n"},
        {"institutions.csv", "id,name\none,One\n"},
        {"waves.csv", "id,time\nw1,2021\nw2,2024\n"},
        {"crosswalk.csv", "variable,from_wave,to_wave,relation,from_variable\nb100,w1,w2,rescaled,b\n"
                          "c,w1,w2,rescaled,\n"},
        {NULL, NULL}};
    struct filled_text csv = {NULL, 0, 0};
    filled_print(&csv, "wave,institution,grade,a,b,b100,c\n");
    for (int i = 0; i < 15; i++)
        filled_print(&csv, "w1,one,five,%d,%d,,%d\nw2,one,five,%d,,%d,%d\n", i % 7, i % 5, i % 9, i % 8,
                     i * 6 % 101, i % 4);
    fill(files, csv.data);
    assert_true(failing_memory_sweep("scales", run, NULL) > 100);
    filled_clear(&csv);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trends_survive_every_failing_allocation),
        cmocka_unit_test(test_trends_across_scales_survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
