/* Text laid out on lines of limited width, for people to read.
 *
 * Widths are columns of a terminal (trig_text_width): a Chinese character
 * takes two, a combining accent none. Text is broken at white space; only a
 * word that is wider than the line is broken inside.
 */
#ifndef TRIG_SURVEYS_COMMAND_WRAP_H
#define TRIG_SURVEYS_COMMAND_WRAP_H

#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdio.h>

/** [text] as one line that is safe to print: every run of white space and
 *  control characters becomes one blank, none stay at the ends; marks that turn
 *  the direction of writing are dropped; an invalid byte becomes U+FFFD.
 *  @return a copy in the arena; data is NULL only when memory is out. */
struct trig_view trig_wrap_plain(struct trig_arena *arena, struct trig_view text);

/** Takes the next line off [*rest]: as many words as fit [width] columns when
 *  one blank stands between them, at least one character.
 *  @param rest   moved past the line and the white space after it; use the
 *                function until it is empty.
 *  @param width  0: no limit.
 *  @return the line, a part of [*rest]; empty when nothing but white space was left. */
struct trig_view trig_wrap_next(struct trig_view *rest, size_t width);

/** Writes [text] filled to lines of [width] columns with LF after each; white
 *  space between words becomes one blank. The first line is taken to begin at
 *  column [first], where the caller has left off; further lines are indented by
 *  [indent] blanks. Empty text writes one LF.
 *  @param width  of the whole line, indent included; 0: no limit. */
void trig_wrap_write(FILE *out, struct trig_view text, size_t width, size_t first, size_t indent);

#endif
