/* export: the responses themselves, for other programs. */
#include "collect/export/wide_write.h"
#include "collect/program.h"

static const struct trig_option options[] = {
    {"to", "csv|sav|dta|xlsx", "the kind of file: CSV, SPSS, Stata, a workbook"},
    {"out", "FILE", "where to; FILE.survey gets the definition"},
    {"labels", NULL, "answers as labels, not as codes (SPSS and Stata have both)"},
    {NULL, NULL, NULL}};

enum kind { CSV, SAV, DTA, XLSX };

static void tell(void *context, const char *text)
{
    const struct trig_streams *streams = context;
    fprintf(streams->err, "%s: what the file cannot hold: %s\n", streams->program, text);
}

static enum trig_status write_table(const struct trig_streams *streams, const struct trig_wide *wide,
                                    const char *path, enum kind kind, bool labels, struct trig_error *error)
{
    struct trig_streams told = *streams;
    if (kind == CSV)
        return trig_wide_write_csv(wide, path, labels, error);
    if (kind == XLSX)
        return trig_wide_write_xlsx(wide, path, labels, tell, &told, error);
    return trig_wide_write_package(wide, path, kind == SAV ? TRIG_WIDE_SAV : TRIG_WIDE_DTA, tell, &told,
                                   error);
}

static enum trig_status write_all(const struct trig_streams *streams, trig_store *store, const char *path,
                                  enum kind kind, bool labels, struct trig_error *error)
{
    static const enum trig_wide_cells cells[] = {[CSV] = TRIG_WIDE_BLANK,
                                                 [SAV] = TRIG_WIDE_NUMBERS,
                                                 [DTA] = TRIG_WIDE_LETTERS,
                                                 [XLSX] = TRIG_WIDE_BLANK};
    struct trig_wide wide;
    char folder[4096] = "";
    enum trig_status status = trig_wide_open(store, cells[kind], &wide, error);
    if (status == TRIG_OK)
        status = write_table(streams, &wide, path, kind, labels, error);
    if (status == TRIG_OK)
        status = trig_wide_write_definition(&wide, path, kind == SAV || kind == DTA, folder, error);
    if (status == TRIG_OK) {
        fprintf(streams->err,
                "%s: %s holds individual responses, %llu of them: it is not for publication, and nothing in "
                "it is protected\n",
                streams->program, path, (unsigned long long)wide.rows);
        fprintf(streams->err, "%s: scales, labels, pillars and the rest of the definition are in %s\n",
                streams->program, folder);
    }
    trig_wide_clear(&wide);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    static const char *const kinds[] = {"csv", "sav", "dta", "xlsx", NULL};
    const char *to = trig_arguments_option(arguments, "to"), *out = trig_arguments_option(arguments, "out");
    struct trig_error error = {0};
    trig_store *store = NULL;
    size_t kind = 0;
    enum trig_status status = TRIG_OK;
    if (!to || !out)
        status = trig_error_set(&error, TRIG_ERR_USAGE,
                                "say which kind of file with --to, and which file with --out");
    if (status == TRIG_OK)
        status = trig_arguments_choice(arguments, "to", kinds, &kind, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &store, &error);
    if (status == TRIG_OK)
        status =
            write_all(streams, store, out, (enum kind)kind, trig_arguments_flag(arguments, "labels"), &error);
    trig_store_close(store);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_export = {
    .name = "export",
    .synopsis = "STORE --to csv|sav|dta|xlsx --out FILE [--labels]",
    .summary = "write the responses, one a row, for other programs",
    .help =
        "Writes every response that the store holds: individual data, not for publication. Answers are "
        "codes, or labels with --labels; several answers to one question are joined by a bar; dates are "
        "written as 2024-05-28. A blank cell is a question that was skipped; the last column, #missing, says "
        "why else a cell is blank (not_shown, declared_missing, unreadable; none: an answer without any of "
        "the options). Texts are written as they are: a spreadsheet that opens CSV may run one that begins "
        "with = as a formula; in a workbook it stays text.\n"
        "\n"
        "Files of SPSS and Stata have the labels of variables and answers; a question that takes several "
        "answers is one column an option. Codes that are no answer to the question are declared missing in "
        "SPSS, and in Stata they are missing values by letters, all with labels: .a not applicable, .d don't "
        "know, .r refused, .n not shown, others as labelled. The plain missing value is a question that was "
        "skipped; not shown, declared missing and unreadable have missing values of their own (.x, .y, .z in "
        "Stata), or, where a column cannot hold one, are in the text trig_missing. A weight is the file's "
        "weight in SPSS. What the format cannot hold, such as long names, is told; texts that are too long "
        "for "
        "it (32766 bytes in SPSS, 2045 in Stata, 32767 in a workbook) are cut, and all of each is in "
        "FILE.texts.csv.\n"
        "\n"
        "FILE.survey gets the definition. With both, the responses can be read back, all of them the same: "
        "`init` a store with FILE.survey and `ingest` FILE.\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect export survey.trig --to csv --out responses.csv\n"
        "    trig-collect export survey.trig --to sav --out responses.sav\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
