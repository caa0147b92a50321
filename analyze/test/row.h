/* One row of a test's table: what was tested, how, and what came out.
 *
 * A number that does not apply is NAN, a count TRIG_NONE, a text blank: an empty
 * cell. A row that says `suppressed` holds no numbers.
 */
#ifndef TRIG_ANALYZE_TEST_ROW_H
#define TRIG_ANALYZE_TEST_ROW_H

#include "analyze/result/result.h"
#include "analyze/test/plan.h"

struct trig_test_row {
    size_t wave;                      /* TRIG_NONE: pooled, or the survey has none */
    const struct trig_tested *tested; /* borrowed */
    struct trig_view by;              /* the variable whose groups are compared */
    struct trig_view first;           /* of a pair; blank: all groups */
    struct trig_view second;
    bool pair;          /* two of several groups */
    const char *method; /* static texts */
    const char *statistic;
    const char *effect;
    const char *magnitude;
    double estimate; /* of the statistic */
    double df;
    double df2;
    double difference; /* second less first */
    double difference_se;
    double difference_low;
    double difference_high;
    double p;
    double p_adjusted;
    double effect_size;
    double effect_low;
    double effect_high;
    size_t n;
    size_t groups;
    const char *basis; /* "model", "design"; "unweighted" for tests that know of no design */
    enum trig_suppression suppressed;
    bool rounded; /* to three digits, for the sake of groups whose answers are not shown */
    struct trig_view note;
};

struct trig_test_rows {
    struct trig_arena arena; /* owns notes */
    struct trig_test_row *items;
    size_t count;
    size_t capacity;
};

void trig_test_rows_init(struct trig_test_rows *rows);
void trig_test_rows_clear(struct trig_test_rows *rows);

/** Adds a row in which nothing applies. @return NULL when memory is out; valid until the next. */
struct trig_test_row *trig_test_rows_add(struct trig_test_rows *rows, const struct trig_tested *tested,
                                         struct trig_error *error);

/** Appends a sentence to a row's note. */
enum trig_status trig_test_rows_note(struct trig_test_rows *rows, struct trig_test_row *row,
                                     struct trig_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Takes all numbers of a row away. */
void trig_test_row_hide(struct trig_test_row *row, enum trig_suppression reason);

/** The finished rows: rounds those that have to be, and makes the table.
 *  @param out  to destroy with trig_table_destroy. */
enum trig_status trig_test_rows_table(struct trig_test_rows *rows, const trig_definition *definition,
                                      enum trig_naming naming, trig_table **out, struct trig_error *error);

#endif
