/* What is on its way to the disk early: nobody notices, above all no lock does. */
#include "tests/unit/surveys/store/store_fixture.h"

#include "surveys/store/store_writeback.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void bring_to_disk(const char *path)
{
    trig_writeback *writeback = trig_writeback_start(path);
    for (size_t i = 0; i < 20; i++)
        trig_writeback_go(writeback);
    trig_writeback_stop(writeback);
}

/* Whether another process finds the store locked. Asked of the kernel: a child of ours would
 * have from SQLite what this process knows. */
static bool is_locked(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        int file = open(folder.path, O_RDWR | O_CLOEXEC);
        _exit(file < 0 || fcntl(file, F_GETLK, &lock) != 0 ? 2 : lock.l_type != F_UNLCK);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 1;
}

static void test_writeback_keeps_the_locks_of_the_process(void **state)
{
    (void)state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(folder.path, &db), SQLITE_OK);
    assert_false(is_locked());
    assert_int_equal(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    assert_true(is_locked());
    bring_to_disk(folder.path);
    assert_true(is_locked());
    assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_false(is_locked());
    sqlite3_close(db);
}

static void test_writeback_leaves_the_descriptors_of_the_process(void **state)
{
    (void)state;
    int before = open(folder.path, O_RDONLY | O_CLOEXEC);
    trig_writeback *writeback = trig_writeback_start(folder.path);
    trig_writeback_go(writeback);
    int meanwhile = open(folder.path, O_RDONLY | O_CLOEXEC);
    trig_writeback_stop(writeback);
    int after = open(folder.path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(meanwhile, before + 1);
    assert_int_equal(after, before + 2);
    close(before);
    close(meanwhile);
    close(after);
}

/* It is a hint: where there is nothing to give it to, nothing happens, and nobody waits. */
static void test_writeback_of_what_is_no_file_does_nothing(void **state)
{
    (void)state;
    char pipe[300];
    snprintf(pipe, sizeof pipe, "%s/pipe", folder.folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    bring_to_disk(pipe);
    bring_to_disk(folder.folder);
    bring_to_disk("/nowhere/at/all");
    trig_writeback_go(NULL);
    trig_writeback_stop(NULL);
    unlink(pipe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_writeback_keeps_the_locks_of_the_process),
        CASE(test_writeback_leaves_the_descriptors_of_the_process),
        CASE(test_writeback_of_what_is_no_file_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
