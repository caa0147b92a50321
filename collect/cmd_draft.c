/* draft: a first definition from exports. */
#include "collect/draft/write.h"
#include "collect/program.h"

static const struct trig_option options[] = {
    {"out", "DIR", "the folder to write, which must not exist yet"},
    {"format", "table|csv|json", "how to print (table)"},
    {"platform", "P", "where the exports come from (default: found out)"},
    {"encoding", "E", "utf-8, windows-1252, macroman, utf-16, ... (default: found out)"},
    {"separator", "C", "comma, semicolon, tab, pipe or a character (default: found out)"},
    {"header-rows", "N", "how many rows the header has (default: the platform's)"},
    {"codes", "FILE", "the key that says what the codes of a coded export mean"},
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

static enum trig_status draft_all(const struct trig_arguments *arguments, const struct trig_streams *streams,
                                  const char *folder, enum trig_table_format format, struct trig_error *error)
{
    struct trig_sniff_options sniff = {.platform = trig_arguments_option(arguments, "platform"),
                                       .encoding = trig_arguments_option(arguments, "encoding"),
                                       .separator = trig_arguments_option(arguments, "separator"),
                                       .header_rows = trig_arguments_option(arguments, "header-rows")};
    const char *codes = trig_arguments_option(arguments, "codes");
    size_t count = trig_arguments_count(arguments);
    const char **paths = trig_calloc(count, sizeof *paths);
    struct trig_words words;
    struct trig_gathering gathering;
    struct trig_draft draft;
    if (!paths)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the names of the exports");
    for (size_t i = 0; i < count; i++)
        paths[i] = trig_arguments_at(arguments, i);
    sniff.has_codes = codes != NULL;
    enum trig_status status = trig_words_load(&words, error);
    if (status == TRIG_OK) {
        status = trig_gather(paths, count, &sniff, codes, &words, &gathering, error);
        if (status == TRIG_OK) {
            status = trig_draft_make(&gathering, &draft, error);
            if (status == TRIG_OK) {
                status = trig_draft_write(&draft, folder, error);
                if (status == TRIG_OK)
                    status = print(streams, &draft, format, folder, error);
                trig_draft_clear(&draft);
            }
            trig_gathering_clear(&gathering);
        }
        trig_words_clear(&words);
    }
    trig_free(paths);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    enum trig_table_format format;
    const char *folder = trig_arguments_option(arguments, "out");
    enum trig_status status = trig_collect_format(arguments, &format, &error);
    if (status == TRIG_OK && (!folder || !*folder))
        status = trig_error_set(&error, TRIG_ERR_USAGE,
                                "a draft needs a folder to be written to: name it with --out");
    if (status == TRIG_OK)
        status = draft_all(arguments, streams, folder, format, &error);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_draft = {
    .name = "draft",
    .synopsis = "EXPORT... --out DIR [OPTION...]",
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
        "Examples:\n"
        "\n"
        "    trig-collect draft responses.csv --out definition\n"
        "    trig-collect draft 2021.csv 2024.csv --out definition --format csv\n"
        "    trig-collect draft coded.csv --codes key.csv --out definition\n",
    .options = options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run,
};
