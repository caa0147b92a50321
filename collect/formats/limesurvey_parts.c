#include "collect/formats/limesurvey_parts.h"

#include "surveys/base/text.h"

#include <ctype.h>

static struct trig_view from_to(struct trig_view text, size_t from, size_t to)
{
    return trig_text_trim(trig_view_of(text.data + from, to - from));
}

/* The length of a question code with its bracketed parts at the start of
 * [text]; 0 when there is none. Question codes begin with a letter. */
static size_t code_length(struct trig_view text, size_t *question)
{
    size_t i = 0;
    if (!text.length || !isalpha((unsigned char)text.data[0]))
        return 0;
    while (i < text.length && (isalnum((unsigned char)text.data[i]) || text.data[i] == '_'))
        i++;
    *question = i;
    while (i < text.length && text.data[i] == '[') {
        const char *end = memchr(text.data + i, ']', text.length - i);
        if (!end || end == text.data + i + 1)
            return 0;
        i = (size_t)(end - text.data) + 1;
    }
    return i;
}

/* Where the bracket that the last character closes was opened; SIZE_MAX: nowhere. */
static size_t last_bracket(struct trig_view text)
{
    size_t depth = 0;
    for (size_t i = text.length; i > 0; i--) {
        if (text.data[i - 1] == ']')
            depth++;
        else if (text.data[i - 1] == '[' && --depth == 0)
            return i - 1;
        if (depth == 0)
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

static void split_wording(struct trig_view text, struct trig_limesurvey_parts *out)
{
    text = trig_text_trim(text);
    out->text = text;
    size_t open = last_bracket(text);
    if (open == SIZE_MAX)
        return;
    out->text = from_to(text, 0, open);
    out->sub_text = from_to(text, open + 1, text.length - 1);
}

bool trig_limesurvey_take_apart(struct trig_view heading, struct trig_limesurvey_parts *out)
{
    *out = (struct trig_limesurvey_parts){0};
    size_t question = 0;
    size_t length = code_length(heading, &question);
    bool alone = length && length == heading.length;
    bool worded = length && length + 1 < heading.length && heading.data[length] == '.' &&
                  isspace((unsigned char)heading.data[length + 1]);
    if (!alone && !worded) {
        split_wording(heading, out);
        return false;
    }
    out->code = trig_view_of(heading.data, length);
    out->question = trig_view_of(heading.data, question);
    /* One pair of brackets is a subquestion or option; two are a cell of a
     * two-scale array, which is a variable of its own. */
    if (length > question && !memchr(heading.data + question + 1, '[', length - question - 1))
        out->sub = from_to(heading, question + 1, length - 1);
    if (worded && length > question)
        split_wording(from_to(heading, length + 1, heading.length), out);
    else if (worded)
        out->text = from_to(heading, length + 1, heading.length);
    return true;
}

void trig_limesurvey_take_apart_vv(struct trig_view code, struct trig_view wording,
                                   struct trig_limesurvey_parts *out)
{
    *out = (struct trig_limesurvey_parts){0};
    const char *mark = code.length ? memchr(code.data, '_', code.length) : NULL;
    size_t question = mark ? (size_t)(mark - code.data) : code.length;
    split_wording(wording, out);
    out->code = code;
    out->question = trig_view_of(code.data, question);
    /* A second mark is a cell of an array, which is a variable of its own. */
    if (mark && !memchr(mark + 1, '_', code.length - question - 1))
        out->sub = from_to(code, question + 1, code.length);
}
