#include "collect/intake/ingest.h"

#include "surveys/base/memory.h"
#include "surveys/base/processors.h"
#include "surveys/base/text.h"

#include "collect/bytes/json_text.h"
#include "collect/export/wide.h"
#include "collect/intake/intake.h"
#include "collect/intake/intake_pieces.h"
#include "collect/intake/shape.h"
#include "collect/match/asked.h"
#include "collect/match/file_name.h"

/* Whoever stores something meanwhile makes this import compare its records
 * again. Others finish too, so after this many rounds something is wrong. */
#define MOST_ROUNDS 1000

/* Bytes of a file that one thread reads as soon as several. */
#define SMALL_FILE ((uint64_t)4 << 20)

/* More threads than this wait for the one that puts their rows together. */
#define MOST_THREADS ((size_t)8)

/* ---- one round ----------------------------------------------------------------------- */

/* The column that tells who answered; TRIG_NONE: there is none. */
static size_t find_person(const trig_definition *definition, const struct trig_ingest_result *result)
{
    for (size_t i = 0; i < result->export.column_count; i++)
        if (result->matches[i].variable != TRIG_NONE &&
            definition->variables[result->matches[i].variable].role == TRIG_ROLE_RESPONDENT)
            return i;
    return TRIG_NONE;
}

/* What `export` adds to the variables is read, though no variable claims it. */
static void explain_own_columns(struct trig_ingest_result *result)
{
    for (size_t i = 0; i < result->export.column_count; i++) {
        struct trig_view heading = result->export.headings[i].raw;
        bool kinds =
            trig_view_is(heading, TRIG_WIDE_MISSING) || trig_view_is(heading, TRIG_WIDE_MISSING_PLAIN);
        bool place =
            trig_view_is(heading, TRIG_COLUMN_WAVE) || trig_view_is(heading, TRIG_COLUMN_INSTITUTION);
        if (result->matches[i].duty != TRIG_DUTY_UNKNOWN || (!kinds && !place))
            continue;
        result->matches[i].duty = TRIG_DUTY_LEFT_OUT;
        result->matches[i].why = kinds ? "why answers are missing" : "when or where, as `export` writes it";
    }
}

/* What the user asked for beyond file, wave and institution, and what the columns are, as
 * JSON. */
static enum trig_status describe_options(const struct trig_intake *intake,
                                         const struct trig_ingest_options *options,
                                         const struct trig_ingest_result *result, struct trig_view *out,
                                         struct trig_error *error)
{
    const struct trig_dialect *dialect = &result->export.dialect;
    char separator[2] = {dialect->csv.separator, 0};
    json_t *columns = trig_shape_describe(intake->definition, intake->fields, result->export.headings,
                                          result->matches, result->export.column_count);
    json_t *object = json_pack("{s:s, s:s, s:I, s:b, s:s, s:o}", "encoding", dialect->encoding.name,
                               "separator", separator, "header_rows", (json_int_t)dialect->header_rows,
                               "keep_partial", options->rules.keep_partial, "bad_answers",
                               options->rules.bad_missing ? "missing" : "reject", "columns", columns);
    if (object && options->key &&
        json_object_set_new(object, "person_key", json_string(options->key->name))) {
        json_decref(object);
        object = NULL;
    }
    return trig_json_text(object, out, error);
}

static enum trig_status begin_import(struct trig_intake *intake, const struct trig_ingest_options *options,
                                     const struct trig_ingest_result *result, struct trig_error *error)
{
    const struct trig_dialect *dialect = &result->export.dialect;
    if (!intake->store || options->dry_run)
        return TRIG_OK;
    struct trig_view text = {NULL, 0};
    enum trig_status status = describe_options(intake, options, result, &text, error);
    if (status != TRIG_OK)
        return status;
    struct trig_import import = {.file = trig_view(trig_file_name_base(result->export.path)),
                                 .sha256 = trig_view(result->export.facts.sha256),
                                 .platform = trig_view(dialect->format->name),
                                 .options = text,
                                 .software = trig_view("trigpillar " TRIG_VERSION)};
    if (result->wave_source == TRIG_WAVE_FIXED)
        import.wave = intake->definition->waves[result->wave].id;
    if (result->institution != TRIG_NONE)
        import.institution = intake->definition->institutions[result->institution].id;
    status = trig_import_begin(intake->store, &import, &intake->writer, error);
    trig_free((void *)text.data);
    return status;
}

/* How many threads read: as many as there are processors, but a small file is read
 * before others have begun. */
static size_t threads_for(const struct trig_ingest_options *options, const struct trig_export *export)
{
    size_t threads = options->threads;
    if (!threads && export->facts.size >= SMALL_FILE)
        threads = trig_processors();
    bool has_pieces = trig_intake_has_pieces(export);
    return !has_pieces ? 1 : threads < MOST_THREADS ? threads : MOST_THREADS;
}

static enum trig_status read_all(struct trig_intake *intake, const struct trig_plan_request *request,
                                 const struct trig_ingest_options *options,
                                 const struct trig_watcher *watcher, struct trig_ingest_result *result,
                                 struct trig_error *error)
{
    struct trig_intake_pieces how = {.threads = threads_for(options, &result->export),
                                     .piece_bytes = options->piece_bytes,
                                     .request = request,
                                     .rules = &options->rules};
    enum trig_status status = TRIG_OK;
    for (bool again = true; again && status == TRIG_OK;) {
        /* The quick way does not look for those who must not come back. */
        if (how.threads < 2 || intake->people.erased)
            status = trig_export_read(&result->export, trig_intake_take, intake, watcher,
                                      &result->undecodable, error);
        else
            status =
                trig_intake_read_pieces(intake, &result->export, &how, watcher, &result->undecodable, error);
        status = trig_intake_settle(intake, status, &again, error);
    }
    return status;
}

static enum trig_status refuse_same_file(trig_store *store, const struct trig_ingest_result *result,
                                         bool again, struct trig_error *error)
{
    uint64_t import = 0;
    if (!store || again || result->export.is_presumed)
        return TRIG_OK;
    enum trig_status status = trig_store_find_import(store, result->export.facts.sha256, &import, error);
    if (status != TRIG_OK || !import)
        return status;
    return trig_error_set(error, TRIG_ERR_REFUSED,
                          "this file is stored already, as import %llu; --again takes it all the same",
                          (unsigned long long)import);
}

/* What is not known of an export before its records are read. */
static enum trig_status settle(struct trig_intake *intake, const struct trig_ingest_options *options,
                               struct trig_ingest_result *result, struct trig_error *error)
{
    struct trig_export *export = &result->export;
    if (!export->is_presumed)
        return TRIG_OK;
    enum trig_status status = trig_export_settle(export, error);
    if (status == TRIG_OK)
        status = refuse_same_file(intake->store, result, options->again, error);
    if (status == TRIG_OK && intake->writer)
        status = trig_import_set_hash(intake->writer, trig_view(export->facts.sha256), error);
    return status;
}

/* Reads all records once. @return also TRIG_ERR_BUSY: somebody stored something
 * meanwhile, nothing was written. */
static enum trig_status read_once(struct trig_intake *intake, const struct trig_plan_request *request,
                                  const struct trig_ingest_options *options,
                                  const struct trig_watcher *watcher, struct trig_ingest_result *result,
                                  struct trig_error *error)
{
    uint64_t newest = TRIG_ANY_IMPORT;
    enum trig_status status = TRIG_OK;
    trig_tally_clear(&result->tally);
    trig_tally_init(&result->tally);
    if (intake->store && intake->plan->record_column != TRIG_NONE)
        status = trig_store_newest(intake->store, &newest, error);
    /* Begun before what the store holds is loaded, so that the commit notices whatever is
     * undone or erased from then on. */
    if (status == TRIG_OK)
        status = begin_import(intake, options, result, error);
    if (status == TRIG_OK)
        status = trig_people_load(intake->store, options->key, &intake->people, error);
    if (status == TRIG_OK && intake->people.erased && !intake->people.key &&
        find_person(intake->definition, result) != TRIG_NONE)
        status = trig_error_set(error, TRIG_ERR_USAGE,
                                "people were erased from this store, and this export may hold them: give "
                                "--person-key, so that they are kept out");
    if (status == TRIG_OK)
        status = trig_intake_open(intake, &result->export, &options->rules, error);
    if (status == TRIG_OK)
        status = read_all(intake, request, options, watcher, result, error);
    if (status == TRIG_OK)
        status = settle(intake, options, result, error);
    if (status == TRIG_OK && !result->tally.read)
        status =
            trig_error_set(error, TRIG_ERR_FORMAT, "has a header and no records below it: nothing to store");
    if (status == TRIG_OK)
        status = trig_intake_flush(intake, error);
    if (status == TRIG_OK && intake->writer && intake->replaced)
        status = trig_replaced_stage(intake->replaced, intake->store, intake->writer, error);
    if (status == TRIG_OK && intake->writer) {
        trig_import_writer *writer = intake->writer;
        intake->writer = NULL;
        status =
            trig_import_commit(writer, result->tally.read, newest, options->again, &result->import, error);
    }
    trig_intake_close(intake);
    trig_people_clear(&intake->people);
    return status;
}

static enum trig_status read_records(trig_store *store, const struct trig_plan *plan,
                                     const struct trig_plan_request *request,
                                     const struct trig_ingest_options *options,
                                     const struct trig_watcher *watcher, struct trig_ingest_result *result,
                                     struct trig_error *error)
{
    struct trig_reject_fields fields;
    size_t person = find_person(plan->definition, result);
    enum trig_status status =
        trig_reject_fields_init(&fields, result->export.headings, result->matches,
                                result->export.column_count, options->key ? person : TRIG_NONE, error);
    if (status != TRIG_OK)
        return status;
    for (size_t round = 0; round < MOST_ROUNDS; round++) {
        struct trig_intake intake = {.store = store,
                                     .definition = plan->definition,
                                     .plan = plan,
                                     .fields = &fields,
                                     .tally = &result->tally,
                                     .replace = options->replace,
                                     .room = options->identity_room};
        status = read_once(&intake, request, options, watcher, result, error);
        if (status != TRIG_ERR_BUSY)
            break;
    }
    trig_reject_fields_clear(&fields);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------- */

static enum trig_status match_columns(const trig_definition *definition, struct trig_ingest_result *result,
                                      struct trig_error *error)
{
    const struct trig_export *export = &result->export;
    result->matches = trig_calloc(export->column_count, sizeof *result->matches);
    if (!result->matches)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to match columns");
    struct trig_match_request request = {.definition = definition,
                                         .format = export->dialect.format,
                                         .headings = export->headings,
                                         .count = export->column_count,
                                         .wave = result->wave,
                                         .path = export->path};
    if (request.wave == TRIG_NONE && definition->wave_count == 1)
        request.wave = 0;
    return trig_match_columns(&request, result->matches, &result->problems, error);
}

static enum trig_status check_replace(const struct trig_ingest_options *options,
                                      const struct trig_ingest_result *result, struct trig_error *error)
{
    if (!options->replace || result->has_records)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "--replace needs response ids to know what was stored before, and no column of "
                          "this export is the variable with the role record");
}

/* Tries the plan with what the file's name says; what the export says itself goes before. */
static bool plan_by_name(struct trig_plan_request *asked, size_t institution, size_t wave,
                         struct trig_ingest_result *result, struct trig_plan *plan)
{
    struct trig_plan_request request = *asked;
    bool places = institution != TRIG_NONE, waves = wave != TRIG_NONE;
    request.institution = places ? institution : asked->institution;
    request.wave = waves ? wave : asked->wave;
    if ((!places && !waves) || trig_plan_make(&request, plan, NULL) != TRIG_OK)
        return false;
    result->is_named_by_file = places;
    result->is_dated_by_file = waves;
    result->institution = request.institution;
    result->wave = waves ? wave : result->wave;
    *asked = request;
    return true;
}

/* Makes the plan; where nothing in the export says which institution answered, or in which
 * wave, the file's name may. */
static enum trig_status make_plan(struct trig_plan_request *request, const char *path,
                                  struct trig_ingest_result *result, struct trig_plan *plan,
                                  struct trig_error *error)
{
    size_t place = TRIG_NONE, wave = TRIG_NONE;
    struct trig_error again = {0};
    enum trig_status found = TRIG_OK, status = trig_plan_make(request, plan, error);
    if (status != TRIG_ERR_USAGE)
        return status;
    if (request->institution == TRIG_NONE)
        found = trig_file_name_institution(request->definition, path, &place, &again);
    if (found == TRIG_OK && request->wave == TRIG_NONE)
        found = trig_file_name_wave(request->definition, path, &wave, &again);
    if (found != TRIG_OK) {
        if (error)
            *error = again;
        return found;
    }
    bool made = plan_by_name(request, place, TRIG_NONE, result, plan) ||
                plan_by_name(request, TRIG_NONE, wave, result, plan) ||
                (place != TRIG_NONE && plan_by_name(request, place, wave, result, plan));
    return made ? TRIG_OK : status;
}

/* @param sniff  the options', and whether what the file begins as is presumed of all of it. */
static enum trig_status ingest(trig_store *store, const trig_definition *definition, const char *path,
                               const struct trig_sniff_options *sniff,
                               const struct trig_ingest_options *options, const struct trig_watcher *watcher,
                               struct trig_ingest_result *out, struct trig_error *error)
{
    struct trig_plan plan;
    *out = (struct trig_ingest_result){.import = 0};
    trig_problems_init(&out->problems);
    trig_tally_init(&out->tally);
    enum trig_status status = trig_asked_places(definition, options->wave, options->institution, &out->wave,
                                                &out->institution, error);
    if (status == TRIG_OK)
        status = trig_export_open(path, sniff, options->codes, &out->export, error);
    if (status == TRIG_OK)
        status = refuse_same_file(store, out, options->again, error);
    if (status == TRIG_OK)
        status = match_columns(definition, out, error);
    if (status == TRIG_OK && options->key && find_person(definition, out) != TRIG_NONE)
        out->matches[find_person(definition, out)].why = "it tells who answered: kept as a pseudonym";
    if (status == TRIG_OK)
        explain_own_columns(out);
    if (status == TRIG_OK) {
        struct trig_plan_request request = {.definition = definition,
                                            .format = out->export.dialect.format,
                                            .headings = out->export.headings,
                                            .matches = out->matches,
                                            .count = out->export.column_count,
                                            .wave = out->wave,
                                            .institution = out->institution,
                                            .keeps_people = options->key != NULL,
                                            .key = options->key};
        status = make_plan(&request, path, out, &plan, error);
        if (status == TRIG_OK) {
            out->wave_source = plan.wave_source;
            out->wave = plan.wave_source == TRIG_WAVE_FIXED ? plan.wave : TRIG_NONE;
            out->has_records = plan.record_column != TRIG_NONE;
            status = check_replace(options, out, error);
            if (status == TRIG_OK)
                status = read_records(store, &plan, &request, options, watcher, out, error);
            if (status == TRIG_OK && !store)
                status = trig_coverage_take(&plan, &out->export, &out->coverage, error);
            trig_plan_clear(&plan);
        }
    }
    if (status != TRIG_OK && error && !error->file[0] && status != TRIG_ERR_USAGE)
        trig_error_place(error, path, error->line, error->column);
    return status;
}

/* Nothing is stored, and knowing all of the file may tell more, or that nothing is wrong:
 * that it was stored before, or what encoding it is in. */
static bool may_end_otherwise(const struct trig_ingest_result *result, enum trig_status status)
{
    return result->export.is_presumed && status != TRIG_OK && status != TRIG_ERR_MEMORY &&
           status != TRIG_ERR_IO;
}

enum trig_status trig_ingest(trig_store *store, const trig_definition *definition, const char *path,
                             const struct trig_ingest_options *options, const struct trig_watcher *watcher,
                             struct trig_ingest_result *out, struct trig_error *error)
{
    struct trig_sniff_options sniff = options->sniff;
    struct trig_error first = {0};
    sniff.presume_from = options->presume_from ? options->presume_from : SMALL_FILE;
    enum trig_status status = ingest(store, definition, path, &sniff, options, watcher, out, &first);
    if (may_end_otherwise(out, status)) {
        trig_ingest_result_clear(out);
        first = (struct trig_error){0};
        sniff.presume_from = 0;
        status = ingest(store, definition, path, &sniff, options, watcher, out, &first);
    }
    if (status != TRIG_OK && error)
        *error = first;
    return status;
}

void trig_ingest_result_clear(struct trig_ingest_result *result)
{
    trig_export_close(&result->export);
    trig_free(result->matches);
    trig_problems_clear(&result->problems);
    trig_tally_clear(&result->tally);
    trig_coverage_clear(&result->coverage);
    result->matches = NULL;
}
