/* Writing the table of responses, one function a kind of file. All of them write a file
 * that appears whole or not at all. */
#ifndef TRIG_COLLECT_EXPORT_WIDE_WRITE_H
#define TRIG_COLLECT_EXPORT_WIDE_WRITE_H

#include "collect/export/wide.h"

/** @param labels  answers as labels instead of codes. */
enum trig_status trig_wide_write_csv(const struct trig_wide *wide, const char *path, bool labels,
                                     struct trig_error *error);

enum trig_wide_package { TRIG_WIDE_SAV, TRIG_WIDE_DTA };

/* Is told what the format cannot hold, one sentence at a time. */
typedef void trig_wide_note(void *context, const char *text);

/** Writes an SPSS or Stata file, with labels of variables and answers. */
enum trig_status trig_wide_write_package(const struct trig_wide *wide, const char *path,
                                         enum trig_wide_package kind, trig_wide_note *say, void *context,
                                         struct trig_error *error);

/** Writes a workbook with one sheet. */
enum trig_status trig_wide_write_xlsx(const struct trig_wide *wide, const char *path, bool labels,
                                      trig_wide_note *say, void *context, struct trig_error *error);

/** Writes the definition beside the table, as the folder [path].survey: what the answers
 *  mean, whatever the table's format can hold.
 *  @param spread  its columns.csv also says which columns hold the options of questions
 *                 that take several answers.
 *  @param folder  gets its path. */
enum trig_status trig_wide_write_definition(const struct trig_wide *wide, const char *path, bool spread,
                                            char folder[4096], struct trig_error *error);

#endif
