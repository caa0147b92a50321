#include "collect/answers/number_label.h"

#include "surveys/base/text.h"

#include "collect/formats/heading.h"

#include <ctype.h>

static bool is_one_of(struct trig_view label, const char *const *words)
{
    for (; *words; words++)
        if (trig_heading_is(label, *words))
            return true;
    return false;
}

/* The first number in [label], as it stands there. */
static bool find_number(struct trig_view label, double *out)
{
    size_t start = 0;
    while (start < label.length && !isdigit((unsigned char)label.data[start]))
        start++;
    size_t end = start;
    while (end < label.length && (isdigit((unsigned char)label.data[end]) || label.data[end] == '.'))
        end++;
    while (end > start && label.data[end - 1] == '.')
        end--;
    return end > start && trig_text_to_number(trig_view_of(label.data + start, end - start), out);
}

enum trig_number_label trig_number_label_read(double number, struct trig_view label)
{
    static const char *const nothing[] = {"none", "no",      "never",      "zero",
                                          "nil",  "nothing", "not at all", NULL};
    static const char *const missing[] = {"not stated",
                                          "not answered",
                                          "no answer",
                                          "no response",
                                          "don't know",
                                          "do not know",
                                          "dk",
                                          "dk/ns",
                                          "refused",
                                          "missing",
                                          "not asked",
                                          "n/a",
                                          "na",
                                          "unknown",
                                          "not known",
                                          "not applicable",
                                          "no opinion",
                                          "not provided",
                                          "skipped",
                                          "dk/na",
                                          "can't say",
                                          "prefer not to say",
                                          "prefer not to answer",
                                          NULL};
    double said;
    label = trig_text_trim(label);
    if (find_number(label, &said))
        return said == number ? TRIG_NUMBER_MEANT : TRIG_NUMBER_UNSURE;
    if (number == 0 && is_one_of(label, nothing))
        return TRIG_NUMBER_MEANT;
    return is_one_of(label, missing) ? TRIG_NUMBER_MISSING : TRIG_NUMBER_UNSURE;
}
