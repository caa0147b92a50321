/* check: whether a definition is right, or what an import of an export would do. */
#include "collect/program.h"
#include "collect/report/report.h"

#include <stdlib.h>
#include <sys/stat.h>

static const struct trig_option options[] = {
    {"survey", "DIR", "try the export against this definition (a folder, or the name of a shipped one)"},
    {NULL, NULL, NULL}};

static enum trig_status add_fact(trig_table *table, const char *what, size_t count, struct trig_error *error)
{
    size_t row;
    enum trig_status status = trig_table_add_row(table, &row, error);
    if (status != TRIG_OK)
        return status;
    trig_table_set_count(table, row, 1, count);
    return trig_table_set_text(table, row, 0, trig_view(what), error);
}

static size_t count_role(const trig_definition *definition, enum trig_role role)
{
    size_t count = 0;
    for (size_t i = 0; i < definition->variable_count; i++)
        count += definition->variables[i].role == role;
    return count;
}

static enum trig_status describe(const trig_definition *definition, trig_table *table,
                                 struct trig_error *error)
{
    const struct {
        const char *what;
        size_t count;
    } facts[] = {{"pillars", definition->pillar_count},
                 {"scales", definition->scale_count},
                 {"variables", definition->variable_count},
                 {"items", count_role(definition, TRIG_ROLE_ITEM)},
                 {"attributes", count_role(definition, TRIG_ROLE_ATTRIBUTE)},
                 {"rules in columns.csv", definition->column_rule_count},
                 {"institutions", definition->institution_count},
                 {"groups", definition->groups.count},
                 {"waves", definition->wave_count},
                 {"population counts", definition->population_count}};
    enum trig_status status = trig_table_set_title(table, definition->survey.title, error);
    for (size_t i = 0; i < sizeof facts / sizeof *facts && status == TRIG_OK; i++)
        status = add_fact(table, facts[i].what, facts[i].count, error);
    return status;
}

static enum trig_exit check_definition(const struct trig_arguments *arguments,
                                       const struct trig_streams *streams, const char *folder)
{
    static const struct trig_table_column columns[] = {{"what", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
                                                       {"count", TRIG_CELL_COUNT, TRIG_STYLE_INTEGER}};
    struct trig_error error = {0};
    struct trig_definition_files files;
    trig_definition *definition = NULL;
    trig_table *table = NULL;
    enum trig_table_format format;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_collect_definition(streams, folder, &files, &definition, &error);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    table = trig_table_create(columns, 2, &error);
    status = table ? describe(definition, table, &error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, &error);
    trig_table_destroy(table);
    trig_definition_destroy(definition);
    trig_definition_files_clear(&files);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

static enum trig_exit check_export(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                   const char *path, const char *survey)
{
    struct trig_error error = {0};
    struct trig_ingest_options asked;
    struct trig_definition_files files;
    trig_definition *definition = NULL;
    enum trig_table_format format;
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK)
        status = trig_collect_ingest_options(arguments, &asked, &error);
    asked.sniff.temporary = getenv("TMPDIR");
    if (status == TRIG_OK)
        status = trig_collect_definition(streams, survey, &files, &definition, &error);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    trig_report *report = trig_report_create(format, &error);
    enum trig_exit code = TRIG_EXIT_DONE;
    if (report)
        code = trig_collect_ingest(streams, report, NULL, format, NULL, definition, path, &asked);
    if (!report)
        status = TRIG_ERR_MEMORY;
    else if (format != TRIG_FORMAT_TABLE)
        status = trig_report_write(report, streams->out, 0, &error);
    trig_report_destroy(report);
    trig_definition_destroy(definition);
    trig_definition_files_clear(&files);
    return status == TRIG_OK ? code : trig_exit_error(streams, &error);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    const char *path = trig_arguments_at(arguments, 0), *survey = trig_arguments_option(arguments, "survey");
    struct trig_error error;
    struct stat state;
    if (survey)
        return check_export(arguments, streams, path, survey);
    if (stat(path, &state) == 0 && !S_ISDIR(state.st_mode)) {
        trig_error_set(&error, TRIG_ERR_USAGE,
                       "%s is a file: say which definition to try it against (--survey)", path);
        return trig_exit_error(streams, &error);
    }
    return check_definition(arguments, streams, path);
}

const struct trig_command trig_command_check = {
    .name = "check",
    .synopsis = "DIR\nEXPORT --survey DIR [OPTION...]",
    .summary = "validate a definition, or try an export against it without storing",
    .help =
        "Validates a survey definition: every mistake is printed with file and line.\n"
        "\n"
        "With --survey, reads an export (- is standard input) as `ingest` would, prints what it would do "
        "and stores nothing. Column by column it shows what matched, and by what; what did not; and how "
        "far the answers are read. Unread answers are listed where at least as many people gave them as the "
        "survey's disclosure threshold asks for, or where they look like a misspelt answer.\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect check talent\n"
        "    trig-collect check wave2.csv --survey talent --wave 2024\n",
    .options = options,
    .shared = trig_collect_export_options,
    .least = 1,
    .most = 1,
    .run = run,
};
