/* The waves of a table as rows of a figure, and the words about them. */
#ifndef TRIG_PLOTS_KINDS_WAVES_H
#define TRIG_PLOTS_KINDS_WAVES_H

#include "plots/figure/tidy.h"

/** Drops the rows without a wave, such as a trend's slopes, unless no row has one. */
void trig_waves_keep(struct trig_tidy *tidy);

/** Keeps the rows as trig_waves_keep does, and lists their waves.
 *  @param waves  filled with the different ids in the order of time: the
 *                definition's, else that in which they come. One empty id when
 *                the table has no waves. */
enum trig_status trig_waves_gather(struct trig_tidy *tidy, struct trig_values *waves,
                                   struct trig_error *error);

/** Fills the rows of [figure] with the waves' labels and times. @return false: memory is out. */
bool trig_waves_fill(const struct trig_tidy *tidy, struct trig_values waves, trig_figure *figure);

/** The caption's sentences on interrupted lines and suppressed waves; "" for none. */
struct trig_view trig_waves_notes(const trig_figure *figure, struct trig_arena *arena);

#endif
