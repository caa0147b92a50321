/* Headings that a platform has cut short: "How often do you.." Part of
 * collect/match/match.h's making. */
#ifndef TRIG_COLLECT_MATCH_MATCH_ABBREVIATED_H
#define TRIG_COLLECT_MATCH_MATCH_ABBREVIATED_H

#include "surveys/base/error.h"
#include "surveys/definition/definition.h"

/* What an abbreviation stands for. */
struct trig_long_form {
    size_t index; /* TRIG_NONE; TRIG_AMBIGUOUS (collect/answers/spellings.h): of several */
    size_t first; /* when it is ambiguous: one of them and another */
    size_t rival;
};

/** Whether [text] ends as abbreviations do, in two or three dots, and has enough
 *  in front of them to be told by. */
bool trig_match_is_abbreviated(struct trig_view text);

/** The variable whose label or alias begins as [text] does; texts are compared
 *  normalised. @return TRIG_OK or TRIG_ERR_MEMORY. */
enum trig_status trig_match_long_variable(const trig_definition *definition, struct trig_view text,
                                          struct trig_long_form *out, struct trig_error *error);

/** The same of the answers of a scale. */
enum trig_status trig_match_long_code(const struct trig_scale *scale, struct trig_view text,
                                      struct trig_long_form *out, struct trig_error *error);

#endif
