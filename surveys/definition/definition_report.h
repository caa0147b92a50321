/* What is wrong with a survey definition, in words its author can act on.
 *
 * A check calls trig_report_mistake or trig_report_warning and goes on, so that
 * one run finds everything; only running out of memory is remembered in
 * [status], which the reader looks at between files. Texts of the author are
 * quoted with trig_report_quote, which shortens long ones; control characters
 * become blanks, so that a message cannot break a terminal.
 */
#ifndef TRIG_SURVEYS_DEFINITION_DEFINITION_REPORT_H
#define TRIG_SURVEYS_DEFINITION_DEFINITION_REPORT_H

#include "surveys/base/error.h"
#include "surveys/base/memory.h"
#include "surveys/base/view.h"

struct trig_report {
    struct trig_problems *problems; /* borrowed; NULL: nothing is kept */
    struct trig_arena texts;        /* of messages; may be cleared between files */
    const char *path;               /* of the file being read, borrowed */
    enum trig_status status;        /* TRIG_OK or TRIG_ERR_MEMORY, which stays */
    bool muted;                     /* a row whose fields are shifted: everything in it looks wrong */
    size_t found;                   /* mistakes so far */
    size_t warned;                  /* warnings so far */
    size_t compared;                /* names that misspellings were compared with so far */
};

void trig_report_init(struct trig_report *report, struct trig_problems *problems);
void trig_report_clear(struct trig_report *report);

/** Adds a mistake at [line] and [column] (0: none) of the file being read. */
void trig_report_mistake(struct trig_report *report, uint64_t line, uint64_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Adds a warning at [line] (0: of the whole file). */
void trig_report_warning(struct trig_report *report, uint64_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Remembers that memory ran out. */
void trig_report_no_memory(struct trig_report *report);

/** [text] in double quotes, at most 60 columns of it; lives as long as [texts]. */
const char *trig_report_quote(struct trig_report *report, struct trig_view text);

/** Whether another misspelling may be compared with [count] names. A file of
 *  garbage would have its thousands compared with thousands. Ask before a long
 *  list of candidates is made. */
bool trig_report_can_suggest(const struct trig_report *report, size_t count);

/** `; did you mean "x"?` when a candidate is near [text], else `; known: a, b`
 *  when there are few, else nothing. */
const char *trig_report_suggest(struct trig_report *report, struct trig_view text,
                                struct trig_views candidates);

/** The candidates as `a, b, c`, at most twenty of them and then how many more. */
const char *trig_report_list(struct trig_report *report, struct trig_views candidates);

/** The first mistake from index [start] on, which there must be, as an error.
 *  @return TRIG_ERR_FORMAT. */
enum trig_status trig_report_first(const struct trig_problems *problems, size_t start,
                                   struct trig_error *error);

#endif
