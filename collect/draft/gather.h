/* What one or several exports of a survey hold, column by column: the ground on
 * which a definition is drafted.
 *
 *     export 1 --headings--> columns <--headings-- export 2     the same heading, or the same
 *              --records --> evidence, distinct answers         wording, is the same column
 *
 * Each file is read once. Memory is bounded: of each column at most
 * TRIG_GATHER_ANSWERS distinct answers of at most TRIG_GATHER_ANSWER bytes are
 * kept, of all columns together TRIG_GATHER_BYTES; what is not kept is counted.
 * Answers of columns that a platform calls personal are not kept at all.
 */
#ifndef TRIG_COLLECT_DRAFT_GATHER_H
#define TRIG_COLLECT_DRAFT_GATHER_H

#include "surveys/base/memory.h"

#include "collect/draft/evidence.h"
#include "collect/draft/words.h"
#include "collect/sources/export.h"

#define TRIG_GATHER_ANSWERS 4096
#define TRIG_GATHER_ANSWER  400
#define TRIG_GATHER_BYTES   ((size_t)48 << 20)
#define TRIG_GATHER_FILES   64 /* a bit each */
/* Of so many records the answers are kept together, in columns with so few different ones. */
#define TRIG_GATHER_SAMPLE 2000
#define TRIG_GATHER_STEPS  24

/* A distinct answer; spellings that normalise to the same text are one. */
struct trig_gathered_answer {
    struct trig_view text; /* the most frequent spelling */
    struct trig_view normal;
    uint64_t count;
    bool is_declared; /* the file declares it to be no answer */
};

/* When the records of one export were submitted, for each order of a date's
 * parts; NAN: no date. */
struct trig_span {
    double first[TRIG_DATE_ORDERS];
    double last[TRIG_DATE_ORDERS];
};

struct trig_gathered_column {
    struct trig_view
        heading;             /* as a rule in columns.csv names it: raw, or the code where raw is not unique */
    struct trig_view normal; /* of the raw heading */
    struct trig_view wording; /* without code and number, where the platform has both */
    struct trig_view wording_normal;
    struct trig_views keys;
    struct trig_views headings;        /* the same column's headings in all files, different ones only */
    const struct trig_spread *spreads; /* texts as in the file */
    size_t spread_count;
    struct trig_views labels;   /* of the answers, in the order of a key; none: no key */
    struct trig_views declared; /* those of them, normalised, that the file declares to be no answers */
    const struct trig_format *format;
    enum trig_use use;
    bool is_option;
    bool is_text;     /* the platform says that people wrote it */
    bool is_quantity; /* a number of which only some values have a label, and these labels speak of numbers */
    bool doubled;     /* another column of the same file has the same heading: they cannot be told apart */
    bool is_closed;   /* nothing of its answers is kept: personal */
    bool is_id;       /* it may be an identifier: its answers are compared within each file */
    bool repeats;     /* then: an answer is there twice in a file */
    bool lacks;       /* then: it is blank in places */
    struct trig_evidence evidence;
    uint64_t files; /* bit i: it is in file i */
    size_t position;
    struct trig_gathered_answer *answers; /* by count, then by text */
    size_t answer_count;
    size_t kept;             /* spellings kept while reading */
    bool overflow;           /* there are answers that are not kept */
    const uint8_t *sample;   /* by sampled record: the index of its answer + 1, 0: none; NULL: not kept */
    struct trig_span *spans; /* by file; NULL: no candidate for a date of submission */
};

struct trig_gathered_file {
    const char *path;
    const struct trig_format *format;
    uint64_t records;
    size_t columns;
    size_t unnamed; /* columns without a heading: nothing can name them */
};

struct trig_gathering {
    struct trig_arena arena;
    struct trig_gathered_column *columns; /* owned; in order of appearance */
    size_t count, capacity;
    struct trig_gathered_file files[TRIG_GATHER_FILES];
    size_t file_count;
    size_t sampled;                 /* the first records, whose answers are known together */
    const struct trig_words *words; /* borrowed */
};

/** Reads the exports.
 *  @param words  borrowed; must outlive the gathering.
 *  @return TRIG_OK and a gathering to clear; else what trig_export_open and
 *          trig_export_read return; TRIG_ERR_LIMIT (more than TRIG_GATHER_FILES files). */
enum trig_status trig_gather(const char *const *paths, size_t count, const struct trig_sniff_options *sniff,
                             const char *codes, const struct trig_words *words, struct trig_gathering *out,
                             struct trig_error *error);
void trig_gathering_clear(struct trig_gathering *gathering);

#endif
