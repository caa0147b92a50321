/* Putting headings together: what the formats' read_headings share. */
#ifndef TRIG_COLLECT_FORMATS_HEADING_H
#define TRIG_COLLECT_FORMATS_HEADING_H

#include "collect/formats/format.h"

/** Adds [text] to the end of a list in the arena, unless it is blank or there already.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_heading_add(struct trig_arena *arena, struct trig_views *list, struct trig_view text,
                                  struct trig_error *error);

/** Adds a way to read the heading as one option of a spread question; nothing
 *  happens when one of the two is blank. */
enum trig_status trig_heading_add_spread(struct trig_arena *arena, struct trig_heading *heading,
                                         struct trig_view base, struct trig_view part,
                                         struct trig_error *error);

/** Cell [column] of a header row, trimmed; blank when the row is shorter. */
struct trig_view trig_heading_cell(struct trig_views row, size_t column);

/** Fills raw: the column's cells of all header rows, those that are not blank
 *  and not said before, joined by a blank; and adds it to texts. */
enum trig_status trig_heading_set_raw(struct trig_arena *arena, struct trig_heading *heading,
                                      const struct trig_views *rows, size_t count, size_t column,
                                      struct trig_error *error);

/** Whether two headings are the same after white space and ASCII case are made
 *  equal: for the platforms' own columns, whose headings are ASCII. */
bool trig_heading_is(struct trig_view heading, const char *known);

/** For look_at_records of a format: says by the records which headings are options: those whose columns hold
 *  something, and nothing but what ticks them. A column that holds anything else is
 *  the row of a grid or a text, or the "Other" of a question that is spread, which
 *  takes any text; that it is an option is then not certain.
 *  @return TRIG_OK. */
enum trig_status trig_heading_find_options(const struct trig_views *records, size_t count,
                                           struct trig_arena *arena, struct trig_heading *headings,
                                           size_t columns, struct trig_error *error);

/** What [heading] is to the platform: the use of its row in [metadata] (may be
 *  NULL), TRIG_USE_ANSWERS when it has none. */
enum trig_use trig_heading_use(const struct trig_metadata *metadata, struct trig_view heading);

#endif
