/* What the parts of the test table share while one scan's tests are made. */
#ifndef TRIG_ANALYZE_TEST_TESTING_H
#define TRIG_ANALYZE_TEST_TESTING_H

#include "analyze/design/sample.h"
#include "analyze/disclosure/protection.h"
#include "analyze/test/answered.h"
#include "analyze/test/row.h"
#include "analyze/test/test.h"

struct trig_testing {
    const struct trig_context *context;
    const struct trig_test_options *options;
    const struct trig_test_plan *plan;
    struct trig_test_rows *rows;
    struct trig_request request;
    struct trig_cells cells;
    struct trig_arena arena;
    struct trig_protection protection; /* of the breakdown by the variable */
    const trig_sample *sample;         /* the respondents; NULL: no test needs them one by one */
    const size_t *order;               /* of the cells: by stratum, then PSU */
    const struct trig_view *names;     /* by listed domain: its category, as rows print it */
};

/* The groups that one test compares. */
struct trig_compared {
    struct trig_arena arena; /* owns the lists */
    const size_t *domains;   /* by group: which of the listed domains */
    const bool *limited;     /* by group: what a test of it by itself would rest on may not be shown */
    size_t *group_of_cell;   /* TRIG_NONE: in none */
    size_t groups;
    size_t left_out; /* too small, or in the way of one that is: they are in no test */
    size_t limited_count;
    size_t place;                  /* tests of answers: the variable's first bin */
    struct trig_question question; /* and its codes */
    size_t level;                  /* of detail at which all groups may be shown */
    bool rounded;
    enum trig_suppression suppressed; /* why there is no test */
};

/** Chooses who is compared.
 *
 *  Groups of fewer respondents than the threshold, and those that hide them, are left
 *  out: a choice that does not look at the answers. Answers decide as follows, since
 *  leaving groups out for what they answered would bend the test:
 *  all groups may be shown at some level of detail: answers are taken together to that
 *  level, and the statistic is one of numbers that are printed elsewhere; else, where
 *  three groups or more are not shown in full (one of them may follow from the total,
 *  two are then unknown), numbers are rounded; else nothing is shown.
 *  @param out  free with trig_compared_clear. */
enum trig_status trig_compared_make(const struct trig_testing *testing, const struct trig_tested *tested,
                                    struct trig_compared *out, struct trig_error *error);
void trig_compared_clear(struct trig_compared *compared);

/** Says in a row's note who was left out, taken together or rounded for. */
enum trig_status trig_compared_note(const struct trig_testing *testing, const struct trig_compared *compared,
                                    struct trig_test_row *row, struct trig_error *error);

/** The rows of one measure. */
enum trig_status trig_test_answers(const struct trig_testing *testing, const struct trig_tested *tested,
                                   const struct trig_compared *compared, struct trig_error *error);
enum trig_status trig_test_means(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, struct trig_error *error);

enum trig_status trig_test_ranks(const struct trig_testing *testing, const struct trig_tested *tested,
                                 const struct trig_compared *compared, struct trig_error *error);
enum trig_status trig_test_unweighted(const struct trig_testing *testing, const struct trig_tested *tested,
                                      const struct trig_compared *compared, struct trig_error *error);

/** Whether some test of the plan has to look at respondents one by one. */
bool trig_testing_needs_sample(const struct trig_test_plan *plan, const struct trig_design *design);

/** The answers to a measure, value by value. @param out  free with trig_answered_clear. */
enum trig_status trig_testing_answered(const struct trig_testing *testing, const struct trig_tested *tested,
                                       const struct trig_compared *compared, struct trig_answered *out,
                                       struct trig_error *error);

/** Which of the plan's counted variables [variable] is. */
size_t trig_testing_index(const struct trig_testing *testing, size_t variable);

/** Where the counts of [variable], one of the plan's counted, begin among a cell's bins. */
size_t trig_testing_place(const struct trig_testing *testing, size_t variable);

/** The first row of a measure, with its notes. Where nothing may be shown it is hidden
 *  (its `suppressed` says why), and the only one.
 *  @param out  valid until the next row is added. */
enum trig_status trig_testing_begin(const struct trig_testing *testing, const struct trig_tested *tested,
                                    const struct trig_compared *compared, struct trig_test_row **out,
                                    struct trig_error *error);

/** Names the groups of a row, where there are only two. */
void trig_testing_name_two(const struct trig_testing *testing, const struct trig_compared *compared,
                           struct trig_test_row *row);

/* Makes the numbers of the row of groups [first] and [second]. */
typedef enum trig_status trig_pair_fill(void *context, size_t first, size_t second, struct trig_test_row *row,
                                        struct trig_error *error);

/** The rows of each two of the groups, where they were asked for and there are more than
 *  two; hidden where one may not be shown in full, else made by [fill]. */
enum trig_status trig_testing_pairs(const struct trig_testing *testing, const struct trig_tested *tested,
                                    const struct trig_compared *compared, trig_pair_fill *fill, void *context,
                                    struct trig_error *error);

/** Hides the row of a test that failed where saying why would tell answers that are not
 *  shown: that they are all alike. @return whether it did. */
bool trig_testing_must_hide(const struct trig_compared *compared, struct trig_test_row *row);

#endif
