#include "surveys/table/table.h"

#include "surveys/table/table_parts.h"

#include <assert.h>
#include <math.h>

/* The state of a cell: 0 is empty, else its style + 1. */
#define EMPTY 0

struct column {
    struct trig_table_column shape; /* its name lives in the arena */
    void *values;                   /* owned: double, uint64_t or struct trig_view by type */
    uint8_t *states;                /* owned */
};

struct trig_table {
    struct trig_arena arena;
    struct column *columns; /* in the arena */
    size_t column_count;
    size_t rows;
    size_t capacity; /* rows that every column has room for */
    struct trig_view title;
    struct trig_view *notes; /* owned */
    size_t note_count;
    size_t note_capacity;
    struct trig_table_fact *facts; /* owned */
    size_t fact_count;
    size_t fact_capacity;
    size_t *shown; /* in the arena; NULL: all */
    size_t shown_count;
    double level;
    bool rounded;
};

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a table of results");
}

static size_t value_size(enum trig_cell_type type)
{
    switch (type) {
    case TRIG_CELL_TEXT:
        return sizeof(struct trig_view);
    case TRIG_CELL_NUMBER:
        return sizeof(double);
    case TRIG_CELL_COUNT:
        break;
    }
    return sizeof(uint64_t);
}

/* ---- the table as a whole -------------------------------------------------------- */

static enum trig_status copy_columns(trig_table *table, const struct trig_table_column *columns, size_t count,
                                     struct trig_error *error)
{
    table->columns = trig_arena_calloc(&table->arena, count, sizeof *table->columns);
    if (!table->columns)
        return out_of_memory(error);
    for (size_t i = 0; i < count; i++) {
        if (trig_table_find(table, columns[i].name) != SIZE_MAX)
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the result would have two columns called '%s'; a variable of that name "
                                  "has to be renamed before it can break down results",
                                  columns[i].name);
        struct column *column = &table->columns[i];
        column->shape = columns[i];
        column->shape.name = trig_arena_copy(&table->arena, trig_view(columns[i].name)).data;
        if (!column->shape.name)
            return out_of_memory(error);
        table->column_count++;
    }
    return TRIG_OK;
}

trig_table *trig_table_create(const struct trig_table_column *columns, size_t count, struct trig_error *error)
{
    assert(count > 0);
    trig_table *table = trig_calloc(1, sizeof *table);
    if (!table) {
        out_of_memory(error);
        return NULL;
    }
    trig_arena_init(&table->arena);
    table->level = 0.95;
    if (copy_columns(table, columns, count, error)) {
        trig_table_destroy(table);
        return NULL;
    }
    return table;
}

void trig_table_destroy(trig_table *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->column_count; i++) {
        trig_free(table->columns[i].values);
        trig_free(table->columns[i].states);
    }
    trig_free(table->notes);
    trig_free(table->facts);
    trig_arena_clear(&table->arena);
    trig_free(table);
}

size_t trig_table_columns(const trig_table *table)
{
    return table->column_count;
}

size_t trig_table_rows(const trig_table *table)
{
    return table->rows;
}

const struct trig_table_column *trig_table_column_at(const trig_table *table, size_t column)
{
    assert(column < table->column_count);
    return &table->columns[column].shape;
}

size_t trig_table_find(const trig_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].shape.name, name) == 0)
            return i;
    return SIZE_MAX;
}

/* ---- rows and cells -------------------------------------------------------------- */

/* Each array is stored back as soon as it has moved, so that a failure halfway
 * leaves a table that is smaller than its arrays, never larger. */
enum trig_status trig_table_reserve(trig_table *table, size_t rows, struct trig_error *error)
{
    for (size_t i = 0; i < table->column_count && rows > table->capacity; i++) {
        struct column *column = &table->columns[i];
        void *values = trig_resize(column->values, rows, value_size(column->shape.type));
        if (!values)
            return out_of_memory(error);
        column->values = values;
        uint8_t *states = trig_resize(column->states, rows, sizeof *states);
        if (!states)
            return out_of_memory(error);
        column->states = states;
    }
    table->capacity = rows > table->capacity ? rows : table->capacity;
    return TRIG_OK;
}

enum trig_status trig_table_add_row(trig_table *table, size_t *row, struct trig_error *error)
{
    if (table->rows == table->capacity &&
        trig_table_reserve(table, table->capacity + table->capacity / 2 + 16, error))
        return TRIG_ERR_MEMORY;
    for (size_t i = 0; i < table->column_count; i++)
        table->columns[i].states[table->rows] = EMPTY;
    if (row)
        *row = table->rows;
    table->rows++;
    return TRIG_OK;
}

static struct column *column_for(const trig_table *table, size_t row, size_t column)
{
    assert(row < table->rows && column < table->column_count);
    (void)row;
    return &table->columns[column];
}

void trig_table_keep(trig_table *table, trig_table_test *test, const void *context)
{
    size_t kept = 0;
    for (size_t row = 0; row < table->rows; row++) {
        if (!test(table, row, context))
            continue;
        for (size_t i = 0; i < table->column_count && kept < row; i++) {
            struct column *column = &table->columns[i];
            size_t size = value_size(column->shape.type);
            memcpy((char *)column->values + kept * size, (char *)column->values + row * size, size);
            column->states[kept] = column->states[row];
        }
        kept++;
    }
    for (size_t i = 0; i < table->column_count && table->rows; i++)
        memset(table->columns[i].states + kept, EMPTY, table->rows - kept);
    table->rows = kept;
}

enum trig_status trig_table_set_text(trig_table *table, size_t row, size_t column, struct trig_view text,
                                     struct trig_error *error)
{
    struct column *into = column_for(table, row, column);
    struct trig_view *texts = into->values;
    assert(into->shape.type == TRIG_CELL_TEXT);
    into->states[row] = EMPTY;
    if (text.length == 0)
        return TRIG_OK;
    bool as_above = row > 0 && into->states[row - 1] != EMPTY && trig_view_equal(texts[row - 1], text);
    texts[row] = as_above ? texts[row - 1] : trig_arena_copy(&table->arena, text);
    if (!texts[row].data)
        return out_of_memory(error);
    into->states[row] = (uint8_t)(into->shape.style + 1);
    return TRIG_OK;
}

void trig_table_set_styled(trig_table *table, size_t row, size_t column, double value, enum trig_style style)
{
    struct column *into = column_for(table, row, column);
    assert(into->shape.type == TRIG_CELL_NUMBER);
    into->states[row] = isfinite(value) ? (uint8_t)(style + 1) : EMPTY;
    ((double *)into->values)[row] = value + 0.0; /* -0 becomes 0 */
}

void trig_table_set_number(trig_table *table, size_t row, size_t column, double value)
{
    trig_table_set_styled(table, row, column, value, trig_table_column_at(table, column)->style);
}

void trig_table_set_count(trig_table *table, size_t row, size_t column, uint64_t value)
{
    struct column *into = column_for(table, row, column);
    assert(into->shape.type == TRIG_CELL_COUNT);
    into->states[row] = (uint8_t)(into->shape.style + 1);
    ((uint64_t *)into->values)[row] = value;
}

bool trig_table_is_empty(const trig_table *table, size_t row, size_t column)
{
    return column_for(table, row, column)->states[row] == EMPTY;
}

/* Whether a cell holds a value of [type]. */
static bool holds(const struct column *column, size_t row, enum trig_cell_type type)
{
    return column->shape.type == type && column->states[row] != EMPTY;
}

struct trig_view trig_table_text(const trig_table *table, size_t row, size_t column)
{
    const struct column *from = column_for(table, row, column);
    if (!holds(from, row, TRIG_CELL_TEXT))
        return trig_view(NULL);
    return ((const struct trig_view *)from->values)[row];
}

uint64_t trig_table_count(const trig_table *table, size_t row, size_t column)
{
    const struct column *from = column_for(table, row, column);
    return holds(from, row, TRIG_CELL_COUNT) ? ((const uint64_t *)from->values)[row] : 0;
}

double trig_table_number(const trig_table *table, size_t row, size_t column)
{
    const struct column *from = column_for(table, row, column);
    if (holds(from, row, TRIG_CELL_COUNT))
        return (double)trig_table_count(table, row, column);
    return holds(from, row, TRIG_CELL_NUMBER) ? ((const double *)from->values)[row] : NAN;
}

enum trig_style trig_table_style(const trig_table *table, size_t row, size_t column)
{
    const struct column *from = column_for(table, row, column);
    return from->states[row] == EMPTY ? from->shape.style : (enum trig_style)(from->states[row] - 1);
}

/* ---- what stands around the rows ------------------------------------------------- */

enum trig_status trig_table_set_title(trig_table *table, struct trig_view title, struct trig_error *error)
{
    struct trig_view copy = trig_arena_copy(&table->arena, title);
    if (!copy.data)
        return out_of_memory(error);
    table->title = copy;
    return TRIG_OK;
}

struct trig_view trig_table_title(const trig_table *table)
{
    return table->title;
}

enum trig_status trig_table_add_note(trig_table *table, struct trig_view note, struct trig_error *error)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (trig_view_equal(table->notes[i], note))
            return TRIG_OK;
    enum trig_status status = trig_grow((void **)&table->notes, &table->note_capacity, table->note_count + 1,
                                        sizeof *table->notes, error);
    if (status)
        return status;
    struct trig_view copy = trig_arena_copy(&table->arena, note);
    if (!copy.data)
        return out_of_memory(error);
    table->notes[table->note_count++] = copy;
    return TRIG_OK;
}

size_t trig_table_notes(const trig_table *table)
{
    return table->note_count;
}

struct trig_view trig_table_note(const trig_table *table, size_t index)
{
    assert(index < table->note_count);
    return table->notes[index];
}

enum trig_status trig_table_set_provenance(trig_table *table, struct trig_view key, struct trig_view value,
                                           struct trig_error *error)
{
    size_t at = 0;
    while (at < table->fact_count && !trig_view_equal(table->facts[at].key, key))
        at++;
    enum trig_status status =
        trig_grow((void **)&table->facts, &table->fact_capacity, at + 1, sizeof *table->facts, error);
    if (status)
        return status;
    struct trig_table_fact fact = {trig_arena_copy(&table->arena, key),
                                   trig_arena_copy(&table->arena, value)};
    if (!fact.key.data || !fact.value.data)
        return out_of_memory(error);
    table->facts[at] = fact;
    if (at == table->fact_count)
        table->fact_count++;
    return TRIG_OK;
}

enum trig_status trig_table_copy_provenance(const trig_table *from, trig_table *to, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < from->fact_count && status == TRIG_OK; i++)
        status = trig_table_set_provenance(to, from->facts[i].key, from->facts[i].value, error);
    return status;
}

size_t trig_table_facts(const trig_table *table)
{
    return table->fact_count;
}

const struct trig_table_fact *trig_table_fact_at(const trig_table *table, size_t index)
{
    assert(index < table->fact_count);
    return &table->facts[index];
}

void trig_table_set_level(trig_table *table, double level)
{
    assert(level > 0 && level < 1);
    table->level = level;
}

void trig_table_set_rounded(trig_table *table)
{
    table->rounded = true;
}

bool trig_table_is_rounded(const trig_table *table)
{
    return table->rounded;
}

double trig_table_level(const trig_table *table)
{
    return table->level;
}

enum trig_status trig_table_show(trig_table *table, const char *const *names, size_t count,
                                 struct trig_error *error)
{
    size_t *shown = trig_arena_calloc(&table->arena, count, sizeof *shown);
    if (!shown)
        return out_of_memory(error);
    table->shown = shown;
    table->shown_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t column = trig_table_find(table, names[i]);
        if (column != SIZE_MAX)
            shown[table->shown_count++] = column;
    }
    return TRIG_OK;
}

size_t trig_table_shown(const trig_table *table)
{
    return table->shown ? table->shown_count : table->column_count;
}

size_t trig_table_shown_at(const trig_table *table, size_t position)
{
    assert(position < trig_table_shown(table));
    return table->shown ? table->shown[position] : position;
}
