#include "collect/formats/formats.h"

#include <stdarg.h>
#include <stdio.h>

/* When two are equally sure, the earlier one is taken; plain CSV, which is
 * never sure, comes last of those that are text. */
static const struct trig_format *const formats[] = {
    &trig_format_jisc,
    &trig_format_limesurvey,
    &trig_format_qualtrics,
    &trig_format_surveymonkey,
    &trig_format_google_forms,
    &trig_format_alchemer,
    &trig_format_redcap,
    &trig_format_kobo,
    &trig_format_ms_forms,
    &trig_format_plain_csv,
    &trig_format_spss,
    &trig_format_triple_s,
    NULL,
};

const struct trig_format *trig_format_at(size_t index)
{
    size_t count = 0;
    while (count < index && formats[count])
        count++;
    return formats[count];
}

const struct trig_format *trig_format_find(struct trig_view name)
{
    for (size_t i = 0; formats[i]; i++)
        if (trig_view_is(name, formats[i]->name))
            return formats[i];
    return NULL;
}

void trig_why_set(struct trig_why *why, const char *format, ...)
{
    if (!why)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why->text, sizeof why->text, format, arguments);
    va_end(arguments);
}
