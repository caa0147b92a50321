/* Any bytes as a CSV, with several options:
 * - the records, and the error with its place, do not depend on how the input is cut;
 * - what is accepted and written again reads back as the same texts. */
#include "tests/fuzz/fuzz.h"

#include "surveys/base/hash.h"
#include "surveys/csv/csv_reader.h"
#include "surveys/csv/csv_writer.h"

#include <stdbool.h>
#include <string.h>

/* A summary of everything a sink is told. */
struct digest {
    uint64_t sum;
    uint64_t records;
    bool only_texts; /* leave out lines and nulls, which writing does not keep */
};

static void add_number(struct digest *digest, uint64_t number)
{
    digest->sum = trig_checksum(&number, sizeof number, digest->sum);
}

static enum trig_status add_record(void *context, const struct trig_csv_record *record,
                                   struct trig_error *error)
{
    (void)error;
    struct digest *digest = context;
    fuzz_check(record->count > 0);
    fuzz_check(record->number == ++digest->records);
    add_number(digest, record->count);
    add_number(digest, digest->only_texts ? 0 : record->line);
    for (size_t i = 0; i < record->count; i++) {
        const struct trig_csv_field *field = &record->fields[i];
        fuzz_check(!field->is_null || field->text.length == 0);
        fuzz_check(!field->text.length || !memchr(field->text.data, '\0', field->text.length));
        add_number(digest, digest->only_texts ? 0 : field->is_null);
        digest->sum = trig_checksum(field->text.data, field->text.length, digest->sum);
    }
    return TRIG_OK;
}

/* Sizes that differ from chunk to chunk but not from run to run. */
static size_t chunk_size(size_t cut, size_t done, size_t left)
{
    size_t size = cut == 0 ? left : cut == 1 ? 1 : 1 + (done * 2654435761u >> 7) % cut;
    return size < left ? size : left;
}

static struct digest read_cut(struct trig_view input, const struct trig_csv_options *options, size_t cut)
{
    struct digest digest = {0};
    struct trig_error error = {0};
    trig_csv_reader *reader = trig_csv_reader_create(options, add_record, &digest, &error);
    fuzz_check(reader);
    enum trig_status status = TRIG_OK;
    for (size_t done = 0; done < input.length && !status;) {
        size_t length = chunk_size(cut, done, input.length - done);
        status = trig_csv_reader_feed(reader, input.data + done, length, &error);
        done += length;
    }
    if (!status)
        status = trig_csv_reader_finish(reader, &error);
    trig_csv_reader_destroy(reader);
    add_number(&digest, status);
    if (status) {
        fuzz_check(error.status == status && error.message[0] && error.line >= 1);
        add_number(&digest, error.line);
        add_number(&digest, error.column);
        add_number(&digest, error.record);
        digest.sum = trig_checksum(error.message, strlen(error.message), digest.sum);
    }
    return digest;
}

static enum trig_status copy_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    (void)error;
    struct trig_csv_writer *writer = context;
    for (size_t i = 0; i < record->count; i++)
        trig_csv_text(writer, record->fields[i].text);
    trig_csv_end_record(writer);
    return TRIG_OK;
}

static void check_round_trip(struct trig_view input, const struct trig_csv_options *options)
{
    char *copy = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&copy, &size);
    fuzz_check(file);
    struct trig_csv_writer writer;
    trig_csv_writer_init(&writer, file);
    writer.separator = options->separator;
    enum trig_status status = trig_csv_read_bytes(input, NULL, options, copy_record, &writer, NULL);
    fclose(file);
    if (status == TRIG_OK) {
        struct digest first = {.only_texts = true};
        struct digest second = {.only_texts = true};
        struct trig_view written = trig_view_of(copy, size);
        fuzz_check(trig_csv_read_bytes(input, NULL, options, add_record, &first, NULL) == TRIG_OK);
        fuzz_check(trig_csv_read_bytes(written, NULL, options, add_record, &second, NULL) == TRIG_OK);
        fuzz_check(first.sum == second.sum && first.records == second.records);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const struct trig_csv_options all[] = {
        {.separator = ','},
        {.separator = ';'},
        {.separator = '\t'},
        {.separator = ',', .field_limit = 5, .record_limit = 20, .column_limit = 3},
        {.separator = ',', .field_limit = 20, .record_limit = 9, .column_limit = 30},
    };
    static const size_t cuts[] = {1, 4, 50};
    struct trig_view input = trig_view_of((const char *)bytes, length);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct digest whole = read_cut(input, &all[i], 0);
        for (size_t j = 0; j < sizeof cuts / sizeof *cuts; j++)
            fuzz_check(read_cut(input, &all[i], cuts[j]).sum == whole.sum);
        if (all[i].field_limit == 0)
            check_round_trip(input, &all[i]);
    }
    return 0;
}
