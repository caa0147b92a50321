#include "collect/match/match_abbreviated.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include "collect/answers/spellings.h"

/* Fewer bytes than this are the beginning of too many questions. */
#define LEAST_BEGINNING 8

static const char ellipsis[] = "\xE2\x80\xA6"; /* one character for three dots */

/* [text] without the dots at its end. */
static struct trig_view take_off_dots(struct trig_view text)
{
    text = trig_text_trim(text);
    size_t length = text.length, sign = strlen(ellipsis);
    if (length >= sign && memcmp(text.data + length - sign, ellipsis, sign) == 0)
        return trig_text_trim(trig_view_of(text.data, length - sign));
    while (length && text.data[length - 1] == '.')
        length--;
    return text.length - length < 2 ? text : trig_text_trim(trig_view_of(text.data, length));
}

bool trig_match_is_abbreviated(struct trig_view text)
{
    struct trig_view beginning = take_off_dots(text);
    return beginning.length >= LEAST_BEGINNING && beginning.length < trig_text_trim(text).length;
}

struct search {
    struct trig_arena arena;
    struct trig_view beginning; /* normalised */
    struct trig_long_form found;
};

static enum trig_status begin_search(struct search *search, struct trig_view text, struct trig_error *error)
{
    *search = (struct search){.found = {.index = TRIG_NONE}};
    trig_arena_init(&search->arena);
    return trig_text_normalise(&search->arena, take_off_dots(text), &search->beginning, error);
}

/* Takes [index] when [candidate] begins as the abbreviation does. */
static enum trig_status try_candidate(struct search *search, struct trig_view candidate, size_t index,
                                      struct trig_error *error)
{
    struct trig_view normal;
    enum trig_status status = trig_text_normalise(&search->arena, candidate, &normal, error);
    if (status != TRIG_OK || normal.length < search->beginning.length ||
        memcmp(normal.data, search->beginning.data, search->beginning.length) != 0)
        return status;
    struct trig_long_form *found = &search->found;
    if (found->index == TRIG_NONE)
        found->index = index;
    else if (found->index != index && found->index != TRIG_AMBIGUOUS)
        *found = (struct trig_long_form){TRIG_AMBIGUOUS, found->index, index};
    return TRIG_OK;
}

static enum trig_status try_all(struct search *search, struct trig_view label, struct trig_views aliases,
                                size_t index, struct trig_error *error)
{
    enum trig_status status = try_candidate(search, label, index, error);
    for (size_t i = 0; i < aliases.count && status == TRIG_OK; i++)
        status = try_candidate(search, aliases.items[i], index, error);
    return status;
}

enum trig_status trig_match_long_variable(const trig_definition *definition, struct trig_view text,
                                          struct trig_long_form *out, struct trig_error *error)
{
    struct search search;
    enum trig_status status = begin_search(&search, text, error);
    for (size_t i = 0; i < definition->variable_count && status == TRIG_OK; i++)
        status = try_all(&search, definition->variables[i].label, definition->variables[i].aliases, i, error);
    *out = search.found;
    trig_arena_clear(&search.arena);
    return status;
}

enum trig_status trig_match_long_code(const struct trig_scale *scale, struct trig_view text,
                                      struct trig_long_form *out, struct trig_error *error)
{
    struct search search;
    enum trig_status status = begin_search(&search, text, error);
    for (size_t i = 0; i < scale->count && status == TRIG_OK; i++)
        status = try_all(&search, scale->codes[i].label, scale->codes[i].aliases, i, error);
    *out = search.found;
    trig_arena_clear(&search.arena);
    return status;
}
