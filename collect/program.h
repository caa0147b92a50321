/* What the commands of trig-collect share: options, definitions, stores, tables. */
#ifndef TRIG_COLLECT_PROGRAM_H
#define TRIG_COLLECT_PROGRAM_H

#include "surveys/command/command.h"
#include "surveys/command/progress.h"
#include "surveys/definition/definition.h"
#include "surveys/store/store.h"
#include "surveys/table/table.h"

#include "collect/intake/ingest.h"
#include "collect/report/outcomes.h"

/* `--format` and `--quiet`, for commands that print a table. */
extern const struct trig_option trig_collect_output_options[];
/* The same with all that says how an export is read, for check and ingest. */
extern const struct trig_option trig_collect_export_options[];

/** The form that --format asks for. @return TRIG_OK or TRIG_ERR_USAGE. */
enum trig_status trig_collect_format(const struct trig_arguments *arguments, enum trig_table_format *out,
                                     struct trig_error *error);

/** Fills [out] from the options in trig_collect_export_options. Borrows argv's
 *  strings. The folder for temporary files is for the command to say. */
enum trig_status trig_collect_ingest_options(const struct trig_arguments *arguments,
                                             struct trig_ingest_options *out, struct trig_error *error);

/** Reads the definition in the folder [survey], or the shipped one of that name,
 *  and prints every mistake and warning to streams->err.
 *  @param files  gets the files; free with trig_definition_files_clear on TRIG_OK.
 *  @param out    gets the definition; may be NULL. */
enum trig_status trig_collect_definition(const struct trig_streams *streams, const char *survey,
                                         struct trig_definition_files *files, trig_definition **out,
                                         struct trig_error *error);

/** Reads one export, prints what came of it and what went wrong; for check and
 *  ingest. In CSV and JSON the report is only gathered: write it at the end.
 *  @param outcomes  gets one more; may be NULL.
 *  @param store     NULL: the export is only tried. */
struct trig_report;
enum trig_exit trig_collect_ingest(const struct trig_streams *streams, struct trig_report *report,
                                   struct trig_outcomes *outcomes, enum trig_table_format format,
                                   trig_store *store, const trig_definition *definition, const char *path,
                                   const struct trig_ingest_options *options);

/** Writes a table in the form asked for; its notes go to streams->err when that is CSV. */
enum trig_status trig_collect_print_table(const struct trig_streams *streams, const trig_table *table,
                                          enum trig_table_format format, struct trig_error *error);

/* The commands: one file each, cmd_NAME.c. */
extern const struct trig_command trig_command_check;
extern const struct trig_command trig_command_codebook;
extern const struct trig_command trig_command_comments;
extern const struct trig_command trig_command_draft;
extern const struct trig_command trig_command_erase;
extern const struct trig_command trig_command_export;
extern const struct trig_command trig_command_ingest;
extern const struct trig_command trig_command_init;
extern const struct trig_command trig_command_platforms;
extern const struct trig_command trig_command_redefine;
extern const struct trig_command trig_command_rejects;
extern const struct trig_command trig_command_status;
extern const struct trig_command trig_command_undo;
extern const struct trig_command trig_command_verify;

#endif
