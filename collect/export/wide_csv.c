/* Responses as CSV. */
#include "collect/export/wide_write.h"

#include "surveys/base/file.h"
#include "surveys/csv/csv_writer.h"

struct writing {
    struct trig_csv_writer csv;
    bool labels;
};

static enum trig_status write_row(void *context, const struct trig_wide_row *row, struct trig_error *error)
{
    struct writing *writing = context;
    enum trig_status status = TRIG_OK;
    struct trig_arena room;
    trig_arena_init(&room);
    for (size_t i = 0; i < row->wide->count && status == TRIG_OK; i++) {
        const struct trig_column *cells = &row->batch->columns[i];
        if (trig_wide_is_number(&row->wide->columns[i])) {
            trig_csv_number(&writing->csv, cells->numbers[row->row]);
            continue;
        }
        struct trig_view text = trig_wide_text(row, i, writing->labels, &room);
        if (!text.data)
            status = trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the responses");
        trig_csv_text(&writing->csv, text);
    }
    trig_csv_text(&writing->csv, row->kinds);
    trig_csv_end_record(&writing->csv);
    trig_arena_clear(&room);
    return status;
}

enum trig_status trig_wide_write_csv(const struct trig_wide *wide, const char *path, bool labels,
                                     struct trig_error *error)
{
    struct trig_output output = {.file = NULL};
    struct writing writing = {.labels = labels};
    enum trig_status status = trig_output_open(&output, path, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_writer_init(&writing.csv, output.file);
    for (size_t i = 0; i < wide->count; i++)
        trig_csv_text(&writing.csv, wide->columns[i].name);
    trig_csv_text(&writing.csv, trig_view(TRIG_WIDE_MISSING));
    trig_csv_end_record(&writing.csv);
    status = trig_wide_read(wide, write_row, &writing, error);
    if (status == TRIG_OK)
        status = trig_csv_writer_finish(&writing.csv, error);
    if (status == TRIG_OK)
        status = trig_output_commit(&output, error);
    trig_output_discard(&output);
    return status;
}
