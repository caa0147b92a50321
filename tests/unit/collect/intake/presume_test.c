/* Large exports that are taken for what they begin as until they are read: the same must
 * come out as when the whole file is looked at first. */
#include "tests/support.h"
#include "tests/unit/collect/stored.h"

#include "surveys/base/memory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct sheet sheets[] = {{"variables.csv", "name,label,role,type\n"
                                                        "id,Response,record,text\n"
                                                        "days,Days?,item,numeric\n"
                                                        "note,Note?,comment,text\n"},
                                      {NULL, NULL}};

static const char *const names[] = {"id", "days", "note", NULL};

enum { ROOM = 1 << 20 };

static bool is_mark(const char *text)
{
    return text[0] == '\xEF';
}

/* An export beyond the sample, with [last] as its last record. */
static size_t make_export(char *out, const char *first, const char *last, size_t length)
{
    size_t used =
        (size_t)sprintf(out, "%sid,days,note\n%s", is_mark(first) ? first : "", is_mark(first) ? "" : first);
    for (unsigned id = 1; used < TRIG_SAMPLE + 5000; id++)
        used += (size_t)sprintf(out + used, "r%u,%u,plain text of record %u\n", id, id % 9, id);
    memcpy(out + used, last, length);
    return used + length;
}

static void say(char *out, size_t *used, const struct trig_ingest_result *result, enum trig_status status,
                const struct trig_error *error)
{
    const struct trig_finding *encoding = &result->export.dialect.findings[TRIG_FOUND_ENCODING];
    if (status != TRIG_OK) {
        *used += (size_t)sprintf(out + *used, "%d %s %d:%d %s\n", status, error->file, (int)error->line,
                                 (int)error->column, error->message);
        return;
    }
    *used += (size_t)sprintf(out + *used, "%d stored of %d, %d undecodable; %s, %s; %s %d\n",
                             (int)result->tally.stored, (int)result->tally.read,
                             (int)result->undecodable.count, encoding->value, encoding->why.text,
                             result->export.facts.sha256, (int)result->export.facts.size);
}

/* What becomes of an export that comes twice. */
static char *tell(const char *path, const struct trig_ingest_options *options)
{
    struct stored stored;
    size_t used = 0;
    char *out = trig_calloc(ROOM * 8, 1);
    stored_open(&stored, sheets);
    for (int i = 0; i < 2; i++) {
        struct trig_ingest_result result;
        struct trig_error error = {0};
        enum trig_status status = trig_ingest(stored.store, trig_store_definition(stored.store), path,
                                              options, NULL, &result, &error);
        say(out, &used, &result, status, &error);
        trig_ingest_result_clear(&result);
    }
    stored_print(&stored, names, out + used, ROOM * 8 - used);
    stored_close(&stored);
    return out;
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *label;
    const char *first;
    const char *last;
    size_t length;
    const char *says;
} cases[] = {
    {"plain", "", BYTES("z,1,end\n"), "all its bytes are ASCII"},
    {"a letter behind the sample", "", BYTES("z,1,gr\xC3\xBC\xC3\x9F\n"), "all its bytes are valid UTF-8"},
    {"a letter in the sample", "a,1,\xC3\xBC\n", BYTES("z,1,end\n"), "all its bytes are valid UTF-8"},
    {"a mark in front", "\xEF\xBB\xBF", BYTES("z,1,\xC3\xBC\n"), "byte order mark of UTF-8"},
    {"another encoding behind the sample", "", BYTES("z,1,gr\xFC\xDF dich\n"), "WINDOWS-1252"},
    {"damage behind the sample", "a,1,\xC3\xBC\xC3\xBC\xC3\xBC\n", BYTES("z,1,gr\xFC\xDF\n"),
     "2 bytes are damaged"},
    {"a character cut by the end", "", BYTES("z,1,gr\xC3"), "WINDOWS-1252"},
    {"a zero byte", "", BYTES("z,1,e\0nd\n"), "holds zero bytes"},
    {"no CSV", "", BYTES("z,1,\"never closed\n"), "never ends"},
    {"the same record again", "", BYTES("r1,3,other\n"), "stored of"},
};

static void test_ingest_of_a_file_presumed_utf8_is_that_of_one_looked_at_first(void **state)
{
    (void)state;
    static char text[ROOM];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t threads = 1; threads <= 2; threads++) {
            struct temporary file;
            size_t length = make_export(text, cases[i].first, cases[i].last, cases[i].length);
            temporary_write(&file, "export.csv", text, length);
            struct trig_ingest_options options = {.threads = threads, .presume_from = UINT64_MAX};
            char *expected = tell(file.path, &options);
            options.presume_from = 1;
            char *found = tell(file.path, &options);
            if (strcmp(found, expected) != 0)
                fail_msg("%s, %zu threads:\n%.500s\nis not\n%.500s", cases[i].label, threads, found,
                         expected);
            if (!strstr(found, cases[i].says))
                fail_msg("%s: not \"%s\" but\n%.500s", cases[i].label, cases[i].says, found);
            trig_free(expected);
            trig_free(found);
            temporary_remove(&file);
        }
}

/* Overwrites the file's last record with as many other bytes while it is read. */
static void overwrite(void *context, uint64_t bytes, uint64_t size)
{
    const struct timespec times[] = {{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
    int file = open(context, O_WRONLY | O_CLOEXEC);
    if (bytes < size && file >= 0 && pwrite(file, "z,2,END\n", 8, (off_t)size - 8) == 8)
        futimens(file, times); /* the clock of a file may be too coarse to move on */
    if (file >= 0)
        close(file);
}

static void test_ingest_of_a_file_that_changes_while_it_is_read_stores_nothing(void **state)
{
    (void)state;
    static char text[ROOM];
    size_t length = make_export(text, "", "z,1,end\n", 8);
    for (int presumes = 0; presumes <= 1; presumes++)
        for (size_t threads = 1; threads <= 2; threads++) {
            struct stored stored;
            struct temporary file;
            struct trig_error error = {0};
            struct trig_ingest_result result;
            uint64_t newest = UINT64_MAX;
            temporary_write(&file, "export.csv", text, length);
            stored_open(&stored, sheets);
            const struct trig_watcher watcher = {.moved = overwrite, .context = file.path};
            const struct trig_ingest_options options = {.threads = threads,
                                                        .presume_from = presumes ? 1 : UINT64_MAX};
            enum trig_status status = trig_ingest(stored.store, trig_store_definition(stored.store),
                                                  file.path, &options, &watcher, &result, &error);
            trig_ingest_result_clear(&result);
            assert_int_equal(status, TRIG_ERR_IO);
            assert_non_null(strstr(error.message, "has changed while it was read"));
            assert_ok(trig_store_newest(stored.store, &newest, &error), error);
            assert_int_equal(newest, 0);
            stored_close(&stored);
            temporary_remove(&file);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ingest_of_a_file_presumed_utf8_is_that_of_one_looked_at_first),
        cmocka_unit_test(test_ingest_of_a_file_that_changes_while_it_is_read_stores_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
