/* A definition's folder, and the folders it extends.
 *
 *     mine/  survey.csv (extends talent), institutions.csv
 *       |
 *     talent/  survey.csv, scales.csv, variables.csv, institutions.csv
 *
 *     result: mine's institutions.csv, talent's scales.csv and variables.csv,
 *     and mine's survey.csv with talent's other keys below.
 */
#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"
#include "surveys/definition/definition_folder.h"
#include "surveys/definition/definition_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* More than anybody needs, and soon enough for a definition that extends itself. */
#define LONGEST_CHAIN 8

struct gathering {
    struct trig_definition_files *out;
    struct trig_definition_file found[TRIG_PARTS]; /* no name: not found yet */
    struct trig_arena cells;                       /* of every survey.csv of the chain */
    struct trig_problems problems;
    struct trig_report report;
    struct trig_sheet own;          /* the survey.csv of the folder itself */
    struct trig_keys keys;          /* of every survey.csv so far */
    struct trig_setting *inherited; /* owned; rows of extended ones whose key was new */
    size_t inherited_count;
    size_t inherited_capacity;
    bool extends;
};

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the survey definition");
}

/* ---- one folder -------------------------------------------------------------- */

static enum trig_status read_file(struct gathering *gathering, const char *folder, enum trig_part part,
                                  struct trig_definition_file *out, struct trig_error *error)
{
    out->name = trig_view(trig_part_name(part));
    out->path = trig_definition_path(&gathering->out->arena, folder, trig_part_name(part));
    if (!out->path.data)
        return no_memory(error);
    return trig_file_read(out->path.data, 0, &gathering->out->arena, &out->content, error);
}

/* Says why [folder] is no definition. */
static enum trig_status no_definition(const char *folder, struct trig_error *error)
{
    struct stat status;
    if (stat(folder, &status) != 0)
        trig_error_set(error, TRIG_ERR_MISSING,
                       "there is no folder %s; give the folder of a survey definition", folder);
    else if (!S_ISDIR(status.st_mode))
        trig_error_set(error, TRIG_ERR_MISSING,
                       "%s is not a folder; give the folder that holds survey.csv and variables.csv", folder);
    else
        trig_error_set(error, TRIG_ERR_MISSING,
                       "%s holds no survey.csv, so it is not the folder of a survey definition", folder);
    return TRIG_ERR_MISSING;
}

/* Reads what the folder has and no folder before it had. Its survey.csv is read
 * in any case, into [survey]. */
static enum trig_status read_folder(struct gathering *gathering, const char *folder,
                                    struct trig_definition_file *survey, struct trig_error *error)
{
    for (size_t i = 0; i < TRIG_PARTS; i++) {
        struct trig_definition_file file = {.name = {NULL, 0}};
        bool wanted = gathering->found[i].name.length == 0;
        if (!wanted && i != TRIG_PART_SURVEY)
            continue;
        enum trig_status status = read_file(gathering, folder, (enum trig_part)i, &file, error);
        if (status == TRIG_ERR_MISSING && i == TRIG_PART_SURVEY)
            return no_definition(folder, error);
        if (status == TRIG_ERR_MISSING)
            continue;
        if (status)
            return status;
        if (wanted)
            gathering->found[i] = file;
        if (i == TRIG_PART_SURVEY)
            *survey = file;
    }
    return TRIG_OK;
}

/* ---- survey.csv of the chain ---------------------------------------------------- */

struct extension {
    struct trig_view target; /* blank: extends nothing */
    uint64_t line;
};

static enum trig_status take_extends(struct gathering *gathering, const struct trig_sheet_row *row,
                                     struct trig_view value, struct extension *extension,
                                     struct trig_error *error)
{
    if (extension->target.length == 0) {
        *extension = (struct extension){.target = value, .line = row->line};
        return TRIG_OK;
    }
    trig_error_set(error, TRIG_ERR_FORMAT, "extends is in line %llu already; a definition extends one other",
                   (unsigned long long)extension->line);
    trig_error_place(error, gathering->report.path, row->line, 0);
    return TRIG_ERR_FORMAT;
}

/* Notes the rows of one survey.csv; those of extended ones are kept when their
 * key is new. */
static enum trig_status take_rows(struct gathering *gathering, const struct trig_sheet *sheet, bool own,
                                  struct extension *extension, struct trig_error *error)
{
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct trig_sheet_row *row = &sheet->rows[i];
        struct trig_setting setting = {.key = trig_sheet_cell(sheet, row, TRIG_SURVEY_KEY),
                                       .value = trig_sheet_cell(sheet, row, TRIG_SURVEY_VALUE)};
        if (trig_view_is(setting.key, "extends")) {
            enum trig_status status = take_extends(gathering, row, setting.value, extension, error);
            if (status)
                return status;
            continue;
        }
        const struct trig_key *earlier;
        if (trig_keys_add(&gathering->keys, setting.key, 0, row->line, &earlier))
            return no_memory(error);
        if (own || earlier)
            continue;
        enum trig_status status = trig_grow((void **)&gathering->inherited, &gathering->inherited_capacity,
                                            gathering->inherited_count + 1, sizeof setting, error);
        if (status)
            return status;
        gathering->inherited[gathering->inherited_count++] = setting;
    }
    return TRIG_OK;
}

/* The rows of a survey.csv that is extended; mistakes in it cannot be left to
 * parse, which will not see it. */
static enum trig_status inherit_survey(struct gathering *gathering, const struct trig_definition_file *file,
                                       struct extension *extension, struct trig_error *error)
{
    struct trig_sheet sheet;
    bool usable =
        trig_sheet_read(&sheet, file->content, trig_survey_form(), &gathering->cells, &gathering->report);
    enum trig_status status = TRIG_OK;
    if (gathering->report.status)
        status = no_memory(error);
    else if (usable && gathering->report.found == 0)
        status = take_rows(gathering, &sheet, false, extension, error);
    else
        status = trig_report_first(&gathering->problems, 0, error);
    trig_sheet_clear(&sheet);
    return status;
}

/* The rows of the folder's own survey.csv. One that cannot be read extends
 * nothing; parse will say what is wrong with it. */
static enum trig_status read_own_survey(struct gathering *gathering, const struct trig_definition_file *file,
                                        struct extension *extension, struct trig_error *error)
{
    bool usable = trig_sheet_read(&gathering->own, file->content, trig_survey_form(), &gathering->cells,
                                  &gathering->report);
    enum trig_status status =
        usable ? take_rows(gathering, &gathering->own, true, extension, error) : gathering->report.status;
    trig_problems_clear(&gathering->problems);
    gathering->report.found = 0;
    return gathering->report.status ? no_memory(error) : status;
}

/* ---- the chain -------------------------------------------------------------------------- */

/* Reads [folder] and all it extends. */
static enum trig_status walk_chain(struct gathering *gathering, const char *folder, const char *shipped,
                                   struct trig_error *error)
{
    for (size_t length = 0;; length++) {
        struct trig_definition_file survey = {0};
        struct extension extension = {.line = 0};
        enum trig_status status = read_folder(gathering, folder, &survey, error);
        if (status)
            return status;
        gathering->report.path = survey.path.data;
        status = length ? inherit_survey(gathering, &survey, &extension, error)
                        : read_own_survey(gathering, &survey, &extension, error);
        if (status || extension.target.length == 0)
            return status;
        if (length == LONGEST_CHAIN)
            status =
                trig_error_set(error, TRIG_ERR_LIMIT,
                               "more than %d definitions extend one another here; does one of them extend "
                               "itself?",
                               LONGEST_CHAIN);
        else
            status = trig_definition_find(extension.target, shipped, &gathering->cells, &gathering->report,
                                          &folder, error);
        if (status) {
            trig_error_place(error, survey.path.data, extension.line, 0);
            return status;
        }
        gathering->extends = true;
    }
}

/* ---- the result ------------------------------------------------------------------------ */

/* Writes a record on line [line] or as soon after it as it can be. */
static void write_record(struct trig_csv_writer *writer, uint64_t line, const struct trig_view *cells,
                         size_t count, uint64_t *next)
{
    for (; *next < line; ++*next)
        putc('\n', writer->out);
    for (size_t i = 0; i < count; i++) {
        trig_csv_text(writer, cells[i]);
        for (size_t j = 0; j < cells[i].length; j++)
            *next += cells[i].data[j] == '\n';
    }
    trig_csv_end_record(writer);
    ++*next;
}

/* The folder's own rows, each on its line so that messages stay right, but the
 * one that extends; then the inherited ones, in the columns of the file. */
static enum trig_status write_survey(struct gathering *gathering, FILE *out, struct trig_error *error)
{
    const struct trig_sheet *own = &gathering->own;
    struct trig_view *cells = trig_arena_calloc(&gathering->cells, own->heading_count, sizeof *cells);
    if (!cells)
        return no_memory(error);
    struct trig_csv_writer writer;
    trig_csv_writer_init(&writer, out);
    uint64_t next = 1;
    write_record(&writer, own->heading_line, own->headings, own->heading_count, &next);
    for (size_t i = 0; i < own->row_count; i++)
        if (!trig_view_is(trig_sheet_cell(own, &own->rows[i], TRIG_SURVEY_KEY), "extends"))
            write_record(&writer, own->rows[i].line, own->rows[i].cells, own->rows[i].count, &next);
    for (size_t i = 0; i < gathering->inherited_count; i++) {
        cells[own->places[TRIG_SURVEY_KEY]] = gathering->inherited[i].key;
        cells[own->places[TRIG_SURVEY_VALUE]] = gathering->inherited[i].value;
        write_record(&writer, 0, cells, own->heading_count, &next);
    }
    return trig_csv_writer_finish(&writer, error);
}

static enum trig_status merge_survey(struct gathering *gathering, struct trig_error *error)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    if (!out)
        return no_memory(error);
    enum trig_status status = write_survey(gathering, out, error);
    if (fclose(out) != 0 && !status)
        status = no_memory(error);
    if (!status) {
        struct trig_view copy = trig_arena_copy(&gathering->out->arena, trig_view_of(bytes, length));
        gathering->found[TRIG_PART_SURVEY].content = copy;
        if (!copy.data)
            status = no_memory(error);
    }
    free(bytes);
    return status;
}

/* The parts are in the order of their names already. */
static enum trig_status list_found(struct gathering *gathering, struct trig_error *error)
{
    struct trig_definition_files *out = gathering->out;
    out->items = trig_arena_calloc(&out->arena, TRIG_PARTS, sizeof *out->items);
    if (!out->items)
        return no_memory(error);
    for (size_t i = 0; i < TRIG_PARTS; i++)
        if (gathering->found[i].name.length)
            out->items[out->count++] = gathering->found[i];
    return TRIG_OK;
}

static enum trig_status gather(struct gathering *gathering, const char *folder, const char *shipped,
                               struct trig_error *error)
{
    enum trig_status status = trig_keys_init(&gathering->keys, error);
    if (!status)
        status = walk_chain(gathering, folder, shipped, error);
    if (!status && gathering->extends)
        status = merge_survey(gathering, error);
    if (!status)
        status = trig_definition_unknown(folder, &gathering->out->arena, &gathering->out->unknown, error);
    if (!status)
        status = list_found(gathering, error);
    return status;
}

enum trig_status trig_definition_files_read(const char *folder, const char *shipped,
                                            struct trig_definition_files *out, struct trig_error *error)
{
    *out = (struct trig_definition_files){.count = 0};
    trig_arena_init(&out->arena);
    struct gathering gathering = {.out = out};
    trig_arena_init(&gathering.cells);
    trig_problems_init(&gathering.problems);
    trig_report_init(&gathering.report, &gathering.problems);
    enum trig_status status = gather(&gathering, folder, shipped, error);
    trig_free(gathering.inherited);
    trig_keys_clear(&gathering.keys);
    trig_sheet_clear(&gathering.own);
    trig_report_clear(&gathering.report);
    trig_problems_clear(&gathering.problems);
    trig_arena_clear(&gathering.cells);
    if (status)
        trig_definition_files_clear(out);
    return status;
}

void trig_definition_files_clear(struct trig_definition_files *files)
{
    trig_arena_clear(&files->arena);
    *files = (struct trig_definition_files){.count = 0};
}
