/* What an institution is compared with.
 *
 *      sector     everybody, the institution included
 *      others     everybody else
 *      group:G    the institutions of a group on the day the wave opened; the
 *                 institution is part of it when it is a member
 *      adjusted   the sector with the institution's mix of staff: see adjusted.h
 *      top, cohort
 *                 institutions that are chosen by measure: see chosen.h
 *      wave:W     the institution's own answers in an earlier wave: see since.h
 *
 * weighted by respondents (the mean of everybody's answers) or by institutions
 * (the mean of the institutions' means, of those that may be shown: a mean that
 * held hidden ones could be solved for them).
 */
#ifndef TRIG_ANALYZE_BENCHMARK_COMPARATOR_H
#define TRIG_ANALYZE_BENCHMARK_COMPARATOR_H

#include "analyze/benchmark/comparison.h"
#include "analyze/benchmark/standing.h"

enum trig_against_kind {
    TRIG_AGAINST_SECTOR,
    TRIG_AGAINST_OTHERS,
    TRIG_AGAINST_GROUP,
    TRIG_AGAINST_ADJUSTED,
    TRIG_AGAINST_TOP,
    TRIG_AGAINST_COHORT,
    TRIG_AGAINST_WAVE
};
enum trig_weighting { TRIG_WEIGHTING_RESPONDENTS, TRIG_WEIGHTING_INSTITUTIONS };

struct trig_against {
    enum trig_against_kind kind;
    size_t which; /* the group, the wave, or of the top so many percent; else TRIG_NONE */
    enum trig_weighting weighting;
    enum trig_test_variance variance;
};

/** Parses --against and --sector.
 *  @param against    sector|others|group:G|top:P|cohort|wave:W|adjusted:V,V, whose
 *                    attributes are trig_adjustment_parse's; NULL: sector.
 *  @param weighting  respondents|institutions; NULL: respondents.
 *  @return TRIG_OK; TRIG_ERR_USAGE with what would do; TRIG_ERR_MEMORY. */
enum trig_status trig_against_parse(const trig_definition *definition, const char *against,
                                    const char *weighting, struct trig_against *out,
                                    struct trig_error *error);

/** "the sector", "the other institutions", "the group "GW4"", in [arena]; data
 *  is NULL when memory is out. */
struct trig_view trig_against_words(const trig_definition *definition, const struct trig_against *against,
                                    struct trig_arena *arena);

/* The people behind a benchmark in one wave. */
struct trig_peers {
    struct trig_against against;
    size_t wave;
    size_t own;               /* the institution that is compared */
    struct trig_domain whole; /* everybody behind the benchmark */
    struct trig_domain rest;  /* without the own institution */
    bool has_own;             /* the benchmark holds own answers */
    const bool *members;      /* by institution: chosen; NULL: not by institution */
};

/** Finds who stands behind the benchmark of institution [own] in [wave].
 *  @param arena  gets the lists. */
enum trig_status trig_peers_select(const struct trig_cells *cells, const struct trig_against *against,
                                   size_t wave, size_t own, struct trig_arena *arena, struct trig_peers *out,
                                   struct trig_error *error);

/** The same where institutions are chosen. @param members  borrowed by [out] */
enum trig_status trig_peers_select_members(const struct trig_cells *cells, const struct trig_against *against,
                                           size_t wave, size_t own, const bool *members,
                                           struct trig_arena *arena, struct trig_peers *out,
                                           struct trig_error *error);

/** The benchmark of [measure] as terms.
 *  @param peers  borrowed by [out].
 *  @param arena  gets what is made anew. */
enum trig_status trig_peers_comparator(const struct trig_cells *cells, const struct trig_peers *peers,
                                       const struct trig_standing *standing, size_t measure,
                                       struct trig_arena *arena, struct trig_comparator *out,
                                       struct trig_error *error);

#endif
