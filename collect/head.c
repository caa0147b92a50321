#include "collect/head.h"

#include "surveys/text.h"

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct trig_head *head = context;
    head->seen++;
    if (head->count == TRIG_HEAD_ROWS)
        return TRIG_OK;
    struct trig_view *cells = trig_arena_calloc(&head->arena, record->count + 1, sizeof *cells);
    if (!cells)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the first records");
    for (size_t i = 0; i < record->count; i++) {
        cells[i] = trig_arena_copy(&head->arena, record->fields[i].text);
        if (record->fields[i].text.length && !cells[i].data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the first records");
    }
    head->rows[head->count++] = (struct trig_views){cells, record->count};
    return TRIG_OK;
}

enum trig_status trig_head_read(struct trig_view text, bool whole, const struct trig_csv_options *options,
                                struct trig_head *out, struct trig_error *error)
{
    *out = (struct trig_head){.count = 0};
    trig_arena_init(&out->arena);
    trig_csv_reader *reader = trig_csv_reader_create(options, take_record, out, error);
    if (!reader)
        return TRIG_ERR_MEMORY;
    enum trig_status status = trig_csv_reader_feed(reader, text.data, text.length, error);
    if (status == TRIG_OK && whole)
        status = trig_csv_reader_finish(reader, error);
    trig_csv_reader_destroy(reader);
    return status;
}

void trig_head_clear(struct trig_head *head)
{
    trig_arena_clear(&head->arena);
    head->count = 0;
}

size_t trig_head_fields(const struct trig_head *head, size_t *agreeing)
{
    size_t fields = 0;
    *agreeing = 0;
    for (size_t i = 0; i < head->count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < head->count; j++)
            same += head->rows[j].count == head->rows[i].count;
        bool better = same > *agreeing || (same == *agreeing && head->rows[i].count > fields);
        if (better) {
            *agreeing = same;
            fields = head->rows[i].count;
        }
    }
    return fields;
}

size_t trig_head_titles(const struct trig_head *head)
{
    size_t agreeing, titles = 0;
    if (trig_head_fields(head, &agreeing) < 3)
        return 0;
    for (; titles + 1 < head->count; titles++) {
        size_t filled = 0;
        for (size_t i = 0; i < head->rows[titles].count; i++)
            filled += trig_text_trim(head->rows[titles].items[i]).length > 0;
        if (filled > 1)
            break;
    }
    return titles + 1 < head->count ? titles : 0;
}
