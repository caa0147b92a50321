/* Commands that change what is stored or write it elsewhere, with every allocation failing in
 * turn: a person is erased whole or not at all, a file appears whole or not at all, and what
 * went wrong is said. */
#include "tests/support.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"
#include "surveys/store/store.h"

#include "collect/program.h"
#include "tests/fault/failing_memory.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_ALLOCATIONS 20000
/* Each of the first allocations fails once, then one in so many more: a command takes thousands, and
 * each run makes and checks a store. */
#define EACH_OF 40
/* A packed time takes some bytes more or less. */
#define TIME_PACKED 64

static const struct trig_command *const commands[] = {
    &trig_command_init,  &trig_command_ingest,   &trig_command_rejects,
    &trig_command_erase, &trig_command_export,   &trig_command_comments,
    &trig_command_undo,  &trig_command_redefine, NULL};

static const struct trig_program program = {"trig-collect", "commands without memory", commands};

static const char first[] = "id,staff,institution,wave,vis_1,support,days,department,remarks\n"
                            "r1,S4711,aldmoor,2021,Agree,course,11,Alchemy,quince\n"
                            "r2,S4712,aldmoor,2021,Agree,time,12,Physics,apple\n"
                            "r3,S4711,aldmoor,2021,Perhaps,,13,Alchemy,medlar\n"
                            "r4,S4714,brack,2024,Not applicable,other,14,Physics,plum\n";

/* ---- running ------------------------------------------------------------------------------ */

struct output {
    char *out; /* owned, both */
    char *err;
    enum trig_exit code;
};

/* Runs `trig-collect WORDS...`, words parted by blanks. */
static struct output run(const char *words)
{
    char line[400] = "trig-collect ", *argv[24], *rest = NULL;
    int argc = 0;
    struct output output = {0};
    size_t out_size, err_size;
    strncat(line, words, sizeof line - strlen(line) - 1);
    for (char *word = strtok_r(line, " ", &rest); word && argc < 24; word = strtok_r(NULL, " ", &rest))
        argv[argc++] = word;
    struct trig_streams streams = {.out = open_memstream(&output.out, &out_size),
                                   .err = open_memstream(&output.err, &err_size)};
    output.code = trig_program_run(&program, argc, argv, &streams);
    fclose(streams.out);
    fclose(streams.err);
    return output;
}

static void clear(struct output *output)
{
    free(output->out);
    free(output->err);
}

static void run_well(const char *words, enum trig_exit code)
{
    struct output output = run(words);
    if (output.code != code)
        fail_msg("%s: exit %d: %s", words, (int)output.code, output.err);
    clear(&output);
}

/* ---- files ---------------------------------------------------------------------------------- */

static void write_bytes(const char *path, struct trig_view bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(!bytes.length || fwrite(bytes.data, bytes.length, 1, file) == 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

/* The bytes of a file in the arena; blank when there is none. */
static struct trig_view read_bytes(struct trig_arena *arena, const char *path)
{
    struct trig_view bytes = {NULL, 0};
    return trig_file_read(path, 0, arena, &bytes, NULL) == TRIG_OK ? bytes : trig_view_of(NULL, 0);
}

static bool holds(struct trig_view bytes, const char *word)
{
    return memmem(bytes.data, bytes.length, word, strlen(word)) != NULL;
}

/* The number of stored responses and of rejects, as text; fails when the store is unsound. */
static void count(char out[64])
{
    struct trig_error error = {0};
    trig_store *store = NULL;
    struct trig_arena arena;
    const struct trig_import *imports;
    size_t import_count = 0;
    uint64_t stored = 0, rejected = 0;
    trig_arena_init(&arena);
    assert_ok(trig_store_open("s.trig", TRIG_STORE_READ, &store, &error), error);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    assert_ok(trig_store_imports(store, &arena, &imports, &import_count, &error), error);
    for (size_t i = 0; i < import_count; i++) {
        stored += imports[i].stored;
        rejected += imports[i].rejected;
    }
    snprintf(out, 64, "%zu imports, %llu stored, %llu rejected", import_count, (unsigned long long)stored,
             (unsigned long long)rejected);
    trig_store_close(store);
    trig_arena_clear(&arena);
}

/* ---- the sweep -------------------------------------------------------------------------------- */

struct sweep {
    const char *words;
    enum trig_exit code; /* when nothing fails */
    const char *writes;  /* a file; NULL: the store */
    const char *erased;  /* a word that is gone when it is done; NULL: none */
    bool is_random;      /* what is printed has no order of its own */
    bool is_dated;       /* the file holds the time */
};

/* What a run left behind. */
struct left {
    char counts[64];
    size_t printed;
    struct trig_view file;
    bool erased;
};

static struct left look(const struct sweep *sweep, const struct output *output, struct trig_arena *arena)
{
    struct left left = {.printed = strlen(output->out)};
    count(left.counts);
    if (sweep->writes)
        left.file = read_bytes(arena, sweep->writes);
    left.erased = sweep->erased && !holds(read_bytes(arena, "s.trig"), sweep->erased);
    return left;
}

static bool is_same_file(const struct sweep *sweep, struct trig_view a, struct trig_view b)
{
    size_t apart = a.length > b.length ? a.length - b.length : b.length - a.length;
    return sweep->is_dated ? a.length && apart <= TIME_PACKED : trig_view_equal(a, b);
}

static void judge(const struct sweep *sweep, const struct output *output, const struct left *left,
                  const struct left *whole, const struct left *before, size_t nth)
{
    bool done = !strcmp(left->counts, whole->counts) && left->erased == whole->erased &&
                is_same_file(sweep, left->file, whole->file);
    bool untouched = !strcmp(left->counts, before->counts) && left->erased == before->erased &&
                     (!left->file.length || is_same_file(sweep, left->file, whole->file));
    if (output->code == sweep->code && (!done || (!sweep->is_random && left->printed != whole->printed)))
        fail_msg("%s, allocation %zu: success, and yet not all is done: %s%s", sweep->words, nth,
                 left->counts, output->out);
    if (output->code != sweep->code && output->code != TRIG_EXIT_FAILED)
        fail_msg("%s, allocation %zu: exit %d: %s", sweep->words, nth, (int)output->code, output->err);
    if (output->code != sweep->code && !output->err[0])
        fail_msg("%s, allocation %zu: fails without a word", sweep->words, nth);
    if (output->code != sweep->code && !untouched && !done)
        fail_msg("%s, allocation %zu: half done: %s", sweep->words, nth, left->counts);
}

/* One run from the store as it was. */
static bool run_once(const struct sweep *sweep, struct trig_view store, void (*arm)(size_t), size_t nth,
                     const struct left *whole, const struct left *before)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    write_bytes("s.trig", store);
    if (sweep->writes)
        unlink(sweep->writes);
    size_t live = failing_memory_live();
    arm(nth);
    struct output output = run(sweep->words);
    bool struck = failing_memory_struck();
    failing_memory_arm(0);
    if (failing_memory_live() != live)
        fail_msg("%s, allocation %zu: %zu blocks were lost", sweep->words, nth, failing_memory_live() - live);
    struct left left = look(sweep, &output, &arena);
    judge(sweep, &output, &left, whole, before, nth);
    clear(&output);
    trig_arena_clear(&arena);
    return struck;
}

static void run_sweep(const struct sweep *sweep)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view store = read_bytes(&arena, "s.trig");
    struct output nothing = {.out = ""};
    if (sweep->writes)
        unlink(sweep->writes);
    struct left before = look(sweep, &nothing, &arena);
    struct output output = run(sweep->words);
    if (output.code != sweep->code)
        fail_msg("%s: exit %d: %s", sweep->words, (int)output.code, output.err);
    struct left whole = look(sweep, &output, &arena);
    clear(&output);
    assert_true(!sweep->erased || (whole.erased && !before.erased));
    assert_true(!sweep->writes || whole.file.length > 0);
    size_t nth = 1;
    while (nth < MOST_ALLOCATIONS && run_once(sweep, store, failing_memory_arm, nth, &whole, &before)) {
        run_once(sweep, store, failing_memory_arm_all, nth, &whole, &before);
        nth += 1 + nth / EACH_OF;
    }
    assert_in_range(nth, 20, MOST_ALLOCATIONS - 1);
    write_bytes("s.trig", store);
    trig_arena_clear(&arena);
}

/* ---- the cases --------------------------------------------------------------------------------- */

static char folder[] = "/tmp/trig-fault-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    static const char key[] = "0123456789abcdef0123456789abcdef";
    json_set_alloc_funcs(failing_memory_malloc, failing_memory_free);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    write_bytes("first.csv", trig_view(first));
    write_bytes("people.key", trig_view_of(key, 32));
    write_bytes("names.txt", trig_view("Jane Doe\n"));
    run_well("init s.trig --survey " TRIG_SOURCE_DIR "/tests/cli/fixtures/tiny", TRIG_EXIT_DONE);
    run_well("ingest s.trig first.csv --person-key people.key", TRIG_EXIT_INVALID);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") != 0 || system(command) != 0;
}

static void test_erase_without_memory_removes_all_or_nothing(void **state)
{
    (void)state;
    static const struct sweep sweeps[] = {
        {.words = "erase s.trig --respondent S4711 --person-key people.key", .erased = "quince"}};
    run_sweep(&sweeps[0]);
}

static void test_export_without_memory_writes_whole_files_or_none(void **state)
{
    (void)state;
    static const struct sweep sweeps[] = {
        {.words = "export s.trig --to csv --out x.csv", .writes = "x.csv"},
        {.words = "export s.trig --to sav --out x.sav", .writes = "x.sav", .is_dated = true},
        {.words = "export s.trig --to dta --out x.dta", .writes = "x.dta", .is_dated = true},
        {.words = "export s.trig --to xlsx --out x.xlsx", .writes = "x.xlsx", .is_dated = true}};
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
        run_sweep(&sweeps[i]);
}

static void test_comments_without_memory_show_all_or_fail(void **state)
{
    (void)state;
    static const struct sweep sweeps[] = {
        {.words = "comments s.trig --redact names.txt --format csv", .is_random = true}};
    run_sweep(&sweeps[0]);
}

static void test_corrected_rejects_without_memory_are_stored_or_stay(void **state)
{
    (void)state;
    struct output listed = run("rejects s.trig");
    assert_int_equal(listed.code, TRIG_EXIT_DONE);
    char *wrong = NULL;
    for (char *at = strstr(listed.out, ",Perhaps"); at; at = strstr(at + 1, ",Perhaps"))
        wrong = at;
    assert_non_null(wrong);
    memcpy(wrong, ",Agree  ", 8);
    write_bytes("rejects.csv", trig_view(listed.out));
    clear(&listed);
    static const struct sweep sweeps[] = {
        {.words = "ingest s.trig --rejects rejects.csv --person-key people.key"}, {.words = "undo s.trig 1"}};
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
        run_sweep(&sweeps[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erase_without_memory_removes_all_or_nothing),
        cmocka_unit_test(test_export_without_memory_writes_whole_files_or_none),
        cmocka_unit_test(test_comments_without_memory_show_all_or_fail),
        cmocka_unit_test(test_corrected_rejects_without_memory_are_stored_or_stay),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
