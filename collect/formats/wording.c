#include "collect/formats/wording.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/text.h"

#include <ctype.h>

enum trig_status trig_wording_flatten(struct trig_arena *arena, struct trig_view text, struct trig_view *out,
                                      struct trig_error *error)
{
    char *flat = trig_arena_calloc(arena, text.length + 1, 1);
    size_t length = 0;
    if (!flat)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    for (size_t i = 0; i < text.length; i++) {
        bool blank = isspace((unsigned char)text.data[i]);
        if (!blank)
            flat[length++] = text.data[i];
        else if (length && flat[length - 1] != ' ')
            flat[length++] = ' ';
    }
    *out = trig_text_trim(trig_view_of(flat, length));
    return TRIG_OK;
}

/* Takes text [index] up; [owner] has the first text of each entry of [seen]. */
static enum trig_status note_text(trig_dictionary *seen, size_t *owner, bool *unique, size_t index,
                                  struct trig_view text, struct trig_error *error)
{
    size_t known = trig_dictionary_count(seen), entry;
    enum trig_status status = trig_dictionary_add(seen, text, &entry, error);
    if (status != TRIG_OK)
        return status;
    unique[index] = entry == known;
    if (entry == known)
        owner[entry] = index;
    else
        unique[owner[entry]] = false;
    return TRIG_OK;
}

enum trig_status trig_wording_find_unique(const struct trig_view *texts, bool *unique, size_t count,
                                          struct trig_error *error)
{
    size_t *owner = trig_calloc(count, sizeof *owner);
    if (!owner)
        return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the headings");
    trig_dictionary *seen = trig_dictionary_create(error);
    enum trig_status status = seen ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        unique[i] = false;
        if (texts[i].length)
            status = note_text(seen, owner, unique, i, texts[i], error);
    }
    trig_free(owner);
    trig_dictionary_destroy(seen);
    return status;
}

static bool is_at(struct trig_view text, size_t at, struct trig_view mark)
{
    return at + mark.length <= text.length && memcmp(text.data + at, mark.data, mark.length) == 0;
}

size_t trig_wording_stem(struct trig_view a, struct trig_view b, const char *mark)
{
    struct trig_view sign = trig_view(mark);
    size_t same = 0, stem = 0;
    while (same < a.length && same < b.length && a.data[same] == b.data[same])
        same++;
    for (size_t at = 1; at + sign.length <= same; at++)
        if (is_at(a, at, sign))
            stem = at + sign.length;
    return stem;
}

size_t trig_wording_last(struct trig_view text, const char *mark)
{
    struct trig_view sign = trig_view(mark);
    size_t last = 0;
    for (size_t at = 1; at + sign.length < text.length; at++)
        if (is_at(text, at, sign))
            last = at + sign.length;
    return last;
}

bool trig_wording_ends(struct trig_view text, const char *end)
{
    struct trig_view sign = trig_view(end);
    return text.length >= sign.length && is_at(text, text.length - sign.length, sign);
}

struct trig_view trig_wording_without(struct trig_view text, const char *end)
{
    return trig_wording_ends(text, end) ? trig_view_of(text.data, text.length - strlen(end)) : text;
}

/* Where the bracket that the last character closes was opened; 0: nowhere. */
static size_t last_bracket(struct trig_view text)
{
    size_t depth = 0;
    for (size_t i = text.length; i > 1; i--) {
        if (text.data[i - 1] == ']')
            depth++;
        else if (text.data[i - 1] == '[' && --depth == 0)
            return i - 1;
        if (depth == 0)
            return 0;
    }
    return 0;
}

bool trig_wording_split_bracket(struct trig_view text, struct trig_view *before, struct trig_view *within)
{
    text = trig_text_trim(text);
    size_t open = last_bracket(text);
    if (!open)
        return false;
    struct trig_view question = trig_text_trim(trig_view_of(text.data, open));
    struct trig_view row = trig_text_trim(trig_view_of(text.data + open + 1, text.length - open - 2));
    if (!question.length || !row.length)
        return false;
    *before = question;
    *within = row;
    return true;
}
