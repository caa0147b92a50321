/* Labels on single values of a number: "500 or more" on 500, "None" on 0, "Not
 * stated" on 999. Files of statistics packages and Triple-S have them. */
#ifndef TRIG_COLLECT_ANSWERS_NUMBER_LABEL_H
#define TRIG_COLLECT_ANSWERS_NUMBER_LABEL_H

#include "surveys/base/view.h"

enum trig_number_label {
    TRIG_NUMBER_MEANT,   /* the label says the number, or that it is none of something */
    TRIG_NUMBER_MISSING, /* the label says that there is no answer */
    TRIG_NUMBER_UNSURE   /* the label says something else: nobody can tell */
};

/** What the label of a value that is a number makes of it. */
enum trig_number_label trig_number_label_read(double number, struct trig_view label);

#endif
