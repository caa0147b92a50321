/* Workbooks: .xlsx, which is XML packed with zip.
 *
 *     zip --> xl/workbook.xml     sheets, where days are counted from
 *        \--> xl/styles.xml       which cells are dates
 *        \--> xl/sharedStrings    texts, held in memory
 *        \--> a sheet --row by row--> sink(record)
 *
 * A record's line is the number of its row; rows without any text are no
 * records. Cells come as text: dates as 2020-01-31, whatever they look like in
 * the sheet; errors as #N/A; of formulas the value that was saved. What the file
 * says of its size is not believed.
 */
#ifndef TRIG_COLLECT_SOURCES_WORKBOOK_H
#define TRIG_COLLECT_SOURCES_WORKBOOK_H

#include "surveys/base/memory.h"
#include "surveys/csv/csv_reader.h"

#include "collect/bytes/content.h"

/* The largest sheet that there can be. */
#define TRIG_WORKBOOK_ROWS    1048576u
#define TRIG_WORKBOOK_COLUMNS 16384u

struct trig_sheet {
    struct trig_view name;
    struct trig_view part; /* of the package: "xl/worksheets/sheet1.xml" */
    bool is_hidden;
    size_t rows; /* with text; no more than two are counted */
};

typedef struct trig_workbook trig_workbook;

/** Whether a file that begins with these bytes may be a workbook, or an older or
 *  locked one that cannot be read (which trig_workbook_open then says). */
bool trig_workbook_is(const char *bytes, size_t length);

/** Opens a workbook and counts the rows of its sheets.
 *  @param descriptor  borrowed; must outlive the workbook.
 *  @return TRIG_OK and a workbook; TRIG_ERR_FORMAT (not a workbook, damaged);
 *          TRIG_ERR_LIMIT; TRIG_ERR_MEMORY. */
enum trig_status trig_workbook_open(int descriptor, const struct trig_unpack_limit *limit,
                                    trig_workbook **out, struct trig_error *error);
void trig_workbook_close(trig_workbook *workbook);

/** The sheets, in their order; they live as long as the workbook. */
const struct trig_sheet *trig_workbook_sheets(const trig_workbook *workbook, size_t *count);

/* What of a sheet is wanted, and who gets it. */
struct trig_sheet_request {
    size_t most;  /* records; 0: all */
    size_t width; /* records of fewer fields are filled up with blank ones */
    trig_csv_sink *sink;
    void *context;
    void (*moved)(void *context, double share); /* of the sheet that is read; may be NULL */
    void *moved_context;
};

/** Delivers the rows of a sheet; each record ends with its last field that is not
 *  blank, or is as wide as asked.
 *  @return TRIG_OK; TRIG_ERR_FORMAT and TRIG_ERR_LIMIT, the cell in the message;
 *          TRIG_ERR_MEMORY; the sink's status. */
enum trig_status trig_workbook_read(trig_workbook *workbook, const struct trig_sheet *sheet,
                                    const struct trig_sheet_request *request, struct trig_error *error);

/* Room for what trig_workbook_cell writes. */
#define TRIG_CELL_NAME 16

/** Writes the name of a cell: C7. [column] counts from 0; [row] from 1. */
void trig_workbook_cell(uint64_t row, size_t column, char out[TRIG_CELL_NAME]);

#endif
