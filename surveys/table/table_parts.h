/* What the renderers see of a table beyond its public face. */
#ifndef TRIG_SURVEYS_TABLE_TABLE_PARTS_H
#define TRIG_SURVEYS_TABLE_TABLE_PARTS_H

#include "surveys/table/table.h"

struct trig_table_fact {
    struct trig_view key;
    struct trig_view value;
};

/** The facts of trig_table_set_provenance, in the order in which keys came. */
size_t trig_table_facts(const trig_table *table);
const struct trig_table_fact *trig_table_fact_at(const trig_table *table, size_t index);

/* What stands where a rule of disclosure control hid a number. */
#define TRIG_TABLE_CONFIDENTIAL "[c]"

/** Whether the cell is what a rule of disclosure control hid in its row: the estimate, or the
 *  benchmark beside an estimate. */
bool trig_table_is_confidential(const trig_table *table, size_t row, size_t column);

double trig_table_level(const trig_table *table);

/** How many digits CSV and JSON write: 15 of a rounded number are its decimals, without those of
 *  the binary number nearest to it; 17 of another are all there is. */
int trig_table_digits(const trig_table *table);

/** The columns of the text form, in order: index [position] of [trig_table_shown]. */
size_t trig_table_shown(const trig_table *table);
size_t trig_table_shown_at(const trig_table *table, size_t position);

/** Writes the workbook [path]. @return TRIG_OK, TRIG_ERR_IO, TRIG_ERR_MEMORY, TRIG_ERR_FORMAT (a text
 *  is not UTF-8) or TRIG_ERR_LIMIT (more than a sheet or a cell holds). */
enum trig_status trig_table_save_xlsx(const trig_table *table, const char *path, struct trig_error *error);

/** Flushes [out]. @return TRIG_ERR_IO with the reason when anything written to it was lost. */
enum trig_status trig_table_flush(FILE *out, struct trig_error *error);

#endif
