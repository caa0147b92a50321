/* Headings of LimeSurvey taken apart.
 *
 *     likert1[perfCheck4]. How often ... [Do you receive enough information?]
 *     ~~~~~~~ ~~~~~~~~~~   ~~~~~~~~~~~~~  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
 *     question   sub           text                   sub_text
 */
#ifndef TRIG_COLLECT_FORMATS_LIMESURVEY_PARTS_H
#define TRIG_COLLECT_FORMATS_LIMESURVEY_PARTS_H

#include "surveys/base/view.h"

/* Parts that are not there are blank. */
struct trig_limesurvey_parts {
    struct trig_view code;     /* "likert1[perfCheck4]" */
    struct trig_view question; /* "likert1" */
    struct trig_view sub;      /* "perfCheck4" */
    struct trig_view text;     /* "How often ..." */
    struct trig_view sub_text; /* "Do you receive enough information?" */
};

/** Takes the heading of a CSV export apart. @return whether it has a code in front. */
bool trig_limesurvey_take_apart(struct trig_view heading, struct trig_limesurvey_parts *out);

/** Takes the two headings of a VV export apart: `likert1_perfCheck4` and its wording. */
void trig_limesurvey_take_apart_vv(struct trig_view code, struct trig_view wording,
                                   struct trig_limesurvey_parts *out);

#endif
