/* Bytes: UTF-8 or not, decoded in blocks of every size, and which encoding they are in. */
#include "collect/bytes/decode.h"
#include "collect/bytes/encoding.h"
#include "collect/bytes/facts.h"
#include "collect/bytes/utf8.h"

#include "surveys/base/memory.h"

#include "tests/support.h"
#include "tests/unit/collect/collect_support.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_utf8_character_hard_cases(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t left;
        size_t length;
    } cases[] = {{"a", 1, 1},
                 {"\xC3\xA9", 2, 2},
                 {"\xE2\x82\xAC", 3, 3},
                 {"\xF0\x9F\x98\x80", 4, 4},
                 {"\xC3", 1, SIZE_MAX},
                 {"\xE2\x82", 2, SIZE_MAX},
                 {"\xF0\x9F\x98", 3, SIZE_MAX},
                 {"\xC3(", 2, 0},
                 {"\x80", 1, 0},
                 {"\xC0\xAF", 2, 0},         /* overlong / */
                 {"\xE0\x80\xAF", 3, 0},     /* overlong */
                 {"\xED\xA0\x80", 3, 0},     /* surrogate */
                 {"\xF4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
                 {"\xF5\x80\x80\x80", 4, 0},
                 {"\xE2(\xAC", 3, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (trig_utf8_character((const unsigned char *)cases[i].bytes, cases[i].left) != cases[i].length)
            fail_msg("case %zu", i);
}

static void test_census_same_for_every_cut(void **state)
{
    (void)state;
    const char text[] = "na\xC3\xAFve \xE2\x82\xAC\xF0\x9F\x98\x80 \xE9t\xE9 \xC3\xA9\xE2\x82";
    size_t length = sizeof text - 1;
    for (size_t first = 0; first <= length; first++)
        for (size_t second = first; second <= length; second++) {
            struct trig_utf8_census census = {0};
            trig_utf8_census_add(&census, text, first);
            trig_utf8_census_add(&census, text + first, second - first);
            trig_utf8_census_add(&census, text + second, length - second);
            trig_utf8_census_finish(&census);
            if (census.multibyte != 4 || census.bad != 3)
                fail_msg("cut at %zu and %zu: %d and %d", first, second, (int)census.multibyte,
                         (int)census.bad);
        }
}

/* What a decoder delivers. */
struct delivered {
    char text[4096];
    size_t length;
};

static enum trig_status take(void *context, struct trig_view text, struct trig_error *error)
{
    struct delivered *delivered = context;
    (void)error;
    if (delivered->length + text.length > sizeof delivered->text)
        return TRIG_ERR_LIMIT;
    memcpy(delivered->text + delivered->length, text.data, text.length);
    delivered->length += text.length;
    return TRIG_OK;
}

/* Decodes in blocks of [block] bytes. */
static uint64_t decode(const char *encoding, const char *bytes, size_t length, size_t block,
                       struct delivered *out, struct trig_undecodable *undecodable)
{
    struct trig_error error;
    memset(out, 0, sizeof *out);
    trig_decoder *decoder = trig_decoder_create(encoding, take, out, &error);
    assert_non_null(decoder);
    for (size_t at = 0; at < length; at += block) {
        size_t size = length - at < block ? length - at : block;
        assert_ok(trig_decoder_feed(decoder, trig_view_of(bytes + at, size), &error), error);
    }
    assert_ok(trig_decoder_finish(decoder, &error), error);
    *undecodable = *trig_decoder_undecodable(decoder);
    trig_decoder_destroy(decoder);
    return undecodable->count;
}

static void test_decode_every_encoding_in_every_block_size(void **state)
{
    (void)state;
    static const struct {
        const char *encoding;
        const char *bytes;
        size_t length;
        const char *text;
        uint64_t undecodable;
    } cases[] = {
        {"UTF-8", "Cwmt\xC5\xB5r\n", 8, "Cwmt\xC5\xB5r\n", 0},
        {"UTF-8",
         "a\xE9"
         "b\n\xC3",
         5,
         "a\xEF\xBF\xBD"
         "b\n\xEF\xBF\xBD",
         2},
        {"UTF-16LE", "A\0\x75\x01=\xD8\0\xDE\n\0", 10, "A\xC5\xB5\xF0\x9F\x98\x80\n", 0},
        {"UTF-16BE", "\0A\x01\x75", 4, "A\xC5\xB5", 0},
        {"UTF-16LE", "A\0B", 3, "A\xEF\xBF\xBD", 1},
        {"WINDOWS-1252", "don\x92t \x96 \xE9", 9, "don\xE2\x80\x99t \xE2\x80\x93 \xC3\xA9", 0},
        {"WINDOWS-1252", "x\x81y", 3, "x\xEF\xBF\xBDy", 1},
        {"MACINTOSH", "don\xD5t \x8E", 7, "don\xE2\x80\x99t \xC3\xA9", 0},
        {"ISO-8859-15", "\xA4", 1, "\xE2\x82\xAC", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t block = 1; block <= cases[i].length; block++) {
            struct delivered delivered;
            struct trig_undecodable undecodable;
            uint64_t bad =
                decode(cases[i].encoding, cases[i].bytes, cases[i].length, block, &delivered, &undecodable);
            if (bad != cases[i].undecodable || delivered.length != strlen(cases[i].text) ||
                memcmp(delivered.text, cases[i].text, delivered.length) != 0)
                fail_msg("case %zu in blocks of %zu: \"%.*s\"", i, block, (int)delivered.length,
                         delivered.text);
        }
}

static void test_decode_undecodable_bytes_have_their_place(void **state)
{
    (void)state;
    const char bytes[] = "one\ntw\xC3\xB6 \xFF\n\n\xE9x";
    for (size_t block = 1; block <= sizeof bytes; block++) {
        struct delivered delivered;
        struct trig_undecodable found;
        assert_int_equal(decode("UTF-8", bytes, sizeof bytes - 1, block, &delivered, &found), 2);
        assert_int_equal(found.first[0].line, 2);
        assert_int_equal(found.first[0].column, 5);
        assert_int_equal(found.first[0].byte, 0xFF);
        assert_int_equal(found.first[1].line, 4);
        assert_int_equal(found.first[1].column, 1);
    }
}

static void test_decode_unknown_encoding_is_usage(void **state)
{
    (void)state;
    struct trig_error error;
    assert_null(trig_decoder_create("KLINGON-8", take, NULL, &error));
    assert_int_equal(error.status, TRIG_ERR_USAGE);
}

static enum trig_status read_facts(const char *path, struct trig_facts *out, struct trig_error *error)
{
    struct trig_content content;
    const struct trig_unpack_limit limit = {.bytes = TRIG_UNPACK_LIMIT};
    enum trig_status status = trig_content_open(path, &limit, NULL, &content, error);
    if (status != TRIG_OK)
        return status;
    status = trig_facts_read(&content, out, error);
    trig_content_close(&content);
    return status;
}

static void guess(const char *bytes, size_t length, struct trig_encoding_guess *out,
                  enum trig_status expected)
{
    struct temporary file;
    struct trig_facts facts;
    struct trig_error error;
    temporary_write(&file, "export.csv", bytes, length);
    assert_ok(read_facts(file.path, &facts, &error), error);
    assert_int_equal(trig_encoding_guess(&facts, out, &error), expected);
    trig_facts_clear(&facts);
    temporary_remove(&file);
}

static void test_encoding_guess_by_mark_pattern_and_letters(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *bytes;
        size_t length; /* 0: up to the NUL */
        const char *name;
        size_t mark;
    } cases[] = {
        {"ascii", "id,name\n1,x\n", 0, "UTF-8", 0},
        {"utf-8", "id\n\xC3\xA9\n", 0, "UTF-8", 0},
        {"utf-8 with mark", "\xEF\xBB\xBFid\n", 0, "UTF-8", 3},
        {"utf-16 with mark", "\xFF\xFEi\0d\0", 6, "UTF-16LE", 2},
        {"utf-16 big", "\xFE\xFF\0i\0d", 6, "UTF-16BE", 2},
        {"utf-16 without mark", "i\0d\0,\0x\0", 8, "UTF-16LE", 0},
        {"one damaged byte in utf-8", "caf\xC3\xA9 \xC3\xA9t\xC3\xA9 \xE2\x82\xAC \xFF.", 0, "UTF-8", 0},
        {"windows", "I don\x92t know, the caf\xE9 is \x93good\x94\n", 0, "WINDOWS-1252", 0},
        {"latin",
         "M\xFCnchen, Stra\xDF"
         "e, d\xE9j\xE0 vu\n",
         25, "WINDOWS-1252", 0},
        {"mac", "I don\xD5t know, the caf\x8E is \xD2good\xD3\n", 0, "MACINTOSH", 0},
        {"polish",
         "Wydzia\xB3 Fizyki Do\xB6wiadczalnej. Pracownicy techniczni s\xB1 cz\xEAsto niedoceniani i brakuje "
         "im mo\xBFliwo\xB6"
         "ci rozwoju, a ich wk\xB3"
         "ad w badania nie jest zauwa\xBF"
         "any. \xAF"
         "aden z koleg\xF3w nie chce ju\xBF pracowa\xE6.",
         0, "ISO-8859-2", 0},
        {"polish of a spreadsheet",
         "Wydzia\xB3 Fizyki Do\x9Cwiadczalnej. Pracownicy techniczni s\xB9 cz\xEAsto niedoceniani i brakuje "
         "im mo\xBFliwo\x9C"
         "ci rozwoju, a ich wk\xB3"
         "ad w badania nie jest zauwa\xBF"
         "any. \xAF"
         "aden z koleg\xF3w nie chce ju\xBF pracowa\xE6.",
         0, "WINDOWS-1250", 0},
        {"turkish",
         "Teknisyenlerin yapt\xFD\xF0\xFD i\xFE \xE7o\xF0u zaman g\xF6r\xFCnm\xFCyor ve i\xFElerini \xE7ok "
         "az ki\xFEi biliyor, \xFEimdi de\xF0i\xFEti",
         0, "WINDOWS-1254", 0},
        {"russian",
         "\xD4\xE8\xE7\xE8\xF7\xE5\xF1\xEA\xE8\xE9 \xF4\xE0\xEA\xF3\xEB\xFC\xF2\xE5\xF2, "
         "\xF2\xE5\xF5\xED\xE8\xEA\xE8 \xF7\xE0\xF1\xF2\xEE \xEE\xF1\xF2\xE0\xFE\xF2\xF1\xFF "
         "\xED\xE5\xE7\xE0\xEC\xE5\xF7\xE5\xED\xED\xFB\xEC\xE8",
         0, "WINDOWS-1251", 0},
        {"russian koi",
         "\xE6\xC9\xDA\xC9\xDE\xC5\xD3\xCB\xC9\xCA \xC6\xC1\xCB\xD5\xCC\xD8\xD4\xC5\xD4, "
         "\xD4\xC5\xC8\xCE\xC9\xCB\xC9 \xDE\xC1\xD3\xD4\xCF \xCF\xD3\xD4\xC1\xC0\xD4\xD3\xD1 "
         "\xCE\xC5\xDA\xC1\xCD\xC5\xDE\xC5\xCE\xCE\xD9\xCD\xC9",
         0, "KOI8-R", 0},
        {"greek",
         "\xCF\xE9 \xF4\xE5\xF7\xED\xE9\xEA\xEF\xDF \xF3\xF5\xF7\xED\xDC \xEC\xDD\xED\xEF\xF5\xED "
         "\xF3\xF4\xE7\xED \xE1\xF6\xDC\xED\xE5\xE9\xE1 \xEA\xE1\xE9 \xEB\xDF\xE3\xEF\xE9 "
         "\xE3\xED\xF9\xF1\xDF\xE6\xEF\xF5\xED",
         0, "ISO-8859-7", 0},
        {"spanish",
         "\xBFQu\xE9 piensa usted? \xA1Muy bien! El t\xE9"
         "cnico espa\xF1ol est\xE1 en M\xE1laga, se\xF1or, a\xF1os despu\xE9s, 5 m\xB3",
         0, "WINDOWS-1252", 0},
        {"swedish of a Mac",
         "M\x8Cnga tekniker \x8Ar n\x9Ajda med sin arbetsmilj\x9A och f\x8Cr m\x9Ajlighet att utvecklas "
         "p\x8C sin arbetsplats",
         0, "MACINTOSH", 0},
        {"russian in utf-16 without mark",
         "\151\000\144\000\073\000\167\000\157\000\012\000\061\000\073\000\044\004\070\004\067\004\070\004"
         "\107\004\065\004\101\004\072\004\070\004\071\004\040\000\104\004\060\004\072\004\103\004\073\004"
         "\114\004\102\004\065\004\102\004\054\000\040\000\102\004\065\004\105\004\075\004\070\004\072\004"
         "\070\004\040\000\107\004\060\004\101\004\102\004\076\004\040\000\076\004\101\004\102\004\060\004"
         "\116\004\102\004\101\004\117\004\040\000\075\004\065\004\067\004\060\004\074\004\065\004\107\004"
         "\065\004\075\004\075\004\113\004\074\004\070\004\012\000",
         134, "UTF-16LE", 0},
        {"the same, big",
         "\000\151\000\144\000\073\000\167\000\157\000\012\000\061\000\073\004\044\004\070\004\067\004\070"
         "\004\107\004\065\004\101\004\072\004\070\004\071\000\040\004\104\004\060\004\072\004\103\004\073"
         "\004\114\004\102\004\065\004\102\000\054\000\040\004\102\004\065\004\105\004\075\004\070\004\072"
         "\004\070\000\040\004\107\004\060\004\101\004\102\004\076\000\040\004\076\004\101\004\102\004\060"
         "\004\116\004\102\004\101\004\117\000\040\004\075\004\065\004\067\004\060\004\074\004\065\004\107"
         "\004\065\004\075\004\075\004\113\004\074\004\070\000\012",
         134, "UTF-16BE", 0},
        {"capitals",
         "M\xDC"
         "DE \xC4RZTE F\xDCR ALLE, TR\xC8S D\xC9\xC7U\n",
         0, "WINDOWS-1252", 0},
        {"a dash between words",
         "work\x96"
         "life, the staff\x96student ratio\n",
         0, "WINDOWS-1252", 0},
        {"mac umlauts", "M\x9Fnchen, d\x8Ej\x88 vu, na\x95ve\n", 0, "MACINTOSH", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trig_encoding_guess found;
        size_t length = cases[i].length ? cases[i].length : strlen(cases[i].bytes);
        guess(cases[i].bytes, length, &found, TRIG_OK);
        if (strcmp(found.name, cases[i].name) != 0 || found.mark != cases[i].mark || !found.why.text[0])
            fail_msg("%s: %s, mark %zu", cases[i].label, found.name, found.mark);
    }
}

static void test_encoding_guess_binary_is_refused(void **state)
{
    (void)state;
    struct trig_encoding_guess found;
    guess("PK\3\4\0\0\0\0\10\0abc\0\0\0de", 18, &found, TRIG_ERR_FORMAT);
}

static void test_facts_of_a_file_longer_than_a_block(void **state)
{
    (void)state;
    size_t length = TRIG_BLOCK * 2 + 100;
    char *bytes = malloc(length);
    assert_non_null(bytes);
    memset(bytes, 'a', length);
    bytes[TRIG_BLOCK - 1] = (char)0xC3; /* a character across the blocks */
    bytes[TRIG_BLOCK] = (char)0xA9;
    struct temporary file;
    struct trig_facts facts;
    struct trig_error error;
    char sha256[TRIG_SHA256_TEXT];
    temporary_write(&file, "export.csv", bytes, length);
    assert_ok(read_facts(file.path, &facts, &error), error);
    trig_sha256_of(trig_view_of(bytes, length), sha256);
    assert_string_equal(facts.sha256, sha256);
    assert_int_equal(facts.size, length);
    assert_int_equal(facts.sampled, TRIG_SAMPLE);
    assert_int_equal(facts.utf8.multibyte, 1);
    assert_int_equal(facts.utf8.bad, 0);
    trig_facts_clear(&facts);
    temporary_remove(&file);
    free(bytes);
}

static void test_facts_of_what_is_no_file(void **state)
{
    (void)state;
    struct temporary file;
    struct trig_facts facts = {0};
    struct trig_error error;
    temporary_write(&file, "empty.csv", "", 0);
    assert_int_equal(read_facts(file.path, &facts, &error), TRIG_ERR_FORMAT);
    assert_int_equal(read_facts(file.folder, &facts, &error), TRIG_ERR_IO);
    unlink(file.path);
    assert_int_equal(read_facts(file.path, &facts, &error), TRIG_ERR_MISSING);
    assert_string_equal(error.file, file.path);
    temporary_remove(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_character_hard_cases),
        cmocka_unit_test(test_census_same_for_every_cut),
        cmocka_unit_test(test_decode_every_encoding_in_every_block_size),
        cmocka_unit_test(test_decode_undecodable_bytes_have_their_place),
        cmocka_unit_test(test_decode_unknown_encoding_is_usage),
        cmocka_unit_test(test_encoding_guess_by_mark_pattern_and_letters),
        cmocka_unit_test(test_encoding_guess_binary_is_refused),
        cmocka_unit_test(test_facts_of_a_file_longer_than_a_block),
        cmocka_unit_test(test_facts_of_what_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
