/* What gnuplot's SVG needs before people get it. */
#ifndef TRIG_PLOTS_GNUPLOT_SVG_H
#define TRIG_PLOTS_GNUPLOT_SVG_H

#include "surveys/base/error.h"
#include "surveys/base/view.h"

#include <stdio.h>

/* What a finished SVG says about itself. */
struct trig_svg_labels {
    const char *name;       /* of the chart: its ids start with "trig-NAME-" */
    struct trig_view title; /* seen as the picture's name by screen readers */
    struct trig_view text;  /* the chart in a sentence */
};

/** Writes [svg], as gnuplot made it, to [out]: an image with a role, a title
 *  and a description; its size in points; ids that no other chart uses;
 *  fonts with substitutes; without the titles that gnuplot gives its groups.
 *  Only tags are changed, never the text between them.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (not an SVG of gnuplot's). */
enum trig_status trig_svg_rewrite(struct trig_view svg, const struct trig_svg_labels *labels, FILE *out,
                                  struct trig_error *error);

/** The svg element of a file, without XML declaration; empty when there is none. */
struct trig_view trig_svg_element(struct trig_view file);

#endif
