#include "collect/match/file_name.h"

#include "surveys/base/memory.h"
#include "surveys/base/text.h"

#include <ctype.h>

/* Shorter names stand in other words by chance. */
#define SHORTEST_NAME 4

const char *trig_file_name_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* [text] normalised, with one blank for whatever stands between words, and one at
 * both ends, so that words are found whole. */
static enum trig_status make_words(struct trig_arena *arena, struct trig_view text, struct trig_view *out,
                                   struct trig_error *error)
{
    struct trig_view normal;
    enum trig_status status = trig_text_normalise(arena, text, &normal, error);
    if (status == TRIG_ERR_FORMAT) { /* a name that is not UTF-8 names nobody */
        *out = trig_view_of(" ", 1);
        return TRIG_OK;
    }
    char *words = status == TRIG_OK ? trig_arena_calloc(arena, normal.length + 3, 1) : NULL;
    size_t used = 0;
    if (!words) {
        trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory for the name of the file");
        return TRIG_ERR_MEMORY;
    }
    words[used++] = ' ';
    for (size_t i = 0; i < normal.length; i++) {
        unsigned char byte = (unsigned char)normal.data[i];
        bool kept = isalnum(byte) || byte >= 0x80;
        if (kept || words[used - 1] != ' ')
            words[used++] = (char)(kept ? byte : ' ');
    }
    if (words[used - 1] != ' ')
        words[used++] = ' ';
    *out = trig_view_of(words, used);
    return TRIG_OK;
}

/* Whether [name] stands in [file], both made words. */
static enum trig_status stands_in(struct trig_arena *arena, struct trig_view name, struct trig_view file,
                                  bool *found, struct trig_error *error)
{
    struct trig_view words;
    enum trig_status status = make_words(arena, name, &words, error);
    if (status == TRIG_OK && words.length >= SHORTEST_NAME + 2)
        *found |= memmem(file.data, file.length, words.data, words.length) != NULL;
    return status;
}

/* The [which]-th of the names of wave or institution [index]. @return whether there is one. */
typedef bool names_of(const trig_definition *definition, size_t index, size_t which, struct trig_view *out);

static bool names_of_wave(const trig_definition *definition, size_t index, size_t which,
                          struct trig_view *out)
{
    const struct trig_wave *wave = &definition->waves[index];
    *out = which == 0 ? wave->id : wave->label;
    return which < 2;
}

static bool names_of_institution(const trig_definition *definition, size_t index, size_t which,
                                 struct trig_view *out)
{
    const struct trig_institution *institution = &definition->institutions[index];
    bool is_alias = which >= 2 && which - 2 < institution->aliases.count;
    *out = is_alias ? institution->aliases.items[which - 2] : which ? institution->name : institution->id;
    return which < 2 || is_alias;
}

/* The one of [count] that a name of stands in the name of the file; TRIG_NONE: none, or several. */
static enum trig_status find_one(const trig_definition *definition, size_t count, names_of *names,
                                 const char *path, size_t *out, struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_view file, name;
    size_t found = 0;
    trig_arena_init(&arena);
    *out = TRIG_NONE;
    enum trig_status status = make_words(&arena, trig_view(trig_file_name_base(path)), &file, error);
    for (size_t i = 0; i < count && status == TRIG_OK; i++) {
        bool stands = false;
        for (size_t which = 0; status == TRIG_OK && names(definition, i, which, &name); which++)
            status = stands_in(&arena, name, file, &stands, error);
        if (stands && ++found)
            *out = i;
    }
    if (found != 1)
        *out = TRIG_NONE;
    trig_arena_clear(&arena);
    return status;
}

enum trig_status trig_file_name_wave(const trig_definition *definition, const char *path, size_t *wave,
                                     struct trig_error *error)
{
    return find_one(definition, definition->wave_count, names_of_wave, path, wave, error);
}

enum trig_status trig_file_name_institution(const trig_definition *definition, const char *path,
                                            size_t *institution, struct trig_error *error)
{
    return find_one(definition, definition->institution_count, names_of_institution, path, institution,
                    error);
}
