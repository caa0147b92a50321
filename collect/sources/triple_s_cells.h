/* A record of Triple-S, from its line or its fields of CSV to cells. Part of
 * collect/sources/triple_s_source.c's making.
 *
 *     520001 | 101 | ...   -->   RESPONDENT_ID 520001, Q3_1 1, Q3_2 0, Q3_3 1
 */
#ifndef TRIG_COLLECT_SOURCES_TRIPLE_S_CELLS_H
#define TRIG_COLLECT_SOURCES_TRIPLE_S_CELLS_H

#include "surveys/base/dictionary.h"
#include "surveys/csv/csv_reader.h"

#include "collect/sources/triple_s.h"

/* A column that comes out: a variable, or one option of it. */
struct trig_triple_s_column {
    const struct trig_triple_s_variable *variable;
    const struct trig_option_meaning *option; /* NULL: the variable as a whole */
    struct trig_view name;
};

/* The cells of the record being read. */
struct trig_triple_s_cells {
    const struct trig_triple_s_column *columns;
    size_t count;
    struct trig_csv_field *fields; /* owned */
    char *bytes;                   /* owned: texts that the file does not hold as such */
    /* Of a question spread over subfields, at its first column: codes to options. */
    trig_dictionary **codes; /* owned, by column; NULL elsewhere */
    size_t *characters;      /* owned: where each character of a line begins */
    size_t character_room;
};

/** The columns of the variables, in the arena. */
enum trig_status trig_triple_s_columns(const struct trig_triple_s *metadata, struct trig_arena *arena,
                                       const struct trig_triple_s_column **out, size_t *count,
                                       struct trig_error *error);

enum trig_status trig_triple_s_cells_init(struct trig_triple_s_cells *cells,
                                          const struct trig_triple_s_column *columns, size_t count,
                                          struct trig_error *error);
void trig_triple_s_cells_clear(struct trig_triple_s_cells *cells);

/** Fills the cells from a line of fixed width: positions count characters. They
 *  borrow from [line] and last until the next call. */
enum trig_status trig_triple_s_read_line(struct trig_triple_s_cells *cells, struct trig_view line,
                                         struct trig_error *error);

/** Fills the cells from a record of CSV: positions count fields. */
void trig_triple_s_read_record(struct trig_triple_s_cells *cells, const struct trig_csv_record *record);

#endif
