/* A composite index of institutions, by its author's specification: composites with
 * intervals and rank sets, and what becomes of the ranks when the choices behind
 * them are other ones. An index is its author's, never an official ranking.
 *
 *      spec.csv --> indicators --scan--> parts --> composites, sensitivity --> table
 */
#ifndef TRIG_ANALYZE_INDEX_INDEX_H
#define TRIG_ANALYZE_INDEX_INDEX_H

#include "analyze/index/composite.h"

/** The finished table: after disclosure control, with notes and provenance. For every
 *  wave the institutions from the highest composite (statistic composite) on, with
 *  options->parts each followed by the points of its indicators (points); those
 *  that are hidden, by rule, or lack an indicator; then mean_shift, first_order and
 *  total_order of the choices.
 *  Rule of disclosure: an institution takes part when `compare` shows all of its
 *  indicators; nobody else has a part in any number.
 *  @param out  to destroy with trig_table_destroy.
 *  @return TRIG_OK; TRIG_ERR_USAGE (geometric of z, a survey without
 *          institutions); TRIG_ERR_DOMAIN (too few institutions take part); what the
 *          stores and estimates return. */
enum trig_status trig_index_table(const struct trig_context *context,
                                  const struct trig_index_options *options, trig_table **out,
                                  struct trig_error *error);

#endif
