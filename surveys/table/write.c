#include "surveys/table/table.h"

#include "surveys/base/file.h"
#include "surveys/table/table_parts.h"

#include <errno.h>
#include <float.h>

int trig_table_digits(const trig_table *table)
{
    return trig_table_is_rounded(table) ? DBL_DIG : DBL_DECIMAL_DIG;
}

bool trig_table_is_confidential(const trig_table *table, size_t row, size_t column)
{
    const char *name = trig_table_column_at(table, column)->name;
    bool is_estimate = strcmp(name, "estimate") == 0;
    if (!trig_table_is_empty(table, row, column) || (!is_estimate && strcmp(name, "benchmark") != 0))
        return false;
    size_t suppressed = trig_table_find(table, "suppressed"), estimate = trig_table_find(table, "estimate");
    if (suppressed == SIZE_MAX || trig_table_is_empty(table, row, suppressed))
        return false;
    bool has_estimate = estimate != SIZE_MAX && !trig_table_is_empty(table, row, estimate);
    return is_estimate || has_estimate;
}

static enum trig_status write_csv(const trig_table *table, FILE *out, size_t width, struct trig_error *error)
{
    (void)width;
    return trig_table_write_csv(table, out, error);
}

static enum trig_status write_json(const trig_table *table, FILE *out, size_t width, struct trig_error *error)
{
    (void)width;
    return trig_table_write_json(table, out, error);
}

static enum trig_status refuse_stream(const trig_table *table, FILE *out, size_t width,
                                      struct trig_error *error)
{
    (void)table, (void)out, (void)width;
    return trig_error_set(error, TRIG_ERR_USAGE,
                          "a workbook is a file of its own: name it with --out FILE.xlsx, without --charts");
}

/* A form goes to any stream, or it is a file that its library writes ([save]). */
static const struct {
    const char *name;
    enum trig_status (*write)(const trig_table *table, FILE *out, size_t width, struct trig_error *error);
    enum trig_status (*save)(const trig_table *table, const char *path, struct trig_error *error);
} forms[] = {
    [TRIG_FORMAT_TABLE] = {"table", trig_table_write_text, NULL},
    [TRIG_FORMAT_CSV] = {"csv", write_csv, NULL},
    [TRIG_FORMAT_JSON] = {"json", write_json, NULL},
    [TRIG_FORMAT_XLSX] = {"xlsx", refuse_stream, trig_table_save_xlsx},
};

bool trig_format_parse(const char *name, enum trig_table_format *out)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(name ? name : "table", forms[i].name) == 0) {
            *out = (enum trig_table_format)i;
            return true;
        }
    return false;
}

enum trig_status trig_table_flush(FILE *out, struct trig_error *error)
{
    errno = 0;
    if (fflush(out) == 0 && !ferror(out))
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_IO, "the result could not be written: %s",
                          errno ? strerror(errno) : "an earlier write failed");
}

enum trig_status trig_table_write(const trig_table *table, enum trig_table_format format, FILE *out,
                                  size_t width, struct trig_error *error)
{
    return forms[format].write(table, out, width, error);
}

enum trig_status trig_table_save(const trig_table *table, enum trig_table_format format, const char *path,
                                 struct trig_error *error)
{
    struct trig_output output = {0};
    enum trig_status status = trig_output_open(&output, path, error);
    if (status)
        return status;
    if (forms[format].save)
        status = forms[format].save(table, output.temporary ? output.temporary : output.path, error);
    else
        status = trig_table_write(table, format, output.file, 0, error);
    if (status)
        trig_error_place(error, path, 0, 0);
    else
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}
