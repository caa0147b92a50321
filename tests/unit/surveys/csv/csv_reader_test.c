#include "tests/unit/surveys/csv/csv_transcript.h"

#include "surveys/csv/csv_writer.h"

#include <unistd.h>

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

#define RANDOM_SIZE 200

/* A random string over the characters that matter. */
static void write_random(char input[RANDOM_SIZE], unsigned *seed)
{
    static const char *const alphabet[] = {"a", "\"",       "\"",   ",",    "\n",   "\r",
                                           " ", "\xC3\xA9", "\r\n", "\"\"", "\",\""};
    size_t pieces = (size_t)rand_r(seed) % 40, used = 0;
    input[0] = '\0';
    for (size_t i = 0; i < pieces; i++) {
        const char *piece = alphabet[(size_t)rand_r(seed) % (sizeof alphabet / sizeof *alphabet)];
        used += (size_t)snprintf(input + used, RANDOM_SIZE - used, "%s", piece);
    }
}

static struct trig_csv_options random_limits(unsigned *seed)
{
    return (struct trig_csv_options){.field_limit = 1 + (size_t)rand_r(seed) % 12,
                                     .record_limit = 1 + (size_t)rand_r(seed) % 40,
                                     .column_limit = 1 + (size_t)rand_r(seed) % 6};
}

/* What a reader makes of [input] after it was begun on [before]; the caller frees it. */
static char *transcribe_after(const char *before, bool ends, const char *input,
                              const struct trig_csv_options *options)
{
    struct transcript ignored = {.stop_at = 0}, transcript = {.stop_at = 0};
    struct trig_error error = {0};
    ignored.file = open_memstream(&ignored.text, &ignored.size);
    transcript.file = open_memstream(&transcript.text, &transcript.size);
    struct transcript writing = ignored;
    trig_csv_reader *reader = trig_csv_reader_create(options, write_record, &writing, &error);
    enum trig_status status = trig_csv_reader_feed(reader, before, strlen(before), &error);
    if (status == TRIG_OK && ends)
        trig_csv_reader_finish(reader, &error);
    trig_csv_reader_restart(reader);
    writing = transcript;
    status = trig_csv_reader_feed(reader, input, strlen(input), &error);
    if (status == TRIG_OK)
        status = trig_csv_reader_finish(reader, &error);
    if (status != TRIG_OK)
        write_failure(&transcript, &error);
    trig_csv_reader_destroy(reader);
    fclose(ignored.file);
    fclose(transcript.file);
    free(ignored.text);
    return transcript.text;
}

static void test_csv_reader_restarted_is_like_a_new_one(void **state)
{
    (void)state;
    unsigned seed = 31;
    for (int round = 0; round < 3000; round++) {
        char before[RANDOM_SIZE], input[RANDOM_SIZE];
        write_random(before, &seed);
        write_random(input, &seed);
        struct trig_csv_options options = random_limits(&seed);
        options.continues = round % 3 == 0;
        const struct trig_csv_options *given = round % 2 ? &options : NULL;
        char *again = transcribe_after(before, round % 5 < 3, input, given);
        char *expected = transcribe(trig_view(input), given, SIZE_MAX, 0);
        if (strcmp(again, expected) != 0)
            fail_msg("after <%s>, <%s>:\n%s\nexpected:\n%s", before, input, again, expected);
        free(again);
        free(expected);
    }
}

/* However cut, the reader says the same. */
static void test_csv_reader_with_random_input_does_not_depend_on_chunks(void **state)
{
    (void)state;
    unsigned seed = 20240528;
    for (int round = 0; round < 3000; round++) {
        char input[RANDOM_SIZE];
        write_random(input, &seed);
        const struct trig_csv_options options = random_limits(&seed);
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
        cmocka_unit_test(test_csv_reader_with_other_separators_and_quotes),
        cmocka_unit_test(test_csv_reader_when_the_sink_refuses_stops_at_once),
        cmocka_unit_test(test_csv_reader_after_an_error_returns_it_again),
        cmocka_unit_test(test_csv_reader_restarted_is_like_a_new_one),
        cmocka_unit_test(test_csv_reader_with_random_input_does_not_depend_on_chunks),
        cmocka_unit_test(test_csv_writer_and_reader_undo_each_other),
        cmocka_unit_test(test_csv_read_file_names_it_in_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
