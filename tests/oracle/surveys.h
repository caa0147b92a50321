/* The synthetic surveys of the oracle tests: definitions, and answers drawn from
 * a seeded sequence, the same on every machine. */
#ifndef TRIG_TESTS_ORACLE_SURVEYS_H
#define TRIG_TESTS_ORACLE_SURVEYS_H

#include "tests/filled_store.h"

struct oracle_survey {
    const char *name;
    const struct filled_file *files;
    void (*answers)(struct filled_text *csv);
};

/* Institutions and waves; unknown, exact and too small population counts; an
 * institution of one respondent; items skipped and answered "na"; calibrated
 * weights, which --weights none leaves aside. */
extern const struct oracle_survey oracle_staff;
/* Weights, strata and population sizes in the export; nobody knows institutions
 * or waves; some respondents out of scope. */
extern const struct oracle_survey oracle_sample;
/* Strata, PSUs, weights and sampling fractions; one stratum of a single PSU,
 * treated as the name says. */
extern const struct oracle_survey oracle_clusters_remove;
extern const struct oracle_survey oracle_clusters_adjust;
extern const struct oracle_survey oracle_clusters_average;
extern const struct oracle_survey oracle_clusters_certainty;
extern const struct oracle_survey oracle_clusters_fail;
/* Strata and population sizes without weights. */
extern const struct oracle_survey oracle_sizes;

/** Writes the survey's answers to data.csv in [folder], and stores them in store.trig there. */
void oracle_write(const char *folder, const struct oracle_survey *survey);

#endif
