#include "tests/support.h"

#include "surveys/base/hash.h"

#include <stdlib.h>

/* The examples of FIPS 180-4, and a million times "a" from the same source. */
static const struct {
    const char *text;
    const char *digest;
} known[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void test_sha256_of_with_published_examples_agrees(void **state)
{
    (void)state;
    char digest[TRIG_SHA256_TEXT];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        trig_sha256_of(trig_view(known[i].text), digest);
        assert_string_equal(digest, known[i].digest);
    }
    trig_sha256_of(trig_view(NULL), digest);
    assert_string_equal(digest, known[0].digest);
}

static void test_sha256_add_in_pieces_equals_the_whole(void **state)
{
    (void)state;
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    trig_sha256 *hash = trig_sha256_create(NULL);
    assert_non_null(hash);
    size_t done = 0;
    for (size_t piece = 0; done < 1000000; piece++) {
        size_t length = piece % 131 < 1000000 - done ? piece % 131 : 1000000 - done;
        trig_sha256_add(hash, million + done, length);
        done += length;
    }
    char digest[TRIG_SHA256_TEXT];
    trig_sha256_finish(hash, digest);
    assert_string_equal(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static void test_sha256_destroy_unfinished_frees(void **state)
{
    (void)state;
    trig_sha256_destroy(trig_sha256_create(NULL));
    trig_sha256_destroy(NULL);
}

/* XXH3 is part of the store's format: these values must never change. */
static void test_checksum_with_fixed_input_stays_the_same(void **state)
{
    (void)state;
    assert_true(trig_checksum("", 0, 0) == UINT64_C(0x2d06800538d394c2));
    assert_true(trig_checksum(NULL, 0, 0) == trig_checksum("", 0, 0));
    assert_true(trig_checksum("abc", 3, 0) == UINT64_C(0x78af5f94892f3950));
}

static void test_checksum_with_one_flipped_bit_or_other_seed_differs(void **state)
{
    (void)state;
    unsigned char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    uint64_t sum = trig_checksum(bytes, sizeof bytes, 5);
    assert_true(sum != trig_checksum(bytes, sizeof bytes, 6));
    assert_true(sum != trig_checksum(bytes, sizeof bytes - 1, 5));
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_true(sum != trig_checksum(bytes, sizeof bytes, 5));
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256_of_with_published_examples_agrees),
        cmocka_unit_test(test_sha256_add_in_pieces_equals_the_whole),
        cmocka_unit_test(test_sha256_destroy_unfinished_frees),
        cmocka_unit_test(test_checksum_with_fixed_input_stays_the_same),
        cmocka_unit_test(test_checksum_with_one_flipped_bit_or_other_seed_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
