/* Qualtrics: exports with three header rows, and with two.
 *
 *     current   StartDate                   Q2_1
 *               Start Date                  Which tools? - Selected Choice - Lathe
 *               {"ImportId":"startDate",..} {"ImportId":"QID2","choiceId":"1"}
 *     2016      the third row in Python's notation: {'ImportId': 'startDate'}
 *     legacy    V1           V2             V11                     or the questions' tags
 *               ResponseID   ResponseSet    Which tools?-Lathe      localised
 *
 * Answers are labels or recoded numbers; several answers are one column for each
 * choice (1, or its label, or nothing), or one cell with commas between them.
 * What a response is stands in its Status, as words or as a sum of flags, seen in
 * Qualtrics' own value labels for SPSS: 1 preview, 2 test, 4 imported, 8 spam, 16
 * offline, 32 employee, 256 synthetic. Imported and offline responses are real.
 */
#include "collect/formats/qualtrics.h"

#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/import_id.h"

#include "surveys/base/text.h"

#include <ctype.h>

/* The first rule that applies counts: what is no response stands before what is
 * not finished. The channel is never localised. */
static const struct trig_status_rule status_rules[] = {
    {"status", "Survey Preview", TRIG_REASON_PREVIEW},
    {"status", "1", TRIG_REASON_PREVIEW},
    {"status", "Survey Preview Spam", TRIG_REASON_PREVIEW},
    {"status", "Spam Survey Preview", TRIG_REASON_PREVIEW},
    {"status", "9", TRIG_REASON_PREVIEW},
    {"status", "Offline Survey Preview", TRIG_REASON_PREVIEW},
    {"status", "17", TRIG_REASON_PREVIEW},
    {"distributionChannel", "preview", TRIG_REASON_PREVIEW},
    {"status", "Survey Test", TRIG_REASON_TEST},
    {"status", "2", TRIG_REASON_TEST},
    {"status", "Synthetic", TRIG_REASON_TEST},
    {"status", "256", TRIG_REASON_TEST},
    {"distributionChannel", "test", TRIG_REASON_TEST},
    {"status", "Spam", TRIG_REASON_SPAM},
    {"status", "8", TRIG_REASON_SPAM},
    {"status", "Imported Spam", TRIG_REASON_SPAM},
    {"status", "12", TRIG_REASON_SPAM},
    {"status", "EX Spam", TRIG_REASON_SPAM},
    {"status", "40", TRIG_REASON_SPAM},
    {"finished", "False", TRIG_REASON_PARTIAL},
    {"finished", "0", TRIG_REASON_PARTIAL},
    {NULL, NULL, TRIG_REASON_NONE},
};

/* Seen and not answered, unless the scale has such a code. */
static const struct trig_token tokens[] = {
    {"-99", TRIG_SKIPPED, false},
    {NULL, TRIG_ANSWERED, false},
};

static size_t share(size_t part, size_t whole)
{
    return whole ? part * 100 / whole : 0;
}

static size_t count_ids(struct trig_views row)
{
    size_t count = 0;
    for (size_t i = 0; i < row.count; i++)
        count += trig_import_id_is(row.items[i]);
    return count;
}

static size_t count_filled(struct trig_views row)
{
    size_t count = 0;
    for (size_t i = 0; i < row.count; i++)
        count += trig_heading_cell(row, i).length > 0;
    return count;
}

static size_t count_own(struct trig_views row)
{
    size_t count = 0;
    const char *name;
    for (size_t i = 0; i < row.count; i++)
        count += trig_qualtrics_use(trig_heading_cell(row, i), &name) != TRIG_USE_ANSWERS;
    return count;
}

static bool has(struct trig_views row, const char *wanted)
{
    const char *name;
    for (size_t i = 0; i < row.count; i++) {
        trig_qualtrics_use(trig_heading_cell(row, i), &name);
        if (name && strcmp(name, wanted) == 0)
            return true;
    }
    return false;
}

/* Response ids begin with R_: a row that has something else in their column is
 * no response. Without that column, one that names two of Qualtrics' own columns
 * is none. */
static bool is_wordings(struct trig_views tags, struct trig_views row)
{
    const char *name;
    for (size_t i = 0; i < tags.count; i++) {
        struct trig_view cell = trig_heading_cell(row, i);
        trig_qualtrics_use(trig_heading_cell(tags, i), &name);
        if (name && strcmp(name, "_recordId") == 0)
            return cell.length && !(cell.length > 2 && memcmp(cell.data, "R_", 2) == 0);
    }
    return count_own(row) >= 2;
}

/* Whether the columns are V1, V2, ..: all of them, or the ten that Qualtrics puts
 * before questions that kept their tags. */
static bool is_numbered(struct trig_views row)
{
    size_t count = 0, first = 0;
    for (size_t i = 0; i < row.count; i++) {
        size_t number = trig_qualtrics_number(trig_heading_cell(row, i));
        count += number > 0;
        first += number == i + 1 && first == i;
    }
    return first >= 10 || (count_filled(row) > 10 && share(count, count_filled(row)) >= 90);
}

static void find_numbered_shape(const struct trig_views *rows, size_t count, struct trig_qualtrics_shape *out)
{
    out->numbered = true;
    if (count < 2)
        return;
    out->wordings = 1;
    out->own = count_own(rows[1]);
    /* In another language the names are not known, but ids look the same. */
    struct trig_view id = count > 2 ? trig_heading_cell(rows[2], 0) : trig_view_of("", 0);
    out->localised = out->own < 3 && trig_qualtrics_number(trig_heading_cell(rows[0], 0)) == 1;
    if (out->localised)
        out->own = id.length > 2 && memcmp(id.data, "R_", 2) == 0 ? 10 : 0;
}

bool trig_qualtrics_find_shape(const struct trig_views *rows, size_t count, struct trig_qualtrics_shape *out)
{
    *out = (struct trig_qualtrics_shape){.own = 0};
    if (!count)
        return false;
    size_t filled = count_filled(rows[0]);
    for (size_t row = 1; row < 3 && row < count && !out->ids; row++)
        if (share(count_ids(rows[row]), filled) >= 50)
            out->ids = row;
    if (out->ids) {
        out->wordings = out->ids - 1;
        out->own = count_own(rows[0]);
        return true;
    }
    if (is_numbered(rows[0])) {
        find_numbered_shape(rows, count, out);
        return out->own >= 3;
    }
    out->own = count_own(rows[0]);
    out->wordings = count > 1 && is_wordings(rows[0], rows[1]) ? 1 : 0;
    bool only_here = has(rows[0], "recordedDate") || has(rows[0], "duration") ||
                     has(rows[0], "responseSet") || has(rows[0], "distributionChannel");
    return out->own >= 4 && only_here && (has(rows[0], "startDate") || has(rows[0], "_recordId"));
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    struct trig_qualtrics_shape shape;
    if (!trig_qualtrics_find_shape(rows, count, &shape))
        return 0;
    if (shape.ids) {
        size_t ids = count_ids(rows[shape.ids]);
        trig_why_set(why, "%zu of %zu cells of row %zu are import ids", ids, count_filled(rows[0]),
                     shape.ids + 1);
        return 98;
    }
    if (shape.numbered && shape.localised)
        trig_why_set(why, "columns V1, V2, ... above a row of wordings, and response ids like R_...");
    else if (shape.numbered)
        trig_why_set(why, "columns V1, V2, ... above %zu of its own, such as ResponseID", shape.own);
    else
        trig_why_set(why, "%zu columns of its own, such as %s", shape.own,
                     has(rows[0], "recordedDate") ? "RecordedDate" : "ResponseID");
    return 94;
}

static size_t count_header_rows(const struct trig_views *rows, size_t count)
{
    struct trig_qualtrics_shape shape;
    if (!trig_qualtrics_find_shape(rows, count, &shape))
        return 3;
    return (shape.ids > shape.wordings ? shape.ids : shape.wordings) + 1;
}

const struct trig_format trig_format_qualtrics = {
    .name = "qualtrics",
    .title = "Qualtrics",
    .summary = "CSV or TSV with three header rows (JSON, or Python-style of 2016), or the legacy two",
    .recognise = recognise,
    .header_rows = 3,
    .count_header_rows = count_header_rows,
    .read_headings = trig_qualtrics_read_headings,
    .status_rules = status_rules,
    .tokens = tokens,
    .separators = ",",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
