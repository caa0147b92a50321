/* A disk that fills up while records are told apart on it, or noted to be replaced. */
#include "tests/support.h"

#include "tests/fault/failing_vfs.h"

#include "collect/intake/repeats.h"
#include "collect/intake/replace.h"

/* Enough that SQLite does not keep all of it in memory. */
enum { RECORDS = 400000, DIFFERENT = 300000 };

/* Notes records, some of them twice, and counts those that are not new. */
static enum trig_status tell_apart(size_t *found, struct trig_error *error)
{
    trig_repeats *repeats = NULL;
    bool any = false;
    *found = 0;
    enum trig_status status = trig_repeats_create(false, &repeats, error);
    for (uint64_t i = 0; i < RECORDS && status == TRIG_OK; i++)
        status = trig_repeats_note(repeats, (i % DIFFERENT * UINT64_C(0x9E3779B97F4A7C15)) | 1, 2 * i, error);
    if (status == TRIG_OK)
        status = trig_repeats_settle(repeats, &any, error);
    for (size_t i = 0; i < RECORDS && status == TRIG_OK; i++) {
        enum trig_meeting meeting = TRIG_MEETING_NEW;
        status = trig_repeats_look(repeats, &meeting, error);
        *found += meeting != TRIG_MEETING_NEW;
        trig_repeats_pass(repeats);
    }
    trig_repeats_destroy(repeats);
    return status;
}

/* Notes records that take the place of others; there is nothing to be found. */
static enum trig_status note_replaced(size_t *found, struct trig_error *error)
{
    trig_replaced *replaced = trig_replaced_create(0, error);
    enum trig_status status = replaced ? TRIG_OK : TRIG_ERR_MEMORY;
    *found = 0;
    for (uint64_t i = 0; i < RECORDS && status == TRIG_OK; i++)
        status = trig_replaced_note(replaced, trig_view("2024"), trig_view_of((char *)&i, sizeof i), error);
    trig_replaced_destroy(replaced);
    return status;
}

/* Runs [work] with the disk full from one write after the other on.
 * @return how often it failed; [*found] is of the last run, which does not. */
static size_t fill_disk(enum trig_status (*work)(size_t *, struct trig_error *), size_t *found)
{
    size_t failures = 0;
    bool failed = true;
    for (size_t nth = 1; failed; nth = nth * 3 / 2 + 1) {
        struct trig_error error = {0};
        failing_vfs_arm(FAILING_FULL, nth);
        enum trig_status status = work(found, &error);
        failed = failing_vfs_mend();
        failures += status != TRIG_OK;
        if (failed != (status != TRIG_OK))
            fail_msg("failure %zu: status %d", nth, (int)status);
        if (status && (status != TRIG_ERR_IO || !strstr(error.message, "no space is left")))
            fail_msg("failure %zu: status %d, %s", nth, (int)status, error.message);
    }
    return failures;
}

static void test_full_disk_while_records_are_told_apart_is_an_error(void **state)
{
    (void)state;
    size_t found = 0;
    assert_true(fill_disk(tell_apart, &found) > 4);
    assert_int_equal(found, RECORDS - DIFFERENT);
}

static void test_full_disk_while_replaced_records_are_noted_is_an_error(void **state)
{
    (void)state;
    size_t found = 0;
    assert_true(fill_disk(note_replaced, &found) > 4);
}

int main(void)
{
    failing_vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_disk_while_records_are_told_apart_is_an_error),
        cmocka_unit_test(test_full_disk_while_replaced_records_are_noted_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
