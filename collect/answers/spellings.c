#include "collect/answers/spellings.h"

#include "surveys/base/dictionary.h"
#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include <stdio.h>

/* Names of institutions run to a hundred characters; two of them fit an error.
 * More are looked for, since several may be spellings of one thing. */
#define MOST_SUGGESTIONS 2
#define MOST_CANDIDATES  8

struct meaning {
    size_t index; /* or TRIG_AMBIGUOUS */
    unsigned rank;
    struct trig_view original; /* borrowed */
};

struct trig_spellings {
    trig_dictionary *texts; /* owned; the i-th text has the i-th meaning */
    struct meaning *meanings;
    size_t capacity;
    unsigned rank;
    struct trig_arena scratch; /* for one normalised text at a time */
};

trig_spellings *trig_spellings_create(struct trig_error *error)
{
    trig_spellings *spellings = trig_calloc(1, sizeof *spellings);
    if (!spellings) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the spellings of answers");
        return NULL;
    }
    trig_arena_init(&spellings->scratch);
    spellings->texts = trig_dictionary_create(error);
    if (!spellings->texts) {
        trig_free(spellings);
        return NULL;
    }
    return spellings;
}

void trig_spellings_destroy(trig_spellings *spellings)
{
    if (!spellings)
        return;
    trig_dictionary_destroy(spellings->texts);
    trig_arena_clear(&spellings->scratch);
    trig_free(spellings->meanings);
    trig_free(spellings);
}

void trig_spellings_next_rank(trig_spellings *spellings)
{
    spellings->rank++;
}

enum trig_status trig_spellings_add(trig_spellings *spellings, struct trig_view text, size_t index,
                                    struct trig_error *error)
{
    struct trig_view normal;
    size_t which;
    trig_arena_clear(&spellings->scratch);
    enum trig_status status = trig_text_normalise(&spellings->scratch, text, &normal, error);
    if (status != TRIG_OK || !normal.length)
        return status;
    size_t known = trig_dictionary_count(spellings->texts);
    status = trig_dictionary_add(spellings->texts, normal, &which, error);
    if (status == TRIG_OK)
        status = trig_grow((void **)&spellings->meanings, &spellings->capacity, which + 1,
                           sizeof *spellings->meanings, error);
    if (status != TRIG_OK)
        return status;
    struct meaning *meaning = &spellings->meanings[which];
    if (which == known)
        *meaning = (struct meaning){index, spellings->rank, text};
    else if (meaning->rank == spellings->rank && meaning->index != index)
        meaning->index = TRIG_AMBIGUOUS;
    return TRIG_OK;
}

enum trig_status trig_spellings_find(trig_spellings *spellings, struct trig_view text, size_t *index,
                                     struct trig_error *error)
{
    struct trig_view normal;
    trig_arena_clear(&spellings->scratch);
    enum trig_status status = trig_text_normalise(&spellings->scratch, text, &normal, error);
    if (status != TRIG_OK)
        return status;
    size_t which = trig_dictionary_find(spellings->texts, normal);
    *index = which == SIZE_MAX ? TRIG_NONE : spellings->meanings[which].index;
    return TRIG_OK;
}

size_t trig_spellings_count(const trig_spellings *spellings)
{
    return trig_dictionary_count(spellings->texts);
}

struct trig_view trig_spellings_text(const trig_spellings *spellings, size_t which)
{
    return trig_dictionary_at(spellings->texts, which);
}

size_t trig_spellings_meaning(const trig_spellings *spellings, size_t which)
{
    return spellings->meanings[which].index;
}

/* One thing with a list of further spellings. */
struct entry {
    struct trig_view first;
    struct trig_view second;
    struct trig_views others;
};

typedef struct entry entry_at(const void *list, size_t index);

static trig_spellings *spell(const void *list, size_t count, entry_at *at, struct trig_error *error)
{
    trig_spellings *spellings = trig_spellings_create(error);
    enum trig_status status = spellings ? TRIG_OK : TRIG_ERR_MEMORY;
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = trig_spellings_add(spellings, at(list, i).first, i, error);
    if (spellings)
        trig_spellings_next_rank(spellings);
    for (size_t i = 0; i < count && status == TRIG_OK; i++)
        status = trig_spellings_add(spellings, at(list, i).second, i, error);
    if (spellings)
        trig_spellings_next_rank(spellings);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        struct trig_views others = at(list, i).others;
        for (size_t j = 0; j < others.count && status == TRIG_OK; j++)
            status = trig_spellings_add(spellings, others.items[j], i, error);
    }
    if (status == TRIG_OK)
        return spellings;
    trig_spellings_destroy(spellings);
    return NULL;
}

static struct entry institution_at(const void *list, size_t index)
{
    const struct trig_institution *institution = (const struct trig_institution *)list + index;
    return (struct entry){institution->id, institution->name, institution->aliases};
}

static struct entry wave_at(const void *list, size_t index)
{
    const struct trig_wave *wave = (const struct trig_wave *)list + index;
    return (struct entry){wave->id, wave->label, {NULL, 0}};
}

static struct entry code_at(const void *list, size_t index)
{
    const struct trig_code *code = (const struct trig_code *)list + index;
    return (struct entry){code->code, code->label, code->aliases};
}

trig_spellings *trig_spellings_of_institutions(const trig_definition *definition, struct trig_error *error)
{
    return spell(definition->institutions, definition->institution_count, institution_at, error);
}

trig_spellings *trig_spellings_of_waves(const trig_definition *definition, struct trig_error *error)
{
    return spell(definition->waves, definition->wave_count, wave_at, error);
}

/* Bytes of a label that fit SPSS: from there it comes cut, while other exports have all of it. */
#define CUT_LABEL 120

static enum trig_status add_cut_labels(trig_spellings *spellings, const struct trig_scale *scale,
                                       struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    trig_spellings_next_rank(spellings);
    for (size_t i = 0; i < scale->count && status == TRIG_OK; i++) {
        struct trig_view label = scale->codes[i].label;
        size_t length = CUT_LABEL;
        if (label.length <= CUT_LABEL)
            continue;
        while (length && ((unsigned char)label.data[length] & 0xC0) == 0x80)
            length--;
        status = trig_spellings_add(spellings, trig_view_of(label.data, length), i, error);
    }
    return status;
}

trig_spellings *trig_spellings_of_scale(const struct trig_scale *scale, struct trig_error *error)
{
    trig_spellings *spellings = spell(scale->codes, scale->count, code_at, error);
    if (!spellings || add_cut_labels(spellings, scale, error) == TRIG_OK)
        return spellings;
    trig_spellings_destroy(spellings);
    return NULL;
}

static bool is_suggested(const trig_spellings *spellings, const size_t *nearest, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (spellings->meanings[nearest[i]].index == spellings->meanings[nearest[before]].index)
            return true;
    return false;
}

void trig_spellings_suggest(const trig_spellings *spellings, struct trig_view text, char *out, size_t size)
{
    size_t nearest[MOST_CANDIDATES], used = 0, suggested = 0;
    size_t count = trig_dictionary_count(spellings->texts);
    struct trig_view *originals = trig_calloc(count, sizeof *originals);
    out[0] = 0;
    if (!originals)
        return;
    for (size_t i = 0; i < count; i++)
        originals[i] = spellings->meanings[i].original;
    size_t found = trig_text_nearest(text, (struct trig_views){originals, count}, nearest, MOST_CANDIDATES);
    for (size_t i = 0; i < found && suggested < MOST_SUGGESTIONS && used < size; i++) {
        if (is_suggested(spellings, nearest, i))
            continue;
        int written = snprintf(out + used, size - used, "%s\"%.*s\"", suggested++ ? " or " : "",
                               TRIG_VIEW_ARG(originals[nearest[i]]));
        used += written > 0 ? (size_t)written : 0;
    }
    trig_free(originals);
}
