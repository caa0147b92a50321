/* Any table with a header: what comes from a spreadsheet, a script or a
 * platform that is not known.
 *
 *     id,institution,vis_1,support[mentoring],support[course]
 *     Response,Where do you work?,My contribution is named,,       (further header rows, if any)
 *
 *     Which tools?,,,How far do you agree?,                        (a question over its columns)
 *     Lathe,Mill,Other,I am heard,I can grow
 */
#include "collect/export/wide.h"
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"

#include "surveys/base/text.h"

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (!count || !rows[0].count)
        return 0;
    for (size_t i = 0; i < rows[0].count; i++)
        if (trig_view_is(rows[0].items[i], TRIG_WIDE_MISSING)) {
            trig_why_set(why, "the column %s, which `export` writes", TRIG_WIDE_MISSING);
            return 99;
        }
    trig_why_set(why, "no sign of a survey platform in the header");
    return 10;
}

/* The position of the last [mark] in [text] that has something on both sides. */
static size_t last_mark(struct trig_view text, struct trig_view mark)
{
    for (size_t i = text.length; i > mark.length + 1; i--) {
        size_t start = i - 1 - mark.length;
        if (start && memcmp(text.data + start, mark.data, mark.length) == 0)
            return start;
    }
    return SIZE_MAX;
}

/* `support[course]`, `support___course`, `support/course`, `support_course`:
 * ways in which scripts and spreadsheets spread one question over columns. */
static enum trig_status add_spreads(struct trig_arena *arena, struct trig_heading *heading,
                                    struct trig_view text, struct trig_error *error)
{
    static const char *const marks[] = {" [", "[", "___", "/", ": ", " - ", "_"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct trig_view mark = trig_view(marks[i]);
        bool bracket = marks[i][mark.length - 1] == '[';
        if (bracket && (!text.length || text.data[text.length - 1] != ']'))
            continue;
        size_t at = last_mark(text, mark);
        if (at == SIZE_MAX)
            continue;
        size_t after = at + mark.length;
        struct trig_view part = trig_view_of(text.data + after, text.length - after - (bracket ? 1 : 0));
        enum trig_status status =
            trig_heading_add_spread(arena, heading, trig_view_of(text.data, at), part, error);
        if (status != TRIG_OK)
            return status;
    }
    return TRIG_OK;
}

/* ---- questions over their columns -------------------------------------------------------- */

/* The end of the columns over whose first the wording in column [first] stands. */
static size_t end_of_question(struct trig_views row, size_t first, size_t columns)
{
    size_t end = first + 1;
    while (end < columns && !trig_heading_cell(row, end).length)
        end++;
    return end;
}

/* Whether the columns of one question have a heading each below it. */
static bool has_headings(struct trig_views row, size_t first, size_t end)
{
    double number;
    for (size_t i = first; i < end; i++) {
        struct trig_view cell = trig_heading_cell(row, i);
        if (cell.length < 2 || trig_text_to_number(cell, &number))
            return false;
        for (size_t j = first; j < i; j++)
            if (trig_view_equal(trig_heading_cell(row, j), cell))
                return false;
    }
    return true;
}

/* Longer questions have no more columns than a scale has codes; a row of blanks is no header. */
#define MOST_PARTS 100

/* Whether the first row leaves many columns blank, which the second has a heading for. */
static bool is_sparse(const struct trig_views *rows, size_t count)
{
    size_t blank = 0, columns = count > 1 ? rows[1].count : 0;
    if (!columns || !trig_heading_cell(rows[0], 0).length)
        return false;
    for (size_t first = 0, end; first < columns; first = end) {
        end = end_of_question(rows[0], first, columns);
        if (end - first > MOST_PARTS || (end - first > 1 && !has_headings(rows[1], first, end)))
            return false;
        blank += end - first - 1;
    }
    return blank >= 2 && blank * 4 >= columns;
}

static size_t count_header_rows(const struct trig_views *rows, size_t count)
{
    return is_sparse(rows, count) ? 2 : 1;
}

static enum trig_status read_part(struct trig_arena *arena, struct trig_heading *heading,
                                  struct trig_view question, struct trig_view part, struct trig_error *error)
{
    const struct trig_views rows[2] = {{&question, 1}, {&part, 1}};
    enum trig_status status = trig_heading_set_raw(arena, heading, rows, 2, 0, error);
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->texts, part, error);
    return status == TRIG_OK ? trig_heading_add_spread(arena, heading, question, part, error) : status;
}

static enum trig_status read_questions(const struct trig_views *rows, struct trig_arena *arena,
                                       struct trig_heading *out, size_t columns, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t first = 0, end; first < columns && status == TRIG_OK; first = end) {
        struct trig_view question = trig_heading_cell(rows[0], first);
        end = end_of_question(rows[0], first, columns);
        for (size_t i = first; i < end && status == TRIG_OK; i++)
            status = read_part(arena, &out[i], question, trig_heading_cell(rows[1], i), error);
    }
    return status;
}

/* ---- headings ------------------------------------------------------------------------------ */

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    enum trig_status status = TRIG_OK;
    if (count == 2 && is_sparse(rows, count))
        return read_questions(rows, arena, out, columns, error);
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        for (size_t row = 0; row < count && status == TRIG_OK; row++) {
            struct trig_view cell = trig_heading_cell(rows[row], column);
            status = trig_heading_add(arena, &out[column].texts, cell, error);
            if (status == TRIG_OK)
                status = add_spreads(arena, &out[column], cell, error);
        }
    }
    return status;
}

/* What R, databases, Python and SAS write where there is nothing. */
static const struct trig_token tokens[] = {
    {"NA", TRIG_SKIPPED, true},  {"NULL", TRIG_SKIPPED, true}, {"NaN", TRIG_SKIPPED, true},
    {"nan", TRIG_SKIPPED, true}, {".", TRIG_SKIPPED, true},    {NULL, TRIG_ANSWERED, false},
};

const struct trig_format trig_format_plain_csv = {
    .name = "plain_csv",
    .title = "Plain CSV or TSV",
    .summary = "any table whose headings are names, labels or aliases of variables",
    .recognise = recognise,
    .header_rows = 1,
    .count_header_rows = count_header_rows,
    .read_headings = read_headings,
    .tokens = tokens,
    .separators = ";|,",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
