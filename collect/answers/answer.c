#include "collect/answers/answer.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/damage.h"

#include <ctype.h>
#include <math.h>
#include <strings.h>

enum trig_status trig_scale_reader_init(struct trig_scale_reader *reader, const struct trig_scale *scale,
                                        struct trig_error *error)
{
    *reader = (struct trig_scale_reader){.scale = scale};
    reader->spellings = trig_spellings_of_scale(scale, error);
    reader->numbers = trig_calloc(scale->count, sizeof *reader->numbers);
    reader->hashes = trig_calloc(scale->count, sizeof *reader->hashes);
    enum trig_status status = TRIG_ERR_MEMORY;
    if (reader->spellings && reader->numbers && reader->hashes)
        status = trig_spellings_find(reader->spellings, trig_view("other"), &reader->other, error);
    if (status == TRIG_OK)
        status = trig_spellings_find(reader->spellings, trig_view(TRIG_REST_ALIAS), &reader->rest, error);
    if (status != TRIG_OK) {
        trig_scale_reader_clear(reader);
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the scales");
    }
    if (reader->other == TRIG_AMBIGUOUS)
        reader->other = TRIG_NONE;
    if (reader->rest == TRIG_AMBIGUOUS)
        reader->rest = TRIG_NONE;
    for (size_t i = 0; i < scale->count; i++) {
        struct trig_view code = scale->codes[i].code;
        if (!trig_text_to_number(code, &reader->numbers[i]))
            reader->numbers[i] = NAN;
        reader->hashes[i] = trig_checksum(code.data, code.length, 0);
        reader->has_ranges |= trig_damage_is_range(code) || trig_damage_is_range(scale->codes[i].label);
    }
    return TRIG_OK;
}

void trig_scale_reader_clear(struct trig_scale_reader *reader)
{
    trig_spellings_destroy(reader->spellings);
    trig_free(reader->numbers);
    trig_free(reader->hashes);
    *reader = (struct trig_scale_reader){0};
}

/* ---- one answer ------------------------------------------------------------------ */

static void set_unreadable(struct trig_meaning *out, enum trig_reason reason)
{
    *out = (struct trig_meaning){.answer = TRIG_UNREADABLE, .reason = reason};
}

static void set_missing(struct trig_meaning *out, enum trig_answer answer)
{
    *out = (struct trig_meaning){.answer = answer, .reason = TRIG_REASON_NONE};
}

/* Why a text that nobody knows is unreadable: a date where the scale has ranges like
 * 4-10 was such a range before a spreadsheet read it. */
static enum trig_reason reason_of(const struct trig_answer_reader *reader, struct trig_view text)
{
    double time;
    bool is_date = reader->scale->has_ranges && trig_text_to_time(text, TRIG_DATE_DMY, &time);
    return is_date || trig_damage_is_seen(text) ? TRIG_REASON_EXCEL_DAMAGED : TRIG_REASON_UNKNOWN_ANSWER;
}

/* Deals with blank cells, the platform's tokens and its guard against formulas. A
 * token that the scale has as a code (-99 for "no answer") is that code.
 * @param out  what is missing; its answer is TRIG_ANSWERED when there is something to be
 *             read, and [*text] is then trimmed. */
static enum trig_status prepare(const struct trig_answer_reader *reader, struct trig_view *text,
                                struct trig_meaning *out, struct trig_error *error)
{
    enum trig_answer answer = TRIG_SKIPPED;
    enum trig_status status = TRIG_OK;
    *text = trig_text_trim(*text);
    if (text->length)
        status = trig_answer_find_token(reader, *text, &answer, error);
    set_missing(out, answer);
    if (answer == TRIG_ANSWERED && reader->format->has_formula_guard && text->length > 1 &&
        text->data[0] == '\'' && text->data[1] == '=')
        *text = trig_view_of(text->data + 1, text->length - 1);
    return status;
}

/* The code that is the same number as [text], TRIG_NONE when there is none. */
static size_t find_number(const struct trig_scale_reader *reader, struct trig_view text)
{
    double number;
    if (!trig_text_to_number(text, &number))
        return TRIG_NONE;
    for (size_t i = 0; i < reader->scale->count; i++)
        if (reader->numbers[i] == number)
            return i;
    return TRIG_NONE;
}

/* Takes `1 (Never)`, `1 - Never`, `(1) Never`, `1. Never` apart. */
static bool split_number(struct trig_view text, struct trig_view *number, struct trig_view *words)
{
    size_t start = text.length && text.data[0] == '(' ? 1 : 0, end = start;
    if (end < text.length && text.data[end] == '-')
        end++;
    while (end < text.length && isdigit((unsigned char)text.data[end]))
        end++;
    if (end == start || end == text.length || !strchr(" -:.)(=", text.data[end]))
        return false;
    *number = trig_view_of(text.data + start, end - start);
    while (end < text.length && strchr(" -:.)(=", text.data[end]))
        end++;
    size_t length = text.length;
    while (length > end && strchr(").", text.data[length - 1]))
        length--;
    *words = trig_text_trim(trig_view_of(text.data + end, length - end));
    return true;
}

static bool begins_with_number(struct trig_view label, struct trig_view number)
{
    label = trig_text_trim(label);
    return label.length >= number.length && memcmp(label.data, number.data, number.length) == 0 &&
           (label.length == number.length || !isalnum((unsigned char)label.data[number.length]));
}

/* A number with words after it (a second number makes it a range or a decimal,
 * which is no code). It is taken when the words are that code's own,
 * or when they are nobody's and the scale's label has the number in front too:
 * a scale whose label is only words says nothing about which end 1 is. */
static enum trig_status find_numbered(const struct trig_scale_reader *reader, struct trig_view text,
                                      size_t *index, struct trig_error *error)
{
    struct trig_view number, words;
    size_t meaning;
    *index = TRIG_NONE;
    double second;
    if (!split_number(text, &number, &words) || trig_text_to_number(words, &second))
        return TRIG_OK;
    size_t code = find_number(reader, number);
    if (code == TRIG_NONE)
        return TRIG_OK;
    enum trig_status status = trig_spellings_find(reader->spellings, words, &meaning, error);
    if (status != TRIG_OK)
        return status;
    bool own = meaning == code;
    bool numbered = meaning == TRIG_NONE && begins_with_number(reader->scale->codes[code].label, number);
    if (own || numbered)
        *index = code;
    return TRIG_OK;
}

bool trig_answer_translate(const struct trig_heading *heading, struct trig_view *text)
{
    double number, code;
    if (heading->is_labelled || !heading->option_count)
        return true;
    bool is_number = trig_text_to_number(*text, &number);
    for (size_t i = 0; i < heading->option_count; i++) {
        const struct trig_option_meaning *option = &heading->options[i];
        bool same = trig_view_equal(option->code, *text);
        if (same || (is_number && trig_text_to_number(option->code, &code) && code == number)) {
            *text = option->label;
            return true;
        }
    }
    return false;
}

static enum trig_status find_code(const struct trig_answer_reader *reader, struct trig_view text,
                                  size_t *index, struct trig_error *error)
{
    const struct trig_scale_reader *scale = reader->scale;
    enum trig_status status = trig_spellings_find(scale->spellings, text, index, error);
    if (status != TRIG_OK || *index != TRIG_NONE)
        return status;
    const char *other = reader->format->other_code;
    if (other && trig_view_is(text, other))
        *index = scale->other;
    if (*index == TRIG_NONE)
        *index = find_number(scale, text);
    if (*index == TRIG_NONE)
        status = find_numbered(scale, text, index, error);
    if (status == TRIG_OK && *index == TRIG_NONE && !trig_damage_is_seen(text))
        *index = scale->rest;
    return status;
}

/* Where a file labels only some values of a scale (its ends, as a rule), the
 * others are the scale's numbers, provided that the labelled ones say that the
 * file counts as the scale does. */
static enum trig_status counts_alike(const struct trig_answer_reader *reader, bool *alike,
                                     struct trig_error *error)
{
    const struct trig_heading *heading = reader->heading;
    size_t agreeing = 0;
    *alike = false;
    for (size_t i = 0; i < heading->option_count; i++) {
        size_t meant;
        size_t number = find_number(reader->scale, heading->options[i].code);
        enum trig_status status =
            trig_spellings_find(reader->scale->spellings, heading->options[i].label, &meant, error);
        if (status != TRIG_OK)
            return status;
        if (meant != TRIG_NONE && number != TRIG_NONE && meant != number)
            return TRIG_OK;
        agreeing += meant != TRIG_NONE && meant == number;
    }
    *alike = agreeing > 0;
    return TRIG_OK;
}

/* What [text] is in the words of the column's key, or as it is where the key
 * may be silent; [*known] gets whether one of them holds. */
static enum trig_status put_in_words(const struct trig_answer_reader *reader, struct trig_view *text,
                                     bool *known, struct trig_error *error)
{
    *known = trig_answer_translate(reader->heading, text);
    return *known || !reader->heading->has_unlabelled ? TRIG_OK : counts_alike(reader, known, error);
}

/* A value that the file declares missing and has no word for is one that the scale lists
 * as no answer, or none. An answer it is not, whatever the scale calls the number. */
static size_t find_missing_code(const struct trig_scale_reader *scale, struct trig_view text)
{
    size_t code = trig_scale_code(scale->scale, text);
    if (code == TRIG_NONE)
        code = find_number(scale, text);
    return code == TRIG_NONE || scale->scale->codes[code].kind == TRIG_SUBSTANTIVE ? TRIG_NONE : code;
}

enum trig_status trig_answer_read_code(void *context, struct trig_view text, struct trig_meaning *out,
                                       struct trig_error *error)
{
    const struct trig_answer_reader *reader = context;
    enum trig_answer declared = TRIG_ANSWERED;
    size_t index = TRIG_NONE;
    bool known;
    enum trig_status status = prepare(reader, &text, out, error);
    if (status != TRIG_OK || out->answer != TRIG_ANSWERED)
        return status;
    bool is_declared = trig_answer_is_declared(reader->heading, text, &declared);
    /* A scale may know what the file only knows as missing: "don't know", say. */
    if (!is_declared)
        status = put_in_words(reader, &text, &known, error);
    else
        known = reader->heading->option_count && trig_answer_translate(reader->heading, &text);
    if (status == TRIG_OK && known && is_declared)
        status = trig_spellings_find(reader->scale->spellings, text, &index, error);
    else if (status == TRIG_OK && known)
        status = find_code(reader, text, &index, error);
    else if (status == TRIG_OK && declared == TRIG_DECLARED_MISSING)
        index = find_missing_code(reader->scale, text);
    if (status != TRIG_OK)
        return status;
    if (index == TRIG_AMBIGUOUS)
        set_unreadable(out, TRIG_REASON_AMBIGUOUS_ANSWER);
    else if (index != TRIG_NONE)
        *out = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, index, reader->scale->hashes[index]};
    else if (is_declared)
        set_missing(out, declared);
    else
        set_unreadable(out, known ? reason_of(reader, text) : TRIG_REASON_UNKNOWN_ANSWER);
    return TRIG_OK;
}

/* ---- ticked or not ----------------------------------------------------------------- */

/* 1 for a word that says ticked, 0 for one that says not ticked, else -1. Platforms
 * say yes and no in the language of the survey. */
static int read_tick_word(struct trig_view text)
{
    static const char *const ticked[] = {"y",         "yes",       "true",   "x",  "checked", "selected",
                                         "ticked",    "mentioned", "chosen", "ja", "oui",     "si",
                                         "s\xC3\xAD", "sim",       "tak",    "ano"};
    static const char *const unticked[] = {
        "n",          "no",          "false",         "unchecked",  "not selected", "unselected",
        "not ticked", "not checked", "not mentioned", "not chosen", "nein",         "nee",
        "non",        "nej",         "nei",           "n\xC3\xA3o", "nie",          "ne"};
    double number;
    if (trig_text_to_number(text, &number))
        return number == 1 ? 1 : number == 0 ? 0 : -1;
    for (size_t i = 0; i < sizeof ticked / sizeof *ticked; i++)
        if (text.length == strlen(ticked[i]) && strncasecmp(text.data, ticked[i], text.length) == 0)
            return 1;
    for (size_t i = 0; i < sizeof unticked / sizeof *unticked; i++)
        if (text.length == strlen(unticked[i]) && strncasecmp(text.data, unticked[i], text.length) == 0)
            return 0;
    return -1;
}

bool trig_answer_is_ticked(struct trig_view text)
{
    return read_tick_word(text) == 1;
}

bool trig_answer_is_unticked(struct trig_view text)
{
    return read_tick_word(text) == 0;
}

/* Whether 0 and 1 are all that the column's key explains: then they are what
 * they are usually, whatever words it has for them. */
static bool has_plain_key(const struct trig_heading *heading)
{
    double number;
    for (size_t i = 0; i < heading->option_count; i++)
        if (!trig_text_to_number(heading->options[i].code, &number) || (number != 0 && number != 1))
            return false;
    return true;
}

/* Whether the export itself says that [text] ticks the option, which may be called "No". */
static bool is_own_tick(const struct trig_heading *heading, struct trig_view text)
{
    for (size_t i = 0; i < heading->ticked.count; i++)
        if (trig_view_equal(heading->ticked.items[i], text))
            return true;
    return false;
}

/* 1 when [text] says that the option was chosen, 0 when not, -1 when neither. */
static enum trig_status read_tick(const struct trig_answer_reader *reader, struct trig_view text, int *tick,
                                  struct trig_error *error)
{
    size_t index;
    *tick = is_own_tick(reader->heading, text) ? 1 : read_tick_word(text);
    if (*tick >= 0)
        return TRIG_OK;
    enum trig_status status = trig_spellings_find(reader->scale->spellings, text, &index, error);
    /* Whoever chose "other" may have written what. */
    bool is_other = index == TRIG_NONE && reader->option == reader->scale->other;
    if (status == TRIG_OK && (index == reader->option || (is_other && !trig_damage_is_error_value(text))))
        *tick = 1;
    return status;
}

enum trig_status trig_answer_read_tick(void *context, struct trig_view text, struct trig_meaning *out,
                                       struct trig_error *error)
{
    const struct trig_answer_reader *reader = context;
    enum trig_answer declared;
    int tick = -1;
    enum trig_status status = prepare(reader, &text, out, error);
    if (status != TRIG_OK || out->answer != TRIG_ANSWERED)
        return status;
    if (trig_answer_is_declared(reader->heading, text, &declared)) {
        set_missing(out, declared);
        return TRIG_OK;
    }
    struct trig_view words = text;
    bool labelled = reader->heading->option_count && trig_answer_translate(reader->heading, &words);
    if (labelled)
        status = read_tick(reader, words, &tick, error);
    if (status == TRIG_OK && tick < 0 && (!labelled || has_plain_key(reader->heading)))
        status = read_tick(reader, text, &tick, error);
    if (status != TRIG_OK)
        return status;
    if (tick < 0)
        set_unreadable(out, reason_of(reader, text));
    else
        *out = (struct trig_meaning){TRIG_ANSWERED, TRIG_REASON_NONE, (uint64_t)tick,
                                     tick ? reader->scale->hashes[reader->option] : 0};
    return TRIG_OK;
}
