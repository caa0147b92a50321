#include "surveys/table/table.h"

#include "surveys/base/text.h"
#include "surveys/table/table_parts.h"

#include <jansson.h>

/* A writer whose first failure stays. */
struct json_out {
    FILE *file;
    size_t digits; /* of numbers */
    enum trig_status status;
    struct trig_error *error;
};

static void fail_for_memory(struct json_out *out)
{
    if (out->status == TRIG_OK)
        out->status = trig_error_set(out->error, TRIG_ERR_MEMORY, "out of memory for a table as JSON");
}

/* Takes [value]; NULL: it could not be made. A failed write is found by the
 * flush at the end; what else can fail is jansson's memory. */
static void write_value(struct json_out *out, json_t *value)
{
    if (!value)
        fail_for_memory(out);
    if (out->status == TRIG_OK &&
        json_dumpf(value, out->file, JSON_ENCODE_ANY | JSON_REAL_PRECISION(out->digits)) != 0 &&
        !ferror(out->file))
        fail_for_memory(out);
    json_decref(value);
}

/* The text as JSON, null when it is empty. */
static json_t *text_value(struct json_out *out, struct trig_view text)
{
    size_t offset;
    if (text.length == 0)
        return json_null();
    if (!trig_text_is_utf8(text, &offset)) {
        if (out->status == TRIG_OK)
            out->status = trig_error_set(out->error, TRIG_ERR_FORMAT,
                                         "a text of the result is not UTF-8 at its byte %zu, so it cannot be "
                                         "written as JSON; --format csv writes it as it is",
                                         offset + 1);
        return json_null();
    }
    return json_stringn(text.data, text.length);
}

static json_t *cell_value(struct json_out *out, const trig_table *table, size_t row, size_t column)
{
    if (trig_table_is_empty(table, row, column))
        return json_null();
    uint64_t count = trig_table_count(table, row, column);
    switch (trig_table_column_at(table, column)->type) {
    case TRIG_CELL_TEXT:
        return text_value(out, trig_table_text(table, row, column));
    case TRIG_CELL_NUMBER:
        return json_real(trig_table_number(table, row, column));
    case TRIG_CELL_COUNT:
        break;
    }
    return count <= INT64_MAX ? json_integer((json_int_t)count) : json_real((double)count);
}

static json_t *row_value(struct json_out *out, const trig_table *table, size_t row)
{
    json_t *object = json_object();
    for (size_t i = 0; object && i < trig_table_columns(table); i++) {
        json_t *value = cell_value(out, table, row, i);
        if (json_object_set_new(object, trig_table_column_at(table, i)->name, value)) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

static json_t *notes_value(struct json_out *out, const trig_table *table)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < trig_table_notes(table); i++)
        if (json_array_append_new(array, text_value(out, trig_table_note(table, i))))
            fail_for_memory(out);
    return array;
}

static json_t *names_value(struct json_out *out, const trig_table *table)
{
    json_t *array = json_array();
    for (size_t i = 0; array && i < trig_table_columns(table); i++)
        if (json_array_append_new(array, json_string(trig_table_column_at(table, i)->name)))
            fail_for_memory(out);
    return array;
}

static json_t *provenance_value(struct json_out *out, const trig_table *table)
{
    json_t *object = json_object();
    for (size_t i = 0; object && i < trig_table_facts(table); i++) {
        const struct trig_table_fact *fact = trig_table_fact_at(table, i);
        if (json_object_set_new(object, fact->key.data, text_value(out, fact->value)))
            fail_for_memory(out);
    }
    return object;
}

static void write_member(struct json_out *out, const char *name, json_t *value)
{
    fprintf(out->file, "\"%s\": ", name);
    write_value(out, value);
}

static void write_rows(struct json_out *out, const trig_table *table)
{
    fputs(",\n \"rows\": [", out->file);
    for (size_t row = 0; row < trig_table_rows(table) && out->status == TRIG_OK; row++) {
        fputs(row ? ",\n  " : "\n  ", out->file);
        write_value(out, row_value(out, table, row));
    }
    fputs(trig_table_rows(table) ? "\n ]" : "]", out->file);
}

enum trig_status trig_table_write_json(const trig_table *table, FILE *file, struct trig_error *error)
{
    struct json_out out = {file, (size_t)trig_table_digits(table), TRIG_OK, error};
    fputs("{", file);
    write_member(&out, "title", text_value(&out, trig_table_title(table)));
    fputs(",\n ", file);
    write_member(&out, "columns", names_value(&out, table));
    write_rows(&out, table);
    fputs(",\n ", file);
    write_member(&out, "notes", notes_value(&out, table));
    fputs(",\n ", file);
    write_member(&out, "provenance", provenance_value(&out, table));
    fputs("}\n", file);
    return out.status ? out.status : trig_table_flush(file, error);
}
