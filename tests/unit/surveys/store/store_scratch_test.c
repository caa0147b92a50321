/* Shelves of entries that are set down on disk. */
#include "surveys/store/store_scratch.h"

#include "tests/support.h"

#include <stdlib.h>

enum { SHELVES = 7, ENTRIES = 60000 };

struct entry {
    uint64_t number;
    uint32_t check;
};

/* Entries of one shelf as they come back. */
struct reading {
    const uint64_t *expected;
    size_t count;
    size_t wrong;
    size_t stop_at; /* calls of the sink, counting down; 0: never */
};

static enum trig_status take(void *context, struct trig_view entries, struct trig_error *error)
{
    struct reading *reading = context;
    struct entry entry;
    for (size_t at = 0; at < entries.length; at += sizeof entry) {
        memcpy(&entry, entries.data + at, sizeof entry);
        reading->wrong += entry.number != reading->expected[reading->count++] ||
                          entry.check != (uint32_t)(entry.number * 2654435761u);
    }
    if (reading->stop_at && --reading->stop_at == 0)
        return trig_error_set(error, TRIG_ERR_REFUSED, "enough");
    return TRIG_OK;
}

static void test_scratch_gives_entries_back_by_shelf_in_order(void **state)
{
    (void)state;
    static uint64_t expected[SHELVES][ENTRIES];
    size_t counts[SHELVES] = {0};
    struct trig_error error;
    unsigned seed = 1;
    trig_scratch *scratch = NULL;
    assert_ok(trig_scratch_create(SHELVES, sizeof(struct entry), &scratch, &error), error);
    for (uint64_t i = 0; i < ENTRIES; i++) {
        struct entry entry = {.number = i};
        size_t shelf = (size_t)rand_r(&seed) % (i % 2 ? SHELVES - 1 : 2); /* the last stays empty */
        entry.check = (uint32_t)(i * 2654435761u);
        expected[shelf][counts[shelf]++] = i;
        assert_ok(trig_scratch_put(scratch, shelf, &entry, &error), error);
    }
    for (size_t twice = 0; twice < 2; twice++)
        for (size_t shelf = 0; shelf < SHELVES; shelf++) {
            struct reading reading = {.expected = expected[shelf]};
            assert_ok(trig_scratch_read(scratch, shelf, take, &reading, &error), error);
            assert_int_equal(reading.count, counts[shelf]);
            assert_int_equal(reading.wrong, 0);
        }
    trig_scratch_destroy(scratch);
}

static void test_scratch_ends_reading_when_the_sink_has_enough(void **state)
{
    (void)state;
    static uint64_t expected[ENTRIES];
    struct trig_error error;
    trig_scratch *scratch = NULL;
    assert_ok(trig_scratch_create(1, sizeof(struct entry), &scratch, &error), error);
    for (uint64_t i = 0; i < ENTRIES; i++) {
        const struct entry entry = {i, (uint32_t)(i * 2654435761u)};
        expected[i] = i;
        assert_ok(trig_scratch_put(scratch, 0, &entry, &error), error);
    }
    struct reading reading = {.expected = expected, .stop_at = 2};
    assert_int_equal(trig_scratch_read(scratch, 0, take, &reading, &error), TRIG_ERR_REFUSED);
    assert_int_equal(reading.count, 2 * (TRIG_SCRATCH_BLOCK / sizeof(struct entry)));
    reading = (struct reading){.expected = expected};
    assert_ok(trig_scratch_read(scratch, 0, take, &reading, &error), error);
    assert_int_equal(reading.count, ENTRIES);
    trig_scratch_destroy(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scratch_gives_entries_back_by_shelf_in_order),
        cmocka_unit_test(test_scratch_ends_reading_when_the_sink_has_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
