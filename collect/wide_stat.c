/* Responses as files of SPSS and Stata, through ReadStat.
 *
 *     codes of a scale    numbers with value labels; those that are no answer to the
 *                         question are declared missing (SPSS)
 *     several answers     one column an option, 0 or 1
 *     dates               the package's own; ids, categories and texts are strings
 *     missing             system missing; why else is in the string trig_missing
 */
#include "collect/wide_write.h"

#include "surveys/file.h"
#include "surveys/text.h"

#include <math.h>
#include <readstat.h>
#include <stdarg.h>
#include <stdio.h>

/* Codes that are no numbers get some from here on, above those that are. */
#define FIRST_FREE 91

/* Seconds from the beginning of the package's time to 1970. */
#define SPSS_EPOCH  12219379200.0
#define STATA_EPOCH 315619200.0

enum form { CODED, TICK, NUMBER, DATE, STRING, KINDS };

struct stat_column {
    enum form form;
    size_t wide;   /* of the table */
    size_t option; /* of a tick */
    size_t width;  /* of a string */
    readstat_variable_t *variable;
};

/* What differs between the packages. */
struct package {
    size_t name;        /* longest, in bytes */
    size_t label;       /* the same */
    size_t string;      /* the same */
    size_t value_label; /* the same */
    size_t missing;     /* most single values that a variable declares */
};

static const struct package packages[] = {
    [TRIG_WIDE_SAV] = {64, 255, 32766, 120, 3}, [TRIG_WIDE_DTA] = {32, 80, 2045, 32000, 0}};

struct stat_file {
    const struct trig_wide *wide;
    enum trig_wide_package kind;
    const struct package *package;
    readstat_writer_t *writer;
    readstat_label_set_t **sets; /* by scale; NULL: not made yet */
    double **values;             /* by scale: of its codes */
    struct stat_column *columns;
    size_t count;
    trig_dictionary *names; /* in small letters: the packages do not tell case apart */
    trig_wide_note *note;
    void *note_context;
    struct trig_arena arena;
    FILE *out;
};

static void note(struct stat_file *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(struct stat_file *file, const char *format, ...)
{
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    file->note(file->note_context, text);
}

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the file");
}

static enum trig_status stat_error(readstat_error_t code, struct trig_error *error)
{
    return code == READSTAT_OK
               ? TRIG_OK
               : trig_error_set(error, TRIG_ERR_IO, "could not be written: %s", readstat_error_message(code));
}

/* ---- names ---------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* [text] as a name that both packages take, in [out]. */
static void plain_name(struct trig_view text, size_t most, char out[80])
{
    size_t used = 0;
    if (!text.length || !is_letter(text.data[0]))
        used += (size_t)snprintf(out, 80, "v_");
    for (size_t i = 0; i < text.length && used < most; i++) {
        char c = text.data[i];
        bool good = is_letter(c) || (c >= '0' && c <= '9') || c == '_';
        out[used++] = (char)(good ? c : '_');
    }
    out[used] = 0;
}

static bool is_taken(const struct stat_file *file, const char *name)
{
    char small[80];
    size_t i = 0;
    for (; name[i] && i + 1 < sizeof small; i++)
        small[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 'a' - 'A' : name[i]);
    small[i] = 0;
    size_t known = trig_dictionary_count(file->names), index = 0;
    return trig_dictionary_add(file->names, trig_view(small), &index, NULL) == TRIG_OK && index < known;
}

/* A name of its own for [text]. */
static void make_name(struct stat_file *file, struct trig_view text, char out[80])
{
    char stem[80], number[16];
    plain_name(text, file->package->name, out);
    snprintf(stem, sizeof stem, "%s", out);
    for (unsigned i = 2; is_taken(file, out) && i < 100000; i++) {
        size_t length = (size_t)snprintf(number, sizeof number, "_%u", i);
        size_t room = file->package->name - length;
        snprintf(out, 80, "%.*s%s", (int)(strlen(stem) < room ? strlen(stem) : room), stem, number);
    }
}

/* ---- values of codes ---------------------------------------------------------------------- */

static bool is_plain_number(struct trig_view code, double *out)
{
    int64_t number;
    if (!trig_text_to_integer(code, &number) || number < -1000000 || number > 1000000)
        return false;
    *out = (double)number;
    return true;
}

static enum trig_status make_values(struct stat_file *file, size_t index, struct trig_error *error)
{
    const struct trig_scale *scale = &file->wide->definition->scales[index];
    double *values = trig_arena_calloc(&file->arena, scale->count + 1, sizeof *values);
    double next = 0;
    if (!values)
        return out_of_memory(error);
    for (size_t i = 0; i < scale->count; i++) {
        bool is_number = is_plain_number(scale->codes[i].code, &values[i]);
        if (is_number && next < FIRST_FREE)
            next = FIRST_FREE;
        if (is_number && values[i] >= next)
            next = values[i] + 1;
        if (!is_number)
            values[i] = NAN;
    }
    next = next > 0 ? next : 1;
    for (size_t i = 0; i < scale->count; i++)
        if (isnan(values[i]))
            values[i] = next++;
    file->values[index] = values;
    return TRIG_OK;
}

static const char *cut(struct stat_file *file, struct trig_view text, size_t most, const char *what)
{
    size_t length = text.length;
    if (length > most) {
        note(file, "%s is cut to %zu bytes: \"%.*s\"", what, most, TRIG_VIEW_ARG(text));
        for (length = most; length && ((unsigned char)text.data[length] & 0xC0) == 0x80;)
            length--;
    }
    struct trig_view copy = trig_arena_copy(&file->arena, trig_view_of(text.data, length));
    return copy.data ? copy.data : "";
}

static enum trig_status make_set(struct stat_file *file, size_t index, struct trig_error *error)
{
    const struct trig_scale *scale = &file->wide->definition->scales[index];
    bool stata = file->kind == TRIG_WIDE_DTA;
    char name[32];
    enum trig_status status = file->values[index] ? TRIG_OK : make_values(file, index, error);
    if (status != TRIG_OK || file->sets[index])
        return status;
    snprintf(name, sizeof name, "labels%zu", index + 1);
    readstat_label_set_t *set =
        readstat_add_label_set(file->writer, stata ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE, name);
    for (size_t i = 0; i < scale->count; i++) {
        const char *label =
            cut(file, scale->codes[i].label, file->package->value_label, "the label of an answer");
        if (stata)
            readstat_label_int32_value(set, (int32_t)file->values[index][i], label);
        else
            readstat_label_double_value(set, file->values[index][i], label);
    }
    file->sets[index] = set;
    return TRIG_OK;
}

/* SPSS: what is no answer to the question is left out of its sums. */
static void declare_missing(struct stat_file *file, const struct stat_column *column, size_t index)
{
    const struct trig_scale *scale = &file->wide->definition->scales[index];
    size_t declared = 0;
    for (size_t i = 0; i < scale->count && file->package->missing; i++) {
        if (scale->codes[i].kind == TRIG_SUBSTANTIVE)
            continue;
        if (declared++ < file->package->missing)
            (void)readstat_variable_add_missing_double_value(column->variable, file->values[index][i]);
    }
    if (declared > file->package->missing && file->package->missing)
        note(file, "%.*s has %zu codes that are no answer; only %zu can be declared missing",
             TRIG_VIEW_ARG(file->wide->columns[column->wide].name), declared, file->package->missing);
}

/* ---- columns ------------------------------------------------------------------------------- */

static readstat_type_t type_of(const struct stat_file *file, enum form form)
{
    if (form == STRING || form == KINDS)
        return READSTAT_TYPE_STRING;
    bool whole = (form == CODED || form == TICK) && file->kind == TRIG_WIDE_DTA;
    return whole ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE;
}

static struct stat_column *add_column(struct stat_file *file, struct trig_view heading,
                                      struct trig_view label, struct stat_column column)
{
    char name[80];
    struct stat_column *out = &file->columns[file->count++];
    *out = column;
    make_name(file, heading, name);
    if (!trig_view_is(heading, name))
        note(file, "%.*s is called %s", TRIG_VIEW_ARG(heading), name);
    out->variable = readstat_add_variable(file->writer, name, type_of(file, column.form), column.width);
    readstat_variable_set_label(out->variable, cut(file, label, file->package->label, "a label"));
    if (column.form == DATE)
        readstat_variable_set_format(out->variable, file->kind == TRIG_WIDE_SAV ? "DATETIME20" : "%tc");
    return out;
}

static enum trig_status add_options(struct stat_file *file, size_t wide, struct trig_error *error)
{
    const struct trig_wide_column *about = &file->wide->columns[wide];
    for (size_t i = 0; i < about->scale->count; i++) {
        const struct trig_code *code = &about->scale->codes[i];
        struct trig_view heading = trig_arena_printf(&file->arena, "%.*s_%.*s", TRIG_VIEW_ARG(about->name),
                                                     TRIG_VIEW_ARG(code->code));
        struct trig_view label = trig_arena_printf(&file->arena, "%.*s: %.*s", TRIG_VIEW_ARG(about->label),
                                                   TRIG_VIEW_ARG(code->label));
        if (!heading.data || !label.data)
            return out_of_memory(error);
        add_column(file, heading, label, (struct stat_column){.form = TICK, .wide = wide, .option = i});
    }
    return TRIG_OK;
}

static enum form form_of(const struct trig_wide_column *column)
{
    if (column->encoding == TRIG_ENCODING_NUMBER)
        return column->variable->type == TRIG_TYPE_DATE ? DATE : NUMBER;
    return column->scale ? CODED : STRING;
}

static size_t width_of(struct stat_file *file, struct trig_view name, size_t longest)
{
    if (longest > file->package->string)
        note(file, "texts of %.*s are cut to %zu bytes; the longest has %zu", TRIG_VIEW_ARG(name),
             file->package->string, longest);
    size_t width = longest > file->package->string ? file->package->string : longest;
    return width ? width : 1;
}

static enum trig_status add_wide(struct stat_file *file, size_t wide, struct trig_error *error)
{
    const struct trig_wide_column *about = &file->wide->columns[wide];
    if (about->encoding == TRIG_ENCODING_FLAGS)
        return add_options(file, wide, error);
    struct stat_column column = {.form = form_of(about), .wide = wide};
    size_t scale = column.form == CODED ? about->variable->scale : 0;
    enum trig_status status = column.form == CODED ? make_set(file, scale, error) : TRIG_OK;
    if (status != TRIG_OK)
        return status;
    if (column.form == STRING)
        column.width = width_of(file, about->name, about->longest);
    struct trig_view heading = about->name;
    if (heading.data[0] == '#')
        heading = trig_arena_printf(&file->arena, "trig_%.*s", (int)heading.length - 1, heading.data + 1);
    struct stat_column *added = add_column(file, heading, about->label, column);
    if (column.form == CODED) {
        readstat_variable_set_label_set(added->variable, file->sets[scale]);
        declare_missing(file, added, scale);
    }
    if (about->variable && about->variable->role == TRIG_ROLE_WEIGHT && file->kind == TRIG_WIDE_SAV)
        (void)readstat_writer_set_fweight_variable(file->writer, added->variable);
    return TRIG_OK;
}

static enum trig_status add_columns(struct stat_file *file, struct trig_error *error)
{
    const struct trig_wide *wide = file->wide;
    size_t most = 1, scales = wide->definition->scale_count + 1;
    for (size_t i = 0; i < wide->count; i++)
        most += wide->columns[i].encoding == TRIG_ENCODING_FLAGS ? wide->columns[i].scale->count : 1;
    file->columns = trig_arena_calloc(&file->arena, most, sizeof *file->columns);
    file->sets = trig_arena_calloc(&file->arena, scales, sizeof(readstat_label_set_t *));
    file->values = trig_arena_calloc(&file->arena, scales, sizeof(double *));
    if (!file->columns || !file->sets || !file->values)
        return out_of_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < wide->count && status == TRIG_OK; i++)
        status = add_wide(file, i, error);
    if (status == TRIG_OK && wide->has_kinds)
        add_column(file, trig_view(TRIG_WIDE_MISSING_PLAIN), trig_view("Why answers are missing"),
                   (struct stat_column){
                       .form = KINDS,
                       .width = width_of(file, trig_view(TRIG_WIDE_MISSING_PLAIN), wide->longest_kinds)});
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------- */

static double date_of(const struct stat_file *file, double seconds)
{
    return file->kind == TRIG_WIDE_SAV ? seconds + SPSS_EPOCH : (seconds + STATA_EPOCH) * 1000;
}

static readstat_error_t put_number(const struct stat_file *file, const struct stat_column *column,
                                   double value)
{
    if (isnan(value))
        return readstat_insert_missing_value(file->writer, column->variable);
    if (type_of(file, column->form) == READSTAT_TYPE_INT32)
        return readstat_insert_int32_value(file->writer, column->variable, (int32_t)value);
    return readstat_insert_double_value(file->writer, column->variable, value);
}

static readstat_error_t put_string(struct stat_file *file, const struct stat_column *column,
                                   struct trig_view text, struct trig_arena *room)
{
    size_t length = text.length;
    if (length > column->width)
        for (length = column->width; length && ((unsigned char)text.data[length] & 0xC0) == 0x80;)
            length--;
    struct trig_view copy = trig_arena_copy(room, trig_view_of(text.data, length));
    return copy.data ? readstat_insert_string_value(file->writer, column->variable, copy.data)
                     : READSTAT_ERROR_MALLOC;
}

static readstat_error_t put_cell(struct stat_file *file, const struct stat_column *column,
                                 const struct trig_wide_row *row, struct trig_arena *room)
{
    if (column->form == KINDS)
        return put_string(file, column, row->kinds, room);
    const struct trig_column *cells = &row->batch->columns[column->wide];
    size_t code = 0;
    bool answered = trig_column_answer(cells, row->row, &code) == TRIG_ANSWERED;
    if (column->form == STRING)
        return put_string(file, column, trig_wide_text(row, column->wide, false, room), room);
    if (!answered)
        return put_number(file, column, NAN);
    if (column->form == TICK)
        return put_number(file, column, (double)(cells->words[row->row] >> column->option & 1));
    if (column->form == CODED)
        return put_number(file, column,
                          file->values[file->wide->columns[column->wide].variable->scale][code]);
    double number = cells->numbers[row->row];
    return put_number(file, column, column->form == DATE ? date_of(file, number) : number);
}

static enum trig_status put_row(void *context, const struct trig_wide_row *row, struct trig_error *error)
{
    struct stat_file *file = context;
    struct trig_arena room;
    trig_arena_init(&room);
    readstat_error_t code = readstat_begin_row(file->writer);
    for (size_t i = 0; i < file->count && code == READSTAT_OK; i++)
        code = put_cell(file, &file->columns[i], row, &room);
    if (code == READSTAT_OK)
        code = readstat_end_row(file->writer);
    trig_arena_clear(&room);
    return stat_error(code, error);
}

/* ---- the file ------------------------------------------------------------------------------------ */

static ssize_t write_bytes(const void *bytes, size_t length, void *context)
{
    struct stat_file *file = context;
    return fwrite(bytes, 1, length, file->out) == length ? (ssize_t)length : -1;
}

static enum trig_status write_file(struct stat_file *file, struct trig_error *error)
{
    struct trig_view title = file->wide->definition->survey.title;
    (void)readstat_set_data_writer(file->writer, write_bytes);
    enum trig_status status = add_columns(file, error);
    if (status != TRIG_OK)
        return status;
    (void)readstat_writer_set_file_label(
        file->writer, cut(file, title, file->kind == TRIG_WIDE_SAV ? 64 : 80, "the title"));
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
    struct stat_file file = {
        .wide = wide, .kind = kind, .package = &packages[kind], .note = say, .note_context = context};
    trig_arena_init(&file.arena);
    enum trig_status status = trig_output_open(&output, path, error);
    if (status == TRIG_OK) {
        file.out = output.file;
        file.names = trig_dictionary_create(error);
        file.writer = readstat_writer_init();
        status = file.names && file.writer ? write_file(&file, error) : out_of_memory(error);
    }
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, 0, 0);
    readstat_writer_free(file.writer);
    trig_dictionary_destroy(file.names);
    trig_output_discard(&output);
    trig_arena_clear(&file.arena);
    return status;
}
