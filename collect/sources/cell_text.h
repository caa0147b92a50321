/* Cells of files that hold numbers rather than text, written as text: the form
 * in which the rest of the program reads answers. */
#ifndef TRIG_COLLECT_SOURCES_CELL_TEXT_H
#define TRIG_COLLECT_SOURCES_CELL_TEXT_H

#include <stddef.h>

/* Room for what the functions write, with its NUL. */
#define TRIG_CELL_TEXT 40

/* Days from 1582-10-14, where SPSS begins to count, to 1970-01-01. */
#define TRIG_SPSS_EPOCH 141428.0
/* Days from 1960-01-01, where Stata begins to count, to 1970-01-01. */
#define TRIG_STATA_EPOCH 3653.0
/* Days from 1899-12-30, which is day 0 of a workbook for all days after
 * February 1900, to 1970-01-01; and from 1904-01-01, day 0 of the other system. */
#define TRIG_WORKBOOK_EPOCH      25569.0
#define TRIG_WORKBOOK_EPOCH_1904 24107.0

/** Writes [number] in as few digits as tell it from every other: 5, 0.1, 1e+300.
 *  What is not finite writes nothing. @return the length. */
size_t trig_cell_number(double number, char out[TRIG_CELL_TEXT]);

/** Writes seconds since 1970 as trig_text_from_time does, rounded to the second;
 *  out of its range, as a number. @return the length. */
size_t trig_cell_time(double seconds, char out[TRIG_CELL_TEXT]);

/** Writes seconds since midnight, or a duration, as 15:42 or 15:42:07.
 *  @return the length. */
size_t trig_cell_clock(double seconds, char out[TRIG_CELL_TEXT]);

#endif
