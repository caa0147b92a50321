/* The responses of a store as one table, one response a row: what `export` writes.
 *
 *     id   wave  vis_1  support       days  remarks   #missing
 *     r1   2024  4      course|time   2     "fine"
 *     r2   2024                             ""        vis_1=not_shown|days=unreadable
 *
 * A column for each variable that anybody was asked, and for computed weights that fit; answers are codes (or
 * labels), ids, numbers, dates as 2024-05-28, texts. A blank is a question that was skipped; why else a cell
 * is blank says the last column, so that the table can be read back without loss.
 */
#ifndef TRIG_COLLECT_EXPORT_WIDE_H
#define TRIG_COLLECT_EXPORT_WIDE_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/store/store.h"

/* The headings of the program's own columns; the second where a name may not begin with #. */
#define TRIG_WIDE_MISSING       "#missing"
#define TRIG_WIDE_MISSING_PLAIN "trig_missing"

struct trig_wide_column {
    struct trig_view name;   /* the variable's, or #wave, #institution, #weight:NAME */
    struct trig_view stored; /* the column of the store */
    struct trig_view label;
    const struct trig_variable *variable; /* NULL: the program's own */
    const struct trig_scale *scale;       /* of coded answers; NULL: others */
    enum trig_encoding encoding;
    size_t longest;    /* bytes of its longest text */
    double low;        /* its smallest number; NAN: none */
    bool says_why;     /* the writer's own cells say why an answer is missing */
    uint64_t kinds[5]; /* by enum trig_answer: how often */
};

struct trig_wide {
    trig_store *store;
    const trig_definition *definition;
    struct trig_wide_column *columns; /* in the definition's order */
    size_t count;
    uint64_t rows;
    bool has_kinds;       /* some answer is missing and was not skipped */
    size_t longest_kinds; /* bytes of the longest list of them */
    struct trig_arena arena;
};

/* Whose cells say themselves, in the file to be written, why an answer is missing. */
enum trig_wide_cells {
    TRIG_WIDE_BLANK,   /* none: why a cell is blank says the list of kinds */
    TRIG_WIDE_NUMBERS, /* codes and numbers: some values are declared missing */
    TRIG_WIDE_LETTERS  /* the same, and dates: there are missing values by letters */
};

/** Finds out which columns there are, and how wide. In any case free with
 *  trig_wide_clear. */
enum trig_status trig_wide_open(trig_store *store, enum trig_wide_cells cells, struct trig_wide *out,
                                struct trig_error *error);
void trig_wide_clear(struct trig_wide *wide);

/* What a writer gets. */
struct trig_wide_row {
    const struct trig_wide *wide;
    const struct trig_batch *batch; /* its columns are those of [wide] */
    size_t row;
    uint64_t number;        /* from 1 */
    struct trig_view kinds; /* "vis_1=not_shown|..."; blank: only skipped or answered, or the cells say so */
};

typedef enum trig_status trig_wide_sink(void *context, const struct trig_wide_row *row,
                                        struct trig_error *error);

/** Delivers all rows, in the order of import and record. */
enum trig_status trig_wide_read(const struct trig_wide *wide, trig_wide_sink *sink, void *context,
                                struct trig_error *error);

/** Whether a column holds numbers that are no dates. */
bool trig_wide_is_number(const struct trig_wide_column *column);

/** The text of a cell: a code (with [labels] its label), several joined by |, an id, a
 *  category, a text, a date.
 *  @param room  for what has to be put together; its texts live until it is cleared.
 *  @return blank when there is no answer, or it is a number; data is NULL only when memory
 *          is out. */
struct trig_view trig_wide_text(const struct trig_wide_row *row, size_t column, bool labels,
                                struct trig_arena *room);

/** The response's own id; blank when the survey has none; data is NULL when memory is out. */
struct trig_view trig_wide_record(const struct trig_wide_row *row, struct trig_arena *room);

#endif
