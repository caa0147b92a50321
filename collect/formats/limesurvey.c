/* LimeSurvey: answers exported as CSV.
 *
 *     code         likert1[perfCheck4]
 *     code + text  likert1[perfCheck4]. How often ... [Do you receive enough information?]
 *     full text    How often ... [Do you receive enough information?]
 *
 * Beside the questions stand the columns of the response itself: id,
 * submitdate (blank while the response is incomplete), lastpage and so on.
 */
#include "collect/formats/formats.h"
#include "collect/heading.h"

#include "surveys/text.h"

#include <ctype.h>

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
    {"{question_not_shown}", TRIG_NOT_SHOWN},
    {NULL, TRIG_ANSWERED},
};

/* A heading taken apart; parts that are not there are blank. */
struct parts {
    struct trig_view code;     /* "likert1[perfCheck4]" */
    struct trig_view question; /* "likert1" */
    struct trig_view sub;      /* "perfCheck4" */
    struct trig_view text;     /* "How often ..." */
    struct trig_view sub_text; /* "Do you receive enough information?" */
};

static struct trig_view from_to(struct trig_view text, size_t from, size_t to)
{
    return trig_text_trim(trig_view_of(text.data + from, to - from));
}

/* The length of a question code with its bracketed parts at the start of
 * [text]; 0 when there is none. Question codes begin with a letter. */
static size_t code_length(struct trig_view text, size_t *question)
{
    size_t i = 0;
    if (!text.length || !isalpha((unsigned char)text.data[0]))
        return 0;
    while (i < text.length && (isalnum((unsigned char)text.data[i]) || text.data[i] == '_'))
        i++;
    *question = i;
    while (i < text.length && text.data[i] == '[') {
        const char *end = memchr(text.data + i, ']', text.length - i);
        if (!end || end == text.data + i + 1)
            return 0;
        i = (size_t)(end - text.data) + 1;
    }
    return i;
}

/* Where the bracket that the last character closes was opened; SIZE_MAX: nowhere. */
static size_t last_bracket(struct trig_view text)
{
    size_t depth = 0;
    for (size_t i = text.length; i > 0; i--) {
        if (text.data[i - 1] == ']')
            depth++;
        else if (text.data[i - 1] == '[' && --depth == 0)
            return i - 1;
        if (depth == 0)
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

static void split_wording(struct trig_view text, struct parts *out)
{
    text = trig_text_trim(text);
    out->text = text;
    size_t open = last_bracket(text);
    if (open == SIZE_MAX)
        return;
    out->text = from_to(text, 0, open);
    out->sub_text = from_to(text, open + 1, text.length - 1);
}

/* Takes [heading] apart. @return whether it has a code in front. */
static bool take_apart(struct trig_view heading, struct parts *out)
{
    *out = (struct parts){0};
    size_t question = 0;
    size_t length = code_length(heading, &question);
    bool alone = length && length == heading.length;
    bool worded = length && length + 1 < heading.length && heading.data[length] == '.' &&
                  isspace((unsigned char)heading.data[length + 1]);
    if (!alone && !worded) {
        split_wording(heading, out);
        return false;
    }
    out->code = trig_view_of(heading.data, length);
    out->question = trig_view_of(heading.data, question);
    /* One pair of brackets is a subquestion or option; two are a cell of a
     * two-scale array, which is a variable of its own. */
    if (length > question && !memchr(heading.data + question + 1, '[', length - question - 1))
        out->sub = from_to(heading, question + 1, length - 1);
    if (worded && length > question)
        split_wording(from_to(heading, length + 1, heading.length), out);
    else if (worded)
        out->text = from_to(heading, length + 1, heading.length);
    return true;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    size_t coded = 0, own = 0, named = 0;
    for (size_t i = 0; count && i < rows[0].count; i++) {
        struct trig_view cell = trig_heading_cell(rows[0], i);
        struct parts parts;
        named += cell.length > 0;
        if (trig_heading_use(metadata, cell) != TRIG_USE_ANSWERS)
            own++;
        else if (take_apart(cell, &parts) && (parts.text.length || parts.sub_text.length))
            coded++;
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
    if (submitted + page + language < 2)
        return 0;
    trig_why_set(why, "columns of its own: %s%s%s", submitted ? "submitdate " : "", page ? "lastpage " : "",
                 language ? "startlanguage" : "");
    return 85;
}

static enum trig_status add_spreads(struct trig_arena *arena, struct trig_heading *heading,
                                    const struct parts *parts, struct trig_error *error)
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
                                      const struct parts *parts, struct trig_error *error)
{
    struct trig_view flat =
        trig_arena_printf(arena, "%.*s_%.*s", TRIG_VIEW_ARG(parts->question), TRIG_VIEW_ARG(parts->sub));
    if (!flat.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = trig_heading_add(arena, &heading->keys, flat, error);
    return status == TRIG_OK ? trig_heading_add(arena, &heading->keys, parts->sub, error) : status;
}

static enum trig_status read_heading(struct trig_arena *arena, struct trig_heading *heading,
                                     struct trig_error *error)
{
    struct parts parts;
    enum trig_status status = TRIG_OK;
    heading->use = trig_heading_use(metadata, heading->raw);
    if (take_apart(heading->raw, &parts)) {
        if (heading->use == TRIG_USE_ANSWERS)
            heading->use = trig_heading_use(metadata, parts.code);
        status = trig_heading_add(arena, &heading->keys, parts.code, error);
        if (status == TRIG_OK && parts.sub.length)
            status = add_part_keys(arena, heading, &parts, error);
    }
    if (status == TRIG_OK && !parts.sub_text.length)
        status = trig_heading_add(arena, &heading->texts, parts.text, error);
    if (status == TRIG_OK && parts.text.length && parts.sub_text.length) {
        struct trig_view both =
            trig_arena_printf(arena, "%.*s [%.*s]", TRIG_VIEW_ARG(parts.text), TRIG_VIEW_ARG(parts.sub_text));
        status = trig_heading_add(arena, &heading->texts, both, error);
    }
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->texts, parts.sub_text, error);
    return status == TRIG_OK ? add_spreads(arena, heading, &parts, error) : status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    (void)codebook;
    enum trig_status status = TRIG_OK;
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        if (status == TRIG_OK)
            status = read_heading(arena, &out[column], error);
    }
    return status;
}

const struct trig_format trig_format_limesurvey = {
    .name = "limesurvey",
    .title = "LimeSurvey",
    .summary = "CSV with headings as code, code and text, or full text",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .metadata = metadata,
    .status_rules = status_rules,
    .tokens = tokens,
    .separators = ";|",
    .unticked = TRIG_UNTICKED_ANSWERED,
    .other_code = "-oth-",
    .has_formula_guard = true,
};
