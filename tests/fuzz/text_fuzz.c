/* Any bytes as a text. Its first line and the rest are compared with each other. */
#include "tests/fuzz/fuzz.h"

#include "surveys/base/text.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

static void check_normalise(struct trig_arena *arena, struct trig_view text)
{
    struct trig_view once;
    struct trig_view twice;
    size_t bad = SIZE_MAX;
    bool valid = trig_text_is_utf8(text, &bad);
    fuzz_check(valid || bad < text.length);
    fuzz_check(trig_text_normalise(arena, text, &once, NULL) == (valid ? TRIG_OK : TRIG_ERR_FORMAT));
    if (!valid)
        return;
    fuzz_check(trig_text_is_utf8(once, NULL));
    fuzz_check(!once.length || (once.data[0] != ' ' && once.data[once.length - 1] != ' '));
    for (size_t i = 1; i < once.length; i++)
        fuzz_check(once.data[i] != ' ' || once.data[i - 1] != ' ');
    fuzz_check(trig_text_normalise(arena, once, &twice, NULL) == TRIG_OK);
    fuzz_check(trig_view_equal(once, twice));
}

static void check_trim_and_width(struct trig_view text)
{
    struct trig_view trimmed = trig_text_trim(text);
    fuzz_check(trimmed.length <= text.length);
    fuzz_check(trig_text_trim(trimmed).length == trimmed.length);
    size_t width = trig_text_width(text);
    for (size_t most = 0; most < 5; most++) {
        struct trig_view clipped = trig_text_clip(text, most);
        fuzz_check(clipped.length <= text.length && trig_text_width(clipped) <= most);
    }
    fuzz_check(trig_text_clip(text, width).length == text.length);
}

/* The C library takes more than we do; what we take it reads as the same number. */
static void check_number(struct trig_view text)
{
    double number;
    int64_t integer;
    if (trig_text_to_number(text, &number)) {
        struct trig_view trimmed = trig_text_trim(text);
        char *copy = calloc(trimmed.length + 1, 1);
        memcpy(copy, trimmed.data, trimmed.length);
        char *end;
        double expected = strtod(copy, &end);
        fuzz_check(*end == '\0' && isfinite(number) && number == expected);
        free(copy);
        char written[TRIG_NUMBER_TEXT];
        double again;
        trig_text_from_number(number, DBL_DECIMAL_DIG, written);
        fuzz_check(trig_text_to_number(trig_view(written), &again) && again == number);
    }
    if (trig_text_to_integer(text, &integer))
        fuzz_check(trig_text_to_number(text, &number) && number == (double)integer);
}

static void check_time(struct trig_view text)
{
    static const enum trig_date_order orders[] = {TRIG_DATE_DMY, TRIG_DATE_MDY, TRIG_DATE_YMD};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        double seconds;
        double again;
        char written[TRIG_TIME_TEXT];
        if (!trig_text_to_time(text, orders[i], &seconds))
            continue;
        fuzz_check(isfinite(seconds));
        trig_text_from_time(seconds, written);
        if (written[0]) /* an offset can lead out of the years 1 to 9999 */
            fuzz_check(trig_text_to_time(trig_view(written), orders[i], &again) && again == floor(seconds));
    }
}

static void check_list(struct trig_arena *arena, struct trig_view text)
{
    struct trig_views parts;
    fuzz_check(trig_text_split_list(arena, text, &parts, NULL) == TRIG_OK);
    size_t total = 0;
    for (size_t i = 0; i < parts.count; i++) {
        fuzz_check(parts.items[i].length > 0);
        total += parts.items[i].length;
    }
    fuzz_check(total + (parts.count ? parts.count - 1 : 0) <= text.length);
}

static void check_distance(struct trig_view a, struct trig_view b)
{
    size_t whole = trig_text_distance(a, b, SIZE_MAX);
    fuzz_check(whole <= (a.length > b.length ? a.length : b.length));
    fuzz_check((whole == 0) == trig_view_equal(a, b));
    fuzz_check(trig_text_distance(b, a, SIZE_MAX) == whole);
    for (size_t limit = 0; limit < 6; limit++)
        fuzz_check(trig_text_distance(a, b, limit) == (whole <= limit ? whole : limit + 1));
    const struct trig_view both[] = {a, b};
    size_t out[2];
    size_t count = trig_text_nearest(a, (struct trig_views){both, 2}, out, 2);
    fuzz_check(count <= 2);
    for (size_t i = 0; i < count; i++)
        fuzz_check(out[i] < 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trig_arena arena;
    trig_arena_init(&arena);
    struct trig_view text = trig_view_of((const char *)bytes, length);
    check_normalise(&arena, text);
    check_trim_and_width(text);
    check_number(text);
    check_time(text);
    check_list(&arena, text);
    const char *end = length ? memchr(text.data, '\n', length) : NULL;
    if (end && length < 300) { /* the whole distance takes time that grows with the square */
        size_t first = (size_t)(end - text.data);
        check_distance(trig_view_of(text.data, first), trig_view_of(end + 1, length - first - 1));
    }
    trig_arena_clear(&arena);
    return 0;
}
