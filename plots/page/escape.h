/* The one place where text meets a language that could run it.
 *
 * Whatever a text holds, it must be seen in the chart as it was written:
 * never be taken for a quote, a command, a format, a field separator or markup.
 * All three writers share one reading of the text: bytes that are not UTF-8 and
 * characters that XML does not allow become U+FFFD; control characters, line
 * ends and line separators become one blank each. Errors stay with the stream.
 */
#ifndef TRIG_PLOTS_PAGE_ESCAPE_H
#define TRIG_PLOTS_PAGE_ESCAPE_H

#include "surveys/base/view.h"

#include <stdio.h>

/** As a string of a gnuplot script: in single quotes, which know no escapes,
 *  and a quote inside doubled. A quote that begins the text or follows another
 *  is a string of its own, joined by points: what is written is an expression
 *  then. The terminal must be set to `noenhanced`. */
void trig_escape_script(FILE *out, struct trig_view text);

/** As a field of a gnuplot data file that is drawn `with labels`: in double
 *  quotes, `"` and `\` as octal escapes. gnuplot reads escapes twice on that
 *  way (in the file, and in the label), so a backslash is written as two. An
 *  empty text is a blank, since an empty field would swallow the next one. */
void trig_escape_data(FILE *out, struct trig_view text);

/** As text or attribute value of XML. */
void trig_escape_xml(FILE *out, struct trig_view text);

#endif
