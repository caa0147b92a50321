/* erase: a person, removed from the store for good. */
#include "collect/program.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/intake/shape.h"
#include "collect/reason.h"
#include "collect/records/people.h"

static const struct trig_option options[] = {
    {"respondent", "ID", "who: the id that the exports have for them"},
    {"person-key", "FILE", "the key that the store's pseudonyms were made with"},
    {NULL, NULL, NULL}};

/* What is known of the person's records, to find their rejects by. */
struct search {
    trig_store *store;
    struct trig_view record; /* the variable that holds response ids; blank: none */
    char mark[sizeof TRIG_PERSON_PREFIX + TRIG_PSEUDONYM_TEXT];
    trig_dictionary *records;    /* response ids */
    trig_dictionary *of_imports; /* "import response id" */
    struct trig_arena arena;     /* of [imports] and [shape] */
    const struct trig_import *imports;
    size_t import_count;
    uint64_t shaped; /* the import that [shape] is of */
    struct trig_shape shape;
};

static enum trig_status note_record(void *context, uint64_t import, struct trig_view record,
                                    struct trig_error *error)
{
    struct search *search = context;
    size_t index;
    struct trig_view both =
        trig_arena_printf(&search->arena, "%llu %.*s", (unsigned long long)import, TRIG_VIEW_ARG(record));
    if (!both.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to look for the person");
    enum trig_status status = trig_dictionary_add(search->records, record, &index, error);
    return status == TRIG_OK ? trig_dictionary_add(search->of_imports, both, &index, error) : status;
}

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to look through the rejects");
}

/* Finds the columns of an import, as far as it noted them. */
static enum trig_status find_shape(struct search *search, uint64_t import, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < search->import_count && search->shaped != import; i++)
        if (search->imports[i].id == import) {
            search->shaped = import;
            search->shape.count = 0;
            status = trig_shape_recall(&search->imports[i], trig_store_definition(search->store),
                                       &search->arena, &search->shape, NULL);
        }
    /* An import that noted none has no column to look in. */
    return status == TRIG_ERR_MEMORY ? out_of_memory(error) : TRIG_OK;
}

/* Whether the record that was set aside has the id of one that is removed, and came with it. */
static enum trig_status has_their_id(struct search *search, const struct trig_reject *reject, bool *theirs,
                                     struct trig_error *error)
{
    const struct trig_shape *shape = &search->shape;
    json_error_t problem;
    enum trig_status status = find_shape(search, reject->import, error);
    json_t *fields = json_loadb(reject->fields.data, reject->fields.length, 0, &problem);
    if (status == TRIG_OK && !fields && json_error_code(&problem) == json_error_out_of_memory)
        status = out_of_memory(error);
    for (size_t i = 0; i < shape->count && status == TRIG_OK && !*theirs; i++) {
        size_t variable = shape->matches[i].variable;
        struct trig_view name = shape->headings[i].raw;
        if (variable == TRIG_NONE ||
            !trig_view_equal(trig_store_definition(search->store)->variables[variable].name, search->record))
            continue;
        const json_t *value = json_object_getn(fields, name.data, name.length);
        struct trig_view id = {json_string_value(value), json_string_length(value)};
        struct trig_view both =
            trig_arena_printf(&search->arena, "%llu %.*s", (unsigned long long)reject->import,
                              TRIG_VIEW_ARG(trig_text_trim(id)));
        if (!both.data)
            status = out_of_memory(error);
        else
            *theirs = trig_dictionary_find(search->of_imports, both) != SIZE_MAX;
    }
    json_decref(fields);
    return status;
}

static enum trig_status is_theirs(void *context, const struct trig_reject *reject, bool *theirs,
                                  struct trig_error *error)
{
    struct search *search = context;
    enum trig_reason reason = trig_reason_find(reject->reason);
    bool repeats = reason == TRIG_REASON_ALREADY_STORED || reason == TRIG_REASON_DUPLICATE;
    *theirs = memmem(reject->fields.data, reject->fields.length, search->mark, strlen(search->mark)) != NULL;
    if (*theirs || !search->record.length || reason == TRIG_REASON_ERASED)
        return TRIG_OK;
    /* These hold nothing but the id of a record that is stored. */
    if (repeats && trig_view_equal(reject->variable, search->record)) {
        *theirs = trig_dictionary_find(search->records, reject->value) != SIZE_MAX;
        return TRIG_OK;
    }
    return has_their_id(search, reject, theirs, error);
}

static enum trig_status begin_search(struct search *search, const char *pseudonym, struct trig_error *error)
{
    const trig_definition *definition = trig_store_definition(search->store);
    size_t record = trig_definition_role(definition, TRIG_ROLE_RECORD);
    trig_arena_init(&search->arena);
    snprintf(search->mark, sizeof search->mark, "%s%s", TRIG_PERSON_PREFIX, pseudonym);
    search->record = record == TRIG_NONE ? trig_view("") : definition->variables[record].name;
    search->records = trig_dictionary_create(error);
    search->of_imports = trig_dictionary_create(error);
    if (!search->records || !search->of_imports)
        return TRIG_ERR_MEMORY;
    return trig_store_imports(search->store, &search->arena, &search->imports, &search->import_count, error);
}

static void end_search(struct search *search)
{
    trig_dictionary_destroy(search->records);
    trig_dictionary_destroy(search->of_imports);
    trig_arena_clear(&search->arena);
}

static enum trig_status erase(trig_store *store, const char *respondent, const struct trig_person_key *key,
                              struct trig_erased *out, struct trig_error *error)
{
    char pseudonym[TRIG_PSEUDONYM_TEXT], tombstone[TRIG_TOMBSTONE_TEXT];
    const trig_definition *definition = trig_store_definition(store);
    size_t person = trig_definition_role(definition, TRIG_ROLE_RESPONDENT);
    struct search search = {.store = store};
    if (person == TRIG_NONE)
        return trig_error_set(
            error, TRIG_ERR_USAGE,
            "the survey has no variable with the role respondent, so the store knows nobody");
    enum trig_status status = trig_pseudonym(key, trig_view(respondent), pseudonym, error);
    if (status != TRIG_OK)
        return status;
    trig_tombstone(key, trig_view(pseudonym), tombstone);
    status = begin_search(&search, pseudonym, error);
    const struct trig_erasure erasure = {.column = definition->variables[person].name,
                                         .record = search.record,
                                         .pseudonym = trig_view(pseudonym),
                                         .tombstone = trig_view(tombstone),
                                         .key = trig_view(key->name),
                                         .context = &search,
                                         .note = note_record,
                                         .is_theirs = is_theirs};
    if (status == TRIG_OK)
        status = trig_store_erase(store, &erasure, out, error);
    end_search(&search);
    return status;
}

/* Not who: a terminal keeps what it shows, and logs are kept too. */
static void report(const struct trig_streams *streams, const struct trig_erased *erased)
{
    fprintf(streams->out, "removed: %llu response%s, %llu reject%s; the person will not be stored again\n",
            (unsigned long long)erased->responses, erased->responses == 1 ? "" : "s",
            (unsigned long long)erased->rejects, erased->rejects == 1 ? "" : "s");
    if (!erased->responses && !erased->rejects)
        fprintf(streams->err, "%s: the store has nothing with this id: is it spelled as in the exports?\n",
                streams->program);
    if (erased->nameless)
        fprintf(streams->err,
                "%s: %llu response%s stored without a person key, or without an id: nobody can tell whether "
                "this person's %s among them\n",
                streams->program, (unsigned long long)erased->nameless,
                erased->nameless == 1 ? " was" : "s were", erased->nameless == 1 ? "is" : "are");
    fprintf(streams->err,
            "%s: exports, copies of the store and what was printed from it are yours to look after\n",
            streams->program);
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    const char *respondent = trig_arguments_option(arguments, "respondent");
    const char *path = trig_arguments_option(arguments, "person-key");
    struct trig_error error = {0};
    struct trig_person_key key;
    struct trig_people people = {.key = NULL};
    struct trig_erased erased = {0};
    trig_store *store = NULL;
    enum trig_status status = TRIG_OK;
    if (!respondent || !trig_text_trim(trig_view(respondent)).length || !path)
        status = trig_error_set(&error, TRIG_ERR_USAGE,
                                "say who with --respondent, and with which key with --person-key");
    if (status == TRIG_OK)
        status = trig_person_key_read(path, &key, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_WRITE, &store, &error);
    if (status == TRIG_OK)
        status = trig_people_load(store, &key, &people, &error);
    if (status == TRIG_OK)
        status = erase(store, respondent, &key, &erased, &error);
    trig_people_clear(&people);
    trig_store_close(store);
    if (status != TRIG_OK)
        return trig_exit_error(streams, &error);
    report(streams, &erased);
    return TRIG_EXIT_DONE;
}

const struct trig_command trig_command_erase = {
    .name = "erase",
    .synopsis = "STORE --respondent ID --person-key FILE",
    .summary = "remove a person, everywhere and for good",
    .help =
        "Removes the responses and rejects of one person from all imports, in one step, and overwrites their "
        "bytes in the store. The counts say `erased` in their place, not who. A mark that only the holder of "
        "key and id can read stays behind: `ingest` sets the person's records aside as erased from then "
        "on. This cannot be undone.\n"
        "\n"
        "Responses that were stored without a person key cannot be found; how many there are is told.\n"
        "\n"
        "Example:\n"
        "\n"
        "    trig-collect erase survey.trig --respondent S4711 --person-key ./people.key\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
