/* The parts of a sample laid open, for part.c and part_covariance.c. */
#ifndef TRIG_ANALYZE_DESIGN_PART_INTERNAL_H
#define TRIG_ANALYZE_DESIGN_PART_INTERNAL_H

#include "analyze/design/part.h"

/* Everybody with the same wave, institution and values of the breakdown. */
struct trig_part_place {
    size_t wave;
    size_t institution;
    const size_t *values;
};

/* The totals of the units, or strata, that a part touches. */
struct trig_part_totals {
    uint32_t *slots; /* by unit or stratum: 1 + its slot, 0: not touched */
    uint32_t *list;  /* by slot: which one it is */
    size_t count;
    double *sums; /* slot x k */
    size_t capacity;
};

struct trig_parts {
    const trig_sample *sample;
    struct trig_arena arena;        /* owns the arrays but sums */
    struct trig_part_place *places; /* sorted */
    size_t place_count;
    size_t value_count;
    uint32_t *place_of_cell;
    size_t *first;                 /* by place, one more: into rows */
    uint32_t *rows;                /* by place, ascending within one */
    uint32_t *listed;              /* scratch: what trig_parts_rows gives */
    bool *met;                     /* scratch: by place */
    struct trig_part_totals units; /* of the first stage */
    struct trig_part_totals strata;
};

#endif
