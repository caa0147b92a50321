/* A table of answers by groups, with its sums kept apart by stratum and PSU.
 *
 *                    group 0   group 1  ...          one entry a (stratum, PSU, group, answer)
 *      answer 0      w, w^2    w, w^2                that anybody is in:
 *      answer 1      ...                             respondents | sum w | sum w^2
 *
 * It is all that a test of answers by groups needs, whatever the number of respondents; where weights
 * reproduce totals of numbers, of which everybody has their own, an entry is one respondent. Groups and
 * answers that nobody stands behind are left out, and the others numbered from 0. A class is an answer within
 * a group: group * answers + answer.
 */
#ifndef TRIG_ANALYZE_TEST_CROSS_H
#define TRIG_ANALYZE_TEST_CROSS_H

#include "analyze/estimate/cells.h"

/* What one stratum, and in it one PSU, holds of one class. */
struct trig_cross_entry {
    size_t stratum; /* into cells->strata */
    size_t psu;     /* TRIG_NONE: respondents are the units */
    size_t member;  /* all are of one: a cell, or a respondent; see estimate/calibration.h */
    size_t group;
    size_t answer;
    double n;
    double w;
    double ww; /* sum of w^2 */
};

struct trig_cross {
    struct trig_arena arena; /* owns the lists */
    size_t groups;
    size_t answers;
    const size_t *group_of;           /* by group: its index as it was asked for */
    const size_t *answer_of;          /* by answer: the same */
    struct trig_cross_entry *entries; /* by stratum, then PSU */
    size_t count;
    double *weights; /* by class: sum of w */
    double *counts;  /* by class: respondents */
    double respondents;
    double weight;
};

/* Which cells and which answers. */
struct trig_cross_asked {
    const struct trig_cells *cells;
    const size_t *group_of_cell; /* by cell; TRIG_NONE: in no group */
    size_t groups;
    const size_t *order;   /* the members by stratum, then PSU; see trig_cross_order */
    const size_t *bins;    /* by answer: its bin in the cells; NULL: [measure] is a share */
    const size_t *parts;   /* by answer: what it counts as; NULL: as itself */
    const uint32_t *given; /* by respondent: the bin that it is in; where members are respondents, unless
                              [measure] is a share */
    size_t answers;        /* 2 for a share: no, yes */
    size_t measure;        /* of the cells; a share, whose y is 0 or 1 */
};

/** The members' indices by stratum, then PSU: cells, or respondents. NULL when memory is out. */
size_t *trig_cross_order(const struct trig_cells *cells, struct trig_arena *arena);

/** Counts the table.
 *  @param out  free with trig_cross_clear; fewer than two groups or answers are no error here.
 *  @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_cross_make(const struct trig_cross_asked *asked, struct trig_cross *out,
                                 struct trig_error *error);
void trig_cross_clear(struct trig_cross *cross);

#endif
