/* The institutions of one measure and wave among one another: what ensemble.h,
 * funnel.h and rank_sets.h say of the rows that may be shown. Hidden rows take no
 * part, so that none can be worked out from what the others get.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_AMONG_H
#define TRIG_ANALYZE_BENCHMARK_AMONG_H

#include "analyze/benchmark/funnel.h"
#include "analyze/benchmark/heterogeneity.h"
#include "analyze/benchmark/rank_sets.h"
#include "analyze/context/context.h"

struct trig_among_options {
    enum trig_funnel_rule funnel;
    bool ranks; /* rank sets are wanted */
    enum trig_rank_kind kind;
    bool bootstrap;     /* intervals of shrunken estimates by a bootstrap, not by Morris */
    bool heterogeneity; /* how much institutions differ is wanted */
    size_t draws;       /* of ranks and bootstrap */
    unsigned long seed;
};

/** Reads --ranks: simultaneous by default.
 *  @param wanted  gets false for none; [kind] is of no meaning then. */
enum trig_status trig_among_read_ranks(const struct trig_arguments *arguments, bool *wanted,
                                       enum trig_rank_kind *kind, struct trig_error *error);

/** For whom rank sets of this kind hold, inside a sentence: "for ...". */
const char *trig_among_readers(enum trig_rank_kind kind);

/** Reads --funnel, --ranks, --shrink, --draws and --seed.
 *  @return TRIG_OK or TRIG_ERR_USAGE with what would do. */
enum trig_status trig_among_read(const struct trig_arguments *arguments, struct trig_among_options *out,
                                 struct trig_error *error);

/* A row for a command's list of options. */
#define TRIG_RANKS_OPTION                                                                                    \
    {                                                                                                        \
        "ranks", "simultaneous|marginal|none",                                                               \
            "for whom rank sets hold: readers of the whole table, by default, or of one row"                 \
    }

/* The options of a command that has these columns. */
#define TRIG_AMONG_OPTIONS                                                                                   \
    {"funnel", "additive|paule-mandel|published|chance|exact",                                               \
     "how funnel limits allow for what lies between institutions; additive by default"},                     \
        TRIG_RANKS_OPTION,                                                                                   \
        {"shrink", "morris|bootstrap",                                                                       \
         "where intervals of shrunken estimates come from; morris by default"},                              \
        {"draws", "N", "random draws behind the rank sets and the bootstrap, 1000 by default"},              \
    {                                                                                                        \
        "seed", "N", "where the random draws begin, 1 by default"                                            \
    }

/* The institutions of one measure in one wave, and what is found about them. */
struct trig_among_block {
    size_t first;                            /* rows of the results, to before last */
    size_t last;                             /* */
    struct trig_ensemble ensemble;           /* count 0: too few, or not for this design */
    struct trig_heterogeneity heterogeneity; /* where it is wanted and there is an ensemble */
    size_t respondents;                      /* of those in the ensemble */
    bool tied;                               /* by the declared design, so there is no ensemble */
    enum trig_status status;
    struct trig_error error;
};

/** Fills the ensemble's columns of the blocks' rows, several blocks at a time; the
 *  same numbers for any number of threads. Ranks are given from a reliability of
 *  TRIG_AMONG_RELIABLE on, rank sets always. Rows without estimate or with answers that
 *  do not vary stay as they are; with fewer than TRIG_ENSEMBLE_LEAST others, and in a
 *  declared design, where institutions may share PSUs, all do.
 *  @param blocks   [count] with first and last; gets the rest.
 *  @param threads  0: as many as there are processors.
 *  @return TRIG_OK or TRIG_ERR_MEMORY; TRIG_ERR_DOMAIN (answers that do not vary). */
enum trig_status trig_among_fill(struct trig_results *results, struct trig_among_block *blocks, size_t count,
                                 const struct trig_among_options *options, const struct trig_design *design,
                                 size_t threads, struct trig_error *error);

/** Whether funnel limits are of effective respondents (n_eff), not of respondents: where weights or the
 *  correction make an error another than that of as many independent answers. */
bool trig_among_counts_effective(const struct trig_design *design);

/** Tells in the note of row [row], the sector's, how much the institutions of a
 *  filled block differ; nothing where the sector is hidden. */
enum trig_status trig_among_tell(struct trig_results *results, const struct trig_among_block *block,
                                 size_t row, struct trig_error *error);

/** How funnel limits were made, as a sentence for a chart. */
struct trig_view trig_among_funnel_note(const struct trig_among_options *options);

/** Adds what the columns mean that [results] fill, or why they fill none of them. */
enum trig_status trig_among_describe(const struct trig_among_options *options,
                                     const struct trig_results *results, const struct trig_design *design,
                                     struct trig_arena *arena, trig_table *table, struct trig_error *error);

#endif
