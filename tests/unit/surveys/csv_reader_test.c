#include "tests/support.h"

#include "surveys/csv_reader.h"
#include "surveys/csv_writer.h"

#include <stdlib.h>
#include <unistd.h>

/* What a reader made of an input, as text: one line a record, "number@line:",
 * then each field in brackets, ~ for null; and at the end the error. */
struct transcript {
    FILE *file;
    char *text;
    size_t size;
    uint64_t stop_at; /* the record that the sink refuses; 0: none */
};

static enum trig_status write_record(void *context, const struct trig_csv_record *record,
                                     struct trig_error *error)
{
    struct transcript *transcript = context;
    if (record->number == transcript->stop_at)
        return trig_error_set(error, TRIG_ERR_REFUSED, "enough");
    fprintf(transcript->file, "%d@%d:", (int)record->number, (int)record->line);
    for (size_t i = 0; i < record->count; i++) {
        struct trig_view text = record->fields[i].text;
        bool is_null = record->fields[i].is_null;
        if (is_null != (text.data == NULL) || (is_null && text.length))
            fputs("(null without sense)", transcript->file);
        fputs(is_null ? "~" : "[", transcript->file);
        fwrite(text.length ? text.data : "", 1, text.length, transcript->file);
        fputs(is_null ? "" : "]", transcript->file);
    }
    putc('\n', transcript->file);
    return TRIG_OK;
}

/* Sizes of the chunks in which an input is fed; 0: one random size after another. */
static const size_t chunk_sizes[] = {SIZE_MAX, 1, 2, 3, 7, 4096, 0};

static size_t next_chunk(size_t size, size_t left, unsigned *seed)
{
    if (size == 0)
        size = (size_t)rand_r(seed) % 40;
    return size < left ? size : left;
}

/* The transcript of [input] fed in chunks; the caller frees it. Each chunk is
 * copied into memory of its own size, so that reading past it is caught. */
static char *transcribe(struct trig_view input, const struct trig_csv_options *options, size_t chunk,
                        uint64_t stop_at)
{
    struct transcript transcript = {.stop_at = stop_at};
    transcript.file = open_memstream(&transcript.text, &transcript.size);
    assert_non_null(transcript.file);
    struct trig_error error = {0};
    trig_csv_reader *reader = trig_csv_reader_create(options, write_record, &transcript, &error);
    enum trig_status status = reader ? TRIG_OK : error.status;
    unsigned seed = (unsigned)input.length;
    for (size_t done = 0; done < input.length && !status;) {
        size_t length = next_chunk(chunk, input.length - done, &seed);
        char *copy = malloc(length ? length : 1);
        memcpy(copy, input.data + done, length);
        status = trig_csv_reader_feed(reader, copy, length, &error);
        free(copy);
        done += length;
    }
    if (!status)
        status = trig_csv_reader_finish(reader, &error);
    if (status)
        fprintf(transcript.file, "!%s %d:%d record %d: %s", trig_status_text(status), (int)error.line,
                (int)error.column, (int)error.record, error.message);
    trig_csv_reader_destroy(reader);
    fclose(transcript.file);
    return transcript.text;
}

/* The transcript, after checking that it is the same for every cut of the input. */
static char *transcribe_all(struct trig_view input, const struct trig_csv_options *options, uint64_t stop_at)
{
    char *whole = transcribe(input, options, chunk_sizes[0], stop_at);
    for (size_t i = 1; i < sizeof chunk_sizes / sizeof *chunk_sizes; i++) {
        char *cut = transcribe(input, options, chunk_sizes[i], stop_at);
        if (strcmp(whole, cut) != 0)
            fail_msg("in chunks of %zu bytes:\n%s\nwhole:\n%s", chunk_sizes[i], cut, whole);
        free(cut);
    }
    return whole;
}

static void assert_transcript(const char *label, struct trig_view input,
                              const struct trig_csv_options *options, const char *expected)
{
    char *actual = transcribe_all(input, options, 0);
    bool is_error = strchr(expected, '!') != NULL;
    size_t length = is_error ? strlen(expected) : strlen(expected) + 1;
    if (strncmp(actual, expected, length) != 0)
        fail_msg("%s:\n%s\nexpected:\n%s", label, actual, expected);
    free(actual);
}

static void test_csv_reader_with_well_formed_input_delivers_records(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *input;
        const char *expected;
    } cases[] = {
        {"nothing", "", ""},
        {"LF", "a,b\nc,d\n", "1@1:[a][b]\n2@2:[c][d]\n"},
        {"no line end at the end", "a,b\nc,d", "1@1:[a][b]\n2@2:[c][d]\n"},
        {"CRLF", "a,b\r\nc,d\r\n", "1@1:[a][b]\n2@2:[c][d]\n"},
        {"CR CR LF", "a,b\r\r\nc,d\r\r\ne\r\r\n", "1@1:[a][b]\n2@2:[c][d]\n3@3:[e]\n"},
        {"lone CR", "a,b\rc,d\r\re", "1@1:[a][b]\n2@2:[c][d]\n3@4:[e]\n"},
        {"CRs and no LF", "a\r\r\rb\r\r\r\nc\r\r", "1@1:[a]\n2@4:[b]\n3@5:[c]\n"},
        {"mixed line ends", "a\nb\r\nc\rd\r\r\ne", "1@1:[a]\n2@2:[b]\n3@3:[c]\n4@4:[d]\n5@5:[e]\n"},
        {"blank lines are no records", "\n\na\n\n \t\nb\n\n", "1@3:[a]\n2@6:[b]\n"},
        {"blank CRLF lines", "\r\na\r\n\r\n\r\nb\r\n", "1@2:[a]\n2@5:[b]\n"},
        {"nulls and empties", ",\"\",,\n\"\"\n", "1@1:~[]~~\n2@2:[]\n"},
        {"separator at the end", "a,", "1@1:[a]~\n"},
        {"blanks around bare fields go", " a , b\t\n", "1@1:[a][b]\n"},
        {"blanks around quoted fields go, those inside stay", " \" a \" ,\"b\" \n", "1@1:[ a ][b]\n"},
        {"only blanks is null", "a,  ,b\n", "1@1:[a]~[b]\n"},
        {"quotes", "\"say \"\"x\"\"\",\"\"\"\"\n", "1@1:[say \"x\"][\"]\n"},
        {"separator in quotes", "\"a,b\",c\n", "1@1:[a,b][c]\n"},
        {"line breaks in quotes", "\"a\nb\",c\nd\n", "1@1:[a\nb][c]\n2@3:[d]\n"},
        {"CRLF in quotes", "\"a\r\nb\r\n\",c\r\nd\r\n", "1@1:[a\r\nb\r\n][c]\n2@4:[d]\n"},
        {"lone CR in quotes", "\"a\rb\",c\nd\n", "1@1:[a\rb][c]\n2@3:[d]\n"},
        {"CR CR LF in quotes", "\"a\r\r\nb\"\r\r\nd\n", "1@1:[a\r\r\nb]\n2@3:[d]\n"},
        {"ragged records", "a\nb,c,d\n,\n", "1@1:[a]\n2@2:[b][c][d]\n3@3:~~\n"},
        {"U+FEFF at the start", "\xEF\xBB\xBF\"a\",b\n", "1@1:[a][b]\n"},
        {"only U+FEFF", "\xEF\xBB\xBF", ""},
        {"half a U+FEFF", "\xEF\xBB", "1@1:[\xEF\xBB]\n"},
        {"almost a U+FEFF", "\xEF\xBBx,y\n", "1@1:[\xEF\xBBx][y]\n"},
        {"a second U+FEFF stays",
         "\xEF\xBB\xBF\xEF\xBB\xBF"
         "a\n",
         "1@1:[\xEF\xBB\xBF"
         "a]\n"},
        {"U+FEFF in a cell stays",
         "a,\xEF\xBB\xBF"
         "b\n",
         "1@1:[a][\xEF\xBB\xBF"
         "b]\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, trig_view(cases[i].input), NULL, cases[i].expected);
}

static void test_csv_reader_with_broken_input_names_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        const char *input;
        const char *expected;
    } cases[] = {
        {"text after a closing quote", "a,b\n\"un\"x,1\nc,d\n",
         "1@1:[a][b]\n!the input is not in the expected form 2:5 record 2: text after a closing quote"},
        {"quoted field after a closing quote and a blank", "\"a\" \"b\"\n",
         "!the input is not in the expected form 1:5 record 1: text after a closing quote"},
        {"quote in a bare field", "a,b\"c\n",
         "!the input is not in the expected form 1:4 record 1: a \" inside a field without quotes"},
        {"columns count characters", "caf\xC3\xA9,\xE2\x82\xAC\"\n",
         "!the input is not in the expected form 1:7 record 1: a \" inside"},
        {"after a U+FEFF",
         "\xEF\xBB\xBF"
         "a\"\n",
         "!the input is not in the expected form 1:2 record 1: a \" in"},
        {"in the second line of a record", "\"a\r\nb\"c\r\n",
         "!the input is not in the expected form 2:3 record 1: text after"},
        {"after CR CR LF", "a\r\r\nb\r\r\nc\"\r\r\n",
         "1@1:[a]\n2@2:[b]\n!the input is not in the expected form 3:2 record 3: a \" inside"},
        {"never closed", "a,b\nc,\"d\ne,f\ng,h\n",
         "1@1:[a][b]\n!the input is not in the expected form 2:3 record 2: a quoted field that begins here "
         "never ends"},
        {"never closed, after fields of several lines", "\"a\nb\",\"c\n\",  \"d\"\"\n\"\"e\n",
         "!the input is not in the expected form 3:5 record 1: a quoted field that begins here never ends"},
        {"never closed, empty", "a\n\"",
         "1@1:[a]\n!the input is not in the expected form 2:1 record 2: a quoted"},
        {"never closed, after doubled quotes", "x,\"\"\"\n",
         "!the input is not in the expected form 1:3 record 1: a quoted field that begins here never ends"},
        {"never closed, after a closed one", "\"a\"\"\",\"b\n",
         "!the input is not in the expected form 1:7 record 1: a quoted field that begins here never ends"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, trig_view(cases[i].input), NULL, cases[i].expected);
}

static void test_csv_reader_with_nul_names_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        struct trig_view input;
        const char *expected;
    } cases[] = {
        {"in a field",
         {"a\nb\0c\n", 6},
         "1@1:[a]\n!the input is not in the expected form 2:2 record 2: a NUL"},
        {"in quotes", {"\"a\n\0\"", 5}, "!the input is not in the expected form 2:1 record 1: a NUL"},
        {"at the start", {"\0", 1}, "!the input is not in the expected form 1:1 record 1: a NUL"},
        {"after a lone CR",
         {"a\r\0", 3},
         "1@1:[a]\n!the input is not in the expected form 2:1 record 2: a NUL"},
        {"after U+FEFF", {"\xEF\xBB\xBF\0", 4}, "!the input is not in the expected form 1:1 record 1: a NUL"},
        {"in half a U+FEFF", {"\xEF\0", 2}, "!the input is not in the expected form 1:2 record 1: a NUL"},
        {"an earlier mistake comes first",
         {"\"a\"b\0", 5},
         "!the input is not in the expected form 1:4 record 1: text after"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, cases[i].input, NULL, cases[i].expected);
}

static void test_csv_reader_at_and_over_a_limit(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        struct trig_csv_options options;
        const char *input;
        const char *expected;
    } cases[] = {
        {"field at its limit", {.field_limit = 4}, "abcd,\"efgh\"\n", "1@1:[abcd][efgh]\n"},
        {"bare field over it",
         {.field_limit = 4},
         "a\nabcde,f\n",
         "1@1:[a]\n!a limit was reached 2:0 record 2: a field is longer than the limit of 4 bytes"},
        {"quoted field over it, in its third line",
         {.field_limit = 4},
         "a,b,\"c\nd\nef\n\"",
         "!a limit was reached 1:0 record 1: a field is longer than the limit of 4 bytes"},
        {"blanks at the end do not count",
         {.field_limit = 4},
         "abcd       ,\"efgh\"      \n",
         "1@1:[abcd][efgh]\n"},
        {"the last field, without line end",
         {.field_limit = 4},
         "abcde",
         "!a limit was reached 1:0 record 1: a field"},
        {"over it and then broken",
         {.field_limit = 4},
         "\"abcdefgh\"x",
         "!a limit was reached 1:0 record 1: a field"},
        {"broken before it is over",
         {.field_limit = 4},
         "\"abc\"x",
         "!the input is not in the expected form 1:6"},
        {"record at its limit",
         {.record_limit = 5},
         "ab,cd\nab,cd\r\nab,cd",
         "1@1:[ab][cd]\n2@2:[ab][cd]\n3@3:[ab][cd]\n"},
        {"record over it",
         {.record_limit = 5},
         "ab,cd\nab,cde\n",
         "1@1:[ab][cd]\n!a limit was reached 2:0 record 2: a record is longer than the limit of 5 bytes"},
        {"record over it by blanks",
         {.record_limit = 5},
         "ab          ",
         "!a limit was reached 1:0 record 1: a record"},
        {"blanks before a record do not count", {.record_limit = 5}, "          ab,cd\n", "1@1:[ab][cd]\n"},
        {"record over it in quotes",
         {.record_limit = 5},
         "\"\n\n\n\n\n\n\"",
         "!a limit was reached 1:0 record 1: a record"},
        {"field before record",
         {.record_limit = 8, .field_limit = 3},
         "abcd,efgh,ijkl",
         "!a limit was reached 1:0 record 1: a field"},
        {"record before field",
         {.record_limit = 8, .field_limit = 9},
         "abc,efghijklmnop,",
         "!a limit was reached 1:0 record 1: a record"},
        {"columns at the limit", {.column_limit = 3}, "a,b,c\n,,\n", "1@1:[a][b][c]\n2@2:~~~\n"},
        {"columns over it",
         {.column_limit = 3},
         "a,b,c\n,,,\n",
         "1@1:[a][b][c]\n!a limit was reached 2:0 record 2: a record has more than the limit of 3 fields"},
        {"columns over it and then broken",
         {.column_limit = 1},
         "a,b,c\"\n",
         "!a limit was reached 1:0 record 1: a record has"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, trig_view(cases[i].input), &cases[i].options, cases[i].expected);
}

static void test_csv_reader_with_standard_limits_stops_runaway_fields(void **state)
{
    (void)state;
    enum { SIZE = 40 << 20 };
    char *input = malloc(SIZE);
    memset(input, 'x', SIZE);
    char *quoted = transcribe((input[0] = '"', trig_view_of(input, SIZE)), NULL, 4096, 0);
    assert_non_null(strstr(quoted, "a field is longer than the limit of 1048576 bytes"));
    free(quoted);
    memset(input, ' ', SIZE);
    input[0] = 'a';
    char *blank = transcribe(trig_view_of(input, SIZE), NULL, 65536, 0);
    assert_non_null(strstr(blank, "a record is longer than the limit of 16777216 bytes"));
    free(blank);
    memset(input, ',', SIZE);
    char *wide = transcribe(trig_view_of(input, SIZE), NULL, 65536, 0);
    assert_non_null(strstr(wide, "a record has more than the limit of 16384 fields"));
    free(wide);
    free(input);
}

/* What takes a moment when each byte is looked at a few times, and hours when
 * each is looked at once for every other; the suite's time limit would notice. */
static void test_csv_reader_with_endless_repetition_takes_no_longer(void **state)
{
    (void)state;
    static const char *const units[] = {"\r",  "\n",  "\r\n",   "\r\r\n",    " ",
                                        "a\r", ",\n", "\"\"\n", "\"\"\"\"\r"};
    enum { SIZE = 1 << 20 };
    char *input = malloc(SIZE);
    const struct trig_csv_options options = {.record_limit = SIZE, .column_limit = SIZE};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        for (size_t at = 0; at < SIZE; at++)
            input[at] = units[i][at % strlen(units[i])];
        free(transcribe(trig_view_of(input, SIZE), &options, SIZE_MAX, 0));
        memset(input, '"', 1);
        free(transcribe(trig_view_of(input, SIZE), &options, 10007, 0));
    }
    free(input);
}

static void test_csv_reader_with_other_separators_and_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        struct trig_csv_options options;
        const char *input;
        const char *expected;
    } cases[] = {
        {"semicolon", {.separator = ';'}, "a,b;c\n;\n", "1@1:[a,b][c]\n2@2:~~\n"},
        {"tab", {.separator = '\t'}, "\ta\t \t\"b\"\n\t\n", "1@1:~[a]~[b]\n2@2:~~\n"},
        {"single quote", {.quote = '\''}, "'a,''b''',\"c\"\n", "1@1:[a,'b'][\"c\"]\n"},
        {"bar", {.separator = '|'}, "a|b\n", "1@1:[a][b]\n"},
        {"the same for both", {.separator = '"'}, "a", "!the request is wrong 0:0 record 0: the separator"},
        {"line end", {.separator = '\n'}, "a", "!the request is wrong 0:0 record 0: the separator"},
        {"not ASCII", {.separator = '\xA7'}, "a", "!the request is wrong 0:0 record 0: the separator"},
        {"blank quote", {.quote = ' '}, "a", "!the request is wrong 0:0 record 0: the separator"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_transcript(cases[i].label, trig_view(cases[i].input), &cases[i].options, cases[i].expected);
}

static void test_csv_reader_when_the_sink_refuses_stops_at_once(void **state)
{
    (void)state;
    char *actual = transcribe_all(trig_view("a\nb\n\nc\nd\n"), NULL, 3);
    assert_string_equal(actual, "1@1:[a]\n2@2:[b]\n!refused 4:0 record 3: enough");
    free(actual);
}

static void test_csv_reader_after_an_error_returns_it_again(void **state)
{
    (void)state;
    struct transcript transcript = {0};
    transcript.file = open_memstream(&transcript.text, &transcript.size);
    trig_csv_reader *reader = trig_csv_reader_create(NULL, write_record, &transcript, NULL);
    struct trig_error first;
    struct trig_error later;
    assert_int_equal(trig_csv_reader_feed(reader, "\"a\"b\nc\n", 7, &first), TRIG_ERR_FORMAT);
    assert_int_equal(trig_csv_reader_feed(reader, "d\n", 2, &later), TRIG_ERR_FORMAT);
    assert_string_equal(first.message, later.message);
    assert_int_equal(trig_csv_reader_finish(reader, &later), TRIG_ERR_FORMAT);
    assert_string_equal(first.message, later.message);
    trig_csv_reader_destroy(reader);
    fclose(transcript.file);
    assert_string_equal(transcript.text, "");
    free(transcript.text);
}

/* Random strings over the characters that matter: however cut, the reader says
 * the same; and what it accepts comes back the same through the writer. */
static void test_csv_reader_with_random_input_does_not_depend_on_chunks(void **state)
{
    (void)state;
    static const char *const alphabet[] = {"a", "\"",       "\"",   ",",    "\n",   "\r",
                                           " ", "\xC3\xA9", "\r\n", "\"\"", "\",\""};
    unsigned seed = 20240528;
    for (int round = 0; round < 3000; round++) {
        char input[200] = "";
        size_t pieces = (size_t)rand_r(&seed) % 40;
        for (size_t i = 0; i < pieces; i++)
            strcat(input, alphabet[(size_t)rand_r(&seed) % (sizeof alphabet / sizeof *alphabet)]);
        const struct trig_csv_options options = {.field_limit = 1 + (size_t)rand_r(&seed) % 12,
                                                 .record_limit = 1 + (size_t)rand_r(&seed) % 40,
                                                 .column_limit = 1 + (size_t)rand_r(&seed) % 6};
        free(transcribe_all(trig_view(input), round % 2 ? &options : NULL, 0));
    }
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

static void copy_csv(struct trig_view input, char **text, size_t *size)
{
    FILE *file = open_memstream(text, size);
    struct trig_csv_writer writer;
    trig_csv_writer_init(&writer, file);
    struct trig_error error;
    assert_ok(trig_csv_read_bytes(input, NULL, NULL, copy_record, &writer, &error), error);
    fclose(file);
}

static void test_csv_writer_and_reader_undo_each_other(void **state)
{
    (void)state;
    unsigned seed = 7;
    for (int round = 0; round < 500; round++) {
        char bytes[300];
        FILE *file = fmemopen(bytes, sizeof bytes, "w");
        struct trig_csv_writer writer;
        trig_csv_writer_init(&writer, file);
        for (int i = 0; i < 12; i++) {
            char field[8];
            size_t length = (size_t)rand_r(&seed) % sizeof field;
            for (size_t j = 0; j < length; j++)
                field[j] = "ab\",\n\r \t"[(size_t)rand_r(&seed) % 8];
            trig_csv_text(&writer, trig_view_of(field, length));
            if (rand_r(&seed) % 3 == 0)
                trig_csv_end_record(&writer);
        }
        trig_csv_end_record(&writer);
        size_t written = (size_t)ftell(file);
        fclose(file);
        char *once;
        char *twice;
        size_t once_size;
        size_t twice_size;
        copy_csv(trig_view_of(bytes, written), &once, &once_size);
        copy_csv(trig_view_of(once, once_size), &twice, &twice_size);
        assert_true(trig_view_equal(trig_view_of(once, once_size), trig_view_of(twice, twice_size)));
        free(once);
        free(twice);
    }
}

static void test_csv_read_file_names_it_in_errors(void **state)
{
    (void)state;
    char path[] = "/tmp/trig-csv-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "a\n\"b\n", 5), 5);
    close(descriptor);
    struct transcript transcript = {0};
    transcript.file = open_memstream(&transcript.text, &transcript.size);
    struct trig_error error;
    assert_int_equal(trig_csv_read_file(path, NULL, write_record, &transcript, &error), TRIG_ERR_FORMAT);
    assert_string_equal(error.file, path);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 1);
    assert_int_equal(trig_csv_read_file("/nonexistent/x.csv", NULL, write_record, &transcript, &error),
                     TRIG_ERR_MISSING);
    assert_string_equal(error.file, "/nonexistent/x.csv");
    assert_int_equal(trig_csv_read_file("/", NULL, write_record, &transcript, NULL), TRIG_ERR_IO);
    assert_int_equal(
        trig_csv_read_bytes(trig_view("a\""), "demo.csv", NULL, write_record, &transcript, &error),
        TRIG_ERR_FORMAT);
    assert_string_equal(error.file, "demo.csv");
    fclose(transcript.file);
    assert_string_equal(transcript.text, "1@1:[a]\n");
    free(transcript.text);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_reader_with_well_formed_input_delivers_records),
        cmocka_unit_test(test_csv_reader_with_broken_input_names_the_place),
        cmocka_unit_test(test_csv_reader_with_nul_names_its_place),
        cmocka_unit_test(test_csv_reader_at_and_over_a_limit),
        cmocka_unit_test(test_csv_reader_with_standard_limits_stops_runaway_fields),
        cmocka_unit_test(test_csv_reader_with_endless_repetition_takes_no_longer),
        cmocka_unit_test(test_csv_reader_with_other_separators_and_quotes),
        cmocka_unit_test(test_csv_reader_when_the_sink_refuses_stops_at_once),
        cmocka_unit_test(test_csv_reader_after_an_error_returns_it_again),
        cmocka_unit_test(test_csv_reader_with_random_input_does_not_depend_on_chunks),
        cmocka_unit_test(test_csv_writer_and_reader_undo_each_other),
        cmocka_unit_test(test_csv_read_file_names_it_in_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
