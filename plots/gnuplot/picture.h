/* A picture that gnuplot made: is it whole, and what is put right in it. */
#ifndef TRIG_PLOTS_GNUPLOT_PICTURE_H
#define TRIG_PLOTS_GNUPLOT_PICTURE_H

#include "plots/gnuplot/render.h"

#include <stdio.h>

/** "svg", "png", "pdf": the end of the file's name and the template's word for it. */
const char *trig_picture_extension(enum trig_picture_format format);

/** Checks that [bytes] are a whole picture and writes it to [out]: a PDF with
 *  a constant date of creation, an SVG as svg.h says, a PNG as it is.
 *  @return TRIG_OK; TRIG_ERR_FORMAT (it is not whole: a full disk or an ended
 *          program leaves such a file); TRIG_ERR_IO. */
enum trig_status trig_picture_write(enum trig_picture_format format, struct trig_view bytes,
                                    const trig_figure *figure, const char *name, FILE *out,
                                    struct trig_error *error);

#endif
