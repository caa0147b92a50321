/* Exports read in pieces by several threads: the same must come out as from one
 * thread that reads record by record, whatever is wrong with the export. */
#include "collect/intake/cutter.h"
#include "surveys/base/crew.h"

#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader.h"

#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include <stdlib.h>
#include <unistd.h>

/* ---- texts to cut --------------------------------------------------------------------- */

/* A text of [size] bytes at most made of [parts], at random. */
static size_t make_text(char *out, size_t size, const char *const *parts, size_t count, unsigned seed)
{
    size_t used = 0;
    while (used + 64 < size) {
        const char *part = parts[(size_t)rand_r(&seed) % count];
        while (*part)
            out[used++] = *part++;
    }
    return used;
}

/* What a reader delivers, one line a record. */
struct transcript {
    char *out;
    size_t used;
    uint64_t lines; /* before this piece */
};

static enum trig_status write_record(void *context, const struct trig_csv_record *record,
                                     struct trig_error *error)
{
    (void)error;
    struct transcript *transcript = context;
    char *out = transcript->out;
    transcript->used +=
        (size_t)sprintf(out + transcript->used, "%d:", (int)(record->line + transcript->lines));
    for (size_t i = 0; i < record->count; i++)
        transcript->used +=
            (size_t)sprintf(out + transcript->used, "[%.*s]%s", TRIG_VIEW_ARG(record->fields[i].text),
                            record->fields[i].is_null ? "~" : "");
    transcript->used += (size_t)sprintf(out + transcript->used, "\n");
    return TRIG_OK;
}

/* Reads [text] as a piece; @return whether it is CSV. */
static bool read_piece(struct transcript *transcript, struct trig_view text, bool continues)
{
    const struct trig_csv_options options = {.continues = continues};
    struct trig_error error;
    trig_csv_reader *reader = trig_csv_reader_create(&options, write_record, transcript, &error);
    bool fine = trig_csv_reader_feed(reader, text.data, text.length, &error) == TRIG_OK &&
                trig_csv_reader_finish(reader, &error) == TRIG_OK;
    transcript->lines += trig_csv_reader_lines(reader);
    trig_csv_reader_destroy(reader);
    return fine;
}

static void add_and_cut(struct trig_cutter *cutter, struct trig_view text, bool last,
                        struct transcript *transcript, char *whole, size_t *used, bool *fine)
{
    struct trig_error error;
    struct trig_buffer piece = {NULL, 0, 0};
    assert_ok(trig_cutter_add(cutter, text, &error), error);
    for (;;) {
        assert_ok(trig_cutter_cut(cutter, last, &piece, &error), error);
        if (!piece.length)
            break;
        if (*fine)
            *fine = read_piece(transcript, trig_view_of(piece.data, piece.length), *used > 0);
        memcpy(whole + *used, piece.data, piece.length);
        *used += piece.length;
    }
    trig_free(piece.data);
}

static void test_cutter_pieces_read_one_by_one_are_the_text_read_at_once(void **state)
{
    (void)state;
    enum { SIZE = 4000, ROOM = 40 * SIZE };
    static const char *const parts[] = {
        "a",    ",",    "\n",       "\r\n",         "\r\r\n",     "\r",
        "b c",  "\"\"", "\"x,y\"",  "\"a\nb\"",     "\"\"\"\"",   "\"a\"\"b\"",
        "\n\n", " ",    "\"\r\n\"", "\xEF\xBB\xBF", "\n\"q\",z\n"};
    static char text[SIZE], whole[SIZE], once[ROOM], pieced[ROOM];
    size_t accepted = 0;
    for (unsigned seed = 1; seed <= 3000; seed++) {
        /* Few of the parts at a time, so that many texts are CSV. */
        const char *const *some = seed % 3 ? parts : parts + seed % 12;
        size_t length = make_text(text, seed % 2 ? 300 : SIZE, some, seed % 3 ? 10 : 5, seed);
        struct transcript expected = {once, 0, 0}, found = {pieced, 0, 0};
        bool fine = read_piece(&expected, trig_view_of(text, length), false);
        bool all_fine = true;
        size_t used = 0;
        unsigned random = seed;
        struct trig_cutter cutter;
        trig_cutter_init(&cutter, '"', 1 + seed % 100, 1 << 20);
        for (size_t done = 0; done < length;) {
            size_t step = 1 + (size_t)rand_r(&random) % 90;
            step = step < length - done ? step : length - done;
            add_and_cut(&cutter, trig_view_of(text + done, step), false, &found, whole, &used, &all_fine);
            done += step;
        }
        add_and_cut(&cutter, trig_view_of(NULL, 0), true, &found, whole, &used, &all_fine);
        trig_cutter_clear(&cutter);
        assert_int_equal(used, length);
        assert_memory_equal(whole, text, length);
        assert_int_equal(all_fine, fine);
        assert_int_equal(found.used, expected.used);
        assert_memory_equal(pieced, once, found.used);
        accepted += fine;
    }
    assert_true(accepted > 100);
}

static void test_cutter_gives_up_where_no_record_may_be_as_long(void **state)
{
    (void)state;
    static char quoted[5000];
    struct trig_cutter cutter;
    struct trig_error error;
    struct trig_buffer piece = {NULL, 0, 0};
    memset(quoted, '\n', sizeof quoted);
    quoted[0] = '"';
    trig_cutter_init(&cutter, '"', 100, 10000);
    assert_ok(trig_cutter_add(&cutter, trig_view_of(quoted, sizeof quoted), &error), error);
    assert_ok(trig_cutter_cut(&cutter, false, &piece, &error), error);
    assert_int_equal(piece.length, 0);
    assert_ok(trig_cutter_add(&cutter, trig_view_of(quoted + 1, 4999), &error), error);
    assert_ok(trig_cutter_add(&cutter, trig_view_of(quoted + 1, 4999), &error), error);
    assert_ok(trig_cutter_cut(&cutter, false, &piece, &error), error);
    assert_int_equal(piece.length, 14998);
    trig_free(piece.data);
    trig_cutter_clear(&cutter);
}

/* ---- a crew ----------------------------------------------------------------------------- */

enum { WORKERS = 4 };

struct job {
    size_t number;
    size_t result;
};

static void square(void *context, void *job, size_t worker)
{
    size_t *busy = context;
    struct job *it = job;
    busy[worker]++; /* races if two jobs have one worker's number at a time */
    for (size_t i = 0; i < it->number % 1000; i++)
        it->result += it->number;
    busy[worker]--;
}

static void test_crew_gives_jobs_back_in_order_and_done(void **state)
{
    (void)state;
    static struct job jobs[2000];
    for (size_t threads = 1; threads <= WORKERS; threads++) {
        size_t busy[WORKERS] = {0};
        struct trig_error error;
        size_t taken = 0;
        trig_crew *crew = trig_crew_create(threads, square, busy, &error);
        assert_non_null(crew);
        assert_null(trig_crew_take(crew));
        for (size_t i = 0; i < 2000; i++) {
            jobs[i] = (struct job){i, 0};
            if (i - taken == trig_crew_room(threads)) {
                const struct job *job = trig_crew_take(crew);
                assert_int_equal(job->number, taken);
                assert_int_equal(job->result, job->number * (job->number % 1000));
                taken++;
            }
            trig_crew_give(crew, &jobs[i]);
        }
        for (const struct job *job; taken < 1990 && (job = trig_crew_take(crew)); taken++)
            assert_int_equal(job->number, taken);
        trig_crew_destroy(crew); /* with jobs that nobody takes */
        for (size_t i = 0; i < WORKERS; i++)
            assert_int_equal(busy[i], 0);
    }
}

/* ---- whole exports ------------------------------------------------------------------------- */

static const struct sheet sheets[] = {
    {"scales.csv", "scale,code,label\nagree,1,Strongly disagree\nagree,2,Disagree\nagree,3,Agree\n"
                   "pet,dog,Dogs\npet,cat,\"Cats, of any kind\"\n"},
    {"institutions.csv", "id,name\nuni_a,University A\nuni_b,University B\n"},
    {"waves.csv", "id,opened\n2021,2021-02-01\n2024,2024-04-01\n"},
    {"variables.csv", "name,label,role,type,scale,min,max\n"
                      "id,Response,record,text,,,\n"
                      "place,Where?,institution,nominal,,,\n"
                      "when,When?,wave,nominal,,,\n"
                      "vis_1,Seen?,item,ordinal,agree,,\n"
                      "pets,Pets?,item,multiple,pet,,\n"
                      "team,Team?,attribute,nominal,,,\n"
                      "days,Days?,item,numeric,,0,50\n"
                      "note,Note?,comment,text,,,\n"},
    {NULL, NULL}};

static const char *const names[] = {"#wave", "#institution", "#fingerprint", "id",   "vis_1",
                                    "pets",  "team",         "days",         "note", NULL};

#define PICK(list) list[(size_t)rand_r(seed) % (sizeof(list) / sizeof *(list))]

/* One record, mostly in order. */
static void add_record(FILE *file, unsigned *seed, unsigned number)
{
    static const char *const places[] = {"uni_a", "University B", "uni_a", "uni_b",  "uni_b",
                                         "uni_a", "uni_b",        "uni_b", "Nowhere"};
    static const char *const waves[] = {"2021", "2024", "2024", "2021", "2024", "2021", "2024", "1066"};
    static const char *const answers[] = {"1", "2", "3", "Agree", "", "disagree", "1", "2", "3", "9"};
    static const char *const pets[] = {"Dogs", "\"Dogs;Cats, of any kind\"", "", "cat", "dog;cat"};
    static const char *const teams[] = {"Red", "Blue", "\"Green,\nfar\"", "", "Red ", "\"say \"\"no\"\"\""};
    static const char *const days[] = {"0", "1.5", "50", "", "7", "51", "2"};
    static const char *const ends[] = {"\n",   "\n", "\n",     "\r\n", "\r\r\n",
                                       "\n\n", "\r", "\n  \n", ",\n",  ",x\n"};
    unsigned id = rand_r(seed) % 12 ? number : (unsigned)rand_r(seed) % (number + 1);
    fprintf(file, "%s%u,%s,%s,%s,%s,%s,%s,", rand_r(seed) % 300 ? "" : "\xEF\xBB\xBF", id, PICK(places),
            PICK(waves), PICK(answers), PICK(pets), PICK(teams), PICK(days));
    fputs(rand_r(seed) % 3 ? "text" : "\"a longer \"\"text\"\"\r\nof several lines\"", file);
    fputs(PICK(ends), file);
}

/* An export of some hundred records; some end in what is no CSV, or no text. */
static size_t make_export(char *out, size_t size, unsigned seed)
{
    static const char *const broken[] = {"\"never closed\n\n", "1,\"text\" behind,\n",
                                         "2,a \"quote\",\n",   "3,uni_a,2021,1,\xFF\xFE\n",
                                         "\"un\"x,1\n",        "4,\"\n\"\n\",\n"};
    FILE *file = fmemopen(out, size, "w");
    unsigned records = 20 + (unsigned)rand_r(&seed) % 400;
    fputs("id,place,when,vis_1,pets,team,days,note\n", file);
    for (unsigned i = 0; i < records; i++) {
        add_record(file, &seed, i);
        if (rand_r(&seed) % 2000 == 0)
            fputs(broken[(size_t)rand_r(&seed) % 6], file);
        if (rand_r(&seed) % 20000 == 0)
            fputc('\0', file);
    }
    long length = ftell(file);
    fclose(file);
    return (size_t)length;
}

/* What came of an ingest, in words: to be compared. */
struct outcome {
    char text[1 << 20];
    size_t used;
};

#define SAY(outcome, ...)                                                                                    \
    ((outcome)->used += (size_t)snprintf((outcome)->text + (outcome)->used,                                  \
                                         sizeof(outcome)->text - (outcome)->used, __VA_ARGS__))

static enum trig_status say_reject(void *context, const struct trig_reject *reject, struct trig_error *error)
{
    (void)error;
    struct outcome *outcome = context;
    SAY(outcome, "reject %d at %d: %.*s %.*s '%.*s' %.*s\n", (int)reject->record, (int)reject->line,
        TRIG_VIEW_ARG(reject->reason), TRIG_VIEW_ARG(reject->variable), TRIG_VIEW_ARG(reject->value),
        TRIG_VIEW_ARG(reject->fields));
    return TRIG_OK;
}

static void say_result(struct outcome *outcome, const struct trig_ingest_result *result)
{
    SAY(outcome, "read %d stored %d unreadable %d undecodable %d\n", (int)result->tally.read,
        (int)result->tally.stored, (int)result->tally.unreadable, (int)result->undecodable.count);
    for (size_t i = 0; i < TRIG_REASONS; i++)
        SAY(outcome, "%d ", (int)result->tally.reasons[i]);
    for (size_t i = 0; i < result->tally.fault_count; i++) {
        const struct trig_fault *fault = &result->tally.faults[i];
        SAY(outcome, "\nfault %d of %d: '%.*s' %d times, first %d", (int)fault->reason, (int)fault->variable,
            TRIG_VIEW_ARG(fault->value), (int)fault->count, (int)fault->line);
    }
    for (size_t i = 0; i < result->undecodable.count && i < TRIG_UNDECODABLE_KEPT; i++)
        SAY(outcome, "\nbyte at %d:%d", (int)result->undecodable.first[i].line,
            (int)result->undecodable.first[i].column);
    SAY(outcome, "\n");
}

static void ingest(struct stored *stored, const char *path, const struct trig_ingest_options *options,
                   struct outcome *outcome)
{
    struct trig_ingest_result result;
    struct trig_error error = {0};
    enum trig_status status = trig_ingest(stored->store, trig_store_definition(stored->store), path, options,
                                          NULL, &result, &error);
    if (status == TRIG_OK)
        say_result(outcome, &result);
    else
        SAY(outcome, "%d: %s:%d:%d record %d: %s\n", status, error.file, (int)error.line, (int)error.column,
            (int)error.record, error.message);
    trig_ingest_result_clear(&result);
}

/* Two exports one after the other, the second of them growing out of the first. */
static void tell(const char *first, const char *second, const struct trig_ingest_options *options,
                 struct outcome *outcome)
{
    struct stored stored;
    struct trig_error error;
    outcome->used = 0;
    stored_open(&stored, sheets);
    ingest(&stored, first, options, outcome);
    ingest(&stored, second, options, outcome);
    stored_print(&stored, names, outcome->text + outcome->used, sizeof outcome->text - outcome->used);
    outcome->used += strlen(outcome->text + outcome->used);
    assert_ok(trig_store_rejects(stored.store, 0, say_reject, outcome, &error), error);
    assert_true(outcome->used < sizeof outcome->text - 1);
    stored_close(&stored);
}

/* Writes two exports, the second of them growing out of the first. */
static void write_exports(unsigned seed, struct temporary *first, struct temporary *second)
{
    static char text[1 << 17];
    size_t length = make_export(text, sizeof text, seed);
    size_t half = length / 2;
    while (half < length && text[half - 1] != '\n')
        half++;
    temporary_write(second, "second.csv", text, length);
    temporary_write(first, "first.csv", text, half);
}

static void test_ingest_in_pieces_is_ingest_record_by_record(void **state)
{
    (void)state;
    static struct outcome serial, pieced;
    size_t whole = 0;
    for (unsigned seed = 1; seed <= 40; seed++) {
        struct temporary first, second;
        struct trig_ingest_options options = {.threads = 1, .rules.bad_missing = seed % 2};
        write_exports(seed, &first, &second);
        tell(first.path, second.path, &options, &serial);
        options.threads = 2 + seed % 3;
        options.piece_bytes = (size_t)1 << (2 + seed % 13);
        options.presume_from = 1 + seed % 2 * 50000;
        tell(first.path, second.path, &options, &pieced);
        temporary_remove(&first);
        temporary_remove(&second);
        if (serial.used != pieced.used || memcmp(serial.text, pieced.text, serial.used) != 0)
            fail_msg("seed %u, %zu threads, pieces of %zu:\n%.2000s\nis not\n%.2000s", seed, options.threads,
                     options.piece_bytes, pieced.text, serial.text);
        whole += strncmp(serial.text, "read", 4) == 0;
    }
    assert_true(whole >= 10 && whole < 40); /* both kinds came up */
}

/* Records that are told apart on disk, by one thread and by several. */
static void test_ingest_with_little_room_is_ingest_with_much(void **state)
{
    (void)state;
    static struct outcome much, little;
    size_t repeats = 0;
    for (unsigned seed = 1; seed <= 30; seed++) {
        struct temporary first, second;
        struct trig_ingest_options options = {
            .threads = 1 + seed % 2 * 2, .piece_bytes = 1000, .replace = seed % 3 == 0};
        write_exports(seed, &first, &second);
        tell(first.path, second.path, &options, &much);
        options.identity_room = 1 + (uint64_t)seed * seed % 300;
        tell(first.path, second.path, &options, &little);
        temporary_remove(&first);
        temporary_remove(&second);
        if (much.used != little.used || memcmp(much.text, little.text, much.used) != 0)
            fail_msg("seed %u, room for %d:\n%.2000s\nis not\n%.2000s", seed, (int)options.identity_room,
                     little.text, much.text);
        repeats += strstr(much.text, "already") != NULL;
    }
    assert_true(repeats > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cutter_pieces_read_one_by_one_are_the_text_read_at_once),
        cmocka_unit_test(test_cutter_gives_up_where_no_record_may_be_as_long),
        cmocka_unit_test(test_crew_gives_jobs_back_in_order_and_done),
        cmocka_unit_test(test_ingest_in_pieces_is_ingest_record_by_record),
        cmocka_unit_test(test_ingest_with_little_room_is_ingest_with_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
