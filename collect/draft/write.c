#include "collect/draft/write.h"

#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"

#include "collect/answers/answer.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_PATH 4096

/* ---- cells and rows ----------------------------------------------------------------------- */

typedef void write_rows(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name);

static void put(struct trig_csv_writer *csv, struct trig_view text)
{
    if (text.length)
        trig_csv_text(csv, text);
    else
        trig_csv_empty(csv);
}

/* A row of as many cells as [cells] has before its NULL. */
static void put_row(struct trig_csv_writer *csv, const char *const *cells)
{
    for (; *cells; cells++)
        put(csv, trig_view(*cells));
    trig_csv_end_record(csv);
}

static void put_flag(struct trig_csv_writer *csv, bool flag)
{
    trig_csv_text(csv, trig_view(flag ? "1" : "0"));
}

/* [text] as one part of a list. */
static void put_setting(struct trig_csv_writer *csv, const char *key, struct trig_view value,
                        struct trig_view review)
{
    put(csv, trig_view(key));
    put(csv, value);
    put(csv, review);
    trig_csv_end_record(csv);
}

/* ---- the files -------------------------------------------------------------------------------- */

static struct trig_view base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return trig_view(slash ? slash + 1 : path);
}

static void write_survey(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name)
{
    static const char *const head[] = {"key", "value", "review", NULL};
    static const char *const orders[] = {
        [TRIG_DATE_DMY] = "dmy", [TRIG_DATE_MDY] = "mdy", [TRIG_DATE_YMD] = "ymd"};
    const struct trig_gathering *gathering = draft->gathering;
    char notes[400];
    uint64_t records = 0;
    for (size_t i = 0; i < gathering->file_count; i++)
        records += gathering->files[i].records;
    snprintf(notes, sizeof notes,
             "Drafted by trig-collect from %llu records of %zu export%s, the first of them %.*s. Each row's "
             "review "
             "says why it is as it is; rows that begin with CHECK want a decision.",
             (unsigned long long)records, gathering->file_count, gathering->file_count == 1 ? "" : "s",
             TRIG_VIEW_ARG(trig_text_clip(base_name(gathering->files[0].path), 120)));
    put_row(csv, head);
    put_setting(csv, "id", name, trig_view("CHECK: from the name of the folder"));
    put_setting(csv, "title", name, trig_view("CHECK: write the survey's title"));
    put_setting(csv, "date_order", trig_view(orders[draft->date_order]), draft->date_review);
    if (draft->has_commas)
        put_setting(csv, "decimal_mark", trig_view("comma"),
                    trig_view("numbers such as 1,5 have a comma before their fraction, so 1,234 has one too: "
                              "delete this row if it is 1234"));
    put_setting(csv, "notes", trig_view(notes),
                trig_view("CHECK: every brief shows it at its top: write what its readers should know, or "
                          "leave it empty"));
}

static void write_pillars(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name)
{
    static const char *const head[] = {"id", "label", "order", "description", "review", NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->pillar_count; i++) {
        put(csv, draft->pillars[i].id);
        put(csv, draft->pillars[i].label);
        trig_csv_number(csv, (double)(i + 1));
        trig_csv_empty(csv);
        put(csv, draft->pillars[i].review);
        trig_csv_end_record(csv);
    }
}

static void write_code(struct trig_csv_writer *csv, const struct trig_draft_scale *scale,
                       const struct trig_draft_code *code, bool first)
{
    static const char *const kinds[] = {"substantive", "not_applicable", "dont_know", "refused", "not_shown"};
    bool valued = code->kind == TRIG_SUBSTANTIVE && !isnan(code->value);
    put(csv, scale->name);
    put(csv, code->code);
    put(csv, code->label);
    if (valued)
        trig_csv_number(csv, code->value);
    else
        trig_csv_empty(csv);
    put(csv, trig_view(kinds[code->kind]));
    put_flag(csv, code->positive);
    put_flag(csv, code->neutral);
    if (code->is_rest)
        put(csv, trig_view(TRIG_REST_ALIAS));
    else
        put(csv, code->aliases);
    put(csv, code->review.length || !first ? code->review : scale->review);
    trig_csv_end_record(csv);
}

static void write_scales(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name)
{
    static const char *const head[] = {"scale",    "code",    "label",   "value",  "kind",
                                       "positive", "neutral", "aliases", "review", NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->scale_count; i++)
        for (size_t j = 0; j < draft->scales[i].count; j++)
            write_code(csv, &draft->scales[i], &draft->scales[i].codes[j], j == 0);
}

static void write_variables(struct trig_csv_writer *csv, const struct trig_draft *draft,
                            struct trig_view name)
{
    static const char *const head[] = {"name", "label", "role", "type",     "scale",   "pillar", "reversed",
                                       "min",  "max",   "unit", "eligible", "aliases", "review", NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->variable_count; i++) {
        const struct trig_draft_variable *variable = &draft->variables[i];
        put(csv, variable->name);
        put(csv, variable->label);
        put(csv, trig_view(trig_role_name(variable->role)));
        put(csv, trig_view(trig_type_name(variable->type)));
        put(csv, variable->scale == TRIG_NONE ? trig_view_of("", 0) : draft->scales[variable->scale].name);
        put(csv, variable->pillar == TRIG_NONE ? trig_view_of("", 0) : draft->pillars[variable->pillar].id);
        put(csv, trig_view(variable->is_reversed ? "1" : ""));
        trig_csv_number(csv, variable->min);
        trig_csv_number(csv, variable->max);
        put(csv, variable->unit);
        trig_csv_empty(csv);
        trig_csv_empty(csv);
        put(csv, variable->review);
        trig_csv_end_record(csv);
    }
}

static void write_columns(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name)
{
    static const char *const head[] = {"variable", "platform",  "heading", "wave",
                                       "code",     "separator", "review",  NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->gathering->count; i++) {
        const struct trig_gathered_column *column = &draft->gathering->columns[i];
        const struct trig_draft_column *own = &draft->columns[i];
        if (own->variable == TRIG_NONE)
            continue;
        const struct trig_draft_variable *variable = &draft->variables[own->variable];
        for (size_t j = 0; j < column->headings.count; j++) {
            put(csv, variable->name);
            trig_csv_empty(csv);
            put(csv, column->headings.items[j]);
            trig_csv_empty(csv);
            put(csv, own->option == TRIG_NONE ? trig_view_of("", 0)
                                              : draft->scales[variable->scale].codes[own->option].code);
            put(csv, variable->separator);
            put(csv,
                trig_view(j ? "CHECK: the wording without its number is the same in another export" : ""));
            trig_csv_end_record(csv);
        }
    }
}

static void write_institutions(struct trig_csv_writer *csv, const struct trig_draft *draft,
                               struct trig_view name)
{
    static const char *const head[] = {"id",     "name",   "aliases", "nation", "kind",
                                       "signed", "cohort", "review",  NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->institution_count; i++) {
        const struct trig_draft_institution *institution = &draft->institutions[i];
        const char *kind = institution->is_university ? "university" : "";
        put(csv, institution->id);
        put(csv, institution->name);
        const char *const rest[] = {"", "", kind, "", "", NULL};
        for (size_t j = 0; rest[j]; j++)
            put(csv, trig_view(rest[j]));
        put(csv, institution->review);
        trig_csv_end_record(csv);
    }
}

static void write_waves(struct trig_csv_writer *csv, const struct trig_draft *draft, struct trig_view name)
{
    static const char *const head[] = {"id", "label", "opened", "closed", "time", "review", NULL};
    (void)name;
    put_row(csv, head);
    for (size_t i = 0; i < draft->wave_count; i++) {
        const struct trig_draft_wave *wave = &draft->waves[i];
        char opened[TRIG_TIME_TEXT], closed[TRIG_TIME_TEXT];
        trig_text_from_time(wave->opened, opened);
        trig_text_from_time(wave->closed, closed);
        put(csv, wave->id);
        put(csv, wave->label);
        put(csv, trig_view(opened));
        put(csv, trig_view(closed));
        trig_csv_number(csv, wave->time);
        put(csv, wave->review);
        trig_csv_end_record(csv);
    }
}

/* ---- the folder --------------------------------------------------------------------------------- */

struct sheet {
    const char *name;
    write_rows *write;
};

static const struct sheet sheets[] = {
    {"survey.csv", write_survey},   {"pillars.csv", write_pillars},
    {"scales.csv", write_scales},   {"variables.csv", write_variables},
    {"columns.csv", write_columns}, {"institutions.csv", write_institutions},
    {"waves.csv", write_waves},
};

#define SHEETS (sizeof sheets / sizeof *sheets)

/* A file without rows is left out. */
static bool is_needed(const struct trig_draft *draft, const struct sheet *sheet)
{
    return !((sheet->write == write_pillars && !draft->pillar_count) ||
             (sheet->write == write_scales && !draft->scale_count) ||
             (sheet->write == write_institutions && !draft->institution_count) ||
             (sheet->write == write_waves && !draft->wave_count));
}

static enum trig_status write_sheet(const struct trig_draft *draft, const char *folder,
                                    const struct sheet *sheet, struct trig_view name,
                                    struct trig_error *error)
{
    char path[LONGEST_PATH + 32];
    struct trig_output output = {0};
    struct trig_csv_writer csv;
    snprintf(path, sizeof path, "%s/%s", folder, sheet->name);
    enum trig_status status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_writer_init(&csv, output.file);
    sheet->write(&csv, draft, name);
    status = trig_csv_writer_finish(&csv, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}

static void remove_folder(const char *folder)
{
    char path[LONGEST_PATH + 32];
    for (size_t i = 0; i < SHEETS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, sheets[i].name);
        unlink(path);
    }
    rmdir(folder);
}

/* Whoever drafts must not be sent away with a folder that `check` refuses. */
static enum trig_status read_back(const char *folder, struct trig_error *error)
{
    struct trig_definition_files files;
    struct trig_error problem = {0};
    trig_definition *definition = NULL;
    enum trig_status status = trig_definition_files_read(folder, NULL, &files, error);
    if (status != TRIG_OK)
        return status;
    status = trig_definition_parse(&files, NULL, &definition, &problem);
    trig_definition_destroy(definition);
    trig_definition_files_clear(&files);
    if (status == TRIG_OK)
        return TRIG_OK;
    return trig_error_set(
        error, status,
        "the draft is no valid definition, which is a fault of this program: please report it "
        "(%s)",
        problem.message);
}

/* The last part of [folder], as the survey's id. */
static struct trig_view name_of(struct trig_draft *names, const char *folder)
{
    struct trig_view name = trig_view(folder);
    while (name.length > 1 && name.data[name.length - 1] == '/')
        name.length--;
    for (size_t i = name.length; i-- > 0;)
        if (name.data[i] == '/') {
            name = trig_view_of(name.data + i + 1, name.length - i - 1);
            break;
        }
    name = trig_draft_slug(names, name, 40);
    return name.length ? name : trig_view("survey");
}

enum trig_status trig_draft_write(const struct trig_draft *draft, const char *folder,
                                  struct trig_error *error)
{
    char partial[LONGEST_PATH];
    struct stat state;
    struct trig_draft names = {.failed = false};
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    if (lstat(folder, &state) == 0)
        return trig_error_set(error, TRIG_ERR_REFUSED,
                              "%s exists already and is not overwritten: say another folder with --out",
                              folder);
    if (snprintf(partial, sizeof partial, "%.*s.partial-%ld", (int)length, folder, (long)getpid()) >=
        (int)sizeof partial)
        return trig_error_set(error, TRIG_ERR_USAGE, "the path of the folder is too long");
    trig_arena_init(&names.arena);
    struct trig_view name = name_of(&names, folder);
    enum trig_status status = trig_folder_make(partial, error);
    for (size_t i = 0; i < SHEETS && status == TRIG_OK; i++)
        if (is_needed(draft, &sheets[i]))
            status = write_sheet(draft, partial, &sheets[i], name, error);
    if (status == TRIG_OK)
        status = read_back(partial, error);
    char target[LONGEST_PATH];
    snprintf(target, sizeof target, "%.*s", (int)length, folder);
    if (status == TRIG_OK && rename(partial, target) != 0)
        status = trig_error_set(error, TRIG_ERR_IO, "%s cannot be made: %s", folder, strerror(errno));
    if (status != TRIG_OK)
        remove_folder(partial);
    trig_arena_clear(&names.arena);
    return status;
}
