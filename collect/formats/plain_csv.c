/* Any table with a header: what comes from a spreadsheet, a script or a
 * platform that is not known.
 *
 *     id,institution,vis_1,support[mentoring],support[course]
 *     Response,Where do you work?,My contribution is named,,       (further header rows, if any)
 */
#include "collect/export/wide.h"
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"

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

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    enum trig_status status = TRIG_OK;
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
    .read_headings = read_headings,
    .tokens = tokens,
    .separators = ";|,",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
