#include "collect/draft/words.h"

#include "surveys/base/text.h"
#include "surveys/csv/csv_reader.h"

#include "collect/draft/trig_answers_csv.h"
#include "collect/draft/trig_headings_csv.h"
#include "collect/draft/trig_pillars_csv.h"

#include <ctype.h>
#include <math.h>

/* ---- reading the tables --------------------------------------------------------- */

static struct trig_view field(const struct trig_csv_record *record, size_t index)
{
    return index < record->count ? trig_text_trim(record->fields[index].text) : trig_view_of("", 0);
}

static enum trig_status no_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the tables of wordings");
}

/* The parts of a list, normalised into the arena. */
static enum trig_status split(struct trig_words *words, struct trig_view cell, struct trig_views *normal,
                              struct trig_views *plain, struct trig_error *error)
{
    enum trig_status status = trig_text_split_list(&words->arena, cell, plain, error);
    if (status)
        return status;
    struct trig_view *items = trig_arena_calloc(&words->arena, plain->count + 1, sizeof *items);
    if (!items)
        return no_memory(error);
    for (size_t i = 0; i < plain->count && status == TRIG_OK; i++)
        status = trig_text_normalise(&words->arena, plain->items[i], &items[i], error);
    *normal = (struct trig_views){items, plain->count};
    return status;
}

static enum trig_status find_kind(struct trig_words *words, struct trig_view name, struct trig_view type,
                                  size_t *out, struct trig_error *error)
{
    static const char *const missing[] = {NULL, "not_applicable", "dont_know", "refused", "not_shown"};
    for (size_t i = 0; i < words->kind_count; i++)
        if (trig_view_equal(words->kinds[i].name, name)) {
            *out = i;
            return TRIG_OK;
        }
    enum trig_status status = trig_grow((void **)&words->kinds, &words->kind_capacity, words->kind_count + 1,
                                        sizeof *words->kinds, error);
    if (status != TRIG_OK)
        return status;
    struct trig_answer_kind *kind = &words->kinds[words->kind_count];
    *kind = (struct trig_answer_kind){.name = trig_arena_copy(&words->arena, name),
                                      .is_missing = trig_view_is(type, "missing"),
                                      .is_nominal = trig_view_is(type, "nominal")};
    for (size_t i = 1; i < sizeof missing / sizeof *missing; i++)
        if (trig_view_is(name, missing[i]))
            kind->code_kind = (enum trig_code_kind)i;
    *out = words->kind_count++;
    return kind->name.data ? TRIG_OK : no_memory(error);
}

static enum trig_status enter(struct trig_words *words, size_t index, struct trig_error *error)
{
    size_t which, known = trig_dictionary_count(words->texts);
    enum trig_status status = trig_dictionary_add(words->texts, words->wordings[index].text, &which, error);
    if (status == TRIG_OK)
        status =
            trig_grow((void **)&words->first, &words->first_capacity, which + 1, sizeof *words->first, error);
    if (status != TRIG_OK)
        return status;
    words->wordings[index].next = which == known ? TRIG_NONE : words->first[which];
    words->first[which] = index;
    return TRIG_OK;
}

static enum trig_sense read_sense(struct trig_view text)
{
    return trig_view_is(text, "positive")   ? TRIG_SENSE_POSITIVE
           : trig_view_is(text, "negative") ? TRIG_SENSE_NEGATIVE
           : trig_view_is(text, "neutral")  ? TRIG_SENSE_NEUTRAL
                                            : TRIG_SENSE_NONE;
}

/* A comma without quotation marks would cut a row short, and its words would be lost. */
static enum trig_status check_width(const struct trig_csv_record *record, size_t columns,
                                    struct trig_error *error)
{
    if (record->count == columns)
        return TRIG_OK;
    return trig_error_set(error, TRIG_ERR_FORMAT, "%zu fields where there are %zu columns: quote the words",
                          record->count, columns);
}

/* language,kind,type,position,sense,wordings */
static enum trig_status take_answers(void *context, const struct trig_csv_record *record,
                                     struct trig_error *error)
{
    struct trig_words *words = context;
    struct trig_views normal, plain;
    struct trig_wording wording = {.position = NAN, .sense = read_sense(field(record, 4))};
    enum trig_status status = check_width(record, 6, error);
    if (record->number == 1 || status != TRIG_OK)
        return status;
    trig_text_to_number(field(record, 3), &wording.position);
    wording.language = trig_arena_copy(&words->arena, field(record, 0));
    if (!wording.language.data)
        return no_memory(error);
    status = find_kind(words, field(record, 1), field(record, 2), &wording.kind, error);
    if (status == TRIG_OK)
        status = split(words, field(record, 5), &normal, &plain, error);
    for (size_t i = 0; status == TRIG_OK && i < normal.count; i++) {
        status = trig_grow((void **)&words->wordings, &words->wording_capacity, words->wording_count + 1,
                           sizeof *words->wordings, error);
        if (status != TRIG_OK)
            break;
        wording.text = normal.items[i];
        wording.label = plain.items[i];
        wording.place = i;
        wording.next = TRIG_NONE;
        const char *star = memchr(wording.text.data, '*', wording.text.length);
        wording.has_star = star != NULL;
        if (star) {
            size_t at = (size_t)(star - wording.text.data);
            wording.before = trig_view_of(wording.text.data, at);
            wording.after = trig_view_of(star + 1, wording.text.length - at - 1);
        }
        words->wordings[words->wording_count++] = wording;
        if (!star)
            status = enter(words, words->wording_count - 1, error);
    }
    return status;
}

/* language,role,how,words */
static enum trig_status take_headings(void *context, const struct trig_csv_record *record,
                                      struct trig_error *error)
{
    struct trig_words *words = context;
    struct trig_views normal, plain;
    enum trig_status status = check_width(record, 4, error);
    if (record->number == 1 || status != TRIG_OK)
        return status;
    status = split(words, field(record, 3), &normal, &plain, error);
    struct trig_view role = trig_arena_copy(&words->arena, field(record, 1));
    if (status == TRIG_OK && !role.data)
        return no_memory(error);
    for (size_t i = 0; status == TRIG_OK && i < normal.count; i++) {
        status = trig_grow((void **)&words->headings, &words->heading_capacity, words->heading_count + 1,
                           sizeof *words->headings, error);
        if (status == TRIG_OK)
            words->headings[words->heading_count++] =
                (struct trig_heading_word){role, trig_view_is(field(record, 2), "is"), normal.items[i]};
    }
    return status;
}

/* language,id,label,order,words */
static enum trig_status take_pillar(void *context, const struct trig_csv_record *record,
                                    struct trig_error *error)
{
    struct trig_words *words = context;
    struct trig_views plain;
    enum trig_status status = check_width(record, 5, error);
    if (record->number == 1 || status != TRIG_OK)
        return status;
    status = trig_grow((void **)&words->pillars, &words->pillar_capacity, words->pillar_count + 1,
                       sizeof *words->pillars, error);
    if (status != TRIG_OK)
        return status;
    struct trig_pillar_words *pillar = &words->pillars[words->pillar_count++];
    pillar->id = trig_arena_copy(&words->arena, field(record, 1));
    pillar->label = trig_arena_copy(&words->arena, field(record, 2));
    if (!pillar->id.data || !pillar->label.data)
        return no_memory(error);
    return split(words, field(record, 4), &pillar->words, &plain, error);
}

enum trig_status trig_words_load(struct trig_words *out, struct trig_error *error)
{
    *out = (struct trig_words){.kind_count = 0};
    trig_arena_init(&out->arena);
    out->texts = trig_dictionary_create(error);
    enum trig_status status = out->texts ? TRIG_OK : TRIG_ERR_MEMORY;
    if (status == TRIG_OK)
        status =
            trig_csv_read_bytes(trig_view(trig_answers_csv), "answers.csv", NULL, take_answers, out, error);
    if (status == TRIG_OK)
        status = trig_csv_read_bytes(trig_view(trig_headings_csv), "headings.csv", NULL, take_headings, out,
                                     error);
    if (status == TRIG_OK)
        status =
            trig_csv_read_bytes(trig_view(trig_pillars_csv), "pillars.csv", NULL, take_pillar, out, error);
    if (status != TRIG_OK)
        trig_words_clear(out);
    return status;
}

void trig_words_clear(struct trig_words *words)
{
    trig_dictionary_destroy(words->texts);
    trig_free(words->kinds);
    trig_free(words->wordings);
    trig_free(words->headings);
    trig_free(words->pillars);
    trig_free(words->first);
    trig_arena_clear(&words->arena);
    *words = (struct trig_words){.kind_count = 0};
}

/* ---- looking up ------------------------------------------------------------------- */

size_t trig_words_exact(const struct trig_words *words, struct trig_view text)
{
    size_t which = trig_dictionary_find(words->texts, text);
    return which == SIZE_MAX ? TRIG_NONE : words->first[which];
}

bool trig_wording_fits(const struct trig_wording *wording, struct trig_view text, struct trig_view *star)
{
    struct trig_view before = wording->before, after = wording->after;
    if (!wording->has_star || text.length <= before.length + after.length)
        return false;
    if ((before.length && memcmp(text.data, before.data, before.length) != 0) ||
        (after.length && memcmp(text.data + text.length - after.length, after.data, after.length) != 0))
        return false;
    *star = trig_view_of(text.data + before.length, text.length - before.length - after.length);
    return true;
}

size_t trig_words_opposite(const struct trig_words *words, size_t wording)
{
    const struct trig_wording *one = &words->wordings[wording];
    for (size_t i = 0; i < words->wording_count; i++) {
        const struct trig_wording *other = &words->wordings[i];
        bool opposed = one->sense == TRIG_SENSE_POSITIVE   ? other->sense == TRIG_SENSE_NEGATIVE
                       : one->sense == TRIG_SENSE_NEGATIVE ? other->sense == TRIG_SENSE_POSITIVE
                                                           : false;
        if (other->kind == one->kind && trig_view_equal(other->language, one->language) &&
            other->place == one->place && opposed && other->position + one->position == 100.0)
            return i;
    }
    return TRIG_NONE;
}

static bool is_letter(char letter)
{
    return isalnum((unsigned char)letter) || (unsigned char)letter >= 0x80;
}

bool trig_words_has(struct trig_view text, struct trig_view phrase)
{
    if (!phrase.length)
        return false;
    for (size_t i = 0; i + phrase.length <= text.length; i++) {
        if (memcmp(text.data + i, phrase.data, phrase.length) != 0)
            continue;
        size_t end = i + phrase.length;
        if ((i == 0 || !is_letter(text.data[i - 1])) && (end == text.length || !is_letter(text.data[end])))
            return true;
    }
    return false;
}

/* The longest heading that is looked at with blanks for `_`: codes are short. */
#define LONGEST_CODE 100

/* A heading without what surrounds its words: "Your name:" is "your name". */
static struct trig_view bare(struct trig_view heading)
{
    while (heading.length && strchr(" .:*?", heading.data[heading.length - 1]))
        heading.length--;
    return heading;
}

static bool find_heading(const struct trig_words *words, const char *role, struct trig_view heading)
{
    for (size_t i = 0; i < words->heading_count; i++) {
        const struct trig_heading_word *word = &words->headings[i];
        if (trig_view_is(word->role, role) &&
            (word->whole ? trig_view_equal(word->text, heading) : trig_words_has(heading, word->text)))
            return true;
    }
    return false;
}

bool trig_words_heading(const struct trig_words *words, const char *role, struct trig_view heading)
{
    char spaced[LONGEST_CODE];
    heading = bare(heading);
    if (find_heading(words, role, heading))
        return true;
    if (heading.length > sizeof spaced || !heading.length || !memchr(heading.data, '_', heading.length))
        return false;
    for (size_t i = 0; i < heading.length; i++)
        spaced[i] = (char)(heading.data[i] == '_' ? ' ' : heading.data[i]);
    return find_heading(words, role, trig_view_of(spaced, heading.length));
}

bool trig_words_code_end(const struct trig_words *words, const char *role, struct trig_view heading)
{
    size_t begin = heading.length;
    if (!heading.length || memchr(heading.data, ' ', heading.length))
        return false;
    while (begin && !strchr(":/._-", heading.data[begin - 1]))
        begin--;
    return begin && find_heading(words, role, trig_view_of(heading.data + begin, heading.length - begin));
}

static bool speaks_of(const struct trig_pillar_words *pillar, struct trig_view text)
{
    for (size_t i = 0; i < pillar->words.count; i++)
        if (trig_words_has(text, pillar->words.items[i]))
            return true;
    return false;
}

size_t trig_words_pillar(const struct trig_words *words, struct trig_view text)
{
    size_t found = TRIG_NONE;
    for (size_t i = 0; i < words->pillar_count; i++) {
        if (!speaks_of(&words->pillars[i], text))
            continue;
        if (found != TRIG_NONE)
            return TRIG_NONE;
        found = i;
    }
    return found;
}
