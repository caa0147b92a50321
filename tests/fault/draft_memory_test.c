/* Definitions drafted with every allocation failing in turn. */
#include "tests/support.h"

#include "tests/fault/failing_memory.h"

#include "collect/draft/crosswalk.h"

#include <sys/mman.h>
#include <unistd.h>

static const char *const export =
    "id,When,Your name,University,Pay [fair],Pay [clear],Workload,Tools [saw],Tools [mill],Joined,Team,Years,"
    "Say more,How old\n"
    "1,13/04/2024,Ann,Aldmoor College,Agree,Disagree,1 (low),Y,,Lathe;Mill,North,3,I like it here very "
    "much,18-24\n"
    "2,14/04/2024,Bo,Aldmoor College,Strongly agree,N/A,2,,Y,Mill,South,7,,25-34\n"
    "3,15/04/2024,Cy,Bexworth College,Agree,Agree,3 (high),Y,Y,Lathe;Mill,North,12,,18-24\n"
    "4,15/04/2024,Di,Bexworth College,Agree,Agree,2,Y,,Lathe,North,1,,25-34\n"
    "5,15/04/2024,Ed,Bexworth College,Disagree,Agree,2,Y,,Mill;Lathe,West,2,,35+\n"
    "6,15/04/2024,Flo,Bexworth College,Agree,Agree,2,Y,,Lathe,North,1,,18-24\n";

static const char *const sheets[][2] = {
    {"survey.csv", "key,value\nid,before\ntitle,Before\n"},
    {"scales.csv", "scale,code,label\nagree,1,Disagree\nagree,2,Agree\n"},
    {"variables.csv", "name,label,role,type,scale\nfair,Pay [fair],item,ordinal,agree\n"
                      "load,Workloads,item,ordinal,agree\nyears,Years,attribute,numeric,\n"},
};

#define SHEETS (sizeof sheets / sizeof *sheets)

struct job {
    const char *path;
    const struct trig_words *words;
    const trig_definition *before;
};

static enum trig_status draft(void *context, struct trig_error *error)
{
    const struct job *job = context;
    const struct trig_sniff_options sniff = {.platform = NULL};
    const char *paths[] = {job->path, job->path};
    struct trig_gathering gathering;
    struct trig_draft made;
    struct trig_draft_crossings crossings;
    enum trig_status status = trig_gather(paths, 2, &sniff, NULL, job->words, &gathering, error);
    if (status != TRIG_OK)
        return status;
    status = trig_draft_make(&gathering, &made, error);
    if (status == TRIG_OK) {
        status = trig_draft_cross(&made, job->before, &crossings, error);
        trig_draft_clear(&made);
    }
    trig_gathering_clear(&gathering);
    return status;
}

static void test_draft_without_memory(void **state)
{
    (void)state;
    char path[64];
    struct trig_words words;
    struct trig_definition_file items[SHEETS];
    struct trig_definition_files files = {.items = items, .count = SHEETS};
    trig_definition *before = NULL;
    int file = memfd_create("export", MFD_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(write(file, export, strlen(export)), strlen(export));
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    for (size_t i = 0; i < SHEETS; i++)
        items[i] = (struct trig_definition_file){trig_view(sheets[i][0]), trig_view(sheets[i][1]),
                                                 trig_view(sheets[i][0])};
    assert_int_equal(trig_definition_parse(&files, NULL, &before, NULL), TRIG_OK);
    assert_int_equal(trig_words_load(&words, NULL), TRIG_OK);
    struct job job = {path, &words, before};
    assert_true(failing_memory_sweep("draft", draft, &job) > 300);
    trig_words_clear(&words);
    trig_definition_destroy(before);
    close(file);
}

static enum trig_status load(void *context, struct trig_error *error)
{
    (void)context;
    struct trig_words words;
    enum trig_status status = trig_words_load(&words, error);
    if (status == TRIG_OK)
        trig_words_clear(&words);
    return status;
}

static void test_words_without_memory(void **state)
{
    (void)state;
    assert_true(failing_memory_sweep("words", load, NULL) > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draft_without_memory),
        cmocka_unit_test(test_words_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
