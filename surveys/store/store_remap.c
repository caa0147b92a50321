#include "surveys/store/store_remap.h"

#include "surveys/base/memory.h"

#include <math.h>
#include <string.h>

void trig_remap_clear(struct trig_remap *remap)
{
    trig_bytes_clear(&remap->source);
    trig_free(remap->codes);
    memset(remap, 0, sizeof *remap);
}

/* How many codes an encoding has, the missing ones at its end; options for FLAGS. */
static size_t code_space(enum trig_encoding encoding)
{
    return encoding == TRIG_ENCODING_CODES8 ? 256 : encoding == TRIG_ENCODING_CODES16 ? 65536 : 64;
}

static uint16_t missing_code(enum trig_encoding encoding, enum trig_answer answer)
{
    return (uint16_t)(code_space(encoding) - (size_t)answer);
}

static bool is_known(const struct trig_remap *remap, const struct trig_segment *segment,
                     enum trig_encoding target)
{
    return remap->encoding == segment->encoding && remap->target == target &&
           trig_view_equal(trig_view_of(remap->source.data, remap->source.length), segment->dictionary);
}

static enum trig_status remember(struct trig_remap *remap, const struct trig_segment *segment,
                                 enum trig_encoding target, struct trig_error *error)
{
    remap->encoding = 0;
    enum trig_status status = trig_bytes_reserve(&remap->source, segment->dictionary.length, error);
    if (status)
        return status;
    memcpy(remap->source.data, segment->dictionary.data, segment->dictionary.length);
    remap->source.length = segment->dictionary.length;
    remap->encoding = segment->encoding;
    remap->target = target;
    return TRIG_OK;
}

/* Whether the scan's dictionary begins with the segment's texts, so that every
 * code means the same in both. */
static bool begins_alike(struct trig_view packed, const trig_dictionary *dictionary)
{
    size_t count = trig_dictionary_count(dictionary);
    struct trig_texts_cursor cursor = trig_texts_begin(packed);
    struct trig_view text;
    for (size_t code = 0; trig_texts_next(&cursor, &text); code++)
        if (code == count || !trig_view_equal(text, trig_dictionary_at(dictionary, code)))
            return false;
    return true;
}

/* For FLAGS the table gives the option's new bit; an unknown one is above 63. */
static void fill_table(struct trig_remap *remap, struct trig_view packed, const trig_dictionary *dictionary)
{
    size_t space = code_space(remap->encoding);
    bool has_flags = remap->encoding == TRIG_ENCODING_FLAGS;
    uint16_t unknown = has_flags ? UINT16_MAX : missing_code(remap->target, TRIG_UNREADABLE);
    for (size_t code = 0; code < space; code++)
        remap->codes[code] = unknown;
    struct trig_texts_cursor cursor = trig_texts_begin(packed);
    struct trig_view text;
    for (size_t code = 0; trig_texts_next(&cursor, &text); code++) {
        size_t found = trig_dictionary_find(dictionary, text);
        if (found != SIZE_MAX)
            remap->codes[code] = (uint16_t)found;
    }
    if (has_flags)
        return;
    for (size_t answer = TRIG_SKIPPED; answer <= TRIG_UNREADABLE; answer++)
        remap->codes[space - answer] = missing_code(remap->target, (enum trig_answer)answer);
}

static enum trig_status make_table(struct trig_remap *remap, struct trig_view packed,
                                   const trig_dictionary *dictionary, struct trig_error *error)
{
    uint16_t *codes = trig_resize(remap->codes, code_space(remap->encoding), sizeof *codes);
    if (!codes) {
        remap->encoding = 0; /* no table for it */
        return trig_error_set(error, TRIG_ERR_MEMORY, "out of memory for a dictionary");
    }
    remap->codes = codes;
    fill_table(remap, packed, dictionary);
    return TRIG_OK;
}

static void map_to8(const struct trig_remap *remap, const struct trig_column *column, size_t rows,
                    uint8_t *out)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = (uint8_t)remap->codes[column->codes8 ? column->codes8[row] : column->codes16[row]];
}

static void map_to16(const struct trig_remap *remap, const struct trig_column *column, size_t rows,
                     uint16_t *out)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = remap->codes[column->codes8 ? column->codes8[row] : column->codes16[row]];
}

/* The options of one row; false when one of them is not known any more. */
static bool map_word(const struct trig_remap *remap, uint64_t from, uint64_t *to)
{
    uint64_t word = 0;
    for (; from; from &= from - 1) {
        unsigned bit = remap->codes[__builtin_ctzll(from)];
        if (bit >= 64)
            return false;
        word |= (uint64_t)1 << bit;
    }
    *to = word;
    return true;
}

static void map_flags(const struct trig_remap *remap, const struct trig_column *column, size_t rows,
                      uint64_t *words, uint8_t *answers)
{
    memcpy(answers, column->answers, rows);
    for (size_t row = 0; row < rows; row++) {
        if (map_word(remap, column->words[row], &words[row]))
            continue;
        words[row] = 0;
        answers[row] = TRIG_UNREADABLE;
    }
}

static enum trig_status map_column(const struct trig_remap *remap, size_t rows, struct trig_bytes *room,
                                   struct trig_column *column, struct trig_error *error)
{
    enum trig_encoding target = remap->target;
    size_t size;
    enum trig_status status = trig_segment_size(target, rows, &size, error);
    if (!status)
        status = trig_bytes_reserve(room, size, error);
    if (status)
        return status;
    struct trig_column mapped = {.name = column->name, .encoding = target};
    void *data = room->data;
    if (target == TRIG_ENCODING_CODES8) {
        map_to8(remap, column, rows, data);
        mapped.codes8 = data;
    } else if (target == TRIG_ENCODING_CODES16) {
        map_to16(remap, column, rows, data);
        mapped.codes16 = data;
    } else {
        uint8_t *answers = (uint8_t *)data + rows * sizeof(uint64_t);
        map_flags(remap, column, rows, data, answers);
        mapped.words = data;
        mapped.answers = answers;
    }
    *column = mapped;
    return TRIG_OK;
}

enum trig_status trig_remap_apply(struct trig_remap *remap, const struct trig_segment *segment,
                                  enum trig_encoding target, const trig_dictionary *dictionary,
                                  struct trig_bytes *room, struct trig_column *column,
                                  struct trig_error *error)
{
    if (!is_known(remap, segment, target)) {
        enum trig_status status = remember(remap, segment, target, error);
        if (status)
            return status;
        remap->identical = segment->encoding == target && begins_alike(segment->dictionary, dictionary);
        if (!remap->identical)
            status = make_table(remap, segment->dictionary, dictionary, error);
        if (status)
            return status;
    }
    return remap->identical ? TRIG_OK : map_column(remap, segment->rows, room, column, error);
}

/* ---- a variable that came later --------------------------------------------------- */

static void fill_not_shown(enum trig_encoding encoding, size_t rows, size_t size, void *data)
{
    uint16_t *codes16 = data;
    double *numbers = data;
    memset(data, 0, size);
    switch (encoding) {
    case TRIG_ENCODING_CODES8:
        memset(data, TRIG_CODE8(TRIG_NOT_SHOWN), rows);
        return;
    case TRIG_ENCODING_CODES16:
        for (size_t row = 0; row < rows; row++)
            codes16[row] = TRIG_CODE16(TRIG_NOT_SHOWN);
        return;
    case TRIG_ENCODING_WORDS:
        return;
    case TRIG_ENCODING_NUMBER:
        for (size_t row = 0; row < rows; row++)
            numbers[row] = NAN;
        break;
    default:
        break;
    }
    memset((uint8_t *)data + (size - rows), TRIG_NOT_SHOWN, rows);
}

enum trig_status trig_remap_absent(enum trig_encoding encoding, size_t rows, struct trig_bytes *room,
                                   struct trig_column *column, struct trig_error *error)
{
    size_t size;
    enum trig_status status = trig_segment_size(encoding, rows, &size, error);
    if (!status)
        status = trig_bytes_reserve(room, size, error);
    if (status)
        return status;
    fill_not_shown(encoding, rows, size, room->data);
    /* Every categorical form is checked against its dictionary when decoded; one
     * without codes needs only an empty one. */
    static const char empty[4];
    bool coded = encoding == TRIG_ENCODING_CODES8 || encoding == TRIG_ENCODING_CODES16 ||
                 encoding == TRIG_ENCODING_FLAGS;
    const struct trig_segment segment = {
        .encoding = encoding,
        .rows = rows,
        .dictionary = trig_view_of(empty, coded ? sizeof empty : 0),
        .data = trig_view_of(room->data, size),
    };
    return trig_segment_decode(&segment, column, error);
}
