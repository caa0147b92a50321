#include "collect/redact.h"

#include "surveys/base/file.h"
#include "surveys/base/hash.h"
#include "surveys/base/text.h"

/* A name as the hashes of its words, in [words]. */
struct name {
    size_t first;
    size_t count;
    const char *stand_in;
};

struct trig_redactor {
    struct name *names; /* owned */
    size_t count;
    size_t capacity;
    uint64_t *words; /* owned: of all names */
    size_t word_count;
    size_t word_capacity;
};

/* A word of a text and where it is. */
struct word {
    uint64_t hash;
    size_t begin;
    size_t end;
};

struct words {
    struct word *items; /* owned */
    size_t count;
    size_t capacity;
};

static enum trig_status out_of_memory(struct trig_error *error)
{
    return trig_error_set(error, TRIG_ERR_MEMORY, "not enough memory to take out names");
}

trig_redactor *trig_redactor_create(struct trig_error *error)
{
    trig_redactor *redactor = trig_calloc(1, sizeof *redactor);
    if (!redactor)
        out_of_memory(error);
    return redactor;
}

void trig_redactor_destroy(trig_redactor *redactor)
{
    if (!redactor)
        return;
    trig_free(redactor->names);
    trig_free(redactor->words);
    trig_free(redactor);
}

/* ---- words --------------------------------------------------------------------------- */

/* Whatever is not ASCII counts as a letter: good enough to find the same name again. */
static bool is_letter(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static enum trig_status add_word(struct words *words, struct trig_view text, size_t begin, size_t end,
                                 struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_view plain;
    trig_arena_init(&arena);
    enum trig_status status =
        trig_text_normalise(&arena, trig_view_of(text.data + begin, end - begin), &plain, error);
    if (status == TRIG_OK && plain.length)
        status = trig_grow((void **)&words->items, &words->capacity, words->count + 1, sizeof *words->items,
                           error);
    if (status == TRIG_OK && plain.length)
        words->items[words->count++] = (struct word){trig_checksum(plain.data, plain.length, 0), begin, end};
    trig_arena_clear(&arena);
    return status;
}

static enum trig_status split(struct trig_view text, struct words *words, struct trig_error *error)
{
    enum trig_status status = TRIG_OK;
    size_t begin = 0;
    for (size_t i = 0; i <= text.length && status == TRIG_OK; i++) {
        if (i < text.length && is_letter(text.data[i]))
            continue;
        if (i > begin)
            status = add_word(words, text, begin, i, error);
        begin = i + 1;
    }
    return status;
}

/* ---- names ----------------------------------------------------------------------------- */

enum trig_status trig_redactor_add(trig_redactor *redactor, struct trig_view name, const char *stand_in,
                                   struct trig_error *error)
{
    struct words words = {.count = 0};
    enum trig_status status = split(name, &words, error);
    if (status == TRIG_OK && words.count)
        status = trig_grow((void **)&redactor->words, &redactor->word_capacity,
                           redactor->word_count + words.count, sizeof *redactor->words, error);
    if (status == TRIG_OK && words.count)
        status = trig_grow((void **)&redactor->names, &redactor->capacity, redactor->count + 1,
                           sizeof *redactor->names, error);
    if (status == TRIG_OK && words.count) {
        redactor->names[redactor->count++] = (struct name){redactor->word_count, words.count, stand_in};
        for (size_t i = 0; i < words.count; i++)
            redactor->words[redactor->word_count++] = words.items[i].hash;
    }
    trig_free(words.items);
    return status;
}

enum trig_status trig_redactor_add_file(trig_redactor *redactor, const char *path, const char *stand_in,
                                        struct trig_error *error)
{
    struct trig_arena arena;
    struct trig_view text;
    size_t begin = 0;
    trig_arena_init(&arena);
    enum trig_status status = trig_file_read(path, 0, &arena, &text, error);
    for (size_t i = 0; status == TRIG_OK && i <= text.length; i++) {
        if (i < text.length && text.data[i] != '\n')
            continue;
        struct trig_view line = trig_text_trim(trig_view_of(text.data + begin, i - begin));
        if (line.length && line.data[0] != '#')
            status = trig_redactor_add(redactor, line, stand_in, error);
        begin = i + 1;
    }
    if (status != TRIG_OK && error && !error->file[0])
        trig_error_place(error, path, 0, 0);
    trig_arena_clear(&arena);
    return status;
}

/* ---- texts --------------------------------------------------------------------------------- */

static bool begins_with(const trig_redactor *redactor, const struct name *name, const struct words *words,
                        size_t from)
{
    if (name->count > words->count - from)
        return false;
    for (size_t i = 0; i < name->count; i++)
        if (redactor->words[name->first + i] != words->items[from + i].hash)
            return false;
    return true;
}

/* The longest name that begins with word [from]; NULL: none does. */
static const struct name *find_name(const trig_redactor *redactor, const struct words *words, size_t from)
{
    const struct name *found = NULL;
    for (size_t i = 0; i < redactor->count; i++) {
        const struct name *name = &redactor->names[i];
        if ((!found || name->count > found->count) && begins_with(redactor, name, words, from))
            found = name;
    }
    return found;
}

/* How many words from [from] on make up an e-mail address; 0: none. */
static size_t find_address(struct trig_view text, const struct words *words, size_t from)
{
    size_t count = 1;
    bool at = false, dot = false;
    while (from + count < words->count) {
        size_t gap = words->items[from + count].begin - words->items[from + count - 1].end;
        char mark = text.data[words->items[from + count - 1].end];
        if (gap != 1 || !strchr(".@_-+", mark) || (mark == '@' && at))
            break;
        dot |= at && mark == '.';
        at |= mark == '@';
        count++;
    }
    return at && dot ? count : 0;
}

enum trig_status trig_redact(const trig_redactor *redactor, struct trig_view text, struct trig_arena *arena,
                             struct trig_view *out, uint64_t *taken, struct trig_error *error)
{
    struct words words = {.count = 0};
    size_t written = 0;
    struct trig_view result = {"", 0};
    enum trig_status status = split(text, &words, error);
    for (size_t i = 0; i < words.count && status == TRIG_OK;) {
        size_t count = find_address(text, &words, i);
        const struct name *name = count ? NULL : find_name(redactor, &words, i);
        count = name ? name->count : count;
        if (!count) {
            i++;
            continue;
        }
        struct trig_view before = {text.data + written, words.items[i].begin - written};
        result = trig_arena_printf(arena, "%.*s%.*s%s", TRIG_VIEW_ARG(result), TRIG_VIEW_ARG(before),
                                   name ? name->stand_in : "[e-mail]");
        written = words.items[i + count - 1].end;
        i += count;
        status = result.data ? TRIG_OK : out_of_memory(error);
        if (taken)
            ++*taken;
    }
    if (status == TRIG_OK) {
        *out = trig_arena_printf(arena, "%.*s%.*s", TRIG_VIEW_ARG(result), (int)(text.length - written),
                                 text.data + written);
        status = out->data ? TRIG_OK : out_of_memory(error);
    }
    trig_free(words.items);
    return status;
}
