/* What a table of reliability says beside its numbers, and which columns its text form has. */
#ifndef TRIG_ANALYZE_RELIABILITY_NOTES_H
#define TRIG_ANALYZE_RELIABILITY_NOTES_H

#include "analyze/reliability/reliability.h"

/** Adds what is to know of each method's numbers.
 *  @param weighted   whether the design has weights.
 *  @param too_short  how many pillars were left out for want of items. */
enum trig_status trig_reliability_notes(const struct trig_reliability_options *options, bool weighted,
                                        size_t too_short, trig_table *table, struct trig_error *error);

/** Chooses the columns of the text form: those that the methods and the breakdown fill.
 *  @param bys  of the request: with the waves that were asked for. */
enum trig_status trig_reliability_show(const struct trig_reliability_options *options,
                                       const struct trig_bys *bys, trig_table *table,
                                       struct trig_error *error);

#endif
