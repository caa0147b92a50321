/* The respondents themselves, by column: for what cannot be computed from sums
 * of cells (quantiles, regression, calibration, rank tests, replicates).
 *
 *      frame --gather--> sample (weights, stages, columns) --> statistic --> influence values z
 *                                                               z --trig_sample_covariance--> V
 *
 * Memory: 8 bytes a respondent for the weight and for each measure, 4 for each
 * category, for wave and institution, and 8 for each stage.
 */
#ifndef TRIG_ANALYZE_DESIGN_SAMPLE_H
#define TRIG_ANALYZE_DESIGN_SAMPLE_H

#include "analyze/frame/frame.h"

#define TRIG_SAMPLE_MISSING UINT32_MAX /* a category that is missing */
#define TRIG_MOST_STAGES    2

/* One stage of selection. Units and strata are numbered from 0 over the whole
 * design; strata of stage 2 are nested in the units of stage 1. */
struct trig_stage {
    uint32_t *unit;         /* by respondent; of an unclustered stage: the respondent's own index */
    uint32_t *stratum;      /* by respondent */
    size_t unit_count;      /* every unit has a respondent */
    size_t stratum_count;   /* every stratum has a unit */
    uint64_t *sampled;      /* by stratum: n_h, units of the whole stratum */
    double *population;     /* by stratum: N_h in units; INFINITY: not known, or --fpc off */
    struct trig_view *text; /* by stratum: its name for messages */
};

struct trig_sample_column {
    double *y; /* by respondent: the measure as it is (not shifted); NAN: no answer. NULL for categories */
    uint32_t *category; /* by respondent: TRIG_SAMPLE_MISSING or an index into texts. NULL for measures */
    size_t category_count;
    struct trig_view *texts; /* by category: its code */
};

/* Replicate weights: respondent i weighs factors[row[i] * count + r] in the
 * replicate r, times its final weight unless [combined], times what the calibration
 * of the replicate changes where weights were computed. */
struct trig_replicates {
    size_t count;          /* R */
    size_t rows;           /* of factors: units that always weigh alike, or respondents */
    const uint32_t *row;   /* by respondent of the sample */
    const double *factors; /* rows x R, row-major */
    bool combined;         /* factors are whole weights */
    const double *changes; /* [cell * R + r], by base cell; NULL: weights were not computed */
    double scale;
    const double *rscales; /* by replicate */
    bool mse;              /* squares are of distances from the estimate, not from the replicates' mean */
    double df;             /* rank of the replicate weights - 1, unless given */
};

struct trig_sample_calibration;

typedef struct trig_sample {
    struct trig_arena arena;           /* owns everything below that is not borrowed */
    const trig_definition *definition; /* borrowed */
    const struct trig_design *design;  /* borrowed */
    size_t count;                      /* respondents in the design: of the selected waves; those out of scope
                                          only under a declared design */
    double *weight;                    /* by respondent, >= 0; final weights */
    bool *in_scope;                    /* by respondent; false: in the design, in no domain */
    uint32_t *wave;                    /* by respondent: index into the definition; TRIG_SAMPLE_MISSING */
    uint32_t *institution;
    uint32_t
        *cell; /* by respondent: its base cell, an index into the items of the same request's trig_cells */
    uint32_t *person; /* by respondent, from 0: the same number, the same pseudonym; TRIG_SAMPLE_MISSING: it
                         has none. NULL: not asked for, or no variable has the role respondent */
    uint32_t **bins;  /* by counted variable, by respondent: which of the bins of trig_cells it is in; of
                         several answers at once that of having answered. NULL: not asked for */
    struct trig_stage stages[TRIG_MOST_STAGES];
    size_t stage_count;                  /* 1 or 2 */
    struct trig_sample_column *measures; /* by measure of the request */
    size_t measure_count;
    struct trig_sample_column *by; /* by TRIG_BY_VARIABLE of the request, in its order */
    size_t by_count;
    const struct trig_replicates *replicates;    /* NULL: variances by linearisation */
    struct trig_sample_calibration *calibration; /* owned; NULL: weights were not computed */
    struct trig_frame_counts counts;
} trig_sample;

/** Reads every respondent of the request's frame, in the order of stores and rows.
 *  Takes its design, waves, bys and measures as trig_cells_scan does, with the
 *  same refusals; a lonely unit is the covariance's affair.
 *  @param out  filled on TRIG_OK, untouched otherwise; free with trig_sample_clear.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN (nobody in scope, a weight, stratum, unit or
 *          fpc that is missing, an fpc that varies within its stratum or is
 *          smaller than the sample); TRIG_ERR_LIMIT (2^32 respondents);
 *          what trig_frame_open returns; TRIG_ERR_MEMORY. */
enum trig_status trig_sample_gather(trig_store *const *stores, size_t store_count,
                                    const struct trig_request *request, trig_sample *out,
                                    struct trig_error *error);
void trig_sample_clear(trig_sample *sample);

/* What a covariance rests on. */
struct trig_covariance {
    double *v;      /* the caller's k x k numbers, symmetric, row-major; filled; NAN where undefined */
    double df;      /* by the design's rule, over respondents whose [touched] is set */
    size_t strata;  /* touched, of the first stage */
    size_t lonely;  /* touched strata of one unit (of any stage) that the design's rule took care of */
    size_t unknown; /* touched strata without a usable population count */
};

/** The design's covariance of k linearised estimates: the estimate j has the
 *  influence values z[i * k + j], weights included (a total of y: z = w y; a
 *  mean over d: z = w (y - mean) / W_d inside d, 0 outside). One or two stages,
 *  fpc, lonely units by the design's rule. Of computed weights: of what their
 *  calibration leaves of z.
 *  @param touched  by respondent: whether the estimate is of it (for df, lonely, notes);
 *                  NULL: all in scope.
 *  @param out      its v is given.
 *  @return TRIG_OK; TRIG_ERR_DOMAIN naming the lonely stratum when the design says
 *          fail; TRIG_ERR_MEMORY.
 *  Agrees with R survey::svyrecvar(z, clusters, strata, fpc, postStrata). */
enum trig_status trig_sample_covariance(const trig_sample *sample, const double *z, size_t k,
                                        const bool *touched, struct trig_covariance *out,
                                        struct trig_error *error);

/* A statistic of weights, for replicates: fills k estimates; NAN where undefined. */
typedef enum trig_status trig_sample_statistic(const trig_sample *sample, const double *weight, void *context,
                                               double *estimates, struct trig_error *error);

/** The statistic with the final weights, and its covariance by the sample's
 *  replicates, which must be set: scale x sum_r rscale_r (theta_r - c)(theta_r - c)',
 *  c the estimate (mse) or the mean of the replicates. A replicate with an
 *  undefined estimate is left out.
 *  @param estimates  gets k numbers.
 *  @param out        its v is given; lonely and unknown are 0, strata too.
 *  @return TRIG_OK (v is NAN when no replicate is left); what [statistic] returns;
 *          TRIG_ERR_MEMORY. Agrees with R survey::withReplicates and svrVar. */
enum trig_status trig_sample_replicate(const trig_sample *sample, trig_sample_statistic *statistic,
                                       void *context, size_t k, double *estimates,
                                       struct trig_covariance *out, struct trig_error *error);

/** The covariance of two statistics from their replicates: scale x sum_r rscale_r (a_r - a)(b_r - b),
 *  around the estimates (mse) or the replicates' means. A replicate in which either is NAN is left out.
 *  @return NAN when no replicate is left. Agrees with R survey::svrVar. */
double trig_replicates_covariance(const struct trig_replicates *replicates, const double *a, const double *b,
                                  double estimate_a, double estimate_b);

/** The degrees of freedom of an estimate over the sample's replicates, by the design's rule.
 *  @param touched  by respondent: whether the estimate is of it. */
enum trig_status trig_sample_replicate_degrees(const trig_sample *sample, const bool *touched, double *df,
                                               struct trig_error *error);

#endif
