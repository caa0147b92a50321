/* The colours that depend on the data; the others stand in style.gp.
 *
 * Answers take ColorBrewer's PuOr from orange (negative) to purple (positive)
 * with a grey middle; lines take Okabe and Ito's colours, which people with
 * colour-vision deficiencies tell apart. Text in a line's colour takes a darker
 * one. Colours are 0xRRGGBB.
 */
#ifndef TRIG_PLOTS_PAGE_PALETTE_H
#define TRIG_PLOTS_PAGE_PALETTE_H

#include "plots/figure/figure.h"

#define TRIG_INK         0x222222u /* text */
#define TRIG_WHITE       0xFFFFFFu
#define TRIG_OWN         0xD55E00u /* vermillion: marks */
#define TRIG_OWN_TEXT    0xBF5300u /* and text, 4.7:1 on white */
#define TRIG_SECTOR      0x6B6B6Bu
#define TRIG_SECTOR_TEXT 0x5A5A5Au

/* How many lines of equal standing can be told apart beside own and sector. */
#define TRIG_PLAIN_COLOURS 6

/** The fill of an answer: [place] counts from 0 at the middle of the scale
 *  outwards among the [count] answers of its side. */
uint32_t trig_answer_colour(enum trig_tone tone, size_t place, size_t count);
/** The fill of answers of one side that were merged. */
uint32_t trig_merged_colour(enum trig_tone tone);

/** The colour of a line and of its text; [plain] counts the series of plain
 *  tone before it, below TRIG_PLAIN_COLOURS. */
uint32_t trig_line_colour(enum trig_tone tone, size_t plain);
uint32_t trig_text_colour(enum trig_tone tone, size_t plain);

/** Ink or white, whichever reads better on [fill]. */
uint32_t trig_ink_on(uint32_t fill);

/** The contrast ratio of two colours, 1 to 21. Source: WCAG 2.1, relative luminance. */
double trig_contrast(uint32_t a, uint32_t b);

#endif
