/* One row of a finished table as findings read it: after disclosure control, in points
 * for scores and shares, in its own unit else. */
#ifndef TRIG_ANALYZE_FINDINGS_COMPARISON_H
#define TRIG_ANALYZE_FINDINGS_COMPARISON_H

#include "analyze/findings/rules.h"
#include "surveys/definition/definition.h"
#include "surveys/table/table.h"

struct trig_found {
    struct trig_evidence evidence;
    struct trig_view subject; /* "Recognition", "Aldermere University: Recognition" */
    bool points;              /* scores of 0-100, or shares in percent */
    bool share;
    bool rounded;    /* its numbers are, to whole points or one decimal */
    bool directed;   /* there is a difference, with a side; else an effect only */
    double estimate; /* NAN: not in the table */
    double benchmark;
    double difference;
    double se;
    double effect;
    struct trig_view effect_name; /* "eta_squared"; blank: the table has no such column */
    struct trig_view magnitude;
    struct trig_view method;
    double n;
};

/** Reads row [row]; what the table does not have is NAN or blank. The subject stays blank. */
struct trig_found trig_found_read(const trig_table *table, size_t row);

/* The waves that a slope is of. */
struct trig_found_span {
    size_t count;
    size_t first; /* indices into the definition's waves */
    size_t last;
    double time; /* from the first to the last; what turns a slope into a change */
};

/** Reads row [row] of a trend, a slope, as the change that it makes from its first wave to its last; a change
 *  of an item on its own scale matters or not by the standard deviation that the changes between waves tell.
 *  @return false: the row is no slope that was tested, or too little is known of its waves. */
bool trig_found_line(const trig_table *table, size_t row, const trig_definition *definition,
                     struct trig_found *found, struct trig_found_span *span);

/** What a row is about: the measure's words, before them the institution (or the sector) when [named], and
 *  after them the categories between the columns institution and measure. In [arena];
 *  data is NULL when memory is out. */
struct trig_view trig_found_subject(struct trig_arena *arena, const trig_table *table, size_t row,
                                    const trig_definition *definition, bool named);

/** Whether two rows differ in their wave only, among the columns up to measure. */
bool trig_found_same_series(const trig_table *table, size_t row, size_t other);

/** A cell; blank or NAN when there is no such column. */
struct trig_view trig_found_text(const trig_table *table, size_t row, const char *column);
double trig_found_number(const trig_table *table, size_t row, const char *column);

/** What a measure is called in a sentence: the pillar's or item's label, the
 *  measure itself when the definition has no such thing. In [arena]. */
struct trig_view trig_measure_words(struct trig_arena *arena, const trig_definition *definition,
                                    struct trig_view measure);

#endif
