/* A synthetic survey in memory: the demonstration's definition, exports of it
 * as bytes, and the cells read back. */
#ifndef TRIG_TESTS_UNIT_SYNTH_SURVEY_H
#define TRIG_TESTS_UNIT_SYNTH_SURVEY_H

#include "tests/synth/export.h"
#include "tests/synth/jisc.h"

/* The definition `demo`, to be freed with survey_clear. */
struct survey {
    struct trig_definition_files files;
    trig_definition *definition;
};

void survey_read(struct survey *survey);
void survey_clear(struct survey *survey);

/* What to export. */
struct wanted {
    const char *platform;
    const char *wave;
    uint64_t seed;
    uint64_t responses; /* 0: as the population gives */
    bool flaws;
    struct trig_synth_layout_options options;
    const bool *chosen;
};

/** 300 responses of the wave 2021 on [platform], without flaws. */
struct wanted wanted_on(const char *platform);

/** The demonstration's survey as the state of a group of tests. */
int survey_begin(void **state);
int survey_end(void **state);

/* An export: its bytes, its cells and the layout it was written with. */
struct sheet {
    char *bytes; /* owned, from open_memstream */
    size_t length;
    struct trig_synth_layout layout;
    struct trig_synth_counts counts;
    struct trig_arena arena;
    struct trig_views *rows; /* [0]: the headings */
    size_t row_count;
};

void sheet_make(const struct survey *survey, const struct wanted *wanted, struct sheet *sheet);
void sheet_clear(struct sheet *sheet);
/** Cell of a row and a column, both from 0; fails the test when there is none. */
struct trig_view sheet_cell(const struct sheet *sheet, size_t row, size_t column);
/** The first column of a variable, TRIG_NONE when it has none. */
size_t sheet_column(const struct sheet *sheet, size_t variable);
/** The first column with this source. */
size_t sheet_column_of(const struct sheet *sheet, enum trig_synth_source source);
/** The data row with the same record id as row [row] of [other], 0 when there is none. */
size_t sheet_find_row(const struct sheet *sheet, const struct sheet *other, size_t row);

/** Splits CSV bytes into rows in the arena. */
struct trig_views *split_rows(struct trig_arena *arena, struct trig_view bytes, char separator,
                              size_t *count);

#endif
