/* The columns of a file of SPSS or Stata: names, types, labels. */
#include "collect/export/wide_stat_parts.h"

#include <stdio.h>

/* ---- names ---------------------------------------------------------------------------- */

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the file");
}

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

static bool is_taken(struct trig_stat_file *file, const char *name)
{
    char small[80];
    size_t i = 0;
    for (; name[i] && i + 1 < sizeof small; i++)
        small[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 'a' - 'A' : name[i]);
    small[i] = 0;
    size_t known = trig_dictionary_count(file->names), index = 0;
    bool added = trig_dictionary_add(file->names, trig_view(small), &index, NULL) == TRIG_OK;
    file->failed |= !added;
    return added && index < known;
}

/* A name of its own for [text]. */
static void make_name(struct trig_stat_file *file, struct trig_view text, char out[80])
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

/* ---- columns ------------------------------------------------------------------------------- */

bool trig_stat_is_whole(const struct trig_stat_file *file, enum trig_stat_form form)
{
    return (form == TRIG_STAT_CODED || form == TRIG_STAT_TICK) && file->kind == TRIG_WIDE_DTA;
}

static readstat_type_t type_of(const struct trig_stat_file *file, enum trig_stat_form form)
{
    if (form == TRIG_STAT_STRING || form == TRIG_STAT_LIST)
        return READSTAT_TYPE_STRING;
    return trig_stat_is_whole(file, form) ? READSTAT_TYPE_INT32 : READSTAT_TYPE_DOUBLE;
}

/* What may be done with the values: programs offer tables and charts by it. */
static readstat_measure_t measure_of(const struct trig_stat_file *file, const struct trig_stat_column *column)
{
    if (column->form == TRIG_STAT_NUMBER || column->form == TRIG_STAT_DATE)
        return READSTAT_MEASURE_SCALE;
    bool is_ordered = column->form == TRIG_STAT_CODED &&
                      file->wide->columns[column->wide].variable->type == TRIG_TYPE_ORDINAL;
    return is_ordered ? READSTAT_MEASURE_ORDINAL : READSTAT_MEASURE_NOMINAL;
}

/* Adds a column with its name, label, format, measure and what is no answer in it. */
static enum trig_status add_column(struct trig_stat_file *file, struct trig_view heading,
                                   struct trig_view label, struct trig_stat_column column,
                                   struct trig_error *error)
{
    char name[80];
    struct trig_stat_column *out = &file->columns[file->count++];
    *out = column;
    make_name(file, heading, name);
    if (!trig_view_is(heading, name))
        trig_stat_note(file, "%.*s is called %s", TRIG_VIEW_ARG(heading), name);
    out->variable = readstat_add_variable(file->writer, name, type_of(file, column.form), column.width);
    readstat_variable_set_label(out->variable, trig_stat_cut(file, label, file->package->label, "a label"));
    if (column.form == TRIG_STAT_DATE)
        readstat_variable_set_format(out->variable, file->kind == TRIG_WIDE_SAV ? "DATETIME20" : "%tc");
    readstat_variable_set_measure(out->variable, measure_of(file, out));
    return trig_stat_declare(file, out, error);
}

static enum trig_status add_options(struct trig_stat_file *file, size_t wide, struct trig_error *error)
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
        const struct trig_stat_column tick = {.form = TRIG_STAT_TICK, .wide = wide, .option = i};
        enum trig_status status = add_column(file, heading, label, tick, error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

static enum trig_stat_form form_of(const struct trig_wide_column *column)
{
    if (column->encoding == TRIG_ENCODING_NUMBER)
        return trig_wide_is_number(column) ? TRIG_STAT_NUMBER : TRIG_STAT_DATE;
    return column->scale ? TRIG_STAT_CODED : TRIG_STAT_STRING;
}

/* Sets how wide a column of texts is. */
static void set_width(struct trig_stat_file *file, struct trig_stat_column *column, struct trig_view name,
                      size_t longest)
{
    size_t most = file->package->string;
    column->is_cut = longest > most;
    column->width = longest > most ? most : longest ? longest : 1;
    if (column->is_cut)
        trig_stat_note(file,
                       "texts of %.*s are cut to %zu bytes; the longest has %zu. All of each is in "
                       "%s" TRIG_LONG_TEXTS_ENDING,
                       TRIG_VIEW_ARG(name), most, longest, file->texts.beside);
}

static enum trig_status add_wide(struct trig_stat_file *file, size_t wide, struct trig_error *error)
{
    const struct trig_wide_column *about = &file->wide->columns[wide];
    if (about->encoding == TRIG_ENCODING_FLAGS)
        return add_options(file, wide, error);
    struct trig_stat_column column = {.form = form_of(about), .wide = wide};
    bool coded = column.form == TRIG_STAT_CODED;
    enum trig_status status = coded ? trig_stat_make_scale(file, about->variable->scale, error) : TRIG_OK;
    if (status != TRIG_OK)
        return status;
    if (column.form == TRIG_STAT_STRING)
        set_width(file, &column, about->name, about->longest);
    struct trig_view heading = about->name;
    if (heading.data[0] == '#')
        heading = trig_arena_printf(&file->arena, "trig_%.*s", (int)heading.length - 1, heading.data + 1);
    if (!heading.data)
        return out_of_memory(error);
    status = add_column(file, heading, about->label, column, error);
    const struct trig_stat_column *added = &file->columns[file->count - 1];
    if (coded)
        readstat_variable_set_label_set(added->variable, file->scales[about->variable->scale].set);
    if (about->variable && about->variable->role == TRIG_ROLE_WEIGHT && file->kind == TRIG_WIDE_SAV)
        (void)readstat_writer_set_fweight_variable(file->writer, added->variable);
    return status;
}

enum trig_status trig_stat_add_columns(struct trig_stat_file *file, struct trig_error *error)
{
    const struct trig_wide *wide = file->wide;
    size_t most = 1;
    for (size_t i = 0; i < wide->count; i++)
        most += wide->columns[i].encoding == TRIG_ENCODING_FLAGS ? wide->columns[i].scale->count : 1;
    file->columns = trig_arena_calloc(&file->arena, most, sizeof *file->columns);
    file->scales = trig_arena_calloc(&file->arena, wide->definition->scale_count + 1, sizeof *file->scales);
    if (!file->columns || !file->scales)
        return out_of_memory(error);
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < wide->count && status == TRIG_OK; i++)
        status = add_wide(file, i, error);
    if (status != TRIG_OK || !wide->has_kinds)
        return status;
    struct trig_stat_column list = {.form = TRIG_STAT_LIST};
    struct trig_view name = trig_view(TRIG_WIDE_MISSING_PLAIN);
    set_width(file, &list, name, wide->longest_kinds);
    return add_column(file, name, trig_view("Why answers are missing"), list, error);
}
