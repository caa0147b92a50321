/* redefine: another version of a store's definition, when its answers allow it. */
#include "collect/program.h"
#include "collect/redefine/differences.h"

static const struct trig_option options[] = {
    {"survey", "DIR", "the definition to come: a folder, or the name of a shipped one"},
    {"dry-run", NULL, "show the differences, change nothing"},
    {NULL, NULL, NULL}};

enum { VERDICT, FILE_NAME, LINE, WHAT, COLUMNS };

static const struct trig_table_column columns[COLUMNS] = {
    [VERDICT] = {"verdict", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [FILE_NAME] = {"file", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
    [LINE] = {"line", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER},
    [WHAT] = {"what", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
};

/* What one run of the command has in hand. */
struct redefinition {
    trig_store *store;
    struct trig_definition_files files;
    trig_definition *after;
    struct trig_differences differences;
    uint64_t newest; /* import when the differences were found */
};

static enum trig_status fill(trig_table *table, const struct trig_differences *differences,
                             struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < differences->count && status == TRIG_OK; i++) {
        const struct trig_difference *difference = &differences->items[i];
        size_t row;
        status = trig_table_add_row(table, &row, error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, VERDICT,
                                         trig_view(difference->refused ? "refused" : "accepted"), error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, FILE_NAME, trig_view(difference->file), error);
        if (status == TRIG_OK)
            status = trig_table_set_text(table, row, WHAT, difference->what, error);
        if (status == TRIG_OK && difference->line)
            trig_table_set_count(table, row, LINE, difference->line);
    }
    return status;
}

static void print_sentences(const struct trig_streams *streams, const struct trig_differences *differences,
                            bool refused, const char *title)
{
    bool begun = false;
    for (size_t i = 0; i < differences->count; i++) {
        const struct trig_difference *difference = &differences->items[i];
        if (difference->refused != refused)
            continue;
        if (!begun)
            fprintf(streams->out, "%s\n", title);
        begun = true;
        if (difference->line)
            fprintf(streams->out, "  %s:%llu: %.*s\n", difference->file, (unsigned long long)difference->line,
                    TRIG_VIEW_ARG(difference->what));
        else
            fprintf(streams->out, "  %s: %.*s\n", difference->file, TRIG_VIEW_ARG(difference->what));
    }
}

static enum trig_status print(const struct trig_streams *streams, const struct trig_differences *differences,
                              enum trig_table_format format, struct trig_error *error)
{
    if (format == TRIG_FORMAT_TABLE) {
        print_sentences(streams, differences, false, "Accepted:");
        print_sentences(streams, differences, true, "Refused, because of the answers that are stored:");
        return TRIG_OK;
    }
    trig_table *table = trig_table_create(columns, COLUMNS, error);
    enum trig_status status = table ? fill(table, differences, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, error);
    trig_table_destroy(table);
    return status;
}

/* Somebody may have named the wrong folder. */
static enum trig_status check_survey(struct redefinition *redefinition, struct trig_error *error)
{
    struct trig_view was = trig_store_definition(redefinition->store)->survey.id;
    struct trig_view is = redefinition->after->survey.id;
    enum trig_status status = trig_store_newest(redefinition->store, &redefinition->newest, error);
    if (status != TRIG_OK || !redefinition->newest || trig_view_equal(was, is))
        return status;
    return trig_error_set(error, TRIG_ERR_REFUSED,
                          "survey.csv: this is the survey \"%.*s\", and the store holds answers to "
                          "\"%.*s\": give it the same id, or make another store with `trig-collect init`",
                          TRIG_VIEW_ARG(is), TRIG_VIEW_ARG(was));
}

static enum trig_status store_it(const struct trig_streams *streams, struct redefinition *redefinition,
                                 bool dry_run, struct trig_error *error)
{
    const struct trig_differences *differences = &redefinition->differences;
    const trig_definition *before = trig_store_definition(redefinition->store);
    if (differences->refused)
        return trig_error_set(error, TRIG_ERR_REFUSED,
                              "%zu of %zu differences would change what stored answers mean: nothing was "
                              "changed; take %s back, or undo the imports with those answers first",
                              differences->refused, differences->count,
                              differences->refused == 1 ? "it" : "them");
    if (strcmp(before->sha256, redefinition->after->sha256) == 0) {
        fprintf(streams->err, "%s: the store has this definition already\n", streams->program);
        return TRIG_OK;
    }
    if (!differences->count)
        fprintf(streams->err, "%s: the files differ, but nothing that they say does\n", streams->program);
    if (dry_run) {
        fprintf(streams->err, "%s: nothing was changed (--dry-run)\n", streams->program);
        return TRIG_OK;
    }
    enum trig_status status =
        trig_store_redefine(redefinition->store, &redefinition->files, redefinition->newest, error);
    if (status == TRIG_OK)
        fprintf(streams->err, "%s: the store has the new definition; the old one is kept\n",
                streams->program);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    const char *survey = trig_arguments_option(arguments, "survey");
    bool dry_run = trig_arguments_flag(arguments, "dry-run");
    struct trig_error error = {0};
    struct redefinition redefinition = {0};
    enum trig_table_format format;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK && !survey)
        status =
            trig_error_set(&error, TRIG_ERR_USAGE, "name the folder of the definition to come with --survey");
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0),
                                 dry_run ? TRIG_STORE_READ : TRIG_STORE_WRITE, &redefinition.store, &error);
    if (status == TRIG_OK)
        status = trig_collect_definition(streams, survey, &redefinition.files, &redefinition.after, &error);
    if (status == TRIG_OK) {
        status = check_survey(&redefinition, &error);
        if (status == TRIG_OK)
            status = trig_differences_find(redefinition.store, redefinition.after, &redefinition.files,
                                           &redefinition.differences, &error);
        if (status == TRIG_OK)
            status = print(streams, &redefinition.differences, format, &error);
        if (status == TRIG_OK)
            status = store_it(streams, &redefinition, dry_run, &error);
        trig_differences_clear(&redefinition.differences);
        trig_definition_destroy(redefinition.after);
        trig_definition_files_clear(&redefinition.files);
    }
    trig_store_close(redefinition.store);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_redefine = {
    .name = "redefine",
    .synopsis = "STORE --survey DIR [--dry-run] [--format F]",
    .summary = "give a store a mended or extended definition",
    .help =
        "Compares the definition in the store with the one in DIR, prints every difference with file and "
        "line, and stores the new one. Old versions are kept: each import names the one it was read with.\n"
        "\n"
        "Accepted: whatever adds, renames or explains (codes, labels, aliases, variables, institutions, "
        "groups, waves, counts, crosswalk), and whatever no stored answer feels. Refused: a code that goes, "
        "or takes another value or another code's label, while answers with it are stored; a variable that "
        "goes, or changes its type, unit or direction, while it has answers. One refusal leaves the whole "
        "definition as it was.\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect redefine survey.trig --survey talent --dry-run\n"
        "    trig-collect redefine survey.trig --survey ./mended\n",
    .options = options,
    .shared = trig_collect_output_options,
    .least = 1,
    .most = 1,
    .run = run,
};
