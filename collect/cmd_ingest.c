/* ingest: exports into a store, each its own import. */
#include "collect/program.h"
#include "collect/report/report.h"

#include <stdlib.h>

static const struct trig_option options[] = {
    {"again", NULL, "take a file that is stored already"},
    {"replace", NULL, "changed answers take the place of those stored before"},
    {"rejects", "FILE", "what `rejects` printed, corrected: take what can be read now"},
    {"person-key", "FILE", "the key that makes pseudonyms of who answered (default: nothing of it is kept)"},
    {"make-person-key", "FILE", "make a new key in FILE, for your eyes only, and use it"},
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

static enum trig_exit correct(const struct trig_streams *streams, trig_store *store,
                              enum trig_table_format format, const char *path,
                              const struct trig_ingest_options *asked)
{
    struct trig_error error = {0};
    struct trig_corrections corrections;
    trig_report *report = trig_report_create(format, &error);
    enum trig_status status =
        report ? trig_correct(store, path, asked, &corrections, &error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status =
            trig_report_add_corrections(report, trig_store_definition(store), path, &corrections, &error);
    if (status == TRIG_OK)
        status = trig_report_write(report, streams->out, streams->width, &error);
    bool wrong = report && corrections.wrong > 0;
    if (report)
        trig_corrections_clear(&corrections);
    trig_report_destroy(report);
    return status != TRIG_OK ? trig_exit_error(streams, &error) : wrong ? TRIG_EXIT_INVALID : TRIG_EXIT_DONE;
}

/* Reads the key that the user names, or makes one. */
static enum trig_status find_key(const struct trig_arguments *arguments, struct trig_person_key *key,
                                 const struct trig_person_key **out, struct trig_error *error)
{
    const char *path = trig_arguments_option(arguments, "person-key");
    const char *made = trig_arguments_option(arguments, "make-person-key");
    enum trig_status status = TRIG_OK;
    if (path && made)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "either --person-key, for a key that is there, or --make-person-key");
    if (made && trig_arguments_flag(arguments, "dry-run"))
        return trig_error_set(error, TRIG_ERR_USAGE, "--dry-run makes nothing, and so no key");
    if (made)
        status = trig_person_key_make(made, error);
    path = made ? made : path;
    if (status == TRIG_OK && path)
        status = trig_person_key_read(path, key, error);
    *out = path ? key : NULL;
    return status;
}

/* Either exports or rejects. */
static enum trig_status check_operands(const struct trig_arguments *arguments, const char *rejects,
                                       struct trig_error *error)
{
    size_t count = trig_arguments_count(arguments);
    if (rejects && count > 1)
        return trig_error_set(error, TRIG_ERR_USAGE, "--rejects reads one list of rejects and no export");
    if (!rejects && count < 2)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "name at least one export after the store, or a list of rejects with --rejects");
    return TRIG_OK;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    struct trig_ingest_options asked;
    struct trig_person_key key;
    enum trig_table_format format;
    trig_store *store = NULL;
    const char *rejects = trig_arguments_option(arguments, "rejects");
    enum trig_status status = check_operands(arguments, rejects, &error);
    if (status == TRIG_OK)
        status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_collect_ingest_options(arguments, &asked, &error);
    asked.sniff.temporary = getenv("TMPDIR");
    if (status == TRIG_OK) {
        asked.replace = trig_arguments_flag(arguments, "replace");
        asked.again = trig_arguments_flag(arguments, "again");
        asked.dry_run = trig_arguments_flag(arguments, "dry-run");
        status = find_key(arguments, &key, &asked.key, &error);
    }
    if (status == TRIG_OK) {
        status = trig_store_open(trig_arguments_at(arguments, 0),
                                 asked.dry_run ? TRIG_STORE_READ : TRIG_STORE_WRITE, &store, &error);
    }
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    enum trig_exit code = rejects ? correct(streams, store, format, rejects, &asked)
                                  : ingest_all(arguments, streams, store, format, &asked);
    trig_store_close(store);
    return code;
}

const struct trig_command trig_command_ingest = {
    .name = "ingest",
    .synopsis = "STORE EXPORT... [OPTION...]\nSTORE --rejects FILE [OPTION...]",
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
        "An export may be packed with gzip, or be the one file of data in a zip file, or come from standard "
        "input "
        "(-). Of several exports each is an "
        "import of its own, in the order given and with the same options; one that fails leaves the others "
        "as they are, and the last table says what came of each.\n"
        "\n"
        "Previews, tests, partial and blank responses, and records that are stored already, are set aside "
        "without fuss. Records that are invalid end the program with exit code 3: see `rejects`. With "
        "--bad-answers missing a record with an unreadable answer is stored, the answer marked.\n"
        "\n"
        "A survey that is still open can be downloaded and ingested again and again: by its response id a "
        "record is known, and only what is new is stored. One that has other answers now is set aside as "
        "changed; with --replace its new answers take the place of the old ones, which come back when the "
        "import is undone.\n"
        "\n"
        "Who answered (the role respondent) is not kept. With a person key it becomes a pseudonym, the same "
        "in "
        "every wave, which nobody without the key can turn back: waves can be linked, and `erase` finds a "
        "person again. Keep the key outside the store, and do not lose it.\n"
        "\n"
        "With --rejects, reads what `rejects` has printed, corrected in an editor or a spreadsheet: each "
        "record is read as its own export was. What can be read now is stored and its reject gone; what "
        "cannot stays set aside. The records whose answers the definition has come to know since "
        "(`redefine`) are stored without being touched. Undoing the import brings the rejects back.\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect ingest survey.trig wave2.csv --wave 2024\n"
        "    trig-collect ingest survey.trig wave2-so-far.csv --replace\n"
        "    trig-collect ingest survey.trig --rejects rejects.csv\n"
        "    trig-collect ingest survey.trig wave1.csv --make-person-key ./people.key\n"
        "    trig-collect ingest survey.trig coded.csv --codes key.csv --institution aldermere\n"
        "    trig-collect ingest survey.trig north.csv.gz south.csv.gz --wave 2024\n",
    .options = options,
    .shared = trig_collect_export_options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
