#include "tests/support.h"

#include "surveys/command/progress.h"

#include <stdlib.h>

static void test_line_by_state_of_the_work(void **state)
{
    (void)state;
    static const struct {
        uint64_t done, total;
        double seconds;
        const char *line;
    } cases[] = {
        {0, 1000000, 0, "reading    0%"},
        {450000000, 1000000000, 4.5, "reading   45%  100.0 MB/s  0:06 left"},
        {1000000, 3601000000, 1, "reading    0%  1.0 MB/s  1:00:00 left"},
        {999999, 1000000, 1, "reading   99%  1.0 MB/s  0:00 left"},
        {1000000, 1000000, 2, "reading  100%  0.5 MB/s  0:00 left"},
        {2000000, 1000000, 2, "reading  100%  1.0 MB/s  0:00 left"}, /* the file has grown */
        {1500000, 0, 3, "reading  1.5 MB  0.5 MB/s"},
        {0, 0, 3, "reading  0.0 MB"},
        {5, 10, -1, "reading   50%"}, /* a clock that is wrong */
        {1, UINT64_MAX, 1, "reading    0%  0.0 MB/s  more than 100 hours left"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[TRIG_PROGRESS_TEXT];
        trig_progress_line(line, "reading", cases[i].done, cases[i].total, cases[i].seconds);
        assert_string_equal(line, cases[i].line);
    }
}

static void test_line_with_hard_labels(void **state)
{
    (void)state;
    char line[TRIG_PROGRESS_TEXT], label[1001];
    memset(label, 'x', 1000);
    label[1000] = '\0';
    trig_progress_line(line, label, 1, 2, 0);
    assert_int_equal(strlen(line), 40 + 2 + 4);
    trig_progress_line(line, "a\nb\x1B[2J", 1, 2, 0);
    assert_string_equal(line, "a?b?[2J   50%");
    label[0] = 'o';
    for (size_t i = 1; i + 1 < 1000; i += 2)
        memcpy(label + i, "\xCC\x82", 2); /* an o under hundreds of circumflexes */
    label[999] = '\0';
    trig_progress_line(line, label, 1, 2, 0);
    assert_string_equal(line, "   50%");
}

/* What is drawn by updates at [times], each a byte further. */
static char *draw(const double *times, size_t count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct trig_progress progress;
    trig_progress_begin(&progress, out, "x", 0, 100);
    for (size_t i = 0; i < count; i++)
        trig_progress_update(&progress, i, times[i]);
    trig_progress_end(&progress);
    trig_progress_end(&progress);
    fclose(out);
    return text;
}

static size_t count_of(const char *text, char byte)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == byte;
    return count;
}

static void test_update_draws_late_and_rarely(void **state)
{
    (void)state;
    char *text = draw((double[]){100, 100.2, 100.49}, 3);
    assert_string_equal(text, "");
    free(text);
    text = draw((double[]){100.51, 100.55, 100.6, 100.65, 99}, 5);
    assert_string_equal(text, "\rx  0.0 MB\033[K\rx  0.0 MB  0.0 MB/s\033[K\r\033[K");
    free(text);
    double times[2000];
    for (size_t i = 0; i < 2000; i++)
        times[i] = 100 + 0.001 * (double)i;
    text = draw(times, 2000); /* two seconds: at most 16 lines and the clearing */
    assert_true(count_of(text, '\r') <= 17 && count_of(text, '\r') >= 15);
    free(text);
}

static void test_update_without_a_terminal_draws_nothing(void **state)
{
    (void)state;
    struct trig_progress progress;
    trig_progress_begin(&progress, NULL, "x", 10, 0);
    trig_progress_update(&progress, 5, 1000);
    assert_false(progress.visible);
    trig_progress_end(&progress);
}

static void test_clock_does_not_go_back(void **state)
{
    (void)state;
    double before = trig_progress_clock();
    assert_true(before > 0);
    assert_true(trig_progress_clock() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_by_state_of_the_work),
        cmocka_unit_test(test_line_with_hard_labels),
        cmocka_unit_test(test_update_draws_late_and_rarely),
        cmocka_unit_test(test_update_without_a_terminal_draws_nothing),
        cmocka_unit_test(test_clock_does_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
