/* How close reading the store comes to reading bytes: makes a store of ROWS
 * responses to COLUMNS questions of one-byte codes, then prints the best of
 * ROUNDS times for reading the file alone and for a scan of all columns that
 * verifies every checksum and adds up the codes, and how much of what the memory
 * gives to one thread and to two that is.
 *
 *     store_floor STORE [ROWS [COLUMNS [ROUNDS]]]
 */
#include "surveys/batch/batch_builder.h"
#include "surveys/store/store.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MOST_COLUMNS 200
/* Far more than any cache holds. */
#define MEMORY_WORDS ((size_t)32 << 20)
#define MOST_READERS 2

struct task {
    const char *path;
    size_t rows;
    size_t columns;
    struct trig_view names[MOST_COLUMNS];
    struct trig_arena arena;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void check(enum trig_status status, const struct trig_error *error)
{
    if (status == TRIG_OK)
        return;
    fprintf(stderr, "store_floor: %s: %s\n", error->file, error->message);
    exit(1);
}

static void make_store(struct task *task)
{
    struct trig_error error;
    struct trig_view variables = trig_arena_printf(&task->arena, "name,label,role,type,scale\n");
    for (size_t i = 0; i < task->columns; i++) {
        task->names[i] = trig_arena_printf(&task->arena, "q%zu", i);
        variables = trig_arena_printf(&task->arena, "%.*sq%zu,Question %zu,item,ordinal,agree\n",
                                      TRIG_VIEW_ARG(variables), i, i);
    }
    struct trig_definition_file files[] = {
        {.name = trig_view("scales.csv"),
         .content = trig_view("scale,code,label\nagree,1,a\nagree,2,b\nagree,3,c\nagree,4,d\nagree,5,e\n")},
        {.name = trig_view("survey.csv"), .content = trig_view("key,value\nid,bench\ntitle,Bench\n")},
        {.name = trig_view("variables.csv"), .content = variables},
    };
    const struct trig_definition_files definition = {.items = files, .count = 3};
    unlink(task->path);
    check(trig_store_create(task->path, &definition, &error), &error);
}

static void append_batch(trig_batch_builder *builder, trig_import_writer *writer)
{
    struct trig_error error;
    struct trig_batch batch;
    check(trig_builder_batch(builder, &batch, &error), &error);
    check(trig_import_append(writer, &batch, &error), &error);
    trig_builder_reset(builder);
}

static void fill_rows(const struct task *task, trig_batch_builder *builder, trig_import_writer *writer)
{
    struct trig_error error;
    uint64_t random = 1;
    for (size_t row = 0; row < task->rows; row++) {
        check(trig_builder_begin_row(builder, &error), &error);
        for (size_t i = 0; i < task->columns; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            trig_builder_set_code(builder, i, (random >> 33) % 5);
        }
        trig_builder_end_row(builder);
        if (trig_builder_full(builder))
            append_batch(builder, writer);
    }
    append_batch(builder, writer);
}

static void fill_store(struct task *task)
{
    struct trig_error error;
    trig_store *store;
    trig_import_writer *writer;
    struct trig_column_spec specs[MOST_COLUMNS];
    const struct trig_import about = {.file = trig_view("bench.csv")};
    check(trig_store_open(task->path, TRIG_STORE_WRITE, &store, &error), &error);
    for (size_t i = 0; i < task->columns; i++)
        check(trig_column_spec_init(&specs[i], trig_store_definition(store), task->names[i], &error), &error);
    trig_batch_builder *builder = trig_builder_create(specs, task->columns, &error);
    check(builder ? TRIG_OK : TRIG_ERR_MEMORY, &error);
    check(trig_import_begin(store, &about, &writer, &error), &error);
    double start = now();
    fill_rows(task, builder, writer);
    double staged = now();
    uint64_t id;
    check(trig_import_commit(writer, task->rows, 0, false, &id, &error), &error);
    double committed = now();
    trig_store_close(store);
    printf("written: staged in %.3f s, committed in %.3f s, closed in %.3f s\n", staged - start,
           committed - staged, now() - committed);
    trig_builder_destroy(builder);
    for (size_t i = 0; i < task->columns; i++)
        trig_column_spec_clear(&specs[i]);
}

static double read_file(const struct task *task, uint64_t *bytes)
{
    static char buffer[1 << 20];
    double start = now();
    int file = open(task->path, O_RDONLY | O_CLOEXEC);
    ssize_t length;
    for (*bytes = 0; (length = read(file, buffer, sizeof buffer)) > 0;)
        *bytes += (uint64_t)length;
    close(file);
    return now() - start;
}

static uint64_t add_codes(const uint8_t *codes, size_t rows)
{
    uint64_t sum = 0;
    for (size_t row = 0; row < rows; row++)
        sum += codes[row];
    return sum;
}

static double scan_store(const struct task *task, uint64_t *sum)
{
    struct trig_error error;
    trig_store *store;
    trig_scan *scan;
    struct trig_batch batch;
    check(trig_store_open(task->path, TRIG_STORE_READ, &store, &error), &error);
    double start = now();
    check(trig_scan_open(store, task->names, task->columns, &scan, &error), &error);
    for (*sum = 0;;) {
        check(trig_scan_next(scan, &batch, &error), &error);
        if (batch.rows == 0)
            break;
        for (size_t i = 0; i < batch.column_count; i++)
            *sum += add_codes(batch.columns[i].codes8, batch.rows);
    }
    trig_scan_close(scan);
    double seconds = now() - start;
    trig_store_close(store);
    return seconds;
}

/* ---- what the memory gives ------------------------------------------------------------ */

/* A thread's part of the memory. */
struct reader {
    pthread_t thread;
    const uint64_t *words;
    size_t count;
    uint64_t sum;
};

static void *read_words(void *context)
{
    struct reader *reader = context;
    reader->sum = 0;
    for (size_t i = 0; i < reader->count; i++)
        reader->sum += reader->words[i];
    return NULL;
}

/* Seconds in which [threads] add up all words. */
static double read_memory(const uint64_t *words, size_t threads, uint64_t *sum)
{
    struct reader readers[MOST_READERS];
    double start = now();
    for (size_t i = 0; i < threads; i++) {
        readers[i].words = words + i * (MEMORY_WORDS / threads);
        readers[i].count = MEMORY_WORDS / threads;
        if (pthread_create(&readers[i].thread, NULL, read_words, &readers[i]) != 0)
            exit(1);
    }
    for (size_t i = 0; i < threads; i++) {
        pthread_join(readers[i].thread, NULL);
        *sum += readers[i].sum;
    }
    return now() - start;
}

/* Bytes a second, by number of threads less one. */
static void measure_memory(size_t rounds, double best[MOST_READERS])
{
    uint64_t sum = 0;
    uint64_t *words = trig_calloc(MEMORY_WORDS, sizeof *words);
    if (!words)
        exit(1);
    for (size_t i = 0; i < MEMORY_WORDS; i++)
        words[i] = i;
    for (size_t threads = 1; threads <= MOST_READERS; threads++) {
        best[threads - 1] = 0.0;
        for (size_t round = 0; round < rounds; round++)
            best[threads - 1] = fmax(best[threads - 1], (double)(MEMORY_WORDS * sizeof *words) /
                                                            read_memory(words, threads, &sum));
    }
    printf("memory: %.1f GB/s with one thread, %.1f GB/s with two (sum %llu)\n", best[0] / 1e9, best[1] / 1e9,
           (unsigned long long)sum);
    trig_free(words);
}

static size_t number_at(int argc, char **argv, int index, size_t otherwise)
{
    return argc > index ? strtoul(argv[index], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: store_floor STORE [ROWS [COLUMNS [ROUNDS]]]\n");
        return 2;
    }
    struct task task = {
        .path = argv[1], .rows = number_at(argc, argv, 2, 1000000), .columns = number_at(argc, argv, 3, 28)};
    if (task.columns > MOST_COLUMNS)
        task.columns = MOST_COLUMNS;
    trig_arena_init(&task.arena);
    make_store(&task);
    fill_store(&task);
    size_t rounds = number_at(argc, argv, 4, 20);
    double memory[MOST_READERS];
    measure_memory(rounds, memory);
    double best_read = INFINITY;
    double best_scan = INFINITY;
    uint64_t bytes = 0;
    uint64_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        best_read = fmin(best_read, read_file(&task, &bytes));
        best_scan = fmin(best_scan, scan_store(&task, &sum));
    }
    printf("%zu responses x %zu: %.1f MB read as a file in %.4f s, scanned in %.4f s (sum %llu)\n", task.rows,
           task.columns, (double)bytes / 1e6, best_read, best_scan, (unsigned long long)sum);
    double codes = (double)(task.rows * task.columns) / best_scan;
    printf("scanned: %zu bytes a response, %.1f GB/s, %.0f%% of the memory's rate for one thread\n",
           task.columns, codes / 1e9, 100.0 * codes / memory[0]);
    trig_arena_clear(&task.arena);
    return 0;
}
