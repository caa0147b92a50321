/* Computed weights: stored beside the answers, read like a column, stale when what is
 * stored has changed. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/file.h"
#include "surveys/base/memory.h"
#include "surveys/store/store_weighting.h"

#include <math.h>

#define ROWS 300u

static const struct survey_import first = {.seed = 1, .rows = ROWS, .batch = 97};
static const struct survey_import second = {.seed = 2, .rows = 20};

/* Every seventh has none. */
static double weight_of(size_t row, double scale)
{
    return row % 7 == 3 ? (double)NAN : scale * (1.0 + (double)row / 16.0);
}

static enum trig_status put_as(const char *name, double scale, uint64_t state, size_t count)
{
    double weights[ROWS + 20];
    const struct trig_weighting weighting = {.name = trig_view(name),
                                             .recipe = trig_view("{\"method\": \"rake\"}"),
                                             .software = trig_view("test")};
    trig_store *store = open_store(TRIG_STORE_WRITE);
    for (size_t i = 0; i < count; i++)
        weights[i] = weight_of(i, scale);
    if (state == 0)
        assert_ok(trig_store_state(store, &state, &error), error);
    enum trig_status status = trig_store_put_weights(store, &weighting, state, weights, count, &error);
    trig_store_close(store);
    return status;
}

static void put(const char *name, double scale, size_t count)
{
    assert_ok(put_as(name, scale, 0, count), error);
}

static uint64_t state_now(void)
{
    uint64_t state = 0;
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_state(store, &state, &error), error);
    trig_store_close(store);
    return state;
}

/* Reads the weights back with a column of answers beside them. */
static void assert_weights(const char *column, double scale, size_t rows)
{
    const struct trig_view names[] = {survey_columns[SURVEY_AGREE], trig_view(column)};
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    struct trig_batch batch = {0};
    size_t row = 0;
    assert_ok(trig_scan_open(store, names, 2, &scan, &error), error);
    do {
        assert_ok(trig_scan_next(scan, &batch, &error), error);
        for (size_t i = 0; i < batch.rows; i++, row++) {
            double expected = row < rows ? weight_of(row, scale) : (double)NAN;
            double found = batch.columns[1].numbers[i];
            if (isnan(expected) ? !isnan(found) : found != expected)
                fail_msg("row %zu: %g, not %g", row, found, expected);
            assert_int_equal(batch.columns[1].answers[i], isnan(expected) ? TRIG_SKIPPED : TRIG_ANSWERED);
        }
    } while (batch.rows && row < rows);
    trig_scan_close(scan);
    trig_store_close(store);
}

/* How many weightings there are; whether the one called [name] is stale. */
static size_t list(const char *name, bool *stale)
{
    const struct trig_weighting *items = NULL;
    size_t count = 0;
    struct trig_arena arena;
    trig_arena_init(&arena);
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_store_weightings(store, &arena, &items, &count, &error), error);
    *stale = true;
    for (size_t i = 0; i < count; i++) {
        assert_true(trig_view_is(items[i].recipe, "{\"method\": \"rake\"}"));
        if (trig_view_is(items[i].name, name))
            *stale = items[i].stale;
    }
    trig_store_close(store);
    trig_arena_clear(&arena);
    return count;
}

static bool is_stale(const char *name)
{
    bool stale;
    list(name, &stale);
    return stale;
}

static void assert_verified(enum trig_status expected)
{
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_int_equal(trig_store_verify(store, NULL, &error), expected);
    trig_store_close(store);
}

static void test_put_weights_are_read_like_a_column(void **state)
{
    (void)state;
    bool stale;
    append(first);
    put("grade", 1.0, ROWS);
    put("other", 2.0, ROWS);
    assert_weights("#weight:grade", 1.0, ROWS);
    assert_weights("#weight:other", 2.0, ROWS);
    assert_int_equal(list("grade", &stale), 2);
    assert_false(stale);
    assert_verified(TRIG_OK);
}

static void test_put_of_the_same_name_replaces(void **state)
{
    (void)state;
    bool stale;
    append(first);
    put("grade", 1.0, ROWS);
    put("grade", 3.0, ROWS);
    assert_weights("#weight:grade", 3.0, ROWS);
    assert_int_equal(list("grade", &stale), 1);
    assert_verified(TRIG_OK);
}

static void test_weights_are_stale_after_an_import_and_fit_again_without_it(void **state)
{
    (void)state;
    append(first);
    put("grade", 1.0, ROWS);
    uint64_t id = append(second);
    assert_true(is_stale("grade"));
    assert_verified(TRIG_OK);
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_ok(trig_store_undo(store, id, &error), error);
    trig_store_close(store);
    assert_false(is_stale("grade"));
    assert_weights("#weight:grade", 1.0, ROWS);
    append(second);
    put("grade", 2.0, ROWS + 20);
    assert_false(is_stale("grade"));
    assert_weights("#weight:grade", 2.0, ROWS + 20);
    assert_verified(TRIG_OK);
}

static void test_put_refuses_weights_of_what_is_no_longer_stored(void **state)
{
    (void)state;
    append(first);
    uint64_t seen = state_now();
    append(second);
    assert_int_equal(put_as("grade", 1.0, seen, ROWS), TRIG_ERR_BUSY);
    assert_message("compute the weights again");
    assert_int_equal(put_as("grade", 1.0, 0, ROWS), TRIG_ERR_BUSY);
    assert_true(is_stale("grade"));
    assert_verified(TRIG_OK);
}

static void test_changed_weights_are_damage(void **state)
{
    static const char *const changes[] = {
        "UPDATE weighting SET recipe = '{}'",
        "UPDATE weighting SET state = state + 1",
        "DELETE FROM weighting",
        "UPDATE segment SET data = zeroblob(length(data)) WHERE variable = '#weight:grade' AND batch = 2",
        "DELETE FROM segment WHERE variable = '#weight:grade' AND batch = 2",
    };
    (void)state;
    struct trig_view whole;
    struct trig_arena arena;
    trig_arena_init(&arena);
    append(first);
    put("grade", 1.0, ROWS);
    assert_ok(trig_file_read(folder.path, 0, &arena, &whole, &error), error);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        meddle(changes[i]);
        assert_verified(TRIG_ERR_DAMAGED);
        restore_file(whole);
    }
    trig_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_put_weights_are_read_like_a_column),
        CASE(test_put_of_the_same_name_replaces),
        CASE(test_weights_are_stale_after_an_import_and_fit_again_without_it),
        CASE(test_put_refuses_weights_of_what_is_no_longer_stored),
        CASE(test_changed_weights_are_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
