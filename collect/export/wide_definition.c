/* The definition beside an export. */
#include "collect/export/wide_write.h"

#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum trig_status write_file(const char *folder, const struct trig_definition_file *file,
                                   struct trig_error *error)
{
    char path[4400];
    struct trig_output output = {.file = NULL};
    snprintf(path, sizeof path, "%s/%.*s", folder, TRIG_VIEW_ARG(file->name));
    enum trig_status status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    if (file->content.length && fwrite(file->content.data, file->content.length, 1, output.file) != 1) {
        status = trig_error_set(error, TRIG_ERR_IO, "%s", strerror(errno));
        trig_error_place(error, path, 0, 0);
    }
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

/* ---- columns.csv, with the options' columns ----------------------------------------------- */

static const char *const rule_columns[] = {"variable", "platform", "heading", "wave", "code", "separator"};

#define RULE_COLUMNS (sizeof rule_columns / sizeof *rule_columns)

/* columns.csv is written anew, from its rules and those for the options. */
static void write_rule(struct trig_csv_writer *csv, const struct trig_view cells[RULE_COLUMNS])
{
    for (size_t i = 0; i < RULE_COLUMNS; i++)
        trig_csv_text(csv, cells[i]);
    trig_csv_end_record(csv);
}

static void write_old_rules(struct trig_csv_writer *csv, const trig_definition *definition)
{
    for (size_t i = 0; i < definition->column_rule_count; i++) {
        const struct trig_column_rule *rule = &definition->column_rules[i];
        struct trig_view wave = {"", 0};
        if (rule->wave != TRIG_NONE)
            wave = definition->waves[rule->wave].id;
        const struct trig_view cells[RULE_COLUMNS] = {definition->variables[rule->variable].name,
                                                      rule->platform,
                                                      rule->heading,
                                                      wave,
                                                      rule->code,
                                                      rule->separator};
        write_rule(csv, cells);
    }
}

static enum trig_status write_options(struct trig_csv_writer *csv, const struct trig_wide *wide,
                                      struct trig_error *error)
{
    struct trig_arena arena;
    enum trig_status status = TRIG_OK;
    trig_arena_init(&arena);
    for (size_t i = 0; i < wide->count && status == TRIG_OK; i++) {
        const struct trig_wide_column *column = &wide->columns[i];
        for (size_t j = 0; column->encoding == TRIG_ENCODING_FLAGS && j < column->scale->count; j++) {
            struct trig_view code = column->scale->codes[j].code;
            struct trig_view heading =
                trig_arena_printf(&arena, "%.*s_%.*s", TRIG_VIEW_ARG(column->name), TRIG_VIEW_ARG(code));
            const struct trig_view cells[RULE_COLUMNS] = {[0] = column->name, [2] = heading, [4] = code};
            if (!heading.data)
                status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for columns.csv");
            else
                write_rule(csv, cells);
        }
    }
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status write_rules(const struct trig_wide *wide, const char *folder,
                                    struct trig_error *error)
{
    char path[4400];
    struct trig_csv_writer csv;
    struct trig_output output = {.file = NULL};
    snprintf(path, sizeof path, "%s/columns.csv", folder);
    enum trig_status status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_writer_init(&csv, output.file);
    for (size_t i = 0; i < RULE_COLUMNS; i++)
        trig_csv_text(&csv, trig_view(rule_columns[i]));
    trig_csv_end_record(&csv);
    write_old_rules(&csv, wide->definition);
    status = write_options(&csv, wide, error);
    if (status == TRIG_OK)
        status = trig_csv_writer_finish(&csv, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static bool has_options(const struct trig_wide *wide)
{
    for (size_t i = 0; i < wide->count; i++)
        if (wide->columns[i].encoding == TRIG_ENCODING_FLAGS)
            return true;
    return false;
}

enum trig_status trig_wide_write_definition(const struct trig_wide *wide, const char *path, bool spread,
                                            char folder[4096], struct trig_error *error)
{
    struct trig_definition_files files;
    if (snprintf(folder, 4096, "%s.survey", path) >= 4096)
        return trig_error_set(error, TRIG_ERR_LIMIT, "the name of the file is too long");
    enum trig_status status = trig_store_definition_files(wide->store, &files, error);
    if (status != TRIG_OK)
        return status;
    status = trig_folder_make(folder, error);
    for (size_t i = 0; i < files.count && status == TRIG_OK; i++)
        status = write_file(folder, &files.items[i], error);
    trig_definition_files_clear(&files);
    if (status == TRIG_OK && spread && has_options(wide))
        status = write_rules(wide, folder, error);
    return status;
}
