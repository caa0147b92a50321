/* Base cells: everything that one pass over the answers leaves behind.
 *
 *      batch --add--> tally --merge--> tally --finish--> cells
 *                                                        cell x measure: moments
 *                                                        strata: n_h, N_h
 *
 * A tally adds up a batch in plain sums and merges batches in order with
 * Neumaier's compensated addition: results are the same bits for any number of
 * threads, and equal to 1e-12 across files and orders of rows. Nothing here
 * grows with the number of responses.
 */
#ifndef TRIG_ANALYZE_ESTIMATE_CELLS_H
#define TRIG_ANALYZE_ESTIMATE_CELLS_H

#include "analyze/frame/frame.h"

/* Sums over the respondents of a cell who have y; y is y - shift of its measure. */
struct trig_moments {
    double n;
    double y; /* unweighted */
    double w;
    double wy;
    double wyy;
    double ww; /* w^2, w^2 y, w^2 y^2 */
    double wwy;
    double wwyy;
};

/* The respondents who weigh most in a total, for the dominance rule: |w y| with
 * y as it is, not shifted. Kept for means of numeric variables only. */
struct trig_extremes {
    double total; /* sum of |w y| */
    double largest;
    double second;
};

/* The respondents of a cell who gave one answer. */
struct trig_bin {
    double count;
    double w;
    double ww; /* w^2 */
};

struct trig_cell {
    size_t wave; /* TRIG_NONE: the survey has none, or the row's is missing */
    size_t institution;
    const size_t
        *values; /* by TRIG_BY_VARIABLE in the request's order: code in its dictionary; TRIG_NONE: missing */
    const size_t *margins; /* by margin of the frame: category of its texts; TRIG_NONE: missing */
    size_t stratum;        /* index into strata */
    size_t psu; /* index of the PSU, from 0 over the whole design; TRIG_NONE: respondents are the units */
    size_t stratum2;       /* of the second stage: index into second; TRIG_NONE: one stage */
    size_t unit2;          /* index of the unit of the second stage; TRIG_NONE: respondents are the units */
    bool in_scope;         /* false: in the design only, in no domain */
    uint64_t respondents;  /* item-missing included */
    double weight;         /* their sum */
    double weight_squared; /* the sum of their squares */
};

struct trig_cells_calibration; /* see estimate/calibration.h */

struct trig_stratum {
    size_t wave;
    size_t institution;    /* default design */
    struct trig_view text; /* for messages: "aldermere, 2024" or the declared stratum's code */
    uint64_t units;        /* n_h: PSUs, or respondents; the whole stratum */
    double population;     /* N_h in units; INFINITY: not known, or more units than it says */
    bool overcounted;      /* more respondents than the population count */
};

/* A stratum of the second stage: units drawn within one PSU. */
struct trig_second {
    size_t psu;
    struct trig_view text; /* for messages: "unit 7 of north" */
    uint64_t units;
    double population; /* in units */
};

struct trig_replicate_sums;
struct trig_sample;

struct trig_cells {
    struct trig_arena arena;            /* owns all arrays */
    trig_frame *frame;                  /* owned when trig_cells_scan made it, else NULL */
    const struct trig_request *request; /* borrowed */
    const trig_definition *definition;  /* borrowed */
    struct trig_cell *items;            /* sorted by wave, institution, values, stratum, psu */
    size_t count;
    struct trig_moments *moments;   /* count x measures: [cell * measures + measure] */
    struct trig_extremes *extremes; /* the same shape; NULL when no measure is numeric */
    struct trig_bin *bins;          /* count x bin_count; estimate/bins.h says which is which */
    size_t bin_count;
    const double *shifts; /* by measure: what was taken from y */
    size_t measures;
    struct trig_stratum *strata;
    size_t stratum_count;
    size_t psu_count; /* 0: respondents are the units */
    struct trig_second *second;
    size_t second_count;             /* 0: one stage, or what follows from the fpc is all in the first */
    size_t unit2_count;              /* 0: respondents are the units of the second stage */
    const trig_dictionary **values;  /* by TRIG_BY_VARIABLE: the texts of its codes, borrowed */
    size_t value_count;              /* how many of them */
    const trig_dictionary **margins; /* by margin of the frame: the texts of its categories, borrowed */
    size_t margin_count;
    struct trig_cells_calibration *calibration; /* owned; NULL: weights are as they were given */
    struct trig_sample *respondents; /* owned; where weights reproduce totals of numbers, which cells cannot
                                        tell: the same request's sample. NULL: cells tell all, or errors are
                                        by replicates */
    size_t only_wave;                /* the wave of every cell; TRIG_NONE: several, or none */
    struct trig_replicate_sums *replicates; /* owned; NULL: errors are linearised; see replicate_sums.h */
    double mean_weight;                     /* over the whole design */
    struct trig_frame_counts counts;
};

typedef struct trig_tally trig_tally;

/** An empty tally for batches of [frame], which is borrowed. */
trig_tally *trig_tally_create(const trig_frame *frame, struct trig_error *error);
void trig_tally_destroy(trig_tally *tally);

/** Adds a batch that the scan of store [store] delivered.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (a weight that is missing or negative, a
 *          stratum, PSU or fpc that is missing); TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_tally_add(trig_tally *tally, size_t store, const struct trig_batch *batch,
                                struct trig_error *error);

/** Adds [other], a tally of the same frame, to [tally]; the order of merging
 *  matters to the last bits only. */
enum trig_status trig_tally_merge(trig_tally *tally, const trig_tally *other, struct trig_error *error);

/** Turns the sums into cells and strata, and sets N_h by the design's rules.
 *  @param out  free with trig_cells_clear; the frame must outlive it.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (nobody in scope; fpc that differs within a
 *          stratum, is smaller than the sample, or mixes counts and fractions). */
enum trig_status trig_tally_finish(const trig_tally *tally, struct trig_cells *out, struct trig_error *error);

/** The whole way: opens the frame, adds every batch, finishes. */
enum trig_status trig_cells_scan(trig_store *const *stores, size_t store_count,
                                 const struct trig_request *request, struct trig_cells *out,
                                 struct trig_error *error);
void trig_cells_clear(struct trig_cells *cells);

/** Whether any response that was counted is of [wave]. */
bool trig_cells_have_wave(const struct trig_cells *cells, size_t wave);

#endif
