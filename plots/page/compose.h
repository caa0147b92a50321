/* The script and the data of a chart, complete. */
#ifndef TRIG_PLOTS_PAGE_COMPOSE_H
#define TRIG_PLOTS_PAGE_COMPOSE_H

#include "plots/figure/figure.h"

struct trig_composed {
    struct trig_view script; /* NAME.gp */
    struct trig_view data;   /* NAME.dat */
};

/** Lays out [figure] and puts prelude, style and template together.
 *  @param name       of the chart; already checked.
 *  @param templates  see trig_template_read; may be NULL.
 *  @param out        in the arena. */
enum trig_status trig_compose(const trig_figure *figure, const char *name, const char *templates,
                              struct trig_arena *arena, struct trig_composed *out, struct trig_error *error);

#endif
