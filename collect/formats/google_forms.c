/* Google Forms: the responses, or the sheet that they are kept in, as CSV.
 *
 *     Timestamp             Email Address   Which tools?   How far? [It is seen]
 *     4/22/2016 19:57:50    p@example.org   Lathe, Mill    Agree
 *
 * One header row; a grid is one column a row, with the row in brackets. Several
 * answers stand in one cell, with `;` (from the form) or `, ` (from the sheet)
 * between them, which options may hold too; what somebody typed as "Other" stands
 * among them as it is. Times are 2020/06/05 11:34:01 AM EST, or in the order of
 * the country that the sheet is set to, or ISO. There are no response ids, and no
 * unfinished responses. The first heading is in the form's language: those below
 * are the product's translations, of which only the English one is in a public file.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/wording.h"

#include "surveys/base/text.h"

#include <ctype.h>

static const struct trig_metadata metadata[] = {
    {"Timestamp", TRIG_USE_SUBMITTED},
    {"Zeitstempel", TRIG_USE_SUBMITTED},
    {"Horodateur", TRIG_USE_SUBMITTED},
    {"Marca temporal", TRIG_USE_SUBMITTED},
    {"Tijdstempel", TRIG_USE_SUBMITTED},
    {"Informazioni cronologiche", TRIG_USE_SUBMITTED},
    {"Carimbo de data/hora", TRIG_USE_SUBMITTED},
    {"Email Address", TRIG_USE_PERSONAL},
    {"Email", TRIG_USE_PERSONAL},
    {"Username", TRIG_USE_PERSONAL},
    {"Score", TRIG_USE_OWN},
    {"Total score", TRIG_USE_OWN},
    {NULL, TRIG_USE_ANSWERS},
};

/* ---- whose it is ---------------------------------------------------------------------- */

static bool is_time(struct trig_view cell)
{
    static const enum trig_date_order orders[] = {TRIG_DATE_YMD, TRIG_DATE_DMY, TRIG_DATE_MDY};
    double time;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (trig_text_to_time(cell, orders[i], &time))
            return true;
    return false;
}

/* Headings of forms are questions; those of other tables with a time in front are names. */
static bool is_worded(struct trig_view heading)
{
    for (size_t i = 0; i < heading.length; i++)
        if (isspace((unsigned char)heading.data[i]) || (unsigned char)heading.data[i] >= 0x80)
            return true;
    return heading.length && heading.data[heading.length - 1] == '?';
}

struct census {
    size_t questions;
    size_t worded;
    size_t rows_of_grids;
    size_t records;
    size_t times;
};

static struct census count_all(const struct trig_views *rows, size_t count)
{
    struct census census = {0};
    struct trig_view question, row;
    for (size_t i = 1; i < rows[0].count; i++) {
        struct trig_view cell = trig_heading_cell(rows[0], i);
        if (!cell.length || trig_heading_use(metadata, cell) != TRIG_USE_ANSWERS)
            continue;
        census.questions++;
        census.worded += is_worded(cell);
        census.rows_of_grids += trig_wording_split_bracket(cell, &question, &row);
    }
    for (size_t i = 1; i < count; i++) {
        struct trig_view cell = trig_heading_cell(rows[i], 0);
        census.records += cell.length > 0;
        census.times += is_time(cell);
    }
    return census;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (!count || rows[0].count < 2)
        return 0;
    struct trig_view first = trig_heading_cell(rows[0], 0);
    if (trig_heading_use(metadata, first) != TRIG_USE_SUBMITTED)
        return 0;
    struct census census = count_all(rows, count);
    if (census.worded * 2 < census.questions || census.times * 10 < census.records * 9)
        return 0;
    trig_why_set(why, "%.*s first, %zu of %zu other headings are questions", TRIG_VIEW_ARG(first),
                 census.worded, census.questions);
    if (census.rows_of_grids)
        trig_why_set(why, "%.*s first, %zu headings are rows of grids: `Question [Row]`",
                     TRIG_VIEW_ARG(first), census.rows_of_grids);
    return census.rows_of_grids ? 92 : 85;
}

/* ---- headings --------------------------------------------------------------------------- */

/* The row of a grid, blank for another question. */
static struct trig_view row_of(struct trig_views headings, size_t column, struct trig_view *question)
{
    struct trig_view row = trig_view_of("", 0);
    *question = trig_heading_cell(headings, column);
    trig_wording_split_bracket(*question, question, &row);
    return row;
}

static enum trig_status find_own_rows(struct trig_views headings, size_t columns, struct trig_arena *arena,
                                      bool **out, struct trig_error *error)
{
    struct trig_view question;
    struct trig_view *texts = trig_arena_calloc(arena, columns + 1, sizeof *texts);
    *out = trig_arena_calloc(arena, columns + 1, sizeof **out);
    if (!texts || !*out)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < columns; i++)
        texts[i] = row_of(headings, i, &question);
    return trig_wording_find_unique(texts, *out, columns, error);
}

/* The row alone names a column where no other grid has the same row. */
static enum trig_status add_row(struct trig_arena *arena, struct trig_view question, struct trig_view row,
                                bool is_own, struct trig_heading *out, struct trig_error *error)
{
    struct trig_view flat;
    enum trig_status status = trig_wording_flatten(arena, question, &flat, error);
    if (status == TRIG_OK && is_own)
        status = trig_heading_add(arena, &out->texts, row, error);
    return status == TRIG_OK ? trig_heading_add_spread(arena, out, flat, row, error) : status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    bool *is_own;
    (void)codebook;
    enum trig_status status = find_own_rows(rows[0], columns, arena, &is_own, error);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        struct trig_view question, row = row_of(rows[0], i, &question);
        status = trig_heading_set_raw(arena, &out[i], rows, count, i, error);
        out[i].use = trig_heading_use(metadata, trig_heading_cell(rows[0], i));
        if (status == TRIG_OK && row.length)
            status = add_row(arena, question, row, is_own[i], &out[i], error);
    }
    return status;
}

const struct trig_format trig_format_google_forms = {
    .name = "google_forms",
    .title = "Google Forms",
    .summary = "CSV of a form or its sheet; several answers in one cell, grids as `Question [Row]`",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .metadata = metadata,
    .separators = ";,",
    .unticked = TRIG_UNTICKED_SKIPPED,
    .has_serial_dates = true,
};
