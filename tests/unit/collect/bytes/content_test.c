/* The bytes of an export: files, and what gzip has packed. */
#include "collect/sources/export.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

static const char text[] = "id,vis_1\n1,Agree\n2,Disagree\n";

/* One gzip member of [length] bytes; @return its length. */
static size_t pack(const void *bytes, size_t length, unsigned char *out, size_t size)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = out;
    stream.avail_out = (uInt)size;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return size - stream.avail_out;
}

static enum trig_status open_bytes(const void *bytes, size_t length, const char *limit, char *out,
                                   size_t size, struct trig_error *error)
{
    struct temporary file;
    struct trig_content content;
    struct trig_unpack_limit most;
    enum trig_status status = trig_unpack_limit_take(limit, &most, error);
    temporary_write(&file, "export.csv.gz", bytes, length);
    if (status == TRIG_OK)
        status = trig_content_open(file.path, &most, file.folder, &content, error);
    if (status == TRIG_OK) {
        ssize_t got = trig_content_read(content.descriptor, out, size - 1, 0);
        assert_true(got >= 0);
        out[got] = 0;
        char sha256[TRIG_SHA256_TEXT];
        trig_sha256_of(trig_view_of(bytes, length), sha256);
        if (content.is_unpacked)
            assert_string_equal(content.sha256, sha256);
        trig_content_close(&content);
    }
    temporary_remove(&file); /* fails when a temporary file was left beside it */
    assert_int_not_equal(access(file.folder, F_OK), 0);
    return status;
}

static void test_content_members_and_padding_are_unpacked(void **state)
{
    (void)state;
    unsigned char bytes[1000] = {0};
    char found[200], twice[200];
    struct trig_error error;
    size_t length = pack(text, sizeof text - 1, bytes, sizeof bytes);
    assert_ok(open_bytes(bytes, length, NULL, found, sizeof found, &error), error);
    assert_string_equal(found, text);
    assert_ok(open_bytes(bytes, length + 300, NULL, found, sizeof found, &error), error);
    assert_string_equal(found, text);
    length += pack(text, sizeof text - 1, bytes + length, sizeof bytes - length);
    assert_ok(open_bytes(bytes, length, NULL, found, sizeof found, &error), error);
    snprintf(twice, sizeof twice, "%s%s", text, text);
    assert_string_equal(found, twice);
    assert_ok(open_bytes(text, sizeof text - 1, NULL, found, sizeof found, &error), error);
    assert_string_equal(found, text);
}

static void test_content_cut_anywhere_is_an_error(void **state)
{
    (void)state;
    unsigned char bytes[1000];
    char found[200];
    struct trig_error error;
    size_t length = pack(text, sizeof text - 1, bytes, sizeof bytes);
    for (size_t cut = 3; cut < length; cut++) {
        if (open_bytes(bytes, cut, NULL, found, sizeof found, &error) != TRIG_ERR_FORMAT)
            fail_msg("cut after %zu of %zu bytes: taken", cut, length);
        assert_non_null(strstr(error.message, "cut short"));
    }
}

/* Bytes of the header that say nothing about the data may be anything. */
static void test_content_flipped_bytes_are_found(void **state)
{
    (void)state;
    unsigned char bytes[1000];
    char found[200];
    struct trig_error error;
    size_t length = pack(text, sizeof text - 1, bytes, sizeof bytes);
    for (size_t i = 10; i < length; i++) {
        bytes[i] ^= 0x10;
        enum trig_status status = open_bytes(bytes, length, NULL, found, sizeof found, &error);
        if (status != TRIG_ERR_FORMAT)
            fail_msg("byte %zu flipped: status %d", i, status);
        bytes[i] ^= 0x10;
    }
    memcpy(bytes + length, "more", 4);
    assert_int_equal(open_bytes(bytes, length + 4, NULL, found, sizeof found, &error), TRIG_ERR_FORMAT);
}

static void test_content_bombs_end_at_a_limit_that_names_its_option(void **state)
{
    (void)state;
    size_t size = (size_t)24 << 20;
    char *zeros = calloc(size, 1), found[10];
    unsigned char *bytes = malloc(1 << 20);
    struct trig_error error;
    assert_non_null(zeros);
    assert_non_null(bytes);
    size_t length = pack(zeros, size, bytes, 1 << 20);
    assert_int_equal(open_bytes(bytes, length, NULL, found, sizeof found, &error), TRIG_ERR_LIMIT);
    assert_non_null(strstr(error.message, "--unpack-limit"));
    assert_int_equal(open_bytes(bytes, length, "20M", found, sizeof found, &error), TRIG_ERR_LIMIT);
    assert_non_null(strstr(error.message, "--unpack-limit"));
    assert_ok(open_bytes(bytes, length, "30M", found, sizeof found, &error), error);
    free(zeros);
    free(bytes);
}

static void test_unpack_limit_take_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        uint64_t bytes; /* 0: refused */
    } cases[] = {{"1", 1},  {"500M", 500000000}, {"8G", 8000000000}, {"1.5K", 1500}, {"0", 0},
                 {"", 0},   {"-1", 0},           {"M", 0},           {"8T", 0},      {"1e30", 0},
                 {"nan", 0}};
    struct trig_unpack_limit limit;
    struct trig_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum trig_status status = trig_unpack_limit_take(cases[i].typed, &limit, &error);
        if ((status == TRIG_OK) != (cases[i].bytes != 0) || (cases[i].bytes && limit.bytes != cases[i].bytes))
            fail_msg("%s: %d, %llu", cases[i].typed, status, (unsigned long long)limit.bytes);
    }
    assert_ok(trig_unpack_limit_take(NULL, &limit, &error), error);
    assert_false(limit.is_asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_members_and_padding_are_unpacked),
        cmocka_unit_test(test_content_cut_anywhere_is_an_error),
        cmocka_unit_test(test_content_flipped_bytes_are_found),
        cmocka_unit_test(test_content_bombs_end_at_a_limit_that_names_its_option),
        cmocka_unit_test(test_unpack_limit_take_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
