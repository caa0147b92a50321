/* The distinct answers of all columns while exports are read, within bounds. */
#ifndef TRIG_COLLECT_DRAFT_GATHER_ANSWERS_H
#define TRIG_COLLECT_DRAFT_GATHER_ANSWERS_H

#include "collect/draft/gather.h"

typedef struct trig_answer_keeper trig_answer_keeper;

trig_answer_keeper *trig_answer_keeper_create(struct trig_error *error);
void trig_answer_keeper_destroy(trig_answer_keeper *keeper);

/** Begins the next record: answers taken from now on are its own. */
void trig_answer_keeper_begin_record(trig_answer_keeper *keeper);

/** Takes one cell of [column], the [index]-th of the gathering. [text] is trimmed
 *  and not empty. */
enum trig_status trig_answer_keeper_take(trig_answer_keeper *keeper, struct trig_gathered_column *column,
                                         size_t index, struct trig_view text, struct trig_error *error);

/** The end of a file: identifiers were compared within it. */
void trig_answer_keeper_end_file(trig_answer_keeper *keeper, struct trig_gathering *gathering);

/** Gives the columns their answers, which then live in the gathering's arena. */
enum trig_status trig_answer_keeper_deal(trig_answer_keeper *keeper, struct trig_gathering *gathering,
                                         struct trig_error *error);

#endif
