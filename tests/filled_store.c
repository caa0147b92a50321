#include "tests/filled_store.h"

#include "surveys/batch/batch_builder.h"
#include "surveys/csv/csv_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- text ------------------------------------------------------------------------------ */

void filled_print(struct filled_text *text, const char *format, ...)
{
    va_list arguments;
    for (;;) {
        size_t room = text->capacity - text->length;
        va_start(arguments, format);
        int length = vsnprintf(text->data ? text->data + text->length : NULL, room, format, arguments);
        va_end(arguments);
        if (length >= 0 && (size_t)length < room) {
            text->length += (size_t)length;
            return;
        }
        text->capacity = 2 * text->capacity + 4096;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
}

void filled_clear(struct filled_text *text)
{
    free(text->data);
    memset(text, 0, sizeof *text);
}

uint64_t filled_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

double filled_uniform(uint64_t *state)
{
    return (double)(filled_random(state) >> 11) / 9007199254740992.0;
}

/* ---- definition ------------------------------------------------------------------------- */

static int compare_files(const void *a, const void *b)
{
    const struct trig_definition_file *x = a;
    const struct trig_definition_file *y = b;
    return strcmp(x->name.data, y->name.data);
}

static enum trig_status list_files(const struct filled_file *files, struct trig_definition_files *out,
                                   struct trig_error *error)
{
    memset(out, 0, sizeof *out);
    while (files[out->count].name)
        out->count++;
    out->items = trig_arena_calloc(&out->arena, out->count, sizeof *out->items);
    if (!out->items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < out->count; i++)
        out->items[i] = (struct trig_definition_file){trig_view(files[i].name), trig_view(files[i].content),
                                                      trig_view(files[i].name)};
    qsort(out->items, out->count, sizeof *out->items, compare_files);
    return TRIG_OK;
}

enum trig_status filled_definition(const struct filled_file *files, trig_definition **out,
                                   struct trig_error *error)
{
    struct trig_definition_files list;
    enum trig_status status = list_files(files, &list, error);
    if (status == TRIG_OK)
        status = trig_definition_parse(&list, NULL, out, error);
    trig_definition_files_clear(&list);
    return status;
}

/* ---- filling ----------------------------------------------------------------------------- */

struct filling {
    const trig_definition *definition;
    struct trig_column_spec *specs; /* by field */
    size_t count;
    trig_batch_builder *builder;
    trig_import_writer *writer;
    size_t batch;
    uint64_t rows;
};

static enum trig_status flush(struct filling *filling, struct trig_error *error)
{
    struct trig_batch batch;
    enum trig_status status = trig_builder_batch(filling->builder, &batch, error);
    if (status == TRIG_OK && batch.rows)
        status = trig_import_append(filling->writer, &batch, error);
    trig_builder_reset(filling->builder);
    return status;
}

static enum trig_status read_header(struct filling *filling, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    filling->specs = calloc(record->count, sizeof *filling->specs);
    filling->count = record->count;
    for (size_t i = 0; i < record->count; i++) {
        struct trig_view name = record->fields[i].text;
        size_t variable = trig_definition_variable(filling->definition, name);
        if (trig_view_is(name, "wave") && filling->definition->wave_count)
            name = trig_view(TRIG_COLUMN_WAVE);
        else if (trig_view_is(name, "institution") && filling->definition->institution_count)
            name = trig_view(TRIG_COLUMN_INSTITUTION);
        else if (variable != TRIG_NONE)
            name = filling->definition->variables[variable].name;
        enum trig_status status = trig_column_spec_init(&filling->specs[i], filling->definition, name, error);
        if (status)
            return status;
    }
    filling->builder = trig_builder_create(filling->specs, filling->count, error);
    return filling->builder ? TRIG_OK : TRIG_ERR_MEMORY;
}

static void set_flags(struct filling *filling, size_t column, struct trig_view cell)
{
    uint64_t flags = 0;
    while (cell.length) {
        const char *bar = memchr(cell.data, '|', cell.length);
        size_t length = bar ? (size_t)(bar - cell.data) : cell.length;
        size_t code =
            trig_dictionary_find(filling->specs[column].dictionary, trig_view_of(cell.data, length));
        if (code != SIZE_MAX)
            flags |= UINT64_C(1) << code;
        size_t used = length + (bar ? 1 : 0);
        cell = trig_view_of(cell.data + used, cell.length - used);
    }
    trig_builder_set_flags(filling->builder, column, flags);
}

static enum trig_status set_cell(struct filling *filling, size_t column, struct trig_view cell,
                                 struct trig_error *error)
{
    const struct trig_column_spec *spec = &filling->specs[column];
    double number;
    if (!cell.length) {
        trig_builder_set_missing(filling->builder, column, TRIG_SKIPPED);
    } else if (trig_column_spec_is_open(spec)) {
        return trig_builder_set_category(filling->builder, column, cell, error);
    } else if (spec->encoding == TRIG_ENCODING_FLAGS) {
        set_flags(filling, column, cell);
    } else if (spec->encoding == TRIG_ENCODING_TEXT) {
        return trig_builder_set_text(filling->builder, column, cell, error);
    } else if (spec->encoding == TRIG_ENCODING_NUMBER) {
        if (trig_text_to_number(cell, &number))
            trig_builder_set_number(filling->builder, column, number);
        else
            trig_builder_set_missing(filling->builder, column, TRIG_UNREADABLE);
    } else {
        size_t code = trig_dictionary_find(spec->dictionary, cell);
        if (code != SIZE_MAX)
            trig_builder_set_code(filling->builder, column, code);
        else
            trig_builder_set_missing(filling->builder, column, TRIG_UNREADABLE);
    }
    return TRIG_OK;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct filling *filling = context;
    if (!filling->builder)
        return read_header(filling, record, error);
    enum trig_status status = trig_builder_begin_row(filling->builder, error);
    for (size_t i = 0; i < record->count && i < filling->count && status == TRIG_OK; i++)
        status = set_cell(filling, i, record->fields[i].text, error);
    if (status)
        return status;
    trig_builder_end_row(filling->builder);
    filling->rows++;
    bool full =
        trig_builder_full(filling->builder) || (filling->batch && filling->rows % filling->batch == 0);
    return full ? flush(filling, error) : TRIG_OK;
}

static enum trig_status fill(trig_store *store, const char *csv, size_t batch, struct trig_error *error)
{
    struct filling filling = {.definition = trig_store_definition(store), .batch = batch};
    char sha256[TRIG_SHA256_TEXT];
    trig_sha256_of(trig_view(csv), sha256);
    struct trig_import import = {.file = trig_view("synthetic.csv"),
                                 .sha256 = trig_view(sha256),
                                 .platform = trig_view("csv"),
                                 .options = trig_view("{}"),
                                 .software = trig_view("test")};
    uint64_t id;
    enum trig_status status = trig_import_begin(store, &import, &filling.writer, error);
    if (status)
        return status;
    status = trig_csv_read_bytes(trig_view(csv), "synthetic.csv", NULL, take_record, &filling, error);
    if (status == TRIG_OK)
        status = flush(&filling, error);
    if (status == TRIG_OK)
        status = trig_import_commit(filling.writer, filling.rows, 0, false, &id, error);
    else
        trig_import_abandon(filling.writer);
    trig_builder_destroy(filling.builder);
    for (size_t i = 0; i < filling.count; i++)
        trig_column_spec_clear(&filling.specs[i]);
    free(filling.specs);
    return status;
}

enum trig_status filled_store(const char *path, const struct filled_file *files, const char *csv,
                              size_t batch, struct trig_error *error)
{
    struct trig_definition_files list;
    trig_store *store;
    unlink(path);
    enum trig_status status = list_files(files, &list, error);
    if (status == TRIG_OK)
        status = trig_store_create(path, &list, error);
    trig_definition_files_clear(&list);
    if (status == TRIG_OK)
        status = trig_store_open(path, TRIG_STORE_WRITE, &store, error);
    if (status)
        return status;
    status = fill(store, csv, batch, error);
    trig_store_close(store);
    return status;
}
