/* Names beside rows: wrapped, measured, and each row as high as its name needs. */
#ifndef TRIG_PLOTS_PAGE_NAMES_H
#define TRIG_PLOTS_PAGE_NAMES_H

#include "plots/page/page.h"

struct trig_name {
    struct trig_views lines;
    double y; /* the middle of the row, downwards from the top of the plot */
    bool own;
};

struct trig_names {
    struct trig_name *items; /* in the script's arena */
    size_t count;
    double width;  /* of the widest line */
    double height; /* of all rows together */
};

/* What rows look like. */
struct trig_names_style {
    double most_width; /* of a name */
    size_t most_lines;
    double row;  /* the height of a row whose name needs less */
    double free; /* between a name of several lines and its row's edges, both together */
    bool bold;   /* all names, not only the own one */
};

/** Wraps the labels of [count] rows, of which the own ones are set bold. */
enum trig_status trig_names_lay(const struct trig_figure_row *rows, size_t count,
                                const struct trig_names_style *style, struct trig_script *script,
                                struct trig_names *out, struct trig_error *error);

/** Writes the block `names`: y, own, text; a row a line. */
void trig_names_write(const struct trig_names *names, struct trig_script *script);

#endif
