/* What people read instead of ids: names from the definition. Without one, or
 * for an id that it does not know, the id itself. Text is borrowed from the
 * definition or the table, or made in the arena (data NULL: memory is out). */
#ifndef TRIG_PLOTS_FIGURE_LABEL_H
#define TRIG_PLOTS_FIGURE_LABEL_H

#include "plots/figure/figure.h"
#include "surveys/definition/definition.h"

struct trig_view trig_label_institution(const trig_definition *definition, struct trig_view id);
struct trig_view trig_label_wave(const trig_definition *definition, struct trig_view id);

/** A measure as the user names it: `pillar:ID`, `pillar:ID:positive`, NAME,
 *  NAME:positive, NAME=code. Reversed items say so. */
struct trig_view trig_label_measure(const trig_definition *definition, struct trig_arena *arena,
                                    struct trig_view measure);

/** What numbers of this unit are, for a subtitle or an axis.
 *  @param measure  whose numbers; empty: several measures'. */
const char *trig_label_unit(enum trig_figure_unit unit, struct trig_view measure);

/** The value of any column: institution, wave, measure, pillar, or a variable
 *  whose codes have labels. */
struct trig_view trig_label_value(const trig_definition *definition, struct trig_arena *arena,
                                  const char *column, struct trig_view id);

/** The definition's variable that [measure] (NAME, NAME:positive, NAME=code) is
 *  of; TRIG_NONE when it is none, or there is no definition. */
size_t trig_label_variable(const trig_definition *definition, struct trig_view measure);

#endif
