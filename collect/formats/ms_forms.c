/* Microsoft Forms: a workbook with the responses, one sheet.
 *
 *     ID  Start time  Completion time  Email  Name  [Last modified time]  What is your role?  ..
 *
 * A Likert question is one column a statement, which the question may precede: "How far do
 * you agree?.My work is valued"; several answers to one question
 * stand in one cell, each with a semicolon behind it. A quiz adds Total points,
 * Quiz feedback, and for each question its Points and Feedback.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/wording.h"

#include "surveys/base/text.h"

#include <string.h>

static const struct trig_metadata metadata[] = {
    {"ID", TRIG_USE_RECORD},
    {"Start time", TRIG_USE_OWN},
    {"Completion time", TRIG_USE_SUBMITTED},
    {"Email", TRIG_USE_PERSONAL},
    {"Name", TRIG_USE_PERSONAL},
    {"Total points", TRIG_USE_OWN},
    {"Quiz feedback", TRIG_USE_OWN},
    {"Grade posted time", TRIG_USE_OWN},
    {"Last modified time", TRIG_USE_OWN},
    {NULL, TRIG_USE_ANSWERS},
};

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    static const char *const first[] = {"ID", "Start time", "Completion time"};
    if (!count)
        return 0;
    for (size_t i = 0; i < 3; i++)
        if (!trig_heading_is(trig_heading_cell(rows[0], i), first[i]))
            return 0;
    trig_why_set(why, "it begins with the columns ID, Start time, Completion time");
    return 95;
}

static bool begins_with(struct trig_view text, const char *start)
{
    return text.length > strlen(start) && memcmp(text.data, start, strlen(start)) == 0;
}

/* Where the statement begins in headings of one Likert question; 0: they are not. */
static size_t shared_question(const struct trig_heading *a, const struct trig_heading *b)
{
    bool asked = a->use == TRIG_USE_ANSWERS && b->use == TRIG_USE_ANSWERS;
    size_t stem = asked ? trig_wording_stem(a->raw, b->raw, ".") : 0;
    /* A full stop with a blank behind it ends a sentence: two questions may begin alike. */
    bool apart = stem && stem < a->raw.length && stem < b->raw.length && a->raw.data[stem] != ' ';
    return apart ? stem : 0;
}

static enum trig_status add_statement(struct trig_arena *arena, struct trig_heading *heading, size_t stem,
                                      struct trig_error *error)
{
    struct trig_view text = heading->raw;
    struct trig_view part = trig_view_of(text.data + stem, text.length - stem);
    return trig_heading_add_spread(arena, heading, trig_view_of(text.data, stem - 1), part, error);
}

static enum trig_status add_statements(struct trig_arena *arena, struct trig_heading *headings, size_t count,
                                       struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        size_t before = i ? shared_question(&headings[i], &headings[i - 1]) : 0;
        size_t after = i + 1 < count ? shared_question(&headings[i], &headings[i + 1]) : 0;
        size_t stem = before > after ? before : after;
        if (stem)
            status = add_statement(arena, &headings[i], stem, error);
    }
    return status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        status = trig_heading_set_raw(arena, &out[i], rows, count, i, error);
        out[i].use = trig_heading_use(metadata, out[i].raw);
        if (begins_with(out[i].raw, "Points - ") || begins_with(out[i].raw, "Feedback - "))
            out[i].use = TRIG_USE_OWN;
    }
    return status == TRIG_OK ? add_statements(arena, out, columns, error) : status;
}

const struct trig_format trig_format_ms_forms = {
    .name = "ms_forms",
    .title = "Microsoft Forms",
    .summary = "the workbook (.xlsx) that Forms makes of its responses",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .metadata = metadata,
    .separators = ";",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
