/* What is estimated of each measure: --statistic, and the ratios among the measures.
 *
 *      --statistic mean,total,p90    x    --measure pillars,days    =    rows of each domain
 *      --measure days/hours                                         +    a row a ratio
 *      --statistic correlation            --measure a,b,c           +    rows a~b, a~c, b~c
 *
 * Without --statistic a measure has what its name says: a mean, a share, a count.
 */
#ifndef TRIG_ANALYZE_SUMMARY_ESTIMANDS_H
#define TRIG_ANALYZE_SUMMARY_ESTIMANDS_H

#include "analyze/disclosure/gate_kind.h"
#include "analyze/estimate/quantile.h"
#include "analyze/frame/measure.h"
#include "analyze/summary/contrasts.h"

/* More would be a table that nobody reads. */
#define TRIG_MOST_ESTIMANDS 32

struct trig_estimand {
    enum trig_statistic statistic; /* TRIG_STATISTIC_MEAN: what the measure's name says */
    double p;                      /* of a median or another quantile */
    char name[16];                 /* as the column `statistic` has it; blank: trig_statistic_name's */
};

struct trig_ratio {
    size_t numerator; /* measures */
    size_t denominator;
    struct trig_view name;
    struct trig_view label;
};

struct trig_estimands {
    struct trig_arena arena; /* owns the ratios */
    struct trig_estimand items[TRIG_MOST_ESTIMANDS];
    size_t count;    /* at least 1 */
    size_t measures; /* the first so many are asked for themselves; the others are parts of ratios */
    struct trig_ratio *ratios;
    size_t ratio_count;
    enum trig_quantile_rule rule;
    enum trig_quantile_interval interval;
    bool imputed; /* the stores are imputed sets of the same responses, not parts of a survey */
    struct trig_contrasts contrasts; /* of the rows; the list is the arena's */
    const char *covariance;          /* the file that gets the rows' covariances; NULL: none */
    enum trig_gate gate;             /* what the column `flag` judges by; TRIG_GATE_NONE: there is none */
};

/* One row of every domain. */
struct trig_planned {
    enum trig_statistic statistic;
    size_t measure;
    size_t other;                         /* of a ratio or correlation, else TRIG_NONE */
    const struct trig_estimand *estimand; /* NULL for ratios and correlations */
    const struct trig_ratio *ratio;       /* NULL for all others */
};

/** Parses --statistic and the measures, of which some may be ratios: `A/B`, both
 *  single measures.
 *  @param statistics  NULL: mean.
 *  @param list        as trig_measures_parse takes it, with ratios.
 *  @param out         rule and interval stay 0; free with trig_estimands_clear.
 *  @param measures    free with trig_measures_clear.
 *  @return TRIG_OK; TRIG_ERR_USAGE with what would do; TRIG_ERR_MEMORY. */
enum trig_status trig_estimands_parse(const trig_definition *definition, const char *statistics,
                                      const char *list, struct trig_estimands *out,
                                      struct trig_measures *measures, struct trig_error *error);
void trig_estimands_clear(struct trig_estimands *estimands);

/** The rows of a domain, in their order: measures by statistics, ratios, correlations.
 *  @param estimands  NULL: the mean of each measure.
 *  @param arena      gets the list. */
enum trig_status trig_estimands_plan(const struct trig_estimands *estimands,
                                     const struct trig_measures *measures, struct trig_arena *arena,
                                     struct trig_planned **out, size_t *count, struct trig_error *error);

/** Whether a row needs the respondents one by one, not only sums of them. */
bool trig_planned_needs_respondents(const struct trig_planned *planned);

#endif
