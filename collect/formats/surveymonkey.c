/* SurveyMonkey: all responses, one row each.
 *
 *     sparse      Respondent ID   Which tools do you use?             How far?
 *                                 Lathe     Mill     Other (please..) It is seen   It is paid
 *     filled      the question again in each of its columns
 *     numeric     a third row with the options' numbers: no public source shows one, so
 *                 answers that are numbers are taken for a scale's codes only by a rule
 *     flattened   one row, as scripts make it: "Which tools do you use? - Lathe", "3. Lathe"
 *
 * Of several answers each is a column, with the option's text or nothing in it;
 * only the cells tell such a question from a grid. Dates are in the order of the
 * country, or, after a spreadsheet, days since 1899-12-30. Rows at the end may be
 * blank. Nothing says whether a response is complete.
 */
#include "collect/formats/surveymonkey.h"

#include "collect/formats/formats.h"
#include "collect/formats/heading.h"

#include "surveys/base/text.h"

#include <ctype.h>

static const struct trig_metadata metadata[] = {
    {"Respondent ID", TRIG_USE_RECORD},    {"RespondentID", TRIG_USE_RECORD},
    {"Collector ID", TRIG_USE_OWN},        {"CollectorID", TRIG_USE_OWN},
    {"Collector", TRIG_USE_OWN},           {"Start Date", TRIG_USE_OWN},
    {"StartDate", TRIG_USE_OWN},           {"Date Created", TRIG_USE_OWN},
    {"End Date", TRIG_USE_SUBMITTED},      {"EndDate", TRIG_USE_SUBMITTED},
    {"Date Modified", TRIG_USE_SUBMITTED}, {"IP Address", TRIG_USE_PERSONAL},
    {"Email Address", TRIG_USE_PERSONAL},  {"First Name", TRIG_USE_PERSONAL},
    {"FirstName", TRIG_USE_PERSONAL},      {"Last Name", TRIG_USE_PERSONAL},
    {"LastName", TRIG_USE_PERSONAL},       {NULL, TRIG_USE_ANSWERS},
};

/* Ids have ten digits and more, which what people count themselves has not. */
#define SHORTEST_ID 9

enum trig_use trig_surveymonkey_use(struct trig_view heading)
{
    static const char custom[] = "custom data";
    struct trig_view start = trig_text_trim(heading);
    if (start.length > sizeof custom - 1)
        start.length = sizeof custom - 1;
    /* Whatever the sender noted on each address. */
    if (trig_heading_is(start, custom))
        return TRIG_USE_PERSONAL;
    return trig_heading_use(metadata, heading);
}

bool trig_surveymonkey_is_answer(struct trig_view sub)
{
    return trig_heading_is(sub, "Response") || trig_heading_is(sub, "Open-Ended Response");
}

bool trig_surveymonkey_is_other(struct trig_view sub)
{
    return trig_heading_is(sub, "Other (please specify)");
}

static bool is_digits(struct trig_view cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (!isdigit((unsigned char)cell.data[i]))
            return false;
    return cell.length > 0;
}

static bool is_blank(struct trig_views row)
{
    for (size_t i = 0; i < row.count; i++)
        if (trig_heading_cell(row, i).length)
            return false;
    return true;
}

static size_t count_words(struct trig_views row)
{
    size_t words = 0;
    for (size_t i = 0; i < row.count; i++) {
        struct trig_view cell = trig_heading_cell(row, i);
        words += trig_surveymonkey_is_answer(cell) || trig_surveymonkey_is_other(cell);
    }
    return words;
}

void trig_surveymonkey_find_shape(const struct trig_views *rows, size_t count,
                                  struct trig_surveymonkey_shape *out)
{
    size_t id = 0;
    *out = (struct trig_surveymonkey_shape){.own = 0};
    for (size_t i = 0; count && i < rows[0].count; i++) {
        enum trig_use use = trig_surveymonkey_use(trig_heading_cell(rows[0], i));
        out->own += use != TRIG_USE_ANSWERS;
        if (use == TRIG_USE_RECORD && !out->has_id) {
            out->has_id = true;
            id = i;
        }
    }
    if (count < 2)
        return;
    struct trig_view second = trig_heading_cell(rows[1], id);
    out->words = count_words(rows[1]);
    if (out->has_id ? !is_digits(second) && !is_blank(rows[1]) : out->words > 0)
        out->subs = 1;
    size_t first = out->subs + 1;
    if (out->subs && out->has_id && count > 2 && !trig_heading_cell(rows[2], id).length && !is_blank(rows[2]))
        out->numbers = first++;
    struct trig_view record = first < count ? trig_heading_cell(rows[first], id) : trig_view_of("", 0);
    out->has_long_ids = out->has_id && is_digits(record) && record.length >= SHORTEST_ID;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    struct trig_surveymonkey_shape shape;
    trig_surveymonkey_find_shape(rows, count, &shape);
    if (shape.words && (shape.has_id || shape.words > 1)) {
        trig_why_set(why, "%sa second header row with %zu cells like \"Response\"",
                     shape.has_id ? "Respondent ID, and " : "", shape.words);
        return shape.has_id ? 97 : 80;
    }
    if (!shape.has_id || (!shape.has_long_ids && shape.own < 4))
        return 0;
    trig_why_set(why, "%s Respondent ID%s", shape.own > 1 ? "columns of its own, such as" : "a column",
                 shape.has_long_ids ? ", whose ids have many digits" : "");
    return shape.own > 2 ? 92 : 80;
}

static size_t count_header_rows(const struct trig_views *rows, size_t count)
{
    struct trig_surveymonkey_shape shape;
    trig_surveymonkey_find_shape(rows, count, &shape);
    return shape.numbers ? 3 : shape.subs ? 2 : 1;
}

const struct trig_format trig_format_surveymonkey = {
    .name = "surveymonkey",
    .title = "SurveyMonkey",
    .summary = "CSV with two header rows (sparse or filled), three (numeric), or flattened to one",
    .recognise = recognise,
    .header_rows = 2,
    .count_header_rows = count_header_rows,
    .read_headings = trig_surveymonkey_read_headings,
    .look_at_records = trig_heading_find_options,
    .metadata = metadata,
    .separators = ";,",
    .unticked = TRIG_UNTICKED_SKIPPED,
    .has_serial_dates = true,
};
