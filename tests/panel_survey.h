/* A synthetic panel for tests of trends: institutions of one size, waves three years apart, people
 * who come back with a given chance, and a number whose mean rises by a known amount from wave to
 * wave. Answers come from a seeded generator; nobody gave them. */
#ifndef TRIG_TESTS_PANEL_SURVEY_H
#define TRIG_TESTS_PANEL_SURVEY_H

#include "tests/filled_store.h"

struct panel {
    size_t institutions;
    size_t size; /* respondents of each institution in each wave */
    size_t waves;
    double stays;   /* chance that somebody answers in the next wave too */
    double rise;    /* of the mean of `days`, a year */
    double differs; /* standard deviation between institutions of that rise */
    uint64_t seed;
};

/* The definition and answers of a panel; variables: who, grade (five, seven), a (1 to 5, pillar p),
 * days (a number of standard deviation sqrt(2)). */
struct panel_survey {
    struct filled_text institutions;
    struct filled_text waves;
    struct filled_text actions; /* of every other institution, about p, before the last wave */
    struct filled_text csv;
    struct filled_file files[9]; /* ended by a NULL name */
};

void panel_make(const struct panel *panel, struct panel_survey *out);
void panel_clear(struct panel_survey *survey);

#endif
