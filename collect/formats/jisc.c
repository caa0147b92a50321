/* Jisc Online Surveys: answers exported as text, or coded with a key file.
 *
 *     text    "2. Favourite tool","14.1.a. Use a lathe"      answers are labels
 *     coded   "URN","Q2","Q3_1","Q3_2","Q14_1_a"             answers are numbers
 *     key     "Q2","Tool"        a question
 *             "1","Lathe"        and what its codes mean
 *
 * The codes of an export may start at 0 or run backwards, at the whim of
 * whoever exported it, so coded answers are read only with their key. In a
 * coded export a question with several answers is one 0/1 column for each
 * option; so is, in one of its forms, each item of a ranking.
 */
#include "collect/formats/formats.h"
#include "collect/formats/heading.h"
#include "collect/formats/jisc_key.h"

#include "surveys/base/text.h"

#include <ctype.h>

static const struct trig_metadata metadata[] = {
    {"URN", TRIG_USE_RECORD},    {"Unique Response Number", TRIG_USE_RECORD},
    {"StartDate", TRIG_USE_OWN}, {"CompletionDate", TRIG_USE_SUBMITTED},
    {NULL, TRIG_USE_ANSWERS},
};

/* The length of a question number like `14.1.a.` at the start of [text], 0 when
 * there is none. */
static size_t number_length(struct trig_view text)
{
    size_t i = 0;
    while (i < text.length && isdigit((unsigned char)text.data[i]))
        i++;
    if (i == 0 || i > 4)
        return 0;
    while (i < text.length && text.data[i] == '.') {
        size_t start = ++i;
        while (i < text.length &&
               (isdigit((unsigned char)text.data[i]) || islower((unsigned char)text.data[i])))
            i++;
        if (i == start)
            return i == text.length || text.data[i] == ' ' || (unsigned char)text.data[i] >= 0x80 ? i : 0;
        if (i - start > 5)
            return 0;
    }
    return 0;
}

/* "14.1.a." as the coded export writes it: "Q14_1_a". */
static struct trig_view key_of_number(struct trig_arena *arena, struct trig_view number)
{
    struct trig_view key = trig_arena_printf(arena, "Q%.*s", (int)number.length - 1, number.data);
    if (key.data)
        for (char *letter = (char *)key.data; *letter; letter++)
            if (*letter == '.')
                *letter = '_';
    return key;
}

struct census {
    size_t named;
    size_t numbered; /* headings of a text export */
    size_t repeated; /* of them with the number of the heading before: options of a question elsewhere */
    size_t parted;   /* of them with a part, like 14.1.a. */
    size_t coded;    /* headings of a coded export */
    size_t nested;   /* of them with a part, like Q14_1_a */
    size_t own;
    bool has_urn;
};

static struct census count_headings(struct trig_views row)
{
    struct census census = {0};
    struct trig_view before = {NULL, 0};
    for (size_t i = 0; i < row.count; i++) {
        struct trig_view cell = trig_heading_cell(row, i);
        bool coded = trig_jisc_is_question(cell);
        census.named += cell.length > 0;
        census.own += trig_heading_use(metadata, cell) != TRIG_USE_ANSWERS;
        struct trig_view number = trig_view_of(cell.data, number_length(cell));
        census.numbered += number.length > 0;
        census.repeated += number.length && trig_view_equal(number, before);
        before = number;
        census.parted += number.length > 2 && memchr(cell.data, '.', number.length - 1);
        census.coded += coded;
        census.nested += coded && memchr(cell.data, '_', cell.length);
        census.has_urn |= trig_heading_use(metadata, cell) == TRIG_USE_RECORD;
    }
    return census;
}

static bool is_coded(const struct census *census)
{
    return census->coded > census->numbered;
}

static int recognise(const struct trig_views *rows, size_t count, struct trig_why *why)
{
    if (!count)
        return 0;
    struct census census = count_headings(rows[0]);
    size_t questions = is_coded(&census) ? census.coded : census.numbered;
    bool nearly_all = (questions + census.own) * 10 >= census.named * 9;
    /* Section headings and the like may stand between; sub-questions are Jisc's own. */
    bool most = !is_coded(&census) && census.parted > 1 && (questions + census.own) * 3 >= census.named * 2;
    if (!questions || (!nearly_all && !most))
        return 0;
    if (!is_coded(&census)) {
        if (census.repeated * 10 > census.numbered)
            return 0;
        trig_why_set(why, "%zu of %zu headings are numbered like `14.1.a. text`", questions, census.named);
        return nearly_all ? 90 : 70;
    }
    trig_why_set(why, "%zu of %zu headings are like `Q14_1_a`%s", questions, census.named,
                 census.has_urn ? ", beside URN" : "");
    /* Many a table calls its columns Q1, Q2, Q3. */
    return census.has_urn ? 90 : census.nested ? 60 : 5;
}

static enum trig_status read_text_heading(struct trig_arena *arena, struct trig_heading *heading,
                                          struct trig_error *error)
{
    size_t length = number_length(heading->raw);
    if (!length)
        return TRIG_OK;
    struct trig_view number = trig_view_of(heading->raw.data, length);
    struct trig_view key = key_of_number(arena, number);
    if (!key.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    enum trig_status status = trig_heading_add(arena, &heading->keys, key, error);
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->keys, number, error);
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->keys, trig_view_of(number.data, length - 1), error);
    if (status == TRIG_OK)
        status = trig_heading_add(arena, &heading->texts,
                                  trig_view_of(number.data + length, heading->raw.length - length), error);
    return status;
}

/* A column of a coded export is a question of the key, or, with its last part
 * taken off, one option of a question of the key. */
static enum trig_status read_coded_heading(struct trig_arena *arena, const struct trig_codebook *key,
                                           struct trig_heading *heading, struct trig_error *error)
{
    const struct trig_codebook_question *question = trig_jisc_question(key, heading->raw);
    if (question) {
        heading->options = question->options;
        heading->option_count = question->option_count;
        enum trig_status status = trig_heading_add(arena, &heading->keys, heading->raw, error);
        return status == TRIG_OK ? trig_heading_add(arena, &heading->texts, question->text, error) : status;
    }
    const struct trig_option_meaning *option = trig_jisc_option(key, heading->raw, &question);
    if (!option)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "the key file does not explain column %.*s: it belongs to another export, or "
                              "both were made with different settings; export both again together",
                              TRIG_VIEW_ARG(heading->raw));
    heading->is_option = true;
    enum trig_status status = trig_heading_add(arena, &heading->keys, heading->raw, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(arena, heading, question->code, option->label, error);
    if (status == TRIG_OK)
        status = trig_heading_add_spread(arena, heading, question->text, option->label, error);
    return status;
}

static enum trig_status read_headings(const struct trig_views *rows, size_t count,
                                      const struct trig_codebook *codebook, struct trig_arena *arena,
                                      struct trig_heading *out, size_t columns, struct trig_error *error)
{
    struct census census = count_headings(rows[0]);
    bool coded = is_coded(&census);
    if (coded && !codebook)
        return trig_error_set(
            error, TRIG_ERR_REFUSED,
            "coded answers without their key cannot be read: whether 1 is the best or the "
            "worst answer is not in this file; download the key of the same export and name "
            "it with --codes FILE, or export answers as text (if this is no Jisc export, "
            "say --platform plain_csv)");
    enum trig_status status = coded ? trig_jisc_check_options(codebook, rows[0], error) : TRIG_OK;
    for (size_t column = 0; column < columns && status == TRIG_OK; column++) {
        status = trig_heading_set_raw(arena, &out[column], rows, count, column, error);
        out[column].use = trig_heading_use(metadata, out[column].raw);
        if (status != TRIG_OK || out[column].use != TRIG_USE_ANSWERS)
            continue;
        if (!coded)
            status = read_text_heading(arena, &out[column], error);
        else if (trig_jisc_is_question(out[column].raw))
            status = read_coded_heading(arena, codebook, &out[column], error);
    }
    return status;
}

const struct trig_format trig_format_jisc = {
    .name = "jisc",
    .title = "Jisc Online Surveys",
    .summary = "CSV or TSV, answers as text, or coded with the key file (--codes)",
    .recognise = recognise,
    .header_rows = 1,
    .read_headings = read_headings,
    .read_codebook = trig_jisc_read_key,
    .metadata = metadata,
    .separators = ",",
    .unticked = TRIG_UNTICKED_SKIPPED,
};
