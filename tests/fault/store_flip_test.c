/* Bits that turn over by themselves: whatever a flip changes in what the store
 * tells must be noticed, by whoever reads it or by verify. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"

#include <unistd.h>

/* Positions are drawn from the whole file; enough of them to hit every table. */
#define FLIPS 2000

struct tally {
    size_t harmless; /* everything still reads the same */
    size_t refused;  /* opening or reading reported it */
    size_t verified; /* reading gave something else, verify reported it */
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 16;
}

static void write_byte(size_t position, int byte)
{
    FILE *file = fopen(folder.path, "r+b");
    assert_non_null(file);
    fseek(file, (long)position, SEEK_SET);
    fputc(byte, file);
    fclose(file);
}

/* A flip in SQLite's header may have made it write to the file; elsewhere a
 * reader leaves the file alone. */
static void restore(struct trig_view bytes, size_t position)
{
    if (position >= 100)
        write_byte(position, (unsigned char)bytes.data[position]);
    else
        restore_file(bytes);
}

static enum trig_status verify(void)
{
    trig_store *store = NULL;
    enum trig_status status = trig_store_open(folder.path, TRIG_STORE_READ, &store, &error);
    if (!status)
        status = trig_store_verify(store, NULL, &error);
    trig_store_close(store);
    return status;
}

static void try_flip(struct trig_view bytes, uint64_t expected, size_t position, unsigned bit,
                     struct tally *tally)
{
    uint64_t hash = 0;
    write_byte(position, (unsigned char)bytes.data[position] ^ (1 << bit));
    error.message[0] = '\0';
    enum trig_status status = survey_dump(folder.path, &hash, &error);
    if (status && error.message[0] == '\0')
        fail_msg("byte %zu, bit %u: an error without words", position, bit);
    bool is_harmless = !status && hash == expected;
    /* Verify takes longer; it finds what reading finds, looked at now and then. */
    bool is_verified = (!is_harmless && (!status || tally->refused % 8 == 0)) && verify() != TRIG_OK;
    if (status && tally->refused % 8 == 0 && !is_verified)
        fail_msg("byte %zu, bit %u: reading finds it (%s), verify does not", position, bit, error.message);
    if (!status && !is_harmless && !is_verified)
        fail_msg("byte %zu, bit %u: the store tells something else and nothing notices", position, bit);
    tally->refused += status != TRIG_OK;
    tally->harmless += is_harmless;
    tally->verified += !status && is_verified;
    restore(bytes, position);
}

static void test_flipped_bits_anywhere_are_noticed_where_they_matter(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 900, .batch = 300, .rejects = 60});
    append((struct survey_import){.seed = 2, .rows = 900, .batch = 450, .rejects = 60});
    struct trig_arena arena;
    struct trig_view bytes;
    uint64_t expected;
    uint64_t random = 20241121;
    struct tally tally = {0};
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &bytes, &error), error);
    assert_ok(survey_dump(folder.path, &expected, &error), error);
    for (size_t i = 0; i < FLIPS; i++) {
        size_t position = next_random(&random) % bytes.length;
        try_flip(bytes, expected, position, (unsigned)(next_random(&random) % 8), &tally);
    }
    printf("%zu bytes, %d flips: %zu harmless, %zu refused when read, %zu found by verify\n", bytes.length,
           FLIPS, tally.harmless, tally.refused, tally.verified);
    assert_true(tally.refused > FLIPS / 4);
    trig_arena_clear(&arena);
}

/* Every byte of the first page: the header and the tables' definitions. */
static void test_flipped_bytes_of_the_header_are_noticed_where_they_matter(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 50, .rejects = 2});
    struct trig_arena arena;
    struct trig_view bytes;
    uint64_t expected;
    struct tally tally = {0};
    trig_arena_init(&arena);
    assert_ok(trig_file_read(folder.path, 0, &arena, &bytes, &error), error);
    assert_ok(survey_dump(folder.path, &expected, &error), error);
    for (size_t position = 0; position < 120; position++)
        try_flip(bytes, expected, position, position % 8, &tally);
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_flipped_bits_anywhere_are_noticed_where_they_matter),
        CASE(test_flipped_bytes_of_the_header_are_noticed_where_they_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
