/* R code, piece by piece: spelling, measures and scope, for show_r.c. */
#ifndef TRIG_ANALYZE_SHOW_R_SHOW_R_TEXT_H
#define TRIG_ANALYZE_SHOW_R_SHOW_R_TEXT_H

#include "analyze/estimate/cells.h"

#include <stdio.h>

const struct trig_variable *trig_r_variable(const struct trig_cells *cells, size_t variable);

/** A string literal; NA for NAN; d[["name"]], since names of variables need not
 *  be names in R. */
void trig_r_string(struct trig_view text, FILE *out);
void trig_r_number(double number, FILE *out);
void trig_r_column(struct trig_view name, FILE *out);

/** The column of d that a variable's answers are in; those of the roles wave and
 *  institution hold what was matched. */
struct trig_view trig_r_column_name(const struct trig_cells *cells, size_t variable);

/** Whether more than the mean, share or count of each measure is asked for. */
bool trig_r_has_statistics(const struct trig_cells *cells);

/** Whether R computes the measure: a count of respondents needs none, unless
 *  another statistic of them is asked for. */
bool trig_r_is_estimated(const struct trig_cells *cells, const struct trig_measure *measure);

/** measures[["name"]] <- ... for each of the request. */
void trig_r_measures(const struct trig_cells *cells, FILE *out);

/** d <- the rows of the waves that the cells hold. */
void trig_r_waves(const struct trig_cells *cells, FILE *out);

/** scope <- the rows that satisfy the eligible rules; under the default design
 *  the others leave d. */
void trig_r_scope(const struct trig_cells *cells, FILE *out);

#endif
