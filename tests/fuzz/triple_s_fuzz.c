/* Any bytes as metadata of Triple-S and, behind a zero byte, lines of data. */
#include "tests/fuzz/fuzz.h"

#include "collect/sources/triple_s_cells.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_lines(const struct trig_triple_s *metadata, struct trig_arena *arena, const char *text,
                       const char *end)
{
    const struct trig_triple_s_column *columns;
    struct trig_triple_s_cells cells;
    struct trig_error error = {0};
    size_t count, total = 0;
    fuzz_check(trig_triple_s_columns(metadata, arena, &columns, &count, &error) == TRIG_OK);
    fuzz_check(trig_triple_s_cells_init(&cells, columns, count, &error) == TRIG_OK);
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct trig_view line = {text, (size_t)((stop ? stop : end) - text)};
        struct trig_csv_field fields[2] = {{line, false}, {line, false}};
        const struct trig_csv_record record = {.fields = fields, .count = 2};
        if (!metadata->is_csv)
            fuzz_check(trig_triple_s_read_line(&cells, line, &error) == TRIG_OK);
        else
            trig_triple_s_read_record(&cells, &record);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < cells.fields[i].text.length; j++)
                total += (unsigned char)cells.fields[i].text.data[j];
        text = stop ? stop + 1 : end;
    }
    fuzz_check(total != SIZE_MAX);
    trig_triple_s_cells_clear(&cells);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t *zero = memchr(bytes, 0, length);
    size_t first = zero ? (size_t)(zero - bytes) : length;
    struct trig_triple_s metadata;
    struct trig_error error = {0};
    char path[64];
    int file = memfd_create("metadata", MFD_CLOEXEC);
    fuzz_check(file >= 0);
    fuzz_check(write(file, bytes, first) == (ssize_t)first);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    enum trig_status status = trig_triple_s_read(path, &metadata, &error);
    fuzz_check(status == TRIG_OK || (status == error.status && error.message[0]));
    if (status == TRIG_OK && zero)
        read_lines(&metadata, &metadata.arena, (const char *)zero + 1, (const char *)bytes + length);
    trig_triple_s_clear(&metadata);
    close(file);
    return 0;
}
