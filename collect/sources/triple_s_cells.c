#include "collect/sources/triple_s_cells.h"

#include "surveys/base/text.h"

#include "collect/sources/cell_text.h"

#include <ctype.h>
#include <stdio.h>

/* Room for a date or a time as it comes out, or a bitstring that cannot be right. */
#define WRITTEN 48
/* So many bytes of such a bitstring are shown. */
#define SHOWN 40

/* ---- columns ------------------------------------------------------------------------- */

enum trig_status trig_triple_s_columns(const struct trig_triple_s *metadata, struct trig_arena *arena,
                                       const struct trig_triple_s_column **out, size_t *count,
                                       struct trig_error *error)
{
    size_t most = 0, used = 0;
    bool made = true;
    for (size_t i = 0; i < metadata->count; i++)
        most +=
            metadata->variables[i].type == TRIG_TRIPLE_S_MULTIPLE ? metadata->variables[i].option_count : 1;
    struct trig_triple_s_column *columns = trig_arena_calloc(arena, most + 1, sizeof *columns);
    for (size_t i = 0; columns && i < metadata->count; i++) {
        const struct trig_triple_s_variable *variable = &metadata->variables[i];
        if (variable->type != TRIG_TRIPLE_S_MULTIPLE) {
            columns[used++] = (struct trig_triple_s_column){variable, NULL, variable->name};
            continue;
        }
        for (size_t j = 0; j < variable->option_count; j++) {
            const struct trig_option_meaning *option = &variable->options[j];
            struct trig_view name = trig_arena_printf(arena, "%.*s_%.*s", TRIG_VIEW_ARG(variable->name),
                                                      TRIG_VIEW_ARG(option->code));
            made = made && name.data;
            columns[used++] = (struct trig_triple_s_column){variable, option, name};
        }
    }
    if (!columns || !made)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the columns");
    *out = columns;
    *count = used;
    return TRIG_OK;
}

/* One spelling for codes that are the same: 07 and 7. */
static struct trig_view canonical(struct trig_view code, char out[TRIG_CELL_TEXT])
{
    double number;
    if (!trig_text_to_number(code, &number))
        return code;
    return trig_view_of(out, trig_cell_number(number, out));
}

static bool is_first_of_spread(const struct trig_triple_s_column *columns, size_t column)
{
    return columns[column].option && columns[column].variable->subfields &&
           (!column || columns[column - 1].variable != columns[column].variable);
}

/* Codes to their options. Of two that are the same the first counts; the other
 * keeps its place, so that numbers of options stay what they are. */
static trig_dictionary *index_codes(const struct trig_triple_s_variable *variable, struct trig_error *error)
{
    char text[TRIG_CELL_TEXT], other[TRIG_CELL_TEXT];
    size_t index;
    enum trig_status status = TRIG_OK;
    trig_dictionary *codes = trig_dictionary_create(error);
    for (size_t i = 0; codes && i < variable->option_count && status == TRIG_OK; i++) {
        struct trig_view code = canonical(variable->options[i].code, text);
        snprintf(other, sizeof other, "\1%zu", i);
        if (trig_dictionary_find(codes, code) != SIZE_MAX)
            code = trig_view(other);
        status = trig_dictionary_add(codes, code, &index, error);
    }
    if (status == TRIG_OK)
        return codes;
    trig_dictionary_destroy(codes);
    return NULL;
}

enum trig_status trig_triple_s_cells_init(struct trig_triple_s_cells *cells,
                                          const struct trig_triple_s_column *columns, size_t count,
                                          struct trig_error *error)
{
    *cells = (struct trig_triple_s_cells){.columns = columns, .count = count};
    cells->fields = trig_calloc(count, sizeof *cells->fields);
    cells->bytes = trig_calloc(count, WRITTEN);
    cells->codes = trig_calloc(count, sizeof(trig_dictionary *));
    enum trig_status status = TRIG_OK;
    if (!cells->fields || !cells->bytes || !cells->codes) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to read records");
        status = TRIG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        if (is_first_of_spread(columns, i)) {
            cells->codes[i] = index_codes(columns[i].variable, error);
            status = cells->codes[i] ? TRIG_OK : TRIG_ERR_MEMORY;
        }
    if (status != TRIG_OK)
        trig_triple_s_cells_clear(cells);
    return status;
}

void trig_triple_s_cells_clear(struct trig_triple_s_cells *cells)
{
    for (size_t i = 0; cells->codes && i < cells->count; i++)
        trig_dictionary_destroy(cells->codes[i]);
    trig_free(cells->codes);
    trig_free(cells->fields);
    trig_free(cells->bytes);
    trig_free(cells->characters);
    *cells = (struct trig_triple_s_cells){.count = 0};
}

/* ---- cells ------------------------------------------------------------------------------ */

/* A record, whichever way it is written. */
struct source {
    struct trig_view line;
    const size_t *characters; /* NULL: a character is a byte */
    size_t character_count;
    const struct trig_csv_record *record; /* NULL: fixed width */
};

/* The text at the positions [start] to [finish], from 1; shorter or blank beyond the end. */
static struct trig_view slice(const struct source *source, size_t start, size_t finish)
{
    if (source->record)
        return start <= source->record->count ? source->record->fields[start - 1].text : trig_view_of("", 0);
    size_t length = source->characters ? source->character_count : source->line.length;
    if (start > length)
        return trig_view_of("", 0);
    size_t end = finish < length ? finish : length;
    if (!source->characters)
        return trig_view_of(source->line.data + start - 1, end - start + 1);
    return trig_view_of(source->line.data + source->characters[start - 1],
                        source->characters[end] - source->characters[start - 1]);
}

static bool has_digits(struct trig_view text, size_t count)
{
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.data[i]))
            return false;
    return text.length == count;
}

/* 20050504 as 2005-05-04, 112000 as 11:20:00; what is not of that shape as it is. */
static struct trig_view write_when(struct trig_triple_s_cells *cells, size_t column, struct trig_view text,
                                   bool is_date)
{
    char *out = cells->bytes + column * WRITTEN;
    const char *at = text.data;
    if (!has_digits(text, is_date ? 8 : 6))
        return text;
    if (is_date)
        snprintf(out, WRITTEN, "%.4s-%.2s-%.2s", at, at + 4, at + 6);
    else
        snprintf(out, WRITTEN, "%.2s:%.2s:%.2s", at, at + 2, at + 4);
    return trig_view(out);
}

/* Whether a bitstring is one: zeros and ones, at least as many as its codes ask
 * for. One that is shorter has lost zeros at its front, in a spreadsheet. */
static bool is_sound(struct trig_view bits, const struct trig_triple_s_variable *variable)
{
    for (size_t i = 0; i < bits.length; i++)
        if (bits.data[i] != '0' && bits.data[i] != '1')
            return false;
    return bits.length >= variable->highest;
}

/* The bit of a bitstring that stands for the column's option; what is no
 * bitstring is unreadable for every option. */
static struct trig_view read_bit(struct trig_triple_s_cells *cells, size_t column, struct trig_view bits)
{
    const struct trig_triple_s_column *about = &cells->columns[column];
    char *out = cells->bytes + column * WRITTEN;
    int64_t code = 0;
    /* Blanks at the front are bits that are missing. */
    while (bits.data && bits.length && strchr(" \r", bits.data[bits.length - 1]))
        bits.length--;
    if (!bits.data || !bits.length)
        return trig_view_of("", 0);
    bool is_bit = trig_text_to_integer(about->option->code, &code) && code > 0;
    if (is_bit && is_sound(bits, about->variable))
        return trig_view_of(bits.data + code - 1, 1);
    size_t shown = bits.length < SHOWN ? bits.length : SHOWN;
    while (shown && shown < bits.length && ((unsigned char)bits.data[shown] & 0xC0) == 0x80)
        shown--;
    bits.length = shown;
    snprintf(out, WRITTEN, "bits %.*s", TRIG_VIEW_ARG(bits));
    return trig_view_of(out, strlen(out));
}

/* As many characters as the longest code has. */
static size_t widest_code(const struct trig_triple_s_variable *variable)
{
    size_t width = 1;
    for (size_t i = 0; i < variable->option_count; i++)
        if (variable->options[i].code.length > width)
            width = variable->options[i].code.length;
    return width;
}

/* Part [index] of one field of CSV that holds all subfields, each [width] long. */
static struct trig_view part_of_field(struct trig_view field, size_t index, size_t width)
{
    if (index * width >= field.length)
        return trig_view_of("", 0);
    size_t left = field.length - index * width;
    return trig_view_of(field.data + index * width, left < width ? left : width);
}

/* The text of subfield [index] of a multiple. */
static struct trig_view subfield(const struct source *source, const struct trig_triple_s_variable *variable,
                                 size_t index)
{
    size_t width = variable->width;
    if (source->record && variable->finish > variable->start)
        return trig_text_trim(slice(source, variable->start + index, variable->start + index));
    if (source->record)
        return trig_text_trim(part_of_field(slice(source, variable->start, variable->start), index,
                                            width ? width : widest_code(variable)));
    if (!width)
        width = (variable->finish - variable->start + 1) / variable->subfields;
    size_t start = variable->start + index * width;
    return trig_text_trim(slice(source, start, start + width - 1));
}

static bool is_nothing(struct trig_view code)
{
    double number;
    return !code.length || (trig_text_to_number(code, &number) && number == 0);
}

/* Fills the columns of a question whose answers are codes in subfields: 1 or 0;
 * nothing when all subfields are blank. A code that no option has stands in every
 * column, and is unreadable there. */
static void read_spread(struct trig_triple_s_cells *cells, const struct source *source, size_t first)
{
    const struct trig_triple_s_variable *variable = cells->columns[first].variable;
    struct trig_csv_field *fields = cells->fields + first;
    struct trig_view unknown = {NULL, 0};
    char text[TRIG_CELL_TEXT];
    bool blank = true;
    for (size_t i = 0; i < variable->option_count; i++)
        fields[i].text = trig_view("0");
    for (size_t i = 0; i < variable->subfields; i++) {
        struct trig_view code = subfield(source, variable, i);
        if (!code.length)
            continue;
        size_t option = trig_dictionary_find(cells->codes[first], canonical(code, text));
        blank = false;
        if (option < variable->option_count)
            fields[option].text = trig_view("1");
        else if (!is_nothing(code))
            unknown = code;
    }
    for (size_t i = 0; i < variable->option_count && (blank || unknown.length); i++)
        fields[i].text = unknown;
    for (size_t i = 0; i < variable->option_count; i++)
        fields[i].is_null = fields[i].text.length == 0;
}

static struct trig_view read_cell(struct trig_triple_s_cells *cells, const struct source *source,
                                  size_t column)
{
    const struct trig_triple_s_column *about = &cells->columns[column];
    const struct trig_triple_s_variable *variable = about->variable;
    struct trig_view text = slice(source, variable->start, variable->finish);
    if (about->option)
        return read_bit(cells, column, text);
    text = trig_text_trim(text);
    if (!text.length)
        return text;
    if (variable->type == TRIG_TRIPLE_S_DATE || variable->type == TRIG_TRIPLE_S_TIME)
        return write_when(cells, column, text, variable->type == TRIG_TRIPLE_S_DATE);
    return text;
}

static void read_all(struct trig_triple_s_cells *cells, const struct source *source)
{
    for (size_t i = 0; i < cells->count; i++) {
        bool is_spread = cells->columns[i].option && cells->columns[i].variable->subfields;
        if (cells->codes[i])
            read_spread(cells, source, i);
        if (is_spread)
            continue;
        struct trig_view text = read_cell(cells, source, i);
        cells->fields[i] = (struct trig_csv_field){text, text.length == 0};
    }
}

enum trig_status trig_triple_s_read_line(struct trig_triple_s_cells *cells, struct trig_view line,
                                         struct trig_error *error)
{
    struct source source = {.line = line};
    bool is_plain = true;
    for (size_t i = 0; i < line.length && is_plain; i++)
        is_plain = (unsigned char)line.data[i] < 0x80;
    if (!is_plain) {
        enum trig_status status = trig_grow((void **)&cells->characters, &cells->character_room,
                                            line.length + 1, sizeof *cells->characters, error);
        if (status != TRIG_OK)
            return status;
        for (size_t i = 0; i < line.length; i++)
            if (((unsigned char)line.data[i] & 0xC0) != 0x80)
                cells->characters[source.character_count++] = i;
        cells->characters[source.character_count] = line.length;
        source.characters = cells->characters;
    }
    read_all(cells, &source);
    return TRIG_OK;
}

void trig_triple_s_read_record(struct trig_triple_s_cells *cells, const struct trig_csv_record *record)
{
    const struct source source = {.record = record};
    read_all(cells, &source);
}
