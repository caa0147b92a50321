/* What the exports of Jisc Online Surveys and their key file share. */
#ifndef TRIG_TESTS_SYNTH_JISC_H
#define TRIG_TESTS_SYNTH_JISC_H

#include "tests/synth/layout.h"

#include <stdio.h>

#define TRIG_SYNTH_JISC_OTHER "If you selected Other, please specify:"

/* Where a variable stands in the questionnaire. */
struct trig_synth_jisc_place {
    size_t variable;
    size_t question;  /* from 1 */
    size_t statement; /* within a grid, from 1 */
    size_t length;    /* of the grid; 1: a question by itself */
};

typedef enum trig_status trig_synth_jisc_visit(void *context, const struct trig_synth_jisc_place *place,
                                               struct trig_error *error);

/** Visits every question in the order of the questionnaire. */
enum trig_status trig_synth_jisc_walk(const trig_definition *definition, trig_synth_jisc_visit *visit,
                                      void *context, struct trig_error *error);

/** What stands above the statements of the grid that [variable] begins. */
struct trig_view trig_synth_jisc_grid_title(const trig_definition *definition, size_t variable);

/** The number of option [index] (from 0) of [count] in a coded export. */
size_t trig_synth_jisc_number(const struct trig_synth_layout_options *options, size_t index, size_t count);

/** Writes the key of a coded export: two columns, a row for each question,
 *  after it a row for each of its options. */
enum trig_status trig_synth_jisc_key_write(const struct trig_synth_layout *layout, FILE *out,
                                           struct trig_error *error);

#endif
