/* Up to 65,536 responses, held by column.
 *
 *      row:          0     1     2     3  ...  rows - 1
 *      "vis_1"       3     0   255     4       CODES8: index into the column's dictionary
 *      "cpd_days"   2.0   0.0  NAN   7.5       NUMBER, with one answer byte a row
 *      "comment"    text 0 | text 1 | ...      TEXT: rows + 1 offsets into bytes, answer bytes
 *      "support"   0b011 0b000 ...             FLAGS: bit i is code i, answer bytes
 *      "#wave"       1     1     0             CODES8 or CODES16, like "#institution"
 *
 * A categorical column says what happened when nobody answered in the code
 * itself: the code is then 256 (or 65,536) minus the enum trig_answer. Number,
 * text and flags columns carry enum trig_answer as one byte a row; where it is
 * not TRIG_ANSWERED the number is NAN, the text empty, the flags 0.
 *
 * Columns whose name begins with # are the program's own: "#wave" and
 * "#institution" (dictionary: ids of the definition; absent for a survey
 * without) and "#fingerprint" (WORDS: a hash of the record's answers, to tell
 * a record that was stored before from one that has changed since) and
 * "#weight:NAME" (NUMBER: computed weights, see store_weighting.h).
 */
#ifndef TRIG_SURVEYS_BATCH_BATCH_H
#define TRIG_SURVEYS_BATCH_BATCH_H

#include "surveys/base/dictionary.h"
#include "surveys/base/view.h"

#include <stdint.h>

#define TRIG_BATCH_ROWS 65536u
/* A batch closes early when its text columns together hold this many bytes. */
#define TRIG_BATCH_TEXT (16u << 20)

#define TRIG_COLUMN_WAVE        "#wave"
#define TRIG_COLUMN_INSTITUTION "#institution"
#define TRIG_COLUMN_FINGERPRINT "#fingerprint"
#define TRIG_COLUMN_WEIGHT      "#weight:" /* and the name of computed weights */

/* What became of a question for one respondent. */
enum trig_answer {
    TRIG_ANSWERED = 0,
    TRIG_SKIPPED = 1,          /* shown, or not known to be hidden, and left empty */
    TRIG_NOT_SHOWN = 2,        /* the platform says the question never appeared */
    TRIG_DECLARED_MISSING = 3, /* the file declares the value missing (SPSS, REDCap) */
    TRIG_UNREADABLE = 4        /* something was there that the definition does not know */
};

enum trig_encoding {
    TRIG_ENCODING_CODES8 = 1,
    TRIG_ENCODING_CODES16 = 2,
    TRIG_ENCODING_NUMBER = 3, /* numeric, and dates as seconds since 1970 */
    TRIG_ENCODING_TEXT = 4,
    TRIG_ENCODING_FLAGS = 5, /* at most 64 options */
    TRIG_ENCODING_WORDS = 6  /* 64-bit words without answer bytes */
};

/* The largest dictionary a CODES8 (CODES16) column can have. */
#define TRIG_CODES8_MOST  250u
#define TRIG_CODES16_MOST 65000u

#define TRIG_CODE8(answer)  ((uint8_t)(256u - (unsigned)(answer)))
#define TRIG_CODE16(answer) ((uint16_t)(65536u - (unsigned)(answer)))

/* One column of a batch: a view, whose arrays belong to somebody else. Arrays
 * that the encoding does not use are NULL. */
struct trig_column {
    struct trig_view name; /* the variable's name */
    enum trig_encoding encoding;
    const trig_dictionary *dictionary; /* CODES8, CODES16, FLAGS: the text of each code */
    const uint8_t *codes8;
    const uint16_t *codes16;
    const double *numbers;
    const uint64_t *words;   /* FLAGS and WORDS */
    const uint8_t *answers;  /* NUMBER, TEXT, FLAGS: enum trig_answer */
    const uint32_t *offsets; /* TEXT: rows + 1 of them */
    const char *bytes;       /* TEXT */
};

struct trig_batch {
    size_t rows;
    size_t column_count;
    const struct trig_column *columns;
};

/** The text of row [row] of a TEXT column. */
static inline struct trig_view trig_column_text(const struct trig_column *column, size_t row)
{
    return trig_view_of(column->bytes + column->offsets[row],
                        column->offsets[row + 1] - column->offsets[row]);
}

/** What became of the question in row [row], and for a categorical column the
 *  code in [*code] (may be NULL) when it was answered. */
static inline enum trig_answer trig_column_answer(const struct trig_column *column, size_t row, size_t *code)
{
    if (column->codes8) {
        if (column->codes8[row] >= TRIG_CODE8(TRIG_UNREADABLE))
            return (enum trig_answer)(256u - column->codes8[row]);
        if (code)
            *code = column->codes8[row];
        return TRIG_ANSWERED;
    }
    if (column->codes16) {
        if (column->codes16[row] >= TRIG_CODE16(TRIG_UNREADABLE))
            return (enum trig_answer)(65536u - column->codes16[row]);
        if (code)
            *code = column->codes16[row];
        return TRIG_ANSWERED;
    }
    return column->answers ? (enum trig_answer)column->answers[row] : TRIG_ANSWERED;
}

#endif
