#include "collect/export/long_texts.h"

#include <stdio.h>

void trig_long_texts_init(struct trig_long_texts *texts, const char *beside)
{
    *texts = (struct trig_long_texts){.beside = beside};
}

static enum trig_status open_file(struct trig_long_texts *texts, struct trig_error *error)
{
    static const char *const headings[] = {"row", "record", "variable", "text"};
    int length = snprintf(texts->path, sizeof texts->path, "%s" TRIG_LONG_TEXTS_ENDING, texts->beside);
    if (length < 0 || (size_t)length >= sizeof texts->path)
        return trig_error_set(error, TRIG_ERR_LIMIT, "the name of the file is too long");
    enum trig_status status = trig_output_open(&texts->output, texts->path, error);
    if (status != TRIG_OK)
        return status;
    trig_csv_writer_init(&texts->csv, texts->output.file);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        trig_csv_text(&texts->csv, trig_view(headings[i]));
    trig_csv_end_record(&texts->csv);
    return TRIG_OK;
}

enum trig_status trig_long_texts_add(struct trig_long_texts *texts, uint64_t row, struct trig_view record,
                                     struct trig_view variable, struct trig_view text,
                                     struct trig_error *error)
{
    char number[24];
    enum trig_status status = texts->output.file ? TRIG_OK : open_file(texts, error);
    if (status != TRIG_OK)
        return status;
    snprintf(number, sizeof number, "%llu", (unsigned long long)row);
    trig_csv_text(&texts->csv, trig_view(number));
    trig_csv_text(&texts->csv, record);
    trig_csv_text(&texts->csv, variable);
    trig_csv_text(&texts->csv, text);
    trig_csv_end_record(&texts->csv);
    texts->count++;
    return TRIG_OK;
}

enum trig_status trig_long_texts_commit(struct trig_long_texts *texts, struct trig_error *error)
{
    if (!texts->output.file)
        return TRIG_OK;
    enum trig_status status = trig_csv_writer_finish(&texts->csv, error);
    return status == TRIG_OK ? trig_output_commit(&texts->output, error) : status;
}

void trig_long_texts_discard(struct trig_long_texts *texts)
{
    trig_output_discard(&texts->output);
}
