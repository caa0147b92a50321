/* Any bytes as a column of the store: encoding (1 byte), rows (2), length of the
 * dictionary (2), dictionary, data. What is decoded can be indexed with. */
#include "tests/fuzz/fuzz.h"

#include "surveys/base/memory.h"
#include "surveys/store/store_remap.h"

#include <string.h>

static void touch_cells(const struct trig_column *column, size_t rows, size_t texts)
{
    for (size_t row = 0; row < rows; row++) {
        size_t code = 0;
        enum trig_answer answer = trig_column_answer(column, row, &code);
        fuzz_check(answer <= TRIG_UNREADABLE);
        if (column->codes8 || column->codes16)
            fuzz_check(answer != TRIG_ANSWERED || code < texts);
        if (column->encoding == TRIG_ENCODING_FLAGS && texts < 64)
            fuzz_check(column->words[row] >> texts == 0);
        if (column->offsets) {
            struct trig_view text = trig_column_text(column, row);
            uint64_t sum = 0;
            for (size_t i = 0; i < text.length; i++)
                sum += (unsigned char)text.data[i];
            fuzz_check(sum <= 255 * text.length);
        }
    }
}

/* As a scan does it whose dictionary has other texts in another order. */
static void remap(const struct trig_segment *segment, struct trig_column column)
{
    static const char *const texts[] = {"no such text", "b", "a", ""};
    trig_dictionary *dictionary = trig_dictionary_create(NULL);
    for (size_t i = 0; i < 4; i++)
        trig_dictionary_add(dictionary, trig_view(texts[i]), NULL, NULL);
    struct trig_remap map = {0};
    struct trig_bytes room = {0};
    bool has_flags = segment->encoding == TRIG_ENCODING_FLAGS;
    fuzz_check(trig_remap_apply(&map, segment, has_flags ? TRIG_ENCODING_FLAGS : TRIG_ENCODING_CODES8,
                                dictionary, &room, &column, NULL) == TRIG_OK);
    touch_cells(&column, segment->rows, 4);
    trig_remap_clear(&map);
    trig_bytes_clear(&room);
    trig_dictionary_destroy(dictionary);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    uint16_t rows;
    uint16_t dictionary;
    if (length < 5)
        return 0;
    memcpy(&rows, bytes + 1, sizeof rows);
    memcpy(&dictionary, bytes + 3, sizeof dictionary);
    const char *rest = (const char *)bytes + 5;
    length -= 5;
    if (dictionary > length)
        return 0;
    char *data = trig_calloc(length - dictionary, 1); /* aligned, as the store's is */
    memcpy(data, rest + dictionary, length - dictionary);
    const struct trig_segment segment = {
        .variable = trig_view("x"),
        .encoding = (enum trig_encoding)(bytes[0] % 8),
        .rows = rows,
        .dictionary = trig_view_of(rest, dictionary),
        .data = trig_view_of(data, length - dictionary),
    };
    struct trig_column column;
    struct trig_error error;
    size_t texts = 0;
    enum trig_status status = trig_segment_decode(&segment, &column, &error);
    fuzz_check(status == TRIG_OK || status == TRIG_ERR_DAMAGED);
    if (status == TRIG_OK) {
        if (dictionary)
            fuzz_check(trig_texts_check(segment.dictionary, &texts, NULL) == TRIG_OK);
        touch_cells(&column, rows, texts);
        if (dictionary)
            remap(&segment, column);
    }
    trig_free(data);
    return 0;
}
