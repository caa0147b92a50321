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
#include "analyze/estimate/bins.h"
#include "analyze/frame/frame_internal.h"
#include "analyze/weight/units.h"

/* The respondents who agree in every dimension of the frame. */
struct trig_sample_cell {
    uint64_t key;
    uint64_t respondents;
    double fpc_low[TRIG_MOST_STAGES]; /* by stage: the smallest and largest of its fpc column */
    double fpc_high[TRIG_MOST_STAGES];
};

/* Sums of given replicate weights by cell, made while reading, so that the weights
 * themselves need not be kept. */
struct trig_sample_sums {
    const double *shifts; /* by measure: what is taken from y */
    uint64_t most_bytes;  /* more than that is refused */
    bool keeps_weights;   /* whether sums of everybody's weights are wanted, too */
    double *sums; /* out, the caller frees: [((cell * measures + measure) * 2 + s) * R + r], s 0: w y, 1: w */
    double *weights; /* out, the caller frees: [cell * R + r]: w of those without y, too; NULL: not wanted */
    size_t count;    /* out: R */
    double df;       /* out: rank of the weights - 1 */
};

/* The rank of a tall matrix, from a short one that its rows are added to. */
struct trig_sample_rank {
    double *rows; /* owned; [height * R] */
    size_t height;
};

struct trig_gathering {
    trig_frame *frame; /* owned */
    trig_sample *sample;
    uint32_t *cell;                 /* owned; by respondent */
    size_t capacity;                /* of every column by respondent */
    struct trig_sample_cell *cells; /* owned */
    size_t cell_count;
    size_t cell_capacity;
    uint32_t *dense;              /* owned; by key: its cell + 1; NULL when there are too many keys */
    trig_dictionary *sparse;      /* owned; the eight bytes of a key -> cell */
    struct trig_numbers *numbers; /* whose totals the weights reproduce; the sample's arena has them */
    size_t number_count;
    struct trig_sample_sums *given; /* borrowed; NULL: no sums are wanted */
    size_t given_capacity;
    double *factors; /* owned; by respondent: R given weights; NULL: not kept */
    bool keeps_factors;
    struct trig_sample_rank rank; /* of the given weights */
};

/** trig_sample_gather without replicates in the sample; [given], where it is not
 *  NULL, gets the sums of the replicate weights in the data. */
enum trig_status trig_sample_read(trig_store *const *stores, size_t store_count,
                                  const struct trig_request *request, struct trig_sample_sums *given,
                                  trig_sample *out, struct trig_error *error);

/** Reads the rows of every store into the sample's columns; cells are numbered as they were met. */
enum trig_status trig_sample_read_rows(struct trig_gathering *gathering, struct trig_error *error);

/* sample_cells.c: the cell of a key, a new one when it is met for the first time. */
enum trig_status trig_sample_cells_begin(struct trig_gathering *gathering, struct trig_error *error);
enum trig_status trig_sample_cells_find(struct trig_gathering *gathering, uint64_t key, size_t *cell,
                                        struct trig_error *error);
void trig_sample_cells_end(struct trig_gathering *gathering);

/** Numbers the cells in the order of their keys, which is that of trig_cells, and
 *  gives every respondent of the sample the number of its own. */
enum trig_status trig_sample_settle_cells(struct trig_gathering *gathering, struct trig_error *error);

/** Gives the sample its columns of the breakdown, empty. */
enum trig_status trig_sample_make_by(const trig_frame *frame, trig_sample *sample, struct trig_error *error);

/* sample_calibration.c */

/** Lists the numbers whose totals computed weights reproduce; their x comes later. */
enum trig_status trig_sample_list_numbers(struct trig_gathering *gathering, struct trig_error *error);
/** Gives the sample the calibration of its computed weights. Rows were read and placed. */
enum trig_status trig_sample_calibrate(struct trig_gathering *gathering, struct trig_error *error);
/** Takes from z, respondents x k as trig_sample_covariance has them, what the calibration
 *  of the sample's weights explains. */
enum trig_status trig_sample_residuals(const trig_sample *sample, double *z, size_t k,
                                       struct trig_error *error);
/** Calibrates each of the replicates, which are otherwise filled, as the weights were: in their changes. */
enum trig_status trig_sample_calibrate_replicates(trig_sample *sample, struct trig_replicates *replicates,
                                                  struct trig_error *error);
void trig_sample_calibration_destroy(struct trig_sample_calibration *calibration);

/* sample_people.c: who answered, where the frame has a column that says so. */

struct trig_sample_people {
    trig_dictionary *pseudonyms; /* owned; NULL: nobody asked */
    uint32_t *person;            /* owned; by respondent: index of the pseudonym */
};

enum trig_status trig_sample_people_begin(const trig_frame *frame, struct trig_sample_people *out,
                                          struct trig_error *error);
/** Room for so many respondents. */
enum trig_status trig_sample_people_reserve(struct trig_sample_people *people, size_t count,
                                            struct trig_error *error);
/** Takes [count] rows, [start] + rows[i] of the column, as respondents from [at] on. */
enum trig_status trig_sample_people_keep(struct trig_sample_people *people, size_t at,
                                         const struct trig_column *column, size_t start, const uint16_t *rows,
                                         size_t count, struct trig_error *error);
/** Gives the sample its persons. */
enum trig_status trig_sample_people_settle(const struct trig_sample_people *people, trig_sample *sample,
                                           struct trig_error *error);
void trig_sample_people_clear(struct trig_sample_people *people);

/* sample_answers.c: who gave which of the counted answers, where the request asks for it. */

struct trig_sample_answers {
    trig_bins *bins;    /* owned; NULL: nobody asked */
    uint32_t **columns; /* owned, as each of them is; by counted variable, by respondent: the bin */
    size_t count;
};

enum trig_status trig_sample_answers_begin(const trig_frame *frame, struct trig_sample_answers *out,
                                           struct trig_error *error);
/** Room for so many respondents. */
enum trig_status trig_sample_answers_reserve(struct trig_sample_answers *answers, size_t count,
                                             struct trig_error *error);
/** Takes [count] rows, [start] + rows[i] of the batch, as respondents from [at] on. */
void trig_sample_answers_keep(struct trig_sample_answers *answers, size_t at, const struct trig_batch *batch,
                              size_t start, const uint16_t *rows, size_t count);
/** Gives the sample its bins. */
enum trig_status trig_sample_answers_settle(const struct trig_sample_answers *answers, trig_sample *sample,
                                            struct trig_error *error);
void trig_sample_answers_clear(struct trig_sample_answers *answers);

/* sample_replicates.c */

/* The rows of a block that are in the frame, with what was read of them. */
struct trig_sample_rows {
    const struct trig_batch *batch;
    const size_t *rows; /* of the batch */
    size_t count;
    const double *weight;
    double *const *measures; /* by measure: y of these rows */
};

/** Takes the replicate weights in the data of [rows], the last of the gathering. */
enum trig_status trig_sample_take(struct trig_gathering *gathering, const struct trig_sample_rows *rows,
                                  struct trig_error *error);
/** Puts the sums in the order of [order]: by new cell, the old one. */
enum trig_status trig_sample_order_sums(struct trig_gathering *gathering, const uint32_t *order,
                                        struct trig_error *error);
/** Rank of the weights taken, minus 1. */
double trig_sample_rank_degrees(const struct trig_gathering *gathering);
/** Gives the sample its replicates: those in the data, or those made from its design. */
enum trig_status trig_sample_replicates_make(struct trig_gathering *gathering, struct trig_error *error);

/** Works out the stages: units, strata, populations; weighs by the fpc where
 *  the design says so. Rows have been read. */
enum trig_status trig_sample_place(struct trig_gathering *gathering, struct trig_error *error);

#endif
