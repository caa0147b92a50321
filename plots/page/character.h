/* Text one character at a time. */
#ifndef TRIG_PLOTS_PAGE_CHARACTER_H
#define TRIG_PLOTS_PAGE_CHARACTER_H

#include "surveys/base/view.h"

#include <utf8proc.h>

#define TRIG_REPLACEMENT_CHARACTER 0xFFFD

/** Takes the first character off [text], which must not be empty; a byte that
 *  is not UTF-8 is U+FFFD. */
static inline utf8proc_int32_t trig_character_take(struct trig_view *text)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text->data, (utf8proc_ssize_t)text->length, &character);
    if (used <= 0) {
        used = 1;
        character = TRIG_REPLACEMENT_CHARACTER;
    }
    text->data += used;
    text->length -= (size_t)used;
    return character;
}

/** Whether [character] ends a line or controls something instead of being seen. */
static inline bool trig_character_is_control(utf8proc_int32_t character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
           character == 0x2029;
}

#endif
