/* ingest: exports into a store, each its own import. */
#include "collect/program.h"
#include "collect/report.h"

#include <stdlib.h>

static const struct trig_option options[] = {{"again", NULL, "take a file that is stored already"},
                                             {"dry-run", NULL, "read, compare and count, store nothing"},
                                             {NULL, NULL, NULL}};

/* The gravest of two ends: failed, wrong usage, invalid records, done. */
static enum trig_exit graver(enum trig_exit a, enum trig_exit b)
{
    static const int gravity[] = {
        [TRIG_EXIT_DONE] = 0, [TRIG_EXIT_INVALID] = 1, [TRIG_EXIT_USAGE] = 2, [TRIG_EXIT_FAILED] = 3};
    return gravity[a] >= gravity[b] ? a : b;
}

/* What came of all files, after what came of each. */
static enum trig_status write_totals(const struct trig_streams *streams, trig_report *report,
                                     const struct trig_outcomes *outcomes, enum trig_table_format format,
                                     struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (outcomes->count > 1 && format == TRIG_FORMAT_TABLE)
        return trig_outcomes_write(outcomes, streams->out, streams->width, error);
    if (outcomes->count > 1)
        status = trig_report_add_outcomes(report, outcomes, error);
    if (status == TRIG_OK && format != TRIG_FORMAT_TABLE)
        status = trig_report_write(report, streams->out, 0, error);
    return status;
}

static enum trig_exit ingest_all(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                 trig_store *store, enum trig_table_format format,
                                 const struct trig_ingest_options *asked)
{
    struct trig_error error = {0};
    struct trig_outcomes outcomes;
    enum trig_exit code = TRIG_EXIT_DONE;
    trig_report *report = trig_report_create(format, &error);
    trig_outcomes_init(&outcomes);
    for (size_t i = 1; report && i < trig_arguments_count(arguments); i++)
        code = graver(code, trig_collect_ingest(streams, report, &outcomes, format, store,
                                                trig_store_definition(store), trig_arguments_at(arguments, i),
                                                asked));
    enum trig_status status = report ? TRIG_OK : TRIG_ERR_MEMORY;
    if (report)
        status = write_totals(streams, report, &outcomes, format, &error);
    trig_report_destroy(report);
    trig_outcomes_clear(&outcomes);
    return status == TRIG_OK ? code : trig_exit_error(streams, &error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    struct trig_ingest_options asked;
    enum trig_table_format format;
    trig_store *store = NULL;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_collect_ingest_options(arguments, &asked, &error);
    asked.sniff.temporary = getenv("TMPDIR");
    if (status == TRIG_OK) {
        asked.again = trig_arguments_flag(arguments, "again");
        asked.dry_run = trig_arguments_flag(arguments, "dry-run");
        status = trig_store_open(trig_arguments_at(arguments, 0),
                                 asked.dry_run ? TRIG_STORE_READ : TRIG_STORE_WRITE, &store, &error);
    }
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    enum trig_exit code = ingest_all(arguments, streams, store, format, &asked);
    trig_store_close(store);
    return code;
}

const struct trig_command trig_command_ingest = {
    .name = "ingest",
    .synopsis = "STORE EXPORT... [OPTION...]",
    .summary = "read exports into the store, each as one import",
    .help =
        "Finds out what each export is (platform, encoding, separator, header rows), says why, matches "
        "its columns with the variables of the survey, and stores its records. What cannot be stored is "
        "set aside with a reason: read = stored + rejected, always.\n"
        "\n"
        "Beside text, files of SPSS (.sav, .zsav) and Stata (.dta) are read, with the labels and missing "
        "values that they declare, workbooks (.xlsx), and data of Triple-S with its metadata (.sss) beside "
        "it "
        "or named with --codes.\n"
        "\n"
        "An export may be packed with gzip, or come from standard input (-). Of several exports each is an "
        "import of its own, in the order given and with the same options; one that fails leaves the others "
        "as they are, and the last table says what came of each.\n"
        "\n"
        "Previews, tests, partial and blank responses, and records that are stored already, are set aside "
        "without fuss. Records that are invalid end the program with exit code 3: see `rejects`. With "
        "--bad-answers missing a record with an unreadable answer is stored, the answer marked.\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect ingest survey.trig wave2.csv --wave 2024\n"
        "    trig-collect ingest survey.trig coded.csv --codes key.csv --institution aldermere\n"
        "    trig-collect ingest survey.trig north.csv.gz south.csv.gz --wave 2024\n",
    .options = options,
    .shared = trig_collect_export_options,
    .least = 2,
    .most = SIZE_MAX,
    .run = run,
};
