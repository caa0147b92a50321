/* Files of SPSS and Stata, from a platform or from anywhere: variables have
 * names and labels, values have labels, and what is missing is declared.
 *
 *     Q3_2   "Which pets do you like? - Cats"    0 "Not selected"   1 "Cats"
 *
 * A question with several answers is a set of variables; ReadStat does not hand
 * over the sets that a file declares, so a variable may be an option when its
 * name and label look so: stem and number, base and part. Whether it is one, the
 * definition says: its base must be a question with several answers, its part
 * one of the answers.
 */
#include "collect/answers/answer.h"
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/jisc_key.h"

#include "surveys/base/text.h"

#include <ctype.h>

/* ---- parts of names and labels ------------------------------------------------------ */

/* `Q3_2`, `Q3.2`, `pets2`: the stem of the name, blank when it has none. */
static struct trig_view stem_of(struct trig_view name)
{
    size_t length = name.length;
    while (length && isdigit((unsigned char)name.data[length - 1]))
        length--;
    bool numbered = length && length < name.length;
    if (numbered && (name.data[length - 1] == '_' || name.data[length - 1] == '.'))
        return trig_view_of(name.data, length - 1);
    if (numbered)
        return trig_view_of(name.data, length);
    for (size_t i = name.length; i > 1; i--)
        if (name.data[i - 1] == '_')
            return trig_view_of(name.data, i - 1);
    return trig_view_of("", 0);
}

/* Where the last [mark] of [text] begins that has something on both sides. */
static size_t find_mark(struct trig_view text, struct trig_view mark)
{
    for (size_t i = text.length; i > mark.length; i--) {
        size_t start = i - mark.length - 1;
        if (start && memcmp(text.data + start, mark.data, mark.length) == 0)
            return start;
    }
    return SIZE_MAX;
}

/* Adds an option of a question that goes by the name's stem or by [base]. */
static enum trig_status add_option(struct trig_arena *arena, struct trig_heading *heading,
                                   struct trig_view base, struct trig_view part, struct trig_error *error)
{
    enum trig_status status = trig_heading_add_spread(arena, heading, stem_of(heading->raw), part, error);
    return status == TRIG_OK ? trig_heading_add_spread(arena, heading, base, part, error) : status;
}

/* The label of the value that says "chosen", the only one or that of 1, where it says what was:
 * "Selected" does not. */
static struct trig_view chosen_label(const struct trig_codebook_question *question)
{
    struct trig_view label = {"", 0};
    if (question->option_count == 1)
        label = question->options[0].label;
    for (size_t i = 0; i < question->option_count && question->option_count == 2; i++)
        if (trig_view_is(question->options[i].code, "1"))
            label = question->options[i].label;
    return trig_answer_is_ticked(trig_text_trim(label)) ? trig_view_of("", 0) : label;
}

static enum trig_status add_spreads(struct trig_arena *arena, struct trig_heading *heading,
                                    const struct trig_codebook_question *question, struct trig_error *error)
{
    static const char *const marks[] = {" - ", ": ", " [", "[", " (", "/", ":"};
    struct trig_view text = trig_text_trim(question->text);
    struct trig_view chosen = chosen_label(question);
    enum trig_status status = add_option(arena, heading, text, chosen, error);
    for (size_t i = 0; i < sizeof marks / sizeof *marks && status == TRIG_OK; i++) {
        struct trig_view mark = trig_view(marks[i]);
        char bracket = mark.data[mark.length - 1];
        bool closes = bracket == '[' || bracket == '(';
        if (closes && (!text.length || text.data[text.length - 1] != (bracket == '[' ? ']' : ')')))
            continue;
        size_t at = find_mark(text, mark);
        if (at == SIZE_MAX)
            continue;
        struct trig_view base = trig_view_of(text.data, at);
        struct trig_view part =
            trig_view_of(text.data + at + mark.length, text.length - at - mark.length - (closes ? 1 : 0));
        status = add_option(arena, heading, base, part, error);
        if (status == TRIG_OK)
            status = trig_heading_add_spread(arena, heading, base, chosen, error);
    }
    /* "Cats" alone may be the option's label, the question being in the name's stem. */
    return status == TRIG_OK ? trig_heading_add_spread(arena, heading, stem_of(heading->raw), text, error)
                             : status;
}

/* ---- headings ------------------------------------------------------------------------- */

static enum trig_status read_heading(struct trig_arena *arena, struct trig_heading *heading,
                                     const struct trig_codebook_question *question, struct trig_error *error)
{
    heading->options = question->options;
    heading->option_count = question->option_count;
    heading->has_unlabelled = true;
    heading->declared = question->declared;
    heading->declared_count = question->declared_count;
    enum trig_status status = trig_heading_add(arena, &heading->keys, heading->raw, error);
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->texts, question->text, error);
    return status == TRIG_OK ? add_spreads(arena, heading, question, error) : status;
}

static enum trig_status read_all(const struct trig_metadata *metadata, const struct trig_views *rows,
                                 size_t count, const struct trig_codebook *codebook, struct trig_arena *arena,
                                 struct trig_heading *out, size_t columns, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        status = trig_heading_set_raw(arena, &out[i], rows, count, i, error);
        out[i].use = trig_heading_use(metadata, out[i].raw);
        if (status == TRIG_OK && codebook && i < codebook->count)
            status = read_heading(arena, &out[i], &codebook->questions[i], error);
    }
    return status;
}

static size_t count_uses(const struct trig_metadata *metadata, struct trig_views names, enum trig_use use)
{
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++)
        count += trig_heading_use(metadata, trig_text_trim(names.items[i])) == use;
    return count;
}

/* ---- any file ---------------------------------------------------------------------------- */

/* Among text it is nobody's: [rows] of such a file are known by their source. */
static int recognise_any(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    (void)rows;
    if (!count)
        return 0;
    trig_why_set(why, "no sign of a survey platform in the names of the variables");
    return 10;
}

static enum trig_status read_any(const struct trig_views *rows, size_t count,
                                 const struct trig_codebook *codebook, struct trig_arena *arena,
                                 struct trig_heading *out, size_t columns, struct trig_error *error)
{
    return read_all(NULL, rows, count, codebook, arena, out, columns, error);
}

const struct trig_format trig_format_spss = {
    .name = "spss",
    .title = "SPSS and Stata files",
    .summary = ".sav, .zsav and .dta with labels and declared missing values",
    .recognise = recognise_any,
    .header_rows = 1,
    .read_headings = read_any,
    .separators = ";|,",
    .unticked = TRIG_UNTICKED_SKIPPED,
};

/* ---- Jisc Online Surveys --------------------------------------------------------------------- */

static const struct trig_metadata jisc_metadata[] = {
    {"URN", TRIG_USE_RECORD},
    {"StartDate", TRIG_USE_OWN},
    {"CompletionDate", TRIG_USE_SUBMITTED},
    {NULL, TRIG_USE_ANSWERS},
};

static int recognise_jisc(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    size_t questions = 0;
    for (size_t i = 0; count && i < rows[0].count; i++)
        questions += trig_jisc_is_question(trig_text_trim(rows[0].items[i]));
    if (!count || !questions || !count_uses(jisc_metadata, rows[0], TRIG_USE_RECORD))
        return 0;
    trig_why_set(why, "%zu of %zu variables are called like `Q14_1_a`, beside URN", questions, rows[0].count);
    return 90;
}

/* Jisc writes 0 for a question that nobody answered or an option that nobody
 * ticked, and declares it missing: nothing more than a blank says elsewhere. */
static enum trig_status read_jisc(const struct trig_views *rows, size_t count,
                                  const struct trig_codebook *codebook, struct trig_arena *arena,
                                  struct trig_heading *out, size_t columns, struct trig_error *error)
{
    enum trig_status status = read_all(jisc_metadata, rows, count, codebook, arena, out, columns, error);
    for (size_t i = 0; i < columns && status == TRIG_OK; i++) {
        if (!out[i].declared_count)
            continue;
        struct trig_declared *declared = trig_arena_calloc(arena, out[i].declared_count, sizeof *declared);
        if (!declared)
            return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
        for (size_t j = 0; j < out[i].declared_count; j++) {
            declared[j] = out[i].declared[j];
            if (declared[j].low == 0 && declared[j].high == 0)
                declared[j].answer = TRIG_SKIPPED;
        }
        out[i].declared = declared;
    }
    return status;
}

static const struct trig_format jisc = {
    .name = "jisc",
    .title = "Jisc Online Surveys, as an SPSS file",
    .summary = ".sav",
    .recognise = recognise_jisc,
    .header_rows = 1,
    .read_headings = read_jisc,
    .metadata = jisc_metadata,
    .separators = ",",
    .unticked = TRIG_UNTICKED_SKIPPED,
};

/* ---- Qualtrics ---------------------------------------------------------------------------------- */

static const struct trig_metadata qualtrics_metadata[] = {
    {"ResponseId", TRIG_USE_RECORD},
    {"ResponseID", TRIG_USE_RECORD},
    {"RecordedDate", TRIG_USE_SUBMITTED},
    {"StartDate", TRIG_USE_OWN},
    {"EndDate", TRIG_USE_OWN},
    {"Status", TRIG_USE_OWN},
    {"Progress", TRIG_USE_OWN},
    {"Duration__in_seconds_", TRIG_USE_OWN},
    {"Finished", TRIG_USE_OWN},
    {"DistributionChannel", TRIG_USE_OWN},
    {"UserLanguage", TRIG_USE_OWN},
    {"IPAddress", TRIG_USE_PERSONAL},
    {"RecipientLastName", TRIG_USE_PERSONAL},
    {"RecipientFirstName", TRIG_USE_PERSONAL},
    {"RecipientEmail", TRIG_USE_PERSONAL},
    {"ExternalReference", TRIG_USE_PERSONAL},
    {"ExternalDataReference", TRIG_USE_PERSONAL},
    {"LocationLatitude", TRIG_USE_PERSONAL},
    {"LocationLongitude", TRIG_USE_PERSONAL},
    {NULL, TRIG_USE_ANSWERS},
};

static const struct trig_status_rule qualtrics_rules[] = {
    {"Status", "1", TRIG_REASON_PREVIEW},   {"Status", "Survey Preview", TRIG_REASON_PREVIEW},
    {"Status", "2", TRIG_REASON_TEST},      {"Status", "Survey Test", TRIG_REASON_TEST},
    {"Finished", "0", TRIG_REASON_PARTIAL}, {"Finished", "False", TRIG_REASON_PARTIAL},
    {NULL, NULL, TRIG_REASON_NONE},
};

/* Seen and not answered. */
static const struct trig_token qualtrics_tokens[] = {{"-99", TRIG_SKIPPED, false},
                                                     {NULL, TRIG_ANSWERED, false}};

static int recognise_qualtrics(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (!count || !count_uses(qualtrics_metadata, rows[0], TRIG_USE_RECORD) ||
        count_uses(qualtrics_metadata, rows[0], TRIG_USE_OWN) < 3)
        return 0;
    trig_why_set(why, "variables of its own: ResponseId beside StartDate, Progress, Finished and the like");
    return 90;
}

static enum trig_status read_qualtrics(const struct trig_views *rows, size_t count,
                                       const struct trig_codebook *codebook, struct trig_arena *arena,
                                       struct trig_heading *out, size_t columns, struct trig_error *error)
{
    return read_all(qualtrics_metadata, rows, count, codebook, arena, out, columns, error);
}

static const struct trig_format qualtrics = {
    .name = "qualtrics",
    .title = "Qualtrics, as an SPSS file",
    .summary = ".sav",
    .recognise = recognise_qualtrics,
    .header_rows = 1,
    .read_headings = read_qualtrics,
    .metadata = qualtrics_metadata,
    .status_rules = qualtrics_rules,
    .tokens = qualtrics_tokens,
    .separators = ",",
    .unticked = TRIG_UNTICKED_SKIPPED,
};

const struct trig_format *const trig_formats_of_statistics[] = {&jisc, &qualtrics, &trig_format_spss, NULL};
