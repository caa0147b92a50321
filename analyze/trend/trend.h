/* Waves beside one another: a row a wave, with the change since the one before. */
#ifndef TRIG_ANALYZE_TREND_TREND_H
#define TRIG_ANALYZE_TREND_TREND_H

#include "analyze/context/context.h"

/* Percent of a measure's range: what --detect is, unless it is given. */
#define TRIG_TREND_DETECT 10.0

struct trig_trend_options {
    size_t institution;                   /* TRIG_NONE: none */
    struct trig_bys bys;                  /* without institution only; empty: the sector */
    struct trig_bys decompose;            /* variables that changes are parted by; none: they are not */
    const struct trig_measures *measures; /* borrowed; means and shares, not respondents */
    struct trig_waves waves;              /* usually all */
    struct trig_design design;            /* usually context->design with use_fpc off */
    double detect;                        /* percent of a measure's range: what n_needed is about */
    FILE *show_r; /* gets R code that gives the numbers of the rows shown; NULL: none */
};

/** The finished table: after disclosure control, with notes and provenance.
 *
 *  Rows: for every measure the institution's waves and then the sector's
 *  (institution empty), or the sector's alone, or those of every category of
 *  the breakdown; waves by their time. estimate is the wave's own; benchmark
 *  is the estimate of the wave before it that holds answers, difference the
 *  change between them. Waves are strata of their own; where pseudonyms say who answered
 *  twice the change's variance is V1 + V2 - 2 C (links.h), else V1 + V2, which is usually
 *  conservative when people return. p_adjusted is Holm's over all changes of the table.
 *  detectable is the smallest true change that would be found four times in five, and, in a
 *  last wave, n_needed the answers that the next one needs to find one of [detect] (detectable.h).
 *
 *  After those rows, without a wave, for each measure and series with three comparable waves that are
 *  shown: statistic `slope` (estimate a unit of the waves' time, by design-based regression; z is its t);
 *  `cochran_armitage` for unweighted shares of waves that share no known people; from five waves
 *  `mann_kendall` and `theil_sen` (kendall.h). Their p_adjusted is Holm's over the rows of one statistic.
 *  By institution alone slopes begin with two waves and are drawn towards their mean, `mean_slope`:
 *  shrunken, its interval and reliability (benchmark/ensemble.h).
 *
 *  By institution alone, where the survey has actions.csv: `acted`, `not_acted` and `acted_difference`, the
 *  difference in differences of institutions that acted on a measure's pillar between the last two
 *  waves and those that did not; and `since_signing`, how results of the last wave go with the years
 *  since institutions signed, where `signed` is given. Observational, both.
 *
 *  With [decompose], for each change that is shown, `composition` (who answered) and `within` (how each
 *  kind of people answered; kitagawa.h), of which the wave is the later one. Shown where every kind's mean
 *  in both waves is, so that nothing new is told; waves are taken as independent there.
 *
 *  flag is `break` where the crosswalk says that answers are not comparable:
 *  no change is given then. A pillar is scored on the items that all waves share
 *  (notes name those left out), or, when they share none, as it is, with a break. A score across a
 *  change of scale that the crosswalk bridges (benchmark/common.h) has the flag `bridged`.
 *  Columns as in trig_benchmark_table, with group and the breakdown's variables.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (respondents among the measures; institution
 *          and breakdown together; a name in both breakdown and decomposition, or one there that is no
 * variable; a survey without waves); TRIG_ERR_DOMAIN (nobody of the institution answered); what the stores
 * and estimates return. */
enum trig_status trig_trend_table(const struct trig_context *context,
                                  const struct trig_trend_options *options, trig_table **out,
                                  struct trig_error *error);

#endif
