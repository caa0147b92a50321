#include "surveys/text.h"

#include <string.h>

static bool is_ascii_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The length of the white space that [text] begins with: ASCII, NBSP, U+FEFF. */
static size_t blank_at_start(struct trig_view text)
{
    if (text.length && is_ascii_blank(text.data[0]))
        return 1;
    if (text.length >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0)
        return 2;
    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
        return 3;
    return 0;
}

static size_t blank_at_end(struct trig_view text)
{
    if (text.length == 0)
        return 0;
    const char *end = text.data + text.length;
    if (is_ascii_blank(end[-1]))
        return 1;
    if (text.length >= 2 && memcmp(end - 2, "\xC2\xA0", 2) == 0)
        return 2;
    if (text.length >= 3 && memcmp(end - 3, "\xEF\xBB\xBF", 3) == 0)
        return 3;
    return 0;
}

struct trig_view trig_text_trim(struct trig_view text)
{
    size_t blank;
    while ((blank = blank_at_start(text)))
        text = trig_view_of(text.data + blank, text.length - blank);
    while ((blank = blank_at_end(text)))
        text.length -= blank;
    return text;
}
