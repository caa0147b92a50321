#include "tests/store_support.h"

#include "surveys/base/memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GRADES  300u
#define OPTIONS 64u
#define AGREES  7u

const struct trig_view survey_columns[SURVEY_COLUMNS] = {
    [SURVEY_RECORD] = {"record", 6},
    [SURVEY_AGREE] = {"vis_1", 5},
    [SURVEY_GRADE] = {"grade", 5},
    [SURVEY_DEPARTMENT] = {"department", 10},
    [SURVEY_DAYS] = {"cpd_days", 8},
    [SURVEY_SUBMITTED] = {"submitted", 9},
    [SURVEY_SUPPORT] = {"support", 7},
    [SURVEY_COMMENT] = {"comment", 7},
    [SURVEY_INSTITUTION] = {TRIG_COLUMN_INSTITUTION, sizeof TRIG_COLUMN_INSTITUTION - 1},
    [SURVEY_FINGERPRINT] = {TRIG_COLUMN_FINGERPRINT, sizeof TRIG_COLUMN_FINGERPRINT - 1},
};

/* ---- the definition ------------------------------------------------------------------- */

static const char survey_csv[] = "key,value\nid,synthetic\ntitle,A synthetic survey for tests\n";

static const char institutions_csv[] =
    "id,name\nuni_a,University A\nuni_b,University B\nuni_c,University C\n";

#define VARIABLES                                                                                            \
    "name,label,role,type,scale\n"                                                                           \
    "record,Record,record,text,\n"                                                                           \
    "vis_1,I am visible,item,ordinal,agree\n"                                                                \
    "grade,Grade,attribute,nominal,grade\n"                                                                  \
    "department,Department,attribute,nominal,\n"                                                             \
    "cpd_days,Days,item,numeric,\n"                                                                          \
    "submitted,When,submitted,date,\n"                                                                       \
    "support,Support,item,multiple,option\n"                                                                 \
    "comment,Comment,comment,text,\n"

static const char variables_csv[] = VARIABLES;
static const char more_variables_csv[] = VARIABLES "vis_2,I am seen,item,ordinal,agree\n";

/* A line for each code: made once, since 371 lines are not worth reading. */
static struct trig_view scales_csv(void)
{
    static const struct {
        const char *name;
        unsigned count;
    } scales[] = {{"agree", AGREES}, {"grade", GRADES}, {"option", OPTIONS}};
    static char text[16384];
    static size_t length;
    if (length)
        return trig_view_of(text, length);
    length = (size_t)snprintf(text, sizeof text, "scale,code,label\n");
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        for (unsigned code = 1; code <= scales[i].count; code++)
            length += (size_t)snprintf(text + length, sizeof text - length, "%s,%u,%s %u\n", scales[i].name,
                                       code, scales[i].name, code);
    return trig_view_of(text, length);
}

enum trig_status survey_definition(bool more, struct trig_definition_files *out, struct trig_error *error)
{
    const struct {
        const char *name;
        struct trig_view content;
    } files[] = {
        {"institutions.csv", trig_view(institutions_csv)},
        {"scales.csv", scales_csv()},
        {"survey.csv", trig_view(survey_csv)},
        {"variables.csv", trig_view(more ? more_variables_csv : variables_csv)},
    };
    memset(out, 0, sizeof *out);
    trig_arena_init(&out->arena);
    out->count = sizeof files / sizeof *files;
    out->items = trig_arena_calloc(&out->arena, out->count, sizeof *out->items);
    if (!out->items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < out->count; i++) {
        out->items[i].name = trig_view(files[i].name);
        out->items[i].path = out->items[i].name;
        out->items[i].content = files[i].content;
    }
    return TRIG_OK;
}

/* ---- folders --------------------------------------------------------------------------- */

/* Where there is a file system in memory, a test does not wait for the disk. */
void survey_folder_make(struct survey_folder *folder)
{
    const char *memory = "/dev/shm";
    snprintf(folder->folder, sizeof folder->folder, "%s/trig-store-XXXXXX",
             access(memory, W_OK | X_OK) == 0 ? memory : "/tmp");
    if (!mkdtemp(folder->folder)) {
        perror(folder->folder);
        exit(1);
    }
    snprintf(folder->path, sizeof folder->path, "%s/survey.trig", folder->folder);
}

/* Calls unlink on every file when [unlinked]; returns how many there were. */
static size_t each_file(const char *folder, bool unlinked)
{
    size_t count = 0;
    DIR *files = opendir(folder);
    if (!files)
        return 0;
    for (const struct dirent *file; (file = readdir(files)) != NULL;) {
        char path[512];
        if (file->d_name[0] == '.' && (file->d_name[1] == '\0' || file->d_name[1] == '.'))
            continue;
        count++;
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (unlinked)
            unlink(path);
    }
    closedir(files);
    return count;
}

size_t survey_folder_files(const struct survey_folder *folder)
{
    return each_file(folder->folder, false);
}

void survey_folder_remove(const struct survey_folder *folder)
{
    each_file(folder->folder, true);
    rmdir(folder->folder);
}

enum trig_status survey_create(const char *path, struct trig_error *error)
{
    struct trig_definition_files files;
    enum trig_status status = survey_definition(false, &files, error);
    if (!status)
        status = trig_store_create(path, &files, error);
    trig_definition_files_clear(&files);
    return status;
}

/* ---- what is in a cell --------------------------------------------------------------------- */

/* What a cell holds, before it takes the form of its column. */
struct cell {
    enum trig_answer answer;
    uint64_t bits;
    char text[512];
};

static struct cell cell_of(enum survey_column which, uint64_t seed, size_t row)
{
    struct cell cell = {TRIG_ANSWERED, 0, ""};
    const uint64_t place[] = {(uint64_t)which, seed, row};
    cell.bits = trig_checksum(place, sizeof place, 7);
    if (which < SURVEY_INSTITUTION && cell.bits % 4 == 0)
        cell.answer = (enum trig_answer)(1 + (cell.bits >> 8) % 4);
    cell.bits >>= 16;
    if (which == SURVEY_DEPARTMENT) {
        snprintf(cell.text, sizeof cell.text, "Department %u", (unsigned)(cell.bits % (seed % 2 ? 20 : 600)));
    } else if (which == SURVEY_RECORD) {
        snprintf(cell.text, sizeof cell.text, "R-%llu-%zu", (unsigned long long)seed, row);
        cell.answer = TRIG_ANSWERED;
    } else if (which == SURVEY_COMMENT) {
        size_t length = cell.bits % 50 ? cell.bits % 12 : 300 + cell.bits % 200;
        memset(cell.text, 'a' + (int)(cell.bits >> 20) % 26, length);
        cell.text[length] = '\0';
    }
    return cell;
}

static double number_of(const struct cell *cell)
{
    return (double)(int64_t)(cell->bits % 20000) / 8 - 1000;
}

static size_t code_of(enum survey_column which, const struct cell *cell)
{
    return cell->bits % (which == SURVEY_AGREE ? AGREES : which == SURVEY_GRADE ? GRADES : 3);
}

static enum trig_status set_cell(trig_batch_builder *builder, enum survey_column which, uint64_t seed,
                                 size_t row, struct trig_error *error)
{
    struct cell cell = cell_of(which, seed, row);
    if (cell.answer != TRIG_ANSWERED) {
        trig_builder_set_missing(builder, which, cell.answer);
        return TRIG_OK;
    }
    switch (which) {
    case SURVEY_RECORD:
    case SURVEY_COMMENT:
        return trig_builder_set_text(builder, which, trig_view(cell.text), error);
    case SURVEY_DEPARTMENT:
        return trig_builder_set_category(builder, which, trig_view(cell.text), error);
    case SURVEY_DAYS:
    case SURVEY_SUBMITTED:
        trig_builder_set_number(builder, which, number_of(&cell));
        return TRIG_OK;
    case SURVEY_SUPPORT:
        trig_builder_set_flags(builder, which, cell.bits);
        return TRIG_OK;
    case SURVEY_FINGERPRINT:
        trig_builder_set_word(builder, which, cell.bits);
        return TRIG_OK;
    default:
        trig_builder_set_code(builder, which, code_of(which, &cell));
        return TRIG_OK;
    }
}

bool survey_cell_is(const struct trig_column *column, enum survey_column which, uint64_t seed, size_t row,
                    size_t row_in_batch)
{
    struct cell cell = cell_of(which, seed, row);
    size_t code = 0;
    if (trig_column_answer(column, row_in_batch, &code) != cell.answer)
        return false;
    bool answered = cell.answer == TRIG_ANSWERED;
    double number = column->numbers ? column->numbers[row_in_batch] : 0;
    switch (which) {
    case SURVEY_RECORD:
    case SURVEY_COMMENT:
        return trig_view_is(trig_column_text(column, row_in_batch), answered ? cell.text : "");
    case SURVEY_DEPARTMENT:
        return !answered || trig_view_is(trig_dictionary_at(column->dictionary, code), cell.text);
    case SURVEY_DAYS:
    case SURVEY_SUBMITTED:
        return answered ? number == number_of(&cell) : isnan(number);
    case SURVEY_SUPPORT:
    case SURVEY_FINGERPRINT:
        return column->words[row_in_batch] == (answered ? cell.bits : 0);
    default:
        return !answered || code == code_of(which, &cell);
    }
}

/* ---- imports --------------------------------------------------------------------------------- */

static void clear_specs(struct trig_column_spec *specs)
{
    for (size_t i = 0; i < SURVEY_COLUMNS; i++)
        trig_column_spec_clear(&specs[i]);
}

static enum trig_status flush(trig_batch_builder *builder, trig_import_writer *writer,
                              struct trig_error *error)
{
    struct trig_batch batch;
    enum trig_status status = trig_builder_batch(builder, &batch, error);
    if (!status)
        status = trig_import_append(writer, &batch, error);
    trig_builder_reset(builder);
    return status;
}

static enum trig_status stage_rows(trig_batch_builder *builder, trig_import_writer *writer,
                                   const struct survey_import *import, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t row = 0; row < import->rows && !status; row++) {
        status = trig_builder_begin_row(builder, error);
        for (size_t i = 0; i < SURVEY_COLUMNS && !status; i++)
            status = set_cell(builder, (enum survey_column)i, import->seed, row, error);
        if (status)
            return status;
        trig_builder_end_row(builder);
        if (trig_builder_full(builder) || builder->rows == import->batch)
            status = flush(builder, writer, error);
    }
    return status ? status : flush(builder, writer, error);
}

static enum trig_status stage_rejects(trig_import_writer *writer, const struct survey_import *import,
                                      struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < import->rejects && !status; i++) {
        char value[64];
        snprintf(value, sizeof value, "seed %llu, reject %zu", (unsigned long long)import->seed, i);
        const struct trig_reject reject = {
            .record = import->rows + i + 1,
            .line = import->rows + i + 2,
            .reason = trig_view("unknown_answer"),
            .variable = i % 2 ? trig_view("vis_1") : trig_view(NULL),
            .value = trig_view(value),
            .fields = trig_view("{\"Visible?\": \"perhaps\"}"),
        };
        status = trig_import_reject(writer, &reject, error);
    }
    return status;
}

static enum trig_status stage_with(const struct trig_column_spec *specs, const struct survey_import *import,
                                   trig_import_writer *writer, struct trig_error *error)
{
    trig_batch_builder *builder = trig_builder_create(specs, SURVEY_COLUMNS, error);
    if (!builder)
        return TRIG_ERR_MEMORY;
    enum trig_status status = stage_rows(builder, writer, import, error);
    trig_builder_destroy(builder);
    return status ? status : stage_rejects(writer, import, error);
}

enum trig_status survey_stage(trig_store *store, const struct survey_import *import, trig_import_writer **out,
                              struct trig_error *error)
{
    char sha256[TRIG_SHA256_TEXT];
    trig_sha256_of(trig_view_of((const char *)&import->seed, sizeof import->seed), sha256);
    const struct trig_import about = {
        .file = trig_view("export.csv"),
        .sha256 = trig_view(sha256),
        .platform = trig_view("plain_csv"),
        .wave = trig_view(NULL),
        .institution = trig_view("uni_a"),
        .options = trig_view("{}"),
        .software = trig_view("tests"),
    };
    struct trig_column_spec specs[SURVEY_COLUMNS] = {{.encoding = TRIG_ENCODING_WORDS}};
    trig_import_writer *writer = NULL;
    enum trig_status status = trig_import_begin(store, &about, &writer, error);
    for (size_t i = 0; i < SURVEY_COLUMNS && !status; i++)
        status = trig_column_spec_init(&specs[i], trig_store_definition(store), survey_columns[i], error);
    if (!status)
        status = stage_with(specs, import, writer, error);
    clear_specs(specs);
    if (status)
        trig_import_abandon(writer);
    else
        *out = writer;
    return status;
}

enum trig_status survey_append(trig_store *store, const struct survey_import *import, uint64_t *id,
                               struct trig_error *error)
{
    for (;;) {
        trig_import_writer *writer;
        uint64_t newest;
        enum trig_status status = trig_store_newest(store, &newest, error);
        if (!status)
            status = survey_stage(store, import, &writer, error);
        if (status)
            return status;
        status = trig_import_commit(writer, import->rows + import->rejects, newest, false, id, error);
        if (status != TRIG_ERR_BUSY)
            return status;
    }
}

/* ---- everything -------------------------------------------------------------------------------- */

static uint64_t add_view(uint64_t hash, struct trig_view view)
{
    return trig_checksum(view.data, view.length, trig_checksum(&view.length, sizeof view.length, hash));
}

static uint64_t add_column(uint64_t hash, const struct trig_column *column, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        size_t code = SIZE_MAX;
        uint64_t cell[3] = {trig_column_answer(column, row, &code), 0, 0};
        if (column->numbers)
            memcpy(&cell[1], &column->numbers[row], sizeof cell[1]);
        if (column->words)
            cell[1] = column->words[row];
        hash = trig_checksum(cell, sizeof cell, hash);
        if (column->offsets)
            hash = add_view(hash, trig_column_text(column, row));
        if (code != SIZE_MAX)
            hash = add_view(hash, trig_dictionary_at(column->dictionary, code));
    }
    return hash;
}

static enum trig_status dump_cells(trig_store *store, uint64_t *hash, struct trig_error *error)
{
    trig_scan *scan;
    enum trig_status status = trig_scan_open(store, survey_columns, SURVEY_COLUMNS, &scan, error);
    if (status)
        return status;
    struct trig_batch batch;
    *hash = trig_checksum(hash, sizeof *hash, trig_scan_rows(scan));
    while (!(status = trig_scan_next(scan, &batch, error)) && batch.rows)
        for (size_t i = 0; i < batch.column_count; i++)
            *hash = add_column(*hash, &batch.columns[i], batch.rows);
    trig_scan_close(scan);
    return status;
}

static enum trig_status dump_reject(void *context, const struct trig_reject *reject, struct trig_error *error)
{
    (void)error;
    uint64_t *hash = context;
    const uint64_t numbers[] = {reject->import, reject->record, reject->line};
    *hash = trig_checksum(numbers, sizeof numbers, *hash);
    const struct trig_view texts[] = {reject->reason, reject->variable, reject->value, reject->fields};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *hash = add_view(*hash, texts[i]);
    return TRIG_OK;
}

static enum trig_status dump_imports(trig_store *store, uint64_t *hash, struct trig_error *error)
{
    struct trig_arena arena;
    const struct trig_import *imports;
    size_t count;
    trig_arena_init(&arena);
    enum trig_status status = trig_store_imports(store, &arena, &imports, &count, error);
    for (size_t i = 0; i < count && !status; i++) {
        const struct trig_import *import = &imports[i];
        const uint64_t numbers[] = {import->id, import->definition, import->read, import->stored,
                                    import->rejected};
        const struct trig_view texts[] = {import->time,     import->file,    import->sha256,
                                          import->platform, import->wave,    import->institution,
                                          import->options,  import->software};
        *hash = trig_checksum(numbers, sizeof numbers, *hash);
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
            *hash = add_view(*hash, texts[j]);
    }
    trig_arena_clear(&arena);
    return status;
}

enum trig_status survey_dump(const char *path, uint64_t *hash, struct trig_error *error)
{
    trig_store *store;
    enum trig_status status = trig_store_open(path, TRIG_STORE_READ, &store, error);
    if (status)
        return status;
    *hash = add_view(0, trig_view(trig_store_definition(store)->sha256));
    status = dump_imports(store, hash, error);
    if (!status)
        status = trig_store_rejects(store, 0, dump_reject, hash, error);
    if (!status)
        status = dump_cells(store, hash, error);
    trig_store_close(store);
    return status;
}
