/* rejects: the records that were set aside, as CSV, a column for each heading.
 *
 *     #import,#record,#line,#reason,#variable,#value,1. Role,2. Grade,...
 *
 * The program's own columns begin with #, so that no heading is taken for one.
 * Two passes: the first finds the headings of all exports, the second prints.
 */
#include "collect/program.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/text.h"
#include "surveys/csv/csv_writer.h"

#include <jansson.h>

static const struct trig_option options[] = {{"import", "N", "of this import only"}, {NULL, NULL, NULL}};

struct printing {
    trig_dictionary *headings;
    struct trig_csv_writer writer;
};

static enum trig_status load_fields(const struct trig_reject *reject, json_t **out, struct trig_error *error)
{
    json_error_t problem;
    *out = json_loadb(reject->fields.data, reject->fields.length, 0, &problem);
    if (json_is_object(*out))
        return TRIG_OK;
    json_decref(*out);
    return trig_error_set(error, TRIG_ERR_DAMAGED,
                          "the fields of record %llu of import %llu are not readable",
                          (unsigned long long)reject->record, (unsigned long long)reject->import);
}

static enum trig_status gather_headings(void *context, const struct trig_reject *reject,
                                        struct trig_error *error)
{
    struct printing *printing = context;
    json_t *fields, *value;
    const char *heading;
    size_t index;
    enum trig_status status = load_fields(reject, &fields, error);
    if (status != TRIG_OK)
        return status;
    json_object_foreach(fields, heading, value)
    {
        status = trig_dictionary_add(printing->headings, trig_view(heading), &index, error);
        if (status != TRIG_OK)
            break;
    }
    json_decref(fields);
    return status;
}

static void print_header(struct printing *printing)
{
    static const char *const own[] = {"#import", "#record", "#line", "#reason", "#variable", "#value"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        trig_csv_text(&printing->writer, trig_view(own[i]));
    for (size_t i = 0; i < trig_dictionary_count(printing->headings); i++)
        trig_csv_text(&printing->writer, trig_dictionary_at(printing->headings, i));
    trig_csv_end_record(&printing->writer);
}

static enum trig_status print_reject(void *context, const struct trig_reject *reject,
                                     struct trig_error *error)
{
    struct printing *printing = context;
    struct trig_csv_writer *writer = &printing->writer;
    json_t *fields;
    enum trig_status status = load_fields(reject, &fields, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_number(writer, (double)reject->import);
    trig_csv_number(writer, (double)reject->record);
    trig_csv_number(writer, (double)reject->line);
    trig_csv_text(writer, reject->reason);
    trig_csv_text(writer, reject->variable);
    trig_csv_text(writer, reject->value);
    for (size_t i = 0; i < trig_dictionary_count(printing->headings); i++) {
        /* The dictionary's texts need not end with a NUL. */
        struct trig_view heading = trig_dictionary_at(printing->headings, i);
        json_t *value = json_object_getn(fields, heading.data, heading.length);
        if (json_is_string(value))
            trig_csv_text(writer, trig_view_of(json_string_value(value), json_string_length(value)));
        else
            trig_csv_empty(writer);
    }
    trig_csv_end_record(writer);
    json_decref(fields);
    return TRIG_OK;
}

static enum trig_status find_import(trig_store *store, uint64_t import, struct trig_error *error)
{
    const struct trig_import *imports = NULL;
    size_t count = 0;
    bool found = import == 0;
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = trig_store_imports(store, &arena, &imports, &count, error);
    for (size_t i = 0; i < count; i++)
        found |= imports[i].id == import;
    trig_arena_clear(&arena);
    if (status == TRIG_OK && !found)
        status = trig_error_set(error, TRIG_ERR_USAGE, "the store has no import %llu; `status` lists them",
                                (unsigned long long)import);
    return status;
}

static enum trig_status print_all(trig_store *store, uint64_t import, const struct trig_streams *streams,
                                  struct trig_error *error)
{
    struct printing printing = {.headings = trig_dictionary_create(error)};
    if (!printing.headings)
        return TRIG_ERR_MEMORY;
    trig_csv_writer_init(&printing.writer, streams->out);
    printing.writer.guard = true;
    enum trig_status status = find_import(store, import, error);
    if (status == TRIG_OK)
        status = trig_store_rejects(store, import, gather_headings, &printing, error);
    if (status == TRIG_OK) {
        print_header(&printing);
        status = trig_store_rejects(store, import, print_reject, &printing, error);
    }
    if (status == TRIG_OK)
        status = trig_csv_writer_finish(&printing.writer, error);
    trig_dictionary_destroy(printing.headings);
    return status;
}

static enum trig_exit run(const struct trig_arguments *arguments, const struct trig_streams *streams)
{
    struct trig_error error = {0};
    trig_store *store = NULL;
    int64_t import = 0;
    enum trig_status status = trig_arguments_whole(arguments, "import", 1, INT64_MAX, &import, &error);
    if (status == TRIG_OK)
        status = trig_store_open(trig_arguments_at(arguments, 0), TRIG_STORE_READ, &store, &error);
    if (status == TRIG_OK)
        status = print_all(store, (uint64_t)import, streams, &error);
    trig_store_close(store);
    return status == TRIG_OK ? TRIG_EXIT_DONE : trig_exit_error(streams, &error);
}

const struct trig_command trig_command_rejects = {
    .name = "rejects",
    .synopsis = "STORE [--import N]",
    .summary = "print the records that were set aside, as CSV",
    .help = "Prints every record that was set aside, with where it stood in its export, the reason, the "
            "variable and the value that were wrong, and its fields (not those of a record whose answers are "
            "stored already). Personal columns, and columns that no variable of the survey claims, are never "
            "kept.\n"
            "\n"
            "Corrected in an editor, the same file goes back with `ingest --rejects`: leave the columns that "
            "begin with # as they are.\n"
            "\n"
            "Example:\n"
            "\n"
            "    trig-collect rejects survey.trig --import 2 > rejects.csv\n",
    .options = options,
    .least = 1,
    .most = 1,
    .run = run,
};
