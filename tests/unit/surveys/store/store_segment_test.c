#include "tests/support.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_segment.h"

#define ROWS_MOST TRIG_BATCH_ROWS

static trig_dictionary *dictionary_of(size_t count)
{
    trig_dictionary *dictionary = trig_dictionary_create(NULL);
    for (size_t i = 0; i < count; i++) {
        char text[24];
        snprintf(text, sizeof text, i == 1 ? "" : "code %zu", i); /* an empty text is a text */
        trig_dictionary_add(dictionary, trig_view(text), NULL, NULL);
    }
    return dictionary;
}

/* Every array that a column can have, filled for [rows] rows. */
struct arrays {
    uint8_t codes8[ROWS_MOST];
    uint16_t codes16[ROWS_MOST];
    double numbers[ROWS_MOST];
    uint64_t words[ROWS_MOST];
    uint8_t answers[ROWS_MOST];
    uint32_t offsets[ROWS_MOST + 1];
    char bytes[4 * ROWS_MOST];
};

static struct arrays *fill(size_t rows, size_t texts)
{
    struct arrays *a = trig_calloc(1, sizeof *a);
    for (size_t row = 0; row < rows; row++) {
        enum trig_answer answer = (enum trig_answer)(row % 5);
        bool answered = answer == TRIG_ANSWERED;
        size_t length = answered ? row % 4 : 0;
        a->answers[row] = (uint8_t)answer;
        size_t narrow = row % (texts < TRIG_CODES8_MOST ? texts : TRIG_CODES8_MOST);
        a->codes8[row] = (uint8_t)(answered ? narrow : TRIG_CODE8(answer));
        a->codes16[row] = (uint16_t)(answered ? row % texts : TRIG_CODE16(answer));
        a->numbers[row] = answered ? (double)row - 0.5 : NAN;
        a->words[row] = answered ? row : 0;
        a->offsets[row + 1] = a->offsets[row] + (uint32_t)length;
        memcpy(a->bytes + a->offsets[row], "\xc3\xa9xy", length);
    }
    return a;
}

static struct trig_column column_of(const struct arrays *a, enum trig_encoding encoding,
                                    const trig_dictionary *dictionary)
{
    struct trig_column column = {.name = trig_view("x"), .encoding = encoding};
    switch (encoding) {
    case TRIG_ENCODING_CODES8:
        column.codes8 = a->codes8;
        column.dictionary = dictionary;
        break;
    case TRIG_ENCODING_CODES16:
        column.codes16 = a->codes16;
        column.dictionary = dictionary;
        break;
    case TRIG_ENCODING_NUMBER:
        column.numbers = a->numbers;
        column.answers = a->answers;
        break;
    case TRIG_ENCODING_TEXT:
        column.offsets = a->offsets;
        column.bytes = a->bytes;
        column.answers = a->answers;
        break;
    case TRIG_ENCODING_FLAGS:
        column.words = a->words;
        column.answers = a->answers;
        column.dictionary = dictionary;
        break;
    case TRIG_ENCODING_WORDS:
        column.words = a->words;
        break;
    }
    return column;
}

static void assert_same_cells(const char *label, const struct trig_column *a, const struct trig_column *b,
                              size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        size_t code_a = 0;
        size_t code_b = 0;
        bool same = trig_column_answer(a, row, &code_a) == trig_column_answer(b, row, &code_b);
        same &= code_a == code_b;
        if (a->numbers)
            same &= trig_close(a->numbers[row], b->numbers[row], 0, 0);
        if (a->words)
            same &= a->words[row] == b->words[row];
        if (a->offsets)
            same &= trig_view_equal(trig_column_text(a, row), trig_column_text(b, row));
        if (!same)
            fail_msg("%s: row %zu of %zu differs", label, row, rows);
    }
}

static void test_encode_and_decode_give_back_every_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum trig_encoding encoding;
        size_t texts;
        enum trig_encoding stored;
    } cases[] = {
        {"codes of one byte", TRIG_ENCODING_CODES8, 250, TRIG_ENCODING_CODES8},
        {"two-byte codes that fit one", TRIG_ENCODING_CODES16, 250, TRIG_ENCODING_CODES8},
        {"two-byte codes", TRIG_ENCODING_CODES16, 251, TRIG_ENCODING_CODES16},
        {"most codes", TRIG_ENCODING_CODES16, TRIG_CODES16_MOST, TRIG_ENCODING_CODES16},
        {"numbers", TRIG_ENCODING_NUMBER, 1, TRIG_ENCODING_NUMBER},
        {"texts", TRIG_ENCODING_TEXT, 1, TRIG_ENCODING_TEXT},
        {"flags", TRIG_ENCODING_FLAGS, 64, TRIG_ENCODING_FLAGS},
        {"words", TRIG_ENCODING_WORDS, 1, TRIG_ENCODING_WORDS},
    };
    static const size_t sizes[] = {0, 1, 2, 7, 1000, ROWS_MOST};
    struct trig_segment_room room = {0};
    struct trig_error error;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trig_dictionary *dictionary = dictionary_of(cases[i].texts);
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            struct arrays *arrays = fill(sizes[j], cases[i].texts);
            struct trig_column column = column_of(arrays, cases[i].encoding, dictionary);
            struct trig_segment segment;
            struct trig_column decoded;
            assert_ok(trig_segment_encode(&column, sizes[j], &room, &segment, &error), error);
            assert_int_equal(segment.encoding, cases[i].stored);
            assert_ok(trig_segment_decode(&segment, &decoded, &error), error);
            assert_same_cells(cases[i].label, &column, &decoded, sizes[j]);
            trig_free(arrays);
        }
        trig_dictionary_destroy(dictionary);
    }
    trig_segment_room_clear(&room);
}

static void test_encode_of_missing_cells_has_one_form(void **state)
{
    (void)state;
    const double numbers[] = {1, 99};
    const uint64_t words[] = {3, 99};
    const uint8_t answers[] = {TRIG_ANSWERED, TRIG_SKIPPED};
    trig_dictionary *dictionary = dictionary_of(64);
    const struct trig_column columns[] = {
        {.name = trig_view("n"), .encoding = TRIG_ENCODING_NUMBER, .numbers = numbers, .answers = answers},
        {.name = trig_view("f"),
         .encoding = TRIG_ENCODING_FLAGS,
         .words = words,
         .answers = answers,
         .dictionary = dictionary},
    };
    struct trig_segment_room room = {0};
    struct trig_segment segment;
    struct trig_column decoded;
    struct trig_error error;
    assert_ok(trig_segment_encode(&columns[0], 2, &room, &segment, &error), error);
    assert_ok(trig_segment_decode(&segment, &decoded, &error), error);
    assert_close(decoded.numbers[0], 1, 0, 0);
    assert_true(isnan(decoded.numbers[1]));
    assert_ok(trig_segment_encode(&columns[1], 2, &room, &segment, &error), error);
    assert_ok(trig_segment_decode(&segment, &decoded, &error), error);
    assert_true(decoded.words[0] == 3 && decoded.words[1] == 0);
    trig_segment_room_clear(&room);
    trig_dictionary_destroy(dictionary);
}

static void test_encode_of_codes_outside_the_dictionary_is_refused(void **state)
{
    (void)state;
    trig_dictionary *dictionary = dictionary_of(3);
    const uint8_t codes8[] = {0, 3};
    const uint16_t codes16[] = {0, 256}; /* narrowed without a look it would be 0 */
    const uint64_t words[] = {7, 8};
    const uint64_t ones[] = {1, 1};
    const uint8_t answers[] = {0, 0};
    const uint8_t unknown[] = {0, 5};
    const uint32_t falling[] = {0, 2, 1};
    const struct {
        const char *label;
        struct trig_column column;
    } cases[] = {
        {"code of one byte", {.encoding = TRIG_ENCODING_CODES8, .codes8 = codes8, .dictionary = dictionary}},
        {"code of two", {.encoding = TRIG_ENCODING_CODES16, .codes16 = codes16, .dictionary = dictionary}},
        {"option",
         {.encoding = TRIG_ENCODING_FLAGS, .words = words, .answers = answers, .dictionary = dictionary}},
        {"kind of answer",
         {.encoding = TRIG_ENCODING_FLAGS, .words = ones, .answers = unknown, .dictionary = dictionary}},
        {"offsets", {.encoding = TRIG_ENCODING_TEXT, .offsets = falling, .bytes = "ab", .answers = answers}},
    };
    struct trig_segment_room room = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_segment segment;
        struct trig_error error;
        if (trig_segment_encode(&cases[i].column, 2, &room, &segment, &error) != TRIG_ERR_USAGE)
            fail_msg("%s was taken", cases[i].label);
    }
    trig_segment_room_clear(&room);
    trig_dictionary_destroy(dictionary);
}

/* Whatever one bit becomes, decoding stays inside the bytes (the sanitizers
 * watch) and the seal tells. */
static void test_any_flipped_bit_changes_the_seal_and_never_reads_outside(void **state)
{
    (void)state;
    trig_dictionary *dictionary = dictionary_of(5);
    struct arrays *arrays = fill(20, 5);
    struct trig_segment_room room = {0};
    struct trig_error error;
    for (int encoding = TRIG_ENCODING_CODES8; encoding <= TRIG_ENCODING_WORDS; encoding++) {
        if (encoding == TRIG_ENCODING_FLAGS)
            for (size_t row = 0; row < 20; row++)
                arrays->words[row] %= 32;
        struct trig_column column = column_of(arrays, (enum trig_encoding)encoding, dictionary);
        struct trig_segment segment;
        assert_ok(trig_segment_encode(&column, 20, &room, &segment, &error), error);
        uint64_t seal = trig_segment_seal(&segment, 1);
        size_t lengths = segment.dictionary.length + segment.data.length;
        char *bytes = trig_calloc(lengths, 1);
        struct trig_segment copy = segment;
        /* Data first, since it is read as doubles. */
        copy.data.data = bytes;
        copy.dictionary.data = bytes + segment.data.length;
        memcpy(bytes, segment.data.data, segment.data.length);
        if (segment.dictionary.length)
            memcpy(bytes + segment.data.length, segment.dictionary.data, segment.dictionary.length);
        for (size_t bit = 0; bit < 8 * lengths; bit++) {
            struct trig_column decoded;
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << (bit % 8)));
            if (trig_segment_seal(&copy, 1) == seal)
                fail_msg("encoding %d: bit %zu is not sealed", encoding, bit);
            if (trig_segment_decode(&copy, &decoded, &error) == TRIG_OK && decoded.offsets)
                for (size_t row = 0; row < 20; row++)
                    assert_true(trig_column_text(&decoded, row).length <= segment.data.length);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << (bit % 8)));
        }
        assert_true(trig_segment_seal(&copy, 1) == seal);
        assert_true(trig_segment_seal(&copy, 2) != seal);
        trig_free(bytes);
    }
    trig_segment_room_clear(&room);
    trig_free(arrays);
    trig_dictionary_destroy(dictionary);
}

static void test_decode_of_bytes_cut_short_is_damaged(void **state)
{
    (void)state;
    trig_dictionary *dictionary = dictionary_of(5);
    struct arrays *arrays = fill(10, 5);
    for (size_t row = 0; row < 10; row++)
        arrays->words[row] %= 32;
    struct trig_segment_room room = {0};
    struct trig_error error;
    for (int encoding = TRIG_ENCODING_CODES8; encoding <= TRIG_ENCODING_WORDS; encoding++) {
        struct trig_column column = column_of(arrays, (enum trig_encoding)encoding, dictionary);
        struct trig_segment segment;
        struct trig_column decoded;
        assert_ok(trig_segment_encode(&column, 10, &room, &segment, &error), error);
        struct trig_segment cut = segment;
        for (cut.data.length = 0; cut.data.length < segment.data.length; cut.data.length++)
            if (trig_segment_decode(&cut, &decoded, &error) != TRIG_ERR_DAMAGED)
                fail_msg("encoding %d: %zu bytes were taken", encoding, cut.data.length);
        cut = segment;
        for (cut.dictionary.length = 0; cut.dictionary.length < segment.dictionary.length;
             cut.dictionary.length++)
            if (trig_segment_decode(&cut, &decoded, &error) != TRIG_ERR_DAMAGED)
                fail_msg("encoding %d: %zu bytes of dictionary were taken", encoding, cut.dictionary.length);
        cut = segment;
        cut.encoding = (enum trig_encoding)99;
        assert_int_equal(trig_segment_decode(&cut, &decoded, &error), TRIG_ERR_DAMAGED);
        cut = segment;
        cut.rows = SIZE_MAX;
        assert_int_equal(trig_segment_decode(&cut, &decoded, &error), TRIG_ERR_DAMAGED);
    }
    trig_segment_room_clear(&room);
    trig_free(arrays);
    trig_dictionary_destroy(dictionary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encode_and_decode_give_back_every_encoding),
        cmocka_unit_test(test_encode_of_missing_cells_has_one_form),
        cmocka_unit_test(test_encode_of_codes_outside_the_dictionary_is_refused),
        cmocka_unit_test(test_any_flipped_bit_changes_the_seal_and_never_reads_outside),
        cmocka_unit_test(test_decode_of_bytes_cut_short_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
