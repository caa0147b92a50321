/* How wide text will be, and how to make it fit.
 *
 * The charts are set in Arial (SVG) and Liberation Sans (PNG, PDF), whose
 * letters are as wide as Helvetica's: so widths are known without a font
 * library. A width is that of the form in which a text is widest: in PNG letters
 * are rounded to whole pixels. Points are 1/72 inch.
 */
#ifndef TRIG_PLOTS_PAGE_TYPESET_H
#define TRIG_PLOTS_PAGE_TYPESET_H

#include "surveys/base/memory.h"
#include "surveys/base/view.h"

struct trig_font {
    double size; /* points */
    bool bold;
};

/** The width of [text] on one line, in points. Letters with marks are as wide
 *  as without; characters of other scripts count wide rather than narrow. */
double trig_typeset_width(struct trig_view text, struct trig_font font);

/** The width of the widest of [lines]; 0 for none. */
double trig_typeset_widest(struct trig_views lines, struct trig_font font);

/** Breaks [text] at white space (a word wider than the line: anywhere between
 *  two characters) into at most [most] lines of at most [width] points; the
 *  last one ends in an ellipsis when something had to be left out.
 *  @param most  at least 1.
 *  @param out   lines in the arena, without white space at their ends and
 *               without control characters; none for a text without words.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_typeset_wrap(struct trig_arena *arena, struct trig_view text, struct trig_font font,
                                   double width, size_t most, struct trig_views *out,
                                   struct trig_error *error);

/** As trig_typeset_wrap, but with lines of about the same length: no lonely last word. */
enum trig_status trig_typeset_evenly(struct trig_arena *arena, struct trig_view text, struct trig_font font,
                                     double width, size_t most, struct trig_views *out,
                                     struct trig_error *error);

/** A name and its value, "Visibility 71.4", wrapped evenly: when something has
 *  to be left out it is the end of the name, never the value. */
enum trig_status trig_typeset_valued(struct trig_arena *arena, struct trig_view name, struct trig_view value,
                                     struct trig_font font, double width, size_t most, struct trig_views *out,
                                     struct trig_error *error);

#endif
