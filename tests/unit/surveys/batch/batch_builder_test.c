#include "tests/support.h"

#include "surveys/batch/batch_builder.h"

#include <stdlib.h>

enum { CODE, CATEGORY, NUMBER, TEXT, FLAGS, WORD, COLUMNS };

struct fixture {
    trig_dictionary *scale;
    struct trig_column_spec specs[COLUMNS];
    trig_batch_builder *builder;
    struct trig_error error;
};

static int make(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    fixture.scale = trig_dictionary_create(NULL);
    const char *const codes[] = {"1", "2", "3"};
    for (size_t i = 0; i < 3; i++)
        trig_dictionary_add(fixture.scale, trig_view(codes[i]), NULL, NULL);
    const struct trig_column_spec specs[COLUMNS] = {
        [CODE] = {trig_view("vis_1"), TRIG_ENCODING_CODES8, fixture.scale},
        [CATEGORY] = {trig_view("department"), TRIG_ENCODING_CODES16, NULL},
        [NUMBER] = {trig_view("cpd_days"), TRIG_ENCODING_NUMBER, NULL},
        [TEXT] = {trig_view("comment"), TRIG_ENCODING_TEXT, NULL},
        [FLAGS] = {trig_view("support"), TRIG_ENCODING_FLAGS, fixture.scale},
        [WORD] = {trig_view("#fingerprint"), TRIG_ENCODING_WORDS, NULL},
    };
    memcpy(fixture.specs, specs, sizeof specs);
    fixture.builder = trig_builder_create(fixture.specs, COLUMNS, &fixture.error);
    *state = &fixture;
    return fixture.builder ? 0 : -1;
}

static int clear(void **state)
{
    struct fixture *fixture = *state;
    trig_builder_destroy(fixture->builder);
    trig_dictionary_destroy(fixture->scale);
    return 0;
}

static void begin(struct fixture *f)
{
    assert_ok(trig_builder_begin_row(f->builder, &f->error), f->error);
}

static void category(struct fixture *f, const char *text)
{
    assert_ok(trig_builder_set_category(f->builder, CATEGORY, trig_view(text), &f->error), f->error);
}

static void text(struct fixture *f, const char *value)
{
    assert_ok(trig_builder_set_text(f->builder, TEXT, trig_view(value), &f->error), f->error);
}

static struct trig_batch batch_of(struct fixture *f)
{
    struct trig_batch batch;
    assert_ok(trig_builder_batch(f->builder, &batch, &f->error), f->error);
    return batch;
}

static void test_begin_row_leaves_every_cell_not_shown(void **state)
{
    struct fixture *f = *state;
    begin(f);
    trig_builder_end_row(f->builder);
    struct trig_batch batch = batch_of(f);
    assert_int_equal(batch.rows, 1);
    assert_int_equal(batch.column_count, COLUMNS);
    for (size_t i = 0; i < WORD; i++)
        assert_int_equal(trig_column_answer(&batch.columns[i], 0, NULL), TRIG_NOT_SHOWN);
    assert_true(isnan(batch.columns[NUMBER].numbers[0]));
    assert_int_equal(trig_column_text(&batch.columns[TEXT], 0).length, 0);
    assert_true(batch.columns[FLAGS].words[0] == 0 && batch.columns[WORD].words[0] == 0);
}

static void test_setters_fill_the_row_that_was_begun(void **state)
{
    struct fixture *f = *state;
    begin(f);
    trig_builder_set_code(f->builder, CODE, 2);
    category(f, "Physics");
    trig_builder_set_number(f->builder, NUMBER, -7.5);
    text(f, "first");
    trig_builder_set_flags(f->builder, FLAGS, 5);
    trig_builder_set_word(f->builder, WORD, UINT64_MAX);
    trig_builder_end_row(f->builder);
    struct trig_batch batch = batch_of(f);
    size_t code = 99;
    assert_int_equal(trig_column_answer(&batch.columns[CODE], 0, &code), TRIG_ANSWERED);
    assert_int_equal(code, 2);
    assert_int_equal(trig_column_answer(&batch.columns[CATEGORY], 0, &code), TRIG_ANSWERED);
    assert_true(trig_view_is(trig_dictionary_at(batch.columns[CATEGORY].dictionary, code), "Physics"));
    assert_close(batch.columns[NUMBER].numbers[0], -7.5, 0, 0);
    assert_true(trig_view_is(trig_column_text(&batch.columns[TEXT], 0), "first"));
    assert_true(batch.columns[FLAGS].words[0] == 5 && batch.columns[WORD].words[0] == UINT64_MAX);
}

static void test_setters_called_twice_keep_the_last(void **state)
{
    struct fixture *f = *state;
    begin(f);
    text(f, "a long first text");
    text(f, "short");
    category(f, "dropped");
    category(f, "kept");
    trig_builder_set_number(f->builder, NUMBER, 1);
    trig_builder_set_missing(f->builder, NUMBER, TRIG_UNREADABLE);
    trig_builder_set_flags(f->builder, FLAGS, 3);
    trig_builder_set_missing(f->builder, FLAGS, TRIG_SKIPPED);
    assert_true(trig_builder_is_answered(f->builder, TEXT));
    assert_false(trig_builder_is_answered(f->builder, NUMBER));
    trig_builder_end_row(f->builder);
    begin(f);
    text(f, "next");
    trig_builder_end_row(f->builder);
    struct trig_batch batch = batch_of(f);
    assert_true(trig_view_is(trig_column_text(&batch.columns[TEXT], 0), "short"));
    assert_true(trig_view_is(trig_column_text(&batch.columns[TEXT], 1), "next"));
    assert_int_equal(trig_dictionary_count(batch.columns[CATEGORY].dictionary), 1);
    assert_int_equal(batch.columns[CATEGORY].codes16[0], 0);
    assert_true(isnan(batch.columns[NUMBER].numbers[0]));
    assert_int_equal(trig_column_answer(&batch.columns[NUMBER], 0, NULL), TRIG_UNREADABLE);
    assert_true(batch.columns[FLAGS].words[0] == 0);
}

static void test_set_missing_keeps_each_kind_apart(void **state)
{
    struct fixture *f = *state;
    const enum trig_answer kinds[] = {TRIG_SKIPPED, TRIG_NOT_SHOWN, TRIG_DECLARED_MISSING, TRIG_UNREADABLE};
    for (size_t row = 0; row < 4; row++) {
        begin(f);
        for (size_t i = 0; i < WORD; i++)
            trig_builder_set_missing(f->builder, i, kinds[row]);
        trig_builder_end_row(f->builder);
    }
    struct trig_batch batch = batch_of(f);
    for (size_t row = 0; row < 4; row++)
        for (size_t i = 0; i < WORD; i++)
            assert_int_equal(trig_column_answer(&batch.columns[i], row, NULL), kinds[row]);
}

static void test_dropped_rows_leave_nothing_in_the_dictionary(void **state)
{
    struct fixture *f = *state;
    const char *const texts[] = {"secret", "kept", "other secret", "also kept", "kept"};
    for (size_t i = 0; i < 5; i++) {
        begin(f);
        category(f, texts[i]);
        text(f, texts[i]);
        if (!strstr(texts[i], "secret"))
            trig_builder_end_row(f->builder);
    }
    struct trig_batch batch = batch_of(f);
    const struct trig_column *column = &batch.columns[CATEGORY];
    assert_int_equal(batch.rows, 3);
    assert_int_equal(trig_dictionary_count(column->dictionary), 2);
    assert_int_equal(trig_dictionary_find(column->dictionary, trig_view("secret")), SIZE_MAX);
    const char *const expected[] = {"kept", "also kept", "kept"};
    for (size_t row = 0; row < 3; row++) {
        assert_true(
            trig_view_is(trig_dictionary_at(column->dictionary, column->codes16[row]), expected[row]));
        assert_true(trig_view_is(trig_column_text(&batch.columns[TEXT], row), expected[row]));
    }
}

static void test_reset_starts_an_empty_batch_with_an_empty_dictionary(void **state)
{
    struct fixture *f = *state;
    begin(f);
    category(f, "first batch");
    text(f, "first batch");
    trig_builder_end_row(f->builder);
    batch_of(f);
    trig_builder_reset(f->builder);
    assert_int_equal(batch_of(f).rows, 0);
    begin(f);
    category(f, "second batch");
    trig_builder_end_row(f->builder);
    struct trig_batch batch = batch_of(f);
    assert_int_equal(batch.rows, 1);
    assert_int_equal(trig_dictionary_count(batch.columns[CATEGORY].dictionary), 1);
    assert_int_equal(trig_column_text(&batch.columns[TEXT], 0).length, 0);
}

static void test_full_after_as_many_rows_as_a_batch_holds(void **state)
{
    struct fixture *f = *state;
    for (size_t row = 0; row < TRIG_BATCH_ROWS; row++) {
        if (trig_builder_full(f->builder))
            fail_msg("full at row %zu", row);
        if (trig_builder_begin_row(f->builder, NULL))
            fail_msg("row %zu could not be begun", row);
        trig_builder_set_word(f->builder, WORD, row);
        trig_builder_end_row(f->builder);
    }
    assert_true(trig_builder_full(f->builder));
    struct trig_batch batch = batch_of(f);
    assert_int_equal(batch.rows, TRIG_BATCH_ROWS);
    assert_true(batch.columns[WORD].words[TRIG_BATCH_ROWS - 1] == TRIG_BATCH_ROWS - 1);
}

static void test_full_after_as_much_text_as_a_batch_holds(void **state)
{
    struct fixture *f = *state;
    static char megabyte[1u << 20];
    memset(megabyte, 'x', sizeof megabyte);
    size_t rows = 0;
    for (; !trig_builder_full(f->builder); rows++) {
        begin(f);
        assert_ok(trig_builder_set_text(f->builder, TEXT, trig_view_of(megabyte, sizeof megabyte), &f->error),
                  f->error);
        trig_builder_end_row(f->builder);
    }
    assert_int_equal(rows, TRIG_BATCH_TEXT / sizeof megabyte);
}

static void test_full_when_an_open_dictionary_is(void **state)
{
    struct fixture *f = *state;
    size_t rows = 0;
    for (; !trig_builder_full(f->builder); rows++) {
        char value[32];
        snprintf(value, sizeof value, "category %zu", rows);
        begin(f);
        category(f, value);
        trig_builder_end_row(f->builder);
    }
    assert_int_equal(rows, TRIG_CODES16_MOST);
    assert_int_equal(trig_dictionary_count(batch_of(f).columns[CATEGORY].dictionary), TRIG_CODES16_MOST);
}

/* A row that depends on nothing but its number. */
static void fill_row(struct fixture *f, trig_batch_builder *builder, unsigned row)
{
    static const char letters[] = "the same words again and again, in pieces";
    unsigned seed = row * 2654435761u + 17;
    char value[32];
    snprintf(value, sizeof value, "category %d", rand_r(&seed) % 40);
    assert_ok(trig_builder_begin_row(builder, &f->error), f->error);
    trig_builder_set_code(builder, CODE, (size_t)rand_r(&seed) % 3);
    if (rand_r(&seed) % 8)
        assert_ok(trig_builder_set_category(builder, CATEGORY, trig_view(value), &f->error), f->error);
    else
        trig_builder_set_missing(builder, CATEGORY, TRIG_SKIPPED);
    if (rand_r(&seed) % 8)
        trig_builder_set_number(builder, NUMBER, row);
    if (rand_r(&seed) % 8)
        assert_ok(trig_builder_set_text(builder, TEXT,
                                        trig_view_of(letters, (size_t)rand_r(&seed) % sizeof letters),
                                        &f->error),
                  f->error);
    trig_builder_set_flags(builder, FLAGS, (uint64_t)rand_r(&seed) % 8);
    trig_builder_set_word(builder, WORD, row);
    trig_builder_end_row(builder);
}

static void assert_same_batch(struct trig_batch a, struct trig_batch b)
{
    assert_int_equal(a.rows, b.rows);
    for (size_t row = 0; row < a.rows; row++) {
        const struct trig_column *x = a.columns, *y = b.columns;
        assert_int_equal(x[CODE].codes8[row], y[CODE].codes8[row]);
        assert_int_equal(x[CATEGORY].codes16[row], y[CATEGORY].codes16[row]);
        assert_close(x[NUMBER].numbers[row], y[NUMBER].numbers[row], 0, 0);
        assert_int_equal(x[NUMBER].answers[row], y[NUMBER].answers[row]);
        assert_true(trig_view_equal(trig_column_text(&x[TEXT], row), trig_column_text(&y[TEXT], row)));
        assert_int_equal(x[TEXT].answers[row], y[TEXT].answers[row]);
        assert_true(x[FLAGS].words[row] == y[FLAGS].words[row] && x[WORD].words[row] == y[WORD].words[row]);
    }
    const trig_dictionary *x = a.columns[CATEGORY].dictionary, *y = b.columns[CATEGORY].dictionary;
    assert_int_equal(trig_dictionary_count(x), trig_dictionary_count(y));
    for (size_t i = 0; i < trig_dictionary_count(x); i++)
        assert_true(trig_view_equal(trig_dictionary_at(x, i), trig_dictionary_at(y, i)));
}

static void test_append_in_pieces_gives_what_row_by_row_gives(void **state)
{
    struct fixture *f = *state;
    trig_batch_builder *part = trig_builder_create(f->specs, COLUMNS, &f->error);
    trig_batch_builder *whole = trig_builder_create(f->specs, COLUMNS, &f->error);
    unsigned seed = 5, row = 0;
    for (unsigned round = 0; round < 40; round++) {
        unsigned rows = (unsigned)rand_r(&seed) % 200;
        unsigned left_out = rows ? (unsigned)rand_r(&seed) % rows : 0;
        size_t taken = 0;
        struct trig_batch batch;
        for (unsigned i = 0; i < rows; i++, row++) {
            fill_row(f, part, row);
            if (i != left_out)
                fill_row(f, whole, row);
        }
        assert_ok(trig_builder_batch(part, &batch, &f->error), f->error);
        assert_ok(trig_builder_append(f->builder, &batch, 0, left_out, &taken, &f->error), f->error);
        assert_int_equal(taken, left_out);
        if (rows)
            assert_ok(
                trig_builder_append(f->builder, &batch, left_out + 1, rows - left_out - 1, &taken, &f->error),
                f->error);
        trig_builder_reset(part);
    }
    struct trig_batch expected;
    assert_ok(trig_builder_batch(whole, &expected, &f->error), f->error);
    assert_same_batch(batch_of(f), expected);
    trig_builder_destroy(part);
    trig_builder_destroy(whole);
}

/* Appends all rows of [batch], in as many calls as it takes; stops when full.
 * @return how many were taken. */
static size_t append_until_full(struct fixture *f, struct trig_batch batch)
{
    size_t done = 0;
    while (done < batch.rows && !trig_builder_full(f->builder)) {
        size_t taken = 0;
        assert_ok(trig_builder_append(f->builder, &batch, done, batch.rows - done, &taken, &f->error),
                  f->error);
        assert_true(taken > 0);
        done += taken;
    }
    return done;
}

static void test_append_stops_at_the_row_that_fills_the_batch(void **state)
{
    struct fixture *f = *state;
    static char text_of_a_row[1u << 16];
    memset(text_of_a_row, 'x', sizeof text_of_a_row);
    trig_batch_builder *part = trig_builder_create(f->specs, COLUMNS, &f->error);
    struct trig_batch batch;
    /* Text: 250 rows of 64 KiB, then six more fill 16 MiB. */
    for (size_t i = 0; i < 250; i++) {
        assert_ok(trig_builder_begin_row(part, &f->error), f->error);
        assert_ok(
            trig_builder_set_text(part, TEXT, trig_view_of(text_of_a_row, sizeof text_of_a_row), &f->error),
            f->error);
        trig_builder_end_row(part);
    }
    assert_ok(trig_builder_batch(part, &batch, &f->error), f->error);
    assert_int_equal(append_until_full(f, batch), 250);
    assert_int_equal(append_until_full(f, batch), 6);
    assert_true(trig_builder_full(f->builder));
    trig_builder_reset(f->builder);
    trig_builder_reset(part);
    /* Rows: 60,000 and then 5,536 more. */
    for (unsigned i = 0; i < 60000; i++)
        fill_row(f, part, i);
    assert_ok(trig_builder_batch(part, &batch, &f->error), f->error);
    assert_int_equal(append_until_full(f, batch), 60000);
    assert_int_equal(append_until_full(f, batch), TRIG_BATCH_ROWS - 60000);
    trig_builder_reset(f->builder);
    trig_builder_reset(part);
    /* Categories: all different; the dictionary is full at 65,000. */
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < 40000; i++) {
            char value[32];
            snprintf(value, sizeof value, "category %zu", round * 40000 + i);
            assert_ok(trig_builder_begin_row(part, &f->error), f->error);
            assert_ok(trig_builder_set_category(part, CATEGORY, trig_view(value), &f->error), f->error);
            trig_builder_end_row(part);
        }
        assert_ok(trig_builder_batch(part, &batch, &f->error), f->error);
        assert_int_equal(append_until_full(f, batch), round ? TRIG_CODES16_MOST - 40000 : 40000);
        trig_builder_reset(part);
    }
    trig_builder_destroy(part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_begin_row_leaves_every_cell_not_shown, make, clear),
        cmocka_unit_test_setup_teardown(test_setters_fill_the_row_that_was_begun, make, clear),
        cmocka_unit_test_setup_teardown(test_setters_called_twice_keep_the_last, make, clear),
        cmocka_unit_test_setup_teardown(test_set_missing_keeps_each_kind_apart, make, clear),
        cmocka_unit_test_setup_teardown(test_dropped_rows_leave_nothing_in_the_dictionary, make, clear),
        cmocka_unit_test_setup_teardown(test_reset_starts_an_empty_batch_with_an_empty_dictionary, make,
                                        clear),
        cmocka_unit_test_setup_teardown(test_full_after_as_many_rows_as_a_batch_holds, make, clear),
        cmocka_unit_test_setup_teardown(test_full_after_as_much_text_as_a_batch_holds, make, clear),
        cmocka_unit_test_setup_teardown(test_full_when_an_open_dictionary_is, make, clear),
        cmocka_unit_test_setup_teardown(test_append_in_pieces_gives_what_row_by_row_gives, make, clear),
        cmocka_unit_test_setup_teardown(test_append_stops_at_the_row_that_fills_the_batch, make, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
