/* One response as one line of an export. */
#ifndef TRIG_TESTS_SYNTH_ROW_H
#define TRIG_TESTS_SYNTH_ROW_H

#include "tests/synth/draw.h"
#include "tests/synth/layout.h"

/* What is odd about one row; a zeroed struct with the columns at TRIG_NONE is
 * an ordinary one. */
struct trig_synth_oddity {
    size_t answered;              /* columns from this one on are empty; TRIG_NONE: none */
    size_t changed;               /* the column whose cell is replaced; TRIG_NONE: none */
    struct trig_view replacement; /* its text, not encoded */
};

struct trig_synth_record {
    const struct trig_synth_response *response;
    uint64_t id;
    enum trig_synth_fate fate;
    double started; /* seconds since 1970 */
    double submitted;
    struct trig_synth_oddity oddity;
};

/** Puts the headings, after a byte-order mark where the platform writes one. */
void trig_synth_row_head(const struct trig_synth_layout *layout, struct trig_synth_line *line);

/** Puts the record's cells and the end of the line. */
void trig_synth_row_put(const struct trig_synth_layout *layout, const struct trig_synth_record *record,
                        struct trig_synth_line *line);

/** Puts a line without anything in it but separators. */
void trig_synth_row_blank(const struct trig_synth_layout *layout, struct trig_synth_line *line);

#endif
