/* What a plan's columns are read with: the part of collect/match/plan.h's making that
 * knows answers. */
#ifndef TRIG_COLLECT_MATCH_PLAN_PARTS_H
#define TRIG_COLLECT_MATCH_PLAN_PARTS_H

#include "surveys/base/dictionary.h"

#include "collect/match/plan.h"

/* How a column without scale takes its answers: each text is a category. */
struct category_reader {
    const struct trig_format *format;
    const struct trig_heading *heading;
    trig_dictionary *texts; /* owned: of the whole export */
    struct trig_view name;  /* of the variable */
};

/* How names of institutions or waves are read. */
struct place_reader {
    const struct trig_format *format;
    const struct trig_heading *heading;
    trig_spellings *spellings; /* owned */
    enum trig_reason unknown;
    enum trig_reason missing;
};

struct trig_plan_parts {
    struct trig_arena arena; /* holds all of the arrays */
    struct trig_scale_reader *scales;
    bool *scale_made;
    struct trig_memo **shared; /* by scale: of all whole columns without key */
    struct trig_memo *memos;
    size_t memo_count;
    struct trig_answer_reader *readers; /* by column */
    struct category_reader *categories; /* by column; texts NULL where there is none */
    struct place_reader *places;        /* by column; spellings NULL where there is none */
};

/** Makes the readers and memos of all columns whose act needs them. The plan's
 *  parts must have room for every column; what was made before an error is freed
 *  by trig_plan_parts_clear. */
enum trig_status trig_plan_make_readers(struct trig_plan *plan, const struct trig_plan_request *request,
                                        struct trig_error *error);
/** Finds out where a record's wave comes from.
 *  @param asked  the wave of all records; TRIG_NONE: not said.
 *  @return TRIG_OK or TRIG_ERR_USAGE (nothing says it). */
enum trig_status trig_plan_find_wave(struct trig_plan *plan, size_t asked, struct trig_error *error);

/** @return TRIG_OK or TRIG_ERR_USAGE (nothing says which institution answered). */
enum trig_status trig_plan_check_institution(const struct trig_plan *plan, struct trig_error *error);

/** Gives all columns whose answers are kept their places in the batch.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_plan_place(struct trig_plan *plan, struct trig_error *error);

/** Frees what the readers own. */
void trig_plan_parts_clear(struct trig_plan_parts *parts, const struct trig_plan *plan);

#endif
