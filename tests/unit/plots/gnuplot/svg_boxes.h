/* The texts of a finished SVG with the boxes they fill, to see whether any lie
 * over one another or beyond the page. */
#ifndef TRIG_TESTS_SVG_BOXES_H
#define TRIG_TESTS_SVG_BOXES_H

#include <stdbool.h>
#include <stddef.h>

#define SVG_MOST_BOXES 4096

struct svg_box {
    double left, right, top, bottom; /* points; of capitals, not of all the line */
    char text[256];                  /* without XML's escapes */
    bool bold;
};

struct svg_boxes {
    double width; /* of the page */
    double height;
    size_t count;
    struct svg_box *items; /* to free */
};

/** Reads an SVG that gnuplot made and trig_figure_render finished. Text that is
 *  drawn twice at one place is one box. */
void svg_boxes_read(const char *svg, struct svg_boxes *out);

/** The first box that reaches beyond the page; NULL: none. */
const struct svg_box *svg_boxes_outside(const struct svg_boxes *boxes);

/** Two boxes that lie over one another. @return whether there are such. */
bool svg_boxes_overlap(const struct svg_boxes *boxes, const struct svg_box **first,
                       const struct svg_box **second);

/** Whether some text is exactly [text]. */
bool svg_boxes_hold(const struct svg_boxes *boxes, const char *text);

#endif
