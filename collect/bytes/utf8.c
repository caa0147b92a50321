#include "collect/bytes/utf8.h"

#include <string.h>

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t trig_utf8_character(const unsigned char *bytes, size_t left)
{
    unsigned char first = bytes[0];
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < 2)
        return SIZE_MAX;
    /* The second byte excludes overlong forms, surrogates and what is beyond U+10FFFF. */
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if (i >= left)
            return SIZE_MAX;
        if (!is_continuation(bytes[i]))
            return 0;
    }
    return length;
}

/* The length of the ASCII at the start, eight bytes at a time. */
static size_t ascii_length(const unsigned char *bytes, size_t length)
{
    size_t i = 0;
    for (; i + 32 <= length; i += 32) {
        uint64_t words[4];
        memcpy(words, bytes + i, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < length && bytes[i] < 0x80)
        i++;
    return i;
}

size_t trig_utf8_valid(const unsigned char *bytes, size_t length)
{
    size_t i = 0;
    for (;;) {
        i += ascii_length(bytes + i, length - i);
        if (i == length)
            return i;
        size_t character = trig_utf8_character(bytes + i, length - i);
        if (character == 0 || character == SIZE_MAX)
            return i;
        i += character;
    }
}

/* Judges the characters that begin in the first [stop] bytes.
 * @return where the first one begins that is not judged: at [stop], beyond it, or
 *         at a character that [length] cuts. */
static size_t judge(struct trig_utf8_census *census, const unsigned char *bytes, size_t length, size_t stop)
{
    size_t i = 0;
    while (i < stop) {
        i += ascii_length(bytes + i, stop - i);
        if (i == stop)
            break;
        size_t character = trig_utf8_character(bytes + i, length - i);
        if (character == SIZE_MAX)
            break;
        census->bad += character == 0;
        census->multibyte += character > 1;
        i += character ? character : 1;
    }
    return i;
}

void trig_utf8_census_add(struct trig_utf8_census *census, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    size_t used = 0;
    if (census->pending_count) {
        /* The pending beginning and as much of the block as completes it. */
        unsigned char joint[8];
        size_t kept = census->pending_count;
        size_t more = length < sizeof joint - kept ? length : sizeof joint - kept;
        memcpy(joint, census->pending, kept);
        memcpy(joint + kept, bytes, more);
        size_t judged = judge(census, joint, kept + more, kept);
        if (judged < kept) {
            memmove(census->pending, joint + judged, kept + more - judged);
            census->pending_count = kept + more - judged;
            return;
        }
        census->pending_count = 0;
        used = judged - kept;
    }
    size_t judged = used + judge(census, bytes + used, length - used, length - used);
    census->pending_count = length - judged;
    memcpy(census->pending, bytes + judged, length - judged);
}

void trig_utf8_census_finish(struct trig_utf8_census *census)
{
    census->bad += census->pending_count > 0;
    census->pending_count = 0;
}
