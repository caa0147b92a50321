#include "tests/support.h"

#include "tests/fault/failing_memory.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/file.h"
#include "surveys/base/hash.h"
#include "surveys/base/text.h"
#include "surveys/csv/csv_reader.h"

#include <stdlib.h>
#include <unistd.h>

/* A failed addition must leave the dictionary as it was: what went in before is
 * found, the text that failed is not, and can be added later. */
static enum trig_status fill_dictionary(void *context, struct trig_error *error)
{
    (void)context;
    enum { TEXTS = 2000 };
    trig_dictionary *dictionary = trig_dictionary_create(error);
    if (!dictionary)
        return TRIG_ERR_MEMORY;
    enum trig_status status = TRIG_OK;
    char text[32];
    size_t count = 0;
    for (; count < TEXTS && !status; count += !status) {
        snprintf(text, sizeof text, "a text that takes room %zu", count);
        status = trig_dictionary_add(dictionary, trig_view(text), NULL, error);
    }
    bool intact = trig_dictionary_count(dictionary) == count;
    for (size_t i = 0; i < count && intact; i++)
        intact = trig_dictionary_find(dictionary, trig_dictionary_at(dictionary, i)) == i;
    if (status && intact) {
        failing_memory_arm(0);
        size_t index = SIZE_MAX;
        intact = trig_dictionary_find(dictionary, trig_view(text)) == SIZE_MAX &&
                 trig_dictionary_add(dictionary, trig_view(text), &index, NULL) == TRIG_OK && index == count;
    }
    trig_dictionary_destroy(dictionary);
    return intact ? status : trig_error_set(error, TRIG_ERR_DAMAGED, "the dictionary is not as it was");
}

static void test_dictionary_without_memory_stays_as_it_was(void **state)
{
    (void)state;
    /* Arming from within the run makes a hit look like none: sweep by hand. */
    size_t number = 1;
    for (bool hit = true; hit; number++) {
        struct trig_error error = {0};
        size_t before = failing_memory_live();
        failing_memory_arm(number);
        enum trig_status status = fill_dictionary(NULL, &error);
        failing_memory_arm(0);
        hit = status == TRIG_ERR_MEMORY;
        if (status && !hit)
            fail_msg("allocation %zu: %s", number, error.message);
        assert_int_equal(failing_memory_live(), before);
    }
    assert_true(number > 10);
}

static enum trig_status ignore_record(void *context, const struct trig_csv_record *record,
                                      struct trig_error *error)
{
    (void)context;
    (void)record;
    (void)error;
    return TRIG_OK;
}

/* Many fields, then a long one: every buffer of the reader grows several times. */
static enum trig_status read_csv(void *context, struct trig_error *error)
{
    const struct trig_view *input = context;
    trig_csv_reader *reader = trig_csv_reader_create(NULL, ignore_record, NULL, error);
    if (!reader)
        return TRIG_ERR_MEMORY;
    enum trig_status status = TRIG_OK;
    for (size_t at = 0; at < input->length && !status; at += 1000)
        status = trig_csv_reader_feed(reader, input->data + at,
                                      input->length - at < 1000 ? input->length - at : 1000, error);
    if (!status)
        status = trig_csv_reader_finish(reader, error);
    trig_csv_reader_destroy(reader);
    return status;
}

static void test_csv_reader_without_memory_fails_cleanly(void **state)
{
    (void)state;
    enum { SIZE = 200000 };
    char *input = malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++)
        input[i] = i < 3000 ? (i % 3 ? 'x' : ',') : 'y';
    memcpy(input + 3000, "\n\"", 2);
    input[SIZE - 1] = '"';
    struct trig_view view = trig_view_of(input, SIZE);
    assert_true(failing_memory_sweep("read_csv", read_csv, &view) > 5);
    free(input);
}

static enum trig_status read_csv_file(void *context, struct trig_error *error)
{
    return trig_csv_read_file(context, NULL, ignore_record, NULL, error);
}

static enum trig_status read_file(void *context, struct trig_error *error)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view text;
    enum trig_status status = trig_file_read(context, 0, &arena, &text, error);
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status write_file(void *context, struct trig_error *error)
{
    struct trig_output output;
    enum trig_status status = trig_output_open(&output, context, error);
    if (status)
        return status;
    fputs("id,label\n1,one\n", output.file);
    return trig_output_commit(&output, error);
}

static void test_files_without_memory_fail_cleanly(void **state)
{
    (void)state;
    char folder[] = "/tmp/trig-fault-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/file.csv", folder);
    assert_true(failing_memory_sweep("write_file", write_file, path) > 1);
    assert_true(failing_memory_sweep("read_file", read_file, path) > 1);
    assert_true(failing_memory_sweep("read_csv_file", read_csv_file, path) > 3);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left in it */
}

static enum trig_status use_text(void *context, struct trig_error *error)
{
    const struct trig_view *text = context;
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view plain;
    struct trig_views parts;
    enum trig_status status = trig_text_normalise(&arena, *text, &plain, error);
    if (!status)
        status = trig_text_normalise(&arena, trig_view("ASCII"), &plain, error);
    if (!status)
        status = trig_text_split_list(&arena, trig_view("a|b\\|c|d"), &parts, error);
    trig_arena_clear(&arena);
    return status;
}

/* Suggestions are a help: without memory there are fewer. */
static enum trig_status suggest(void *context, struct trig_error *error)
{
    const struct trig_view *text = context;
    size_t out[2];
    size_t count = trig_text_nearest(*text, (struct trig_views){text, 1}, out, 2);
    return count <= 1 ? TRIG_OK : trig_error_set(error, TRIG_ERR_DAMAGED, "more suggestions than names");
}

static void test_text_without_memory_fails_cleanly(void **state)
{
    (void)state;
    char bytes[3000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 2 ? '\xA9' : '\xC3';
    struct trig_view text = trig_view_of(bytes, sizeof bytes);
    assert_true(failing_memory_sweep("use_text", use_text, &text) > 1);
    assert_true(failing_memory_sweep("suggest", suggest, &text) > 1);
}

static enum trig_status hash(void *context, struct trig_error *error)
{
    (void)context;
    trig_sha256 *one = trig_sha256_create(error);
    if (!one)
        return TRIG_ERR_MEMORY;
    trig_sha256_destroy(one);
    return TRIG_OK;
}

static void test_hash_without_memory_fails_cleanly(void **state)
{
    (void)state;
    assert_int_equal(failing_memory_sweep("hash", hash, NULL), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionary_without_memory_stays_as_it_was),
        cmocka_unit_test(test_csv_reader_without_memory_fails_cleanly),
        cmocka_unit_test(test_files_without_memory_fail_cleanly),
        cmocka_unit_test(test_text_without_memory_fails_cleanly),
        cmocka_unit_test(test_hash_without_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
