#include "collect/formats/jisc_key.h"

#include "surveys/base/text.h"

#include "collect/bytes/codes_file.h"

#include <ctype.h>

bool trig_jisc_is_question(struct trig_view heading)
{
    size_t i = 1;
    if (heading.length < 2 || heading.data[0] != 'Q')
        return false;
    while (i < heading.length && isdigit((unsigned char)heading.data[i]))
        i++;
    if (i == 1)
        return false;
    while (i < heading.length && heading.data[i] == '_') {
        size_t start = ++i;
        while (i < heading.length &&
               (isdigit((unsigned char)heading.data[i]) || islower((unsigned char)heading.data[i])))
            i++;
        if (i == start)
            return false;
    }
    return i == heading.length;
}

/* The key being read: questions and options grow apart, since the options of
 * one question have to stand together. */
struct reading {
    struct trig_arena *arena;
    struct trig_codebook_question *questions;
    size_t question_count, question_capacity;
    struct trig_option_meaning *options;
    size_t option_count, option_capacity;
    size_t *first_option; /* of each question */
    size_t first_capacity;
};

static struct trig_view field(const struct trig_csv_record *record, size_t index)
{
    return index < record->count ? trig_text_trim(record->fields[index].text) : trig_view_of("", 0);
}

static enum trig_status add_question(struct reading *reading, struct trig_view code, struct trig_view text,
                                     struct trig_error *error)
{
    size_t count = reading->question_count;
    enum trig_status status = trig_grow((void **)&reading->questions, &reading->question_capacity, count + 1,
                                        sizeof *reading->questions, error);
    if (status == TRIG_OK)
        status = trig_grow((void **)&reading->first_option, &reading->first_capacity, count + 1,
                           sizeof *reading->first_option, error);
    if (status != TRIG_OK)
        return status;
    reading->questions[count] = (struct trig_codebook_question){.code = code, .text = text};
    reading->first_option[count] = reading->option_count;
    reading->question_count++;
    return TRIG_OK;
}

static enum trig_status add_option(struct reading *reading, struct trig_view code, struct trig_view label,
                                   struct trig_error *error)
{
    enum trig_status status = trig_grow((void **)&reading->options, &reading->option_capacity,
                                        reading->option_count + 1, sizeof *reading->options, error);
    if (status == TRIG_OK)
        reading->options[reading->option_count++] = (struct trig_option_meaning){code, label};
    return status;
}

static enum trig_status take_record(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct reading *reading = context;
    struct trig_view first = field(record, 0), second = field(record, 1);
    if (record->count != 2)
        return trig_error_set(error, TRIG_ERR_FORMAT, "not a key file: it has %zu columns, a key has two",
                              record->count);
    first = trig_arena_copy(reading->arena, first);
    second = trig_arena_copy(reading->arena, second);
    if (!first.data || !second.data)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the key");
    /* The response's own columns (URN, dates) have letters and no codes. */
    if (trig_jisc_is_question(first) || (first.length && isalpha((unsigned char)first.data[0])))
        return add_question(reading, first, second, error);
    if (!reading->question_count)
        return trig_error_set(error, TRIG_ERR_FORMAT,
                              "not a key file: it begins with a code (%.*s), not with a question",
                              TRIG_VIEW_ARG(first));
    return add_option(reading, first, second, error);
}

/* Moves what was read into the arena and lets the questions find their options. */
static enum trig_status finish(struct reading *reading, struct trig_codebook *out, struct trig_error *error)
{
    struct trig_option_meaning *options =
        trig_arena_calloc(reading->arena, reading->option_count + 1, sizeof *options);
    struct trig_codebook_question *questions =
        trig_arena_calloc(reading->arena, reading->question_count + 1, sizeof *questions);
    if (!options || !questions)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the key");
    if (reading->option_count)
        memcpy(options, reading->options, reading->option_count * sizeof *options);
    for (size_t i = 0; i < reading->question_count; i++) {
        size_t end = i + 1 < reading->question_count ? reading->first_option[i + 1] : reading->option_count;
        questions[i] = reading->questions[i];
        questions[i].options = options + reading->first_option[i];
        questions[i].option_count = end - reading->first_option[i];
    }
    out->questions = questions;
    out->count = reading->question_count;
    return TRIG_OK;
}

static enum trig_status check_questions(const struct reading *reading, struct trig_error *error)
{
    for (size_t i = 0; i < reading->question_count; i++)
        if (trig_jisc_is_question(reading->questions[i].code))
            return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_FORMAT, "not a key file: no question like Q1 in its first column");
}

enum trig_status trig_jisc_read_key(const char *path, struct trig_arena *arena, struct trig_codebook *out,
                                    struct trig_error *error)
{
    struct reading reading = {.arena = arena};
    enum trig_status status = trig_codes_file_read(path, take_record, &reading, error);
    if (status == TRIG_OK)
        status = check_questions(&reading, error);
    if (status == TRIG_OK)
        status = finish(&reading, out, error);
    if (status == TRIG_ERR_FORMAT)
        trig_error_place(error, path, error ? error->line : 0, error ? error->column : 0);
    trig_free(reading.questions);
    trig_free(reading.options);
    trig_free(reading.first_option);
    return status;
}

const struct trig_codebook_question *trig_jisc_question(const struct trig_codebook *key,
                                                        struct trig_view code)
{
    for (size_t i = 0; i < key->count; i++)
        if (trig_view_equal(key->questions[i].code, code))
            return &key->questions[i];
    return NULL;
}

const struct trig_option_meaning *trig_jisc_option(const struct trig_codebook *key, struct trig_view heading,
                                                   const struct trig_codebook_question **question)
{
    size_t cut = heading.length;
    while (cut > 0 && heading.data[cut - 1] != '_')
        cut--;
    if (cut < 2)
        return NULL;
    *question = trig_jisc_question(key, trig_view_of(heading.data, cut - 1));
    struct trig_view part = trig_view_of(heading.data + cut, heading.length - cut);
    for (size_t i = 0; *question && i < (*question)->option_count; i++)
        if (trig_view_equal((*question)->options[i].code, part))
            return &(*question)->options[i];
    return NULL;
}

static bool has_heading(struct trig_views headings, struct trig_view base, struct trig_view part)
{
    for (size_t i = 0; i < headings.count; i++) {
        struct trig_view heading = trig_text_trim(headings.items[i]);
        if (heading.length == base.length + 1 + part.length &&
            memcmp(heading.data, base.data, base.length) == 0 && heading.data[base.length] == '_' &&
            memcmp(heading.data + base.length + 1, part.data, part.length) == 0)
            return true;
    }
    return false;
}

enum trig_status trig_jisc_check_options(const struct trig_codebook *key, struct trig_views headings,
                                         struct trig_error *error)
{
    for (size_t i = 0; i < headings.count; i++) {
        const struct trig_codebook_question *question = NULL;
        struct trig_view heading = trig_text_trim(headings.items[i]);
        if (trig_jisc_question(key, heading) || !trig_jisc_option(key, heading, &question))
            continue;
        for (size_t option = 0; option < question->option_count; option++)
            if (!has_heading(headings, question->code, question->options[option].code))
                return trig_error_set(
                    error, TRIG_ERR_FORMAT,
                    "the key has option %.*s for %.*s, the export no column for it: the two "
                    "were made with different settings; export both again together",
                    TRIG_VIEW_ARG(question->options[option].code), TRIG_VIEW_ARG(question->code));
    }
    return TRIG_OK;
}
