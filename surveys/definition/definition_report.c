#include "surveys/definition/definition_report.h"

#include "surveys/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A file of garbage has a mistake in every row: enough is enough for a reader,
 * and for the memory. So many of mistakes, and of warnings. */
#define MOST_LISTED 10000

/* Names compared in one reading: a hundred misspellings of a large survey, and a
 * tenth of a second. */
#define MOST_COMPARED 100000

/* All roles fit; a list of institutions does not. */
#define LISTED_NAMES 20

void trig_report_init(struct trig_report *report, struct trig_problems *problems)
{
    *report = (struct trig_report){.problems = problems, .status = TRIG_OK};
    trig_arena_init(&report->texts);
}

void trig_report_clear(struct trig_report *report)
{
    trig_arena_clear(&report->texts);
}

void trig_report_no_memory(struct trig_report *report)
{
    report->status = TRIG_ERR_MEMORY;
}

/* Blanks what would move the cursor: the C0 controls, DEL, and the C1 controls,
 * which are the two bytes C2 80 to C2 9F in UTF-8. */
static void blank_controls(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool second = i > 0 && (unsigned char)text[i - 1] == 0xC2 && byte >= 0x80 && byte < 0xA0;
        if (byte < 0x20 || byte == 0x7F)
            text[i] = ' ';
        if (second)
            text[i - 1] = text[i] = ' ';
    }
}

/* Adds a message, fit for a terminal and for JSON: without control characters,
 * and not cut within a character by the room there is for it. */
static void add(struct trig_report *report, enum trig_severity severity, uint64_t line, uint64_t column,
                char *message)
{
    size_t bad;
    blank_controls(message, strlen(message));
    if (!trig_text_is_utf8(trig_view(message), &bad))
        message[bad] = '\0';
    if (trig_problems_add(report->problems, severity, report->path, line, column, "%s", message))
        trig_report_no_memory(report);
}

void trig_report_mistake(struct trig_report *report, uint64_t line, uint64_t column, const char *format, ...)
{
    if (report->muted || ++report->found > MOST_LISTED)
        return;
    char message[sizeof((struct trig_error *)0)->message];
    if (report->found == MOST_LISTED)
        format = "so many mistakes that the rest is not listed; correct these first";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(report, TRIG_MISTAKE, line, column, message);
}

void trig_report_warning(struct trig_report *report, uint64_t line, const char *format, ...)
{
    if (report->muted || ++report->warned > MOST_LISTED)
        return;
    char message[sizeof((struct trig_error *)0)->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(report, TRIG_WARNING, line, 0, message);
}

static const char *text_or_blame(struct trig_report *report, struct trig_view text)
{
    if (text.data)
        return text.data;
    trig_report_no_memory(report);
    return "";
}

const char *trig_report_quote(struct trig_report *report, struct trig_view text)
{
    struct trig_view shown = trig_text_clip(text, 60);
    const char *more = shown.length < text.length ? "..." : "";
    return text_or_blame(report, trig_arena_printf(&report->texts, "\"%.*s%s\"", TRIG_VIEW_ARG(shown), more));
}

const char *trig_report_list(struct trig_report *report, struct trig_views candidates)
{
    const char *list = "";
    for (size_t i = 0; i < candidates.count && i < LISTED_NAMES; i++) {
        struct trig_view name = trig_text_clip(candidates.items[i], 60);
        list = text_or_blame(
            report, trig_arena_printf(&report->texts, "%s%s%.*s", list, i ? ", " : "", TRIG_VIEW_ARG(name)));
    }
    if (candidates.count > LISTED_NAMES)
        list = text_or_blame(report, trig_arena_printf(&report->texts, "%s and %zu more", list,
                                                       candidates.count - LISTED_NAMES));
    return list;
}

bool trig_report_can_suggest(const struct trig_report *report, size_t count)
{
    return !report->muted && report->compared + count <= MOST_COMPARED;
}

const char *trig_report_suggest(struct trig_report *report, struct trig_view text,
                                struct trig_views candidates)
{
    if (candidates.count == 0 || !trig_report_can_suggest(report, candidates.count))
        return "";
    report->compared += candidates.count;
    size_t nearest;
    if (trig_text_nearest(text, candidates, &nearest, 1) == 0) {
        const char *list = trig_report_list(report, candidates);
        return text_or_blame(report, trig_arena_printf(&report->texts, "; known: %s", list));
    }
    const char *name = trig_report_quote(report, candidates.items[nearest]);
    return text_or_blame(report, trig_arena_printf(&report->texts, "; did you mean %s?", name));
}

enum trig_status trig_report_first(const struct trig_problems *problems, size_t start,
                                   struct trig_error *error)
{
    while (problems->items[start].severity != TRIG_MISTAKE)
        start++;
    if (error)
        *error = problems->items[start].error;
    return TRIG_ERR_FORMAT;
}
