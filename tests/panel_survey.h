/* A synthetic panel for tests of trends: institutions of one size, waves three years apart, people
 * who come back with a given chance, and a number whose mean rises by a known amount from wave to
 * wave. Answers come from a seeded generator; nobody gave them. */
#ifndef TRIG_TESTS_PANEL_SURVEY_H
#define TRIG_TESTS_PANEL_SURVEY_H

#include "tests/filled_store.h"

#include <stdbool.h>

struct panel {
    size_t institutions;
    size_t size; /* respondents of each institution in each wave */
    size_t waves;
    double stays;   /* chance that somebody answers in the next wave too */
    double rise;    /* of the mean of `days`, a year */
    double differs; /* standard deviation between institutions of that rise */
    size_t others;  /* respondents of every second pair of institutions instead of [size]; 0: the same */
    double acts;    /* what acting adds to `days` in the last wave */
    double moves;   /* of the share of grade five, from wave to wave */
    double apart;   /* `days` of grade seven beyond those of grade five */
    uint64_t seed;
};

/* The definition and answers of a panel; variables: who, grade (five, seven), a (1 to 5, pillar p),
 * days (a number of standard deviation sqrt(2) within a grade, pillar d). */
struct panel_survey {
    double *rises; /* a year, by institution: the truth */
    struct filled_text institutions;
    struct filled_text waves;
    struct filled_text actions; /* of every other institution, about both pillars, before the last wave */
    struct filled_text csv;
    struct filled_file files[9]; /* ended by a NULL name */
};

void panel_make(const struct panel *panel, struct panel_survey *out);
/** Whether institution [index] acted. */
bool panel_acted(size_t index);
void panel_clear(struct panel_survey *survey);

#endif
