/* The kinds of charts. A new one is a file KIND.c (its figure from a table, and
 * the layout of that figure), a template KIND.gp and a row of this table.
 *
 * A name may stand in several rows with different numbers of rows to draw: a
 * caterpillar lists names up to 40 institutions and stands upright above. */
#ifndef TRIG_PLOTS_KINDS_KIND_H
#define TRIG_PLOTS_KINDS_KIND_H

#include "plots/figure/figure.h"

struct trig_script;

struct trig_kind {
    const char *name;
    const char *template_file; /* "likert.gp" */
    size_t least_rows;
    size_t most_rows;
    /** Lays the figure out: writes its prelude (numbers and texts that the
     *  template reads) and its data blocks. */
    enum trig_status (*build)(const trig_figure *figure, struct trig_script *script,
                              struct trig_error *error);
};

/** The row of the table that draws [figure].
 *  @return TRIG_OK; TRIG_ERR_USAGE (no such kind); TRIG_ERR_DOMAIN (nothing to
 *          draw: no row, no mark shown; or a shown number is not finite); TRIG_ERR_LIMIT (more rows than the
 *          kind can show). */
enum trig_status trig_kind_for(const trig_figure *figure, const struct trig_kind **out,
                               struct trig_error *error);

#endif
