/* Gathering a sample: rows are read into columns that grow, each with the
 * number of its base cell; places in the design are worked out once a cell.
 *
 *      rows --gather--> weight, y.., cell      cells --stages--> stratum, unit of each stage
 *                                   \___________________________________/
 *                                     spread to respondents
 */
#ifndef TRIG_ANALYZE_DESIGN_SAMPLE_INTERNAL_H
#define TRIG_ANALYZE_DESIGN_SAMPLE_INTERNAL_H

#include "analyze/design/sample.h"
#include "analyze/frame_internal.h"

/* The respondents who agree in every dimension of the frame. */
struct trig_sample_cell {
    uint64_t key;
    uint64_t respondents;
    double fpc_low[TRIG_MOST_STAGES]; /* by stage: the smallest and largest of its fpc column */
    double fpc_high[TRIG_MOST_STAGES];
};

struct trig_gathering {
    trig_frame *frame; /* owned */
    trig_sample *sample;
    uint32_t *cell;                 /* owned; by respondent */
    size_t capacity;                /* of every column by respondent */
    struct trig_sample_cell *cells; /* owned */
    size_t cell_count;
    size_t cell_capacity;
};

/** Works out the stages: units, strata, populations; weighs by the fpc where
 *  the design says so. Rows have been read. */
enum trig_status trig_sample_place(struct trig_gathering *gathering, struct trig_error *error);

#endif
