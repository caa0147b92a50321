/* What an import says of itself: what was found out and why, which column is
 * which variable, what could not be read, and the counts.
 *
 *     file | part | name | value | count | note           CSV and JSON: one table
 *
 *     part   detected   encoding      UTF-8       why
 *            column     a heading     a variable  why
 *            variable   a variable that the export lacks
 *            coverage   a heading     a variable  cells that hold something, and how many are read
 *            unreadable a variable    what it held, how often, what may be meant
 *            set aside  a reason      how many records
 *            count      read, stored, rejected
 *            failed     a file of several from which nothing was stored, and why
 *            total      files, read, stored, rejected, of several files
 *
 * The text form shows each part under its own headings.
 */
#ifndef TRIG_COLLECT_REPORT_REPORT_H
#define TRIG_COLLECT_REPORT_REPORT_H

#include "surveys/base/error.h"
#include "surveys/table/table.h"

#include "collect/intake/corrections.h"
#include "collect/intake/ingest.h"
#include "collect/report/outcomes.h"

typedef struct trig_report trig_report;

/** @param format  of the output; the text form is brief: an option column stands
 *                 for all of its variable, long headings are cut.
 *  @return the report, or NULL when memory is out. */
trig_report *trig_report_create(enum trig_table_format format, struct trig_error *error);
void trig_report_destroy(trig_report *report);

/** Adds what came of one export. */
enum trig_status trig_report_add(trig_report *report, const trig_definition *definition,
                                 const struct trig_ingest_options *options,
                                 const struct trig_ingest_result *result, struct trig_error *error);

/** Adds what came of several exports together, for CSV and JSON. */
enum trig_status trig_report_add_outcomes(trig_report *report, const struct trig_outcomes *outcomes,
                                          struct trig_error *error);

/** Adds what came of corrected rejects, read from [path]. */
enum trig_status trig_report_add_corrections(trig_report *report, const trig_definition *definition,
                                             const char *path, const struct trig_corrections *corrections,
                                             struct trig_error *error);

/** Writes what was added since the last time.
 *  @param width  of the text form; 0: no limit. */
enum trig_status trig_report_write(trig_report *report, FILE *out, size_t width, struct trig_error *error);

#endif
