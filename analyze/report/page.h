/* One self-contained HTML page: what a brief consists of, and its writer.
 *
 *      masthead   kicker, heading, facts (a number and what it is)
 *      warnings   what a reader must know first: synthetic data, published data
 *      findings   sentences, strongest first
 *      sections   text, charts (SVG inline), each with a link to its numbers
 *      methods    paragraphs
 *      tables     the numbers behind the charts, with the CSV files' names
 *      sources    key and value: imports, hashes, options, versions
 *
 * No script, no outside resource: the page reads the same from a disk, in ten
 * years, on paper and through a screen reader. All texts are borrowed.
 */
#ifndef TRIG_ANALYZE_REPORT_PAGE_H
#define TRIG_ANALYZE_REPORT_PAGE_H

#include "analyze/findings/findings.h"
#include "analyze/report/html.h"

struct trig_page_fact {
    struct trig_view value; /* "84" */
    struct trig_view label; /* "respondents" */
};

/* Findings under one heading. */
struct trig_page_findings {
    struct trig_view title;
    struct trig_view text; /* what the reader must know of them; may be empty */
    const struct trig_findings *list;
};

struct trig_page_chart {
    struct trig_view svg;     /* a whole svg element with its own title and description */
    struct trig_view reading; /* how to read it, a sentence below it */
    struct trig_view table;   /* the id of the table behind it, without # */
};

struct trig_page_section {
    struct trig_view id;
    struct trig_view title;
    struct trig_view text; /* paragraphs, one a line */
    const struct trig_page_chart *charts;
    size_t chart_count;
};

struct trig_page_table {
    struct trig_view id;
    struct trig_view caption;
    struct trig_view file; /* of the same numbers as CSV, relative to the page */
    const trig_table *table;
    const struct trig_html_column *columns;
    size_t column_count;
    struct trig_html_filter filter;
};

struct trig_page_source {
    struct trig_view key;
    struct trig_view value;
    bool is_hash; /* set in a monospaced face that may break anywhere */
};

/* A longer table is on the page as the name of its file only. */
#define TRIG_PAGE_ROWS 200

struct trig_page {
    struct trig_view title;   /* of the window */
    struct trig_view kicker;  /* above the heading: survey and wave */
    struct trig_view heading; /* the page's h1 */
    struct trig_view summary; /* a sentence or two below it */
    const struct trig_page_fact *facts;
    size_t fact_count;
    struct trig_views warnings;
    const struct trig_page_findings *findings;
    size_t finding_count;
    const struct trig_page_section *sections;
    size_t section_count;
    struct trig_views methods;
    const struct trig_page_table *tables;
    size_t table_count;
    const struct trig_page_source *sources;
    size_t source_count;
    struct trig_html_words words; /* for what stands in tables */
    struct trig_view footer;
};

/** Writes the page as UTF-8 HTML.
 *  @return TRIG_OK or TRIG_ERR_IO. */
enum trig_status trig_page_write(const struct trig_page *page, FILE *out, struct trig_error *error);

#endif
