/* Responses as files of SPSS and Stata, through ReadStat.
 *
 *     codes of a scale    numbers with value labels; those that are no answer to the
 *                         question are declared missing (SPSS), or letters (Stata)
 *     several answers     one column an option, 0 or 1
 *     dates               the package's own; ids, categories and texts are strings
 *     skipped             system missing; why else is in the cell where it can be, or
 *                         in the string trig_missing
 */
#include "collect/export/wide_stat_parts.h"

#include "surveys/base/file.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Seconds from the beginning of the package's time to 1970. */
#define SPSS_EPOCH  12219379200.0
#define STATA_EPOCH 315619200.0

static const struct trig_stat_package packages[] = {
    [TRIG_WIDE_SAV] = {64, 255, 32766, 120, false}, [TRIG_WIDE_DTA] = {32, 80, 2045, 32000, true}};

void trig_stat_note(struct trig_stat_file *file, const char *format, ...)
{
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    file->note(file->note_context, text);
}

static size_t cut_length(struct trig_view text, size_t most)
{
    size_t length = text.length;
    if (length > most)
        for (length = most; length && ((unsigned char)text.data[length] & 0xC0) == 0x80;)
            length--;
    return length;
}

const char *trig_stat_cut(struct trig_stat_file *file, struct trig_view text, size_t most, const char *what)
{
    if (text.length > most)
        trig_stat_note(file, "%s is cut to %zu bytes, the definition has all of it: \"%.*s\"", what, most,
                       TRIG_VIEW_ARG(text));
    struct trig_view copy = trig_arena_copy(&file->arena, trig_view_of(text.data, cut_length(text, most)));
    file->failed |= !copy.data;
    return copy.data ? copy.data : "";
}

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the file");
}

static enum trig_status stat_error(readstat_error_t code, struct trig_error *error)
{
    if (code == READSTAT_ERROR_MALLOC)
        return out_of_memory(error);
    return code == READSTAT_OK
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_IO, "could not be written: %s", readstat_error_message(code));
}

/* ---- rows ------------------------------------------------------------------------------------- */

static double date_of(const struct trig_stat_file *file, double seconds)
{
    return file->kind == TRIG_WIDE_SAV ? seconds + SPSS_EPOCH : (seconds + STATA_EPOCH) * 1000;
}

static readstat_error_t put_number(const struct trig_stat_file *file, const struct trig_stat_column *column,
                                   double value)
{
    if (trig_stat_is_whole(file, column->form))
        return readstat_insert_int32_value(file->writer, column->variable, (int32_t)value);
    return readstat_insert_double_value(file->writer, column->variable, value);
}

/* What says why there is no answer, as far as the package can say it. */
static readstat_error_t put_missing(const struct trig_stat_file *file, const struct trig_stat_column *column,
                                    enum trig_answer answer)
{
    char letter = trig_stat_letter(file->package, answer);
    if (letter)
        return readstat_insert_tagged_missing_value(file->writer, column->variable, letter);
    return isnan(column->kinds[answer]) ? readstat_insert_missing_value(file->writer, column->variable)
                                        : put_number(file, column, column->kinds[answer]);
}

static readstat_error_t put_code(const struct trig_stat_file *file, const struct trig_stat_column *column,
                                 size_t code)
{
    const struct trig_stat_scale *scale = &file->scales[file->wide->columns[column->wide].variable->scale];
    if (scale->letters[code])
        return readstat_insert_tagged_missing_value(file->writer, column->variable, scale->letters[code]);
    return put_number(file, column, scale->values[code]);
}

static struct trig_view text_of(const struct trig_stat_column *column, const struct trig_wide_row *row,
                                struct trig_arena *room)
{
    return column->form == TRIG_STAT_LIST ? row->kinds : trig_wide_text(row, column->wide, false, room);
}

static readstat_error_t put_string(const struct trig_stat_file *file, const struct trig_stat_column *column,
                                   struct trig_view text, struct trig_arena *room)
{
    struct trig_view copy = {NULL, 0};
    if (text.data)
        copy = trig_arena_copy(room, trig_view_of(text.data, cut_length(text, column->width)));
    return copy.data ? readstat_insert_string_value(file->writer, column->variable, copy.data)
                     : READSTAT_ERROR_MALLOC;
}

static readstat_error_t put_cell(const struct trig_stat_file *file, const struct trig_stat_column *column,
                                 const struct trig_wide_row *row, struct trig_arena *room)
{
    if (column->form == TRIG_STAT_STRING || column->form == TRIG_STAT_LIST)
        return put_string(file, column, text_of(column, row, room), room);
    const struct trig_column *cells = &row->batch->columns[column->wide];
    size_t code = 0;
    enum trig_answer answer = trig_column_answer(cells, row->row, &code);
    if (answer != TRIG_ANSWERED)
        return put_missing(file, column, answer);
    if (column->form == TRIG_STAT_TICK)
        return put_number(file, column, (double)(cells->words[row->row] >> column->option & 1));
    if (column->form == TRIG_STAT_CODED)
        return put_code(file, column, code);
    double number = cells->numbers[row->row];
    return put_number(file, column, column->form == TRIG_STAT_DATE ? date_of(file, number) : number);
}

/* Texts of the row that the file cannot hold, whole, to the file beside it. */
static enum trig_status keep_long(struct trig_stat_file *file, const struct trig_wide_row *row,
                                  struct trig_arena *room, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < file->count && status == TRIG_OK; i++) {
        const struct trig_stat_column *column = &file->columns[i];
        if (!column->is_cut)
            continue;
        struct trig_view text = text_of(column, row, room), record = trig_wide_record(row, room);
        if (!text.data || !record.data)
            status = out_of_memory(error);
        else if (text.length > column->width)
            status =
                trig_long_texts_add(&file->texts, row->number, record,
                                    trig_view(readstat_variable_get_name(column->variable)), text, error);
    }
    return status;
}

static enum trig_status put_row(void *context, const struct trig_wide_row *row, struct trig_error *error)
{
    struct trig_stat_file *file = context;
    struct trig_arena room;
    trig_arena_init(&room);
    enum trig_status status = keep_long(file, row, &room, error);
    readstat_error_t code = status == TRIG_OK ? readstat_begin_row(file->writer) : READSTAT_OK;
    for (size_t i = 0; i < file->count && status == TRIG_OK && code == READSTAT_OK; i++)
        code = put_cell(file, &file->columns[i], row, &room);
    if (status == TRIG_OK && code == READSTAT_OK)
        code = readstat_end_row(file->writer);
    trig_arena_clear(&room);
    return status == TRIG_OK ? stat_error(code, error) : status;
}

/* ---- the file ------------------------------------------------------------------------------------ */

static ssize_t write_bytes(const void *bytes, size_t length, void *context)
{
    struct trig_stat_file *file = context;
    return fwrite(bytes, 1, length, file->out) == length ? (ssize_t)length : -1;
}

static enum trig_status write_file(struct trig_stat_file *file, struct trig_error *error)
{
    struct trig_view title = file->wide->definition->survey.title;
    (void)readstat_set_data_writer(file->writer, write_bytes);
    enum trig_status status = trig_stat_add_columns(file, error);
    if (status != TRIG_OK)
        return status;
    (void)readstat_writer_set_file_label(
        file->writer, trig_stat_cut(file, title, file->kind == TRIG_WIDE_SAV ? 64 : 80, "the title"));
    if (file->failed)
        return out_of_memory(error);
    long rows = (long)file->wide->rows;
    status = stat_error(file->kind == TRIG_WIDE_SAV ? readstat_begin_writing_sav(file->writer, file, rows)
                                                    : readstat_begin_writing_dta(file->writer, file, rows),
                        error);
    if (status == TRIG_OK)
        status = trig_wide_read(file->wide, put_row, file, error);
    return status == TRIG_OK ? stat_error(readstat_end_writing(file->writer), error) : status;
}

enum trig_status trig_wide_write_package(const struct trig_wide *wide, const char *path,
                                         enum trig_wide_package kind, trig_wide_note *say, void *context,
                                         struct trig_error *error)
{
    struct trig_output output = {.file = NULL};
    struct trig_stat_file file = {
        .wide = wide, .kind = kind, .package = &packages[kind], .note = say, .note_context = context};
    trig_arena_init(&file.arena);
    trig_long_texts_init(&file.texts, path);
    enum trig_status status = trig_output_open(&output, path, error);
    if (status == TRIG_OK) {
        file.out = output.file;
        file.names = trig_dictionary_create(error);
        file.writer = readstat_writer_init();
        status = file.names && file.writer ? write_file(&file, error) : out_of_memory(error);
    }
    if (status == TRIG_OK)
        status = trig_long_texts_commit(&file.texts, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, 0, 0);
    readstat_writer_free(file.writer);
    trig_dictionary_destroy(file.names);
    trig_long_texts_discard(&file.texts);
    trig_output_discard(&output);
    trig_arena_clear(&file.arena);
    return status;
}
