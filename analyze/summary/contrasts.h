/* --contrast: linear combinations of a summary's rows, "lab - it" or "0.5*lab + 0.5*it - ws".
 *
 *      "lab - it; pillar:vis - pillar:rec"  --parse-->  contrasts, terms by name
 *      terms --find--> places of the breakdown: a contrast a measure and statistic
 *                 `--> measures:                a contrast a place and statistic
 */
#ifndef TRIG_ANALYZE_SUMMARY_CONTRASTS_H
#define TRIG_ANALYZE_SUMMARY_CONTRASTS_H

#include "surveys/definition/definition.h"

#define TRIG_MOST_CONTRAST_TERMS 16

struct trig_contrast_term {
    double coefficient;
    struct trig_view name;
    size_t at; /* a place by its order in the result, or a measure by its order among the plan's rows */
};

struct trig_contrast {
    struct trig_view text; /* as it was typed */
    struct trig_contrast_term terms[TRIG_MOST_CONTRAST_TERMS];
    size_t count;
    bool places; /* terms are places; else measures */
};

struct trig_contrasts {
    struct trig_contrast *items;
    size_t count;
};

/** Parses contrasts, semicolons between them: terms with " + " or " - " between them, each a name, or
 *  a number, * and a name.
 *  @param list   NULL: none.
 *  @param arena  owns the list; its texts are [list]'s.
 *  @return TRIG_OK; TRIG_ERR_USAGE with what would do; TRIG_ERR_MEMORY. */
enum trig_status trig_contrasts_parse(const char *list, struct trig_arena *arena, struct trig_contrasts *out,
                                      struct trig_error *error);

/** Finds a contrast's terms among the names of places, or else all of them among those of measures.
 *  @return TRIG_OK, with [at] and [places] set; TRIG_ERR_USAGE naming what is neither. */
enum trig_status trig_contrast_find(struct trig_contrast *contrast, struct trig_views places,
                                    struct trig_views measures, struct trig_arena *arena,
                                    struct trig_error *error);

#endif
