/* draft: a first definition from exports. */
#include "collect/draft/crosswalk.h"
#include "collect/draft/write.h"
#include "collect/program.h"

#include <stdlib.h>

static const struct trig_option options[] = {
    {"out", "DIR", "the folder to write, which must not exist yet"},
    {"survey", "DIR", "compare the questions with those of this definition, for crosswalk.csv"},
    {"crosswalk", "FILE", "with --survey: write what was found as crosswalk.csv, to be reviewed"},
    {"wave", "W", "with --survey: the wave of the exports (default: the year of their dates)"},
    {"format", "table|csv|json", "how to print (table)"},
    {"platform", "P", "where the exports come from (default: found out)"},
    {"encoding", "E", "utf-8, windows-1252, macroman, utf-16, ... (default: found out)"},
    {"separator", "C", "comma, semicolon, tab, pipe or a character (default: found out)"},
    {"header-rows", "N", "how many rows the header has (default: the platform's)"},
    {"codes", "FILE", "the key that says what the codes of a coded export mean"},
    {"sheet", "NAME", "the sheet of a workbook (default: the only one that holds records)"},
    {"unpack-limit", "SIZE", "how much a packed export may unpack to, for example 8G (default: 4 GiB)"},
    {"column-limit", "N", "how many columns an export may have (default: 16384)"},
    {"field-limit", "SIZE", "how long a field of a text may be, for example 4M (default: 1 MiB)"},
    {"record-limit", "SIZE", "how long a record of a text may be (default: 16 MiB)"},
    {NULL, NULL, NULL}};

enum { COLUMN, VARIABLE, ROLE, TYPE, SCALE, PILLAR, REVIEW, COLUMNS };

static enum trig_status add_row(trig_table *table, const struct trig_draft *draft, size_t column, size_t more,
                                struct trig_error *error)
{
    const struct trig_draft_variable *variable = &draft->variables[draft->columns[column].variable];
    char heading[600];
    size_t row;
    struct trig_view raw = trig_text_clip(draft->gathering->columns[column].heading, more ? 40 : 52);
    snprintf(heading, sizeof heading, more ? "%.*s and %zu more" : "%.*s", TRIG_VIEW_ARG(raw), more);
    const struct trig_view cells[COLUMNS] = {
        [COLUMN] = trig_view(heading),
        [VARIABLE] = variable->name,
        [ROLE] = trig_view(trig_role_name(variable->role)),
        [TYPE] = trig_view(trig_type_name(variable->type)),
        [SCALE] = variable->scale == TRIG_NONE ? trig_view_of("", 0) : draft->scales[variable->scale].name,
        [PILLAR] = variable->pillar == TRIG_NONE ? trig_view_of("", 0) : draft->pillars[variable->pillar].id,
        [REVIEW] = variable->review};
    enum trig_status status = trig_table_add_row(table, &row, error);
    for (size_t i = 0; i < COLUMNS && status == TRIG_OK; i++)
        if (cells[i].length)
            status = trig_table_set_text(table, row, i, cells[i], error);
    return status;
}

/* One row a variable, with its first column. */
static enum trig_status fill(trig_table *table, const struct trig_draft *draft, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t *counts = trig_calloc(draft->variable_count + 1, sizeof *counts);
    if (!counts)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the list of variables");
    for (size_t i = 0; i < draft->gathering->count; i++)
        if (draft->columns[i].variable != TRIG_NONE)
            counts[draft->columns[i].variable]++;
    for (size_t i = 0; i < draft->gathering->count && status == TRIG_OK; i++) {
        size_t variable = draft->columns[i].variable;
        if (variable == TRIG_NONE || !counts[variable])
            continue;
        status = add_row(table, draft, i, counts[variable] - 1, error);
        counts[variable] = 0;
    }
    trig_free(counts);
    return status;
}

static enum trig_status add_notes(trig_table *table, const struct trig_draft *draft, const char *folder,
                                  struct trig_error *error)
{
    char text[700];
    size_t unnamed = 0;
    uint64_t records = 0;
    for (size_t i = 0; i < draft->gathering->file_count; i++) {
        unnamed += draft->gathering->files[i].unnamed;
        records += draft->gathering->files[i].records;
    }
    snprintf(
        text, sizeof text,
        "%s holds the draft, made from %llu records. Each guess has its reason in the column `review`; rows "
        "that begin with CHECK want a decision. Then: trig-collect check %s",
        folder, (unsigned long long)records, folder);
    enum trig_status status = trig_table_add_note(table, trig_view(text), error);
    snprintf(text, sizeof text, "%zu columns have no heading: nothing can name them, and they are left out.",
             unnamed);
    if (unnamed && status == TRIG_OK)
        status = trig_table_add_note(table, trig_view(text), error);
    if (!draft->wave_count && draft->gathering->file_count > 1 && status == TRIG_OK)
        status = trig_table_add_note(
            table,
            trig_view("No column or date says which wave a record belongs to: if the exports are waves of "
                      "the survey, "
                      "list them in waves.csv and name each with --wave when it is ingested."),
            error);
    return status;
}

static enum trig_status print(const struct trig_streams *streams, const struct trig_draft *draft,
                              enum trig_table_format format, const char *folder, struct trig_error *error)
{
    static const struct trig_table_column columns[COLUMNS] = {
        [COLUMN] = {"column", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [VARIABLE] = {"variable", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [ROLE] = {"role", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [TYPE] = {"type", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [SCALE] = {"scale", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [PILLAR] = {"pillar", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        [REVIEW] = {"review", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    trig_table *table = trig_table_create(columns, COLUMNS, error);
    enum trig_status status = table ? fill(table, draft, error) : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status = add_notes(table, draft, folder, error);
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, error);
    trig_table_destroy(table);
    return status;
}

/* ---- beside an existing definition --------------------------------------------------- */

enum {
    CROSS_VARIABLE,
    CROSS_FROM,
    CROSS_TO,
    CROSS_RELATION,
    CROSS_NOTE,
    CROSS_HEADING,
    CROSS_REVIEW,
    CROSS_COLUMNS
};

/* The latest wave of the definition beside [wave]; nothing when it has none. */
static struct trig_view wave_before(const trig_definition *definition, struct trig_view wave)
{
    struct trig_view before = {NULL, 0};
    double time = 0;
    for (size_t i = 0; i < definition->wave_count; i++)
        if (!trig_view_equal(definition->waves[i].id, wave) &&
            (!before.length || definition->waves[i].time > time)) {
            before = definition->waves[i].id;
            time = definition->waves[i].time;
        }
    return before;
}

static enum trig_status fill_crossings(trig_table *table, const struct trig_draft_crossings *crossings,
                                       struct trig_view from, struct trig_view to, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < crossings->count && status == TRIG_OK; i++) {
        const struct trig_draft_crossing *crossing = &crossings->items[i];
        const struct trig_view cells[CROSS_COLUMNS] = {
            [CROSS_VARIABLE] = crossing->variable,
            [CROSS_FROM] = from,
            [CROSS_TO] = to,
            [CROSS_RELATION] = trig_view(trig_crossing_name(crossing->crossing)),
            [CROSS_HEADING] = trig_text_clip(crossing->heading, 60),
            [CROSS_REVIEW] = crossing->review};
        size_t row;
        status = trig_table_add_row(table, &row, error);
        for (size_t j = 0; j < CROSS_COLUMNS && status == TRIG_OK; j++)
            if (cells[j].length)
                status = trig_table_set_text(table, row, j, cells[j], error);
    }
    return status;
}

static enum trig_status compare(const struct trig_streams *streams, struct trig_draft *draft,
                                const trig_definition *definition, const char *wave, const char *crosswalk,
                                enum trig_table_format format, struct trig_error *error)
{
    static const struct trig_table_column columns[CROSS_COLUMNS] = {
        {"variable", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}, {"from_wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"to_wave", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},  {"relation", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"note", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},     {"heading", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN},
        {"review", TRIG_CELL_TEXT, TRIG_STYLE_PLAIN}};
    struct trig_draft_crossings crossings;
    struct trig_view to = trig_view(wave);
    if (!wave && draft->wave_count)
        to = draft->waves[draft->wave_count - 1].id;
    struct trig_view from = wave_before(definition, to);
    enum trig_status status = trig_draft_cross(draft, definition, &crossings, error);
    if (status == TRIG_OK && crosswalk)
        status = trig_draft_cross_write(definition, &crossings, from, to, crosswalk, error);
    trig_table *table = status == TRIG_OK ? trig_table_create(columns, CROSS_COLUMNS, error) : NULL;
    status = table ? fill_crossings(table, &crossings, from, to, error)
                   : (status == TRIG_OK ? TRIG_ERR_MEMORY : status);
    if (status == TRIG_OK)
        status = trig_table_add_note(
            table,
            trig_view("Rows that are same, reworded or rescaled belong in crosswalk.csv, once they are "
                      "right; what is "
                      "new needs a row in variables.csv; a heading in other words needs an alias or a row in "
                      "columns.csv. What is gone counts as not shown."),
            error);
    if (status == TRIG_OK)
        status = trig_collect_print_table(streams, table, format, error);
    trig_table_destroy(table);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------- */

static enum trig_status use_draft(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                  struct trig_draft *draft, struct trig_error *error)
{
    const char *folder = trig_arguments_option(arguments, "out");
    const char *survey = trig_arguments_option(arguments, "survey");
    enum trig_table_format format;
    struct trig_definition_files files;
    trig_definition *definition = NULL;
    enum trig_status status = trig_collect_format(arguments, &format, error);
    if (status == TRIG_OK && survey)
        status = trig_collect_definition(streams, survey, &files, &definition, error);
    if (status == TRIG_OK && folder)
        status = trig_draft_write(draft, folder, error);
    if (status == TRIG_OK && survey)
        status = compare(streams, draft, definition, trig_arguments_option(arguments, "wave"),
                         trig_arguments_option(arguments, "crosswalk"), format, error);
    else if (status == TRIG_OK)
        status = print(streams, draft, format, folder, error);
    if (definition)
        trig_definition_files_clear(&files);
    trig_definition_destroy(definition);
    return status;
}

static enum trig_status draft_all(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                  const char *const *paths, struct trig_error *error)
{
    const char *codes = trig_arguments_option(arguments, "codes");
    struct trig_sniff_options sniff = {.platform = trig_arguments_option(arguments, "platform"),
                                       .encoding = trig_arguments_option(arguments, "encoding"),
                                       .separator = trig_arguments_option(arguments, "separator"),
                                       .header_rows = trig_arguments_option(arguments, "header-rows"),
                                       .sheet = trig_arguments_option(arguments, "sheet"),
                                       .unpack_limit = trig_arguments_option(arguments, "unpack-limit"),
                                       .field_limit = trig_arguments_option(arguments, "field-limit"),
                                       .record_limit = trig_arguments_option(arguments, "record-limit"),
                                       .temporary = getenv("TMPDIR"),
                                       .has_codes = codes != NULL};
    struct trig_words words;
    struct trig_gathering gathering;
    struct trig_draft draft;
    int64_t columns = 0;
    enum trig_status status =
        trig_arguments_whole(arguments, "column-limit", 1, TRIG_COLUMN_LIMIT, &columns, error);
    sniff.column_limit = (size_t)columns;
    if (status == TRIG_OK)
        status = trig_words_load(&words, error);
    if (status != TRIG_OK)
        return status;
    status = trig_gather(paths, trig_arguments_count(arguments), &sniff, codes, &words, &gathering, error);
    if (status == TRIG_OK) {
        status = trig_draft_make(&gathering, &draft, error);
        if (status == TRIG_OK) {
            status = use_draft(arguments, streams, &draft, error);
            trig_draft_clear(&draft);
        }
        trig_gathering_clear(&gathering);
    }
    trig_words_clear(&words);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    enum trig_table_format format;
    const char *folder = trig_arguments_option(arguments, "out");
    bool written = folder && *folder, compared = trig_arguments_option(arguments, "survey") != NULL;
    size_t count = trig_arguments_count(arguments);
    const char **paths = trig_calloc(count, sizeof *paths);
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK && !paths)
        status = trig_error_set(&error, TRIG_ERR_MEMORY, "not enough memory for the names of the exports");
    if (status == TRIG_OK && !compared && trig_arguments_option(arguments, "crosswalk"))
        status = trig_error_set(&error, TRIG_ERR_USAGE,
                                "--crosswalk compares with a definition: name it with --survey");
    if (status == TRIG_OK && !written && !compared)
        status = trig_error_set(&error, TRIG_ERR_USAGE,
                                "a draft needs a folder to be written to: name it with --out");
    for (size_t i = 0; status == TRIG_OK && paths && i < count; i++)
        paths[i] = trig_arguments_at(arguments, i);
    if (status == TRIG_OK)
        status = draft_all(arguments, streams, paths, &error);
    trig_free(paths);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_draft = {
    .name = "draft",
    .synopsis = "EXPORT... --out DIR [OPTION...]\nEXPORT... --survey DIR [OPTION...]",
    .summary = "write a first survey definition from exports",
    .help =
        "Reads one or several exports of a survey and writes a definition: which column is what, the "
        "scales of the answers in their order, questions with several answers, grids with a proposed "
        "pillar, ids, dates, institutions and waves.\n"
        "\n"
        "Every guess says why in the column `review` of its file; rows whose review begins with CHECK want "
        "a decision. Order and direction of a scale come from a table of wordings, never from the order in "
        "the file. Personal columns get the role personal, so that they are never stored. Free text, and "
        "answers that fewer than three people gave, are not written into the definition: they may tell who "
        "answered.\n"
        "\n"
        "The draft can be used at once, and edited with any spreadsheet. An existing folder is not "
        "overwritten.\n"
        "\n"
        "With --survey, compares the questions of a new wave with those of a definition and proposes rows "
        "for crosswalk.csv: same, reworded, rescaled; and what is new or gone. --crosswalk writes these "
        "rows, "
        "after those that the definition has, to a file that can take the place of its crosswalk.csv once "
        "it is reviewed.\n"
        "\n"
        "Questions that are worded the other way round than the rest of their grid are proposed as reversed. "
        "Several files without dates are taken for waves, by the year in their names."
        "\n"
        "\n"
        "Examples:\n"
        "\n"
        "    trig-collect draft responses.csv --out definition\n"
        "    trig-collect draft 2021.csv 2024.csv --out definition --format csv\n"
        "    trig-collect draft coded.csv --codes key.csv --out definition\n"
        "    trig-collect draft wave2.csv --survey definition --wave 2024 --crosswalk new.csv\n",
    .options = options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
