/* What a composite index is made of: a CSV file of its author's.
 *
 *      indicator,direction,weight,normalisation,low,high,reference
 *      pillar:career,higher,2,min-max,,,
 *      vis_named:positive,,1,reference,,,0.6
 *
 * indicator is a measure as after --measure, one a row. Blank cells: direction
 * higher (or lower), weight 1, normalisation min-max. low and high are the
 * goalposts of min-max, reference that of reference; scores in points, shares
 * from 0 to 1. Weights count relative to their sum. z has another unit than the
 * rest: all indicators are z, or none is.
 */
#ifndef TRIG_ANALYZE_INDEX_SPEC_H
#define TRIG_ANALYZE_INDEX_SPEC_H

#include "analyze/frame/measure.h"
#include "analyze/index/indicator.h"

/* Sobol sequences of the sensitivity analysis have 40 dimensions at most. */
#define TRIG_MOST_INDICATORS 17

struct trig_index_spec {
    struct trig_measures measures; /* by indicator */
    struct trig_indicator *items;  /* owned */
    size_t count;                  /* 2 to TRIG_MOST_INDICATORS */
};

/** Reads the file [path].
 *  @param out       filled on TRIG_OK, else empty; free with trig_index_spec_clear.
 *  @param problems  gets every mistake and warning, with its line.
 *  @return TRIG_OK; TRIG_ERR_FORMAT with the first mistake; what reading the file
 *          returns; TRIG_ERR_MEMORY. */
enum trig_status trig_index_spec_read(const trig_definition *definition, const char *path,
                                      struct trig_index_spec *out, struct trig_problems *problems,
                                      struct trig_error *error);
void trig_index_spec_clear(struct trig_index_spec *spec);

#endif
