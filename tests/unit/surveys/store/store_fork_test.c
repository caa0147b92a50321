/* Scans of one moment in several threads. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/base/crew.h"

static trig_scan *scan_of(trig_store *store)
{
    trig_scan *scan = NULL;
    assert_ok(trig_scan_open(store, survey_columns, SURVEY_COLUMNS, &scan, &error), error);
    return scan;
}

static trig_scan *fork_of(trig_scan *scan)
{
    trig_scan *fork = NULL;
    assert_ok(trig_scan_fork(scan, &fork, &error), error);
    return fork;
}

/* How many cells of batch [number] are not what import [seed] had there. */
static size_t count_wrong(trig_scan *scan, size_t number, size_t first_row, uint64_t seed, size_t rows)
{
    struct trig_batch batch;
    struct trig_error why;
    size_t wrong = 0;
    trig_scan_seek(scan, number);
    if (trig_scan_next(scan, &batch, &why) || batch.rows != rows)
        return SIZE_MAX;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < SURVEY_COLUMNS; i++)
            wrong += !survey_cell_is(&batch.columns[i], (enum survey_column)i, seed, first_row + row, row);
    return wrong;
}

struct reading {
    size_t batch;
    size_t wrong;
};

static void read_one(void *context, void *job, size_t worker)
{
    trig_scan *const *scans = context;
    struct reading *reading = job;
    reading->wrong = count_wrong(scans[worker], reading->batch, 50 * reading->batch, 1, 50);
}

static void test_forks_read_the_same_answers_side_by_side(void **state)
{
    (void)state;
    enum { BATCHES = 40, THREADS = 4 };
    append((struct survey_import){.seed = 1, .rows = 50 * BATCHES, .batch = 50});
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scans[THREADS] = {scan_of(store)};
    for (size_t i = 1; i < THREADS; i++)
        scans[i] = fork_of(scans[i - 1]); /* a fork of a fork is a fork of the first */
    trig_crew *crew = trig_crew_create(THREADS, read_one, scans, &error);
    assert_non_null(crew);
    struct reading readings[BATCHES];
    size_t taken = 0;
    for (size_t i = 0; i < BATCHES; i++) {
        readings[i] = (struct reading){.batch = BATCHES - 1 - i};
        if (i - taken == trig_crew_room(THREADS)) {
            assert_non_null(trig_crew_take(crew));
            taken++;
        }
        trig_crew_give(crew, &readings[i]);
    }
    while (trig_crew_take(crew))
        taken++;
    assert_int_equal(taken, BATCHES);
    trig_crew_destroy(crew);
    for (size_t i = 0; i < BATCHES; i++)
        assert_int_equal(readings[i].wrong, 0);
    for (size_t i = THREADS; i-- > 0;)
        trig_scan_close(scans[i]);
    trig_store_close(store);
}

static void test_fork_sees_the_moment_of_the_first_scan(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 100, .batch = 50});
    trig_store *writer = open_store(TRIG_STORE_WRITE);
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store);
    uint64_t id;
    assert_ok(survey_append(writer, &(struct survey_import){.seed = 2, .rows = 70}, &id, &error), error);
    assert_ok(trig_store_undo(writer, 1, &error), error);
    trig_scan *fork = fork_of(scan);
    assert_true(trig_scan_rows(fork) == 100);
    assert_int_equal(trig_scan_batches(fork), 2);
    assert_int_equal(count_wrong(fork, 1, 50, 1, 50), 0);
    assert_int_equal(count_wrong(scan, 0, 0, 1, 50), 0);
    trig_scan_close(fork);
    assert_int_equal(count_wrong(scan, 1, 50, 1, 50), 0);
    trig_scan_close(scan);
    trig_store_close(store);
    trig_store_close(writer);
    assert_int_equal(survey_folder_files(&folder), 1);
}

static void test_seek_beyond_the_last_batch_is_the_end(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 100, .batch = 50});
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store);
    struct trig_batch batch;
    trig_scan_seek(scan, 2);
    assert_ok(trig_scan_next(scan, &batch, &error), error);
    assert_int_equal(batch.rows, 0);
    trig_scan_seek(scan, SIZE_MAX);
    assert_ok(trig_scan_next(scan, &batch, &error), error);
    assert_int_equal(batch.rows, 0);
    assert_int_equal(count_wrong(scan, 0, 0, 1, 50), 0);
    trig_scan_close(scan);
    trig_store_close(store);
}

static void test_damage_met_by_a_fork_is_named(void **state)
{
    (void)state;
    append((struct survey_import){.seed = 1, .rows = 200, .batch = 100});
    meddle("UPDATE segment SET data = zeroblob(length(data)) WHERE batch = 2 AND variable = 'vis_1'");
    trig_store *store = open_store(TRIG_STORE_READ);
    trig_scan *scan = scan_of(store);
    trig_scan *fork = fork_of(scan);
    struct trig_batch batch;
    trig_scan_seek(fork, 1);
    assert_int_equal(trig_scan_next(fork, &batch, &error), TRIG_ERR_DAMAGED);
    assert_message("\"vis_1\" in import 1, batch 2 is damaged: its checksum does not fit");
    trig_scan_close(fork);
    trig_scan_close(scan);
    trig_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_forks_read_the_same_answers_side_by_side),
        CASE(test_fork_sees_the_moment_of_the_first_scan),
        CASE(test_seek_beyond_the_last_batch_is_the_end),
        CASE(test_damage_met_by_a_fork_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
