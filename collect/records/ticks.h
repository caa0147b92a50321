/* What the columns that hold one question's options said in one record. */
#ifndef TRIG_COLLECT_RECORDS_TICKS_H
#define TRIG_COLLECT_RECORDS_TICKS_H

#include "collect/answers/memo.h"

/* Begin with a zeroed struct. */
struct trig_ticks {
    uint64_t flags;
    uint64_t hash;
    size_t chosen; /* how many; the one of a single answer is in [code] */
    size_t code;
    size_t column; /* of the first that was chosen, or else of any */
    bool said_no;  /* at least one column says so, rather than being blank */
    bool shown;    /* at least one column is not "not shown" */
    bool unreadable;
};

/** Adds what column [column], which stands for code [option], says. */
void trig_ticks_add(struct trig_ticks *ticks, const struct trig_meaning *meaning, size_t option,
                    size_t column);

#endif
