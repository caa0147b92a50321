#include "collect/program.h"

#include "collect/match/file_name.h"
#include "collect/report/report.h"
#include "surveys/base/file.h"

#include <sys/stat.h>

#define OUTPUT_OPTIONS                                                                                       \
    {                                                                                                        \
        "format", "table|csv|json", "how to print (table)"                                                   \
    }

const struct trig_option trig_collect_output_options[] = {OUTPUT_OPTIONS, {NULL, NULL, NULL}};

const struct trig_option trig_collect_export_options[] = {
    OUTPUT_OPTIONS,
    {"wave", "W", "the wave of all records (default: a column or the dates say)"},
    {"institution", "I", "the institution of all records (default: a column says)"},
    {"platform", "P", "where the export comes from (default: found out)"},
    {"encoding", "E", "utf-8, windows-1252, macroman, utf-16, ... (default: found out)"},
    {"separator", "C", "comma, semicolon, tab, pipe or a character (default: found out)"},
    {"header-rows", "N", "how many rows the header has (default: the platform's)"},
    {"codes", "FILE", "the key that says what the codes of a coded export mean; metadata of Triple-S"},
    {"sheet", "NAME", "the sheet of a workbook (default: the only one that holds records)"},
    {"unpack-limit", "SIZE", "how much a packed export may unpack to, for example 8G (default: 4 GiB)"},
    {"column-limit", "N", "how many columns an export may have (default: 16384)"},
    {"field-limit", "SIZE", "how long a field of a text may be, for example 4M (default: 1 MiB)"},
    {"record-limit", "SIZE", "how long a record of a text may be (default: 16 MiB)"},
    {"keep-partial", NULL, "store responses that were begun and not submitted"},
    {"threads", "N", "how many threads read a large text file (default: one a processor)"},
    {"bad-answers", "reject|missing",
     "a record with an unreadable answer is set aside, or stored without it"},
    {NULL, NULL, NULL}};

enum trig_status trig_collect_format(const struct trig_arguments *arguments, enum trig_table_format *out,
                                     struct trig_error *error)
{
    const char *name = trig_arguments_option(arguments, "format");
    *out = TRIG_FORMAT_TABLE;
    if (trig_format_parse(name, out))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE, "--format takes table, csv or json, not %s", name);
}

enum trig_status trig_collect_ingest_options(const struct trig_arguments *arguments,
                                             struct trig_ingest_options *out, struct trig_error *error)
{
    static const char *const bad[] = {"reject", "missing", NULL};
    size_t answers = 0;
    *out = (struct trig_ingest_options){.codes = trig_arguments_option(arguments, "codes"),
                                        .wave = trig_arguments_option(arguments, "wave"),
                                        .institution = trig_arguments_option(arguments, "institution")};
    out->sniff.platform = trig_arguments_option(arguments, "platform");
    out->sniff.encoding = trig_arguments_option(arguments, "encoding");
    out->sniff.separator = trig_arguments_option(arguments, "separator");
    out->sniff.header_rows = trig_arguments_option(arguments, "header-rows");
    out->sniff.sheet = trig_arguments_option(arguments, "sheet");
    out->sniff.unpack_limit = trig_arguments_option(arguments, "unpack-limit");
    out->sniff.field_limit = trig_arguments_option(arguments, "field-limit");
    out->sniff.record_limit = trig_arguments_option(arguments, "record-limit");
    out->sniff.has_codes = out->codes != NULL;
    out->rules.keep_partial = trig_arguments_flag(arguments, "keep-partial");
    int64_t threads = 0, columns = 0;
    enum trig_status status = trig_arguments_choice(arguments, "bad-answers", bad, &answers, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "threads", 1, 64, &threads, error);
    if (status == TRIG_OK)
        status = trig_arguments_whole(arguments, "column-limit", 1, TRIG_COLUMN_LIMIT, &columns, error);
    out->sniff.column_limit = (size_t)columns;
    out->rules.bad_missing = answers == 1;
    out->threads = (size_t)threads;
    return status;
}

/* ---- definitions ----------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    struct stat state;
    return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

/* The folder with the definitions that ship: beside the installed program, or in
 * the sources of the tree that it was built in. [out] is empty when there is none. */
static void find_shipped(char *out, size_t size)
{
    static const char *const places[] = {"../share/trigpillar/definitions", "../../../surveys/definitions"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (trig_file_beside_program(places[i], out, size) && is_folder(out))
            return;
    }
    out[0] = 0;
}

enum trig_status trig_collect_definition(const struct trig_streams *streams, const char *survey,
                                         struct trig_definition_files *files, trig_definition **out,
                                         struct trig_error *error)
{
    char shipped[4200], named[4500];
    struct trig_problems problems;
    trig_definition *definition = NULL;
    find_shipped(shipped, sizeof shipped);
    snprintf(named, sizeof named, "%s/%s", shipped, survey);
    bool is_name = shipped[0] && !strchr(survey, '/') && !is_folder(survey) && is_folder(named);
    enum trig_status status =
        trig_definition_files_read(is_name ? named : survey, shipped[0] ? shipped : NULL, files, error);
    if (status != TRIG_OK)
        return status;
    trig_problems_init(&problems);
    status = trig_definition_parse(files, &problems, &definition, error);
    trig_problems_print(streams, &problems);
    if (status == TRIG_ERR_FORMAT) {
        trig_error_set(error, status, "the definition has %zu mistake%s: put %s right first",
                       problems.mistakes, problems.mistakes == 1 ? "" : "s",
                       problems.mistakes == 1 ? "it" : "them");
        trig_error_place(error, survey, 0, 0);
    }
    trig_problems_clear(&problems);
    if (status == TRIG_OK && out)
        *out = definition;
    else
        trig_definition_destroy(definition);
    if (status != TRIG_OK)
        trig_definition_files_clear(files);
    return status;
}

/* ---- one export -------------------------------------------------------------------- */

/* Progress of one export; the clock starts with its first record. */
struct reading {
    struct trig_progress progress;
    FILE *out;
    const char *name;
    bool begun;
};

static void move_progress(void *context, uint64_t bytes, uint64_t size)
{
    struct reading *reading = context;
    if (!reading->begun)
        trig_progress_begin(&reading->progress, reading->out, reading->name, size, trig_progress_clock());
    reading->begun = true;
    trig_progress_update(&reading->progress, bytes, trig_progress_clock());
}

static struct reading watch(const struct trig_streams *streams, const char *path)
{
    return (struct reading){.out = streams->terminal ? streams->err : NULL,
                            .name = trig_file_name_base(path)};
}

static void print_undecodable(const struct trig_streams *streams, const char *path,
                              const struct trig_ingest_result *result)
{
    const struct trig_undecodable *bad = &result->undecodable;
    for (size_t i = 0; i < bad->count && i < TRIG_UNDECODABLE_KEPT; i++)
        fprintf(streams->err,
                "%s: warning: %s:%llu:%llu: byte 0x%02X is not %s; U+FFFD stands in its place\n",
                streams->program, path, (unsigned long long)bad->first[i].line,
                (unsigned long long)bad->first[i].column, bad->first[i].byte,
                result->export.dialect.encoding.name);
    if (bad->count > TRIG_UNDECODABLE_KEPT)
        fprintf(streams->err,
                "%s: warning: %s: %llu more bytes of that kind; --encoding says what else it is\n",
                streams->program, path, (unsigned long long)(bad->count - TRIG_UNDECODABLE_KEPT));
}

enum trig_exit trig_collect_ingest(const struct trig_streams *streams, struct trig_report *report,
                                   struct trig_outcomes *outcomes, enum trig_table_format format,
                                   trig_store *store, const trig_definition *definition, const char *path,
                                   const struct trig_ingest_options *options)
{
    struct reading reading = watch(streams, path);
    struct trig_watcher watcher = {move_progress, &reading};
    struct trig_ingest_result result;
    struct trig_error error = {0}, trouble = {0};
    enum trig_status status = trig_ingest(store, definition, path, options, &watcher, &result, &error);
    if (reading.begun)
        trig_progress_end(&reading.progress);
    if (result.export.path)
        print_undecodable(streams, result.export.path, &result);
    enum trig_exit code = TRIG_EXIT_DONE;
    if (status == TRIG_OK) {
        status = trig_report_add(report, definition, options, &result, &trouble);
        if (status == TRIG_OK && format == TRIG_FORMAT_TABLE)
            status = trig_report_write(report, streams->out, streams->width, &trouble);
        code = status != TRIG_OK                   ? trig_exit_error(streams, &trouble)
               : trig_tally_invalid(&result.tally) ? TRIG_EXIT_INVALID
                                                   : TRIG_EXIT_DONE;
    } else if (result.problems.mistakes) {
        trig_problems_print(streams, &result.problems);
        code = trig_exit_for(status);
    } else {
        code = trig_exit_error(streams, &error);
    }
    if (outcomes &&
        trig_outcomes_add(outcomes, path, &result, status == TRIG_OK ? NULL : &error, &trouble) != TRIG_OK)
        code = trig_exit_error(streams, &trouble);
    trig_ingest_result_clear(&result);
    return code;
}

enum trig_status trig_collect_print_table(const struct trig_streams *streams, const trig_table *table,
                                          enum trig_table_format format, struct trig_error *error)
{
    enum trig_status status = trig_table_write(table, format, streams->out, streams->width, error);
    if (status == TRIG_OK && format == TRIG_FORMAT_CSV)
        status = trig_table_write_notes(table, streams->err, 0, error);
    return status;
}
