/* The R code that --show-r prints, run as it stands, against the result that it was printed beside:
 *
 *      survey --+--> LABEL.data.csv ---------------------------------.
 *               +--> store.trig --> trig-analyze --+--> printed code --> all.R --> LABEL.csv
 *                                                  `--> LABEL.ours.csv --- compared ---'
 *
 * All cases go through one R process. Ours are compared with the numbers of expected/LABEL.csv besides, and
 * with these alone where R is absent; UPDATE=1 in the environment writes them where R is here.
 */
#ifndef TRIG_TESTS_ORACLE_SHOWN_H
#define TRIG_TESTS_ORACLE_SHOWN_H

#include "tests/oracle/surveys.h"

struct oracle_shown {
    const char *label;                  /* and the name of the stored numbers */
    const struct oracle_survey *survey; /* NULL: what [write] leaves in the folder */
    void (*write)(void); /* makes data.csv and store.trig of data that R brings along; nothing is stored
                            of these, and without R they are left out */
    const char *command; /* of trig-analyze */
    const char *options; /* after the store */
    const char *last;    /* R that makes `result` what is compared; NULL: it is */
    const char *needed;  /* rows of ours with a number here have to be R's too; NULL: they may be alone */
    double relative;     /* to which numbers agree: 1e-8 for closed forms, 1e-5 where R goes by steps */
    const char *prepare; /* what the shell runs in the folder before; NULL: nothing */
};

/** Runs and compares the cases in [folder]; fails the cmocka test that calls it at the first difference.
 *  @return how many rows agreed. */
size_t oracle_shown_compare(const char *folder, const struct oracle_shown *cases, size_t count, bool has_r);

#endif
