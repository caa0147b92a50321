/* The prelude and the data of one chart, being written.
 *
 *     prelude:  LEFT = 112.50                      data:  # rows
 *               array TITLE[1] = ['It''s ...']            y	value	own
 *                                                         9	62.9	1
 *                                                         (two blank lines)
 *                                                         # names ...
 *
 * The prelude holds plain numbers and texts that the template reads; the data
 * are tab-separated blocks that it draws by name. Lengths are in points from
 * the top left corner; every text goes through plots/page/escape.h. Failures to
 * write are remembered and reported once, by trig_script_finish.
 */
#ifndef TRIG_PLOTS_PAGE_SCRIPT_H
#define TRIG_PLOTS_PAGE_SCRIPT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

#include <stdio.h>

struct trig_script {
    struct trig_arena arena; /* for texts made while laying out */
    const char *name;        /* of the chart */
    FILE *prelude;
    FILE *data;
    char *prelude_text; /* complete after trig_script_finish */
    char *data_text;
    size_t prelude_length;
    size_t data_length;
    size_t columns; /* of the block being written */
    size_t cells;   /* written in the current row */
    size_t rows;    /* written in the current block */
    bool lost;      /* a text could not be made: memory was out */
};

/** @param name  borrowed; must outlive the script. */
enum trig_status trig_script_init(struct trig_script *script, const char *name, struct trig_error *error);
/** Completes the texts. @return TRIG_OK or TRIG_ERR_MEMORY when something was lost. */
enum trig_status trig_script_finish(struct trig_script *script, struct trig_error *error);
void trig_script_clear(struct trig_script *script);

/** A line of comment in the prelude. */
void trig_script_comment(struct trig_script *script, const char *comment);
/** NAME = a number, always written as a real number: gnuplot divides whole
 *  numbers as C does. NAN must not be passed. */
void trig_script_number(struct trig_script *script, const char *name, double value);
/** NAME = a whole number. */
void trig_script_count(struct trig_script *script, const char *name, size_t value);
/** NAME = a text. */
void trig_script_text(struct trig_script *script, const char *name, struct trig_view text);
/** NAME_N = how many, and the array NAME[1..NAME_N]; one blank element when there are none. */
void trig_script_texts(struct trig_script *script, const char *name, struct trig_views texts);
/** The array NAME[1..count] of colours 0xRRGGBB; [count] at least 1. */
void trig_script_colours(struct trig_script *script, const char *name, const uint32_t *colours, size_t count);

/** The array NAME[1..count] of numbers; [count] at least 1. */
void trig_script_numbers(struct trig_script *script, const char *name, const double *values, size_t count);

/** Begins a block called [name]; [columns] are their names with tabs between. */
void trig_script_block(struct trig_script *script, const char *name, const char *columns);
/** One cell, from the left; NAN is what gnuplot leaves out. */
void trig_script_cell(struct trig_script *script, double value);
/** @param text  data NULL means that memory was out when it was made. */
void trig_script_cell_text(struct trig_script *script, struct trig_view text);
/** Ends a row that has all its cells (assert). */
void trig_script_end_row(struct trig_script *script);
/** A row of NAN, which interrupts lines and bands. */
void trig_script_gap(struct trig_script *script);
/** Ends the block; an empty one gets a row of NAN, since gnuplot complains about nothing. */
void trig_script_end_block(struct trig_script *script);

#endif
