/* What the cells of one column look like: how many are numbers, dates, e-mail
 * addresses, long texts. One number a kind, however many cells. */
#ifndef TRIG_COLLECT_DRAFT_EVIDENCE_H
#define TRIG_COLLECT_DRAFT_EVIDENCE_H

#include "surveys/base/text.h"
#include "surveys/base/view.h"

#define TRIG_DATE_ORDERS 3

struct trig_evidence {
    uint64_t filled; /* cells that hold an answer */
    uint64_t numbers;
    uint64_t wholes;    /* of them without a fraction */
    uint64_t commas;    /* of the numbers: those that have a decimal comma */
    uint64_t unclear;   /* 1,234: a fraction or thousands; no numbers until trig_evidence_settle */
    double unclear_low; /* smallest and largest of these, as fractions; NAN: none */
    double unclear_high;
    double low; /* smallest and largest number; NAN: none */
    double high;
    uint64_t dates[TRIG_DATE_ORDERS]; /* cells that are dates in each order of the parts */
    uint64_t serials;                 /* numbers that may be days as a spreadsheet counts them */
    uint64_t emails;
    uint64_t phones;
    uint64_t addresses; /* of the internet protocol */
    uint64_t links;
    uint64_t damaged; /* what a spreadsheet made of an answer */
    uint64_t bytes;   /* of all cells */
    uint64_t wordy;   /* cells of six words or more, or with a line break */
};

void trig_evidence_init(struct trig_evidence *evidence);

/** Takes [count] cells that hold [text], which is trimmed and not empty. */
void trig_evidence_add(struct trig_evidence *evidence, struct trig_view text, uint64_t count);

/** What is unclear has a decimal comma, too, where other numbers of the column have one. To be
 *  called once, after all cells. */
void trig_evidence_settle(struct trig_evidence *evidence);

/** Whether at least [percent] of the filled cells are among [part]. */
bool trig_evidence_most(const struct trig_evidence *evidence, uint64_t part, unsigned percent);

#endif
