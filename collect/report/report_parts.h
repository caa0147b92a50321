/* What the files report_*.c share: the rows of a report while they are gathered. */
#ifndef TRIG_COLLECT_REPORT_REPORT_PARTS_H
#define TRIG_COLLECT_REPORT_REPORT_PARTS_H

#include "surveys/base/memory.h"

#include "collect/report/report.h"

enum part { DETECTED, COLUMN, VARIABLE, COVERAGE, UNREADABLE, SET_ASIDE, COUNT, FAILED, TOTAL, PARTS };

struct row {
    enum part part;
    struct trig_view file;
    struct trig_view name;
    struct trig_view value;
    bool has_count;
    uint64_t count;
    struct trig_view note;
};

struct trig_report {
    enum trig_table_format format;
    struct trig_arena arena;
    struct row *rows; /* owned */
    size_t count;
    size_t capacity;
    struct trig_view file; /* of the rows that are being added */
    bool failed;           /* memory ran out while rows were added */
};

/** Adds a row; all texts are copied. [count] may be NULL. When memory is out the
 *  report has failed, which trig_report_add says in the end. */
void trig_report_row(trig_report *report, enum part part, struct trig_view name, struct trig_view value,
                     const uint64_t *count, struct trig_view note);

/** Adds how many records are stored; where there is no import, how many would be. CSV and JSON
 *  keep the name, for programs, and have it in the note. */
void trig_report_add_stored(trig_report *report, uint64_t stored, uint64_t import, struct trig_view note);

/** printf into the report's arena. */
struct trig_view trig_report_print(trig_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** [text] as it is, or for the text form on one line and cut. */
struct trig_view trig_report_show(trig_report *report, struct trig_view text);

/** Adds how far the answers are read, and what could not be. */
void trig_report_add_answers(trig_report *report, const trig_definition *definition,
                             const struct trig_ingest_result *result);

#endif
