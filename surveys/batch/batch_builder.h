/* A batch being filled, row by row: the writer's side of struct trig_batch.
 *
 *     create(specs)
 *       begin_row -> set, set, ... -> end_row      the row is kept
 *                                 \-> begin_row    the row is dropped: nothing of it stays
 *       full? or at the end: batch -> (store it) -> reset
 *     destroy
 *
 *            column 0    column 1   column 2
 *     row 0      3         2.0       "text"        ended rows: the batch
 *     row 1      0         NAN       ""
 *     row 2    (not shown everywhere until set)    the row being filled
 *
 * begin_row makes every cell "not shown" (a WORDS cell 0); the setters then
 * write into that row, the last one wins. Columns are numbered as in the specs
 * that the builder was made with. Setters are inline, since they run once for
 * every cell of an export; what the encoding of a column does not allow is a
 * programmer's mistake (assert).
 *
 * A column with an open dictionary (encoding CODES16, dictionary NULL) gathers
 * its texts itself. The dictionary starts afresh with each batch, so a batch
 * carries only texts that occur in it.
 */
#ifndef TRIG_SURVEYS_BATCH_BATCH_BUILDER_H
#define TRIG_SURVEYS_BATCH_BATCH_BUILDER_H

#include "surveys/base/error.h"
#include "surveys/batch/batch.h"
#include "surveys/batch/column_spec.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

typedef struct trig_batch_builder trig_batch_builder;

/* Visible for the inline setters only. */
struct trig_builder_column {
    struct trig_view name;
    enum trig_encoding encoding;
    const trig_dictionary *fixed; /* borrowed from the spec */
    trig_dictionary *open;        /* owned */
    uint8_t *codes8;
    uint16_t *codes16;
    double *numbers;
    uint64_t *words;
    uint8_t *answers;
    uint32_t *offsets;
    char *bytes;
    size_t bytes_capacity;
};

struct trig_batch_builder {
    size_t rows;     /* ended ones; the row being filled is number [rows] */
    size_t capacity; /* rows that the arrays hold */
    size_t text;     /* bytes in the text columns of the ended rows */
    bool crowded;    /* an open dictionary is full */
    bool begun;      /* the row being filled may hold something */
    size_t column_count;
    struct trig_builder_column *columns;
    struct trig_column *views; /* what trig_builder_batch hands out */
    size_t *texts;             /* which columns are TEXT */
    size_t text_count;
};

/** A builder with one column for each spec.
 *  @param specs  [count] of them; their dictionaries and names must outlive the builder.
 *  @return the builder, or NULL (memory). */
trig_batch_builder *trig_builder_create(const struct trig_column_spec *specs, size_t count,
                                        struct trig_error *error);
void trig_builder_destroy(trig_batch_builder *builder);

/** Begins a row; one that was begun before and not ended is dropped. The
 *  builder must not be full.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_builder_begin_row(trig_batch_builder *builder, struct trig_error *error);
/** Keeps the row that was begun. */
void trig_builder_end_row(trig_batch_builder *builder);

/** Whether the batch must be closed before another row: TRIG_BATCH_ROWS rows,
 *  TRIG_BATCH_TEXT bytes of text, or an open dictionary with TRIG_CODES16_MOST texts. */
static inline bool trig_builder_full(const trig_batch_builder *builder)
{
    return builder->rows >= TRIG_BATCH_ROWS || builder->text >= TRIG_BATCH_TEXT || builder->crowded;
}

/** Adds ended rows of [part], [from] to [from] + [count], as if they were filled in
 *  one by one, until the builder is full. [part] comes from a builder of the same
 *  specs; this one must not be full, and a row that was begun is dropped.
 *  @param taken  how many were added: all of them, or fewer and the builder is full
 *                or wants to be asked again (at least one, when [count] is not 0).
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_builder_append(trig_batch_builder *builder, const struct trig_batch *part, size_t from,
                                     size_t count, size_t *taken, struct trig_error *error);

/** The ended rows as a batch: views that stay valid until the next call of
 *  begin_row, reset or destroy. A row that was begun and not ended is dropped.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_builder_batch(trig_batch_builder *builder, struct trig_batch *out,
                                    struct trig_error *error);
/** Empties the builder for the next batch; its buffers are kept. */
void trig_builder_reset(trig_batch_builder *builder);

/** An answered question: [code] is an index into the column's (fixed) dictionary. */
static inline void trig_builder_set_code(trig_batch_builder *builder, size_t column, size_t code)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->fixed && code < trig_dictionary_count(cells->fixed));
    if (cells->codes8) {
        cells->codes8[builder->rows] = (uint8_t)code;
    } else {
        assert(cells->codes16);
        cells->codes16[builder->rows] = (uint16_t)code;
    }
}

/** An answered number, or seconds since 1970 for a date. */
static inline void trig_builder_set_number(trig_batch_builder *builder, size_t column, double number)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->numbers && !isnan(number));
    cells->numbers[builder->rows] = number;
    cells->answers[builder->rows] = TRIG_ANSWERED;
}

/** The options chosen: bit i is code i. 0 is an answer too (none of them). */
static inline void trig_builder_set_flags(trig_batch_builder *builder, size_t column, uint64_t flags)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->encoding == TRIG_ENCODING_FLAGS);
    cells->words[builder->rows] = flags;
    cells->answers[builder->rows] = TRIG_ANSWERED;
}

static inline void trig_builder_set_word(trig_batch_builder *builder, size_t column, uint64_t word)
{
    struct trig_builder_column *cells = &builder->columns[column];
    assert(cells->encoding == TRIG_ENCODING_WORDS);
    cells->words[builder->rows] = word;
}

/** An answered text, copied; an empty one is an answer too.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_builder_set_text(trig_batch_builder *builder, size_t column, struct trig_view text,
                                       struct trig_error *error);

/** An answer that is a category of its own: the column's open dictionary gets
 *  [text] when it is new.
 *  @return TRIG_OK; TRIG_ERR_LIMIT (the dictionary is full); TRIG_ERR_MEMORY. */
enum trig_status trig_builder_set_category(trig_batch_builder *builder, size_t column, struct trig_view text,
                                           struct trig_error *error);

/** Why there is no answer: any enum trig_answer but TRIG_ANSWERED, for every
 *  encoding but WORDS. The number becomes NAN, the text empty, the flags 0. */
static inline void trig_builder_set_missing(trig_batch_builder *builder, size_t column,
                                            enum trig_answer answer)
{
    struct trig_builder_column *cells = &builder->columns[column];
    size_t row = builder->rows;
    assert(answer != TRIG_ANSWERED && cells->encoding != TRIG_ENCODING_WORDS);
    if (cells->codes8)
        cells->codes8[row] = TRIG_CODE8(answer);
    else if (cells->codes16)
        cells->codes16[row] = TRIG_CODE16(answer);
    else
        cells->answers[row] = (uint8_t)answer;
    if (cells->numbers)
        cells->numbers[row] = NAN;
    else if (cells->words)
        cells->words[row] = 0;
    else if (cells->offsets)
        cells->offsets[row + 1] = cells->offsets[row];
}

/** Whether the row being filled has an answer in [column]. */
static inline bool trig_builder_is_answered(const trig_batch_builder *builder, size_t column)
{
    const struct trig_builder_column *cells = &builder->columns[column];
    if (cells->codes8)
        return cells->codes8[builder->rows] < TRIG_CODE8(TRIG_UNREADABLE);
    if (cells->codes16)
        return cells->codes16[builder->rows] < TRIG_CODE16(TRIG_UNREADABLE);
    return !cells->answers || cells->answers[builder->rows] == TRIG_ANSWERED;
}

#endif
