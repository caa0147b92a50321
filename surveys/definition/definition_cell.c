/* Cells of a definition's sheet as numbers, dates, flags and words. */
#include "surveys/definition/definition_sheet.h"

#include <string.h>
#include <strings.h>

bool trig_sheet_number(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                       struct trig_view text, double *out)
{
    if (text.length == 0)
        return false;
    if (trig_text_to_number(text, out))
        return true;
    trig_report_mistake(sheet->report, row->line, 0,
                        "%s is %s, which is not a number; write digits, and decimals after a point (0.5)",
                        what, trig_report_quote(sheet->report, text));
    return false;
}

bool trig_sheet_time(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, enum trig_date_order order, double *out)
{
    if (text.length == 0)
        return false;
    if (trig_text_to_time(text, order, out))
        return true;
    trig_report_mistake(sheet->report, row->line, 0,
                        "%s is %s, which is not a date; write year-month-day, as in 2024-05-28", what,
                        trig_report_quote(sheet->report, text));
    return false;
}

bool trig_sheet_flag(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, bool *out)
{
    if (text.length == 0)
        return false;
    if (trig_view_is(text, "1") || trig_view_is(text, "0")) {
        *out = trig_view_is(text, "1");
        return true;
    }
    trig_report_mistake(sheet->report, row->line, 0, "%s is %s; write 1 for yes, 0 or nothing for no", what,
                        trig_report_quote(sheet->report, text));
    return false;
}

bool trig_sheet_whole(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                      struct trig_view text, size_t least, size_t *out)
{
    int64_t number;
    if (text.length == 0)
        return false;
    if (trig_text_to_integer(text, &number) && number >= 0 && (uint64_t)number >= least) {
        *out = (size_t)number;
        return true;
    }
    trig_report_mistake(sheet->report, row->line, 0, "%s is %s; write a whole number of at least %zu", what,
                        trig_report_quote(sheet->report, text), least);
    return false;
}

/* The words as candidates for a suggestion. */
static struct trig_views views_of(struct trig_report *report, const char *const *words, size_t count)
{
    struct trig_views views = {NULL, 0};
    struct trig_view *items = trig_arena_calloc(&report->texts, count, sizeof *items);
    if (!items) {
        trig_report_no_memory(report);
        return views;
    }
    for (size_t i = 0; i < count; i++)
        items[i] = trig_view(words[i]);
    return (struct trig_views){.items = items, .count = count};
}

bool trig_sheet_word(const struct trig_sheet *sheet, const struct trig_sheet_row *row, const char *what,
                     struct trig_view text, const char *const *words, size_t count, size_t *out)
{
    if (text.length == 0)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == text.length && strncasecmp(words[i], text.data, text.length) == 0) {
            *out = i;
            return true;
        }
    }
    struct trig_views views = views_of(sheet->report, words, count);
    trig_report_mistake(sheet->report, row->line, 0, "%s %s is not known%s", what,
                        trig_report_quote(sheet->report, text),
                        trig_report_suggest(sheet->report, text, views));
    return false;
}
