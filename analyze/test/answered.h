/* The answers of the groups that a test compares, value by value: for ranks, and for
 * tests that know of no design.
 *
 *      entry:  stratum | PSU | group | y | respondents | sum w | sum w^2
 *
 * Where all respondents weigh the same and answers are codes, an entry stands for all
 * who are alike in everything, and there are as many as cells have codes. Else it is
 * one respondent, since R takes ties in the order of the rows.
 */
#ifndef TRIG_ANALYZE_TEST_ANSWERED_H
#define TRIG_ANALYZE_TEST_ANSWERED_H

#include "analyze/test/means.h"

struct trig_answered_entry {
    size_t stratum;
    size_t psu;    /* TRIG_NONE: respondents are the units */
    size_t member; /* the cell, or the respondent; see estimate/calibration.h */
    size_t group;
    size_t row; /* orders ties */
    double y;
    double n;
    double w;
    double ww;
};

struct trig_answered {
    struct trig_arena arena;             /* owns the lists */
    const struct trig_cells *cells;      /* borrowed; what the entries' strata and members are indices of */
    const struct trig_design *design;    /* borrowed */
    struct trig_answered_entry *entries; /* by stratum, then PSU */
    size_t count;
    size_t *sorted; /* the entries by y, then row */
    size_t groups;
    double n;
    double weight;
};

/** Sorts [entries] of an otherwise filled [answered], and adds them up.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_answered_settle(struct trig_answered *answered, struct trig_error *error);

/** Only groups [first] and [second] of [answered], as groups 0 and 1. */
enum trig_status trig_answered_pair(const struct trig_answered *answered, size_t first, size_t second,
                                    struct trig_answered *out, struct trig_error *error);
void trig_answered_clear(struct trig_answered *answered);

/** The means of a score by group, as trig_means_make. @param scores  by entry. */
enum trig_status trig_answered_means(const struct trig_answered *answered, const double *scores,
                                     struct trig_means *out, struct trig_error *error);

#endif
