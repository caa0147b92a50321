#include "analyze/summary/contrasts.h"

#include "analyze/context/names.h"
#include "surveys/base/text.h"

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the contrasts");
    return TRIG_ERR_MEMORY;
}

/* ---- parsing ----------------------------------------------------------------------------- */

/* Where the next " + " or " - " stands; the length of [text] when there is none. */
static size_t find_sign(struct trig_view text)
{
    for (size_t i = 0; i + 2 < text.length; i++)
        if (text.data[i] == ' ' && (text.data[i + 1] == '+' || text.data[i + 1] == '-') &&
            text.data[i + 2] == ' ')
            return i;
    return text.length;
}

/* "lab", "0.5*lab", with the sign before it. */
static bool read_term(struct trig_view text, double sign, struct trig_contrast_term *out)
{
    *out = (struct trig_contrast_term){.coefficient = sign, .name = trig_text_trim(text), .at = TRIG_NONE};
    const char *star = text.length ? memchr(text.data, '*', text.length) : NULL;
    double number;
    if (!star)
        return out->name.length > 0;
    size_t before = (size_t)(star - text.data);
    if (!trig_text_to_number(trig_text_trim(trig_view_of(text.data, before)), &number))
        return out->name.length > 0; /* a name that holds a star */
    out->coefficient = sign * number;
    out->name = trig_text_trim(trig_view_of(star + 1, text.length - before - 1));
    return out->name.length > 0;
}

static enum trig_status parse_one(struct trig_view text, struct trig_contrast *out, struct trig_error *error)
{
    struct trig_view left = trig_text_trim(text);
    double sign = 1.0;
    *out = (struct trig_contrast){.text = left};
    if (left.length > 1 && left.data[0] == '-') {
        sign = -1.0;
        left = trig_text_trim(trig_view_of(left.data + 1, left.length - 1));
    }
    for (;;) {
        size_t end = find_sign(left);
        if (out->count == TRIG_MOST_CONTRAST_TERMS)
            return trig_error_set(error, TRIG_ERR_USAGE, "the contrast \"%.*s\" has more than %d terms",
                                  TRIG_VIEW_ARG(out->text), TRIG_MOST_CONTRAST_TERMS);
        if (!read_term(trig_view_of(left.data, end), sign, &out->terms[out->count++]))
            return trig_error_set(error, TRIG_ERR_USAGE,
                                  "the contrast \"%.*s\" has a term without a name; write \"A - B\", with "
                                  "blanks around the signs",
                                  TRIG_VIEW_ARG(out->text));
        if (end == left.length)
            return TRIG_OK;
        sign = left.data[end + 1] == '-' ? -1.0 : 1.0;
        left = trig_view_of(left.data + end + 3, left.length - end - 3);
    }
}

enum trig_status trig_contrasts_parse(const char *list, struct trig_arena *arena, struct trig_contrasts *out,
                                      struct trig_error *error)
{
    size_t most = 1;
    enum trig_status status = TRIG_OK;
    *out = (struct trig_contrasts){.count = 0};
    for (const char *c = list; c && *c; c++)
        most += *c == ';';
    out->items = trig_arena_calloc(arena, most, sizeof *out->items);
    if (!out->items)
        return no_memory(error);
    while (list && *list && status == TRIG_OK) {
        size_t length = strcspn(list, ";");
        struct trig_view text = trig_text_trim(trig_view_of(list, length));
        if (text.length)
            status = parse_one(text, &out->items[out->count++], error);
        list += length + (list[length] == ';');
    }
    return status;
}

/* ---- finding ----------------------------------------------------------------------------- */

static size_t find_name(struct trig_views names, struct trig_view name)
{
    for (size_t i = 0; i < names.count; i++)
        if (trig_view_equal(names.items[i], name))
            return i;
    return TRIG_NONE;
}

/* Finds all terms among [names]; the first that is not there, or TRIG_NONE. */
static size_t find_all(struct trig_contrast *contrast, struct trig_views names)
{
    for (size_t i = 0; i < contrast->count; i++) {
        contrast->terms[i].at = find_name(names, contrast->terms[i].name);
        if (contrast->terms[i].at == TRIG_NONE)
            return i;
    }
    return TRIG_NONE;
}

enum trig_status trig_contrast_find(struct trig_contrast *contrast, struct trig_views places,
                                    struct trig_views measures, struct trig_arena *arena,
                                    struct trig_error *error)
{
    contrast->places = true;
    size_t missing = find_all(contrast, places);
    if (missing == TRIG_NONE)
        return TRIG_OK;
    contrast->places = false;
    size_t unmeasured = find_all(contrast, measures);
    if (unmeasured == TRIG_NONE)
        return TRIG_OK;
    struct trig_view *known = trig_arena_calloc(arena, places.count + measures.count, sizeof *known);
    if (!known)
        return no_memory(error);
    for (size_t i = 0; i < places.count; i++)
        known[i] = places.items[i];
    for (size_t i = 0; i < measures.count; i++)
        known[places.count + i] = measures.items[i];
    size_t at = missing > unmeasured ? missing : unmeasured; /* the names before are of one kind */
    return trig_names_unknown("row of this summary", contrast->terms[at].name,
                              (struct trig_views){known, places.count + measures.count}, error);
}
