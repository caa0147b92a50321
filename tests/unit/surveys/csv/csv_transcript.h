/* What a CSV reader makes of an input, written down, however the input is cut. */
#ifndef TRIG_TESTS_CSV_TRANSCRIPT_H
#define TRIG_TESTS_CSV_TRANSCRIPT_H

#include "tests/support.h"

#include "surveys/csv/csv_reader.h"

#include <stdlib.h>

/* What a reader made of an input, as text: one line a record, "number@line:",
 * then each field in brackets, ~ for null; and at the end the error. */
struct transcript {
    FILE *file;
    char *text;
    size_t size;
    uint64_t stop_at; /* the record that the sink refuses; 0: none */
};

static inline enum trig_status write_record(void *context, const struct trig_csv_record *record,
                                            struct trig_error *error)
{
    struct transcript *transcript = context;
    if (record->number == transcript->stop_at)
        return trig_error_set(error, TRIG_ERR_REFUSED, "enough");
    fprintf(transcript->file, "%d@%d:", (int)record->number, (int)record->line);
    for (size_t i = 0; i < record->count; i++) {
        struct trig_view text = record->fields[i].text;
        bool is_null = record->fields[i].is_null;
        if (is_null != (text.data == NULL) || (is_null && text.length))
            fputs("(null without sense)", transcript->file);
        fputs(is_null ? "~" : "[", transcript->file);
        fwrite(text.length ? text.data : "", 1, text.length, transcript->file);
        fputs(is_null ? "" : "]", transcript->file);
    }
    putc('\n', transcript->file);
    return TRIG_OK;
}

/* Sizes of the chunks in which an input is fed; 0: one random size after another. */
static const size_t chunk_sizes[] = {SIZE_MAX, 1, 2, 3, 7, 4096, 0};

static inline size_t next_chunk(size_t size, size_t left, unsigned *seed)
{
    if (size == 0)
        size = (size_t)rand_r(seed) % 40;
    return size < left ? size : left;
}

static inline void write_failure(const struct transcript *transcript, const struct trig_error *error)
{
    fprintf(transcript->file, "!%s %d:%d record %d: %s", trig_status_text(error->status), (int)error->line,
            (int)error->column, (int)error->record, error->message);
}

/* The transcript of [input] fed in chunks; the caller frees it. Each chunk is
 * copied into memory of its own size, so that reading past it is caught. */
static inline char *transcribe(struct trig_view input, const struct trig_csv_options *options, size_t chunk,
                               uint64_t stop_at)
{
    struct transcript transcript = {.stop_at = stop_at};
    transcript.file = open_memstream(&transcript.text, &transcript.size);
    assert_non_null(transcript.file);
    struct trig_error error = {0};
    trig_csv_reader *reader = trig_csv_reader_create(options, write_record, &transcript, &error);
    enum trig_status status = reader ? TRIG_OK : error.status;
    unsigned seed = (unsigned)input.length;
    for (size_t done = 0; done < input.length && !status;) {
        size_t length = next_chunk(chunk, input.length - done, &seed);
        char *copy = malloc(length ? length : 1);
        memcpy(copy, input.data + done, length);
        status = trig_csv_reader_feed(reader, copy, length, &error);
        free(copy);
        done += length;
    }
    if (!status)
        status = trig_csv_reader_finish(reader, &error);
    if (status)
        write_failure(&transcript, &error);
    trig_csv_reader_destroy(reader);
    fclose(transcript.file);
    return transcript.text;
}

/* The transcript, after checking that it is the same for every cut of the input. */
static inline char *transcribe_all(struct trig_view input, const struct trig_csv_options *options,
                                   uint64_t stop_at)
{
    char *whole = transcribe(input, options, chunk_sizes[0], stop_at);
    for (size_t i = 1; i < sizeof chunk_sizes / sizeof *chunk_sizes; i++) {
        char *cut = transcribe(input, options, chunk_sizes[i], stop_at);
        if (strcmp(whole, cut) != 0)
            fail_msg("in chunks of %zu bytes:\n%s\nwhole:\n%s", chunk_sizes[i], cut, whole);
        free(cut);
    }
    return whole;
}

static inline void assert_transcript(const char *label, struct trig_view input,
                                     const struct trig_csv_options *options, const char *expected)
{
    char *actual = transcribe_all(input, options, 0);
    bool is_error = strchr(expected, '!') != NULL;
    size_t length = is_error ? strlen(expected) : strlen(expected) + 1;
    if (strncmp(actual, expected, length) != 0)
        fail_msg("%s:\n%s\nexpected:\n%s", label, actual, expected);
    free(actual);
}

#endif
