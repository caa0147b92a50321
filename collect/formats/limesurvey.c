/* LimeSurvey: answers exported as CSV, or to be imported again (VV).
 *
 *     code         likert1[perfCheck4]
 *     code + text  likert1[perfCheck4]. How often ... [Do you receive enough information?]
 *     full text    How often ... [Do you receive enough information?]
 *     abbreviated  How often .. [Do you rece..]
 *     VV           two rows: the wording; the code, likert1_perfCheck4
 *
 * Only a VV export tells a question that was not shown from one that was skipped.
 * Beside the questions stand the columns of the response itself: id,
 * submitdate (blank while the response is incomplete), lastpage and so on.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/limesurvey_parts.h"

static const struct trig_metadata metadata[] = {
    {"id", TRIG_USE_RECORD},
    {"Response ID", TRIG_USE_RECORD},
    {"submitdate", TRIG_USE_SUBMITTED},
    {"Date submitted", TRIG_USE_SUBMITTED},
    {"lastpage", TRIG_USE_OWN},
    {"Last page", TRIG_USE_OWN},
    {"startlanguage", TRIG_USE_OWN},
    {"Start language", TRIG_USE_OWN},
    {"seed", TRIG_USE_OWN},
    {"startdate", TRIG_USE_OWN},
    {"Date started", TRIG_USE_OWN},
    {"datestamp", TRIG_USE_OWN},
    {"Date last action", TRIG_USE_OWN},
    {"interviewtime", TRIG_USE_OWN},
    {"Total time", TRIG_USE_OWN},
    {"ipaddr", TRIG_USE_PERSONAL},
    {"IP address", TRIG_USE_PERSONAL},
    {"refurl", TRIG_USE_PERSONAL},
    {"Referrer URL", TRIG_USE_PERSONAL},
    {"token", TRIG_USE_PERSONAL},
    {"Access code", TRIG_USE_PERSONAL},
    {"firstname", TRIG_USE_PERSONAL},
    {"First name", TRIG_USE_PERSONAL},
    {"lastname", TRIG_USE_PERSONAL},
    {"Last name", TRIG_USE_PERSONAL},
    {"email", TRIG_USE_PERSONAL},
    {"Email address", TRIG_USE_PERSONAL},
    {NULL, TRIG_USE_ANSWERS},
};

static const struct trig_status_rule status_rules[] = {
    {"submitdate", NULL, TRIG_REASON_PARTIAL},
    {"Date submitted", NULL, TRIG_REASON_PARTIAL},
    {NULL, NULL, TRIG_REASON_NONE},
};

static const struct trig_token tokens[] = {
    {"{question_not_shown}", TRIG_NOT_SHOWN, false},
    {NULL, TRIG_ANSWERED, false},
};

static const struct trig_escape escapes[] = {
    {"{lbrace}", '{'}, {"{rbrace}", '}'}, {"{newline}", '\n'}, {"{cr}", '\r'},
    {"{tab}", '\t'},   {"{quote}", '"'},  {NULL, 0},
};

/* How many of LimeSurvey's own columns the row names by their codes. */
static size_t count_codes(struct trig_views row)
{
    static const char *const codes[] = {"id",        "submitdate", "lastpage", "startlanguage", "completed",
                                        "startdate", "datestamp",  "token",    "interviewtime", "seed",
                                        "ipaddr",    "refurl"};
    size_t count = 0;
    for (size_t i = 0; i < row.count; i++)
        for (size_t j = 0; j < sizeof codes / sizeof *codes; j++)
            count += trig_view_is(trig_heading_cell(row, i), codes[j]);
    return count;
}

/* The second row of a VV export holds codes, its first one their wordings. */
static bool is_vv(const struct trig_views *rows, size_t count)
{
    return count > 1 && count_codes(rows[1]) >= 2;
}

static size_t count_header_rows(const struct trig_views *rows, size_t count)
{
    return is_vv(rows, count) ? 2 : 1;
}

static const struct trig_escape *find_escapes(const struct trig_views *rows, size_t count)
{
    return is_vv(rows, count) ? escapes : NULL;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (is_vv(rows, count)) {
        trig_why_set(why, "%zu of its own codes in the second row, as in a VV export", count_codes(rows[1]));
        return 95;
    }
    size_t coded = 0, own = 0, named = 0, bracketed = 0;
    for (size_t i = 0; count && i < rows[0].count; i++) {
        struct trig_view cell = trig_heading_cell(rows[0], i);
        struct trig_limesurvey_parts parts;
        named += cell.length > 0;
        if (trig_heading_use(metadata, cell) != TRIG_USE_ANSWERS)
            own++;
        else if (trig_limesurvey_take_apart(cell, &parts) && (parts.text.length || parts.sub_text.length))
            coded++;
        else
            bracketed += parts.sub.length > 0 && parts.code.length == cell.length;
    }
    if (!named)
        return 0;
    if (coded && (coded + own) * 10 >= named * 9) {
        trig_why_set(why, "%zu of %zu headings are like `code[part]. text [part]`", coded, named);
        return 90;
    }
    bool submitted = false, page = false, language = false;
    for (size_t i = 0; i < rows[0].count; i++) {
        struct trig_view cell = trig_heading_cell(rows[0], i);
        submitted |= trig_heading_is(cell, "submitdate") || trig_heading_is(cell, "Date submitted");
        page |= trig_heading_is(cell, "lastpage") || trig_heading_is(cell, "Last page");
        language |= trig_heading_is(cell, "startlanguage") || trig_heading_is(cell, "Start language");
    }
    if (submitted + page + language < 2) {
        trig_why_set(why, "submitdate, and %zu headings like `code[part]`", bracketed);
        return submitted && bracketed ? 80 : 0;
    }
    trig_why_set(why, "columns of its own: %s%s%s", submitted ? "submitdate " : "", page ? "lastpage " : "",
                 language ? "startlanguage" : "");
    return 85;
}

static enum trig_status add_spreads(struct trig_arena *arena, struct trig_heading *heading,
                                    const struct trig_limesurvey_parts *parts, struct trig_error *error)
{
    const struct trig_view bases[] = {parts->question, parts->text};
    const struct trig_view options[] = {parts->sub, parts->sub_text};
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < 4 && status == TRIG_OK; i++)
        status = trig_heading_add_spread(arena, heading, bases[i / 2], options[i % 2], error);
    return status;
}

/* Q[vis_1] is also written Q_vis_1, and often vis_1 alone names the item. */
static enum trig_status add_part_keys(struct trig_arena *arena, struct trig_heading *heading,
                                      const struct trig_limesurvey_parts *parts, struct trig_error *error)
{
    struct trig_view flat =
        trig_arena_printf(arena, "%.*s_%.*s", TRIG_VIEW_ARG(parts->question), TRIG_VIEW_ARG(parts->sub));
    if (!flat.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = trig_heading_add(arena, &heading->keys, flat, error);
    return status == TRIG_OK ? trig_heading_add(arena, &heading->keys, parts->sub, error) : status;
}

static enum trig_status add_texts(struct trig_arena *arena, struct trig_heading *heading,
                                  const struct trig_limesurvey_parts *parts, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (!parts->sub_text.length)
        status = trig_heading_add(arena, &heading->texts, parts->text, error);
    if (parts->text.length && parts->sub_text.length) {
        struct trig_view both = trig_arena_printf(arena, "%.*s [%.*s]", TRIG_VIEW_ARG(parts->text),
                                                  TRIG_VIEW_ARG(parts->sub_text));
        if (!both.data)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
        status = trig_heading_add(arena, &heading->texts, both, error);
    }
    return status == TRIG_OK ? trig_heading_add(arena, &heading->texts, parts->sub_text, error) : status;
}

static enum trig_status read_parts(struct trig_arena *arena, struct trig_heading *heading,
                                   const struct trig_limesurvey_parts *parts, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    if (heading->use == TRIG_USE_ANSWERS)
        heading->use = trig_heading_use(metadata, parts->code);
    status = trig_heading_add(arena, &heading->keys, parts->code, error);
    if (status == TRIG_OK && parts->sub.length)
        status = add_part_keys(arena, heading, parts, error);
    if (status == TRIG_OK)
        status = add_texts(arena, heading, parts, error);
    return status == TRIG_OK ? add_spreads(arena, heading, parts, error) : status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    enum trig_status status = TRIG_OK;
    bool vv = is_vv(rows, count);
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        struct trig_limesurvey_parts parts;
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        out[column].use = trig_heading_use(metadata, out[column].raw);
        if (vv)
            trig_limesurvey_take_apart_vv(trig_heading_cell(rows[1], column),
                                          trig_heading_cell(rows[0], column), &parts);
        else
            trig_limesurvey_take_apart(out[column].raw, &parts);
        if (status == TRIG_OK)
            status = read_parts(arena, &out[column], &parts, error);
    }
    return status;
}

const struct trig_format trig_format_limesurvey = {
    .name = "limesurvey",
    .title = "LimeSurvey",
    .summary = "CSV with headings as code, text (full or abbreviated) or both; VV",
    .recognise = recognise,
    .header_rows = 1,
    .count_header_rows = count_header_rows,
    .find_escapes = find_escapes,
    .read_headings = read_headings,
    .metadata = metadata,
    .status_rules = status_rules,
    .tokens = tokens,
    .separators = ";|",
    .unticked = TRIG_UNTICKED_ANSWERED,
    .other_code = "-oth-",
    .has_formula_guard = true,
};
