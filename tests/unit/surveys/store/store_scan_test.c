#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/memory.h"
#include <unistd.h>

static trig_scan *scan_of(trig_store *store, const char *name)
{
    trig_scan *scan = NULL;
    struct trig_view view = trig_view(name);
    assert_ok(trig_scan_open(store, &view, 1, &scan, &error), error);
    return scan;
}

static struct trig_batch next_of(trig_scan *scan)
{
    struct trig_batch batch;
    assert_ok(trig_scan_next(scan, &batch, &error), error);
    return batch;
}

/* Stores a new version of the definition. */
static void redefine(struct trig_definition_files *files)
{
    trig_store *store = open_store(TRIG_STORE_WRITE);
    assert_ok(trig_store_redefine(store, files, TRIG_ANY_IMPORT, &error), error);
    trig_store_close(store);
    trig_definition_files_clear(files);
}

/* ---- what comes back --------------------------------------------------------------------- */

/* Compares a whole scan, batch for batch, with the imports it should hold. */
static void assert_scan_holds(trig_scan *scan, const enum survey_column *which, size_t columns,
                              const struct survey_import *imports, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t row = 0; row < imports[i].rows;) {
            struct trig_batch batch = next_of(scan);
            assert_int_equal(batch.column_count, columns);
            assert_true(batch.rows > 0 && row + batch.rows <= imports[i].rows);
            for (size_t j = 0; j < batch.rows; j++, row++)
                for (size_t k = 0; k < columns; k++)
                    if (!survey_cell_is(&batch.columns[k], which[k], imports[i].seed, row, j))
                        fail_msg("import %zu, row %zu: \"%.*s\" differs", i, row,
                                 TRIG_VIEW_ARG(batch.columns[k].name));
        }
    }
    assert_int_equal(next_of(scan).rows, 0);
    assert_int_equal(next_of(scan).rows, 0);
}

static void test_scan_gives_back_every_cell_of_every_import(void **state)
{
    (void)state;
    static const struct survey_import imports[] = {
        {.seed = 1, .rows = TRIG_BATCH_ROWS + 1}, /* two batches, the second of one row */
        {.seed = 2, .rows = 0, .rejects = 2},
        {.seed = 3, .rows = 1},
        {.seed = 4, .rows = 700, .batch = 97},
    };
    enum survey_column all[SURVEY_COLUMNS];
    uint64_t rows = 0;
    for (size_t i = 0; i < SURVEY_COLUMNS; i++)
        all[i] = (enum survey_column)i;
    for (size_t i = 0; i < sizeof imports / sizeof *imports; i++) {
        append(imports[i]);
        rows += imports[i].rows;
    }
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(store, survey_columns, SURVEY_COLUMNS, &scan, &error), error);
    assert_true(trig_scan_rows(scan) == rows);
    assert_int_equal(trig_scan_batches(scan), 2 + 0 + 1 + 8);
    assert_scan_holds(scan, all, SURVEY_COLUMNS, imports, sizeof imports / sizeof *imports);
    trig_scan_close(scan);
    assert_ok(trig_store_verify(store, NULL, &error), error);
    trig_store_close(store);
}

static void test_scan_gives_columns_in_the_order_asked_for(void **state)
{
    (void)state;
    static const struct survey_import import = {.seed = 5, .rows = 300, .batch = 128};
    static const enum survey_column which[] = {SURVEY_COMMENT, SURVEY_AGREE, SURVEY_INSTITUTION,
                                               SURVEY_AGREE};
    struct trig_view names[4];
    for (size_t i = 0; i < 4; i++)
        names[i] = survey_columns[which[i]];
    append(import);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(store, names, 4, &scan, &error), error);
    assert_scan_holds(scan, which, 4, &import, 1);
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_scan_of_an_empty_store_has_no_rows_and_whole_dictionaries(void **state)
{
    (void)state;
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(store, survey_columns, SURVEY_COLUMNS, &scan, &error), error);
    assert_int_equal(trig_scan_batches(scan), 0);
    assert_int_equal(trig_dictionary_count(trig_scan_dictionary(scan, SURVEY_AGREE)), 7);
    assert_int_equal(trig_dictionary_count(trig_scan_dictionary(scan, SURVEY_DEPARTMENT)), 0);
    assert_null(trig_scan_dictionary(scan, SURVEY_DAYS));
    assert_int_equal(next_of(scan).rows, 0);
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_scan_of_no_columns_counts_rows(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 70});
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(store, NULL, 0, &scan, &error), error);
    assert_int_equal(next_of(scan).rows, 70);
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_scan_of_unknown_columns_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"no_such", "#wave", "#nothing", ""};
    trig_store *store = open_store(TRIG_STORE_READ);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        trig_scan *scan = NULL;
        struct trig_view view = trig_view(names[i]);
        if (trig_scan_open(store, &view, 1, &scan, &error) != TRIG_ERR_USAGE)
            fail_msg("\"%s\" was scanned", names[i]);
    }
    trig_store_close(store);
}

/* ---- dictionaries ---------------------------------------------------------------------------- */

static void test_open_dictionary_is_the_union_and_decides_the_encoding(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 500, .batch = 40}); /* 20 departments */
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "department");
    assert_int_equal(trig_dictionary_count(trig_scan_dictionary(scan, 0)), 20);
    struct trig_batch batch = next_of(scan);
    assert_int_equal(batch.columns[0].encoding, TRIG_ENCODING_CODES8);
    trig_scan_close(scan);
    trig_store_close(store);
    append((struct survey_import){.seed = 2, .rows = 5000}); /* 600 departments */
    store = open_store(TRIG_STORE_READ);
    scan = scan_of(store, "department");
    assert_true(trig_dictionary_count(trig_scan_dictionary(scan, 0)) > TRIG_CODES8_MOST);
    while ((batch = next_of(scan)).rows)
        assert_int_equal(batch.columns[0].encoding, TRIG_ENCODING_CODES16);
    trig_scan_close(scan);
    trig_store_close(store);
}

/* An import whose rows all have a department of their own. */
static void append_departments(size_t from, size_t count)
{
    trig_store *store = open_store(TRIG_STORE_WRITE);
    const struct trig_import about = {.file = trig_view("many.csv")};
    struct trig_column_spec spec;
    struct trig_batch batch;
    trig_import_writer *writer;
    assert_ok(trig_column_spec_init(&spec, trig_store_definition(store), trig_view("department"), &error),
              error);
    trig_batch_builder *builder = trig_builder_create(&spec, 1, &error);
    for (size_t i = 0; i < count; i++) {
        char text[32];
        snprintf(text, sizeof text, "Department %zu", from + i);
        if (trig_builder_begin_row(builder, &error) ||
            trig_builder_set_category(builder, 0, trig_view(text), &error))
            fail_msg("%s", error.message);
        trig_builder_end_row(builder);
    }
    uint64_t newest;
    uint64_t id;
    assert_ok(trig_store_newest(store, &newest, &error), error);
    assert_ok(trig_import_begin(store, &about, &writer, &error), error);
    assert_ok(trig_builder_batch(builder, &batch, &error), error);
    assert_ok(trig_import_append(writer, &batch, &error), error);
    assert_ok(trig_import_commit(writer, count, newest, false, &id, &error), error);
    trig_builder_destroy(builder);
    trig_column_spec_clear(&spec);
    trig_store_close(store);
}

static void test_open_dictionary_of_too_many_texts_is_a_limit(void **state)
{
    (void)state;
    append_departments(0, TRIG_CODES16_MOST);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "department");
    struct trig_batch batch = next_of(scan);
    assert_true(trig_view_is(trig_dictionary_at(batch.columns[0].dictionary, batch.columns[0].codes16[64999]),
                             "Department 64999"));
    trig_scan_close(scan);
    trig_store_close(store);
    append_departments(TRIG_CODES16_MOST, 1);
    store = open_store(TRIG_STORE_READ);
    struct trig_view name = trig_view("department");
    assert_int_equal(trig_scan_open(store, &name, 1, &scan, &error), TRIG_ERR_LIMIT);
    trig_store_close(store);
}

static void test_variable_added_later_reads_as_not_shown_before(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 100, .batch = 60});
    struct trig_definition_files files;
    assert_ok(survey_definition(true, &files, &error), error);
    redefine(&files);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "vis_2");
    struct trig_batch batch;
    size_t rows = 0;
    while ((batch = next_of(scan)).rows)
        for (size_t row = 0; row < batch.rows; row++, rows++)
            assert_int_equal(trig_column_answer(&batch.columns[0], row, NULL), TRIG_NOT_SHOWN);
    assert_int_equal(rows, 100);
    trig_scan_close(scan);
    trig_store_close(store);
}

/* The definition with its scale upside down and without the first code, and its
 * options upside down. */
static void turn_scales(struct trig_definition_files *files)
{
    assert_ok(survey_definition(false, files, &error), error);
    struct trig_view text = trig_arena_printf(&files->arena, "scale,code,label\n");
    for (int code = 7; code >= 2; code--)
        text = trig_arena_printf(&files->arena, "%.*sagree,%d,a %d\n", TRIG_VIEW_ARG(text), code, code);
    for (int code = 64; code >= 1; code--)
        text = trig_arena_printf(&files->arena, "%.*soption,%d,o %d\n", TRIG_VIEW_ARG(text), code, code);
    for (int code = 1; code <= 300; code++)
        text = trig_arena_printf(&files->arena, "%.*sgrade,%d,g %d\n", TRIG_VIEW_ARG(text), code, code);
    files->items[1].content = text;
}

static uint64_t turned(uint64_t from)
{
    uint64_t word = 0;
    for (unsigned bit = 0; bit < 64; bit++)
        word |= (from >> bit & 1) << (63 - bit);
    return word;
}

enum { TURNED_ROWS = 4000 };

static void test_codes_follow_the_definition_of_today(void **state)
{
    (void)state;
    static uint8_t codes[TURNED_ROWS];
    static uint64_t words[TURNED_ROWS];
    const struct trig_view names[] = {survey_columns[SURVEY_AGREE], survey_columns[SURVEY_SUPPORT]};
    append((struct survey_import){.seed = 1, .rows = TURNED_ROWS});
    trig_store *before = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(before, names, 2, &scan, &error), error);
    struct trig_batch batch = next_of(scan);
    memcpy(codes, batch.columns[0].codes8, sizeof codes);
    memcpy(words, batch.columns[1].words, sizeof words);
    trig_scan_close(scan);
    struct trig_definition_files files;
    turn_scales(&files);
    redefine(&files);
    /* Whoever opened the store before does not know the new codes. */
    assert_int_equal(trig_scan_open(before, names, 2, &scan, &error), TRIG_ERR_BUSY);
    trig_store_close(before);
    trig_store *store = open_store(TRIG_STORE_READ);
    assert_ok(trig_scan_open(store, names, 2, &scan, &error), error);
    batch = next_of(scan);
    size_t unreadable = 0;
    for (size_t row = 0; row < TURNED_ROWS; row++) {
        uint8_t expected = codes[row] == 0  ? TRIG_CODE8(TRIG_UNREADABLE)
                           : codes[row] < 7 ? (uint8_t)(6 - codes[row])
                                            : codes[row];
        assert_int_equal(batch.columns[0].codes8[row], expected);
        assert_true(batch.columns[1].words[row] == turned(words[row]));
        unreadable += codes[row] == 0;
    }
    assert_true(unreadable > 100);
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_option_that_is_gone_makes_the_answer_unreadable(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 200});
    struct trig_definition_files files;
    assert_ok(survey_definition(false, &files, &error), error);
    struct trig_view text = trig_arena_printf(
        &files.arena, "scale,code,label\nagree,1,a\nagree,2,b\ngrade,1,c\noption,1,d\noption,2,e\n");
    files.items[1].content = text;
    redefine(&files);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "support");
    struct trig_batch batch = next_of(scan);
    for (size_t row = 0; row < batch.rows; row++) {
        assert_true(batch.columns[0].words[row] < 4);
        if (trig_column_answer(&batch.columns[0], row, NULL) != TRIG_ANSWERED)
            assert_true(batch.columns[0].words[row] == 0);
    }
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_variable_of_another_type_is_an_error_naming_it(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 20});
    struct trig_definition_files files;
    assert_ok(survey_definition(false, &files, &error), error);
    files.items[3].content =
        trig_view("name,label,role,type,scale\ncpd_days,Days,item,text,\nvis_1,I,item,ordinal,agree\n");
    redefine(&files);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "cpd_days");
    struct trig_batch batch;
    assert_int_equal(trig_scan_next(scan, &batch, &error), TRIG_ERR_FORMAT);
    assert_non_null(strstr(error.message, "\"cpd_days\" was stored as another type in import 1"));
    trig_scan_close(scan);
    trig_store_close(store);
}

/* ---- beside a writer ------------------------------------------------------------------------------ */

static void test_scan_sees_the_store_as_it_was_when_opened(void **state)
{
    (void)state;
    static const struct survey_import first = {.seed = 1, .rows = 300, .batch = 100};
    static const enum survey_column which[] = {SURVEY_AGREE};
    append(first);
    /* As a reader meets a store that is being written to. */
    trig_store *writer = open_store(TRIG_STORE_WRITE);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store, "vis_1");
    struct trig_batch batch = next_of(scan);
    assert_true(survey_cell_is(&batch.columns[0], SURVEY_AGREE, 1, 0, 0));
    uint64_t id;
    assert_ok(survey_append(writer, &(struct survey_import){.seed = 2, .rows = 1000}, &id, &error), error);
    assert_ok(trig_store_undo(writer, 1, &error), error);
    assert_true(trig_scan_rows(scan) == 300);
    batch = next_of(scan);
    assert_true(survey_cell_is(&batch.columns[0], SURVEY_AGREE, 1, 100, 0));
    batch = next_of(scan);
    assert_true(survey_cell_is(&batch.columns[0], SURVEY_AGREE, 1, 299, 99));
    assert_int_equal(next_of(scan).rows, 0);
    trig_scan *now = scan_of(store, "vis_1");
    assert_scan_holds(now, which, 1, &(struct survey_import){.seed = 2, .rows = 1000}, 1);
    trig_scan_close(now);
    trig_scan_close(scan);
    trig_store_close(store);
    trig_store_close(writer);
    assert_int_equal(survey_folder_files(&folder), 1);
}

static void test_closing_in_any_order_leaves_one_file(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 30});
    trig_store *writer = open_store(TRIG_STORE_WRITE);
    trig_store *store = open_store(TRIG_STORE_READ);
    uint64_t id;
    assert_ok(survey_append(writer, &(struct survey_import){.seed = 2, .rows = 10}, &id, &error), error);
    trig_store_close(writer);
    trig_scan *scan = scan_of(store, "vis_1");
    assert_true(trig_scan_rows(scan) == 40);
    trig_scan_close(scan);
    trig_store_close(store);
    assert_int_equal(survey_folder_files(&folder), 1);
}

/* ---- damage ------------------------------------------------------------------------------------------ */

static void test_scan_of_a_damaged_segment_names_it(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        const char *message;
    } cases[] = {
        {"UPDATE segment SET data = zeroblob(length(data)) WHERE batch = 2 AND variable = 'vis_1'",
         "\"vis_1\" in import 1, batch 2 is damaged: its checksum does not fit"},
        {"UPDATE segment SET data = zeroblob(99) WHERE batch = 2 AND variable = 'vis_1'",
         "in import 1, batch 2"},
        {"DELETE FROM segment WHERE batch = 2 AND variable = 'vis_1'", "it is not there"},
        {"UPDATE segment SET count = count - 1 WHERE batch = 2 AND variable = 'vis_1'",
         "it has a different number of rows"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unlink(folder.path);
        assert_ok(survey_create(folder.path, &error), error);
        append((struct survey_import){.seed = 1, .rows = 200, .batch = 100});
        meddle(cases[i].sql);
        trig_store *store = open_store(TRIG_STORE_READ);
        trig_scan *scan = scan_of(store, "vis_1");
        struct trig_batch batch = next_of(scan);
        assert_int_equal(batch.rows, 100);
        enum trig_status status = trig_scan_next(scan, &batch, &error);
        trig_scan_close(scan);
        trig_store_close(store);
        if (status != TRIG_ERR_DAMAGED || !strstr(error.message, cases[i].message))
            fail_msg("%s: %s", cases[i].sql, error.message);
    }
}

static void test_scan_of_a_store_that_lost_a_batch_is_damaged(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 200, .batch = 100});
    meddle("DELETE FROM segment WHERE batch = 2; DELETE FROM batch WHERE batch = 2");
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = NULL;
    assert_int_equal(trig_scan_open(store, survey_columns, 1, &scan, &error), TRIG_ERR_DAMAGED);
    assert_non_null(strstr(error.message, "200 responses were stored and 100 are there"));
    trig_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_scan_gives_back_every_cell_of_every_import),
        CASE(test_scan_gives_columns_in_the_order_asked_for),
        CASE(test_scan_of_an_empty_store_has_no_rows_and_whole_dictionaries),
        CASE(test_scan_of_no_columns_counts_rows),
        CASE(test_scan_of_unknown_columns_is_refused),
        CASE(test_open_dictionary_is_the_union_and_decides_the_encoding),
        CASE(test_open_dictionary_of_too_many_texts_is_a_limit),
        CASE(test_variable_added_later_reads_as_not_shown_before),
        CASE(test_codes_follow_the_definition_of_today),
        CASE(test_option_that_is_gone_makes_the_answer_unreadable),
        CASE(test_variable_of_another_type_is_an_error_naming_it),
        CASE(test_scan_sees_the_store_as_it_was_when_opened),
        CASE(test_closing_in_any_order_leaves_one_file),
        CASE(test_scan_of_a_damaged_segment_names_it),
        CASE(test_scan_of_a_store_that_lost_a_batch_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
