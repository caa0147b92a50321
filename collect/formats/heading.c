#include "collect/formats/heading.h"

#include "surveys/base/text.h"

#include <string.h>

enum trig_status trig_heading_add(struct trig_arena *arena, struct trig_views *list, struct trig_view text,
                                  struct trig_error *error)
{
    text = trig_text_trim(text);
    if (!text.length)
        return TRIG_OK;
    for (size_t i = 0; i < list->count; i++)
        if (trig_view_equal(list->items[i], text))
            return TRIG_OK;
    struct trig_view *items = trig_arena_calloc(arena, list->count + 1, sizeof *items);
    if (!items)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count] = text;
    list->items = items;
    list->count++;
    return TRIG_OK;
}

enum trig_status trig_heading_add_spread(struct trig_arena *arena, struct trig_heading *heading,
                                         struct trig_view base, struct trig_view part,
                                         struct trig_error *error)
{
    base = trig_text_trim(base);
    part = trig_text_trim(part);
    if (!base.length || !part.length)
        return TRIG_OK;
    struct trig_spread *spreads = trig_arena_calloc(arena, heading->spread_count + 1, sizeof *spreads);
    if (!spreads)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    if (heading->spread_count)
        memcpy(spreads, heading->spreads, heading->spread_count * sizeof *spreads);
    spreads[heading->spread_count].base = base;
    spreads[heading->spread_count].part = part;
    heading->spreads = spreads;
    heading->spread_count++;
    return TRIG_OK;
}

struct trig_view trig_heading_cell(struct trig_views row, size_t column)
{
    return column < row.count ? trig_text_trim(row.items[column]) : trig_view_of("", 0);
}

enum trig_status trig_heading_set_raw(struct trig_arena *arena, struct trig_heading *heading,
                                      const struct trig_views *rows, size_t count, size_t column,
                                      struct trig_error *error)
{
    heading->raw = trig_view_of("", 0);
    for (size_t i = 0; i < count; i++) {
        struct trig_view cell = trig_heading_cell(rows[i], column);
        if (!cell.length || (i && trig_view_equal(cell, trig_heading_cell(rows[i - 1], column))))
            continue;
        if (!heading->raw.length)
            heading->raw = cell;
        else
            heading->raw =
                trig_arena_printf(arena, "%.*s %.*s", TRIG_VIEW_ARG(heading->raw), TRIG_VIEW_ARG(cell));
        if (!heading->raw.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    }
    return trig_heading_add(arena, &heading->texts, heading->raw, error);
}

static char lower(char letter)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    if (letter >= 'A' && letter <= 'Z')
        return small[letter - 'A'];
    return letter;
}

bool trig_heading_is(struct trig_view heading, const char *known)
{
    heading = trig_text_trim(heading);
    if (heading.length != strlen(known))
        return false;
    for (size_t i = 0; i < heading.length; i++)
        if (lower(heading.data[i]) != lower(known[i]))
            return false;
    return true;
}

enum trig_use trig_heading_use(const struct trig_metadata *metadata, struct trig_view heading)
{
    for (; metadata && metadata->heading; metadata++)
        if (trig_heading_is(heading, metadata->heading))
            return metadata->use;
    return TRIG_USE_ANSWERS;
}

static bool ticks(const struct trig_heading *heading, struct trig_view cell)
{
    for (size_t i = 0; i < heading->ticked.count; i++)
        if (trig_view_equal(cell, heading->ticked.items[i]))
            return true;
    return false;
}

static bool holds_only_ticks(const struct trig_views *records, size_t count, size_t column,
                             const struct trig_heading *heading)
{
    size_t seen = 0;
    for (size_t row = 0; row < count; row++) {
        struct trig_view cell = trig_heading_cell(records[row], column);
        if (cell.length && !ticks(heading, cell))
            return false;
        seen += cell.length > 0;
    }
    return seen > 0;
}

enum trig_status trig_heading_find_options(const struct trig_views *records, size_t count,
                                           struct trig_arena *arena, struct trig_heading *headings,
                                           size_t columns, struct trig_error *error)
{
    (void)arena;
    (void)error;
    for (size_t i = 0; i < columns; i++)
        headings[i].is_option = holds_only_ticks(records, count, i, &headings[i]);
    return TRIG_OK;
}
