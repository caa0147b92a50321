/* How close the CSV reader comes to the library under it: reads a file into
 * memory and prints the speed of bare libcsv, with callbacks that only count,
 * and of trig_csv_reader with a sink that only counts.
 *
 *     csv_floor FILE [ROUNDS]
 */
#include "surveys/base/file.h"
#include "surveys/csv/csv_reader.h"

#include <csv.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct counts {
    size_t fields;
    size_t records;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void count_field(void *text, size_t length, void *context)
{
    (void)text;
    (void)length;
    struct counts *counts = context;
    counts->fields++;
}

static void count_row(int terminator, void *context)
{
    (void)terminator;
    struct counts *counts = context;
    counts->records++;
}

static enum trig_status count_record(void *context, const struct trig_csv_record *record,
                                     struct trig_error *error)
{
    (void)error;
    struct counts *counts = context;
    counts->fields += record->count;
    counts->records++;
    return TRIG_OK;
}

static double time_libcsv(struct trig_view bytes, struct counts *counts)
{
    double start = now();
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL);
    csv_set_blk_size(&parser, 65536);
    csv_parse(&parser, bytes.data, bytes.length, count_field, count_row, counts);
    csv_fini(&parser, count_field, count_row, counts);
    csv_free(&parser);
    return now() - start;
}

static double time_reader(struct trig_view bytes, struct counts *counts)
{
    double start = now();
    struct trig_error error;
    if (trig_csv_read_bytes(bytes, NULL, NULL, count_record, counts, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return now() - start;
}

static void print_speed(const char *name, struct trig_view bytes,
                        double (*run)(struct trig_view, struct counts *), int rounds)
{
    double best = INFINITY;
    struct counts counts = {0};
    for (int i = 0; i < rounds; i++) {
        counts = (struct counts){0};
        double seconds = run(bytes, &counts);
        best = seconds < best ? seconds : best;
    }
    printf("%-16s %7.1f MB/s  %zu records, %zu fields\n", name, (double)bytes.length / best / 1e6,
           counts.records, counts.fields);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: csv_floor FILE [ROUNDS]\n");
        return 2;
    }
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view bytes;
    struct trig_error error;
    if (trig_file_read(argv[1], SIZE_MAX, &arena, &bytes, &error)) {
        fprintf(stderr, "csv_floor: %s: %s\n", error.file, error.message);
        return 1;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 5; // NOLINT(cert-err34-c): a wrong number means few rounds
    print_speed("libcsv", bytes, time_libcsv, rounds);
    print_speed("trig_csv_reader", bytes, time_reader, rounds);
    trig_arena_clear(&arena);
    return 0;
}
