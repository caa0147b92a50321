#include "analyze/benchmark/place.h"

#include "analyze/context/names.h"

#include <stdio.h>

/* More suggestions than this are no help. */
#define MOST_SUGGESTED 3

/* Every spelling of every institution, and whose it is. */
struct spellings {
    struct trig_view *texts;
    size_t *owners;
    size_t count;
};

static enum trig_status no_memory(struct trig_error *error)
{
    trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for the names of institutions");
    return TRIG_ERR_MEMORY;
}

static void add_spelling(struct spellings *spellings, struct trig_view text, size_t owner)
{
    if (text.length == 0)
        return;
    spellings->texts[spellings->count] = text;
    spellings->owners[spellings->count++] = owner;
}

static enum trig_status list_spellings(const trig_definition *definition, struct trig_arena *arena,
                                       struct spellings *out, struct trig_error *error)
{
    size_t most = 0;
    for (size_t i = 0; i < definition->institution_count; i++)
        most += 2 + definition->institutions[i].aliases.count;
    struct spellings spellings = {trig_arena_calloc(arena, most, sizeof *spellings.texts),
                                  trig_arena_calloc(arena, most, sizeof *spellings.owners), 0};
    if (!spellings.texts || !spellings.owners)
        return no_memory(error);
    for (size_t i = 0; i < definition->institution_count; i++) {
        const struct trig_institution *institution = &definition->institutions[i];
        add_spelling(&spellings, institution->id, i);
        add_spelling(&spellings, institution->name, i);
        for (size_t j = 0; j < institution->aliases.count; j++)
            add_spelling(&spellings, institution->aliases.items[j], i);
    }
    *out = spellings;
    return TRIG_OK;
}

/* The institution that owns a spelling equal to [text] when both are normalised;
 * TRIG_NONE in [*out] when there is none. A definition gives no spelling to two. */
static enum trig_status match(const char *text, const struct spellings *spellings, struct trig_arena *arena,
                              size_t *out, struct trig_error *error)
{
    struct trig_view wanted;
    enum trig_status status = trig_text_normalise(arena, trig_view(text), &wanted, error);
    *out = TRIG_NONE;
    for (size_t i = 0; i < spellings->count && status == TRIG_OK; i++) {
        struct trig_view known;
        status = trig_text_normalise(arena, spellings->texts[i], &known, error);
        if (status || !trig_view_equal(wanted, known))
            continue;
        *out = spellings->owners[i];
        return TRIG_OK;
    }
    return status;
}

/* "id" (name), for a suggestion. */
static void append(char *text, size_t size, bool first, const struct trig_institution *institution)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s\"%.*s\" (%.*s)", first ? "; did you mean " : " or ",
             TRIG_VIEW_ARG(institution->id), TRIG_VIEW_ARG(institution->name));
}

/* Spellings that hold [text], for those who typed a part of a name. */
static size_t find_holding(const struct spellings *spellings, struct trig_view text, struct trig_arena *arena,
                           size_t *out, size_t most)
{
    size_t found = 0;
    struct trig_view wanted;
    if (trig_text_normalise(arena, text, &wanted, NULL) || wanted.length == 0)
        return 0;
    for (size_t i = 0; i < spellings->count && found < most; i++) {
        struct trig_view known;
        if (trig_text_normalise(arena, spellings->texts[i], &known, NULL) == TRIG_OK &&
            memmem(known.data, known.length, wanted.data, wanted.length))
            out[found++] = i;
    }
    return found;
}

static enum trig_status unknown(const trig_definition *definition, const char *text,
                                const struct spellings *spellings, struct trig_arena *arena,
                                struct trig_error *error)
{
    char hint[400] = "";
    size_t near[4 * MOST_SUGGESTED];
    size_t told[MOST_SUGGESTED];
    size_t count = 0;
    size_t found = trig_text_nearest(trig_view(text), (struct trig_views){spellings->texts, spellings->count},
                                     near, sizeof near / sizeof *near);
    if (found == 0)
        found = find_holding(spellings, trig_view(text), arena, near, sizeof near / sizeof *near);
    for (size_t i = 0; i < found && count < MOST_SUGGESTED; i++) {
        size_t owner = spellings->owners[near[i]];
        bool again = false;
        for (size_t j = 0; j < count; j++)
            again = again || told[j] == owner;
        if (again)
            continue;
        append(hint, sizeof hint, count == 0, &definition->institutions[owner]);
        told[count++] = owner;
    }
    return trig_error_set(error, TRIG_ERR_USAGE, "there is no institution \"%s\"%s%s", text, hint,
                          count ? "?" : "; institutions.csv of the survey's definition lists them all");
}

enum trig_status trig_place_institution(const trig_definition *definition, const char *text, size_t *out,
                                        struct trig_error *error)
{
    if (definition->institution_count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "--institution \"%s\": this survey has no institutions.csv", text);
    size_t found = trig_definition_institution(definition, trig_view(text));
    struct trig_arena arena;
    struct spellings spellings = {0};
    trig_arena_init(&arena);
    enum trig_status status = TRIG_OK;
    if (found == TRIG_NONE)
        status = list_spellings(definition, &arena, &spellings, error);
    if (status == TRIG_OK && found == TRIG_NONE) {
        status = match(text, &spellings, &arena, &found, error);
        if (status == TRIG_OK && found == TRIG_NONE)
            status = unknown(definition, text, &spellings, &arena, error);
    }
    trig_arena_clear(&arena);
    if (status == TRIG_OK)
        *out = found;
    return status;
}

static enum trig_status match_group(const trig_definition *definition, const char *text,
                                    struct trig_arena *arena, size_t *out, struct trig_error *error)
{
    struct trig_view wanted;
    enum trig_status status = trig_text_normalise(arena, trig_view(text), &wanted, error);
    for (size_t i = 0; i < definition->groups.count && status == TRIG_OK; i++) {
        struct trig_view known;
        status = trig_text_normalise(arena, definition->groups.items[i], &known, error);
        if (status || !trig_view_equal(wanted, known))
            continue;
        *out = i;
        return TRIG_OK;
    }
    return status ? status : trig_names_unknown("group", trig_view(text), definition->groups, error);
}

enum trig_status trig_place_group(const trig_definition *definition, const char *text, size_t *out,
                                  struct trig_error *error)
{
    if (definition->groups.count == 0)
        return trig_error_set(error, TRIG_ERR_USAGE, "group \"%s\": this survey has no groups.csv", text);
    size_t exact = trig_definition_group(definition, trig_view(text));
    if (exact != TRIG_NONE) {
        *out = exact;
        return TRIG_OK;
    }
    struct trig_arena arena;
    trig_arena_init(&arena);
    enum trig_status status = match_group(definition, text, &arena, out, error);
    trig_arena_clear(&arena);
    return status;
}
