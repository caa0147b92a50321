#include "collect/sources/head.h"

#include "surveys/base/text.h"

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the first records");
}

enum trig_status trig_head_take(void *context, const struct trig_csv_record *record, struct trig_error *error)
{
    struct trig_head *head = context;
    head->seen++;
    if (head->count == TRIG_HEAD_ROWS || head->cells > TRIG_HEAD_CELLS)
        return TRIG_OK;
    head->cells += record->count;
    struct trig_view *cells = trig_arena_calloc(&head->arena, record->count + 1, sizeof *cells);
    if (!cells)
        return out_of_memory(error);
    for (size_t i = 0; i < record->count; i++) {
        cells[i] = trig_arena_copy(&head->arena, record->fields[i].text);
        if (record->fields[i].text.length && !cells[i].data)
            return out_of_memory(error);
    }
    head->rows[head->count++] = (struct trig_views){cells, record->count};
    return TRIG_OK;
}

enum trig_status trig_head_read(struct trig_view text, bool whole, const struct trig_csv_options *options,
                                struct trig_head *out, struct trig_error *error)
{
    *out = (struct trig_head){.count = 0};
    trig_arena_init(&out->arena);
    trig_csv_reader *reader = trig_csv_reader_create(options, trig_head_take, out, error);
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

static size_t count_filled(struct trig_views row)
{
    size_t filled = 0;
    for (size_t i = 0; i < row.count; i++)
        filled += trig_text_trim(row.items[i]).length > 0;
    return filled;
}

/* Whether a record below has more to say than [row] has columns for: then it is no
 * header, however many commas stand in it. */
static bool is_outgrown(const struct trig_head *head, size_t row)
{
    size_t most = 0;
    for (size_t i = row + 1; i < head->count; i++) {
        size_t filled = count_filled(head->rows[i]);
        most = filled > most ? filled : most;
    }
    return head->rows[row].count * 2 <= most;
}

size_t trig_head_titles(const struct trig_head *head)
{
    size_t agreeing, titles = 0;
    if (trig_head_fields(head, &agreeing) < 3)
        return 0;
    while (titles + 1 < head->count && (count_filled(head->rows[titles]) <= 1 || is_outgrown(head, titles)))
        titles++;
    return titles + 1 < head->count ? titles : 0;
}
