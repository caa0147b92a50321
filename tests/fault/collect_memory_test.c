/* Exports read, stored and reported with every allocation failing in turn. */
#include "tests/support.h"

#include "tests/fault/failing_memory.h"

#include "collect/intake/replace.h"
#include "collect/report/report.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const sheets[][2] = {
    {"survey.csv", "key,value\nid,fault\ntitle,A synthetic survey\n"},
    {"scales.csv", "scale,code,label,aliases\nagree,1,Disagree,\nagree,2,Agree,Tend to agree\n"
                   "pet,dog,Dogs,\npet,cat,\"Cats, large\",\n"},
    {"institutions.csv", "id,name\na,University A\nb,University B\n"},
    {"waves.csv", "id,opened\n2021,2021-02-01\n2024,2024-04-25\n"},
    {"variables.csv",
     "name,label,role,type,scale,min,max\nid,Response,record,text,,,\nmail,Mail,personal,text,,,\n"
     "when,When,submitted,date,,,\nplace,Where,institution,nominal,,,\n"
     "a1,First,item,ordinal,agree,,\na2,Second,item,ordinal,agree,,\n"
     "pets,Pets,item,multiple,pet,,\nteam,Team,attribute,nominal,,,\n"
     "days,Days,item,numeric,,0,9\nnote,Note,comment,text,,,\n"},
    {"columns.csv", "variable,platform,heading,code\nplace,jisc,Q1,\na1,jisc,Q2,\npets,jisc,Q3,\n"},
};

#define SHEETS (sizeof sheets / sizeof *sheets)

/* One export and how it is read. */
struct job {
    const char *label;
    const char *text;
    const char *key; /* NULL: none */
    trig_definition *definition;
    const char *store; /* NULL: only tried */
    enum trig_table_format format;
    size_t threads; /* 0: one, for files as small as these */
    uint64_t room;  /* records that are told apart in memory; 0: more than there are */
};

static void make_files(struct trig_definition_file *items, struct trig_definition_files *out)
{
    *out = (struct trig_definition_files){.items = items, .count = SHEETS};
    for (size_t i = 0; i < SHEETS; i++)
        items[i] = (struct trig_definition_file){trig_view(sheets[i][0]), trig_view(sheets[i][1]),
                                                 trig_view(sheets[i][0])};
}

static trig_definition *make_definition(void)
{
    struct trig_definition_file items[SHEETS];
    struct trig_definition_files files;
    trig_definition *definition = NULL;
    make_files(items, &files);
    return trig_definition_parse(&files, NULL, &definition, NULL) == TRIG_OK ? definition : NULL;
}

/* A file in memory; its path goes to [path]. */
static int make_file(const char *text, char path[64])
{
    int file = memfd_create("export", MFD_CLOEXEC);
    size_t length = strlen(text);
    if (file >= 0 && write(file, text, length) != (ssize_t)length) {
        close(file);
        file = -1;
    }
    snprintf(path, 64, "/proc/self/fd/%d", file);
    return file;
}

static enum trig_status report(const struct job *job, const struct trig_ingest_options *options,
                               const struct trig_ingest_result *result, struct trig_error *error)
{
    FILE *out = fopen("/dev/null", "w");
    trig_report *made = out ? trig_report_create(job->format, error) : NULL;
    enum trig_status status = made ? TRIG_OK : TRIG_ERR_MEMORY;
    if (made)
        status = trig_report_add(made, job->definition, options, result, error);
    if (status == TRIG_OK)
        status = trig_report_write(made, out, 0, error);
    trig_report_destroy(made);
    if (out)
        fclose(out);
    return status;
}

static enum trig_status ingest(void *context, struct trig_error *error)
{
    const struct job *job = context;
    char path[64], key[64];
    int file = make_file(job->text, path), key_file = job->key ? make_file(job->key, key) : -1;
    const struct trig_ingest_options options = {.codes = job->key ? key : NULL,
                                                .sniff = {.has_codes = job->key != NULL},
                                                .again = true,
                                                .threads = job->threads,
                                                .piece_bytes = 64,
                                                .identity_room = job->room,
                                                .presume_from = job->threads ? 1 : 0};
    struct trig_ingest_result result = {.import = 0};
    trig_store *store = NULL;
    enum trig_status status = TRIG_OK;
    if (job->store)
        status = trig_store_open(job->store, TRIG_STORE_WRITE, &store, error);
    if (status == TRIG_OK) {
        const trig_definition *definition = store ? trig_store_definition(store) : job->definition;
        status = trig_ingest(store, definition, path, &options, NULL, &result, error);
        if (status == TRIG_OK && (!result.tally.stored || !trig_tally_rejected(&result.tally)))
            status = trig_error_set(error, TRIG_ERR_DAMAGED, "a record is lost");
        if (status == TRIG_OK)
            status = report(job, &options, &result, error);
        trig_ingest_result_clear(&result);
    }
    trig_store_close(store);
    close(file);
    if (key_file >= 0)
        close(key_file);
    return status;
}

static void test_ingest_tried_without_memory(void **state)
{
    (void)state;
    static const struct job jobs[] = {
        {"plain",
         "id,mail,place,when,a1,a2,pets,team,days,note\n1,x,a,01/05/2024,Agree,2,\"Dogs,Cats, "
         "large\",Blue,3,hm\n"
         "2,x,University B,01/03/2021,N/A,,,Red,10,\n3,x,Universty B,01/03/2021,1,,,Red,,\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"two threads",
         "id,mail,place,when,a1,a2,pets,team,days,note\n1,x,a,01/05/2024,Agree,2,\"Dogs\",Blue,3,hm\n"
         "2,x,University B,01/03/2021,N/A,,,Red,10,\n3,x,Universty B,01/03/2021,1,,,Red,,\n"
         "4,x,a,01/05/2024,Agree,2,\"Dogs\",Blue,3,hm\n4,x,a,01/05/2024,Agree,2,\"Dogs\",Blue,3,hm\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 2, 0},
        {"told apart on disk",
         "id,mail,place,when,a1,a2\n1,x,a,01/05/2024,Agree,2\n1,x,a,01/05/2024,Agree,2\n"
         "2,x,a,01/05/2024,Agree,2\n2,x,a,01/05/2024,Agree,1\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 0, 1},
        {"limesurvey",
         "\"id\";\"submitdate\";\"lastpage\";\"place. Where\";\"a1. First\";\"pets[dog]. Pets "
         "[Dogs]\";\"pets[cat]. "
         "Pets [Cats]\"\n\"1\";\"2024-05-01 10:00:00\";\"3\";\"a\";\"Agree\";\"Y\";\"\"\n"
         "\"2\";\"\";\"1\";\"a\";\"Agree\";\"\";\"\"\n",
         NULL, NULL, NULL, TRIG_FORMAT_CSV, 0, 0},
        {"limesurvey, VV",
         "Response ID\tDate submitted\tWhere\tFirst\tPets [Dogs]\tNo..\n"
         "id\tsubmitdate\tplace\ta1\tpets_dog\tnote\n"
         "1\t2024-05-01\ta\t{question_not_shown}\tY\tx{newline}y\n"
         "2\t{question_not_shown}\ta\t1\t\t\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"redcap with its dictionary",
         "id,redcap_event_name,one_timestamp,place,a1,one_complete,pets___1,pets____2,days,two_complete\n"
         "1,e,2024-05-01,a,1,2,0,0,,0\n1,f,2024-05-01,a,2,2,0,1,\"2,5\",2\n2,e,[not "
         "completed],a,1,0,0,0,,0\n",
         "field_name,form_name,field_type,field_label,select_choices_or_calculations\nid,one,text,Id,\n"
         "place,one,text,Where,\na1,one,radio,First,\"1, Agree | 2, Disagree\"\n"
         "pets,two,checkbox,Pets,\"1, Dogs | -2, Cats, large\"\ndays,two,text,Days,\n",
         NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"kobo",
         "g/place;g/a1;g/_spot_latitude;pets;pets/dog;pets/cat;_id;_submission_time\n"
         "a;2;5;dog cat;1;1;7;2024-05-01\nnowhere;2;5;;;;8;2024-05-01\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"jisc coded",
         "\"URN\",\"CompletionDate\",\"Q1\",\"Q2\",\"Q3_1\",\"Q3_2\"\n\"1\",\"2024-05-01\",\"1\",\"1\","
         "\"1\",\"0\"\n\"2\",\"2024-05-01\",\"1\",\"9\",\"0\",\"0\"\n",
         "Q1,Place\n1,University A\nQ2,First\n1,Agree\n2,Disagree\nQ3,Pets\n1,Dogs\n2,\"Cats, large\"\n",
         NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"qualtrics",
         "EndDate,Finished,Q1,Q2_1,Q2_2,Q3\nEnd Date,Finished,First,Pets - Dogs,\"Pets - Cats, "
         "large\",Where\n"
         "{'ImportId': 'endDate'},{'ImportId': 'finished'},{'ImportId': 'QID1'},"
         "\"{\"\"ImportId\"\":\"\"QID2\"\",\"\"choiceId\"\":\"\"1\"\"}\","
         "\"{\"\"ImportId\"\":\"\"QID2\"\",\"\"choiceId\"\":\"\"2\"\"}\",{'ImportId': 'QID3'}\n"
         "2024-05-01,1,Agree,1,,a\n2024-05-01,0,Agree,,,a\n",
         NULL, NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
        {"windows letters", "place;when;a1;note\na;01/05/2024;1;don\x92t\na;01/05/2024;x;\x93y\x94\n", NULL,
         NULL, NULL, TRIG_FORMAT_TABLE, 0, 0},
    };
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct job job = jobs[i];
        job.definition = make_definition();
        assert_non_null(job.definition);
        assert_true(failing_memory_sweep(job.label, ingest, &job) > 100);
        trig_definition_destroy(job.definition);
    }
}

#define FOLDER_SIZE 64
#define PATH_SIZE   128

/* A store in a folder of its own, in memory where that can be: it is synced hundreds of times. */
static void make_store(char folder[FOLDER_SIZE], char path[PATH_SIZE])
{
    const char *memory = "/dev/shm";

    struct trig_definition_file items[SHEETS];
    struct trig_definition_files files;
    struct trig_error error;
    snprintf(folder, FOLDER_SIZE, "%s/trig-fault-XXXXXX", access(memory, W_OK | X_OK) == 0 ? memory : "/tmp");
    assert_non_null(mkdtemp(folder));
    snprintf(path, PATH_SIZE, "%s/survey.trig", folder);
    make_files(items, &files);
    assert_ok(trig_store_create(path, &files, &error), error);
}

static void test_ingest_stored_without_memory(void **state)
{
    (void)state;
    char folder[FOLDER_SIZE], path[PATH_SIZE];
    struct trig_error error;
    struct job job = {.label = "stored",
                      .text = "place,when,a1,note\na,01/05/2024,1,x\nb,01/05/2024,what,\"a \"\"note\"\"\"\n",
                      .store = path,
                      .format = TRIG_FORMAT_JSON,
                      .definition = make_definition()};
    make_store(folder, path);
    json_set_alloc_funcs(failing_memory_malloc, failing_memory_free);
    assert_true(failing_memory_sweep(job.label, ingest, &job) > 100);
    trig_store *store = NULL;
    struct trig_problems problems;
    trig_problems_init(&problems);
    assert_ok(trig_store_open(path, TRIG_STORE_READ, &store, &error), error);
    assert_ok(trig_store_verify(store, &problems, &error), error);
    trig_problems_clear(&problems);
    trig_store_close(store);
    trig_definition_destroy(job.definition);
    unlink(path);
    rmdir(folder);
}

/* What a replacing import does between its last record and its commit, which does not come. */
static enum trig_status replace(void *context, struct trig_error *error)
{
    const struct trig_import import = {.file = trig_view("export.csv")};
    trig_store *store = context;
    trig_import_writer *writer = NULL;
    trig_replaced *replaced = trig_replaced_create(1, error);
    enum trig_status status = replaced ? TRIG_OK : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_import_begin(store, &import, &writer, error);
    for (char id = '1'; id <= '3' && status == TRIG_OK; id++)
        status = trig_replaced_note(replaced, trig_view("2024"), trig_view_of(&id, 1), error);
    if (status == TRIG_OK)
        status = trig_replaced_stage(replaced, store, writer, error);
    trig_replaced_destroy(replaced);
    trig_import_abandon(writer);
    return status;
}

static void test_replaced_records_without_memory(void **state)
{
    (void)state;
    char folder[FOLDER_SIZE], path[PATH_SIZE];
    struct trig_error error = {0};
    struct job job = {.label = "to be replaced",
                      .text = "id,place,when,a1\n1,a,01/05/2024,1\n2,b,01/05/2024,2\n7,b,01/05/2024,what\n",
                      .store = path,
                      .definition = make_definition()};
    make_store(folder, path);
    trig_store *store = NULL;
    assert_ok(ingest(&job, &error), error);
    assert_ok(trig_store_open(path, TRIG_STORE_WRITE, &store, &error), error);
    assert_true(failing_memory_sweep("replace", replace, store) > 30);
    trig_store_close(store);
    trig_definition_destroy(job.definition);
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ingest_tried_without_memory),
        cmocka_unit_test(test_replaced_records_without_memory),
        cmocka_unit_test(test_ingest_stored_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
