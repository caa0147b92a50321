/* --show-r of comparisons: the R code of the rows that a table shows.
 *
 *      begin (data, measures, design, functions) -> row, row, ... -> end
 *
 * Rows may be written before the table is printed: [out] is usually memory.
 */
#ifndef TRIG_ANALYZE_BENCHMARK_SHOW_H
#define TRIG_ANALYZE_BENCHMARK_SHOW_H

#include "analyze/benchmark/comparator.h"

#include <stdio.h>

/** Everything before the first row: ends with an empty list called rows.
 *  @param variance  of the tests. */
void trig_show_begin(const struct trig_cells *cells, enum trig_test_variance variance, FILE *out);

/* One row: the mean of [measure] over [domain], whose categories belong to the
 * cells' request. */

/** Without a benchmark. */
void trig_show_alone(const struct trig_cells *cells, const struct trig_domain *domain, size_t measure,
                     FILE *out);

/** An institution beside its benchmark. */
void trig_show_beside(const struct trig_cells *cells, const struct trig_domain *domain,
                      const struct trig_peers *peers, const struct trig_comparator *comparator,
                      size_t measure, FILE *out);

/** Beside the mean over [before]. */
void trig_show_since(const struct trig_cells *cells, const struct trig_domain *domain,
                     const struct trig_domain *before, size_t measure, FILE *out);

/** Beside the mean over [other] (NULL: without a benchmark), whose institution the row
 *  names in the column `with`. */
void trig_show_pair(const struct trig_cells *cells, const struct trig_domain *domain,
                    const struct trig_domain *other, size_t measure, FILE *out);

/** The condition on d of a domain whose categories belong to the cells' request:
 *  "scope & d$wave %in% ...". */
void trig_show_domain(const struct trig_cells *cells, const struct trig_domain *domain, FILE *out);

/** The labels of a domain as arguments of data.frame: "wave = ..., institution = ...". */
void trig_show_labels(const struct trig_cells *cells, const struct trig_domain *domain, FILE *out);

/* What p values are adjusted over. */
enum trig_show_tests { TRIG_SHOW_ALL_ROWS, TRIG_SHOW_EACH_MEASURE };

/** After the last row: the data frame result. */
void trig_show_bind(enum trig_show_tests tests, FILE *out);

/** It is printed. */
void trig_show_print(FILE *out);

/** Both. */
void trig_show_end(enum trig_show_tests tests, FILE *out);

#endif
