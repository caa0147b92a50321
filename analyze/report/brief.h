/* The brief of one institution: everything its page says, computed.
 *
 *      stores --compute--> tables (after disclosure control)
 *      tables --plan-----> charts wanted: kind, rows, words   --(a command draws them)--> SVG text
 *      tables, charts --write--> one HTML page
 *
 * This room knows tables and words, not gnuplot: the command that joins both
 * draws the planned charts and hands their SVG text back.
 */
#ifndef TRIG_ANALYZE_REPORT_BRIEF_H
#define TRIG_ANALYZE_REPORT_BRIEF_H

#include "analyze/context/context.h"
#include "analyze/findings/findings.h"
#include "analyze/show_r/aside.h"

/* The tables of a brief, in the order in which the page lists them. */
enum trig_brief_table {
    TRIG_BRIEF_RESPONSES, /* respondents and response rates, by wave and institution */
    TRIG_BRIEF_SECTOR,    /* the same of everybody, by wave */
    TRIG_BRIEF_BENCHMARK, /* the institution beside the sector, latest wave */
    TRIG_BRIEF_COMPARE,   /* all institutions, latest wave */
    TRIG_BRIEF_TREND,     /* the institution and the sector over waves */
    TRIG_BRIEF_ANSWERS,   /* the institution's answers, item by item */
    TRIG_BRIEF_TABLES
};

enum trig_brief_kind { TRIG_BRIEF_PANELS, TRIG_BRIEF_TREND_LINES, TRIG_BRIEF_CATERPILLAR, TRIG_BRIEF_LIKERT };

/* A chart that the brief wants drawn. */
struct trig_brief_chart {
    enum trig_brief_kind kind;
    struct trig_view name; /* of its files, for example "compare-recognition" */
    enum trig_brief_table table;
    const char *filter;     /* a column; NULL: all rows */
    struct trig_view value; /* that the rows hold there */
    struct trig_view scale; /* likert: the scale whose items it shows */
    size_t section;         /* on the page: 0 is the overview, then the pillars in order */
    struct trig_view title; /* states the finding where there is one */
    struct trig_view subtitle;
    struct trig_view caption;
    struct trig_view reading; /* how to read it, below the chart */
    struct trig_view svg;     /* filled in by whoever draws it; empty: it could not be drawn */
};

struct trig_brief {
    struct trig_arena arena;
    const struct trig_context *context; /* borrowed */
    size_t institution;
    size_t wave;                   /* the latest that holds responses; TRIG_NONE: a survey without waves */
    struct trig_measures measures; /* the pillars, or the items of a survey without pillars */
    trig_table *tables[TRIG_BRIEF_TABLES];       /* NULL: does not apply (one wave has no trend) */
    struct trig_aside r_code[TRIG_BRIEF_TABLES]; /* R code of each table; empty without --show-r */
    struct trig_findings standing;               /* against the sector */
    struct trig_findings change;                 /* since the wave before */
    struct trig_brief_chart *charts;
    size_t chart_count;
};

/** Computes the tables and findings, and plans the charts.
 *  @param brief        zeroed by the call; clear it in any case.
 *  @param institution  whose brief it is.
 *  @return TRIG_OK; TRIG_ERR_REFUSED when the institution has too few
 *          respondents for any number of its own; what the analyses return. */
enum trig_status trig_brief_compute(struct trig_brief *brief, const struct trig_context *context,
                                    size_t institution, struct trig_error *error);
void trig_brief_clear(struct trig_brief *brief);

/** Plans the charts of computed tables; trig_brief_compute has called it. */
enum trig_status trig_brief_plan(struct trig_brief *brief, struct trig_error *error);

/** What made the page, printed in it. */
struct trig_brief_making {
    struct trig_view date;    /* "21 November 2026" */
    struct trig_view command; /* the command line as typed */
};

/** Writes the page. Tables are linked as tables/NAME.csv (trig_brief_file). */
enum trig_status trig_brief_write(struct trig_brief *brief, const struct trig_brief_making *making, FILE *out,
                                  struct trig_error *error);

/** "responses", "sector", "benchmark", ...: the stem of a table's file and id. */
const char *trig_brief_file(enum trig_brief_table table);

/** The institution's name, else its id; the wave's label, else its id, blank without waves. */
struct trig_view trig_brief_institution(const struct trig_brief *brief);
struct trig_view trig_brief_wave(const struct trig_brief *brief);

/** "TITLE, WAVE": the survey's title, with the wave unless the title names it, in
 *  the brief's arena; [between] is what stands between them. */
struct trig_view trig_brief_survey(struct trig_brief *brief, const char *between);

#endif
