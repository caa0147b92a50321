#include "surveys/store/store_segment.h"

#include "surveys/base/hash.h"
#include "surveys/base/memory.h"

#include <math.h>
#include <string.h>

/* Columns are used where they lie in the file's bytes, and those are
 * little-endian: every machine that this runs on is. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the store's columns are little-endian");
_Static_assert(sizeof(double) == 8, "numbers are stored as IEEE 754 doubles");

/* Separates the seals of segments from those of other rows. */
#define SEED_SEGMENT 16u

/* One bit of FLAGS for each text. */
#define FLAGS_MOST 64u

void trig_segment_room_clear(struct trig_segment_room *room)
{
    trig_bytes_clear(&room->dictionary);
    trig_bytes_clear(&room->data);
}

static bool has_dictionary(enum trig_encoding encoding)
{
    return encoding == TRIG_ENCODING_CODES8 || encoding == TRIG_ENCODING_CODES16 ||
           encoding == TRIG_ENCODING_FLAGS;
}

enum trig_status trig_segment_size(enum trig_encoding encoding, uint64_t rows, size_t *size,
                                   struct trig_error *error)
{
    /* Bytes a row: the first part's element, and an answer. */
    static const unsigned char widths[] = {
        [TRIG_ENCODING_CODES8] = 1, [TRIG_ENCODING_CODES16] = 2, [TRIG_ENCODING_NUMBER] = 9,
        [TRIG_ENCODING_TEXT] = 5,   [TRIG_ENCODING_FLAGS] = 9,   [TRIG_ENCODING_WORDS] = 8,
    };
    *size = 0;
    if (encoding < TRIG_ENCODING_CODES8 || encoding > TRIG_ENCODING_WORDS)
        return trig_error_set(error, TRIG_ERR_DAMAGED, "its encoding %d is not known", (int)encoding);
    if (rows > TRIG_BATCH_ROWS)
        return trig_error_set(error, TRIG_ERR_DAMAGED, "it claims more than %u rows", TRIG_BATCH_ROWS);
    *size = rows * widths[encoding] + (encoding == TRIG_ENCODING_TEXT ? 4 : 0);
    return TRIG_OK;
}

uint64_t trig_segment_seal(const struct trig_segment *segment, uint64_t batch)
{
    const uint64_t numbers[] = {batch,
                                segment->rows,
                                (uint64_t)segment->encoding,
                                segment->variable.length,
                                segment->dictionary.length,
                                segment->data.length};
    uint64_t seal = trig_checksum(numbers, sizeof numbers, SEED_SEGMENT);
    seal = trig_checksum(segment->variable.data, segment->variable.length, seal);
    seal = trig_checksum(segment->dictionary.data, segment->dictionary.length, seal);
    return trig_checksum(segment->data.data, segment->data.length, seal);
}

/* ---- checks: each a loop without branches that the compiler turns into vectors -- */

/* Shifted down by [count], in arithmetic modulo 256, the bad codes (from [count]
 * to below the missing ones) are the smallest: one minimum finds them. */
static bool codes8_fit(const uint8_t *codes, size_t rows, size_t count)
{
    uint8_t smallest = UINT8_MAX;
    for (size_t row = 0; row < rows; row++) {
        uint8_t shifted = (uint8_t)(codes[row] - (uint8_t)count);
        smallest = shifted < smallest ? shifted : smallest;
    }
    return smallest >= TRIG_CODE8(TRIG_UNREADABLE) - count;
}

static bool codes16_fit(const uint16_t *codes, size_t rows, size_t count)
{
    uint16_t smallest = UINT16_MAX;
    for (size_t row = 0; row < rows; row++) {
        uint16_t shifted = (uint16_t)(codes[row] - (uint16_t)count);
        smallest = shifted < smallest ? shifted : smallest;
    }
    return smallest >= TRIG_CODE16(TRIG_UNREADABLE) - count;
}

static bool answers_fit(const uint8_t *answers, size_t rows)
{
    uint8_t largest = 0;
    for (size_t row = 0; row < rows; row++)
        largest = answers[row] > largest ? answers[row] : largest;
    return largest <= TRIG_UNREADABLE;
}

static bool flags_fit(const uint64_t *words, size_t rows, size_t count)
{
    uint64_t all = 0;
    for (size_t row = 0; row < rows; row++)
        all |= words[row];
    return count == FLAGS_MOST || all >> count == 0;
}

static bool offsets_fit(const uint32_t *offsets, size_t rows, size_t bytes)
{
    unsigned falling = offsets[0] != 0;
    for (size_t row = 0; row < rows; row++)
        falling |= (unsigned)(offsets[row + 1] < offsets[row]);
    return !falling && offsets[rows] == bytes;
}

/* Points the column's arrays into the data; [fixed] is where TEXT's bytes begin. */
static void place(const struct trig_segment *segment, size_t fixed, struct trig_column *out)
{
    const void *data = segment->data.data;
    const uint8_t *answers = (const uint8_t *)segment->data.data + (fixed - segment->rows);
    *out = (struct trig_column){.name = segment->variable, .encoding = segment->encoding};
    switch (segment->encoding) {
    case TRIG_ENCODING_CODES8:
        out->codes8 = data;
        break;
    case TRIG_ENCODING_CODES16:
        out->codes16 = data;
        break;
    case TRIG_ENCODING_WORDS:
        out->words = data;
        break;
    case TRIG_ENCODING_NUMBER:
        out->numbers = data;
        out->answers = answers;
        break;
    case TRIG_ENCODING_FLAGS:
        out->words = data;
        out->answers = answers;
        break;
    case TRIG_ENCODING_TEXT:
        out->offsets = data;
        out->answers = answers;
        out->bytes = segment->data.data + fixed;
        break;
    }
}

static const char *what_is_wrong(const struct trig_column *column, size_t rows, size_t count, size_t bytes)
{
    if (column->codes8 && !codes8_fit(column->codes8, rows, count))
        return "it holds a code outside its dictionary";
    if (column->codes16 && !codes16_fit(column->codes16, rows, count))
        return "it holds a code outside its dictionary";
    if (column->encoding == TRIG_ENCODING_FLAGS && !flags_fit(column->words, rows, count))
        return "it holds an option outside its dictionary";
    if (column->answers && !answers_fit(column->answers, rows))
        return "it holds an unknown kind of answer";
    if (column->offsets && !offsets_fit(column->offsets, rows, bytes))
        return "the offsets of its texts do not rise";
    return NULL;
}

static enum trig_status check_dictionary(const struct trig_segment *segment, size_t *count,
                                         struct trig_error *error)
{
    *count = 0;
    if (!has_dictionary(segment->encoding))
        return segment->dictionary.length
                   ? trig_error_set(error, TRIG_ERR_DAMAGED, "it has a dictionary and should have none")
                   : TRIG_OK;
    enum trig_status status = trig_texts_check(segment->dictionary, count, error);
    size_t most = segment->encoding == TRIG_ENCODING_CODES8    ? TRIG_CODES8_MOST
                  : segment->encoding == TRIG_ENCODING_CODES16 ? TRIG_CODES16_MOST
                                                               : FLAGS_MOST;
    if (!status && *count > most)
        status = trig_error_set(error, TRIG_ERR_DAMAGED, "its dictionary holds more than %zu texts", most);
    return status;
}

enum trig_status trig_segment_decode(const struct trig_segment *segment, struct trig_column *out,
                                     struct trig_error *error)
{
    size_t size;
    size_t count = 0;
    enum trig_status status = trig_segment_size(segment->encoding, segment->rows, &size, error);
    if (!status)
        status = check_dictionary(segment, &count, error);
    if (status)
        return status;
    bool is_text = segment->encoding == TRIG_ENCODING_TEXT;
    if (segment->data.length < size || (!is_text && segment->data.length > size))
        return trig_error_set(error, TRIG_ERR_DAMAGED, "it has %zu bytes and should have %s%zu",
                              segment->data.length, is_text ? "at least " : "", size);
    place(segment, size, out);
    const char *wrong = what_is_wrong(out, segment->rows, count, segment->data.length - size);
    return wrong ? trig_error_set(error, TRIG_ERR_DAMAGED, "%s", wrong) : TRIG_OK;
}

/* ---- encoding -------------------------------------------------------------------- */

/* The codes of missing answers keep their distance from the top: cutting off
 * the high byte is all there is to do. */
static void narrow_codes(const uint16_t *codes, size_t rows, char *out)
{
    for (size_t row = 0; row < rows; row++)
        out[row] = (char)(uint8_t)codes[row];
}

/* What is not answered has one form, whatever the array held. */
static void write_numbers(const struct trig_column *column, size_t rows, char *out)
{
    const double missing = NAN;
    memcpy(out, column->numbers, rows * sizeof *column->numbers);
    for (size_t row = 0; row < rows; row++)
        if (column->answers[row] != TRIG_ANSWERED)
            memcpy(out + row * sizeof missing, &missing, sizeof missing);
    memcpy(out + rows * sizeof missing, column->answers, rows);
}

static void write_flags(const struct trig_column *column, size_t rows, char *out)
{
    memcpy(out, column->words, rows * sizeof *column->words);
    for (size_t row = 0; row < rows; row++)
        if (column->answers[row] != TRIG_ANSWERED)
            memset(out + row * sizeof *column->words, 0, sizeof *column->words);
    memcpy(out + rows * sizeof *column->words, column->answers, rows);
}

static void write_texts(const struct trig_column *column, size_t rows, char *out)
{
    size_t offsets = (rows + 1) * sizeof *column->offsets;
    size_t bytes = column->offsets[rows];
    memcpy(out, column->offsets, offsets);
    memcpy(out + offsets, column->answers, rows);
    if (bytes)
        memcpy(out + offsets + rows, column->bytes, bytes);
}

/* The bytes of a column of [segment]'s encoding, where they are not used as they lie. */
static enum trig_status write_data(const struct trig_column *column, struct trig_segment *segment,
                                   struct trig_bytes *room, struct trig_error *error)
{
    size_t rows = segment->rows;
    size_t size;
    enum trig_status status = trig_segment_size(segment->encoding, rows, &size, error);
    if (!status && segment->encoding == TRIG_ENCODING_TEXT)
        size += column->offsets[rows];
    if (!status)
        status = trig_bytes_reserve(room, size, error);
    if (status)
        return status;
    room->length = size;
    if (segment->encoding == TRIG_ENCODING_CODES8)
        narrow_codes(column->codes16, rows, room->data);
    else if (segment->encoding == TRIG_ENCODING_NUMBER)
        write_numbers(column, rows, room->data);
    else if (segment->encoding == TRIG_ENCODING_FLAGS)
        write_flags(column, rows, room->data);
    else
        write_texts(column, rows, room->data);
    segment->data = trig_view_of(room->data, size);
    return TRIG_OK;
}

/* Codes and words are stored as they lie in the column. */
static bool lies_ready(const struct trig_column *column, struct trig_segment *segment)
{
    size_t rows = segment->rows;
    if (segment->encoding == TRIG_ENCODING_CODES8 && column->codes8)
        segment->data = trig_view_of((const char *)column->codes8, rows);
    else if (segment->encoding == TRIG_ENCODING_CODES16)
        segment->data = trig_view_of((const char *)column->codes16, rows * sizeof *column->codes16);
    else if (segment->encoding == TRIG_ENCODING_WORDS)
        segment->data = trig_view_of((const char *)column->words, rows * sizeof *column->words);
    else
        return false;
    return true;
}

/* A code above the dictionary must be found before it is narrowed to a wrong one. */
static bool codes_are_known(const struct trig_column *column, size_t rows)
{
    return column->encoding != TRIG_ENCODING_CODES16 ||
           codes16_fit(column->codes16, rows, trig_dictionary_count(column->dictionary));
}

static enum trig_status pack_dictionary(const struct trig_column *column, struct trig_segment_room *room,
                                        struct trig_segment *segment, struct trig_error *error)
{
    if (!has_dictionary(column->encoding))
        return TRIG_OK;
    enum trig_status status = trig_texts_pack_dictionary(column->dictionary, &room->dictionary, error);
    segment->dictionary = trig_view_of(room->dictionary.data, room->dictionary.length);
    if (column->encoding == TRIG_ENCODING_CODES16 &&
        trig_dictionary_count(column->dictionary) <= TRIG_CODES8_MOST)
        segment->encoding = TRIG_ENCODING_CODES8;
    return status;
}

enum trig_status trig_segment_encode(const struct trig_column *column, size_t rows,
                                     struct trig_segment_room *room, struct trig_segment *out,
                                     struct trig_error *error)
{
    struct trig_segment segment = {.variable = column->name, .encoding = column->encoding, .rows = rows};
    enum trig_status status = pack_dictionary(column, room, &segment, error);
    if (status)
        return status;
    if (!codes_are_known(column, rows))
        return trig_error_set(error, TRIG_ERR_USAGE,
                              "column \"%.*s\": it holds a code outside its dictionary",
                              TRIG_VIEW_ARG(column->name));
    if (!lies_ready(column, &segment))
        status = write_data(column, &segment, &room->data, error);
    if (status)
        return status;
    struct trig_column decoded;
    struct trig_error why = {0};
    if (trig_segment_decode(&segment, &decoded, &why))
        return trig_error_set(error, TRIG_ERR_USAGE, "column \"%.*s\": %s", TRIG_VIEW_ARG(column->name),
                              why.message);
    *out = segment;
    return TRIG_OK;
}
