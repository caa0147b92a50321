#include "surveys/csv/csv_writer.h"
#include "surveys/table/table_parts.h"

static void write_cell(struct trig_csv_writer *writer, const trig_table *table, size_t row, size_t column)
{
    if (trig_table_is_empty(table, row, column)) {
        trig_csv_empty(writer);
        return;
    }
    switch (trig_table_column_at(table, column)->type) {
    case TRIG_CELL_TEXT:
        trig_csv_text(writer, trig_table_text(table, row, column));
        break;
    case TRIG_CELL_NUMBER:
        trig_csv_number(writer, trig_table_number(table, row, column));
        break;
    case TRIG_CELL_COUNT:
        trig_csv_count(writer, trig_table_count(table, row, column));
        break;
    }
}

enum trig_status trig_table_write_csv(const trig_table *table, FILE *out, struct trig_error *error)
{
    struct trig_csv_writer writer;
    trig_csv_writer_init(&writer, out);
    writer.guard = true;
    writer.digits = trig_table_digits(table);
    for (size_t i = 0; i < trig_table_columns(table); i++)
        trig_csv_text(&writer, trig_view(trig_table_column_at(table, i)->name));
    trig_csv_end_record(&writer);
    for (size_t row = 0; row < trig_table_rows(table); row++) {
        for (size_t i = 0; i < trig_table_columns(table); i++)
            write_cell(&writer, table, row, i);
        trig_csv_end_record(&writer);
    }
    return trig_csv_writer_finish(&writer, error);
}
