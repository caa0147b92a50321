/* Alchemer, formerly SurveyGizmo: the CSV of all responses.
 *
 *     Response ID  Time Started  Date Submitted  Status    ...  Lathe:Which tools?  Mill:Which tools?
 *     1            ...           ...             Complete       Lathe
 *
 * One header row. The columns of the response stand in front; what stands under a
 * question (an option, the row of a grid) is written before it, with a colon. Of
 * several answers each is a column with the option's text or nothing in it.
 * "Other - Write In:Which tools?" may be there twice: whether it was chosen, and
 * what was written. All that is known from headings in public scripts; no public
 * export confirms the forms of dates, the words of Status (Complete, Partial,
 * Disqualified are the programming interface's) or headings with question ids.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/wording.h"

#include "surveys/base/text.h"

static const struct trig_metadata metadata[] = {
    {"Response ID", TRIG_USE_RECORD},
    {"Time Started", TRIG_USE_OWN},
    {"Date Submitted", TRIG_USE_SUBMITTED},
    {"Status", TRIG_USE_OWN},
    {"Contact ID", TRIG_USE_PERSONAL},
    {"Legacy Comments", TRIG_USE_PERSONAL},
    {"Comments", TRIG_USE_PERSONAL},
    {"Language", TRIG_USE_OWN},
    {"Referer", TRIG_USE_PERSONAL},
    {"Extended Referer", TRIG_USE_PERSONAL},
    {"SessionID", TRIG_USE_PERSONAL},
    {"User Agent", TRIG_USE_OWN},
    {"Extended User Agent", TRIG_USE_OWN},
    {"Tags", TRIG_USE_OWN},
    {"IP Address", TRIG_USE_PERSONAL},
    {"Longitude", TRIG_USE_PERSONAL},
    {"Latitude", TRIG_USE_PERSONAL},
    {"Country", TRIG_USE_PERSONAL},
    {"City", TRIG_USE_PERSONAL},
    {"State/Region", TRIG_USE_PERSONAL},
    {"Postal", TRIG_USE_PERSONAL},
    {NULL, TRIG_USE_ANSWERS},
};

/* Whoever is disqualified is led out of the survey before its end. */
static const struct trig_status_rule status_rules[] = {
    {"Status", "Partial", TRIG_REASON_PARTIAL},
    {"Status", "Disqualified", TRIG_REASON_PARTIAL},
    {NULL, NULL, TRIG_REASON_NONE},
};

/* ---- what stands before a colon --------------------------------------------------------- */

/* The bytes that [a] and [b] have in common at their end, from the first colon that
 * lies within; 0 when none does. The colon is the first of them. */
static size_t shared_question(struct trig_view a, struct trig_view b)
{
    size_t most = a.length < b.length ? a.length : b.length, same = 0, shared = 0;
    while (same < most && a.data[a.length - 1 - same] == b.data[b.length - 1 - same]) {
        same++;
        bool colon = a.data[a.length - same] == ':';
        if (colon && same > 1 && same < a.length && same < b.length)
            shared = same;
    }
    return shared;
}

/* The end of the run of headings about one question that begins with [first], and
 * in [*shared] what they have in common, the colon included. */
static size_t end_of_run(struct trig_views row, size_t first, size_t *shared)
{
    struct trig_view heading = trig_heading_cell(row, first);
    size_t end = first + 1;
    *shared = end < row.count ? shared_question(heading, trig_heading_cell(row, end)) : 0;
    while (*shared && end < row.count && shared_question(heading, trig_heading_cell(row, end)) >= *shared)
        end++;
    return end;
}

/* The platform's own columns stand in front: a question may be called "City" too. */
static size_t count_own(struct trig_views row)
{
    size_t own = 0;
    while (own < row.count && trig_heading_use(metadata, trig_heading_cell(row, own)) != TRIG_USE_ANSWERS)
        own++;
    return own;
}

static bool has(struct trig_views row, size_t count, const char *heading)
{
    for (size_t i = 0; i < count; i++)
        if (trig_heading_is(trig_heading_cell(row, i), heading))
            return true;
    return false;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    size_t shared, spread = 0;
    size_t own = count ? count_own(rows[0]) : 0;
    if (!own || !has(rows[0], own, "Response ID"))
        return 0;
    for (size_t i = own; i < rows[0].count;) {
        size_t end = end_of_run(rows[0], i, &shared);
        spread += shared ? end - i : 0;
        i = end;
    }
    bool started = has(rows[0], own, "Time Started") || has(rows[0], own, "SessionID");
    if (started && own >= 3) {
        trig_why_set(why, "%zu columns of its own in front, such as %s", own,
                     has(rows[0], own, "Time Started") ? "Time Started" : "SessionID");
        return 94;
    }
    if (spread < 3)
        return 0;
    trig_why_set(why, "Response ID, and %zu headings like `Option:Question`", spread);
    return 75;
}

/* ---- headings ------------------------------------------------------------------------------ */

static bool is_write_in(struct trig_view option)
{
    static const char words[] = "Other - Write In";
    return option.length >= sizeof words - 1 && memcmp(option.data, words, sizeof words - 1) == 0;
}

static enum trig_status add_option(struct trig_arena *arena, struct trig_view option,
                                   struct trig_view question, struct trig_heading *out,
                                   struct trig_error *error)
{
    struct trig_view both =
        trig_arena_printf(arena, "%.*s [%.*s]", TRIG_VIEW_ARG(question), TRIG_VIEW_ARG(option));
    if (!both.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = trig_heading_add(arena, &out->texts, both, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(arena, out, question, option, error);
    if (status == TRIG_OK && is_write_in(option))
        status = trig_heading_add_spread(arena, out, question, trig_view("Other"), error);
    return status == TRIG_OK ? trig_heading_add(arena, &out->ticked, option, error) : status;
}

/* A heading that shares nothing with its neighbours may still be an option of its
 * question: the colon that divides them is the first or the last. */
static enum trig_status add_alone(struct trig_arena *arena, struct trig_view heading,
                                  struct trig_heading *out, struct trig_error *error)
{
    const char *first = memchr(heading.data, ':', heading.length);
    size_t last = trig_wording_last(heading, ":");
    enum trig_status status = TRIG_OK;
    if (!last)
        return TRIG_OK;
    size_t at = (size_t)(first - heading.data);
    struct trig_view before = trig_view_of(heading.data, last - 1);
    struct trig_view after = trig_view_of(heading.data + last, heading.length - last);
    status = trig_heading_add_spread(arena, out, trig_text_trim(after), trig_text_trim(before), error);
    if (status == TRIG_OK && at + 1 < last) {
        before = trig_view_of(heading.data, at);
        after = trig_view_of(heading.data + at + 1, heading.length - at - 1);
        status = trig_heading_add_spread(arena, out, trig_text_trim(after), trig_text_trim(before), error);
    }
    if (status == TRIG_OK && is_write_in(before))
        status = trig_heading_add_spread(arena, out, trig_text_trim(after), trig_view("Other"), error);
    return status == TRIG_OK ? trig_heading_add(arena, &out->ticked, before, error) : status;
}

/* Takes the headings of one question apart. */
static enum trig_status read_run(struct trig_arena *arena, struct trig_views row, size_t first, size_t end,
                                 size_t shared, struct trig_heading *out, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = first; i < end && status == TRIG_OK; i++) {
        struct trig_view heading = trig_heading_cell(row, i), option, question;
        if (!shared) {
            status = add_alone(arena, heading, &out[i], error);
            continue;
        }
        size_t at = heading.length - shared;
        status = trig_wording_flatten(arena, trig_view_of(heading.data, at), &option, error);
        if (status == TRIG_OK)
            status = trig_wording_flatten(arena, trig_view_of(heading.data + at + 1, shared - 1), &question,
                                          error);
        if (status == TRIG_OK)
            status = add_option(arena, option, question, &out[i], error);
    }
    return status;
}

/* The row of a grid alone names a column where no other question has the same. */
static enum trig_status add_own_parts(struct trig_arena *arena, struct trig_heading *out, size_t columns,
                                      struct trig_error *error)
{
    struct trig_view *texts = trig_arena_calloc(arena, columns + 1, sizeof *texts);
    bool *own = trig_arena_calloc(arena, columns + 1, sizeof *own);
    if (!texts || !own)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < columns; i++)
        texts[i] = out[i].ticked.count ? out[i].ticked.items[0] : trig_view_of("", 0);
    enum trig_status status = trig_wording_find_unique(texts, own, columns, error);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++)
        if (own[i] && !is_write_in(texts[i]))
            status = trig_heading_add(arena, &out[i].texts, texts[i], error);
    return status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    struct trig_views row = rows[0];
    size_t own = count_own(row);
    enum trig_status status = TRIG_OK;
    (void)codebook;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        status = trig_heading_set_raw(arena, &out[i], rows, count, i, error);
        if (i < own)
            out[i].use = trig_heading_use(metadata, out[i].raw);
    }
    for (size_t first = own; first < row.count && status == TRIG_OK;) {
        size_t shared;
        size_t end = end_of_run(row, first, &shared);
        status = read_run(arena, row, first, end, shared, out, error);
        first = end;
    }
    return status == TRIG_OK ? add_own_parts(arena, out, columns, error) : status;
}

const struct trig_format trig_format_alchemer = {
    .name = "alchemer",
    .title = "Alchemer (SurveyGizmo)",
    .summary = "CSV of all responses, with headings like `Option:Question`",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .look_at_records = trig_heading_find_options,
    .metadata = metadata,
    .status_rules = status_rules,
    .separators = ";,",
    .unticked = TRIG_UNTICKED_SKIPPED,
    .has_serial_dates = true,
};
