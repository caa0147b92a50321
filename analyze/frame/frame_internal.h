/* What frame*.c, scorer.c and the tally share: the frame laid open.
 *
 *      dimensions:  wave | institution | by.. | margin.. | stratum | psu | stratum2 | psu2 | scope
 *      key        = sum of category x stride; a category equal to the
 *                   dimension's count means missing
 *
 * A frame does not change after it was opened: its categories come from the
 * definition, from the scans' dictionaries, or, for numbers and texts used as
 * strata or PSUs, from a first look at those columns. So batches can be located
 * in any order and by several threads.
 */
#ifndef TRIG_ANALYZE_FRAME_FRAME_INTERNAL_H
#define TRIG_ANALYZE_FRAME_FRAME_INTERNAL_H

#include "analyze/frame/frame.h"
#include "surveys/batch/column_spec.h"

/* Bits above every key: why a row is not in the frame. TRIG_KEY_OUTSIDE is the
 * smallest of them. */
#define TRIG_KEY_MOST         (UINT64_C(1) << 56)
#define TRIG_KEY_OUTSIDE      (UINT64_C(1) << 57)
#define TRIG_KEY_OTHER_WAVE   (UINT64_C(1) << 57)
#define TRIG_KEY_OUT_OF_SCOPE (UINT64_C(1) << 58) /* default design */
#define TRIG_KEY_LACKING      (UINT64_C(1) << 60) /* no stratum, no PSU, ...; up to four times that */

#define TRIG_NO_COLUMN SIZE_MAX

enum trig_dimension_kind {
    TRIG_DIMENSION_WAVE,
    TRIG_DIMENSION_INSTITUTION,
    TRIG_DIMENSION_BY,
    TRIG_DIMENSION_MARGIN, /* of the frame's margins, unless it is in bys */
    TRIG_DIMENSION_STRATUM,
    TRIG_DIMENSION_PSU,
    TRIG_DIMENSION_STRATUM2, /* of the second stage, when its variance counts */
    TRIG_DIMENSION_PSU2,
    TRIG_DIMENSION_SCOPE
};

struct trig_dimension {
    enum trig_dimension_kind kind;
    size_t variable; /* TRIG_NONE for wave, institution and scope */
    size_t column;   /* of the scan; TRIG_NO_COLUMN for scope */
    size_t count;    /* categories */
    uint64_t stride;
    const trig_dictionary *texts; /* of the categories, in order; NULL for scope */
    trig_dictionary *sorted;      /* owned; what texts points to when the definition does not list them */
    trig_dictionary *found;       /* owned; the same in order of arrival, numbers as their eight bytes */
    size_t *place;                /* owned; found -> category */
};

/* A rule of `eligible`: what the column must hold. */
struct trig_eligibility {
    size_t column;
    const struct trig_variable *variable;
};

/* What each code of a column adds, for one store; the entry at [count] is for
 * every code beyond, which means missing. There are at least 256 entries. */
struct trig_code_parts {
    uint64_t *items; /* owned; NULL where the column is not coded */
    size_t count;
};

struct trig_frame_store {
    trig_scan *scan;               /* owned */
    struct trig_code_parts *parts; /* owned; by dimension */
    struct trig_code_parts *fails; /* owned; by eligibility: 1 for codes out of scope */
};

struct trig_frame {
    const trig_definition *definition;
    const struct trig_request *request;
    struct trig_frame_store *stores;
    size_t store_count;
    struct trig_column_spec *specs; /* owned; of the columns that are scanned, in the scan's order */
    size_t column_count;
    size_t *variable_columns; /* owned; by variable: its column, TRIG_NO_COLUMN */
    size_t wave_column;
    size_t institution_column;
    size_t weight_column;
    size_t fpc_column;
    size_t fpc2_column;
    size_t person_column;
    size_t *replicate_columns; /* owned; of the replicate weights in the data, in the definition's order */
    size_t replicate_count;
    struct trig_dimension *dimensions;
    size_t dimension_count;
    struct trig_eligibility *eligibility;
    size_t eligibility_count;
    const size_t *margins; /* the request's, or those of the recipe of its weights */
    size_t margin_count;
    bool *waves;         /* by wave: selected */
    double *shifts;      /* by measure: what is taken from y */
    uint64_t keys;       /* how many keys there are */
    uint64_t scope_part; /* what a row out of scope adds to its key */
};

/* frame_look.c: the first look at columns whose categories or level only the
 * data know. Selects the latest wave when that is wanted, checks that listed ones
 * hold responses, sets the shifts of measures without a midpoint and fills the
 * found dictionaries of number and text dimensions. */
enum trig_status trig_frame_look(trig_frame *frame, trig_store *const *stores, struct trig_error *error);

/* frame.c: lets go of the stores when all batches were read. */
void trig_frame_close_scans(trig_frame *frame);

/* frame_dimension.c */

/* Fixes the categories of all dimensions, their strides, and what each code of
 * each store adds to a key; the scans are open. */
enum trig_status trig_dimensions_settle(trig_frame *frame, struct trig_error *error);
void trig_dimension_clear(struct trig_dimension *dimension);

/* frame_scope.c */

/* Which codes fail an eligible rule, for each store. */
enum trig_status trig_scope_settle(trig_frame *frame, struct trig_error *error);
/* Sets fails[i] to 1 for the rows that are out of scope, else 0. */
void trig_scope_rows(const trig_frame *frame, size_t store, const struct trig_batch *batch, size_t start,
                     size_t count, uint8_t *fails);

/* frame_locate.c */

/** The keys of [count] rows of a batch from [start]. A row out of scope has
 *  fail set as well; a row of another wave is TRIG_KEY_OUTSIDE or above. */
void trig_frame_locate(const trig_frame *frame, size_t store, const struct trig_batch *batch, size_t start,
                       size_t count, uint64_t *keys, uint8_t *fails);

/** Whether a response without a category has no place in the design. */
static inline bool trig_dimension_is_design(const struct trig_dimension *dimension)
{
    return dimension->kind >= TRIG_DIMENSION_STRATUM && dimension->kind <= TRIG_DIMENSION_PSU2;
}

/** Which margin of the frame a dimension is, as a breakdown or by itself; TRIG_NONE: none. */
static inline size_t trig_dimension_margin(const trig_frame *frame, const struct trig_dimension *dimension)
{
    bool may_be = dimension->kind == TRIG_DIMENSION_BY || dimension->kind == TRIG_DIMENSION_MARGIN;
    for (size_t i = 0; may_be && i < frame->margin_count; i++)
        if (frame->margins[i] == dimension->variable)
            return i;
    return TRIG_NONE;
}

/** The category that [key] holds in a dimension; its count when missing. */
static inline size_t trig_dimension_category(const struct trig_dimension *dimension, uint64_t key)
{
    return (size_t)(key / dimension->stride % (dimension->count + 1));
}

#endif
