#include "collect/intake/corrections.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/bytes/json_text.h"
#include "collect/intake/intake.h"
#include "collect/intake/rejected.h"
#include "collect/intake/shape.h"
#include "collect/match/file_name.h"

/* As for exports: others finish too. */
#define MOST_ROUNDS 1000

/* The file and what it is compared with. */
struct correcting {
    trig_store *store;
    const struct trig_ingest_options *options;
    struct trig_export file;
    size_t import_column;
    size_t record_column;
    struct trig_arena arena; /* of [imports], and of [mentioned] */
    const struct trig_import *imports;
    size_t import_count;
    bool *mentioned; /* by import: the file has rejects of it */
    struct trig_corrections *out;
    trig_import_writer *writer; /* NULL: nothing is stored */
    trig_identity *identity;    /* of all imports, handed from one to the next */
    trig_replaced *replaced;
    struct trig_people people;
};

/* One import of those that the file has rejects of. */
struct group {
    struct correcting *correcting;
    const struct trig_import *import;
    struct trig_arena arena; /* of the shape */
    struct trig_shape shape;
    struct trig_rejected_list rejects;
    struct trig_plan plan;
    struct trig_intake intake;
    size_t *columns;               /* of the file, by column of the shape; TRIG_NONE: it lacks it */
    struct trig_csv_field *fields; /* a record in the import's shape */
};

/* ---- one record ------------------------------------------------------------------------ */

static struct trig_view field_at(const void *record, size_t index)
{
    const struct trig_csv_field *fields = record;
    return fields[index].text;
}

static bool read_number(const struct trig_csv_record *record, size_t column, uint64_t *out)
{
    int64_t number;
    if (column >= record->count ||
        !trig_text_to_integer(trig_text_trim(record->fields[column].text), &number) || number < 0)
        return false;
    *out = (uint64_t)number;
    return true;
}

/* Whether a record set aside for [reason] is none to be stored, whatever its fields say:
 * what told so, the platform's own columns, was not kept. */
static bool is_final(const struct correcting *correcting, enum trig_reason reason)
{
    return reason == TRIG_REASON_ERASED || reason == TRIG_REASON_PREVIEW || reason == TRIG_REASON_TEST ||
           reason == TRIG_REASON_SPAM ||
           (reason == TRIG_REASON_PARTIAL && !correcting->options->rules.keep_partial);
}

static enum trig_status store_record(struct group *group, const struct trig_rejected *reject,
                                     const struct trig_csv_record *record, const struct trig_verdict *verdict,
                                     struct trig_error *error)
{
    const struct trig_place place = {group->import->id, 0, reject->id};
    enum trig_status status = trig_intake_keep(&group->intake, record, verdict, error);
    if (status == TRIG_OK && group->intake.writer)
        status = trig_import_supersede(group->intake.writer, &place, error);
    return status;
}

static enum trig_status read_again(struct group *group, const struct trig_rejected *reject,
                                   const struct trig_csv_record *record, struct trig_error *error)
{
    struct trig_corrections *out = group->correcting->out;
    struct trig_verdict verdict;
    bool changed = reject->fields != trig_rejected_fields(field_at, record->fields, group->shape.count);
    if (is_final(group->correcting, reject->reason) || (!changed && reject->reason == TRIG_REASON_RAGGED)) {
        out->unchanged++;
        return TRIG_OK;
    }
    enum trig_status status = trig_intake_judge(&group->intake, record, &verdict, error);
    if (status != TRIG_OK)
        return status;
    if (verdict.reason == TRIG_REASON_NONE)
        return store_record(group, reject, record, &verdict, error);
    if (!changed) {
        out->unchanged++;
        return TRIG_OK;
    }
    out->wrong++;
    return trig_intake_tell(&group->intake, record, &verdict, error);
}

static enum trig_status take_row(void *context, const struct trig_csv_record *row, struct trig_error *error)
{
    struct group *group = context;
    const struct correcting *correcting = group->correcting;
    uint64_t import = 0, number = 0;
    bool named = read_number(row, correcting->import_column, &import) &&
                 read_number(row, correcting->record_column, &number);
    if (!named || import != group->import->id)
        return TRIG_OK;
    const struct trig_rejected *reject = trig_rejected_find(&group->rejects, number);
    if (!reject) {
        correcting->out->gone++;
        return TRIG_OK;
    }
    for (size_t i = 0; i < group->shape.count; i++) {
        bool there = group->columns[i] != TRIG_NONE && group->columns[i] < row->count;
        group->fields[i] = (struct trig_csv_field){.is_null = !there};
        if (there)
            group->fields[i].text = trig_rejected_unguard(row->fields[group->columns[i]].text);
    }
    const struct trig_csv_record record = {
        .fields = group->fields, .count = group->shape.count, .number = row->number, .line = row->line};
    return read_again(group, reject, &record, error);
}

/* ---- one import ---------------------------------------------------------------------------- */

static enum trig_status map_columns(struct group *group, struct trig_error *error)
{
    const struct trig_export *file = &group->correcting->file;
    group->columns = trig_arena_calloc(&group->arena, group->shape.count + 1, sizeof *group->columns);
    group->fields = trig_arena_calloc(&group->arena, group->shape.count + 1, sizeof *group->fields);
    if (!group->columns || !group->fields)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    for (size_t i = 0; i < group->shape.count; i++) {
        struct trig_view name = trig_text_trim(group->shape.headings[i].raw);
        group->columns[i] = TRIG_NONE;
        for (size_t j = 0; j < file->column_count; j++)
            if (trig_view_equal(trig_text_trim(trig_rejected_unguard(file->headings[j].raw)), name))
                group->columns[i] = j;
    }
    return TRIG_OK;
}

static enum trig_status make_plan(struct group *group, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(group->correcting->store);
    const struct trig_import *import = group->import;
    struct trig_plan_request request = {.definition = definition,
                                        .format = trig_format_find(import->platform),
                                        .headings = group->shape.headings,
                                        .matches = group->shape.matches,
                                        .count = group->shape.count,
                                        .wave = TRIG_NONE,
                                        .institution = TRIG_NONE,
                                        .keeps_people = true,
                                        .key = group->correcting->options->key};
    if (import->wave.length)
        request.wave = trig_definition_wave(definition, import->wave);
    if (import->institution.length)
        request.institution = trig_definition_institution(definition, import->institution);
    if (!request.format)
        return trig_error_set(error, TRIG_ERR_REFUSED, "import %llu came from \"%.*s\", which is not known",
                              (unsigned long long)import->id, TRIG_VIEW_ARG(import->platform));
    return trig_plan_make(&request, &group->plan, error);
}

static enum trig_status read_group(struct group *group, struct trig_error *error)
{
    struct correcting *correcting = group->correcting;
    const struct trig_export nothing = {.path = NULL}; /* how many records there are matters little */
    struct trig_undecodable undecodable;
    group->intake = (struct trig_intake){.store = correcting->store,
                                         .definition = group->plan.definition,
                                         .plan = &group->plan,
                                         .people = correcting->people,
                                         .tally = &correcting->out->tally,
                                         .writer = correcting->writer,
                                         .replace = correcting->options->replace,
                                         .room = correcting->options->identity_room,
                                         .identity = correcting->identity,
                                         .replaced = correcting->replaced};
    enum trig_status status = trig_intake_open(&group->intake, &nothing, &correcting->options->rules, error);
    if (status == TRIG_OK)
        status = trig_export_read(&correcting->file, take_row, group, NULL, &undecodable, error);
    if (status == TRIG_OK)
        status = trig_intake_flush(&group->intake, error);
    correcting->identity = group->intake.identity;
    correcting->replaced = group->intake.replaced;
    group->intake.identity = NULL;
    group->intake.replaced = NULL;
    group->intake.writer = NULL;
    trig_intake_close(&group->intake);
    return status;
}

static enum trig_status correct_import(struct correcting *correcting, const struct trig_import *import,
                                       struct trig_error *error)
{
    struct group group = {.correcting = correcting, .import = import};
    const trig_definition *definition = trig_store_definition(correcting->store);
    trig_arena_init(&group.arena);
    enum trig_status status = trig_shape_recall(import, definition, &group.arena, &group.shape, error);
    if (status == TRIG_OK)
        status = map_columns(&group, error);
    if (status == TRIG_OK)
        status = trig_rejected_read(correcting->store, import->id, &group.shape, &group.rejects, error);
    if (status == TRIG_OK)
        status = make_plan(&group, error);
    if (status == TRIG_OK) {
        status = read_group(&group, error);
        trig_plan_clear(&group.plan);
    }
    trig_rejected_clear(&group.rejects);
    trig_arena_clear(&group.arena);
    return status;
}

/* ---- one round ------------------------------------------------------------------------------- */

static enum trig_status begin(struct correcting *correcting, struct trig_error *error)
{
    struct trig_view text = {NULL, 0};
    if (correcting->options->dry_run)
        return TRIG_OK;
    json_t *object = json_pack("{s:s, s:b, s:s}", "reads", "corrected rejects", "keep_partial",
                               correcting->options->rules.keep_partial, "bad_answers",
                               correcting->options->rules.bad_missing ? "missing" : "reject");
    enum trig_status status = trig_json_text(object, &text, error);
    if (status != TRIG_OK)
        return status;
    const struct trig_import import = {.file = trig_view(trig_file_name_base(correcting->file.path)),
                                       .sha256 = trig_view(correcting->file.facts.sha256),
                                       .platform = trig_view("rejects"),
                                       .options = text,
                                       .software = trig_view("trigpillar " TRIG_VERSION)};
    status = trig_import_begin(correcting->store, &import, &correcting->writer, error);
    trig_free((void *)text.data);
    return status;
}

static enum trig_status finish(struct correcting *correcting, uint64_t newest, struct trig_error *error)
{
    trig_import_writer *writer = correcting->writer;
    struct trig_corrections *out = correcting->out;
    enum trig_status status = TRIG_OK;
    if (!writer || !out->tally.stored)
        return TRIG_OK;
    if (correcting->replaced)
        status = trig_replaced_stage(correcting->replaced, correcting->store, writer, error);
    if (status != TRIG_OK)
        return status;
    correcting->writer = NULL;
    return trig_import_commit(writer, out->tally.stored, newest, correcting->options->again, &out->import,
                              error);
}

static void reset(struct correcting *correcting)
{
    if (correcting->writer)
        trig_import_abandon(correcting->writer);
    trig_identity_destroy(correcting->identity);
    trig_replaced_destroy(correcting->replaced);
    trig_people_clear(&correcting->people);
    correcting->writer = NULL;
    correcting->identity = NULL;
    correcting->replaced = NULL;
}

/* All of the file, import by import. @return also that it is to be read again, see trig_intake_settle. */
static enum trig_status correct_imports(struct correcting *correcting, bool *again, struct trig_error *error)
{
    struct trig_corrections *out = correcting->out;
    enum trig_status status = TRIG_OK;
    trig_tally_clear(&out->tally);
    trig_tally_init(&out->tally);
    out->unchanged = out->wrong = out->gone = 0;
    for (size_t i = 0; i < correcting->import_count && status == TRIG_OK; i++)
        if (correcting->mentioned[i])
            status = correct_import(correcting, &correcting->imports[i], error);
    struct trig_intake all = {.store = correcting->store,
                              .tally = &out->tally,
                              .writer = correcting->writer,
                              .identity = correcting->identity,
                              .replaced = correcting->replaced};
    status = trig_intake_settle(&all, status, again, error);
    correcting->replaced = all.replaced;
    return status;
}

static enum trig_status correct_once(struct correcting *correcting, struct trig_error *error)
{
    uint64_t newest = 0;
    enum trig_status status = trig_store_newest(correcting->store, &newest, error);
    if (status == TRIG_OK)
        status = begin(correcting, error);
    if (status == TRIG_OK)
        status = trig_people_load(correcting->store, correcting->options->key, &correcting->people, error);
    for (bool again = true; again && status == TRIG_OK;)
        status = correct_imports(correcting, &again, error);
    if (status == TRIG_OK)
        status = finish(correcting, newest, error);
    reset(correcting);
    return status;
}

/* ---- the file ---------------------------------------------------------------------------------- */

static size_t find_column(const struct trig_export *file, const char *name)
{
    for (size_t i = 0; i < file->column_count; i++)
        if (trig_view_is(trig_text_trim(file->headings[i].raw), name))
            return i;
    return TRIG_NONE;
}

static enum trig_status check_row(void *context, const struct trig_csv_record *record,
                                  struct trig_error *error)
{
    struct correcting *correcting = context;
    uint64_t import, number;
    correcting->out->rows++;
    if (!read_number(record, correcting->import_column, &import) ||
        !read_number(record, correcting->record_column, &number)) {
        trig_error_set(error, TRIG_ERR_FORMAT,
                       "#import and #record must be whole numbers, as `rejects` prints them");
        trig_error_place(error, NULL, record->line, 0);
        return TRIG_ERR_FORMAT;
    }
    bool known = false;
    for (size_t i = 0; i < correcting->import_count; i++)
        if (correcting->imports[i].id == import)
            known = correcting->mentioned[i] = true;
    correcting->out->gone += !known;
    return TRIG_OK;
}

static enum trig_status open_file(struct correcting *correcting, const char *path, struct trig_error *error)
{
    struct trig_sniff_options sniff = correcting->options->sniff;
    struct trig_undecodable undecodable;
    sniff.platform = "plain_csv";
    sniff.has_codes = false;
    enum trig_status status = trig_export_open(path, &sniff, NULL, &correcting->file, error);
    if (status != TRIG_OK)
        return status;
    correcting->import_column = find_column(&correcting->file, "#import");
    correcting->record_column = find_column(&correcting->file, "#record");
    if (correcting->import_column == TRIG_NONE || correcting->record_column == TRIG_NONE)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "is no list of rejects: it has no columns #import and #record, which `rejects` "
                              "prints first");
    status = trig_store_imports(correcting->store, &correcting->arena, &correcting->imports,
                                &correcting->import_count, error);
    if (status != TRIG_OK)
        return status;
    correcting->mentioned =
        trig_arena_calloc(&correcting->arena, correcting->import_count + 1, sizeof *correcting->mentioned);
    if (!correcting->mentioned)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the imports");
    return trig_export_read(&correcting->file, check_row, correcting, NULL, &undecodable, error);
}

enum trig_status trig_correct(trig_store *store, const char *path, const struct trig_ingest_options *options,
                              struct trig_corrections *out, struct trig_error *error)
{
    struct correcting correcting = {.store = store, .options = options, .out = out};
    *out = (struct trig_corrections){.rows = 0};
    trig_tally_init(&out->tally);
    trig_arena_init(&correcting.arena);
    enum trig_status status = open_file(&correcting, path, error);
    uint64_t unknown = out->gone;
    bool opened = status == TRIG_OK;
    for (size_t round = 0; round < MOST_ROUNDS && opened; round++) {
        status = correct_once(&correcting, error);
        out->gone += unknown;
        opened = status == TRIG_ERR_BUSY;
    }
    if (status != TRIG_OK && error && !error->file[0] && status != TRIG_ERR_MEMORY)
        trig_error_place(error, path, error->line, error->column);
    trig_export_close(&correcting.file);
    trig_arena_clear(&correcting.arena);
    return status;
}

void trig_corrections_clear(struct trig_corrections *corrections)
{
    trig_tally_clear(&corrections->tally);
}
